//! What SQLite and the file system say, in the words of the port: the one place where it is mapped.
//!
//! SQLite's own messages can hold a path and serde's can hold data, so neither is repeated: a code
//! says as much to whoever mends it.

use std::io;

use rusqlite::{Error, ErrorCode, ffi};

use super::vault::VaultError;
use crate::run::LedgerError;

impl From<Error> for LedgerError {
    fn from(error: Error) -> Self {
        match error {
            Error::SqliteFailure(failure, _) => of_code(failure),
            Error::SqlInputError { error, .. } => of_code(error),
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..) => Self::Damaged("a column that does not make sense".into()),
            Error::InvalidPath(_) | Error::NulError(_) => Self::Other("no such path".into()),
            _ => Self::Other("a query that does not fit the database".into()),
        }
    }
}

impl From<rusqlite_migration::Error> for LedgerError {
    fn from(error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
            _ => Self::Other("a migration that does not apply".into()),
        }
    }
}

impl From<VaultError> for LedgerError {
    fn from(_: VaultError) -> Self {
        Self::Locked // the shell, whose vault it is, knows more
    }
}

impl From<io::Error> for LedgerError {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        match error.kind() {
            StorageFull | QuotaExceeded => Self::Full,
            PermissionDenied | ReadOnlyFilesystem => Self::ReadOnly,
            kind => Self::Other(kind.to_string()),
        }
    }
}

fn of_code(failure: ffi::Error) -> LedgerError {
    if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE {
        return LedgerError::Full; // no room for the index of the write-ahead log
    }
    match failure.code {
        ErrorCode::DiskFull => LedgerError::Full,
        ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
            LedgerError::ReadOnly
        }
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => LedgerError::Busy,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
            LedgerError::Damaged(describe(failure))
        }
        _ => LedgerError::Other(describe(failure)),
    }
}

fn describe(failure: ffi::Error) -> String {
    let code = failure.extended_code;
    format!("{} (SQLite code {code})", ffi::code_to_str(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: i32) -> LedgerError {
        Error::SqliteFailure(ffi::Error::new(code), Some("/home/user/secret".into())).into()
    }

    #[test]
    fn each_code_has_its_word() {
        assert!(matches!(of(ffi::SQLITE_FULL), LedgerError::Full));
        assert!(matches!(of(ffi::SQLITE_IOERR_SHMSIZE), LedgerError::Full));
        assert!(matches!(of(ffi::SQLITE_READONLY_DIRECTORY), LedgerError::ReadOnly));
        assert!(matches!(of(ffi::SQLITE_CANTOPEN), LedgerError::ReadOnly));
        assert!(matches!(of(ffi::SQLITE_PERM), LedgerError::ReadOnly));
        assert!(matches!(of(ffi::SQLITE_BUSY_SNAPSHOT), LedgerError::Busy));
        assert!(matches!(of(ffi::SQLITE_LOCKED), LedgerError::Busy));
        assert!(matches!(of(ffi::SQLITE_NOTADB), LedgerError::Damaged(_)));
        assert!(matches!(of(ffi::SQLITE_CORRUPT_INDEX), LedgerError::Damaged(_)));
        assert!(matches!(of(ffi::SQLITE_IOERR_READ), LedgerError::Other(_)));
    }

    #[test]
    fn no_text_holds_what_sqlite_said() {
        for code in [ffi::SQLITE_CANTOPEN, ffi::SQLITE_CORRUPT, ffi::SQLITE_CONSTRAINT_TRIGGER] {
            assert!(!of(code).to_string().contains("secret"));
        }
    }
}
