//! The lines of `--json`: one object a line, absent keys left out.
//!
//! Other programs read them: keys are only ever added, and `schema` rises when one changes its meaning.

use std::collections::BTreeMap;

use arna_engine::Comparison;
use arna_engine::run::{Looked, RunRecord};
use arna_model::{
    Account, Bytes, Code, Contrast, History, Interval, Mark, Measurement, Micros, NetworkState,
    RunSummary, Vantage, WallTime, escaped,
};
use serde::Serialize;
use serde_json::Value;

use crate::out::{self, Broken};

/// Version of the lines.
pub(crate) const SCHEMA: u32 = 0;

#[derive(Serialize)]
struct MeasurementLine<'a> {
    r#type: &'static str,
    schema: u32,
    #[serde(flatten)]
    measurement: &'a Measurement,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a Account>,
}

#[derive(Serialize)]
struct RunLine<'a> {
    r#type: &'static str,
    #[serde(flatten)]
    summary: &'a RunSummary,
}

#[derive(Serialize)]
struct StoredRunLine<'a> {
    r#type: &'static str,
    schema: u32,
    id: &'a str,
    started: WallTime,
    vantage: &'a Vantage,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<&'a str>,
    sites: usize,
    by_code: &'a BTreeMap<Code, u64>,
    bytes: Bytes,
    runtime_s: Micros,
    is_whole: bool,
}

#[derive(Serialize)]
struct ComparisonLine<'a> {
    r#type: &'static str,
    schema: u32,
    runs: [&'a str; 2],
    vantages: &'a [Vantage; 2],
    targets: Vec<ComparedLine<'a>>,
}

#[derive(Serialize)]
struct ComparedLine<'a> {
    input: &'a str,
    contrast: Contrast,
    codes: [Option<Code>; 2],
}

#[derive(Serialize)]
struct ScreenLine {
    r#type: &'static str,
    schema: u32,
    name: &'static str,
    record: Value,
}

#[derive(Serialize)]
struct HistoryLine<'a> {
    r#type: &'static str,
    schema: u32,
    #[serde(flatten)]
    history: &'a History,
}

#[derive(Serialize)]
struct ScenarioLine<'a> {
    name: &'a str,
    profile: &'a str,
    story: &'a str,
}

#[derive(Serialize)]
struct LookLine {
    r#type: &'static str,
    schema: u32,
    #[serde(flatten)]
    mark: Mark,
    state: NetworkState,
    is_change: bool,
    looks: u64,
    bytes: Bytes,
}

#[derive(Serialize)]
struct IntervalLine<'a> {
    r#type: &'static str,
    schema: u32,
    #[serde(flatten)]
    interval: &'a Interval,
}

/// Prints a measurement.
pub(crate) fn measurement(measurement: &Measurement) -> Result<(), Broken> {
    explained(measurement, None)
}

/// The same with how its double checks came to their word.
pub(crate) fn explained(
    measurement: &Measurement,
    account: Option<&Account>,
) -> Result<(), Broken> {
    line(&MeasurementLine { r#type: "measurement", schema: SCHEMA, measurement, account })
}

/// Prints the sum of a run.
pub(crate) fn run(summary: &RunSummary) -> Result<(), Broken> {
    line(&RunLine { r#type: "run", summary })
}

/// Prints what two runs of the same targets came to.
pub(crate) fn comparison(comparison: &Comparison) -> Result<(), Broken> {
    let targets = comparison.targets.iter().map(|one| ComparedLine {
        input: &one.input,
        contrast: one.contrast,
        codes: one.verdicts.each_ref().map(|verdict| verdict.as_ref().map(|it| it.code)),
    });
    line(&ComparisonLine {
        r#type: "comparison",
        schema: SCHEMA,
        runs: comparison.runs.each_ref().map(|run| run.as_str()),
        vantages: &comparison.vantages,
        targets: targets.collect(),
    })
}

/// Prints a run in a list of runs.
pub(crate) fn stored_run(run: &RunRecord, summary: &RunSummary) -> Result<(), Broken> {
    line(&StoredRunLine {
        r#type: "stored_run",
        schema: SCHEMA,
        id: run.id.as_str(),
        started: run.started,
        vantage: &run.vantage,
        list: run.request.list.as_deref(),
        sites: run.request.targets.len(),
        by_code: &summary.by_code,
        bytes: summary.bytes,
        runtime_s: summary.runtime,
        is_whole: run.end.is_some(),
    })
}

/// Prints a look of a watch.
pub(crate) fn look(looked: &Looked) -> Result<(), Broken> {
    let Looked { mark, state, is_change, looks, bytes } = *looked;
    line(&LookLine { r#type: "look", schema: SCHEMA, mark, state, is_change, looks, bytes })
}

/// Prints an interval of the journal.
pub(crate) fn interval(interval: &Interval) -> Result<(), Broken> {
    line(&IntervalLine { r#type: "interval", schema: SCHEMA, interval })
}

/// Prints what became of a target over time.
pub(crate) fn history(history: &History) -> Result<(), Broken> {
    line(&HistoryLine { r#type: "history", schema: SCHEMA, history })
}

/// Prints a screen's record; as everywhere, what is absent has no key.
pub(crate) fn screen(name: &'static str, record: &impl Serialize) -> Result<(), Broken> {
    let record = serde_json::to_value(record).map_err(|error| Broken::Failed(error.to_string()))?;
    let record = without_nulls(record);
    line(&ScreenLine { r#type: "screen", schema: SCHEMA, name, record })
}

/// Prints a value that was put together where it is known.
pub(crate) fn value(value: Value) -> Result<(), Broken> {
    line(&without_nulls(value))
}

fn without_nulls(mut value: Value) -> Value {
    leave_out_nulls(&mut value);
    value
}

fn leave_out_nulls(value: &mut Value) {
    match value {
        Value::Object(all) => {
            all.retain(|_, one| !one.is_null());
            all.values_mut().for_each(leave_out_nulls);
        }
        Value::Array(all) => all.iter_mut().for_each(leave_out_nulls),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Prints a scenario.
pub(crate) fn scenario(name: &str, profile: &str, story: &str) -> Result<(), Broken> {
    line(&ScenarioLine { name, profile, story: story.trim() })
}

/// Prints a value; what does not show in it is escaped.
pub(crate) fn line(value: &impl Serialize) -> Result<(), Broken> {
    let text = serde_json::to_string(value).map_err(|error| Broken::Failed(error.to_string()))?;
    out::line(escaped(&text))
}

#[cfg(test)]
mod tests {
    use arna_model::RunId;

    use super::*;

    #[test]
    fn a_run_says_its_type_first_and_no_null() {
        let summary = RunSummary {
            id: RunId::new("00000000000000ab"),
            by_code: [(Code::Accessible, 2)].into(),
            bytes: Bytes { sent: 1, received: 2 },
            runtime: Micros::from_millis(1_500),
            virtual_time: None,
            score: None,
            decoys: None,
        };
        let text = serde_json::to_string(&RunLine { r#type: "run", summary: &summary });
        let text = text.expect("serialises");
        assert!(text.starts_with(r#"{"type":"run","id":"00000000000000ab""#), "{text}");
        assert!(text.contains(r#""accessible":2"#) && !text.contains("null"), "{text}");
    }

    #[test]
    fn what_is_absent_has_no_key_however_deep() {
        let value =
            serde_json::json!({ "a": null, "b": { "c": null, "d": [{ "e": null, "f": 1 }] } });
        assert_eq!(without_nulls(value), serde_json::json!({ "b": { "d": [{ "f": 1 }] } }));
    }
}
