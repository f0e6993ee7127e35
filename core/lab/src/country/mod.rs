//! A country: what a scenario says, built upon the simulated network.
//!
//! ```text
//! scenarios/NAME.toml -> Scenario -> Site, one per target -> Lab
//!                        (data)      (cast)                  (hosts, censors, a phone)
//! ```
//!
//! A [`Scenario`] is a story in 25 lines: a network, its censors, its targets. Casting gives every
//! target a name, an address, a character and its **truth**; the lab puts the servers up, the
//! censors in, and hands out a phone's [`Wire`](arna_net::Wire) together with all that a run needs to
//! know (targets, helpers, anchors, roots).
//!
//! Everything is a pure function of the scenario and the seed. Nothing in here judges: the truth is
//! written down before anybody measures, and no measurement reads it.

mod addressing;
mod atlas;
mod beside;
mod builder;
mod cast;
mod certificates;
mod condition;
mod describe;
mod error;
mod handover;
mod held;
mod hosts;
mod hours;
mod keys;
mod lab;
mod middlebox;
mod mistake;
mod named_rule;
mod only;
mod path;
mod prefix;
mod put_in;
mod rule;
mod says;
mod scenario;
mod shipped;
mod sound;
mod template;
mod transparency;
mod truth;
mod weather;

pub(crate) use atlas::OPERATORS_RESOLVER;
pub use describe::{Description, Sites};
pub use error::LabError;
pub use lab::{Lab, Options, runtime};
pub use mistake::Mistake;
pub use scenario::Scenario;
pub use shipped::{UnknownScenario, scenarios};
pub use sound::MOST_TARGETS;
