//! What changed is told once, to everybody who listens.

use std::collections::BTreeSet;

use super::super::{Announcer, Topic};

#[tokio::test]
async fn a_slow_listener_is_told_once_and_misses_nothing() {
    let announcer = Announcer::default();
    announcer.say(Topic::Lists);
    let mut changes = announcer.listen();
    for _ in 0..1_000 {
        announcer.say(Topic::Runs);
    }
    announcer.say(Topic::Journal);
    let both = BTreeSet::from([Topic::Runs, Topic::Journal]);
    assert_eq!(changes.next().await, Some(both), "what was before is not told");
    let mut other = changes.clone();
    announcer.say_all();
    announcer.end();
    assert_eq!(changes.next().await, Some(Topic::ALL.into()), "before the end");
    assert_eq!((changes.next().await, changes.next().await), (None, None));
    assert_eq!(other.next().await.map(|all| all.len()), Some(Topic::ALL.len()));
}

#[tokio::test]
async fn who_waits_is_woken() {
    let announcer = Announcer::default();
    let mut changes = announcer.listen();
    let waiting = tokio::spawn(async move { changes.next().await });
    tokio::task::yield_now().await;
    announcer.say(Topic::Networks);
    assert_eq!(waiting.await.unwrap(), Some(BTreeSet::from([Topic::Networks])));
}

#[test]
fn every_topic_has_its_own_place() {
    for (place, topic) in Topic::ALL.into_iter().enumerate() {
        assert_eq!(topic as usize, place);
    }
}
