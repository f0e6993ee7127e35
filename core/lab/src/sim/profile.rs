//! What a mobile link is like: rates, delays, losses, stalls and the radio's states.
//!
//! The figures are data (`profiles.toml`); this file only names them.

use std::sync::OnceLock;

use arna_model::Technology;
use serde::Deserialize;

/// A kind of mobile link.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// How scenarios call it.
    pub name: String,
    /// Rate towards the phone; `None`: without limit.
    pub down_kbit: Option<u32>,
    /// Rate from the phone; `None`: without limit.
    pub up_kbit: Option<u32>,
    /// Round trip over the radio, half of it in each direction.
    pub rtt_ms: f64,
    /// How far the round trip swings, to either side.
    pub jitter_ms: f64,
    /// Losses.
    pub loss: Option<Loss>,
    /// Times in which nothing passes.
    pub stall: Option<Stall>,
    /// The radio's idle state.
    pub idle: Option<Idle>,
    /// What the link buffers, in milliseconds at its rate.
    pub queue_ms: u32,
    /// What carries it.
    pub technology: Technology,
    /// Signal power as the phone shows it, dBm; `None`: there is no radio.
    pub signal_dbm: Option<i16>,
}

/// Gilbert-Elliott loss: a good state in which nothing is lost and a bad one.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loss {
    /// Share of all packets that is lost.
    pub mean: f64,
    /// Full packets that a bad state lasts, on average; 1 makes every packet independent.
    pub burst: f64,
    /// Share that is lost in a bad state.
    pub bad: f64,
}

/// Stalls: exponential gaps, log-normal durations.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stall {
    /// Seconds from the end of one to the start of the next, on average.
    pub every_s: f64,
    /// Half of them are shorter than this.
    pub median_s: f64,
    /// Sigma of the logarithm.
    pub sigma: f64,
}

/// The radio's sleep.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Idle {
    /// How long waking up takes.
    pub promotion_ms: u32,
    /// How long without a packet until it sleeps.
    pub after_ms: u32,
}

impl Profile {
    /// The profile of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        profiles().iter().find(|profile| profile.name == name)
    }
}

/// All profiles, from the slowest to a wire.
pub fn profiles() -> &'static [Profile] {
    #[derive(Deserialize)]
    struct File {
        profile: Vec<Profile>,
    }
    static PROFILES: OnceLock<Vec<Profile>> = OnceLock::new();
    PROFILES.get_or_init(|| {
        let file: File = toml::from_str(include_str!("profiles.toml"))
            .expect("profiles.toml is part of the program and tested");
        file.profile
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_six_profiles_are_there() {
        let names: Vec<_> = profiles().iter().map(|profile| profile.name.as_str()).collect();
        assert_eq!(names, ["edge", "poor3g", "good3g", "lte", "lte_edge", "wired"]);
        assert_eq!(Profile::named("lte").expect("there").down_kbit, Some(12_000));
        assert!(Profile::named("wired").expect("there").loss.is_none());
        assert!(Profile::named("5g").is_none());
    }
}
