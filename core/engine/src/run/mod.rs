//! Planning, measuring, confirming.
//!
//! A request becomes a plan, a plan becomes a run: one task that looks at every target once, confirms
//! suspects, and keeps everything through its port [`Ledger`] before it announces it. What the outside
//! control says comes through its port [`Control`].

mod abreast;
mod assemble;
mod budget;
mod bystanders;
mod case;
mod confirm;
mod control;
mod decoys;
mod doubts;
mod elapsed;
mod estimate;
mod event;
mod group;
mod joint;
mod journal;
mod keep;
mod landmarks;
mod lateness;
mod ledger;
mod long;
mod looking;
mod member;
mod pace;
mod plan;
mod portal;
mod quic;
mod rates;
mod repeat;
mod residue;
mod rounds;
mod runner;
mod sanity;
mod seat;
mod second;
mod second_look;
mod sitting;
mod slice_look;
mod trace;
mod trial;
mod wake;
mod watch;
mod whereabouts;
mod zones;

pub(crate) use abreast::{Abreast, End, WithOther};
pub use arna_model::Uptime;
pub use arna_net::Blob;
#[cfg(test)]
pub(crate) use assemble::time_spent;
pub(crate) use assemble::{account, everywhere, judge_again, summarise, time_in_slices};
pub use confirm::LONGEST_SITTING;
pub use control::{Control, Post, Question};
pub use decoys::{decoys_of, innocent_sites};
pub(crate) use elapsed::{between, uptime};
pub use estimate::Estimate;
pub(crate) use estimate::estimate;
pub use event::{Outcome, RunEvent};
pub use group::most_together;
pub use journal::{Journal, Looks, Note, OfSlices, intervals, journal};
pub(crate) use landmarks::AtHome;
pub use landmarks::{PORTAL_PROBE, anchors_abroad, landmarks_of};
pub use ledger::{
    EarlierSitting, Entry, Ledger, LedgerError, NotOurs, Opinion, Recalled, RecalledEarlier,
    RunEnd, RunRecord, Step, StepRecord, Suspected,
};
pub(crate) use plan::plan;
pub(crate) use runner::Runner;
pub(crate) use second::{SECOND_UNTIL, Sat, exposure, next_of, sat_in, second_sitting_in};
pub(crate) use slice_look::SliceLook;
pub(crate) use watch::Watcher;
pub(crate) use watch::{AGAIN, Allowance};
pub use watch::{Away, Looked, WatchEvent};
pub use zones::country_of_zone;
