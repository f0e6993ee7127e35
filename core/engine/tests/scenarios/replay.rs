//! What was measured in one simulated country is measured again in the one that is made from it.

use crate::country::{Setting, run_in};
use arna_lab::Scenario;
use arna_model::{Cause, Code, Measurement};

/// Scenarios, a target of each, and what it is: every kind of censor, and what looks like one.
const CASES: &[&str] = &[
    // Censors.
    "kz-2024-sni-drop",
    "sni-drop-reassembling",
    "sni-drop-residual-60",
    "sni-reset",
    "sni-fin",
    "sni-answered",
    "kz-2019-qaznet",
    "dns-forged",
    "border-forges-dns",
    "dns-dropped",
    "dns-denied",
    "dns-denied-by-resolver",
    "dns-forged-in-the-clear",
    "dns-raced",
    "ip-drop",
    "ip-reset",
    "ip-drop-traced",
    "http-host-dropped",
    "http-host-reset",
    "http-blockpage",
    "throttled-by-name",
    "slowed-by-name",
    "quic-dropped",
    "quic-filtered-by-name",
    // The site's own doing.
    "server-drops-country",
    "waf-drops-handshake",
    "cleartext-hangs-up",
    "site-down",
    "expired-certificate",
    "certificate-wrong-name",
    "name-gone",
    "broken-zone",
    "captcha",
    "geo-block-403",
    "geo-block-451",
    "national-pki",
    // The network's.
    "kz-2022-whitelist",
    "border-cut",
    "no-service",
    "captive-portal",
    "out-of-credit",
    "vpn-holds",
    "company-proxy",
    "mtu-hole",
    "clock-ahead",
    "clock-behind",
    "open-lte",
];

fn setting() -> Setting<'static> {
    Setting { seed: 3, nettests: &["web_connectivity"], ..Setting::default() }
}

fn measure(scenario: &Scenario) -> Vec<Measurement> {
    run_in(scenario, setting(), |_| {}).1
}

/// The target that the scenario is about: what is censored or does not open, if anything.
fn hero(measurements: &[Measurement]) -> &Measurement {
    let censored = |one: &&Measurement| one.truth.as_ref().is_some_and(|truth| truth.censored);
    let awkward = |one: &&Measurement| one.verdict.code != Code::Accessible;
    let found = measurements.iter().find(|one| censored(one) && awkward(one));
    let found = found.or_else(|| measurements.iter().find(censored));
    found.or_else(|| measurements.iter().find(awkward)).unwrap_or(&measurements[0])
}

fn word(one: &Measurement) -> (Code, Option<Cause>) {
    (one.verdict.code, one.verdict.cause)
}

#[test]
fn what_was_measured_is_measured_again() {
    let mut wrong = Vec::new();
    for name in CASES {
        let measured = measure(Scenario::named(name).unwrap());
        let hero = hero(&measured);
        let text = arna_lab::replay(hero).unwrap_or_else(|error| panic!("{name}: {error}"));
        let again = measure(&Scenario::parse(&text).unwrap());
        let again = again.iter().find(|one| one.input == hero.input);
        let again = again.unwrap_or_else(|| panic!("{name}: no {:?} in\n{text}", hero.input));
        println!("{name:24} {:?} {:?}", word(hero), hero.verdict.reason);
        if word(again) != word(hero) || again.verdict.reason != hero.verdict.reason {
            wrong.push(format!("{name}: {:?}\nthen {:?}\n{text}", hero.verdict, again.verdict));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_link_is_the_one_that_was_measured() {
    let mut found = 0;
    for profile in ["poor3g", "lte", "good3g", "edge", "wired"] {
        let scenario = Scenario::named("first-light").unwrap();
        let setting = Setting { profile: Some(profile), ..setting() };
        let (_, measured, _) = run_in(scenario, setting, |_| {});
        let hero = measured.iter().find(|one| one.verdict.code == Code::LikelyBlocked);
        // On a bad link the sitting may not decide.
        let Some(hero) = hero else { continue };
        found += 1;
        // The platform does not always say what kind of link it is.
        let mut nameless = hero.clone();
        nameless.vantage.technology = None;
        for one in [hero, &nameless] {
            let text = arna_lab::replay(one).unwrap();
            assert!(text.contains(&format!("\nprofile = \"{profile}\"\n")), "{profile}:\n{text}");
        }
    }
    assert!(found >= 4, "only {found} links decided");
}

#[test]
fn what_cannot_be_known_is_said_and_the_truth_is_not_read() {
    let measured = measure(Scenario::named("server-drops-country").unwrap());
    let mut hero = hero(&measured).clone();
    let text = arna_lab::replay(&hero).unwrap();
    assert!(text.contains("# Not known:") && text.contains("who stops it"), "{text}");
    hero.truth = None;
    assert_eq!(arna_lab::replay(&hero).unwrap(), text);
    hero.input = None;
    assert_eq!(arna_lab::replay(&hero), Err(arna_lab::NoReplay::NoSite));
    hero.input = Some("https://192.0.2.1/".to_owned());
    assert!(matches!(arna_lab::replay(&hero), Err(arna_lab::NoReplay::NoName(_))));
}
