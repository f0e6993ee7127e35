//! What an app can act on.

/// What went wrong, in seven kinds. `reason` is a sentence for the user, in the
/// engine's language, and names no site but one that was typed; what only the app's developer can mend is in English.
#[derive(Clone, Debug, thiserror::Error, uniffi::Error)]
pub enum ArnaError {
    /// What was asked for makes no sense: a bad address, an unknown setting, a page that cannot be, an engine that
    /// was closed. Asking again changes nothing.
    #[error("{reason}")]
    Refused {
        /// For the user.
        reason: String,
    },
    /// The user's settings forbid it now: abroad, or the bytes of the day or the month are spent. It begins if the user
    /// says yes for this once (`RunRequest::is_beyond_means`).
    #[error("{reason}")]
    NotAllowed {
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
