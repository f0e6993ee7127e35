//! Chance, drawn from labelled entropy: bursty loss, stalls and a delay that swings.
//!
//! Bursts, stalls and swings are functions of time alone: how much traffic there was never changes
//! them, so two probers on one seed meet the same weather. A burst that were counted in packets would
//! wait for who sends rarely: a retransmission after ten seconds would still meet the fading of ten
//! seconds ago, and so would all that follow it.

use arna_net::Entropy;

use super::profile::{Loss, Stall};

/// Gilbert-Elliott loss: a bad state that comes and goes, and a draw for each packet in it.
#[derive(Debug)]
pub struct Bursts {
    weather: Entropy,
    draws: Entropy,
    loss: Loss,
    /// How long the good and the bad state last on average; `None`: every packet for itself.
    lasting: Option<[f64; 2]>,
    is_bad: bool,
    until: u64,
}

impl Bursts {
    /// `packet_us` is how long a full packet takes, microseconds.
    pub fn new(mut weather: Entropy, draws: Entropy, loss: Loss, packet_us: u64) -> Self {
        // The share of time in the bad state is mean / bad, and it lasts as long as `burst` packets.
        let share = loss.mean / loss.bad;
        let bad = loss.burst * packet_us as f64 / 1e6;
        let lasting = (loss.burst > 1.0).then(|| [bad * (1.0 - share) / share, bad]);
        let is_bad = weather.unit() < share;
        let mut bursts = Self { weather, draws, loss, lasting, is_bad, until: 0 };
        bursts.until = lasting.map_or(0, |lasting| bursts.span(lasting));
        bursts
    }

    /// Whether a packet at `at` (microseconds) is lost. Questions come in the order of time.
    pub fn is_lost(&mut self, at: u64) -> bool {
        let Some(lasting) = self.lasting else { return self.draws.unit() < self.loss.mean };
        while self.until <= at {
            self.is_bad = !self.is_bad;
            self.until += self.span(lasting);
        }
        self.is_bad && self.draws.unit() < self.loss.bad
    }

    fn span(&mut self, lasting: [f64; 2]) -> u64 {
        micros(exponential(&mut self.weather, lasting[usize::from(self.is_bad)])) + 1
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
            let gap = exponential(&mut self.entropy, self.stall.every_s);
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

fn exponential(entropy: &mut Entropy, mean: f64) -> f64 {
    -(1.0 - entropy.unit()).ln() * mean
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
        const PACKET_US: u64 = 10_000;
        for loss in super::super::profiles().iter().filter_map(|profile| profile.loss) {
            // Packets one behind another, and one each second.
            for every_us in [PACKET_US, 1_000_000] {
                let [weather, draws] = ["weather", "draws"].map(|name| Entropy::labelled(1, name));
                let mut bursts = Bursts::new(weather, draws, loss, PACKET_US);
                let lost: Vec<bool> = (0..400_000).map(|n| bursts.is_lost(n * every_us)).collect();
                let count = lost.iter().filter(|&&is_lost| is_lost).count();
                let mean = count as f64 / lost.len() as f64;
                assert!((mean / loss.mean - 1.0).abs() < 0.12, "{mean} for {loss:?}");
                // After a lost packet the state is still the bad one, or the bad one again.
                let share = loss.mean / loss.bad;
                let part = every_us as f64 / PACKET_US as f64 / loss.burst / (1.0 - share);
                let kept = if loss.burst > 1.0 { (-part).exp() } else { 0.0 };
                let expected = loss.bad * (share + (1.0 - share) * kept);
                let pairs = lost.windows(2).filter(|pair| pair[0] && pair[1]).count();
                let again = pairs as f64 / count as f64;
                assert!((again - expected).abs() < 0.05, "{again} for {loss:?}");
            }
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
