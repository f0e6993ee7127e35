//! The engine: plans, runs, stores. The one crate that shells (apps, the terminal) use.
//!
//! [`Engine`] wires the parts together and holds no logic; [`Run`] is a run that goes on. The walls
//! between the modules are kept by `tests/layers.rs`:
//!
//! - `nettests` look, `run` plans and confirms, `store` keeps, `report` speaks with helpers;
//! - `asking` has what is asked for where nobody says otherwise;
//! - `lists` makes one kind of thing of the user's lists and the built-in one;
//! - `history` puts what the store holds of all runs in order for the judge;
//! - `run` knows `store` and `report` only through its ports `Ledger` and `Control`.

mod asking;
mod engine;
mod error;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod history;
mod lists;
pub mod nettests;
mod operators;
mod report;
pub mod run;
mod standing;
pub mod store;
mod uplinks;

pub use arna_judge::VERSION as JUDGE;
pub use arna_lists::{NoPage, page};
pub use arna_means::Spent;
pub use arna_net::HEARS_ROUTERS;
pub use asking::{
    DEFAULT_NETTESTS, HELPERS, KEYS, Setting, built_in_targets, helper, usual_request,
};
pub use engine::{
    AutomaticTests, Awaiting, Compared, Comparing, Comparison, Config, Engine, Exposure,
    MOST_SLICE, Resumed, Run, Site, SliceRequest, Stopper, Watch,
};
pub use error::Error;
pub use history::{Filter, Fresh, Part};
pub use lists::{Group, LONGEST_NAME, List, ListTrouble, Listed, MOST_ENTRIES, Switch};
pub use run::{Away, Estimate, Outcome, RunEvent, WatchEvent};
pub use uplinks::{Uplinks, usual_network};
