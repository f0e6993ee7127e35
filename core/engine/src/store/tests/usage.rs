//! Bytes by network and day: every byte once, whatever the order in which it is told.

use std::collections::BTreeMap;

use arna_model::{Bytes, Micros, Purse, RunSummary, Vantage, WallTime, WatchId, WatchRecord};

use super::super::schema::migrate_to;
use super::samples::{STARTED, entry, one_run, plan, run, vantage};
use super::{everywhere, open_file, raw, threads};
use crate::run::{Journal, Ledger, Note, RunEnd, RunRecord};
use crate::store::{Days, Store, Usage};

async fn used(store: &Store, days: Days) -> Vec<Usage> {
    store.usage(days).await.expect("it is read")
}

fn sum(all: &[Usage]) -> Bytes {
    all.iter().map(|one| one.bytes).sum()
}

/// 2024-05-01 in UTC, and the moment at which it began.
const DAY: i64 = 19_844;
const MIDNIGHT: WallTime = WallTime(DAY * 86_400_000_000);

fn end(sent: u64, received: u64) -> RunEnd {
    RunEnd { bytes: Bytes { sent, received }, runtime: Micros(5), ..RunEnd::default() }
}

#[test]
fn a_runs_bytes_are_counted_as_they_are_kept_and_once() {
    everywhere(|store| async move {
        one_run(&store).await;
        let kept = Bytes { sent: 600, received: 2_800 };
        let before = used(&store, Days::default()).await;
        assert_eq!(sum(&before), kept, "an unfinished run counts, too");
        store.keep(entry("r", 1)).await.expect("keeps");
        let id = run("r").id;
        store.finish_run(&id, end(2_000, 6_000)).await.expect("ends");
        // A second sitting an hour later brings more.
        store.finish_run(&id, end(2_500, 6_000)).await.expect("ends again");
        let all = used(&store, Days::default()).await;
        assert_eq!(sum(&all), Bytes { sent: 2_500, received: 6_000 });
        assert_eq!(all.len(), 1, "{all:?}");
        assert_eq!(all[0].day, DAY);
        assert_eq!(all[0].network.operator, vantage().operator);
    });
}

#[test]
fn what_was_under_way_when_a_run_was_killed_is_counted_once_and_what_a_stop_knew_is_believed() {
    everywhere(|store| async move {
        one_run(&store).await;
        let id = run("r").id;
        let kept = sum(&used(&store, Days::default()).await);
        for _ in 0..2 {
            store.count_under_way(&id, kept, Micros(5)).await.expect("counts");
            let lost = sum(&used(&store, Days::default()).await) - kept;
            assert!((20_000..30_000).contains(&lost.total()), "{lost:?}");
        }
        // Another one was stopped, and said what it had used beside.
        let other = RunRecord { started: MIDNIGHT, ..run("other") };
        store.open_run(&other, &plan("other", 0)).await.expect("opens");
        let bytes = Bytes { sent: 100, received: 200 };
        let summary = RunSummary {
            id: other.id.clone(),
            by_code: BTreeMap::new(),
            bytes,
            runtime: Micros(5),
            virtual_time: None,
            score: None,
            decoys: None,
        };
        let before = sum(&used(&store, Days::default()).await);
        store.count_rest(&other.id, &summary).await.expect("counts");
        store.count_under_way(&other.id, Bytes::default(), Micros(5)).await.expect("counts");
        assert_eq!(sum(&used(&store, Days::default()).await) - before, bytes);
    });
}

#[test]
fn days_and_networks_stand_apart_and_days_are_local() {
    everywhere(|store| async move {
        let hour = 3_600_000_000;
        let at = |hours: i64| WallTime(MIDNIGHT.0 + hours * hour);
        let other = Vantage { operator: Some("Tele2".into()), ..vantage() };
        let unknown = Vantage::default();
        for (id, hours, vantage) in
            [("a", 18, vantage()), ("b", 20, vantage()), ("c", 20, other), ("d", 1, unknown)]
        {
            let record = RunRecord { started: at(hours), vantage, end: Some(end(7, 1)), ..run(id) };
            store.open_run(&record, &plan(id, 0)).await.expect("opens");
        }
        let days = |all: &[Usage]| all.iter().map(|one| one.day).collect::<Vec<_>>();
        let utc = used(&store, Days::default()).await;
        assert_eq!(days(&utc), [DAY; 3]);
        assert_eq!(sum(&utc), Bytes { sent: 28, received: 4 });
        // In Almaty it is tomorrow from 19:00 UTC on.
        let almaty = used(&store, Days { ahead: 300, ..Days::default() }).await;
        assert_eq!(days(&almaty), [DAY + 1, DAY + 1, DAY, DAY]);
        let late = used(&store, Days { since: at(20), ahead: 0 }).await;
        assert_eq!(sum(&late), Bytes { sent: 14, received: 2 });
    });
}

#[test]
fn a_watch_counts_what_each_look_adds() {
    everywhere(|store| async move {
        let id = WatchId::new("w");
        let watch = WatchRecord {
            id: id.clone(),
            vantage: vantage(),
            every: Micros::from_secs(900),
            started: MIDNIGHT,
            uptime: None,
            purse: Purse::Cellular,
            is_of_slices: false,
            last: None,
            looks: 0,
            bytes: Bytes::default(),
        };
        store.open_watch(&watch).await.expect("opens");
        for (look, hours) in [(1, 0), (2, 23), (3, 25)] {
            let at = Micros::from_secs(hours * 3600);
            let mark = arna_model::Mark { at, wall: MIDNIGHT.after(at) };
            let bytes = Bytes { sent: look * 100, received: look * 10 };
            let note = Note { watch: id.clone(), mark, looks: look, bytes, change: None };
            store.note(note).await.expect("keeps");
        }
        let all = used(&store, Days::default()).await;
        let by_day: Vec<_> = all.iter().map(|one| (one.day, one.bytes.sent)).collect();
        assert_eq!(by_day, [(DAY + 1, 100), (DAY, 200)]);
    });
}

#[test]
fn what_was_kept_by_an_older_version_is_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let old = raw(&path);
    for step in [
        include_str!("../migrations/01-ledger.sql"),
        include_str!("../migrations/02-decoys.sql"),
        include_str!("../migrations/03-journal.sql"),
        include_str!("../migrations/04-earlier.sql"),
        "PRAGMA user_version = 4",
    ] {
        old.execute_batch(step).expect("it applies");
    }
    let started = STARTED.0;
    old.execute_batch(&format!(
        "INSERT INTO run (id, request, operator, started, sent, received, runtime, trials, failures)
             VALUES ('r', x'017b7d', 'Kcell', {started}, 5, 6, 1, 0, 0);
         INSERT INTO run (id, request, operator, started) VALUES ('u', x'017b7d', 'Kcell', {started});
         INSERT INTO watch (id, operator, every, started, looks, sent, received)
             VALUES ('w', 'Kcell', 1, {started}, 1, 10, 20);"
    ))
    .expect("rows of before");
    drop(old);
    let store = open_file(&path);
    threads().block_on(async {
        let all = used(&store, Days::default()).await;
        assert_eq!(sum(&all), Bytes { sent: 15, received: 26 }, "{all:?}");
        store.finish_run(&arna_model::RunId::new("u"), end(1, 1)).await.expect("ends");
        assert_eq!(sum(&used(&store, Days::default()).await), Bytes { sent: 16, received: 27 });
    });
}

/// Whatever used them: a run, a slice, a watch.
#[test]
fn a_purse_has_the_bytes_of_all_that_went_over_its_networks() {
    everywhere(|store| async move {
        let hour = 3_600_000_000;
        let at = |hours: i64| WallTime(MIDNIGHT.0 + hours * hour);
        for (id, hours, purse, is_slice, lab) in [
            ("a", -2, Purse::Cellular, false, None),
            ("b", 1, Purse::Cellular, true, None),
            ("c", 2, Purse::Fixed, false, None),
            ("d", 3, Purse::Cellular, false, Some("lab".to_owned())),
        ] {
            let vantage = Vantage { lab, ..vantage() };
            let (started, end) = (at(hours), Some(end(7, 1)));
            let record = RunRecord { started, vantage, purse, is_slice, end, ..run(id) };
            store.open_run(&record, &plan(id, 0)).await.expect("opens");
            let kept = store.run(&record.id).await.expect("reads");
            assert_eq!((kept.purse, kept.is_slice), (purse, is_slice));
        }
        let watch = WatchRecord {
            id: WatchId::new("w"),
            vantage: Vantage { uplink: None, ..vantage() },
            every: Micros::from_secs(900),
            started: MIDNIGHT,
            uptime: Some(arna_model::Uptime { boot: "b".into(), at: Micros(5) }),
            purse: Purse::Cellular,
            is_of_slices: true,
            last: None,
            looks: 0,
            bytes: Bytes::default(),
        };
        store.open_watch(&watch).await.expect("opens");
        assert_eq!(store.watches().await.expect("reads")[0].0, watch);
        let mark = arna_model::Mark { at: Micros(0), wall: at(1) };
        let bytes = Bytes { sent: 100, received: 10 };
        let note = Note { watch: watch.id.clone(), mark, looks: 1, bytes, change: None };
        store.note(note).await.expect("keeps");
        let spent = async |purse, is_lab, since| store.spent(purse, is_lab, since).await.unwrap();
        assert_eq!(spent(Purse::Cellular, false, MIDNIGHT).await, 118);
        assert_eq!(spent(Purse::Cellular, false, at(-24)).await, 126);
        assert_eq!(spent(Purse::Fixed, false, MIDNIGHT).await, 8);
        assert_eq!(spent(Purse::Cellular, true, MIDNIGHT).await, 8);
    });
}

#[test]
fn what_was_kept_before_there_were_purses_is_in_the_one_of_its_network() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let mut old = raw(&path);
    migrate_to(&mut old, 8);
    let started = STARTED.0;
    old.execute_batch(&format!(
        "INSERT INTO run (id, request, technology, started, sent, received, runtime, trials, failures)
             VALUES ('r', x'017b226e65747465737473223a5b5d2c2274617267657473223a5b5d2c2268656c70657273223a5b5d7d', 'wifi', {started}, 5, 6, 1, 0, 0);
         INSERT INTO watch (id, technology, every, started, at, wall, looks, sent, received)
             VALUES ('w', 'lte', 1, {started}, 0, {started}, 1, 10, 20);
         INSERT INTO usage VALUES ({started} / 3600000000, '', '', 'wifi', '', 5, 6),
             ({started} / 3600000000, '', '', 'lte', '', 10, 20);"
    ))
    .expect("rows of before");
    drop(old);
    let store = open_file(&path);
    threads().block_on(async {
        let spent = async |purse| store.spent(purse, false, WallTime(0)).await.unwrap();
        assert_eq!((spent(Purse::Fixed).await, spent(Purse::Cellular).await), (11, 30));
        let run = store.run(&arna_model::RunId::new("r")).await.expect("reads");
        assert_eq!((run.purse, run.is_slice), (Purse::Fixed, false));
        assert_eq!(store.watches().await.expect("reads")[0].0.purse, Purse::Cellular);
    });
}
