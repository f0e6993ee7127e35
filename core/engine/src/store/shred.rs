//! Destroying what was kept: files are overwritten before their names go, since a name that is gone leaves
//! its bytes on the disk.
//!
//! A flash chip may keep old copies of what is overwritten all the same. Against that only the vault helps:
//! without its key they say nothing.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use super::aside::{COMPANIONS, beside, is_of};

/// Destroys a database, what SQLite keeps beside it, the files of it that were set aside, and what is in
/// the folder of exports. Goes on where something fails; returns what could not be destroyed.
pub(super) fn all_of(path: &Path) -> Vec<PathBuf> {
    let mut left = Vec::new();
    // Through a link SQLite keeps its log beside the file, and what was set aside is beside the link.
    let linked = if path.is_symlink() { fs::canonicalize(path).ok() } else { None };
    for path in linked.as_deref().into_iter().chain([path]) {
        // By name first: they go even if the folder cannot be listed.
        for suffix in [""].iter().chain(COMPANIONS) {
            destroy(&beside(path, suffix), &mut left);
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { continue };
        for entry in entries(folder, &mut left) {
            let other = entry.file_name().unwrap_or_default();
            if is_of(other.as_encoded_bytes(), name.as_encoded_bytes()) && !left.contains(&entry) {
                destroy(&entry, &mut left);
            }
        }
        empty(&folder.join(EXPORTS), &mut left);
        sync(folder);
    }
    left
}

/// What [`all_of`] would destroy, as far as it is there; of the folder of exports the folder itself.
pub(super) fn found(path: &Path) -> Vec<PathBuf> {
    let linked = if path.is_symlink() { fs::canonicalize(path).ok() } else { None };
    let mut found = Vec::new();
    for path in linked.as_deref().into_iter().chain([path]) {
        let folder = match path.parent() {
            Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
            Some(folder) => folder,
            None => continue,
        };
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        let is_meant =
            |entry: &PathBuf| is_of(entry.file_name().unwrap_or_default().as_encoded_bytes(), name);
        let mut files: Vec<_> =
            entries(folder, &mut Vec::new()).into_iter().filter(is_meant).collect();
        files.sort();
        found.extend(files);
        let exports = folder.join(EXPORTS);
        found.extend((!entries(&exports, &mut Vec::new()).is_empty()).then_some(exports));
    }
    found
}

/// Destroys everything in a folder.
fn empty(folder: &Path, left: &mut Vec<PathBuf>) {
    let entries = entries(folder, left);
    if entries.is_empty() {
        return;
    }
    for entry in entries {
        // A link to a folder is a link.
        if entry.symlink_metadata().is_ok_and(|entry| entry.is_dir()) {
            empty(&entry, left);
            note(fs::remove_dir(&entry), &entry, left);
        } else {
            destroy(&entry, left);
        }
    }
    sync(folder);
}

fn entries(folder: &Path, left: &mut Vec<PathBuf>) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()
    });
    match listed {
        Ok(entries) => entries,
        Err(error) => {
            note(Err(error), folder, left);
            Vec::new()
        }
    }
}

fn destroy(path: &Path, left: &mut Vec<PathBuf>) {
    let overwritten = overwrite(path);
    let removed = fs::remove_file(path);
    if removed.is_err() && overwritten.is_ok() {
        // An empty file is a fresh database. Not sooner: who has the log's index mapped dies of it.
        OpenOptions::new().write(true).truncate(true).open(path).ok();
    }
    note(overwritten.and(removed), path, left);
}

/// Fills a file with zeros. What is no file (a link, a pipe) holds nothing itself.
fn overwrite(path: &Path) -> io::Result<()> {
    if !path.symlink_metadata()?.is_file() {
        return Ok(());
    }
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = file.metadata()?.len();
    io::copy(&mut io::repeat(0).take(length), &mut file)?;
    file.sync_all()
}

fn note(done: io::Result<()>, path: &Path, left: &mut Vec<PathBuf>) {
    if done.is_err_and(|error| error.kind() != ErrorKind::NotFound) {
        left.push(path.to_owned());
    }
}

/// Makes names that are gone stay gone. What comes back where that fails is zeros, so it is no failure.
fn sync(folder: &Path) {
    File::open(folder).and_then(|folder| folder.sync_all()).ok();
}

/// The folder beside a database that exports are written into.
pub(crate) const EXPORTS: &str = "exports";
