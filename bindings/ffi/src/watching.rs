//! The watch over the whole network, for as long as an app is open, and second sittings that are waited for.

use std::sync::Arc;

use arna_engine::{Away, Stopper};
use arna_model::{Micros, UplinkChoice, WatchRequest as Model};
use arna_screens::trouble::reason;
use arna_words::{Phrase, Words};

use crate::config::NetworkChoice;
use crate::heard::{Heard, Said};
use crate::rows::{Network, count, length, millis};
use crate::{ArnaError, Engine};

/// What a watch is asked for.
#[derive(Clone, Debug, uniffi::Record)]
pub struct WatchRequest {
    /// Which of the phone's networks is watched; nothing: the default one, also when that changes. Each network has a
    /// journal of its own.
    #[uniffi(default = None)]
    pub network: Option<NetworkChoice>,
    /// Milliseconds between the beginnings of two looks: a minute to a day.
    #[uniffi(default = 900000)]
    pub every_ms: u64,
    /// Milliseconds that it goes on; nothing: until it is stopped.
    #[uniffi(default = None)]
    pub most_ms: Option<u64>,
    /// Most bytes in 30 days, both directions, beside the user's means.
    #[uniffi(default = None)]
    pub max_bytes: Option<u64>,
    /// Minutes that local time is ahead of UTC: months of the user's means begin at local midnight.
    #[uniffi(default = 0)]
    pub minutes_ahead: i32,
    /// Whether the user agreed to looks abroad, for this watch.
    #[uniffi(default = false)]
    pub is_abroad_too: bool,
}

/// A watch that goes on. Letting go of it stops nothing; what it sees is in the journal.
#[derive(uniffi::Object)]
pub struct Watch {
    heard: Arc<Heard<WatchEvent>>,
    stop: Stopper,
}

/// What a watch says. Everything is stored before it is said.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum WatchEvent {
    /// A look was made.
    Looked {
        /// It.
        look: Look,
    },
    /// The bytes are spent: nobody looks for so long.
    Resting {
        /// Milliseconds.
        time_ms: u64,
        /// The same, for the user.
        sentence: String,
    },
    /// Nobody looks for now: the network that was chosen is not there, a VPN carries the network and would be looked at in
    /// its place, or the phone is abroad and nobody agreed to that. Said once; looks begin again by themselves.
    Away {
        /// Which, for the user.
        sentence: String,
    },
    /// It is over. Never dropped, and the last.
    Finished {
        /// Why, if results could not be kept; nothing: it was stopped, or its time is over.
        reason: Option<String>,
    },
}

/// A look at the whole network.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Look {
    /// When it began, milliseconds since 1970 by the phone's clock.
    pub at_ms: i64,
    /// What is believed of the network now, by its name in data (`online`, `no_service`, ...).
    pub state: String,
    /// The same in words.
    pub word: String,
    /// Whether that is news.
    pub is_change: bool,
    /// Looks so far.
    pub looks: u64,
    /// Bytes so far, both directions.
    pub bytes: u64,
}

/// Second sittings that the last run waits for, and that are not due here and now.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Awaiting {
    /// The run, which `resume` goes on with once they are due.
    pub run: String,
    /// The network that it was made on.
    pub network: Network,
    /// How many sites wait for one.
    pub sites: u32,
    /// Milliseconds from now until the first one is due; 0 if only the network is another one.
    pub due_in_ms: u64,
    /// Whether this is the network that it was made on.
    pub is_here: bool,
    /// All of this, for the user.
    pub sentence: String,
}

#[uniffi::export]
impl Engine {
    /// Starts to watch whether there is any Internet, and keeps the journal: half a kilobyte a look while all is well.
    /// Runs and slices may go on beside it.
    pub async fn watch(&self, request: WatchRequest) -> Result<Arc<Watch>, ArnaError> {
        if !(A_MINUTE..=A_DAY).contains(&request.every_ms) {
            return Err(ArnaError::refused("looks are a minute to a day apart"));
        }
        let (usual, words, home) = (self.usual(), self.words(), self.place().clone());
        self.does(|core| async move {
            let asked = core.with_settings(usual.now(&core).await).await?;
            let measuring = home.measuring();
            let mut watch = core.watch(request.over(asked)).await?;
            let heard = Arc::new(Heard::default());
            let (said, stop) = (heard.clone(), watch.stopper());
            tokio::spawn(async move {
                while let Some(event) = watch.next_event().await {
                    said.say(WatchEvent::of(event, words));
                }
                drop(measuring);
                said.end();
            });
            Ok(Arc::new(Watch { heard, stop }))
        })
        .await
    }

    /// The second sittings that the last run waits for, if none of them is due on this network by now. Where some are,
    /// there is nothing to wait for: `resume` makes them.
    pub async fn awaiting(&self) -> Result<Option<Awaiting>, ArnaError> {
        let words = self.words();
        self.does(|core| async move {
            let awaiting = core.awaiting().await?;
            let now = core.now();
            Ok(awaiting.map(|one| Awaiting {
                run: one.run.to_string(),
                sites: count(one.targets),
                due_in_ms: length(one.due_in),
                is_here: one.is_here,
                sentence: words.awaits(one.targets as u64, now.after(one.due_in), one.is_here),
                network: one.vantage.into(),
            }))
        })
        .await
    }
}

#[uniffi::export]
impl Watch {
    /// Waits for what it says next; nothing: it is over, or somebody else has heard its end. One listener at a time: each
    /// event is heard once.
    pub async fn next_event(&self) -> Option<WatchEvent> {
        self.heard.next().await
    }

    /// Stops it. What was looked at is kept.
    pub fn cancel(&self) {
        self.stop.cancel();
    }
}

impl WatchRequest {
    /// This, with whom to ask that is usual where the engine is.
    fn over(self, usual: arna_model::Request) -> Model {
        let micros = |millis: u64| Micros(millis.saturating_mul(1_000));
        Model {
            anchors: usual.anchors,
            landmarks: usual.landmarks,
            resolver: usual.resolver,
            portal_probe: usual.portal_probe,
            uplink: self.network.map_or(UplinkChoice::Default, UplinkChoice::from),
            is_abroad_too: self.is_abroad_too,
            every: micros(self.every_ms),
            max_time: self.most_ms.map(micros),
            ahead: self.minutes_ahead,
            max_bytes: self.max_bytes,
        }
    }
}

impl Said for WatchEvent {
    fn may_be_dropped(&self) -> bool {
        match self {
            // The journal has it.
            Self::Looked { look } => !look.is_change,
            Self::Resting { .. } | Self::Away { .. } | Self::Finished { .. } => false,
        }
    }
}

impl WatchEvent {
    fn of(event: arna_engine::WatchEvent, words: Words) -> Self {
        match event {
            arna_engine::WatchEvent::Looked(looked) => Self::Looked {
                look: Look {
                    at_ms: millis(looked.mark.wall),
                    state: looked.state.as_str().to_owned(),
                    word: words.state(looked.state).to_owned(),
                    is_change: looked.is_change,
                    looks: looked.looks,
                    bytes: looked.bytes.total(),
                },
            },
            arna_engine::WatchEvent::Resting(rest) => Self::Resting {
                time_ms: length(rest),
                sentence: words.filled(Phrase::Resting, &[("time", &words.lasted(rest))]),
            },
            arna_engine::WatchEvent::Away(away) => {
                Self::Away { sentence: words.phrase(of_away(away)).to_owned() }
            }
            arna_engine::WatchEvent::Finished(ended) => {
                Self::Finished { reason: ended.err().map(|error| reason(&error, words)) }
            }
        }
    }
}

fn of_away(away: Away) -> Phrase {
    match away {
        Away::Gone => Phrase::AwayGone,
        Away::Vpn => Phrase::AwayVpn,
        Away::Abroad => Phrase::AwayAbroad,
    }
}

/// Milliseconds. A look takes half a minute where nothing comes back.
const A_MINUTE: u64 = 60_000;
const A_DAY: u64 = 24 * 60 * A_MINUTE;
