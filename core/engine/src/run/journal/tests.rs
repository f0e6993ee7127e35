//! Rows and the intervals that they stand for.

use arna_model::NetworkState::{self, InternationalCut, NoService, Online};
use arna_model::{Shown, Vantage};

use super::*;

const EVERY: u64 = 15;
const NOON: i64 = 1_641_376_800;

fn mark(minute: u64, wall_minute: i64) -> Mark {
    Mark { at: minutes(minute), wall: wall(wall_minute) }
}

fn minutes(minute: u64) -> Micros {
    Micros::from_secs(minute * 60)
}

fn wall(minute: i64) -> WallTime {
    WallTime((NOON + minute * 60) * 1_000_000)
}

fn change(mark: Mark, previous: Option<u64>, state: NetworkState) -> Change {
    Change { mark, previous: previous.map(minutes), state, shown: Shown::default() }
}

fn watch(last: Mark) -> WatchRecord {
    WatchRecord {
        id: WatchId::new("w"),
        vantage: Vantage::default(),
        every: minutes(EVERY),
        started: wall(0),
        uptime: None,
        purse: Purse::Cellular,
        is_of_slices: false,
        last: Some(last),
        looks: 0,
        bytes: Bytes::default(),
    }
}

/// State, first and last minute on the wall, length in minutes.
fn told(watches: &[(WatchRecord, Vec<Change>)]) -> Vec<(Option<NetworkState>, i64, i64, u64)> {
    let minute = |time: WallTime| (time.unix_seconds() - NOON) / 60;
    let intervals = intervals(watches);
    let told = intervals
        .iter()
        .map(|one| (one.state, minute(one.from), minute(one.until), one.lasted.0 / 60_000_000));
    told.collect()
}

#[test]
fn networks_are_told_one_after_the_other_and_never_mixed() {
    let on = |operator: &str, watch: WatchRecord| {
        let operator = Some(operator.to_owned());
        WatchRecord { vantage: Vantage { operator, ..Vantage::default() }, ..watch }
    };
    let begun = |minute: i64| WatchRecord { started: wall(minute), ..watch(mark(30, minute + 30)) };
    let row = |minute, state| vec![change(mark(0, minute), None, state)];
    let watches = vec![
        (on("Beeline", begun(0)), row(0, Online)),
        (on("Kcell", begun(60)), row(60, NoService)),
        (on("Beeline", begun(120)), row(120, Online)),
    ];
    let told: Vec<_> = journal(watches)
        .into_iter()
        .map(|one| {
            (one.network.operator.unwrap(), one.state, (one.from.unix_seconds() - NOON) / 60)
        })
        .collect();
    let beeline = |state, from| ("Beeline".to_owned(), state, from);
    assert_eq!(
        told,
        [
            beeline(Some(Online), 0),
            beeline(None, 30),
            beeline(Some(Online), 120),
            ("Kcell".to_owned(), Some(NoService), 60),
        ]
    );
}

#[test]
fn a_state_lasts_until_the_first_look_that_shows_another() {
    let rows = vec![
        change(mark(0, 0), None, Online),
        change(mark(60, 60), Some(45), NoService),
        change(mark(90, 90), Some(75), Online),
    ];
    let all = [(watch(mark(120, 120)), rows)];
    assert_eq!(
        told(&all),
        [(Some(Online), 0, 60, 60), (Some(NoService), 60, 90, 30), (Some(Online), 90, 120, 30)]
    );
    assert_eq!(intervals(&all)[1].not_before, Some(wall(45)), "it began after that");
}

#[test]
fn where_nobody_watched_is_a_gap_within_a_watch_and_between_two() {
    let slept = vec![
        change(mark(0, 0), None, NoService),
        // Six hours in a pocket, switched off.
        change(mark(390, 390), Some(30), NoService),
    ];
    let later = vec![change(mark(0, 600), None, NoService)];
    assert_eq!(
        told(&[(watch(mark(420, 420)), slept), (watch(mark(15, 615)), later)]),
        [
            (Some(NoService), 0, 30, 30),
            (None, 30, 390, 360),
            (Some(NoService), 390, 420, 30),
            (None, 420, 600, 180),
            (Some(NoService), 600, 615, 15),
        ]
    );
}

#[test]
fn a_clock_that_is_set_changes_no_length() {
    // A year wrong at first, and set right after half an hour.
    let year = 365 * 24 * 60;
    let rows = vec![
        change(mark(0, -year), None, InternationalCut),
        change(mark(30, 30), Some(15), InternationalCut),
        change(mark(60, 60), Some(45), Online),
    ];
    let expected = [(Some(InternationalCut), 0, 60, 60), (Some(Online), 60, 75, 15)];
    assert_eq!(told(&[(watch(mark(75, 75)), rows)]), expected);
}

#[test]
fn a_watch_killed_at_once_tells_nothing_and_one_look_is_a_moment() {
    let killed = WatchRecord { last: None, ..watch(mark(0, 0)) };
    let once = vec![change(mark(0, 0), None, Online)];
    assert_eq!(told(&[(killed, vec![]), (watch(mark(0, 0)), once)]), [(Some(Online), 0, 0, 0)]);
}

#[test]
fn clocks_that_go_back_between_two_watches_make_no_gap() {
    let one = || vec![change(mark(0, 0), None, Online)];
    let back = vec![change(mark(0, -60), None, Online)];
    let all = told(&[(watch(mark(15, 15)), one()), (watch(mark(15, -45)), back)]);
    assert_eq!(all, [(Some(Online), 0, 15, 15), (Some(Online), -60, -45, 15)]);
}
