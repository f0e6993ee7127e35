//! What stories are made of.

use super::*;

/// The helper opens the target: DNS, TCP, TLS and a page.
pub fn opens() -> ControlAnswer {
    opens_with(200, "The page")
}

pub fn opens_with(status: u16, title: &str) -> ControlAnswer {
    let mut answer = handshakes(None);
    answer.http = Some(ControlHttp {
        status: Some(status),
        failure: None,
        title: title.into(),
        body_length: Some(1_000),
        ..ControlHttp::default()
    });
    answer
}

/// The same, of an ordinary page's length.
pub fn opens_at_length() -> ControlAnswer {
    let mut answer = opens();
    answer.http.as_mut().expect("it opens").body_length = Some(60_000);
    answer
}

/// The helper resolves and connects; its handshake ends with `failure`, and so does its request.
pub fn handshakes(failure: Option<Failure>) -> ControlAnswer {
    let mut answer = ControlAnswer {
        dns_addresses: vec![ip("93.184.216.34")],
        http: failure.clone().map(no_page),
        ..ControlAnswer::default()
    };
    answer.tcp.insert(at(SITE), None);
    answer.tls.insert(at(SITE), control_tls(failure));
    answer
}

/// How a handshake of the helper's ended.
pub fn control_tls(failure: Option<Failure>) -> ControlTls {
    ControlTls { server_name: "forbidden.example".into(), failure, chain: Vec::new() }
}

/// The helper resolves, and cannot connect.
pub fn silent() -> ControlAnswer {
    let mut answer = ControlAnswer {
        dns_addresses: vec![ip("93.184.216.34")],
        http: Some(no_page(Failure::GenericTimeout)),
        ..ControlAnswer::default()
    };
    answer.tcp.insert(at(SITE), Some(Failure::GenericTimeout));
    answer
}

/// The helper knows no such name.
pub fn no_such_name() -> ControlAnswer {
    ControlAnswer {
        dns_failure: Some(Failure::DnsNxdomain),
        http: Some(no_page(Failure::DnsNxdomain)),
        ..ControlAnswer::default()
    }
}

pub fn no_page(failure: Failure) -> ControlHttp {
    ControlHttp { failure: Some(failure), ..ControlHttp::default() }
}

/// A lookup of the system's resolver about a network's NAT64, at the start of a run.
pub fn discovery(answers: &[IpAddr]) -> Observation {
    let mut event = lookup(DnsEngine::System, &[]);
    if let Event::Dns(lookup) = &mut event {
        lookup.name = Nat64::DISCOVERY_NAME.into();
        lookup.addresses = answers.to_vec();
    }
    let mut story = Story::https();
    story.place = Place::WarmUp;
    story.note(60, event, None);
    story.dossier.anchors.remove(0)
}

pub(super) fn lookup(engine: DnsEngine, addresses: &[&str]) -> Event {
    Event::Dns(DnsLookup {
        engine,
        resolver: None,
        name: "forbidden.example".into(),
        query_type: "ANY_ADDRESS".into(),
        addresses: addresses.iter().map(|text| ip(text)).collect(),
        rcode: None,
        sends: Vec::new(),
    })
}

pub fn udp_lookup(answers: &[&[&str]]) -> Event {
    let Event::Dns(mut dns) = lookup(DnsEngine::Udp, answers.first().copied().unwrap_or_default())
    else {
        unreachable!("a lookup is a lookup")
    };
    let answers = answers.iter().map(|addresses| DnsAnswer {
        t: Micros::default(),
        rcode: 0,
        is_truncated: false,
        addresses: addresses.iter().map(|text| ip(text)).collect(),
    });
    dns.sends = vec![DnsSend { t: Micros::default(), id: 1, answers: answers.collect() }];
    Event::Dns(dns)
}

pub(super) fn connect(to: &str) -> Event {
    Event::TcpConnect(TcpConnect { address: at(to), info: None })
}

pub(super) fn http(
    to: &str,
    url: &str,
    is_authentic: bool,
    status: Option<u16>,
    title: &str,
    location: &str,
) -> Event {
    let headers = (!location.is_empty()).then(|| ("Location".to_owned(), location.to_owned()));
    Event::HttpTransaction(HttpTransaction {
        address: at(to),
        url: url.into(),
        is_authentic,
        status,
        headers: headers.into_iter().collect(),
        title: (!title.is_empty()).then(|| title.into()),
        tags: Tags::default(),
        body: None,
        body_bytes: 950,
        is_truncated: false,
        first_byte: None,
    })
}

/// A leaf that holds from one day to another, counted from anywhere.
pub fn dated(from: i64, to: i64) -> Vec<Certificate> {
    let day = |days: i64| Some(WallTime(days * 86_400_000_000));
    let mut leaf = certificate(("", "", ""));
    (leaf.not_before, leaf.not_after) = (day(from), day(to));
    vec![leaf]
}

pub fn certificate((country, organization, name): (&str, &str, &str)) -> Certificate {
    let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Certificate {
        sha256: BlobId::new("aa"),
        spki_sha256: None,
        subject: DistinguishedName::default(),
        issuer: DistinguishedName {
            country: part(country),
            organization: part(organization),
            common_name: part(name),
        },
        not_before: None,
        not_after: None,
    }
}

/// Where the latest sitting of a story stands.
#[track_caller]
pub fn stands(story: &Story, state: Sitting) {
    assert_eq!(sitting(&story.dossier), state);
    let is_open = suspicion(&story.dossier).is_some();
    assert_eq!(is_open, state == Sitting::GoOn, "a suspicion lasts as long as its sitting");
}
