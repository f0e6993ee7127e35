//! What `arna history` and `arna runs` take.

use std::path::PathBuf;

use clap::Args;

use super::values::rows;

#[derive(Debug, Args)]
pub(crate) struct History {
    /// A site, or the URL of a page [default: a table of all].
    #[arg(value_name = "SITE")]
    pub(crate) site: Option<String>,
    /// Only on this operator's network.
    #[arg(long, value_name = "NAME")]
    pub(crate) operator: Option<String>,
    /// Only over this kind of link.
    #[arg(long, value_name = "NAME")]
    pub(crate) technology: Option<String>,
    /// At most N lines of the table; what changed last comes first.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = rows)]
    pub(crate) limit: usize,
    /// Print one JSON object a line: a site on a network.
    #[arg(long)]
    pub(crate) json: bool,
    /// The file with the results [default: arna.db in the folder for application data].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Runs {
    /// At most N runs, the latest first.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = rows)]
    pub(crate) limit: usize,
    /// Print one JSON object a line: a run.
    #[arg(long)]
    pub(crate) json: bool,
    /// The file with the results [default: arna.db in the folder for application data].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
}
