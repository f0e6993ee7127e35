//! Home where the journal says that there is no Internet, or only a part of it.

use arna_model::{
    AnchorAnswer, Interval, Micros, NetworkState, RadioSample, Side, Technology, WallTime,
};
use arna_words::{OnScreen, Words};

use super::{Body, Facts, count, you};
use crate::network::Named;
use crate::spoken::{action, leading, row, sentences, strands};
use crate::{Does, Ends, Goes, Icon, Mark, Row, StrandKind, Strands};

/// A state of the network that is no longer all of the Internet.
pub(super) struct Shown<'a> {
    state: NetworkState,
    interval: &'a Interval,
}

/// What the journal says of now; nothing if that is the usual, if nobody knows, if it is too old, or if a test has been
/// made since.
pub(super) fn state(facts: &Facts, now: WallTime) -> Option<Shown<'_>> {
    let interval = facts.journal.as_ref()?;
    let state = interval.state?;
    let is_told = !matches!(state, NetworkState::Online | NetworkState::Unknown);
    // By a clock that was set back nothing is old.
    let is_fresh = now.since(interval.until).is_none_or(|age| age <= FRESH);
    let is_latest = facts.last.as_ref().is_none_or(|last| last.started <= interval.until);
    (is_told && is_fresh && is_latest).then_some(Shown { state, interval })
}

pub(super) fn body(
    facts: &Facts,
    shown: Shown<'_>,
    named: &Named,
    words: Words,
    now: WallTime,
) -> Body {
    let Shown { state, interval } = shown;
    let asked = interval.shown.as_ref().map(|shown| &shown.asked[..]).unwrap_or_default();
    let radio = interval.shown.as_ref().and_then(|shown| shown.radio.as_ref());
    let hours = row(
        Mark::Icon { icon: Icon::History },
        words.on_screen(OnScreen::HourByHour),
        Some(words.on_screen(OnScreen::SinceWhenAndHowOften).to_owned()),
    );
    let hours = leading(hours, Goes::History, words.on_screen(OnScreen::OpensMore));
    let (time, bytes) = (words.rounded(LOOK_TIME), words.rough_bytes(LOOK_BYTES));
    let cost = words.screen(OnScreen::AtMostCost, &[("time", &time), ("bytes", &bytes)]);
    let is_good = radio.is_some_and(is_good);
    let there = if is_good { OnScreen::SeenThereWell } else { OnScreen::SeenThere };
    let there = words.screen(there, &[("network", &named.whole())]);
    Body {
        picture: picture(facts, state, asked, named, words),
        answer: words.state(state).to_owned(),
        when: Some(sentences([since(interval, words, now).as_str(), there.as_str()])),
        cost: None,
        rows: groups(asked, words).into_iter().chain([hours]).collect(),
        main: action(words.on_screen(OnScreen::LookAgain), Some(cost), Does::Look),
    }
}

/// Between which two looks it began.
fn since(interval: &Interval, words: Words, now: WallTime) -> String {
    let zone = words.zone(interval.from);
    let Some(before) = interval.not_before else {
        let (day, time) = (words.on_day(interval.from, now), words.time_of_day(interval.from));
        return words
            .screen(OnScreen::SeenFirst, &[("day", &day), ("time", &time), ("zone", &zone)]);
    };
    let day = words.on_day(interval.from, now);
    if words.on_day(before, now) != day {
        let (from, until) = (words.moment(before, now), words.moment(interval.from, now));
        return words.screen(
            OnScreen::BeganBetweenDays,
            &[("from", &from), ("until", &until), ("zone", &zone)],
        );
    }
    let (from, until) = (words.time_of_day(before), words.time_of_day(interval.from));
    words.screen(
        OnScreen::BeganBetween,
        &[("day", &day), ("from", &from), ("until", &until), ("zone", &zone)],
    )
}

/// The strands of those who were asked; where none was, those of the sites, which nobody reaches.
fn picture(
    facts: &Facts,
    state: NetworkState,
    asked: &[AnchorAnswer],
    named: &Named,
    words: Words,
) -> Strands {
    let is_cut = matches!(state, NetworkState::InternationalCut | NetworkState::WhitelistShutdown);
    let of = |is_wanted: &dyn Fn(&AnchorAnswer) -> bool| {
        count(asked.iter().filter(|one| is_wanted(one)).count() as u64)
    };
    let is_inside = |one: &AnchorAnswer| matches!(one.side, Side::Domestic | Side::DomesticState);
    let is_asked = |one: &AnchorAnswer| one.side == Side::Foreign || is_inside(one);
    let kinds = match of(&is_asked) {
        0 => vec![(StrandKind::Bed, count(facts.sites as u64))],
        _ => vec![
            (StrandKind::Unreachable, of(&|one| is_asked(one) && !one.answered)),
            (StrandKind::Inside, of(&|one| is_inside(one) && one.answered)),
            (StrandKind::Open, of(&|one| one.side == Side::Foreign && one.answered)),
        ],
    };
    let picture = strands(kinds, &you(words), &named.operator, words);
    let border = is_cut.then(|| words.on_screen(OnScreen::Border).to_owned());
    // Who was asked is no site of the user's: the sentence is the answer.
    let spoken = sentences([words.state(state)]);
    Strands { beyond: String::new(), border, spoken, ..picture }
}

/// Who was asked on which side, and how many answered. Nobody is named.
fn groups(asked: &[AnchorAnswer], words: Words) -> Vec<Row> {
    let of = |(side, title): &(Side, OnScreen)| {
        let there: Vec<_> = asked.iter().filter(|one| one.side == *side).collect();
        let (n, k) = (there.len() as u64, there.iter().filter(|one| one.answered).count() as u64);
        let text = match k {
            _ if n == 0 => return None,
            0 => OnScreen::NoneAnswers,
            k if k == n => OnScreen::AllAnswer,
            _ => OnScreen::SomeAnswer,
        };
        let detail = match text {
            OnScreen::SomeAnswer => words.counted_screen(text, k, &[("all", &words.thousands(n))]),
            _ => words.counted_screen(text, n, &[]),
        };
        let ends = if k == 0 { Ends::Unknown } else { Ends::Through };
        Some(row(Mark::Ends { ends }, words.on_screen(*title), Some(detail)))
    };
    SIDES.iter().filter_map(of).collect()
}

/// Whether the signal is one that Android draws as three bars of four or more.
fn is_good(radio: &RadioSample) -> bool {
    let least = match radio.technology {
        Some(Technology::Lte) => -108,
        Some(Technology::ThreeG) => -95,
        Some(Technology::TwoG) => -97,
        Some(Technology::Nr) => -80,
        Some(Technology::Wifi | Technology::Wired) | None => return false,
    };
    radio.signal_dbm.is_some_and(|dbm| dbm >= least)
}

const SIDES: &[(Side, OnScreen)] = &[
    (Side::Foreign, OnScreen::Abroad),
    (Side::Domestic, OnScreen::InTheCountry),
    (Side::DomesticState, OnScreen::StateAndBanks),
];
/// As long as the journal counts a time without a look as watched: two of the usual quarters of an hour and five
/// minutes (`arna_engine`, `run/journal.rs`).
const FRESH: Micros = Micros::from_secs(35 * 60);
/// What a look in the dark takes (docs/method.md, "The journal"): it is looked at again until it is believed. A week of
/// January 2022 with four dark days costs 2.0 MB, 4.8 kB for each dark look.
const LOOK_TIME: Micros = Micros::from_secs(120);
const LOOK_BYTES: u64 = 5_000;
