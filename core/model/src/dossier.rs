//! All that a verdict may look at.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{BlobId, MeasurementId, Micros, Observation, RunId};

/// All that a verdict may look at: plain data, so the same dossier always gives the same verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// The nettest that made it.
    pub nettest: String,
    /// The target's URL, for nettests that take one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub input: Option<String>,
    /// The target's own observations: looks, helper exchange, blocks. In order of their ids.
    pub observations: Vec<Observation>,
    /// Text of the bodies that `observations` refer to, as far as they were read.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub bodies: BTreeMap<BlobId, String>,
    /// Anchors of the run (places `Anchor` and `WarmUp`).
    pub anchors: Vec<Observation>,
    /// Controls of the last 24 h on this operator and technology, those of this target's own blocks
    /// left out (the judge adds them itself).
    pub tally: Tally,
    /// Why measuring stopped before the end, when it did.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stop: Option<Stop>,
    /// A sitting of another run on the same network that is to be counted with this one's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub earlier: Option<Earlier>,
}

/// A measurement of the same target in another run, whose sitting came before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Earlier {
    /// Its run.
    pub run: RunId,
    /// The measurement.
    pub measurement: MeasurementId,
    /// How long before this run that one began.
    #[serde(rename = "before_s")]
    pub before: Micros,
    /// Whether a clock that nobody can set says so; else the phone's clock does.
    pub is_certain: bool,
    /// What was known of it when it was first counted; times are relative to its own run.
    pub dossier: Box<Dossier>,
}

/// How often something that must work failed while its neighbours worked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Controls tried.
    pub trials: u64,
    /// Controls that failed.
    pub failures: u64,
}

/// Why measuring a target stopped before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// The user stopped the run.
    Cancelled,
    /// The bytes or seconds are spent.
    BudgetSpent,
    /// The limit of confirmations per run is reached: the suspect was not confirmed.
    ConfirmationsSpent,
    /// The suspect still waits for its sitting, or the sitting goes on.
    StillConfirming,
    /// Accused by one sitting: a second one, an hour later at least, may make it certain.
    AwaitingSecondSitting,
    /// A suspect that sat in another run less than a day ago: it is not exposed again.
    SatLately,
    /// The run's decoys are not all judged: accusations wait.
    AwaitingDecoys,
    /// An innocent site was accused in the same run: its accusations are worth nothing.
    DecoyAccused,
    /// A nettest gave up: an abort or a panic of ours, nothing about the network.
    Aborted,
    /// The input is no URL that we can measure.
    BadInput,
    /// A VPN carries the network, and nobody asked for a run over it.
    Vpn,
}

impl Stop {
    /// Whether the verdict may still change by what is measured later.
    pub fn is_open(self) -> bool {
        match self {
            Self::Cancelled
            | Self::StillConfirming
            | Self::AwaitingSecondSitting
            | Self::AwaitingDecoys => true,
            Self::BudgetSpent
            | Self::ConfirmationsSpent
            | Self::SatLately
            | Self::DecoyAccused
            | Self::Aborted
            | Self::BadInput
            | Self::Vpn => false,
        }
    }
}
