//! Watches in the simulated country, for the tests beside this folder.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use arna_engine::run::WatchEvent;
use arna_engine::store::Place;
use arna_engine::{Config, Engine, Outcome, RunEvent, Uplinks};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{
    Bytes, Interval, Micros, NetworkState, Request, Uplink, UplinkChoice, Vantage, WallTime,
    WatchRequest,
};
use arna_net::{Datagrams, Dial, Entropy, Platform, ResolveError, Stream, Wire};
use async_trait::async_trait;

pub(crate) const fn hours(hours: u64) -> Micros {
    Micros::from_secs(hours * 3600)
}

/// How a scenario is watched.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    pub(crate) profile: Option<&'a str>,
    pub(crate) seed: u64,
    pub(crate) hours: u64,
}

impl Default for Setting<'_> {
    fn default() -> Self {
        Self { profile: None, seed: 1, hours: 24 }
    }
}

/// What came of it.
pub(crate) struct Seen {
    pub(crate) journal: Vec<Interval>,
    pub(crate) truth: Vec<(WallTime, NetworkState)>,
    pub(crate) looks: usize,
    /// What passed the phone's interface.
    pub(crate) bytes: Bytes,
    /// What the watch counted itself.
    pub(crate) counted: Bytes,
    hours: u64,
}

impl Seen {
    /// Bytes in 30 days, at this rate.
    pub(crate) fn month(&self) -> f64 {
        self.bytes.total() as f64 * 30.0 * 24.0 / self.hours as f64
    }
}

/// Watches a scenario for some hours, a look in 15 minutes.
pub(crate) fn watched(name: &str, setting: Setting<'_>) -> Seen {
    let Setting { profile, seed, hours: length } = setting;
    let options = Options { profile: profile.map(str::to_owned), seed, ..Options::default() };
    run(name, &options, |lab| async move {
        let watching = Watching::over(&lab, Altered::default());
        let (events, counted) = watching.watch(hours(length)).await;
        let looks = events.iter().filter(|one| matches!(one, WatchEvent::Looked(_))).count();
        let journal = watching.engine.journal(None).await.unwrap();
        let (truth, bytes) = (lab.states().to_vec(), lab.phone_bytes());
        Seen { journal, truth, looks, bytes, counted, hours: length }
    })
}

/// The journal after `story`.
pub(crate) fn intervals<F: Future<Output = ()>>(
    name: &str,
    altered: Altered,
    story: impl FnOnce(Watching) -> F,
) -> Vec<Interval> {
    run(name, &Options { seed: 1, ..Options::default() }, |lab| async move {
        let watching = Watching::over(&lab, altered);
        let engine = Arc::clone(&watching.engine);
        story(watching).await;
        engine.journal(None).await.unwrap()
    })
}

/// How many are accused in a run that starts after so much time.
pub(crate) fn accused(name: &str, wait: Micros) -> usize {
    run(name, &Options { seed: 1, ..Options::default() }, |lab| async move {
        tokio::time::sleep(wait.into()).await;
        let engine = Watching::over(&lab, Altered::default()).engine;
        let request = Request {
            nettests: vec!["web_connectivity".to_owned()],
            targets: lab.targets(),
            helpers: lab.helpers(),
            resolver: Some(lab.resolver()),
            anchors: lab.anchors(),
            ..Request::default()
        };
        let mut run = engine.start(request).await.unwrap();
        let mut accused = 0;
        loop {
            match run.next_event().await.unwrap() {
                RunEvent::Measured(one) => accused += usize::from(one.verdict.code.is_accusation()),
                RunEvent::Finished(Outcome::Whole(_)) => return accused,
                RunEvent::Finished(other) => panic!("{other:?}"),
                _ => {}
            }
        }
    })
}

fn run<T, F: Future<Output = T>>(name: &str, options: &Options, story: impl FnOnce(Lab) -> F) -> T {
    let scenario = Scenario::named(name).unwrap();
    arna_lab::runtime()
        .unwrap()
        .block_on(async { story(Lab::open(scenario, options).unwrap()).await })
}

/// An engine in a lab.
pub(crate) struct Watching {
    pub(crate) engine: Arc<Engine>,
    pub(crate) request: WatchRequest,
    phone: Arc<Phone>,
}

impl Watching {
    fn over(lab: &Lab, altered: Altered) -> Self {
        let (after, shift) = (AtomicU64::new(u64::MAX), AtomicI64::default());
        let phone = Arc::new(Phone { wire: lab.wire(), altered, after, shift });
        let mut config = Config {
            store: Place::Memory,
            vault: None,
            uplinks: None,
            wire: phone.clone(),
            roots: lab.roots(),
            vantage: lab.vantage(),
            platform: lab.platform(),
        };
        if altered.networks.is_some() {
            // Its networks say all that is known of them.
            config.vantage = Vantage { lab: config.vantage.lab, ..Vantage::default() };
            config.platform = Platform::default();
            config.uplinks = Some(phone.clone());
        }
        let request = WatchRequest {
            anchors: lab.anchors(),
            landmarks: Vec::new(),
            resolver: Some(lab.resolver()),
            portal_probe: Some(lab.portal_probe()),
            every: Micros::from_secs(900),
            ..WatchRequest::default()
        };
        Self { engine: Arc::new(Engine::open(config).unwrap()), request, phone }
    }

    /// Watches for so long. Gives what was announced, and the bytes that were counted.
    pub(crate) async fn watch(&self, length: Micros) -> (Vec<WatchEvent>, Bytes) {
        self.go_on(WatchRequest { max_time: Some(length), ..self.request.clone() }).await
    }

    /// The same over the mobile network, whatever the default one is.
    pub(crate) async fn watch_mobile(&self, length: Micros) -> (Vec<WatchEvent>, Bytes) {
        let (max_time, uplink) = (Some(length), UplinkChoice::Cellular);
        self.go_on(WatchRequest { max_time, uplink, ..self.request.clone() }).await
    }

    pub(crate) async fn watch_within(
        &self,
        length: Micros,
        max_bytes: u64,
    ) -> (Vec<WatchEvent>, Bytes) {
        let (max_time, max_bytes) = (Some(length), Some(max_bytes));
        self.go_on(WatchRequest { max_time, max_bytes, ..self.request.clone() }).await
    }

    /// Watches to the end of what is asked for.
    pub(crate) async fn go_on(&self, request: WatchRequest) -> (Vec<WatchEvent>, Bytes) {
        let mut watch = self.engine.watch(request).await.unwrap();
        let (mut events, mut bytes) = (Vec::new(), Bytes::default());
        while let Some(event) = watch.next_event().await {
            match &event {
                WatchEvent::Looked(looked) => bytes = looked.bytes,
                WatchEvent::Finished(Err(error)) => panic!("{error}"),
                _ => {}
            }
            events.push(event);
        }
        (events, bytes)
    }

    /// Nobody watches for so long.
    pub(crate) async fn pause(&self, length: Micros) {
        tokio::time::sleep(length.into()).await;
    }

    /// Has the phone's clock show so many seconds more once so much time has gone.
    pub(crate) fn set_clock_after(&self, after: Micros, seconds: i64) {
        self.phone.shift.store(seconds * 1_000_000, Ordering::Relaxed);
        self.phone.after.store(after.0, Ordering::Relaxed);
    }
}

/// What is odd about a phone.
#[derive(Clone, Copy, Default)]
pub(crate) struct Altered {
    pub(crate) has_no_route: bool,
    /// The networks that it has in an hour, counted from the beginning.
    pub(crate) networks: Option<fn(u64) -> Vec<Uplink>>,
}

/// The lab's phone with oddities.
struct Phone {
    wire: Arc<dyn Wire>,
    altered: Altered,
    after: AtomicU64,
    shift: AtomicI64,
}

#[async_trait]
impl Wire for Phone {
    fn now(&self) -> Micros {
        self.wire.now()
    }

    fn wall(&self) -> WallTime {
        let is_set = self.now().0 >= self.after.load(Ordering::Relaxed);
        let shift = if is_set { self.shift.load(Ordering::Relaxed) } else { 0 };
        WallTime(self.wire.wall().0 + shift)
    }

    fn entropy(&self, label: &str) -> Entropy {
        self.wire.entropy(label)
    }

    async fn settle(&self) {
        self.wire.settle().await;
    }

    async fn connect(&self, dial: Dial) -> io::Result<Box<dyn Stream>> {
        self.has_route()?;
        self.wire.connect(dial).await
    }

    async fn datagrams(&self, peer: SocketAddr) -> io::Result<Box<dyn Datagrams>> {
        self.has_route()?;
        self.wire.datagrams(peer).await
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        self.has_route().map_err(|_| ResolveError::NoNetwork)?;
        self.wire.resolve(name).await
    }
}

#[async_trait]
impl Uplinks for Phone {
    async fn list(&self) -> Vec<Uplink> {
        let hour = self.wire.uptime().0 / hours(1).0;
        self.altered.networks.map(|at| at(hour)).unwrap_or_default()
    }

    async fn wire(&self, _uplink: &Uplink) -> io::Result<Arc<dyn Wire>> {
        Ok(self.wire.clone())
    }
}

impl Phone {
    fn has_route(&self) -> io::Result<()> {
        match self.altered.has_no_route {
            true => Err(io::ErrorKind::NetworkUnreachable.into()),
            false => Ok(()),
        }
    }
}
