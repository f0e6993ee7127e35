//! What a run says while it goes on. A hint for screens: the truth is in the store, and everything
//! is in the store before it is announced.

use arna_model::{Bytes, Measurement, Micros, RadioSample, RunId, RunSummary};

use super::LedgerError;

/// One announcement.
#[derive(Clone, Debug)]
pub enum RunEvent {
    /// The run is in the store.
    Started {
        /// Which.
        run: RunId,
        /// Steps still to be taken.
        steps: usize,
    },
    /// A step begins. May be dropped when nobody listens fast enough.
    Measuring {
        /// The nettest.
        nettest: String,
        /// Its input.
        input: Option<String>,
    },
    /// A target was looked at, and is to be looked at more closely later. May be dropped.
    Suspected {
        /// Its input.
        input: Option<String>,
    },
    /// A suspect is being confirmed. May be dropped.
    Confirming {
        /// The suspect's input.
        input: Option<String>,
        /// The block that begins, from 1.
        block: u16,
        /// How long that is waited for; zero: it begins now.
        wait: Micros,
        /// Other suspects that sit in the same block; each is told of by itself.
        beside: usize,
        /// Blocks of this sitting so far that do not count, since the link was too bad in them.
        void: u16,
    },
    /// The place on the path is looked for at which a target is stopped. May be dropped.
    Tracing {
        /// The target's input.
        input: Option<String>,
        /// The round that begins, from 1.
        round: u16,
    },
    /// The phone came to another network, cell or address meanwhile. Never dropped.
    Moved(Box<RadioSample>),
    /// The network that it goes over is away, and is waited for. May be dropped.
    Waiting,
    /// A measurement has its verdict. Never dropped.
    Measured(Box<Measurement>),
    /// How far the run is. May be dropped.
    Progress {
        /// Steps that have their verdict.
        done: usize,
        /// All steps.
        total: usize,
        /// Bytes on the wire so far.
        bytes: Bytes,
    },
    /// The run is over. Never dropped.
    Finished(Outcome),
}

/// How a run ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Every step has its verdict.
    Whole(RunSummary),
    /// Stopped by the user; what is complete is stored and the rest can be taken up again.
    Interrupted(RunSummary),
    /// The network that it went over is gone; what is complete is stored and the rest can be taken up again.
    UplinkGone(RunSummary),
    /// The store failed.
    Failed(LedgerError),
}
