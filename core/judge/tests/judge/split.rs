//! Effects at the target's own address: the split hello (2), and an innocent name there (3).

use crate::support::*;
use arna_judge::{
    Decision, Doubt, Sitting, SuspicionKind, account, doubts, is_name_wanted, is_site_wanted,
    judge, suspicion,
};
use arna_model::*;

/// Silence after the name, and nobody outside to ask.
fn alone() -> Story {
    Story::silent_tls().exchange(None, None)
}

#[test]
fn without_anybody_outside_the_split_hello_accuses() {
    says(&alone(), Code::Inconclusive, None, Some(Reason::NoOutsideControl));
    let three = alone().pairs(3, &Pair::split());
    stands(&three, Sitting::GoOn);
    let four = alone().pairs(4, &Pair::split());
    stands(&four, Sitting::Decided(Decision::SplitPasses));
    says(&four, Code::LikelyBlocked, Some(How::SilenceAfterName), None);
    let verdict = judge(&four.dossier).verdict;
    assert_eq!((verdict.cause, verdict.false_positive_bound), (Some(Cause::TlsSni), Some(1e-4)));
    // The look, four failures, four innocents, four halves.
    assert_eq!(verdict.basis.len(), 13);
    let reset = Pair { target: Ends::Reset, ..Pair::split() };
    let story = Story::https().connects(SITE).tls(SITE, Failure::ConnectionReset);
    says(&story.pairs(3, &reset), Code::LikelyBlocked, Some(How::ResetAfterName), None);
}

#[test]
fn whoever_fails_in_both_forms_is_neither_accused_nor_cleared() {
    // A filter that reassembles, a front end that routes the name to something dead.
    let both = Pair { halves: Ends::Silence, ..Pair::split() };
    let two = alone().pairs(2, &both);
    stands(&two, Sitting::Decided(Decision::TargetFails));
    says(&two, Code::Inconclusive, None, Some(Reason::NoOutsideControl));
    // With somebody outside effect 3 may speak, who has to see the page now.
    let four = Story::silent_tls().helper(opens()).pairs(4, &both);
    stands(&four, Sitting::Decided(Decision::NameFailsThere));
    says(&four, Code::Unreachable, Some(How::HandshakeFails), None);
    says(&four.helper(opens()), Code::LikelyBlocked, Some(How::SilenceAfterName), None);
}

#[test]
fn a_name_that_passes_at_our_server_leaves_effect_3_nothing_to_say_and_effect_2_all() {
    let passes = Pair { innocent: Ends::Done(700), name: Ends::Done(700), ..Pair::split() };
    let both = Pair { halves: Ends::Silence, ..passes.clone() };
    let story = Story::silent_tls().helper(opens()).pairs(4, &both);
    stands(&story, Sitting::Decided(Decision::TargetFails));
    says(&story.helper(opens()), Code::Unreachable, Some(How::HandshakeFails), None);
    let story = Story::silent_tls().helper(opens()).pairs(4, &passes);
    stands(&story, Sitting::Decided(Decision::SplitPasses));
    says(&story, Code::LikelyBlocked, Some(How::SilenceAfterName), None);
}

#[test]
fn a_site_that_answers_no_hello_or_no_long_one_is_not_accused() {
    for there in [Ends::Silence, Ends::Reset, Ends::NoConnect] {
        let halves = Pair { there, halves: Ends::Absent, ..Pair::split() };
        for pair in [halves, Pair { there, ..Pair::split() }] {
            let story = alone().pairs(10, &pair);
            says(&story, Code::Inconclusive, None, Some(Reason::NoOutsideControl));
        }
    }
}

#[test]
fn only_the_site_itself_acquits_itself() {
    // Cut in two, an alert, a stranger's certificate, or what came of a hello that was not cut.
    for halves in [Ends::Alert(700), Ends::Untrusted(700), Ends::Reset] {
        let story = alone().pairs(4, &Pair { halves, ..Pair::split() });
        assert!(!judge(&story.dossier).verdict.code.is_accusation(), "{halves:?}");
    }
    let mut story = alone().pairs(4, &Pair::split());
    let spoil = |story: &mut Story, arm, change: fn(&mut TlsHandshake)| {
        for one in &mut story.dossier.observations {
            if let (Place::Block { arm: at, .. }, Event::TlsHandshake(tls)) =
                (&one.place, &mut one.event)
                && *at == arm
            {
                change(tls);
            }
        }
    };
    says(&story, Code::LikelyBlocked, Some(How::SilenceAfterName), None);
    for (arm, change) in [
        (Arm::SplitAtTarget, (|tls| tls.cut_at = None) as fn(&mut TlsHandshake)),
        (Arm::SplitAtTarget, |tls| tls.address = at(OTHER)),
        (Arm::InnocentAtTarget, |tls| tls.address = at(OTHER)),
        (Arm::InnocentAtTarget, |tls| tls.server_name = "www.example".into()),
        (Arm::InnocentAtTarget, |tls| tls.ja4 = Some("another".into())),
    ] {
        let mut spoilt = story.clone();
        spoil(&mut spoilt, Arm::Target, |tls| tls.ja4 = Some("one".into()));
        spoil(&mut spoilt, arm, change);
        assert!(!judge(&spoilt.dossier).verdict.code.is_accusation(), "{arm:?}");
    }
    // The innocent name has a certificate of its own there: somebody goes by names.
    for one in &mut story.dossier.observations {
        if matches!(one.place, Place::Block { arm: Arm::InnocentAtTarget, .. }) {
            one.failure = None;
        }
    }
    assert!(!judge(&story.dossier).verdict.code.is_accusation());
}

#[test]
fn a_success_of_the_whole_hello_weighs_against_it() {
    let works = Pair { target: Ends::Done(700), ..Pair::split() };
    let story = alone().pairs(3, &Pair::split()).pair(&works);
    stands(&story, Sitting::GoOn);
    stands(&story.pairs(2, &Pair::split()), Sitting::Decided(Decision::SplitPasses));
}

#[test]
fn a_stall_while_the_site_was_tried_says_nothing_of_it() {
    // The whole hello was out for long enough after it.
    let stalled = Pair { gap: Some((600, 2_400)), ..Pair::split() };
    let story = alone().pairs(6, &stalled);
    assert!(!judge(&story.dossier).verdict.code.is_accusation());
}

/// What is tried at the sites of several takes as long as the slowest of them.
#[test]
fn a_stall_while_others_were_tried_says_nothing_of_this_one() {
    let gap = |from| Pair { wait: 10_000, gap: Some((from, 5_000)), ..Pair::split() };
    // Its own part takes 1.3 s, its whole hello begins after eleven.
    let between = alone().pairs(4, &gap(3_000));
    stands(&between, Sitting::Decided(Decision::SplitPasses));
    for from in [10_000, 13_000] {
        let within = alone().pairs(6, &gap(from));
        assert!(!judge(&within.dossier).verdict.code.is_accusation(), "{from}");
    }
}

/// Another network may have no way to the site, and then its split hello came over the one that has.
#[test]
fn a_phone_that_moved_between_the_two_hellos_shows_no_effect() {
    let at = |address| RadioSample { address: Some(address), ..RadioSample::default() };
    // Its whole hello takes ten seconds and the connection before it, at the end of the block.
    let moves = |before: [u64; 2]| {
        let waits = Pair { wait: 10_000, ..Pair::split() };
        (0..6).fold(alone(), |story, _| {
            let story = story.pair(&waits).radio_before(25_000, at(0));
            let [one, other] = before;
            story.radio_before(one, at(0)).radio_before(other, at(1)).radio(at(1))
        })
    };
    let is_failing = |story: &Story| {
        let told = account(&story.dossier).unwrap();
        told.sittings[0].tests[0].failures > 0
    };
    let between = moves([19_000, 11_000]);
    assert!(!judge(&between.dossier).verdict.code.is_accusation());
    assert!(is_failing(&between), "that it fails was seen over one network");
    let within = moves([9_000, 5_000]);
    assert!(!is_failing(&within), "the target itself was cut off by the move");
}

#[test]
fn behind_a_proxy_it_says_nothing() {
    let four = alone().pairs(4, &Pair::split());
    assert_eq!(doubts(&four.dossier), [Doubt::Proxy(443)]);
    says(&four.calls_nobody(None), Code::Inconclusive, None, Some(Reason::NoOutsideControl));
    let four = Story::silent_tls().helper(opens()).pairs(4, &Pair::split()).calls_nobody(None);
    says(&four, Code::Inconclusive, None, Some(Reason::TcpProxy));
}

#[test]
fn the_site_is_tried_only_where_effect_1_has_nothing_to_say() {
    let with = || Story::silent_tls().helper(opens());
    let wants = |story: &Story, has_post| is_site_wanted(&story.dossier, has_post);
    assert!(!wants(&with(), true) && wants(&with(), false) && wants(&alone(), true));
    let stopped = Pair::default();
    assert!(!wants(&with().pair(&stopped), true));
    for name in [Ends::Done(700), Ends::NoConnect] {
        assert!(wants(&with().pair(&Pair { name, ..stopped.clone() }), true), "{name:?}");
    }
    let deaf = Pair { innocent: Ends::Silence, name: Ends::Absent, ..stopped.clone() };
    assert!(wants(&with().pair(&deaf), true));
    // What a void block shows is nobody's.
    let void = Pair { second: Ends::Silence, ..deaf };
    assert!(!wants(&with().pair(&void), true));
    // But a name that passed in one will most likely pass again.
    let passed = Pair { second: Ends::Silence, name: Ends::Done(700), ..stopped.clone() };
    assert!(wants(&with().pair(&passed), true));
    // Where no connection comes about, no name is heard.
    let address = Story::https().resolves(&["93.184.216.34"]);
    let silent = address.no_connect(SITE, Failure::GenericTimeout).helper(opens());
    let spared = Pair { target: Ends::NoConnect, name: Ends::Done(700), ..stopped };
    assert!(!wants(&silent.clone().pair(&spared), true));
    assert!(wants(&silent.pair(&spared).pair(&Pair { target: Ends::Silence, ..spared }), true));
    // Twice in vain is enough.
    let vain = Pair { halves: Ends::Silence, ..Pair::split() };
    assert!(wants(&alone().pair(&vain), false) && !wants(&alone().pairs(2, &vain), false));
}

#[test]
fn the_name_is_said_at_our_server_until_it_has_passed_there() {
    let passes = Pair { name: Ends::Done(700), ..Pair::default() };
    let story = Story::silent_tls().helper(opens());
    assert!(is_name_wanted(&story.dossier) && is_name_wanted(&story.clone().pair(&passes).dossier));
    assert!(!is_name_wanted(&story.clone().pairs(2, &passes).dossier));
    assert!(is_name_wanted(&story.pairs(3, &Pair::default()).dossier));
}

#[test]
fn no_sitting_is_held_where_no_word_could_come_of_it() {
    let silent_address = Story::https().no_connect(SITE, Failure::GenericTimeout);
    assert!(suspicion(&silent_address.dossier).is_none());
    says(&silent_address, Code::Inconclusive, None, Some(Reason::NoOutsideControl));
}

#[test]
fn a_name_that_was_cut_off_stays_suspect_though_its_address_is_silent_by_now() {
    let poisoned = alone().look(2).no_connect(SITE, Failure::GenericTimeout).exchange(None, None);
    let found = suspicion(&poisoned.dossier).expect("it is suspect");
    assert_eq!((found.kind, found.address), (SuspicionKind::TlsSilence, Some(at(SITE))));
    let with = poisoned.helper(opens());
    assert_eq!(suspicion(&with.dossier).unwrap().kind, SuspicionKind::TcpSilence);
}
