//! What `arna lab replay` takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// A measurement, or the beginning of its id; or a file that ends in .json with one, as `--json`
    /// prints it.
    #[arg(value_name = "MEASUREMENT|FILE")]
    pub(crate) measurement: String,
    /// Write the scenario to this file, which must not be there yet [default: standard output].
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The file with the results [default: arna.db in the folder for application data].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
}
