//! Connections: what a failed connect is suspected of.

use arna_model::{Event, Failure, Observation, TcpConnect};

use crate::SuspicionKind;

/// The connect in an observation, if it is one.
pub(crate) fn connect(observation: &Observation) -> Option<&TcpConnect> {
    match &observation.event {
        Event::TcpConnect(connect) => Some(connect),
        _ => None,
    }
}

/// What a failed connect is suspected of: an active no is a refusal, everything else is silence.
pub(crate) fn suspicion(failure: &Failure) -> SuspicionKind {
    match failure {
        Failure::ConnectionRefused | Failure::ConnectionReset | Failure::Eof => {
            SuspicionKind::TcpRefused
        }
        _ => SuspicionKind::TcpSilence,
    }
}

/// Whether a failed connect was an active no.
pub(crate) fn is_refused(observation: &Observation) -> bool {
    let failure = observation.failure.as_ref();
    failure.is_some_and(|failure| suspicion(failure) == SuspicionKind::TcpRefused)
}
