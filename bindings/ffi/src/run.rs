//! A run that goes on, and what it says.

use std::sync::Arc;

use arna_engine::{Engine as Core, Outcome, RunEvent};
use arna_model::{RadioSample, shown};
use arna_screens::trouble::reason;
use arna_words::Words;

use crate::heard::{Heard, Said};
use crate::home::{Home, Measuring};
use crate::rows::{MeasurementRow, Totals};
use crate::screens::Seen;

/// A run that goes on. Letting go of it cancels nothing: what it measures is stored, and its results are read
/// from the engine.
#[derive(uniffi::Object)]
pub struct Run {
    id: String,
    heard: Arc<Heard<Event>>,
    stop: arna_engine::Stopper,
    pub(crate) seen: Arc<Seen>,
}

/// What a request to go on came to.
#[derive(uniffi::Record)]
pub struct Resumed {
    /// The run that goes on (or a new one); nothing: the last run of this request is whole.
    pub run: Option<Arc<Run>>,
    /// The id of that run, of the whole one too.
    pub id: String,
    /// Whether it was begun before.
    pub is_continued: bool,
}

/// What a run says while it goes on. Everything is stored before it is said; what may be dropped when nobody
/// listens fast enough is only of use at that moment.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum Event {
    /// The run is stored.
    Started {
        /// Its id.
        run: String,
        /// Measurements still to be made.
        steps: u32,
    },
    /// A measurement begins. May be dropped.
    Measuring {
        /// The nettest.
        nettest: String,
        /// Its URL.
        input: Option<String>,
    },
    /// A site that looks blocked is double-checked. May be dropped.
    Confirming {
        /// Its URL.
        input: Option<String>,
        /// The block of trials that begins or is waited for, from 1 to 14.
        block: u16,
        /// How many other sites are double-checked in the same block; each is told of by itself.
        beside: u32,
    },
    /// The network that the run goes over is away, and waited for, half a minute at most. May be dropped.
    Waiting,
    /// The place on the path is looked for at which a site is stopped. May be dropped.
    Tracing {
        /// Its URL.
        input: Option<String>,
        /// The round that begins, from 1.
        round: u16,
    },
    /// A measurement has its verdict. Never dropped.
    Measured {
        /// It.
        measurement: MeasurementRow,
    },
    /// How far the run is. May be dropped.
    Progress {
        /// Measurements that have their verdict.
        done: u32,
        /// All of them.
        total: u32,
        /// Bytes used so far, both directions.
        bytes: u64,
    },
    /// The phone came to another network or cell, or to another address: what was under way is void.
    Moved {
        /// Where it is now, as far as it knows, for people.
        network: String,
    },
    /// The run is over. Never dropped, and the last.
    Finished {
        /// How it ended.
        ending: Ending,
    },
}

/// How a run ended.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum Ending {
    /// Every measurement has its verdict.
    Whole {
        /// Its sum.
        totals: Totals,
    },
    /// It was stopped; what is complete is stored, and `resume` goes on with the rest.
    Stopped {
        /// The sum so far.
        totals: Totals,
    },
    /// The network that it went over did not come back within half a minute; what is complete is stored, and `resume`
    /// goes on with the rest.
    NetworkGone {
        /// The sum so far.
        totals: Totals,
    },
    /// Results could not be kept.
    Failed {
        /// For the user.
        reason: String,
    },
}

#[uniffi::export]
impl Run {
    /// Its id: whatever it measures is found under it.
    pub fn id(&self) -> String {
        self.id.clone()
    }

    /// Waits for what it says next; nothing: it is over, or somebody else has heard its end. One listener at a time:
    /// each event is heard once.
    pub async fn next_event(&self) -> Option<Event> {
        self.heard.next().await
    }

    /// Stops it. What is complete is stored; [`Engine::resume`](crate::Engine::resume) goes on with the rest.
    pub fn cancel(&self) {
        self.stop.cancel();
    }
}

impl Run {
    /// Takes in all that `run` says, whoever listens: a slow screen must not hold up measuring.
    pub(crate) async fn follow(
        mut run: arna_engine::Run,
        core: &Core,
        (home, measuring): (Home, Measuring),
        words: Words,
    ) -> Arc<Self> {
        let seen = Seen::of(core, run.id(), home).await;
        let heard = Arc::new(Heard::default());
        let (id, stop) = (run.id().to_string(), run.stopper());
        let (said, shown) = (heard.clone(), seen.clone());
        tokio::spawn(async move {
            while let Some(event) = run.next_event().await {
                shown.take(&event);
                if let Some(event) = Event::of(event, words) {
                    said.say(event);
                }
            }
            drop(measuring);
            said.end();
        });
        Arc::new(Self { id, heard, stop, seen })
    }
}

impl Resumed {
    pub(crate) async fn of(
        resumed: arna_engine::Resumed,
        core: &Core,
        place: (Home, Measuring),
        words: Words,
    ) -> Self {
        let (run, is_continued) = match resumed {
            arna_engine::Resumed::Goes(run) => (run, true),
            arna_engine::Resumed::Fresh(run) => (run, false),
            arna_engine::Resumed::Whole(run) => {
                return Self { run: None, id: run.to_string(), is_continued: true };
            }
        };
        let run = Run::follow(run, core, place, words).await;
        Self { id: run.id(), run: Some(run), is_continued }
    }
}

impl Said for Event {
    fn may_be_dropped(&self) -> bool {
        match self {
            Self::Measuring { .. }
            | Self::Confirming { .. }
            | Self::Waiting
            | Self::Tracing { .. }
            | Self::Progress { .. } => true,
            Self::Started { .. }
            | Self::Measured { .. }
            | Self::Moved { .. }
            | Self::Finished { .. } => false,
        }
    }
}

impl Event {
    /// What an app hears of it.
    pub(crate) fn of(event: RunEvent, words: Words) -> Option<Self> {
        Some(match event {
            RunEvent::Suspected { .. } => return None,
            RunEvent::Waiting => Self::Waiting,
            RunEvent::Started { run, steps } => {
                Self::Started { run: run.to_string(), steps: count(steps) }
            }
            RunEvent::Measuring { nettest, input } => Self::Measuring { nettest, input },
            RunEvent::Confirming { input, block, beside, .. } => {
                Self::Confirming { input, block, beside: count(beside) }
            }
            RunEvent::Tracing { input, round } => Self::Tracing { input, round },
            RunEvent::Measured(measurement) => {
                Self::Measured { measurement: MeasurementRow::of(&measurement, words) }
            }
            RunEvent::Progress { done, total, bytes } => {
                Self::Progress { done: count(done), total: count(total), bytes: bytes.total() }
            }
            RunEvent::Moved(sample) => Self::Moved { network: network(&sample) },
            RunEvent::Finished(outcome) => Self::Finished {
                ending: match outcome {
                    Outcome::Whole(sum) => Ending::Whole { totals: Totals::of(&sum, words) },
                    Outcome::Interrupted(sum) => {
                        Ending::Stopped { totals: Totals::of(&sum, words) }
                    }
                    Outcome::UplinkGone(sum) => {
                        Ending::NetworkGone { totals: Totals::of(&sum, words) }
                    }
                    Outcome::Failed(error) => Ending::Failed { reason: reason(&error, words) },
                },
            },
        })
    }
}

/// Where the phone is, as far as it knows.
fn network(sample: &RadioSample) -> String {
    let technology = sample.technology.map(|technology| technology.as_str().to_uppercase());
    let known: Vec<_> = sample.operator.clone().into_iter().chain(technology).collect();
    shown(&known.join(" ")).into_owned()
}

fn count(number: usize) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}
