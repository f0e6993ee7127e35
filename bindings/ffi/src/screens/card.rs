//! The card of a measurement, to be sent on.

use arna_model::MeasurementId;
pub use arna_screens::card::Card;
use arna_screens::card::{card, read};
use arna_screens::{Strand, Verdict};
use arna_words::Trouble as Name;

use super::{Reader, screen};
use crate::fault::Fault;
use crate::{ArnaError, Engine};

/// The card of a measurement.
#[uniffi::remote(Record)]
pub struct Card {
    /// The network and the country.
    pub network: String,
    /// The day.
    pub day: String,
    /// The site.
    pub host: String,
    /// The answer.
    pub verdict: Verdict,
    /// What stands beside the answer, as large, if it is not certain.
    pub doubt: Option<String>,
    /// Where it is stopped.
    pub strand: Strand,
    /// How and since when.
    pub line: String,
    /// How sure, in a line.
    pub sure: String,
    /// A tag that is always on it: the network is simulated.
    pub tag: Option<String>,
    /// What is to be known before it is sent on; not on the card itself.
    pub warning: Vec<String>,
    /// The card in sentences.
    pub spoken: String,
}

screen! {
    /// The card of a measurement, or what stands in its place.
    CardScreen of Card
}

#[uniffi::export]
impl Engine {
    /// The card of a measurement, as `Does.Share` names it. One that says nothing has none.
    pub async fn card(&self, reader: Reader, measurement: String) -> CardScreen {
        self.shows(reader, |core, words| async move {
            let facts = read(&core, &MeasurementId::new(measurement)).await?;
            let none = || Fault::Told(ArnaError::refused(words.trouble(Name::NoCard, &[])));
            card(&facts, words).ok_or_else(none)
        })
        .await
    }
}
