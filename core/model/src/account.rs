//! How a confirmation came to its word: every block with what counted and what was void, and the sums
//! beside their bounds. Data for shells to word; the judge makes it from a dossier.

use serde::{Deserialize, Serialize};

use crate::{Micros, Tally};

/// What the sittings of a measurement come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Version of the judge that gives it, which may be newer than the verdict's.
    pub judge: u32,
    /// In order.
    pub sittings: Vec<SittingAccount>,
}

/// What the blocks of one sitting come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SittingAccount {
    /// Which.
    pub sitting: u16,
    /// Nats at which it is decided that something fails.
    pub fails_at: f64,
    /// Nats at which it is decided that it works.
    pub works_at: f64,
    /// What a control may take.
    pub limit: Micros,
    /// The longest time without an echo that voids no block.
    pub longest_gap: Micros,
    /// The target's test first, then one for each effect that was tried.
    pub tests: Vec<TestAccount>,
    /// In order.
    pub blocks: Vec<BlockAccount>,
}

/// A sequential test over the blocks that count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestAccount {
    /// Of what.
    pub tested: Tested,
    /// Failure rate that it assumes if nobody blocks.
    pub p0: P0,
    /// Blocks in which it failed.
    pub failures: u64,
    /// Blocks in which it worked.
    pub successes: u64,
    /// The sum, in nats.
    pub nats: f64,
    /// What that says.
    pub outcome: Outcome,
}

/// What a test is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tested {
    /// Whether the target fails.
    Target,
    /// Whether its name is stopped on the way to the helper (effect 1).
    NameAtHelper,
    /// Whether a ClientHello cut inside the name passes where the whole one does not (effect 2).
    SplitAtTarget,
    /// Whether its name is stopped at its own address while an innocent one passes (effect 3).
    NameAtTarget,
    /// Whether its name is stopped on the way to a public resolver (effect 4).
    NameAtResolver,
}

/// What a sum of nats says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It fails.
    Fails,
    /// It works.
    Works,
    /// Neither bound is reached.
    Open,
    /// No test is possible: too many controls failed, or too few were made.
    TooNoisy,
}

/// A failure rate, and where it comes from: the largest of three.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct P0 {
    /// The rate.
    pub value: f64,
    /// Which of the three it is.
    pub from: P0Source,
    /// The start value of what was seen.
    pub start: f64,
    /// What no rate is under.
    pub floor: f64,
    /// What the controls of this network allow.
    pub controls: f64,
    /// These controls.
    pub tally: Tally,
}

/// What a failure rate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum P0Source {
    /// The start value of what was seen.
    Start,
    /// The floor.
    Floor,
    /// How often controls failed on this network.
    Controls,
}

/// What one block brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockAccount {
    /// Which, in its sitting.
    pub block: u16,
    /// Why it is void; empty: it counts.
    pub void: Vec<Gate>,
    /// What it says of each test that it was made for.
    pub trials: Vec<TrialAccount>,
    /// The slowest control, if all were answered.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub slowest_control: Option<Micros>,
    /// The longest time without an echo.
    pub silence: Micros,
}

/// What a block says of one test, and where the sum stands after it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialAccount {
    /// Of what.
    pub tested: Tested,
    /// What it says.
    pub trial: Trial,
    /// The sum after this block, in nats.
    pub nats: f64,
}

/// What a block says of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trial {
    /// A failure that counts.
    Failed,
    /// A success that counts.
    Worked,
    /// Nothing.
    NotCounted,
}

/// Why a block is void.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// The first innocent site was not answered.
    ControlSilent,
    /// It was answered too late.
    ControlSlow,
    /// The second innocent site was not answered.
    SecondControlSilent,
    /// It was answered too late.
    SecondControlSlow,
    /// No echo came back.
    NoEchoes,
    /// The echoes were silent for too long.
    EchoGap,
    /// The phone came to another network.
    NetworkChanged,
    /// The phone had trouble of its own.
    LocalTrouble,
    /// What became of the target's own trial says nothing.
    TargetUntold,
}
