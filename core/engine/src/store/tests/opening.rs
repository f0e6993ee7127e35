//! Opening hurts nothing: newer, foreign, damaged and read-only files.

use std::fs;
use std::path::Path;

use arna_model::RunId;

use super::super::open::KNOWN;
use super::child;
use super::samples::{entry, one_run, run};
use super::{Opened, Place, Store, open_file, raw, threads, with, written};
use crate::run::{Ledger, LedgerError};
use crate::store::{SetAside, Why};

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
    let path = written(folder.path());
    let file = raw(&path);
    let back = "ALTER TABLE step DROP COLUMN decoy; DROP TABLE journal; DROP TABLE watch; \
                DROP TABLE earlier; DROP TABLE lock; ALTER TABLE run DROP COLUMN uptime; ALTER TABLE run DROP COLUMN boot; \
                DROP TABLE usage; ALTER TABLE run DROP COLUMN counted_sent; \
                ALTER TABLE run DROP COLUMN counted_received";
    file.execute_batch(back).expect("writes");
    file.pragma_update(None, "user_version", 1).expect("writes");
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
fn another_programs_file_is_refused_and_untouched() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("places.sqlite");
    raw(&path).execute_batch("CREATE TABLE moz_places (url TEXT);").expect("writes");
    let before = fs::read(&path).expect("reads");
    assert!(matches!(Store::open(&Place::File(path.clone()), None), Err(LedgerError::Other(_))));
    assert_eq!(fs::read(&path).expect("reads"), before);
}

#[test]
fn a_damaged_file_is_set_aside_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = written(folder.path());
    let garbage = [[0x5a; 4096].as_slice(), &fs::read(&path).expect("reads")[4096..]].concat();
    let truncated = fs::read(&path).expect("reads")[..8192].to_vec();
    for (number, damaged) in [garbage, truncated].into_iter().enumerate() {
        fs::write(&path, &damaged).expect("writes");
        fs::write(with(&path, "-wal"), b"what was a log").expect("writes");
        let place = Place::File(path.clone());
        let Opened { store, set_aside } = Store::open(&place, None).expect("opens a fresh one");
        let SetAside { to: aside, why } = set_aside.expect("set aside");
        assert_eq!(why, Why::Damaged);
        assert_eq!(aside, with(&path, &format!(".damaged-{}", number + 1)));
        assert_eq!(fs::read(&aside).expect("reads"), damaged);
        assert_eq!(fs::read(with(&aside, "-wal")).expect("reads"), b"what was a log");
        threads().block_on(async {
            assert!(store.last_run().await.expect("reads").is_none());
            one_run(&store).await;
        });
    }
}

#[test]
fn damage_found_later_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let store = open_file(&path);
    threads().block_on(async {
        store.open_run(&run("r"), &super::samples::plan("r", 200)).await.expect("opens");
        for number in 0..200 {
            store.keep(entry("r", number)).await.expect("keeps");
        }
    });
    drop(store);
    let mut bytes = fs::read(&path).expect("reads");
    let half = bytes.len() / 8192 * 4096;
    bytes[half..].fill(0x5a);
    fs::write(&path, bytes).expect("writes");
    let store = open_file(&path);
    let read = threads().block_on(store.measurements(&RunId::new("r")));
    assert!(matches!(read, Err(LedgerError::Damaged(_))), "{read:?}");
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
