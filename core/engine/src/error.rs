//! Our own trouble. What the network says is never an error: it is an observation.

use arna_model::{Decision, RunId, UplinkChoice};

use crate::lists::ListTrouble;
use crate::run::LedgerError;

/// Why the engine could not do what it was asked to. Texts are for users.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store's trouble.
    #[error(transparent)]
    Store(#[from] LedgerError),
    /// What a list cannot be or do.
    #[error(transparent)]
    List(#[from] ListTrouble),
    /// There is no such nettest.
    #[error("there is no nettest named {0}")]
    UnknownNettest(String),
    /// A helper's address does not parse or is of no use.
    #[error("{url} cannot be a test helper: {why}")]
    BadHelper {
        /// What was given.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// The user's means forbid it, and nobody said yes to that: the rules that it would break.
    #[error(
        "the settings forbid this run on this network now; agree to it for this once, or change them"
    )]
    NotAllowed(Box<Decision>),
    /// One run at a time.
    #[error("a run goes on already; wait for its end, or stop it")]
    RunGoesOn(RunId),
    /// There is no such setting.
    #[error("there is no setting {0:?}; a shell's own have a dot in their key")]
    UnknownSetting(String),
    /// A value that a setting does not take.
    #[error("{key} takes {takes}")]
    BadSetting {
        /// The setting.
        key: String,
        /// What it takes.
        takes: &'static str,
    },
    /// What is kept in memory alone cannot be exported.
    #[error("results are kept in memory alone: there is no folder to export them to")]
    NoFolder,
    /// The phone has no such network now.
    #[error("the network that this is to go over is not there")]
    NoUplink(UplinkChoice),
    /// There is nothing to compare a network with but itself.
    #[error("both are the same network; name two to compare")]
    SameUplink,
    /// The run has none beside it.
    #[error("this run was not made to compare two networks")]
    NoComparison,
    /// A VPN carries the network now, and the run was begun without one.
    #[error("a VPN carries this network now, and the run that is left was begun without one")]
    Vpn,
    /// The engine was closed.
    #[error("this engine was shut down")]
    Closed,
    /// Nothing to measure.
    #[error("there is nothing to measure: no nettest, or no target for it")]
    NothingToMeasure,
}
