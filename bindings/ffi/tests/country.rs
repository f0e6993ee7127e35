//! The surface in the simulated country, from Rust: what the packages' own tests need not find out.

#![cfg(feature = "lab")]
#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use arna::{
    ArnaError, Ending, Engine, EngineConfig, Event, LabConfig, LinkKind, NetworkChoice,
    NetworkInfo, PlatformError, Radio, RadioReading, Run, RunRequest, Uplinks, ZoneShift,
    usual_network,
};

fn open(folder: &tempfile::TempDir, scenario: &str) -> Arc<Engine> {
    open_with(folder, scenario, None)
}

fn open_with(
    folder: &tempfile::TempDir,
    scenario: &str,
    uplinks: Option<Arc<dyn Uplinks>>,
) -> Arc<Engine> {
    Engine::open(config(folder, scenario), None, uplinks, None).unwrap()
}

fn config(folder: &tempfile::TempDir, scenario: &str) -> EngineConfig {
    let lab = LabConfig { scenario: scenario.to_owned(), profile: None, seed: 1 };
    EngineConfig {
        folder: folder.path().to_str().unwrap().to_owned(),
        language: "en".to_owned(),
        country: None,
        lab: Some(lab),
        zone: Vec::new(),
    }
}

async fn ending(run: &Run) -> Ending {
    loop {
        match run.next_event().await {
            Some(Event::Finished { ending }) => return ending,
            Some(_) => {}
            None => panic!("a run ends with an event"),
        }
    }
}

/// A radio that says nothing before it is let: until then the simulated clock stands still, and no run gets to its end.
#[derive(Default)]
struct Gate(OnceLock<()>);

impl Radio for Gate {
    fn reading(&self) -> Result<RadioReading, PlatformError> {
        self.0.wait();
        Ok(RadioReading::default())
    }
}

#[tokio::test]
async fn a_country_stands_still_while_nobody_measures() {
    let folder = tempfile::tempdir().unwrap();
    let gate = Arc::new(Gate::default());
    let engine =
        Engine::open(config(&folder, "first-light"), Some(gate.clone()), None, None).unwrap();
    let run = engine.start(RunRequest::default()).await.unwrap();
    run.cancel();
    gate.0.set(()).unwrap();
    assert!(matches!(ending(&run).await, Ending::Stopped { .. }));
    let resumed = engine.resume(RunRequest::default()).await.unwrap();
    assert_eq!((resumed.id, resumed.is_continued), (run.id(), true));
    let ended = ending(&resumed.run.unwrap()).await;
    assert!(matches!(ended, Ending::Whole { .. }), "{ended:?}");
    let again = engine.start(RunRequest::default()).await.unwrap();
    ending(&again).await;
    let runs = engine.runs(None, 5).await.unwrap();
    let began = |at: usize| runs[at].started_ms;
    let apart = began(0) - began(1);
    assert!((0..3_600_000).contains(&apart), "{apart} ms between two runs");
}

#[tokio::test]
async fn times_in_sentences_are_by_the_clock_of_the_phone() {
    let folder = tempfile::tempdir().unwrap();
    let almaty = ZoneShift { from_ms: 0, ahead_s: 5 * 3_600 };
    let config = EngineConfig { zone: vec![almaty], ..config(&folder, "first-light") };
    let engine = Engine::open(config, None, None, None).unwrap();
    let run = engine.start(RunRequest::default()).await.unwrap();
    ending(&run).await;
    let rows = engine.measurements(run.id(), 0, 1).await.unwrap();
    let about = engine.detail(rows[0].id.clone()).await.unwrap().about.join("\n");
    assert!(about.contains("UTC+5"), "{about}");
}

#[tokio::test]
async fn whoever_lets_go_of_a_run_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&folder, "first-light");
    drop(engine.start(RunRequest::default()).await.unwrap());
    while engine.current().unwrap().is_some() {
        tokio::task::yield_now().await;
    }
    assert!(engine.runs(None, 5).await.unwrap()[0].is_whole);
}

/// A phone that tells of its networks, of its mobile one so often and never again.
struct Phone {
    networks: Vec<NetworkInfo>,
    mobile: AtomicUsize,
}

impl Phone {
    fn of(networks: Vec<NetworkInfo>, mobile: usize) -> Arc<Self> {
        Arc::new(Self { networks, mobile: mobile.into() })
    }
}

impl Uplinks for Phone {
    fn list(&self) -> Result<Vec<NetworkInfo>, PlatformError> {
        let left =
            self.mobile.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
        let is_told = |one: &&NetworkInfo| left.is_ok() || one.kind != Some(LinkKind::Cellular);
        Ok(self.networks.iter().filter(is_told).cloned().collect())
    }

    fn bind(&self, _network: String, _socket: i32) -> Result<(), PlatformError> {
        unreachable!("no socket of the machine's is opened in a simulated country")
    }

    fn resolve(&self, _network: String, _name: String) -> Result<Vec<String>, PlatformError> {
        unreachable!("names are the country's")
    }
}

fn network(id: &str, kind: LinkKind, is_default: bool) -> NetworkInfo {
    NetworkInfo {
        id: id.to_owned(),
        kind: Some(kind),
        operator: (kind == LinkKind::Cellular).then(|| "40101".to_owned()),
        is_default,
        is_metered: None,
        is_roaming: None,
        is_validated: None,
        has_captive_portal: None,
        is_vpn: false,
        has_private_dns: None,
        resolvers: Vec::new(),
    }
}

#[tokio::test]
async fn in_a_country_the_phone_s_own_networks_come_and_go_as_its_code_says() {
    let folder = tempfile::tempdir().unwrap();
    let networks = vec![
        network("7", LinkKind::Wifi, true),
        network("mobile-40101", LinkKind::Cellular, false),
    ];
    assert_eq!(usual_network(networks.clone()), Some(NetworkChoice::Cellular));
    let engine = open_with(&folder, "kz-2024-sni-drop", Some(Phone::of(networks, 12)));
    let over = RunRequest { network: Some(NetworkChoice::Cellular), ..RunRequest::default() };
    let run = engine.start(over.clone()).await.unwrap();
    let ended = ending(&run).await;
    assert!(matches!(ended, Ending::NetworkGone { .. }), "{ended:?}");
    assert!(!engine.runs(None, 5).await.unwrap()[0].is_whole);
    assert!(matches!(engine.start(over).await, Err(ArnaError::Refused { .. })), "it is gone");
}

#[tokio::test]
async fn a_vpn_that_the_phone_tells_of_hides_everything_in_a_country_too() {
    let folder = tempfile::tempdir().unwrap();
    let vpn = NetworkInfo { is_vpn: true, ..network("9", LinkKind::Vpn, true) };
    let engine = open_with(&folder, "first-light", Some(Phone::of(vec![vpn], 0)));
    let run = engine.start(RunRequest::default()).await.unwrap();
    let Ending::Whole { totals } = ending(&run).await else { panic!("it ends by itself") };
    assert_eq!(totals.sent, 0);
}
