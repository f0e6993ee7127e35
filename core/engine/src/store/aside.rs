//! Moving a file out of the way that cannot be read any more. Its key may be found one day, or more of it be
//! read: nothing is deleted but by a wipe.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::hold::RUN;
use super::private::{NEW, close_to_others};
use crate::run::LedgerError;

/// A file that was moved out of the way when a store was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Where it is now.
    pub to: PathBuf,
    /// Why it was moved.
    pub why: Why,
    /// What was carried over from it into the new one; `None`: nothing.
    pub carried: Option<Carried>,
}

/// What was carried over from a damaged file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Runs.
    pub runs: u64,
    /// Measurements that have a verdict.
    pub measurements: u64,
    /// Rows, of which these are some.
    pub rows: u64,
    /// Rows that are known to be missing: each is still in the file that was moved, as far as it is there.
    pub lost: u64,
}

/// Why a file was moved out of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is damaged.
    Damaged,
    /// It is locked with a key that the vault does not have any more.
    KeyLost,
}

impl Why {
    const ALL: [Self; 2] = [Self::Damaged, Self::KeyLost];

    /// What names of such files go on with; a number follows.
    const fn suffix(self) -> &'static str {
        match self {
            Self::Damaged => ".damaged-",
            Self::KeyLost => ".locked-",
        }
    }
}

/// Renames a file and what SQLite keeps beside it to `NAME.damaged-1` or `NAME.locked-1` and so on.
pub(super) fn set_aside(path: &Path, why: Why) -> Result<SetAside, LedgerError> {
    let is_free = |name: &PathBuf| {
        let taken = |suffix| beside(name, suffix).symlink_metadata().is_ok();
        !COMPANIONS.iter().any(|suffix| taken(suffix)) && !taken("")
    };
    let to = (1..)
        .map(|number: u32| beside(path, &format!("{}{number}", why.suffix())))
        .find(is_free)
        .expect("a folder has room for another name");
    close_to_others(path);
    // The file itself last: SQLite deletes a log that it finds beside no file.
    for suffix in COMPANIONS.iter().chain(&[""]) {
        let from = beside(path, suffix);
        if from.symlink_metadata().is_ok() {
            fs::rename(from, beside(&to, suffix))?;
        }
    }
    Ok(SetAside { to, why, carried: None })
}

/// Whether `name` is that of the database `of`, of a file of it that was set aside, or of what SQLite keeps
/// beside either.
pub(super) fn is_of(name: &[u8], of: &[u8]) -> bool {
    let Some(rest) = name.strip_prefix(of) else { return false };
    let mut companions = COMPANIONS.iter().map(|suffix| suffix.as_bytes());
    let rest = companions.find_map(|suffix| rest.strip_suffix(suffix)).unwrap_or(rest);
    let is_number = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let is_aside = |why: &Why| rest.strip_prefix(why.suffix().as_bytes()).is_some_and(is_number);
    let is_unfinished = rest == MENDING.as_bytes() || rest == MENDED.as_bytes();
    let is_beside = rest == RUN.as_bytes() || rest.starts_with(NEW.as_bytes());
    rest.is_empty() || is_unfinished || is_beside || Why::ALL.iter().any(is_aside)
}

/// `path` with more to its name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// What the name of a new file goes on with while rows are carried over into it.
pub(super) const MENDING: &str = ".mending";
/// And once it is whole.
pub(super) const MENDED: &str = ".mended";

/// What SQLite keeps beside a database.
pub(super) const COMPANIONS: &[&str] = &["-wal", "-shm", "-journal"];

#[cfg(test)]
mod tests {
    use super::is_of;

    #[test]
    fn a_databases_files_are_told_from_others() {
        let ours = ["a.db", "a.db-wal", "a.db-shm", "a.db-journal", "a.db.damaged-1"];
        let more = ["a.db.locked-12", "a.db.locked-2-wal", "a.db.mending-wal", "a.db.mended"];
        for name in ours.iter().chain(&more).chain(&["a.db-run", "a.db.new-12-0"]) {
            assert!(is_of(name.as_bytes(), b"a.db"), "{name}");
        }
        let others = ["b.db", "a.dbx", "a.db.damaged-", "a.db.damaged-1x", "a.db-wal2", "xa.db"];
        for name in others.iter().chain(&["a.db.locked-1.bak", "a", "", "a.db.damaged-1-wal-wal"]) {
            assert!(!is_of(name.as_bytes(), b"a.db"), "{name}");
        }
    }
}
