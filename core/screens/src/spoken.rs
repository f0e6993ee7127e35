//! What is spoken of a row, a button, a picture: sentences put together here, so that no shell joins any.

use arna_words::Words;

use crate::{Action, Does, Goes, Icon, Mark, Row, StrandCount, StrandKind, Strands};
use arna_model::Code;
use arna_words::OnScreen;

/// Parts as sentences, one behind the other: what does not end one gets its full stop.
pub(crate) fn sentences<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let whole = |part: &str| {
        let is_whole = part.ends_with(['.', '!', '?', '…', ':']);
        if is_whole { part.to_owned() } else { format!("{part}.") }
    };
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).map(whole).collect();
    parts.join(" ")
}

/// The first letter as at the beginning of a sentence.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A button that can be pressed.
pub(crate) fn action(label: &str, detail: Option<String>, does: Does) -> Action {
    let spoken = sentences([label].into_iter().chain(detail.as_deref()));
    Action { label: label.to_owned(), detail, does, is_enabled: true, spoken }
}

/// A row without a number.
pub(crate) fn row(mark: Mark, title: &str, detail: Option<String>) -> Row {
    let spoken = sentences([title].into_iter().chain(detail.as_deref()));
    Row { mark, title: title.to_owned(), detail, count: None, goes: None, spoken }
}

/// The mark of an icon.
pub(crate) fn icon_mark(icon: Icon) -> Mark {
    Mark::Icon { icon }
}

/// A tick, or a cross.
pub(crate) fn check_mark(is_met: bool) -> Mark {
    Mark::Check { is_met }
}

/// The same that leads somewhere, with what a tap does as it is spoken.
pub(crate) fn leading(row: Row, goes: Goes, tap: &str) -> Row {
    let spoken = sentences([row.spoken.as_str(), tap]);
    Row { goes: Some(goes), spoken, ..row }
}

/// The whole picture, with its sentence: how many sites there are, and how many of each kind.
pub(crate) fn strands(
    kinds: Vec<(StrandKind, u32)>,
    you: &str,
    gate: &str,
    words: Words,
) -> Strands {
    let kinds: Vec<_> = kinds.into_iter().filter(|(_, n)| *n > 0).collect();
    let total: u64 = kinds.iter().map(|(_, n)| u64::from(*n)).sum();
    let beyond = words.counted_screen(OnScreen::NSites, total, &[]);
    let head = words.screen(OnScreen::BehindGate, &[("gate", &gate), ("sites", &beyond)]);
    let told = kinds.iter().map(|(kind, n)| {
        let (word, n) = (capital(word_of(*kind, words)), words.thousands(u64::from(*n)));
        format!("{word}: {n}")
    });
    let told: Vec<_> = [head].into_iter().chain(told).collect();
    let spoken = sentences(told.iter().map(String::as_str));
    let kinds = kinds.into_iter().map(|(kind, count)| StrandCount { kind, count }).collect();
    Strands { kinds, you: you.to_owned(), gate: gate.to_owned(), beyond, border: None, spoken }
}

/// What a kind of strand is called.
fn word_of(kind: StrandKind, words: Words) -> &'static str {
    match kind {
        StrandKind::Blocked => words.code(Code::Blocked),
        StrandKind::LikelyBlocked => words.code(Code::LikelyBlocked),
        StrandKind::Throttled => words.code(Code::Throttled),
        StrandKind::Waiting => words.on_screen(OnScreen::KindWaiting),
        StrandKind::Unreachable => words.code(Code::Unreachable),
        StrandKind::Untold => words.on_screen(OnScreen::KindUntold),
        StrandKind::SiteTrouble => words.on_screen(OnScreen::KindSiteTrouble),
        StrandKind::Inside => words.on_screen(OnScreen::InTheCountry),
        StrandKind::Open => words.code(Code::Accessible),
        StrandKind::Bed => words.code(Code::NotTested),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_become_sentences() {
        assert_eq!(sentences(["One", "Two?", "", "Three."]), "One. Two? Three.");
        assert_eq!((capital("ұялы"), capital("")), ("Ұялы".to_owned(), String::new()));
    }

    #[test]
    fn certain_and_probable_strands_are_told_apart() {
        let words = Words::of(arna_words::Language::En);
        let kinds = vec![
            (StrandKind::Blocked, 2),
            (StrandKind::LikelyBlocked, 1),
            (StrandKind::Waiting, 0),
        ];
        let picture = strands(kinds, "You", "Beeline", words);
        assert_eq!(picture.kinds.len(), 2, "what there is none of is no strand");
        assert_eq!(
            picture.spoken,
            "Beeline, 3 sites. Blocked by the network: 2. Probably blocked: 1."
        );
    }
}
