//! Why a value does not do: kept as what is to be said, so that whoever typed it reads it in their language.

use std::fmt;

use arna_words::{Language, Line, Words};

/// Why a value does not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// What the option takes.
    Takes(Line),
    /// It takes a whole number, and these are the least and the most.
    Between(u64, u64),
}

impl Unfit {
    /// The sentence, in the language of `words`.
    pub(crate) fn said(self, words: Words) -> String {
        match self {
            Self::Takes(what) => words.line(what, &[]),
            Self::Between(least, most) => {
                let (least, most) = (words.thousands(least), words.thousands(most));
                words.line(Line::TakesWhole, &[("least", &least), ("most", &most)])
            }
        }
    }
}

/// For clap, which says it in English alone.
impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said(Words::of(Language::En)))
    }
}

impl std::error::Error for Unfit {}
