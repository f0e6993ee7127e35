//! QUIC beside TLS: a hint, or the name of a cause, and never an accusation.

use crate::support::*;
use arna_judge::{Confirmation, Decision, Sitting, SuspicionKind, may_be_false_alarm, suspicion};
use arna_model::*;

/// A site that opens over TLS and offers QUIC, which is silent.
fn silent() -> Story {
    opened().quic(SITE, false)
}

fn opened() -> Story {
    let story = Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
    story.page(200, "News").helper(opens())
}

/// A block in which the target's name is met by silence, and an innocent one is answered there.
fn filtered() -> Pair {
    let there = Ends::Done(600);
    Pair { innocent: Ends::Absent, name: Ends::Absent, there, ..Pair::default() }
}

/// A hint, and no more.
fn is_hint(story: &Story) {
    let verdict = verdict(story);
    assert_eq!(
        (verdict.code, verdict.quic),
        (Code::Accessible, Some(Quic::Silent)),
        "{verdict:#?}"
    );
    assert_eq!((verdict.cause, verdict.false_positive_bound), (None, None), "{verdict:#?}");
}

#[test]
fn a_look_alone_is_a_hint_and_a_suspicion() {
    let story = silent();
    is_hint(&story);
    let suspicion = suspicion(&story.dossier).expect("it is suspect");
    assert_eq!(suspicion.kind, SuspicionKind::QuicSilence);
    assert_eq!(suspicion.kind.confirmation(), Confirmation::Quic);
    assert_eq!(suspicion.address, Some(at(SITE)));
    assert_eq!(suspicion.name.as_deref(), Some("forbidden.example"));
}

#[test]
fn block_after_block_it_is_the_name() {
    let few = silent().later(300).pairs(4, &filtered()).over_quic();
    stands(&few, Sitting::GoOn);
    is_hint(&few);
    let story = silent().later(300).pairs(5, &filtered()).over_quic();
    stands(&story, Sitting::Decided(Decision::NameFailsThere));
    let verdict = verdict(&story);
    assert_eq!((verdict.code, verdict.cause), (Code::Accessible, Some(Cause::Quic)));
    assert_eq!(verdict.quic, Some(Quic::SilentAfterName));
    assert!(verdict.nats > Some(9.16) && verdict.false_positive_bound == Some(1e-4));
    assert!(verdict.basis.len() >= 11, "{:?}", verdict.basis);
    assert!(suspicion(&story.dossier).is_none(), "it is decided");
}

#[test]
fn one_answer_to_the_name_and_nobody_is_named() {
    let works = Pair { target: Ends::Untrusted(500), ..filtered() };
    let story = silent().later(300).pairs(3, &filtered()).pair(&works).over_quic();
    stands(&story, Sitting::Decided(Decision::Works));
    is_hint(&story);
    let more = silent().later(300).pair(&works).pairs(9, &filtered()).over_quic();
    is_hint(&more);
}

#[test]
fn silence_for_an_innocent_too_and_nobody_is_named() {
    let hole = Pair { there: Ends::Silence, ..filtered() };
    let story = silent().later(300).pair(&hole).over_quic();
    stands(&story, Sitting::Decided(Decision::TargetFails));
    is_hint(&story);
    let later = silent().later(300).pair(&hole).pairs(9, &filtered()).over_quic();
    is_hint(&later);
}

#[test]
fn an_address_that_heard_the_name_lately_may_be_poisoned() {
    let hole = Pair { there: Ends::Silence, ..filtered() };
    stands(&silent().pair(&hole).over_quic(), Sitting::GoOn);
    // Such a block says nothing of the name, and the next ones have to.
    let story = silent().pair(&hole).pairs(4, &filtered()).over_quic();
    stands(&story, Sitting::GoOn);
    let story = silent().pair(&hole).pairs(5, &filtered()).over_quic();
    assert_eq!(verdict(&story).quic, Some(Quic::SilentAfterName));
}

#[test]
fn blocks_that_do_not_count_name_nobody() {
    for void in [
        Pair { control: Ends::Silence, ..filtered() },
        Pair { second: Ends::NoConnect, ..filtered() },
        Pair { gap: Some((3_000, 3_000)), ..filtered() },
        Pair { target: Ends::Absent, ..filtered() },
        // Somebody goes by names.
        Pair { there: Ends::Absent, ..filtered() },
    ] {
        let story = silent().later(300).pairs(10, &void).over_quic();
        is_hint(&story);
    }
    let mut story = silent().later(300).pairs(10, &filtered()).over_quic();
    for one in &mut story.dossier.observations {
        if matches!(one.place, Place::Block { arm: Arm::InnocentAtTarget, .. }) {
            one.failure = None;
        }
    }
    is_hint(&story);
}

#[test]
fn what_works_once_or_was_never_offered_is_no_suspect() {
    let story = silent().look(2).connects(SITE).verified(SITE).page(200, "News").quic(SITE, true);
    assert_eq!(verdict(&story).quic, Some(Quic::Works));
    assert!(suspicion(&story.dossier).is_none());
    // Silence at an address, or under a name, whose TLS nobody saw work.
    let elsewhere = opened().quic(OTHER, false);
    assert_eq!((verdict(&elsewhere).quic, suspicion(&elsewhere.dossier)), (None, None));
    assert_eq!(verdict(&opened()).quic, None);
}

#[test]
fn a_filter_of_tls_may_spare_quic_and_stays_the_cause() {
    let look = |story: Story, works| {
        story.connects(SITE).tls(SITE, Failure::GenericTimeout).quic(SITE, works)
    };
    let blocked = |works| {
        let story = Story::silent_tls().helper(opens()).look(2).resolves(&["93.184.216.34"]);
        look(story, works).pairs(4, &Pair::default())
    };
    for (works, said) in [(true, Some(Quic::Works)), (false, None)] {
        let verdict = verdict(&blocked(works));
        assert_eq!((verdict.code, verdict.cause), (Code::LikelyBlocked, Some(Cause::TlsSni)));
        assert_eq!(verdict.quic, said);
    }
}

#[test]
fn where_a_decoy_is_in_the_same_plight_nobody_is_named() {
    let story = silent().later(300).pairs(5, &filtered()).over_quic();
    assert!(may_be_false_alarm(&verdict(&story)), "a decoy of which it is said shows a mistake");
    for stop in [Stop::AwaitingDecoys, Stop::DecoyAccused] {
        is_hint(&story.clone().stop(stop));
    }
}
