//! A country in a test: a simulated mobile internet with its censors, in virtual time,
//! or in real time as the network of real programs (`plug_in`).

mod country;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod replay;
mod sim;
#[cfg(target_os = "linux")]
mod tun;

pub use country::{
    Description, Lab, LabError, MOST_TARGETS, Mistake, Options, Scenario, Sites, UnknownScenario,
    runtime, scenarios,
};
pub use replay::{NoReplay, replay};
pub use sim::{Direction, Profile, profiles};
#[cfg(target_os = "linux")]
pub use tun::{TunError, device_name, plug_in};
