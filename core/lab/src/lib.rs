//! A country in a test: a simulated mobile internet with its censors, in virtual time.

mod country;
mod sim;

pub use country::{Lab, LabError, Options, Scenario, UnknownScenario, runtime, scenarios};
pub use sim::{Profile, profiles};
