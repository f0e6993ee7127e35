//! Lines of the terminal, filled in.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;
use std::sync::LazyLock;

use crate::file::Text;
use crate::{Language, Line, Words, fill};

impl Words {
    /// A line of the terminal with these values in its braces.
    pub fn line(self, line: Line, values: &[(&str, &dyn Display)]) -> String {
        fill::filled(text(line).of(self.language()), values)
    }

    /// The same about `n` of something, which is one of the values.
    pub fn counted_line(self, line: Line, n: u64, values: &[(&str, &dyn Display)]) -> String {
        let number = self.thousands(n);
        let mut all: Vec<(&str, &dyn Display)> = vec![("n", &number)];
        all.extend_from_slice(values);
        fill::filled(text(line).counted(self.language(), n), &all)
    }

    /// What the system says of a file or a socket.
    pub fn system(self, error: &io::Error) -> String {
        let line = match error.kind() {
            // What it says itself, more exactly.
            _ if self.language() == Language::En => return error.to_string(),
            io::ErrorKind::NotFound => Line::Gone,
            io::ErrorKind::PermissionDenied => Line::NotAllowed,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Line::NoSpace,
            io::ErrorKind::ReadOnlyFilesystem => Line::OnlyReadable,
            io::ErrorKind::AddrInUse => Line::InUse,
            io::ErrorKind::AddrNotAvailable => Line::NotOurs,
            other => {
                let code = error.raw_os_error().map(|code| format!("errno {code}"));
                let word = code.unwrap_or_else(|| format!("{other:?}"));
                return self.line(Line::SystemSays, &[("word", &word)]);
            }
        };
        self.line(line, &[])
    }
}

fn text(line: Line) -> &'static Text {
    LINES.get(&line).expect("the file has every line, as this crate's tests see to")
}

/// Apart from the other words, so that a program that prints no lines carries none.
pub(crate) static LINES: LazyLock<BTreeMap<Line, Text>> = LazyLock::new(|| {
    serde_json::from_slice(include_bytes!(concat!(env!("OUT_DIR"), "/lines.json")))
        .expect("compiled in, and parsed by this crate's tests")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_word_that_goes_with_it() {
        let said =
            |language, n| Words::of(language).counted_line(Line::Watched, n, &[("bytes", &"2 kB")]);
        assert_eq!(said(Language::En, 1), "1 look, 2 kB.");
        assert_eq!(said(Language::En, 1_200), "1,200 looks, 2 kB.");
        assert_eq!(said(Language::Ru, 21), "21 проверка, 2 kB.");
        assert_eq!(said(Language::Ru, 3), "3 проверки, 2 kB.");
        assert_eq!(said(Language::Ru, 11), "11 проверок, 2 kB.");
        assert_eq!(said(Language::Kk, 11), "11 тексеру, 2 kB.");
    }

    #[test]
    fn what_the_system_says_is_told_in_every_language() {
        let said = |language, kind| Words::of(language).system(&io::Error::from(kind));
        assert!(said(Language::Ru, io::ErrorKind::NotFound).contains("нет"));
        assert!(said(Language::Kk, io::ErrorKind::StorageFull).contains("орын қалмады"));
        let odd = Words::of(Language::Ru).system(&io::Error::from_raw_os_error(71));
        assert!(odd.ends_with("errno 71"), "{odd}");
    }
}
