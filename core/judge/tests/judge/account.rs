//! A verdict explains itself: every block, what held it back, and the sums beside their bounds.

use crate::support::*;
use arna_judge::{account, judge, void_blocks};
use arna_model::*;

fn suspect() -> Story {
    Story::silent_tls().helper(opens())
}

fn sitting(story: &Story) -> SittingAccount {
    let account = account(&story.dossier).unwrap();
    assert_eq!(account.judge, arna_judge::VERSION);
    account.sittings.into_iter().next_back().unwrap()
}

/// The sums of a test after each block.
fn nats(sitting: &SittingAccount, tested: Tested) -> Vec<f64> {
    let of =
        |block: &BlockAccount| block.trials.iter().find(|one| one.tested == tested).unwrap().nats;
    let rounded = |nats: f64| (nats * 100.0).round() / 100.0;
    sitting.blocks.iter().map(of).map(rounded).collect()
}

#[test]
fn the_sums_are_those_of_the_method_s_first_example() {
    // 0 of 200 controls failed, and 3 of each block worked: the start value of silence is the largest.
    let told = sitting(&suspect().pairs(4, &Pair::default()));
    assert_eq!(nats(&told, Tested::Target), [2.89, 5.78, 8.67, 11.56]);
    assert_eq!(nats(&told, Tested::NameAtHelper), [2.89, 5.78, 8.67, 11.56]);
    assert!((told.fails_at - 9.16).abs() < 0.01 && (told.works_at + 3.0).abs() < 0.01);
    let target = &told.tests[0];
    assert_eq!((target.tested, target.outcome), (Tested::Target, Outcome::Fails));
    assert_eq!((target.failures, target.successes), (4, 0));
    assert_eq!((target.p0.value, target.p0.from), (0.05, P0Source::Start));
    assert_eq!(target.p0.tally, Tally { trials: 212, failures: 0 });
    let verdict = judge(&suspect().pairs(4, &Pair::default()).dossier).verdict;
    assert_eq!(verdict.nats, Some(target.nats));
}

/// Each block brings three controls: the second example.
#[test]
fn the_sum_after_a_block_is_what_it_was_then() {
    let told = sitting(&suspect().tally(0, 0).pairs(6, &Pair::default()));
    let sums = nats(&told, Tested::Target);
    assert_eq!(sums[..3], [0.0; 3], "p0 is over the ceiling");
    assert_eq!(sums[4..], [8.02, 10.62]);
    assert!(sums[4] < told.fails_at && sums[5] > told.fails_at, "decided by the last block");
}

#[test]
fn where_p0_comes_from_is_told() {
    let from = |story: Story| sitting(&story.pairs(3, &Pair::default())).tests[0].p0;
    let noisy = from(suspect().tally(4, 60));
    assert_eq!(noisy.from, P0Source::Controls);
    assert!(noisy.value == noisy.controls && noisy.value > 0.05, "{noisy:?}");
    let reset = Pair { target: Ends::Reset, ..Pair::default() };
    let cut = sitting(&suspect().pairs(3, &reset)).tests[0].p0;
    assert_eq!((cut.from, cut.value, cut.start), (P0Source::Floor, 0.02, 0.01));
    let noisy = sitting(&suspect().tally(40, 60).pairs(3, &Pair::default()));
    assert_eq!(noisy.tests[0].outcome, Outcome::TooNoisy);
    assert_eq!(nats(&noisy, Tested::Target), [0.0; 3]);
}

#[test]
fn what_holds_a_block_back_has_its_name() {
    let usual = Pair::default;
    for (pair, void) in [
        (usual(), vec![]),
        (Pair { control: Ends::Done(3_200), ..usual() }, vec![Gate::ControlSlow]),
        (Pair { control: Ends::Silence, ..usual() }, vec![Gate::ControlSilent]),
        (Pair { second: Ends::Done(9_000), ..usual() }, vec![Gate::SecondControlSlow]),
        (Pair { second: Ends::NoConnect, ..usual() }, vec![Gate::SecondControlSilent]),
        (Pair { gap: Some((4_000, 3_000)), ..usual() }, vec![Gate::EchoGap]),
        (Pair { gap: Some((0, 60_000)), ..usual() }, vec![Gate::NoEchoes]),
        (
            Pair {
                control: Ends::Silence,
                second: Ends::Silence,
                gap: Some((0, 5_000)),
                ..usual()
            },
            vec![Gate::ControlSilent, Gate::SecondControlSilent, Gate::EchoGap],
        ),
        (Pair { target: Ends::Local, ..usual() }, vec![Gate::LocalTrouble]),
        (Pair { target: Ends::Absent, ..usual() }, vec![Gate::TargetUntold]),
    ] {
        let story = suspect().pairs(1, &pair);
        let told = sitting(&story);
        assert_eq!(told.blocks[0].void, void, "{pair:?}");
        // What the target did is left out of what the link spoilt.
        let is_void = void.iter().any(|gate| *gate != Gate::TargetUntold);
        assert_eq!(void_blocks(&story.dossier, told.sitting), u16::from(is_void), "{pair:?}");
        let trial = told.blocks[0].trials[0];
        assert_eq!(trial.trial == Trial::Failed, void.is_empty(), "{pair:?}: {trial:?}");
        assert_eq!(trial.nats > 0.0, void.is_empty(), "{pair:?}: {trial:?}");
    }
}

#[test]
fn a_void_block_moves_no_sum_and_a_success_lowers_it() {
    let slow = Pair { control: Ends::Done(5_000), ..Pair::default() };
    let works = Pair { target: Ends::Done(700), name: Ends::Done(700), ..Pair::default() };
    let story = suspect().pairs(1, &Pair::default()).pairs(1, &slow).pairs(1, &works);
    let told = sitting(&story.pairs(2, &Pair::default()));
    assert_eq!(nats(&told, Tested::Target), [2.89, 2.89, 0.64, 3.53, 6.42]);
    assert_eq!(told.blocks[1].slowest_control, Some(Micros::from_millis(5_000)));
    let trials: Vec<_> = told.blocks.iter().map(|block| block.trials[0].trial).collect();
    let expected = [Trial::Failed, Trial::NotCounted, Trial::Worked, Trial::Failed, Trial::Failed];
    assert_eq!(trials, expected);
}

#[test]
fn an_effect_that_was_not_tried_is_not_told_of() {
    let story =
        suspect().pairs(2, &Pair { innocent: Ends::Absent, name: Ends::Absent, ..Pair::default() });
    let tested: Vec<_> = sitting(&story).tests.iter().map(|test| test.tested).collect();
    assert_eq!(tested, [Tested::Target]);
    // Tried, and void: told of, with nothing in it.
    let story = suspect()
        .pairs(2, &Pair { innocent: Ends::Silence, name: Ends::Absent, ..Pair::default() });
    let told = sitting(&story);
    assert_eq!(told.tests[1].tested, Tested::NameAtHelper);
    assert_eq!(nats(&told, Tested::NameAtHelper), [0.0, 0.0]);
}

#[test]
fn without_blocks_there_is_no_account() {
    assert_eq!(account(&suspect().dossier), None);
}
