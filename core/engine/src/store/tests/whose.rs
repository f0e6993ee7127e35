//! Whatever is not ours is refused in words and stays as it is, to the byte; so it is for who only reads.

use std::fs;
use std::path::Path;

use super::super::whose::APPLICATION;
use super::{Place, Store, open_file, raw, threads, with, written};
use crate::run::{Ledger as _, LedgerError, NotOurs};

/// Tries every way to open what stands at a path, and sees that nothing came of it.
fn is_refused(path: &Path, why: NotOurs) {
    let folder = path.parent().expect("in a folder");
    let before = state(folder);
    for place in [Place::File(path.to_owned()), Place::Stored(path.to_owned())] {
        let refused = Store::open(&place, None);
        assert!(matches!(&refused, Err(LedgerError::NotOurs(is)) if *is == why), "{refused:?}");
    }
    if why != NotOurs::Shape {
        let refused = Store::wipe_unopened(path);
        assert!(matches!(&refused, Err(LedgerError::NotOurs(is)) if *is == why), "{refused:?}");
    }
    assert!(state(folder) == before, "something was changed");
}

/// The names in a folder, and what is in the files.
fn state(folder: &Path) -> Vec<(String, Option<Vec<u8>>)> {
    let entries = fs::read_dir(folder).expect("lists").map(|entry| entry.expect("reads"));
    let content = |path: &Path| {
        let is_file = path.symlink_metadata().is_ok_and(|it| it.is_file());
        is_file.then(|| fs::read(path).expect("reads"))
    };
    let mut all: Vec<_> = entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), content(&entry.path())))
        .collect();
    all.sort();
    all
}

#[test]
fn other_files_stay_as_they_are() {
    let photo = [&[0xff, 0xd8, 0xff, 0xe0][..], &[7; 10_000]].concat();
    let sqlite = |name: &str, sql: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        raw(&path).execute_batch(sql).expect("writes");
        (folder, path)
    };
    for content in
        [&photo[..], b"x", b"SQLite format 3\0", b"SQLite format 3\0 and nothing more of it"]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("photo.jpg");
        fs::write(&path, content).expect("writes");
        is_refused(&path, NotOurs::Other);
    }
    for sql in [
        "CREATE TABLE moz_places (url TEXT)",
        "CREATE TABLE one (x); DROP TABLE one", // empty, and somebody's
        "PRAGMA application_id = 7; CREATE TABLE run (seq INTEGER PRIMARY KEY)",
        "PRAGMA journal_mode = WAL; CREATE TABLE moz_places (url TEXT)",
    ] {
        let (_folder, path) = sqlite("places.sqlite", sql);
        is_refused(&path, NotOurs::Other);
    }
    // One that its program has open, with all of it in the log.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("places.sqlite");
    let other = raw(&path);
    other
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE moz_places (url TEXT)")
        .expect("writes");
    is_refused(&path, NotOurs::Other);
    other.execute_batch("INSERT INTO moz_places VALUES ('x')").expect("nobody is in the way");
}

#[test]
fn what_is_no_file_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("inside");
    fs::create_dir(&inside).expect("a folder");
    is_refused(&inside, NotOurs::Folder);
    let path = folder.path().join("arna.db");
    fs::write(&path, b"").expect("writes");
    fs::write(with(&path, "-wal"), b"a log of what was there").expect("writes");
    is_refused(&path, NotOurs::LogAlone);
    assert!(matches!(
        Store::open(&Place::Stored(folder.path().join("nothing.db")), None),
        Err(LedgerError::NotFound)
    ));
    assert!(!folder.path().join("nothing.db").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn neither_a_pipe_nor_a_device_is_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo is there");
    assert!(made.success());
    is_refused(&path, NotOurs::NoFile);
    let refused = Store::open(&Place::File("/dev/zero".into()), None);
    assert!(matches!(refused, Err(LedgerError::NotOurs(NotOurs::NoFile))), "{refused:?}");
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_a_database_or_is_refused() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let (path, link) = (written(elsewhere.path()), folder.path().join("link.db"));
    symlink(&path, &link).expect("links");
    assert!(threads().block_on(open_file(&link).last_run()).expect("reads").is_some());
    // What is behind it is set aside there, and the link stays.
    let mut bytes = fs::read(&path).expect("reads");
    bytes[100..4096].fill(0x5a);
    fs::write(&path, &bytes).expect("writes");
    let opened = Store::open(&Place::File(link.clone()), None).expect("opens");
    let aside = opened.set_aside.expect("set aside").to;
    assert_eq!(aside.file_name(), with(&path, ".damaged-1").file_name());
    assert_eq!(fs::read(aside).expect("reads"), bytes);
    assert!(link.is_symlink() && path.is_file());
    drop(opened.store);
    // To somebody's photo, and to nothing.
    let (photo, to_photo) = (elsewhere.path().join("photo"), folder.path().join("photo.db"));
    fs::write(&photo, b"a photo").expect("writes");
    symlink(&photo, &to_photo).expect("links");
    is_refused(&to_photo, NotOurs::Other);
    assert_eq!(fs::read(&photo).expect("reads"), b"a photo");
    let nowhere = folder.path().join("nowhere.db");
    symlink(elsewhere.path().join("gone"), &nowhere).expect("links");
    is_refused(&nowhere, NotOurs::Link);
    assert!(!elsewhere.path().join("gone").exists());
}

#[test]
fn a_crafted_file_with_our_mark_is_refused() {
    for sql in [
        "CREATE VIEW harmless AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM setting; END",
        "DROP TRIGGER verdict_stays",
        "ALTER TABLE run ADD COLUMN more TEXT",
        "CREATE TABLE more (x)",
        "CREATE INDEX more ON run (id)",
        "DROP TABLE setting; CREATE VIEW setting AS SELECT 'cli.may_contact' AS key, 'yes' AS value",
        "ALTER TABLE usage RENAME TO usages",
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = written(folder.path());
        raw(&path).execute_batch(sql).expect(sql);
        is_refused(&path, NotOurs::Shape);
    }
    // An older version has its own shape.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let mark = format!(
        "PRAGMA application_id = {APPLICATION}; PRAGMA user_version = 0; CREATE TABLE run (x)"
    );
    raw(&path).execute_batch(&mark).expect("writes");
    is_refused(&path, NotOurs::Shape);
}
