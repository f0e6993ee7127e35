//! Whatever a text holds: it is read to its end, what is taken are pages, and nothing is lost in silence.

#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

use arna_lists::{LONGEST_URL, MOST_MISTAKES, Read, page, read, shared, written};
use proptest::collection::vec;
use proptest::prelude::*;

/// Pieces of which lists are made, good ones and bad ones.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "https://a.example/",
        "http://b.example:81/x?y#z",
        "https://u:p@c.example/",
        "example.com",
        "ftp://d.example/",
        "url",
        "url,category_code",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\"",
        "\"\"",
        "#",
        " ",
        "NEWS",
        "\u{feff}",
        "новости",
        "https://пример.қаз/",
        "{",
        "}",
        "[",
        "]",
        "{\"nettests\":[{\"test_name\":\"web_connectivity\",\"inputs\":[\"",
        "\"]}]}",
        "ooni://nettest?tn=web_connectivity&ta={\"urls\":[\"",
        "\"]}",
        "https://run.ooni.org/v2/1",
        "\u{202e}",
        "\u{fffd}",
        "\0",
    ]);
    prop_oneof![
        6 => known.prop_map(|text| text.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..12),
        1 => "\\PC{0,12}".prop_map(String::into_bytes),
    ]
}

fn text() -> impl Strategy<Value = Vec<u8>> {
    vec(piece(), 0..60).prop_map(|pieces| pieces.concat())
}

fn is_sound(found: &Read) -> Result<(), TestCaseError> {
    let mut seen = std::collections::HashSet::new();
    for entry in &found.entries {
        let url = page(&entry.url);
        prop_assert_eq!(
            url.as_ref().map(url::Url::as_str),
            Ok(entry.url.as_str()),
            "as it is normally written"
        );
        // What looks alike in a path is the site's own.
        let has_user = url.is_ok_and(|url| !url.username().is_empty() || url.password().is_some());
        prop_assert!(entry.url.is_ascii() && !has_user, "{}", &entry.url);
        prop_assert!(seen.insert(entry.url.clone()), "{} is there twice", &entry.url);
    }
    for mistake in &found.mistakes {
        prop_assert!(mistake.text.chars().count() <= 81 && !mistake.text.contains("u:p@"));
    }
    prop_assert!(found.mistakes.len() <= MOST_MISTAKES);
    prop_assert!(!found.entries.is_empty() || !found.mistakes.is_empty(), "something is said");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_read_gives_pages_and_reasons(content in text()) {
        is_sound(&read(&content))?;
        is_sound(&shared(&content))?;
    }

    #[test]
    fn what_is_written_is_read_again(content in text()) {
        let found = read(&content);
        let again = read(written(&found.entries).as_bytes());
        prop_assert_eq!(again.entries, found.entries);
    }

    /// Every line of a plain list is a page, one that was there before, or a mistake.
    #[test]
    fn no_line_is_lost(hosts in vec(0_u8..40, 0..80), bad in vec("[a-z ]{1,9}", 0..20)) {
        let good = hosts.iter().map(|host| format!("https://h{host}.example/"));
        let lines: Vec<_> = good.chain(bad.iter().map(|text| format!("x {text}"))).collect();
        let found = read(lines.join("\n").as_bytes());
        let nothing = u64::from(lines.is_empty());
        let told = found.entries.len() as u64 + found.doubles + found.mistakes.len() as u64 + found.more_mistakes;
        prop_assert_eq!(told, lines.len() as u64 + nothing);
    }

    #[test]
    fn what_is_too_long_is_never_taken(extra in 0_usize..40) {
        let url = format!("https://a.example/{}", "x".repeat(LONGEST_URL - 28 + extra));
        let found = read(url.as_bytes());
        prop_assert_eq!(found.entries.len(), usize::from(url.len() <= LONGEST_URL));
    }
}
