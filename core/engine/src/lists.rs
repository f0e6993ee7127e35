//! The user's lists and the built-in one, as one kind of thing: what each holds, what of it is switched on, and the
//! targets that come of that.
//!
//! A page of a risky category is off until it is chosen, in every list. Switching a list on or off leaves its pages'
//! own switches as they are.

use std::collections::{BTreeMap, HashMap, HashSet};

use arna_model::{BUILT_IN, Category, ListEntry, ListId, Request, Target};

use crate::store::{BUILT_IN_ROW, EntryRow, ListRow};

/// A list of pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Which one.
    pub id: ListId,
    /// What its user calls it; `built-in` for the one that comes with Arna, which shells have a word for.
    pub name: String,
    /// Whether it is looked at.
    pub is_on: bool,
    /// How many pages it has.
    pub entries: u64,
    /// How many of them are looked at if the list is.
    pub on: u64,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The page.
    pub entry: ListEntry,
    /// Whether it is looked at if its list is.
    pub is_on: bool,
}

/// The pages of a list that are about the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Their category, as the list has it; `None`: those without one.
    pub category: Option<String>,
    /// Whether opening them may harm who opens them.
    pub is_risky: bool,
    /// How many there are.
    pub entries: u64,
    /// How many of them are looked at if the list is.
    pub on: u64,
}

/// What of a list is switched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Switch {
    /// The list itself.
    List,
    /// All pages of a category; `None`: those without one.
    Category(Option<String>),
    /// The page with this URL, as the list has it.
    Page(String),
}

impl Switch {
    /// Whether it is for this page.
    pub(crate) fn is_for(&self, entry: &ListEntry) -> bool {
        match self {
            Self::List => false,
            Self::Category(category) => is_same(category.as_deref(), entry.category.as_deref()),
            Self::Page(url) => *url == entry.url,
        }
    }
}

/// What a list cannot be or do. Texts are for users.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListTrouble {
    /// There is no such list.
    #[error("there is no such list")]
    NoList,
    /// There is no such page or category in it.
    #[error("there is no such page or category in this list")]
    NoEntry,
    /// Another list has this name.
    #[error("there is a list of this name already: {0}")]
    Taken(String),
    /// A name that is empty, too long or does not show.
    #[error(
        "a list's name has 1 to {LONGEST_NAME} characters, all of which show, and is no number"
    )]
    BadName,
    /// The built-in list comes as it is.
    #[error("the built-in list comes with Arna: it can be switched, and not be changed")]
    BuiltIn,
    /// More pages than a list holds.
    #[error("a list holds {MOST_ENTRIES} pages at most, and this one has {0}; nothing was changed")]
    TooMany(usize),
    /// Nothing is switched on.
    #[error("no page is switched on in the lists that this is to look at")]
    NothingOn,
}

/// The name that a list may have, without white space around it.
pub(crate) fn name(text: &str) -> Result<String, ListTrouble> {
    let name = text.trim();
    let is_good = (1..=LONGEST_NAME).contains(&name.chars().count())
        && !name.contains(arna_model::is_unseen)
        && name != BUILT_IN
        && name.parse::<ListId>().is_err();
    is_good.then(|| name.to_owned()).ok_or(ListTrouble::BadName)
}

/// The pages of a new list, or of one that is written anew: what was switched by hand stays as it was.
pub(crate) fn pages(
    entries: Vec<ListEntry>,
    before: &[EntryRow],
) -> Result<Vec<(ListEntry, bool)>, ListTrouble> {
    if entries.len() > MOST_ENTRIES {
        return Err(ListTrouble::TooMany(entries.len()));
    }
    let known: HashMap<_, _> = before
        .iter()
        .map(|row| (row.entry.url.as_str(), (row.entry.is_risky(), row.is_on)))
        .collect();
    let is_on = |entry: &ListEntry| match known.get(entry.url.as_str()) {
        // Chosen or left under another category is not chosen under this one.
        Some((was_risky, is_on)) if *was_risky == entry.is_risky() => *is_on,
        _ => !entry.is_risky(),
    };
    Ok(entries.into_iter().map(|entry| (is_on(&entry), entry)).map(|(on, it)| (it, on)).collect())
}

/// The built-in list with what was switched in it.
pub(crate) fn built_in(entries: Vec<ListEntry>, switched: &[EntryRow]) -> Vec<Listed> {
    let switched: HashMap<_, _> =
        switched.iter().map(|row| (row.entry.url.as_str(), row.is_on)).collect();
    let listed = |entry: ListEntry| {
        let is_on = switched.get(entry.url.as_str()).copied().unwrap_or(!entry.is_risky());
        Listed { entry, is_on }
    };
    entries.into_iter().map(listed).collect()
}

/// All lists in the user's order, with the built-in one before the others where nobody gave it a place.
pub(crate) fn lists(rows: Vec<ListRow>, built_in: &[Listed]) -> Vec<List> {
    let of_built_in = |is_on| List {
        id: ListId::BuiltIn,
        name: BUILT_IN.to_owned(),
        is_on,
        entries: built_in.len() as u64,
        on: built_in.iter().filter(|one| one.is_on).count() as u64,
    };
    let has_row = rows.iter().any(|row| row.id == BUILT_IN_ROW);
    let first = (!has_row).then(|| of_built_in(true));
    let rest = rows.into_iter().map(|row| match row {
        ListRow { id: BUILT_IN_ROW, is_on, .. } => of_built_in(is_on),
        ListRow { id, name, is_on, entries, on } => {
            List { id: ListId::Own(id), name: name.unwrap_or_default(), is_on, entries, on }
        }
    });
    first.into_iter().chain(rest).collect()
}

/// The pages of a list by what they are about: those that are no risk first, and those without a category last of them.
pub(crate) fn groups(pages: &[Listed]) -> Vec<Group> {
    let mut groups = BTreeMap::<_, Group>::new();
    for Listed { entry, is_on } in pages {
        let is_risky = entry.is_risky();
        let category = entry.category.as_deref().map(of_code);
        let group = groups.entry((is_risky, category.is_none(), category.clone()));
        let group = group.or_insert(Group { category, is_risky, entries: 0, on: 0 });
        group.entries += 1;
        group.on += u64::from(*is_on);
    }
    groups.into_values().collect()
}

/// The request for these lists' pages that are on: each once, in the order of the lists and of their pages. A page of
/// several lists counts for the first.
pub(crate) fn request(mut request: Request, lists: Vec<(String, Vec<Listed>)>) -> Request {
    let mut seen = HashSet::new();
    request.targets.clear();
    let mut names = Vec::new();
    for (name, pages) in lists {
        let before = request.targets.len();
        for Listed { entry: ListEntry { url, category }, .. } in
            pages.into_iter().filter(|page| page.is_on)
        {
            if seen.insert(url.clone()) {
                let list = Some(name.clone());
                request.targets.push(Target { input: url, category, list, truth: None });
            }
        }
        if request.targets.len() > before {
            names.push(name);
        }
    }
    request.list = (!names.is_empty()).then(|| names.join(", "));
    request
}

/// A category as the test lists write it, or as this list does.
fn of_code(code: &str) -> String {
    Category::of_code(code).map_or_else(|| code.to_owned(), |known| known.code().to_owned())
}

fn is_same(one: Option<&str>, other: Option<&str>) -> bool {
    one.map(of_code) == other.map(of_code)
}

/// Most characters of a list's name: more than a screen shows.
pub const LONGEST_NAME: usize = 80;
/// Most pages of a list: thirty times the citizen test lists' global one. Opening as many takes a phone a tenth of a second.
pub const MOST_ENTRIES: usize = 50_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(url: &str, category: &str) -> ListEntry {
        let category = (!category.is_empty()).then(|| category.to_owned());
        ListEntry { url: url.to_owned(), category }
    }

    fn listed(url: &str, category: &str, is_on: bool) -> Listed {
        Listed { entry: entry(url, category), is_on }
    }

    #[test]
    fn names_are_short_and_show_and_are_nobody_elses() {
        assert_eq!(name("  Мои новости "), Ok("Мои новости".to_owned()));
        let long = "x".repeat(LONGEST_NAME + 1);
        for bad in ["", " ", "built-in", "7", "a\u{202e}b", "a\nb", &long] {
            assert_eq!(name(bad), Err(ListTrouble::BadName), "{bad:?}");
        }
    }

    #[test]
    fn risky_pages_are_off_until_chosen_and_choices_outlive_editing() {
        let entries =
            vec![entry("a", "NEWS"), entry("b", "gmb"), entry("c", ""), entry("d", "own")];
        let on = |pages: &[(ListEntry, bool)]| pages.iter().map(|one| one.1).collect::<Vec<_>>();
        let fresh = pages(entries.clone(), &[]).expect("four");
        assert_eq!(on(&fresh), [true, false, true, true]);
        let row = |url: &str, category: &str, is_on| EntryRow {
            seq: 0,
            entry: entry(url, category),
            is_on,
        };
        let before = [row("a", "NEWS", false), row("b", "GMB", true), row("d", "PORN", true)];
        let again = pages(entries, &before).expect("four");
        assert_eq!(on(&again), [false, true, true, true]);
        // Left on as news is not chosen as gambling.
        let now_risky = pages(vec![entry("a", "GMB")], &[row("a", "NEWS", true)]).expect("one");
        assert_eq!(on(&now_risky), [false]);
        let many = vec![entry("a", ""); MOST_ENTRIES + 1];
        assert_eq!(pages(many, &[]), Err(ListTrouble::TooMany(MOST_ENTRIES + 1)));
    }

    #[test]
    fn groups_have_the_risky_ones_last_and_count_what_is_on() {
        let pages = [
            listed("a", "PORN", false),
            listed("b", "", true),
            listed("c", "news", true),
            listed("d", "NEWS", false),
            listed("e", "GMB", true),
        ];
        let told = groups(&pages);
        let told: Vec<_> = told
            .iter()
            .map(|one| (one.category.as_deref(), one.is_risky, one.entries, one.on))
            .collect();
        assert_eq!(
            told,
            [
                (Some("NEWS"), false, 2, 1),
                (None, false, 1, 1),
                (Some("GMB"), true, 1, 1),
                (Some("PORN"), true, 1, 0)
            ]
        );
        assert!(Switch::Category(Some("news".into())).is_for(&entry("c", "NEWS")));
        assert!(Switch::Category(None).is_for(&entry("b", "")));
        assert!(!Switch::Category(None).is_for(&entry("c", "NEWS")));
    }

    #[test]
    fn each_page_is_asked_for_once_with_its_first_list() {
        let one = vec![listed("b", "NEWS", true), listed("a", "", false), listed("c", "", true)];
        let other = vec![listed("c", "HUMR", true), listed("a", "", true)];
        let lists = vec![("built-in".to_owned(), one), ("Mine".to_owned(), other)];
        let asked = request(Request::default(), lists.clone());
        let told: Vec<_> =
            asked.targets.iter().map(|it| (it.input.as_str(), it.list.as_deref())).collect();
        assert_eq!(told, [("b", Some("built-in")), ("c", Some("built-in")), ("a", Some("Mine"))]);
        assert_eq!(asked.list.as_deref(), Some("built-in, Mine"));
        assert_eq!(request(Request::default(), lists), asked, "the same again");
        assert_eq!(request(asked, vec![]).list, None);
    }
}
