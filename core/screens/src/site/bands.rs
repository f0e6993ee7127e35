//! Since when, as bands: one a network along a common axis of time. Where nobody looked there is no part.

use arna_model::{Code, History, Micros, Sighting, SiteChange, Spell, Stamp, State, WallTime};
use arna_words::{OnSites, Phrase, Words};

use super::Dates;
use crate::network::Named;
use crate::since::{on, since, small};
use crate::spoken::{capital, sentences};
use crate::{Band, BandPart, PartKind, Verdict};

/// The bands of a site, and the dates at both ends of their axis; nothing if no verdict says anything.
pub(super) fn bands(
    histories: &[History],
    words: Words,
    now: WallTime,
) -> Option<(Vec<Band>, Dates)> {
    let axis = Axis::of(histories, now);
    let mut bands: Vec<_> = histories
        .iter()
        .filter_map(|one| Some((last(one)?.stamp.at, band(one, &axis, words, now)?)))
        .collect();
    // The network that was looked at last comes first.
    bands.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let bands: Vec<_> = bands.into_iter().map(|(_, band)| band).collect();
    // The end has its year where that is not the beginning's: "1 May 2024" to "30 November" would be months.
    let dates = Dates {
        from: words.date_in_words(axis.from, now),
        until: words.date_in_words(axis.until, axis.from),
    };
    (!bands.is_empty()).then_some((bands, dates))
}

/// What has to be known to read the dates.
pub(super) fn caveats(histories: &[History], words: Words) -> Vec<String> {
    let stamps = histories.iter().flat_map(|one| &one.sightings).map(|one| &one.stamp);
    let is_doubtful = stamps.clone().any(|stamp| stamp.is_doubtful);
    let is_nameless = histories.iter().any(|one| one.network.operator.is_none());
    let said = [(is_doubtful, Phrase::ClockDoubtful), (is_nameless, Phrase::MaybeAnother)];
    let said = said.into_iter().filter(|(is_so, _)| *is_so);
    said.map(|(_, phrase)| words.phrase(phrase).to_owned()).collect()
}

/// A stretch of time that is drawn from 0 to 1.
struct Axis {
    from: WallTime,
    until: WallTime,
}

impl Axis {
    /// From the first sighting whose time is believed to the present; a day at least.
    fn of(histories: &[History], now: WallTime) -> Self {
        let sightings = histories.iter().flat_map(|one| &one.sightings);
        let believed = sightings.filter(|one| !one.stamp.is_doubtful).map(|one| one.stamp.at);
        let (first, last) = (believed.clone().min(), believed.max());
        let until = last.map_or(now, |last| last.max(now));
        let a_day_ago = WallTime(until.0.saturating_sub_unsigned(A_DAY.0));
        Self { from: first.map_or(a_day_ago, |first| first.min(a_day_ago)), until }
    }

    fn place(&self, at: WallTime) -> f32 {
        let whole = (i128::from(self.until.0) - i128::from(self.from.0)).max(1) as f64;
        let part = (i128::from(at.0) - i128::from(self.from.0)) as f64;
        (part / whole).clamp(0.0, 1.0) as f32
    }
}

fn band(history: &History, axis: &Axis, words: Words, now: WallTime) -> Option<Band> {
    let code = last(history)?.code;
    let network = Named::of_network(&history.network, words).whole();
    let sentence = sentence(history, words, now);
    let spoken =
        words.sites(OnSites::BandSpoken, &[("network", &network), ("sentence", &sentence)]);
    Some(Band {
        verdict: Verdict { code, word: words.on_sites(short(code)).to_owned() },
        parts: parts(history, axis),
        network,
        sentence,
        spoken,
    })
}

/// The latest sighting that says something.
fn last(history: &History) -> Option<&Sighting> {
    history.sightings.iter().rev().find(|one| one.state.is_some())
}

/// Sightings of one kind in a row, where nobody looked elsewhere for long.
fn parts(history: &History, axis: &Axis) -> Vec<BandPart> {
    let mut parts: Vec<(PartKind, WallTime, WallTime)> = Vec::new();
    // Where a doubtful clock puts something, nothing is drawn.
    for one in history.sightings.iter().filter(|one| !one.stamp.is_doubtful) {
        let Some(kind) = one.state.and_then(|_| kind(one.code)) else { continue };
        let at = one.stamp.at;
        match parts.last_mut() {
            Some((same, _, until))
                if *same == kind && at.since(*until).is_some_and(|gap| gap <= NOBODY_LOOKED) =>
            {
                *until = at;
            }
            _ => parts.push((kind, at, at)),
        }
    }
    let part =
        |(kind, from, until)| BandPart { from: axis.place(from), until: axis.place(until), kind };
    parts.into_iter().map(part).collect()
}

fn kind(code: Code) -> Option<PartKind> {
    Some(match code {
        Code::Accessible => PartKind::Open,
        Code::Throttled => PartKind::Slowed,
        Code::Blocked => PartKind::Blocked,
        Code::LikelyBlocked => PartKind::Probably,
        Code::Unreachable => PartKind::Unreachable,
        Code::SiteRefuses | Code::SiteDown => PartKind::SiteTrouble,
        _ => return None,
    })
}

/// What a verdict is called beside a band.
fn short(code: Code) -> OnSites {
    match code {
        Code::Accessible | Code::Measured => OnSites::ShortOpen,
        Code::Blocked => OnSites::ShortBlocked,
        Code::LikelyBlocked => OnSites::ShortLikely,
        Code::Throttled => OnSites::ShortSlowed,
        Code::Unreachable => OnSites::ShortUnreachable,
        Code::SiteRefuses | Code::SiteDown => OnSites::ShortTrouble,
        _ => OnSites::ShortUntold,
    }
}

/// Since when, in a sentence or two.
fn sentence(history: &History, words: Words, now: WallTime) -> String {
    // "Blocked" of a history is certain or probable: what was seen last says which.
    let state = |state: State, at: &Stamp| {
        let seen = history.sightings.iter().rev();
        let mut seen = seen.filter(|one| one.state == Some(state));
        let by_then = seen.find(|one| one.stamp.at <= at.at || one.stamp == *at);
        let is_likely = by_then.is_some_and(|one| one.code == Code::LikelyBlocked);
        match state == State::Blocked && is_likely {
            true => small(words.on_sites(OnSites::ShortLikely)),
            false => words.site(state).to_owned(),
        }
    };
    let holds = match (&history.settled, history.changes.last()) {
        (Some(holds), Some(change)) => Some(turned(holds, change, &state, (words, now))),
        (Some(holds), None) => {
            let (since, state) = (since(&holds.first, words, now), state(holds.state, &holds.last));
            Some(words.sites(OnSites::Held, &[("since", &since), ("state", &state)]))
        }
        (None, _) => None,
    };
    let other = history.unsettled.as_ref().map(|spell| {
        let is_alone = history.sightings.iter().filter(|one| one.state.is_some()).count() == 1;
        let (name, at) = match (&history.settled, is_alone) {
            (Some(_), _) => (OnSites::SeenOtherwise, &spell.first),
            (None, true) => (OnSites::SeenOnce, &spell.first),
            (None, false) => (OnSites::SeenSeldom, &spell.last),
        };
        let (on, state) = (on(at, words, now), state(spell.state, &spell.last));
        words.sites(name, &[("on", &on), ("state", &state)])
    });
    // A block that is certain is so at first sight; of what opens nobody doubts that it did.
    let code = last(history).map(|one| one.code);
    let is_doubted = match (code, &history.settled) {
        (Some(Code::Blocked), _) | (None, _) => false,
        (Some(Code::LikelyBlocked), _) => true,
        (Some(_), holds) => holds.is_some(),
    };
    let doubt = other.as_ref().filter(|_| is_doubted);
    let doubt = doubt.map(|_| words.on_sites(OnSites::NotCertain).to_owned());
    let seen = history
        .settled
        .as_ref()
        .filter(|_| other.is_none())
        .map(|holds| words.sites(OnSites::SeenLast, &[("on", &on(&holds.last, words, now))]));
    let said: Vec<_> =
        [holds, other, doubt, seen].into_iter().flatten().map(|it| capital(&it)).collect();
    if said.is_empty() {
        return words.on_sites(OnSites::NothingSaid).to_owned();
    }
    sentences(said.iter().map(String::as_str))
}

fn turned(
    holds: &Spell,
    change: &SiteChange,
    state: &dyn Fn(State, &Stamp) -> String,
    (words, now): (Words, WallTime),
) -> String {
    let (since, on) = (since(&change.first, words, now), on(&change.last, words, now));
    let (is, was) = (state(change.to, &holds.last), state(change.from, &change.last));
    match (change.from, change.to) {
        (_, State::Open) => {
            words.sites(OnSites::WorksAgain, &[("since", &since), ("on", &on), ("state", &was)])
        }
        (State::Open, _) => {
            words.sites(OnSites::Stopped, &[("since", &since), ("on", &on), ("state", &is)])
        }
        _ => words.sites(
            OnSites::Turned,
            &[("since", &since), ("on", &on), ("state", &is), ("was", &was)],
        ),
    }
}

const A_DAY: Micros = Micros::from_secs(24 * 3_600);
/// Who looks once a day may miss one: three days without a look are a gap in the picture. Nothing is decided by it.
const NOBODY_LOOKED: Micros = Micros::from_secs(3 * 24 * 3_600);
