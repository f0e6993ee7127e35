//! The one place where anything is written: results to stdout, talk to stderr.
//!
//! A reader that goes away (`arna lab list | head -1`) is a quiet end; an output that cannot be
//! written (a full disk) is an error. Neither panics.

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::OnceLock;

use clap::ColorChoice;
use comfy_table::Table;

use crate::layout;

/// Why stdout takes no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The other end of the pipe is closed.
    ReaderGone,
    /// It cannot be written.
    Failed(String),
}

/// Prints a line on stdout.
pub(crate) fn line(text: impl fmt::Display) -> Result<(), Broken> {
    let mut stdout = io::stdout().lock();
    written(writeln!(stdout, "{text}").and_then(|()| stdout.flush()))
}

/// Says something to the person, on stderr: fitted to a terminal, as it is elsewhere.
pub(crate) fn tell(text: impl fmt::Display) {
    let mut text = text.to_string();
    if is_watched() {
        text = layout::hanging(&text, width());
    }
    // When stderr is gone there is nobody to tell.
    writeln!(io::stderr(), "{text}").ok();
}

/// Asks the person, on stderr, without ending the line.
pub(crate) fn ask(text: impl fmt::Display) {
    let mut stderr = io::stderr();
    // As for `tell`.
    write!(stderr, "{text}").and_then(|()| stderr.flush()).ok();
}

/// Says what went wrong, on stderr.
pub(crate) fn error(sentence: impl fmt::Display) {
    tell(format_args!("error: {sentence}"));
}

/// Prints a whole text on stdout, as it is.
pub(crate) fn text(text: &[u8]) -> Result<(), Broken> {
    let mut stdout = io::stdout().lock();
    written(stdout.write_all(text).and_then(|()| stdout.flush()))
}

fn written(done: io::Result<()>) -> Result<(), Broken> {
    done.map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Broken::ReaderGone,
        kind => Broken::Failed(kind.to_string()),
    })
}

/// Says once, at the start, what was asked for with `--color`.
pub(crate) fn choose_colours(choice: ColorChoice) {
    // Only the first word counts, and there is one.
    COLOURS.set(choice).ok();
}

/// Whether colours may be used on stdout: as was asked for, or else as the terminal and NO_COLOR say.
pub(crate) fn has_colours() -> bool {
    match COLOURS.get().copied().unwrap_or_default() {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            let is_unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            io::stdout().is_terminal() && !is_unwanted
        }
    }
}

static COLOURS: OnceLock<ColorChoice> = OnceLock::new();

/// Whether somebody watches stderr.
pub(crate) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Width of the terminal, between 40 and 140 columns; 100 where there is none. Where only stderr is
/// one, stdout goes through a pipe that most likely ends there too (`| less`).
pub(crate) fn width() -> u16 {
    let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
    let stdout = || Table::new().width();
    let stderr = || Table::new().use_stderr().width();
    stdout().or_else(columns).or_else(stderr).unwrap_or(100).clamp(40, 140)
}
