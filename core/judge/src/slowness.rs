//! Whether something is slower than its control, and by how much: two tests and what they may claim.
//!
//! Rates of one link differ by factors and not by amounts, so logarithms are compared: [`Slowdown`] is a
//! one-sided t test on the mean of ln(control / target) over pairs measured one after the other, so that
//! what a radio does to everybody cancels out. [`Lateness`] compares handshakes by their ranks alone
//! (Mann and Whitney 1947); it costs no byte, and is a hint at most. docs/method.md, "Throttling".

use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::stats_tests::Alternative;
use statrs::stats_tests::mannwhitneyu::{MannWhitneyUMethod, mannwhitneyu};

/// Pairs of one sitting: 0.8 MB, and few enough for one visit to a network (the method's choice).
pub const PAIRS: usize = 6;
/// A claim needs this ratio of control to target: links, servers and paths differ by less from minute to
/// minute, the policers that are known by more (Xue et al., IMC 2021).
pub const LEAST_RATIO: f64 = 3.0;
/// A claim needs a p below this.
pub const MOST_P: f64 = 1e-3;
/// The cap that is suspected, kbit/s: Russia's in 2021 was 130 to 150 (Xue et al., IMC 2021).
pub const CAP_KBIT: f64 = 140.0;
/// Handshakes on each side, so that ranks can say anything.
pub const LEAST_HANDSHAKES: usize = 12;
/// No rate is known better than by so much (ours: a segment in fifty); pairs that agree by chance are
/// not infinitely sure.
const LEAST_SPREAD: f64 = 0.02;
/// Confidence of the ratio's interval (two-sided).
const CONFIDENCE: f64 = 0.95;

/// How much slower a target is than its control.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slowdown {
    /// Pairs that it stands on.
    pub pairs: usize,
    /// Geometric mean of control's rate / target's rate.
    pub ratio: f64,
    /// Lower end of its interval at 95 %.
    pub low: f64,
    /// Upper end of its interval at 95 %.
    pub high: f64,
    /// P(as much or more | the target is not slower).
    pub p: f64,
    /// The likelihood of this ratio over that of no difference, the spread being unknown: n/2 ln(1 +
    /// t²/(n-1)), negative where the target is faster.
    pub nats: f64,
    /// Geometric mean of the target's rates, kbit/s.
    pub target_kbit: f64,
    /// Geometric mean of the control's rates, kbit/s.
    pub control_kbit: f64,
    /// Their median: a transfer that met a stall does not make a link slow.
    pub control_median_kbit: f64,
    /// Standard deviation of the logarithms of the target's rates.
    pub target_spread: f64,
    /// Standard deviation of the logarithms of the control's rates.
    pub control_spread: f64,
}

/// What a slowdown comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// The target is slowed down.
    Slower,
    /// It is not: even the upper end of the interval is no claim, or it runs as fast as no cap lets it.
    AsFast,
    /// The control is no faster than a cap might be: on this link nobody could tell.
    LinkTooSlow,
    /// None of these.
    Open,
}

impl Slowdown {
    /// Of pairs (target, control) of rates in kbit/s; `None` for fewer than two, or rates that are none.
    pub fn of(pairs: &[(f64, f64)]) -> Option<Self> {
        let is_rate = |rate: f64| rate.is_finite() && rate > 0.0;
        if pairs.len() < 2 || !pairs.iter().all(|(one, other)| is_rate(*one) && is_rate(*other)) {
            return None;
        }
        let n = pairs.len() as f64;
        let ratios: Vec<f64> =
            pairs.iter().map(|(target, control)| (control / target).ln()).collect();
        let targets: Vec<f64> = pairs.iter().map(|(target, _)| target.ln()).collect();
        let controls: Vec<f64> = pairs.iter().map(|(_, control)| control.ln()).collect();
        let (mean, spread) = moments(&ratios);
        let error = spread.max(LEAST_SPREAD) / n.sqrt();
        let t = mean / error;
        let student = StudentsT::new(0.0, 1.0, n - 1.0).ok()?;
        let reach = student.inverse_cdf(f64::midpoint(1.0, CONFIDENCE)) * error;
        let ((target, target_spread), (control, control_spread)) =
            (moments(&targets), moments(&controls));
        Some(Self {
            pairs: pairs.len(),
            ratio: mean.exp(),
            low: (mean - reach).exp(),
            high: (mean + reach).exp(),
            p: student.sf(t).clamp(0.0, 1.0),
            nats: (n / 2.0 * (t * t / (n - 1.0)).ln_1p()).copysign(t),
            target_kbit: target.exp(),
            control_kbit: control.exp(),
            control_median_kbit: median(&controls).exp(),
            target_spread,
            control_spread,
        })
    }

    /// What may be claimed of it.
    pub fn pace(&self) -> Pace {
        if self.target_kbit >= LEAST_RATIO * CAP_KBIT && self.ratio < LEAST_RATIO {
            Pace::AsFast
        } else if self.control_median_kbit < LEAST_RATIO * CAP_KBIT {
            Pace::LinkTooSlow
        } else if self.high < LEAST_RATIO {
            Pace::AsFast
        } else if self.pairs >= PAIRS
            && self.ratio >= LEAST_RATIO
            && self.p < MOST_P
            && self.control_spread <= MOST_SPREAD
        {
            Pace::Slower
        } else {
            Pace::Open
        }
    }

    /// Whether the target's rates lie at one value while the control's vary: what a cap looks like.
    /// Evidence beside the test, never instead of it. Twice and 0.35 (a half more or less) are ours.
    pub fn is_capped(&self) -> bool {
        self.target_spread <= CAPPED_SPREAD && self.control_spread >= 2.0 * self.target_spread
    }
}

/// A control whose logarithms spread more is itself too unsteady to compare with (ours: a factor of 2.5 to
/// either side, twice what transfers on a good link show).
const MOST_SPREAD: f64 = 0.9;
/// Rates that differ by less lie at one value.
const CAPPED_SPREAD: f64 = 0.35;

/// The value in the middle of some; of an even number the mean of two.
fn median(of: &[f64]) -> f64 {
    let mut sorted = of.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[middle])
}

/// How much later the handshakes of a name are done than those of innocent ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lateness {
    /// Handshakes on either side.
    pub handshakes: (usize, usize),
    /// P(a handshake of the name takes longer than an innocent one): 0.5 is no effect, 1 the largest.
    pub effect: f64,
    /// P(as much or more | no difference).
    pub p: f64,
}

impl Lateness {
    /// Of handshake times over connect times, the name's and innocent ones, of one operator and
    /// technology; `None` for fewer than [`LEAST_HANDSHAKES`] on a side.
    pub fn of(named: &[f64], innocent: &[f64]) -> Option<Self> {
        if named.len().min(innocent.len()) < LEAST_HANDSHAKES {
            return None;
        }
        let method = MannWhitneyUMethod::AsymptoticInclContinuityCorrection;
        let (u, p) = mannwhitneyu(named, innocent, method, Alternative::Greater).ok()?;
        let all = named.len() * innocent.len();
        // Where all are equal there is no spread to divide by.
        let p = if p.is_finite() { p } else { 1.0 };
        Some(Self { handshakes: (named.len(), innocent.len()), effect: u / all as f64, p })
    }

    /// Whether it raises a suspicion: more is never made of it, since a far or busy server is late, too.
    pub fn is_suspect(&self) -> bool {
        self.p < MOST_P && self.effect >= LEAST_EFFECT
    }
}

/// Nine of ten (ours): distances and loads make a difference that shows in many handshakes, and a delay by
/// name one that shows in nearly all.
const LEAST_EFFECT: f64 = 0.9;

/// Mean and standard deviation (of a sample).
fn moments(all: &[f64]) -> (f64, f64) {
    let n = all.len() as f64;
    let mean = all.iter().sum::<f64>() / n;
    let squares: f64 = all.iter().map(|one| (one - mean).powi(2)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}
