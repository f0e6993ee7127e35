//! Two answers to one send, of which TLS contradicts one; and what a site's own troubles do not hide.

use crate::support::*;
use arna_judge::{Decision, Sitting, SuspicionKind, judge, suspicion};
use arna_model::*;

const FORGED: &str = "93.184.215.14";
const FORGED_SITE: &str = "93.184.215.14:443";

/// The system's resolver took the first of two answers, where somebody fails under the name by `failure`; the page
/// opens at the other's address.
fn raced(failure: Failure) -> Story {
    let story = Story::https().resolves(&[FORGED]).udp(&[&[FORGED], &["93.184.216.34"]]);
    let story = story.connects(FORGED_SITE).tls(FORGED_SITE, failure);
    story.connects(SITE).verified(SITE).page(200, "")
}

fn blocks(story: Story, times: usize) -> Story {
    let innocent: Option<&[&str]> = Some(&["151.101.1.57"]);
    (0..times).fold(story, |story, _| story.lookup_block(Some(&[FORGED]), innocent))
}

#[test]
fn an_answer_that_lost_a_race_and_leads_to_another_host_is_forged() {
    let story = raced(Failure::SslInvalidHostname).helper(opens());
    assert_eq!(suspicion(&story.dossier).unwrap().kind, SuspicionKind::DnsForged);
    stands(&blocks(story.clone(), 2), Sitting::GoOn);
    let three = blocks(story, 3);
    stands(&three, Sitting::Decided(Decision::Forged));
    let verdict = judge(&three.dossier).verdict;
    let said = (verdict.code, verdict.cause, verdict.how);
    assert_eq!(said, (Code::Blocked, Some(Cause::Dns), Some(How::ForgedAnswer)));
}

/// A bad radio loses lies, too: the page opened, and beside it another lookup's send had two answers.
#[test]
fn a_page_that_opened_while_a_lie_was_lost_is_no_answer_to_the_lie() {
    let opened = |failure| {
        let story = Story::https().resolves(&["93.184.216.34"]);
        let story = story.udp(&[&[FORGED], &["93.184.216.34"]]).connects(SITE).verified(SITE);
        story.page(200, "").connects(FORGED_SITE).tls(FORGED_SITE, failure).helper(opens())
    };
    let story = opened(Failure::SslInvalidHostname);
    assert_eq!(suspicion(&story.dossier).unwrap().kind, SuspicionKind::DnsForged);
    assert_eq!(judge(&story.dossier).verdict.code, Code::Inconclusive);
    let lied = blocks(story.clone(), 3);
    assert_eq!(judge(&lied.dossier).verdict.code, Code::Blocked);
    // Whoever is lied to in vain every time is let through.
    let honest: Option<&[&str]> = Some(&["93.184.216.34"]);
    let one = story.lookup_block(honest, honest);
    stands(&one, Sitting::GoOn);
    assert_eq!(judge(&one.dossier).verdict.code, Code::Inconclusive);
    let two = one.lookup_block(honest, honest);
    stands(&two, Sitting::Decided(Decision::Works));
    assert_eq!(judge(&two.dossier).verdict.code, Code::Accessible);
    // Nobody showed whose the other address is.
    let unknown = opened(Failure::GenericTimeout);
    assert_eq!(judge(&unknown.dossier).verdict.code, Code::Accessible);
}

#[test]
fn a_stranger_has_to_be_one_to_the_helper_too() {
    for failure in [Failure::SslUnknownAuthority, Failure::SslFailedHandshake] {
        let story = raced(failure.clone());
        let alone = story.clone().helper(opens());
        assert_ne!(suspicion(&alone.dossier).map(|it| it.kind), Some(SuspicionKind::DnsForged));
        let mut there = opens();
        there.tls.insert(at(FORGED_SITE), control_tls(Some(failure)));
        let both = story.helper(there);
        assert_eq!(suspicion(&both.dossier).unwrap().kind, SuspicionKind::DnsForged);
    }
}

#[test]
fn answers_that_merely_differ_are_not_forged() {
    let is_forged = |story: &Story| {
        suspicion(&story.dossier).is_some_and(|it| it.kind == SuspicionKind::DnsForged)
            || judge(&blocks(story.clone(), 4).dossier).verdict.code.is_accusation()
    };
    // Nobody showed whose the address is.
    for failure in
        [Failure::GenericTimeout, Failure::ConnectionReset, Failure::SslInvalidCertificate]
    {
        assert!(!is_forged(&raced(failure.clone()).helper(opens())), "{failure}");
    }
    // Two answers to two sends.
    let mut apart = raced(Failure::SslInvalidHostname).helper(opens());
    for one in &mut apart.dossier.observations {
        if let Event::Dns(lookup) = &mut one.event
            && let Some(mut send) = lookup.sends.pop()
        {
            let second = send.answers.pop().unwrap();
            lookup.sends = vec![send.clone(), DnsSend { id: 2, answers: vec![second], ..send }];
        }
    }
    assert!(!is_forged(&apart));
    // The helper's resolver gives it as well.
    let mut given = opens();
    given.dns_addresses.push(ip(FORGED));
    assert!(!is_forged(&raced(Failure::SslInvalidHostname).helper(given)));
    // It serves the name for the helper.
    let mut served = opens();
    served.tls.insert(at(FORGED_SITE), control_tls(None));
    assert!(!is_forged(&raced(Failure::SslInvalidHostname).helper(served)));
}

#[test]
fn a_helper_without_patience_takes_no_site_down_that_answers() {
    let slow = || {
        let mut answer = handshakes(None);
        let failure = Some(Failure::GenericTimeout);
        answer.http = Some(ControlHttp { failure, ..ControlHttp::default() });
        answer
    };
    let silent = Story::https().resolver_says(Failure::DnsTemporary).helper(slow());
    assert_eq!(suspicion(&silent.dossier).unwrap().kind, SuspicionKind::DnsSilence);
    let forged = Story::https().resolves(&["10.10.34.36"]).helper(slow());
    assert_eq!(suspicion(&forged.dossier).unwrap().kind, SuspicionKind::DnsForged);
    let denied = Story::https().resolver_says(Failure::DnsNxdomain).helper(slow());
    assert_eq!(suspicion(&denied.dossier).unwrap().kind, SuspicionKind::DnsDiffers);
    let error = Story::https().resolver_says(Failure::DnsTemporary).helper(opens_with(503, ""));
    assert_eq!(suspicion(&error.dossier).unwrap().kind, SuspicionKind::DnsSilence);
    // A certificate that ran out has nothing to do with a resolver's silence.
    let expired = handshakes(Some(Failure::SslInvalidCertificate));
    let broken = Story::https().resolver_says(Failure::DnsTemporary).helper(expired);
    assert_eq!(suspicion(&broken.dossier).unwrap().kind, SuspicionKind::DnsSilence);
    // Nor has a page that did not come from where only others are sent.
    for (why, kind) in [
        (Failure::DnsTemporary, SuspicionKind::DnsSilence),
        (Failure::DnsNxdomain, SuspicionKind::DnsDiffers),
    ] {
        let elsewhere = Story::https().resolver_says(why).connects(SITE).verified(SITE);
        let elsewhere = elsewhere.no_page(Failure::GenericTimeout).helper(slow());
        assert_eq!(suspicion(&elsewhere.dossier).unwrap().kind, kind);
        assert_ne!(judge(&elsewhere.dossier).verdict.code, Code::SiteDown);
    }
    // Of a request the same silence explains the same silence.
    let asked = Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
    let asked = asked.no_page(Failure::GenericTimeout).helper(slow());
    assert_eq!(judge(&asked.dossier).verdict.code, Code::SiteDown);
}

#[test]
fn a_site_that_answered_here_is_not_down() {
    let story = Story::https().resolver_says(Failure::DnsTemporary).connects(SITE).verified(SITE);
    let story = story.page(200, "").helper(silent());
    assert_ne!(judge(&story.dossier).verdict.code, Code::SiteDown);
}

#[test]
fn a_state_root_is_told_whatever_else_is_wrong_with_the_site() {
    let state = ("KZ", "", "Qaznet Trust Network");
    let intercepted =
        || Story::https().resolves(&["93.184.216.34"]).connects(SITE).chain(SITE, state);
    let told = |failure: Failure, chain: Vec<Certificate>| {
        let mut answer = handshakes(Some(failure));
        answer.tls.get_mut(&at(SITE)).unwrap().chain = chain;
        judge(&intercepted().helper(answer).dossier).verdict
    };
    let own = || vec![certificate(("US", "Lab Trust", "Lab Trust E1"))];
    for failure in
        [Failure::SslUnknownAuthority, Failure::SslInvalidHostname, Failure::SslInvalidCertificate]
    {
        let verdict = told(failure.clone(), own());
        assert_eq!((verdict.code, verdict.how), (Code::Blocked, Some(How::StateRoot)));
        assert_eq!(verdict.cause, Some(Cause::TlsMitm));
        // The state's own site: everybody gets that chain.
        let national = told(failure.clone(), vec![certificate(state)]);
        assert_eq!((national.code, national.how), (Code::SiteDown, Some(How::Certificate)));
        // Other people's helpers do not say which chain it was.
        let untold = told(failure, Vec::new());
        assert_eq!(untold.reason, Some(Reason::UnknownAuthority));
        assert_eq!(untold.code, Code::Inconclusive);
    }
}
