//! A measurement as everybody reads it, and the sum of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Bytes, Code, MeasurementId, Micros, Network, Observation, Place, RunId, Stop, Truth, Uplink,
    Verdict, WallTime,
};

/// A nettest run once on a target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// Its id.
    pub id: MeasurementId,
    /// The run that made it.
    pub run: RunId,
    /// Which nettest.
    pub nettest: String,
    /// On what.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub input: Option<String>,
    /// Category code of the test lists (`NEWS`, `HUMR`, ...), or what else its list says that it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<String>,
    /// What the list was called that it stood in, where lists were chosen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub list: Option<String>,
    /// Whether it is an innocent site that the run itself chose, to check itself.
    #[serde(rename = "decoy", skip_serializing_if = "std::ops::Not::not", default)]
    pub is_decoy: bool,
    /// The latest opinion.
    pub verdict: Verdict,
    /// Figures of performance nettests.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub figures: Option<Figures>,
    /// Its observations, in order of their ids.
    pub observations: Vec<Observation>,
    /// Bytes on the wire, confirmation included.
    pub bytes: Bytes,
    /// When its first observation began.
    pub started: WallTime,
    /// Time spent on it, its sittings included.
    #[serde(rename = "runtime_s")]
    pub runtime: Micros,
    /// From where.
    pub vantage: Vantage,
    /// The truth, in the lab.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub truth: Option<Truth>,
}

impl Measurement {
    /// What was looked at and what helpers said, in the order of time. Blocks are told by accounts, and waking the radio
    /// says nothing of the target.
    pub fn evidence(&self) -> Vec<&Observation> {
        let is_evidence =
            |one: &&Observation| !matches!(one.place, Place::Block { .. } | Place::WarmUp);
        let mut evidence: Vec<_> = self.observations.iter().filter(is_evidence).collect();
        evidence.sort_by_key(|one| (one.t0, one.id.number()));
        evidence
    }
}

/// Figures by name, with the unit in the name (`rtt_ms`).
pub type Figures = BTreeMap<String, f64>;

/// The network that was measured from. Absent fields are not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vantage {
    /// Country of the network, ISO 3166.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub country: Option<String>,
    /// The operator's name or MCC/MNC.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operator: Option<String>,
    /// Radio technology or link, as the platform calls it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub technology: Option<String>,
    /// Which of the phone's networks it was, if it was chosen, or a VPN carried it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub uplink: Option<Uplink>,
    /// Scenario, profile and seed, in the lab.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lab: Option<String>,
    /// Which program looked, and the version of its judge. Says nothing of the network.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub software: Option<String>,
}

impl Vantage {
    /// Whether both are the same network: see [`Network::is_same`].
    pub fn is_same_network(&self, other: &Self) -> bool {
        self.lab == other.lab && Network::from(self).is_same(&Network::from(other))
    }

    /// Whether a phone that was on the other one may still be there: a phone without service knows neither operator nor
    /// link, and did not move for that.
    pub fn may_be(&self, other: &Self) -> bool {
        (self.operator.is_none() && self.technology.is_none()) || self.is_same_network(other)
    }

    /// Whether nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        let Self { country, operator, technology, uplink, lab, software: _ } = self;
        country.is_none()
            && operator.is_none()
            && technology.is_none()
            && uplink.is_none()
            && lab.is_none()
    }
}

/// A run in one line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunSummary {
    /// The run.
    pub id: RunId,
    /// How many verdicts of each code, decoys left out.
    pub by_code: BTreeMap<Code, u64>,
    /// Bytes on the wire, those of no single target included.
    pub bytes: Bytes,
    /// Time by the Wire's clock.
    #[serde(rename = "runtime_s")]
    pub runtime: Micros,
    /// The same in the lab, where it is virtual.
    #[serde(rename = "virtual_s", skip_serializing_if = "Option::is_none", default)]
    pub virtual_time: Option<Micros>,
    /// How the verdicts compare with the truth, in the lab.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub score: Option<Score>,
    /// What became of the innocent sites in it, if there were any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decoys: Option<Decoys>,
}

/// Innocent sites judged blind: the share of those that were accused estimates how often we are wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decoys {
    /// How many were tested: those that answered, or were accused.
    pub tested: u64,
    /// How many of them were accused.
    pub accused: u64,
}

impl Decoys {
    /// Counts one decoy whose measuring ended with `code`, and by `stop`.
    pub fn count(&mut self, code: Code, stop: Option<Stop>) {
        let is_accused = stop == Some(Stop::DecoyAccused);
        // Nobody could have been accused of one that gave no answer here or anywhere.
        let has_answered = !code.is_abstention() && code != Code::SiteDown;
        self.tested += u64::from(has_answered || is_accused);
        self.accused += u64::from(is_accused);
    }
}

/// Verdicts against the truth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Targets with a truth.
    pub targets: u64,
    /// Verdicts that are among the right ones, and miss no block.
    pub right: u64,
    /// Accusations where nobody blocks. Must be 0.
    pub accused_innocent: u64,
    /// Clearings where somebody blocks.
    pub cleared_censored: u64,
    /// Abstentions.
    pub abstained: u64,
}

impl Score {
    /// Whether a block was taken for nothing: missed, also where the run did not look for such a one.
    pub fn is_missed(code: Code, truth: &Truth) -> bool {
        truth.censored && code.is_clearing()
    }

    /// Whether a verdict is among the right ones, and misses no block.
    pub fn is_right(code: Code, truth: &Truth) -> bool {
        truth.right.contains(&code) && !Self::is_missed(code, truth)
    }

    /// Counts one verdict against its truth.
    pub fn count(&mut self, code: Code, truth: &Truth) {
        self.targets += 1;
        self.right += u64::from(Self::is_right(code, truth));
        self.accused_innocent += u64::from(!truth.censored && code.is_accusation());
        self.cleared_censored += u64::from(Self::is_missed(code, truth));
        self.abstained += u64::from(code.is_abstention());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cause;

    #[test]
    fn a_missed_block_is_never_right() {
        let truth = Truth {
            censored: true,
            cause: Some(Cause::Throttling),
            right: vec![Code::Throttled, Code::Accessible],
        };
        let mut score = Score::default();
        score.count(Code::Accessible, &truth);
        score.count(Code::Throttled, &truth);
        score.count(Code::Inconclusive, &truth);
        let expected =
            Score { targets: 3, right: 1, accused_innocent: 0, cleared_censored: 1, abstained: 1 };
        assert_eq!(score, expected);
    }

    #[test]
    fn generations_of_one_operator_are_one_network_and_its_wifi_is_another() {
        let of = |operator: &str, technology: &str| Vantage {
            operator: Some(operator.to_owned()),
            technology: Some(technology.to_owned()),
            ..Vantage::default()
        };
        let lte = of("Beeline", "lte");
        assert!(lte.is_same_network(&of("Beeline", "3g")));
        assert!(!lte.is_same_network(&of("Beeline", "wifi")));
        assert!(!lte.is_same_network(&of("Kcell", "lte")));
        assert!(!lte.is_same_network(&Vantage { lab: Some("x".into()), ..lte.clone() }));
    }
}
