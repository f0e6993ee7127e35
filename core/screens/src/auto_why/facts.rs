//! What the screen stands on that says why there was no automatic test.

use arna_engine::{AutomaticTests, Engine, Error};
use arna_model::{Conditions, Rule};

use crate::Maker;

/// What the screen stands on that says why there was no automatic test.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Whether one might begin now, and what was kept of those that wanted to.
    pub tests: AutomaticTests,
    /// What the phone is like now.
    pub conditions: Conditions,
    /// Who made it, as far as that is known.
    pub maker: Option<Maker>,
}

/// Reads it. `maker`: what the phone's system calls who made it; `ahead`: minutes that local time is ahead of UTC.
///
/// # Errors
/// A setting that only a later version understands; the store's.
pub async fn read(
    engine: &Engine,
    conditions: Conditions,
    maker: &str,
    ahead: i32,
) -> Result<Facts, Error> {
    let tests = engine.automatic_tests(conditions.clone(), ahead).await?;
    let (conditions, _) = conditions.sound();
    Ok(Facts { tests, conditions, maker: Maker::of(maker) })
}

impl Facts {
    /// Whether the phone lets the app start; `None`: nobody knows. The latest try says so: what was tried was started.
    pub(super) fn is_started(&self) -> Option<bool> {
        let latest = self.tests.kept.all.first()?;
        Some(latest.decision.why_not().is_none_or(|broken| broken.rule != Rule::Started))
    }

    /// The rule that is in the way: as long as nothing is tested by itself at all no other one is.
    pub(super) fn broken(&self) -> Option<Rule> {
        let now = self.tests.now.why_not().map(|broken| broken.rule);
        let is_off = now == Some(Rule::Automatic);
        if !is_off && self.is_started() == Some(false) { Some(Rule::Started) } else { now }
    }
}
