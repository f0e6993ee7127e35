//! What is said where somebody asks for notices that nobody would see: the phone shows none of this app.

use arna_screens::{Trouble, trouble};
use arna_words::Trouble as Name;

use super::Reader;

/// Why nobody would see a reminder: a page of its own, whose button opens the phone's settings.
#[uniffi::export]
pub fn no_reminder(reader: Reader) -> Trouble {
    unseen(&reader, Name::NoReminder)
}

/// The same of news of the Internet.
#[uniffi::export]
pub fn no_news(reader: Reader) -> Trouble {
    unseen(&reader, Name::NoNews)
}

fn unseen(reader: &Reader, what: Name) -> Trouble {
    let words = reader.words();
    trouble::no_notices(words.trouble(what, &[]), words)
}
