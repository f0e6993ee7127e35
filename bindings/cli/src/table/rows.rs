//! The lines of a run's table: a site each, or many of which the same is said.

use std::collections::BTreeMap;

use arna_model::{Bytes, Code, Measurement, Reason, Score, Truth, Verdict};
use arna_words::Phrase;
use comfy_table::Color;

use super::colour;
use crate::words::words;

/// A line of the table.
pub(super) struct Row {
    pub(super) site: String,
    pub(super) verdict: String,
    pub(super) how: String,
    pub(super) time: String,
    pub(super) bytes: String,
    pub(super) truth: Option<String>,
    pub(super) colour: Color,
}

impl Row {
    fn of(one: &Measurement) -> Self {
        Self {
            site: words().subject(one).into_owned(),
            verdict: words().code_at(one.verdict.code, one.verdict.at.as_deref()),
            how: words().reason_or_detail(one),
            time: words().seconds(one.runtime),
            bytes: words().bytes(one.bytes.total()),
            truth: truth_of(one),
            colour: colour(one.verdict.code),
        }
    }

    /// Many sites of which the same is said.
    fn folded(sites: &[&Measurement]) -> Option<Self> {
        let (first, count) = (sites.first()?, sites.len() as u64);
        let option = words().filled(Phrase::Unfold, &[("option", "--all")]);
        let why = words().reason_or_detail(first);
        let how = if why.is_empty() { option } else { format!("{why} ({option})") };
        let site = words().counted(Phrase::FoldedSites, count, &[]);
        let bytes: Bytes = sites.iter().map(|one| one.bytes).sum();
        let (time, bytes) = (String::new(), words().bytes(bytes.total()));
        let verdict = words().code(first.verdict.code).to_owned();
        Some(Self { site, verdict, how, time, bytes, ..Self::of(first) })
    }
}

/// The lines of a table, unless `all` are wanted: what says the same of more than a few sites becomes one.
pub(super) fn folded(rows: &[&Measurement], all: bool) -> Vec<Row> {
    let key = |one: &Measurement| {
        let is_dull = match one.verdict.code {
            Code::Accessible | Code::NotTested | Code::NoInternet => true,
            Code::Inconclusive => one.verdict.reason.is_some_and(is_of_network),
            _ => false,
        };
        // A verdict that is wrong in the lab stands for itself.
        let is_right = one.truth.as_ref().is_none_or(|truth| mark(truth, &one.verdict) != '✗');
        let may_fold = !all && is_dull && is_right && one.input.is_some();
        may_fold.then(|| (words().verdict(&one.verdict), words().detail(one), truth_of(one)))
    };
    let mut alike: BTreeMap<_, Vec<&Measurement>> = BTreeMap::new();
    for one in rows {
        alike.entry(key(one)).or_default().push(one);
    }
    let mut lines = Vec::new();
    for one in rows {
        match key(one).and_then(|key| alike.get(&Some(key))).filter(|same| same.len() > FEW) {
            // It stands where the first of them would.
            Some(same) if std::ptr::eq(same[0], *one) => lines.extend(Row::folded(same)),
            Some(_) => {}
            None => lines.push(Row::of(one)),
        }
    }
    lines
}

fn truth_of(one: &Measurement) -> Option<String> {
    one.truth.as_ref().map(|truth| in_truth(truth, &one.verdict))
}

/// How a verdict compares with what is really so. A block that is taken for nothing is missed, even where nobody
/// could have seen it.
fn mark(truth: &Truth, verdict: &Verdict) -> char {
    if Score::is_right(verdict.code, truth) {
        '✓'
    } else if verdict.code.is_abstention() {
        '?'
    } else {
        '✗'
    }
}

/// What is really so, in the lab, in a word; a mark before it says how the verdict compares.
fn in_truth(truth: &Truth, verdict: &Verdict) -> String {
    let mark = mark(truth, verdict);
    let word = match truth.right.first() {
        _ if truth.censored => words().truth(Code::Blocked),
        Some(&right) => words().truth(right),
        None => words().truth(Code::Accessible),
    };
    format!("{mark} {word}")
}

/// Whether it is the network that lets nothing be said, and not the site.
fn is_of_network(reason: Reason) -> bool {
    use Reason as Why;
    matches!(
        reason,
        Why::TlsProxy
            | Why::TcpProxy
            | Why::DecoyAccused
            | Why::NoisyNetwork
            | Why::LongAnswersLost
            | Why::WrongClock
            | Why::CaptivePortal
            | Why::OutOfCredit
    )
}

/// So many sites of which the same is said may each have a line.
const FEW: usize = 2;

#[cfg(test)]
mod tests {
    use arna_model::Cause;

    use super::*;
    use crate::table::tests::measurement;

    #[test]
    fn the_truth_says_how_the_verdict_compares() {
        let said = |truth: &Truth, code| in_truth(truth, &measurement("", code).verdict);
        let blocked = Truth {
            censored: true,
            cause: Some(Cause::Ip),
            right: vec![Code::LikelyBlocked, Code::Unreachable],
        };
        let open = Truth { censored: false, cause: None, right: vec![Code::Accessible] };
        assert_eq!(said(&blocked, Code::Unreachable), "✓ blocked");
        assert_eq!(said(&blocked, Code::WeakSignal), "? blocked");
        assert_eq!(said(&blocked, Code::Accessible), "✗ blocked");
        assert_eq!(said(&open, Code::Accessible), "✓ opens");
        assert_eq!(said(&open, Code::Blocked), "✗ opens");
        let slow = Truth {
            censored: true,
            cause: Some(Cause::Throttling),
            right: vec![Code::Throttled, Code::Accessible],
        };
        assert_eq!(
            said(&slow, Code::Accessible),
            "✗ blocked",
            "missed, whoever could have seen it"
        );
    }
}
