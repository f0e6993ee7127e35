//! What the app is: its version, who signed it, and whose work is in it.

use arna_engine::JUDGE;
use arna_words::{OnScreen, OnSettings, Words};
use serde::{Deserialize, Serialize};

use crate::spoken::{icon_mark, leading, row, sentences};
use crate::{Goes, Icon, Mark, Row};

/// What the app is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AboutApp {
    /// Its title.
    pub heading: String,
    /// What there is to know.
    pub rows: Vec<Row>,
    /// What to do with the fingerprint of who signed it, where it is shown.
    pub hint: Option<String>,
    /// How many parts of others it has, where the shell says which.
    pub parts_title: Option<String>,
    /// These parts, each with its licence.
    pub parts: Vec<Row>,
    /// The title and what there is to know, as they are spoken.
    pub spoken: String,
}

/// What a shell says of the app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Its version.
    pub version: String,
    /// The SHA-256 of the certificate that it is signed with, in hexadecimal digits with or without colons; `None`: not known.
    pub fingerprint: Option<String>,
    /// What of others is in it.
    pub parts: Vec<AboutPart>,
}

/// A part that others made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutPart {
    /// What it is called, with its version.
    pub name: String,
    /// Its licence, as SPDX writes it.
    pub licence: String,
}

/// What the app is.
pub fn about(facts: &Facts, words: Words) -> AboutApp {
    let heading = words.on_settings(OnSettings::About).to_owned();
    let version = words.settings(OnSettings::Version, &[("version", &facts.version)]);
    let rules = words.settings(OnSettings::RulesOfVerdicts, &[("number", &JUDGE)]);
    let signed = facts.fingerprint.as_deref().filter(|print| !print.trim().is_empty());
    let signed = signed.map(|print| {
        row(icon_mark(Icon::Lock), words.on_settings(OnSettings::Signed), Some(grouped(print)))
    });
    let hint = signed.as_ref().map(|_| words.on_settings(OnSettings::SignedDetail).to_owned());
    let licence =
        words.settings(OnSettings::LicenceOwn, &[("one", &LICENCES[0]), ("other", &LICENCES[1])]);
    let licence = row(icon_mark(Icon::File), words.on_settings(OnSettings::Licence), Some(licence));
    let more = words.on_screen(OnScreen::OpensMore);
    let licence = leading(licence, Goes::Licence { part: None }, more);
    let version = row(icon_mark(Icon::Info), &version, Some(rules));
    let rows: Vec<_> = [version, licence].into_iter().chain(signed).collect();
    let n = facts.parts.len() as u64;
    let part = |part: &AboutPart| {
        let (name, licence) = (shown(&part.name), shown(&part.licence));
        let goes = Goes::Licence { part: Some(part.name.clone()) };
        leading(row(Mark::None, &name, Some(licence)), goes, more)
    };
    let told = rows.iter().map(|row| row.spoken.as_str()).chain(hint.as_deref());
    AboutApp {
        spoken: sentences([heading.as_str()].into_iter().chain(told)),
        heading,
        parts_title: (n > 0).then(|| words.counted_settings(OnSettings::PartsOfOthers, n, &[])),
        parts: facts.parts.iter().map(part).collect(),
        rows,
        hint,
    }
}

fn shown(text: &str) -> String {
    arna_model::shown(text).into_owned()
}

/// A fingerprint in groups of four, which two people can read to each other.
fn grouped(print: &str) -> String {
    let digits: Vec<char> = shown(print)
        .chars()
        .filter(|one| !matches!(one, ':' | ' '))
        .flat_map(char::to_uppercase)
        .collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

const LICENCES: [&str; 2] = ["Apache-2.0", "MIT"];

#[cfg(test)]
mod tests {
    use arna_words::Language;

    use super::*;

    #[test]
    fn a_fingerprint_can_be_read_aloud_however_it_was_given() {
        for given in ["ab:cd:ef:01:23", "ABCDEF0123", "abcd ef01 23"] {
            assert_eq!(grouped(given), "ABCD EF01 23");
        }
        let facts = Facts { version: "1.0".into(), fingerprint: Some(" ".into()), parts: vec![] };
        let screen = about(&facts, Words::of(Language::En));
        assert_eq!(
            (screen.rows.len(), screen.parts_title),
            (2, None),
            "what is not known is not shown"
        );
    }
}
