//! QUIC beside TLS in the simulated country: what is said of it, and of whom.

use crate::country;
use std::collections::BTreeMap;

use arna_model::{Cause, Code, Event, Measurement, Place, Quic, RunSummary};

use crate::country::Setting;

/// Runs `web_connectivity` in a scenario, and gives its targets' measurements and sum.
fn run(name: &str, profile: Option<&str>, seed: u64) -> (Vec<Measurement>, RunSummary) {
    country::run(name, profile, seed, &["web_connectivity"], None)
}

/// How many measurements have each word about QUIC.
fn words(measurements: &[Measurement]) -> BTreeMap<Option<Quic>, usize> {
    let mut words = BTreeMap::new();
    for one in measurements {
        *words.entry(one.verdict.quic).or_default() += 1;
    }
    words
}

fn is_listed(one: &Measurement) -> bool {
    let input = one.input.as_deref().unwrap_or_default();
    LISTED.iter().any(|name| input == format!("https://{name}/"))
}

/// Bytes of all blocks of each measurement that had a sitting, in kB.
fn sittings(measurements: &[Measurement]) -> Vec<u64> {
    let of = |one: &Measurement| {
        let blocks = one.observations.iter();
        let blocks = blocks.filter(|seen| matches!(seen.place, Place::Block { .. }));
        blocks.map(|seen| seen.bytes.total()).sum::<u64>() / 1000
    };
    measurements.iter().map(of).filter(|kilobytes| *kilobytes > 0).collect()
}

/// Bytes of QUIC in looks, and how many handshakes of theirs ran to their end or did not.
fn cost(measurements: &[Measurement]) -> (u64, usize, usize) {
    let (mut bytes, mut whole, mut broken) = (0, 0, 0);
    for one in measurements.iter().flat_map(|one| &one.observations) {
        if let (Event::QuicHandshake(quic), Place::Look { .. }) = (&one.event, &one.place) {
            bytes += one.bytes.total();
            whole += usize::from(quic.is_complete);
            broken += usize::from(!quic.is_complete);
        }
    }
    (bytes, whole, broken)
}

#[test]
fn where_nobody_filters_it_works_on_every_link_and_costs_what_the_page_says() {
    for profile in arna_lab::profiles() {
        let (measurements, _) = run("open-http3", Some(&profile.name), 3);
        let words = words(&measurements);
        assert!(!words.contains_key(&Some(Quic::SilentAfterName)), "{}: {words:?}", profile.name);
        let works = words.get(&Some(Quic::Works)).copied().unwrap_or_default();
        let (bytes, whole, broken) = cost(&measurements);
        let each = bytes as f64 / whole as f64;
        println!("{}: {words:?}, {each:.0} B each of {whole} whole, {broken} broken", profile.name);
        assert!(works >= 10, "{}: {words:?}", profile.name);
        let opens = measurements.iter().filter(|one| one.verdict.code == Code::Accessible).count();
        assert!(opens >= 18, "{}: {opens}", profile.name);
        if profile.name == "lte" {
            assert!(broken == 0 && each < 7_000.0, "{each} B each, {broken} broken");
        }
    }
}

#[test]
fn a_filter_of_names_is_named_as_the_cause_and_the_page_opens() {
    for seed in 1..=2 {
        let (measurements, summary) = run("quic-filtered-by-name", None, seed);
        let named: Vec<_> = measurements
            .iter()
            .filter(|one| one.verdict.quic == Some(Quic::SilentAfterName))
            .collect();
        println!(
            "{:?} {} kB in {:?}",
            words(&measurements),
            summary.bytes.total() / 1000,
            summary.runtime
        );
        assert!(named.iter().all(|one| is_listed(one)), "seed {seed}: {named:#?}");
        assert!(named.len() >= 2, "seed {seed}: {:?}", words(&measurements));
        for one in named {
            let verdict = &one.verdict;
            assert_eq!((verdict.code, verdict.cause), (Code::Accessible, Some(Cause::Quic)));
            let spent = sittings(std::slice::from_ref(one))[0];
            assert!((100..180).contains(&spent), "{spent} kB");
            assert!(verdict.nats > Some(9.16) && verdict.false_positive_bound == Some(1e-4));
        }
    }
}

#[test]
fn silence_under_every_name_is_a_hint_and_nobodys_doing() {
    for (name, silent) in [("quic-hole", 5..=20), ("quic-dropped", 1..=3), ("http3-dead", 3..=3)] {
        let (measurements, summary) = run(name, None, 1);
        let words = words(&measurements);
        println!("{name}: {words:?}, {} kB in {:?}", summary.bytes.total() / 1000, summary.runtime);
        let ((bytes, _, broken), spent) = (cost(&measurements), sittings(&measurements));
        println!("{bytes} B of looks, {broken} broken; sittings {spent:?} kB");
        assert!(spent.iter().all(|kilobytes| *kilobytes < 70), "{name}: {spent:?} kB");
        assert!(!words.contains_key(&Some(Quic::SilentAfterName)), "{name}: {words:?}");
        let said = words.get(&Some(Quic::Silent)).copied().unwrap_or_default();
        assert!(silent.contains(&said), "{name}: {words:?}");
        for one in &measurements {
            assert_eq!((one.verdict.code, one.verdict.cause), (Code::Accessible, None), "{name}");
        }
    }
}

#[test]
fn where_no_quic_passes_one_sitting_is_enough_to_see_it() {
    let setting = Setting { seed: 1, nettests: &["web_connectivity"], ..Setting::default() };
    let (decoys, mut measurements, _) = country::run_with("quic-hole", setting, |_| {});
    measurements.extend(decoys);
    let is_block = |one: &Measurement| {
        one.observations.iter().any(|seen| matches!(seen.place, Place::Block { .. }))
    };
    assert_eq!(measurements.iter().filter(|one| is_block(one)).count(), 1);
}

#[test]
fn a_blocked_site_whose_quic_is_spared_is_told_so_and_another_is_not() {
    let (measurements, summary) = run("sni-drop-spares-quic", None, 1);
    assert_eq!(summary.score.unwrap().right, 20, "{:?}", summary.by_code);
    let blocked: Vec<_> = measurements.iter().filter(|one| is_listed(one)).collect();
    assert!(blocked.iter().all(|one| one.verdict.cause == Some(Cause::TlsSni)));
    assert!(blocked.iter().any(|one| one.verdict.quic == Some(Quic::Works)));
    let (measurements, summary) = run("name-filtered-in-tls-and-quic", None, 1);
    assert_eq!(summary.score.unwrap().right, 20, "{:?}", summary.by_code);
    let blocked = measurements.iter().filter(|one| is_listed(one));
    assert!(
        blocked
            .map(|one| (one.verdict.cause, one.verdict.quic))
            .all(|it| it == (Some(Cause::TlsSni), None))
    );
}

#[test]
fn unasked_nobody_tries_it() {
    let setting = Setting { seed: 1, nettests: &["web_connectivity"], ..Setting::default() };
    let (_, measurements, _) =
        country::run_with("quic-filtered-by-name", setting, |request| request.tries_quic = false);
    assert_eq!(cost(&measurements), (0, 0, 0));
    assert!(measurements.iter().all(|one| one.verdict.quic.is_none()));
}

#[test]
fn one_seed_gives_one_history() {
    let history = || {
        let (measurements, summary) = run("quic-filtered-by-name", Some("poor3g"), 5);
        serde_json::to_string(&(measurements, summary)).unwrap()
    };
    let (first, second) = (history(), history());
    let parts = first.bytes().zip(second.bytes()).position(|(a, b)| a != b);
    assert_eq!((parts, first.len()), (None, second.len()), "where they part, and their lengths");
}

/// Those whom the filters of these scenarios are after.
const LISTED: &[&str] = &["centralasia.media", "holanews.kz", "egov.press", "meduza.io"];
