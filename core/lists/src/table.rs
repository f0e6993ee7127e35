//! Lists that are tables: the citizen test lists, and what spreadsheets make of them (semicolons where a comma
//! is the decimal sign, tabs). The first line names the columns.

use arna_model::Flaw;
use csv::{ByteRecord, ReaderBuilder};

use crate::taker::Taker;

/// What separates the columns, if a text begins with a line that names a column of URLs.
pub(crate) fn separator(content: &[u8]) -> Option<u8> {
    let first =
        content.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty())?;
    let names_urls = |separator: &u8| {
        let mut names = first.split(|byte| byte == separator);
        names.any(|name| is_name(name, URL))
    };
    (first.len() <= LONGEST_HEAD)
        .then(|| [b',', b';', b'\t'].into_iter().find(names_urls))
        .flatten()
}

/// Which columns are looked at.
#[derive(Clone, Copy)]
struct Columns {
    url: usize,
    category: Option<usize>,
}

impl Taker {
    pub(crate) fn take_table(&mut self, content: &[u8], separator: u8) {
        let mut columns = None;
        let (mut from, mut lines_before) = (0, 0);
        // A quote that is never closed swallows the rest: it is read again behind that line.
        for _ in 0..=MOST_OPEN_QUOTES {
            let rest = &content[from..];
            let Some(open) = self.take_rows(rest, separator, lines_before, &mut columns) else {
                return;
            };
            let behind = rest[open..].iter().position(|byte| *byte == b'\n');
            let Some(behind) = behind.map(|at| open + at + 1) else { return };
            lines_before += lines_in(&rest[..behind]);
            from += behind;
        }
        self.wrong(Some(lines_before + 1), Flaw::OpenQuote, "");
    }

    /// Takes the rows of a table; where the record begins that a quote leaves open, if one does.
    fn take_rows(
        &mut self,
        content: &[u8],
        separator: u8,
        lines_before: u64,
        columns: &mut Option<Columns>,
    ) -> Option<usize> {
        let mut reader = ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .from_reader(content);
        let mut record = ByteRecord::new();
        // Reading from memory what need not be UTF-8 does not fail.
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let begins = record.position();
            let at = begins.and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0);
            // Empty lines before a record count as its own.
            let is_end = |byte: &&u8| matches!(byte, b'\n' | b'\r');
            let empty = content[at..].iter().take_while(is_end).filter(|byte| **byte == b'\n');
            let line = lines_before + begins.map_or(0, csv::Position::line) + empty.count() as u64;
            let is_last = reader.position().byte() == content.len() as u64;
            if is_last && is_open(&content[at..]) {
                self.wrong(Some(line), Flaw::OpenQuote, "");
                return Some(at);
            }
            match *columns {
                None => *columns = columns_of(&record),
                Some(columns) => self.take_row(&record, columns, line),
            }
        }
        None
    }

    fn take_row(&mut self, record: &ByteRecord, columns: Columns, line: u64) {
        let line = Some(line);
        let field = |at: usize| record.get(at).map(std::str::from_utf8);
        let text = match field(columns.url) {
            Some(Ok(text)) => text.trim(),
            Some(Err(_)) => return self.wrong(line, Flaw::NoText, ""),
            None => "",
        };
        if text.is_empty() || text.starts_with('#') {
            let is_blank = record.iter().all(|field| field.trim_ascii().is_empty());
            if text.is_empty() && !is_blank {
                self.wrong(line, Flaw::NoUrl, "");
            }
            return;
        }
        let category = columns.category.and_then(field).and_then(Result::ok);
        self.take(text, category, line);
    }
}

fn columns_of(headers: &ByteRecord) -> Option<Columns> {
    let column = |names: &[&str]| headers.iter().position(|header| is_name(header, names));
    Some(Columns { url: column(URL)?, category: column(CATEGORY) })
}

/// Whether a record's quotes do not come in pairs.
fn is_open(record: &[u8]) -> bool {
    record.iter().filter(|byte| **byte == b'"').count() % 2 == 1
}

fn lines_in(content: &[u8]) -> u64 {
    content.iter().filter(|byte| **byte == b'\n').count() as u64
}

fn is_name(header: &[u8], names: &[&str]) -> bool {
    let header = String::from_utf8_lossy(header);
    let header = header.trim().trim_matches('"').trim();
    names.iter().any(|name| header.eq_ignore_ascii_case(name))
}

const URL: &[&str] = &["url"];
const CATEGORY: &[&str] = &["category_code", "category"];
/// A line that names columns is shorter: the test lists' has 76 characters.
const LONGEST_HEAD: usize = 4_096;
/// Each makes the rest be read again, and a text of nothing else must not take its length squared.
const MOST_OPEN_QUOTES: u32 = 100;

#[cfg(test)]
mod tests {
    use arna_model::Flaw;

    use crate::{Read, read};

    fn pages(read: &Read) -> Vec<(&str, Option<&str>)> {
        read.entries.iter().map(|one| (one.url.as_str(), one.category.as_deref())).collect()
    }

    fn flaws(read: &Read) -> Vec<(u64, Flaw)> {
        read.mistakes.iter().map(|one| (one.line.unwrap_or(0), one.flaw)).collect()
    }

    #[test]
    fn the_test_lists_are_read_by_their_header_and_keep_categories() {
        let rows = [
            ["url", "category_code", "category_description", "date_added", "source", "notes"],
            ["https://news.example.kz/", "NEWS", "News Media", "2024-04-15", "somebody", "a note"],
            ["http://blog.example.kz", "HUMR", "Human Rights Issues", "2024-04-15", "", ""],
            ["https://news.example.kz/", "POLR", "twice", "", "", ""],
        ];
        for separator in [",", ";", "\t"] {
            for end in ["\n", "\r\n", "\r"] {
                let text: Vec<_> = rows.iter().map(|row| row.join(separator)).collect();
                let found = read(format!("\u{feff}{}{end}", text.join(end)).as_bytes());
                assert_eq!(
                    pages(&found),
                    [
                        ("https://news.example.kz/", Some("NEWS")),
                        ("http://blog.example.kz/", Some("HUMR"))
                    ],
                    "{separator:?} {end:?} {:?}",
                    found.mistakes
                );
                assert!(found.mistakes.is_empty() && found.doubles == 1, "{found:?}");
            }
        }
    }

    #[test]
    fn columns_are_found_by_name_and_quotes_are_understood() {
        let text = "notes,URL,category\n\"two lines,\nand a comma\",\"https://a.example/x,y\",NEWS\n\
                    ,,\nwithout,,\n,ftp://b.example/,\n,https://c.example/ x,\n,https://d.example/\n";
        let found = read(text.as_bytes());
        assert_eq!(
            pages(&found),
            [("https://a.example/x,y", Some("NEWS")), ("https://d.example/", None)]
        );
        assert_eq!(
            flaws(&found),
            [(5, Flaw::NoUrl), (6, Flaw::OtherScheme), (7, Flaw::WhiteSpace)]
        );
    }

    #[test]
    fn a_header_alone_is_an_empty_list_and_a_column_of_urls_is_enough() {
        assert_eq!(flaws(&read(b"url,category_code\n")), [(0, Flaw::Nothing)]);
        assert_eq!(pages(&read(b"URL\nhttps://a.example/\n")), [("https://a.example/", None)]);
    }

    #[test]
    fn a_quote_that_is_left_open_costs_its_row_alone() {
        let text = "url,notes\nhttps://a.example/,\"open\nhttps://b.example/,x\n\
                    https://c.example/,\"closed\"\nhttps://d.example/,\"open again\n";
        let found = read(text.as_bytes());
        // The quote of the first row ends where the third one's begins, as every reader of tables has it.
        assert_eq!(pages(&found), [("https://a.example/", None)]);
        assert_eq!(flaws(&found), [(5, Flaw::OpenQuote)]);
        let text = "url,notes\nhttps://a.example/,\"open\nhttps://b.example/,x\n\nnonsense,\n";
        let found = read(text.as_bytes());
        assert_eq!(pages(&found), [("https://b.example/", None)]);
        assert_eq!(flaws(&found), [(2, Flaw::OpenQuote), (5, Flaw::NotUrl)]);
        let many = format!("url\n\"x\n{}", "\"\"\n".repeat(2_000));
        assert_eq!(flaws(&read(many.as_bytes())), [(2, Flaw::OpenQuote)]);
    }
}
