//! Long flows in the simulated country: who freezes pages is found where it can be told, and nobody else is accused,
//! whatever radio and servers do; and who did not ask for it pays nothing.
//!
//! `ARNA_SEEDS` widens it; the figures in docs/method.md are those of `ARNA_SEEDS=10`.

use arna_model::{Cause, Code, How, Measurement, Observation, Place, Reason, RunSummary};

use crate::country::{self, Setting, seeds};

/// Runs a scenario, with long flows or without; gives the measurements, decoys included.
fn run(
    name: &str,
    profile: Option<&str>,
    seed: u64,
    reads_long: bool,
) -> (Vec<Measurement>, RunSummary) {
    let setting = Setting { profile, seed, nettests: &["web_connectivity"], ..Setting::default() };
    let change = |request: &mut arna_model::Request| request.reads_long = reads_long;
    let (decoys, mut all, summary) = country::run_with(name, setting, change);
    all.extend(decoys);
    if std::env::var_os("ARNA_SHOW").is_some() {
        for one in &all {
            let v = &one.verdict;
            println!(
                "{name} {profile:?} {seed} {:?} {:?} {:?} {:?} {:?} {:?}",
                one.input, v.code, v.cause, v.how, v.reason, one.figures
            );
        }
    }
    (all, summary)
}

fn is_censored(one: &Measurement) -> bool {
    one.truth.as_ref().is_some_and(|truth| truth.censored)
}

fn flows(one: &Measurement) -> impl Iterator<Item = (u16, &Observation)> {
    one.observations.iter().filter_map(|seen| match seen.place {
        Place::Long { block, .. } => Some((block, seen)),
        _ => None,
    })
}

fn blocks(one: &Measurement) -> u16 {
    flows(one).map(|(block, _)| block).max().unwrap_or_default()
}

/// Bytes of the long flows: before any block, and in blocks.
fn cost(one: &Measurement) -> (u64, u64) {
    let of = |is_meant: fn(u16) -> bool| {
        let meant = flows(one).filter(|(block, _)| is_meant(*block));
        meant.map(|(_, seen)| seen.bytes.total()).sum()
    };
    (of(|block| block == 0), of(|block| block > 0))
}

/// What is found of those who freeze, over seeds and links: `expected` in so many of a hundred sittings at least.
fn is_found(name: &str, expected: (Code, Option<Cause>), least: &[(Option<&str>, u32)]) {
    for &(profile, least) in least {
        let (mut censored, mut found, mut innocent, mut cleared) = (0_u32, 0_u32, 0_u32, 0_u32);
        let (mut first, mut of_blocks) = (0, 0);
        for seed in 1..=seeds() {
            for one in run(name, profile, seed, true).0 {
                let verdict = &one.verdict;
                if is_censored(&one) {
                    censored += 1;
                    let is_so = (verdict.code, verdict.cause) == expected;
                    found += u32::from(is_so);
                    assert!(!is_so || verdict.how == Some(How::PageFreezes), "{one:#?}");
                    // Or nothing at all: no other accusation, and no other layer.
                    assert!(
                        is_so || verdict.code.is_abstention() || verdict.code == Code::Accessible,
                        "{profile:?} {seed}: {:?} {verdict:?}",
                        one.input
                    );
                    of_blocks += cost(&one).1;
                } else {
                    innocent += 1;
                    cleared += u32::from(verdict.code == Code::Accessible);
                    let code = verdict.code;
                    assert!(
                        !code.is_accusation() && code != Code::Unreachable,
                        "{profile:?} {seed}: {:?} {verdict:?}",
                        one.input
                    );
                    first += cost(&one).0;
                }
            }
        }
        println!(
            "{name:18} {:9} {expected:?} {found}/{censored}, innocent accused 0/{innocent}, cleared {cleared}; \
             kB of a flow {}, of blocks {}",
            profile.unwrap_or("own"),
            first / 1000 / u64::from(innocent),
            of_blocks / 1000 / u64::from(censored),
        );
        assert!(100 * found >= least * censored, "{profile:?}: {found}/{censored}");
    }
}

#[test]
fn a_name_whose_pages_freeze_is_found() {
    let expected = (Code::LikelyBlocked, Some(Cause::TlsSni));
    is_found(
        "freeze-by-name",
        expected,
        &[(None, 100), (Some("poor3g"), 30), (Some("lte_edge"), 0)],
    );
}

#[test]
fn an_address_whose_pages_freeze_cannot_be_reached() {
    let expected = (Code::Unreachable, Some(Cause::Ip));
    is_found(
        "freeze-by-address",
        expected,
        &[(None, 100), (Some("poor3g"), 30), (Some("lte_edge"), 0)],
    );
}

#[test]
fn long_pages_that_end_drip_or_stutter_are_nobodys_doing() {
    for profile in [None, Some("lte"), Some("lte_edge")] {
        for seed in 1..=seeds() {
            let (all, _) = run("long-pages-odd", profile, seed, true);
            for one in &all {
                let code = one.verdict.code;
                assert!(
                    code == Code::Accessible || code.is_abstention(),
                    "{profile:?} {seed}: {:?} {:?}",
                    one.input,
                    one.verdict
                );
            }
            let asked = all.iter().filter(|one| flows(one).next().is_some()).count();
            // But for the two whose page is short.
            assert!(asked >= 6 && asked <= all.len() - 2, "{profile:?} {seed}: {asked}");
        }
    }
}

#[test]
fn who_does_not_ask_pays_nothing_and_sees_it_open() {
    for name in ["freeze-by-name", "freeze-by-address"] {
        let ((off, off_sum), (on, on_sum)) = (run(name, None, 1, false), run(name, None, 1, true));
        assert_eq!(off.len(), on.len());
        for one in &off {
            assert_eq!(one.verdict.code, Code::Accessible, "{name}: {:?}", one.input);
            assert!(flows(one).next().is_none());
            // What is seen before any long flow is the same to the byte and the microsecond.
            let same = on.iter().find(|other| other.input == one.input).unwrap();
            let before = &same.observations[..one.observations.len()];
            let seen = |all: &[Observation]| -> Vec<_> {
                all.iter().map(|seen| (seen.t0, seen.t, seen.bytes, seen.event.clone())).collect()
            };
            assert_eq!(seen(before), seen(&one.observations), "{name}: {:?}", one.input);
        }
        assert!(on_sum.bytes.total() > off_sum.bytes.total() + 9 * 40_000);
    }
}

#[test]
fn a_flow_costs_what_is_said_of_it_and_blocks_stay_within_the_budget() {
    let (all, sum) = run("freeze-by-name", None, 1, true);
    for one in &all {
        let (flow, of_blocks) = cost(one);
        assert!(flow <= 48_000, "{:?}: {flow}", one.input);
        assert!(of_blocks <= 250_000 * u64::from(blocks(one)), "{:?}: {of_blocks}", one.input);
    }
    let setting = Setting {
        seed: 1,
        nettests: &["web_connectivity"],
        budget: arna_model::Budget { max_bytes: Some(1_000_000), max_time: None },
        ..Setting::default()
    };
    assert!(sum.bytes.total() > 1_000_000);
    let (_, within, sum) =
        country::run_with("freeze-by-name", setting, |request| request.reads_long = true);
    assert!(sum.bytes.total() < 1_000_000, "{:?}", sum.bytes);
    assert!(within.iter().any(|one| blocks(one) == 0 && flows(one).next().is_some()));
}

/// A server whose first record of TLS does not come whole before the freeze shows nothing in a look.
#[test]
fn a_page_that_freezes_in_its_first_record_is_found_too() {
    for (by, code) in [("name", Code::LikelyBlocked), ("address", Code::Unreachable)] {
        let text = format!(
            "name = \"freeze-at-once\"\nstory = \"Pages freeze before their first record.\"\n\
             profile = \"lte\"\n[network]\ncountry = \"RU\"\noperator = \"MTS\"\n[[censors]]\n\
             kind = \"freeze_after\"\nby = \"{by}\"\n[[targets]]\nnames = [\"large-records.example\"]\n\
             censored_by = \"freeze_after\"\n[[targets]]\ncount = 9\n"
        );
        let scenario = arna_lab::Scenario::parse(&text).unwrap();
        for seed in 1..=seeds() {
            let setting = Setting { seed, nettests: &["web_connectivity"], ..Setting::default() };
            let word = |reads_long| {
                let change = |request: &mut arna_model::Request| request.reads_long = reads_long;
                let (_, all, _) = country::run_in(&scenario, setting, change);
                let one = all.into_iter().find(is_censored).unwrap();
                (one.verdict.code, one.verdict.how)
            };
            assert_eq!(word(true), (code, Some(How::PageFreezes)), "{by} {seed}");
            assert_eq!(word(false), (Code::Inconclusive, None), "{by} {seed}");
        }
    }
}

#[test]
fn no_look_alike_is_called_frozen() {
    for name in [
        "open-poor3g",
        "open-lte-edge",
        "radio-changes",
        "handover",
        "handover-to-edge",
        "slow-server",
        "large-headers",
        "company-proxy",
        "transparent-proxy",
        "ipv6-only",
        "shared-edge",
        "throttled-by-name",
        "mtu-hole-at-sites",
        "odd-servers",
        "dripping-body",
    ] {
        let (mut all, mut asked, mut open) = (0_u32, 0_u32, 0_u32);
        for seed in 1..=seeds() {
            for one in run(name, None, seed, true).0 {
                let verdict = &one.verdict;
                assert_ne!(
                    verdict.how,
                    Some(How::PageFreezes),
                    "{name} {seed}: {:?} {verdict:?} {:?}",
                    one.input,
                    one.figures
                );
                all += 1;
                asked += u32::from(flows(&one).next().is_some());
                open += u32::from(verdict.reason == Some(Reason::FreezeUndecided));
            }
        }
        println!("{name:18} frozen 0/{all}, with a long flow {asked}, left undecided {open}");
    }
}
