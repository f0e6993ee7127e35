//! Which of the lab's links is nearest to what was measured.

use arna_model::{Event, Measurement, Observation};

use crate::{Profile, profiles};

/// The name of the nearest profile, and what it is near to.
pub(super) fn nearest(measurement: &Measurement) -> (String, String) {
    let link = Link::of(&measurement.observations);
    let technology = measurement.vantage.technology.as_deref();
    let is_same = |one: &&Profile| technology == Some(one.technology.as_str());
    let same: Vec<_> = profiles().iter().filter(is_same).collect();
    let all: Vec<_> = if same.is_empty() { profiles().iter().collect() } else { same };
    let far = |one: &&&Profile| link.distance(one);
    let best = all.iter().min_by(|one, other| far(one).total_cmp(&far(other)));
    let name = best.map_or("lte", |best| best.name.as_str()).to_owned();
    let rtt = link.rtt_ms.map_or_else(
        || "no round trip was measured".to_owned(),
        |rtt| format!("{rtt:.0} ms there and back"),
    );
    let loss = link.loss.map(|loss| format!(", {:.1} % of the echoes lost", loss * 100.0));
    let technology = technology.map(|word| format!(", {word}")).unwrap_or_default();
    (name, format!("{rtt}{}{technology}", loss.unwrap_or_default()))
}

/// What observations say of a link.
struct Link {
    rtt_ms: Option<f64>,
    loss: Option<f64>,
}

impl Link {
    fn of(observations: &[Observation]) -> Self {
        let pings: Vec<_> = observations
            .iter()
            .filter_map(|one| match &one.event {
                Event::Pings(pings) => Some(&pings.pings),
                _ => None,
            })
            .flatten()
            .collect();
        let echoes = pings.iter().filter_map(|ping| Some(ping.rtt?.as_millis_f64())).collect();
        // The way to a site is longer than that to an echo, and a first connect may wake the radio.
        let connects = observations.iter().filter(|one| one.is_success());
        let connects = connects.filter(|one| matches!(one.event, Event::TcpConnect(_)));
        let connects = connects.map(|one| one.duration().as_millis_f64());
        let connects = connects.map(|ms| (ms - FARTHER_MS).max(1.0)).collect();
        let lost = pings.iter().filter(|ping| ping.rtt.is_none()).count();
        let is_enough = pings.len() >= FEWEST_ECHOES;
        Self {
            rtt_ms: median(echoes).or_else(|| median(connects)),
            loss: is_enough.then(|| lost as f64 / pings.len() as f64),
        }
    }

    /// How far a profile is from it: by the logarithm of the round trip, and by losses.
    fn distance(&self, profile: &Profile) -> f64 {
        let rtt = self.rtt_ms.map_or(0.0, |rtt| (rtt / (profile.rtt_ms + WAY_MS)).ln().abs());
        let mean = profile.loss.map_or(0.0, |loss| loss.mean);
        // A log-normal's mean is its median times exp(sigma² / 2).
        let stalled = profile.stall.map_or(0.0, |stall| {
            let lasts = stall.median_s * (stall.sigma * stall.sigma / 2.0).exp();
            lasts / (stall.every_s + lasts)
        });
        // An echo is lost on either way.
        let loss = self.loss.map_or(mean, |loss| (loss - 2.0 * mean - stalled).abs());
        rtt + loss * LOSS_WEIGHT
    }
}

fn median(mut all: Vec<f64>) -> Option<f64> {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied()
}

/// From the lab's operators to its helpers and back.
const WAY_MS: f64 = 75.0;
/// How much farther its sites are than its helpers.
const FARTHER_MS: f64 = 15.0;
/// Of fewer the share says little.
const FEWEST_ECHOES: usize = 20;
/// Ten more of a hundred lost are as far as a round trip twice as long.
const LOSS_WEIGHT: f64 = 7.0;
