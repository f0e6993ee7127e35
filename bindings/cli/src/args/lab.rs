//! What can be typed of the simulated countries.

use std::ffi::OsString;
use std::path::PathBuf;

use arna_model::{Rates, UplinkKind, WallTime};
use clap::{Args, Subcommand};

use super::values::{links, number, rates, targets, time, together};
use super::{Replay, Score};

#[derive(Debug, Subcommand)]
pub(crate) enum LabCommand {
    /// List the scenarios.
    List {
        /// Print one JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Say in words what a scenario holds: the network, who is censored and how, which sites.
    Show {
        /// A scenario's name, or a file that ends in .toml.
        #[arg(value_name = "NAME|FILE")]
        scenario: String,
    },
    /// Write a scenario to begin with, NAME.toml in this folder, with comments on what can be said.
    New {
        /// What it is called: letters, digits, - and _.
        name: String,
    },
    /// Play a scenario with many seeds, and print what was said of each target and what is so, as JSON.
    Score(Score),
    /// Turn a stored measurement into a scenario in which the same happens again.
    Replay(Replay),
    /// Run any command inside a simulated country, in real time: curl, a browser, `arna run` (Linux).
    #[command(after_help = INSIDE)]
    Exec(Exec),
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The scenario (`arna lab list` names them all), or a file that ends in .toml with one.
    #[arg(value_name = "NAME|FILE", default_value = "kz-2024-sni-drop")]
    pub(crate) scenario: String,
    /// The mobile link, if not the scenario's own: edge, poor3g, good3g, lte, lte_edge, wired.
    #[arg(long, value_name = "P")]
    pub(crate) profile: Option<String>,
    /// The history: the same seed gives the same bytes.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = number)]
    pub(crate) seed: u64,
    /// How many targets, in the scenario's own mix.
    #[arg(long, value_name = "N", value_parser = targets)]
    pub(crate) targets: Option<usize>,
    /// Look at N targets together at most [default: as many as the network bears, 8 at most].
    #[arg(long, value_name = "N", value_parser = together)]
    pub(crate) at_once: Option<u8>,
    /// Find out whether sites that open are slowed down: up to 0.95 MB each, in suspects (what was slow
    /// to open) or in all.
    #[arg(long, value_name = "WHOSE", value_parser = rates())]
    pub(crate) rates: Option<Rates>,
    /// Try QUIC (HTTP/3) too, as the scenario may ask by itself: 7 kB for each site that offers it, up to 160 kB
    /// where its name seems to be filtered.
    #[arg(long)]
    pub(crate) quic: bool,
    /// Read 32 kB of the page of sites that open, to see whether it freezes after its beginning: some 40 kB a site, 0.6 to
    /// 1.2 MB more where it froze.
    #[arg(long)]
    pub(crate) long: bool,
    /// Look for the place on the path at which a confirmed block stops a site.
    #[arg(long)]
    pub(crate) trace: bool,
    /// Print one JSON object a line, and nothing else, on standard output.
    #[arg(long)]
    pub(crate) json: bool,
    /// List every site in the table, those of which the same is said too.
    #[arg(long)]
    pub(crate) all: bool,
    /// Keep the results in this file; without it they are gone at the end.
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
    /// When the run begins, if not at the scenario's own time: like 2024-05-14 or 2024-05-14T08:00:00Z. The same
    /// country on another day.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) at: Option<WallTime>,
    /// Where the phone has two networks, go over this one alone: cellular, wifi, ethernet or vpn [default: compare them].
    #[arg(long, value_name = "KIND", value_parser = links())]
    pub(crate) over: Option<UplinkKind>,
    /// Write every packet that passes the phone's interface to this file (pcapng, for Wireshark).
    #[arg(long, value_name = "FILE")]
    pub(crate) pcap: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "namespaces are Linux's"))]
pub(crate) struct Exec {
    /// The scenario (`arna lab list` names them all), or a file that ends in .toml with one.
    #[arg(value_name = "NAME|FILE")]
    pub(crate) scenario: String,
    /// A second network beside it, with a device of its own (lab1), which whoever asks for it goes over: another scenario.
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) beside: Option<String>,
    /// The mobile link, if not the scenario's own: edge, poor3g, good3g, lte, lte_edge, wired.
    #[arg(long, value_name = "P")]
    pub(crate) profile: Option<String>,
    /// Which sites, addresses and distances: the same seed gives the same country.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = number)]
    pub(crate) seed: u64,
    /// How many targets, in the scenario's own mix.
    #[arg(long, value_name = "N", value_parser = targets)]
    pub(crate) targets: Option<usize>,
    /// For arna itself: who started it.
    #[arg(long, hide = true)]
    pub(crate) init: Option<i32>,
    /// The command with its words, after --.
    #[arg(last = true, required = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
}

const INSIDE: &str = "\
Examples:
  arna lab exec kz-2019-qaznet -- curl -vk https://www.facebook.com/
  arna lab exec kz-2024-sni-drop -- sh -c 'arna run --yes --input-file $ARNA_LAB_TARGETS'
  arna lab exec first-light --beside kz-2024-sni-drop -- sh -c \
    'arna run --yes --interface lab1 --own-resolver $ARNA_LAB_BESIDE_RESOLVER --input-file $ARNA_LAB_TARGETS'

The command has the lab's network and no other, its own processes, and all files. It finds whom to trust in \
SSL_CERT_FILE (OpenSSL, Python, Go), CURL_CA_BUNDLE, REQUESTS_CA_BUNDLE and NODE_EXTRA_CA_CERTS, the scenario's \
sites in the file ARNA_LAB_TARGETS. `arna run` takes the lab's roots, helpers, resolver, country and portal probe from \
ARNA_CA, ARNA_HELPER, ARNA_RESOLVER, ARNA_COUNTRY and ARNA_PORTAL_PROBE, as if options named them. What the command leaves running ends with it.

Exit codes: the command's own, 128 and the signal that ended it, 125 trouble of arna's, 126 the command cannot \
be run, 127 it cannot be found.";
