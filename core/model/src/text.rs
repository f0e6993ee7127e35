//! Characters that do not show, or that do something else than show.

use std::borrow::Cow;
use std::fmt::Write as _;

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Whether a terminal or a screen does something else with `character` than draw it: controls of C0 and C1 (a line's
/// end is one), what turns the direction of writing, marks of format, and what is drawn as nothing. Who chooses a
/// text chooses them too: a certificate's names, a page's title, an operator's name.
pub fn is_unseen(character: char) -> bool {
    use GeneralCategory as Is;
    let is_plain_ascii = matches!(character, ' '..='~');
    !is_plain_ascii
        && (matches!(
            CodePointMapData::<GeneralCategory>::new().get(character),
            Is::Control | Is::Format | Is::LineSeparator | Is::ParagraphSeparator | Is::PrivateUse
        ) || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character))
}

/// `text` as it may be shown: each character that [does not show](is_unseen) gives way to U+FFFD, which does, so that
/// nobody takes one text for another. A text of several lines is shown line by line.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return text.into();
    }
    text.chars().map(|one| if is_unseen(one) { char::REPLACEMENT_CHARACTER } else { one }).collect()
}

/// JSON with every character that [does not show](is_unseen) as JSON's own escape: the same values, in letters that a
/// terminal only draws. In JSON such characters stand in strings alone; `json` is one line.
pub fn escaped(json: &str) -> Cow<'_, str> {
    if !json.contains(is_unseen) {
        return json.into();
    }
    let mut text = String::with_capacity(json.len() + 16);
    for one in json.chars() {
        if is_unseen(one) {
            for unit in one.encode_utf16(&mut [0; 2]) {
                write!(text, "\\u{unit:04x}").expect("a String takes all");
            }
        } else {
            text.push(one);
        }
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_show_is_replaced_or_escaped_and_the_rest_stays() {
        let text = "a\u{1b}]0;x\u{7}b\u{9b}2Jc\u{202e}d\u{e0041}e Қазақ";
        assert_eq!(shown(text), "a\u{fffd}]0;x\u{fffd}b\u{fffd}2Jc\u{fffd}d\u{fffd}e Қазақ");
        assert!(matches!(shown("Қазақ, as it is"), Cow::Borrowed(_)));
        let json = serde_json::to_string(text).expect("a string");
        let line = escaped(&json);
        assert_eq!(line, r#""a\u001b]0;x\u0007b\u009b2Jc\u202ed\udb40\udc41e Қазақ""#);
        assert_eq!(serde_json::from_str::<String>(&line).expect("the same"), text);
    }

    #[test]
    fn what_steers_a_terminal_or_turns_a_line_does_not_show() {
        let unseen = ['\0', '\u{7}', '\u{8}', '\t', '\n', '\r', '\u{1b}', '\u{7f}', '\u{80}'];
        let c1 = ['\u{85}', '\u{90}', '\u{9b}', '\u{9d}', '\u{9f}'];
        let turned = ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
        let turned = turned.chain(['\u{200e}', '\u{200f}', '\u{61c}']);
        let nothing = ['\u{ad}', '\u{34f}', '\u{115f}', '\u{180e}', '\u{200b}', '\u{200d}'];
        let more = ['\u{2028}', '\u{2029}', '\u{2060}', '\u{3164}', '\u{fe0f}', '\u{feff}'];
        let far = ['\u{fff9}', '\u{e000}', '\u{1d173}', '\u{e0001}', '\u{e0041}', '\u{e0100}'];
        let all = unseen.into_iter().chain(c1).chain(turned).chain(nothing).chain(more).chain(far);
        for character in all {
            assert!(is_unseen(character), "{character:?}");
        }
    }

    #[test]
    fn what_people_write_shows() {
        let text = "Aa ~!\"'«»“”„ёқғүұӨ–—…№·•×→≤≈✓█▁ÀüßİçśЁ日本語العربيةעבריתहिन्दी 🙂 e\u{301}\u{a0}\u{202f}";
        for character in text.chars() {
            assert!(!is_unseen(character), "{character:?}");
        }
    }
}
