//! Second sittings over hours: a run ends with its accusations, and whoever resumes it in time makes them
//! certain, also after the program was stopped in the middle.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::sittings::*;
use arna_engine::{Resumed, RunEvent};
use arna_model::{Code, Measurement, Micros, Reason, Request};
use tokio::time::sleep;

#[test]
fn an_hour_later_a_second_sitting_makes_it_certain() {
    within("", async |story| {
        let (_, before) = story.first_run().await;
        assert!(is_whole(story).await, "a minute later it is too early");
        let awaiting = story.engine().awaiting().await.unwrap().expect("both wait");
        assert_eq!((awaiting.targets, awaiting.is_here), (2, true));
        let hour = Micros::from_secs(3600);
        assert!(
            awaiting.due_in > Micros::from_secs(3000) && awaiting.due_in <= hour,
            "{awaiting:?}"
        );
        let elsewhere = story.engine_on("3G").awaiting().await.unwrap().expect("elsewhere");
        assert!(!elsewhere.is_here);
        sleep(Duration::from(awaiting.due_in) + Duration::from_secs(1)).await;
        assert_eq!(story.engine().awaiting().await.unwrap(), None, "it is due");
        sleep(Duration::from_secs(3600).saturating_sub(awaiting.due_in.into())).await;
        // Whatever is asked for, what is due comes first.
        let run = goes(story.engine().resume(Request::default()).await.unwrap());
        let id = run.id().clone();
        let (measured, after) = to_the_end(run).await;
        assert_eq!((measured.len(), codes(&measured, Code::Blocked)), (2, 2));
        assert_eq!(after.by_code[&Code::Blocked], 2, "{:?}", after.by_code);
        assert_eq!(after.by_code[&Code::Accessible], before.by_code[&Code::Accessible]);
        assert!(after.bytes.total() > before.bytes.total());
        // The hour between does not count.
        let half = Micros::from_secs(1800);
        assert!(after.runtime > before.runtime && after.runtime < half, "{:?}", after.runtime);
        for one in &measured {
            assert_eq!(sittings(one), BTreeSet::from([1, 2]));
        }
        sleep(Duration::from_secs(7200)).await;
        assert!(is_whole(story).await, "two sittings a day");
        // What is stored is judged alike.
        let again = story.engine().judge_again(&id).await.unwrap();
        let blocked = again.iter().filter(|(_, one)| one.verdict.code == Code::Blocked).count();
        assert_eq!(blocked, 2);
    });
}

#[test]
fn a_second_sitting_that_was_cut_off_goes_on() {
    within("", async |story| {
        story.first_run().await;
        sleep(Duration::from_secs(4000)).await;
        let mut run = goes(story.engine().resume(story.request()).await.unwrap());
        loop {
            let event = run.next_event().await.expect("it goes on");
            if matches!(event, RunEvent::Confirming { block: 3, .. }) {
                break run.cancel();
            }
        }
        while run.next_event().await.is_some() {}
        let stored = story.engine();
        let id = run.id().clone();
        let held = stored.measurements(&id).await.unwrap();
        assert_eq!(codes(&held, Code::LikelyBlocked), 2, "one sitting is still one");
        let (measured, _) = to_the_end(goes(stored.resume(story.request()).await.unwrap())).await;
        assert_eq!(codes(&measured, Code::Blocked), 2);
        for one in &measured {
            assert_eq!(sittings(one), BTreeSet::from([1, 2]));
        }
    });
}

#[test]
fn what_opens_by_then_is_accessible() {
    within("only = { until_s = 2500.0 }", async |story| {
        story.first_run().await;
        sleep(Duration::from_secs(3700)).await;
        let run = goes(story.engine().resume(story.request()).await.unwrap());
        let (measured, _) = to_the_end(run).await;
        assert_eq!((measured.len(), codes(&measured, Code::Accessible)), (2, 2));
        assert!(is_whole(story).await);
    });
}

#[test]
fn after_three_days_it_is_too_late() {
    within("", async |story| {
        story.first_run().await;
        sleep(Duration::from_secs(73 * 3600)).await;
        assert!(is_whole(story).await);
    });
}

#[test]
fn suspects_that_were_too_many_are_taken_up_later() {
    within("", async |story| {
        let request = Request { most_confirmations: Some(1), ..story.request() };
        let run = story.engine().start(request.clone()).await.unwrap();
        let id = run.id().clone();
        let (measured, _) = to_the_end(run).await;
        assert_eq!(codes(&measured, Code::LikelyBlocked), 1);
        let spent = |one: &&Measurement| one.verdict.reason == Some(Reason::ConfirmationsSpent);
        let left: Vec<_> = measured.iter().filter(spent).collect();
        assert_eq!((left.len(), codes(&measured, Code::Inconclusive)), (1, 1));
        // At once, whatever is asked for; and only those.
        let run = goes(story.engine().resume(Request::default()).await.unwrap());
        assert_eq!(run.id(), &id);
        let (measured, summary) = to_the_end(run).await;
        assert_eq!((measured.len(), codes(&measured, Code::LikelyBlocked)), (1, 1));
        assert_eq!(measured[0].input, left[0].input);
        assert_eq!(summary.by_code[&Code::LikelyBlocked], 2, "{:?}", summary.by_code);
        assert!(story.engine().awaiting().await.unwrap().is_some(), "both wait for an hour now");
    });
}

#[test]
fn suspects_of_days_ago_are_left() {
    within("", async |story| {
        let request = Request { most_confirmations: Some(1), ..story.request() };
        to_the_end(story.engine().start(request.clone()).await.unwrap()).await;
        sleep(Duration::from_secs(73 * 3600)).await;
        let resumed = story.engine().resume(request).await.unwrap();
        assert!(matches!(resumed, Resumed::Whole(_)), "another time");
    });
}
