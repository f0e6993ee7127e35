//! The one place where anything is written: results to stdout, talk to stderr.
//!
//! Much of it was chosen by others: names in certificates, titles, file names. So whatever is printed line by line goes
//! through [`arna_model::shown`] here; only tables have escapes, colours of ours, and their cells were seen to before.
//!
//! A reader that goes away (`arna lab list | head -1`) is a quiet end; an output that cannot be
//! written (a full disk) is an error. Neither panics.

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::OnceLock;

use arna_words::Line;
use clap::ColorChoice;
use comfy_table::{Color, Table};

use crate::grid::Drawn;
use crate::layout;
use crate::words::{line as line_of, words};

/// Why stdout takes no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The other end of the pipe is closed.
    ReaderGone,
    /// It cannot be written.
    Failed(String),
}

/// Prints a line on stdout, or several.
pub(crate) fn line(text: impl fmt::Display) -> Result<(), Broken> {
    drawn(&Drawn::plain(&text.to_string()))
}

/// Prints a table on stdout.
pub(crate) fn drawn(text: &Drawn) -> Result<(), Broken> {
    let mut stdout = io::stdout().lock();
    written(writeln!(stdout, "{text}").and_then(|()| stdout.flush()))
}

/// Says something to the person, on stderr: fitted to a terminal, as it is elsewhere.
pub(crate) fn tell(text: impl fmt::Display) {
    let mut text = text.to_string();
    if is_watched() {
        text = layout::hanging(&text, width());
    }
    let text = Drawn::plain(&text);
    // When stderr is gone there is nobody to tell.
    writeln!(io::stderr(), "{text}").ok();
}

/// Says something to the person, on stderr, the part behind `head` in a colour where that is wanted.
pub(crate) fn tell_coloured(head: &str, rest: &str, colour: Color) {
    let mut text = format!("{head}{rest}");
    if is_watched() {
        text = layout::hanging(&text, width());
    }
    let text = Drawn::plain(&text);
    let (head, rest) = text.split_at(head.len());
    // Whoever asks for colours asks for them on standard output.
    let is_terminal = io::stderr().is_terminal();
    if is_terminal && has_colours_on(is_terminal) {
        let rest = rest.split('\n').map(|line| painted(line, colour)).collect::<Vec<_>>();
        writeln!(io::stderr(), "{head}{}", rest.join("\n")).ok();
    } else {
        // As for `tell`.
        writeln!(io::stderr(), "{head}{rest}").ok();
    }
}

/// Asks the person, on stderr, without ending the line.
pub(crate) fn ask(text: impl fmt::Display) {
    let mut stderr = io::stderr();
    // As for `tell`.
    write!(stderr, "{}", Drawn::plain(&text.to_string())).and_then(|()| stderr.flush()).ok();
}

/// Says what went wrong, on stderr.
pub(crate) fn error(sentence: impl fmt::Display) {
    tell(line_of(Line::Error, &[("what", &sentence)]));
}

/// A text in a colour, as tables have it.
fn painted(text: &str, colour: Color) -> String {
    let number = match colour {
        Color::Red => 9,
        Color::Magenta => 13,
        Color::DarkGreen => 2,
        Color::DarkYellow => 3,
        Color::DarkCyan => 6,
        _ => return text.to_owned(),
    };
    format!("\u{1b}[38;5;{number}m{text}\u{1b}[39m")
}

/// Prints a whole text of our own on stdout, as it is.
pub(crate) fn text(text: &[u8]) -> Result<(), Broken> {
    let mut stdout = io::stdout().lock();
    written(stdout.write_all(text).and_then(|()| stdout.flush()))
}

/// Whether it was written, and why not.
pub(crate) fn written(done: io::Result<()>) -> Result<(), Broken> {
    done.map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Broken::ReaderGone,
        _ => Broken::Failed(words().system(&error)),
    })
}

/// Says once, at the start, what was asked for with `--color`.
pub(crate) fn choose_colours(choice: ColorChoice) {
    // Only the first word counts, and there is one.
    COLOURS.set(choice).ok();
}

/// Whether colours may be used on stdout: as was asked for, or else as the terminal and NO_COLOR say.
pub(crate) fn has_colours() -> bool {
    has_colours_on(io::stdout().is_terminal())
}

fn has_colours_on(is_terminal: bool) -> bool {
    match COLOURS.get().copied().unwrap_or_default() {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            let is_unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            is_terminal && !is_unwanted
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
