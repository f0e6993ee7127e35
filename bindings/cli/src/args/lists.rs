//! What `arna lists` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct Lists {
    /// Print one JSON object a line.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The file with the lists and the results [default: arna.db in the folder for application data].
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
    /// What to do with a list [default: show all lists].
    #[command(subcommand)]
    pub(crate) command: Option<ListsCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ListsCommand {
    /// Show the pages of a list, by what they are about, and which of them are tested. Nothing is sent.
    Show {
        /// The list's name, or built-in.
        #[arg(value_name = "NAME")]
        name: String,
        /// Print it as a table (CSV) that can be added again.
        #[arg(long)]
        text: bool,
    },
    /// Keep a list: one URL a line, a table whose first line names its columns, or an OONI Run link or descriptor.
    Add {
        /// The file, - for standard input.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// What to call it [default: the name that it has for itself, or the file's].
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
    },
    /// Give a list other pages in place of those that it has. What was switched by hand stays as it was.
    Replace {
        /// The list's name.
        #[arg(value_name = "NAME")]
        name: String,
        /// The file, - for standard input.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Give a list another name.
    Rename {
        /// The list's name.
        #[arg(value_name = "NAME")]
        name: String,
        /// What it is to be called.
        #[arg(value_name = "NEW")]
        new: String,
    },
    /// Put lists in this order; those that are not named stay behind them. A page of several lists counts for the first.
    Order {
        /// The lists' names, built-in among them.
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
    },
    /// Remove a list. What was measured of it stays.
    Remove {
        /// The list's name.
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Switch a list on, or a part of it: `arna run` looks at all that is on.
    On(Part),
    /// Switch a list off, or a part of it.
    Off(Part),
}

#[derive(Debug, Args)]
pub(crate) struct Part {
    /// The list's name, or built-in.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// Only the pages of this category, like GMB (`arna lists show` says which there are).
    #[arg(long, value_name = "CODE", conflicts_with = "page")]
    pub(crate) category: Option<String>,
    /// Only the page with this URL.
    #[arg(long, value_name = "URL")]
    pub(crate) page: Option<String>,
}
