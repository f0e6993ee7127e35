//! An observation: one network event with its timing, written once and never changed.

use serde::{Deserialize, Serialize};

use crate::{Bytes, Event, Failure, Micros, ObservationId, Place};

/// One network event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Its id.
    pub id: ObservationId,
    /// When it began, relative to the run.
    pub t0: Micros,
    /// When it ended, relative to the run.
    pub t: Micros,
    /// Where in the run it belongs.
    pub place: Place,
    /// What was done and seen.
    #[serde(flatten)]
    pub event: Event,
    /// What the network said, when it said no.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub failure: Option<Failure>,
    /// Bytes on the wire.
    #[serde(skip_serializing_if = "Bytes::is_zero", default)]
    pub bytes: Bytes,
}

impl Observation {
    /// How long it took.
    pub fn duration(&self) -> Micros {
        self.t.since(self.t0)
    }

    /// Whether the network said yes.
    pub fn is_success(&self) -> bool {
        self.failure.is_none()
    }
}
