//! Ways over redirects: where they end, and under whose name that is told.

use crate::country;
use arna_model::{Code, Event, How, Measurement};

fn run(name: &str) -> Vec<Measurement> {
    let (measurements, summary) = country::run(name, None, 1, &["web_connectivity"], None);
    let score = summary.score.expect("the lab knows the truth");
    assert_eq!(score.right, score.targets, "{name}: {:?}", summary.by_code);
    measurements
}

fn shown(measurements: &[Measurement], how: How) -> usize {
    measurements.iter().filter(|one| one.verdict.how == Some(how)).count()
}

#[test]
fn circles_and_redirects_to_nowhere_are_the_sites_own_trouble() {
    assert_eq!(shown(&run("redirects-in-circles"), How::RedirectLoop), 6);
    let nowhere = run("redirects-nowhere");
    assert_eq!(shown(&nowhere, How::RedirectsNowhere), 4);
    let dialled =
        nowhere.iter().flat_map(|one| &one.observations).filter_map(|one| match &one.event {
            Event::TcpConnect(connect) => Some(connect.address.ip()),
            _ => None,
        });
    assert!(dialled.into_iter().all(|ip| !arna_model::is_inside_address(ip)));
}

#[test]
fn cookie_walls_raw_locations_and_short_links_open() {
    assert!(run("redirects-odd").iter().all(|one| one.verdict.code == Code::Accessible));
}

#[test]
fn a_short_link_is_told_with_the_name_that_is_blocked() {
    let measurements = run("short-link-to-blocked");
    let blocked = measurements.iter().filter(|one| one.verdict.code == Code::LikelyBlocked);
    let told: Vec<_> = blocked.collect();
    assert_eq!(told.len(), 3);
    for one in told {
        let is_link = one.input.as_deref() != Some("https://meduza.io/");
        assert_eq!(one.verdict.at.as_deref(), is_link.then_some("meduza.io"), "{:?}", one.input);
    }
    let link = measurements.iter().find(|one| one.verdict.at.is_some()).expect("three were told");
    let text = arna_lab::replay(link).unwrap();
    let again = arna_lab::Scenario::parse(&text).unwrap();
    let setting =
        country::Setting { seed: 3, nettests: &["web_connectivity"], ..Default::default() };
    let (_, again, _) = country::run_in(&again, setting, |_| {});
    let link = again.iter().find(|one| one.input == link.input).expect("the link is there");
    let there = again.iter().find(|one| one.input.as_deref() == Some("https://meduza.io/"));
    assert_eq!(link.verdict.at.as_deref(), Some("meduza.io"), "{text}");
    let there = there.expect("so is where it leads");
    assert_eq!((link.verdict.code, there.verdict.code), (Code::LikelyBlocked, Code::LikelyBlocked));
    assert!(link.truth.as_ref().is_some_and(|truth| truth.censored), "{text}");
}

#[test]
fn a_request_that_is_swallowed_is_not_explained_by_a_wall() {
    let measurements = run("cookie-wall-filtered");
    let blocked = measurements.iter().filter(|one| one.verdict.code.is_accusation()).count();
    assert_eq!(blocked, 2);
}
