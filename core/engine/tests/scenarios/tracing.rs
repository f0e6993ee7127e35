//! The place on the path, in the simulated country: it is found where a phone can see it, and nowhere else.

use crate::country;
use std::net::IpAddr;

use crate::country::Setting;
use arna_model::{
    Cause, Code, Event, Found, HopWord, How, Leg, Measurement, ObservationId, PathAccount, Place,
    Trace,
};

const SETTING: Setting<'static> = Setting {
    profile: None,
    seed: 1,
    at_once: None,
    budget: country::NO_LIMIT,
    nettests: &["web_connectivity"],
};

/// Runs a scenario on a link; the measurements whose site is censored, or (without any) is no ordinary one.
fn suspects(name: &str, profile: Option<&str>) -> Vec<(Measurement, Option<PathAccount>)> {
    suspects_of(name, profile, 1)
}

/// The same with a seed.
fn suspects_of(
    name: &str,
    profile: Option<&str>,
    seed: u64,
) -> Vec<(Measurement, Option<PathAccount>)> {
    let setting = Setting { profile, seed, ..SETTING };
    let (decoys, all, accounts) = country::run_for_accounts(name, setting);
    assert!(decoys.iter().all(|one| !one.verdict.code.is_accusation()), "{name}");
    let usual = [Code::Accessible];
    let is_meant = |one: &Measurement| one.truth.as_ref().unwrap().right != usual;
    let told = |one: &Measurement| accounts.get(&one.id).and_then(|told| told.path.clone());
    all.into_iter()
        .filter(is_meant)
        .map(|one| (told(&one), one))
        .map(|(it, one)| (one, it))
        .collect()
}

fn traces(one: &Measurement) -> Vec<&Trace> {
    let traces = one.observations.iter().filter_map(|seen| match &seen.event {
        Event::Trace(trace) => Some(trace),
        _ => None,
    });
    traces.collect()
}

#[test]
fn an_address_that_ends_inside_the_operators_network_is_probably_blocked() {
    for profile in ["lte", "poor3g"] {
        let suspects = suspects("ip-drop-traced", Some(profile));
        assert_eq!(suspects.len(), 3);
        for (one, told) in suspects {
            let told = told.expect("it was traced");
            let is_reset = one.input.as_ref().unwrap().contains("vice.com");
            let (found, how, place) = match is_reset {
                true => (Found::RefusedInside, How::RefusedInside, (Some(4), Some(5))),
                false => (Found::StoppedInside, How::StoppedInside, (Some(1), Some(3))),
            };
            let verdict = &one.verdict;
            assert_eq!(
                (verdict.code, verdict.cause, verdict.how),
                (Code::LikelyBlocked, Some(Cause::Ip), Some(how)),
                "{profile} {:?} {told:?}",
                one.input
            );
            assert_eq!((told.found, (told.after, told.before)), (found, place), "{profile}");
            assert!(told.nats > 9.16 && told.successes == 0, "{told:?}");
            assert!(verdict.false_positive_bound.unwrap() <= 1e-4);
            let seen =
                |id: &ObservationId| one.observations.iter().find(|seen| seen.id == *id).unwrap();
            let legs = |leg| {
                let is =
                    |id: &&_| matches!(seen(id).place, Place::Trace { leg: at, .. } if at == leg);
                verdict.basis.iter().filter(is).count()
            };
            assert!(legs(Leg::Path) >= 5 && legs(Leg::Path) == legs(Leg::Neighbour));
        }
    }
}

/// The error to be afraid of: nobody on the way does it, and it looks alike. `ARNA_SEEDS` widens it; the figures
/// in docs/method.md are those of `ARNA_SEEDS=40`.
#[test]
fn what_ends_at_the_far_end_accuses_nobody() {
    let seeds = std::env::var("ARNA_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(1);
    for name in ["server-drops-country-traced", "far-network-drops-address"] {
        for profile in ["lte", "poor3g", "lte_edge", "edge"] {
            let (mut sites, mut traced, mut stopped, mut left) = (0, 0, 0, 0);
            for seed in 1..=seeds {
                for (one, told) in suspects_of(name, Some(profile), seed) {
                    let code = one.verdict.code;
                    assert!(!code.is_accusation(), "{name} {profile} {seed} {told:?}");
                    sites += 1;
                    let Some(told) = told else { continue };
                    traced += 1;
                    stopped += told.failures;
                    left += told.successes;
                    assert!(
                        !matches!(told.found, Found::StoppedInside | Found::RefusedInside),
                        "{name} {profile} {seed} {told:?}"
                    );
                    if matches!(profile, "lte") {
                        assert_eq!((code, told.found), (Code::Unreachable, Found::NotInside));
                    }
                }
            }
            println!(
                "{name} {profile}: traced {traced}/{sites}, rounds stopped {stopped}, left {left}"
            );
            assert!(traced > 0, "{name} {profile}: nobody was traced");
        }
    }
}

#[test]
fn a_reset_has_the_hop_that_it_comes_from() {
    let suspects = suspects("sni-reset-traced", None);
    assert_eq!(suspects.len(), 2);
    for (one, told) in suspects {
        let told = told.expect("it was traced");
        assert_eq!((told.found, told.after, told.before), (Found::CutOnPath, Some(4), Some(5)));
        let said = one.observations.iter().filter_map(|seen| match &seen.event {
            Event::TlsHandshake(hello) => Some((hello.hop_limit?, seen.failure.clone())),
            _ => None,
        });
        let said: Vec<_> = said.collect();
        assert!((6..=14).contains(&said.len()), "{said:?}");
        assert!(said.iter().all(|(hops, _)| *hops <= 9), "nothing goes further than the server");
        assert!(said.iter().filter(|(hops, _)| *hops >= 5).all(|(_, why)| why.is_some()));
    }
}

#[test]
fn silence_has_a_place_only_where_it_leaves_a_residue() {
    let (one, told) = suspects("sni-drop-traced", None).pop().unwrap();
    let told = told.expect("it was traced");
    assert_eq!((told.found, told.after), (Found::NoMark, None));
    assert_eq!(traces(&one).len(), 1, "the routers are named once");
    let named: Vec<_> = told.routers.iter().map(|hop| hop.distance).collect();
    assert_eq!(named, [1, 3, 4, 5, 6, 8], "two are silent");

    let (one, told) = suspects("sni-drop-residual-traced", None).pop().unwrap();
    let told = told.expect("it was traced");
    let place = (told.found, told.after, told.before);
    assert_eq!(place, (Found::SilencedOnPath, Some(3), Some(4)), "{:?}", one.verdict);
}

#[test]
fn nobody_is_traced_who_did_not_ask_and_the_phone_is_in_no_trace() {
    let untraced = country::run("ip-drop", None, 1, &["web_connectivity"], None).0;
    assert!(untraced.iter().all(|one| traces(one).is_empty()));
    let (_, told) = suspects("ip-drop-traced", None).swap_remove(0);
    assert!(told.is_some());
    let phone: IpAddr = "2.72.41.7".parse().unwrap();
    for (one, _) in suspects("sni-drop-traced", None) {
        for answer in
            traces(&one).iter().flat_map(|it| &it.hops).filter_map(|hop| hop.answer.as_ref())
        {
            assert_ne!(answer.network, Some(phone));
            let is_cut = answer.network.is_none_or(|network| match network {
                IpAddr::V4(v4) => v4.is_private() || v4.octets()[0] == 100 || v4.octets()[3] == 0,
                IpAddr::V6(_) => false,
            });
            assert!(is_cut, "{answer:?}");
            assert!(answer.said != HopWord::Expired || answer.network.is_some());
        }
    }
}
