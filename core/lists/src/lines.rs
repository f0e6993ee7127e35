//! Lists of one URL a line; `#` begins a comment. A line may be an OONI Run link.

use arna_model::Flaw;

use crate::ooni_run;
use crate::page::page_or_name;
use crate::taker::Taker;

impl Taker {
    pub(crate) fn take_lines(&mut self, content: &[u8]) {
        for (number, bytes) in (1..).zip(lines(content)) {
            let line = Some(number);
            let Ok(text) = std::str::from_utf8(bytes) else {
                self.wrong(line, Flaw::NoText, "");
                continue;
            };
            let text = without_comment(text).trim();
            if text.is_empty() {
                continue;
            }
            if let Some(link) = ooni_run::link(text) {
                self.take_link(&link, line);
                continue;
            }
            match self.flaw(text).or_else(|| more_than_a_url(text)) {
                Some(flaw) => self.wrong(line, flaw, text),
                None => self.take(text, None, line),
            }
        }
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
fn more_than_a_url(line: &str) -> Option<Flaw> {
    if line.contains(';') {
        return Some(Flaw::Semicolon);
    }
    // As rows of the test lists begin: URL, category in capital letters.
    let mut fields = line.split(',');
    let (url, category) = (fields.next()?, fields.next().unwrap_or_default().trim());
    let is_code =
        (3..=6).contains(&category.len()) && category.bytes().all(|b| b.is_ascii_uppercase());
    (is_code && page_or_name(url).is_ok()).then_some(Flaw::Row)
}

/// Cuts a comment off: a `#` at the start or after a space (one inside a URL is a fragment).
fn without_comment(line: &str) -> &str {
    let begins = |(at, _): &(usize, &str)| *at == 0 || line[..*at].ends_with(char::is_whitespace);
    line.match_indices('#').find(begins).map_or(line, |(at, _)| &line[..at])
}

#[cfg(test)]
mod tests {
    use arna_model::{Flaw, Mistake};

    use crate::{LONGEST_URL, MOST_BYTES, MOST_MISTAKES, Read, read, typed};

    fn urls(read: &Read) -> Vec<&str> {
        read.entries.iter().map(|entry| entry.url.as_str()).collect()
    }

    fn flaws(read: &Read) -> Vec<(Option<u64>, Flaw)> {
        read.mistakes.iter().map(|one| (one.line, one.flaw)).collect()
    }

    #[test]
    fn good_lines_are_taken_and_bad_ones_are_named() {
        let text =
            b"\xef\xbb\xbfhttps://a.example/\r\n# a comment\n\nhttps://b.example/x?y # why\n\
            ftp://c.example/\nme@c.example\nexample.com\n\xff\xfe\nhttps://\nhttps://a.example/\n";
        let found = read(text);
        assert_eq!(
            urls(&found),
            ["https://a.example/", "https://b.example/x?y", "https://example.com/"]
        );
        assert_eq!((found.names, found.doubles), (1, 1));
        let at = |line, flaw| (Some(line), flaw);
        assert_eq!(
            flaws(&found),
            [at(5, Flaw::OtherScheme), at(6, Flaw::Name), at(8, Flaw::NoText), at(9, Flaw::NotUrl)]
        );
        let Mistake { text, meant, .. } = &found.mistakes[1];
        assert_eq!((text.as_str(), meant.as_deref()), ("c.example", Some("https://c.example/")));
    }

    #[test]
    fn lines_end_as_on_any_system() {
        for text in
            ["https://a.example/\rhttps://b.example/\r", "https://a.example/\r\nhttps://b.example/"]
        {
            let found = read(text.as_bytes());
            assert_eq!(urls(&found), ["https://a.example/", "https://b.example/"], "{text:?}");
            assert!(found.mistakes.is_empty());
        }
        let numbers: Vec<_> =
            read(b"x\r\n\r\ny\rz\n\nw").mistakes.iter().filter_map(|one| one.line).collect();
        assert_eq!(numbers, [1, 3, 4, 6]);
    }

    #[test]
    fn nothing_but_a_url_becomes_part_of_one() {
        for (line, flaw) in [
            ("https://a.example/ a note", Flaw::WhiteSpace),
            ("https://a.example/\thttps://b.example/", Flaw::WhiteSpace),
            ("https://a.example/\u{a0}x", Flaw::WhiteSpace),
            ("https://a.example/;NEWS;note", Flaw::Semicolon),
            ("https://a.example/,NEWS,News Media", Flaw::WhiteSpace),
            ("https://a.example/,NEWS,", Flaw::Row),
            ("https://a.example/\u{1b}[2J", Flaw::Unseen),
            ("https://a\u{200b}.example/", Flaw::Unseen),
            ("https://a.example/\u{202e}x", Flaw::Unseen),
            ("https://a.example/\0", Flaw::Unseen),
            ("https://a.example/\u{fffd}", Flaw::NoText),
        ] {
            let found = read(line.as_bytes());
            assert_eq!(flaws(&found), [(Some(1), flaw)], "{line:?}");
            assert!(found.entries.is_empty());
        }
        // What servers do understand stays.
        let commas = "https://a.example/x,y?z=1,2";
        assert_eq!(urls(&read(commas.as_bytes())), [commas]);
        let found = typed(&["https://a.example/\t".into(), "https://b.example/a\nb".into()]);
        assert_eq!(urls(&found), ["https://a.example/"]);
        assert_eq!(flaws(&found), [(None, Flaw::WhiteSpace)]);
    }

    #[test]
    fn nobody_logs_in_and_no_complaint_tells_how() {
        let found = read(b"https://guest:secret@a.example/\nhttps://guest:secret@b.example/ x\n");
        assert_eq!(urls(&found), ["https://a.example/"]);
        assert!(!format!("{found:?}").contains("secret"), "{found:?}");
    }

    #[test]
    fn old_russian_files_are_read_and_other_old_letters_are_not_guessed() {
        // "# новости", "https://пример.рф/", and "https://café.example/" of another code page.
        let content =
            b"# \xed\xee\xe2\xee\xf1\xf2\xe8\nhttps://\xef\xf0\xe8\xec\xe5\xf0.\xf0\xf4/\n\
            https://caf\xe9.example/\nhttps://a.example/\n";
        let found = read(content);
        assert_eq!(urls(&found), ["https://xn--e1afmkfd.xn--p1ai/", "https://a.example/"]);
        assert_eq!(flaws(&found), [(Some(3), Flaw::OldLetters)]);
    }

    #[test]
    fn a_long_list_is_read_whole_and_each_line_once() {
        let lines: String = (0..40_000).map(|n| format!("https://{n}.example/\n")).collect();
        let found = read(format!("{lines}{lines}").as_bytes());
        assert_eq!((found.entries.len(), found.doubles), (40_000, 40_000));
        assert_eq!(found.entries[39_999].url, "https://39999.example/");
    }

    #[test]
    fn what_is_too_long_is_said_once_and_not_kept() {
        let long = format!("https://a.example/{}", "x".repeat(10_000_000));
        let found = read(format!("{long}\nhttps://b.example/\n").as_bytes());
        assert_eq!(flaws(&found), [(Some(1), Flaw::LongLine)]);
        assert!(found.mistakes[0].text.len() < 300, "cut");
        assert_eq!(urls(&found), ["https://b.example/"]);
        let exact = format!("https://a.example/{}", "x".repeat(LONGEST_URL - 18));
        assert_eq!(urls(&read(exact.as_bytes())), [exact.as_str()]);
        let found = read(&vec![b'\n'; MOST_BYTES + 1]);
        assert_eq!(flaws(&found), [(None, Flaw::TooLong)]);
    }

    #[test]
    fn ten_megabytes_of_mistakes_are_counted() {
        let content = "what is this, no page\n".repeat(450_000);
        let found = read(content.as_bytes());
        assert_eq!(found.mistakes.len(), MOST_MISTAKES);
        assert_eq!(found.more_mistakes, 450_000 - MOST_MISTAKES as u64);
    }

    #[test]
    fn a_text_without_anything_says_so() {
        for text in ["", "\n\n", "# nothing\n   # at all\n", "\u{feff}"] {
            assert_eq!(flaws(&read(text.as_bytes())), [(None, Flaw::Nothing)], "{text:?}");
        }
    }
}
