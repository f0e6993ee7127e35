//! How sure a verdict is, and what was so over time.

use serde::Serialize;

use super::Verdict;

/// How sure a verdict is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sure {
    /// What stands above it.
    pub heading: String,
    /// In a word.
    pub word: String,
    /// The ladder: always the same three steps.
    pub steps: Vec<Step>,
}

/// A step of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Whether it was taken.
    pub is_taken: bool,
    /// What it is.
    pub sentence: String,
    /// When and how often; or when it can be taken.
    pub detail: Option<String>,
}

/// What was so over time on one network, as a band along an axis of time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Band {
    /// The network's name.
    pub network: String,
    /// What was seen last.
    pub verdict: Verdict,
    /// Its parts, from the left. What is between them was not looked at.
    pub parts: Vec<BandPart>,
    /// Since when, in a sentence.
    pub sentence: String,
    /// All of it in one sentence.
    pub spoken: String,
}

/// A part of a band.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BandPart {
    /// Where it begins: 0 is the axis' beginning, 1 its end.
    pub from: f32,
    /// Where it ends, on the same axis.
    pub until: f32,
    /// What was so.
    pub kind: PartKind,
}

/// What was so in a part of a band.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// It opened.
    Open,
    /// It opened, slowed down.
    Slowed,
    /// Blocked, for certain.
    Blocked,
    /// Probably blocked.
    Probably,
    /// Could not be reached; who stopped it is unknown.
    Unreachable,
    /// The site itself refused or was down.
    SiteTrouble,
}
