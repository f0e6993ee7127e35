//! Stories of redirects: what counts is where the way ends, and who chose it.

#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

mod support;

use arna_judge::{SuspicionKind, judge, suspicion};
use arna_model::*;
use support::*;

const WWW: &str = "https://www.forbidden.example/";
const ELSEWHERE: &str = "https://elsewhere.example/";

#[track_caller]
fn says(story: &Story, code: Code, reason: Option<Reason>) {
    let verdict = judge(&story.dossier).verdict;
    assert_eq!((verdict.code, verdict.reason), (code, reason), "{verdict:#?}");
}

/// The site answers, and its answer leads to `to`, whose name is resolved.
fn led(to: &str) -> Story {
    let site = Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
    site.redirect(to).helper(opens()).at_hop(to).resolves(&["93.184.216.35"])
}

#[test]
fn the_last_page_of_the_way_is_the_page() {
    says(&led(WWW).connects(OTHER).verified(OTHER).page_at(OTHER, 200, ""), Code::Accessible, None);
    says(
        &led(WWW).connects(OTHER).verified(OTHER).page_at(OTHER, 451, ""),
        Code::SiteRefuses,
        None,
    );
    let literal = "https://93.184.216.36/";
    let there = "93.184.216.36:443";
    let site = Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
    let led = site.redirect(literal).helper(opens()).at_hop(literal);
    let page = led.connects(there).verified(there).page_at(there, 200, "");
    says(&page, Code::Accessible, None);
    // Ten redirects, or one that leads to an app: there the way ends.
    let app = Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
    says(&app.redirect("intent://open"), Code::Accessible, None);
}

#[test]
fn a_hop_that_fails_is_suspect_under_its_own_name_and_against_its_own_control() {
    let silent = led(ELSEWHERE).connects(OTHER).tls(OTHER, Failure::GenericTimeout);
    // What the helper said of the first name says nothing of the second.
    says(&silent, Code::Inconclusive, Some(Reason::NoOutsideControl));
    assert_eq!(suspicion(&silent.dossier), None);

    let mut answer = handshakes(None);
    answer.tls.insert(
        at(OTHER),
        ControlTls { server_name: "elsewhere.example".into(), failure: None, chain: Vec::new() },
    );
    let suspect = suspicion(&silent.clone().helper(answer.clone()).dossier).unwrap();
    assert_eq!(suspect.kind, SuspicionKind::TlsSilence);
    assert_eq!(suspect.address, Some(at(OTHER)));
    assert_eq!(suspect.name.as_deref(), Some("elsewhere.example"));
    assert_eq!(suspect.hop.as_deref(), Some(ELSEWHERE));

    let down = silent.helper(handshakes(Some(Failure::ConnectionReset)));
    says(&down, Code::SiteDown, None);
}

#[test]
fn a_hop_without_a_name_or_an_address_is_judged_by_its_own_stage() {
    let site = Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
    let led = site.redirect(ELSEWHERE).helper(opens()).at_hop(ELSEWHERE);
    let gone = led.clone().resolver_says(Failure::DnsNxdomain).helper(no_such_name());
    says(&gone, Code::SiteDown, None);
    let dead = led.resolves(&["93.184.216.35"]).no_connect(OTHER, Failure::GenericTimeout);
    says(&dead.clone().helper(silent()), Code::SiteDown, None);
    let suspect = suspicion(&dead.helper(opens()).dossier).unwrap();
    assert_eq!((suspect.kind, suspect.address), (SuspicionKind::TcpSilence, Some(at(OTHER))));
    assert_eq!(suspect.name.as_deref(), Some("elsewhere.example"));
}

#[test]
fn the_first_hops_troubles_are_forgotten_once_it_answered() {
    let first = Story::https().resolves(&["93.184.216.36", "93.184.216.34"]);
    let first = first.no_connect("93.184.216.36:443", Failure::GenericTimeout).connects(SITE);
    let led = first.verified(SITE).redirect(WWW).helper(opens()).at_hop(WWW);
    let led = led.resolves(&["93.184.216.35"]).connects(OTHER);
    let reset = led.tls(OTHER, Failure::ConnectionReset).helper(opens());
    let suspect = suspicion(&reset.dossier).unwrap();
    assert_eq!((suspect.kind, suspect.address), (SuspicionKind::TlsReset, Some(at(OTHER))));
}

#[test]
fn from_cleartext_to_the_sites_own_tls_is_the_ordinary_way() {
    let clear = || Story::cleartext().resolves(&["93.184.216.34"]).clear_redirect(WWW);
    let led = || clear().helper(opens()).at_hop(WWW).resolves(&["93.184.216.35"]).connects(OTHER);
    says(&led().verified(OTHER).page_at(OTHER, 200, ""), Code::Accessible, None);
    let blocked = led().tls(OTHER, Failure::GenericTimeout).helper(opens());
    assert_eq!(suspicion(&blocked.dossier).unwrap().kind, SuspicionKind::TlsSilence);
}

#[test]
fn whoever_was_sent_elsewhere_in_the_clear_compares_the_page() {
    let portal = "https://portal.example/";
    let clear = Story::cleartext().resolves(&["93.184.216.34"]).clear_redirect(portal);
    let led = clear.helper(opens()).at_hop(portal).resolves(&["93.184.216.35"]).connects(OTHER);
    let page = |title| led.clone().verified(OTHER).page_at(OTHER, 200, title);
    says(&page("The page"), Code::Accessible, None);
    says(&page("Top up your balance"), Code::Inconclusive, Some(Reason::PageDiffers));
    // A verified page of somebody else clears nobody, and its failure accuses nobody.
    let dead = led.clone().tls(OTHER, Failure::GenericTimeout).helper(opens());
    says(&dead, Code::Inconclusive, Some(Reason::PageDiffers));
    assert_eq!(suspicion(&dead.dossier), None);
    let title = "Доступ к интернет-ресурсу ограничен";
    let once = page(title);
    assert_eq!(suspicion(&once.dossier).unwrap().kind, SuspicionKind::Blockpage);
    let again = once.look(2).clear_redirect(portal).at_hop(portal).resolves(&["93.184.216.35"]);
    let again = again.connects(OTHER).verified(OTHER).page_at(OTHER, 200, title);
    says(&again, Code::Blocked, None);
}

#[test]
fn a_page_from_an_address_that_only_others_know_opens_nothing_for_the_user() {
    let silent =
        Story::https().resolves(&["93.184.216.34"]).no_connect(SITE, Failure::GenericTimeout);
    let elsewhere = silent.connects(OTHER).verified(OTHER).page_at(OTHER, 200, "").helper(opens());
    let suspect = suspicion(&elsewhere.dossier).unwrap();
    assert_eq!((suspect.kind, suspect.address), (SuspicionKind::TcpSilence, Some(at(SITE))));

    let silent =
        Story::https().resolves(&["93.184.216.34"]).no_connect(SITE, Failure::GenericTimeout);
    let sent_on = silent.udp(&[&["93.184.216.35"]]).connects(OTHER).verified(OTHER);
    let sent_on = sent_on.redirect_at(OTHER, WWW).helper(opens());
    let suspect = suspicion(&sent_on.dossier).unwrap();
    assert_eq!((suspect.kind, suspect.address), (SuspicionKind::TcpSilence, Some(at(SITE))));

    // Nobody whom the phone can ask gave it.
    let hidden = Story::https().resolver_says(Failure::DnsTemporary).udp(&[]);
    let elsewhere = hidden.connects(OTHER).verified(OTHER).page_at(OTHER, 200, "").helper(opens());
    assert_eq!(suspicion(&elsewhere.dossier).unwrap().kind, SuspicionKind::DnsSilence);
}
