//! What is really so: known only in the lab.

use serde::{Deserialize, Serialize};

use crate::{Cause, Code};

/// The truth about a target of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// Whether somebody blocks it.
    pub censored: bool,
    /// By what.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cause: Option<Cause>,
    /// The verdicts that are right for it.
    pub right: Vec<Code>,
}
