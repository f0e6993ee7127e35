//! The surface in the simulated country, from Rust: what the packages' own tests need not find out.

#![cfg(feature = "lab")]
#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

use std::sync::Arc;

use arna::{Ending, Engine, EngineConfig, Event, LabConfig, Run, RunRequest};

fn open(folder: &tempfile::TempDir, scenario: &str) -> Arc<Engine> {
    let lab = LabConfig { scenario: scenario.to_owned(), profile: None, seed: 1 };
    let config = EngineConfig {
        folder: folder.path().to_str().unwrap().to_owned(),
        language: "en".to_owned(),
        country: None,
        lab: Some(lab),
    };
    Engine::open(config, None, None, None).unwrap()
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

#[tokio::test]
async fn a_country_stands_still_while_nobody_measures() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&folder, "first-light");
    let run = engine.start(RunRequest::default()).await.unwrap();
    run.cancel();
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
async fn whoever_lets_go_of_a_run_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&folder, "first-light");
    drop(engine.start(RunRequest::default()).await.unwrap());
    while engine.current().unwrap().is_some() {
        tokio::task::yield_now().await;
    }
    assert!(engine.runs(None, 5).await.unwrap()[0].is_whole);
}
