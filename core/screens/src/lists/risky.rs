//! Kinds of sites that may harm who opens them. Each is opened by a page that says what it means; there it is chosen, or
//! sites of it one by one.

use std::collections::BTreeMap;

use arna_engine::Listed;
use arna_model::Category;
use arna_words::{OnLists, Words};
use serde::Serialize;

use super::facts::{Facts, OfList};
use super::group::{is_on, kinds, partly};
use super::sites::site;
use crate::spoken::{action, capital, sentences};
use crate::{Action, Does, Goes, RowsHeld, SiteGroup, SiteSwitch, Switched};

/// What a risky kind of sites means.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct RiskyKind {
    /// What the sites are about.
    pub heading: String,
    /// What is to be known before one of them is chosen.
    pub sentences: Vec<String>,
    /// Chooses all of them; nothing: all of them are on.
    pub choose: Option<Action>,
    /// Leaves them off, or switches them off again.
    pub leave: Action,
    /// The sites, each with a switch of its own.
    pub rows: Vec<SiteSwitch>,
    /// Shows more of them.
    pub more: Option<Action>,
    /// The title and what is to be known, as they are spoken.
    pub spoken: String,
    /// What is said when the next page is asked for, to get its rows alone.
    #[serde(skip)]
    pub held: Option<RowsHeld>,
    /// Whether rows that whoever asked has already are left out; all else is here.
    #[serde(skip)]
    pub is_rest: bool,
}

/// What the kind with this code means, with so many `pages` of its sites; `None`: it is no risky one, or no list has a site of it.
/// `held`: what of them is there already.
pub fn risky(
    facts: &Facts,
    code: &str,
    (pages, held): (u32, Option<RowsHeld>),
    words: Words,
) -> Option<RiskyKind> {
    let of = |pages| whole(facts, code, pages, words);
    let mut made = of(pages)?;
    let holds = Some(RowsHeld::of(&made, pages));
    if let Some(before) = held.and_then(|held| held.still(pages, of)) {
        made.rows.drain(..before.rows.len());
        made.is_rest = true;
    }
    Some(RiskyKind { held: holds, ..made })
}

fn whole(facts: &Facts, code: &str, pages: u32, words: Words) -> Option<RiskyKind> {
    let category = Category::of_code(code)?;
    let meaning = OnLists::risk_of(category)?;
    let all = of_kind(facts).remove(&category)?;
    let on = all.iter().filter(|(list, page)| is_on(list, page)).count();
    let heading = words.category(category).to_owned();
    let texts = [meaning, OnLists::SeenByOperator, OnLists::LooksLikeYou, OnLists::YouDecide];
    let told = texts.map(|text| words.on_lists(text).to_owned());
    let n = all.len() as u64;
    let switch = |is_on| switches(&all, is_on);
    let room = super::sites::room(pages);
    let row = |(list, page): &(&OfList, &Listed)| {
        let detail = capital(&words.list(&list.list.name));
        site(list, page, Some(detail), (true, words))
    };
    let leave =
        if on == 0 { (OnLists::LeaveOff, Does::Cancel) } else { (OnLists::AllOff, switch(false)) };
    Some(RiskyKind {
        spoken: sentences([heading.as_str()].into_iter().chain(told.iter().map(String::as_str))),
        heading,
        sentences: told.into(),
        choose: (on < all.len())
            .then(|| action(&words.counted_lists(OnLists::ChooseKind, n, &[]), None, switch(true))),
        leave: action(words.on_lists(leave.0), None, leave.1),
        rows: all.iter().take(room).map(row).collect(),
        more: super::sites::more(all.len(), pages, words),
        held: None,
        is_rest: false,
    })
}

/// The risky kinds of which there are sites, each with how many of them are on.
pub(super) fn groups(facts: &Facts, words: Words) -> Vec<SiteGroup> {
    let group = |(category, all): (Category, Vec<(&OfList, &Listed)>)| {
        let (title, n) = (words.category(category), all.len() as u64);
        let on = all.iter().filter(|(list, page)| is_on(list, page)).count() as u64;
        let state = Switched::of(on, n);
        // Its sites are named where it is read what they mean, not here.
        let detail = words.counted_lists(OnLists::Sites, n, &[]);
        let partly = (state == Switched::Partly).then(|| partly(on, n, words));
        let spoken = [title, &detail].into_iter().chain(partly.as_deref());
        SiteGroup {
            spoken: sentences(spoken.chain([words.on_lists(OnLists::OpensKind)])),
            id: category.code().to_owned(),
            title: title.to_owned(),
            count: words
                .lists(OnLists::OnOf, &[("on", &words.thousands(on)), ("n", &words.thousands(n))]),
            detail,
            state,
            // It is switched off at once, and on only by who has read what it means.
            flips: (state != Switched::Off).then(|| switches(&all, false)),
            goes: Goes::Risky { category: category.code().to_owned() },
        }
    };
    of_kind(facts).into_iter().map(group).collect()
}

/// Switches these pages' kind in every list that has it, by the names that lists have for it.
fn switches(all: &[(&OfList, &Listed)], is_on: bool) -> Does {
    Does::SwitchKinds { list: None, kinds: kinds(all.iter().map(|(_, page)| *page)), is_on }
}

/// The pages of each risky kind in all lists.
fn of_kind(facts: &Facts) -> BTreeMap<Category, Vec<(&OfList, &Listed)>> {
    let mut found = BTreeMap::<_, Vec<_>>::new();
    for list in &facts.lists {
        for page in &list.pages {
            let category = page.entry.category.as_deref().and_then(Category::of_code);
            if let Some(category) = category.filter(|category| category.is_risky()) {
                found.entry(category).or_default().push((list, page));
            }
        }
    }
    found
}
