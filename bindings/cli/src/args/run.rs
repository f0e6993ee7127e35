//! What can be typed behind `arna run`, and what `arna compare` takes of it.

use std::net::IpAddr;
use std::path::PathBuf;

use arna_model::{Micros, Rates};
use clap::Args;

use super::Lookout;
use super::values::{bytes, name, rates, seconds, suspects, together};

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Which nettests (`arna nettests` lists them) [default: latency web_connectivity].
    #[arg(value_name = "NETTEST")]
    pub(crate) nettests: Vec<String>,
    #[command(flatten)]
    pub(crate) asked: Asked,
    #[command(flatten)]
    pub(crate) over: Over,
    /// Measure though a VPN carries the network: what is said is then of wherever the VPN ends, not of your operator.
    #[arg(long)]
    pub(crate) over_vpn: bool,
    #[command(flatten)]
    pub(crate) deeper: Deeper,
    /// Go on with the last unfinished run, or with what a whole one left: second sittings that are due, suspects
    /// that were too many. Without one, start one.
    #[arg(long)]
    pub(crate) resume: bool,
}

/// What a run is asked for, over one network or beside another one.
#[derive(Clone, Debug, Args)]
pub(crate) struct Asked {
    /// A page to look at, like https://example.com/ (may be repeated).
    #[arg(long, value_name = "URL")]
    pub(crate) input: Vec<String>,
    /// A file of pages to look at, - for standard input: one URL a line, # begins a comment; or a table (CSV)
    /// whose first line names its columns, url and category_code among them, as the citizen test lists have it; or an
    /// OONI Run descriptor.
    #[arg(long, value_name = "FILE")]
    pub(crate) input_file: Option<PathBuf>,
    /// Look at this list alone, on or off (`arna lists` shows them) [default: all that are on].
    #[arg(long, value_name = "NAME", conflicts_with_all = ["input", "input_file"])]
    pub(crate) list: Option<String>,
    /// A test helper to compare with, like https://helper.example/ (may be repeated)
    /// [default: those in ARNA_HELPER, with commas between; without it OONI's four].
    #[arg(long, value_name = "URL", conflicts_with = "no_helper")]
    pub(crate) helper: Vec<String>,
    /// Ask no test helper: nobody else learns which sites are looked at, and less can be told.
    #[arg(long)]
    pub(crate) no_helper: bool,
    #[command(flatten)]
    pub(crate) lookout: Lookout,
    /// Trust the certificates in this PEM file too.
    #[arg(long, value_name = "FILE", env = "ARNA_CA")]
    pub(crate) ca: Option<PathBuf>,
    /// Keep the results in this file [default: arna.db in the folder for application data].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
    /// Print one JSON object a line, and nothing else, on standard output.
    #[arg(long)]
    pub(crate) json: bool,
    /// List every site in the table, those of which the same is said too.
    #[arg(long)]
    pub(crate) all: bool,
    /// Begin nothing new once N bytes (or 5MB, say) have gone over the network (both directions). What
    /// is begun goes on to its end: a page costs some 17 kB.
    #[arg(long, value_name = "N", value_parser = bytes)]
    pub(crate) max_bytes: Option<u64>,
    /// Begin nothing new after N seconds, or a time like 10m.
    #[arg(long, value_name = "N", value_parser = seconds)]
    pub(crate) max_seconds: Option<Micros>,
    /// Double-check suspects even if that was done within the last 24 hours: it says their names once more.
    #[arg(long)]
    pub(crate) recheck: bool,
    /// Measure abroad, and beyond the bytes that the settings give to a run, a day and a month: a yes for this once.
    #[arg(long)]
    pub(crate) beyond_means: bool,
    /// Do not ask; measuring contacts the sites, resolvers and helpers right away.
    #[arg(long)]
    pub(crate) yes: bool,
}

impl Asked {
    /// Whether pages are named: lists are then left alone.
    pub(crate) fn names_pages(&self) -> bool {
        !self.input.is_empty() || self.input_file.is_some()
    }
}

/// Which network it goes over, and what is said of it.
#[derive(Debug, Default, Args)]
pub(crate) struct Over {
    /// Go over this interface and no other, names included (`arna interfaces` lists them; Linux): the mobile
    /// network while Wi-Fi is the default, say.
    #[cfg(target_os = "linux")]
    #[arg(long, value_name = "NAME")]
    pub(crate) interface: Option<String>,
    /// The resolver of that interface's network, where neither resolved nor NetworkManager says which it is.
    #[cfg(target_os = "linux")]
    #[arg(long, value_name = "IP", requires = "interface")]
    pub(crate) own_resolver: Option<IpAddr>,
    /// Whose network this is, to tell it from others in `arna history` [default: what ModemManager says, or what you
    /// answered when you were asked on this network].
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) operator: Option<String>,
    /// What kind of link it is, like lte or wifi.
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) technology: Option<String>,
}

/// What costs more than a look and its double checks, or changes how many there are.
#[derive(Debug, Default, Args)]
pub(crate) struct Deeper {
    /// Find out whether sites that open are slowed down, in suspects (what was slow to open) or in all.
    /// It costs up to 0.95 MB each, also on a prepaid plan, so nobody is timed unless you say so.
    #[arg(long, value_name = "WHOSE", value_parser = rates())]
    pub(crate) rates: Option<Rates>,
    /// Try QUIC (HTTP/3) beside the usual connection, where a site offers it or is cut off: 7 kB a site, up to
    /// 160 kB and some minutes where its name seems to be filtered.
    #[arg(long)]
    pub(crate) quic: bool,
    /// Read 32 kB of the page of sites that open, to see whether it freezes after its beginning: some 40 kB a site,
    /// and where it froze 0.6 to 1.2 MB and some minutes more, from the site and under its name from a helper.
    #[arg(long)]
    pub(crate) long: bool,
    /// Look for the place on the path at which a confirmed block stops a site. It says the forbidden name up to
    /// sixteen times more, and speaks to a neighbour of an address that is silent, so nobody's is looked for
    /// unless you say so.
    #[arg(long)]
    pub(crate) trace: bool,
    /// Double-check N suspects in one run at most [default: 40], six together. Each has its name said a dozen times
    /// more and takes 40 to 68 kB, alone 90 and more; --resume takes up those that are left.
    #[arg(long, value_name = "N", value_parser = suspects)]
    pub(crate) confirmations: Option<u16>,
    /// Look at N targets together at most [default: as many as the network bears, 8 at most].
    #[arg(long, value_name = "N", value_parser = together)]
    pub(crate) at_once: Option<u8>,
}
