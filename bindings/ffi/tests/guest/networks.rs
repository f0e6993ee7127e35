//! Two networks compared, watches, and second sittings that are waited for.

use arna::{
    ArnaError, Code, Comparing, Contrast, Ending, Event, NetworkChoice, RunRequest, WatchEvent,
    WatchRequest,
};

use super::{ending, open};

fn watching(most_ms: Option<u64>) -> WatchRequest {
    let (network, max_bytes) = (None, None);
    let (every_ms, minutes_ahead, is_abroad_too) = (900_000, 300, false);
    WatchRequest { network, every_ms, most_ms, max_bytes, minutes_ahead, is_abroad_too }
}

#[tokio::test]
async fn what_opens_over_wifi_and_not_over_the_mobile_network_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "wifi-open-cellular-censored", None);
    let (one, other) = (NetworkChoice::Cellular, NetworkChoice::Wifi);
    let comparing = engine.compare(RunRequest::default(), one, other).await.unwrap();
    let mut ends = [0, 0];
    while let Some(said) = comparing.next_event().await {
        if let Event::Finished { ending } = said.event {
            assert!(matches!(ending, Ending::Whole { .. }), "{ending:?}");
            ends[usize::from(said.network)] += 1;
        }
    }
    assert_eq!(ends, [1, 1], "each says once how it ended");
    let runs = comparing.runs();
    let compared = engine.compared(runs[0].clone()).await.unwrap();
    assert_eq!([compared.one.run, compared.other.run], [runs[0].clone(), runs[1].clone()]);
    let differs: Vec<_> =
        compared.sites.iter().filter(|site| site.contrast == Contrast::Differs).collect();
    assert!(!differs.is_empty() && differs.len() < compared.sites.len(), "{differs:?}");
    for site in differs {
        let is_accused = matches!(site.one, Some(Code::Blocked | Code::LikelyBlocked));
        assert!(is_accused && site.other == Some(Code::Accessible), "{site:?}");
        let named = [&compared.one.name, &compared.other.name];
        assert!(named.iter().all(|name| site.sentence.contains(*name)), "{}", site.sentence);
    }
    assert!(compared.sentences.iter().any(|said| said.contains("not the same")));
    let other_way = engine.compared(runs[1].clone()).await.unwrap();
    assert_eq!(other_way.sites.len(), compared.sites.len());
}

/// How often each of the two runs said that it is whole.
async fn whole(comparing: &Comparing) -> [u32; 2] {
    let mut ends = [0, 0];
    while let Some(said) = comparing.next_event().await {
        if let Event::Finished { ending } = said.event {
            ends[usize::from(said.network)] += u32::from(matches!(ending, Ending::Whole { .. }));
        }
    }
    ends
}

#[tokio::test]
async fn a_comparison_that_was_stopped_goes_on_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "wifi-open-cellular-censored", None);
    let none = engine.resume_comparison(RunRequest::default()).await.unwrap();
    assert!(none.is_none(), "there was none yet");
    let (one, other) = (NetworkChoice::Cellular, NetworkChoice::Wifi);
    let comparing = engine.compare(RunRequest::default(), one, other).await.unwrap();
    while let Some(said) = comparing.next_event().await {
        if matches!(said.event, Event::Measured { .. }) {
            comparing.cancel();
            break;
        }
    }
    assert_eq!(whole(&comparing).await, [0, 0], "both were stopped");
    let going = engine.resume_comparison(RunRequest::default()).await.unwrap();
    let going = going.expect("something is left");
    assert_eq!(going.runs(), comparing.runs());
    assert_eq!(whole(&going).await, [1, 1]);
    let compared = engine.compared(going.runs()[0].clone()).await.unwrap();
    assert!(compared.sites.iter().all(|site| site.one.is_some() && site.other.is_some()));
    assert!(compared.sites.iter().any(|site| site.contrast == Contrast::Differs));
    assert!(engine.resume_comparison(RunRequest::default()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_network_is_not_compared_with_itself() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "wifi-open-cellular-censored", None);
    let same = [NetworkChoice::Wifi, NetworkChoice::Named { id: "wlan0".to_owned() }];
    let [one, other] = same;
    let refused = engine.compare(RunRequest::default(), one, other).await.err();
    assert!(matches!(refused, Some(ArnaError::Refused { .. })), "{refused:?}");
    let run = engine.start(RunRequest::default()).await.unwrap();
    ending(&run).await;
    assert!(matches!(engine.compared(run.id()).await, Err(ArnaError::Refused { .. })));
    assert!(matches!(engine.compared("nobody".into()).await, Err(ArnaError::NotFound { .. })));
    assert_eq!(engine.runs(None, 9).await.unwrap().len(), 1, "nothing is left of what was refused");
}

#[tokio::test]
async fn a_watch_holds_the_clock_and_keeps_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "first-light", None);
    let began = engine.now_ms().await.unwrap();
    let watch = engine.watch(watching(Some(2 * 3_600_000))).await.unwrap();
    let (mut looks, mut end) = (Vec::new(), None);
    while let Some(event) = watch.next_event().await {
        match event {
            WatchEvent::Looked { look } => looks.push(look),
            WatchEvent::Resting { .. } => panic!("nothing is spent"),
            WatchEvent::Away { .. } => panic!("the network is there"),
            WatchEvent::Finished { reason } => end = Some(reason),
        }
    }
    assert_eq!(end, Some(None), "it ends by itself, and says so last");
    assert!((8..=10).contains(&looks.len()), "{looks:?}");
    assert!(looks[0].is_change && looks[0].state == "online" && looks[0].bytes > 0);
    assert!(looks[1..].iter().all(|look| !look.is_change));
    let lasted = engine.now_ms().await.unwrap() - began;
    assert!((7_200_000..7_300_000).contains(&lasted), "{lasted} ms");
    assert_eq!(engine.now_ms().await.unwrap() - began, lasted, "then the clock stands still");
    let journal = engine.journal(None).await.unwrap();
    assert_eq!(journal.len(), 1, "{journal:?}");
}

#[tokio::test]
async fn a_watch_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "first-light", None);
    let watch = engine.watch(watching(None)).await.unwrap();
    assert!(matches!(watch.next_event().await, Some(WatchEvent::Looked { .. })));
    watch.cancel();
    let mut last = None;
    while let Some(event) = watch.next_event().await {
        last = Some(event);
    }
    assert_eq!(last, Some(WatchEvent::Finished { reason: None }));
    let too_often = WatchRequest { every_ms: 59_999, ..watching(None) };
    assert!(matches!(engine.watch(too_often).await, Err(ArnaError::Refused { .. })));
}

#[tokio::test]
async fn second_sittings_are_waited_for_and_at_most_so_many_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), "first-light", None);
    assert!(engine.awaiting().await.unwrap().is_none());
    let none = RunRequest { most_confirmations: Some(0), ..RunRequest::default() };
    let run = engine.start(none).await.unwrap();
    let Ending::Whole { totals } = ending(&run).await else { panic!("it is whole") };
    // What is silent takes a sitting.
    assert!(!totals.counts.iter().any(|one| one.code == Code::LikelyBlocked), "{totals:?}");
    let run = engine.start(RunRequest::default()).await.unwrap();
    ending(&run).await;
    let awaiting = engine.awaiting().await.unwrap().unwrap();
    assert_eq!((awaiting.run, awaiting.is_here), (run.id(), true));
    assert!(awaiting.sites > 0 && (1..=3_600_000).contains(&awaiting.due_in_ms));
    assert!(awaiting.sentence.contains("second double check"), "{}", awaiting.sentence);
}
