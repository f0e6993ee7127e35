//! Chance, drawn from labelled entropy: bursty loss, stalls and a delay that swings.
//!
//! Stalls and swings are functions of time alone: how much traffic there was never changes them, so
//! two probers on one seed meet the same weather.

use arna_net::Entropy;

use super::profile::{Loss, Stall};

/// Gilbert-Elliott loss, one draw per packet.
#[derive(Debug)]
pub struct Bursts {
    entropy: Entropy,
    loss: Loss,
    is_bad: bool,
}

impl Bursts {
    pub fn new(entropy: Entropy, loss: Loss) -> Self {
        Self { entropy, loss, is_bad: false }
    }

    /// Whether the next packet is lost.
    pub fn is_lost(&mut self) -> bool {
        let Loss { mean, burst, bad } = self.loss;
        // The share of packets in the bad state is mean / bad, and a bad state ends after `burst`.
        let share = mean / bad;
        let leave = 1.0 / burst;
        let enter = (leave * share / (1.0 - share)).min(1.0);
        let change = self.entropy.unit();
        self.is_bad = if self.is_bad { change >= leave } else { change < enter };
        self.is_bad && self.entropy.unit() < bad
    }
}

/// The times in which nothing passes.
#[derive(Debug)]
pub struct Stalls {
    entropy: Entropy,
    stall: Stall,
    /// Start and end, in order, microseconds.
    spans: Vec<(u64, u64)>,
}

impl Stalls {
    pub fn new(entropy: Entropy, stall: Stall) -> Self {
        Self { entropy, stall, spans: Vec::new() }
    }

    /// Whether nothing passes at `at` (microseconds), which may lie before an earlier question.
    pub fn is_stalled(&mut self, at: u64) -> bool {
        while self.spans.last().is_none_or(|&(_, end)| end <= at) {
            let gap = -(1.0 - self.entropy.unit()).ln() * self.stall.every_s;
            let normal = (-2.0 * (1.0 - self.entropy.unit()).ln()).sqrt()
                * (std::f64::consts::TAU * self.entropy.unit()).cos();
            let lasting = self.stall.median_s * (self.stall.sigma * normal).exp();
            let start = self.spans.last().map_or(0, |&(_, end)| end) + micros(gap);
            self.spans.push((start, start + micros(lasting)));
        }
        let next = self.spans.partition_point(|&(_, end)| end <= at);
        self.spans[next].0 <= at
    }
}

/// A value between -1 and 1 that changes smoothly: random knots, half a second apart, and straight
/// lines between them.
#[derive(Debug)]
pub struct Swing {
    entropy: Entropy,
    knot: u64,
    from: f64,
    to: f64,
}

impl Swing {
    pub fn new(mut entropy: Entropy) -> Self {
        let from = entropy.unit() * 2.0 - 1.0;
        let to = entropy.unit() * 2.0 - 1.0;
        Self { entropy, knot: 0, from, to }
    }

    /// The value at `at` (microseconds). Questions come in the order of time.
    pub fn at(&mut self, at: u64) -> f64 {
        while self.knot < at / KNOT_US {
            self.knot += 1;
            self.from = self.to;
            self.to = self.entropy.unit() * 2.0 - 1.0;
        }
        let part = (at % KNOT_US) as f64 / KNOT_US as f64;
        self.from + (self.to - self.from) * part
    }
}

fn micros(seconds: f64) -> u64 {
    (seconds * 1e6) as u64
}

const KNOT_US: u64 = 500_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_have_the_mean_and_the_bursts_of_their_profile() {
        for loss in super::super::profiles().iter().filter_map(|profile| profile.loss) {
            let mut bursts = Bursts::new(Entropy::labelled(1, "loss"), loss);
            let lost: Vec<bool> = (0..400_000).map(|_| bursts.is_lost()).collect();
            let count = lost.iter().filter(|&&is_lost| is_lost).count();
            let mean = count as f64 / lost.len() as f64;
            assert!((mean / loss.mean - 1.0).abs() < 0.12, "{mean} for {loss:?}");
            // After a lost packet the next is lost with about bad * (1 - 1 / burst).
            let pairs = lost.windows(2).filter(|pair| pair[0] && pair[1]).count();
            let again = pairs as f64 / count as f64;
            let expected = loss.bad * (1.0 - 1.0 / loss.burst);
            assert!((again - expected).abs() < 0.05, "{again} for {loss:?}");
        }
    }

    #[test]
    fn stalls_have_the_median_and_the_gaps_of_their_profile() {
        let stall = Stall { every_s: 30.0, median_s: 4.0, sigma: 0.85 };
        let mut stalls = Stalls::new(Entropy::labelled(1, "stalls"), stall);
        stalls.is_stalled(200_000_000_000);
        let mut lasting: Vec<u64> = stalls.spans.iter().map(|(start, end)| end - start).collect();
        lasting.sort_unstable();
        let median = lasting[lasting.len() / 2] as f64 / 1e6;
        assert!((median / 4.0 - 1.0).abs() < 0.1, "{median}");
        let gaps: u64 = stalls.spans.windows(2).map(|pair| pair[1].0 - pair[0].1).sum();
        let mean = gaps as f64 / 1e6 / (stalls.spans.len() - 1) as f64;
        assert!((mean / 30.0 - 1.0).abs() < 0.1, "{mean}");
        // An earlier time may be asked for again.
        let (start, end) = stalls.spans[3];
        assert!(stalls.is_stalled(start) && stalls.is_stalled(end - 1) && !stalls.is_stalled(end));
    }

    #[test]
    fn a_swing_is_smooth_and_bounded() {
        let mut swing = Swing::new(Entropy::labelled(1, "swing"));
        let mut last = swing.at(0);
        for ms in 1..100_000 {
            let value = swing.at(ms * 1000);
            assert!(value.abs() <= 1.0 && (value - last).abs() < 0.005);
            last = value;
        }
    }
}
