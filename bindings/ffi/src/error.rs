//! What an app can act on: the one place where our errors become its.

use arna_engine::Error;
use arna_engine::run::LedgerError;

/// What went wrong, in six kinds. `reason` is a sentence for the user, in English, and names no site.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum ArnaError {
    /// What was asked for makes no sense: a bad address, an unknown setting, a page that cannot be, an engine that
    /// was closed. Asking again changes nothing.
    #[error("{reason}")]
    Refused {
        /// For the user.
        reason: String,
    },
    /// There is no such run or measurement.
    #[error("{reason}")]
    NotFound {
        /// For the user.
        reason: String,
    },
    /// Somebody else is at it: a run that goes on, another process that writes. Later it may work.
    #[error("{reason}")]
    Busy {
        /// For the user.
        reason: String,
    },
    /// Results cannot be kept or read: no room, no right to write, a file of a newer version, damage.
    #[error("{reason}")]
    Storage {
        /// For the user.
        reason: String,
    },
    /// The phone does not give the key to the results now. After it was unlocked it will.
    #[error("{reason}")]
    Locked {
        /// For the user.
        reason: String,
    },
    /// A mistake of ours. What was stored stays.
    #[error("{reason}")]
    Internal {
        /// For the user.
        reason: String,
    },
}

impl ArnaError {
    pub(crate) fn refused(reason: impl Into<String>) -> Self {
        Self::Refused { reason: reason.into() }
    }

    pub(crate) fn internal(reason: impl Into<String>) -> Self {
        Self::Internal { reason: reason.into() }
    }
}

impl From<Error> for ArnaError {
    fn from(error: Error) -> Self {
        let reason = error.to_string();
        match error {
            Error::Store(error) => error.into(),
            Error::RunGoesOn(_) => Self::Busy { reason },
            Error::Closed
            | Error::UnknownNettest(_)
            | Error::BadHelper { .. }
            | Error::UnknownSetting(_)
            | Error::BadSetting { .. }
            | Error::NoFolder
            | Error::NothingToMeasure => Self::Refused { reason },
        }
    }
}

impl From<LedgerError> for ArnaError {
    fn from(error: LedgerError) -> Self {
        let reason = error.to_string();
        match error {
            LedgerError::NotFound => Self::NotFound { reason },
            LedgerError::Busy => Self::Busy { reason },
            LedgerError::Locked => Self::Locked { reason },
            LedgerError::Keyless
            | LedgerError::KeyLost
            | LedgerError::NotWiped { .. }
            | LedgerError::Full
            | LedgerError::ReadOnly
            | LedgerError::Newer { .. }
            | LedgerError::Damaged(_)
            | LedgerError::Other(_) => Self::Storage { reason },
        }
    }
}
