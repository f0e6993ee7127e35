//! Sites at which something changed, or perhaps did.

use arna_model::{Code, History, SiteChange, Spell, State, WallTime};
use arna_words::{OnSites, Words};

use crate::network::Named;
use crate::results::name;
use crate::since::{day, on, small};
use crate::spoken::{capital, leading, row, sentences};
use crate::{Goes, Mark, Row};

/// Whether something changed, or perhaps did.
pub(super) fn is_news(history: &History) -> bool {
    history.settled.is_some() && (history.unsettled.is_some() || !history.changes.is_empty())
}

/// A row for each site and network at which something changed, the newest change first.
pub(super) fn rows<'a>(
    histories: impl Iterator<Item = &'a History>,
    words: Words,
    now: WallTime,
) -> Vec<Row> {
    let news = histories.filter(|one| is_news(one));
    news.filter_map(|one| row_of(one, words, now)).collect()
}

fn row_of(history: &History, words: Words, now: WallTime) -> Option<Row> {
    let (code, line) = match (&history.unsettled, history.changes.last()) {
        (Some(perhaps), _) => {
            (code_of(history, perhaps.state), otherwise(history, perhaps, words, now))
        }
        (None, Some(change)) => (code_of(history, change.to), between(history, change, words, now)),
        (None, None) => return None,
    };
    let site = name(&history.input);
    let network = Named::of_network(&history.network, words).whole();
    let shown = words.sites(OnSites::ChangeLine, &[("line", &line), ("network", &network)]);
    let spoken = words.sites(
        OnSites::ChangeSpoken,
        &[("site", &site), ("network", &network), ("line", &small(line.trim_end_matches('.')))],
    );
    let bare = Row { spoken, ..row(Mark::Code { code }, &site, Some(shown)) };
    let goes = Goes::Site { input: history.input.clone() };
    Some(leading(bare, goes, words.on_sites(OnSites::OpensSite)))
}

/// The place on the scale of a state: a block that was not seen to be certain lately is a probable one.
fn code_of(history: &History, state: State) -> Code {
    let last = history.sightings.iter().rev().find(|one| one.state == Some(state));
    last.map_or_else(
        || match state {
            State::Open => Code::Accessible,
            State::Blocked => Code::LikelyBlocked,
            State::Throttled => Code::Throttled,
            State::Unreachable => Code::Unreachable,
            State::SiteTrouble => Code::SiteDown,
        },
        |one| one.code,
    )
}

fn word(history: &History, state: State, words: Words) -> String {
    match code_of(history, state) {
        Code::LikelyBlocked => small(words.on_sites(OnSites::ShortLikely)),
        _ => words.site(state).to_owned(),
    }
}

fn between(history: &History, change: &SiteChange, words: Words, now: WallTime) -> String {
    let (last, first) = (day(&change.last, words, now), day(&change.first, words, now));
    let is = word(history, change.to, words);
    let was = word(history, change.from, words);
    let said = match (change.from, change.to) {
        (_, State::Open) => {
            words.sites(OnSites::WorkedBetween, &[("last", &last), ("first", &first)])
        }
        (State::Open, _) => words
            .sites(OnSites::StoppedBetween, &[("last", &last), ("first", &first), ("state", &is)]),
        _ => words.sites(
            OnSites::TurnedBetween,
            &[("last", &last), ("first", &first), ("state", &is), ("was", &was)],
        ),
    };
    capital(&said)
}

fn otherwise(history: &History, perhaps: &Spell, words: Words, now: WallTime) -> String {
    let state = word(history, perhaps.state, words);
    let on = on(&perhaps.first, words, now);
    let said = words.sites(OnSites::SeenOtherwise, &[("on", &on), ("state", &state)]);
    let is_certain = code_of(history, perhaps.state) == Code::Blocked;
    let doubt = (!is_certain).then(|| words.on_sites(OnSites::NotCertain));
    sentences([capital(&said).as_str()].into_iter().chain(doubt))
}
