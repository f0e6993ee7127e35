//! What is so of the whole network: said where not one site was met as it is, and never else.

use crate::support::*;
use arna_judge::everywhere;
use arna_model::*;

/// A site of a run, with what was seen of it.
fn site(name: &str, seen: Vec<(Event, Option<Failure>)>) -> Measurement {
    let run = RunId::new("r");
    let observations = seen.into_iter().enumerate().map(|(number, (event, failure))| Observation {
        id: ObservationId::of(&run, number as u64),
        t0: Micros(0),
        t: Micros(1),
        place: Place::Look { attempt: 1 },
        event,
        failure,
        bytes: Bytes::default(),
    });
    Measurement {
        id: MeasurementId::new(name),
        run: run.clone(),
        nettest: "web_connectivity".into(),
        input: Some(format!("https://{name}/")),
        category: None,
        list: None,
        is_decoy: false,
        verdict: Verdict::of(Code::Inconclusive, 1),
        figures: None,
        observations: observations.collect(),
        bytes: Bytes::default(),
        started: WallTime(0),
        runtime: Micros(1),
        vantage: Vantage::default(),
        truth: None,
    }
}

/// A handshake that shows a certificate by `issuer`, trusted or not.
fn shown(name: &str, issuer: &str, is_trusted: bool) -> (Event, Option<Failure>) {
    let event = Event::TlsHandshake(TlsHandshake {
        is_complete: is_trusted,
        first_byte: Some(Micros(1)),
        answer: Some(TlsAnswer::Handshake),
        chain: vec![certificate(("", "", issuer))],
        ..TlsHandshake::of(at(SITE), name)
    });
    (event, (!is_trusted).then_some(Failure::SslUnknownAuthority))
}

/// What a resolver gives.
fn found(engine: DnsEngine, name: &str, address: &str) -> (Event, Option<Failure>) {
    let lookup = DnsLookup {
        engine,
        resolver: None,
        name: name.into(),
        query_type: "A".into(),
        addresses: vec![ip(address)],
        rcode: None,
        sends: Vec::new(),
    };
    (Event::Dns(lookup), None)
}

/// What a helper sees of the site's certificate.
fn outside(failure: Option<Failure>) -> (Event, Option<Failure>) {
    let exchange = HelperExchange {
        helper: "https://helper.example".into(),
        about: None,
        answer: Some(handshakes(failure)),
        beside: None,
        clock_ahead_s: None,
        come_back_s: None,
    };
    (Event::HelperExchange(exchange), None)
}

const NAMES: [&str; 3] = ["a.one.example", "b.two.example2", "c.three.example3"];

fn certificates() -> Option<Everywhere> {
    Some(Everywhere::Certificates { issuer: Some("Company Root CA".into()) })
}

#[test]
fn one_issuer_of_all_certificates_is_the_networks() {
    let by = |name: &str| site(name, vec![shown(name, "Company Root CA", false)]);
    let all: Vec<_> = NAMES.iter().map(|name| by(name)).collect();
    assert_eq!(everywhere(&all), certificates());
    let mut seen = all.clone();
    let good = outside(None);
    seen[0] = site(NAMES[0], vec![shown(NAMES[0], "Company Root CA", false), good]);
    assert_eq!(everywhere(&seen), certificates(), "a helper meets the site itself");
    assert_eq!(everywhere(&all[..2]), None, "two may share a fault");
    let mut open = all.clone();
    open.push(site("d.example", vec![shown("d.example", "A good one", true)]));
    assert_eq!(everywhere(&open), None, "one site is itself");
    let mut asked = all.clone();
    let (mut resolver, mut lookup) =
        (shown("dns.example", "A good one", true), found(DnsEngine::Doh, NAMES[1], "192.0.2.1"));
    let (Event::TlsHandshake(to), Event::Dns(asked_of)) = (&mut resolver.0, &mut lookup.0) else {
        unreachable!("what they are made as")
    };
    (to.address, asked_of.resolver) = (at(RESOLVER), Some(at(RESOLVER)));
    asked[1] = site(NAMES[1], vec![shown(NAMES[1], "Company Root CA", false), resolver, lookup]);
    assert_eq!(everywhere(&asked), certificates(), "a resolver over HTTPS is no site");
    let mut others = all.clone();
    others[2] = site(NAMES[2], vec![shown(NAMES[2], "Somebody else", false)]);
    assert_eq!(everywhere(&others), None, "two issuers");
    let own: Vec<_> = NAMES
        .iter()
        .map(|name| {
            let bad = outside(Some(Failure::SslUnknownAuthority));
            site(name, vec![shown(name, "Company Root CA", false), bad])
        })
        .collect();
    assert_eq!(everywhere(&own), None, "the sites' own, seen from outside too");
    let one_owners = ["a.corp.example", "b.corp.example", "c.corp.example"];
    let one_owners: Vec<_> = one_owners.iter().map(|name| by(name)).collect();
    assert_eq!(everywhere(&one_owners), None, "hosts of one owner have its authority");
}

#[test]
fn one_false_address_for_all_names_is_the_networks() {
    let names = |addresses: &[&str]| {
        Some(Everywhere::Names { addresses: addresses.iter().map(|one| ip(one)).collect() })
    };
    let forged = |name: &str, address| site(name, vec![found(DnsEngine::System, name, address)]);
    let bogons: Vec<_> = NAMES.iter().map(|name| forged(name, "10.10.34.36")).collect();
    assert_eq!(everywhere(&bogons), names(&["10.10.34.36"]), "no public server has it");
    let known = |name: &str, told: &str, own: &str| {
        site(name, vec![found(DnsEngine::System, name, told), found(DnsEngine::Doh, name, own)])
    };
    let elsewhere: Vec<_> =
        NAMES.iter().map(|name| known(name, "203.0.114.7", "93.184.216.34")).collect();
    assert_eq!(everywhere(&elsewhere), names(&["203.0.114.7"]), "the names' own are known");
    let alone: Vec<_> = NAMES.iter().map(|name| forged(name, "203.0.114.7")).collect();
    assert_eq!(everywhere(&alone), None, "sites may share an address");
    let shared: Vec<_> =
        NAMES.iter().map(|name| known(name, "203.0.114.7", "203.0.114.7")).collect();
    assert_eq!(everywhere(&shared), None, "it is theirs");
    let mut honest = bogons.clone();
    honest.push(forged("d.example", "93.184.216.34"));
    assert_eq!(everywhere(&honest), None, "one name is found");
    assert_eq!(everywhere(&bogons[..2]), None);
    assert_eq!(everywhere(&[]), None);
}
