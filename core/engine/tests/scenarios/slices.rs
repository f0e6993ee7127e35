//! Slices in the simulated country: something whole in twenty seconds, a sitting in three minutes, and nothing lost
//! wherever they are cut off.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::sittings::*;
use arna_engine::{Engine, Outcome, RunEvent, SliceRequest, Stopper};
use arna_model::{
    Attempt, AttemptEnd, Code, Conditions, Ended, Measurement, Micros, NetworkState, Occasion,
    Rule, Uplink, UplinkKind, WallTime,
};
use tokio::time::sleep;

pub(crate) fn conditions() -> Conditions {
    let uplink = Uplink {
        kind: Some(UplinkKind::Cellular),
        is_roaming: Some(false),
        is_metered: Some(true),
        is_default: true,
        ..Uplink::default()
    };
    Conditions {
        uplink: Some(uplink),
        battery_percent: Some(80),
        is_charging: Some(false),
        is_power_saving: Some(false),
        is_data_saving: Some(false),
        is_idle: Some(false),
    }
}

/// An engine whose user wants automatic tests, at any hour.
pub(crate) async fn willing(story: &Story) -> Engine {
    made_willing(story.engine()).await
}

/// Its user lets it test in the background, at all hours.
pub(crate) async fn made_willing(engine: Engine) -> Engine {
    engine.set("automatic", "on").await.unwrap();
    engine.set("quiet_hours", "none").await.unwrap();
    engine
}

pub(crate) fn asked(story: &Story, seconds: u64) -> SliceRequest {
    let now = arna_net::Wire::wall(story.phone.as_ref());
    SliceRequest {
        asked: story.request(),
        conditions: conditions(),
        ahead: 300,
        deadline: now.after(Micros::from_secs(seconds)),
        max_bytes: None,
    }
}

/// A slice of its own, in a process of its own.
async fn slice(story: &Story, seconds: u64) -> AttemptEnd {
    let engine = willing(story).await;
    let done = engine.background_slice(asked(story, seconds), &Stopper::default()).await.unwrap();
    done.end.expect("it is over")
}

/// Everything that all runs said, by what was looked at.
pub(crate) async fn everything(story: &Story) -> BTreeMap<String, Vec<Measurement>> {
    let engine = story.engine();
    let page = arna_engine::store::Page { before: None, limit: 10_000 };
    let mut all = BTreeMap::<String, Vec<Measurement>>::new();
    for run in engine.store().runs(page).await.unwrap().into_iter().rev() {
        for one in engine.measurements(&run.id).await.unwrap() {
            all.entry(one.input.clone().unwrap_or_default()).or_default().push(one);
        }
    }
    all
}

/// One step of a run is one measurement.
pub(crate) async fn assert_nothing_twice(story: &Story) {
    let engine = story.engine();
    let page = arna_engine::store::Page { before: None, limit: 100_000 };
    for run in engine.store().runs(page).await.unwrap() {
        let measured = engine.measurements(&run.id).await.unwrap();
        let inputs: BTreeSet<_> = measured.iter().map(|one| &one.input).collect();
        assert_eq!(inputs.len(), measured.len(), "{:?} has something twice", run.id);
    }
}

/// The most sittings that one name had within any twenty-four hours.
pub(crate) fn most_sittings_a_day(its: &[Measurement]) -> usize {
    let sat: Vec<_> = its.iter().filter(|one| !sittings(one).is_empty()).collect();
    let within_a_day = |first: &Measurement, one: &Measurement| {
        one.started.since(first.started).is_some_and(|later| later < Micros::from_secs(86_400))
    };
    let from_each = sat.iter().enumerate().map(|(number, first)| {
        let soon = sat[number..].iter().filter(|one| within_a_day(first, one));
        soon.map(|one| sittings(one).len()).sum()
    });
    from_each.max().unwrap_or(0)
}

fn sat(all: &BTreeMap<String, Vec<Measurement>>) -> usize {
    all.values().flatten().filter(|one| !sittings(one).is_empty()).count()
}

#[test]
fn twenty_seconds_do_something_whole_and_expose_nobody_for_nothing() {
    within("", async |story| {
        let engine = willing(story).await;
        let request = SliceRequest { max_bytes: Some(500_000), ..asked(story, 20) };
        let done = engine.background_slice(request, &Stopper::default()).await.unwrap();
        let end = done.end.unwrap();
        assert_eq!(end.state, Some(NetworkState::Online));
        assert!(end.measured >= 3, "{end:?}");
        assert!(end.bytes.total() <= 500_000, "{end:?}");
        assert_eq!((end.double_checked, sat(&everything(story).await)), (0, 0), "{end:?}");
        let kept = engine.automatic_tests(conditions(), 300).await.unwrap().kept;
        assert_eq!(kept.last.and_then(|last| last.end), Some(end));
        assert!(engine.journal(None).await.unwrap().len() == 1, "the look is kept");
        // What the means count is what it says it used.
        let spent = engine.spent(arna_model::Purse::Cellular, 300).await.unwrap();
        assert_eq!(spent.month, end.bytes.total());
    });
}

#[test]
fn a_slice_whose_bytes_are_over_ends_and_leaves_no_run_that_measured_nothing() {
    for max_bytes in [1, 15_000, 60_000] {
        within("", async |story| {
            let engine = willing(story).await;
            let request = SliceRequest { max_bytes: Some(max_bytes), ..asked(story, 180) };
            let done = engine.background_slice(request, &Stopper::default()).await.unwrap();
            let end = done.end.unwrap();
            // A byte is not enough to know that there is any Internet.
            let is_online = end.state == Some(NetworkState::Online);
            assert!(!is_online || end.why == Ended::NoBytes, "{max_bytes}: {end:?}");
            assert!(max_bytes < 60_000 || end.measured > 0, "{max_bytes}: {end:?}");
            let page = arna_engine::store::Page { before: None, limit: 10_000 };
            let runs = engine.store().runs(page).await.unwrap();
            assert!(runs.len() <= 3, "{max_bytes}: {} runs", runs.len());
            for run in runs {
                let measured = engine.measurements(&run.id).await.unwrap();
                assert!(!measured.is_empty(), "{max_bytes}: {:?} measured nothing", run.id);
            }
        });
    }
}

#[test]
fn three_minutes_make_a_sitting_and_an_hour_later_the_second() {
    within("", async |story| {
        let mut codes = Vec::new();
        for _ in 0..4 {
            let end = slice(story, 180).await;
            let all = everything(story).await;
            let of = |code| {
                let last = all.values().filter_map(|its| its.last());
                last.filter(|one| one.verdict.code == code).count()
            };
            codes.push((of(Code::LikelyBlocked), of(Code::Blocked)));
            println!("{end:?} {:?}", codes.last());
            sleep(Duration::from_secs(3700)).await;
        }
        assert!(codes.contains(&(2, 0)), "{codes:?}");
        assert_eq!(codes.last(), Some(&(0, 2)), "{codes:?}");
        let all = everything(story).await;
        assert_eq!(sat(&all), 4, "twice each, and never again");
        for (input, its) in &all {
            let is_meant = ["azattyq.org", "meduza.io"].iter().any(|name| input.contains(name));
            assert!(is_meant || its.iter().all(|one| !one.verdict.code.is_accusation()), "{input}");
        }
    });
}

#[test]
fn where_nothing_is_due_nothing_is_sent() {
    within("", async |story| {
        for _ in 0..3 {
            slice(story, 180).await;
        }
        let before = story.lab.phone_bytes();
        let end = slice(story, 180).await;
        assert_eq!((end.why, end.bytes.total()), (Ended::NothingDue, 0), "{end:?}");
        assert_eq!(story.lab.phone_bytes(), before);
    });
}

#[test]
fn what_may_not_begin_sends_nothing_and_is_told() {
    within("", async |story| {
        let engine = willing(story).await;
        let past = SliceRequest { deadline: WallTime(0), ..asked(story, 60) };
        let tired = Conditions { battery_percent: Some(12), ..conditions() };
        let tired = SliceRequest { conditions: tired, ..asked(story, 60) };
        let saving = Conditions { is_data_saving: Some(true), ..conditions() };
        let saving = SliceRequest { conditions: saving, ..asked(story, 60) };
        let refused = [(past, Rule::Time), (tired, Rule::Battery), (saving, Rule::DataSaving)];
        for (request, rule) in refused {
            let attempt = engine.background_slice(request, &Stopper::default()).await.unwrap();
            assert_eq!(attempt.decision.why_not().map(|one| one.rule), Some(rule));
            assert_eq!(attempt.end.map(|end| end.why), Some(Ended::NotAllowed));
        }
        engine.set("automatic", "off").await.unwrap();
        let off = engine.background_slice(asked(story, 60), &Stopper::default()).await.unwrap();
        assert_eq!(off.decision.why_not().map(|one| one.rule), Some(Rule::Automatic));
        assert_eq!(story.lab.phone_bytes().total(), 0);
        let kept = engine.automatic_tests(conditions(), 300).await.unwrap().kept;
        assert_eq!((kept.last, kept.since.len()), (None, 4));
    });
}

#[test]
fn a_slice_makes_way_for_a_person_and_not_for_another_slice() {
    within("", async |story| {
        let engine = willing(story).await;
        let stop = Stopper::default();
        let sliced = engine.background_slice(asked(story, 180), &stop);
        let by_hand = async {
            sleep(Duration::from_secs(6)).await;
            let other = engine.background_slice(asked(story, 60), &Stopper::default()).await;
            let why_not = other.unwrap().decision.why_not().map(|one| one.rule);
            assert_eq!(why_not, Some(Rule::Alone));
            let busy = Occasion::Hand { is_agreed: false };
            assert!(engine.may_run(busy, conditions(), 300).await.is_ok());
            to_the_end(engine.start(story.request()).await.unwrap()).await
        };
        let (sliced, (measured, _)) = tokio::join!(sliced, by_hand);
        assert_eq!(sliced.unwrap().end.map(|end| end.why), Some(Ended::HandCame));
        assert_eq!(codes(&measured, Code::LikelyBlocked), 2, "the run by hand is whole");
    });
}

#[test]
fn a_slice_during_a_run_by_hand_waits_for_another_time() {
    within("", async |story| {
        let engine = willing(story).await;
        let mut run = engine.start(story.request()).await.unwrap();
        let attempt = engine.background_slice(asked(story, 60), &Stopper::default()).await.unwrap();
        assert_eq!(attempt.decision.why_not().map(|one| one.rule), Some(Rule::Alone));
        loop {
            if let Some(RunEvent::Finished(outcome)) = run.next_event().await {
                assert!(matches!(outcome, Outcome::Whole(_)), "{outcome:?}");
                return;
            }
        }
    });
}

#[test]
fn a_clock_that_is_set_back_in_the_middle_changes_no_length() {
    within("", async |story| {
        let engine = willing(story).await;
        let begun = story.lab.wire().uptime();
        let stop = Stopper::default();
        let sliced = engine.background_slice(asked(story, 60), &stop);
        let set = async {
            sleep(Duration::from_secs(5)).await;
            story.phone.set_ahead(-40 * 24 * 3600);
        };
        let (sliced, ()) = tokio::join!(sliced, set);
        let end = sliced.unwrap().end.unwrap();
        assert!(story.lab.wire().uptime() - begun <= Micros::from_secs(62), "{end:?}");
        // By that clock all of it is yet to come; nobody is looked at or exposed again for that.
        let again = slice(story, 180).await;
        assert_eq!((end.measured > 0, again.double_checked <= 2), (true, true), "{again:?}");
        let exposed = everything(story).await;
        assert!(
            exposed
                .values()
                .all(|its| its.iter().filter(|one| !sittings(one).is_empty()).count() <= 1)
        );
    });
}

/// Wherever a kill comes: what was kept is there, nobody sits a third time, and nothing is doubled.
#[test]
fn a_cut_at_any_moment_loses_nothing_and_exposes_nobody_twice() {
    within("", async |story| {
        slice(story, 60).await; // looks
        let mut stored = 0;
        for cut in [1, 9, 30, 50, 70] {
            let engine = willing(story).await;
            let stop = Stopper::default();
            let going = engine.background_slice(asked(story, 180), &stop);
            let killed = tokio::time::timeout(Duration::from_secs(cut), going);
            killed.await.map(|done| done.unwrap()).ok();
            drop(engine);
            sleep(Duration::from_secs(20)).await;
            let all = everything(story).await;
            let measured: usize = all.values().map(Vec::len).sum();
            assert!(measured >= stored, "{measured} of {stored} are left");
            stored = measured;
            for its in all.values() {
                let times = its.iter().map(|one| sittings(one).len()).sum::<usize>();
                assert!(times <= 2, "{:?} sat {times} times", its[0].input);
            }
        }
        // The next day it is all the same.
        sleep(Duration::from_secs(25 * 3600)).await;
        slice(story, 180).await;
        slice(story, 180).await;
        let all = everything(story).await;
        let accused = all
            .values()
            .filter(|its| its.last().is_some_and(|one| one.verdict.code.is_accusation()));
        assert_eq!(accused.count(), 2);
    });
}

/// A watch has no more than the means have left, whoever used the rest.
#[test]
fn a_watch_rests_when_a_slice_has_used_the_day() {
    within("", async |story| {
        let engine = willing(story).await;
        engine.set("cellular_day", "2000000").await.unwrap();
        let slice = engine.background_slice(asked(story, 60), &Stopper::default()).await.unwrap();
        assert!(slice.end.unwrap().bytes.total() > 20_000);
        engine.set("cellular_day", "20000").await.unwrap();
        let request = story.request();
        let watching = arna_model::WatchRequest {
            anchors: request.anchors,
            resolver: request.resolver,
            every: Micros::from_secs(900),
            ahead: 300,
            max_time: Some(Micros::from_secs(36 * 3600)),
            ..arna_model::WatchRequest::default()
        };
        let mut watch = engine.watch(watching).await.unwrap();
        let (mut rested, mut looks) = (None, 0);
        while let Some(event) = watch.next_event().await {
            match event {
                arna_engine::WatchEvent::Resting(rest) => rested = rested.or(Some((rest, looks))),
                arna_engine::WatchEvent::Looked(_) => looks += 1,
                arna_engine::WatchEvent::Away(away) => panic!("{away:?}"),
                arna_engine::WatchEvent::Finished(ended) => ended.unwrap(),
            }
        }
        let (rest, before) = rested.expect("nothing is left of the day");
        assert_eq!(before, 0, "no look that day");
        assert!(rest <= Micros::from_secs(24 * 3600) && looks > 10, "{rest:?}, {looks} looks");
    });
}

#[test]
fn the_shells_stop_ends_it_at_once() {
    within("", async |story| {
        let engine = willing(story).await;
        let stop = Stopper::default();
        let sliced = engine.background_slice(asked(story, 180), &stop);
        let stopped = async {
            sleep(Duration::from_secs(8)).await;
            stop.cancel();
        };
        let (sliced, ()) = tokio::join!(sliced, stopped);
        let attempt: Attempt = sliced.unwrap();
        assert_eq!(attempt.end.map(|end| end.why), Some(Ended::Stopped));
        let spent = engine.spent(arna_model::Purse::Cellular, 300).await.unwrap();
        assert_eq!(Some(spent.month), attempt.end.map(|end| end.bytes.total()), "to the byte");
    });
}
