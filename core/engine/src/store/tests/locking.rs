//! A store with a vault: what fits opens, what does not is set aside, and nothing is touched meanwhile.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use arna_model::RunId;

use super::child;
use super::samples::{entry, one_run};
use super::vaults::{KEY, Pocket};
use super::{Opened, Place, Store, open_file, open_with, raw, threads, with, written};
use crate::run::{Ledger, LedgerError};
use crate::store::{SetAside, Why};

fn file(path: &Path) -> Place {
    Place::File(path.to_owned())
}

fn opened(path: &Path, vault: &Pocket) -> Result<Opened, LedgerError> {
    Store::open(&file(path), Some(Arc::new(vault.clone())))
}

/// A locked file with one run, closed, and its vault.
fn locked(path: &Path) -> Pocket {
    let vault = Pocket::with(KEY);
    threads().block_on(one_run(&open_with(&file(path), &vault)));
    vault
}

fn holds_the_run(store: &Store) {
    let kept = threads().block_on(store.measurements(&RunId::new("r"))).expect("reads");
    assert_eq!(kept[0].observations, entry("r", 0).observations);
}

#[test]
fn a_fresh_file_is_locked_with_a_new_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let vault = Pocket::default();
    threads().block_on(one_run(&open_with(&file(&path), &vault)));
    let key = vault.bytes().expect("a key was made");
    holds_the_run(&open_with(&file(&path), &vault));
    assert_eq!(vault.bytes(), Some(key), "one key is enough");
    let other = folder.path().join("other.db");
    let others = Pocket::default();
    open_with(&file(&other), &others);
    assert_ne!(others.bytes(), Some(key));
}

#[test]
fn nothing_is_locked_with_a_key_that_is_not_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let vault = Pocket::default();
    vault.fill(true);
    assert!(matches!(opened(&path, &vault), Err(LedgerError::Locked)));
    let locks: i64 =
        raw(&path).query_row("SELECT count(*) FROM lock", [], |row| row.get(0)).expect("reads");
    assert_eq!(locks, 0);
    vault.fill(false);
    threads().block_on(one_run(&open_with(&file(&path), &vault)));
}

#[test]
fn every_payload_is_locked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let vault = Pocket::default();
    threads().block_on(super::marked::everything(&open_with(&file(&path), &vault)));
    let file = raw(&path);
    let columns = "SELECT tables.name, columns.name FROM sqlite_schema AS tables
         JOIN pragma_table_info(tables.name) AS columns
         WHERE tables.type = 'table' AND columns.type = 'BLOB'";
    let mut columns = file.prepare(columns).expect("a query");
    let columns = columns.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("lists");
    let columns: Vec<(String, String)> = columns.map(|column| column.expect("reads")).collect();
    assert!(columns.len() >= 8, "{columns:?}");
    for (table, column) in columns {
        let sql = format!("SELECT substr({column}, 1, 1) FROM {table} WHERE {column} NOT NULL");
        let mut rows = file.prepare(&sql).expect("a query");
        let rows = rows.query_map([], |row| row.get::<_, Vec<u8>>(0)).expect("lists");
        let seals: Vec<_> = rows.map(|row| row.expect("reads")).collect();
        assert!(!seals.is_empty(), "{table}.{column} is tried");
        assert!(seals.iter().all(|seal| seal == &[2]), "{table}.{column} {seals:?}");
    }
    let page = &entry("r", 0).blobs[0];
    let sql = "SELECT count(*) FROM blob WHERE id = ?";
    let named: i64 = file.query_row(sql, [page.id.as_str()], |row| row.get(0)).expect("reads");
    assert_eq!(named, 0, "a known page is not found by its hash");
}

#[test]
fn a_file_whose_key_is_lost_is_set_aside_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    for (number, key) in [None, Some([8; 32])].into_iter().enumerate() {
        let original = folder.path().join(format!("original-{number}.db"));
        let vault = Pocket::with(KEY);
        let held = open_with(&file(&original), &vault);
        threads().block_on(one_run(&held));
        // As a kill leaves it, with its log.
        let copied = ["", "-wal"].map(|suffix| {
            let bytes = fs::read(with(&original, suffix)).expect("reads");
            fs::write(with(&path, suffix), &bytes).expect("writes");
            bytes
        });
        drop(held);
        let vault = key.map_or_else(Pocket::default, Pocket::with);
        let Opened { store, set_aside } = opened(&path, &vault).expect("opens a fresh one");
        let SetAside { to, why, .. } = set_aside.expect("set aside");
        assert_eq!((&to, why), (&with(&path, &format!(".locked-{}", number + 1)), Why::KeyLost));
        for (suffix, bytes) in ["", "-wal"].into_iter().zip(copied) {
            assert_eq!(fs::read(with(&to, suffix)).expect("reads"), bytes);
        }
        threads().block_on(async {
            assert!(store.last_run().await.expect("reads").is_none());
            one_run(&store).await;
        });
        drop(store);
        let now = vault.bytes().expect("a key");
        assert!(key.is_none_or(|key| key == now), "a key that may open another file stays");
        holds_the_run(&open_with(&file(&path), &vault));
        // The key is found again.
        holds_the_run(&open_with(&file(&to), &Pocket::with(KEY)));
        fs::remove_file(&path).expect("removes what took its place");
    }
}

#[test]
fn a_vault_that_is_shut_touches_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let vault = locked(&path);
    let damaged = folder.path().join("damaged.db");
    fs::write(&damaged, [0x5a; 8192]).expect("writes");
    let names = || {
        let names = fs::read_dir(folder.path()).expect("lists");
        let mut names: Vec<_> = names.map(|entry| entry.expect("reads").file_name()).collect();
        names.sort();
        names
    };
    let (before, bytes) = (names(), fs::read(&path).expect("reads"));
    vault.shut(true);
    for path in [&path, &damaged, &folder.path().join("fresh.db")] {
        let refused = opened(path, &vault).expect_err("is shut");
        assert!(matches!(refused, LedgerError::Locked), "{refused:?}");
        assert!(refused.to_string().contains("unlock the phone and try again"));
    }
    assert_eq!((names(), fs::read(&path).expect("reads")), (before, bytes));
    vault.shut(false);
    holds_the_run(&open_with(&file(&path), &vault));
}

#[test]
fn a_locked_file_without_a_vault_is_refused_and_untouched() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let vault = locked(&path);
    let before = fs::read(&path).expect("reads");
    let refused = Store::open(&file(&path), None).expect_err("has no vault");
    assert!(matches!(refused, LedgerError::Keyless), "{refused:?}");
    assert!(refused.to_string().contains("only Arna on that phone can read it"));
    assert_eq!(fs::read(&path).expect("reads"), before);
    assert!(!with(&path, ".locked-1").exists());
    holds_the_run(&open_with(&file(&path), &vault));
}

#[test]
fn what_was_kept_before_the_vault_stays_readable() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = written(folder.path());
    let early = open_file(&path);
    let store = open_with(&file(&path), &Pocket::default());
    let (first, second) = (entry("r", 0), entry("r", 1));
    threads().block_on(async {
        let mut again = second.clone();
        again.blobs.extend(first.blobs.clone());
        store.keep(again).await.expect("keeps");
        let kept = store.measurements(&RunId::new("r")).await.expect("reads");
        assert_eq!(kept[0].observations, first.observations);
        assert_eq!(kept[1].observations, second.observations);
        for page in first.blobs.iter().chain(&second.blobs) {
            assert_eq!(store.blob(&page.id).await.expect("reads").as_ref(), Some(page));
        }
        // Whoever had it open before reads what was there before.
        let page = &first.blobs[0];
        assert_eq!(early.blob(&page.id).await.expect("reads").as_ref(), Some(page));
        let refused = early.measurements(&RunId::new("r")).await;
        assert!(matches!(refused, Err(LedgerError::Keyless)), "{refused:?}");
    });
}

#[test]
fn starting_together_makes_one_key() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("arna.db");
        let vault = Pocket::default();
        let stores: Vec<_> = std::thread::scope(|scope| {
            let start = || scope.spawn(|| open_with(&file(&path), &vault));
            let starting: Vec<_> = (0..4).map(|_| start()).collect();
            starting.into_iter().map(|one| one.join().expect("opens")).collect()
        });
        threads().block_on(one_run(&stores[0]));
        stores.iter().for_each(holds_the_run);
    }
}

#[cfg(unix)]
#[test]
fn what_is_locked_and_cannot_be_written_can_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    locked(&path);
    child::by_nobody("reads_what_is_locked_and_cannot_be_written", &path);
}
