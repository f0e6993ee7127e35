//! Files and folders are their owner's alone, from their first byte on, whatever the process allows by default.
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::marked::everything;
use super::{open_file, threads, with, written};
use crate::store::{Place, Store};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("is there").permissions().mode() & 0o777
}

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("chmod");
}

#[test]
fn a_new_database_and_what_is_beside_it_is_the_owners() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one/two/arna.db");
    let store = open_file(&path);
    threads().block_on(everything(&store));
    assert_eq!(mode(&folder.path().join("one")), 0o700);
    assert_eq!(mode(&folder.path().join("one/two")), 0o700);
    for suffix in ["", "-wal", "-shm"] {
        assert_eq!(mode(&with(&path, suffix)), 0o600, "{suffix}");
    }
    // An export into a file of before, and into a folder that is missing.
    let export = folder.path().join("one/exports/all.jsonl");
    fs::create_dir_all(export.parent().expect("a folder")).expect("makes");
    for file in [&export, &with(&export, ".part")] {
        fs::write(file, b"before").expect("writes");
        set(file, 0o666);
    }
    threads().block_on(store.export(&export)).expect("exports");
    assert_eq!(mode(&export), 0o600);
    let elsewhere = folder.path().join("new/all.jsonl");
    threads().block_on(store.export(&elsewhere)).expect("exports");
    assert_eq!((mode(&elsewhere), mode(&folder.path().join("new"))), (0o600, 0o700));
    let hold = threads().block_on(store.hold()).expect("nobody runs").expect("there are locks");
    assert_eq!(mode(&with(&path, "-run")), 0o600);
    drop(hold);
    assert!(!with(&path, "-run").exists());
}

#[test]
fn one_of_before_is_closed_to_others_and_so_is_what_is_set_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    set(folder.path(), 0o755);
    let path = written(folder.path());
    set(&path, 0o644);
    drop(open_file(&path));
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(folder.path()), 0o755, "a folder that is not ours");
    let mut bytes = fs::read(&path).expect("reads");
    bytes[100..4096].fill(0x5a);
    fs::write(&path, bytes).expect("writes");
    set(&path, 0o644);
    let opened = Store::open(&Place::File(path.clone()), None).expect("opens");
    assert_eq!(mode(&opened.set_aside.expect("set aside").to), 0o600);
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn nobody_runs_beside_whoever_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = written(folder.path());
    let (one, other) = (open_file(&path), open_file(&path));
    threads().block_on(async {
        let held = one.hold().await.expect("nobody runs");
        let refused = other.hold().await;
        assert!(matches!(refused, Err(crate::run::LedgerError::Running)), "{refused:?}");
        drop(held);
        other.hold().await.expect("it is over").expect("there are locks");
    });
}
