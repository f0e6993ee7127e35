//! Groups: which pages are in each, how many of them are on, and what their switches do.

use std::collections::BTreeSet;

use arna_engine::Listed;
use arna_model::{Category, ListId};
use arna_words::{OnLists, Words};

use super::facts::{Facts, OfList};
use super::risky_lead;
use crate::results::name;
use crate::spoken::sentences;
use crate::{Does, Goes, GroupBlock, SiteGroup, Switched};

/// What the sites of a group of the built-in list are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// News.
    News,
    /// Messengers, social networks and places for blogs.
    Talking,
    /// Human rights.
    Rights,
    /// Whatever else.
    Rest,
}

impl Subject {
    const ALL: [Self; 4] = [Self::News, Self::Talking, Self::Rights, Self::Rest];

    /// What a page of this category is about; `None`: it is of a risky kind, and in no group.
    fn of(category: Option<&str>) -> Option<Self> {
        Some(match category.and_then(Category::of_code) {
            Some(category) if category.is_risky() => return None,
            Some(Category::News) => Self::News,
            Some(Category::Comt | Category::Grp | Category::Host) => Self::Talking,
            Some(Category::Humr) => Self::Rights,
            Some(_) | None => Self::Rest,
        })
    }

    fn id(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Talking => "talking",
            Self::Rights => "rights",
            Self::Rest => "rest",
        }
    }

    pub(super) fn title(self, words: Words) -> &'static str {
        words.on_lists(match self {
            Self::News => OnLists::News,
            Self::Talking => OnLists::Talking,
            Self::Rights => OnLists::Rights,
            Self::Rest => OnLists::Rest,
        })
    }
}

/// Which sites are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// A group of the built-in list.
    BuiltIn(Subject),
    /// All of a list of the user's.
    Own(ListId),
}

impl Which {
    /// What goes by this id; `None`: it is no id of a group or a list.
    pub fn of_id(id: &str) -> Option<Self> {
        let subject = Subject::ALL.into_iter().find(|subject| subject.id() == id);
        let own = || id.parse().ok().filter(|list| *list != ListId::BuiltIn);
        subject.map(Self::BuiltIn).or_else(|| own().map(Self::Own))
    }

    /// Its id.
    pub fn id(&self) -> String {
        match self {
            Self::BuiltIn(subject) => subject.id().to_owned(),
            Self::Own(list) => list.to_string(),
        }
    }

    /// The list that it is of, if that is there.
    pub(super) fn list<'a>(&self, facts: &'a Facts) -> Option<&'a OfList> {
        let id = match self {
            Self::BuiltIn(_) => ListId::BuiltIn,
            Self::Own(list) => *list,
        };
        facts.lists.iter().find(|one| one.list.id == id)
    }

    /// Whether a page of its list is in it.
    pub(super) fn has(&self, page: &Listed) -> bool {
        match self {
            Self::BuiltIn(subject) => Subject::of(page.entry.category.as_deref()) == Some(*subject),
            Self::Own(_) => true,
        }
    }
}

/// Whether a page is looked at. The built-in list is seen by its groups alone, which are off where it is off as a whole.
pub(super) fn is_on(list: &OfList, page: &Listed) -> bool {
    page.is_on && (list.list.is_on || list.list.id != ListId::BuiltIn)
}

/// The categories of pages, each once, as their list has them.
pub(super) fn kinds<'a>(pages: impl IntoIterator<Item = &'a Listed>) -> Vec<String> {
    let kinds: BTreeSet<_> =
        pages.into_iter().filter_map(|page| page.entry.category.clone()).collect();
    kinds.into_iter().collect()
}

/// All blocks, in their order.
pub(super) fn blocks(facts: &Facts, words: Words) -> Vec<GroupBlock> {
    let built_in = facts.lists.iter().find(|one| one.list.id == ListId::BuiltIn);
    let groups = built_in.into_iter().flat_map(|list| of_built_in(list, words)).collect();
    let own: Vec<_> = facts.lists.iter().filter(|one| one.list.id != ListId::BuiltIn).collect();
    let count = |on: u64, all: u64| words.lists(OnLists::OnOf, &[("on", &on), ("n", &all)]);
    let total = |pages: &mut dyn Iterator<Item = bool>| {
        pages.fold((0, 0), |(on, all), is_on| (on + u64::from(is_on), all + 1))
    };
    let (on, all) = total(&mut built_in.into_iter().flat_map(|list| {
        let harmless = list.pages.iter().filter(|page| !page.entry.is_risky());
        harmless.map(|page| is_on(list, page))
    }));
    let (own_on, own_all) = total(
        &mut own
            .iter()
            .flat_map(|list| list.pages.iter().map(|page| list.list.is_on && page.is_on)),
    );
    let own_count = if own_all == 0 { words.thousands(0) } else { count(own_on, own_all) };
    let heading = |text| words.on_lists(text).to_owned();
    let block = |text, count, groups| GroupBlock {
        heading: heading(text),
        count: Some(count),
        lead: None,
        groups,
    };
    let risky = super::risky::groups(facts, words);
    let risky = (!risky.is_empty()).then(|| GroupBlock {
        heading: heading(OnLists::OffUntilChosen),
        count: None,
        lead: Some(risky_lead(words)),
        groups: risky,
    });
    let own = own.into_iter().map(|list| of_own(list, words)).collect();
    [block(OnLists::BuiltIn, count(on, all), groups), block(OnLists::Yours, own_count, own)]
        .into_iter()
        .chain(risky)
        .collect()
}

fn of_built_in(list: &OfList, words: Words) -> Vec<SiteGroup> {
    let group = |subject: Subject| {
        let which = Which::BuiltIn(subject);
        let pages: Vec<_> = list.pages.iter().filter(|page| which.has(page)).collect();
        let on = pages.iter().filter(|page| is_on(list, page)).count() as u64;
        let state = Switched::of(on, pages.len() as u64);
        let flips = Does::SwitchKinds {
            list: Some(list.list.id.to_string()),
            kinds: kinds(pages.iter().copied()),
            is_on: state != Switched::On,
        };
        let title = subject.title(words);
        (!pages.is_empty()).then(|| made(&which, title, (&pages, on, state), flips, words))
    };
    Subject::ALL.into_iter().filter_map(group).collect()
}

fn of_own(list: &OfList, words: Words) -> SiteGroup {
    let which = Which::Own(list.list.id);
    let pages: Vec<_> = list.pages.iter().collect();
    let on = pages.iter().filter(|page| page.is_on).count() as u64;
    let state = match list.list.is_on {
        true => Switched::of(on, pages.len() as u64),
        false => Switched::Off,
    };
    let id = list.list.id.to_string();
    let flips = Does::SwitchList { list: id, is_on: !list.list.is_on };
    let on = if list.list.is_on { on } else { 0 };
    made(&which, &words.list(&list.list.name), (&pages, on, state), flips, words)
}

fn made(
    which: &Which,
    title: &str,
    (pages, on, state): (&[&Listed], u64, Switched),
    flips: Does,
    words: Words,
) -> SiteGroup {
    let (n, id) = (pages.len() as u64, which.id());
    let detail = examples(pages, words);
    let count =
        words.lists(OnLists::OnOf, &[("on", &words.thousands(on)), ("n", &words.thousands(n))]);
    let partly = (state == Switched::Partly).then(|| partly(on, n, words));
    let spoken = [title, &detail].into_iter().chain(partly.as_deref());
    SiteGroup {
        spoken: sentences(spoken.chain([words.on_lists(OnLists::OpensSites)])),
        title: title.to_owned(),
        goes: Goes::Group { id: id.clone() },
        flips: Some(flips),
        id,
        detail,
        count,
        state,
    }
}

/// How many of them are on, where that is neither all nor none.
pub(super) fn partly(on: u64, n: u64, words: Words) -> String {
    let (on, n) = (words.thousands(on), words.thousands(n));
    words.lists(OnLists::PartlyOn, &[("on", &on), ("n", &n)])
}

/// How many pages there are, and the names of two.
fn examples(pages: &[&Listed], words: Words) -> String {
    let names: Vec<_> = pages.iter().take(2).map(|page| name(&page.entry.url)).collect();
    let n = pages.len() as u64;
    match n {
        0 => words.on_lists(OnLists::Empty).to_owned(),
        1 | 2 => words.counted_lists(OnLists::SitesAre, n, &[("names", &names.join(", "))]),
        _ => words.counted_lists(OnLists::SitesAs, n, &[("names", &names.join(", "))]),
    }
}
