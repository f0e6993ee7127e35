//! A kill while a file is made, and readers beside whoever writes.

use std::fs;
use std::path::Path;

use arna_model::RunId;

use super::super::whose::APPLICATION;
use super::child::{await_lines, start};
use super::samples::{entry, one_run, plan, run};
use super::{Place, Store, open_file, raw, threads, with};
use crate::run::Ledger;

#[test]
fn a_kill_while_the_file_is_made_leaves_one_that_opens() {
    // At moments that nobody chose: a child makes one store after the other until it is killed.
    for stores in [1, 2, 5, 9, 14] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = start("makes_stores", &folder.path().join("arna.db"));
        await_lines(&mut child, stores);
        child.kill().expect("kills");
        child.wait().expect("ends");
        let mut opened = 0;
        for entry in fs::read_dir(folder.path()).expect("lists") {
            let path = entry.expect("reads").path();
            if path.extension().is_some_and(|ending| ending == "db") {
                threads().block_on(one_run(&open_file(&path)));
                opened += 1;
            }
        }
        assert!(opened >= stores, "{opened} of {stores}");
    }
}

#[test]
fn what_was_begun_and_never_done_is_taken_back_and_everybody_reads() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    // Pages in the file, and beside it the journal that takes them back.
    let mut child = start("dies_while_it_makes_the_file", &path);
    await_lines(&mut child, 1);
    child.kill().expect("kills");
    child.wait().expect("ends");
    assert!(fs::metadata(&path).expect("is there").len() > 4096);
    assert!(fs::metadata(with(&path, "-journal")).expect("is there").len() > 0);
    let writer = open_file(&path);
    threads().block_on(async {
        assert!(writer.last_run().await.expect("reads").is_none());
        one_run(&writer).await;
        // Whoever opened it first reads what comes after, and so does who only reads.
        let reader = Store::open(&Place::Stored(path.clone()), None).expect("opens").store;
        writer.open_run(&run("s"), &plan("s", 1)).await.expect("opens");
        writer.keep(entry("s", 0)).await.expect("keeps");
        for store in [&writer, &reader] {
            let kept = store.measurements(&RunId::new("s")).await.expect("reads");
            assert_eq!(kept[0].observations, entry("s", 0).observations);
        }
    });
}

#[test]
fn every_state_on_the_way_is_known_to_be_ours() {
    let folder = tempfile::tempdir().expect("a folder");
    let states: [&dyn Fn(&Path); 3] =
        [&|path| fs::write(path, b"").expect("writes"), &|path| mark(path, ""), &|path| {
            mark(path, "PRAGMA journal_mode = WAL")
        }];
    for (number, make) in states.into_iter().enumerate() {
        let path = folder.path().join(format!("{number}.db"));
        make(&path);
        threads().block_on(one_run(&open_file(&path)));
    }
    // As former versions left it: the mark in the log alone.
    let (path, copy) = (folder.path().join("before.db"), folder.path().join("copy.db"));
    let file = raw(&path);
    file.execute_batch("PRAGMA journal_mode = WAL").expect("writes");
    file.pragma_update(None, "application_id", APPLICATION).expect("writes");
    for suffix in ["", "-wal"] {
        fs::copy(with(&path, suffix), with(&copy, suffix)).expect("copies");
    }
    drop(file);
    threads().block_on(one_run(&open_file(&copy)));
}

fn mark(path: &Path, more: &str) {
    let file = raw(path);
    file.pragma_update(None, "application_id", APPLICATION).expect("writes");
    file.execute_batch(more).expect("writes");
}
