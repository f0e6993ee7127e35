//! How a site's state shows and since when, in one line: the same wherever a site stands in a list.

use arna_model::{Code, Figures, History, Spell, Stamp, State, Verdict, WallTime};
use arna_words::{OnSites, Words};

use crate::spoken::capital;

/// Since when a verdict is so, as far as a history shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// Something else was seen before: it turned.
    Turned(Stamp),
    /// It was so ever since it was first looked at.
    Ever(Stamp),
    /// It is new: seen for the first time, or not long enough to be certain.
    New(Stamp),
}

impl Since {
    /// Since when the `code` of the latest verdict is so. Nothing: it says nothing of the site, or the history says
    /// something else.
    pub fn of(code: Code, history: &History) -> Option<Self> {
        let state = state_of(code)?;
        let is_it = |spell: &&Spell| spell.state == state;
        if let Some(new) = history.unsettled.as_ref() {
            return is_it(&new).then(|| Self::New(new.first.clone()));
        }
        let holds = history.settled.as_ref().filter(is_it)?;
        Some(match history.changes.last() {
            Some(change) => Self::Turned(change.first.clone()),
            None => Self::Ever(holds.first.clone()),
        })
    }

    /// The sighting that it goes by.
    pub fn stamp(&self) -> &Stamp {
        match self {
            Self::Turned(stamp) | Self::Ever(stamp) | Self::New(stamp) => stamp,
        }
    }

    /// The same in words: "since 12 September", "seen since 12 September", "first seen today, 14:32".
    pub fn said(&self, words: Words, now: WallTime) -> String {
        match self {
            Self::Turned(stamp) => since(stamp, words, now),
            Self::Ever(stamp) => {
                words.sites(OnSites::SeenSince, &[("since", &since(stamp, words, now))])
            }
            Self::New(stamp) => {
                let moment = moment(stamp, words, now);
                words.sites(OnSites::FirstSeen, &[("moment", &moment)])
            }
        }
    }
}

/// The line below a site's name: how it shows or why nothing is said, and since when. Nothing if there is neither.
pub(crate) fn line(
    verdict: &Verdict,
    figures: Option<&Figures>,
    since: Option<&Since>,
    (words, now): (Words, WallTime),
) -> Option<String> {
    let how = words.reason_or_detail_of(verdict, figures);
    let since = since.filter(|_| verdict.code != Code::Accessible);
    let since = since.map(|since| since.said(words, now));
    match (how.is_empty(), since) {
        (true, None) => None,
        (true, Some(since)) => Some(capital(&since)),
        (false, None) => Some(capital(&how)),
        (false, Some(since)) => {
            let line = words.sites(OnSites::HowSince, &[("how", &how), ("since", &since)]);
            Some(capital(&line))
        }
    }
}

/// Since which day: with a mark where the clock may have been wrong.
pub(crate) fn since(stamp: &Stamp, words: Words, now: WallTime) -> String {
    if stamp.is_doubtful {
        words.since_about(stamp.at, now)
    } else {
        words.since_day(stamp.at, now)
    }
}

/// On which day, the same.
pub(crate) fn on(stamp: &Stamp, words: Words, now: WallTime) -> String {
    marked(stamp, words, words.on_day(stamp.at, now))
}

/// A day by itself, the same.
pub(crate) fn day(stamp: &Stamp, words: Words, now: WallTime) -> String {
    marked(stamp, words, words.day_of(stamp.at, now))
}

/// A day and a time of day, the same.
pub(crate) fn moment(stamp: &Stamp, words: Words, now: WallTime) -> String {
    let moment = words.moment(stamp.at, now);
    if stamp.is_doubtful {
        words.sites(OnSites::AboutMoment, &[("moment", &moment)])
    } else {
        moment
    }
}

fn marked(stamp: &Stamp, words: Words, day: String) -> String {
    if stamp.is_doubtful { words.sites(OnSites::AboutDay, &[("day", &day)]) } else { day }
}

/// What a verdict says of its site, as histories count it.
pub(crate) fn state_of(code: Code) -> Option<State> {
    match code {
        Code::Accessible => Some(State::Open),
        Code::Blocked | Code::LikelyBlocked => Some(State::Blocked),
        Code::Throttled => Some(State::Throttled),
        Code::Unreachable => Some(State::Unreachable),
        Code::SiteRefuses | Code::SiteDown => Some(State::SiteTrouble),
        _ => None,
    }
}

/// The first letter as in the middle of a sentence.
pub(crate) fn small(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}
