//! What `arna lab score` takes.

use std::path::PathBuf;

use arna_model::Rates;
use clap::Args;

use super::values::{number, rates, together};

#[derive(Debug, Args)]
pub(crate) struct Score {
    /// The scenario (`arna lab list` names them all), or a file that ends in .toml with one.
    #[arg(value_name = "NAME|FILE")]
    pub(crate) scenario: String,
    /// The mobile link, if not the scenario's own: edge, poor3g, good3g, lte, lte_edge, wired.
    #[arg(long, value_name = "P")]
    pub(crate) profile: Option<String>,
    /// The first seed: `arna demo` with it gives the same run.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = number)]
    pub(crate) seed: u64,
    /// How many runs, each with the next seed.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = number)]
    pub(crate) runs: u64,
    /// As if so many controls had worked here in the last hours, and none had failed: nothing makes a
    /// verdict easier.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = number)]
    pub(crate) controls: u64,
    /// Find out whether sites that open are slowed down, in suspects or in all.
    #[arg(long, value_name = "WHOSE", value_parser = rates())]
    pub(crate) rates: Option<Rates>,
    /// Read 32 kB of the page of sites that open, to see whether it freezes after its beginning.
    #[arg(long)]
    pub(crate) long: bool,
    /// Look at N targets together at most, and let as many suspects sit together, six at most.
    #[arg(long, value_name = "N", value_parser = together)]
    pub(crate) at_once: Option<u8>,
    /// Go on an hour after each run with the second sittings that make an accusation certain.
    #[arg(long)]
    pub(crate) second_sittings: bool,
    /// Write what passes the phone's interface to this file, of one run.
    #[arg(long, value_name = "FILE")]
    pub(crate) pcap: Option<PathBuf>,
}
