//! Second sittings over hours: a run ends with its accusations, and whoever resumes it in time makes them
//! certain, also after the program was stopped in the middle.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::sittings::*;
use arna_engine::RunEvent;
use arna_model::{Code, Micros, Request};
use tokio::time::sleep;

#[test]
fn an_hour_later_a_second_sitting_makes_it_certain() {
    within("", async |story| {
        let (_, before) = story.first_run().await;
        assert!(is_whole(story).await, "a minute later it is too early");
        sleep(Duration::from_secs(3600)).await;
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
fn after_a_day_it_is_too_late() {
    within("", async |story| {
        story.first_run().await;
        sleep(Duration::from_secs(25 * 3600)).await;
        assert!(is_whole(story).await);
    });
}
