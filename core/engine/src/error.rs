//! Our own trouble. What the network says is never an error: it is an observation.

use crate::run::LedgerError;

/// Why the engine could not do what it was asked to. Texts are for users.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store's trouble.
    #[error(transparent)]
    Store(#[from] LedgerError),
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
    /// Nothing to measure.
    #[error("there is nothing to measure: no nettest, or no target for it")]
    NothingToMeasure,
}
