//! What is tested, seen and changed before it is: groups of the built-in list, the user's own lists, and below a line the
//! risky kinds, which are off until somebody has read what they mean.

mod adding;
mod facts;
mod found;
mod group;
mod risky;
mod sites;
#[cfg(test)]
mod tests;

use arna_engine::ListTrouble;
use arna_words::{OnLists, OnScreen, Phrase, Words};
use serde::Serialize;

pub use adding::{AddingSites, Given, MOST_TYPED, WrongLines, adding};
pub use facts::{Facts, OfList, read};
pub use group::{Subject, Which};
pub use risky::{RiskyKind, risky};
pub use sites::{GroupSites, sites};

use crate::spoken::{action, icon_mark, leading, row, sentences};
use crate::{Action, Does, Goes, GroupBlock, Icon, Row, SiteSwitch, trouble};

/// What is tested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownLists {
    /// Its title.
    pub heading: String,
    /// What is looked for.
    pub query: String,
    /// In the field for that.
    pub query_hint: String,
    /// While something is looked for: what was found, in place of the blocks.
    pub found: Vec<SiteSwitch>,
    /// How many more there are.
    pub more_found: Option<String>,
    /// Nothing was found.
    pub none_found: Option<String>,
    /// What is looked for is an address that no list has: adds it.
    pub add_found: Option<Action>,
    /// The built-in list, the user's own, and risky kinds, as far as there are any.
    pub blocks: Vec<GroupBlock>,
    /// Leads to where sites are typed, pasted and read from files. It stands below the block of the user's own lists,
    /// which is the second one.
    pub add: Row,
    /// Starts a test of all that is on.
    pub test: Action,
}

/// What is tested. `query`: what is looked for, if anything is.
pub fn lists(facts: &Facts, query: &str, words: Words) -> ShownLists {
    let looked = found::found(facts, query, words);
    let blocks = match query.trim().is_empty() {
        true => group::blocks(facts, words),
        false => Vec::new(),
    };
    let detail = words.on_lists(OnLists::AddSitesDetail).to_owned();
    let add = row(icon_mark(Icon::Add), words.on_lists(OnLists::AddSites), Some(detail));
    ShownLists {
        heading: words.on_screen(OnScreen::WhatIsTested).to_owned(),
        query: query.to_owned(),
        query_hint: words.on_lists(OnLists::FindOrAdd).to_owned(),
        found: looked.rows,
        more_found: looked.more,
        none_found: looked.none,
        add_found: looked.add,
        blocks,
        add: leading(add, Goes::Adding, words.on_screen(OnScreen::OpensMore)),
        test: test(facts, words),
    }
}

/// The button: how many sites a test has, and what it costs.
fn test(facts: &Facts, words: Words) -> Action {
    if facts.sites == 0 {
        let label = words.on_lists(OnLists::TestNone);
        let why = trouble::of_list(&ListTrouble::NothingOn, words);
        return Action {
            is_enabled: false,
            spoken: sentences([label, &why]),
            ..action(label, Some(why.clone()), Does::Start)
        };
    }
    let label = words.counted_lists(OnLists::TestThese, facts.sites, &[]);
    action(&label, Some(crate::home::cost(&facts.estimate, words)), Does::Start)
}

/// A block of risky kinds says why they are off.
fn risky_lead(words: Words) -> String {
    words.phrase(Phrase::Risky).to_owned()
}
