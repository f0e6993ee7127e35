//! Damage inside is found when a file is opened; the file is set aside, and what can be read of it carried over.

use std::fs;
use std::path::{Path, PathBuf};

use arna_model::RunId;

use super::marked::everything;
use super::samples::{entry, measurement, one_run, plan, run};
use super::vaults::{KEY, Pocket};
use super::{Opened, Place, Store, open_file, open_with, raw, threads, with, written};
use crate::run::{Ledger, LedgerError};
use crate::store::{Carried, SetAside, Why};

const STEPS: u32 = 200;

/// A file with a run of many measurements, closed.
fn filled(folder: &Path) -> PathBuf {
    let path = folder.join("arna.db");
    fill(&open_file(&path));
    path
}

fn fill(store: &Store) {
    threads().block_on(async {
        store.open_run(&run("r"), &plan("r", STEPS)).await.expect("opens");
        for number in 0..STEPS {
            store.keep(entry("r", number)).await.expect("keeps");
        }
        store.set_setting("quic", "on").await.expect("sets");
    });
}

/// Opens what is damaged: the new store, what became of the old file, and what was carried over.
fn mended(path: &Path) -> (Store, PathBuf, Option<Carried>) {
    let Opened { store, set_aside } =
        Store::open(&Place::File(path.to_owned()), None).expect("opens");
    let SetAside { to, why, carried } = set_aside.expect("set aside");
    assert_eq!(why, Why::Damaged);
    (store, to, carried)
}

fn is_sound(path: &Path) {
    let check = raw(path).query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
    assert_eq!(check.expect("reads"), "ok");
}

#[test]
fn a_damaged_file_is_set_aside_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = written(folder.path());
    let sound = fs::read(&path).expect("reads");
    // The page where the tables are named, behind our mark.
    let garbage = [&sound[..100], &[0x5a; 3996], &sound[4096..]].concat();
    // The mark, in a header that makes no sense.
    let header = [&[0x5a; 60][..], &sound[60..]].concat();
    for (number, damaged) in [garbage, header].into_iter().enumerate() {
        fs::write(&path, &damaged).expect("writes");
        fs::write(with(&path, "-wal"), b"what was a log").expect("writes");
        // Who only reads leaves it where it is.
        let refused = Store::open(&Place::Stored(path.clone()), None);
        assert!(matches!(refused, Err(LedgerError::Damaged(_))), "{refused:?}");
        assert_eq!(fs::read(&path).expect("reads"), damaged);
        let (store, aside, carried) = mended(&path);
        assert_eq!(carried, None);
        assert_eq!(aside, with(&path, &format!(".damaged-{}", number + 1)));
        assert_eq!(fs::read(&aside).expect("reads"), damaged);
        assert_eq!(fs::read(with(&aside, "-wal")).expect("reads"), b"what was a log");
        threads().block_on(async {
            assert!(store.last_run().await.expect("reads").is_none());
            one_run(&store).await;
        });
    }
}

/// The pages that the first one leads to, if the schema is too long for one (SQLite's file format, section 1.6).
fn below_the_first(file: &[u8]) -> Vec<u32> {
    let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().expect("four bytes"));
    let short = |at: usize| usize::from(u16::from_be_bytes([file[at], file[at + 1]]));
    if file[100] != 5 {
        return Vec::new();
    }
    let cells = (0..short(103)).map(|cell| number(short(112 + 2 * cell)));
    cells.chain([number(108)]).collect()
}

#[test]
fn pages_in_the_middle_cost_what_was_on_them_and_no_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = filled(folder.path());
    let sound = fs::read(&path).expect("reads");
    let pages = sound.len() / 4096;
    // Without these SQLite finds nothing at all, or none of the pages that hold verdicts.
    let mut ways = below_the_first(&sound);
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'verdict'";
    ways.push(raw(&path).query_row(sql, [], |row| row.get(0)).expect("reads"));
    // One page at a time, all over the file.
    for page in (1..pages).step_by((pages / 12).max(1)) {
        let mut damaged = sound.clone();
        damaged[page * 4096..(page + 1) * 4096].fill(0x5a);
        fs::write(&path, &damaged).expect("writes");
        let (store, aside, carried) = mended(&path);
        assert_eq!(fs::read(&aside).expect("reads"), damaged, "page {page}");
        if !ways.contains(&(page as u32 + 1)) {
            let Some(Carried { measurements, rows, .. }) = carried else { panic!("page {page}") };
            assert!(rows > u64::from(STEPS), "page {page}: {rows} rows");
            let kept = threads().block_on(store.measurements(&RunId::new("r"))).expect("reads all");
            assert_eq!(kept.len() as u64, measurements, "page {page}");
            assert!(measurements >= u64::from(STEPS / 2), "page {page}: {measurements}");
        }
        drop(store);
        is_sound(&path);
        assert!(open_file(&path).shared.read(|tables| tables.setting("quic")).is_ok());
        for suffix in ["", "-wal", "-shm"] {
            fs::remove_file(with(&path, suffix)).ok();
        }
    }
}

#[test]
fn an_index_that_hides_rows_is_found_and_hides_none_afterwards() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = filled(folder.path());
    // As a page that was written and never came to the disk leaves it: rows that no index knows of.
    let file = raw(&path);
    let root: i64 = file
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'verdict_by_step'", [], |row| {
            row.get(0)
        })
        .expect("an index");
    let root = usize::try_from(root).expect("a page");
    drop(file);
    let mut bytes = fs::read(&path).expect("reads");
    let page = &mut bytes[(root - 1) * 4096..root * 4096];
    let cells = u16::from_be_bytes([page[3], page[4]]);
    page[3..5].copy_from_slice(&(cells - 3).to_be_bytes());
    fs::write(&path, bytes).expect("writes");
    let (store, _, carried) = mended(&path);
    let carried = carried.expect("all of it");
    assert_eq!((carried.runs, carried.measurements, carried.lost), (1, u64::from(STEPS), 0));
    let kept = threads().block_on(store.measurements(&RunId::new("r"))).expect("reads");
    assert_eq!(kept.len(), STEPS as usize);
    assert_eq!(kept[7].observations, entry("r", 7).observations);
}

#[test]
fn a_file_that_was_cut_gives_what_is_left_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = filled(folder.path());
    let sound = fs::read(&path).expect("reads");
    fs::write(&path, &sound[..sound.len() / 8192 * 4096]).expect("writes");
    let (store, _, carried) = mended(&path);
    assert!(carried.is_some_and(|carried| carried.rows > 0), "{carried:?}");
    threads().block_on(store.measurements(&RunId::new("r"))).expect("reads");
}

#[test]
fn a_log_that_was_cut_while_it_was_folded_in_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (folder.path().join("arna.db"), folder.path().join("copy.db"));
    let store = open_file(&path);
    fill(&store);
    // A kill in the middle of a checkpoint: some pages are in the file, the rest only in the log; and that is cut.
    let folded = store.shared.with_writer(|writer| {
        writer.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).expect("folds");
        fs::read(&path).expect("reads")
    });
    let mut half = folded.clone();
    let pages = half.len() / 4096;
    for page in pages * 2 / 3..pages {
        half[page * 4096..(page + 1) * 4096].fill(0);
    }
    fs::write(&copy, &half).expect("writes");
    fs::write(with(&copy, "-wal"), b"").expect("writes");
    let (mended, _, carried) = mended(&copy);
    assert!(carried.is_some(), "{carried:?}");
    threads().block_on(mended.measurements(&RunId::new("r"))).expect("reads");
    drop(store);
}

#[test]
fn what_is_locked_is_carried_over_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let (place, vault) = (Place::File(path.clone()), Pocket::with(KEY));
    let store = open_with(&place, &vault);
    threads().block_on(everything(&store));
    drop(store);
    let sealed = |path: &Path| -> Vec<u8> {
        raw(path).query_row("SELECT request FROM run", [], |row| row.get(0)).expect("a run")
    };
    let before = sealed(&path);
    spoil(&path, "run_by_network");
    let Opened { store, set_aside } =
        Store::open(&place, Some(std::sync::Arc::new(vault.clone()))).expect("opens");
    let carried = set_aside.and_then(|aside| aside.carried).expect("carried over");
    assert_eq!((carried.runs, carried.measurements, carried.lost), (1, 1, 0));
    threads().block_on(async {
        store.measurement(&measurement("r", 0)).await.expect("opens with the key");
        assert_eq!(store.watches().await.expect("reads").len(), 1);
    });
    drop(store);
    assert_eq!(sealed(&path), before);
    assert!(matches!(Store::open(&place, None), Err(LedgerError::Keyless)));
    open_with(&place, &vault);
}

#[test]
fn a_row_that_nobody_could_read_is_left_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = filled(folder.path());
    let file = raw(&path);
    file.execute_batch("PRAGMA recursive_triggers = 0; PRAGMA ignore_check_constraints = 1")
        .expect("sets");
    // An observation whose text makes no sense, beside damage that has the file mended.
    let sql = "INSERT OR REPLACE INTO observation SELECT seq, id, run, step, x'015a5a' FROM observation WHERE seq = 5";
    file.execute_batch(sql).expect("writes");
    drop(file);
    spoil(&path, "run_by_network");
    let (store, _, carried) = mended(&path);
    assert_eq!(carried.expect("the rest").lost, 1);
    let kept = threads().block_on(store.measurements(&RunId::new("r"))).expect("reads");
    assert_eq!(kept.len(), STEPS as usize);
}

#[test]
fn a_kill_at_any_moment_of_the_exchange_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = |path: &Path| {
        let store = open_file(path);
        let kept = threads().block_on(store.measurements(&RunId::new("r"))).expect("reads");
        assert_eq!(kept.len(), 1);
    };
    // While rows were carried over: what is there of the new file is thrown away.
    let path = written(folder.path());
    fs::write(with(&path, ".mending"), b"half of it").expect("writes");
    whole(&path);
    spoil(&path, "run_by_network");
    mended(&path);
    assert!(!with(&path, ".mending").exists());
    whole(&path);
    // After the damaged file had left its place.
    fs::rename(&path, with(&path, ".mended")).expect("renames");
    whole(&path);
    // Before it had.
    fs::copy(&path, with(&path, ".mended")).expect("copies");
    let Opened { store, set_aside } = Store::open(&Place::File(path.clone()), None).expect("opens");
    assert_eq!(set_aside.expect("told again").to, with(&path, ".damaged-2"));
    drop(store);
    whole(&path);
}

/// Empties an index, as if its page had never come to the disk.
fn spoil(path: &Path, index: &str) {
    let file = raw(path);
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?";
    let root: i64 = file.query_row(sql, [index], |row| row.get(0)).expect("an index");
    let root = usize::try_from(root).expect("a page");
    drop(file);
    let mut bytes = fs::read(path).expect("reads");
    bytes[(root - 1) * 4096 + 3..(root - 1) * 4096 + 5].fill(0);
    fs::write(path, bytes).expect("writes");
}
