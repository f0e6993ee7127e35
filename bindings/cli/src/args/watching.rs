//! What can be typed to watch a network, and whom a watch and a run ask.

use std::net::SocketAddr;
use std::path::PathBuf;

use arna_engine::run::PORTAL_PROBE;
use arna_model::Micros;
use arna_words::Line;
use clap::Args;

use super::values::{Since, bytes, duration, number, probe, since};
use super::{Over, Unfit, resolver};

#[derive(Debug, Args)]
pub(crate) struct Watch {
    /// The time between two looks, like 15m.
    #[arg(long, value_name = "DURATION", default_value = "15m", value_parser = interval)]
    pub(crate) every: Micros,
    /// How long to go on, like 3d [default: until Ctrl-C].
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    pub(crate) length: Option<Micros>,
    /// Spend no more than N bytes (or 5MB, say) in 30 days (both directions): once they are gone, nobody looks until the
    /// time is over.
    #[arg(long, value_name = "N", default_value = "20MB", value_parser = bytes)]
    pub(crate) max_bytes: u64,
    /// Look abroad, too, where data may be dear: a yes for this watch.
    #[arg(long)]
    pub(crate) abroad: bool,
    /// Watch inside a simulated country, in its own time: days pass in seconds (`arna lab list`).
    #[arg(long, value_name = "NAME|FILE", requires = "length")]
    pub(crate) scenario: Option<String>,
    /// There: the mobile link, if not the scenario's own.
    #[arg(long, value_name = "P", requires = "scenario")]
    pub(crate) profile: Option<String>,
    /// There: the history; the same seed gives the same bytes.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = number, requires = "scenario")]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) lookout: Lookout,
    #[command(flatten)]
    pub(crate) over: Over,
    /// Keep the journal in this file [default: arna.db in the folder for application data; that of a
    /// scenario is gone at the end].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
    /// Print one JSON object a line, for every look, and nothing else, on standard output.
    #[arg(long)]
    pub(crate) json: bool,
    /// Do not ask; watching contacts the hosts right away.
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Journal {
    /// Only what ended within so long before now, like 7d, or since a day, like 2024-05-14.
    #[arg(long, value_name = "DURATION|DAY", value_parser = since)]
    pub(crate) since: Option<Since>,
    /// Print one JSON object a line, and nothing else, on standard output.
    #[arg(long)]
    pub(crate) json: bool,
    /// The file with the journal [default: arna.db in the folder for application data].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
}

/// Whom to ask whether there is any Internet.
#[derive(Clone, Debug, Args)]
pub(crate) struct Lookout {
    /// The public resolver to compare with. The default lies abroad, keeps to its own word (no
    /// filtering) and answers from nearly everywhere, so a difference means something.
    #[arg(long, value_name = "ADDR", default_value = "8.8.8.8:53", value_parser = resolver)]
    #[arg(env = "ARNA_RESOLVER")]
    pub(crate) resolver: SocketAddr,
    /// The country that this machine is in, like KZ: says which hosts at home are asked where nobody abroad
    /// answers [default: that of the system's time zone, if hosts of it are known].
    #[arg(long, value_name = "CODE", env = "ARNA_COUNTRY", value_parser = country)]
    pub(crate) country: Option<String>,
    /// A cleartext URL that answers 204 and nothing else: who answers otherwise is a portal.
    #[arg(long, value_name = "URL", env = "ARNA_PORTAL_PROBE", default_value = PORTAL_PROBE)]
    #[arg(value_parser = probe)]
    pub(crate) portal_probe: String,
}

fn interval(text: &str) -> Result<Micros, Unfit> {
    match duration(text)? {
        short if short < LEAST_INTERVAL => Err(Unfit::Takes(Line::TakesTenSeconds)),
        every => Ok(every),
    }
}

fn country(text: &str) -> Result<String, Unfit> {
    let is_code = text.len() == 2 && text.bytes().all(|one| one.is_ascii_alphabetic());
    is_code.then(|| text.to_ascii_uppercase()).ok_or(Unfit::Takes(Line::TakesCountry))
}

/// A look at a dead network takes longer than that.
const LEAST_INTERVAL: Micros = Micros::from_secs(10);

pub(super) const EXAMPLES: &str = "\
Examples:
  arna watch
  arna watch --scenario kz-2022-shutdown --for 7d
  arna journal --since 7d

A look costs some 0.7 kB while all is well, so one in 15 minutes some 2 MB in 30 days. Ctrl-C ends it; what was \
looked at is kept, and a time in which nobody watched is told as such.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_ten_seconds_apart_at_least() {
        assert!(interval("9s").is_err() && interval("10s").is_ok());
    }
}
