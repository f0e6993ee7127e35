//! Runs, measurements and what they cost.

use arna_engine::nettests::{InputKind, Spec};
use arna_engine::run::{RunRecord, StepRecord};
use arna_model::{RunId, RunSummary, Stop, Vantage, WallTime, shown};
use arna_words::{Words, short};

use arna_model::Code;

use super::{count, length, millis};

/// A network, as far as it is known.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Network {
    /// ISO 3166.
    pub country: Option<String>,
    /// The operator's name, or MCC and MNC.
    pub operator: Option<String>,
    /// Radio technology or link.
    pub technology: Option<String>,
    /// Whether it is simulated.
    pub is_lab: bool,
}

impl From<Vantage> for Network {
    fn from(vantage: Vantage) -> Self {
        let Vantage { country, operator, technology, lab, .. } = vantage;
        let is_lab = lab.is_some();
        arna_model::Network { country, operator, technology, is_lab }.into()
    }
}

impl From<arna_model::Network> for Network {
    fn from(network: arna_model::Network) -> Self {
        let arna_model::Network { country, operator, technology, is_lab } = network;
        // Networks choose their names.
        let shown = |name: Option<String>| name.map(|name| shown(&name).into_owned());
        let (operator, technology) = (shown(operator), shown(technology));
        Self { country, operator, technology, is_lab }
    }
}

/// A run in a list.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RunInfo {
    /// Its id.
    pub id: String,
    /// When it began, milliseconds since 1970 by the phone's clock.
    pub started_ms: i64,
    /// From where.
    pub network: Network,
    /// Sites that were asked for.
    pub targets: u32,
    /// Whether every measurement has its verdict.
    pub is_whole: bool,
    /// Bytes used, both directions; nothing while it is unfinished.
    pub bytes: Option<u64>,
    /// Milliseconds that it took; nothing while it is unfinished.
    pub runtime_ms: Option<u64>,
}

impl From<RunRecord> for RunInfo {
    fn from(run: RunRecord) -> Self {
        Self {
            id: run.id.to_string(),
            started_ms: millis(run.started),
            targets: count(run.request.targets.len()),
            is_whole: run.end.is_some(),
            bytes: run.end.map(|end| end.bytes.total()),
            runtime_ms: run.end.map(|end| length(end.runtime)),
            network: run.vantage.into(),
        }
    }
}

/// A measurement in a list.
#[derive(Clone, Debug, uniffi::Record)]
pub struct MeasurementRow {
    /// Its id.
    pub id: String,
    /// Its run.
    pub run: String,
    /// Which nettest.
    pub nettest: String,
    /// The URL, if it has one.
    pub input: Option<String>,
    /// What it is about, short: the host, or the nettest's name.
    pub subject: String,
    /// Whether it is an innocent site that the run itself chose, to check itself.
    pub is_decoy: bool,
    /// The verdict; nothing: not measured yet.
    pub code: Option<Code>,
    /// The verdict in words, with its reason.
    pub verdict: String,
    /// The host that the verdict is about, where redirects lead from the target to another one.
    pub at: Option<String>,
    /// How it shows, or the figures; may be empty.
    pub detail: String,
    /// Whether its measuring goes on: the verdict may still change.
    pub is_open: bool,
}

impl MeasurementRow {
    pub(crate) fn of(measurement: &arna_model::Measurement, words: Words) -> Self {
        Self {
            id: measurement.id.to_string(),
            run: measurement.run.to_string(),
            nettest: measurement.nettest.clone(),
            input: measurement.input.clone(),
            subject: words.subject(measurement).into_owned(),
            is_decoy: measurement.is_decoy,
            code: Some(measurement.verdict.code),
            verdict: words.verdict(&measurement.verdict),
            at: measurement.verdict.at.clone(),
            detail: words.detail(measurement),
            is_open: false,
        }
    }

    pub(crate) fn of_step(run: &RunId, record: StepRecord, words: Words) -> Self {
        let StepRecord { step, verdict, figures, stop } = record;
        let input = step.target.map(|target| target.input);
        Self {
            id: step.measurement.to_string(),
            run: run.to_string(),
            subject: input.as_deref().map_or_else(
                || shown(&step.nettest).into_owned(),
                |input| shown(&short(input)).into_owned(),
            ),
            nettest: step.nettest,
            input,
            is_decoy: step.is_decoy,
            code: verdict.as_ref().map(|verdict| verdict.code),
            verdict: verdict.as_ref().map(|verdict| words.verdict(verdict)).unwrap_or_default(),
            at: verdict.as_ref().and_then(|verdict| verdict.at.clone()),
            detail: verdict
                .as_ref()
                .map(|verdict| words.detail_of(verdict, figures.as_ref()))
                .unwrap_or_default(),
            is_open: verdict.is_none() || stop.is_some_and(Stop::is_open),
        }
    }
}

/// How many verdicts there are of one code.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Count {
    /// The code.
    pub code: Code,
    /// What it is called.
    pub word: String,
    /// How many.
    pub times: u64,
}

/// A run in figures.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Totals {
    /// The run.
    pub run: String,
    /// How many verdicts of each code, in the order of the scale; innocent sites of its own left out.
    pub counts: Vec<Count>,
    /// Bytes sent.
    pub sent: u64,
    /// Bytes received.
    pub received: u64,
    /// Milliseconds that it took.
    pub runtime_ms: u64,
    /// Innocent sites among them that the run chose to check itself.
    pub decoys: u64,
    /// How many of those were accused: then all accusations of the run were taken back.
    pub accused_decoys: u64,
}

impl Totals {
    pub(crate) fn of(sum: &RunSummary, words: Words) -> Self {
        let count = |(&code, &times): (&Code, &u64)| Count {
            code,
            word: words.code(code).to_owned(),
            times,
        };
        let decoys = sum.decoys.unwrap_or_default();
        Self {
            run: sum.id.to_string(),
            counts: sum.by_code.iter().map(count).collect(),
            sent: sum.bytes.sent,
            received: sum.bytes.received,
            runtime_ms: length(sum.runtime),
            decoys: decoys.tested,
            accused_decoys: decoys.accused,
        }
    }
}

/// A kind of test.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Nettest {
    /// Its name.
    pub name: String,
    /// One sentence about it.
    pub story: String,
    /// Whether it takes URLs.
    pub takes_urls: bool,
    /// Usual bytes of one measurement.
    pub usual_bytes: u64,
}

impl From<Spec> for Nettest {
    fn from(spec: Spec) -> Self {
        Self {
            name: spec.name.to_owned(),
            story: spec.story.to_owned(),
            takes_urls: spec.input == InputKind::Url,
            usual_bytes: spec.usual_bytes,
        }
    }
}

/// A setting.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Setting {
    /// Its key; an app's own have a dot in it.
    pub key: String,
    /// Its value; nothing: it was never set.
    pub value: Option<String>,
    /// What values it takes; empty for an app's own.
    pub takes: String,
}

/// What was used on one network on one day.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Usage {
    /// The day, in the time that was asked for: `2026-11-26`.
    pub day: String,
    /// The network.
    pub network: Network,
    /// Bytes sent, IP headers included.
    pub sent: u64,
    /// Bytes received.
    pub received: u64,
}

impl From<arna_engine::store::Usage> for Usage {
    fn from(usage: arna_engine::store::Usage) -> Self {
        let day = WallTime(usage.day.saturating_mul(A_DAY)).to_string();
        Self {
            day: day.split('T').next().unwrap_or_default().to_owned(),
            network: usage.network.into(),
            sent: usage.bytes.sent,
            received: usage.bytes.received,
        }
    }
}

/// Microseconds.
const A_DAY: i64 = 86_400_000_000;
