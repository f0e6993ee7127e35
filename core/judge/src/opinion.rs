//! How a verdict is put together: one word at a time, the basis in the order of its weight.

use arna_model::{Cause, Code, How, Observation, ObservationId, Reason, Verdict};

use crate::VERSION;

/// A verdict in the making.
pub(crate) struct Opinion(Verdict);

impl Opinion {
    pub(crate) fn new(code: Code) -> Self {
        Self(Verdict::of(code, VERSION))
    }

    pub(crate) fn because(code: Code, reason: Reason) -> Self {
        let mut opinion = Self::new(code);
        opinion.0.reason = Some(reason);
        opinion
    }

    pub(crate) fn inconclusive(reason: Reason) -> Self {
        Self::because(Code::Inconclusive, reason)
    }

    pub(crate) fn cause(mut self, cause: Cause) -> Self {
        self.0.cause = Some(cause);
        self
    }

    pub(crate) fn how(mut self, how: How) -> Self {
        self.0.how = Some(how);
        self
    }

    pub(crate) fn nats(mut self, nats: f64) -> Self {
        self.0.nats = Some(nats);
        self
    }

    pub(crate) fn bound(mut self, bound: f64) -> Self {
        self.0.false_positive_bound = Some(bound);
        self
    }

    /// Adds ids to the basis; one that is there already keeps its place.
    pub(crate) fn basis<'a>(mut self, ids: impl IntoIterator<Item = &'a ObservationId>) -> Self {
        for id in ids {
            if !self.0.basis.contains(id) {
                self.0.basis.push(id.clone());
            }
        }
        self
    }

    /// As [`Opinion::basis`], from the observations themselves.
    pub(crate) fn on<'a>(self, observations: impl IntoIterator<Item = &'a Observation>) -> Self {
        self.basis(observations.into_iter().map(|observation| &observation.id))
    }

    pub(crate) fn verdict(self) -> Verdict {
        self.0
    }
}
