//! Sittings of several at once: controls that are everybody's, and names that may silence an address for one another.

use crate::support::*;
use arna_judge::{Decision, Sitting, account, controls, round_controls};
use arna_model::*;

fn suspect() -> Story {
    Story::silent_tls().helper(opens()).together(6)
}

#[test]
fn a_name_counts_only_if_the_innocent_one_behind_it_was_answered() {
    let answered = Pair { after: Ends::Done(700), ..Pair::default() };
    stands(&suspect().pairs(4, &answered), Sitting::Decided(Decision::NameFails));
    says(&suspect().pairs(4, &answered), Code::LikelyBlocked, Some(How::SilenceAfterName), None);
    // Somebody else's name may have silenced the address: its server may ignore hellos, no more.
    for after in [Ends::Silence, Ends::NoConnect] {
        let silenced = Pair { after, ..Pair::default() };
        let ten = suspect().pairs(10, &silenced);
        assert!(!verdict(&ten).code.is_accusation(), "{after:?}");
        stands(&suspect().pairs(4, &silenced), Sitting::GoOn);
    }
    // Nor is it acquitted by what came through before the address fell silent.
    let passed = Pair { name: Ends::Done(700), after: Ends::Silence, ..Pair::default() };
    stands(&suspect().pairs(4, &passed), Sitting::GoOn);
    // In four blocks of which two are silenced, two are left.
    let half = suspect().pairs(2, &answered).pairs(2, &Pair { after: Ends::Silence, ..answered });
    stands(&half, Sitting::GoOn);
    stands(
        &half.pairs(2, &Pair { after: Ends::Done(700), ..Pair::default() }),
        Sitting::Decided(Decision::NameFails),
    );
}

/// That somebody read the innocent one at once shows that nothing silenced the address; the phone itself goes no further.
#[test]
fn how_the_handshake_of_the_innocent_one_behind_went_on_is_no_matter() {
    let begun = Pair { after: Ends::Begun(700), ..Pair::default() };
    for failure in [None, Some(Failure::ConnectionReset), Some(Failure::GenericTimeout)] {
        let mut story = suspect().pairs(4, &begun);
        for one in &mut story.dossier.observations {
            let is_after = matches!(one.place, Place::Block { arm: Arm::InnocentAfterNames, .. });
            if is_after && matches!(one.event, Event::TlsHandshake(_)) {
                one.failure.clone_from(&failure);
            }
        }
        stands(&story, Sitting::Decided(Decision::NameFails));
    }
    let refused = Pair { after: Ends::Alert(700), ..Pair::default() };
    stands(&suspect().pairs(4, &refused), Sitting::Decided(Decision::NameFails));
    // What is no TLS was said by somebody else.
    let plain = Pair { after: Ends::Plain(700), ..Pair::default() };
    stands(&suspect().pairs(4, &plain), Sitting::GoOn);
}

/// Each connection has a time-out of its own, so that resends slip through a residue where others' do not.
#[test]
fn an_innocent_one_that_had_to_be_said_again_shows_nothing() {
    let answered = Pair { after: Ends::Done(700), ..Pair::default() };
    let late = |seconds: u64, info: Option<TcpInfo>| {
        let mut story = suspect().pairs(4, &answered);
        for one in &mut story.dossier.observations {
            let is_after = matches!(one.place, Place::Block { arm: Arm::InnocentAfterNames, .. });
            if let Event::TlsHandshake(tls) = &mut one.event
                && is_after
            {
                tls.first_byte = Some(one.t0 + Micros::from_secs(seconds));
                tls.info = info;
                one.t = one.t0 + Micros::from_secs(seconds + 1);
            }
        }
        story
    };
    let sent = |retransmits| Some(TcpInfo { retransmits, ..TcpInfo::default() });
    // The connection took 0.23 s, a resend three times as long at least.
    stands(&late(1, None), Sitting::GoOn);
    stands(&late(1, sent(1)), Sitting::GoOn);
    assert!(!verdict(&late(1, sent(1))).code.is_accusation());
    stands(&late(1, sent(0)), Sitting::Decided(Decision::NameFails));
    stands(&late(0, sent(1)), Sitting::Decided(Decision::NameFails));
    // Where the kernel counted up to the first byte no clock is asked: a phone may be late, and the end of the handshake
    // is none of this.
    let counted = |seconds: u64, resent: u32| {
        let mut story = late(seconds, sent(1));
        for one in &mut story.dossier.observations {
            if let Event::TlsHandshake(tls) = &mut one.event
                && tls.info.is_some()
            {
                tls.resent_before_answer = Some(resent);
            }
        }
        story
    };
    stands(&counted(0, 1), Sitting::GoOn);
    stands(&counted(1, 0), Sitting::Decided(Decision::NameFails));
    // Of two one is enough.
    let mut two = late(1, sent(1));
    let second: Vec<_> = suspect().pairs(4, &answered).dossier.observations;
    let is_after =
        |one: &Observation| matches!(one.place, Place::Block { arm: Arm::InnocentAfterNames, .. });
    two.dossier.observations.extend(second.into_iter().filter(is_after));
    stands(&two, Sitting::Decided(Decision::NameFails));
}

/// Beside others a block brings fewer controls a target and costs a part of what it costs alone, so there may be more.
#[test]
fn a_sitting_beside_others_has_more_blocks() {
    let (open, void) = (
        Pair { innocent: Ends::Silence, ..Pair::default() },
        Pair { control: Ends::Silence, ..Pair::default() },
    );
    stands(&suspect().pairs(13, &open), Sitting::GoOn);
    stands(&suspect().pairs(14, &open), Sitting::Exhausted);
    stands(&suspect().pairs(7, &void), Sitting::GoOn);
    stands(&suspect().pairs(8, &void), Sitting::Void);
    // Who sat beside others and is the last to stay, sits on as one of them.
    stands(&suspect().pairs(3, &open).together(1).pairs(10, &open), Sitting::GoOn);
    let alone = || suspect().together(1);
    stands(&alone().pairs(10, &open), Sitting::Exhausted);
    stands(&alone().pairs(6, &void), Sitting::Void);
}

#[test]
fn an_account_tells_of_those_beside_and_of_an_address_that_may_be_poisoned() {
    let silenced = Pair { after: Ends::Silence, ..Pair::default() };
    let story =
        suspect().pair(&silenced).together(3).pair(&Pair { after: Ends::Done(700), ..silenced });
    let told = account(&story.together(1).pair(&Pair::default()).dossier).unwrap();
    let blocks: Vec<_> = told.sittings[0]
        .blocks
        .iter()
        .map(|block| (block.beside, block.is_address_silenced))
        .collect();
    assert_eq!(blocks, [(5, true), (2, false), (0, false)]);
}

#[test]
fn what_several_share_is_counted_once() {
    let trials = |story: &Story| controls(&story.dossier).trials;
    let looked_at = trials(&suspect());
    let pair = Pair::default();
    assert_eq!(trials(&suspect().pairs(2, &pair)), looked_at);
    assert_eq!(trials(&suspect().together(1).pairs(2, &pair)), looked_at + 6);
    // By the round they are a trial each, whatever sat there.
    let story = suspect().pair(&pair);
    let shared: Vec<_> = story
        .dossier
        .observations
        .into_iter()
        .filter_map(|one| match one.place {
            Place::Block { round: Some(round), arm, .. } if arm.is_shared() => {
                Some(Observation { place: Place::Shared { round: round.number, arm }, ..one })
            }
            _ => None,
        })
        .collect();
    assert_eq!(round_controls(&shared), Tally { trials: 3, failures: 0 });
    let of_lookups = shared.iter().cloned().map(|one| match one.place {
        Place::Shared { round, arm: Arm::Control } => {
            Observation { place: Place::Shared { round, arm: Arm::LookupControl }, ..one }
        }
        _ => one,
    });
    let both: Vec<_> = shared.iter().cloned().chain(of_lookups.clone()).collect();
    assert_eq!(round_controls(&both), Tally { trials: 3, failures: 0 });
    let only: Vec<_> = of_lookups.collect();
    assert_eq!(round_controls(&only).failures, 0);
}

#[test]
fn p0_of_a_target_counts_the_controls_of_its_own_rounds() {
    let told =
        account(&suspect().pairs(4, &Pair { after: Ends::Done(700), ..Pair::default() }).dossier);
    let sitting = &told.unwrap().sittings[0];
    assert_eq!(sitting.tests[0].p0.tally, Tally { trials: 212, failures: 0 });
}
