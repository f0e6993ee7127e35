//! Wald's sequential probability ratio test, and what its null hypothesis is made of.
//!
//! H0: a trial of a valid block fails with probability `p0` or less although nobody blocks. H1: it fails
//! with `p1` or more. Each failure adds `ln(p1/p0)`, each success `ln((1-p1)/(1-p0))`, in nats; the sum
//! decides when it leaves the strip between the two bounds. `p0` is not believed, it is measured: by how
//! often controls failed while their neighbours worked. Source: A. Wald, "Sequential Tests of
//! Statistical Hypotheses" (1945); docs/method.md, "The sequential test".

use arna_model::Tally;

/// How often a censor's work must show: P(T fails | blocked), per valid block.
pub const P1: f64 = 0.90;
/// The risk of saying "fails" of what does not.
pub const ALPHA: f64 = 1e-4;
/// The risk of saying "works" of what does not.
pub const BETA: f64 = 0.05;
/// No network effect starts from less than this, however clean the network looks.
pub const FLOOR: f64 = 0.02;
/// Above this the network is too noisy to say anything of it.
pub const CEILING: f64 = 0.25;
/// Confidence of the bound on the failure rate of controls (one-sided).
pub const CONFIDENCE: f64 = 0.95;

/// P(seen | no censor) that a kind of failure starts from: docs/method.md, "Start values".
pub mod start {
    /// A chain to a known state root.
    pub const STATE_ROOT: f64 = 1e-9;
    /// A known blockpage.
    pub const BLOCKPAGE: f64 = 1e-3;
    /// A bogon, a known block address, or two differing answers to one send.
    pub const FORGED_ANSWER: f64 = 0.01;
    /// A reset after the ClientHello, none for the control's name.
    pub const TLS_RESET: f64 = 0.01;
    /// An issuer that nobody trusts: portal, antivirus, company proxy.
    pub const UNKNOWN_AUTHORITY: f64 = 0.02;
    /// Silence after the ClientHello; also a handshake that ends with an alert.
    pub const TLS_SILENCE: f64 = 0.05;
    /// Silence or refusal towards the target's address only.
    pub const TCP_FAILURE: f64 = 0.10;
    /// Silence over QUIC where TLS works.
    pub const QUIC_SILENCE: f64 = 0.10;
    /// Silence of the resolver.
    pub const DNS_SILENCE: f64 = 0.10;
    /// A resolver's word that there is no such name, or no address.
    pub const DNS_DENIAL: f64 = 0.05;
    /// A reset after a request in the clear, none for the control's name.
    pub const REQUEST_RESET: f64 = 0.01;
    /// Silence after the request.
    pub const HTTP_SILENCE: f64 = 0.10;
    /// Silence after the beginning of a page.
    pub const PAGE_FREEZE: f64 = 0.10;
}

/// A sequential test of a failure rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// Failure rate if nobody blocks.
    pub p0: f64,
    /// Failure rate if somebody does.
    pub p1: f64,
    /// Risk of a false "fails".
    pub alpha: f64,
    /// Risk of a false "works".
    pub beta: f64,
}

/// Which side of a test the evidence has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It fails.
    Fails,
    /// It works.
    Works,
    /// Neither yet.
    Open,
}

impl Test {
    /// The test of this project against `p0`; `None` when `p0` is no probability below `P1`.
    pub fn against(p0: f64) -> Option<Self> {
        (p0 > 0.0 && p0 < P1).then_some(Self { p0, p1: P1, alpha: ALPHA, beta: BETA })
    }

    /// At this many nats it is decided that it fails: `ln((1-beta)/alpha)`, 9.16.
    pub fn upper(&self) -> f64 {
        ((1.0 - self.beta) / self.alpha).ln()
    }

    /// At this many nats it is decided that it works: `ln(beta/(1-alpha))`, -3.00.
    pub fn lower(&self) -> f64 {
        (self.beta / (1.0 - self.alpha)).ln()
    }

    /// Nats that one failure adds.
    pub fn failure(&self) -> f64 {
        (self.p1 / self.p0).ln()
    }

    /// Nats that one success adds (negative).
    pub fn success(&self) -> f64 {
        ((1.0 - self.p1) / (1.0 - self.p0)).ln()
    }

    /// The log-likelihood ratio of so many failures and successes, in nats.
    pub fn nats(&self, failures: u32, successes: u32) -> f64 {
        f64::from(failures) * self.failure() + f64::from(successes) * self.success()
    }

    /// Which side `nats` has reached.
    pub fn side(&self, nats: f64) -> Side {
        if nats >= self.upper() {
            Side::Fails
        } else if nats <= self.lower() {
            Side::Works
        } else {
            Side::Open
        }
    }
}

/// `p0` of a network effect: the largest of its start value, the floor, and what the controls of this
/// network allow.
pub fn p0(start: f64, tally: Tally) -> f64 {
    start.max(FLOOR).max(clopper_pearson_upper(tally.failures, tally.trials, CONFIDENCE))
}

/// Wald's bound for the probability of an accusation at `nats` if nobody blocks.
pub fn false_positive_bound(nats: f64) -> f64 {
    (-nats).exp().min(1.0)
}

/// Whether p0 is above the ceiling by the controls alone, even if so many more of them work.
pub(crate) fn is_noisy(tally: Tally, left: u64) -> bool {
    let trials = tally.trials.saturating_add(left);
    clopper_pearson_upper(tally.failures, trials, CONFIDENCE) > CEILING
}

/// The one-sided upper Clopper-Pearson bound on a failure rate: the `p` at which `failures` or fewer
/// in `trials` have probability `1 - confidence`. 1 when nothing was tried or everything failed.
///
/// Source: Clopper and Pearson, Biometrika 26 (1934).
pub fn clopper_pearson_upper(failures: u64, trials: u64, confidence: f64) -> f64 {
    if failures >= trials || !(0.0..1.0).contains(&confidence) {
        return 1.0;
    }
    // More trials than this change nothing that matters, and fewer only loosen the bound.
    let scale = trials.div_ceil(MOST_TRIALS);
    let (failures, trials) = (failures.div_ceil(scale), trials / scale);
    if failures >= trials {
        return 1.0;
    }
    // Below the observed rate the tail is over a half; above it the sum below cannot overflow.
    let (mut low, mut high) = (failures as f64 / trials as f64, 1.0);
    for _ in 0..BISECTIONS {
        let middle = f64::midpoint(low, high);
        if binomial_tail(failures, trials, middle) > 1.0 - confidence {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// P(`failures` or fewer in `trials`) at rate `p`, for `p` above `failures / trials`.
fn binomial_tail(failures: u64, trials: u64, p: f64) -> f64 {
    let ln_choose: f64 =
        (0..failures).map(|i| ((trials - i) as f64).ln() - ((i + 1) as f64).ln()).sum();
    let ln_last =
        ln_choose + failures as f64 * p.ln() + (trials - failures) as f64 * (1.0 - p).ln();
    let (mut sum, mut term) = (1.0, 1.0);
    for i in (1..=failures).rev() {
        term *= i as f64 / (trials - i + 1) as f64 * (1.0 - p) / p;
        sum += term;
        if term < f64::EPSILON * sum {
            break;
        }
    }
    ln_last.exp() * sum
}

/// Tallies are scaled down to this: 10,000 controls a day are more than a phone makes.
const MOST_TRIALS: u64 = 10_000;
/// Halvings of an interval of at most 1: to 1e-15.
const BISECTIONS: u32 = 50;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sitting::MAX_BLOCKS_TOGETHER;

    fn test(p0: f64) -> Test {
        Test::against(p0).expect("a probability below p1")
    }

    #[test]
    fn the_bounds_are_those_of_the_method() {
        assert!((test(0.05).upper() - 9.159).abs() < 1e-3);
        assert!((test(0.05).lower() + 2.996).abs() < 1e-3);
        assert_eq!(Test::against(0.0), None);
        assert_eq!(Test::against(0.95), None);
        assert_eq!(Test::against(f64::NAN), None);
    }

    /// The table in docs/method.md: failures in a row that decide.
    #[test]
    fn failures_in_a_row() {
        let in_a_row = |p0| (1..).find(|n| test(p0).side(test(p0).nats(*n, 0)) == Side::Fails);
        for (p0, needed) in [
            (start::STATE_ROOT, 1),
            (start::BLOCKPAGE, 2),
            (start::FORGED_ANSWER, 3),
            (0.02, 3),
            (0.05, 4),
            (0.10, 5),
            (0.21, 7),
        ] {
            assert_eq!(in_a_row(p0), Some(needed), "p0 {p0}");
        }
    }

    #[test]
    fn the_bound_on_controls() {
        for (failures, trials, bound) in
            [(0, 10, 0.259), (0, 60, 0.049), (1, 60, 0.077), (5, 100, 0.102), (0, 1, 0.95)]
        {
            let got = clopper_pearson_upper(failures, trials, CONFIDENCE);
            assert!((got - bound).abs() < 1e-3, "{failures}/{trials}: {got}");
        }
        assert_eq!(clopper_pearson_upper(0, 0, CONFIDENCE), 1.0);
        assert_eq!(clopper_pearson_upper(7, 7, CONFIDENCE), 1.0);
        assert_eq!(clopper_pearson_upper(9, 7, CONFIDENCE), 1.0);
        assert!(clopper_pearson_upper(0, u64::MAX, CONFIDENCE) < 1e-3);
        assert_eq!(clopper_pearson_upper(u64::MAX - 1, u64::MAX, CONFIDENCE), 1.0);
    }

    /// The exact chance that a test of at most `blocks` trials, each failing with `rate`, ends on `side`.
    fn chance(test: Test, rate: f64, blocks: u32, side: Side) -> f64 {
        // states[f] = P(f failures so far, still open)
        let mut states = vec![1.0];
        let mut total = 0.0;
        for block in 1..=blocks {
            let mut next = vec![0.0; states.len() + 1];
            for (failures, p) in states.iter().enumerate() {
                next[failures + 1] += p * rate;
                next[failures] += p * (1.0 - rate);
            }
            for (failures, p) in next.iter_mut().enumerate() {
                let failures = failures as u32;
                let now = test.side(test.nats(failures, block - failures));
                if now != Side::Open {
                    total += if now == side { *p } else { 0.0 };
                    *p = 0.0;
                }
            }
            states = next;
        }
        total
    }

    #[test]
    fn the_error_rates_hold_exactly() {
        const MOST: u32 = MAX_BLOCKS_TOGETHER as u32;
        for p0 in [0.02, 0.05, 0.10, 0.21, 0.25] {
            let false_alarm = chance(test(p0), p0, MOST, Side::Fails);
            assert!(false_alarm <= 1.1 * ALPHA, "p0 {p0}: {false_alarm}");
            let miss = chance(test(p0), P1, MOST, Side::Works);
            assert!(miss <= BETA, "p0 {p0}: {miss}");
        }
        for p0 in [0.02, 0.05, 0.10] {
            let found = chance(test(p0), 0.99, 10, Side::Fails);
            assert!(found >= 0.95, "p0 {p0}: {found}");
        }
    }

    proptest::proptest! {
        #[test]
        fn evidence_is_monotone(p0 in 0.0001..0.89, failures in 0u32..1000, successes in 0u32..1000) {
            let test = test(p0);
            let nats = test.nats(failures, successes);
            proptest::prop_assert!(test.nats(failures + 1, successes) > nats);
            proptest::prop_assert!(test.nats(failures, successes + 1) < nats);
        }

        #[test]
        fn the_bound_covers_and_is_monotone(failures in 0u64..200, more in 1u64..400) {
            let trials = failures + more;
            let bound = clopper_pearson_upper(failures, trials, CONFIDENCE);
            proptest::prop_assert!(bound > failures as f64 / trials as f64 && bound <= 1.0);
            proptest::prop_assert!(clopper_pearson_upper(failures + 1, trials, CONFIDENCE) >= bound);
            proptest::prop_assert!(clopper_pearson_upper(failures, trials + 1, CONFIDENCE) <= bound);
        }

        #[test]
        fn p0_never_falls_under_its_start_and_its_floor(
            start in 1e-9..0.2, failures in 0u64..50, trials in 0u64..500,
        ) {
            let p0 = p0(start, Tally { trials, failures });
            proptest::prop_assert!((start.max(FLOOR)..=1.0).contains(&p0));
        }
    }
}
