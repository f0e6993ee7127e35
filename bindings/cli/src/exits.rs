//! How a command ends: one sentence on stderr, one number for scripts.

use std::fmt;
use std::process::ExitCode;

use arna_engine::run::LedgerError;
use arna_engine::{LONGEST_NAME, ListTrouble, MOST_ENTRIES};
use arna_model::is_unseen;
use arna_words::{Language, Line, Trouble as Said};

use crate::out::{self, Broken};
use crate::typed;
use crate::words::{line, words};

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
    if let Some(sentence) = typed::sentence(error) {
        out::error(sentence);
        return ExitCode::from(2);
    }
    let is_odd = |word: std::ffi::OsString| word.to_string_lossy().contains(is_unseen);
    if error.use_stderr() && std::env::args_os().any(is_odd) {
        // It quotes what was typed, and would print it as it is.
        out::tell(error.render());
    } else if let Err(broken) = out::written(error.print())
        && !error.use_stderr()
    {
        return of(Err(broken.into()));
    }
    // When stderr is gone there is nobody to tell.
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
        let say = |trouble| told(&error, trouble, &[]);
        match &error {
            Error::Store(error) => Self::Own(stored(error)),
            Error::RunGoesOn(_) => Self::Own(say(Said::RunGoesOn)),
            Error::NoUplink(_) => Self::Own(say(Said::NoUplink)),
            Error::NotAllowed(decision) => {
                let mut told = words().refusal(decision);
                told.extend(words().may_next(decision));
                told.push(line(Line::AgreeBy, &[("option", &"--beyond-means")]));
                Self::Own(told.join(" "))
            }
            Error::Vpn => Self::Own(say(Said::VpnNow)),
            Error::SameUplink => Self::Usage(say(Said::SameUplink)),
            Error::NoComparison => Self::Usage(say(Said::NoComparison)),
            Error::Closed => Self::Own(say(Said::Closed)),
            Error::NothingToMeasure => Self::Usage(say(Said::NothingToMeasure)),
            Error::List(trouble) => Self::Usage(of_list(trouble)),
            // What is typed is looked at before the engine sees it; these are for who writes shells.
            Error::UnknownNettest(_)
            | Error::BadHelper { .. }
            | Error::UnknownSetting(_)
            | Error::BadSetting { .. }
            | Error::NoFolder => Self::usage(error),
        }
    }
}

/// What a list cannot be or do.
fn of_list(trouble: &ListTrouble) -> String {
    let say = |said, values: &[(&str, &dyn fmt::Display)]| told(trouble, said, values);
    match trouble {
        ListTrouble::NoList => say(Said::NoList, &[]),
        ListTrouble::NoEntry => say(Said::NoListEntry, &[]),
        ListTrouble::Taken(name) => say(Said::ListTaken, &[("name", name)]),
        ListTrouble::BadName => say(Said::BadListName, &[("n", &LONGEST_NAME)]),
        ListTrouble::BuiltIn => say(Said::BuiltInStays, &[]),
        ListTrouble::TooMany(n) => say(Said::ListTooMany, &[("n", n), ("most", &MOST_ENTRIES)]),
        ListTrouble::NothingOn => say(Said::NothingOn, &[]),
    }
}

impl From<LedgerError> for Trouble {
    fn from(error: LedgerError) -> Self {
        Self::Own(stored(&error))
    }
}

/// Why what is stored cannot be kept or read.
pub(crate) fn stored(error: &LedgerError) -> String {
    let trouble = match error {
        LedgerError::NotFound => Said::NotFound,
        LedgerError::Busy => Said::Busy,
        LedgerError::Running => Said::Running,
        LedgerError::NotOurs(_) => Said::NotOurs,
        LedgerError::Locked => Said::Locked,
        LedgerError::Keyless => Said::Keyless,
        LedgerError::KeyLost => Said::KeyLost,
        LedgerError::Full => Said::Full,
        LedgerError::ReadOnly => Said::ReadOnly,
        LedgerError::Newer { .. } => Said::Newer,
        LedgerError::NotWiped { files, is_key_left: false } => {
            return told(error, Said::FilesLeft, &[("n", &files.len())]);
        }
        LedgerError::NotWiped { .. } => Said::KeyLeft,
        LedgerError::Damaged(what) => return told(error, Said::Damaged, &[("what", what)]),
        LedgerError::Other(what) => return told(error, Said::Failed, &[("what", what)]),
    };
    told(error, trouble, &[])
}

/// In English the engine's own sentence, which names a file where the apps' speak of results; else the apps'.
fn told(error: &dyn fmt::Display, trouble: Said, values: &[(&str, &dyn fmt::Display)]) -> String {
    match words().language() {
        Language::En => error.to_string(),
        // More may follow it here.
        Language::Ru | Language::Kk => {
            words().trouble(trouble, values).trim_end_matches('.').to_owned()
        }
    }
}

impl From<Broken> for Trouble {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::ReaderGone => Self::ReaderGone,
            Broken::Failed(why) => Self::Own(line(Line::OutputBroken, &[("why", &why)])),
        }
    }
}
