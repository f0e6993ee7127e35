//! The whole store as JSON lines.

use std::fs;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::samples::{entry, one_run};
use super::{open_file, threads};
use crate::run::{Entry, Ledger, LedgerError};
use crate::store::Store;

async fn lines_of(store: &Store, to: &std::path::Path) -> Vec<Value> {
    let exported = store.export(to).await.expect("it is written");
    assert_eq!(exported.path, to);
    let text = fs::read_to_string(to).expect("it is there");
    assert_eq!(exported.bytes, text.len() as u64);
    assert_eq!(exported.lines, text.lines().count() as u64);
    text.lines().map(|line| serde_json::from_str(line).expect("each line is an object")).collect()
}

fn of_kind<'a>(lines: &'a [Value], kind: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["kind"] == kind).collect()
}

#[test]
fn everything_that_is_kept_is_in_it_and_refers_to_what_came_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open_file(&folder.path().join("arna.db"));
    threads().block_on(async {
        one_run(&store).await;
        let opinion = entry("r", 0).opinion;
        let again = Entry { observations: vec![], blobs: vec![], opinion, ..entry("r", 0) };
        store.keep(again).await.expect("an opinion more");
        store.set_setting("quic", "on").await.expect("it is set");
        let lines = lines_of(&store, &folder.path().join("exports/all.jsonl")).await;
        assert_eq!(lines[0]["kind"], "store");
        assert_eq!(lines[0]["format"], 1);
        let count = |kind| of_kind(&lines, kind).len();
        assert_eq!(count("run"), 1);
        assert_eq!(count("measurement"), 2, "those that are only planned, too");
        assert_eq!(count("observation"), 2);
        assert_eq!(count("verdict"), 2);
        assert_eq!(count("setting"), 1);
        assert_eq!(count("usage"), 1);
        let blob = of_kind(&lines, "blob")[0]["content"].as_str().expect("text").to_owned();
        let page = BASE64_STANDARD.decode(blob).expect("Base64");
        assert_eq!(page, b"<title>page 0</title>");
        let verdict = of_kind(&lines, "verdict")[0];
        assert_eq!(verdict["measurement"], of_kind(&lines, "measurement")[0]["id"]);
        let at = |kind: &str| lines.iter().position(|line| line["kind"] == kind);
        assert!(at("run") < at("measurement") && at("measurement") < at("verdict"));
    });
}

#[test]
fn an_empty_store_is_an_export_of_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open_file(&folder.path().join("arna.db"));
    let to = folder.path().join("all.jsonl");
    assert_eq!(threads().block_on(lines_of(&store, &to)).len(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&to).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "for nobody else's eyes");
    }
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind_and_what_was_there_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open_file(&folder.path().join("arna.db"));
    threads().block_on(async {
        one_run(&store).await;
        let blocked = folder.path().join("blocked");
        fs::write(&blocked, "a file where a folder should be").expect("written");
        let refused = store.export(&blocked.join("all.jsonl")).await;
        assert!(
            matches!(refused, Err(LedgerError::Other(_) | LedgerError::ReadOnly)),
            "{refused:?}"
        );
        // The name is a folder's: the file that was whole beside it goes.
        let taken = folder.path().join("taken");
        fs::create_dir_all(taken.join("within")).expect("made");
        assert!(store.export(&taken).await.is_err());
        let left: Vec<_> = fs::read_dir(folder.path()).expect("read").flatten().collect();
        assert!(left.iter().all(|one| !one.file_name().to_string_lossy().ends_with(".part")));
    });
}
