//! What shells stand on beside runs: one run at a time, estimates, pages, usage, exports, settings.

#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

use std::path::Path;
use std::sync::Arc;

use arna_engine::run::Ledger as _;
use arna_engine::store::{Days, Place};
use arna_engine::{Config, DEFAULT_NETTESTS, Engine, Error, Filter, Outcome, Part, Run, RunEvent};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{Bytes, Code, Request, RunSummary, Technology, Vantage};
use arna_net::{Platform, Radio, Reading};

fn engine(lab: &Lab, store: Place) -> Engine {
    let (wire, roots, vantage, platform) = (lab.wire(), lab.roots(), lab.vantage(), lab.platform());
    Engine::open(Config { store, vault: None, uplinks: None, wire, roots, vantage, platform })
        .unwrap()
}

fn request(lab: &Lab) -> Request {
    let nettests = DEFAULT_NETTESTS.iter().map(|&name| name.to_owned()).collect();
    Request { nettests, is_recheck: true, ..lab.request() }
}

async fn end(run: &mut Run) -> Outcome {
    loop {
        if let RunEvent::Finished(outcome) = run.next_event().await.unwrap() {
            return outcome;
        }
    }
}

async fn whole(mut run: Run) -> RunSummary {
    match end(&mut run).await {
        Outcome::Whole(summary) => summary,
        other => panic!("{other:?}"),
    }
}

fn in_the_lab<T>(scenario: &str, test: impl AsyncFnOnce(Lab) -> T) -> T {
    arna_lab::runtime().unwrap().block_on(async {
        let options = Options { seed: 7, ..Options::default() };
        test(Lab::open(Scenario::named(scenario).unwrap(), &options).unwrap()).await
    })
}

#[test]
fn one_run_goes_on_at_a_time_and_the_next_may_begin_at_its_end() {
    in_the_lab("first-light", async |lab| {
        let engine = engine(&lab, Place::Memory);
        assert_eq!(engine.current(), None);
        let mut first = engine.start(request(&lab)).await.unwrap();
        assert_eq!(engine.current().as_ref(), Some(first.id()));
        for _ in 0..2 {
            let refused = engine.start(request(&lab)).await;
            assert!(matches!(refused, Err(Error::RunGoesOn(id)) if id == *first.id()));
        }
        engine.cancel();
        assert!(matches!(end(&mut first).await, Outcome::Interrupted(_)));
        assert_eq!(engine.current(), None, "as soon as its end is announced");
        assert_eq!(
            engine
                .store()
                .runs(arna_engine::store::Page { before: None, limit: 9 })
                .await
                .unwrap()
                .len(),
            1
        );
        whole(engine.start(request(&lab)).await.unwrap()).await;
        engine.cancel(); // nobody's
        let last = engine.start(request(&lab)).await.unwrap();
        engine.close();
        assert!(matches!(engine.start(request(&lab)).await, Err(Error::Closed)));
        let mut last = last;
        assert!(matches!(end(&mut last).await, Outcome::Interrupted(_)));
    });
}

#[test]
fn an_estimate_is_within_reach_of_what_a_run_costs() {
    in_the_lab("open-lte", async |lab| {
        let engine = engine(&lab, Place::Memory);
        let asked = request(&lab);
        let estimate = engine.estimate(&asked).unwrap();
        let cost = whole(engine.start(asked.clone()).await.unwrap()).await;
        let (said, was) = (estimate.bytes as f64, cost.bytes.total() as f64);
        assert!((0.5..2.0).contains(&(said / was)), "{said} bytes estimated, {was} used");
        let (said, was) = (estimate.time.as_secs_f64(), cost.runtime.as_secs_f64());
        assert!((0.5..3.0).contains(&(said / was)), "{said} s estimated, {was} taken");
        let none = Request { nettests: vec!["none".into()], ..asked };
        assert!(matches!(engine.estimate(&none), Err(Error::UnknownNettest(_))));
    });
}

#[test]
fn pages_of_steps_and_usage_add_up_to_the_run() {
    in_the_lab("first-light", async |lab| {
        let engine = engine(&lab, Place::Memory);
        let cost = whole(engine.start(request(&lab)).await.unwrap()).await;
        let all = engine.store().steps(&cost.id, 0, 100).await.unwrap();
        let (one, rest) = (
            engine.store().steps(&cost.id, 0, 1).await.unwrap(),
            engine.store().steps(&cost.id, 1, 100).await.unwrap(),
        );
        assert_eq!([one, rest].concat(), all);
        assert!(engine.store().steps(&cost.id, 1_000, 9).await.unwrap().is_empty());
        let accused = |code: Code| code.is_accusation();
        assert!(all.iter().any(|step| step.verdict.as_ref().is_some_and(|v| accused(v.code))));
        let used: Bytes =
            engine.usage(Days::default()).await.unwrap().iter().map(|one| one.bytes).sum();
        assert_eq!(used, cost.bytes);
    });
}

#[test]
fn who_wipes_twice_at_once_is_not_told_of_another_arna() {
    let folder = tempfile::tempdir().unwrap();
    in_the_lab("first-light", async |lab| {
        let engine = engine(&lab, Place::File(folder.path().join("arna.db")));
        whole(engine.start(request(&lab)).await.unwrap()).await;
        let (one, other) = tokio::join!(engine.wipe(), engine.wipe());
        one.unwrap();
        other.unwrap();
        assert_eq!(engine.store().last_run().await.unwrap(), None);
    });
}

#[test]
fn exports_lie_beside_the_database_and_replace_nothing() {
    let folder = tempfile::tempdir().unwrap();
    in_the_lab("first-light", async |lab| {
        let engine = engine(&lab, Place::File(folder.path().join("arna.db")));
        whole(engine.start(request(&lab)).await.unwrap()).await;
        let (one, other) = (engine.export().await.unwrap(), engine.export().await.unwrap());
        assert_ne!(one.path, other.path);
        for exported in [&one, &other] {
            assert_eq!(exported.path.parent(), Some(&*folder.path().join("exports")));
        }
        let same = |path: &Path| std::fs::read(path).unwrap();
        assert_eq!(same(&one.path), same(&other.path));
        let nowhere = Engine::open(Config {
            store: Place::Memory,
            vault: None,
            uplinks: None,
            wire: lab.wire(),
            roots: lab.roots(),
            vantage: lab.vantage(),
            platform: lab.platform(),
        });
        assert!(matches!(nowhere.unwrap().export().await, Err(Error::NoFolder)));
    });
}

/// A radio that says where it is.
struct Says(&'static str);

#[async_trait::async_trait]
impl Radio for Says {
    async fn reading(&self) -> Reading {
        let operator = Some(self.0.to_owned());
        Reading { technology: Some(Technology::ThreeG), operator, ..Reading::default() }
    }
}

#[test]
fn the_radio_says_from_where_if_the_shell_does_not() {
    in_the_lab("first-light", async |lab| {
        for (said, operator) in [("40101", Some("40101")), ("an operator's joke", None)] {
            let engine = Engine::open(Config {
                store: Place::Memory,
                vault: None,
                uplinks: None,
                wire: lab.wire(),
                roots: lab.roots(),
                vantage: Vantage { operator: None, technology: None, ..lab.vantage() },
                platform: Platform { radio: Some(Arc::new(Says(said))), ..lab.platform() },
            })
            .unwrap();
            let run = whole(engine.start(request(&lab)).await.unwrap()).await;
            let vantage = engine.store().run(&run.id).await.unwrap().vantage;
            assert_eq!(vantage.operator.as_deref(), operator);
            assert_eq!(vantage.technology.as_deref(), Some("3g"));
        }
    });
}

#[test]
fn an_operator_is_one_whatever_it_is_called() {
    in_the_lab("first-light", async |lab| {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::File(folder.path().join("arna.db"));
        let open = |operator: Option<&str>, country: Option<&str>| {
            let (operator, country) = (operator.map(str::to_owned), country.map(str::to_owned));
            Engine::open(Config {
                store: place.clone(),
                vault: None,
                uplinks: None,
                wire: lab.wire(),
                roots: lab.roots(),
                // Not said to be the lab's, whose networks are nobody's.
                vantage: Vantage { operator, country, ..Vantage::default() },
                platform: Platform { radio: Some(Arc::new(Says("40101"))), ..lab.platform() },
            })
            .unwrap()
        };
        for (typed, country) in
            [(None, None), (Some("Beeline KZ"), None), (Some("beeline"), Some("KZ"))]
        {
            let engine = open(typed, country);
            let run = whole(engine.start(request(&lab)).await.unwrap()).await;
            let vantage = engine.store().run(&run.id).await.unwrap().vantage;
            let told = (vantage.operator.as_deref(), vantage.country.as_deref());
            assert_eq!(told, (Some("Beeline"), Some("KZ")), "{typed:?}");
        }
        let engine = open(None, None);
        let filter = Filter { operator: Some("40101".to_owned()), ..Filter::default() };
        let histories = engine.history(filter, Part::ALL).await.unwrap();
        assert!(!histories.is_empty());
        for one in histories {
            assert_eq!(one.sightings.len(), 3, "{}", one.input);
        }
    });
}

#[test]
fn settings_shape_the_next_run() {
    in_the_lab("first-light", async |lab| {
        let engine = engine(&lab, Place::Memory);
        engine.set("max_bytes", "1").await.unwrap();
        engine.set("app.theme", "dark").await.unwrap();
        assert!(matches!(engine.set("colour", "red").await, Err(Error::UnknownSetting(_))));
        let refused = engine.set("quic", "perhaps").await.unwrap_err().to_string();
        assert!(refused.contains("on or off"), "{refused}");
        assert_eq!(engine.settings().await.unwrap().len(), 2);
        let request = engine.with_settings(request(&lab)).await.unwrap();
        let cost = whole(engine.start(request).await.unwrap()).await;
        let untested = cost.by_code.get(&Code::NotTested).copied().unwrap_or_default();
        assert!(untested >= 4, "one byte is soon spent: {:?}", cost.by_code);
    });
}
