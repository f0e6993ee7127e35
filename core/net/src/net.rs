//! What nettests get instead of sockets.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arna_model::{Bytes, Event, Failure, Micros, Observation, ObservationId, Place};
use rustls::RootCertStore;

use crate::allowance::Purse;
use crate::connection::RECEIVE_BUFFER;
use crate::platform::Platform;
use crate::radio::Whereabouts;
use crate::reach::Reach;
use crate::tape::Tape;
use crate::{Blob, Entropy, Recorded, Recorder, Timeouts, Wire};

/// A view of the network that records everything done through it.
///
/// Cheap to clone; clones share the tape. [`Net::at`] gives a view whose observations carry another
/// place, [`Net::step`] one with a fresh tape.
#[derive(Clone)]
pub struct Net {
    shared: Arc<Shared>,
    tape: Arc<Tape>,
    label: Arc<str>,
    place: Place,
    patience: Option<Micros>,
    window: u32,
}

/// What a Net needs to know once per run.
#[derive(Clone)]
pub struct Settings {
    /// The roots of the web, the same on every phone.
    pub roots: Arc<RootCertStore>,
    /// What the Wire's clock says at the run's start.
    pub epoch: Micros,
    /// How much of the run lies before `epoch` (in earlier slices).
    pub before: Micros,
    /// What the phone supplies beside its network.
    pub platform: Platform,
}

struct Shared {
    wire: Arc<dyn Wire>,
    settings: Settings,
    timeouts: Mutex<Timeouts>,
    reach: Mutex<Reach>,
    whereabouts: Whereabouts,
    purse: Arc<Purse>,
}

/// What an operation brought, and the observation that says so.
#[derive(Clone, Debug)]
pub struct Seen<T> {
    /// The observation.
    pub id: ObservationId,
    /// The outcome.
    pub outcome: Result<T, Failure>,
}

impl Net {
    /// A Net over `wire` for the run of `recorder`.
    pub fn new(wire: Arc<dyn Wire>, settings: Settings, recorder: Arc<Recorder>) -> Self {
        let (timeouts, reach) = (Mutex::default(), Mutex::default());
        let (whereabouts, purse) = (Whereabouts::default(), Arc::default());
        let shared = Arc::new(Shared { wire, settings, timeouts, reach, whereabouts, purse });
        let label = format!("run/{}", recorder.run()).into();
        let (tape, place) = (Tape::new(recorder), Place::WarmUp);
        Self { shared, tape, label, place, patience: None, window: RECEIVE_BUFFER }
    }

    /// A view with a fresh tape, for one step. `label` must be unique in the run.
    pub fn step(&self, label: &str) -> Self {
        Self {
            shared: self.shared.clone(),
            tape: Tape::new(self.tape.recorder().clone()),
            label: format!("{}/{label}", self.label).into(),
            place: self.place.clone(),
            patience: self.patience,
            window: self.window,
        }
    }

    /// A view on the same tape whose observations belong at `place`.
    pub fn at(&self, place: Place) -> Self {
        Self { place, ..self.clone() }
    }

    /// Where this view's observations belong.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The Wire below.
    pub fn wire(&self) -> &Arc<dyn Wire> {
        &self.shared.wire
    }

    /// The roots of the web.
    pub fn roots(&self) -> &Arc<RootCertStore> {
        &self.shared.settings.roots
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    pub(crate) fn purse(&self) -> &Arc<Purse> {
        &self.shared.purse
    }

    pub(crate) fn whereabouts(&self) -> &Whereabouts {
        &self.shared.whereabouts
    }

    /// Time since the start of the run.
    pub fn now(&self) -> Micros {
        self.relative(self.shared.wire.now())
    }

    /// A time of the Wire's clock, as time since the start of the run.
    pub(crate) fn relative(&self, wire_time: Micros) -> Micros {
        wire_time.since(self.shared.settings.epoch) + self.shared.settings.before
    }

    /// Entropy for one purpose within this step; every call gives a new source.
    pub fn entropy(&self, purpose: &str) -> Entropy {
        self.shared.wire.entropy(&format!("{}/{}/{purpose}", self.label, self.tape.operation()))
    }

    /// A view that waits this long for a TCP connect, again for a TLS handshake, and again for an answer
    /// of HTTP or DNS over either, whatever the round trip.
    pub fn patient_for(&self, patience: Micros) -> Self {
        Self { patience: Some(patience), ..self.clone() }
    }

    /// A view for answers of which the head is all that is wanted: no more than two segments of one are
    /// on their way unasked.
    pub fn for_heads(&self) -> Self {
        Self { window: NARROW_BUFFER, ..self.clone() }
    }

    /// A view for answers of which no more than the beginning is wanted: certificates do not come unasked.
    pub fn for_beginnings(&self) -> Self {
        Self { window: TWO_PACKETS, ..self.clone() }
    }

    /// A view for transfers whose rate is wanted: the window bounds nothing that a policer would leave.
    pub(crate) fn for_transfers(&self) -> Self {
        Self { window: WIDE_BUFFER, ..self.clone() }
    }

    /// A view with this receive buffer.
    pub(crate) fn with_window(&self, window: u32) -> Self {
        Self { window, ..self.clone() }
    }

    /// The receive buffer of new connections, in bytes.
    pub(crate) fn window(&self) -> u32 {
        self.window
    }

    /// The deadlines in force.
    pub fn timeouts(&self) -> Timeouts {
        let timeouts = *self.shared.timeouts.lock().unwrap_or_else(PoisonError::into_inner);
        match self.patience {
            Some(patience) => {
                let (tcp, tls, http, dns_stream) = (patience, patience, patience, patience);
                Timeouts { tcp, tls, http, dns_stream, ..timeouts }
            }
            None => timeouts,
        }
    }

    /// Adapts the deadlines to a measured round trip, for every view of this run.
    pub fn adapt(&self, rtt: Micros) {
        *self.shared.timeouts.lock().unwrap_or_else(PoisonError::into_inner) =
            Timeouts::for_rtt(rtt);
    }

    /// What is known of the network, for every view of this run. Never hold it across an `await`.
    pub(crate) fn reach(&self) -> MutexGuard<'_, Reach> {
        self.shared.reach.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes of the run so far: of all observations, and what passed after connections were let go of.
    pub fn bytes(&self) -> Bytes {
        self.tape.recorder().bytes()
    }

    /// Waits until what passes after connections were let go of is counted, a second at most.
    pub async fn settled(&self) {
        let settled = self.tape.recorder().settled();
        // A connection is asked for no longer than three quarters of one.
        tokio::time::timeout(Duration::from_secs(1), settled).await.ok();
    }

    pub(crate) fn recorder(&self) -> &Arc<Recorder> {
        self.tape.recorder()
    }

    /// Reads an observation that is still on this step's tape.
    pub(crate) fn recorded<T>(
        &self,
        id: &ObservationId,
        of: impl FnOnce(&Observation) -> T,
    ) -> Option<T> {
        self.tape.recorded(id, of)
    }

    /// Takes everything off this step's tape.
    pub fn take(&self) -> Recorded {
        self.tape.take()
    }

    /// Keeps content that observations refer to.
    pub fn keep_blob(&self, content: Vec<u8>) -> arna_model::BlobId {
        let blob = Blob::new(content);
        let id = blob.id.clone();
        self.tape.keep_blob(blob);
        id
    }

    /// Puts an observation on the tape; it ends now.
    pub fn record(
        &self,
        t0: Micros,
        event: Event,
        failure: Option<Failure>,
        bytes: Bytes,
    ) -> ObservationId {
        let id = ObservationId::new("");
        let (t, place) = (self.now(), self.place.clone());
        self.tape.keep(Observation { id, t0, t, place, event, failure, bytes })
    }
}

impl<T> Seen<T> {
    /// Whether it worked.
    pub fn is_success(&self) -> bool {
        self.outcome.is_ok()
    }

    /// The outcome alone, if it worked.
    pub fn ok(self) -> Option<T> {
        self.outcome.ok()
    }
}

/// The whole of a transfer.
const WIDE_BUFFER: u32 = 64 * 1024;
/// Two segments; Linux doubles it for its bookkeeping.
const NARROW_BUFFER: u32 = 2 * 1024;
/// A segment and a little, so that an answer comes in two packets: either says that the hello came.
const TWO_PACKETS: u32 = 1_536;
