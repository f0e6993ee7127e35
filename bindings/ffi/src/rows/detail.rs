//! One measurement with all that it stands on.

use arna_engine::run::Opinion as Given;
use arna_model::{Account, Measurement as Model, Observation, escaped};
use arna_words::Words;

use super::{MeasurementRow, length, millis};

/// A measurement with its evidence and its why.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Detail {
    /// Its row.
    pub measurement: MeasurementRow,
    /// What it means, how much the evidence weighs, and what it cost: sentences.
    pub about: Vec<String>,
    /// What was seen, in the order of time; blocks of double checks are told in `why`.
    pub evidence: Vec<Evidence>,
    /// How the double checks came to their word: titles and sentences.
    pub why: Vec<Explanation>,
    /// Every opinion so far, oldest first.
    pub opinions: Vec<Opinion>,
    /// When it began, milliseconds since 1970 by the phone's clock.
    pub started_ms: i64,
    /// Milliseconds that it took, double checks included.
    pub runtime_ms: u64,
    /// Bytes used, both directions.
    pub bytes: u64,
    /// All of it as a JSON object, to be shared.
    pub json: String,
}

/// One thing that was done and seen.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Evidence {
    /// Its id.
    pub id: String,
    /// Milliseconds since the run began.
    pub at_ms: u64,
    /// Milliseconds that it took.
    pub took_ms: u64,
    /// Where in the run it belongs.
    pub place: String,
    /// What was done.
    pub what: String,
    /// What came of it.
    pub outcome: String,
    /// Whether the verdict stands on it.
    pub is_basis: bool,
}

/// A part of the why.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Explanation {
    /// What it is about.
    pub title: String,
    /// Sentences.
    pub sentences: Vec<String>,
}

/// An opinion about a measurement. They are only ever added.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Opinion {
    /// When it was given, milliseconds since 1970 by the phone's clock.
    pub given_ms: i64,
    /// By which version of the judge.
    pub judge: u32,
    /// In words.
    pub verdict: String,
}

impl Detail {
    pub(crate) fn of(
        model: &Model,
        opinions: &[Given],
        account: Option<&Account>,
        words: Words,
    ) -> Self {
        Self {
            measurement: MeasurementRow::of(model, words),
            about: words.about(model),
            evidence: evidence(model, words),
            why: account.map(|account| why(account, words)).unwrap_or_default(),
            opinions: opinions.iter().map(|given| Opinion::of(given, words)).collect(),
            started_ms: millis(model.started),
            runtime_ms: length(model.runtime),
            bytes: model.bytes.total(),
            // A figure that is no number is null there: nothing of ours cannot be written.
            json: escaped(&serde_json::to_string(model).unwrap_or_default()).into_owned(),
        }
    }
}

impl Opinion {
    pub(crate) fn of(given: &Given, words: Words) -> Self {
        Self {
            given_ms: millis(given.given),
            judge: given.verdict.judge,
            verdict: words.verdict(&given.verdict),
        }
    }
}

fn evidence(model: &Model, words: Words) -> Vec<Evidence> {
    let told = |one: &Observation| Evidence {
        id: one.id.to_string(),
        at_ms: length(one.t0),
        took_ms: length(one.duration()),
        place: words.place(&one.place),
        what: words.what(&one.event),
        outcome: words.outcome_of(one),
        is_basis: model.verdict.basis.contains(&one.id),
    };
    model.evidence().into_iter().map(told).collect()
}

fn why(account: &Account, words: Words) -> Vec<Explanation> {
    let explained = |part: arna_words::Section| Explanation {
        title: part.title,
        sentences: part.sentences.into_iter().map(|sentence| sentence.text).collect(),
    };
    words.why(account).into_iter().map(explained).collect()
}
