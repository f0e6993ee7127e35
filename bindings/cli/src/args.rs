//! What can be typed. Every option says what it does; what is typed is parsed here or in `lists`, and
//! nothing further in sees a raw string.

mod watching;

use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use arna_model::{Rates, WallTime};
use arna_words::Language;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ColorChoice, Parser, Subcommand};
use clap_complete::Shell;

pub(crate) use watching::{Journal, Lookout, Watch};
mod history;
mod replay;
mod score;

pub(crate) use history::History;
pub(crate) use replay::Replay;
pub(crate) use score::Score;

/// Measures what a network lets through: what opens, what is blocked, and how.
#[derive(Debug, Parser)]
#[command(name = "arna", version, max_term_width = 100, after_help = FIRST_STEPS)]
pub(crate) struct Arna {
    /// Colours on standard output: auto means on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    /// The language of verdicts [default: the system's, of LC_ALL, LC_MESSAGES or LANG]. JSON is the
    /// same in all of them.
    #[arg(long, global = true, value_name = "CODE", value_parser = languages())]
    pub(crate) language: Option<Language>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Measure inside a simulated country, where the truth is known. Nothing leaves this machine.
    Demo(Demo),
    /// Measure the network that this machine is on.
    Run(Run),
    /// Look again and again whether there is any Internet, and keep a journal of it.
    #[command(after_help = watching::EXAMPLES)]
    Watch(Watch),
    /// Show the journal: since when the network was in which state.
    Journal(Journal),
    /// Show what was measured.
    Show(Show),
    /// Say since when sites are open or blocked, over all stored runs.
    History(History),
    /// Judge a stored run again with this version's judge; old opinions are kept.
    Judge(Judge),
    /// List the nettests.
    Nettests,
    /// The simulated countries.
    Lab {
        #[command(subcommand)]
        command: LabCommand,
    },
    /// Be a test helper: look at sites from outside for those who ask.
    Helper(Helper),
    /// Print what lets a shell complete this command's words, for the shell's folder of completions.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print the manual page, or write all pages to a folder.
    Man {
        /// The folder, which has to be there.
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

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
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many targets, in the scenario's own mix.
    #[arg(long, value_name = "N", value_parser = positive)]
    pub(crate) targets: Option<usize>,
    /// Look at N targets together at most [default: as many as the network bears, 8 at most].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(crate) at_once: Option<u8>,
    /// Find out whether sites that open are slowed down: up to 0.95 MB each, in suspects (what was slow
    /// to open) or in all.
    #[arg(long, value_name = "WHOSE", value_parser = rates())]
    pub(crate) rates: Option<Rates>,
    /// Try QUIC (HTTP/3) too, as the scenario may ask by itself: 7 kB for each site that offers it, up to 160 kB
    /// where its name seems to be filtered.
    #[arg(long)]
    pub(crate) quic: bool,
    /// Look for the place on the path at which a confirmed block stops a site.
    #[arg(long)]
    pub(crate) trace: bool,
    /// Print one JSON object a line, and nothing else, on standard output.
    #[arg(long)]
    pub(crate) json: bool,
    /// Keep the results in this file; without it they are gone at the end.
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
    /// When the story begins, if not at the scenario's own time: like 2024-05-14T08:00:00Z. The same
    /// country on another day.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) at: Option<WallTime>,
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
    /// The mobile link, if not the scenario's own: edge, poor3g, good3g, lte, lte_edge, wired.
    #[arg(long, value_name = "P")]
    pub(crate) profile: Option<String>,
    /// Which sites, addresses and distances: the same seed gives the same country.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many targets, in the scenario's own mix.
    #[arg(long, value_name = "N", value_parser = positive)]
    pub(crate) targets: Option<usize>,
    /// For arna itself: who started it.
    #[arg(long, hide = true)]
    pub(crate) init: Option<i32>,
    /// The command with its words, after --.
    #[arg(last = true, required = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Which nettests (`arna nettests` lists them) [default: latency web_connectivity].
    #[arg(value_name = "NETTEST")]
    pub(crate) nettests: Vec<String>,
    /// A page to look at, like https://example.com/ (may be repeated).
    #[arg(long, value_name = "URL")]
    pub(crate) input: Vec<String>,
    /// A file of pages to look at: one URL a line, # begins a comment.
    #[arg(long, value_name = "FILE")]
    pub(crate) input_file: Option<PathBuf>,
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
    /// Whose network this is, to tell it from others in `arna history`; no system is asked yet.
    #[arg(long, value_name = "NAME")]
    pub(crate) operator: Option<String>,
    /// What kind of link it is, like lte or wifi.
    #[arg(long, value_name = "NAME")]
    pub(crate) technology: Option<String>,
    /// Keep the results in this file [default: arna.db in the folder for application data].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
    /// Print one JSON object a line, and nothing else, on standard output.
    #[arg(long)]
    pub(crate) json: bool,
    /// Begin nothing new once N bytes have gone over the network (both directions). What is begun
    /// goes on to its end: a page costs some 24 kB.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) max_bytes: Option<u64>,
    /// Begin nothing new after N seconds.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_SECONDS))]
    pub(crate) max_seconds: Option<u64>,
    /// Look at N targets together at most [default: as many as the network bears, 8 at most].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(crate) at_once: Option<u8>,
    /// Find out whether sites that open are slowed down, in suspects (what was slow to open) or in all.
    /// It costs up to 0.95 MB each, also on a prepaid plan, so nobody is timed unless you say so.
    #[arg(long, value_name = "WHOSE", value_parser = rates())]
    pub(crate) rates: Option<Rates>,
    /// Try QUIC (HTTP/3) beside the usual connection, where a site offers it or is cut off: 7 kB a site, up to
    /// 160 kB and some minutes where its name seems to be filtered.
    #[arg(long)]
    pub(crate) quic: bool,
    /// Look for the place on the path at which a confirmed block stops a site. It says the forbidden name up to
    /// sixteen times more, and speaks to a neighbour of an address that is silent, so nobody's is looked for
    /// unless you say so.
    #[arg(long)]
    pub(crate) trace: bool,
    /// Double-check suspects even if that was done within the last 24 hours: it says their names once more.
    #[arg(long)]
    pub(crate) recheck: bool,
    /// Go on with the last unfinished run; without one, start one.
    #[arg(long)]
    pub(crate) resume: bool,
    /// Do not ask; measuring contacts the sites, resolvers and helpers right away.
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// A run or a measurement, or the beginning of its id [default: the latest run].
    #[arg(value_name = "RUN|MEASUREMENT")]
    pub(crate) id: Option<String>,
    /// Say what each verdict stands on.
    #[arg(long)]
    pub(crate) why: bool,
    /// Print the lines that `run` printed.
    #[arg(long)]
    pub(crate) json: bool,
    /// The file with the results [default: arna.db in the folder for application data].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Judge {
    /// A run, or the beginning of its id [default: the latest].
    #[arg(value_name = "RUN")]
    pub(crate) run: Option<String>,
    /// The file with the results [default: arna.db in the folder for application data].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Helper {
    /// Where to listen for HTTP, with a UDP echo on the same port (port 0: any that is free).
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: SocketAddr,
    /// Where to listen for HTTPS, with a UDP echo on the same port. Without --cert and --key, with a
    /// certificate of its own making: for tests and local use, not for the public.
    #[arg(long, value_name = "ADDR")]
    pub(crate) tls: Option<SocketAddr>,
    /// The certificate chain for HTTPS, a PEM file.
    #[arg(long, value_name = "FILE", requires_all = ["tls", "key"])]
    pub(crate) cert: Option<PathBuf>,
    /// Its key, a PEM file.
    #[arg(long, value_name = "FILE", requires_all = ["tls", "cert"])]
    pub(crate) key: Option<PathBuf>,
    /// Trust the certificates in this PEM file too.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// Also look at private and loopback addresses. For tests only: it lets everybody who can reach
    /// this helper look into the network behind it.
    #[arg(long)]
    pub(crate) allow_private: bool,
}

/// Whose rates are measured.
fn rates() -> impl TypedValueParser<Value = Rates> {
    PossibleValuesParser::new(["suspects", "all"])
        .map(|whose| if whose == "all" { Rates::All } else { Rates::Suspects })
}

fn languages() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::code))
        .map(|code| Language::of_tag(&code).expect("a code is a tag"))
}

fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least one target is needed".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err("that is not a whole number".to_owned()),
    }
}

fn time(text: &str) -> Result<WallTime, String> {
    let quoted = serde_json::Value::String(text.to_owned());
    let time: Option<WallTime> = serde_json::from_value(quoted).ok();
    // Certificates of the simulated web are made for then.
    let is_told = |time: &WallTime| (946_684_800..4_102_444_800).contains(&time.unix_seconds());
    time.filter(is_told)
        .ok_or_else(|| "a time is written like 2024-05-14T08:00:00Z, from 2000 to 2099".to_owned())
}

fn resolver(text: &str) -> Result<SocketAddr, String> {
    let with_port = text.parse().ok();
    let alone = || text.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    with_port
        .or_else(|| alone().map(|ip| SocketAddr::new(ip, 53)))
        .ok_or_else(|| "a resolver is an address like 1.1.1.1 or 1.1.1.1:53".to_owned())
}

/// A year: more would not fit into what adds microseconds up.
const MOST_SECONDS: u64 = 366 * 24 * 3600;

const INSIDE: &str = "\
Examples:
  arna lab exec kz-2019-qaznet -- curl -vk https://www.facebook.com/
  arna lab exec kz-2024-sni-drop -- sh -c 'arna run --yes --input-file $ARNA_LAB_TARGETS'

The command has the lab's network and no other, its own processes, and all files. It finds whom to trust in \
SSL_CERT_FILE (OpenSSL, Python, Go), CURL_CA_BUNDLE, REQUESTS_CA_BUNDLE and NODE_EXTRA_CA_CERTS, the scenario's \
sites in the file ARNA_LAB_TARGETS. `arna run` takes the lab's roots, helpers, resolver, country and portal probe from \
ARNA_CA, ARNA_HELPER, ARNA_RESOLVER, ARNA_COUNTRY and ARNA_PORTAL_PROBE, as if options named them. What the command leaves running ends with it.

Exit codes: the command's own, 128 and the signal that ended it, 125 trouble of arna's, 126 the command cannot \
be run, 127 it cannot be found.";

const FIRST_STEPS: &str = "\
Try `arna demo` first: it measures a simulated country and shows how good the verdicts are.
Exit codes: 0 done, 1 trouble of its own, 2 wrong usage, 3 nothing could be measured, 130 interrupted.";

#[cfg(test)]
mod tests;
