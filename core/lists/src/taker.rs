//! What takes URLs, each once, and notes what is none.

use std::collections::HashSet;

use arna_model::{Flaw, ListEntry, Mistake};
use url::Url;

use crate::encoding::Decoded;
use crate::page::{page_or_name, shorten, without_users};
use crate::{LONGEST_URL, MOST_MISTAKES, NoPage, Read, encoding, page};

/// Takes URLs.
#[derive(Debug, Default)]
pub(crate) struct Taker {
    pub(crate) read: Read,
    known: HashSet<String>,
    is_guessed: bool,
}

impl Taker {
    /// Takes them from a text that was decoded.
    pub(crate) fn of(decoded: &Decoded<'_>) -> Self {
        Self { is_guessed: decoded.is_guessed, ..Self::default() }
    }

    /// Takes a text that should be a URL, or the name of a site alone.
    pub(crate) fn take(&mut self, text: &str, category: Option<&str>, line: Option<u64>) {
        self.take_as(page_or_name, text, category, line);
    }

    /// Takes a word of a sentence that should be a URL. A name alone is asked back: any word may have a dot in it there.
    pub(crate) fn take_word(&mut self, text: &str) {
        self.take_as(|text| Ok((page(text)?, false)), text, None, None);
    }

    fn take_as(
        &mut self,
        page: fn(&str) -> Result<(Url, bool), NoPage>,
        text: &str,
        category: Option<&str>,
        line: Option<u64>,
    ) {
        let text = text.trim();
        if let Some(flaw) = self.flaw(text) {
            return self.wrong(line, flaw, text);
        }
        match page(text) {
            Ok((url, is_name)) => {
                let is_new = self.enter(url.into(), category);
                self.read.names += u64::from(is_name && is_new);
            }
            Err(NoPage { text, meant, is_url }) => {
                let flaw = match (is_url, &meant) {
                    (true, _) => Flaw::OtherScheme,
                    (false, Some(_)) => Flaw::Name,
                    (false, None) => Flaw::NotUrl,
                };
                self.note(Mistake { line, flaw, text, meant: meant.map(String::from) });
            }
        }
    }

    /// Takes what was typed as one URL.
    pub(crate) fn take_typed(&mut self, text: &str) {
        // A tab or a line break at an end was pasted along; within, it is a mistake.
        self.take(text, None, None);
    }

    /// Whether it is new.
    fn enter(&mut self, url: String, category: Option<&str>) -> bool {
        if self.known.contains(&url) {
            self.read.doubles += 1;
            return false;
        }
        self.known.insert(url.clone());
        let category = category.map(str::trim).filter(|code| is_code(code)).map(str::to_owned);
        self.read.entries.push(ListEntry { url, category });
        true
    }

    /// Notes a mistake.
    pub(crate) fn wrong(&mut self, line: Option<u64>, flaw: Flaw, text: &str) {
        self.note(Mistake { line, flaw, text: shorten(&without_users(text)), meant: None });
    }

    fn note(&mut self, mistake: Mistake) {
        if self.read.mistakes.len() < MOST_MISTAKES {
            self.read.mistakes.push(mistake);
        } else {
            self.read.more_mistakes += 1;
        }
    }

    /// Why a text cannot be a URL, whatever it says.
    pub(crate) fn flaw(&self, text: &str) -> Option<Flaw> {
        if text.len() > LONGEST_URL {
            return Some(Flaw::LongLine);
        }
        unprintable(text).or_else(|| {
            let is_doubtful = self.is_guessed && !encoding::is_certain(text);
            is_doubtful.then_some(Flaw::OldLetters)
        })
    }

    /// What came of it. A text without a single URL and without a mistake is one.
    pub(crate) fn end(mut self) -> Read {
        if self.read.entries.is_empty() && self.read.mistakes.is_empty() {
            self.wrong(None, Flaw::Nothing, "");
        }
        self.read
    }

    /// What comes of a text that is not looked at.
    pub(crate) fn refused(mut self, flaw: Flaw) -> Read {
        self.wrong(None, flaw, "");
        self.read
    }
}

/// What no URL has in it: the parser would drop it in silence, or write it into the path.
fn unprintable(text: &str) -> Option<Flaw> {
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Some(Flaw::NoText);
    }
    if text.contains(char::is_whitespace) {
        return Some(Flaw::WhiteSpace);
    }
    let is_hidden = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    text.contains(|c: char| c.is_control() || is_hidden(c)).then_some(Flaw::Unseen)
}

/// Whether it can be a category's code: nothing long, nothing that does not show.
fn is_code(text: &str) -> bool {
    (1..=LONGEST_CODE).contains(&text.len()) && !text.contains(arna_model::is_unseen)
}

/// The test lists' codes have five letters at most; other people's may be words.
const LONGEST_CODE: usize = 32;
