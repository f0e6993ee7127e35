//! Whose file it is that stands where a database is to be.
//!
//! A path can be mistyped, and the file there be somebody's photo. Only what has our mark in its header is
//! ever opened for writing, set aside or wiped; the rest is refused and stays as it is, to the byte.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufReader, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::aside::beside;
use crate::run::{LedgerError, NotOurs};

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum There {
    /// Nothing, or a file without a byte: nothing can be lost by taking it.
    Nothing,
    /// A file with our mark, sound or not.
    Ours,
}

/// Where a path leads: through a link to what stands behind it.
///
/// # Errors
/// A link that leads nowhere.
pub(super) fn resolved(path: &Path) -> Result<PathBuf, LedgerError> {
    if !path.is_symlink() {
        return Ok(path.to_owned());
    }
    fs::canonicalize(path).map_err(|_| LedgerError::NotOurs(NotOurs::Link))
}

/// Looks at what stands at a path, without changing anything.
///
/// # Errors
/// It is not ours.
pub(super) fn whose(path: &Path) -> Result<There, LedgerError> {
    let not_ours = |why| Err(LedgerError::NotOurs(why));
    let file = match fs::metadata(path) {
        Ok(file) => file,
        // A folder that is a file is found when folders are made.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(There::Nothing);
        }
        Err(error) => return Err(error.into()),
    };
    if file.is_dir() {
        return not_ours(NotOurs::Folder);
    }
    if !file.is_file() {
        return not_ours(NotOurs::NoFile);
    }
    match (file.len(), has_log(path)) {
        // SQLite would throw the log away.
        (0, true) => not_ours(NotOurs::LogAlone),
        (0, false) => Ok(There::Nothing),
        _ if has_mark(path)? => Ok(There::Ours),
        _ => not_ours(NotOurs::Other),
    }
}

/// Whether there is a log with anything in it.
pub(super) fn has_log(path: &Path) -> bool {
    has_content(&beside(path, "-wal"))
}

/// Whether a file is there and not empty.
pub(super) fn has_content(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

/// Whether a file has our mark. The file alone is looked at, since a look through its log makes an index
/// beside it.
fn has_mark(path: &Path) -> Result<bool, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let alone = Connection::open_with_flags(immutable(path), flags | OpenFlags::SQLITE_OPEN_URI)?;
    let found = mark(&alone);
    drop(alone);
    match found {
        Ok(APPLICATION) => Ok(true),
        // A kill may have left it in the log.
        _ if has_mark_in_log(path)? => Ok(true),
        Ok(_) => Ok(false),
        // Damage may stand where SQLite begins to read. Nobody has such a file open, so that opening it here
        // lets go of nobody's locks.
        Err(LedgerError::Damaged(_)) => Ok(has_bytes_of_mark(path)?),
        Err(error) => Err(error),
    }
}

/// Whether a log holds a first page with our mark. Read as it is: SQLite would write into the index beside it.
fn has_mark_in_log(path: &Path) -> io::Result<bool> {
    let mut log = match File::open(beside(path, "-wal")) {
        Ok(log) => BufReader::new(log),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut header = [0; LOG_HEADER];
    let mut frame = [0; FRAME_HEADER + MARK_AT + 4];
    let read = |log: &mut BufReader<File>, into: &mut [u8]| match log.read_exact(into) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    };
    if !read(&mut log, &mut header)? {
        return Ok(false);
    }
    let page = u32::from_be_bytes([header[8], header[9], header[10], header[11]]);
    if !(512..=65_536).contains(&page) {
        return Ok(false); // no log of SQLite's
    }
    let rest = i64::from(page) - (MARK_AT + 4) as i64;
    while read(&mut log, &mut frame)? {
        if frame[..4] == [0, 0, 0, 1] && frame[FRAME_HEADER + MARK_AT..] == MARK {
            return Ok(true);
        }
        log.seek_relative(rest)?;
    }
    Ok(false)
}

fn mark(reader: &Connection) -> Result<i64, LedgerError> {
    Ok(reader.query_row("PRAGMA application_id", [], |row| row.get(0))?)
}

/// Writes our mark into a file that holds nothing yet: its very first page, so that a kill at any moment
/// leaves a file that is known to be ours, or one without a byte.
pub(super) fn put_mark(writer: &mut Connection) -> Result<(), LedgerError> {
    let transaction = writer.transaction()?;
    let is_empty = "SELECT count(*) = 0 FROM sqlite_schema";
    if mark(&transaction)? == 0 && transaction.query_row(is_empty, [], |row| row.get(0))? {
        transaction.pragma_update(None, "application_id", APPLICATION)?;
    }
    Ok(transaction.commit()?)
}

fn has_bytes_of_mark(path: &Path) -> io::Result<bool> {
    let mut header = [0; MARK_AT + 4];
    match File::open(path)?.read_exact(&mut header) {
        Ok(()) => Ok(header[MARK_AT..] == MARK),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// The URI of a file that nobody changes while it is read: SQLite makes neither log nor index then.
pub(super) fn immutable(path: &Path) -> String {
    let mut uri = String::from("file:");
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                uri.push(byte.into());
            }
            _ => write!(uri, "%{byte:02x}").expect("a string has room"),
        }
    }
    uri + "?immutable=1"
}

/// "Arna", in the header of every file of ours from its first byte on.
pub(super) const APPLICATION: i64 = 0x4172_6e61;
const MARK: [u8; 4] = *b"Arna";
/// Where it stands there.
const MARK_AT: usize = 68;
/// What a log begins with, and each page in it.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
