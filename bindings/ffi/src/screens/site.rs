//! One site: the answer, how sure it is, since when, and what it stands on.

use arna_model::{Code, MeasurementId};
pub use arna_screens::site::{Check, Dates, EvidenceFold, EvidenceRow, Said, Site};
use arna_screens::site::{read, site};
use arna_screens::{Action, Band, Strand, Sure, Verdict};

use super::{Reader, here, screen};
use crate::Engine;
use crate::config::NetworkChoice;

/// One site.
#[uniffi::remote(Record)]
pub struct Site {
    /// Its name.
    pub host: String,
    /// The answer.
    pub verdict: Verdict,
    /// A tag that is always to be seen beside it: the network is simulated.
    pub tag: Option<String>,
    /// Where and when it was seen; empty if it never was.
    pub place: String,
    /// The picture of the way.
    pub strand: Strand,
    /// What the answer means: a sentence or two.
    pub meaning: String,
    /// How it shows, with its title.
    pub how: Option<Said>,
    /// Why nothing better can be said, and what would help, with its title.
    pub reason: Option<Said>,
    /// How sure it is: of blocks alone.
    pub sure: Option<Sure>,
    /// Title of the bands.
    pub since_title: String,
    /// Since when, on each network.
    pub since: Vec<Band>,
    /// Dates below the bands, at their beginning and end; nothing if there are none.
    pub axis: Option<Dates>,
    /// What has to be known of the dates.
    pub caveats: Vec<String>,
    /// What it stands on.
    pub evidence: Option<EvidenceFold>,
    /// How double checks came to their word: part of what is folded.
    pub checks: Vec<Check>,
    /// What was seen beside it: of QUIC, of the place on the path.
    pub beside: Vec<String>,
    /// The main button.
    pub again: Action,
    /// Shares the answer, where there is one.
    pub share: Option<Action>,
    /// Saves all that it stands on.
    pub save: Option<Action>,
    /// The answer with its name and place, as it is spoken.
    pub spoken: String,
}

/// The dates below the bands.
#[uniffi::remote(Record)]
pub struct Dates {
    /// At its beginning.
    pub from: String,
    /// At its end.
    pub until: String,
}

/// Sentences under a title.
#[uniffi::remote(Record)]
pub struct Said {
    /// What stands above them.
    pub heading: String,
    /// The sentences.
    pub sentences: Vec<String>,
}

/// What a measurement stands on, shown once it is unfolded.
#[uniffi::remote(Record)]
pub struct EvidenceFold {
    /// What it is.
    pub title: String,
    /// How much of it.
    pub detail: String,
    /// What was done and seen.
    pub rows: Vec<EvidenceRow>,
    /// Sentences below.
    pub foot: Vec<String>,
}

/// One thing that was done and seen.
#[uniffi::remote(Record)]
pub struct EvidenceRow {
    /// How long after the beginning of its run.
    pub at: String,
    /// Where in the run it belongs.
    pub place: String,
    /// What was done.
    pub what: String,
    /// What came of it.
    pub outcome: String,
    /// Whether the verdict stands on it.
    pub is_basis: bool,
    /// The word for that, behind the outcome.
    pub counts: Option<String>,
    /// The verdict whose colour the outcome has: of what an accusation stands on.
    pub accent: Option<Code>,
    /// All of it in a sentence.
    pub spoken: String,
}

/// How a part of the double checks came to its word.
#[uniffi::remote(Record)]
pub struct Check {
    /// Which part.
    pub heading: String,
    /// Sentences.
    pub sentences: Vec<String>,
}

screen! {
    /// One site, or what stands in its place.
    SiteScreen of Site
}

/// Which site is asked for.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SiteQuery {
    /// Its URL, as `Goes.Site` has it.
    pub input: String,
    /// The measurement that is shown; nothing: the latest.
    #[uniffi(default = None)]
    pub measurement: Option<String>,
    /// The phone's network that is chosen, as a run takes it.
    #[uniffi(default = None)]
    pub network: Option<NetworkChoice>,
}

#[uniffi::export]
impl Engine {
    /// One site.
    pub async fn site(&self, reader: Reader, query: SiteQuery) -> SiteScreen {
        self.shows(reader, |core, words| async move {
            let SiteQuery { input, measurement, network } = query;
            let (measurement, now) = (measurement.map(MeasurementId::new), core.now());
            let here = here(&core, network).await;
            let facts = read(&core, &input, measurement.as_ref(), (here, now)).await?;
            Ok(site(&facts, words, now))
        })
        .await
    }
}
