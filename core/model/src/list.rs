//! Lists of pages: what they are called, and what is wrong with a line that is none.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Category;

/// A list of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListId {
    /// The one that comes with Arna: `built-in`.
    BuiltIn,
    /// One of the user's, by the number that its store gave it: 2 and more, and never the same twice.
    Own(i64),
}

impl fmt::Display for ListId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str(BUILT_IN),
            Self::Own(number) => number.fmt(f),
        }
    }
}

impl FromStr for ListId {
    type Err = NoListId;

    fn from_str(text: &str) -> Result<Self, NoListId> {
        if text == BUILT_IN {
            return Ok(Self::BuiltIn);
        }
        let number = text.parse().ok().filter(|number| *number >= FIRST_OWN);
        number.map(Self::Own).ok_or(NoListId)
    }
}

/// A text that is no list's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoListId;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListEntry {
    /// Its URL, as it is normally written.
    pub url: String,
    /// What the list says that it is about: mostly a [`Category`]'s code.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<String>,
}

impl ListEntry {
    /// Whether opening it may harm who opens it, as far as its category tells.
    pub fn is_risky(&self) -> bool {
        let category = self.category.as_deref().and_then(Category::of_code);
        category.is_some_and(Category::is_risky)
    }
}

/// What is wrong with a line of a list, or with all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistake {
    /// The line, from 1 on; `None`: it is about the whole text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<u64>,
    /// What is wrong.
    pub flaw: Flaw,
    /// What stands there, without anybody's user and password, and cut where it is long.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub text: String,
    /// The URL that was probably meant.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub meant: Option<String>,
}

/// What can be wrong with a line of a list, or with all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// Bytes that are no text.
    NoText,
    /// Letters of an old encoding that may be others than they seem.
    OldLetters,
    /// White space within.
    WhiteSpace,
    /// Characters that do not show.
    Unseen,
    /// A semicolon, as between the columns of a table.
    Semicolon,
    /// A row of a table without the line that names its columns.
    Row,
    /// A row of a table without a URL.
    NoUrl,
    /// A quote in a table that is never closed.
    OpenQuote,
    /// The URL of something else than a page.
    OtherScheme,
    /// A name without a scheme.
    Name,
    /// No URL.
    NotUrl,
    /// A line that is longer than any URL.
    LongLine,
    /// More bytes than are read.
    TooLong,
    /// JSON that cannot be read to its end.
    BrokenJson,
    /// JSON that is no OONI Run descriptor.
    OtherJson,
    /// A descriptor's test that looks at no pages.
    OtherTest,
    /// An OONI Run link whose list is on a server.
    RunOnServer,
    /// An OONI Run link that holds no list.
    RunWithoutList,
    /// Not one URL.
    Nothing,
}

/// What the list is called in data that comes with Arna.
pub const BUILT_IN: &str = "built-in";
/// The store's row with number 1 holds what was switched in the built-in list.
const FIRST_OWN: i64 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_are_written() {
        for id in [ListId::BuiltIn, ListId::Own(2), ListId::Own(i64::MAX)] {
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        for text in ["", "0", "1", "-3", "builtin", "9223372036854775808"] {
            assert_eq!(text.parse::<ListId>(), Err(NoListId), "{text}");
        }
    }
}
