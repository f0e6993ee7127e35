//! Slices, cut off in the middle and gone on with: nothing is lost, and nothing is there twice.

use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::path::Path;
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use arna::{
    Allowed, BackgroundSlice, Ending, Engine, LinkKind, MeansChange, MeasurementRow, NetworkInfo,
    PlatformError, Radio, RadioReading, RunRequest, SliceEnded, SliceRequest,
};

use super::{ending, fine, network, open};

/// What a test does in the middle of something that measures.
type Act = Box<dyn Fn() + Send + Sync>;

/// A radio that acts once, in the middle of a slice's third second of measuring; the simulated clock stands still until
/// it answers.
#[derive(Default)]
struct Middle {
    engine: OnceLock<Arc<Engine>>,
    act: OnceLock<Act>,
    seconds: AtomicU32,
}

impl Radio for Middle {
    fn reading(&self) -> Result<RadioReading, PlatformError> {
        let is_measuring = self.engine.get().is_some_and(|one| one.current().unwrap().is_some());
        if is_measuring && self.seconds.fetch_add(1, Ordering::AcqRel) == 2 {
            self.act.wait()();
        }
        Ok(RadioReading::default())
    }
}

/// An engine whose user wants automatic tests at any hour, and its radio.
async fn willing(folder: &Path) -> (Arc<Engine>, Arc<Middle>) {
    let middle = Arc::new(Middle::default());
    let engine = open(folder, "first-light", Some(middle.clone()));
    engine.change_means(MeansChange::Automatic { is_on: true }).await.unwrap();
    engine.change_means(MeansChange::Quiet { hours: None }).await.unwrap();
    middle.engine.set(engine.clone()).ok().unwrap();
    (engine, middle)
}

async fn request(engine: &Engine, seconds: i64) -> SliceRequest {
    SliceRequest {
        conditions: fine(),
        deadline_ms: engine.now_ms().await.unwrap() + seconds * 1_000,
        minutes_ahead: 300,
        max_bytes: None,
    }
}

/// Every measurement of all runs, whole or not.
async fn everything(engine: &Engine) -> Vec<MeasurementRow> {
    let mut all = Vec::new();
    for run in engine.runs(None, 100).await.unwrap() {
        all.extend(engine.measurements(run.id, 0, 5_000).await.unwrap());
    }
    all
}

/// The verdicts by measurement, each of which must be there once, and each site once in a run.
fn verdicts(all: &[MeasurementRow]) -> BTreeMap<String, String> {
    let by_id: BTreeMap<_, _> = all
        .iter()
        .filter(|one| one.code.is_some())
        .map(|one| (one.id.clone(), one.verdict.clone()))
        .collect();
    assert_eq!(by_id.len(), all.iter().filter(|one| one.code.is_some()).count(), "none twice");
    let in_runs: BTreeSet<_> = all.iter().map(|one| (&one.run, &one.nettest, &one.input)).collect();
    assert_eq!(in_runs.len(), all.len(), "no site twice in a run");
    by_id
}

#[tokio::test]
async fn cut_off_in_the_middle_and_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let (engine, middle) = willing(folder.path()).await;
    let slice = engine.slice(request(&engine, 600).await).await.unwrap();
    let cut: Arc<BackgroundSlice> = slice.clone();
    middle.act.set(Box::new(move || cut.cancel())).ok().unwrap();
    let end = slice.end().await.unwrap();
    assert_eq!(end.ended, Some(SliceEnded::Stopped), "{end:?}");
    assert_eq!(end.state.as_deref(), Some("online"), "it looked before");
    assert_eq!(slice.end().await.unwrap(), end, "who asks again hears the same");
    slice.cancel();
    let cut_off = engine.runs(None, 9).await.unwrap();
    assert!(cut_off.iter().any(|run| !run.is_whole), "{cut_off:?}");
    let kept = verdicts(&everything(&engine).await);

    let next = engine.slice(request(&engine, 600).await).await.unwrap().end().await.unwrap();
    assert!(matches!(next.ended, Some(SliceEnded::Done)), "{next:?}");
    assert!(next.measured > 0 && next.sent > 0, "{next:?}");
    let runs = engine.runs(None, 100).await.unwrap();
    assert!(runs.iter().all(|run| run.is_whole), "{runs:?}");
    let all = everything(&engine).await;
    let now = verdicts(&all);
    assert!(kept.iter().all(|(id, _)| now.contains_key(id)), "nothing is lost");
    let plan = engine.plan(RunRequest::default()).await.unwrap();
    let seen: BTreeSet<_> = all.iter().filter_map(|one| one.input.as_ref()).collect();
    assert!(seen.len() as u32 + 1 >= plan.steps, "{} of {}", seen.len(), plan.steps);
    let tests = engine.automatic_tests(fine(), 300).await.unwrap();
    assert_eq!(tests.last.as_ref(), Some(&next), "what is kept of it is what was told");
}

#[tokio::test]
async fn a_deadline_in_the_past_lets_nothing_begin() {
    let folder = tempfile::tempdir().unwrap();
    let (engine, _) = willing(folder.path()).await;
    let now = engine.now_ms().await.unwrap();
    for deadline_ms in [now - 1, 0, i64::MIN] {
        let asked = SliceRequest { deadline_ms, ..request(&engine, 0).await };
        let end = engine.slice(asked).await.unwrap().end().await.unwrap();
        assert_eq!((end.ended, end.sent, end.measured), (Some(SliceEnded::NotAllowed), 0, 0));
        assert!(end.sentences[0].contains("time was over"), "{:?}", end.sentences);
    }
    assert_eq!(engine.now_ms().await.unwrap(), now, "no time passed");
    assert!(engine.runs(None, 1).await.unwrap().is_empty());
}

#[tokio::test]
async fn conditions_that_cannot_be_are_told_and_not_known() {
    let folder = tempfile::tempdir().unwrap();
    let (engine, middle) = willing(folder.path()).await;
    middle.act.set(Box::new(|| ())).ok().unwrap();
    let abroad = NetworkInfo { is_roaming: Some(true), ..network(LinkKind::Wifi) };
    let mut asked = request(&engine, 600).await;
    asked.conditions.battery_percent = Some(300);
    asked.conditions.network = Some(abroad);
    asked.minutes_ahead = i32::MAX;
    let end = engine.slice(asked).await.unwrap().end().await.unwrap();
    assert_eq!(end.permission.odd.len(), 3, "{:?}", end.permission.odd);
    assert_eq!((end.permission.allowed, end.ended), (Allowed::All, Some(SliceEnded::Done)));
}

#[tokio::test]
async fn two_at_once_are_one() {
    let folder = tempfile::tempdir().unwrap();
    let (engine, middle) = willing(folder.path()).await;
    let first = engine.slice(request(&engine, 600).await).await.unwrap();
    let (second_is_over, is_over) = std::sync::mpsc::channel();
    let is_over = std::sync::Mutex::new(is_over);
    middle.act.set(Box::new(move || is_over.lock().unwrap().recv().unwrap())).ok().unwrap();
    let second = engine.slice(request(&engine, 600).await).await.unwrap().end().await.unwrap();
    second_is_over.send(()).unwrap();
    assert_eq!((second.ended, second.sent), (Some(SliceEnded::NotAllowed), 0));
    assert!(second.sentences[0].contains("something else was being measured"), "{second:?}");
    let first = first.end().await.unwrap();
    assert_eq!(first.ended, Some(SliceEnded::Done), "{first:?}");
    verdicts(&everything(&engine).await);
}

#[tokio::test]
async fn a_run_by_hand_wins() {
    let folder = tempfile::tempdir().unwrap();
    let (engine, middle) = willing(folder.path()).await;
    let slice = engine.slice(request(&engine, 600).await).await.unwrap();
    let (hand, here) = (engine.clone(), tokio::runtime::Handle::current());
    let (begun, beginning) = std::sync::mpsc::channel();
    middle
        .act
        .set(Box::new(move || {
            let (engine, begun) = (hand.clone(), begun.clone());
            let (asked, is_asked) = std::sync::mpsc::channel();
            here.spawn(async move {
                let mut start = pin!(engine.start(RunRequest::default()));
                let first = poll_fn(|context| std::task::Poll::Ready(start.as_mut().poll(context)));
                let first = first.await;
                asked.send(()).unwrap();
                let run = match first {
                    std::task::Poll::Ready(run) => run,
                    std::task::Poll::Pending => start.await,
                };
                begun.send(run).unwrap();
            });
            // It is asked for before this second is over.
            is_asked.recv().unwrap();
        }))
        .ok()
        .unwrap();
    let end = slice.end().await.unwrap();
    assert_eq!(end.ended, Some(SliceEnded::HandCame), "{end:?}");
    let run = tokio::task::spawn_blocking(move || beginning.recv().unwrap()).await.unwrap();
    assert!(matches!(ending(&run.unwrap()).await, Ending::Whole { .. }));
    verdicts(&everything(&engine).await);
}
