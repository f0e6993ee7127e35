//! The tape: where observations go the moment they are complete.
//!
//! One recorder per run gives numbers; one tape per step collects what belongs together.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arna_model::{Bytes, Observation, ObservationId, RunId};

use tokio::sync::watch;

use crate::Blob;

/// Gives the observations of one run their ids.
#[derive(Debug)]
pub struct Recorder {
    run: RunId,
    next: AtomicU64,
    sent: AtomicU64,
    received: AtomicU64,
    /// How many connections were let go of and are still counted.
    lingering: watch::Sender<usize>,
}

impl Recorder {
    /// For `run`, whose observations so far are numbered below `first`.
    pub fn new(run: RunId, first: u64) -> Arc<Self> {
        let zero = AtomicU64::default;
        let lingering = watch::Sender::new(0);
        Arc::new(Self {
            run,
            next: AtomicU64::new(first),
            sent: zero(),
            received: zero(),
            lingering,
        })
    }

    /// Bytes of every observation recorded so far, and those that belong to none.
    pub fn bytes(&self) -> Bytes {
        Bytes {
            sent: self.sent.load(Ordering::Relaxed),
            received: self.received.load(Ordering::Relaxed),
        }
    }

    /// The run.
    pub fn run(&self) -> &RunId {
        &self.run
    }

    /// Counts bytes that belong to no observation.
    pub(crate) fn add(&self, bytes: Bytes) {
        self.sent.fetch_add(bytes.sent, Ordering::Relaxed);
        self.received.fetch_add(bytes.received, Ordering::Relaxed);
    }

    /// Says that bytes will be added later.
    pub(crate) fn linger(&self) {
        self.lingering.send_modify(|count| *count += 1);
    }

    /// Counts those bytes.
    pub(crate) fn add_late(&self, bytes: Bytes) {
        self.add(bytes);
        self.lingering.send_modify(|count| *count -= 1);
    }

    /// Waits until everything is added.
    pub(crate) async fn settled(&self) {
        // It is held here, so the sender cannot go.
        let _ = self.lingering.subscribe().wait_for(|count| *count == 0).await;
    }

    fn number(&self, bytes: Bytes) -> ObservationId {
        self.add(bytes);
        ObservationId::of(&self.run, self.next.fetch_add(1, Ordering::Relaxed))
    }
}

/// What a tape holds.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// Observations, in order of completion.
    pub observations: Vec<Observation>,
    /// The blobs that they refer to, each once.
    pub blobs: Vec<Blob>,
}

#[derive(Debug)]
pub(crate) struct Tape {
    recorder: Arc<Recorder>,
    recorded: Mutex<Recorded>,
    operations: AtomicU64,
}

impl Tape {
    pub(crate) fn new(recorder: Arc<Recorder>) -> Arc<Self> {
        let recorded = Mutex::default();
        Arc::new(Self { recorder, recorded, operations: AtomicU64::new(0) })
    }

    pub(crate) fn recorder(&self) -> &Arc<Recorder> {
        &self.recorder
    }

    /// A number for the next operation, for labels of entropy.
    pub(crate) fn operation(&self) -> u64 {
        self.operations.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn keep_blob(&self, blob: Blob) {
        let mut recorded = self.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        if !recorded.blobs.iter().any(|kept| kept.id == blob.id) {
            recorded.blobs.push(blob);
        }
    }

    /// Numbers an observation and keeps it.
    pub(crate) fn keep(&self, mut observation: Observation) -> ObservationId {
        let mut recorded = self.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        observation.id = self.recorder.number(observation.bytes);
        let id = observation.id.clone();
        recorded.observations.push(observation);
        id
    }

    /// Reads an observation that is still on it.
    pub(crate) fn recorded<T>(
        &self,
        id: &ObservationId,
        of: impl FnOnce(&Observation) -> T,
    ) -> Option<T> {
        let recorded = self.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        recorded.observations.iter().rfind(|one| one.id == *id).map(of)
    }

    pub(crate) fn take(&self) -> Recorded {
        std::mem::take(&mut *self.recorded.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
