//! What runs and screens read: plans, order, pages, ids, tallies; beside a writer, and in numbers.

use arna_model::{Code, Decoys, RunId, Stop, Tally, Vantage, WallTime};

use super::samples::{self, STARTED, entry, measurement, opinion, plan, run, vantage};
use super::{everywhere, open_file, threads};
use crate::run::{Entry, Ledger, LedgerError, RunEnd, RunRecord};
use crate::store::{Found, Page, RunHead, Store};

#[test]
fn a_plan_says_what_is_left() {
    everywhere(|store| async move {
        let steps = plan("r", 3);
        // Kept in any order, read in the order of the plan.
        let shuffled: Vec<_> = steps.iter().rev().cloned().collect();
        store.open_run(&run("r"), &shuffled).await.expect("opens");
        let mut suspect = entry("r", 1);
        suspect.opinion.as_mut().expect("one").stop = Some(Stop::StillConfirming);
        store.keep(suspect).await.expect("keeps");
        let records = store.plan(&RunId::new("r")).await.expect("reads");
        assert_eq!(
            records.iter().map(|record| &record.step).collect::<Vec<_>>(),
            steps.iter().collect::<Vec<_>>()
        );
        assert!(records[0].verdict.is_none() && records[2].verdict.is_none());
        assert_eq!(records[1].verdict, Some(samples::verdict(Code::Accessible)));
        assert_eq!(records[1].stop, Some(Stop::StillConfirming));
        // The latest opinion speaks.
        store.keep(judged("r", 1, Code::Blocked)).await.expect("keeps");
        let records = store.plan(&RunId::new("r")).await.expect("reads");
        assert_eq!(records[1].verdict, Some(samples::verdict(Code::Blocked)));
        assert_eq!(records[1].stop, None);
    });
}

#[test]
fn measurements_come_in_the_order_of_their_latest_verdicts() {
    everywhere(|store| async move {
        store.open_run(&run("r"), &plan("r", 4)).await.expect("opens");
        for number in [2, 0, 1] {
            store.keep(entry("r", number)).await.expect("keeps");
        }
        store.keep(judged("r", 0, Code::Blocked)).await.expect("keeps");
        let kept = store.measurements(&RunId::new("r")).await.expect("reads");
        let ids: Vec<_> = kept.iter().map(|kept| kept.id.clone()).collect();
        assert_eq!(ids, [2, 1, 0].map(|number| measurement("r", number)));
        assert_eq!(kept[2].verdict.code, Code::Blocked);
        for kept in kept {
            assert_eq!(store.measurement(&kept.id).await.expect("reads"), kept);
        }
    });
}

#[test]
fn what_is_not_there_is_not_found() {
    everywhere(|store| async move {
        samples::one_run(&store).await;
        store.open_run(&run("other"), &plan("other", 1)).await.expect("opens");
        let (nobody, nothing) = (RunId::new("x"), measurement("x", 0));
        assert_not_found(store.run(&nobody).await);
        assert_not_found(store.plan(&nobody).await);
        assert_not_found(store.measurements(&nobody).await);
        assert_not_found(store.run_observations(&nobody).await);
        assert_not_found(store.finish_run(&nobody, RunEnd::default()).await);
        assert_not_found(store.recall(&nothing).await);
        assert_not_found(store.opinions(&nothing).await);
        assert_not_found(store.measurement(&nothing).await);
        assert_not_found(store.measurement(&measurement("r", 1)).await); // planned only
        assert_not_found(store.runs(Page { before: Some(nobody), limit: 1 }).await);
        assert_not_found(store.keep(entry("x", 0)).await);
        let foreign = Entry { run: RunId::new("other"), ..entry("r", 1) };
        assert_not_found(store.keep(foreign).await);
    });
}

#[test]
fn heads_are_those_of_the_latest_runs() {
    everywhere(|store| async move {
        for id in ["a", "b", "c"] {
            store.open_run(&run(id), &[]).await.expect("opens");
        }
        let heads = store.heads(2).await.expect("reads");
        let expected = ["c", "b"].map(|id| {
            let record = run(id);
            RunHead { id: record.id, vantage: record.vantage, started: record.started }
        });
        assert_eq!(heads, expected);
    });
}

#[test]
fn runs_are_listed_newest_first() {
    everywhere(|store| async move {
        for (number, id) in ["a", "b", "c", "d"].into_iter().enumerate() {
            // The phone's clock goes back: the order is that of opening.
            let started = WallTime(STARTED.0 - number as i64);
            store.open_run(&RunRecord { started, ..run(id) }, &[]).await.expect("opens");
        }
        let ids = |before: Option<&str>, limit| {
            let (store, before) = (store.clone(), before.map(RunId::new));
            async move {
                let runs = store.runs(Page { before, limit }).await.expect("reads");
                runs.into_iter().map(|run| run.id.to_string()).collect::<Vec<_>>()
            }
        };
        assert_eq!(ids(None, 3).await, ["d", "c", "b"]);
        assert_eq!(ids(Some("b"), 3).await, ["a"]);
        assert!(ids(None, 0).await.is_empty());
        assert_eq!(store.last_run().await.expect("reads").expect("one").id, RunId::new("d"));
    });
}

#[test]
fn an_unfinished_run_is_found_behind_finished_ones() {
    everywhere(|store| async move {
        assert_eq!(store.last_unfinished_run().await.expect("reads"), None);
        for id in ["a", "b", "c"] {
            store.open_run(&run(id), &[]).await.expect("opens");
        }
        store.finish_run(&RunId::new("c"), RunEnd::default()).await.expect("finishes");
        assert_eq!(store.last_unfinished_run().await.expect("reads"), Some(run("b")));
        assert_eq!(store.run(&RunId::new("a")).await.expect("reads"), run("a"));
    });
}

#[test]
fn ids_are_found_by_their_beginning() {
    everywhere(|store| async move {
        for id in ["ab1", "ab12", "b_"] {
            store.open_run(&run(id), &plan(id, 1)).await.expect("opens");
        }
        let run = |id: &str| Found::Run(RunId::new(id));
        let find = |prefix: &'static str| {
            let store = store.clone();
            async move { store.find(prefix).await.expect("reads") }
        };
        assert_eq!(find("ab").await, [run("ab1"), run("ab12")]);
        assert_eq!(find("ab1").await, [run("ab1")], "a whole id is not ambiguous");
        assert_eq!(find("ab12").await, [run("ab12")]);
        assert_eq!(find("m-b").await, [Found::Measurement(measurement("b_", 0))]);
        for none in ["", "%", "b%", "_", "c", "AB1"] {
            assert!(find(none).await.is_empty(), "{none}");
        }
    });
}

#[test]
fn a_tally_is_of_the_same_network_only() {
    everywhere(|store| async move {
        let word = |word: &str| Some(word.to_owned());
        let here = vantage();
        let others = [
            Vantage { operator: word("401 77"), ..here.clone() },
            Vantage { technology: word("3g"), ..here.clone() },
            Vantage { country: word("KG"), ..here.clone() },
            Vantage { lab: word("kz-2024 lte 1"), ..here.clone() },
            Vantage { operator: None, ..here.clone() },
        ];
        let at = |seconds: i64| WallTime(STARTED.0 + seconds * 1_000_000);
        finished(&store, "early", &here, at(-1), 1).await;
        finished(&store, "one", &here, at(0), 10).await;
        finished(&store, "two", &here, at(1), 100).await;
        for (number, other) in others.iter().enumerate() {
            finished(&store, &format!("other{number}"), other, at(1), 1_000).await;
        }
        store.open_run(&run("unfinished"), &[]).await.expect("opens");

        let sum = |vantage: &Vantage, except: &str| {
            let (store, vantage, except) = (store.clone(), vantage.clone(), RunId::new(except));
            async move { store.tally(&vantage, STARTED, &except).await.expect("sums").trials }
        };
        assert_eq!(sum(&here, "unfinished").await, 110);
        assert_eq!(sum(&here, "two").await, 10);
        for other in &others[..4] {
            assert_eq!(sum(other, "x").await, 1_000);
        }
        assert_eq!(sum(&others[4], "x").await, 0, "two unknown networks are not one");
        assert_eq!(sum(&Vantage::default(), "x").await, 0);
        let lab = Vantage { lab: word("lab"), ..Vantage::default() };
        finished(&store, "lab", &lab, at(1), 7).await;
        assert_eq!(sum(&lab, "x").await, 7);
        let tally = store.tally(&here, at(2), &RunId::new("x")).await.expect("sums");
        assert_eq!(tally, Tally::default());
    });
}

#[test]
fn a_read_does_not_wait_for_a_write() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open_file(&folder.path().join("arna.db"));
    let runtime = threads();
    runtime.block_on(samples::one_run(&store));
    store.shared.with_writer(|writer| {
        let transaction = writer.transaction().expect("begins");
        transaction.execute("UPDATE run SET sent = 1", []).expect("writes");
        // Several at once, while the writer is held: they would hang otherwise.
        let reads = (0..8).map(|_| {
            let store = store.clone();
            runtime.spawn(async move { store.last_run().await.expect("reads").expect("one").end })
        });
        for read in reads.collect::<Vec<_>>() {
            assert_eq!(runtime.block_on(read).expect("ends"), None);
        }
    });
}

#[test]
fn thousands_are_kept_and_read() {
    const STEPS: u32 = 5_000;
    let folder = tempfile::tempdir().expect("a folder");
    for place in [super::Place::Memory, super::Place::File(folder.path().join("arna.db"))] {
        let store = super::open(&place);
        threads().block_on(async {
            store.open_run(&run("r"), &plan("r", STEPS)).await.expect("opens");
            for number in 0..STEPS {
                store.keep(entry("r", number)).await.expect("keeps");
            }
            let kept = store.measurements(&RunId::new("r")).await.expect("reads");
            assert_eq!(kept.len(), STEPS as usize);
            assert!(kept.iter().all(|kept| kept.observations.len() == 2));
            let plan = store.plan(&RunId::new("r")).await.expect("reads");
            assert!(plan.iter().all(|record| record.verdict.is_some()));
        });
    }
}

fn judged(run: &str, number: u32, code: Code) -> Entry {
    let opinion = Some(opinion(code));
    Entry { observations: Vec::new(), blobs: Vec::new(), opinion, ..entry(run, number) }
}

async fn finished(store: &Store, id: &str, vantage: &Vantage, started: WallTime, trials: u64) {
    let run = RunRecord { vantage: vantage.clone(), started, ..run(id) };
    store.open_run(&run, &[]).await.expect("opens");
    let tally = Tally { trials, failures: trials / 10 };
    store.finish_run(&run.id, RunEnd { tally, ..RunEnd::default() }).await.expect("finishes");
}

fn assert_not_found<T: std::fmt::Debug>(result: Result<T, LedgerError>) {
    assert!(matches!(result, Err(LedgerError::NotFound)), "{result:?}");
}

#[test]
fn decoys_are_counted_by_operator() {
    everywhere(|store| async move {
        for (id, operator) in [("a", "401 01"), ("b", "401 01"), ("c", "401 77")] {
            let vantage = Vantage { operator: Some(operator.into()), ..vantage() };
            let mut steps = plan(id, 4);
            steps[..3].iter_mut().for_each(|step| step.is_decoy = true);
            store.open_run(&RunRecord { vantage, ..run(id) }, &steps).await.expect("opens");
            for (number, code, stop) in [
                (0, Code::Accessible, None),
                (1, Code::Inconclusive, Some(Stop::DecoyAccused)),
                (2, Code::NotTested, Some(Stop::BudgetSpent)),
                (3, Code::Blocked, None),
            ] {
                let mut entry = judged(id, number, code);
                entry.opinion.as_mut().expect("one").stop = stop;
                store.keep(entry).await.expect("keeps");
            }
        }
        let kept = store.measurements(&RunId::new("a")).await.expect("reads");
        let flags: Vec<_> = kept.iter().map(|one| one.is_decoy).collect();
        assert_eq!(flags, [true, true, true, false]);
        let of = |operator: &str| Vantage { operator: Some(operator.into()), ..vantage() };
        for (operator, tested, accused) in [("401 01", 4, 2), ("401 77", 2, 1), ("401 02", 0, 0)] {
            let decoys = store.decoys(&of(operator)).await.expect("reads");
            assert_eq!(decoys, Decoys { tested, accused }, "{operator}");
        }
    });
}
