//! When the last automatic test was, and why there was none since: the answer first, then every condition, the ones that
//! are not met on top, the last tries, and the one button that helps. All of it from what is kept: nothing is loaded.

mod conditions;
mod facts;
mod help;
#[cfg(test)]
mod tests;

use arna_model::{Allowed, Attempt, Rule, WallTime};
use arna_words::{OnScreen, OnSettings, OnWhy, Words};
use serde::Serialize;

pub use facts::{Facts, read};
pub use help::StartSteps;

use crate::spoken::{capital, row, sentences};
use crate::{Action, Mark, Row};

/// When the last automatic test was, and why there was none since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AutoWhy {
    /// Its title.
    pub heading: String,
    /// The answer.
    pub answer: String,
    /// When the last one was, how often it was tried since then, or when the next one is.
    pub last: Option<String>,
    /// What the phone said of itself and cannot be: what it says was not believed.
    pub odd: Vec<String>,
    /// Every condition, those that are not met first.
    pub conditions: Vec<Row>,
    /// Title of the last tries.
    pub tries_title: String,
    /// The last tries, the latest first.
    pub tries: Vec<Row>,
    /// The button that helps; nothing: all is well, or it passes by itself.
    pub help: Option<Action>,
    /// What to do on this phone so that it lets the app start, where that is what helps.
    pub steps: Option<StartSteps>,
    /// The answer with what stands below it, as it is spoken.
    pub answer_spoken: String,
}

/// When the last automatic test was, and why there was none since, as it is `now` by the phone's clock.
pub fn auto_why(facts: &Facts, words: Words, now: WallTime) -> AutoWhy {
    let (answer, last) = answer(facts, words, now);
    let broken = facts.broken();
    let is_start = broken == Some(Rule::Started);
    let odd = &facts.tests.now.odd;
    AutoWhy {
        heading: words.on_settings(OnSettings::Automatic).to_owned(),
        answer_spoken: sentences([answer.as_str()].into_iter().chain(last.as_deref())),
        answer,
        last,
        odd: odd.iter().map(|odd| words.odd(*odd).to_owned()).collect(),
        conditions: conditions::rows(facts, words),
        tries_title: words.on_why(OnWhy::LastTries).to_owned(),
        tries: facts
            .tests
            .kept
            .all
            .iter()
            .take(TRIES)
            .map(|one| attempt(one, words, now))
            .collect(),
        help: broken.and_then(|rule| help::action_for(rule, facts, words)),
        steps: is_start.then(|| help::steps(facts.maker, words)),
    }
}

/// The answer, and what stands below it.
fn answer(facts: &Facts, words: Words, now: WallTime) -> (String, Option<String>) {
    let kept = &facts.tests.kept;
    let decision = &facts.tests.now;
    let last = kept.last.as_ref().map(|last| last.at);
    let last_one = |at| words.of_why(OnWhy::LastOne, &[("moment", &moment(at, words, now))]);
    let is_off = decision.condition(Rule::Automatic).is_some_and(|one| !one.holds);
    if is_off {
        return (words.on_why(OnWhy::AreOff).to_owned(), last.map(last_one));
    }
    let why = kept.since.first().and_then(|latest| latest.decision.why_not());
    let why = why.map(|broken| words.because(broken));
    let tries = kept.since.len() as u64;
    match (last, why) {
        (Some(at), Some(why)) => {
            let is_today = words.day_of(at, now) == words.day_of(now, now);
            let answer = if is_today {
                let time = words.time_of_day(at);
                words.of_why(OnWhy::NoneSinceTime, &[("time", &time), ("why", &why)])
            } else {
                let since = words.since_day(at, now);
                words.of_why(OnWhy::NoneSince, &[("since", &since), ("why", &why)])
            };
            let tried = words.counted_why(OnWhy::TriesSince, tries, &[]);
            (capital(&answer), Some(sentences([last_one(at).as_str(), &tried])))
        }
        (Some(at), None) => {
            let at = moment(at, words, now);
            let answer = words.of_why(OnWhy::LastWas, &[("moment", &at)]);
            (answer, next(facts, words, now))
        }
        (None, Some(why)) => {
            let answer = words.of_why(OnWhy::NeverBecause, &[("why", &why)]);
            (answer, Some(words.counted_why(OnWhy::TriesEver, tries, &[])))
        }
        (None, None) => (words.on_why(OnWhy::NeverAsked).to_owned(), next(facts, words, now)),
    }
}

/// When the next one is, as far as that can be said.
fn next(facts: &Facts, words: Words, now: WallTime) -> Option<String> {
    let decision = &facts.tests.now;
    match decision.next {
        Some(at) => Some(words.of_why(OnWhy::NextFrom, &[("moment", &moment(at, words, now))])),
        None if decision.allowed == Allowed::All => {
            Some(words.on_why(OnWhy::NextByItself).to_owned())
        }
        None => None,
    }
}

/// A try: when it was, and what became of it.
fn attempt(attempt: &Attempt, words: Words, now: WallTime) -> Row {
    let title = capital(&moment(attempt.at, words, now));
    let refused = attempt.decision.why_not().map(|broken| capital(&words.because(broken)));
    let detail = match (&attempt.end, refused) {
        (Some(end), _) if end.measured > 0 => {
            let bytes = words.bytes(end.bytes.total());
            words.counted_why(OnWhy::Tested, u64::from(end.measured), &[("bytes", &bytes)])
        }
        (_, Some(why)) => why,
        (Some(end), None) => without_stop(words.ended(end.why)).to_owned(),
        (None, None) => words.on_why(OnWhy::NoEndKept).to_owned(),
    };
    row(Mark::None, &title, Some(detail))
}

/// A day and a time of day, with the day of the week where that is of use.
fn moment(at: WallTime, words: Words, now: WallTime) -> String {
    let (day, time) = (words.day_of(at, now), words.time_of_day(at));
    let is_near = [OnScreen::Today, OnScreen::Yesterday].map(|text| words.on_screen(text));
    let day = if is_near.contains(&day.as_str()) { day } else { words.weekday_and_date(at, now) };
    words.screen(OnScreen::Moment, &[("day", &day), ("time", &time)])
}

/// A whole sentence as a line.
fn without_stop(sentence: &str) -> &str {
    sentence.strip_suffix('.').unwrap_or(sentence)
}

/// So many tries are shown: two days of them, as many as a phone gives.
const TRIES: usize = 20;
