//! Joint sittings in the simulated country: as many are found as alone, sooner and cheaper, and what one name does to an
//! address is nobody else's guilt.
//!
//! `ARNA_SEEDS` widens it; the figures in docs/method.md are those of `ARNA_SEEDS=20`, in release.

use std::collections::BTreeMap;

use arna_engine::{Outcome, Run, RunEvent};
use arna_lab::Scenario;
use arna_model::{Arm, Budget, Code, Measurement, Micros, Place, Request, RunSummary};

use crate::country::{self, Setting, seeds};
use crate::sittings::{Story, goes, sittings, to_the_end};

/// Runs a scenario with so many double checks, and so many at once.
fn run(
    name: &str,
    profile: Option<&str>,
    seed: u64,
    at_once: Option<u8>,
) -> (Vec<Measurement>, RunSummary) {
    let budget = Budget::default();
    let nettests = &["web_connectivity"];
    let setting = Setting { profile, seed, at_once, budget, nettests };
    let (decoys, mut all, summary) = country::run_with(name, setting, |_| {});
    all.extend(decoys);
    (all, summary)
}

fn is_censored(one: &Measurement) -> bool {
    one.truth.as_ref().is_some_and(|truth| truth.censored)
}

/// How many sat in each round.
fn rounds(all: &[Measurement]) -> BTreeMap<u32, usize> {
    let mut rounds = BTreeMap::new();
    for one in all {
        let of = |seen: &arna_model::Observation| match seen.place {
            Place::Block { round, arm: Arm::Target, .. } => round.map(|round| round.number),
            _ => None,
        };
        let mut its: Vec<u32> = one.observations.iter().filter_map(of).collect();
        its.dedup();
        its.into_iter().for_each(|round| *rounds.entry(round).or_default() += 1);
    }
    rounds
}

/// What became of the censored ones; and nobody innocent is accused.
fn found(all: &[Measurement], name: &str, seed: u64) -> (usize, usize) {
    for one in all.iter().filter(|one| !is_censored(one)) {
        assert!(
            !one.verdict.code.is_accusation(),
            "{name} {seed}: {:?} {:?}",
            one.input,
            one.verdict
        );
    }
    let censored: Vec<_> = all.iter().filter(|one| is_censored(one)).collect();
    let is_right = |one: &&&Measurement| {
        one.truth.as_ref().is_some_and(|truth| truth.right.contains(&one.verdict.code))
    };
    (censored.iter().filter(is_right).count(), censored.len())
}

/// A residue of a third of a second: over before a hello is said again, and there again when the others' are.
#[test]
fn a_residue_that_hellos_outlast_makes_nobody_guilty() {
    let text = include_str!("../../../../scripts/accuracy.d/residue_300ms.toml");
    let scenario = Scenario::parse(text).unwrap();
    let mut on_the_edge = (0, 0);
    let edges = (900_001..=900_012).map(|seed| ("lte_edge", seed));
    for (profile, seed) in [("poor3g", 900_005), ("poor3g", 900_001)].into_iter().chain(edges) {
        let (budget, nettests) = (Budget::default(), &["latency", "web_connectivity"]);
        let profile = Some(profile);
        let setting = Setting { profile, seed, at_once: None, budget, nettests };
        let (_, all, _) = country::run_in(&scenario, setting, |_| {});
        let (right, censored) = found(&all, &scenario.name, seed);
        match profile {
            Some("lte_edge") => on_the_edge = (on_the_edge.0 + right, on_the_edge.1 + censored),
            _ => assert_eq!((right, censored), (5, 5), "{profile:?} {seed}"),
        }
    }
    // There one name in thirty is left open (docs/method.md, "What has been shown"); 90 % is the aim.
    assert!(on_the_edge.0 >= 57 && on_the_edge.1 == 60, "{on_the_edge:?}");
}

#[test]
fn many_are_found_together_and_their_controls_are_kept_once() {
    for (name, profile, most_s) in [
        ("many-blocked", None, 5.5),
        ("many-blocked", Some("good3g"), 6.0),
        ("many-blocked", Some("poor3g"), 11.0),
        ("many-ways-blocked", None, 6.0),
        ("many-ways-blocked", Some("poor3g"), 10.5),
    ] {
        let (mut right, mut censored, mut targets, mut seconds, mut bytes) = (0, 0, 0, 0.0, 0);
        for seed in 1..=seeds() {
            let (all, summary) = run(name, profile, seed, None);
            let (its_right, its_censored) = found(&all, name, seed);
            right += its_right;
            censored += its_censored;
            targets += all.len();
            seconds += summary.runtime.as_secs_f64();
            bytes += summary.bytes.total();
            let rounds = rounds(&all);
            assert!(rounds.values().any(|many| *many == 6), "{rounds:?}");
            assert!(rounds.values().all(|many| (1..=6).contains(many)), "{rounds:?}");
            // What is shared is paid for once.
            let own: u64 = all.iter().map(|one| one.bytes.total()).sum();
            assert!(own < summary.bytes.total(), "{own} of {:?}", summary.bytes);
        }
        println!(
            "{name:18} {:9} found {right}/{censored}, {:.1} s and {:.1} kB a target",
            profile.unwrap_or("own"),
            seconds / targets as f64,
            bytes as f64 / 1000.0 / targets as f64,
        );
        assert!(
            right as f64 >= 0.95 * censored as f64,
            "{name} {profile:?}: {right} of {censored}"
        );
        assert!(seconds / targets as f64 <= most_s, "{name} {profile:?}");
    }
}

#[test]
fn a_name_that_poisons_an_address_accuses_nobody_else() {
    for profile in [None, Some("poor3g")] {
        for seed in 1..=seeds() {
            let (together, _) = run("poisoned-neighbour", profile, seed, None);
            let (alone, _) = run("poisoned-neighbour", profile, seed, Some(1));
            let (found_together, censored) = found(&together, "together", seed);
            let (found_alone, _) = found(&alone, "alone", seed);
            println!("{profile:?} {seed}: {found_together} and alone {found_alone} of {censored}");
            assert!(found_together + 1 >= found_alone, "{profile:?} {seed}");
        }
    }
}

#[test]
fn one_at_a_time_shares_nothing() {
    let (all, _) = run("many-ways-blocked", None, 1, Some(1));
    assert!(rounds(&all).is_empty());
    let shared = all.iter().flat_map(|one| &one.observations);
    assert!(!shared.into_iter().any(|seen| matches!(seen.place, Place::Shared { .. })));
}

/// A country in which eight names are stopped in two ways.
const EIGHT: &str = r#"
    name = "eight"
    story = "Eight names are stopped, in two ways."
    profile = "lte"
    network = { country = "KZ", operator = "Beeline" }
    [[censors]]
    kind = "sni_drop"
    [[censors]]
    kind = "dns_drop"
    [[targets]]
    count = 6
    censored_by = "sni_drop"
    [[targets]]
    count = 2
    censored_by = "dns_drop"
    [[targets]]
    count = 6
"#;

/// Pages alone, with all that this country has.
fn pages(story: &Story) -> Request {
    Request { nettests: vec!["web_connectivity".to_owned()], ..story.lab.request() }
}

/// Follows a run until it begins the second block that it begins, and cuts it off a moment later. `None`: it came to its end.
async fn cut_in_second_block(run: &mut Run) -> Option<()> {
    let mut begun = Vec::new();
    loop {
        match run.next_event().await.expect("it goes on") {
            RunEvent::Confirming { input, block, wait, .. } if wait == Micros::default() => {
                if begun.contains(&input) {
                    tokio::time::sleep(std::time::Duration::from_secs(u64::from(block))).await;
                    run.cancel();
                    while run.next_event().await.is_some() {}
                    return Some(());
                }
                begun.push(input);
            }
            RunEvent::Finished(Outcome::Whole(_)) => return None,
            _ => {}
        }
    }
}

#[test]
fn cut_off_in_every_block_it_goes_on_to_the_same_verdicts() {
    let said = |all: &[Measurement]| -> BTreeMap<Option<String>, Code> {
        all.iter().map(|one| (one.input.clone(), one.verdict.code)).collect()
    };
    arna_lab::runtime().unwrap().block_on(async {
        let story = Story::told(EIGHT);
        let (uncut, _) = story.another(pages(&story)).await;
        assert_eq!(found(&uncut, "uncut", 1), (8, 8));

        let story = Story::told(EIGHT);
        let mut run = story.engine().start(pages(&story)).await.unwrap();
        let id = run.id().clone();
        let mut cuts = 0;
        while cut_in_second_block(&mut run).await.is_some() {
            cuts += 1;
            run = goes(story.engine().resume(pages(&story)).await.unwrap());
            assert_eq!(run.id(), &id);
        }
        assert!(cuts >= 8, "{cuts}");
        let all = story.engine().measurements(&id).await.unwrap();
        assert_eq!(said(&all), said(&uncut), "{cuts} cuts");
        for one in all.iter().filter(|one| is_censored(one)) {
            assert_eq!(sittings(one).len(), 1, "one sitting, in however many slices");
        }
        // A round that was cut off is made again under its own number, and nobody is in it who is not stored.
        for one in &all {
            for seen in &one.observations {
                if let Place::Block { round: Some(round), .. } = seen.place {
                    assert_eq!(rounds(&all)[&round.number], usize::from(round.targets));
                }
            }
        }
        let bytes = story.engine().summary(&id).await.unwrap().bytes.total();
        let own: u64 = all.iter().map(|one| one.bytes.total()).sum();
        assert!(own < bytes, "what is shared is the run's");
    });
}

#[test]
fn members_of_second_sittings_are_grouped_anew() {
    arna_lab::runtime().unwrap().block_on(async {
        let story = Story::told(EIGHT);
        let (before, _) = story.another(pages(&story)).await;
        tokio::time::sleep(std::time::Duration::from_secs(3_700)).await;
        let run = goes(story.engine().resume(pages(&story)).await.unwrap());
        let (after, _) = to_the_end(run).await;
        let blocked = after.iter().filter(|one| one.verdict.code == Code::Blocked).count();
        assert_eq!(blocked, 8);
        // In rounds of their own, in which whoever is due sits with whomever.
        let first = rounds(&before);
        let mut second = rounds(&after).into_iter().filter(|(round, _)| !first.contains_key(round));
        assert!(second.any(|(_, members)| members == 6));
    });
}
