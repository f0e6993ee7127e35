//! A wipe leaves nothing, and the store goes on empty.

use std::fs;
use std::path::Path;
use std::sync::mpsc;

use arna_model::RunId;

use super::marked::{MARKER, end, everything, note};
use super::samples::{entry, measurement};
use super::vaults::Pocket;
use super::{Place, everywhere, open, open_file, open_with, raw, threads, with};
use crate::run::{Entry, Journal, Ledger, LedgerError};
use crate::store::{Found, Store};

/// How often the marker stands in the files of a folder and of those in it.
fn found(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("lists").map(|entry| entry.expect("reads").path());
    let of = |path: &Path| {
        let bytes = fs::read(path).expect("reads");
        bytes.windows(MARKER.len()).filter(|part| *part == MARKER.as_bytes()).count()
    };
    entries.map(|path| if path.is_dir() { found(&path) } else { of(&path) }).sum()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("lists").map(|entry| entry.expect("reads"));
    let mut names: Vec<_> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What lies beside a database: files that were set aside, exports, and what is none of ours.
fn surroundings(path: &Path) {
    let exports = path.with_file_name("exports");
    fs::create_dir_all(exports.join("one/two")).expect("makes folders");
    let beside = [".damaged-1", ".damaged-1-wal", ".locked-3", ".locked-3-shm"];
    let exported = ["a.zip", "one/b.json", "one/two/c.csv"].map(|name| exports.join(name));
    for file in beside.iter().map(|suffix| with(path, suffix)).chain(exported) {
        fs::write(file, MARKER).expect("writes");
    }
    for other in ["arna.db.bak", "photo.jpg"] {
        fs::write(path.with_file_name(other), "not ours").expect("writes");
    }
}

async fn is_empty_and_works(store: &Store) {
    assert!(store.last_run().await.expect("reads").is_none());
    assert!(store.watches().await.expect("reads").is_empty());
    assert!(store.find("r").await.expect("reads").is_empty());
    assert!(store.list_rows().await.expect("reads").is_empty());
    everything(store).await;
    assert_eq!(store.find("r").await.expect("reads"), [Found::Run(RunId::new("r"))]);
}

#[test]
fn a_wipe_leaves_nothing() {
    for locked in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("arna.db");
        let vault = Pocket::default();
        let place = Place::File(path.clone());
        let store = if locked { open_with(&place, &vault) } else { open(&place) };
        threads().block_on(async {
            everything(&store).await;
            let log = fs::metadata(with(&path, "-wal")).expect("a log").len();
            assert!(log > 0, "it is not folded in yet");
            if locked {
                assert_eq!(found(folder.path()), 0);
            } else {
                assert!(found(folder.path()) >= 9, "one of each kind of payload");
            }
            surroundings(&path);
            let (before, key) = (found(folder.path()), vault.bytes());
            assert!(before >= 7);
            store.wipe().await.expect("wipes");
            assert_eq!(found(folder.path()), 0);
            let left = ["arna.db", "arna.db-shm", "arna.db-wal", "arna.db.bak", "exports"];
            assert_eq!(names(folder.path()), [&left[..], &["photo.jpg"]].concat());
            assert_eq!(names(&folder.path().join("exports")), [""; 0]);
            assert_eq!(vault.bytes().is_some(), locked);
            assert!(!locked || vault.bytes() != key, "another key");
            is_empty_and_works(&store.clone()).await;
        });
        drop(store);
        let store = if locked { open_with(&place, &vault) } else { open(&place) };
        let kept = threads().block_on(store.measurement(&measurement("r", 0))).expect("reads");
        assert!(kept.input.expect("one").contains(MARKER));
    }
}

#[test]
fn what_is_wiped_is_zeros_on_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let store = open_file(&path);
    threads().block_on(everything(&store));
    surroundings(&path);
    // Another name of each file: what stands behind it is what stays on a disk.
    let kept = tempfile::tempdir_in(folder.path().parent().expect("a folder")).expect("a folder");
    for (number, suffix) in ["", "-wal", "-shm", ".locked-3"].into_iter().enumerate() {
        let other = kept.path().join(number.to_string());
        fs::hard_link(with(&path, suffix), other).expect("links");
    }
    assert!(found(kept.path()) > 0);
    threads().block_on(store.wipe()).expect("wipes");
    for name in names(kept.path()) {
        let bytes = fs::read(kept.path().join(&name)).expect("reads");
        assert!(!bytes.is_empty(), "{name} is as long as it was");
        assert!(bytes.iter().all(|byte| *byte == 0), "{name}");
    }
}

#[test]
fn a_store_anywhere_can_be_wiped_and_again() {
    everywhere(|store| async move {
        for _ in 0..3 {
            is_empty_and_works(&store).await;
            store.wipe().await.expect("wipes");
        }
    });
}

#[test]
fn a_run_that_goes_on_can_keep_nothing_more() {
    everywhere(|store| async move {
        everything(&store).await;
        store.wipe().await.expect("wipes");
        let refused = [
            store.keep(entry("r", 1)).await,
            store.keep(Entry { measurement: None, opinion: None, ..entry("r", 0) }).await,
            store.finish_run(&RunId::new("r"), end()).await,
            store.note(note()).await,
        ];
        for refused in refused {
            assert!(matches!(refused, Err(LedgerError::NotFound)), "{refused:?}");
        }
        assert!(store.blob(&entry("r", 1).blobs[0].id).await.expect("reads").is_none());
        is_empty_and_works(&store).await;
    });
}

#[test]
fn readers_under_way_finish_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open_file(&folder.path().join("arna.db"));
    threads().block_on(async {
        everything(&store).await;
        let (begun, begins) = mpsc::channel();
        let (go, goes) = mpsc::channel();
        let clone = store.clone();
        let reading = tokio::spawn(async move {
            let read = clone.read(move |tables| {
                begun.send(()).expect("somebody waits");
                goes.recv().expect("somebody says");
                tables.measurement(&measurement("r", 0))
            });
            read.await
        });
        tokio::task::spawn_blocking(move || begins.recv()).await.expect("waits").expect("begins");
        let clone = store.clone();
        let wiping = tokio::spawn(async move { clone.wipe().await });
        go.send(()).expect("it reads");
        let read = reading.await.expect("ends").expect("reads");
        assert!(read.input.expect("one").contains(MARKER));
        wiping.await.expect("ends").expect("wipes");
        is_empty_and_works(&store).await;
    });
}

#[test]
fn another_store_of_the_same_file_reads_nothing_more_and_hurts_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let (store, other) = (open_file(&path), open_file(&path));
    threads().block_on(async {
        everything(&store).await;
        other.measurement(&measurement("r", 0)).await.expect("reads");
        store.wipe().await.expect("wipes");
        other.measurement(&measurement("r", 0)).await.expect_err("it is gone");
        other.keep(entry("r", 0)).await.expect_err("it is gone");
        is_empty_and_works(&store).await;
        drop(other);
        assert!(store.last_run().await.expect("reads").is_some());
        assert_eq!(
            raw(&path).query_row("PRAGMA integrity_check", [], |row| row.get(0)),
            Ok("ok".to_owned())
        );
    });
    drop(store);
    let again = threads().block_on(open_file(&path).last_run());
    assert!(again.expect("reads").is_some());
}

#[test]
fn what_cannot_be_removed_is_said_and_the_rest_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let store = open_file(&path);
    threads().block_on(everything(&store));
    surroundings(&path);
    let stuck = with(&path, ".damaged-1");
    fs::remove_file(&stuck).expect("removes");
    fs::create_dir(&stuck).expect("a folder, which no file's removal removes");
    threads().block_on(async {
        let LedgerError::NotWiped { files, is_key_left } =
            store.wipe().await.expect_err("something is left")
        else {
            panic!("another error")
        };
        assert_eq!((files, is_key_left), (vec![stuck.clone()], false));
        assert_eq!(found(folder.path()), 0);
        is_empty_and_works(&store).await;
        fs::remove_dir(&stuck).expect("removes");
        store.wipe().await.expect("wipes");
    });
}

#[test]
fn a_vault_that_forgets_nothing_gets_another_key_or_is_told_of() {
    let vault = Pocket::default();
    let store = open_with(&Place::Memory, &vault);
    let key = vault.bytes();
    vault.is_stubborn(true);
    threads().block_on(async {
        store.wipe().await.expect("another key takes its place");
        assert!(vault.bytes().is_some() && vault.bytes() != key);
        vault.fill(true);
        let error = store.wipe().await.expect_err("the key is left");
        assert!(matches!(error, LedgerError::NotWiped { is_key_left: true, .. }), "{error:?}");
        assert!(error.to_string().contains("may still have the key"), "{error}");
        // The store is empty all the same, and goes on.
        is_empty_and_works(&store).await;
        // Without any key there is no store: until a wipe finds the vault open again.
        vault.shut(true);
        store.wipe().await.expect_err("shut");
        store.last_run().await.expect_err("it is closed");
        vault.shut(false);
        vault.is_stubborn(false);
        vault.fill(false);
        store.wipe().await.expect("wipes");
        is_empty_and_works(&store).await;
    });
}

#[cfg(unix)]
#[test]
fn links_are_removed_and_not_followed() {
    use std::os::unix::fs::symlink;
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (path, others) = (folder.path().join("arna.db"), elsewhere.path().join("others"));
    fs::write(&others, "not ours").expect("writes");
    let store = open_file(&path);
    threads().block_on(everything(&store));
    surroundings(&path);
    symlink(&others, folder.path().join("exports/link")).expect("links");
    symlink(elsewhere.path(), folder.path().join("exports/folder")).expect("links");
    threads().block_on(store.wipe()).expect("wipes");
    assert_eq!(names(&folder.path().join("exports")), [""; 0]);
    assert_eq!(fs::read_to_string(&others).expect("reads"), "not ours");
    // The database itself may stand behind a link; then it is what goes.
    drop(store);
    let link = elsewhere.path().join("link.db");
    symlink(&path, &link).expect("links");
    let store = open_file(&link);
    threads().block_on(everything(&store));
    threads().block_on(store.wipe()).expect("wipes");
    assert_eq!(found(folder.path()) + found(elsewhere.path()), 0);
    threads().block_on(is_empty_and_works(&store));
}
