//! Planning, measuring, confirming.

mod control;
mod ledger;

pub use control::{Control, Post, Question};
pub use ledger::{
    Entry, Ledger, LedgerError, Opinion, Recalled, RunEnd, RunRecord, Step, StepRecord,
};
