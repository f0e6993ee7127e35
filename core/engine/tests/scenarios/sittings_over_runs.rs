//! Sittings over runs: what one run accuses, a later one makes certain, and no run exposes a name again on the
//! same day that another has just sat with.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::sittings::*;
use arna_model::{Code, Measurement, Place, Reason, Request};
use tokio::time::sleep;

/// How many were called so for this reason.
fn put_off(measured: &[Measurement]) -> usize {
    let is_put_off = |one: &&Measurement| {
        one.verdict.code == Code::Inconclusive && one.verdict.reason == Some(Reason::SatLately)
    };
    measured.iter().filter(is_put_off).count()
}

fn exposed(measured: &[Measurement]) -> usize {
    measured.iter().filter(|one| !sittings(one).is_empty()).count()
}

#[test]
fn a_new_run_makes_an_accusation_certain_and_says_by_what() {
    within("", async |story| {
        let (before, _) = story.first_run().await;
        sleep(Duration::from_secs(3700)).await;
        let (measured, summary) = story.another(story.request()).await;
        assert_eq!(codes(&measured, Code::Blocked), 2, "{:?}", summary.by_code);
        let engine = story.engine();
        for one in measured.iter().filter(|one| one.verdict.code == Code::Blocked) {
            assert_eq!(sittings(one), BTreeSet::from([1]), "one of its own");
            let other = before.iter().find(|other| other.input == one.input).unwrap();
            let is_basis = |of: &Measurement| {
                let blocks =
                    of.observations.iter().filter(|it| matches!(it.place, Place::Block { .. }));
                blocks.filter(|it| one.verdict.basis.contains(&it.id)).count()
            };
            assert!(is_basis(one) >= 9 && is_basis(other) >= 9, "both sittings are evidence");
            let account = engine.account(&one.id).await.unwrap().unwrap();
            let earlier = account.earlier.unwrap();
            assert_eq!((&earlier.measurement, earlier.is_counted), (&other.id, true));
            assert!(earlier.is_certain && earlier.apart.as_secs_f64() >= 3600.0);
        }
        // What is stored is judged alike, whatever has become of the first one since.
        engine.judge_again(&before[0].run).await.unwrap();
        let again = engine.judge_again(&summary.id).await.unwrap();
        let blocked = again.iter().filter(|(_, it)| it.verdict.code == Code::Blocked);
        assert_eq!(blocked.count(), 2);
        // Nothing is left to be made certain, and nobody is exposed a third time.
        assert!(is_whole(story).await);
        sleep(Duration::from_secs(7200)).await;
        let (third, _) = story.another(story.request()).await;
        assert_eq!((put_off(&third), exposed(&third)), (2, 0));
    });
}

#[test]
fn one_sitting_a_day_unless_it_is_asked_for() {
    within("", async |story| {
        story.first_run().await;
        sleep(Duration::from_secs(1200)).await;
        let (measured, _) = story.another(story.request()).await;
        assert_eq!((put_off(&measured), exposed(&measured)), (2, 0), "too early for a second");
        let asked = Request { is_recheck: true, ..story.request() };
        let (measured, _) = story.another(asked).await;
        assert_eq!((codes(&measured, Code::LikelyBlocked), exposed(&measured)), (2, 2));
        assert!(measured.iter().all(|one| put_off(std::slice::from_ref(one)) == 0));
        sleep(Duration::from_secs(73 * 3600)).await;
        let (measured, _) = story.another(story.request()).await;
        assert_eq!((codes(&measured, Code::LikelyBlocked), exposed(&measured)), (2, 2));
        // The evening after next is soon enough.
        sleep(Duration::from_secs(48 * 3600)).await;
        let (measured, _) = story.another(story.request()).await;
        assert_eq!((codes(&measured, Code::Blocked), exposed(&measured)), (2, 2));
    });
}

#[test]
fn another_network_is_another_story() {
    within("", async |story| {
        story.first_run().await;
        sleep(Duration::from_secs(3700)).await;
        let run = story.engine_on("3G").start(story.request()).await.unwrap();
        let (measured, _) = to_the_end(run).await;
        assert_eq!((codes(&measured, Code::LikelyBlocked), exposed(&measured)), (2, 2));
    });
}

#[test]
fn a_clock_that_was_set_forward_is_no_hour() {
    within("", async |story| {
        story.first_run().await;
        story.phone.set_ahead(2 * 3600);
        assert!(is_whole(story).await, "nor for the run itself");
        let (measured, _) = story.another(story.request()).await;
        assert_eq!((put_off(&measured), exposed(&measured)), (2, 0));
        // And one that was set back by a day is no new day, and hides no hour.
        story.phone.set_ahead(-26 * 3600);
        sleep(Duration::from_secs(3700)).await;
        let (measured, _) = story.another(story.request()).await;
        assert_eq!(codes(&measured, Code::Blocked), 2);
    });
}

#[test]
fn a_phone_that_was_started_again_has_its_clock_alone() {
    within("", async |story| {
        story.first_run().await;
        story.phone.restart();
        sleep(Duration::from_secs(3700)).await;
        let (measured, _) = story.another(story.request()).await;
        assert_eq!(codes(&measured, Code::Blocked), 2);
        let one = measured.iter().find(|one| one.verdict.code == Code::Blocked).unwrap();
        let account = story.engine().account(&one.id).await.unwrap().unwrap();
        assert!(!account.earlier.unwrap().is_certain);
    });
}

#[test]
fn what_opens_by_then_is_accessible() {
    within("only = { until_s = 2500.0 }", async |story| {
        story.first_run().await;
        sleep(Duration::from_secs(3700)).await;
        let (measured, _) = story.another(story.request()).await;
        assert_eq!((exposed(&measured), codes(&measured, Code::Accessible)), (0, 10));
    });
}
