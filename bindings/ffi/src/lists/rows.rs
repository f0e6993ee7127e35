//! What apps see of lists, as it crosses to them.

use arna_lists::Read;
use arna_model::{ListId, Mistake};
use arna_words::{Phrase, Words};

use crate::rows::count;

/// A list of pages.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ListInfo {
    /// Its id: `built-in`, or a number.
    pub id: String,
    /// What it is called, for people.
    pub name: String,
    /// Whether it comes with Arna: it can be switched and put in order, not be changed.
    pub is_built_in: bool,
    /// Whether it is measured.
    pub is_on: bool,
    /// How many pages it has.
    pub pages: u64,
    /// How many of them are measured if the list is.
    pub pages_on: u64,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ListPage {
    /// Its URL.
    pub url: String,
    /// The code of its category, as the list has it.
    pub category: Option<String>,
    /// The same in words.
    pub about: Option<String>,
    /// Whether opening it may harm who opens it: such pages are off until they are chosen.
    pub is_risky: bool,
    /// Whether it is measured if its list is.
    pub is_on: bool,
}

/// The pages of a list that are about the same.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ListGroup {
    /// The code of their category; nothing: those without one.
    pub category: Option<String>,
    /// The same in words.
    pub about: Option<String>,
    /// Whether opening them may harm who opens them.
    pub is_risky: bool,
    /// How many there are.
    pub pages: u64,
    /// How many of them are measured if the list is.
    pub pages_on: u64,
}

/// What of a list is switched.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ListSwitch {
    /// The list itself.
    Whole,
    /// All pages of a category.
    Category {
        /// Its code; nothing: those without one.
        code: Option<String>,
    },
    /// One page.
    Page {
        /// Its URL, as the list has it.
        url: String,
    },
}

/// Where a list comes from.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ListSource {
    /// What was typed or pasted: one URL a line, a table whose first line names its columns, an OONI Run link or
    /// descriptor.
    Text {
        /// It.
        text: String,
    },
    /// The same as a file: in UTF-8, UTF-16 or windows-1251, up to 16 MB.
    File {
        /// All of its bytes.
        content: Vec<u8>,
    },
    /// What another app shared: the URLs in it are found wherever they stand.
    Shared {
        /// It.
        text: String,
    },
}

/// What a source holds.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ListRead {
    /// What the list calls itself, if it does: to be proposed as its name.
    pub name: Option<String>,
    /// The first pages, 5000 at most, as they would be kept: risky ones off.
    pub first: Vec<ListPage>,
    /// How many pages there are, each counted once.
    pub pages: u64,
    /// How many of them were names alone ("example.com"), and were taken with https.
    pub names: u64,
    /// How many were there again.
    pub doubles: u64,
    /// What is wrong with the rest, in the order of the text: the first thousand.
    pub mistakes: Vec<ListMistake>,
    /// That there are more of them: for the line below; nothing: those are all.
    pub more_mistakes: Option<String>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ListMistake {
    /// Which line, from 1 on; nothing: it is about the whole text.
    pub line: Option<u64>,
    /// What is wrong, with the number of the line.
    pub sentence: String,
    /// The URL that was probably meant.
    pub meant: Option<String>,
}

/// What became of a list that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ListKept {
    /// It, as it is now; nothing: the source has no page, nothing was kept or changed, and its mistakes say why.
    pub list: Option<ListInfo>,
    /// What the source holds.
    pub read: ListRead,
}

impl ListInfo {
    pub(super) fn of(list: arna_engine::List, words: Words) -> Self {
        let arna_engine::List { id, name, is_on, entries, on } = list;
        Self {
            id: id.to_string(),
            name: words.list(&name),
            is_built_in: id == ListId::BuiltIn,
            is_on,
            pages: entries,
            pages_on: on,
        }
    }
}

impl ListPage {
    pub(super) fn of(entry: arna_model::ListEntry, is_on: bool, words: Words) -> Self {
        Self {
            about: entry.category.as_deref().map(|code| words.category_of(code)),
            is_risky: entry.is_risky(),
            url: entry.url,
            category: entry.category,
            is_on,
        }
    }
}

impl ListGroup {
    pub(super) fn of(group: arna_engine::Group, words: Words) -> Self {
        let arna_engine::Group { category, is_risky, entries, on } = group;
        let about = category.as_deref().map(|code| words.category_of(code));
        Self { category, about, is_risky, pages: entries, pages_on: on }
    }
}

impl ListRead {
    pub(super) fn of(read: &Read, words: Words) -> Self {
        let page =
            |entry: &arna_model::ListEntry| ListPage::of(entry.clone(), !entry.is_risky(), words);
        let mistake = |one: &Mistake| ListMistake {
            line: one.line,
            sentence: words.mistake_in_line(one),
            meant: one.meant.clone(),
        };
        let more = (read.more_mistakes > 0)
            .then(|| words.counted(Phrase::MoreMistakes, read.more_mistakes, &[]));
        Self {
            name: read.name.clone(),
            first: read.entries.iter().take(MOST_SHOWN).map(page).collect(),
            pages: count(read.entries.len()).into(),
            names: read.names,
            doubles: read.doubles,
            mistakes: read.mistakes.iter().map(mistake).collect(),
            more_mistakes: more,
        }
    }
}

impl From<ListSwitch> for arna_engine::Switch {
    fn from(what: ListSwitch) -> Self {
        match what {
            ListSwitch::Whole => Self::List,
            ListSwitch::Category { code } => Self::Category(code),
            // As lists have it, where it is one.
            ListSwitch::Page { url } => {
                Self::Page(arna_engine::page(&url).map_or(url, String::from))
            }
        }
    }
}

/// A page of rows, as everywhere.
const MOST_SHOWN: usize = 5_000;
