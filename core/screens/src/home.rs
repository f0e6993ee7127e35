//! Home: what gets through here, how sure that is, and since when. It names no site.

mod answer;
mod facts;
mod offline;
mod rows;
#[cfg(test)]
mod tests;

use arna_model::{Reason, WallTime};
use arna_words::{OnScreen, Words};
use serde::Serialize;

pub use facts::{Facts, Last, Left, read};
pub(crate) use facts::{is_built_in, likely_here};
pub(crate) use rows::cost;
pub use rows::likely;

use crate::network::Named;
use crate::spoken::{action, capital, leading, row, sentences, strands};
use crate::{Action, Does, Goes, Icon, Mark, Row, ShownNetwork, StrandKind, Strands};

/// Home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Home {
    /// The network that is shown.
    pub network: ShownNetwork,
    /// A tag that is always to be seen beside the network: it is simulated.
    pub tag: Option<String>,
    /// What gets through.
    pub picture: Strands,
    /// The same in a sentence.
    pub answer: String,
    /// When that was seen, or what a test would do.
    pub when: Option<String>,
    /// What it took.
    pub cost: Option<String>,
    /// What there is to look at more closely.
    pub rows: Vec<Row>,
    /// What Arna offers or has to say: one at most.
    pub notices: Vec<Row>,
    /// A small button beside an offer, which puts it off.
    pub put_off: Option<Action>,
    /// The button.
    pub main: Action,
    /// The answer with its time, as it is spoken.
    pub answer_spoken: String,
}

/// What is between the network and the notices.
struct Body {
    picture: Strands,
    answer: String,
    when: Option<String>,
    cost: Option<String>,
    rows: Vec<Row>,
    main: Action,
}

/// Home, as it is `now` by the phone's clock.
pub fn home(facts: &Facts, words: Words, now: WallTime) -> Home {
    let named = Named::of(&facts.here, words);
    let is_vpn = facts.here.uplink.as_ref().is_some_and(|uplink| uplink.is_vpn);
    let body = match (offline::state(facts, now), &facts.last) {
        _ if is_vpn => hidden(facts, &named, words),
        (Some(shown), _) => offline::body(facts, shown, &named, words, now),
        (None, Some(last)) => answer::body(facts, last, &named, words, now),
        (None, None) => empty(facts, &named, words, now),
    };
    let Body { picture, answer, when, cost, rows, main } = body;
    let main = if facts.is_looking { looks(words) } else { main };
    let answer_spoken =
        sentences([answer.as_str()].into_iter().chain(when.as_deref()).chain(cost.as_deref()));
    let is_lab = facts.here.lab.is_some();
    Home {
        network: choice(facts, &named, words, now),
        tag: is_lab.then(|| words.on_screen(OnScreen::Simulated).to_owned()),
        notices: rows::notices(facts, words),
        put_off: rows::put_off(facts, words),
        picture,
        answer,
        when,
        cost,
        rows,
        main,
        answer_spoken,
    }
}

/// Nothing was tested here yet.
fn empty(facts: &Facts, named: &Named, words: Words, now: WallTime) -> Body {
    let sites = facts.sites as u64;
    let is_named = facts.here.operator.is_some();
    let answer = match is_named {
        true => words.screen(OnScreen::WhatDoesItLetThrough, &[("operator", &named.operator)]),
        false => words.on_screen(OnScreen::WhatDoesThisLetThrough).to_owned(),
    };
    let elsewhere = facts.elsewhere.as_ref().map(|(network, at)| {
        let (network, moment) = (Named::of(network, words).whole(), words.moment(*at, now));
        let detail =
            words.screen(OnScreen::NetworkAndMoment, &[("network", &network), ("moment", &moment)]);
        let title = words.on_screen(OnScreen::LastOnOtherNetwork);
        let seen = row(Mark::Icon { icon: Icon::History }, title, Some(detail));
        leading(seen, Goes::Sites { only: None }, words.on_screen(OnScreen::OpensList))
    });
    Body {
        picture: strands(
            vec![(StrandKind::Bed, count(sites))],
            &you(words),
            &named.operator,
            words,
        ),
        answer,
        when: Some(words.counted_screen(OnScreen::WhatATestDoes, sites, &[])),
        cost: None,
        rows: elsewhere.into_iter().chain(rows::before_a_test(facts, words)).collect(),
        main: main(facts, OnScreen::TestNow, words),
    }
}

/// A VPN carries the phone's data: nothing can be said of the network, and nobody is accused.
fn hidden(facts: &Facts, named: &Named, words: Words) -> Body {
    let why = capital(words.reason(Reason::Vpn));
    let off = main(facts, OnScreen::TestNow, words);
    Body {
        picture: strands(
            vec![(StrandKind::Bed, count(facts.sites as u64))],
            &you(words),
            &named.operator,
            words,
        ),
        answer: why.clone(),
        when: None,
        cost: None,
        rows: rows::before_a_test(facts, words),
        main: Action {
            is_enabled: false,
            spoken: sentences([off.label.as_str(), why.as_str()]),
            detail: None,
            ..off
        },
    }
}

/// In the button's place while it is looked whether there is any Internet, by whoever tapped it.
fn looks(words: Words) -> Action {
    let main = action(words.on_screen(OnScreen::LooksNow), None, Does::Look);
    Action { is_enabled: false, ..main }
}

/// The button: goes on with what is left, or begins a run.
fn main(facts: &Facts, otherwise: OnScreen, words: Words) -> Action {
    match facts.left {
        Some(Left::Sites(n)) => {
            let left = words.counted_screen(OnScreen::SitesLeft, n as u64, &[]);
            action(words.on_screen(OnScreen::GoOn), Some(left), Does::GoOn)
        }
        Some(Left::Suspects(n) | Left::Seconds(n)) => {
            let left = words.counted_screen(OnScreen::SitesToMakeSure, n as u64, &[]);
            action(words.on_screen(OnScreen::MakeSure), Some(left), Does::GoOn)
        }
        None => {
            let cost = rows::about_cost(facts, words);
            action(words.on_screen(otherwise), Some(cost), Does::Start)
        }
    }
}

fn choice(facts: &Facts, named: &Named, words: Words, now: WallTime) -> ShownNetwork {
    let whole = named.whole();
    ShownNetwork {
        operator: named.operator.clone(),
        technology: named.technology.clone(),
        choices: facts.others.iter().map(|one| rows::other(one, words, now)).collect(),
        spoken: words.screen(OnScreen::ChooseNetwork, &[("network", &whole)]),
    }
}

fn you(words: Words) -> String {
    words.on_screen(OnScreen::You).to_owned()
}

/// A number of strands.
fn count(n: u64) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}

/// Whether a run was made where home is.
fn is_here(facts: &Facts, last: &Last) -> bool {
    facts.here.is_same_network(&last.network)
}
