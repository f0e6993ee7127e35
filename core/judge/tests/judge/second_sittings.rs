//! Two sittings: what one accuses, another one makes certain an hour later.

use crate::support::*;
use arna_judge::{Sitting, SuspicionKind, account, judge, second_sitting, sitting, suspicion};
use arna_model::*;

fn suspect() -> Story {
    Story::silent_tls().helper(opens())
}

fn accused() -> Story {
    suspect().pairs(4, &Pair::default())
}

#[track_caller]
fn says(story: &Story, code: Code) -> Verdict {
    let verdict = judge(&story.dossier).verdict;
    assert_eq!(verdict.code, code, "{verdict:#?}");
    verdict
}

fn awaits(story: &Story) -> bool {
    second_sitting(&story.dossier).is_some()
}

#[test]
fn two_sittings_an_hour_apart_are_certain() {
    let once = accused();
    let first = says(&once, Code::LikelyBlocked);
    let wanted = second_sitting(&once.dossier).expect("another one is awaited");
    assert_eq!(wanted.kind, SuspicionKind::TlsSilence);
    assert_eq!((wanted.address, suspicion(&once.dossier)), (Some(at(SITE)), None));
    let twice = once.later(3_600).pairs(4, &Pair::default());
    let second = says(&twice, Code::Blocked);
    assert_eq!((second.cause, second.how), (first.cause, first.how));
    assert_eq!(second.false_positive_bound, Some(1e-4), "the radio is one and the same");
    // The look, eight failures, eight names, eight innocents, the helper.
    assert_eq!((first.basis.len(), second.basis.len()), (14, 26));
    assert!(!awaits(&twice));
}

#[test]
fn less_than_an_hour_apart_they_are_one_witness() {
    let twice = accused().later(3_500).pairs(4, &Pair::default());
    says(&twice, Code::LikelyBlocked);
    assert!(!awaits(&twice), "there was a second one");
}

#[test]
fn until_the_second_decides_the_first_has_the_word() {
    let going_on = accused().later(3_600).pairs(2, &Pair::default());
    assert_eq!(sitting(&going_on.dossier), Sitting::GoOn);
    assert!(suspicion(&going_on.dossier).is_some());
    says(&going_on, Code::LikelyBlocked);
    says(&going_on.stop(Stop::AwaitingSecondSitting), Code::LikelyBlocked);
    let void = Pair { second: Ends::Silence, ..Pair::default() };
    let void = accused().later(3_600).pairs(6, &void);
    says(&void, Code::LikelyBlocked);
    assert!(!awaits(&void), "a name is exposed twice a day and no more");
}

#[test]
fn a_second_that_decides_otherwise_has_the_word() {
    let passes = Pair { name: Ends::Done(700), ..Pair::default() };
    says(&accused().later(3_600).pairs(4, &passes), Code::Unreachable);
    let works = Pair { target: Ends::Done(900), name: Ends::Done(700), ..Pair::default() };
    says(&accused().later(3_600).pairs(2, &works), Code::Inconclusive);
    let opened = accused().later(3_600).look(2).connects(SITE).verified(SITE).page(200, "");
    says(&opened, Code::Accessible);
    assert!(!awaits(&opened));
}

#[test]
fn effects_1_and_2_are_witnesses_of_one_kind_and_effect_3_is_none() {
    says(&accused().later(3_600).pairs(4, &Pair::split()), Code::Blocked);
    let there = Pair { halves: Ends::Silence, ..Pair::split() };
    let once = suspect().pairs(4, &there).helper(opens());
    says(&once, Code::LikelyBlocked);
    assert!(!awaits(&once));
    says(&once.later(3_600).pairs(4, &there).helper(opens()), Code::LikelyBlocked);
}

#[test]
fn an_undecided_first_leaves_the_second_alone() {
    let void = Pair { second: Ends::Silence, ..Pair::default() };
    let story = suspect().pairs(5, &void).later(7_200).pairs(4, &Pair::default());
    says(&story, Code::LikelyBlocked);
    assert!(awaits(&story));
    says(&story.later(3_600).pairs(4, &Pair::default()), Code::Blocked);
}

#[test]
fn lookups_and_requests_have_second_sittings_too() {
    let story = || Story::unanswered_request(Failure::GenericTimeout).helper(opens());
    let asked = Asked::default();
    let once = story().asks(5, &asked);
    assert!(awaits(&once));
    says(&once.later(3_600).asks(5, &asked), Code::Blocked);
}

/// The same target in a later run, a first sitting of which ended so long before this run began.
fn after(first: &Story, seconds: u64) -> Story {
    let mut later = accused();
    let mut before = first.dossier.clone();
    for one in &mut before.observations {
        one.id = ObservationId::new(format!("first-{}", one.id));
    }
    let ended = first.dossier.observations.iter().map(|one| one.t).max().unwrap();
    later.dossier.earlier = Some(Earlier {
        run: RunId::new("first"),
        measurement: MeasurementId::new("m"),
        before: Micros::from_secs(seconds) + ended,
        is_certain: true,
        dossier: Box::new(before),
    });
    later
}

#[test]
fn a_sitting_of_another_run_counts_as_if_it_were_of_this_one() {
    let twice = after(&accused(), 3_600);
    let verdict = says(&twice, Code::Blocked);
    assert_eq!((verdict.basis.len(), verdict.false_positive_bound), (26, Some(1e-4)));
    let told = account(&twice.dossier).unwrap();
    assert_eq!((told.sittings.len(), told.earlier.map(|it| it.is_counted)), (1, Some(true)));
    assert!(!awaits(&twice));
    // Less than an hour, by the clock that was asked.
    let soon = after(&accused(), 3_500);
    says(&soon, Code::LikelyBlocked);
    assert_eq!(account(&soon.dossier).unwrap().earlier.map(|it| it.is_counted), Some(false));
    assert!(!awaits(&soon), "a name is exposed twice a day and no more");
}

#[test]
fn another_run_has_to_accuse_by_itself_and_the_same_endpoint() {
    let there = Pair { halves: Ends::Silence, ..Pair::split() };
    let void = Pair { second: Ends::Silence, ..Pair::default() };
    let mut other = accused();
    for one in &mut other.dossier.observations {
        match &mut one.event {
            Event::TlsHandshake(tls) if tls.address == at(SITE) => tls.address = at(OTHER),
            Event::TcpConnect(tcp) if tcp.address == at(SITE) => tcp.address = at(OTHER),
            _ => {}
        }
    }
    for first in [
        suspect().pairs(4, &there).helper(opens()),
        suspect().pairs(6, &void),
        suspect().pairs(2, &Pair::default()),
        accused().stop(Stop::DecoyAccused),
        other,
    ] {
        says(&after(&first, 7_200), Code::LikelyBlocked);
    }
}
