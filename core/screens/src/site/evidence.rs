//! What a verdict stands on: everything that was done and seen, the sums of double checks, odds and ids.

use arna_model::{Account, Code, Measurement, Observation};
use arna_words::{OnSites, Words};
use serde::Serialize;

use crate::spoken::{capital, sentences};

/// One thing that was done and seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceRow {
    /// How long after the beginning of its run.
    pub at: String,
    /// Where in the run it belongs.
    pub place: String,
    /// What was done.
    pub what: String,
    /// What came of it.
    pub outcome: String,
    /// Whether the verdict stands on it.
    pub is_basis: bool,
    /// The word for that, behind the outcome.
    pub counts: Option<String>,
    /// The verdict whose colour the outcome has: of what an accusation stands on.
    pub accent: Option<Code>,
    /// All of it in a sentence.
    pub spoken: String,
}

/// What a measurement stands on, shown once it is unfolded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceFold {
    /// What it is.
    pub title: String,
    /// How much of it.
    pub detail: String,
    /// What was done and seen.
    pub rows: Vec<EvidenceRow>,
    /// Sentences below.
    pub foot: Vec<String>,
}

/// How a part of the double checks came to its word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which part.
    pub heading: String,
    /// Sentences.
    pub sentences: Vec<String>,
}

/// What a measurement stands on, folded.
pub(super) fn fold(measurement: &Measurement, words: Words) -> EvidenceFold {
    let rows: Vec<_> =
        measurement.evidence().into_iter().map(|one| row(one, measurement, words)).collect();
    let about = words.about(measurement);
    let run = words.sites(OnSites::OfRun, &[("run", &measurement.run)]);
    EvidenceFold {
        title: words.on_sites(OnSites::StandsOn).to_owned(),
        detail: words.counted_sites(OnSites::NEvents, rows.len() as u64, &[]),
        rows,
        // What it means stands above.
        foot: about.into_iter().skip(1).chain([run]).collect(),
    }
}

/// How double checks came to their word.
pub(super) fn checks(account: Option<&Account>, words: Words) -> Vec<Check> {
    let sections = account.map(|account| words.why(account)).unwrap_or_default();
    let check = |section: arna_words::Section| Check {
        heading: section.title,
        sentences: section.sentences.into_iter().map(|sentence| sentence.text).collect(),
    };
    sections.into_iter().map(check).collect()
}

fn row(one: &Observation, measurement: &Measurement, words: Words) -> EvidenceRow {
    let verdict = &measurement.verdict;
    let is_basis = verdict.basis.contains(&one.id);
    let (at, what) = (words.seconds(one.t0), capital(&words.what(&one.event)));
    let outcome = words.outcome_of(one);
    let counts = is_basis.then(|| words.on_sites(OnSites::ItCounts).to_owned());
    let is_against = is_basis && verdict.code.is_accusation() && one.failure.is_some();
    let (came, marked) = (capital(&outcome), counts.as_deref().map(capital));
    let parts = [at.as_str(), &what, &came].into_iter().chain(marked.as_deref());
    EvidenceRow {
        spoken: sentences(parts),
        place: words.place(&one.place),
        accent: is_against.then_some(verdict.code),
        at,
        what,
        outcome,
        is_basis,
        counts,
    }
}
