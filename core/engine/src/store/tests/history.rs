//! What was said of targets over all runs.

use std::time::Instant;

use arna_model::{Bytes, Code, Micros, Network, Reason, RunId, Tally, Verdict, WallTime};

use super::samples::{self, STARTED, measurement, opinion, plan, run};
use super::{everywhere, open_file, raw, threads};
use crate::history::{Archive, Filter};
use crate::run::{Entry, Ledger, RunEnd, RunRecord, Step};
use crate::store::{Store, Told};

#[test]
fn verdicts_come_in_the_order_in_which_they_were_written() {
    everywhere(|store| async move {
        // The second run starts before the first, by the clock, and the first is resumed after it.
        store.open_run(&run("a"), &plan("a", 2)).await.expect("opens");
        store.keep(judged("a", 0, Code::Accessible, 10)).await.expect("keeps");
        let earlier = RunRecord { started: WallTime(STARTED.0 - 1), ..run("b") };
        store.open_run(&earlier, &plan("b", 1)).await.expect("opens");
        store.keep(judged("b", 0, Code::Blocked, 5)).await.expect("keeps");
        store.keep(judged("a", 1, Code::Accessible, 20)).await.expect("keeps");
        // A later opinion changes what is said, and neither its place nor its time.
        store.keep(judged("a", 0, Code::Inconclusive, 99)).await.expect("keeps");

        let told = store.told().await.expect("reads");
        let expected =
            [("a", 10, Code::Inconclusive), ("b", 5, Code::Blocked), ("a", 20, Code::Accessible)];
        let expected = expected.map(|(run, at, code)| (run.to_owned(), at, code));
        assert_eq!(rows(&told), expected);
        let first = &told.marks[0];
        let ids = store.measurement_ids(vec![told.step_of(first)]).await.expect("is there");
        assert_eq!(ids, [measurement("a", 0)]);
        assert_eq!(*told.inputs[first.input as usize], samples::target(0).input);
        let network = Network {
            country: Some("KZ".into()),
            operator: Some("401 01".into()),
            technology: Some("lte".into()),
            is_lab: false,
        };
        assert_eq!(told.networks, [network]);
    });
}

#[test]
fn decoys_are_not_told() {
    everywhere(|store| async move {
        let decoy = |step: Step| Step { is_decoy: step.number == 1, ..step };
        let steps: Vec<_> = plan("r", 3).into_iter().map(decoy).collect();
        store.open_run(&run("r"), &steps).await.expect("opens");
        for number in 0..3 {
            store.keep(judged("r", number, Code::Accessible, number.into())).await.expect("keeps");
        }
        for _ in 0..2 {
            let told = store.told().await.expect("reads");
            let mut inputs: Vec<_> = told.inputs.iter().map(|input| input.to_string()).collect();
            inputs.sort();
            assert_eq!(inputs, [0, 2].map(|number| samples::target(number).input));
            store.finish_run(&RunId::new("r"), end()).await.expect("ends");
        }
    });
}

/// What digests say is what verdicts say: whoever drops them reads the same.
#[test]
fn a_digest_says_what_the_verdicts_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let store = open_file(&path);
    let digests = || -> i64 {
        raw(&path).query_row("SELECT count(*) FROM digest", [], |row| row.get(0)).expect("counts")
    };
    threads().block_on(async {
        for (at, name) in ["a", "b", "c"].into_iter().enumerate() {
            let started = WallTime(STARTED.0 + 86_400_000_000 * at as i64);
            let other = RunRecord { started, ..run(name) };
            store.open_run(&other, &plan(name, 4)).await.expect("opens");
        }
        // Two take turns, one is left behind by later ones, and one goes on.
        for number in 0..4 {
            for (name, code) in [("a", Code::Accessible), ("b", Code::Blocked)] {
                let given = STARTED.0 + i64::from(number) * 77;
                store.keep(judged(name, number, code, given)).await.expect("keeps");
            }
        }
        let mut doubt = judged("b", 2, Code::NoInternet, 5);
        if let Some(opinion) = &mut doubt.opinion {
            opinion.verdict.reason = Some(Reason::WrongClock);
        }
        store.keep(doubt).await.expect("keeps");
        store.keep(judged("c", 1, Code::Unreachable, i64::MIN)).await.expect("keeps");
        let without = told(&store).await;
        assert_eq!(digests(), 0);
        store.finish_run(&RunId::new("b"), end()).await.expect("ends");
        assert_eq!(digests(), 2, "the last one may go on");
        assert_eq!(told(&store).await, without);
        // Whatever is said later counts.
        store.keep(judged("a", 0, Code::SiteDown, 1)).await.expect("keeps");
        assert_eq!(digests(), 1);
        let later = told(&store).await;
        assert_ne!(later, without);
        store.digest().await.expect("digests");
        assert_eq!((digests(), told(&store).await), (2, later));
    });
}

#[test]
fn a_digest_that_makes_no_sense_is_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let store = open_file(&path);
    threads().block_on(async {
        samples::one_run(&store).await;
        store.finish_run(&RunId::new("r"), end()).await.expect("ends");
    });
    for broken in [
        "digest SET marks = x'0001'",
        "digest_list SET targets = x'007b'",
        "digest SET said = x'007b'",
        "digest SET marks = x''",
    ] {
        raw(&path).execute(&format!("UPDATE {broken}"), []).expect("writes");
        let told = threads().block_on(store.told());
        assert!(matches!(told, Err(crate::run::LedgerError::Damaged(_))), "{broken}: {told:?}");
    }
}

async fn told(store: &Store) -> Vec<(String, i64, Verdict, String, Option<Reason>)> {
    let told = store.told().await.expect("reads");
    let row = |mark: &crate::store::Mark| {
        let said = &told.said[mark.said as usize];
        let verdict = Verdict {
            cause: said.cause,
            at: said.at.clone(),
            ..Verdict::of(said.code, said.judge)
        };
        let input = told.inputs[mark.input as usize].to_string();
        (told.runs[mark.run as usize].id.to_string(), mark.at.0, verdict, input, said.reason)
    };
    told.marks.iter().map(row).collect()
}

fn rows(told: &Told) -> Vec<(String, i64, Code)> {
    let row = |mark: &crate::store::Mark| {
        let code = told.said[mark.said as usize].code;
        (told.runs[mark.run as usize].id.to_string(), mark.at.0, code)
    };
    told.marks.iter().map(row).collect()
}

fn end() -> RunEnd {
    RunEnd { bytes: Bytes::default(), runtime: Micros(1), tally: Tally::default() }
}

/// A figure to look at, and a bound far above it: an accident of the plan (a scan for each row) takes
/// minutes.
#[test]
#[expect(clippy::disallowed_methods, reason = "how long it really takes is what is asked here")]
fn a_hundred_thousand_measurements_are_read_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let store = open_file(&path);
    threads().block_on(store.open_run(&run("r"), &plan("r", 100))).expect("opens");
    threads().block_on(store.keep(judged("r", 0, Code::Accessible, 0))).expect("keeps");
    let mut raw = raw(&path);
    let fill = raw.transaction().expect("begins");
    fill.execute_batch(
        "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 999)
         INSERT INTO run (id, request, country, operator, technology, started)
             SELECT 'r' || n, request, country, operator, technology, started + n * 86400000000
             FROM run, n WHERE id = 'r';
         INSERT INTO step (run, number, nettest, target, measurement)
             SELECT run.seq, number, nettest, target, run.id || '-' || number
             FROM run, step WHERE step.run = 1 AND run.seq > 1;
         INSERT INTO verdict (step, judge, content, trials, failures, given)
             SELECT step.seq, judge, content, verdict.trials, verdict.failures, run.started
             FROM step JOIN run ON run.seq = step.run, verdict WHERE run.seq > 1;",
    )
    .expect("fills");
    fill.commit().expect("commits");
    let page = || {
        let start = Instant::now();
        let told = threads().block_on(store.told()).expect("reads");
        let read = start.elapsed();
        assert_eq!(told.marks.len(), 99_901);
        let archive = Archive::new(told, WallTime(i64::MAX));
        let lines = archive.lines(|_| true, &Filter::default());
        assert_eq!(lines.len(), 100);
        let all = start.elapsed();
        eprintln!("99,901 measurements: read in {read:?}, all in {all:?}");
        assert!(all.as_secs() < 30, "{all:?}");
    };
    page();
    threads().block_on(store.finish_run(&RunId::new("r"), end())).expect("ends");
    page();
}

fn judged(run: &str, number: u32, code: Code, given: i64) -> Entry {
    let mut opinion = opinion(code);
    opinion.given = WallTime(given);
    Entry {
        run: RunId::new(run),
        measurement: Some(measurement(run, number)),
        opinion: Some(opinion),
        observations: Vec::new(),
        blobs: Vec::new(),
        earlier: None,
    }
}
