use arna_model::{Interval, Micros, NetworkState, Vantage, WallTime};
use arna_words::{Language, Local, Words};

use super::*;

const HOUR: i64 = 3_600_000_000;

fn at(text: &str) -> WallTime {
    serde_json::from_value(text.into()).expect("a time")
}

fn seen(state: NetworkState, from: &str, until: &str) -> Interval {
    let (from, until) = (at(from), at(until));
    Interval {
        network: Default::default(),
        state: Some(state),
        from,
        until,
        lasted: until.since(from).expect("in order"),
        not_before: None,
        shown: None,
    }
}

fn facts(intervals: Vec<Interval>) -> Facts {
    let operator = Some("Beeline".to_owned());
    let network = Vantage { operator, technology: Some("lte".into()), ..Vantage::default() };
    Facts { network: Some(network), was_watched: true, intervals, ..Facts::default() }
}

/// Five hours ahead of UTC, as all of Kazakhstan.
fn almaty(_: WallTime) -> Local {
    Local { ahead_s: 5 * 3_600, zone: "UTC+5".into() }
}

/// A zone that is set forward in the night of 2024-03-31 and back in that of 2024-10-27, at 01:00 UTC.
fn berlin(at: WallTime) -> Local {
    let is_summer = (1_711_846_800..1_729_990_800).contains(&at.unix_seconds());
    let hours = if is_summer { 2 } else { 1 };
    Local { ahead_s: hours * 3_600, zone: "CET".into() }
}

/// A zone whose clock is set forward at midnight itself: the day begins at one.
fn cairo(at: WallTime) -> Local {
    let hours = if at.unix_seconds() >= 1_714_082_400 { 3 } else { 2 };
    Local { ahead_s: hours * 3_600, zone: "EET".into() }
}

fn en(clock: fn(WallTime) -> Local) -> Words {
    Words::of(Language::En).by(clock)
}

fn asked(days: u16, day: &str) -> Asked {
    Asked { days, day: Some(day.to_owned()), ..Asked::default() }
}

fn signs(day: &Day) -> String {
    let sign = |hour: &Option<NetworkState>| match hour {
        None => ' ',
        Some(NetworkState::Online) => '.',
        Some(NetworkState::NoService) => '#',
        Some(NetworkState::WhitelistShutdown) => 'w',
        Some(NetworkState::InternationalCut) => 'x',
        Some(_) => '?',
    };
    day.hours.iter().map(sign).collect()
}

#[test]
fn an_hour_shows_the_worst_and_nobody_watching_is_no_cut() {
    let facts = facts(vec![
        seen(NetworkState::Online, "2024-09-15T02:00:00Z", "2024-09-15T12:05:00Z"),
        seen(NetworkState::WhitelistShutdown, "2024-09-15T12:05:00Z", "2024-09-15T12:20:00Z"),
        seen(NetworkState::Online, "2024-09-15T12:20:00Z", "2024-09-15T14:00:00Z"),
    ]);
    let now = at("2024-09-15T14:10:00Z");
    let made = history(&facts, &asked(2, "2024-09-15"), en(almaty), now);
    assert_eq!(signs(&made.days[0]), "       ..........w.     ");
    assert_eq!(signs(&made.days[1]), " ".repeat(24), "nobody watched");
    assert_eq!((&*made.days[0].short, &*made.days[0].id), ("Sun 15", "2024-09-15"));
    assert_eq!(made.days[1].spoken, "Saturday, 14 September: nobody watched.");
    assert_eq!(made.answer, "1 cut in 2 days; it lasted 15 min");
    let legend: Vec<_> = made.legend.iter().map(|one| one.state).collect();
    assert_eq!(legend, [Some(NetworkState::Online), Some(NetworkState::WhitelistShutdown), None]);
    let day = made.day.expect("one is chosen");
    let spans: Vec<_> = day.stretches.iter().map(|one| (&*one.span, one.state)).collect();
    assert_eq!(
        spans,
        [
            ("00:00–07:00", None),
            ("07:00–17:05", Some(NetworkState::Online)),
            ("17:05–17:20", Some(NetworkState::WhitelistShutdown)),
            ("17:20–19:00", Some(NetworkState::Online)),
            ("19:00–19:10", None),
        ]
    );
    assert!(day.earlier.is_enabled && !day.later.is_enabled);
    assert_eq!(day.earlier.does, crate::Does::Show { part: "2024-09-14".into() });
}

#[test]
fn a_day_of_23_hours_has_one_in_which_nobody_watched() {
    let facts =
        facts(vec![seen(NetworkState::Online, "2024-03-30T12:00:00Z", "2024-04-01T12:00:00Z")]);
    let now = at("2024-04-01T12:00:00Z");
    let made = history(&facts, &asked(3, "2024-03-31"), en(berlin), now);
    assert_eq!(signs(&made.days[1]), format!(".. {}", ".".repeat(21)));
    let day = made.day.expect("one is chosen");
    assert_eq!(day.stretches.len(), 1);
    assert_eq!(day.stretches[0].span, "00:00–24:00");
}

#[test]
fn a_day_of_25_hours_shows_the_worse_of_the_hour_that_comes_twice() {
    let facts = facts(vec![
        seen(NetworkState::Online, "2024-10-26T22:00:00Z", "2024-10-27T00:10:00Z"),
        // 02:10 to 02:40, of the first time that it is two.
        seen(NetworkState::NoService, "2024-10-27T00:10:00Z", "2024-10-27T00:40:00Z"),
        seen(NetworkState::Online, "2024-10-27T00:40:00Z", "2024-10-27T22:59:00Z"),
    ]);
    let now = at("2024-10-27T22:59:00Z");
    let made = history(&facts, &asked(1, "2024-10-27"), en(berlin), now);
    assert_eq!(signs(&made.days[0]), format!("..#{}", ".".repeat(21)));
    assert_eq!(made.answer, "Nothing answered 1 time in 1 day; that lasted 30 min");
}

#[test]
fn a_day_may_begin_at_one_o_clock() {
    let facts =
        facts(vec![seen(NetworkState::Online, "2024-04-25T12:00:00Z", "2024-04-26T12:00:00Z")]);
    let made = history(&facts, &asked(2, "2024-04-26"), en(cairo), at("2024-04-26T12:00:00Z"));
    assert_eq!(signs(&made.days[0]), format!(" {}{}", ".".repeat(14), " ".repeat(9)));
    assert_eq!(signs(&made.days[1]), format!("{}{}", " ".repeat(14), ".".repeat(10)));
}

#[test]
fn what_goes_on_beside_a_gap_is_one_cut_and_lasted_at_least_so_long() {
    let facts = facts(vec![
        seen(NetworkState::Online, "2024-09-14T06:00:00Z", "2024-09-14T12:00:00Z"),
        seen(NetworkState::InternationalCut, "2024-09-14T12:00:00Z", "2024-09-14T16:00:00Z"),
        // The phone was off.
        seen(NetworkState::NoService, "2024-09-15T02:00:00Z", "2024-09-15T05:00:00Z"),
        seen(NetworkState::Online, "2024-09-15T05:00:00Z", "2024-09-15T06:00:00Z"),
        seen(NetworkState::WhitelistShutdown, "2024-09-15T06:00:00Z", "2024-09-15T07:00:00Z"),
    ]);
    let now = at("2024-09-15T07:00:00Z");
    let made = history(&facts, &Asked::default(), en(almaty), now);
    assert_eq!(made.answer, "2 cuts in 14 days; the longest lasted 7 h or more");
    let chosen = made.days.iter().position(|day| day.is_chosen);
    assert_eq!(chosen, Some(0), "the newest day with a cut");
    let other = history(&facts, &asked(14, "2024-09-14"), en(almaty), now);
    let over_midnight = &other.day.expect("one is chosen").stretches[2];
    assert_eq!(over_midnight.span, "17:00–21:00");
}

#[test]
fn what_lasts_over_midnight_says_so() {
    let facts = facts(vec![seen(
        NetworkState::WhitelistShutdown,
        "2024-09-15T12:05:00Z",
        "2024-09-16T04:00:00Z",
    )]);
    let now = at("2024-09-18T09:00:00Z");
    let made = history(&facts, &asked(14, "2024-09-15"), en(almaty), now);
    let day = made.day.expect("one is chosen");
    let cut = day.stretches.last().expect("a cut");
    assert_eq!(cut.span, "17:05–24:00");
    assert_eq!(cut.detail.as_deref(), Some("Until 16 September, 09:00"));
    assert_eq!(
        cut.spoken,
        "17:05 to 24:00, shutdown: only state services and banks answer. Until 16 September, 09:00."
    );
}

#[test]
fn no_journal_is_no_answer_on_the_network() {
    let now = at("2024-09-15T07:00:00Z");
    let never = Facts { was_watched: false, ..facts(vec![]) };
    let made = history(&never, &Asked::default(), en(almaty), now);
    assert_eq!(made.answer, "Nobody has watched this network yet");
    assert!(made.days.is_empty() && made.day.is_none());
    let long_ago = history(&facts(vec![]), &Asked::default(), en(almaty), now);
    assert_eq!(long_ago.answer, "Nobody watched in these 14 days");
    assert_eq!(long_ago.days.len(), 14);
}

#[test]
fn impossible_clocks_and_lengths_are_no_panic() {
    let one = |from, until| Interval {
        network: Default::default(),
        state: Some(NetworkState::Online),
        from: WallTime(from),
        until: WallTime(until),
        lasted: Micros(u64::MAX),
        not_before: None,
        shown: None,
    };
    let facts = facts(vec![
        one(i64::MIN, i64::MAX),
        one(i64::MAX, i64::MIN),
        one(5 * HOUR, 5 * HOUR),
        one(7 * HOUR, 6 * HOUR),
    ]);
    for now in [i64::MIN, -HOUR, 0, 6 * HOUR, i64::MAX] {
        for days in [0, 1, 14] {
            for language in Language::ALL {
                let words = Words::of(language).by(almaty);
                let made = history(&facts, &asked(days, "nonsense"), words, WallTime(now));
                assert_eq!(made.days.len(), usize::from(days.max(1)));
            }
        }
    }
}
