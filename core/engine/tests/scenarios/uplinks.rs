//! The network that a run goes over: chosen among the phone's, carried by a VPN, or away for a while.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::ops::Range;
use std::sync::Arc;

use arna_engine::store::Place;
use arna_engine::{Config, Engine, Error, Outcome, Resumed, Run, RunEvent, Uplinks};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{
    Code, Measurement, Micros, Reason, Request, Uplink, UplinkChoice, UplinkKind, WallTime,
};
use arna_net::{Datagrams, Dial, Entropy, ResolveError, Stream, Wire};
use async_trait::async_trait;

/// Networks by what the system calls them.
pub(super) struct Networks(pub(super) Vec<(Uplink, Arc<dyn Wire>)>);

#[async_trait]
impl Uplinks for Networks {
    async fn list(&self) -> Vec<Uplink> {
        self.0.iter().map(|(uplink, _)| uplink.clone()).collect()
    }

    async fn wire(&self, uplink: &Uplink) -> io::Result<Arc<dyn Wire>> {
        let mut found = self.0.iter().filter(|(one, _)| one == uplink);
        found.next().map(|(_, wire)| wire.clone()).ok_or(io::ErrorKind::NotFound.into())
    }
}

pub(super) fn uplink(id: &str, kind: UplinkKind, is_default: bool) -> Uplink {
    let is_vpn = kind == UplinkKind::Vpn;
    Uplink { id: id.to_owned(), kind: Some(kind), is_default, is_vpn, ..Uplink::default() }
}

fn lab(censored: bool) -> Lab {
    let censors = if censored {
        "[[censors]]\nkind = \"tls_mitm\"\nroot = \"Qaznet Trust Network\""
    } else {
        ""
    };
    let by = if censored { "censored_by = \"tls_mitm\"" } else { "" };
    let text = format!(
        r#"
        name = "either"
        story = "One of two networks."
        profile = "lte"
        network = {{ country = "KZ", operator = "Kcell" }}
        {censors}
        [[targets]]
        names = ["www.facebook.com", "mail.google.com"]
        {by}
        [[targets]]
        count = 8
        "#
    );
    let scenario = Scenario::parse(&text).unwrap();
    Lab::open(&scenario, &Options { seed: 3, ..Options::default() }).unwrap()
}

pub(super) fn engine(lab: &Lab, uplinks: Networks) -> Engine {
    engine_in(Place::Memory, lab, uplinks)
}

pub(super) fn engine_in(store: Place, lab: &Lab, uplinks: Networks) -> Engine {
    Engine::open(Config {
        store,
        vault: None,
        wire: lab.wire(),
        uplinks: Some(Arc::new(uplinks)),
        roots: lab.roots(),
        vantage: lab.vantage(),
        platform: lab.platform(),
    })
    .unwrap()
}

fn request(lab: &Lab, uplink: UplinkChoice) -> Request {
    let nettests = vec!["latency".to_owned(), "web_connectivity".to_owned()];
    Request { nettests, is_recheck: true, uplink, ..lab.request() }
}

pub(super) async fn end(mut run: Run) -> (Vec<Measurement>, Outcome) {
    let mut measured = Vec::new();
    loop {
        match run.next_event().await.unwrap() {
            RunEvent::Measured(one) if one.is_decoy => {}
            RunEvent::Measured(one) => measured.push(*one),
            RunEvent::Finished(outcome) => return (measured, outcome),
            _ => {}
        }
    }
}

pub(super) fn codes(measured: &[Measurement], code: Code) -> usize {
    measured.iter().filter(|one| one.verdict.code == code).count()
}

#[test]
fn a_run_goes_over_the_network_that_was_chosen_and_says_so() {
    arna_lab::runtime().unwrap().block_on(async {
        let (home, street) = (lab(false), lab(true));
        let (wifi, mobile) =
            (uplink("12", UplinkKind::Wifi, true), uplink("37", UplinkKind::Cellular, false));
        let networks =
            || Networks(vec![(wifi.clone(), home.wire()), (mobile.clone(), street.wire())]);
        // Both worlds are made of one seed, and so are their roots.
        let engine = engine(&home, networks());
        for (choice, blocked, over) in [
            (UplinkChoice::Default, 0, None),
            (UplinkChoice::Cellular, 2, Some(&mobile)),
            (UplinkChoice::Named("37".to_owned()), 2, Some(&mobile)),
            (UplinkChoice::Wifi, 0, Some(&wifi)),
        ] {
            let run = engine.start(request(&home, choice.clone())).await.unwrap();
            let (measured, outcome) = end(run).await;
            assert!(matches!(outcome, Outcome::Whole(_)), "{choice:?}: {outcome:?}");
            assert_eq!(codes(&measured, Code::Blocked), blocked, "{choice:?}");
            assert_eq!(codes(&measured, Code::Accessible), 10 - blocked, "{choice:?}");
            assert!(measured.iter().all(|one| one.vantage.uplink.as_ref() == over), "{choice:?}");
        }
        let none = UplinkChoice::Named("wlan7".to_owned());
        let refused = engine.start(request(&home, none.clone())).await;
        assert!(matches!(refused, Err(Error::NoUplink(choice)) if choice == none));
        assert_eq!(engine.current(), None);
    });
}

#[test]
fn over_a_vpn_nothing_is_measured_unless_that_is_asked_for() {
    arna_lab::runtime().unwrap().block_on(async {
        let lab = lab(true);
        let networks = || {
            Networks(vec![
                (uplink("9", UplinkKind::Vpn, true), lab.wire()),
                (uplink("37", UplinkKind::Cellular, false), lab.wire()),
            ])
        };
        let engine = engine(&lab, networks());
        let asked = request(&lab, UplinkChoice::Default);
        let (measured, outcome) = end(engine.start(asked.clone()).await.unwrap()).await;
        let Outcome::Whole(summary) = outcome else { panic!("{outcome:?}") };
        assert_eq!(measured.len(), 11);
        for one in &measured {
            let said = (one.verdict.code, one.verdict.reason);
            assert_eq!(said, (Code::NotTested, Some(Reason::Vpn)), "{:?}", one.input);
            assert!(one.vantage.uplink.as_ref().is_some_and(|uplink| uplink.is_vpn));
        }
        assert_eq!(summary.bytes.total(), 0, "nobody was spoken to");
        // Beside it the mobile network is what it is.
        let beside = Request { uplink: UplinkChoice::Cellular, ..asked.clone() };
        let (measured, _) = end(engine.start(beside).await.unwrap()).await;
        assert_eq!(codes(&measured, Code::Blocked), 2);
        let over = Request { is_over_vpn: true, ..asked };
        let (measured, _) = end(engine.start(over).await.unwrap()).await;
        assert_eq!(codes(&measured, Code::Blocked), 2);
        assert!(measured.iter().all(|one| one.vantage.uplink.as_ref().unwrap().is_vpn));
    });
}

#[test]
fn a_network_that_comes_back_is_waited_for_and_what_was_under_way_counts_for_nothing() {
    arna_lab::runtime().unwrap().block_on(async {
        let lab = lab(false);
        // Twenty seconds in the middle of the looks.
        let phone = Arc::new(Comes { wire: lab.wire(), away: seconds(2..22) });
        let mobile = uplink("37", UplinkKind::Cellular, true);
        let engine = engine(&lab, Networks(vec![(mobile, phone)]));
        let run = engine.start(request(&lab, UplinkChoice::Cellular)).await.unwrap();
        let (measured, outcome) = end(run).await;
        let Outcome::Whole(summary) = outcome else { panic!("{outcome:?}") };
        assert_eq!(codes(&measured, Code::Accessible), 10, "{:?}", summary.by_code);
        assert!(summary.runtime > Micros::from_secs(20));
        let was_away = |one: &Measurement| {
            let during = |seen: &arna_model::Observation| {
                seen.t > Micros::from_secs(2) && seen.t0 < Micros::from_secs(22)
            };
            one.input.is_some() && one.observations.iter().any(during)
        };
        assert!(!measured.iter().any(was_away), "looks of then are kept");
    });
}

#[test]
fn a_run_whose_network_does_not_come_back_ends_and_goes_on_later() {
    arna_lab::runtime().unwrap().block_on(async {
        let lab = lab(false);
        let phone = Arc::new(Comes { wire: lab.wire(), away: seconds(2..300) });
        let mobile = uplink("37", UplinkKind::Cellular, true);
        let engine = engine(&lab, Networks(vec![(mobile, phone)]));
        let asked = request(&lab, UplinkChoice::Cellular);
        let (first, outcome) = end(engine.start(asked.clone()).await.unwrap()).await;
        assert!(matches!(outcome, Outcome::UplinkGone(_)), "{outcome:?}");
        assert_eq!(engine.current(), None);
        tokio::time::sleep(std::time::Duration::from_secs(400)).await;
        let Resumed::Goes(rest) = engine.resume(asked).await.unwrap() else {
            panic!("it is left unfinished")
        };
        let (rest, outcome) = end(rest).await;
        assert!(matches!(outcome, Outcome::Whole(_)), "{outcome:?}");
        let all: Vec<_> = first.into_iter().chain(rest).collect();
        assert_eq!((all.len(), codes(&all, Code::Accessible)), (11, 10));
    });
}

fn seconds(range: Range<u64>) -> Range<Micros> {
    Micros::from_secs(range.start)..Micros::from_secs(range.end)
}

/// The lab's phone, whose network is away for a time: nothing goes out, and what is out gets no answer.
struct Comes {
    wire: Arc<dyn Wire>,
    away: Range<Micros>,
}

impl Comes {
    async fn until(&self, moment: Micros) {
        tokio::time::sleep(moment.since(self.wire.now()).into()).await;
    }
}

#[async_trait]
impl Wire for Comes {
    fn now(&self) -> Micros {
        self.wire.now()
    }

    fn uptime(&self) -> Micros {
        self.wire.uptime()
    }

    fn boot(&self) -> Option<String> {
        self.wire.boot()
    }

    fn wall(&self) -> WallTime {
        self.wire.wall()
    }

    fn entropy(&self, label: &str) -> Entropy {
        self.wire.entropy(label)
    }

    async fn settle(&self) {
        self.wire.settle().await;
    }

    fn is_away(&self) -> bool {
        self.away.contains(&self.wire.now())
    }

    fn absences(&self) -> u64 {
        u64::from(self.wire.now() >= self.away.start)
    }

    async fn has_left_since(&self, absences: u64) -> bool {
        self.is_away() || self.absences() != absences
    }

    async fn ready(&self) {
        if self.is_away() {
            self.until(self.away.end).await;
        }
    }

    async fn lost(&self) {
        let longest = Micros::from_secs(30);
        if self.away.end.since(self.away.start) < longest || self.wire.now() > self.away.end {
            return std::future::pending().await;
        }
        self.until(self.away.start + longest).await;
    }

    async fn connect(&self, dial: Dial) -> io::Result<Box<dyn Stream>> {
        if self.is_away() {
            return Err(io::ErrorKind::NetworkUnreachable.into());
        }
        tokio::select! {
            biased;
            opened = self.wire.connect(dial) => opened,
            () = self.until(self.away.start), if self.wire.now() < self.away.start => {
                std::future::pending().await
            }
        }
    }

    async fn datagrams(&self, peer: SocketAddr) -> io::Result<Box<dyn Datagrams>> {
        if self.is_away() {
            return Err(io::ErrorKind::NetworkUnreachable.into());
        }
        self.wire.datagrams(peer).await
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        if self.is_away() {
            return Err(ResolveError::Temporary);
        }
        self.wire.resolve(name).await
    }
}
