//! Effect 2 by records: a hello in two records of TLS, where two segments do not pass.

use crate::support::*;
use arna_judge::{Decision, Sitting, account, is_split_wanted, judge, sitting};
use arna_model::*;

/// Cut off at a site, with nobody outside.
fn alone() -> Story {
    Story::silent_tls()
}

#[track_caller]
fn stands(story: &Story, where_: Sitting) {
    assert_eq!(sitting(&story.dossier), where_);
}

#[track_caller]
fn is_accused(story: &Story) -> bool {
    judge(&story.dossier).verdict.code.is_accusation()
}

#[test]
fn records_that_pass_say_what_segments_do_not() {
    let story = alone().pairs(3, &Pair::in_records());
    stands(&story, Sitting::GoOn);
    let story = story.pair(&Pair::in_records());
    stands(&story, Sitting::Decided(Decision::RecordsPass));
    let verdict = judge(&story.dossier).verdict;
    assert_eq!((verdict.code, verdict.cause), (Code::LikelyBlocked, Some(Cause::TlsSni)));
    let told = account(&story.dossier).unwrap();
    let tests = told.sittings[0].tests.iter();
    let outcome = |of| tests.clone().find(|test| test.tested == of).map(|test| test.outcome);
    assert_eq!(outcome(Tested::RecordsAtTarget), Some(Outcome::Fails));
    assert_eq!(outcome(Tested::SplitAtTarget), Some(Outcome::Works));
    let twice = story.later(3_600).pairs(4, &Pair::in_records());
    assert_eq!(judge(&twice.dossier).verdict.code, Code::Blocked);
}

#[test]
fn segments_are_tried_no_more_once_records_pass_in_their_place() {
    let wants = |story: &Story| is_split_wanted(&story.dossier);
    assert!(wants(&alone()) && wants(&alone().pairs(2, &Pair::split())));
    let first = alone().pair(&Pair::in_records());
    assert!(!wants(&first));
    let rest = Pair { halves: Ends::Absent, ..Pair::in_records() };
    stands(&first.pairs(3, &rest), Sitting::Decided(Decision::RecordsPass));

    // A server that takes no records leaves segments their second try, and no third.
    let neither = Pair { innocent_records: Ends::Silence, ..Pair::in_records() };
    assert!(wants(&alone().pair(&neither)) && !wants(&alone().pairs(2, &neither)));
    // Where segments passed once a lost one is no reason to stop.
    assert!(wants(&alone().pair(&Pair::split()).pair(&Pair::in_records())));
    // Records that do not pass after all.
    let both = Pair { records: Ends::Silence, ..rest };
    assert!(wants(&alone().pair(&Pair::in_records()).pairs(6, &both)));
}

#[test]
fn what_puts_records_together_is_given_up_after_two_blocks() {
    let both = Pair { records: Ends::Silence, ..Pair::in_records() };
    let story = alone().pairs(2, &both);
    stands(&story, Sitting::Decided(Decision::TargetFails));
    assert!(!is_accused(&story.pairs(8, &both)));
}

#[test]
fn a_server_that_takes_no_records_voids_it() {
    for innocent_records in [Ends::Silence, Ends::Reset, Ends::Absent, Ends::NoConnect] {
        for records in [Ends::Done(700), Ends::Silence] {
            let pair = Pair { innocent_records, records, ..Pair::in_records() };
            let story = alone().pairs(10, &pair);
            assert!(!is_accused(&story), "{innocent_records:?} {records:?}");
        }
    }
}

#[test]
fn only_the_site_itself_acquits_itself() {
    for records in [Ends::Alert(700), Ends::Untrusted(700), Ends::Reset, Ends::NoConnect] {
        assert!(!is_accused(&alone().pairs(8, &Pair { records, ..Pair::in_records() })));
    }
    let spoilt = |arm, change: fn(&mut TlsHandshake)| {
        let mut story = alone().pairs(4, &Pair::in_records());
        for one in &mut story.dossier.observations {
            if let (Place::Block { arm: at, .. }, Event::TlsHandshake(tls)) =
                (&one.place, &mut one.event)
                && *at == arm
            {
                change(tls);
            }
        }
        is_accused(&story)
    };
    assert!(spoilt(Arm::RecordsAtTarget, |_| {}));
    for (arm, change) in [
        (Arm::RecordsAtTarget, (|tls| tls.record_cut_at = None) as fn(&mut TlsHandshake)),
        (Arm::RecordsAtTarget, |tls| tls.address = at(OTHER)),
        (Arm::InnocentInRecords, |tls| tls.record_cut_at = None),
        (Arm::InnocentInRecords, |tls| tls.address = at(OTHER)),
        (Arm::InnocentAtTarget, |tls| tls.record_cut_at = Some(9)),
        (Arm::Target, |tls| tls.record_cut_at = Some(9)),
    ] {
        assert!(!spoilt(arm, change), "{arm:?}");
    }
}
