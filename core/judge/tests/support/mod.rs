//! A small dossier builder, so that a test reads like a story.

#![allow(dead_code, unreachable_pub, unused_imports, reason = "each test file tells its own part")]

use std::net::{IpAddr, SocketAddr};

mod lookups;
mod quic;
mod requests;

use arna_judge::{Sitting, sitting, suspicion};
use arna_model::*;
pub use lookups::*;
pub use requests::*;

pub const SITE: &str = "93.184.216.34:443";
pub const OTHER: &str = "93.184.216.35:443";
/// A public resolver, and what carries a lookup there.
pub const RESOLVER: &str = "9.9.9.9:443";
pub type Carrier = (Event, Option<Failure>);

pub const HELPER: &str = "185.199.108.7:443";
pub const INNOCENT: &str = "151.101.1.57:443";
pub const INNOCENT2: &str = "104.244.42.1:443";

pub fn at(text: &str) -> SocketAddr {
    text.parse().expect(text)
}

pub fn ip(text: &str) -> IpAddr {
    text.parse().expect(text)
}

/// How one arm ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ends {
    /// A completed handshake after this many milliseconds.
    Done(u64),
    /// A completed handshake whose chain nobody trusts.
    Untrusted(u64),
    /// An alert after this many milliseconds.
    Alert(u64),
    /// Connected, and nothing comes back after the name.
    Silence,
    /// Connected, and reset after the name.
    Reset,
    /// No connection: silence.
    NoConnect,
    /// No connection: a refusal.
    Refused,
    /// The phone's own trouble.
    Local,
    /// The arm was not tried.
    Absent,
}

/// One block of a pair: by default the target is silent, everything else works.
#[derive(Clone, Debug)]
pub struct Pair {
    pub target: Ends,
    pub control: Ends,
    pub second: Ends,
    pub innocent: Ends,
    pub name: Ends,
    /// An innocent name at the target's own address, before anything else.
    pub there: Ends,
    /// The target's name there, its hello cut in two.
    pub halves: Ends,
    /// An innocent name there in two records of TLS, and the target's.
    pub innocent_records: Ends,
    pub records: Ends,
    /// Milliseconds after the start of the block at which the canary falls silent, and for how long.
    pub gap: Option<(u64, u64)>,
}

impl Default for Pair {
    fn default() -> Self {
        Self {
            target: Ends::Silence,
            control: Ends::Done(800),
            second: Ends::Done(900),
            innocent: Ends::Done(700),
            name: Ends::Silence,
            there: Ends::Absent,
            halves: Ends::Absent,
            innocent_records: Ends::Absent,
            records: Ends::Absent,
            gap: None,
        }
    }
}

impl Pair {
    /// A filter that puts segments together, and no records, without a helper's address for the name.
    pub fn in_records() -> Self {
        let innocent_records = Ends::Untrusted(600);
        let (there, records) = (Ends::Untrusted(600), Ends::Done(700));
        Self { there, halves: Ends::Silence, innocent_records, records, ..Self::split() }
    }

    /// A filter of single segments, without a helper's address for the name.
    pub fn split() -> Self {
        let (there, halves) = (Ends::Done(600), Ends::Done(700));
        Self { innocent: Ends::Absent, name: Ends::Absent, there, halves, ..Self::default() }
    }
}

/// A dossier in the making.
#[derive(Clone)]
pub struct Story {
    pub dossier: Dossier,
    place: Place,
    clock: u64,
    sitting: u16,
    block: u16,
    /// The hop that what follows is about.
    hop: Option<String>,
}

impl Story {
    /// A target on a network with many controls.
    pub fn of(input: &str) -> Self {
        let dossier = Dossier {
            nettest: "web_connectivity".into(),
            input: Some(input.into()),
            observations: Vec::new(),
            bodies: Default::default(),
            anchors: Vec::new(),
            tally: Tally { trials: 200, failures: 0 },
            stop: None,
            earlier: None,
        };
        Self {
            dossier,
            place: Place::Look { attempt: 1 },
            clock: 0,
            sitting: 1,
            block: 0,
            hop: None,
        }
    }

    pub fn https() -> Self {
        Self::of("https://forbidden.example/")
    }

    pub fn cleartext() -> Self {
        Self::of("http://forbidden.example/")
    }

    /// The usual suspect: honest DNS, a connection, silence after the ClientHello.
    pub fn silent_tls() -> Self {
        Self::https().resolves(&["93.184.216.34"]).connects(SITE).tls(SITE, Failure::GenericTimeout)
    }

    pub fn tally(mut self, failures: u64, trials: u64) -> Self {
        self.dossier.tally = Tally { trials, failures };
        self
    }

    pub fn stop(mut self, stop: Stop) -> Self {
        self.dossier.stop = Some(stop);
        self
    }

    /// What follows is about the hop at `url`, where a redirect led.
    pub fn at_hop(mut self, url: &str) -> Self {
        self.hop = Some(url.into());
        self
    }

    pub fn look(mut self, attempt: u8) -> Self {
        self.hop = None;
        self.place = Place::Look { attempt };
        self
    }

    fn note(&mut self, millis: u64, event: Event, failure: Option<Failure>) {
        let t0 = Micros::from_millis(self.clock);
        self.clock += millis;
        self.push(t0, Micros::from_millis(self.clock), event, failure);
    }

    fn push(&mut self, t0: Micros, t: Micros, mut event: Event, failure: Option<Failure>) {
        if let Some(url) = self.hop.clone() {
            let host = url.split('/').nth(2).unwrap_or_default().to_owned();
            match &mut event {
                Event::Dns(lookup) => lookup.name = host,
                Event::TlsHandshake(tls) => tls.server_name = host,
                Event::HttpTransaction(http) => http.url = url,
                Event::HelperExchange(exchange) => exchange.about = Some(url),
                _ => {}
            }
        }
        let place = self.place.clone();
        let number = self.dossier.observations.len() + self.dossier.anchors.len();
        let id = ObservationId::of(&RunId::new("run"), number as u64);
        let one = Observation { id, t0, t, place, event, failure, bytes: Bytes::default() };
        if matches!(one.place, Place::Anchor { .. } | Place::WarmUp) {
            self.dossier.anchors.push(one);
        } else {
            self.dossier.observations.push(one);
        }
    }

    // A look.

    pub fn resolves(mut self, addresses: &[&str]) -> Self {
        let lookup = lookup(DnsEngine::System, addresses);
        self.note(60, lookup, None);
        self
    }

    pub fn resolver_says(mut self, failure: Failure) -> Self {
        self.note(5_000, lookup(DnsEngine::System, &[]), Some(failure));
        self
    }

    /// A direct query whose one send is answered by each of `answers` in turn.
    pub fn udp(mut self, answers: &[&[&str]]) -> Self {
        let event = udp_lookup(answers);
        let failure = answers.is_empty().then_some(Failure::GenericTimeout);
        self.note(60, event, failure);
        self
    }

    /// The same lookup by another engine at [`RESOLVER`], with what carries it.
    pub fn carried(mut self, engine: DnsEngine, addresses: &[&str], carriers: &[Carrier]) -> Self {
        let start = self.clock;
        let failure = carriers.iter().find_map(|(_, failure)| failure.clone());
        for (event, failure) in carriers {
            self.note(50, event.clone(), failure.clone());
        }
        let (Event::Dns(said), Event::Dns(mut lookup)) =
            (udp_lookup(&[addresses]), lookup(engine, addresses))
        else {
            unreachable!("a lookup is a lookup")
        };
        lookup.resolver = Some(at(RESOLVER));
        if failure.is_none() {
            lookup.sends = said.sends;
        }
        self.push(
            Micros::from_millis(start),
            Micros::from_millis(self.clock),
            Event::Dns(lookup),
            failure,
        );
        self
    }

    pub fn connects(mut self, to: &str) -> Self {
        self.note(150, connect(to), None);
        self
    }

    pub fn no_connect(mut self, to: &str, failure: Failure) -> Self {
        self.note(10_000, connect(to), Some(failure));
        self
    }

    pub fn verified(mut self, to: &str) -> Self {
        let event = self.handshake(to, true, 200, Vec::new());
        self.note(300, event, None);
        self
    }

    pub fn tls(mut self, to: &str, failure: Failure) -> Self {
        let is_complete = failure.is_certificate();
        let event = self.handshake(to, is_complete, 200, Vec::new());
        self.note(if is_complete { 300 } else { 10_000 }, event, Some(failure));
        self
    }

    pub fn chain(mut self, to: &str, issuer: (&str, &str, &str)) -> Self {
        let chain = vec![certificate(issuer)];
        let event = self.handshake(to, true, 200, chain);
        self.note(300, event, Some(Failure::SslUnknownAuthority));
        self
    }

    fn handshake(&self, to: &str, is_complete: bool, first: u64, chain: Vec<Certificate>) -> Event {
        let first_byte = is_complete.then(|| Micros::from_millis(self.clock + first));
        Event::TlsHandshake(TlsHandshake {
            address: at(to),
            server_name: "forbidden.example".into(),
            is_complete,
            first_byte,
            version: None,
            cipher_suite: None,
            alpn: None,
            client_hello: None,
            cut_at: None,
            hop_limit: None,
            record_cut_at: None,
            ja4: None,
            chain,
            is_accepted_here: None,
            info: None,
        })
    }

    /// An authentic answer.
    pub fn page(self, status: u16, title: &str) -> Self {
        self.page_at(SITE, status, title)
    }

    pub fn page_at(mut self, to: &str, status: u16, title: &str) -> Self {
        let event = http(to, "https://forbidden.example/", true, Some(status), title, "");
        self.note(200, event, None);
        self
    }

    /// An authentic answer with a body and a header.
    pub fn page_with(mut self, status: u16, header: (&str, &str), body: &str) -> Self {
        let mut event = http(SITE, "https://forbidden.example/", true, Some(status), "", "");
        if let Event::HttpTransaction(http) = &mut event {
            let blob = BlobId::new(format!("body-{}", self.clock));
            http.headers = vec![(header.0.into(), header.1.into())];
            http.body = Some(blob.clone());
            self.dossier.bodies.insert(blob, body.into());
        }
        self.note(200, event, None);
        self
    }

    /// An answer over cleartext, to the site's port 80.
    pub fn clear_page(mut self, status: u16, title: &str) -> Self {
        let event =
            http("93.184.216.34:80", "http://forbidden.example/", false, Some(status), title, "");
        self.note(200, event, None);
        self
    }

    pub fn clear_redirect(mut self, to: &str) -> Self {
        let event = http("93.184.216.34:80", "http://forbidden.example/", false, Some(302), "", to);
        self.note(200, event, None);
        self
    }

    /// An authentic redirect.
    pub fn redirect(self, to: &str) -> Self {
        self.redirect_at(SITE, to)
    }

    pub fn redirect_at(mut self, at: &str, to: &str) -> Self {
        let event = http(at, "https://forbidden.example/", true, Some(301), "", to);
        self.note(200, event, None);
        self
    }

    pub fn no_page(mut self, failure: Failure) -> Self {
        let event = http(SITE, "https://forbidden.example/", true, None, "", "");
        self.note(10_000, event, Some(failure));
        self
    }

    // Outside and around.

    pub fn helper(mut self, answer: ControlAnswer) -> Self {
        self = self.exchange(Some(answer), Some(0));
        self
    }

    pub fn exchange(mut self, answer: Option<ControlAnswer>, clock_ahead_s: Option<i64>) -> Self {
        let before = std::mem::replace(&mut self.place, Place::Helper);
        let failure = answer.is_none().then_some(Failure::GenericTimeout);
        let helper = "https://helper.example/".into();
        let about = None;
        let event = Event::HelperExchange(HelperExchange { helper, about, answer, clock_ahead_s });
        self.note(400, event, failure);
        self.place = before;
        self
    }

    pub fn anchor(mut self, side: Side, failure: Option<Failure>) -> Self {
        let before = std::mem::replace(&mut self.place, Place::Anchor { side, name: "a".into() });
        self.note(100, connect("1.1.1.1:443"), failure);
        self.place = before;
        self
    }

    /// A hello that `name` had, and no answer: the target's own (in a look), or an innocent host's.
    pub fn unanswered(mut self, place: Place, name: &str, unacked_bytes: u32) -> Self {
        let before = std::mem::replace(&mut self.place, place);
        let mut event = self.handshake(SITE, false, 0, Vec::new());
        if let Event::TlsHandshake(tls) = &mut event {
            tls.server_name = name.into();
            tls.info = Some(TcpInfo { unacked_bytes, ..TcpInfo::default() });
        }
        self.note(10_000, event, Some(Failure::GenericTimeout));
        self.place = before;
        self
    }

    /// A handshake with a helper, in vain.
    pub fn helper_shows(self, name: &str, chain: Vec<Certificate>, failure: Failure) -> Self {
        self.innocent(Place::Helper, name, chain, Some(failure))
    }

    /// A handshake with an anchor abroad.
    pub fn anchor_shows(
        self,
        name: &str,
        chain: Vec<Certificate>,
        failure: Option<Failure>,
    ) -> Self {
        let place = Place::Anchor { side: Side::Foreign, name: name.into() };
        self.innocent(place, name, chain, failure)
    }

    fn innocent(
        mut self,
        place: Place,
        name: &str,
        chain: Vec<Certificate>,
        failure: Option<Failure>,
    ) -> Self {
        let before = std::mem::replace(&mut self.place, place);
        let mut event = self.handshake("198.51.100.7:443", true, 100, chain);
        if let Event::TlsHandshake(tls) = &mut event {
            tls.server_name = name.into();
        }
        self.note(300, event, failure);
        self.place = before;
        self
    }

    /// A connection to a dead address.
    pub fn calls_nobody(self, failure: Option<Failure>) -> Self {
        self.calls_nobody_at(443, failure)
    }

    /// The same at another port.
    pub fn calls_nobody_at(mut self, port: u16, failure: Option<Failure>) -> Self {
        let side = Side::Nobody;
        let before = std::mem::replace(&mut self.place, Place::Anchor { side, name: "n".into() });
        self.note(100, connect(&format!("192.0.2.1:{port}")), failure);
        self.place = before;
        self
    }

    /// What came back from the portal probe.
    pub fn probed(mut self, status: u16, location: &str, title: &str) -> Self {
        let side = Side::Portal;
        let before = std::mem::replace(&mut self.place, Place::Anchor { side, name: "p".into() });
        let event =
            http("93.184.216.34:80", "http://probe.example/", false, Some(status), title, location);
        self.note(100, event, None);
        self.place = before;
        self
    }

    /// A public resolver that answers in the clear while the radio is woken.
    pub fn leaks(mut self) -> Self {
        let before = std::mem::replace(&mut self.place, Place::WarmUp);
        self.note(90, udp_lookup(&[&["93.184.216.34"]]), None);
        self.place = before;
        self
    }

    pub fn pings(mut self, place: Place, rtts: &[Option<u64>]) -> Self {
        let before = std::mem::replace(&mut self.place, place);
        let pings = rtts.iter().enumerate().map(|(i, rtt)| Ping {
            t: Micros::from_millis(self.clock + i as u64 * 500),
            rtt: rtt.map(Micros::from_millis),
        });
        let pings = pings.collect();
        let transport = Transport::UdpEcho;
        self.note(10_000, Event::Pings(Pings { address: at(HELPER), transport, pings }), None);
        self.place = before;
        self
    }

    // Blocks.

    /// So many seconds after the last block another sitting begins.
    pub fn later(mut self, seconds: u64) -> Self {
        self.clock += seconds * 1_000;
        self.sitting += 1;
        self.block = 0;
        self
    }

    pub fn pairs(mut self, times: usize, pair: &Pair) -> Self {
        for _ in 0..times {
            self = self.pair(pair);
        }
        self
    }

    pub fn pair(mut self, pair: &Pair) -> Self {
        self.block += 1;
        self.clock += 5_000;
        let begin = self.clock;
        self.arm(Arm::InnocentAtTarget, SITE, pair.there);
        self.arm(Arm::SplitAtTarget, SITE, pair.halves);
        self.arm(Arm::InnocentInRecords, SITE, pair.innocent_records);
        self.arm(Arm::RecordsAtTarget, SITE, pair.records);
        let start = self.clock;
        let mut end = start;
        let innocent_took = match pair.innocent {
            Ends::Done(took) | Ends::Alert(took) | Ends::Untrusted(took) => took,
            _ => 10_000,
        };
        for (arm, to, ends, later) in [
            (Arm::Target, SITE, pair.target, 0),
            (Arm::Control, INNOCENT, pair.control, 0),
            (Arm::SecondControl, INNOCENT2, pair.second, 0),
            (Arm::InnocentAtHelper, HELPER, pair.innocent, 0),
            (Arm::NameAtHelper, HELPER, pair.name, innocent_took),
        ] {
            self.clock = start + later;
            self.arm(arm, to, ends);
            end = end.max(self.clock);
        }
        self.canary(begin, end, pair.gap);
        self.clock = end;
        self
    }

    fn arm(&mut self, arm: Arm, to: &str, ends: Ends) {
        let place = self.in_block(arm);
        let before = std::mem::replace(&mut self.place, place);
        match ends {
            Ends::Absent => {}
            Ends::NoConnect => self.note(10_000, connect(to), Some(Failure::GenericTimeout)),
            Ends::Refused => self.note(100, connect(to), Some(Failure::ConnectionRefused)),
            Ends::Local => self.note(100, connect(to), Some(Failure::NetworkDown)),
            Ends::Done(took) | Ends::Untrusted(took) => {
                self.note(took / 3, connect(to), None);
                let event = self.handshake(to, true, took / 3, Vec::new());
                // Neither a helper nor the site has a certificate for anybody else's name.
                let is_ours = matches!(
                    arm,
                    Arm::InnocentAtHelper | Arm::NameAtHelper | Arm::InnocentAtTarget
                );
                let failure = match ends {
                    Ends::Untrusted(_) => Some(Failure::SslUnknownAuthority),
                    _ => is_ours.then_some(Failure::SslInvalidHostname),
                };
                self.note(took - took / 3, event, failure);
            }
            Ends::Alert(took) => {
                self.note(took / 3, connect(to), None);
                let mut event = self.handshake(to, false, 0, Vec::new());
                if let Event::TlsHandshake(tls) = &mut event {
                    tls.first_byte = Some(Micros::from_millis(self.clock + took - took / 3));
                }
                self.note(took - took / 3, event, Some(Failure::SslFailedHandshake));
            }
            Ends::Silence => {
                self.note(150, connect(to), None);
                let event = self.handshake(to, false, 0, Vec::new());
                self.note(10_000, event, Some(Failure::GenericTimeout));
            }
            Ends::Reset => {
                self.note(150, connect(to), None);
                let event = self.handshake(to, false, 0, Vec::new());
                self.note(160, event, Some(Failure::ConnectionReset));
            }
        }
        self.place = before;
        if ends != Ends::Absent
            && let Some(Event::TlsHandshake(tls)) =
                self.dossier.observations.last_mut().map(|one| &mut one.event)
        {
            match arm {
                Arm::InnocentAtTarget => tls.server_name = "wwwww.example.com".into(),
                Arm::SplitAtTarget => tls.cut_at = Some(120),
                Arm::RecordsAtTarget => tls.record_cut_at = Some(115),
                Arm::InnocentInRecords => {
                    tls.server_name = "wwwww.example.com".into();
                    tls.record_cut_at = Some(115);
                }
                _ => {}
            }
        }
    }

    fn in_block(&self, arm: Arm) -> Place {
        Place::Block { sitting: self.sitting, block: self.block, arm }
    }

    fn canary(&mut self, start: u64, end: u64, gap: Option<(u64, u64)>) {
        let place = self.in_block(Arm::Canary);
        let before = std::mem::replace(&mut self.place, place);
        let (from, long) = gap.unwrap_or((0, 0));
        let pings = (start..=end).step_by(250).map(|t| {
            let is_lost = t >= start + from && t < start + from + long;
            Ping { t: Micros::from_millis(t), rtt: (!is_lost).then_some(Micros::from_millis(100)) }
        });
        let pings = pings.collect();
        let event =
            Event::Pings(Pings { address: at(HELPER), transport: Transport::UdpEcho, pings });
        self.push(Micros::from_millis(start), Micros::from_millis(end), event, None);
        self.place = before;
    }

    /// What the phone knew of its radio at some time of the last block.
    pub fn radio(mut self, sample: RadioSample) -> Self {
        let place = self.in_block(Arm::Canary);
        let before = std::mem::replace(&mut self.place, place);
        self.note(0, Event::Radio(sample), None);
        self.place = before;
        self
    }

    /// One block of a lookup: what the system's resolver says of the name, and of an innocent one.
    pub fn lookup_block(mut self, target: Option<&[&str]>, control: Option<&[&str]>) -> Self {
        self.block += 1;
        self.clock += 5_000;
        let start = self.clock;
        let mut end = start;
        for (arm, said) in [(Arm::Target, target), (Arm::Control, control)] {
            self.clock = start;
            let place = self.in_block(arm);
            let before = std::mem::replace(&mut self.place, place);
            let event = lookup(DnsEngine::System, said.unwrap_or_default());
            let failure = said.is_none().then_some(Failure::DnsTemporary);
            self.note(if said.is_some() { 60 } else { 5_000 }, event, failure);
            self.place = before;
            end = end.max(self.clock);
        }
        self.canary(start, end, None);
        self.clock = end;
        self
    }
}

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
        tags: Tags::default(),
    });
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
    answer.tls.insert(at(SITE), ControlTls { server_name: "forbidden.example".into(), failure });
    answer
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

fn no_page(failure: Failure) -> ControlHttp {
    let (title, tags) = (String::new(), Tags::default());
    ControlHttp { status: None, failure: Some(failure), title, body_length: None, tags }
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

fn lookup(engine: DnsEngine, addresses: &[&str]) -> Event {
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

fn connect(to: &str) -> Event {
    Event::TcpConnect(TcpConnect { address: at(to), info: None })
}

fn http(
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
