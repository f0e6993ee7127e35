//! Throttling in the simulated country: who is slowed down by name is found where the link can show it, and
//! nobody else is accused, whatever radio and servers do.
//!
//! `ARNA_SEEDS` widens it; the figures in docs/method.md are those of `ARNA_SEEDS=40`, in release.

use crate::country::Setting;
use crate::country::{self, seeds};
use arna_model::{Budget, Code, Event, How, Measurement, Place, Rates, Reason, RunSummary};

/// Runs a scenario with rates; gives the measurements, decoys included, and the sum.
fn timed(
    name: &str,
    profile: Option<&str>,
    seed: u64,
    (rates, budget): (Rates, Budget),
) -> (Vec<Measurement>, RunSummary) {
    let nettests = &["web_connectivity"];
    let setting = Setting { profile, seed, budget, nettests, ..Setting::default() };
    let (decoys, mut all, summary) =
        country::run_with(name, setting, |request| request.rates = rates);
    all.extend(decoys);
    (all, summary)
}

fn run(name: &str, profile: Option<&str>, seed: u64, rates: Rates) -> Vec<Measurement> {
    timed(name, profile, seed, (rates, Budget::default())).0
}

fn is_censored(one: &Measurement) -> bool {
    one.truth.as_ref().is_some_and(|truth| truth.censored)
}

fn is_timed(one: &Measurement) -> bool {
    one.observations.iter().any(|seen| matches!(seen.place, Place::Pair { .. }))
}

/// Bytes of the pairs alone.
fn cost(one: &Measurement) -> u64 {
    let pairs = one.observations.iter().filter(|seen| matches!(seen.place, Place::Pair { .. }));
    pairs.map(|seen| seen.bytes.total()).sum()
}

#[test]
fn a_cap_of_140_kbit_is_found_where_the_link_can_show_it() {
    for (profile, shows) in [
        ("good3g", true),
        ("lte", true),
        ("wired", true),
        ("edge", false),
        ("poor3g", false),
        ("lte_edge", false),
    ] {
        let (mut censored, mut found, mut refused) = (0_u32, 0_u32, 0_u32);
        let (mut innocent, mut cleared) = (0_u32, 0_u32);
        let (mut bytes, mut capped) = ((0, 0), 0_u32);
        for seed in 1..=seeds() {
            for one in run("throttled-by-name", Some(profile), seed, Rates::All) {
                let verdict = &one.verdict;
                if std::env::var_os("ARNA_SHOW").is_some() {
                    println!(
                        "{profile} {seed} {:?} {:?} {:?}",
                        one.input, verdict.code, one.figures
                    );
                }
                if is_censored(&one) {
                    censored += 1;
                    found += u32::from(verdict.code == Code::Throttled);
                    refused += u32::from(verdict.reason == Some(Reason::LinkTooSlow));
                    capped += u32::from(verdict.how == Some(How::CappedAfterName));
                    bytes.0 += cost(&one);
                    assert!(shows || verdict.code != Code::Throttled, "{profile} {seed}: {one:#?}");
                } else {
                    innocent += 1;
                    cleared += u32::from(verdict.code == Code::Accessible);
                    bytes.1 += cost(&one);
                    let code = verdict.code;
                    assert!(
                        !code.is_accusation(),
                        "{profile} {seed}: {:?} {:?}",
                        one.input,
                        one.figures
                    );
                }
            }
        }
        println!(
            "{profile:9} throttled {found}/{censored} (capped {capped}, link too slow {refused}), innocent accused \
             0/{innocent}, cleared {cleared}; kB of pairs: {} and {}",
            bytes.0 / 1000 / u64::from(censored),
            bytes.1 / 1000 / u64::from(innocent),
        );
        if shows {
            assert!(
                f64::from(found) >= 0.95 * f64::from(censored),
                "{profile}: {found}/{censored}"
            );
        }
    }
}

#[test]
fn no_look_alike_is_called_throttled() {
    for name in [
        "slow-server",
        "radio-changes",
        "handover",
        "handover-to-edge",
        "dripping-body",
        "open-lte-edge",
    ] {
        let (mut all, mut cleared, mut asked) = (0, 0, 0);
        for seed in 1..=seeds() {
            for one in run(name, None, seed, Rates::All) {
                let code = one.verdict.code;
                assert!(
                    code != Code::Throttled,
                    "{name} {seed}: {:?} {:?}",
                    one.input,
                    one.figures
                );
                all += 1;
                cleared += u32::from(code == Code::Accessible);
                asked += u32::from(is_timed(&one));
            }
        }
        println!("{name:18} throttled 0/{all}, timed {asked}, accessible {cleared}");
        assert!(asked > 0, "{name}: nobody was timed");
    }
}

#[test]
fn only_who_was_slow_is_timed_unless_all_are_asked_for() {
    for seed in 1..=seeds() {
        let all = run("kz-2022-throttling", None, seed, Rates::Suspects);
        let timed: Vec<_> = all.iter().filter(|one| is_timed(one)).collect();
        assert_eq!(timed.len(), 3, "seed {seed}");
        for one in timed {
            assert!(is_censored(one), "seed {seed}: {:?}", one.input);
            assert_eq!(
                one.verdict.code,
                Code::Throttled,
                "seed {seed}: {:?} {:?}",
                one.verdict,
                one.figures
            );
            let figures = one.figures.as_ref().unwrap();
            assert!(figures["slowdown"] >= 3.0 && figures["slowdown_p"] < 1e-3);
            assert!(one.verdict.basis.len() > 12, "the page and twelve transfers");
            assert!(one.verdict.false_positive_bound.is_some_and(|bound| bound <= 1e-3));
        }
    }
    let off = run("kz-2022-throttling", None, 1, Rates::Off);
    assert!(off.iter().all(|one| !is_timed(one)), "nobody asked for that");
}

#[test]
fn pairs_stay_within_the_budget_and_what_was_fetched_is_kept() {
    let budget = Budget { max_bytes: Some(1_500_000), ..Budget::default() };
    let (all, summary) = timed("throttled-by-name", None, 1, (Rates::All, budget));
    assert!(summary.bytes.total() < 1_500_000, "{:?}", summary.bytes);
    let timed = all.iter().filter(|one| is_timed(one)).count();
    assert!(timed > 0 && timed < all.len(), "{timed}");
    let transfers =
        all.iter().flat_map(|one| &one.observations).filter_map(|seen| match &seen.event {
            Event::Transfer(transfer) => Some(transfer),
            _ => None,
        });
    for transfer in transfers {
        assert!(transfer.marks.is_sorted_by_key(|mark| (mark.t, mark.bytes)));
        assert!(transfer.marks.len() >= 4, "{:?}", transfer.marks);
    }
}
