//! Screens as people see them, over runs in the simulated country and in its virtual time.
//!
//! What they hold is kept in `snapshots`, in three languages: `INSTA_UPDATE=always cargo test -p arna-screens` writes what
//! has changed, for a person to read.

#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

mod card;
mod country;
mod estimates;
mod first_run;
mod home;
mod lists;
mod rules;
mod run;
mod settings;
mod sites;
