//! A country in a test: a simulated mobile internet with its censors, in virtual time.

mod country;
mod sim;

pub use country::{
    Description, Lab, LabError, Mistake, Options, Scenario, Sites, UnknownScenario, runtime,
    scenarios,
};
pub use sim::{Direction, Profile, profiles};
