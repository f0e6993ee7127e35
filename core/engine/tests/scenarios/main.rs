//! Whole scenarios in the simulated country: `scripts/test --only scenarios` runs them, and nothing else does, since they
//! take a minute.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests say so by failing")]

mod comparing;
mod comparing_again;
#[path = "../country/mod.rs"]
mod country;
mod decoys;
mod denials;
mod innocents;
mod joint;
mod kills;
mod lateness;
mod long;
mod mirror;
mod months;
mod quic;
mod redirects;
mod replay;
mod second_sitting;
mod sittings;
mod sittings_over_runs;
mod slices;
mod throttling;
mod tracing;
mod uplinks;
mod verdicts;
mod volleys;
mod watch;
mod watch_means;
mod watching;
