//! What there is to know of risks: who sees what, what a claim may bring, and what Arna cannot know.

use arna_words::{OnScreen, OnSettings, Words};
use serde::Serialize;

use crate::spoken::{icon_mark, row, sentences};
use crate::{Icon, Row};

/// What there is to know of risks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Risks {
    /// Its title.
    pub heading: String,
    /// What is to be read.
    pub rows: Vec<Row>,
    /// All of it, spoken.
    pub spoken: String,
}

/// What there is to know of risks.
pub fn risks(words: Words) -> Risks {
    let heading = words.on_settings(OnSettings::Risks).to_owned();
    let seen = [
        (Icon::Open, OnScreen::ItOpensSites),
        (Icon::Eye, OnScreen::OperatorCanSee),
        (Icon::Phone, OnScreen::ItStaysHere),
    ];
    let seen = seen.map(|(icon, text)| (icon, words.on_screen(text)));
    let more = [
        (Icon::Lock, OnSettings::RiskOfThePhone),
        (Icon::File, OnSettings::RiskOfFiles),
        (Icon::Info, OnSettings::RiskOfClaims),
        (Icon::Info, OnSettings::RiskOfTheLaw),
    ];
    let more = more.map(|(icon, text)| (icon, words.on_settings(text)));
    let all = seen.into_iter().chain(more);
    let rows: Vec<_> = all.map(|(icon, text)| row(icon_mark(icon), text, None)).collect();
    let told = rows.iter().map(|row| row.title.as_str());
    Risks { spoken: sentences([heading.as_str()].into_iter().chain(told)), heading, rows }
}
