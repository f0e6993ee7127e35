//! Sittings that repeat a request in the clear.

use crate::support::*;
use arna_judge::{Decision, Doubt, Sitting, SuspicionKind, doubts, judge, suspicion};
use arna_model::*;

fn suspect() -> Story {
    Story::unanswered_request(Failure::GenericTimeout).helper(opens())
}

#[track_caller]
fn says(story: &Story, code: Code, cause: Cause, how: How) {
    let verdict = judge(&story.dossier).verdict;
    let said = (verdict.code, verdict.cause, verdict.how);
    assert_eq!(said, (code, Some(cause), Some(how)), "{verdict:#?}");
    if code == Code::LikelyBlocked {
        assert!(verdict.nats > Some(9.16) && verdict.false_positive_bound == Some(1e-4));
    }
}

#[test]
fn what_failed_is_what_is_suspected() {
    for (failure, kind) in [
        (Failure::GenericTimeout, SuspicionKind::RequestSilence),
        (Failure::ConnectionReset, SuspicionKind::RequestReset),
        (Failure::Eof, SuspicionKind::RequestReset),
        (Failure::HttpMalformed, SuspicionKind::HttpSilence),
    ] {
        let story = Story::unanswered_request(failure).helper(opens());
        let found = suspicion(&story.dossier).expect("it is suspect");
        assert_eq!((found.kind, found.name.as_deref()), (kind, Some("forbidden.example")));
    }
}

#[test]
fn nobody_is_suspect_whose_page_the_helper_did_not_get() {
    let mut no_page = opens();
    no_page.http = None;
    for outside in [no_page, silent(), no_such_name()] {
        let story = Story::unanswered_request(Failure::GenericTimeout).helper(outside);
        assert_eq!(suspicion(&story.dossier), None);
    }
}

#[test]
fn the_host_is_dropped_here_and_at_our_server() {
    let four = suspect().asks(4, &Asked::default());
    stands(&four, Sitting::GoOn);
    let five = suspect().asks(5, &Asked::default());
    stands(&five, Sitting::Decided(Decision::NameFails));
    says(&five, Code::LikelyBlocked, Cause::Http, How::SilenceAfterName);
    // The look, five failures, five names, five innocents, the helper.
    assert_eq!(judge(&five.dossier).verdict.basis.len(), 17);
}

#[test]
fn behind_a_proxy_for_the_web_no_host_is_accused() {
    // It goes by the name: the innocent host is answered by its own server, wherever it is asked for.
    assert_eq!(doubts(&suspect().dossier), [Doubt::Proxy(80)]);
    let there = Asked { innocent: Ends::Absent, name: Ends::Absent, ..Asked::default() };
    for asked in [Asked::default(), there] {
        let story = suspect().asks(5, &asked).helper(opens());
        let other_port = story.clone().calls_nobody(None);
        says(&other_port, Code::LikelyBlocked, Cause::Http, How::SilenceAfterName);
        let nobody_there = story.clone().calls_nobody_at(80, Some(Failure::GenericTimeout));
        says(&nobody_there, Code::LikelyBlocked, Cause::Http, How::SilenceAfterName);
        let verdict = judge(&story.calls_nobody_at(80, None).dossier).verdict;
        let said = (verdict.code, verdict.reason);
        assert_eq!(said, (Code::Inconclusive, Some(Reason::TcpProxy)), "{verdict:#?}");
    }
}

#[test]
fn resets_decide_sooner() {
    let asked = Asked { target: Ends::Reset, name: Ends::Reset, ..Asked::default() };
    let story = Story::unanswered_request(Failure::ConnectionReset).helper(opens());
    stands(&story.clone().asks(2, &asked), Sitting::GoOn);
    says(&story.asks(3, &asked), Code::LikelyBlocked, Cause::Http, How::ResetAfterName);
}

#[test]
fn without_our_server_the_sites_own_address_tells_if_it_works_from_outside_now() {
    for innocent in [Ends::Refused, Ends::NoConnect, Ends::Absent] {
        let asked = Asked { innocent, name: Ends::Absent, ..Asked::default() };
        let five = suspect().asks(5, &asked);
        stands(&five, Sitting::Decided(Decision::NameFailsThere));
        says(&five, Code::Unreachable, Cause::Http, How::RequestFails);
        let asked_again = five.helper(opens());
        says(&asked_again, Code::LikelyBlocked, Cause::Http, How::SilenceAfterName);
    }
}

#[test]
fn a_site_that_drops_its_own_name_is_not_the_networks_doing() {
    // The innocent works at the site's address, but the name passes at our server.
    let asked = Asked { name: Ends::Done(700), ..Asked::default() };
    let story = suspect().asks(5, &asked);
    stands(&story, Sitting::Decided(Decision::TargetFails));
    says(&story.helper(opens()), Code::Unreachable, Cause::Http, How::RequestFails);
}

#[test]
fn a_site_that_answers_nobody_is_unreachable() {
    for ends in [Ends::Silence, Ends::Reset, Ends::NoConnect] {
        let gone = Asked { innocent: Ends::Absent, name: Ends::Absent, ..Asked::default() };
        let asked = Asked { target: ends, there: ends, ..gone };
        let story = suspect().asks(5, &asked).helper(opens());
        stands(&story, Sitting::Decided(Decision::TargetFails));
        let verdict = judge(&story.dossier).verdict;
        assert_eq!(verdict.code, Code::Unreachable, "{ends:?}: {verdict:#?}");
    }
}

#[test]
fn an_innocent_host_that_is_late_or_unheard_proves_nothing() {
    let gone = Asked { innocent: Ends::Absent, name: Ends::Absent, ..Asked::default() };
    let late = Asked { there: Ends::Done(5_000), ..gone.clone() };
    let stalled = Asked { gap: Some((7_000, 5_000)), ..gone };
    for asked in [late, stalled] {
        let verdict = judge(&suspect().asks(6, &asked).helper(opens()).dossier).verdict;
        assert!(!verdict.code.is_accusation(), "{verdict:#?}");
    }
}

#[test]
fn a_request_that_is_answered_again_clears() {
    let works = Asked { target: Ends::Done(900), name: Ends::Done(700), ..Asked::default() };
    let story = suspect().asks(2, &works);
    stands(&story, Sitting::Decided(Decision::Works));
    assert_eq!(judge(&story.dossier).verdict.reason, Some(Reason::CameBack));
}

#[test]
fn nobody_is_accused_once_a_control_is_missing() {
    let accused = suspect().asks(5, &Asked::default()).helper(opens()).dossier;
    let code = |dossier: &Dossier| judge(dossier).verdict.code;
    assert_eq!(code(&accused), Code::LikelyBlocked);
    let is_at =
        |one: &Observation, gone: Arm| matches!(one.place, Place::Block { arm, .. } if arm == gone);
    for gone in [Arm::Control, Arm::SecondControl, Arm::Canary, Arm::Target] {
        let mut less = accused.clone();
        less.observations.retain(|one| !is_at(one, gone));
        assert!(!code(&less).is_accusation(), "{gone:?}");
    }
    for gone in [Arm::InnocentAtHelper, Arm::NameAtHelper] {
        let mut less = accused.clone();
        less.observations.retain(|one| !is_at(one, gone) && !is_at(one, Arm::InnocentAtTarget));
        assert!(!code(&less).is_accusation(), "{gone:?}");
    }
    let mut alone = accused;
    alone.observations.retain(|one| !matches!(one.event, Event::HelperExchange(_)));
    assert!(!code(&alone).is_accusation());
}

#[test]
fn a_page_in_the_clear_is_compared_by_its_structure() {
    let tags = |counts: &[(&str, u32)]| -> Tags {
        counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    };
    let site = tags(&[("div", 40), ("a", 30), ("img", 9), ("p", 12)]);
    let code = |came: Tags| {
        let mut outside = opens_with(200, "");
        outside.http.as_mut().unwrap().tags = site.clone();
        let mut story = Story::cleartext().clear_page(200, "").helper(outside);
        for one in &mut story.dossier.observations {
            if let Event::HttpTransaction(http) = &mut one.event {
                http.tags = came.clone();
            }
        }
        let verdict = judge(&story.dossier).verdict;
        (verdict.code, verdict.reason)
    };
    let with_other_ads = tags(&[("div", 46), ("a", 33), ("img", 11), ("p", 12), ("iframe", 4)]);
    assert_eq!(code(with_other_ads), (Code::Accessible, None));
    let blockpage = tags(&[("p", 3), ("h1", 1)]);
    assert_eq!(code(blockpage), (Code::Inconclusive, Some(Reason::PageDiffers)));
    assert_eq!(code(Tags::new()), (Code::Accessible, None), "an old row has no structure");
}
