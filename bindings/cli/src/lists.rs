//! What is to be looked at: URLs as people type them, and lists of them.
//!
//! Parsed at the door: what is wrong is said with its line and its reason, and the rest goes on. A list is one
//! URL a line, or a table whose first line names its columns (`lists/table.rs`). Nothing but a URL ever becomes
//! part of one: where a line holds more, it is said and left out, since a guess would measure another page.

mod near;
mod table;

use std::collections::HashSet;
use std::fmt;
use std::io::Read as _;
use std::path::Path;

use arna_engine::{NoPage, page};
use arna_model::Target;
use arna_words::Line;

use crate::exits::Trouble;
use crate::words::{line, words};
pub(crate) use near::or_meant;

/// The good ones, and what is wrong with the others.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// Targets, each once, in the order given.
    pub(crate) targets: Vec<Target>,
    /// Sentences about the rest.
    pub(crate) complaints: Vec<String>,
    known: HashSet<String>,
}

impl Inputs {
    /// Takes the URLs of a command line.
    pub(crate) fn take_urls(&mut self, urls: &[String]) {
        for text in urls {
            self.take(text, None, "--input");
        }
    }

    /// Takes a file, or standard input for `-`.
    pub(crate) fn take_file(&mut self, path: &Path) -> Result<(), Trouble> {
        if path == Path::new("-") {
            let mut content = Vec::new();
            let read = std::io::stdin().read_to_end(&mut content);
            let name = line(Line::StandardInput, &[]);
            read.map_err(|error| cannot_read(Path::new(&name), &error))?;
            self.take_list(&content, &name);
            return Ok(());
        }
        let name = path.display();
        let content = std::fs::read(path).map_err(|error| cannot_read(path, &error))?;
        self.take_list(&content, name);
        Ok(())
    }

    fn take_list(&mut self, content: &[u8], name: impl fmt::Display) {
        let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
        if content.starts_with(b"\xff\xfe") || content.starts_with(b"\xfe\xff") {
            self.complaints.push(format!("{name}: {}", line(Line::OtherEncoding, &[])));
            return;
        }
        match table::separator(content) {
            Some(separator) => self.take_table(content, separator, name),
            None => self.take_lines(content, name),
        }
    }

    fn take_lines(&mut self, content: &[u8], name: impl fmt::Display) {
        for (number, bytes) in (1..).zip(lines(content)) {
            let place = line(Line::AtLine, &[("path", &name), ("n", &number)]);
            let Ok(text) = std::str::from_utf8(bytes) else {
                self.complaints.push(format!("{place}: {}", line(Line::NoText, &[])));
                continue;
            };
            let text = without_comment(text).trim();
            if text.is_empty() {
                continue;
            }
            match more_than_a_url(text) {
                Some(why) => {
                    let why = line(why, &[]);
                    self.complaints.push(format!("{place}: {}: {why}", shown(text)));
                }
                None => self.take(text, None, &place),
            }
        }
    }

    fn take(&mut self, text: &str, category: Option<String>, place: &str) {
        let text = text.trim();
        if let Some(why) = unprintable(text) {
            self.complaints.push(format!("{place}: {}: {}", shown(text), line(why, &[])));
            return;
        }
        match page(text) {
            Ok(url) => {
                let input = String::from(url);
                if self.known.insert(input.clone()) {
                    self.targets.push(Target { input, category, truth: None });
                }
            }
            Err(why) => self.complaints.push(format!("{place}: {}", no_page(&why))),
        }
    }
}

/// The URL that a word stands for which is no nettest: a page's, or a host's.
pub(crate) fn meant_as_page(word: &str) -> Option<String> {
    match page(word) {
        Ok(url) => Some(url.into()),
        Err(why) => why.meant.map(String::from),
    }
}

/// Lines as any system ends them.
fn lines(content: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut was_return = false;
    content
        .split(move |&byte| {
            // Of "\r\n" the second byte ends an empty piece, which is none.
            let is_end = byte == b'\r' || byte == b'\n' && !was_return;
            was_return = byte == b'\r';
            is_end
        })
        .map(|line| line.strip_prefix(b"\n").unwrap_or(line))
}

/// Why a line holds more than a URL, if it does.
fn more_than_a_url(line: &str) -> Option<Line> {
    if let Some(why) = unprintable(line) {
        return Some(why);
    }
    if line.contains(';') {
        return Some(Line::ASemicolon);
    }
    // As rows of the test lists begin: URL, category in capital letters.
    let mut fields = line.split(',');
    let (url, category) = (fields.next()?, fields.next().unwrap_or_default().trim());
    let is_code =
        (3..=6).contains(&category.len()) && category.bytes().all(|b| b.is_ascii_uppercase());
    (page(url).is_ok() && is_code).then_some(Line::ARow)
}

/// What no URL has in it: the parser would drop it in silence, or write it into the path.
fn unprintable(text: &str) -> Option<Line> {
    let is_hidden = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if text.chars().any(char::is_whitespace) {
        return Some(Line::WhiteSpace);
    }
    let is_bad = |c: char| c.is_control() || is_hidden(c);
    text.chars().any(is_bad).then_some(Line::Unseen)
}

/// A file cannot be read.
pub(crate) fn cannot_read(path: &Path, error: &std::io::Error) -> Trouble {
    let why = words().system(error);
    Trouble::usage(line(Line::CannotRead, &[("path", &path.display()), ("why", &why)]))
}

/// Why a text is no page's URL.
fn no_page(why: &NoPage) -> String {
    let NoPage { text, meant, is_url, .. } = why;
    let what = match (is_url, meant) {
        (true, _) => Line::OtherScheme,
        (false, Some(_)) => Line::AName,
        (false, None) => Line::NotAUrl,
    };
    let said = line(what, &[("text", text)]);
    match meant {
        Some(url) => line(Line::MeantUrl, &[("said", &said), ("what", url)]),
        None => said,
    }
}

/// A text for a complaint: cut where it is long, and nothing in it acts on the terminal.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(LONGEST_SHOWN).collect();
    let cut = if short.len() < text.len() { "…" } else { "" };
    format!("{short:?}{cut}")
}

/// Cuts a comment off: a `#` at the start or after a space (one inside a URL is a fragment).
fn without_comment(line: &str) -> &str {
    let begins = |(at, _): &(usize, &str)| *at == 0 || line[..*at].ends_with(char::is_whitespace);
    line.match_indices('#').find(begins).map_or(line, |(at, _)| &line[..at])
}

const LONGEST_SHOWN: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn list(text: &[u8]) -> Inputs {
        let mut inputs = Inputs::default();
        inputs.take_list(text, "list.txt");
        inputs
    }

    pub(super) fn inputs(found: &Inputs) -> Vec<&str> {
        found.targets.iter().map(|target| target.input.as_str()).collect()
    }

    #[test]
    fn good_lines_run_and_bad_ones_are_named() {
        let text =
            b"\xef\xbb\xbfhttps://a.example/\r\n# a comment\n\nhttps://b.example/x?y # why\n\
            ftp://c.example/\nexample.com\n\xff\xfe\nhttps://\nhttps://a.example/\n";
        let found = list(text);
        assert_eq!(inputs(&found), ["https://a.example/", "https://b.example/x?y"]);
        let [ftp, bare, bytes, empty] = &found.complaints[..] else {
            panic!("{:?}", found.complaints)
        };
        assert!(ftp.starts_with("list.txt, line 5: ") && ftp.contains("only http and https"));
        assert!(bare.starts_with("list.txt, line 6: "), "{bare}");
        assert!(bare.ends_with("did you mean https://example.com/ ?"), "{bare}");
        assert!(bytes.contains("line 7") && bytes.contains("not text"), "{bytes}");
        assert!(empty.contains("line 8") && empty.contains("not a URL"), "{empty}");
    }

    #[test]
    fn lines_end_as_on_any_system() {
        for text in
            ["https://a.example/\rhttps://b.example/\r", "https://a.example/\r\nhttps://b.example/"]
        {
            let found = list(text.as_bytes());
            assert_eq!(inputs(&found), ["https://a.example/", "https://b.example/"], "{text:?}");
            assert!(found.complaints.is_empty());
        }
        let numbers = list(b"x\r\n\r\ny\rz\n\nw").complaints;
        let of = |number: usize| numbers[number].split(':').next().map(str::to_owned);
        assert_eq!(
            (0..4).filter_map(of).collect::<Vec<_>>(),
            ["list.txt, line 1", "list.txt, line 3", "list.txt, line 4", "list.txt, line 6"]
        );
    }

    #[test]
    fn nothing_but_a_url_becomes_part_of_one() {
        for (line, why) in [
            ("https://a.example/ a note", "white space"),
            ("https://a.example/\thttps://b.example/", "white space"),
            ("https://a.example/\u{a0}x", "white space"),
            ("https://a.example/;NEWS;note", "semicolon"),
            ("https://a.example/,NEWS,News Media", "white space"),
            ("https://a.example/,NEWS,", "row of a table"),
            ("https://a.example/\u{1b}[2J", "do not show"),
            ("https://a\u{200b}.example/", "do not show"),
            ("https://a.example/\u{202e}x", "do not show"),
            ("https://a.example/\0", "do not show"),
        ] {
            let found = list(line.as_bytes());
            assert_eq!(inputs(&found), [""; 0], "{line:?}");
            assert!(found.complaints[0].contains(why), "{:?}", found.complaints);
            assert!(!found.complaints[0].chars().any(char::is_control), "{:?}", found.complaints);
        }
        // What servers do understand stays.
        let commas = "https://a.example/x,y?z=1,2";
        assert_eq!(inputs(&list(commas.as_bytes())), [commas]);
        assert!(list(b"\xff\xfeh\0t\0").complaints[0].contains("UTF-16"));
        let mut typed = Inputs::default();
        typed.take_urls(&["https://a.example/\t".into(), "https://b.example/a\nb".into()]);
        assert_eq!(inputs(&typed), ["https://a.example/"]);
    }

    #[test]
    fn a_long_list_is_read_whole_and_each_line_once() {
        let lines: String = (0..40_000).map(|n| format!("https://{n}.example/\n")).collect();
        let found = list(format!("{lines}{lines}").as_bytes());
        assert_eq!(found.targets.len(), 40_000);
        assert_eq!(found.targets[39_999].input, "https://39999.example/");
    }
}
