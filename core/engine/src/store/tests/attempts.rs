//! What wanted to run in the background: the last that did is there however many could not since.

use arna_model::{
    Allowed, AttemptEnd, Bytes, Condition, Decision, Ended, Occasion, Purse, Rule, WallTime,
};

use super::everywhere;
use crate::store::Store;

fn decision(broken: Option<Rule>) -> Decision {
    let conditions = broken.map(|rule| Condition { rule, holds: false, figures: None });
    Decision {
        occasion: Occasion::Slice,
        allowed: if broken.is_some() { Allowed::Nothing } else { Allowed::All },
        purse: Purse::Cellular,
        most_bytes: Some(1),
        look_bytes: None,
        first_look_bytes: None,
        conditions: conditions.into_iter().collect(),
        next: Some(WallTime(7)),
        odd: Vec::new(),
    }
}

async fn wanted(store: &Store, at: i64, broken: Option<Rule>) -> i64 {
    store.keep_attempt(WallTime(at), false, decision(broken), None).await.expect("it is kept")
}

#[test]
fn the_last_that_ran_outlives_those_that_could_not() {
    everywhere(|store| async move {
        let ran = wanted(&store, 1, None).await;
        let end = AttemptEnd {
            at: WallTime(2),
            why: Ended::NoTime,
            bytes: Bytes { sent: 3, received: 4 },
            state: Some(arna_model::NetworkState::Online),
            measured: 5,
            double_checked: 1,
        };
        store.end_attempt(ran, end).await.expect("it is kept");
        for at in 0..400 {
            wanted(&store, 10 + at, Some(Rule::Battery)).await;
        }
        let kept = store.attempts(false).await.expect("they are read");
        let last = kept.last.expect("it is there");
        assert_eq!((last.at, last.end, last.decision), (WallTime(1), Some(end), decision(None)));
        assert_eq!(kept.since.len(), 300, "a week of them");
        assert_eq!(kept.since[0].at, WallTime(409), "the latest first");
        assert_eq!(kept.all.len(), 301);
        // Another that ran takes its place.
        wanted(&store, 1_000, None).await;
        let kept = store.attempts(false).await.expect("they are read");
        assert_eq!(kept.last.map(|one| (one.at, one.end)), Some((WallTime(1_000), None)));
        assert!(kept.since.is_empty());
        assert_eq!(store.attempts(true).await.expect("they are read").all, []);
    });
}
