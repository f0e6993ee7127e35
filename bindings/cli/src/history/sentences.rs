//! Histories in words and marks.

use arna_model::{Code, History, Network, News, Sighting, SiteChange, Spell, Stamp, State};
use arna_words::Phrase;

use crate::words::words;

/// A network's name.
pub(crate) fn network(network: &Network) -> String {
    let parts = [&network.operator, &network.technology].into_iter().flatten();
    let name = parts.cloned().collect::<Vec<_>>().join(" ");
    if name.is_empty() { words().phrase(Phrase::UnknownNetwork).to_owned() } else { name }
}

/// A moment: the day of the week, and to the minute.
pub(super) fn moment(stamp: &Stamp) -> String {
    let minute = words().minute(stamp.at);
    let time = minute.split_once(' ').map_or("", |(_, time)| time);
    format!("{} {time}", day(stamp))
}

/// A day; a mark says that the clock may have been wrong.
pub(super) fn day(stamp: &Stamp) -> String {
    let mark = if stamp.is_doubtful { DOUBTFUL } else { "" };
    format!("{mark}{}", words().day(stamp.at))
}

/// What a state is called on this network: a block that was not certain when it was seen last is a probable one, as it
/// is wherever a verdict is told.
pub(super) fn called(history: &History, state: State) -> String {
    let is_it = |one: &&Sighting| one.state == Some(state);
    match history.sightings.iter().rev().find(is_it).map(|one| one.code) {
        Some(Code::LikelyBlocked) => words().code(Code::LikelyBlocked).to_lowercase(),
        _ => words().site(state).to_owned(),
    }
}

/// What holds, and what may not any more: a sentence or several.
pub(super) fn standing(history: &History) -> Vec<String> {
    let mut said = Vec::new();
    let about = |phrase, name, state, stamp| about(phrase, name, &called(history, state), stamp);
    match (&history.settled, history.changes.last()) {
        (Some(_), Some(last)) => said.push(last_change(history, last)),
        (Some(Spell { state, first, .. }), None) => {
            said.push(about(Phrase::Holds, "state", *state, first));
        }
        (None, _) => {}
    }
    match (&history.settled, &history.unsettled) {
        (Some(_), Some(Spell { state, first, .. })) => {
            said.push(about(Phrase::Perhaps, "to", *state, first));
        }
        (None, Some(Spell { state, last, .. })) => {
            said.push(about(Phrase::NotSettled, "state", *state, last));
        }
        (None, None) => said.push(words().phrase(Phrase::NothingYet).to_owned()),
        (Some(_), None) => {}
    }
    said
}

/// A change.
pub(super) fn change(change: &SiteChange) -> String {
    change_to(change, words().site(change.to))
}

/// The change to what holds, which may not be certain.
fn last_change(history: &History, change: &SiteChange) -> String {
    change_to(change, &called(history, change.to))
}

/// A change to what is called so.
fn change_to(change: &SiteChange, to: &str) -> String {
    let phrase = match (change.from, change.to) {
        (_, State::Open) => Phrase::WorksAgain,
        (State::Open, _) => Phrase::StoppedWorking,
        _ => Phrase::Became,
    };
    let (first, last) = (moment(&change.first), moment(&change.last));
    let said = words().filled(
        phrase,
        &[("from", words().site(change.from)), ("to", to), ("first", &first), ("last", &last)],
    );
    if change.is_other_judge {
        format!("{said} {}", words().phrase(Phrase::OtherJudge))
    } else {
        said
    }
}

/// What a run brought to a history.
pub(super) fn news(history: &History, news: &News) -> String {
    match news {
        News::Changed(it) => last_change(history, it),
        News::Perhaps { settled, unsettled } => {
            let site = |state| called(history, state);
            let now = about(Phrase::Perhaps, "to", &site(unsettled.state), &unsettled.first);
            let held = about(Phrase::Holds, "state", &site(settled.state), &settled.first);
            format!("{now} {held}")
        }
    }
}

fn about(phrase: Phrase, name: &'static str, state: &str, first: &Stamp) -> String {
    words().filled(phrase, &[(name, state), ("first", &moment(first))])
}

/// What follows for the reader: times that may be wrong, networks that may differ.
pub(super) fn caveats(history: &History) -> Vec<&'static str> {
    let stamps = history.seen.values().flat_map(|seen| [&seen.first, &seen.last]);
    let sightings = history.sightings.iter().map(|one| &one.stamp);
    let is_doubtful = stamps.chain(sightings).any(|stamp| stamp.is_doubtful);
    let caveats = [
        (is_doubtful, Phrase::ClockDoubtful),
        (history.network.operator.is_none(), Phrase::MaybeAnother),
    ];
    caveats.into_iter().filter(|(holds, _)| *holds).map(|(_, said)| words().phrase(said)).collect()
}

/// A state's mark in a timeline; `None`: an abstention.
pub(super) fn mark(state: Option<State>) -> char {
    match state {
        Some(State::Open) => '▁',
        Some(State::Throttled) => '▄',
        Some(State::Blocked) => '█',
        Some(State::Unreachable) => '▒',
        Some(State::SiteTrouble) => '×',
        None => '·',
    }
}

/// The latest verdicts as marks, at most so many.
pub(super) fn timeline(history: &History, most: usize) -> String {
    let latest = history.sightings.len().saturating_sub(most);
    let marks = history.sightings[latest..].iter().map(|one| mark(one.state));
    marks.collect()
}

/// What the marks mean.
pub(super) fn legend() -> String {
    let states =
        [State::Blocked, State::Unreachable, State::Throttled, State::Open, State::SiteTrouble];
    let known = states.map(|state| format!("{} {}", mark(Some(state)), words().site(state)));
    let none = format!("{} {}", mark(None), words().phrase(Phrase::NoWord));
    known.into_iter().chain([none]).collect::<Vec<_>>().join("; ")
}

const DOUBTFUL: &str = "≈";
