//! What can be typed behind `arna compare`.

use std::net::IpAddr;
use std::path::PathBuf;

use arna_model::Micros;
use clap::Args;

use super::values::{bytes, seconds};
use super::{Lookout, Run};

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The interface that the one network is behind, like wlan0 (`arna interfaces` lists them).
    #[arg(value_name = "INTERFACE")]
    pub(crate) one: String,
    /// The interface that the other one is behind, like wwan0: of these two it is the one whose double checks
    /// `arna run --resume` goes on with.
    #[arg(value_name = "INTERFACE")]
    pub(crate) other: String,
    /// The resolver of an interface's network, where neither resolved nor NetworkManager says which it is (may be
    /// repeated).
    #[arg(long, value_name = "INTERFACE=IP", value_parser = named::<IpAddr>)]
    pub(crate) own_resolver: Vec<(String, IpAddr)>,
    /// Whose network an interface's is, like wwan0=Beeline (may be repeated).
    #[arg(long, value_name = "INTERFACE=NAME", value_parser = named::<String>)]
    pub(crate) operator: Vec<(String, String)>,
    /// A page to look at, like https://example.com/ (may be repeated).
    #[arg(long, value_name = "URL")]
    pub(crate) input: Vec<String>,
    /// A file of pages to look at, as for `arna run`.
    #[arg(long, value_name = "FILE")]
    pub(crate) input_file: Option<PathBuf>,
    /// Look at this list alone, on or off (`arna lists` shows them) [default: all that are on].
    #[arg(long, value_name = "NAME", conflicts_with_all = ["input", "input_file"])]
    pub(crate) list: Option<String>,
    /// A test helper to compare with, like https://helper.example/ (may be repeated)
    /// [default: those in ARNA_HELPER, with commas between; without it OONI's four].
    #[arg(long, value_name = "URL", conflicts_with = "no_helper")]
    pub(crate) helper: Vec<String>,
    /// Ask no test helper: what opens over the other network is then all that is known from outside.
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
    /// List every site, those that are the same over both too.
    #[arg(long)]
    pub(crate) all: bool,
    /// Begin nothing new over either once N bytes (or 5MB, say) have gone over it (both directions).
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

impl Compare {
    /// The run over the second one, as whoever goes on with it would ask for it.
    pub(crate) fn second(&self) -> Run {
        let interface = Some(self.other.clone());
        Run { interface, own_resolver: self.resolver_of(&self.other), ..self.each() }
    }

    /// The resolver that was named for an interface.
    pub(crate) fn resolver_of(&self, interface: &str) -> Option<IpAddr> {
        self.own_resolver.iter().find(|(of, _)| of == interface).map(|(_, resolver)| *resolver)
    }

    /// Whose network is behind an interface, if that was said.
    pub(crate) fn operator_of(&self, interface: &str) -> Option<&str> {
        self.operator.iter().find(|(of, _)| of == interface).map(|(_, name)| name.as_str())
    }

    /// What a run over one of them would be asked for.
    pub(crate) fn each(&self) -> Run {
        Run {
            nettests: vec!["web_connectivity".to_owned()],
            input: self.input.clone(),
            input_file: self.input_file.clone(),
            list: self.list.clone(),
            helper: self.helper.clone(),
            no_helper: self.no_helper,
            lookout: self.lookout.clone(),
            ca: self.ca.clone(),
            operator: None,
            interface: None,
            own_resolver: None,
            over_vpn: false,
            beyond_means: self.beyond_means,
            technology: None,
            db: self.db.clone(),
            json: self.json,
            all: self.all,
            max_bytes: self.max_bytes,
            max_seconds: self.max_seconds,
            at_once: None,
            rates: None,
            quic: false,
            long: false,
            trace: false,
            confirmations: None,
            recheck: self.recheck,
            resume: false,
            yes: self.yes,
        }
    }
}

/// What is said of an interface: its name and a value, with a sign of equality between.
fn named<T: std::str::FromStr>(text: &str) -> Result<(String, T), String> {
    let parts = text.split_once('=').filter(|(name, _)| !name.is_empty());
    let parsed = parts.and_then(|(name, value)| Some((name.to_owned(), value.parse().ok()?)));
    parsed.ok_or_else(|| "an interface, = and what is so of it".to_owned())
}

pub(super) const EXAMPLES: &str = "\
Examples:
  arna interfaces
  arna compare wlan0 wwan0 --operator wwan0=Beeline
  arna lab exec kz-2024-sni-drop --beside first-light -- sh -c \\
    'arna compare lab1 lab0 --own-resolver lab1=$ARNA_LAB_BESIDE_RESOLVER --yes \\
    --input-file $ARNA_LAB_TARGETS'";
