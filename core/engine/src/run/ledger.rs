//! What a run needs of a store: a port, implemented by `store`.
//!
//! The order of calls is the order of facts: a run is opened with its whole plan before anything is
//! sent; each step is kept whole, in one transaction, before anyone hears of it; opinions are appended.
//! Every implementation does its work inside `spawn_blocking`, never on a thread of its own (the lab's
//! clock would run away meanwhile).

use std::path::PathBuf;

use arna_model::{
    Bytes, Figures, Measurement, MeasurementId, Micros, Observation, Purse, Request, RunId, Stop,
    Tally, Target, Uptime, Vantage, Verdict, WallTime,
};
use arna_net::Blob;
use async_trait::async_trait;

/// The store as a run sees it.
#[async_trait]
pub trait Ledger: Send + Sync + 'static {
    /// Opens a run: the run and its plan, in one transaction.
    async fn open_run(&self, run: &RunRecord, plan: &[Step]) -> Result<(), LedgerError>;

    /// The run that a person started last, finished or not.
    async fn last_run(&self) -> Result<Option<RunRecord>, LedgerError>;

    /// The plan of a run with what has become of each step, in the order of the plan.
    async fn plan(&self, run: &RunId) -> Result<Vec<StepRecord>, LedgerError>;

    /// Keeps what one step (or a later sitting of it) brought: one transaction.
    async fn keep(&self, entry: Entry) -> Result<(), LedgerError>;

    /// The same for several at once: one transaction.
    async fn keep_all(&self, entries: Vec<Entry>) -> Result<(), LedgerError>;

    /// Waits until all is kept that was begun to be, also what nobody waits for any more.
    async fn written(&self);

    /// Marks a run as whole.
    async fn finish_run(&self, run: &RunId, end: RunEnd) -> Result<(), LedgerError>;

    /// Everything kept of one measurement, for going on with it or judging it again.
    async fn recall(&self, measurement: &MeasurementId) -> Result<Recalled, LedgerError>;

    /// The measurements of a run, each with its latest verdict, in the order in which those verdicts
    /// were appended.
    async fn measurements(&self, run: &RunId) -> Result<Vec<Measurement>, LedgerError>;

    /// Observations of the run itself: warm-up, anchors.
    async fn run_observations(&self, run: &RunId) -> Result<Vec<Observation>, LedgerError>;

    /// Controls of other runs on the same operator and technology since `since`, as they were counted
    /// when each run ended.
    async fn tally(
        &self,
        vantage: &Vantage,
        since: WallTime,
        except: &RunId,
    ) -> Result<Tally, LedgerError>;

    /// Other runs on the same network as `run` that started since `since` and are over, the latest first,
    /// `most` at most.
    async fn earlier_runs(
        &self,
        run: &RunRecord,
        since: WallTime,
        most: u32,
    ) -> Result<Vec<RunId>, LedgerError>;

    /// Measurements of these targets (nettest and input) in other runs on the same network whose suspicion
    /// was kept, each with its run and that run's own observations: of runs started since `since` by the
    /// phone's clock, and of those since the machine was started (`boot`).
    async fn suspected(
        &self,
        run: &RunRecord,
        since: WallTime,
        targets: Vec<(String, String)>,
    ) -> Result<Vec<Suspected>, LedgerError>;
}

/// A measurement of another run in which a target was suspect.
#[derive(Clone, Debug)]
pub struct Suspected {
    /// The run.
    pub run: RunRecord,
    /// Its own observations.
    pub anchors: Vec<Observation>,
    /// The measurement.
    pub recalled: Recalled,
}

/// A run as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRecord {
    /// Its id.
    pub id: RunId,
    /// What was asked for.
    pub request: Request,
    /// From where.
    pub vantage: Vantage,
    /// When it started, by the phone's clock.
    pub started: WallTime,
    /// The same by the clock that nobody can set, where the system tells.
    pub uptime: Option<Uptime>,
    /// Whose limits its bytes count against.
    pub purse: Purse,
    /// Whether it is a slice in the background, which no person asked for.
    pub is_slice: bool,
    /// How it ended; `None` while it is unfinished.
    pub end: Option<RunEnd>,
}

/// The sum of a run that is over.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RunEnd {
    /// Bytes on the wire, those of no single target included.
    pub bytes: Bytes,
    /// How long it took, pauses between slices left out.
    pub runtime: Micros,
    /// The controls it brought.
    pub tally: Tally,
}

/// One step of a plan: a nettest on a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Position in the plan, from 0.
    pub number: u32,
    /// Which nettest.
    pub nettest: String,
    /// On what; `None` for nettests without input.
    pub target: Option<Target>,
    /// Whether the run chose the target itself, an innocent one (A/A).
    pub is_decoy: bool,
    /// The measurement that it makes (given when planned, so a kill cannot make two).
    pub measurement: MeasurementId,
}

/// A step and what has become of it.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRecord {
    /// The step.
    pub step: Step,
    /// The latest verdict; `None`: not measured yet.
    pub verdict: Option<Verdict>,
    /// Its figures, if it has any.
    pub figures: Option<Figures>,
    /// Why its measuring is not over, if it is not (the latest opinion's).
    pub stop: Option<Stop>,
}

/// What one step brought, kept in one transaction.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The run.
    pub run: RunId,
    /// The measurement it is about; `None`: the run itself (warm-up, anchors).
    pub measurement: Option<MeasurementId>,
    /// New observations.
    pub observations: Vec<Observation>,
    /// New blobs they refer to.
    pub blobs: Vec<Blob>,
    /// The opinion to append, if there is one.
    pub opinion: Option<Opinion>,
    /// The measurement of another run whose sitting counts with this one's from now on, as it stands now.
    pub earlier: Option<EarlierSitting>,
}

/// That the sitting of another run is to be counted with a measurement's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierSitting {
    /// The other measurement.
    pub measurement: MeasurementId,
    /// How long before this run its run began.
    pub before: Micros,
    /// Whether a clock that nobody can set says so.
    pub is_certain: bool,
}

/// A verdict with the part of its dossier that observations do not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinion {
    /// The verdict.
    pub verdict: Verdict,
    /// Figures of performance nettests.
    pub figures: Option<Figures>,
    /// Tally as the judge saw it.
    pub tally: Tally,
    /// Why measuring stopped, as the judge saw it.
    pub stop: Option<Stop>,
    /// When it was given, by the phone's clock.
    pub given: WallTime,
}

/// Everything kept of one measurement.
#[derive(Clone, Debug)]
pub struct Recalled {
    /// Its run.
    pub run: RunId,
    /// Its step.
    pub step: Step,
    /// Its observations, in order of their ids.
    pub observations: Vec<Observation>,
    /// The bodies (not certificates, not ClientHellos) that they refer to.
    pub bodies: Vec<Blob>,
    /// Every opinion so far, oldest first.
    pub opinions: Vec<Opinion>,
    /// The sitting of another run that counts with its own.
    pub earlier: Option<Box<RecalledEarlier>>,
}

/// A measurement of another run, as it stood when it was first counted with a later one.
#[derive(Clone, Debug)]
pub struct RecalledEarlier {
    /// How it is counted.
    pub sitting: EarlierSitting,
    /// What was kept of it by then.
    pub recalled: Recalled,
    /// Its run's own observations by then.
    pub anchors: Vec<Observation>,
}

/// Why the store could not do what it was asked to. Texts are for users and name no data of theirs.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LedgerError {
    /// No room on the device.
    #[error("there is no room left on this device to keep results")]
    Full,
    /// The file or its folder cannot be written.
    #[error("the database cannot be written here (read-only)")]
    ReadOnly,
    /// A newer version of the program wrote it.
    #[error(
        "the database was written by a newer version of Arna (format {found}, this one knows {known}); update Arna, or name another file"
    )]
    Newer {
        /// Version found.
        found: i64,
        /// Newest version known.
        known: i64,
    },
    /// What stands there is none of ours. Nothing was touched.
    #[error("{0}")]
    NotOurs(NotOurs),
    /// The vault cannot be used now. Nothing was touched.
    #[error("the key to your results cannot be had now; unlock the phone and try again")]
    Locked,
    /// It is locked with the key of a vault, and there is no vault here. Nothing was touched.
    #[error(
        "this database is locked with the key of the phone that wrote it; only Arna on that phone can read it, so name another file"
    )]
    Keyless,
    /// It is locked with a key that the vault does not have.
    #[error("the key that this database is locked with is lost")]
    KeyLost,
    /// A wipe left something. The rest is gone.
    #[error("not everything could be wiped: {}", what_is_left(.files, *.is_key_left))]
    NotWiped {
        /// Files and folders that could not be overwritten and removed.
        files: Vec<PathBuf>,
        /// Whether the vault may still have the key.
        is_key_left: bool,
    },
    /// Another process holds it.
    #[error("another Arna is using this database")]
    Busy,
    /// Another process measures into it.
    #[error("another Arna measures into this database now; wait for its end, or name another file")]
    Running,
    /// There is no such run or measurement.
    #[error("nothing is stored under that name")]
    NotFound,
    /// What is stored does not make sense.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// Anything else of SQLite or the file system.
    #[error("the database failed: {0}")]
    Other(String),
}

/// What stands where a database is to be, if it is none of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOurs {
    /// A folder.
    #[error("a folder stands there; name a file in it")]
    Folder,
    /// A pipe, a device and the like.
    #[error("what stands there is no file; it stays as it is, so name another")]
    NoFile,
    /// A link that leads nowhere.
    #[error("the link there leads nowhere; it stays as it is, so name a file")]
    Link,
    /// An empty file, and a log beside it that is not.
    #[error(
        "the file there is empty, but the log beside it is not; both stay as they are, so name another file"
    )]
    LogAlone,
    /// A file without our mark.
    #[error(
        "the file belongs to another program, or its beginning is destroyed; it stays as it is, so name another"
    )]
    Other,
    /// A database with our mark, and with tables, views or triggers that we do not make.
    #[error(
        "the database was changed by another program: its tables are not as Arna makes them; it stays as it is, so name another file"
    )]
    Shape,
}

fn what_is_left(files: &[PathBuf], is_key_left: bool) -> String {
    let files = match files.len() {
        0 => None,
        1 => Some("one file could not be overwritten and removed".to_owned()),
        several => Some(format!("{several} files could not be overwritten and removed")),
    };
    let key = is_key_left.then(|| "the phone may still have the key".to_owned());
    files.into_iter().chain(key).collect::<Vec<_>>().join("; ")
}
