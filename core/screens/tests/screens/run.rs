//! A run while it goes on.

use arna_engine::RunEvent;
use arna_screens::StrandKind;
use arna_screens::run::Stage;

use crate::country::{Seen, in_country, keep};

fn first(seen: &[Seen], is_wanted: impl Fn(&Seen) -> bool) -> &Seen {
    seen.iter().find(|one| is_wanted(one)).expect("it comes")
}

#[test]
fn a_run_is_seen_from_its_beginning_to_its_end() {
    in_country("kz-2024-sni-drop", Some(12), async |phone| {
        let seen = phone.measure().await;
        keep("run-begins", &seen[0].screens);
        let half = first(&seen, |one| {
            let kinds = &one.screens[0].picture.kinds;
            let of =
                |wanted| kinds.iter().find(|one| one.kind == wanted).map_or(0, |one| one.count);
            of(StrandKind::Bed) > 0 && of(StrandKind::Bed) <= 6
        });
        keep("run-half", &half.screens);
        let sure = first(&seen, |one| matches!(one.event, RunEvent::Confirming { block: 3, .. }));
        keep("run-making-sure", &sure.screens);
        keep("run-over", &seen.last().unwrap().screens);
        let spoken: Vec<_> = seen.iter().filter_map(|one| one.screens[0].live.as_deref()).collect();
        insta::assert_yaml_snapshot!(spoken);
    });
}

#[test]
fn stages_follow_each_other() {
    in_country("first-light", None, async |phone| {
        let seen = phone.measure().await;
        let mut stages: Vec<_> = seen.iter().map(|one| one.screens[0].stage).collect();
        stages.dedup();
        assert_eq!(stages, [Stage::Measuring, Stage::MakingSure, Stage::Ending]);
    });
}

#[test]
fn the_time_that_is_told_moves_on_only_once_it_has_passed() {
    in_country("kz-2024-sni-drop", Some(12), async |phone| {
        let seen = phone.measure().await;
        let told: Vec<_> = seen.iter().filter_map(|one| one.screens[0].until.clone()).collect();
        let mut distinct = told.clone();
        distinct.dedup();
        assert!(!told.is_empty() && distinct.len() <= 2, "{distinct:?}");
    });
}

#[test]
fn tries_that_do_not_count_are_told() {
    in_country("handover", None, async |phone| {
        let seen = phone.measure().await;
        let waits =
            |one: &&Seen| matches!(one.event, RunEvent::Confirming { void, .. } if void > 0);
        if let Some(one) = seen.iter().find(waits) {
            keep("run-bad-signal", &one.screens);
        } else {
            panic!("a handover spoils a block");
        }
    });
}
