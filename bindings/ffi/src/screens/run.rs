//! A run that goes on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arna_engine::store::{Announcer, Topic};
use arna_engine::{Engine as Core, RunEvent};
use arna_model::{RunId, WallTime};
use arna_screens::run::{Progress, begin, run};
pub use arna_screens::run::{Running, Stage};
use arna_screens::{Action, Row, Strands, trouble};

use super::{Reader, screen};
use crate::home::{Done, Home, Work};
use crate::run::Run;

/// A run that goes on.
#[uniffi::remote(Record)]
pub struct Running {
    /// The network that is tested.
    pub network: String,
    /// A tag that is always to be seen beside it: it is simulated.
    pub tag: Option<String>,
    /// What has come so far.
    pub picture: Strands,
    /// How far it is, in a line.
    pub answer: String,
    /// The time that is left, and what it has used.
    pub left: String,
    /// What opens, and what did not at once.
    pub rows: Vec<Row>,
    /// Why it takes what it takes: whole sentences.
    pub why: Option<String>,
    /// Sites that are made sure of, by number.
    pub suspects: Vec<Row>,
    /// Until when, and what becomes of the rest.
    pub until: Option<String>,
    /// The button.
    pub stop: Action,
    /// What is to be spoken now, politely; nothing: what was said still holds.
    pub live: Option<String>,
    /// What it is at.
    pub stage: Stage,
}

/// What a run is at.
#[uniffi::remote(Enum)]
pub enum Stage {
    /// Sites are looked at for the first time.
    Measuring,
    /// Those that did not open at once are tried again.
    MakingSure,
    /// It is over; home has what it came to.
    Ending,
}

screen! {
    /// A run that goes on, or what stands in its place.
    RunScreen of Running
}

#[uniffi::export]
impl Run {
    /// How far it is. Read it again after each event; what is to be spoken is told to the first who reads it.
    pub async fn screen(&self, reader: Reader) -> RunScreen {
        let (words, seen) = (reader.words(), self.seen.clone());
        let work = Work::of(async move {
            let now = (seen.clock)();
            Ok(match &mut *seen.progress() {
                Ok(progress) => {
                    let screen = run(progress, words, now);
                    progress.tell();
                    arna_screens::Screen::Ready(screen)
                }
                Err(error) => trouble::in_place(trouble::sentence(error, words), words),
            })
        });
        let made = self.seen.home.does(work).await.and_then(Done::open);
        made.unwrap_or_else(|fault| fault.in_place(words)).into()
    }
}

/// How far a run is, for its screen.
pub(crate) struct Seen {
    home: Home,
    clock: Box<dyn Fn() -> WallTime + Send + Sync>,
    progress: Mutex<Result<Progress, arna_engine::Error>>,
    announcer: Announcer,
}

impl Seen {
    /// Of a run that was just begun or goes on.
    pub(crate) async fn of(core: &Core, id: &RunId, home: Home) -> Arc<Self> {
        let progress = begin(core, id, core.now()).await;
        Arc::new(Self {
            home,
            clock: Box::new(core.clock()),
            progress: Mutex::new(progress),
            announcer: core.announcer(),
        })
    }

    /// Takes an announcement in.
    pub(crate) fn take(&self, event: &RunEvent) {
        if let Ok(progress) = &mut *self.progress() {
            progress.take(event, (self.clock)());
        }
        self.announcer.say(Topic::Progress);
    }

    fn progress(&self) -> MutexGuard<'_, Result<Progress, arna_engine::Error>> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
