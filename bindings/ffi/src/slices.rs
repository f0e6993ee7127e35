//! Slices in the background: the seconds that the system gives, begun by an app and cut off at any moment.

use std::sync::Arc;

use arna_engine::Stopper;
use arna_model::{Attempt, Ended, WallTime};
use arna_words::Words;
use tokio::sync::watch;

use crate::engine::wanted;
use crate::fault::Fault;
use crate::means::{Conditions, Permission};
use crate::rows::millis;
use crate::{ArnaError, Engine, RunRequest};

/// What a slice is asked for.
#[derive(Clone, Debug, uniffi::Record)]
pub struct SliceRequest {
    /// What the phone is like.
    pub conditions: Conditions,
    /// When the system ends it, milliseconds since 1970 by [`Engine::now_ms`]; what is over already lets nothing begin,
    /// and what is later than ten minutes counts as ten minutes.
    pub deadline_ms: i64,
    /// Minutes that local time is ahead of UTC.
    pub minutes_ahead: i32,
    /// Most bytes, both directions, beside the user's means.
    #[uniffi(default = None)]
    pub max_bytes: Option<u64>,
}

/// A slice that goes on. Letting go of it stops nothing: it ends at its deadline at the latest, and all that it
/// measures is stored.
#[derive(uniffi::Object)]
pub struct BackgroundSlice {
    stop: Stopper,
    words: Words,
    ended: watch::Receiver<Option<Result<SliceEnd, ArnaError>>>,
}

/// What became of a slice.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SliceEnd {
    /// When it wanted to begin, milliseconds since 1970.
    pub at_ms: i64,
    /// How it ended; nothing: it goes on, or was killed.
    pub ended: Option<SliceEnded>,
    /// All of this in whole sentences.
    pub sentences: Vec<String>,
    /// Whether it might begin.
    pub permission: Permission,
    /// What its look showed of the network, by its name in data (`online`, `no_service`, ...); nothing: it made none, or
    /// does not believe it.
    pub state: Option<String>,
    /// Sites that have a new verdict.
    pub measured: u32,
    /// How many of them were double-checked.
    pub double_checked: u32,
    /// Bytes sent.
    pub sent: u64,
    /// Bytes received.
    pub received: u64,
}

/// Why a slice ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SliceEnded {
    /// What was due is done.
    Done,
    /// Nothing was due, and nothing was sent.
    NothingDue,
    /// It might not begin.
    NotAllowed,
    /// There was no time for more.
    NoTime,
    /// There were no bytes for more.
    NoBytes,
    /// A person began a run.
    HandCame,
    /// It was stopped.
    Stopped,
    /// The network that it went over is gone.
    NetworkGone,
    /// Results could not be kept.
    Failed,
}

#[uniffi::export]
impl Engine {
    /// The time by the clock that measuring goes by, milliseconds since 1970: the phone's, or a simulated country's.
    pub async fn now_ms(&self) -> Result<i64, ArnaError> {
        // A simulated country's clock is told where it goes on alone.
        self.does(|core| async move { Ok(millis(core.now())) }).await
    }

    /// Begins a slice: a little of what is on in the lists, what is due and most worth it, within the user's means and
    /// the time. It makes way for a run by hand. A second one that is begun meanwhile ends at once, not allowed.
    pub async fn slice(&self, request: SliceRequest) -> Result<Arc<BackgroundSlice>, ArnaError> {
        let (usual, words, home) = (self.usual(), self.words(), self.place().clone());
        self.does(|core| async move {
            let asked = wanted(&core, usual, RunRequest::default()).await?;
            let stop = Stopper::default();
            let (ends, ended) = watch::channel(None);
            let (measuring, stopper) = (home.measuring(), stop.clone());
            tokio::spawn(async move {
                let done = core.background_slice(request.asked(asked), &stopper).await;
                drop(measuring);
                let told = done.map(|attempt| SliceEnd::of(&attempt, words));
                ends.send_replace(Some(told.map_err(|error| Fault::from(error).told(words))));
            });
            Ok(Arc::new(BackgroundSlice { stop, words, ended }))
        })
        .await
    }
}

#[uniffi::export]
impl BackgroundSlice {
    /// Ends it at once: for when the system says that the time is over. What is complete is stored, and the next slice
    /// goes on with the rest. It may be called at any moment and as often as one likes.
    pub fn cancel(&self) {
        self.stop.cancel();
    }

    /// Waits for its end. Whoever asks, and however often, hears the same.
    pub async fn end(&self) -> Result<SliceEnd, ArnaError> {
        let mut ended = self.ended.clone();
        match ended.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(end)) => end.clone(),
            // Whoever does the work is gone without a word.
            _ => Err(Fault::Mistake.told(self.words)),
        }
    }
}

impl SliceRequest {
    fn asked(self, asked: arna_model::Request) -> arna_engine::SliceRequest {
        arna_engine::SliceRequest {
            asked,
            conditions: self.conditions.into(),
            ahead: self.minutes_ahead,
            deadline: WallTime(self.deadline_ms.saturating_mul(1_000)),
            max_bytes: self.max_bytes,
        }
    }
}

impl SliceEnd {
    pub(crate) fn of(attempt: &Attempt, words: Words) -> Self {
        let end = attempt.end;
        let bytes = end.map(|end| end.bytes).unwrap_or_default();
        Self {
            at_ms: millis(attempt.at),
            ended: end.map(|end| end.why.into()),
            sentences: words.attempt(attempt),
            permission: Permission::of(&attempt.decision, words),
            state: end.and_then(|end| end.state).map(|state| state.as_str().to_owned()),
            measured: end.map_or(0, |end| end.measured),
            double_checked: end.map_or(0, |end| end.double_checked),
            sent: bytes.sent,
            received: bytes.received,
        }
    }
}

impl From<Ended> for SliceEnded {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Done => Self::Done,
            Ended::NothingDue => Self::NothingDue,
            Ended::NotAllowed => Self::NotAllowed,
            Ended::NoTime => Self::NoTime,
            Ended::NoBytes => Self::NoBytes,
            Ended::HandCame => Self::HandCame,
            Ended::Stopped => Self::Stopped,
            Ended::NetworkGone => Self::NetworkGone,
            Ended::Failed => Self::Failed,
        }
    }
}
