//! The engine in the simulated country: what it says of shipped scenarios, end to end in virtual time.
//!
//! `ARNA_AT_ONCE=1` looks at one target at a time.

use crate::country;
use std::collections::BTreeMap;
use std::net::SocketAddr;

use arna_model::{
    Budget, Bytes, Code, Event, Failure, How, Measurement, Micros, Reason, RunSummary,
};

/// Runs `web_connectivity` in a scenario and gives its measurements and sum.
pub(crate) fn run(name: &str, profile: Option<&str>, seed: u64) -> (Vec<Measurement>, RunSummary) {
    let at_once = std::env::var("ARNA_AT_ONCE").ok().and_then(|most| most.parse().ok());
    country::run(name, profile, seed, &["web_connectivity"], at_once)
}

#[test]
fn one_seed_gives_one_history() {
    let history = |seed| {
        let (measurements, summary) = run("first-light", Some("poor3g"), seed);
        serde_json::to_string(&(measurements, summary)).expect("it serialises")
    };
    let (first, second) = (history(7), history(7));
    // Where two histories part says more than both of them whole.
    let parts = first.bytes().zip(second.bytes()).position(|(a, b)| a != b);
    if let Some(at) = parts {
        let around = |text: &str| text[at.saturating_sub(300)..text.len().min(at + 60)].to_owned();
        panic!("they part at byte {at}:\n{}\n\n{}", around(&first), around(&second));
    }
    assert_eq!(first.len(), second.len());
    assert_ne!(first, history(8));
}

#[test]
fn the_five_targets_of_first_light_get_their_words() {
    let (measurements, summary) = run("first-light", None, 3);
    let score = summary.score.expect("the lab knows the truth");
    assert_eq!((score.targets, score.right), (5, 5), "{:?}", summary.by_code);
    let codes: Vec<Code> = measurements.iter().map(|one| one.verdict.code).collect();
    for code in
        [Code::Accessible, Code::LikelyBlocked, Code::Blocked, Code::SiteDown, Code::Unreachable]
    {
        assert!(codes.contains(&code), "{code:?} is missing in {codes:?}");
    }
}

/// Who is accused, by the whole verdict's words.
fn accused(measurements: &[Measurement]) -> BTreeMap<String, (Code, Option<How>)> {
    let accused = measurements.iter().filter(|one| one.verdict.code.is_accusation());
    let words = |one: &Measurement| (one.verdict.code, one.verdict.how);
    accused.map(|one| (one.input.clone().expect("a site"), words(one))).collect()
}

#[test]
fn several_at_once_are_faster_and_accuse_the_same() {
    for (name, at_least) in
        [("kz-2024-sni-drop", 1.3), ("kz-2019-qaznet", 2.0), ("open-poor3g", 1.7)]
    {
        let run = |at_once| country::run(name, Some("poor3g"), 4, &["web_connectivity"], at_once);
        let ((one_by_one, slow), (together, fast)) = (run(Some(1)), run(None));
        assert_eq!(accused(&one_by_one), accused(&together), "{name}");
        let (slow, fast) = (slow.runtime.as_secs_f64(), fast.runtime.as_secs_f64());
        // Simulated seconds: the same on every machine.
        assert!(slow > at_least * fast, "{name}: {slow} s one by one, {fast} s together");
    }
}

#[test]
fn a_residue_hides_neither_who_blocks_nor_who_is_blocked() {
    for name in ["sni-drop-residual-60", "sni-drop-residual-180"] {
        let (measurements, summary) = run(name, None, 1);
        let score = summary.score.expect("the lab knows the truth");
        assert_eq!((score.targets, score.right), (20, 20), "{name}: {:?}", summary.by_code);
        assert_eq!(accused(&measurements).len(), 3, "{name}");
    }
}

#[test]
fn a_page_that_came_while_the_radio_lost_a_lie_clears_no_name() {
    // With this seed the true answer alone reaches the system's resolver, for one of the three.
    let (measurements, _) = run("dns-raced", Some("poor3g"), 8);
    let blocked = measurements.iter().filter(|one| one.verdict.code == Code::Blocked);
    assert_eq!(blocked.count(), 3);
}

#[test]
fn nobody_waits_for_a_residue_that_is_none() {
    // Simulated seconds: a block that waits for a residue's end takes three minutes.
    for (name, most) in
        [("one-address-dropped", 800), ("ip-drop", 300), ("server-drops-country", 500)]
    {
        let (_, summary) = run(name, None, 1);
        let score = summary.score.expect("the lab knows the truth");
        assert_eq!(score.right, score.targets, "{name}: {:?}", summary.by_code);
        let took = summary.runtime.as_secs_f64();
        assert!(took < f64::from(most), "{name}: {took} s");
    }
}

#[test]
fn who_answers_in_a_sites_place_is_accused_and_who_refuses_a_name_of_its_own_is_not() {
    let (measurements, summary) = run("sni-answered", None, 1);
    let score = summary.score.expect("the lab knows the truth");
    assert_eq!(score.right, score.targets, "{:?}", summary.by_code);
    let accused = accused(&measurements);
    assert_eq!(accused.len(), 4, "{accused:?}");
    let words = (Code::LikelyBlocked, Some(How::AnsweredAfterName));
    assert!(accused.values().all(|given| *given == words), "{accused:?}");
}

#[test]
fn a_budget_holds_to_within_one_target_with_several_under_way() {
    let run =
        |budget| country::run_within("open-lte", None, 2, &["web_connectivity"], (Some(6), budget));
    let bytes = |one: &Measurement| one.observations.iter().map(|seen| seen.bytes).sum::<Bytes>();
    let dearest = |all: &[Measurement]| all.iter().map(|one| bytes(one).total()).max().unwrap();
    // What was never begun is no measurement.
    let left_out = |summary: &RunSummary| summary.by_code.get(&Code::NotTested).copied();
    for most in [80_000, 200_000] {
        let (all, summary) = run(Budget { max_bytes: Some(most), ..Budget::default() });
        let (spent, one) = (summary.bytes.total(), dearest(&all));
        assert!(spent < most + one, "{spent} of {most}, the dearest target cost {one}");
        assert!(spent > most - one, "{spent} of {most} is too early to stop");
        assert!(left_out(&summary) > Some(0) && !all.is_empty(), "{:?}", summary.by_code);
        let planned: u64 = summary.by_code.values().sum();
        assert_eq!(summary.score.expect("a truth for each").targets, planned);
    }
    let most = Micros::from_secs(3);
    let (all, summary) = run(Budget { max_time: Some(most), ..Budget::default() });
    let longest = |one: &Measurement| {
        let (t0, t) =
            (one.observations.iter().map(|it| it.t0), one.observations.iter().map(|it| it.t));
        t.max().unwrap_or_default().since(t0.min().unwrap_or_default())
    };
    let one = all.iter().map(longest).max().unwrap();
    // A look that was planned in time waits for its turn a little.
    let turn = Micros::from_millis(6 * 300);
    assert!(summary.runtime < most + one + turn, "{:?}", summary.runtime);
    assert!(left_out(&summary) > Some(0), "{:?}", summary.by_code);
}

#[test]
fn what_a_server_sends_is_bounded_by_exchange_and_by_run() {
    let run = |budget| {
        country::run_within("odd-servers", None, 1, &["web_connectivity"], (Some(4), budget))
    };
    let bytes = |one: &Measurement| one.observations.iter().map(|seen| seen.bytes).sum::<Bytes>();
    let (all, summary) = run(Budget::default());
    let score = summary.score.expect("the lab knows the truth");
    assert_eq!((score.targets, score.right), (14, 14), "{:?}", summary.by_code);
    let floods: Vec<_> =
        all.iter().filter(|one| one.verdict.reason == Some(Reason::TooManyBytes)).collect();
    assert_eq!(floods.len(), 2);
    for one in floods {
        // The head, twice the body, the slack; and what it takes to come there.
        assert!(bytes(one).total() < 130_000, "{:?}", bytes(one));
    }
    for most in [30_000, 60_000, 120_000] {
        let (all, summary) = run(Budget { max_bytes: Some(most), ..Budget::default() });
        let spent = summary.bytes.total();
        // Each that is under way may get what its window lets in.
        assert!(spent < most + 4 * 8_000, "{spent} of {most}");
        assert!(all.iter().any(|one| one.verdict.reason == Some(Reason::BudgetSpent)), "{most}");
    }
}

#[test]
fn a_site_whose_ipv6_is_broken_opens_and_the_try_is_kept() {
    let (measurements, summary) = run("broken-ipv6", None, 1);
    let score = summary.score.expect("the lab knows the truth");
    assert_eq!((score.targets, score.right), (10, 10), "{:?}", summary.by_code);
    let overtaken = |one: &&Measurement| {
        one.observations.iter().any(|seen| match &seen.event {
            Event::TcpConnect(connect) => {
                connect.address.is_ipv6() && seen.failure == Some(Failure::Interrupted)
            }
            _ => false,
        })
    };
    assert_eq!(measurements.iter().filter(overtaken).count(), 5);
}

#[test]
fn behind_a_nat64_the_helper_is_asked_about_addresses_that_it_knows() {
    let (measurements, _) = run("ipv6-only-sni-drop", None, 1);
    assert_eq!(accused(&measurements).len(), 3);
    for one in &measurements {
        let dialled = one.observations.iter().filter_map(|seen| match &seen.event {
            Event::TcpConnect(connect) => Some(connect.address),
            _ => None,
        });
        assert!(dialled.into_iter().all(|address| address.is_ipv6()), "{:?}", one.input);
        let answers = one.observations.iter().filter_map(|seen| match &seen.event {
            Event::HelperExchange(exchange) => exchange.answer.as_ref(),
            _ => None,
        });
        assert!(answers.flat_map(|answer| answer.tcp.keys()).all(SocketAddr::is_ipv4));
    }
}

#[test]
fn awkward_networks_are_named_as_the_reason() {
    for (name, reason) in [
        ("transparent-proxy", Reason::TcpProxy),
        ("name-proxy", Reason::TcpProxy),
        ("company-proxy", Reason::TlsProxy),
        ("clock-ahead", Reason::WrongClock),
        ("clock-behind", Reason::WrongClock),
        ("ipv6-only-clock-behind", Reason::WrongClock),
        ("mtu-hole", Reason::LongAnswersLost),
    ] {
        let (measurements, _) = run(name, None, 1);
        let undecided = measurements.iter().filter(|one| one.verdict.code.is_abstention());
        let reasons: Vec<_> = undecided.map(|one| one.verdict.reason).collect();
        assert!(!reasons.is_empty(), "{name}");
        assert!(reasons.iter().all(|given| *given == Some(reason)), "{name}: {reasons:?}");
    }
}

#[test]
fn by_a_wrong_clock_a_run_soon_ends() {
    let (measurements, summary) = run("clock-ahead", None, 1);
    let looked_at = measurements.iter().filter(|one| !one.observations.is_empty()).count();
    assert!(looked_at < measurements.len(), "{looked_at} of {}", measurements.len());
    assert!(summary.bytes.total() < 100_000, "{:?}", summary.bytes);
}

#[test]
fn where_no_helper_shows_it_the_split_hello_says_whose_doing_it_is() {
    for (name, blocked) in [
        ("no-helper-sni-drop", 3),
        ("no-helper-reassembling", 2),
        ("no-helper-joining-records", 0),
        ("no-helper-residual", 2),
        ("no-helper-sni-answered", 2),
        ("far-resolver", 2),
        ("sni-drop-spares-helper", 3),
        ("name-shuns-country", 0),
    ] {
        let (measurements, summary) = run(name, None, 1);
        assert_eq!(accused(&measurements).len(), blocked, "{name}: {:?}", summary.by_code);
        let score = summary.score.expect("the lab knows the truth");
        assert_eq!(score.right, score.targets, "{name}: {:?}", summary.by_code);
    }
}
