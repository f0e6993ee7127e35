//! The sites of a group or of a list, each with a switch, a page of them after the other.

use arna_engine::Listed;
use arna_model::{Category, ListId};
use arna_words::{OnLists, Words};
use serde::Serialize;

use super::facts::{Facts, OfList};
use super::group::{Which, is_on, kinds};
use crate::results::name;
use crate::spoken::{action, sentences};
use crate::{Action, Does, Goes, RowsHeld, SiteSwitch};

/// The sites of a group or of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct GroupSites {
    /// What it is called.
    pub heading: String,
    /// How many of them are on.
    pub count: String,
    /// Its sites.
    pub rows: Vec<SiteSwitch>,
    /// Shows more of them.
    pub more: Option<Action>,
    /// There is none.
    pub empty: Option<String>,
    /// What can be done with all of it: switched, or, where it is a list of the user's, renamed and removed.
    pub actions: Vec<Action>,
    /// What is said when the next page is asked for, to get its rows alone.
    #[serde(skip)]
    pub held: Option<RowsHeld>,
    /// Whether rows that whoever asked has already are left out; all else is here.
    #[serde(skip)]
    pub is_rest: bool,
}

/// The sites of a group or of a list, so many `pages` of them; `None`: there is no such list. `held`: what of them is there already.
pub fn sites(
    facts: &Facts,
    which: &Which,
    (pages, held): (u32, Option<RowsHeld>),
    words: Words,
) -> Option<GroupSites> {
    let of = |pages| whole(facts, which, pages, words);
    let mut made = of(pages)?;
    let holds = Some(RowsHeld::of(&made, pages));
    if let Some(before) = held.and_then(|held| held.still(pages, of)) {
        made.rows.drain(..before.rows.len());
        made.is_rest = true;
    }
    Some(GroupSites { held: holds, ..made })
}

fn whole(facts: &Facts, which: &Which, pages: u32, words: Words) -> Option<GroupSites> {
    let list = which.list(facts)?;
    let all: Vec<_> = list.pages.iter().filter(|page| which.has(page)).collect();
    let on = all.iter().filter(|page| is_on(list, page)).count();
    let (heading, actions) = match which {
        Which::BuiltIn(subject) => {
            let switch = |is_on| Does::SwitchKinds {
                list: Some(list.list.id.to_string()),
                kinds: kinds(all.iter().copied()),
                is_on,
            };
            let all_on = action(words.on_lists(OnLists::AllOn), None, switch(true));
            let all_off = action(words.on_lists(OnLists::AllOff), None, switch(false));
            let actions = [(on < all.len(), all_on), (on > 0, all_off)];
            let actions = actions.into_iter().filter(|(is_of_use, _)| *is_of_use);
            (subject.title(words).to_owned(), actions.map(|(_, action)| action).collect())
        }
        Which::Own(_) => (words.list(&list.list.name), of_own(list, words)),
    };
    let numbers = [words.thousands(on as u64), words.thousands(all.len() as u64)];
    let row = |page: &&Listed| {
        let about = page.entry.category.as_deref().map(|code| words.category_of(code));
        site(list, page, about, (false, words))
    };
    Some(GroupSites {
        heading,
        count: words.lists(OnLists::OnOf, &[("on", &numbers[0]), ("n", &numbers[1])]),
        rows: all.iter().take(room(pages)).map(row).collect(),
        more: more(all.len(), pages, words),
        empty: all.is_empty().then(|| words.on_lists(OnLists::Empty).to_owned()),
        actions,
        held: None,
        is_rest: false,
    })
}

fn of_own(list: &OfList, words: Words) -> Vec<Action> {
    let id = || list.list.id.to_string();
    let stays = words.on_lists(OnLists::RemoveDetail).to_owned();
    vec![
        action(words.on_lists(OnLists::Rename), None, Does::RenameList { list: id() }),
        action(words.on_lists(OnLists::Remove), Some(stays), Does::RemoveList { list: id() }),
    ]
}

/// A site with its switch. `is_read`: what its kind means was read, so that one of a risky kind can be switched on here.
pub(super) fn site(
    list: &OfList,
    page: &Listed,
    detail: Option<String>,
    (is_read, words): (bool, Words),
) -> SiteSwitch {
    let title = name(&page.entry.url);
    let is_on = is_on(list, page);
    let is_risky = page.entry.is_risky();
    let category = page.entry.category.as_deref().and_then(Category::of_code);
    let risk = category.filter(|_| is_risky && !is_read && !is_on);
    let opens = risk.map(|_| words.on_lists(OnLists::OpensKind));
    let parts = [title.as_str()].into_iter().chain(detail.as_deref()).chain(opens);
    SiteSwitch {
        spoken: sentences(parts),
        title,
        detail,
        is_on,
        flips: risk.is_none().then(|| Does::SwitchPage {
            list: list.list.id.to_string(),
            url: page.entry.url.clone(),
            is_on: !is_on,
        }),
        goes: risk.map(|risk| Goes::Risky { category: risk.code().to_owned() }),
    }
}

/// So many rows are shown.
pub(super) fn room(pages: u32) -> usize {
    usize::try_from(pages).unwrap_or(usize::MAX).saturating_mul(PAGE)
}

/// Shows one page more, where there are more rows.
pub(super) fn more(rows: usize, pages: u32, words: Words) -> Option<Action> {
    let left = rows.checked_sub(room(pages)).filter(|left| *left > 0)? as u64;
    let part = pages.saturating_add(1).to_string();
    let label = words.counted_lists(OnLists::ShowMore, left, &[]);
    Some(action(&label, None, Does::Show { part }))
}

/// Whether a list is the user's own.
pub(super) fn is_own(list: &OfList) -> bool {
    list.list.id != ListId::BuiltIn
}

/// Rows of a page, as in the results.
const PAGE: usize = 50;
