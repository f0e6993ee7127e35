//! A list as text again: a table that [`read`](fn@crate::read), spreadsheets and OONI's tools understand.

use arna_model::ListEntry;
use csv::WriterBuilder;

/// Writes pages as a table with the test lists' first two columns.
pub fn written<'a>(entries: impl IntoIterator<Item = &'a ListEntry>) -> String {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let head = ["url", "category_code"];
    let rows = entries.into_iter();
    let rows = rows.map(|one| [one.url.as_str(), one.category.as_deref().unwrap_or_default()]);
    for row in std::iter::once(head).chain(rows) {
        writer.write_record(row).expect("memory takes all, and rows are alike");
    }
    let bytes = writer.into_inner().expect("memory takes all");
    String::from_utf8(bytes).expect("what was text is text")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let of = |url: &str, category: Option<&str>| ListEntry {
            url: url.to_owned(),
            category: category.map(str::to_owned),
        };
        let entries = [
            of("https://a.example/", Some("NEWS")),
            of("https://b.example/x,y?z=;%22", None),
            of("https://c.example/", Some("my own, \"quoted\"")),
        ];
        let text = written(&entries);
        assert!(text.starts_with("url,category_code\nhttps://a.example/,NEWS\n"), "{text}");
        assert_eq!(read(text.as_bytes()).entries, entries);
        assert_eq!(written(&[]), "url,category_code\n");
    }
}
