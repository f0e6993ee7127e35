//! Files that somebody chooses on the phone: how much of one is read, and what is said where it cannot be used.

use arna_screens::{Trouble, trouble};
use arna_words::Trouble as Name;

use super::Reader;

/// What is the matter with a file that was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum FileTrouble {
    /// It cannot be read.
    Unread,
    /// It was not written, and nothing of it is left.
    Unwritten,
    /// It was written in part, and that part is left.
    Left,
    /// There is no room for it where it was to be.
    NoRoom,
    /// The phone has no app to choose it with, or to send it with.
    NoApp,
    /// Whoever lends it takes long to give or to take it: going back gives it up.
    Waiting,
    /// Whoever lends it does not answer.
    Unanswered,
}

impl From<FileTrouble> for Name {
    fn from(what: FileTrouble) -> Self {
        match what {
            FileTrouble::Unread => Self::FileUnread,
            FileTrouble::Unwritten => Self::FileUnwritten,
            FileTrouble::Left => Self::FileLeft,
            FileTrouble::NoRoom => Self::FileNoRoom,
            FileTrouble::NoApp => Self::FileNoApp,
            FileTrouble::Waiting => Self::FileWaiting,
            FileTrouble::Unanswered => Self::FileUnanswered,
        }
    }
}

/// What is said of a file that was chosen: a page of its own, whose button leads back.
#[uniffi::export]
pub fn file_trouble(reader: Reader, what: FileTrouble) -> Trouble {
    let words = reader.words();
    trouble::not_done(words.trouble(what.into(), &[]), words)
}

/// The same of anything else that did not come about, which a whole sentence says: of a run whose results found no room.
#[uniffi::export]
pub fn not_done(reader: Reader, sentence: String) -> Trouble {
    trouble::not_done(sentence, reader.words())
}

/// Bytes of a file with sites that are read at most: one more, and it is said to be too long.
#[uniffi::export]
pub fn longest_list() -> u64 {
    arna_lists::MOST_BYTES as u64
}
