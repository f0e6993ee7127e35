//! Opening hurts nothing: newer and read-only files, and files that others hold.

use std::fs;
use std::path::Path;

use arna_model::RunId;

use super::super::schema::{KNOWN, migrate_to};
use super::child;
use super::samples::{entry, one_run};
use super::{Place, Store, open_file, raw, threads, with, written};
use crate::run::{Ledger, LedgerError};

#[test]
fn folders_are_made_and_runs_survive() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a/b c/файл?.db");
    threads().block_on(one_run(&open_file(&path)));
    let store = open_file(&path);
    assert!(!store.is_reading_only());
    let kept = threads().block_on(store.measurements(&RunId::new("r"))).expect("reads");
    assert_eq!(kept[0].observations, entry("r", 0).observations);
}

#[test]
fn a_file_of_the_first_version_is_taken_along() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newest, path) = (written(folder.path()), folder.path().join("first.db"));
    let mut file = raw(&path);
    migrate_to(&mut file, 1);
    file.execute("ATTACH ? AS newest", [newest.to_str().expect("a plain name")]).expect("attaches");
    for table in ["run", "step", "observation", "verdict", "blob"] {
        let columns = "SELECT group_concat(name) FROM pragma_table_info(?)";
        let columns: String = file.query_row(columns, [table], |row| row.get(0)).expect("a table");
        let sql = format!("INSERT INTO {table} ({columns}) SELECT {columns} FROM newest.{table}");
        assert!(file.execute(&sql, []).expect("copies") > 0, "{table}");
    }
    drop(file);
    let store = open_file(&path);
    let kept = threads().block_on(store.measurements(&RunId::new("r"))).expect("reads");
    assert_eq!(kept[0].observations, entry("r", 0).observations);
    assert!(!kept[0].is_decoy);
    let version: i64 =
        raw(&path).pragma_query_value(None, "user_version", |row| row.get(0)).expect("reads");
    assert_eq!(version, KNOWN);
    assert_eq!(threads().block_on(store.watches()).expect("reads"), []);
}

#[test]
fn an_empty_file_is_a_fresh_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    fs::write(&path, b"").expect("writes");
    threads().block_on(one_run(&open_file(&path)));
}

#[test]
fn a_newer_file_is_refused_and_untouched() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = written(folder.path());
    raw(&path).pragma_update(None, "user_version", 99).expect("writes");
    assert_newer_and_untouched(&path);

    // Its version may still be in the log alone, as a kill leaves it.
    let path = written(&folder.path().join("log"));
    let file = raw(&path);
    file.pragma_update(None, "user_version", 99).expect("writes");
    let copy = folder.path().join("copy.db");
    fs::copy(&path, &copy).expect("copies");
    fs::copy(with(&path, "-wal"), with(&copy, "-wal")).expect("copies");
    let log = fs::read(with(&copy, "-wal")).expect("reads");
    assert!(!log.is_empty());
    assert_newer_and_untouched(&copy);
    assert_eq!(fs::read(with(&copy, "-wal")).expect("reads"), log);
}

#[test]
fn two_stores_share_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = written(folder.path());
    let (one, other) = (open_file(&path), open_file(&path));
    threads().block_on(async {
        one.set_setting("a", "1").await.expect("writes");
        assert_eq!(other.setting("a").await.expect("reads").as_deref(), Some("1"));
        other.set_setting("a", "2").await.expect("writes");
        assert_eq!(one.setting("a").await.expect("reads").as_deref(), Some("2"));
    });
}

#[test]
fn a_file_that_another_process_holds_is_busy() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = written(folder.path());
    let store = open_file(&path);
    let patience = std::time::Duration::ZERO;
    store.shared.with_writer(|writer| writer.busy_timeout(patience)).expect("no patience");
    let other = raw(&path);
    other.execute_batch("BEGIN IMMEDIATE").expect("takes the write lock");
    threads().block_on(async {
        let refused = store.set_setting("a", "1").await;
        assert!(matches!(refused, Err(LedgerError::Busy)), "{refused:?}");
        assert!(store.last_run().await.expect("reads all the same").is_some());
        other.execute_batch("ROLLBACK").expect("lets go");
        store.set_setting("a", "1").await.expect("writes");
    });
}

#[test]
fn starting_together_is_no_quarrel() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("arna.db");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| open_file(&path));
            }
        });
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_is_read_only() {
    for path in ["/proc/arna/arna.db", "/proc/arna.db", "/dev/null/arna.db"] {
        let refused = Store::open(&Place::File(path.into()), None);
        assert!(matches!(refused, Err(LedgerError::ReadOnly)), "{refused:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_can_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    child::by_nobody("reads_what_it_cannot_write", &written(folder.path()));
}

fn assert_newer_and_untouched(path: &Path) {
    let before = fs::read(path).expect("reads");
    let refused = Store::open(&Place::File(path.to_owned()), None);
    assert!(matches!(refused, Err(LedgerError::Newer { found: 99, known: KNOWN })), "{refused:?}");
    assert_eq!(fs::read(path).expect("reads"), before);
}
