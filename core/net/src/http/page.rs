//! What is read of a body: a page, or whatever else a server may give.

use std::borrow::Cow;

use arna_model::{is_page, media_type};
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use super::charset;

/// The beginning of a page as it is compared, in whatever charset it came; `None`: it is no page, but a download, a
/// picture, or bytes in a coding that nobody here can undo.
///
/// 64 KiB of it: as much as is read of a page in the clear, so that both ends look at the same stretch.
pub fn markup_of<'a>(content_type: Option<&str>, body: &'a [u8]) -> Option<Cow<'a, str>> {
    let kind = content_type.and_then(media_type);
    let is_page = kind.as_deref().is_none_or(is_page);
    let beginning = &body[..body.len().min(COMPARED)];
    (is_page && is_text(kind.as_deref(), body)).then(|| charset::decoded(content_type, beginning))
}

/// The words of a body, in whatever charset they came; `None`: it has none.
pub fn text_of<'a>(content_type: Option<&str>, body: &'a [u8]) -> Option<Cow<'a, str>> {
    let kind = content_type.and_then(media_type);
    is_text(kind.as_deref(), body).then(|| charset::decoded(content_type, body))
}

/// The text of the first `<title>` of a page; what is written so in a comment or a script is none.
pub fn title_of(page: &str) -> Option<String> {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let mut title: Option<Vec<u8>> = None;
    for Ok(token) in Tokenizer::new_with_emitter(page, emitter) {
        match (token, title.as_mut()) {
            (Token::StartTag(tag), None) if tag.name.as_slice() == b"title" => {
                title = Some(Vec::new());
            }
            (Token::String(words), Some(title)) => title.extend_from_slice(&words),
            (Token::EndTag(_), Some(title)) => return shortened(&String::from_utf8_lossy(title)),
            _ => {}
        }
    }
    None
}

fn shortened(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split_whitespace().collect();
    let title: String = words.join(" ").chars().take(MAX_TITLE).collect();
    (!title.is_empty()).then_some(title)
}

/// Whether bytes are text, by those that no text has (WHATWG, "MIME sniffing": binary data bytes). Of what is called a
/// page some stray ones are forgiven, as browsers do; random bytes have one in ten.
fn is_text(kind: Option<&str>, body: &[u8]) -> bool {
    let may_be_page = kind.is_none_or(is_page);
    if encoding_rs::Encoding::for_bom(body).is_some() || may_be_page && begins_as_page(body) {
        return true;
    }
    let beginning = &body[..body.len().min(SNIFFED)];
    let strange = beginning.iter().filter(|byte| is_binary(**byte)).count();
    let forgiven = if kind.is_some_and(is_page) { beginning.len() / 20 } else { 0 };
    strange <= forgiven
}

/// Whether bytes begin as browsers tell a page from anything else (WHATWG, "MIME sniffing": unknown MIME types),
/// whatever comes after that.
fn begins_as_page(body: &[u8]) -> bool {
    let body = body.trim_ascii_start();
    let tag = |tag: &&str| {
        let (name, rest) = body.split_at_checked(tag.len()).unwrap_or_default();
        name.eq_ignore_ascii_case(tag.as_bytes()) && matches!(rest.first(), Some(b' ' | b'>'))
    };
    TAGS.iter().any(tag) || body.starts_with(b"<!--")
}

fn is_binary(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f)
}

pub(super) const COMPARED: usize = 64 * 1024;
/// What browsers look at.
const SNIFFED: usize = 1445;
const TAGS: [&str; 16] = [
    "<!DOCTYPE HTML",
    "<HTML",
    "<HEAD",
    "<SCRIPT",
    "<IFRAME",
    "<H1",
    "<DIV",
    "<FONT",
    "<TABLE",
    "<A",
    "<STYLE",
    "<TITLE",
    "<B",
    "<BODY",
    "<BR",
    "<P",
];
const MAX_TITLE: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_found_in_whatever_came() {
        let title = |page: &[u8]| title_of(&markup_of(None, page).expect("text"));
        assert_eq!(title(b"<html><TITLE lang=kk>\n Arna  net </Title>"), Some("Arna net".into()));
        assert_eq!(title("<title>Ақпарат</title>".as_bytes()), Some("Ақпарат".into()));
        assert_eq!(title(b"<titlebar>x</titlebar><title>y</title>"), Some("y".into()));
        let hidden =
            b"<!-- <title>x</title> --><script>'<title>y</title>'</script><title>z</title>";
        assert_eq!(title(hidden), Some("z".into()));
        assert_eq!(title(b"<title>Q &amp; A&#33;</title>"), Some("Q & A!".into()));
        for broken in [&b"<title>cut of"[..], b"<title", b"", b"\xff\xfe<title></title>"] {
            assert_eq!(title(broken), None);
        }
    }

    #[test]
    fn a_title_is_read_in_the_charset_that_the_page_is_in() {
        let header = Some("text/html; charset=windows-1251");
        let page = b"<title>\xcd\xee\xe2\xee\xf1\xf2\xe8 \xc0\xeb\xec\xe0\xf2\xfb</title>";
        let read = markup_of(header, page).expect("a page");
        assert_eq!(title_of(&read), Some("Новости Алматы".into()));
        assert_eq!(text_of(header, page).expect("text"), "<title>Новости Алматы</title>");
    }

    #[test]
    fn a_download_is_no_page_whatever_is_in_it() {
        let page = b"<title>a page</title>";
        for kind in ["application/octet-stream", "application/zip", "text/plain", "image/png"] {
            assert_eq!(markup_of(Some(kind), page), None, "{kind}");
            assert!(text_of(Some(kind), page).is_some(), "words are words");
        }
        for kind in [None, Some("*/*"), Some("text/html"), Some("application/xhtml+xml")] {
            assert!(markup_of(kind, page).is_some(), "{kind:?}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_no_page_whatever_they_are_called() {
        let random: Vec<u8> =
            (0..4_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for kind in [None, Some("text/html"), Some("application/zip")] {
            assert_eq!(markup_of(kind, &random), None, "{kind:?}");
            assert_eq!(text_of(kind, &random), None, "{kind:?}");
        }
        // As browsers: what begins as a page is one, unless it is called something else.
        let odd = b"\n<!doctype html><title>a\x07b</title>";
        for kind in [None, Some("text/html")] {
            assert!(markup_of(kind, odd).is_some(), "{kind:?}");
        }
        assert_eq!(markup_of(Some("application/zip"), odd), None);
        assert_eq!(text_of(Some("application/zip"), odd), None);
        let zip = b"PK\x03\x04\x14\x00\x00\x00\x08\x00<b><i>";
        assert_eq!(markup_of(None, zip), None);
        // One stray byte of many.
        let stray = format!("<title>a\u{b} page</title>{}", "<p>words</p>".repeat(9));
        assert!(markup_of(Some("text/html"), stray.as_bytes()).is_some());
    }
}
