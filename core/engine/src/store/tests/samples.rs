//! One of everything.

use std::net::{IpAddr, SocketAddr};

use arna_model::{
    AddressFacts, Anchor, Arm, BlobId, Budget, Bytes, Cause, Certificate, ClientHello, Code,
    ControlAnswer, ControlHttp, ControlTls, DistinguishedName, DnsAnswer, DnsEngine, DnsLookup,
    DnsSend, Event, Failure, HelperExchange, HopAnswer, HopWord, How, HttpTransaction, Landmark,
    MeasurementId, Micros, Observation, ObservationId, Ping, Pings, Place, Purse, Quic,
    QuicHandshake, RadioSample, Reason, Reflection, Request, Round, RunId, Side, Tally, Target,
    TcpConnect, TcpInfo, Technology, TlsAnswer, TlsHandshake, Trace, TraceHop, Transport, Truth,
    Uplink, UplinkChoice, UplinkKind, Vantage, Verdict, WallTime,
};

use crate::run::{Blob, Entry, Ledger, Opinion, RunRecord, Step, Uptime};
use crate::store::Store;

pub(super) const STARTED: WallTime = WallTime(1_714_521_600_000_123);

pub(super) fn run(id: &str) -> RunRecord {
    RunRecord {
        id: RunId::new(id),
        request: Request {
            list: Some("list.txt".into()),
            decoys: vec![],
            nettests: vec!["web".into()],
            targets: vec![target(0)],
            helpers: vec!["https://helper.example/".into()],
            resolver: Some(endpoint(53)),
            resolver_name: Some("dns.example".into()),
            anchors: vec![Anchor {
                side: Side::DomesticState,
                name: "egov".into(),
                address: endpoint(443),
            }],
            landmarks: vec![Landmark { side: Side::Domestic, name: "kolesa.kz".into() }],
            rates: Default::default(),
            reads_long: true,
            is_traced: true,
            is_recheck: false,
            most_confirmations: Some(3),
            portal_probe: Some("http://connect.example/generate_204".into()),
            budget: Budget { max_bytes: Some(u64::MAX), max_time: Some(Micros(1)) },
            tries_quic: true,
            uplink: UplinkChoice::Named("37".into()),
            beside: Some(RunId::new("beside")),
            is_over_vpn: true,
            at_once: None,
            leave: arna_model::Leave::default(),
        },
        vantage: vantage(),
        started: STARTED,
        uptime: Some(Uptime { boot: "b0".into(), at: Micros::from_secs(77) }),
        purse: Purse::Fixed,
        is_slice: false,
        end: None,
    }
}

pub(super) fn vantage() -> Vantage {
    let word = |word: &str| Some(word.to_owned());
    Vantage {
        country: word("KZ"),
        operator: word("401 01"),
        technology: word("lte"),
        lab: None,
        software: None,
        uplink: Some(Uplink {
            id: "37".into(),
            kind: Some(UplinkKind::Cellular),
            ..Uplink::default()
        }),
    }
}

pub(super) fn plan(run: &str, steps: u32) -> Vec<Step> {
    (0..steps).map(|number| step(run, number)).collect()
}

pub(super) fn step(run: &str, number: u32) -> Step {
    Step {
        number,
        nettest: "web".into(),
        is_decoy: false,
        target: Some(target(number)),
        measurement: measurement(run, number),
    }
}

pub(super) fn measurement(run: &str, number: u32) -> MeasurementId {
    MeasurementId::new(format!("m-{run}-{number}"))
}

pub(super) fn target(number: u32) -> Target {
    Target {
        input: format!("https://сайт{number}.example/?q=\"x\""),
        category: Some("NEWS".into()),
        list: Some("Мои новости".into()),
        truth: Some(Truth {
            censored: true,
            cause: Some(Cause::TlsSni),
            right: vec![Code::Blocked, Code::LikelyBlocked],
        }),
    }
}

pub(super) fn verdict(code: Code) -> Verdict {
    Verdict {
        code,
        cause: Some(Cause::TlsSni),
        how: Some(How::SilenceAfterName),
        nats: Some(0.1 + 0.2),
        false_positive_bound: Some(5e-324),
        quic: Some(Quic::SilentAfterName),
        reason: Some(Reason::StillConfirming),
        at: Some("elsewhere.example".into()),
        basis: vec![ObservationId::new("r-1"), ObservationId::new("r-10")],
        judge: 7,
    }
}

pub(super) fn opinion(code: Code) -> Opinion {
    Opinion {
        verdict: verdict(code),
        figures: None,
        tally: Tally { trials: 60, failures: 2 },
        stop: None,
        given: WallTime(STARTED.0 + 5_000_000),
    }
}

/// What one step brings: a connect, a page with its body, an opinion.
pub(super) fn entry(run: &str, number: u32) -> Entry {
    let first = u64::from(number) * 2;
    let page = Blob::new(format!("<title>page {number}</title>").into_bytes());
    let events = [Event::TcpConnect(connect()), Event::HttpTransaction(page_of(&page.id))];
    let observations = (first..).zip(events).map(|(id, event)| observation(run, id, event));
    Entry {
        run: RunId::new(run),
        measurement: Some(measurement(run, number)),
        observations: observations.collect(),
        blobs: vec![page],
        opinion: Some(opinion(Code::Accessible)),
        earlier: None,
    }
}

/// A run of two steps, the first of them measured.
pub(super) async fn one_run(store: &Store) {
    store.open_run(&run("r"), &plan("r", 2)).await.expect("opens");
    store.keep(entry("r", 0)).await.expect("keeps");
}

pub(super) fn observation(run: &str, number: u64, event: Event) -> Observation {
    Observation {
        id: ObservationId::of(&RunId::new(run), number),
        t0: Micros(number * 1_000_001),
        t: Micros(number * 1_000_001 + 333_333),
        place: Place::Look { attempt: 1 },
        event,
        failure: None,
        bytes: Bytes { sent: 300, received: 1_400 },
    }
}

pub(super) fn places() -> Vec<Place> {
    vec![
        Place::WarmUp,
        Place::Anchor { side: Side::Foreign, name: "wikipedia".into() },
        Place::Look { attempt: 2 },
        Place::Helper,
        Place::Block {
            sitting: 1,
            block: 10,
            round: Some(Round { number: 70_000, targets: 6, is_named: true }),
            arm: Arm::Target,
        },
        Place::Shared { round: 70_000, arm: Arm::Canary },
    ]
}

fn hello(bytes: u32) -> ClientHello {
    ClientHello { bytes, server_name: Some("site.example".into()), ja4: "t13d".into() }
}

pub(super) fn events() -> Vec<Event> {
    let blob = Blob::new(&b"x"[..]).id;
    vec![
        Event::Dns(lookup()),
        Event::TcpConnect(connect()),
        Event::TlsHandshake(handshake(&blob)),
        Event::QuicHandshake(QuicHandshake {
            address: endpoint(443),
            server_name: "site.example".into(),
            is_complete: false,
            first_byte: Some(Micros(8)),
            alpn: Some("h3".into()),
            initial: Some(blob.clone()),
            chain: vec![],
        }),
        Event::Reflection(Reflection {
            address: endpoint(443),
            sent: hello(230),
            seen: Some(hello(517)),
        }),
        Event::HttpTransaction(page_of(&blob)),
        Event::Pings(Pings {
            address: endpoint(7),
            transport: Transport::UdpEcho,
            pings: vec![
                Ping { t: Micros(1), rtt: Some(Micros(2)) },
                Ping { t: Micros(3), rtt: None },
            ],
        }),
        Event::HelperExchange(HelperExchange {
            helper: "https://helper.example/".into(),
            about: Some("https://www.site.example/".into()),
            answer: Some(answer()),
            beside: Some(RunId::new("beside")),
            clock_ahead_s: Some(-3),
            come_back_s: Some(2_040),
        }),
        Event::Radio(RadioSample {
            operator: Some("40101".to_owned()),
            cell: Some(3),
            technology: Some(Technology::ThreeG),
            signal_dbm: Some(-113),
            address: Some(1),
        }),
        Event::Trace(Trace {
            address: endpoint(443),
            hops: vec![
                TraceHop { distance: 1, answer: None },
                TraceHop {
                    distance: 2,
                    answer: Some(HopAnswer {
                        rtt: Micros(3),
                        said: HopWord::Expired,
                        network: Some(address("10.0.0.1")),
                        is_near: true,
                    }),
                },
            ],
        }),
    ]
}

fn lookup() -> DnsLookup {
    let addresses = vec![address("2001:db8::1")];
    let answer = DnsAnswer { t: Micros(9), rcode: 3, is_truncated: true, addresses };
    DnsLookup {
        engine: DnsEngine::Udp,
        resolver: Some("[2001:db8::53]:53".parse().expect("an endpoint")),
        name: "site.example".into(),
        query_type: "AAAA".into(),
        addresses: vec![address("192.0.2.1")],
        rcode: Some(0),
        sends: vec![DnsSend { t: Micros(4), id: u16::MAX, answers: vec![answer] }],
    }
}

pub(super) fn connect() -> TcpConnect {
    let info = TcpInfo { rtt: Some(Micros(123_457)), retransmits: 1, unacked_bytes: 517 };
    TcpConnect { address: endpoint(443), info: Some(info) }
}

fn handshake(blob: &BlobId) -> TlsHandshake {
    let name = DistinguishedName {
        country: Some("KZ".into()),
        organization: Some("ISCA".into()),
        common_name: Some("Qaznet Trust Network".into()),
    };
    TlsHandshake {
        address: endpoint(443),
        server_name: "site.example".into(),
        is_complete: true,
        first_byte: Some(Micros(7)),
        resent_before_answer: Some(1),
        answer: Some(TlsAnswer::Alert),
        alert: Some(40),
        first_bytes: Some(blob.clone()),
        version: Some("TLSv1.3".into()),
        cipher_suite: Some("TLS_AES_128_GCM_SHA256".into()),
        alpn: Some("h2".into()),
        client_hello: Some(blob.clone()),
        cut_at: None,
        hop_limit: Some(7),
        record_cut_at: None,
        ja4: Some("t13d".into()),
        chain: vec![certificate(blob.clone(), name)],
        is_accepted_here: None,
        info: None,
    }
}

fn certificate(sha256: BlobId, issuer: DistinguishedName) -> Certificate {
    Certificate {
        sha256,
        spki_sha256: Some("00".into()),
        subject: DistinguishedName::default(),
        issuer,
        not_before: Some(STARTED),
        not_after: None,
    }
}

fn page_of(body: &BlobId) -> HttpTransaction {
    HttpTransaction {
        address: endpoint(443),
        url: "https://site.example/".into(),
        is_authentic: true,
        status: Some(200),
        headers: vec![("Server".into(), "x".into()), ("server".into(), "y\u{0}".into())],
        title: Some("Заголовок".into()),
        tags: [("p".to_owned(), u32::MAX)].into(),
        body: Some(body.clone()),
        body_bytes: u64::MAX,
        is_truncated: true,
        first_byte: Some(Micros(8)),
    }
}

fn answer() -> ControlAnswer {
    let tls = ControlTls {
        server_name: "site.example".into(),
        failure: Some(Failure::Unknown("odd".into())),
        chain: vec![certificate(BlobId::new("00"), DistinguishedName::default())],
    };
    ControlAnswer {
        dns_addresses: vec![address("192.0.2.1")],
        dns_failure: Some(Failure::DnsNxdomain),
        tcp: [(endpoint(443), None), (endpoint(80), Some(Failure::ConnectionRefused))].into(),
        tls: [(endpoint(443), tls)].into(),
        http: Some(ControlHttp {
            status: Some(200),
            failure: None,
            title: "t".into(),
            body_length: Some(u64::MAX),
            content_type: Some("text/html; charset=windows-1251".into()),
            content_length: Some(u64::MAX),
            tags: [("ы".to_owned(), 0)].into(),
        }),
        addresses: [(
            address("::1"),
            AddressFacts { asn: 1, is_bogon: true, is_valid_for_name: false },
        )]
        .into(),
    }
}

fn endpoint(port: u16) -> SocketAddr {
    SocketAddr::new(address("192.0.2.1"), port)
}

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}
