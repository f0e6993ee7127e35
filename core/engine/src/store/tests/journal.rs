//! The journal's rows: appended, never edited, and there after a kill.

use arna_model::{
    AnchorAnswer, Bytes, Change, Mark, Micros, NetworkState, Purse, RadioSample, Shown, Side,
    Vantage, WatchId, WatchRecord,
};

use super::samples::{STARTED, vantage};
use super::{everywhere, open_file, raw, threads};
use crate::run::{Journal, LedgerError, Note};
use crate::store::Store;

fn watch(id: &str) -> WatchRecord {
    WatchRecord {
        id: WatchId::new(id),
        // A watch goes over the default network.
        vantage: Vantage { uplink: None, ..vantage() },
        every: Micros::from_secs(900),
        started: STARTED,
        uptime: None,
        purse: Purse::Cellular,
        is_of_slices: false,
        last: None,
        looks: 0,
        bytes: Bytes::default(),
    }
}

fn mark(seconds: u64) -> Mark {
    let at = Micros::from_secs(seconds);
    Mark { at, wall: STARTED.after(at) }
}

fn row(seconds: u64, state: NetworkState) -> Change {
    let asked = AnchorAnswer { side: Side::Foreign, name: "iana".into(), answered: false };
    let radio = Some(RadioSample { address: Some(1), ..RadioSample::default() });
    let shown = Shown { asked: vec![asked], radio };
    Change { mark: mark(seconds), previous: Some(Micros(1)), state, shown }
}

fn note(watch: &str, seconds: u64, change: Option<Change>) -> Note {
    let bytes = Bytes { sent: seconds, received: 2 };
    Note { watch: WatchId::new(watch), mark: mark(seconds), looks: 1 + seconds, bytes, change }
}

async fn kept(store: &Store) {
    store.open_watch(&watch("one")).await.expect("it opens");
    for (seconds, change) in [
        (0, Some(row(0, NetworkState::Online))),
        (900, None),
        (1800, Some(row(1800, NetworkState::NoService))),
    ] {
        store.note(note("one", seconds, change)).await.expect("it is kept");
    }
}

#[test]
fn rows_come_back_as_they_were_kept() {
    everywhere(|store| async move {
        kept(&store).await;
        store.open_watch(&watch("two")).await.expect("it opens");
        let watches = store.watches().await.expect("they are read");
        let bytes = Bytes { sent: 1800, received: 2 };
        let one = WatchRecord { last: Some(mark(1800)), looks: 1801, bytes, ..watch("one") };
        let rows = vec![row(0, NetworkState::Online), row(1800, NetworkState::NoService)];
        assert_eq!(watches, [(one, rows), (watch("two"), vec![])]);
    });
}

#[test]
fn every_state_comes_back() {
    everywhere(|store| async move {
        store.open_watch(&watch("one")).await.expect("it opens");
        for (seconds, state) in (0..).zip(NetworkState::ALL) {
            let note = note("one", seconds, Some(row(seconds, *state)));
            store.note(note).await.expect("it is kept");
        }
        let watches = store.watches().await.expect("they are read");
        let states: Vec<_> = watches[0].1.iter().map(|row| row.state).collect();
        assert_eq!(states, NetworkState::ALL);
    });
}

#[test]
fn what_was_over_long_ago_is_left_out_but_for_the_last_before() {
    everywhere(|store| async move {
        let elsewhere = Vantage { operator: Some("another".into()), ..watch("one").vantage };
        for (id, seconds) in [("one", 10), ("two", 20), ("three", 30), ("back", 5)] {
            let vantage = if id == "one" { elsewhere.clone() } else { watch(id).vantage };
            store.open_watch(&WatchRecord { vantage, ..watch(id) }).await.expect("it opens");
            let first = note(id, seconds, Some(row(seconds, NetworkState::Online)));
            store.note(first).await.expect("it is kept");
        }
        for (since, expected) in [
            (mark(30), &["two", "three", "back"][..]),
            (mark(20), &["one", "two", "three", "back"]),
            (mark(0), &["one", "two", "three", "back"]),
            (mark(99), &["back"]),
        ] {
            let watches = store.watches_since(since.wall).await.expect("they are read");
            let ids: Vec<_> = watches.iter().map(|(watch, _)| watch.id.as_str()).collect();
            assert_eq!(ids, expected, "{since:?}");
        }
        let watched = store.watched().await.expect("they are read");
        let operators: Vec<_> = watched.iter().map(|one| one.operator.as_deref()).collect();
        assert_eq!(operators, [vantage().operator.as_deref(), Some("another")]);
    });
}

#[test]
fn nobody_edits_the_journal_and_a_watch_only_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    threads().block_on(kept(&open_file(&path)));
    let file = raw(&path);
    for (sql, why) in [
        ("UPDATE journal SET state = 'online'", "never changed"),
        ("DELETE FROM journal", "never deleted"),
        ("UPDATE watch SET at = 0", "only goes on"),
        ("UPDATE watch SET at = NULL", "only goes on"),
        ("UPDATE watch SET looks = 0", "only goes on"),
        ("UPDATE watch SET operator = 'another'", "only goes on"),
        ("DELETE FROM watch", "never deleted"),
    ] {
        let refused = file.execute(sql, []).expect_err(sql).to_string();
        assert!(refused.contains(why), "{sql}: {refused}");
    }
    let store = open_file(&path);
    let watches = threads().block_on(store.watches()).expect("they are read");
    assert_eq!(watches[0].1.len(), 2, "what was kept is there when it is opened again");
}

#[test]
fn a_watch_that_is_not_there_keeps_nothing() {
    everywhere(|store| async move {
        let refused = store.note(note("none", 0, Some(row(0, NetworkState::Online)))).await;
        assert!(matches!(refused, Err(LedgerError::NotFound)), "{refused:?}");
    });
}
