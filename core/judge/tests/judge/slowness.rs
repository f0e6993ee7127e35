//! The tests of slowness: known values, laws, and how often they are right and wrong, simulated.

use arna_judge::slowness::{Lateness, MOST_P, PAIRS, Pace, Slowdown};
use proptest::prelude::*;

/// SplitMix64, so that the simulations are the same everywhere.
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Box and Muller.
    fn normal(&mut self) -> f64 {
        let (one, other) = (1.0 - self.unit(), self.unit());
        (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()
    }
}

/// A link as transfers see it: log-normal rates, a share of them hit by a burst of loss that costs a factor,
/// and a drift from one transfer to the next.
#[derive(Clone, Copy)]
struct Link {
    kbit: f64,
    spread: f64,
    bursts: f64,
    burst_factor: f64,
    drift: f64,
}

impl Link {
    fn rate(&self, dice: &mut Dice, number: usize) -> f64 {
        let hit = if dice.unit() < self.bursts { self.burst_factor } else { 1.0 };
        let drift = (self.drift * number as f64).exp();
        self.kbit * (self.spread * dice.normal()).exp() * hit * drift
    }

    /// Six pairs, alternating, the target capped to `cap` if there is one.
    fn sitting(&self, dice: &mut Dice, cap: Option<f64>) -> Pace {
        let mut pairs = Vec::new();
        for pair in 0..PAIRS {
            let (one, other) = (self.rate(dice, 2 * pair), self.rate(dice, 2 * pair + 1));
            let (target, control) = if pair % 2 == 0 { (one, other) } else { (other, one) };
            let capped = |cap: f64| target.min(cap * (0.1 * dice.normal()).exp());
            pairs.push((cap.map_or(target, capped), control));
        }
        Slowdown::of(&pairs).unwrap().pace()
    }

    /// How often of `times` sittings the target is called slower.
    fn slower(&self, times: u64, cap: Option<f64>) -> f64 {
        let sitting = |seed| self.sitting(&mut Dice(seed * 7919), cap);
        let slower = (1..=times).filter(|seed| sitting(*seed) == Pace::Slower).count();
        slower as f64 / times as f64
    }
}

const GOOD_3G: Link =
    Link { kbit: 800.0, spread: 0.35, bursts: 0.05, burst_factor: 0.4, drift: 0.0 };
const LTE: Link = Link { kbit: 3000.0, spread: 0.5, bursts: 0.02, burst_factor: 0.3, drift: 0.0 };
/// Half of the transfers lose most of their rate: a stalling radio, on a link that is fast otherwise.
const WILD: Link = Link { kbit: 3000.0, spread: 0.8, bursts: 0.5, burst_factor: 0.1, drift: 0.0 };

#[test]
fn known_values() {
    // t = 2.5 at 5 degrees of freedom has a tail of 0.02725; mean 0.5, deviation 0.4899.
    let logs = [0.5 - 0.6, 0.5 + 0.6, 0.5 - 0.3, 0.5 + 0.3, 0.5 - 0.1, 0.5 + 0.1];
    let pairs: Vec<_> = logs.iter().map(|log: &f64| (1000.0, 1000.0 * log.exp())).collect();
    let found = Slowdown::of(&pairs).unwrap();
    let deviation = (2.0 * (0.36 + 0.09 + 0.01) / 5.0_f64).sqrt();
    let t: f64 = 0.5 / (deviation / 6.0_f64.sqrt());
    assert!((found.ratio - 0.5_f64.exp()).abs() < 1e-9);
    // 2.570582 is the upper 2.5 % point at 5 degrees of freedom in every table.
    let reach = 2.570_582 * deviation / 6.0_f64.sqrt();
    assert!((found.high.ln() - 0.5 - reach).abs() < 1e-5, "{found:?}");
    assert!((found.low.ln() - 0.5 + reach).abs() < 1e-5);
    assert!((found.nats - 3.0 * (1.0 + t * t / 5.0).ln()).abs() < 1e-9);
    // 5.893430 is the upper 0.1 % point.
    let at = |t: f64| {
        let scale = t * deviation / 6.0_f64.sqrt() - 0.5;
        let shifted: Vec<_> =
            pairs.iter().map(|(one, other)| (*one, other * scale.exp())).collect();
        Slowdown::of(&shifted).unwrap().p
    };
    assert!((at(5.893_430) - 1e-3).abs() < 1e-7, "{}", at(5.893_430));
    assert!((at(0.0) - 0.5).abs() < 1e-9);
}

#[test]
fn what_may_be_claimed() {
    let six = |pairs: &[(f64, f64)]| {
        let all: Vec<_> = pairs.iter().copied().cycle().take(PAIRS).collect();
        Slowdown::of(&all).unwrap().pace()
    };
    assert_eq!(six(&[(140.0, 900.0), (135.0, 1100.0)]), Pace::Slower);
    // A policer cannot be told from a link that is no faster itself.
    assert_eq!(six(&[(130.0, 230.0), (120.0, 240.0)]), Pace::LinkTooSlow);
    assert_eq!(six(&[(40.0, 400.0), (41.0, 380.0)]), Pace::LinkTooSlow);
    assert_eq!(six(&[(900.0, 1000.0), (1000.0, 950.0)]), Pace::AsFast);
    // Slower, and by less than a claim needs.
    assert_eq!(six(&[(400.0, 1000.0), (410.0, 1000.0)]), Pace::AsFast);
    assert_eq!(six(&[(300.0, 700.0), (100.0, 1200.0)]), Pace::Open);
    let five = Slowdown::of(&[(140.0, 900.0); 5]).unwrap();
    assert_eq!(five.pace(), Pace::Open, "five pairs are no sitting");
    for none in [&[][..], &[(1.0, 9.0)], &[(0.0, 1.0); 6], &[(f64::NAN, 1.0); 6]] {
        assert_eq!(Slowdown::of(none), None);
    }
}

#[test]
fn a_cap_is_a_value_at_which_rates_lie() {
    let controls = [900.0, 1700.0, 600.0, 1400.0, 1000.0, 2000.0];
    let with = |targets: [f64; 6]| {
        let pairs: Vec<_> = targets.into_iter().zip(controls).collect();
        Slowdown::of(&pairs).unwrap().is_capped()
    };
    assert!(with([138.0, 140.0, 131.0, 139.0, 141.0, 128.0]));
    assert!(!with([138.0, 300.0, 60.0, 139.0, 90.0, 220.0]));
}

/// The figures in docs/method.md, "Throttling".
#[test]
fn power_and_false_alarms() {
    for (name, link) in [("good3g", GOOD_3G), ("lte", LTE)] {
        let power = link.slower(10_000, Some(140.0));
        println!("{name}: {power}");
        assert!(power >= 0.95, "{name}: {power}");
    }
    let drifting = |link: Link, drift| Link { drift, ..link };
    for (name, link, most) in [
        ("good3g", GOOD_3G, 1e-5),
        ("lte", LTE, 1e-4),
        ("fading", drifting(LTE, -0.2), 1e-4),
        ("rising", drifting(GOOD_3G, 0.2), 1e-5),
        // Here the ratio bars nothing, and p alone decides.
        ("wild", WILD, MOST_P),
        ("wild and fading", drifting(WILD, -0.2), MOST_P),
    ] {
        let wrong = link.slower(100_000, None);
        println!("{name}: {wrong}");
        assert!(wrong <= most, "{name}: {wrong}");
    }
}

/// One transfer after the other, target first every time: a radio that fades is a slow control, one that
/// rises a slow target. Alternation takes it out of the mean.
#[test]
fn alternation_takes_a_drift_out() {
    let link = Link { spread: 0.05, bursts: 0.0, drift: 0.4, ..LTE };
    let mut dice = Dice(5);
    let rates: Vec<f64> = (0..2 * PAIRS).map(|number| link.rate(&mut dice, number)).collect();
    let ordered = |is_turned: fn(usize) -> bool| {
        let pairs = rates.chunks(2).enumerate().map(|(number, two)| {
            if is_turned(number) { (two[1], two[0]) } else { (two[0], two[1]) }
        });
        Slowdown::of(&pairs.collect::<Vec<_>>()).unwrap()
    };
    let (straight, alternating) = (ordered(|_| false), ordered(|number| number % 2 == 1));
    assert!(straight.p < MOST_P && straight.ratio > 1.4, "{straight:?}");
    assert!(alternating.p > 0.2 && (0.9..1.1).contains(&alternating.ratio), "{alternating:?}");
}

#[test]
fn late_handshakes_are_a_hint() {
    let mut dice = Dice(11);
    let mut many = |median: f64, times: usize| -> Vec<f64> {
        (0..times).map(|_| median * (0.4 * dice.normal()).exp()).collect()
    };
    // Kazakhstan 2022: handshakes of two to four seconds over connects of a tenth.
    let late = Lateness::of(&many(25.0, 12), &many(2.0, 40)).unwrap();
    assert!(late.is_suspect() && late.effect > 0.99 && late.p < 1e-6, "{late:?}");
    let same = Lateness::of(&many(2.0, 12), &many(2.0, 40)).unwrap();
    assert!(!same.is_suspect(), "{same:?}");
    let far = Lateness::of(&many(2.6, 60), &many(2.0, 60)).unwrap();
    assert!(!far.is_suspect(), "a busy server is late as well: {far:?}");
    assert_eq!(Lateness::of(&many(25.0, 11), &many(2.0, 40)), None);
    assert_eq!(Lateness::of(&many(25.0, 40), &many(2.0, 11)), None);
    let equal = Lateness::of(&[2.0; 12], &[2.0; 12]).unwrap();
    assert!(!equal.is_suspect() && equal.p.is_finite(), "{equal:?}");
    let wrong = (0..20_000)
        .filter(|_| Lateness::of(&many(2.0, 12), &many(2.0, 12)).unwrap().is_suspect())
        .count();
    println!("late by chance: {wrong} of 20000");
    assert!(wrong <= 20, "{wrong}");
}

fn rates() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((1.0..20_000.0, 1.0..20_000.0), 0..10)
}

proptest! {
    #[test]
    fn nothing_is_claimed_without_a_fast_control_a_large_ratio_and_a_small_p(pairs in rates()) {
        let Some(found) = Slowdown::of(&pairs) else { return Ok(()) };
        prop_assert!(found.low <= found.ratio && found.ratio <= found.high);
        prop_assert!((0.0..=1.0).contains(&found.p) && found.nats.is_finite());
        if found.pace() == Pace::Slower {
            prop_assert!(found.ratio >= 3.0 && found.p < 1e-3 && found.control_median_kbit >= 420.0);
            prop_assert!(found.pairs >= PAIRS && found.low > 1.0);
        }
    }

    #[test]
    fn whoever_is_turned_round_is_not_accused_too(pairs in rates()) {
        let turned: Vec<_> = pairs.iter().map(|(one, other)| (*other, *one)).collect();
        if let (Some(one), Some(other)) = (Slowdown::of(&pairs), Slowdown::of(&turned)) {
            prop_assert!((one.ratio * other.ratio - 1.0).abs() < 1e-6);
            prop_assert!((one.p + other.p - 1.0).abs() < 1e-6);
            prop_assert!(one.pace() != Pace::Slower || other.pace() != Pace::Slower);
        }
    }

    #[test]
    fn ranks_do_not_care_for_the_unit(
        named in prop::collection::vec(0.1..50.0, 0..30),
        innocent in prop::collection::vec(0.1..50.0, 0..30),
    ) {
        let scaled = |all: &[f64]| all.iter().map(|one| one * 1000.0).collect::<Vec<_>>();
        let one = Lateness::of(&named, &innocent);
        prop_assert_eq!(one.is_some(), named.len().min(innocent.len()) >= 12);
        if let (Some(one), Some(other)) = (one, Lateness::of(&scaled(&named), &scaled(&innocent))) {
            prop_assert!((one.effect - other.effect).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&one.effect) && (0.0..=1.0).contains(&one.p));
        }
    }
}
