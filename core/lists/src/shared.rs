//! URLs in a text that was shared: a message, a page's title with its address, a list.

use arna_model::Flaw;
use linkify::{LinkFinder, LinkKind};

use crate::taker::Taker;
use crate::{MOST_BYTES, Read, encoding, ooni_run, read};

/// Finds the pages in a text that was shared. A list is read as [`read`](fn@read) does; anything else is taken for sentences
/// with URLs in them. Names without a scheme ("example.com") are there mistakes that say what was probably meant, and only
/// where there is no URL: in a sentence they may be any word with a dot in it.
pub fn shared(content: &[u8]) -> Read {
    let as_list = read(content);
    let is_list = !as_list.entries.is_empty() && as_list.mistakes.is_empty();
    let has_reason = |flaw| as_list.mistakes.iter().any(|one| one.flaw == flaw);
    if is_list || content.len() > MOST_BYTES || has_reason(Flaw::RunOnServer) {
        return as_list;
    }
    let decoded = encoding::decode(content);
    let text = String::from_utf8_lossy(&decoded.bytes);
    let is_json = text.trim_start().starts_with(['{', '[']);
    if is_json && !has_reason(Flaw::BrokenJson) {
        return as_list;
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let mut taker = Taker::of(&decoded);
    for link in finder.links(&text) {
        let url = without_quotes(link.as_str());
        match ooni_run::link(url) {
            Some(link) => taker.take_link(&link, None),
            // What else has a scheme was not meant to be opened here.
            None if is_of_web(url) => taker.take_word(url),
            None => {}
        }
    }
    if taker.read.entries.is_empty() && taker.read.mistakes.is_empty() {
        finder.url_must_have_scheme(false);
        for link in finder.links(&text) {
            if !link.as_str().contains("://") {
                taker.take_word(without_quotes(link.as_str()));
            }
        }
    }
    taker.end()
}

/// Cuts a quotation's marks off: no URL has them as they are, and chats write them without a space.
fn without_quotes(url: &str) -> &str {
    let is_mark = |one: char| matches!(one, '«' | '»' | '“' | '”' | '„' | '‹' | '›');
    url.split(is_mark).next().unwrap_or_default()
}

fn is_of_web(url: &str) -> bool {
    let begins = |scheme: &str| {
        url.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
    };
    begins("http://") || begins("https://")
}

#[cfg(test)]
mod tests {
    use arna_model::Flaw;

    use super::shared;

    fn found(text: &str) -> (Vec<String>, Vec<(Flaw, Option<String>)>) {
        let read = shared(text.as_bytes());
        let flaws = read.mistakes.into_iter().map(|one| (one.flaw, one.meant)).collect();
        (read.entries.into_iter().map(|one| one.url).collect(), flaws)
    }

    #[test]
    fn urls_are_found_in_what_people_write() {
        for (text, urls) in [
            ("Look: https://a.example/b, is it blocked?", &["https://a.example/b"][..]),
            ("Новости (https://a.example/x_(y)).", &["https://a.example/x_(y)"]),
            (
                "«https://a.example/» және <HTTP://b.example>",
                &["https://a.example/", "http://b.example/"],
            ),
            (
                "A title\nhttps://a.example/?q=1#top\n\nSent from my phone",
                &["https://a.example/?q=1"],
            ),
            ("https://a.example/ https://a.example/", &["https://a.example/"]),
            (
                "mail me@a.example, ftp://c.example/, see https://b.example/",
                &["https://b.example/"],
            ),
            (
                "https://a.example/\nhttps://b.example/\n",
                &["https://a.example/", "https://b.example/"],
            ),
            ("https://guest:secret@a.example/ x", &["https://a.example/"]),
        ] {
            assert_eq!(
                found(text),
                (urls.iter().map(|url| (*url).to_owned()).collect(), vec![]),
                "{text}"
            );
        }
    }

    #[test]
    fn a_name_is_asked_back_and_never_guessed() {
        let (urls, flaws) = found("is azattyq.org open?");
        assert!(urls.is_empty());
        assert_eq!(flaws, [(Flaw::Name, Some("https://azattyq.org/".to_owned()))]);
        let (urls, flaws) = found("not notes.txt, but https://a.example/ is it");
        assert_eq!((urls.len(), flaws.len()), (1, 0));
        assert_eq!(found("no address at all"), (vec![], vec![(Flaw::Nothing, None)]));
        assert_eq!(found(""), (vec![], vec![(Flaw::Nothing, None)]));
    }

    #[test]
    fn links_of_ooni_run_are_lists_in_a_message_too() {
        let list = "%7B%22urls%22%3A%5B%22https%3A%2F%2Fa.example%2F%22%5D%7D";
        let link = format!("https://run.ooni.io/nettest?tn=web_connectivity&ta={list}&mv=1.2.0");
        assert_eq!(found(&format!("Please run {link} today")).0, ["https://a.example/"]);
        let (urls, flaws) = found("Please run https://run.ooni.org/v2/10025 today");
        assert!(urls.is_empty());
        assert_eq!(flaws, [(Flaw::RunOnServer, None)]);
    }
}
