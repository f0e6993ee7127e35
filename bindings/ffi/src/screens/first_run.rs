//! The first run: to know what Arna does, who sees it, and where results stay, before anything is sent.

use arna_engine::Error;
use arna_model::UplinkChoice;
pub use arna_screens::first_run::{
    FirstEnd, FirstInput, FirstRun, FirstState, FirstStep, Seer, Tongue,
};
use arna_screens::first_run::{first_run, read};
use arna_screens::{Action, Choice, Fold, Row, ShownNetwork, Strands};

use super::{Reader, screen};
use crate::config::{NetworkChoice, RunRequest};
use crate::engine::shown;
use crate::{ArnaError, Engine};

/// A step of the first run.
#[uniffi::remote(Record)]
pub struct FirstRun {
    /// Which step, from 1.
    pub step: u8,
    /// How many there are. A bar shows those from the second on.
    pub steps: u8,
    /// Its title.
    pub answer: String,
    /// Below it.
    pub lead: Option<String>,
    /// What is to be read.
    pub sentences: Vec<Row>,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// What is to be known before it is too late.
    pub hint: Option<String>,
    /// What is said to a wrong answer.
    pub reply: Option<String>,
    /// What will be tested, dry still.
    pub picture: Option<Strands>,
    /// The network that will be tested, where there are several to choose from.
    pub network: Option<ShownNetwork>,
    /// Rows that lead to more.
    pub rows: Vec<Row>,
    /// Whom a test contacts, in full.
    pub contacts: Option<Fold>,
    /// The button; the first step has none: a choice goes on.
    pub next: Option<Action>,
    /// A second button.
    pub leave: Option<Action>,
}

/// Where somebody is in the first run, and what they chose so far.
#[uniffi::remote(Record)]
pub struct FirstState {
    /// The step.
    pub step: FirstStep,
    /// The language that was chosen; nothing: the system's.
    pub language: Option<Tongue>,
    /// The answer to the question.
    pub answer: Option<Seer>,
    /// What it came to, once it is over.
    pub ended: Option<FirstEnd>,
}

/// A step.
#[uniffi::remote(Enum)]
pub enum FirstStep {
    /// In which language.
    Language,
    /// What Arna does.
    What,
    /// The question whether that was understood.
    Question,
    /// Where results stay.
    Results,
    /// All is ready.
    Ready,
}

/// A language that was chosen.
#[uniffi::remote(Enum)]
pub enum Tongue {
    /// Kazakh.
    Kk,
    /// Russian.
    Ru,
    /// English.
    En,
}

/// Who can see what is tested: answers to the question.
#[uniffi::remote(Enum)]
pub enum Seer {
    /// Nobody, which is wrong.
    Nobody,
    /// The operator, which is right.
    Operator,
    /// Only who made Arna, which is wrong.
    Makers,
}

/// How the first run ended.
#[uniffi::remote(Enum)]
pub enum FirstEnd {
    /// A test is to begin.
    Tests,
    /// Only a look is to be made.
    Looks,
    /// Home is shown, and nothing is tested yet.
    Later,
    /// The app closes, and forgets what was chosen.
    Left,
}

/// What somebody did.
#[uniffi::remote(Enum)]
pub enum FirstInput {
    /// Chose one of several.
    Chose {
        /// The choice's id.
        id: String,
    },
    /// Pressed the button.
    Next,
    /// Went back.
    Back,
    /// Pressed the second button: leaves, or puts the first test off.
    Leave,
}

screen! {
    /// A step of the first run, or what stands in its place.
    FirstRunScreen of FirstRun
}

/// Where somebody is when the first run begins. What is kept of it afterwards is the app's.
#[uniffi::export]
pub fn first_state() -> FirstState {
    FirstState::default()
}

#[uniffi::export]
impl Engine {
    /// A step of the first run. Nothing is sent.
    #[uniffi::method(default(network = None))]
    pub async fn first_run(
        &self,
        reader: Reader,
        state: FirstState,
        network: Option<NetworkChoice>,
    ) -> FirstRunScreen {
        let usual = self.usual();
        self.shows(reader, |core, words| async move {
            let request = shown(&core, usual, RunRequest { network, ..RunRequest::default() });
            Ok(first_run(&state, &read(&core, &request.await?).await?, words))
        })
        .await
    }

    /// What an input makes of it. What makes no sense there changes nothing.
    #[uniffi::method(default(network = None))]
    pub async fn first_state_after(
        &self,
        state: FirstState,
        input: FirstInput,
        network: Option<NetworkChoice>,
    ) -> Result<FirstState, ArnaError> {
        let network = network.map_or(UplinkChoice::Default, UplinkChoice::from);
        self.does(|core| async move {
            let is_offline = matches!(core.network(&network).await, Err(Error::NoUplink(_)));
            Ok(state.after(&input, is_offline))
        })
        .await
    }
}
