//! A country with two names that are dropped, and runs in it over hours.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use arna_engine::store::Place;
use arna_engine::{Config, Engine, Outcome, Resumed, Run, RunEvent};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{Code, Measurement, Micros, Request, RunSummary, Vantage, WallTime};
use arna_net::{Datagrams, Dial, Entropy, ResolveError, Stream, Wire};
use async_trait::async_trait;
use tempfile::TempDir;

/// A country with two names that are dropped, and what a phone keeps of it.
pub(crate) struct Story {
    pub(crate) lab: Lab,
    folder: TempDir,
    pub(crate) phone: Arc<Phone>,
}

impl Story {
    pub(crate) fn of(only: &str) -> Self {
        let text = format!(
            r#"
            name = "an-hour"
            story = "Two names are dropped."
            profile = "lte"
            network = {{ country = "KZ", operator = "Beeline" }}
            [[censors]]
            kind = "sni_drop"
            {only}
            [[targets]]
            names = ["azattyq.org", "meduza.io"]
            censored_by = "sni_drop"
            [[targets]]
            count = 8
            "#
        );
        Self::told(&text)
    }

    /// In any scenario.
    pub(crate) fn told(text: &str) -> Self {
        Self::seeded(text, 1)
    }

    /// The same of any seed.
    pub(crate) fn seeded(text: &str, seed: u64) -> Self {
        let scenario = Scenario::parse(text).unwrap();
        let lab = Lab::open(&scenario, &Options { seed, ..Options::default() }).unwrap();
        let (shift, is_restarted, runs) = Default::default();
        let phone = Arc::new(Phone { wire: lab.wire(), shift, is_restarted, runs });
        Self { lab, folder: tempfile::tempdir().unwrap(), phone }
    }

    /// The program is started again: nothing but the file is left.
    pub(crate) fn engine(&self) -> Engine {
        self.engine_on("LTE")
    }

    /// The same, on another radio.
    pub(crate) fn engine_on(&self, technology: &str) -> Engine {
        let store = Place::File(self.folder.path().join("arna.db"));
        let (wire, roots) = (self.phone.clone(), self.lab.roots());
        let vantage = Vantage { technology: Some(technology.to_owned()), ..self.lab.vantage() };
        let platform = self.lab.platform();
        Engine::open(Config { store, vault: None, uplinks: None, wire, roots, vantage, platform })
            .unwrap()
    }

    pub(crate) fn request(&self) -> Request {
        Request {
            nettests: vec!["web_connectivity".to_owned()],
            targets: self.lab.targets(),
            helpers: self.lab.helpers(),
            resolver: Some(self.lab.resolver()),
            anchors: self.lab.anchors(),
            ..Request::default()
        }
    }

    /// A run of its own.
    pub(crate) async fn another(&self, request: Request) -> (Vec<Measurement>, RunSummary) {
        to_the_end(self.engine().start(request).await.unwrap()).await
    }

    pub(crate) async fn first_run(&self) -> (Vec<Measurement>, RunSummary) {
        let run = self.engine().start(self.request()).await.unwrap();
        let (measured, summary) = to_the_end(run).await;
        assert_eq!(codes(&measured, Code::LikelyBlocked), 2, "{:?}", summary.by_code);
        (measured, summary)
    }
}

pub(crate) async fn to_the_end(mut run: Run) -> (Vec<Measurement>, RunSummary) {
    let mut measured = Vec::new();
    loop {
        match run.next_event().await.expect("a run ends with an announcement") {
            RunEvent::Measured(one) => measured.push(*one),
            RunEvent::Finished(Outcome::Whole(summary)) => return (measured, summary),
            RunEvent::Finished(other) => panic!("{other:?}"),
            _ => {}
        }
    }
}

pub(crate) fn codes(measured: &[Measurement], code: Code) -> usize {
    measured.iter().filter(|one| one.verdict.code == code).count()
}

pub(crate) fn goes(resumed: Resumed) -> Run {
    match resumed {
        Resumed::Goes(run) => run,
        Resumed::Fresh(_) => panic!("a new run was begun"),
        Resumed::Whole(_) => panic!("nothing was due"),
    }
}

pub(crate) async fn is_whole(story: &Story) -> bool {
    matches!(story.engine().resume(story.request()).await.unwrap(), Resumed::Whole(_))
}

pub(crate) fn sittings(measurement: &Measurement) -> BTreeSet<u16> {
    let all = measurement.observations.iter().filter_map(|one| match one.place {
        arna_model::Place::Block { sitting, .. } => Some(sitting),
        _ => None,
    });
    all.collect()
}

/// The same in any scenario.
pub(crate) fn told(text: &str, story: impl AsyncFnOnce(&Story)) {
    arna_lab::runtime().unwrap().block_on(async { story(&Story::told(text)).await });
}

pub(crate) fn within(only: &str, story: impl AsyncFnOnce(&Story)) {
    arna_lab::runtime().unwrap().block_on(async { story(&Story::of(only)).await });
}

/// The lab's phone, whose clock can be set and which can be started again.
pub(crate) struct Phone {
    wire: Arc<dyn Wire>,
    shift: AtomicI64,
    is_restarted: AtomicBool,
    runs: AtomicU64,
}

impl Phone {
    /// Sets its clock so many seconds ahead of what is right.
    pub(crate) fn set_ahead(&self, seconds: i64) {
        self.shift.store(seconds * 1_000_000, Ordering::Relaxed);
    }

    /// Has it started again: nobody knows how long that took.
    pub(crate) fn restart(&self) {
        self.is_restarted.store(true, Ordering::Relaxed);
    }
}

#[async_trait]
impl Wire for Phone {
    fn now(&self) -> Micros {
        self.wire.now()
    }

    fn boot(&self) -> Option<String> {
        let boot = self.wire.boot()?;
        Some(if self.is_restarted.load(Ordering::Relaxed) { boot + "again" } else { boot })
    }

    fn wall(&self) -> WallTime {
        WallTime(self.wire.wall().0 + self.shift.load(Ordering::Relaxed))
    }

    fn entropy(&self, label: &str) -> Entropy {
        // The same label gives the same bytes, and every run wants an id of its own.
        match label {
            "run" => {
                self.wire.entropy(&format!("run/{}", self.runs.fetch_add(1, Ordering::Relaxed)))
            }
            label => self.wire.entropy(label),
        }
    }

    async fn settle(&self) {
        self.wire.settle().await;
    }

    async fn connect(&self, dial: Dial) -> io::Result<Box<dyn Stream>> {
        self.wire.connect(dial).await
    }

    async fn datagrams(&self, peer: SocketAddr) -> io::Result<Box<dyn Datagrams>> {
        self.wire.datagrams(peer).await
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        self.wire.resolve(name).await
    }
}
