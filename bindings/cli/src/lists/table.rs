//! Lists that are tables: the citizen test lists, and what spreadsheets make of them (semicolons where a comma
//! is the decimal sign, tabs). The first line names the columns.

use std::fmt;

use arna_words::Line;
use csv::ReaderBuilder;

use super::Inputs;
use crate::words::line as said;

/// What separates the columns, if a text begins with a line that names a column of URLs.
pub(super) fn separator(content: &[u8]) -> Option<u8> {
    let first =
        content.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty())?;
    let names_urls = |separator: &u8| {
        let mut names = first.split(|byte| byte == separator);
        names.any(|name| is_name(&String::from_utf8_lossy(name), URL))
    };
    [b',', b';', b'\t'].into_iter().find(names_urls)
}

impl Inputs {
    pub(super) fn take_table(&mut self, content: &[u8], separator: u8, name: impl fmt::Display) {
        let mut reader = ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(true)
            .from_reader(content);
        let headers = match reader.byte_headers() {
            Ok(headers) => headers.clone(),
            Err(error) => {
                self.complaints.push(format!("{name}: {error}"));
                return;
            }
        };
        let column = |names: &[&str]| {
            headers.iter().position(|header| is_name(&String::from_utf8_lossy(header), names))
        };
        let Some(url) = column(URL) else { return };
        let category = column(CATEGORY);
        for record in reader.byte_records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    self.complaints.push(format!("{name}: {error}"));
                    continue;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            let place = said(Line::AtLine, &[("path", &name), ("n", &line)]);
            let field = |at: usize| record.get(at).map(std::str::from_utf8);
            let text = match field(url) {
                Some(Ok(text)) => text.trim(),
                Some(Err(_)) => {
                    self.complaints.push(format!("{place}: {}", said(Line::NoText, &[])));
                    continue;
                }
                None => "",
            };
            if text.is_empty() || text.starts_with('#') {
                let is_blank = record.iter().all(|field| field.trim_ascii().is_empty());
                if text.is_empty() && !is_blank {
                    self.complaints.push(format!("{place}: {}", said(Line::NoUrlInRow, &[])));
                }
                continue;
            }
            let category = category.and_then(field).and_then(Result::ok).map(str::trim);
            let category = category.filter(|code| !code.is_empty()).map(str::to_owned);
            self.take(text, category, &place);
        }
    }
}

fn is_name(header: &str, names: &[&str]) -> bool {
    let header = header.trim().trim_matches('"').trim();
    names.iter().any(|name| header.eq_ignore_ascii_case(name))
}

const URL: &[&str] = &["url"];
const CATEGORY: &[&str] = &["category_code", "category"];

#[cfg(test)]
mod tests {
    use super::super::tests::{inputs, list};

    fn categories(found: &super::Inputs) -> Vec<Option<&str>> {
        found.targets.iter().map(|target| target.category.as_deref()).collect()
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
                let found = list(format!("\u{feff}{}{end}", text.join(end)).as_bytes());
                assert_eq!(
                    inputs(&found),
                    ["https://news.example.kz/", "http://blog.example.kz/"],
                    "{separator:?} {end:?} {:?}",
                    found.complaints
                );
                assert_eq!(categories(&found), [Some("NEWS"), Some("HUMR")]);
                assert!(found.complaints.is_empty(), "{:?}", found.complaints);
            }
        }
    }

    #[test]
    fn columns_are_found_by_name_and_quotes_are_understood() {
        let text = "notes,URL,category\n\"two lines,\nand a comma\",\"https://a.example/x,y\",NEWS\n\
                    ,,\nwithout,,\n,ftp://b.example/,\n,https://c.example/ x,\n,https://d.example/\n";
        let found = list(text.as_bytes());
        assert_eq!(inputs(&found), ["https://a.example/x,y", "https://d.example/"]);
        assert_eq!(categories(&found), [Some("NEWS"), None]);
        let [without, ftp, space] = &found.complaints[..] else { panic!("{:?}", found.complaints) };
        assert!(without.starts_with("list.txt, line 5: there is no URL"), "{without}");
        assert!(ftp.starts_with("list.txt, line 6: ") && ftp.contains("only http"), "{ftp}");
        assert!(
            space.starts_with("list.txt, line 7: ") && space.contains("white space"),
            "{space}"
        );
    }

    #[test]
    fn a_header_alone_is_an_empty_list_and_a_column_of_urls_is_enough() {
        assert!(list(b"url,category_code\n").targets.is_empty());
        assert_eq!(inputs(&list(b"URL\nhttps://a.example/\n")), ["https://a.example/"]);
    }
}
