//! What is looked for in all lists, and how it is added where none has it.

use arna_engine::Listed;
use arna_words::{Language, OnLists, Words, short};

use super::facts::{Facts, OfList};
use super::sites::{is_own, site};
use crate::spoken::action;
use crate::{Action, Does, SiteSwitch};

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) rows: Vec<SiteSwitch>,
    pub(super) more: Option<String>,
    pub(super) none: Option<String>,
    pub(super) add: Option<Action>,
}

/// Looks for sites by what is typed of their addresses.
pub(super) fn found(facts: &Facts, query: &str, words: Words) -> Found {
    let query = query.trim();
    if query.is_empty() {
        return Found::default();
    }
    let wanted = query.to_lowercase();
    let pages = |list: &'_ OfList| {
        let found: Vec<Listed> =
            list.pages.iter().filter(|page| is_found(page, &wanted)).cloned().collect();
        found
    };
    let (mut rows, mut all) = (Vec::new(), 0);
    for list in &facts.lists {
        for page in pages(list) {
            all += 1;
            if rows.len() < MOST_FOUND {
                rows.push(site(list, &page, Some(about(list, &page, words)), (false, words)));
            }
        }
    }
    let more = (all - rows.len()) as u64;
    let add = add(facts, query, words);
    Found {
        none: (rows.is_empty() && add.is_none())
            .then(|| words.lists(OnLists::NoneFound, &[("query", &query)])),
        more: (more > 0).then(|| words.counted_lists(OnLists::MoreFound, more, &[])),
        rows,
        add,
    }
}

/// As people write it, and as it goes over the network.
fn is_found(page: &Listed, wanted: &str) -> bool {
    let url = &page.entry.url;
    url.contains(wanted) || short(url).to_lowercase().contains(wanted)
}

/// Which list a page is of, and whether it is of a risky kind.
fn about(list: &OfList, page: &Listed, words: Words) -> String {
    let name = words.list(&list.list.name);
    let name = crate::spoken::capital(&name);
    match page.entry.is_risky() {
        true => words.lists(OnLists::RiskyIn, &[("list", &name)]),
        false => name,
    }
}

/// Adds what is typed, where that is an address, or the name of a host, and no list has it.
fn add(facts: &Facts, query: &str, words: Words) -> Option<Action> {
    let url = address(query)?;
    if facts.has(&url) {
        return None;
    }
    let name = name(facts, words);
    let shown = arna_words::as_written(&url).into_owned();
    let label = words.lists(OnLists::AddPage, &[("url", &shown)]);
    let detail = words.lists(OnLists::ToList, &[("name", &name)]);
    Some(action(&label, Some(detail), Does::AddPage { name, url }))
}

/// The URL that is meant.
fn address(query: &str) -> Option<String> {
    let mut read = arna_lists::typed(&[query.to_owned()]);
    // ".." is a host to the parser.
    let is_address = |url: &String| {
        let name = short(url);
        name.contains('.') && name.contains(char::is_alphanumeric)
    };
    let typed = read.entries.pop().map(|entry| entry.url);
    typed.or_else(|| read.mistakes.pop()?.meant).filter(is_address)
}

/// The list that takes single pages: the one that did so before, in whichever language it was made.
fn name(facts: &Facts, words: Words) -> String {
    let names = Language::ALL.map(|language| Words::of(language).on_lists(OnLists::MySites));
    let own = facts.lists.iter().filter(|list| is_own(list));
    let known = own.map(|list| &list.list.name).find(|name| names.contains(&name.as_str()));
    known.cloned().unwrap_or_else(|| words.on_lists(OnLists::MySites).to_owned())
}

/// More are counted and not shown: whoever looks for one types another letter.
const MOST_FOUND: usize = 50;
