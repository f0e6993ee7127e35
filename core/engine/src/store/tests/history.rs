//! What was said of targets over all runs.

use std::time::Instant;

use arna_model::{Code, Network, RunId, WallTime};

use super::samples::{self, STARTED, measurement, opinion, plan, run};
use super::{everywhere, open_file, threads};
use crate::run::{Entry, Ledger, RunRecord, Step};

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

        let told = store.told(|_| true).await.expect("reads");
        let rows: Vec<_> = told
            .iter()
            .map(|one| (one.run.as_str(), one.at.0, one.said.as_ref().expect("wanted").code))
            .collect();
        let expected =
            [("a", 10, Code::Inconclusive), ("b", 5, Code::Blocked), ("a", 20, Code::Accessible)];
        assert_eq!(rows, expected);
        let said = told[0].said.as_ref().expect("wanted");
        assert_eq!(said.measurement, measurement("a", 0));
        assert_eq!(*said.input, samples::target(0).input);
        let network = Network {
            country: Some("KZ".into()),
            operator: Some("401 01".into()),
            technology: Some("lte".into()),
            is_lab: false,
        };
        assert_eq!(told[0].network, network);
    });
}

#[test]
fn what_is_not_wanted_gives_its_time_alone_and_decoys_nothing() {
    everywhere(|store| async move {
        let decoy = |step: Step| Step { is_decoy: step.number == 1, ..step };
        let steps: Vec<_> = plan("r", 3).into_iter().map(decoy).collect();
        store.open_run(&run("r"), &steps).await.expect("opens");
        for number in 0..3 {
            store.keep(judged("r", number, Code::Accessible, number.into())).await.expect("keeps");
        }
        let wanted = samples::target(2).input;
        let told = store.told(move |input| input == wanted).await.expect("reads");
        let rows: Vec<_> = told.iter().map(|one| (one.at.0, one.said.is_some())).collect();
        assert_eq!(rows, [(0, false), (2, true)]);
    });
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
    let mut raw = super::raw(&path);
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
    let start = Instant::now();
    let told = threads().block_on(store.told(|_| true)).expect("reads");
    let read = start.elapsed();
    assert_eq!(told.len(), 99_901);
    let filter = crate::Filter::default();
    let histories = crate::history::histories(told, &filter, WallTime(i64::MAX));
    let all = start.elapsed();
    assert_eq!((histories.len(), histories[0].total), (100, 1_000));
    eprintln!("99,901 measurements: read in {read:?}, all in {all:?}");
    assert!(all.as_secs() < 30, "{all:?}");
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
