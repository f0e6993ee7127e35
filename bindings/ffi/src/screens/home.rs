//! Home: what gets through here, how sure that is, and since when.

pub use arna_screens::home::Home;
use arna_screens::home::{Facts, home, read};
use arna_screens::{Action, Offer, Row, ShownNetwork, Strands, trouble};

use super::{Reader, screen};
use crate::config::{NetworkChoice, RunRequest};
use crate::engine::shown;
use crate::{ArnaError, Engine};

/// Home.
#[uniffi::remote(Record)]
pub struct Home {
    /// The network that is shown.
    pub network: ShownNetwork,
    /// A tag that is always to be seen beside the network: it is simulated.
    pub tag: Option<String>,
    /// What gets through.
    pub picture: Strands,
    /// The same in a sentence.
    pub answer: String,
    /// When that was seen, or what a test would do.
    pub when: Option<String>,
    /// What it took.
    pub cost: Option<String>,
    /// What there is to look at more closely.
    pub rows: Vec<Row>,
    /// What Arna offers or has to say: one at most.
    pub notices: Vec<Row>,
    /// A small button beside an offer, which puts it off.
    pub put_off: Option<Action>,
    /// The button.
    pub main: Action,
    /// The answer with its time, as it is spoken.
    pub answer_spoken: String,
}

screen! {
    /// Home, or what stands in its place.
    HomeScreen of Home
}

/// What home is to show.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct HomeQuery {
    /// The network that is chosen, as a run takes it.
    #[uniffi(default = None)]
    pub network: Option<NetworkChoice>,
    /// What the app may offer, the first first: what the phone gave already or was put off is not among it. Whether it is of use
    /// now, the engine says.
    #[uniffi(default = [])]
    pub offers: Vec<Offer>,
    /// Whether a watch goes on that somebody asked for with `Does.Look`: the button says so.
    #[uniffi(default = false)]
    pub is_looking: bool,
}

/// What home shows where no engine could be opened, for what `Engine.open` threw. Its button opens once more.
#[uniffi::export]
pub fn home_unopened(reader: Reader, error: ArnaError) -> HomeScreen {
    let (words, sentence) = (reader.words(), error.to_string());
    match error {
        ArnaError::Locked { .. } => trouble::locked(sentence, words),
        _ => trouble::in_place(sentence, words),
    }
    .into()
}

#[uniffi::export]
impl Engine {
    /// Home.
    pub async fn home(&self, reader: Reader, query: HomeQuery) -> HomeScreen {
        let usual = self.usual();
        self.shows(reader, |core, words| async move {
            let HomeQuery { network, offers, is_looking } = query;
            let request = shown(&core, usual, RunRequest { network, ..RunRequest::default() });
            let (request, now) = (request.await?, core.now());
            let facts = Facts { is_looking, ..read(&core, &request, offers, now).await? };
            Ok(home(&facts, words, now))
        })
        .await
    }
}
