//! Files and folders that tell what somebody looked at: for their owner's eyes alone, from the first byte on.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a folder of ours where it is missing, and takes from everybody else what they may do in one of before.
pub(crate) fn folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    close_to_others(path);
    Ok(())
}

/// A file to write into: a new one, or in place of one that was there. What is no file (a pipe that another
/// program reads) is written into as it is.
pub(crate) fn file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    let file = with_mode(options).open(path)?;
    close_to_others(path);
    Ok(file)
}

/// A file that is not there yet.
pub(crate) fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    with_mode(options).open(path)
}

fn with_mode(options: OpenOptions) -> OpenOptions {
    #[cfg(unix)]
    let options = {
        let mut options = options;
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
    };
    options
}

/// Where the file system has modes, and the file is ours.
#[cfg(unix)]
fn close_to_others(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let Ok(found) = path.metadata() else { return };
    let mode = found.permissions().mode();
    if (found.is_file() || found.is_dir()) && mode & 0o077 != 0 {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode & 0o700)).ok();
    }
}

#[cfg(not(unix))]
fn close_to_others(_: &Path) {}
