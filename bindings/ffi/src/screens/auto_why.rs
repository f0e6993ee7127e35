//! When the last automatic test was, and why there was none since.

pub use arna_screens::auto_why::{AutoWhy, StartSteps};
use arna_screens::auto_why::{auto_why, read};
use arna_screens::{Action, Row};

use super::{Reader, minutes_ahead, screen};
use crate::{Conditions, Engine};

/// When the last automatic test was, and why there was none since.
#[uniffi::remote(Record)]
pub struct AutoWhy {
    /// Its title.
    pub heading: String,
    /// The answer.
    pub answer: String,
    /// When the last one was, how often it was tried since then, or when the next one is.
    pub last: Option<String>,
    /// What the phone said of itself and cannot be: what it says was not believed.
    pub odd: Vec<String>,
    /// Every condition, those that are not met first.
    pub conditions: Vec<Row>,
    /// Title of the last tries.
    pub tries_title: String,
    /// The last tries, the latest first.
    pub tries: Vec<Row>,
    /// The button that helps; nothing: all is well, or it passes by itself.
    pub help: Option<Action>,
    /// What to do on this phone so that it lets the app start, where that is what helps.
    pub steps: Option<StartSteps>,
    /// The answer with what stands below it, as it is spoken.
    pub answer_spoken: String,
}

/// What to do on a phone so that it lets the app start.
#[uniffi::remote(Record)]
pub struct StartSteps {
    /// Its title.
    pub heading: String,
    /// For which phones it is; nothing: for any.
    pub phones: Option<String>,
    /// The steps, in their order.
    pub steps: Vec<Row>,
    /// What to do where a name is not there.
    pub foot: String,
    /// Opens the phone's own settings as near to the first step as it lets an app.
    pub open: Action,
}

screen! {
    /// When the last automatic test was, or what stands in its place.
    AutoWhyScreen of AutoWhy
}

#[uniffi::export]
impl Engine {
    /// When the last automatic test was, and why there was none since. `conditions`: what the phone is like now; `maker`: what its system calls who made it
    /// (`Build.MANUFACTURER`; on Apple's `Apple`), whose steps are then shown.
    pub async fn auto_why_screen(
        &self,
        reader: Reader,
        conditions: Conditions,
        maker: String,
    ) -> AutoWhyScreen {
        self.shows(reader, |core, words| async move {
            let now = core.now();
            let facts = read(&core, conditions.into(), &maker, minutes_ahead(words, now)).await?;
            Ok(auto_why(&facts, words, now))
        })
        .await
    }
}
