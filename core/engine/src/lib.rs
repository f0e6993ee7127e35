//! The engine: plans, runs, stores. The one crate that shells (apps, the terminal) use.
//!
//! [`Engine`] wires the parts together and holds no logic; [`Run`] is a run that goes on. The walls
//! between the modules are kept by `tests/layers.rs`:
//!
//! - `nettests` look, `run` plans and confirms, `store` keeps, `report` speaks with helpers;
//! - `asking` has what is asked for where nobody says otherwise;
//! - `history` puts what the store holds of all runs in order for the judge;
//! - `run` knows `store` and `report` only through its ports `Ledger` and `Control`.

mod asking;
mod engine;
mod error;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod history;
pub mod nettests;
mod report;
pub mod run;
pub mod store;
mod uplinks;

pub use arna_means::Spent;
pub use asking::{
    DEFAULT_NETTESTS, HELPERS, KEYS, NoPage, Setting, built_in_targets, helper, page, usual_request,
};
pub use engine::{
    AutomaticTests, Awaiting, Config, Engine, MOST_SLICE, Resumed, Run, SliceRequest, Stopper,
    Watch,
};
pub use error::Error;
pub use history::{Filter, Fresh, Part};
pub use run::{Estimate, Outcome, RunEvent, WatchEvent};
pub use uplinks::Uplinks;
