//! How a command ends: one sentence on stderr, one number for scripts.

use std::fmt;
use std::process::ExitCode;

use arna_model::is_unseen;

use crate::out::{self, Broken};

/// How a command ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// What was asked for is done.
    Done,
    /// It ran, and no verdict says anything: there is no Internet, in the lab too.
    NothingMeasured,
    /// Stopped with Ctrl-C.
    Interrupted,
    /// As the command that was run inside the lab.
    #[cfg(target_os = "linux")]
    Code(u8),
}

/// Why a command could not do what it was asked to: a sentence for people.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// What was typed cannot be done.
    Usage(String),
    /// Something of ours failed: the database, a file, the output.
    Own(String),
    /// Whoever read the output is gone. Not an error: `| head` does it.
    ReaderGone,
}

/// What every command comes to.
pub(crate) type Done = Result<Ending, Trouble>;

/// The exit code, with a word on stderr if there is something to say.
pub(crate) fn of(done: Done) -> ExitCode {
    match done {
        Ok(Ending::Done) | Err(Trouble::ReaderGone) => ExitCode::SUCCESS,
        Ok(Ending::NothingMeasured) => ExitCode::from(3),
        Ok(Ending::Interrupted) => ExitCode::from(130),
        #[cfg(target_os = "linux")]
        Ok(Ending::Code(code)) => ExitCode::from(code),
        Err(Trouble::Usage(sentence)) => {
            out::error(&sentence);
            ExitCode::from(2)
        }
        Err(Trouble::Own(sentence)) => {
            out::error(&sentence);
            ExitCode::from(1)
        }
    }
}

/// Help and version go to stdout; wrong usage is exit 2, as clap itself has it.
pub(crate) fn of_clap(error: &clap::Error) -> ExitCode {
    let is_odd = |word: std::ffi::OsString| word.to_string_lossy().contains(is_unseen);
    if error.use_stderr() && std::env::args_os().any(is_odd) {
        // It quotes what was typed, and would print it as it is.
        out::tell(error.render());
    } else {
        // Nobody is left to tell when even this cannot be written.
        error.print().ok();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

impl Trouble {
    /// Wrong usage.
    pub(crate) fn usage(sentence: impl fmt::Display) -> Self {
        Self::Usage(sentence.to_string())
    }

    /// Trouble of our own.
    pub(crate) fn own(sentence: impl fmt::Display) -> Self {
        Self::Own(sentence.to_string())
    }
}

impl From<arna_engine::Error> for Trouble {
    fn from(error: arna_engine::Error) -> Self {
        use arna_engine::Error;
        match error {
            Error::Store(_) | Error::RunGoesOn(_) | Error::Closed => Self::own(error),
            Error::UnknownNettest(_)
            | Error::BadHelper { .. }
            | Error::UnknownSetting(_)
            | Error::BadSetting { .. }
            | Error::NoFolder
            | Error::NothingToMeasure => Self::usage(error),
        }
    }
}

impl From<arna_engine::run::LedgerError> for Trouble {
    fn from(error: arna_engine::run::LedgerError) -> Self {
        Self::own(error)
    }
}

impl From<Broken> for Trouble {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::ReaderGone => Self::ReaderGone,
            Broken::Failed(why) => Self::Own(format!("the output cannot be written: {why}")),
        }
    }
}
