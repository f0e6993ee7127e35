//! The user's means: read, changed one at a time, and what they forbid.

use std::sync::Arc;

use arna::{
    Allowed, ArnaError, AutomaticWhen, Conditions, DataLimits, Ending, Engine, EngineConfig,
    LinkKind, Means, MeansChange, NetworkInfo, Occasion, PlatformError, Purse, QuietHours,
    RunRequest, Uplinks,
};

use super::{ending, fine, network, open};

#[tokio::test]
async fn each_change_is_read_back_and_leaves_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "first-light", None);
    let quiet = QuietHours { from: 22 * 60 + 30, until: 6 * 60 + 5 };
    let changes = [
        MeansChange::Automatic { is_on: true },
        MeansChange::When { when: AutomaticWhen::Charging },
        MeansChange::BatteryFloor { percent: 45 },
        MeansChange::Quiet { hours: Some(quiet) },
        MeansChange::CellularRun { bytes: Some(1) },
        MeansChange::CellularDay { bytes: Some(2) },
        MeansChange::CellularMonth { bytes: None },
        MeansChange::FixedRun { bytes: Some(4) },
        MeansChange::FixedDay { bytes: Some(5) },
        MeansChange::FixedMonth { bytes: Some(6) },
    ];
    for change in changes {
        engine.change_means(change).await.unwrap();
    }
    let wanted = Means {
        is_automatic: true,
        when: AutomaticWhen::Charging,
        battery_floor: 45,
        quiet: Some(quiet),
        cellular: DataLimits { run: Some(1), day: Some(2), month: None },
        fixed: DataLimits { run: Some(4), day: Some(5), month: Some(6) },
    };
    assert_eq!(engine.means().await.unwrap(), wanted);
    let no_quiet = engine.change_means(MeansChange::Quiet { hours: None }).await.unwrap();
    assert_eq!(no_quiet, Means { quiet: None, ..wanted.clone() });
    let late = QuietHours { from: 1_440, until: 0 };
    let bad = [
        MeansChange::BatteryFloor { percent: 101 },
        MeansChange::CellularDay { bytes: Some(0) },
        MeansChange::FixedMonth { bytes: Some(u64::MAX) },
        MeansChange::Quiet { hours: Some(late) },
    ];
    for change in bad {
        let refused = engine.change_means(change).await.unwrap_err();
        let ArnaError::Refused { reason } = refused else { panic!("{refused:?}") };
        assert!(reason.contains("What it takes:"), "{reason}");
    }
    assert_eq!(engine.means().await.unwrap(), no_quiet, "nothing was changed");
}

#[tokio::test]
async fn a_spent_month_forbids_a_run_by_hand_until_somebody_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "first-light", None);
    let first = engine.start(RunRequest::default()).await.unwrap();
    let Ending::Whole { totals } = ending(&first).await else { panic!("it is whole") };
    let spent = engine.spent(300).await.unwrap();
    assert_eq!((spent[0].purse, spent[1].purse), (Purse::Cellular, Purse::Fixed));
    assert_eq!((spent[0].month, spent[1].month), (totals.sent + totals.received, 0));
    engine.change_means(MeansChange::CellularMonth { bytes: Some(10_000) }).await.unwrap();
    let by_hand = Occasion::Hand { is_agreed: false };
    let may = engine.may_run(by_hand, fine(), 300).await.unwrap();
    assert_eq!(may.allowed, Allowed::Nothing);
    assert!(may.why[0].starts_with("This month’s data is spent"), "{:?}", may.why);
    assert!(may.next_ms.unwrap() > engine.now_ms().await.unwrap() && may.next.is_some(), "{may:?}");
    let agreed = Occasion::Hand { is_agreed: true };
    assert_eq!(engine.may_run(agreed, fine(), 300).await.unwrap().allowed, Allowed::All);

    let refused = engine.start(RunRequest::default()).await.err().unwrap();
    let ArnaError::NotAllowed { reason } = refused else { panic!("{refused:?}") };
    assert!(reason.contains("begins if you agree") && reason.contains("again from"), "{reason}");
    let compared = engine.resume(RunRequest::default()).await;
    assert!(compared.is_ok_and(|resumed| resumed.run.is_none()), "what is whole needs no data");
    assert_eq!(engine.runs(None, 9).await.unwrap().len(), 1, "nothing was kept of it");

    let request = RunRequest { is_beyond_means: true, ..RunRequest::default() };
    let run = engine.start(request).await.unwrap();
    assert!(matches!(ending(&run).await, Ending::Whole { .. }));
}

#[tokio::test]
async fn a_run_by_hand_stays_within_what_a_run_and_the_day_have() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "first-light", None);
    engine.change_means(MeansChange::CellularRun { bytes: Some(20_000) }).await.unwrap();
    let run = engine.start(RunRequest::default()).await.unwrap();
    let Ending::Whole { totals } = ending(&run).await else { panic!("it ends by itself") };
    let used = totals.sent + totals.received;
    let most = 20_000 + 30_000; // what was under way is brought to its end
    assert!((5_000..most).contains(&used), "{used}");
    let all = engine.measurements(run.id(), 0, 99).await.unwrap();
    assert!(all.iter().any(|one| one.code.is_none()), "some were not begun");
}

/// A phone abroad. Whoever puts a socket onto its network has sent something.
struct Abroad;

impl Uplinks for Abroad {
    fn list(&self) -> Result<Vec<NetworkInfo>, PlatformError> {
        Ok(vec![NetworkInfo { is_roaming: Some(true), ..network(LinkKind::Cellular) }])
    }

    fn bind(&self, _: String, _: i32) -> Result<(), PlatformError> {
        panic!("nothing may be sent")
    }

    fn resolve(&self, _: String, _: String) -> Result<Vec<String>, PlatformError> {
        panic!("nothing may be asked")
    }
}

#[tokio::test]
async fn nothing_begins_abroad_without_a_yes() {
    let folder = tempfile::tempdir().unwrap();
    let config = EngineConfig {
        folder: folder.path().to_str().unwrap().to_owned(),
        language: "ru".to_owned(),
        country: None,
        lab: None,
        zone: Vec::new(),
    };
    let engine = Engine::open(config, None, Some(Arc::new(Abroad)), None).unwrap();
    let request = RunRequest {
        targets: vec!["http://127.0.0.1:9/".to_owned()],
        network: Some(arna::NetworkChoice::Cellular),
        ..RunRequest::default()
    };
    let refused = engine.start(request).await.err().unwrap();
    let ArnaError::NotAllowed { reason } = refused else { panic!("{refused:?}") };
    assert!(reason.starts_with("Телефон в роуминге"), "{reason}");
    assert!(engine.runs(None, 1).await.unwrap().is_empty());
}

#[tokio::test]
async fn why_there_was_no_automatic_test_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "first-light", None);
    let tests = engine.automatic_tests(Conditions::default(), 300).await.unwrap();
    assert_eq!((tests.last, tests.since.len()), (None, 0));
    assert_eq!(tests.now.allowed, Allowed::Nothing);
    assert!(tests.now.why[0].contains("automatic tests were off"), "{:?}", tests.now.why);
    assert!(tests.now.rules[0].word == "Automatic tests are on" && !tests.now.rules[0].holds);
    let due = engine.now_ms().await.unwrap();
    engine.note_not_started(due, 300, false).await.unwrap();
    let tests = engine.automatic_tests(fine(), 300).await.unwrap();
    assert_eq!(tests.since[0].at_ms, due);
    assert!(tests.sentences.join(" ").contains("did not let Arna start"), "{tests:?}");
}
