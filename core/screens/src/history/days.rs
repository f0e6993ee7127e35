//! Days by the reader's clock, each with the worst of every hour. A day may have 23 or 25 hours.

use arna_model::{Interval, NetworkState, WallTime};
use arna_words::{OnSites, Words};

use super::{Asked, Day, Facts, word};
use crate::since::small;

/// A day, counted.
pub(super) struct Counted {
    /// Days since 1970.
    number: i64,
    /// Its midnight, and the next one.
    pub(super) from: WallTime,
    pub(super) until: WallTime,
    pub(super) hours: [Option<NetworkState>; 24],
}

impl Counted {
    /// Its date: "2024-09-15".
    pub(super) fn id(&self) -> String {
        let text = WallTime(self.number.saturating_mul(A_DAY)).to_string();
        text.get(..10).unwrap_or_default().to_owned()
    }

    fn is_watched(&self) -> bool {
        self.hours.iter().any(Option::is_some)
    }
}

/// The days that are asked for, the newest first.
pub(super) fn calendar(facts: &Facts, asked: &Asked, words: Words, now: WallTime) -> Vec<Counted> {
    let today = day_of(now, words);
    let day = |ago: u16| {
        let number = today - i64::from(ago);
        let (from, until) = (midnight(number, words), midnight(number + 1, words));
        let hours = hours(&facts.intervals, from, until, words);
        Counted { number, from, until, hours }
    };
    (0..asked.days.clamp(1, MOST_DAYS)).map(day).collect()
}

/// The place of the chosen day.
pub(super) fn chosen(calendar: &[Counted], asked: &Asked) -> Option<usize> {
    let asked = asked.day.as_ref();
    let asked = asked.and_then(|id| calendar.iter().position(|day| day.id() == *id));
    let is_cut = |day: &Counted| day.hours.iter().flatten().any(|state| state.is_shutdown());
    asked
        .or_else(|| calendar.iter().position(is_cut))
        .or_else(|| calendar.iter().position(Counted::is_watched))
        .or((!calendar.is_empty()).then_some(0))
}

/// The days as they are shown.
pub(super) fn days(
    calendar: &[Counted],
    chosen: Option<usize>,
    words: Words,
    now: WallTime,
) -> Vec<Day> {
    let day = |(at, day): (usize, &Counted)| Day {
        id: day.id(),
        short: words.weekday_and_number(day.from),
        hours: day.hours.to_vec(),
        is_chosen: chosen == Some(at),
        spoken: spoken(day, words, now),
    };
    calendar.iter().enumerate().map(day).collect()
}

/// A day in a sentence: its states one after the other, by whole hours.
fn spoken(day: &Counted, words: Words, now: WallTime) -> String {
    let mut stretches: Vec<(Option<NetworkState>, usize, usize)> = Vec::new();
    // Nobody can have watched what has not been yet.
    let is_today = (day.from..day.until).contains(&now);
    let begun = words.local(now).unix_seconds().rem_euclid(86_400) / 3_600 + 1;
    let begun = if is_today { usize::try_from(begun).unwrap_or(24) } else { 24 };
    for (hour, state) in day.hours.into_iter().enumerate().take(begun) {
        match stretches.last_mut() {
            Some((same, _, until)) if *same == state => *until = hour + 1,
            _ => stretches.push((state, hour, hour + 1)),
        }
    }
    let whole = |hour: usize| format!("{hour}:00");
    let part = |(state, from, until): (Option<NetworkState>, usize, usize)| {
        let (from, until, state) = (whole(from), whole(until), small(&word(state, words)));
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("from", &from), ("until", &until), ("state", &state)];
        words.sites(OnSites::SpanSpoken, &values)
    };
    let parts = match day.is_watched() {
        true => stretches.into_iter().map(part).collect::<Vec<_>>().join("; "),
        false => small(&word(None, words)),
    };
    let title = words.weekday_and_date(day.from, now);
    words.sites(OnSites::DaySpoken, &[("day", &crate::spoken::capital(&title)), ("parts", &parts)])
}

/// The worst of each hour that the reader's clock shows between two midnights.
fn hours(
    intervals: &[Interval],
    from: WallTime,
    until: WallTime,
    words: Words,
) -> [Option<NetworkState>; 24] {
    let mut hours = [None; 24];
    let of_day: Vec<_> = intervals.iter().filter(|one| meets(one, from, until)).collect();
    let mut slot = from;
    while slot < until {
        let next = WallTime(slot.0.saturating_add(SLOT)).min(until);
        let hour = words.local(slot).unix_seconds().rem_euclid(86_400) / 3_600;
        let there = of_day.iter().filter(|one| meets(one, slot, next));
        let worst = there.filter_map(|one| one.state).max_by_key(|state| state.severity());
        if let Some(shown) = usize::try_from(hour).ok().and_then(|hour| hours.get_mut(hour)) {
            let both = shown.iter().copied().chain(worst);
            *shown = both.max_by_key(|state: &NetworkState| state.severity());
        }
        slot = next;
    }
    hours
}

/// Whether an interval in which somebody watched has a moment in a stretch of time.
pub(super) fn meets(one: &Interval, from: WallTime, until: WallTime) -> bool {
    let is_moment = one.until <= one.from;
    let begins_before = one.from < until;
    let ends_after = if is_moment { one.from >= from } else { one.until > from };
    one.state.is_some() && begins_before && ends_after
}

/// Which day the reader's calendar shows.
fn day_of(at: WallTime, words: Words) -> i64 {
    words.local(at).unix_seconds().div_euclid(86_400)
}

/// The first moment of a day by the reader's clock.
fn midnight(day: i64, words: Words) -> WallTime {
    let shown = WallTime(day.saturating_mul(A_DAY));
    let ahead = |at: WallTime| words.local(at).0.saturating_sub(at.0);
    let guess = WallTime(shown.0.saturating_sub(ahead(shown)));
    let mut at = WallTime(shown.0.saturating_sub(ahead(guess)));
    // Where the clock is set at midnight the first moment is another one; zones differ by quarters of an hour.
    for _ in 0..SLOTS {
        if day_of(at, words) < day {
            at = WallTime(at.0.saturating_add(SLOT));
        } else if day_of(WallTime(at.0.saturating_sub(1)), words) >= day {
            at = WallTime(at.0.saturating_sub(SLOT));
        } else {
            break;
        }
    }
    at
}

/// Microseconds.
const A_DAY: i64 = 86_400_000_000;
/// A quarter of an hour, of which every zone's distance from UTC is a multiple.
const SLOT: i64 = 900_000_000;
/// Clocks are set by a day at most.
const SLOTS: u32 = 96;
/// Two years: more than anybody scrolls through at once.
const MOST_DAYS: u16 = 732;
