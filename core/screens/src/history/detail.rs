//! One day: its states one after the other, with the times in which nobody watched.

use arna_model::{Interval as Seen, NetworkState, WallTime};
use arna_words::{OnSites, Words};

use super::days::{Counted, meets};
use super::{DayDetail, Facts, Stretch, word};
use crate::since::small;
use crate::spoken::{action, capital, sentences};
use crate::{Action, Does};

/// The day at a place of the calendar.
pub(super) fn detail(
    facts: &Facts,
    calendar: &[Counted],
    at: usize,
    words: Words,
    now: WallTime,
) -> DayDetail {
    let day = &calendar[at];
    let show = |name, place: Option<&Counted>| {
        let part = place.map(Counted::id).unwrap_or_default();
        let shown = action(words.on_sites(name), None, Does::Show { part });
        Action { is_enabled: place.is_some(), ..shown }
    };
    DayDetail {
        heading: capital(&words.weekday_and_date(day.from, now)),
        stretches: stretches(&facts.intervals, day, words, now),
        earlier: show(OnSites::EarlierDay, calendar.get(at + 1)),
        later: show(OnSites::LaterDay, at.checked_sub(1).and_then(|at| calendar.get(at))),
    }
}

fn stretches(seen: &[Seen], day: &Counted, words: Words, now: WallTime) -> Vec<Stretch> {
    let mut seen: Vec<_> = seen.iter().filter(|one| meets(one, day.from, day.until)).collect();
    // A clock that was set between two watches may have turned their order.
    seen.sort_by_key(|one| one.from);
    let end = day.until.min(now.max(day.from));
    let (mut all, mut done) = (Vec::new(), day.from);
    let gap = |from, until| stretch(None, (from, until), None, day, words);
    for one in seen {
        if one.from > done {
            all.push(gap(done, one.from));
        }
        let (from, until) = (one.from.max(day.from), one.until.min(day.until));
        all.push(stretch(one.state, (from, until), beyond(one, day, words, now), day, words));
        done = done.max(until);
    }
    if end > done {
        all.push(gap(done, end));
    }
    all
}

/// When it began or ended, where that was on another day.
fn beyond(one: &Seen, day: &Counted, words: Words, now: WallTime) -> Option<String> {
    let said = |name, at| words.sites(name, &[("moment", &words.moment(at, now))]);
    let before = (one.from < day.from).then(|| said(OnSites::BeganBefore, one.from));
    let after = (one.until > day.until).then(|| said(OnSites::EndedAfter, one.until));
    let both: Vec<_> = before.into_iter().chain(after).collect();
    (!both.is_empty()).then(|| both.join("; "))
}

fn stretch(
    state: Option<NetworkState>,
    (from, until): (WallTime, WallTime),
    detail: Option<String>,
    day: &Counted,
    words: Words,
) -> Stretch {
    let time = |at: WallTime| match at == day.until {
        // The next midnight, as people write it.
        true => "24:00".to_owned(),
        false => words.time_of_day(at),
    };
    let (from, until, word) = (time(from), time(until), word(state, words));
    let spoken = words.sites(
        OnSites::SpanSpoken,
        &[("from", &from), ("until", &until), ("state", &small(&word))],
    );
    let spoken = capital(&spoken);
    Stretch {
        span: words.sites(OnSites::Span, &[("from", &from), ("until", &until)]),
        state,
        word,
        spoken: sentences([spoken.as_str()].into_iter().chain(detail.as_deref())),
        detail,
    }
}
