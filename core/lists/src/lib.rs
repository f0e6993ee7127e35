//! Lists of pages as people have them: text in, entries and mistakes out.
//!
//! [`read`] takes a file or what was pasted: one URL a line; a table whose first line names its columns, as the citizen
//! test lists have it; an OONI Run link or descriptor. [`shared`] finds the URLs in whatever was shared into an app.
//! What is wrong is said with its line and its reason, and the rest is taken. Nothing but a URL ever becomes part of one:
//! where a line holds more it is left out, since a guess would measure another page. A site's name alone ("example.com") is
//! taken with https, as browsers open it, and counted.
//!
//! Time is linear in the length of the text, and memory is bounded by [`MOST_BYTES`]. It performs no I/O.

mod encoding;
mod lines;
mod ooni_run;
mod page;
mod shared;
mod table;
mod taker;
mod written;

use arna_model::{Flaw, ListEntry, Mistake};

pub use page::{NoPage, page, plain_input};
pub use shared::shared;
use taker::Taker;
pub use written::written;

/// What a text holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// What the list calls itself, where it does.
    pub name: Option<String>,
    /// Its pages, each once, in the order of the text.
    pub entries: Vec<ListEntry>,
    /// What is wrong with the rest, in the order of the text: the first [`MOST_MISTAKES`].
    pub mistakes: Vec<Mistake>,
    /// How many mistakes there are beyond those.
    pub more_mistakes: u64,
    /// How many of them were names alone, and were taken with https.
    pub names: u64,
    /// How many pages were there again.
    pub doubles: u64,
}

/// Reads a list from a file or from what was pasted, in UTF-8, UTF-16 or the old encoding of Russian systems.
pub fn read(content: &[u8]) -> Read {
    if content.len() > MOST_BYTES {
        return Taker::default().refused(Flaw::TooLong);
    }
    let decoded = encoding::decode(content);
    let mut taker = Taker::of(&decoded);
    let text = decoded.bytes.trim_ascii_start();
    if text.starts_with(b"{") || text.starts_with(b"[") {
        taker.take_descriptors(&decoded.bytes);
    } else if let Some(separator) = table::separator(&decoded.bytes) {
        taker.take_table(&decoded.bytes, separator);
    } else {
        taker.take_lines(&decoded.bytes);
    }
    taker.end()
}

/// What a file holds as text, for people to change; `None` if it is none, or if its encoding is but a guess: what is
/// then doubtful in it would be doubtful no more.
pub fn text(content: &[u8]) -> Option<String> {
    let decoded = encoding::decode(content);
    if decoded.is_guessed {
        return None;
    }
    String::from_utf8(decoded.bytes.into_owned()).ok()
}

/// Takes URLs that were typed one by one, as on a command line. Mistakes have no line.
pub fn typed(texts: &[String]) -> Read {
    let mut taker = Taker::default();
    for text in texts {
        taker.take_typed(text);
    }
    taker.end()
}

/// More bytes are not read: a hundred times the citizen test lists' global one (some 150 kB).
pub const MOST_BYTES: usize = 16 << 20;
/// More mistakes are only counted: nobody reads more, and a text of nothing else must not take ten times its memory.
pub const MOST_MISTAKES: usize = 1_000;
/// A longer URL is none: servers need not take more (RFC 9110, section 4.1, names 8,000 octets).
pub const LONGEST_URL: usize = 8_000;
