//! What is to be looked at: URLs as people type them, and files of them.
//!
//! Parsed at the door: what is wrong is said with its line and its reason, and the rest goes on.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use arna_engine::page;
use arna_model::Target;

use crate::exits::Trouble;

/// The good ones, and what is wrong with the others.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// Targets, each once, in the order given.
    pub(crate) targets: Vec<Target>,
    /// Sentences about the rest.
    pub(crate) complaints: Vec<String>,
}

impl Inputs {
    /// Takes the URLs of a command line.
    pub(crate) fn take_urls(&mut self, urls: &[String]) {
        for text in urls {
            self.take(text, format_args!("--input"));
        }
    }

    /// Takes a file: one URL a line, `#` begins a comment.
    pub(crate) fn take_file(&mut self, path: &Path) -> Result<(), Trouble> {
        let name = path.display();
        let content = std::fs::read(path)
            .map_err(|error| Trouble::usage(format_args!("cannot read {name}: {error}")))?;
        self.take_lines(&content, name);
        Ok(())
    }

    fn take_lines(&mut self, content: &[u8], name: impl fmt::Display) {
        let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
        for (number, line) in (1..).zip(content.split(|&byte| byte == b'\n')) {
            let place = format_args!("{name}, line {number}");
            let Ok(line) = std::str::from_utf8(line) else {
                self.complaints.push(format!("{place}: this is not text (UTF-8)"));
                continue;
            };
            let line = without_comment(line).trim();
            if !line.is_empty() {
                self.take(line, place);
            }
        }
    }

    fn take(&mut self, text: &str, place: fmt::Arguments<'_>) {
        match page(text) {
            Ok(url) => {
                let input = String::from(url);
                if !self.targets.iter().any(|target| target.input == input) {
                    self.targets.push(Target { input, category: None, truth: None });
                }
            }
            Err(why) => self.complaints.push(format!("{place}: {why}")),
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

/// Cuts a comment off: a `#` at the start or after a space (one inside a URL is a fragment).
fn without_comment(line: &str) -> &str {
    let begins = |(at, _): &(usize, &str)| *at == 0 || line[..*at].ends_with(char::is_whitespace);
    line.match_indices('#').find(begins).map_or(line, |(at, _)| &line[..at])
}

/// The known name nearest to `asked`, if any is near.
pub(crate) fn nearest<'a>(
    asked: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let known: BTreeSet<&str> = known.into_iter().collect();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(asked, name), name))
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .and_then(|(likeness, name)| (likeness > LIKE).then_some(name))
}

/// "; did you mean NAME?", if there is a name near enough.
pub(crate) fn did_you_mean<'a>(asked: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(asked, known).map_or_else(String::new, |name| format!("; did you mean {name}?"))
}

/// Under this two words have nothing in common but letters.
const LIKE: f64 = 0.7;

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8]) -> Inputs {
        let mut inputs = Inputs::default();
        inputs.take_lines(text, "list.txt");
        inputs
    }

    #[test]
    fn good_lines_run_and_bad_ones_are_named() {
        let text =
            b"\xef\xbb\xbfhttps://a.example/\r\n# a comment\n\nhttps://b.example/x#y # why\n\
            ftp://c.example/\nexample.com\n\xff\xfe\nhttps://\nhttps://a.example/\n";
        let found = lines(text);
        let inputs: Vec<_> = found.targets.iter().map(|target| target.input.as_str()).collect();
        assert_eq!(inputs, ["https://a.example/", "https://b.example/x#y"]);
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
    fn the_nearest_name_is_found() {
        assert_eq!(nearest("latancy", ["latency", "web_connectivity"]), Some("latency"));
        assert_eq!(nearest("zzz", ["latency"]), None);
        assert_eq!(did_you_mean("lte-edge", ["lte", "lte_edge"]), "; did you mean lte_edge?");
    }
}
