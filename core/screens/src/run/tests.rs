use arna_engine::run::LedgerError;
use arna_engine::{Estimate, Outcome, RunEvent};
use arna_model::{
    Bytes, Measurement, MeasurementId, RadioSample, RunId, RunSummary, Technology, Vantage, Verdict,
};
use arna_words::Language;

use super::*;

const EN: Words = Words::of(Language::En);
const BEGAN: WallTime = WallTime(1_714_521_600_000_000);

fn input(n: usize) -> String {
    format!("https://site{n}.example/")
}

fn begun(sites: usize) -> Progress {
    let estimate = Estimate { time: Micros::from_secs(60), ..Estimate::default() };
    let sites = (0..sites).map(|n| (input(n), Known::Nothing)).collect();
    let network = Vantage { operator: Some("Beeline".into()), ..Vantage::default() };
    Progress::new(Asked { network, sites, estimate, together: 6 }, BEGAN)
}

fn at(seconds: u64) -> WallTime {
    BEGAN.after(Micros::from_secs(seconds))
}

fn measured(n: usize, code: Code) -> RunEvent {
    RunEvent::Measured(Box::new(Measurement {
        id: MeasurementId::new(format!("{n}")),
        run: RunId::new("0"),
        nettest: "web_connectivity".into(),
        input: Some(input(n)),
        category: None,
        list: None,
        is_decoy: false,
        verdict: Verdict::of(code, 1),
        figures: None,
        observations: Vec::new(),
        bytes: Bytes::default(),
        started: BEGAN,
        runtime: Micros(0),
        vantage: Vantage::default(),
        truth: None,
    }))
}

fn suspected(n: usize) -> RunEvent {
    RunEvent::Suspected { input: Some(input(n)) }
}

fn confirming(n: usize, block: u16, wait: u64, void: u16) -> RunEvent {
    let (input, wait) = (Some(input(n)), Micros::from_secs(wait));
    RunEvent::Confirming { input, block, wait, beside: 0, void }
}

fn sum() -> RunSummary {
    RunSummary {
        id: RunId::new("0"),
        by_code: [].into(),
        bytes: Bytes { sent: 1_000, received: 2_000 },
        runtime: Micros(0),
        virtual_time: None,
        score: None,
        decoys: None,
    }
}

#[test]
fn time_that_is_left_goes_by_how_fast_it_was_so_far() {
    let mut progress = begun(10);
    assert!(run(&progress, EN, at(0)).left.starts_with("About 60 s left"), "by the estimate");
    (0..5).for_each(|n| progress.take(&measured(n, Code::Accessible), at(20)));
    let screen = run(&progress, EN, at(20));
    assert!(screen.left.starts_with("About 20 s left"), "{}", screen.left);
    assert_eq!(screen.answer, "5 of 10 sites");
    // A clock that was set back says nothing of how fast it was.
    let back = run(&progress, EN, WallTime(0));
    assert!(back.left.starts_with("About 30 s left"), "{}", back.left);
}

#[test]
fn a_verdict_is_not_told_while_the_run_goes_on() {
    for code in Code::ALL.iter().filter(|code| **code != Code::Accessible) {
        let mut progress = begun(3);
        progress.take(&suspected(0), at(1));
        progress.take(&measured(0, *code), at(2));
        let screen = run(&progress, EN, at(2));
        let kinds = [(StrandKind::Waiting, 1), (StrandKind::Bed, 2)];
        assert_eq!(screen.picture.counted(), kinds, "{code:?}");
        assert_eq!(screen.rows[1].count.as_deref(), Some("1"), "{code:?}");
    }
}

#[test]
fn hints_may_be_missed() {
    let mut progress = begun(2);
    // Nobody heard that it was suspected, nor how its double check went.
    progress.take(&measured(0, Code::LikelyBlocked), at(1));
    progress.take(&measured(1, Code::Accessible), at(2));
    let screen = run(&progress, EN, at(2));
    assert_eq!((screen.answer.as_str(), screen.stage), ("2 of 2 sites", Stage::Measuring));
    let mut progress = begun(2);
    progress.take(&confirming(1, 4, 0, 0), at(1));
    assert_eq!(run(&progress, EN, at(1)).suspects[0].detail.as_deref(), Some("Try 4 goes on"));
}

#[test]
fn a_suspect_says_what_it_waits_for() {
    let mut progress = begun(4);
    progress.take(&measured(0, Code::Accessible), at(1));
    for n in 1..4 {
        progress.take(&suspected(n), at(2));
    }
    progress.take(&confirming(2, 3, 7, 0), at(10));
    progress.take(&confirming(3, 3, 0, 2), at(10));
    let told = |now| {
        let rows = run(&progress, EN, now).suspects;
        rows.into_iter().map(|row| (row.title, row.detail.unwrap())).collect::<Vec<_>>()
    };
    let site = |n, detail: &str| (format!("Site {n}"), detail.to_owned());
    assert_eq!(
        told(at(10)),
        [
            site(1, "Waits for its turn"),
            site(2, "Try 3 begins in 7 s"),
            site(3, "Waits for a steady signal: 2 tries do not count"),
        ]
    );
    assert_eq!(told(at(20))[1], site(2, "Try 3 goes on"), "its time has come");
}

#[test]
fn until_when_is_reckoned_by_sittings_and_stands_until_it_has_passed() {
    let mut progress = begun(8);
    (0..8).for_each(|n| progress.take(&suspected(n), at(10)));
    let until = |progress: &Progress| progress.until.expect("it is told");
    let first = until(&progress);
    // Eight, six at a time.
    assert_eq!(first, at(10 + 2 * 252));
    progress.take(&confirming(0, 2, 0, 0), at(100));
    assert_eq!(until(&progress), first);
    (0..2).for_each(|n| progress.take(&measured(n, Code::Blocked), at(200)));
    assert_eq!(
        until(&progress),
        at(200 + 252),
        "one more sitting is enough for those that are left"
    );
    progress.take(&confirming(3, 9, 0, 0), at(600));
    assert_eq!(until(&progress), at(600 + 252), "a filter that silences takes longer");
    (2..8).for_each(|n| progress.take(&measured(n, Code::Blocked), at(700)));
    assert_eq!(progress.until, None);
    let screen = run(&progress, EN, at(700));
    assert_eq!((screen.stage, screen.answer.as_str()), (Stage::MakingSure, "8 of 8 sites"));
}

#[test]
fn each_quarter_is_told_aloud_once() {
    let mut progress = begun(8);
    assert_eq!(told(&mut progress), None, "nothing is announced yet");
    let mut all = Vec::new();
    for n in 0..8 {
        progress.take(&RunEvent::Measuring { nettest: "x".into(), input: None }, at(n));
        all.extend(told(&mut progress));
        progress.take(&measured(n as usize, Code::Accessible), at(n));
        all.extend(told(&mut progress));
    }
    progress.take(&RunEvent::Finished(Outcome::Whole(sum())), at(9));
    all.extend(told(&mut progress));
    let quarters =
        ["0 of 8", "2 of 8", "4 of 8", "6 of 8", "8 of 8"].map(|of| format!("{of} sites"));
    assert_eq!(all[..5], quarters);
    assert_eq!(all[5..], ["The test is over"]);
}

#[test]
fn what_was_not_told_yet_stays_to_be_told() {
    let mut progress = begun(8);
    (0..3).for_each(|n| progress.take(&measured(n, Code::Accessible), at(1)));
    assert_eq!(told(&mut progress).as_deref(), Some("3 of 8 sites"), "the quarter was at two");
    assert_eq!(told(&mut progress), None, "once is enough");
    (3..8).for_each(|n| progress.take(&measured(n, Code::Accessible), at(2)));
    assert_eq!(told(&mut progress).as_deref(), Some("8 of 8 sites"), "the latest of three");
    progress.take(&RunEvent::Finished(Outcome::Whole(sum())), at(3));
    progress.take(&RunEvent::Waiting, at(3));
    assert_eq!(told(&mut progress).as_deref(), Some("The test is over"));
    assert_eq!(told(&mut progress), None);
}

/// What whoever reads the screen is told aloud.
fn told(progress: &mut Progress) -> Option<String> {
    let live = run(progress, EN, at(9)).live;
    progress.tell();
    live
}

#[test]
fn whatever_happens_has_a_sentence() {
    let mut progress = begun(2);
    progress.take(&RunEvent::Waiting, at(1));
    let away = run(&progress, EN, at(1));
    assert_eq!(away.answer, "Waiting for the network");
    assert!(away.why.is_some_and(|why| why.contains("goes on by itself")));
    let sample = RadioSample { technology: Some(Technology::ThreeG), ..RadioSample::default() };
    progress.take(&RunEvent::Moved(Box::new(sample)), at(2));
    let moved = run(&progress, EN, at(2));
    assert_eq!(moved.answer, "0 of 2 sites", "it is back");
    assert!(moved.why.is_some_and(|why| why.ends_with("now: 3G.")));
    for (outcome, answer) in [
        (Outcome::Interrupted(sum()), "Stopped"),
        (Outcome::UplinkGone(sum()), "The network went away"),
        (Outcome::Failed(LedgerError::Full), "The test broke off"),
    ] {
        let mut progress = progress.clone();
        progress.take(&RunEvent::Finished(outcome), at(3));
        let screen = run(&progress, EN, at(3));
        assert_eq!((screen.answer.as_str(), screen.stage), (answer, Stage::Ending));
        assert!(!screen.stop.is_enabled && screen.why.is_some());
    }
}

#[test]
fn what_the_run_looks_at_for_itself_is_none_of_the_users_sites() {
    let mut progress = begun(1);
    let decoy = RunEvent::Suspected { input: Some("https://innocent.example/".into()) };
    progress.take(&decoy, at(1));
    progress.take(&RunEvent::Suspected { input: None }, at(1));
    assert_eq!(run(&progress, EN, at(1)).answer, "0 of 1 site");
    let nothing = begun(0);
    assert_eq!(run(&nothing, EN, at(1)).answer, "0 of 0 sites");
}

#[test]
fn what_goes_on_begins_where_it_was() {
    let sites = vec![
        (input(0), Known::Verdict(Code::Accessible)),
        (input(1), Known::Suspected),
        (input(2), Known::Verdict(Code::NotTested)),
        (input(3), Known::Nothing),
    ];
    let asked = Asked {
        network: Vantage::default(),
        sites,
        estimate: Estimate { time: Micros::from_secs(40), ..Estimate::default() },
        together: 1,
    };
    let mut progress = Progress::new(asked, BEGAN);
    let screen = run(&progress, EN, at(0));
    assert_eq!(screen.answer, "2 of 4 sites");
    assert!(screen.left.starts_with("About 20 s left"), "{}", screen.left);
    progress.take(&measured(3, Code::Accessible), at(5));
    let screen = run(&progress, EN, at(5));
    assert!(screen.left.starts_with("About 5 s left"), "only this part's pace: {}", screen.left);
    progress.take(&measured(2, Code::Accessible), at(10));
    let screen = run(&progress, EN, at(10));
    assert_eq!((screen.answer.as_str(), screen.suspects.len()), ("Making sure of 1 site", 1));
}
