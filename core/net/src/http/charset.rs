//! The charset of a body: which one it is in, and its words in ours.
//!
//! Browsers' order (WHATWG, HTML, "Determining the character encoding"): a byte order mark, the header, the page's
//! own word. What is said may be wrong, and then the bytes decide: UTF-8 is hardly ever valid by chance, and for the
//! rest there is a detector. Both ends of a comparison decode alike, so a wrong guess is the same on both.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

/// The text of `body`, whose `Content-Type` is this. A character that was cut off at the end is left out.
pub(super) fn decoded<'a>(content_type: Option<&str>, body: &'a [u8]) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(body) {
        return Decoded::of(encoding, &body[mark..]).text;
    }
    let as_utf8 = valid_utf8(body);
    if let Some(text) = as_utf8.filter(|text| text.is_ascii() && !text.contains(ESCAPE)) {
        return Cow::Borrowed(text);
    }
    for encoding in named(content_type, body) {
        // Any bytes are text in a charset of single bytes; those that are valid UTF-8 are no such text.
        if let Some(text) = as_utf8.filter(|_| encoding.is_single_byte() || encoding == UTF_8) {
            return Cow::Borrowed(text);
        }
        let decoded = Decoded::of(encoding, body);
        if decoded.makes_sense {
            return decoded.text;
        }
    }
    if let Some(text) = as_utf8 {
        return Cow::Borrowed(text);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&body[..body.len().min(LOOKED_AT)], true);
    Decoded::of(detector.guess(None, Utf8Detection::Deny), body).text
}

/// What is said of the charset, the likeliest first.
fn named(content_type: Option<&str>, body: &[u8]) -> Vec<&'static Encoding> {
    let is_wide = |encoding: &&Encoding| *encoding == UTF_16LE || *encoding == UTF_16BE;
    // UTF-16 has zeros wherever it writes a tag; whoever says it of other bytes is wrong.
    let by_header = content_type.and_then(parameter).filter(|it| !is_wide(it) || body.contains(&0));
    // A page that could be read for its own word is in none of two bytes.
    let by_page = named_within(body).map(|it| if is_wide(&it) { UTF_8 } else { it });
    match (by_header, by_page) {
        // What servers say of all pages unless they are told otherwise: the page knows better.
        (Some(header), Some(page)) if header == WINDOWS_1252 => vec![page, header],
        (header, page) => header.into_iter().chain(page).collect(),
    }
}

/// The charset that a `Content-Type` names.
fn parameter(content_type: &str) -> Option<&'static Encoding> {
    let mut parameters = content_type.split(';').skip(1).filter_map(|part| part.split_once('='));
    let (_, label) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    let label = label.trim().trim_matches(['"', '\'']);
    Encoding::for_label_no_replacement(label.as_bytes())
}

/// The charset that a page names in its beginning.
fn named_within(body: &[u8]) -> Option<&'static Encoding> {
    let beginning = &body[..body.len().min(PRESCANNED)];
    if beginning.starts_with(b"<?xml") {
        let end = beginning.iter().position(|byte| *byte == b'>')?;
        let declaration = String::from_utf8_lossy(&beginning[..end]).replace(['"', '\''], " ");
        let (_, label) = declaration.split_once("encoding=")?;
        return Encoding::for_label_no_replacement(label.split_whitespace().next()?.as_bytes());
    }
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let tokens = Tokenizer::new_with_emitter(beginning, emitter).filter_map(Result::ok);
    tokens
        .filter_map(|token| if let Token::StartTag(tag) = token { said(&tag) } else { None })
        .next()
}

/// What a `meta` says of the charset.
fn said(tag: &StartTag<()>) -> Option<&'static Encoding> {
    let value = |name: &[u8]| tag.attributes.get(name).map(|value| value.value.as_slice());
    if tag.name.as_slice() != b"meta" {
        return None;
    }
    if let Some(label) = value(b"charset") {
        return Encoding::for_label_no_replacement(label);
    }
    let is_about_type = value(b"http-equiv")?.eq_ignore_ascii_case(b"content-type");
    let content = std::str::from_utf8(value(b"content")?).ok()?;
    is_about_type.then(|| parameter(content)).flatten()
}

/// `body` as UTF-8, without a character that is cut off at its end; `None`: it is none.
fn valid_utf8(body: &[u8]) -> Option<&str> {
    match std::str::from_utf8(body) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&body[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    }
}

/// What bytes are in some charset.
struct Decoded<'a> {
    text: Cow<'a, str>,
    /// Whether most of what is not ASCII could be read.
    makes_sense: bool,
}

impl Decoded<'_> {
    fn of(encoding: &'static Encoding, body: &[u8]) -> Self {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (mut text, mut rest, mut wrong) = (String::new(), body, 0_usize);
        loop {
            let room = decoder.max_utf8_buffer_length_without_replacement(rest.len());
            text.reserve(room.unwrap_or(rest.len() * 3 + 16));
            // The end of what was read need not be the end of what was sent.
            let (result, read) =
                decoder.decode_to_string_without_replacement(rest, &mut text, false);
            rest = &rest[read..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    text.push(char::REPLACEMENT_CHARACTER);
                    wrong += 1;
                }
            }
        }
        let others = text.chars().filter(|c| !c.is_ascii()).count() - wrong;
        Self { text: Cow::Owned(text), makes_sense: wrong == 0 || wrong < others }
    }
}

/// Browsers look no farther (WHATWG).
const PRESCANNED: usize = 1024;
/// Enough for any detector.
const LOOKED_AT: usize = 64 * 1024;
/// What ISO-2022-JP, all of ASCII's bytes, changes its alphabet with.
const ESCAPE: char = '\u{1b}';

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, GBK, ISO_2022_JP, KOI8_R, SHIFT_JIS, WINDOWS_1251};

    use super::*;

    const NEWS: &str = "<html><head><title>Новости Алматы сегодня</title></head><body>\
        <p>Погода в городе, курс тенге и расписание поездов.</p></body></html>";

    fn in_charset(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        let (bytes, _, failed) = encoding.encode(text);
        assert!(!failed, "{text} cannot be written in {}", encoding.name());
        bytes.into_owned()
    }

    #[test]
    fn the_header_names_the_charset() {
        for (encoding, label, text) in [
            (WINDOWS_1251, "windows-1251", NEWS),
            (WINDOWS_1251, "CP1251", NEWS),
            (KOI8_R, "\"koi8-r\"", NEWS),
            (SHIFT_JIS, "Shift_JIS", "<title>朝日新聞</title>"),
            (EUC_JP, "euc-jp", "<title>朝日新聞</title>"),
            (ISO_2022_JP, "iso-2022-jp", "<title>朝日新聞</title>"),
            (GBK, "gb2312", "<title>联通</title>"),
            (BIG5, "big5", "<title>聯合報</title>"),
            (EUC_KR, "ks_c_5601-1987", "<title>중앙일보</title>"),
        ] {
            let header = format!("text/html; Charset={label}");
            assert_eq!(decoded(Some(&header), &in_charset(encoding, text)), text, "{label}");
        }
    }

    #[test]
    fn the_page_names_it_where_the_header_does_not() {
        for meta in [
            "<meta charset=windows-1251>",
            "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=windows-1251'>",
        ] {
            let page = NEWS.replace("<head>", &format!("<head>{meta}"));
            let bytes = in_charset(WINDOWS_1251, &page);
            for header in [None, Some("text/html"), Some("text/html; charset=klingon")] {
                assert_eq!(decoded(header, &bytes), page, "{meta} {header:?}");
            }
            // Servers say these two of whatever they have.
            for usual in ["text/html; charset=iso-8859-1", "text/html; charset=utf-8"] {
                assert_eq!(decoded(Some(usual), &bytes), page, "{meta} {usual}");
            }
        }
        let page = format!("<?xml version=\"1.0\" encoding='koi8-r'?>{NEWS}");
        assert_eq!(decoded(None, &in_charset(KOI8_R, &page)), page);
    }

    #[test]
    fn a_byte_order_mark_says_more_than_anybody() {
        for encoding in [UTF_16LE, UTF_16BE] {
            let units = NEWS.encode_utf16();
            let is_little = encoding == UTF_16LE;
            let bytes = |unit: u16| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() };
            let page: Vec<u8> = std::iter::once(0xfeff).chain(units).flat_map(bytes).collect();
            assert_eq!(decoded(Some("text/html; charset=windows-1251"), &page), NEWS);
            assert_eq!(decoded(Some("text/html; charset=utf-16"), &page), NEWS);
        }
        let page = format!("\u{feff}{NEWS}");
        assert_eq!(decoded(Some("text/html; charset=koi8-r"), page.as_bytes()), NEWS);
    }

    #[test]
    fn a_wrong_word_is_not_believed() {
        let cyrillic = in_charset(WINDOWS_1251, NEWS);
        for wrong in [None, Some("text/html; charset=utf-8"), Some("text/html; charset=utf-16")] {
            assert_eq!(decoded(wrong, &cyrillic), NEWS, "{wrong:?}");
        }
        for wrong in ["windows-1251", "iso-8859-1", "utf-16", "gibberish"] {
            let header = format!("text/html; charset={wrong}");
            assert_eq!(decoded(Some(&header), NEWS.as_bytes()), NEWS, "{wrong}");
        }
    }

    #[test]
    fn what_is_cut_off_or_spoilt_is_read_all_the_same() {
        let half = NEWS.find("вости").expect("it is there") + 1;
        let read = decoded(None, &NEWS.as_bytes()[..half]);
        assert_eq!(read, NEWS[..half - 1], "half a letter");
        let mut spoilt = NEWS.as_bytes().to_vec();
        spoilt.insert(half - 1, 0xff);
        let read = decoded(Some("text/html; charset=utf-8"), &spoilt);
        assert_eq!(read.replace(char::REPLACEMENT_CHARACTER, ""), NEWS, "one wrong byte of many");
        let cut = in_charset(SHIFT_JIS, "<title>朝日新聞");
        assert_eq!(
            decoded(Some("text/html; charset=sjis"), &cut[..cut.len() - 1]),
            "<title>朝日新"
        );
        assert_eq!(decoded(None, b""), "");
        assert_eq!(decoded(Some("; charset="), b"plain"), "plain");
    }
}
