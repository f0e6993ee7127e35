//! Pages and files, compared.

use super::*;

fn tags(counts: &[(&str, u32)]) -> Tags {
    counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

/// A front page as they are, with so many advertisements.
fn front(advertisements: u32) -> Tags {
    let ads = advertisements;
    tags(&[
        ("html", 1),
        ("head", 1),
        ("body", 1),
        ("meta", 9),
        ("link", 6),
        ("script", 12 + 2 * ads),
        ("div", 140 + 2 * ads),
        ("a", 95 + ads),
        ("img", 38 + ads),
        ("iframe", ads),
        ("p", 30),
        ("li", 44),
        ("ul", 9),
        ("span", 60),
    ])
}

/// A blockpage of commerce, by its elements.
fn blockpage() -> Tags {
    tags(&[("html", 1), ("head", 1), ("meta", 1), ("body", 1), ("div", 3), ("p", 4), ("img", 1)])
}

type Page<'a> = (&'a str, Option<u64>, &'a Tags);

fn page<'a>((title, length, tags): Page<'a>) -> Features<'a> {
    Features { title: title.to_owned(), length, tags, kind: None }
}

fn is_like(one: Page<'_>, other: Page<'_>) -> bool {
    compared(&page(one), &page(other)) == Same
}

fn compared(one: &Features<'_>, other: &Features<'_>) -> Compared {
    assert_eq!(one.compared(other), other.compared(one), "likeness is mutual");
    one.compared(other)
}

fn surely(one: Page<'_>, other: Page<'_>) -> Compared {
    let (one, other) = (page(one), page(other));
    assert_eq!(one.compared_surely(&other, true), other.compared_surely(&one, true));
    one.compared_surely(&other, true)
}

#[test]
fn other_advertisements_are_the_same_page() {
    let (few, many) = (front(1), front(9));
    assert!(is_like(("news", Some(50_000), &few), ("news", Some(58_000), &many)));
    assert!(is_like(("", Some(50_000), &few), ("", Some(58_000), &many)));
    assert!(is_like(("", None, &few), ("", Some(90_000), &many)), "its end was cut off");
    assert!(is_like(("one story", Some(50_000), &few), ("another", Some(58_000), &many)));
}

#[test]
fn a_blockpage_of_the_same_length_without_a_title_is_another_page() {
    let (site, blockpage) = (front(3), blockpage());
    assert!(!is_like(("", Some(5_000), &blockpage), ("", Some(5_000), &site)));
    assert!(!is_like(("", None, &blockpage), ("", Some(5_000), &site)));
    assert!(!is_like(("no entry", Some(5_000), &blockpage), ("news", Some(5_000), &site)));
    // It quotes the site's name.
    assert!(!is_like(
        ("example.org: no entry", Some(900), &blockpage),
        ("example.org", Some(5_000), &site)
    ));
}

#[test]
fn where_nobody_counted_the_rest_decides() {
    let (none, site) = (Tags::new(), front(3));
    assert!(is_like(("", Some(1_000), &none), ("", Some(950), &site)));
    assert!(!is_like(("", Some(1_000), &none), ("", Some(600), &site)));
    assert!(!is_like(("", None, &none), ("", Some(600), &site)));
    assert!(is_like(("news", None, &none), ("news", Some(600), &site)));
}

#[test]
fn a_title_shares_words_as_often_as_it_has_different_ones() {
    assert!(!shares_words("a a a a", "a b c d") && !shares_words("a b c d", "a a a a"));
    assert!(shares_words("news of today", "news of yesterday"));
    assert!(shares_words("***", "***") && !shares_words("***", "+++"), "no words, and the same");
}

#[test]
fn a_handful_of_elements_is_no_likeness_against_other_titles() {
    let small = tags(&[("html", 1), ("head", 1), ("title", 1), ("body", 1), ("p", 1)]);
    assert!(!is_like(("welcome", Some(200), &small), ("no entry", Some(210), &small)));
    assert!(!is_like(("", None, &small), ("", Some(210), &small)));
}

#[test]
fn what_nobody_knows_is_no_other_page() {
    let none = Tags::new();
    let unknown = |one, other| compared(&page(one), &page(other)) == Unknown;
    assert!(unknown(("", None, &none), ("", Some(600), &none)), "cut off, without a title");
    assert!(unknown(("", None, &none), ("news", None, &none)));
    assert_eq!(compared(&page(("a", None, &none)), &page(("b", None, &none))), Other);
}

#[test]
fn where_much_hangs_on_it_one_mark_is_not_enough() {
    let (none, site, blockpage) = (Tags::new(), front(3), blockpage());
    // Length alone, title alone.
    assert_eq!(surely(("", Some(900), &none), ("", Some(900), &none)), Unknown);
    assert_eq!(surely(("", Some(900), &none), ("", Some(60_000), &none)), Unknown);
    assert_eq!(surely(("news", None, &none), ("news", Some(900), &none)), Unknown);
    assert_eq!(surely(("news", Some(900), &none), ("no entry", Some(910), &none)), Unknown);
    // A helper that tells title and length alone.
    assert_eq!(surely(("news", Some(900), &none), ("news", Some(910), &none)), Same);
    assert_eq!(surely(("no entry", Some(900), &none), ("news", Some(60_000), &none)), Other);
    // It quotes the site's title, and has its length.
    let quotes = ("news", Some(50_000), &blockpage);
    assert_eq!(surely(quotes, ("news", Some(51_000), &site)), Unknown);
    assert_eq!(surely(("news", Some(900), &blockpage), ("news", Some(50_000), &site)), Other);
    assert_eq!(surely(("one", None, &site), ("one", Some(90_000), &site)), Same);
    assert_eq!(surely(("", None, &site), ("", Some(90_000), &site)), Same);
}

#[test]
fn another_status_is_a_difference_and_not_enough_by_itself() {
    let (none, site) = (Tags::new(), front(3));
    let one = page(("news", Some(900), &none));
    assert_eq!(one.compared_surely(&page(("news", Some(900), &none)), false), Unknown);
    assert_eq!(one.compared_surely(&page(("other", Some(950), &site)), false), Other);
}

#[test]
fn downloads_are_compared_by_kind_and_length() {
    let none = Tags::new();
    let file = |kind: &str, length| Features {
        title: String::new(),
        length,
        tags: &none,
        kind: (!kind.is_empty()).then(|| kind.to_owned()),
    };
    let zip = "application/zip";
    let is = |one, other, wanted| assert_eq!(compared(&one, &other), wanted);
    is(file(zip, Some(5_000_000)), file(zip, Some(5_000_000)), Same);
    is(file(zip, None), file(zip, Some(5_000_000)), Same);
    is(file(zip, Some(5_000)), file(zip, Some(5_000_000)), Other);
    is(file(zip, Some(5_000)), file("text/html", Some(5_000)), Other);
    is(file(zip, Some(5_000)), file("application/octet-stream", Some(5_000)), Same);
    is(file(zip, None), file("application/octet-stream", Some(5_000)), Unknown);
    // A helper that says nothing of it.
    is(file(zip, Some(5_000)), file("", Some(5_000)), Same);
    is(file(zip, Some(5_000_000)), file("", Some(65_536)), Unknown);
    is(file(zip, None), file("", Some(65_536)), Unknown);
    // A message may come as plain text.
    is(file("text/plain", None), file("text/plain", None), Unknown);
    assert_eq!(file(zip, None).compared_surely(&file(zip, None), true), Unknown);
    assert_eq!(file("text/html", None).compared_surely(&file(zip, None), true), Other);
}
