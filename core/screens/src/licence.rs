//! The licence of the app or of a part of it, in the words of whoever gave it.

use arna_words::{OnSettings, Words};
use serde::{Deserialize, Serialize};

use crate::spoken::{icon_mark, row, sentences};
use crate::{Icon, Row};

/// A licence, to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownLicence {
    /// Whose it is.
    pub heading: String,
    /// What it is called, and where the source is, if it wants that said.
    pub rows: Vec<Row>,
    /// What stands above its texts.
    pub lead: String,
    /// Its texts: those who hold the copyright stand above the first.
    pub texts: Vec<LicenceText>,
    /// All of it but the texts, spoken.
    pub spoken: String,
}

/// What a shell says of a licence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLicence {
    /// What the part is called.
    pub name: String,
    /// Its licence, as SPDX writes it.
    pub licence: String,
    /// Who holds the copyright, a line each.
    pub copyright: Vec<String>,
    /// Where its source is.
    pub source: Option<String>,
    /// The texts that came with it.
    pub texts: Vec<LicenceText>,
}

/// A text of a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceText {
    /// What it is called.
    pub name: String,
    /// What it says, a line for each paragraph.
    pub text: String,
}

/// A licence, to be read.
pub fn licence(facts: &PartLicence, words: Words) -> ShownLicence {
    let heading = shown(&facts.name);
    let called = words.on_settings(OnSettings::Licence);
    let called = row(icon_mark(Icon::File), called, Some(shown(&facts.licence)));
    let source = facts.source.as_deref().map(|source| {
        row(icon_mark(Icon::Open), words.on_settings(OnSettings::Source), Some(shown(source)))
    });
    let rows: Vec<_> = [called].into_iter().chain(source).collect();
    let lead = words.on_settings(OnSettings::LicenceWords).to_owned();
    let mut texts: Vec<_> = facts.texts.iter().map(text).collect();
    let copyright: Vec<_> = facts.copyright.iter().map(|line| shown(line)).collect();
    if let (Some(first), false) = (texts.first_mut(), copyright.is_empty()) {
        first.text = format!("{}\n\n{}", copyright.join("\n"), first.text);
    }
    let told = rows.iter().map(|row| row.spoken.as_str());
    let spoken = sentences([heading.as_str()].into_iter().chain(told).chain([lead.as_str()]));
    ShownLicence { heading, rows, lead, texts, spoken }
}

fn text(text: &LicenceText) -> LicenceText {
    let lines: Vec<_> = text.text.lines().map(shown).collect();
    LicenceText { name: shown(&text.name), text: lines.join("\n") }
}

fn shown(text: &str) -> String {
    arna_model::shown(text).into_owned()
}

#[cfg(test)]
mod tests {
    use arna_words::Language;

    use super::*;

    fn part(copyright: &[&str], texts: &[&str]) -> PartLicence {
        let texts =
            texts.iter().map(|text| LicenceText { name: "MIT".into(), text: (*text).into() });
        PartLicence {
            name: "part 1.0".into(),
            licence: "MIT".into(),
            copyright: copyright.iter().map(|line| (*line).to_owned()).collect(),
            source: None,
            texts: texts.collect(),
        }
    }

    #[test]
    fn who_holds_the_copyright_stands_above_the_first_text_alone() {
        let told = licence(
            &part(&["(c) A", "(c) B"], &["One.\n\nTwo.", "Three."]),
            Words::of(Language::En),
        );
        let texts: Vec<_> = told.texts.iter().map(|text| text.text.as_str()).collect();
        assert_eq!(texts, ["(c) A\n(c) B\n\nOne.\n\nTwo.", "Three."]);
        let told = licence(&part(&[], &["One."]), Words::of(Language::En));
        assert_eq!(told.texts[0].text, "One.");
        assert_eq!(licence(&part(&["(c) A"], &[]), Words::of(Language::En)).texts, []);
    }

    #[test]
    fn nobody_elses_text_turns_what_stands_around_it() {
        let told =
            licence(&part(&["(c) \u{202e}A"], &["On\u{7}e.\nTwo."]), Words::of(Language::En));
        assert!(!told.texts[0].text.contains(['\u{202e}', '\u{7}']), "{:?}", told.texts[0].text);
        assert_eq!(told.texts[0].text.lines().count(), 4, "its lines are its own");
    }
}
