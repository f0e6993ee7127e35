//! Two networks compared: the same sites at the same time over each.

use std::sync::Arc;

use arna_engine::Stopper;
use arna_model::{Code, RunId, UplinkChoice};
use arna_screens::network::Named;
use arna_words::{Words, short};

use crate::config::NetworkChoice;
use crate::engine::wanted;
use crate::heard::{Heard, Said};
use crate::rows::Network;
use crate::{ArnaError, Engine, Event, RunRequest};

/// Two runs that go on side by side. Letting go of it cancels nothing.
#[derive(uniffi::Object)]
pub struct Comparing {
    runs: Vec<String>,
    heard: Arc<Heard<OverEvent>>,
    stop: Stopper,
}

/// What one of the two runs says.
#[derive(Clone, Debug, uniffi::Record)]
pub struct OverEvent {
    /// Which network's run: 0 for the first one that was named, 1 for the second.
    pub network: u8,
    /// What it says.
    pub event: Event,
}

/// What two runs of the same sites over two networks came to so far.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Comparison {
    /// The run that was asked for.
    pub one: ComparedRun,
    /// The one beside it.
    pub other: ComparedRun,
    /// The sites, in the order of the plan.
    pub sites: Vec<ComparedSite>,
    /// How many are the same over both, cannot be compared, and are not the same: whole sentences.
    pub sentences: Vec<String>,
}

/// One of two runs that are compared.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ComparedRun {
    /// Its id.
    pub run: String,
    /// Its network.
    pub network: Network,
    /// What that is called, for people.
    pub name: String,
}

/// What was found of one site over each network.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ComparedSite {
    /// Its URL.
    pub input: String,
    /// The same, short.
    pub subject: String,
    /// The verdict over the first network; nothing: not measured.
    pub one: Option<Code>,
    /// The verdict over the second.
    pub other: Option<Code>,
    /// Whether they differ.
    pub contrast: Contrast,
    /// Both verdicts with the names of their networks: two sentences.
    pub sentence: String,
}

/// Whether a site is something else over one network than over the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Contrast {
    /// It is the same over both.
    Alike,
    /// It is not: something on the way over one of them makes the difference, or the site treats them differently.
    Differs,
    /// One of them cannot tell, or was not measured.
    Unknown,
}

#[uniffi::export]
impl Engine {
    /// Looks at the same sites over two networks at the same time, and double-checks on each what does not open there.
    /// Both are ordinary runs; `request.network` is not looked at. Refused if both are one network.
    pub async fn compare(
        &self,
        request: RunRequest,
        one: NetworkChoice,
        other: NetworkChoice,
    ) -> Result<Arc<Comparing>, ArnaError> {
        let (usual, words, home) = (self.usual(), self.words(), self.place().clone());
        self.does(|core| async move {
            let measuring = home.measuring();
            let asked = wanted(&core, usual, request).await?;
            let over = [one, other].map(UplinkChoice::from);
            Ok(Comparing::follow(core.compare(asked, over).await?, measuring, words))
        })
        .await
    }

    /// Goes on with both runs of the last comparison, where something of it is left: what was stopped, or double checks that
    /// are due an hour after the first. Nothing: nothing is left of it. `request` only says what the user says of this
    /// moment: `is_beyond_means` and `minutes_ahead`.
    pub async fn resume_comparison(
        &self,
        request: RunRequest,
    ) -> Result<Option<Arc<Comparing>>, ArnaError> {
        let (words, home) = (self.words(), self.place().clone());
        self.does(|core| async move {
            let measuring = home.measuring();
            let going = core.resume_comparison(request.leave()).await?;
            Ok(going.map(|going| Comparing::follow(going, measuring, words)))
        })
        .await
    }

    /// What a run and the one beside it came to so far. Refused for a run that has none beside it.
    pub async fn compared(&self, run: String) -> Result<Comparison, ArnaError> {
        let (run, words) = (RunId::new(run), self.words());
        self.does(|core| async move { Ok(Comparison::of(core.compared(&run).await?, words)) }).await
    }
}

impl Comparing {
    /// Hands what both say on, until both are over; `measuring` is kept so long.
    fn follow(
        mut comparing: arna_engine::Comparing,
        measuring: impl Send + 'static,
        words: Words,
    ) -> Arc<Self> {
        let runs = comparing.ids().map(RunId::to_string).to_vec();
        let heard = Arc::new(Heard::default());
        let (said, stop) = (heard.clone(), comparing.stopper());
        tokio::spawn(async move {
            while let Some((side, event)) = comparing.next_event().await {
                if let Some(event) = Event::of(event, words) {
                    let network = u8::from(side > 0);
                    said.say(OverEvent { network, event });
                }
            }
            drop(measuring);
            said.end();
        });
        Arc::new(Self { runs, heard, stop })
    }
}

#[uniffi::export]
impl Comparing {
    /// The ids of both runs, in the order of their networks: whatever they measure is found under them.
    pub fn runs(&self) -> Vec<String> {
        self.runs.clone()
    }

    /// Waits for what either says next; nothing: both are over, or somebody else has heard their end. One listener at a
    /// time: each event is heard once. Each run says how it ended.
    pub async fn next_event(&self) -> Option<OverEvent> {
        self.heard.next().await
    }

    /// Stops both. What is complete is stored; `resume_comparison` goes on with the rest.
    pub fn cancel(&self) {
        self.stop.cancel();
    }
}

impl Said for OverEvent {
    fn may_be_dropped(&self) -> bool {
        self.event.may_be_dropped()
    }
}

impl Comparison {
    fn of(comparison: arna_engine::Comparison, words: Words) -> Self {
        let arna_engine::Comparison { runs, vantages, targets } = comparison;
        let names = vantages.each_ref().map(|vantage| Named::of(vantage, words).whole());
        let both = [names[0].as_str(), names[1].as_str()];
        let sentences = words.contrasts(targets.iter().map(|one| one.contrast));
        let sites = targets.into_iter().map(|one| ComparedSite::of(one, both, words)).collect();
        let [first, second] = runs.map(|run| run.to_string());
        let [here, there] = vantages.map(Network::from);
        let [one, other] = names;
        Self {
            one: ComparedRun { run: first, network: here, name: one },
            other: ComparedRun { run: second, network: there, name: other },
            sites,
            sentences,
        }
    }
}

impl ComparedSite {
    fn of(compared: arna_engine::Compared, names: [&str; 2], words: Words) -> Self {
        let arna_engine::Compared { input, verdicts, contrast } = compared;
        let found = verdicts.each_ref().map(Option::as_ref);
        let [one, other] = found.map(|verdict| verdict.map(|verdict| verdict.code));
        Self {
            subject: arna_model::shown(&short(&input)).into_owned(),
            sentence: words.over_both(names, found),
            input,
            one,
            other,
            contrast: match contrast {
                arna_model::Contrast::Alike => Contrast::Alike,
                arna_model::Contrast::Differs => Contrast::Differs,
                arna_model::Contrast::Unknown => Contrast::Unknown,
            },
        }
    }
}
