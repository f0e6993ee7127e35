//! What can be typed to test in the background, and to set what that may use.

use std::path::PathBuf;

use arna_engine::MOST_SLICE;
use arna_model::Micros;
use arna_words::Line;
use clap::Args;

use super::values::{bytes, duration, name, seconds};
use super::{Lookout, Unfit};

#[derive(Debug, Args)]
pub(crate) struct Slice {
    /// What this machine's battery has, in percent [default: what the system says].
    #[arg(long, value_name = "PERCENT")]
    pub(crate) battery: Option<i32>,
    /// This machine is charging [default: what the system says].
    #[arg(long)]
    pub(crate) charging: bool,
    #[command(flatten)]
    pub(crate) sliced: Sliced,
}

#[derive(Debug, Args)]
pub(crate) struct Agent {
    /// How far apart tests lie, more or less, like 45m: each begins up to a third earlier or later.
    #[arg(long, value_name = "DURATION", default_value = "45m", value_parser = apart)]
    pub(crate) every: Micros,
    #[command(flatten)]
    pub(crate) sliced: Sliced,
}

/// What both take.
#[derive(Debug, Args)]
pub(crate) struct Sliced {
    /// End it after N seconds, or a time like 3m (ten minutes at most).
    #[arg(long, value_name = "N", default_value = "180", value_parser = short)]
    pub(crate) seconds: Micros,
    /// Use no more than N bytes (or 500kB, say), both directions, beside what the settings allow.
    #[arg(long, value_name = "N", value_parser = bytes)]
    pub(crate) max_bytes: Option<u64>,
    #[command(flatten)]
    pub(crate) lookout: Lookout,
    /// Whose network this is, to tell it from others.
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) operator: Option<String>,
    /// What kind of link it is, like lte or wifi.
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) technology: Option<String>,
    /// Keep the results in this file [default: arna.db in the folder for application data].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
    /// Print one JSON object a line, and nothing else, on standard output.
    #[arg(long)]
    pub(crate) json: bool,
    /// Do not ask; measuring contacts the sites, resolvers and helpers right away.
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// Which one [default: all].
    #[arg(value_name = "KEY")]
    pub(crate) key: Option<String>,
    /// What it is to be.
    #[arg(value_name = "VALUE", requires = "key", allow_hyphen_values = true)]
    pub(crate) value: Option<String>,
    /// Print one JSON object a line, and nothing else, on standard output.
    #[arg(long)]
    pub(crate) json: bool,
    /// The file with the settings [default: arna.db in the folder for application data].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
}

fn short(text: &str) -> Result<Micros, Unfit> {
    match seconds(text)? {
        long if long > MOST_SLICE => Err(Unfit::Takes(Line::TakesTenMinutes)),
        time => Ok(time),
    }
}

fn apart(text: &str) -> Result<Micros, Unfit> {
    match duration(text)? {
        close if close < CLOSEST => Err(Unfit::Takes(Line::TakesAQuarter)),
        every => Ok(every),
    }
}

/// Looks of the journal are no closer.
const CLOSEST: Micros = Micros::from_secs(15 * 60);

pub(super) const EXAMPLES: &str = "\
Examples:
  arna settings automatic on
  arna settings cellular_month 25000000
  arna slice --seconds 20 --max-bytes 500kB
  arna agent

Nothing is tested in the background before `arna settings automatic on`.";
