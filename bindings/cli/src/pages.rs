//! `arna completions` and `arna man`: what shells and `man` want to know, from the table of options.

use std::path::Path;

use arna_words::Line;
use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::Arna;
use crate::exits::{Done, Ending, Trouble};
use crate::out;
use crate::words::{line, words};

/// Prints a shell's completions.
pub(crate) fn completions(shell: Shell) -> Done {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arna::command(), "arna", &mut script);
    out::text(&script)?;
    Ok(Ending::Done)
}

/// Prints the main page, or writes the page of every command to `folder`.
pub(crate) fn manual(folder: Option<&Path>) -> Done {
    let Some(folder) = folder else {
        let mut page = Vec::new();
        let rendered = Man::new(Arna::command()).render(&mut page);
        rendered.expect("a page in memory can be written");
        out::text(&page)?;
        return Ok(Ending::Done);
    };
    let shown = folder.display();
    if !folder.is_dir() {
        return Err(Trouble::usage(line(Line::NoFolder, &[("path", &shown)])));
    }
    clap_mangen::generate_to(Arna::command(), folder).map_err(|error| {
        let why = words().system(&error);
        Trouble::own(line(Line::PagesFailed, &[("path", &shown), ("why", &why)]))
    })?;
    out::tell(line(Line::PagesAreIn, &[("path", &shown)]));
    Ok(Ending::Done)
}
