//! Files and folders for their owner's eyes alone, from their first byte on. File systems without modes
//! (FAT, a phone's shared storage) keep none, and that is no failure.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use super::aside::{COMPANIONS, beside};

/// Makes a folder, and those that it is in, where they are missing.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes a file that is not there yet.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes an empty file where there is none. It gets its name when it is closed: closing it under that name
/// would let go of the locks that another thread has on it by then.
pub(super) fn touch(path: &Path) -> io::Result<()> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let (process, number) = (std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let new = beside(path, &format!("{NEW}{process}-{number}"));
    fs::remove_file(&new).ok(); // of a process of that number that was killed
    drop(create(&new)?);
    let linked = fs::hard_link(&new, path);
    fs::remove_file(&new)?;
    match linked {
        Err(error) if matches!(error.kind(), ErrorKind::StorageFull) => Err(error),
        // There already; or no links here: then SQLite makes it, and it is made private afterwards.
        _ => Ok(()),
    }
}

/// Takes from everybody but the owner what they may do with a database and what SQLite keeps beside it.
pub(super) fn close_to_others(path: &Path) {
    for suffix in [""].iter().chain(COMPANIONS) {
        close_one(&beside(path, suffix));
    }
}

#[cfg(unix)]
fn close_one(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let Ok(found) = path.symlink_metadata() else { return };
    let mode = found.permissions().mode();
    if found.is_file() && mode & 0o077 != 0 {
        // Else it is somebody else's, or there are no modes here. What its owner may not do stays so.
        fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700)).ok();
    }
}

#[cfg(not(unix))]
fn close_one(_: &Path) {}

/// What names of files go on with that are not finished; the process and a number follow.
pub(super) const NEW: &str = ".new-";
