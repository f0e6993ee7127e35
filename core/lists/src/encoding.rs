//! Which encoding a text is in: UTF-8, UTF-16, or what Russian Windows wrote before (windows-1251).
//!
//! A text that is no UTF-8 may be in any old encoding. It is read as windows-1251 if nothing in it speaks for UTF-8, and
//! then a URL may hold Russian letters alone beside ASCII: other letters are others in the encodings that are taken for
//! this one (Kazakhstan's STRK 1042, Western Europe's windows-1252).

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1251};

/// A text as UTF-8.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    /// Its bytes. Where it is UTF-8 with mistakes, they are in there.
    pub(crate) bytes: Cow<'a, [u8]>,
    /// Whether the encoding is a guess.
    pub(crate) is_guessed: bool,
}

/// Decodes a text.
pub(crate) fn decode(content: &[u8]) -> Decoded<'_> {
    let known = |bytes| Decoded { bytes, is_guessed: false };
    if let Some(content) = content.strip_prefix(b"\xef\xbb\xbf") {
        return known(content.into());
    }
    let wide = match content {
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        // What is in ASCII at first has every other byte zero.
        [1..=0x7f, 0, ..] => Some((UTF_16LE, content)),
        [0, 1..=0x7f, ..] => Some((UTF_16BE, content)),
        _ => None,
    };
    if let Some((encoding, content)) = wide {
        let (text, _) = encoding.decode_without_bom_handling(content);
        return known(text.into_owned().into_bytes().into());
    }
    if !is_old(content) {
        return known(content.into());
    }
    let (text, _) = WINDOWS_1251.decode_without_bom_handling(content);
    Decoded { bytes: text.into_owned().into_bytes().into(), is_guessed: true }
}

/// Whether no line speaks for UTF-8, and some speak against it.
fn is_old(content: &[u8]) -> bool {
    let mut lines = content.split(|byte| matches!(byte, b'\n' | b'\r'));
    let mut is_against = false;
    let is_for = lines.any(|line| {
        let is_utf8 = std::str::from_utf8(line).is_ok();
        is_against |= !is_utf8;
        is_utf8 && !line.is_ascii()
    });
    is_against && !is_for
}

/// Whether the letters of a text from a guessed encoding are those that they seem: Russian ones, and never beside Latin
/// ones in one word.
pub(crate) fn is_certain(text: &str) -> bool {
    if text.is_ascii() {
        return true;
    }
    let is_russian = |one: char| matches!(one, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё');
    let is_whole = |word: &str| word.is_ascii() || word.chars().all(is_russian);
    text.split(|one: char| one.is_ascii() && !one.is_ascii_alphabetic()).all(is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(content: &[u8]) -> (String, bool) {
        let Decoded { bytes, is_guessed } = decode(content);
        (String::from_utf8_lossy(&bytes).into_owned(), is_guessed)
    }

    #[test]
    fn encodings_are_told_by_their_marks_and_by_what_they_hold() {
        let text = "https://пример.рф/\n";
        let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
        let (little, big): (Vec<u8>, Vec<u8>) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
        let (old, _, _) = WINDOWS_1251.encode(text);
        for (content, is_guessed) in [
            (text.as_bytes().to_vec(), false),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), false),
            ([b"\xff\xfe", &little[..]].concat(), false),
            ([b"\xfe\xff", &big[..]].concat(), false),
            (little, false),
            (big, false),
            (old.into_owned(), true),
        ] {
            assert_eq!(decoded(&content), (text.to_owned(), is_guessed), "{content:?}");
        }
    }

    #[test]
    fn one_line_of_utf_8_is_enough_to_name_the_others() {
        let mixed = "новости\n".as_bytes().iter().chain(b"\xff\xfe\n").copied();
        let (text, is_guessed) = decoded(&mixed.collect::<Vec<_>>());
        assert!(text.starts_with("новости\n\u{fffd}") && !is_guessed, "{text}");
    }

    #[test]
    fn only_russian_letters_are_believed() {
        for text in ["https://a.example/b", "https://пример.рф/", "https://a.example/ёлка5-2"]
        {
            assert!(is_certain(text), "{text}");
        }
        // "café" of Western Europe; a Kazakh letter's byte.
        for text in ["https://cafй.example/", "https://ќазаќ.example/", "https://a.example/±"]
        {
            assert!(!is_certain(text), "{text}");
        }
    }
}
