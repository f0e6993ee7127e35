//! How a confirmation came to its word: every block with what counted and what was void, and the sums
//! beside their bounds. Data for shells to word; the judge makes it from a dossier.

use serde::{Deserialize, Serialize};

use crate::{MeasurementId, Micros, Reflection, Tally, TraceHop};

/// What the sittings of a measurement come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Version of the judge that gives it, which may be newer than the verdict's.
    pub judge: u32,
    /// In order.
    pub sittings: Vec<SittingAccount>,
    /// What looking for the place on the path came to; absent: it was not looked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path: Option<PathAccount>,
    /// What a helper said of the ClientHello that it saw.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reflection: Option<Reflection>,
    /// The sitting of another run that was to be counted with them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub earlier: Option<EarlierAccount>,
}

/// What looking for the place on the path came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathAccount {
    /// What was found.
    pub found: Found,
    /// The last hop, counted from the phone, that is passed; absent: no place was found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub after: Option<u8>,
    /// The hop that is not reached, or that already meets who stops the target.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<u8>,
    /// Rounds that showed a stop, of those that compare the address with its neighbour.
    pub failures: u64,
    /// Rounds that showed none.
    pub successes: u64,
    /// Their sum, in nats; the bounds are those of every sitting.
    pub nats: f64,
    /// Who answered on the way to the target, the nearest first.
    pub routers: Vec<TraceHop>,
}

/// What looking for the place on the path found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Packets to the address end between two routers of the operator's, those to its neighbour go on.
    StoppedInside,
    /// A refusal in the address's name comes from where routers of the operator's stand.
    RefusedInside,
    /// The name is cut off by a reset that comes from the path, short of the server.
    CutOnPath,
    /// The name is cut off by a reset that comes only from as far as the server is.
    CutAtEnd,
    /// The name silences the address though it never gets to the server.
    SilencedOnPath,
    /// The name is met by silence, and nothing that a phone can see tells from where.
    NoMark,
    /// The address and its neighbour do not differ within the operator's network.
    NotInside,
    /// What was seen settles nothing.
    Untold,
    /// This system does not tell what routers say, or no router said anything.
    CannotTrace,
}

/// A sitting of another run, as it stands beside a measurement's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EarlierAccount {
    /// The measurement whose sitting it is.
    pub measurement: MeasurementId,
    /// From its end to the beginning of the latest one.
    #[serde(rename = "apart_s")]
    pub apart: Micros,
    /// Whether a clock that nobody can set says so.
    pub is_certain: bool,
    /// Whether the verdict stands on it.
    pub is_counted: bool,
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
    /// Whether a ClientHello in two records of TLS passes where one in two segments does not (effect 2).
    RecordsAtTarget,
    /// Whether its name is stopped at its own address while an innocent one passes (effect 3).
    NameAtTarget,
    /// Whether its name is stopped on the way to a public resolver (effect 4).
    NameAtResolver,
    /// Whether the system's resolver denies its name while a public one gives it (effect 5).
    NameAtSystem,
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
    /// Other suspects that sat in it, and shared its controls.
    #[serde(skip_serializing_if = "is_none", default)]
    pub beside: u16,
    /// Whether the innocent name that was said at the helper's address after those of the suspects found no answer: one
    /// of them may have poisoned the address, so what became of the target's name there does not count.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub is_address_silenced: bool,
}

fn is_none(beside: &u16) -> bool {
    *beside == 0
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
