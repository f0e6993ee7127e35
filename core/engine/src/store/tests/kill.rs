//! A kill at any instant: what was announced is there, what was in flight is whole or absent.

use arna_model::RunId;

use super::child::{STEPS, await_lines, rest, start};
use super::samples::entry;
use super::{open_file, threads};
use crate::run::Ledger;

#[test]
fn a_kill_loses_at_most_what_was_in_flight() {
    for announced in [1, 7, 40] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("arna.db");
        let mut child = start("keeps_and_says_so", &path);
        await_lines(&mut child, announced);
        child.kill().expect("kills");
        // What it said between our reading and the kill counts as announced too.
        let said = announced + rest(&mut child);
        child.wait().expect("ends");

        let store = open_file(&path);
        threads().block_on(async {
            let steps = store.plan(&RunId::new("r")).await.expect("reads");
            assert_eq!(steps.len(), STEPS as usize);
            let done = steps.iter().take_while(|step| step.verdict.is_some()).count();
            assert!(done == said || done == said + 1, "{said} announced, {done} kept");
            assert!(steps[done..].iter().all(|step| step.verdict.is_none()));
            for (number, kept) in
                store.measurements(&RunId::new("r")).await.expect("reads").iter().enumerate()
            {
                let entry = entry("r", number as u32);
                assert_eq!(kept.observations, entry.observations);
                assert_eq!(store.recall(&kept.id).await.expect("reads").bodies, entry.blobs);
            }
            // The run goes on with the first step that has no verdict.
            store.keep(entry("r", done as u32)).await.expect("keeps");
        });
    }
}

#[test]
fn an_open_transaction_is_as_if_it_had_not_been() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let mut child = start("dies_in_a_transaction", &path);
    await_lines(&mut child, 1);
    child.kill().expect("kills");
    child.wait().expect("ends");
    let store = open_file(&path);
    threads().block_on(async {
        assert_eq!(store.setting("kept").await.expect("reads").as_deref(), Some("1"));
        assert_eq!(store.setting("lost").await.expect("reads"), None);
        assert!(store.last_run().await.expect("reads").is_none());
    });
}
