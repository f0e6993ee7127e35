//! What can be typed. Every option says what it does; what is typed is parsed here or in `lists`, and
//! nothing further in sees a raw string.

use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use arna_words::Language;
use clap::{Args, ColorChoice, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use clap_complete::Shell;

#[cfg(target_os = "linux")]
mod compare;
mod history;
mod lab;
mod lists;
mod replay;
mod run;
mod score;
mod screen;
mod slicing;
mod unfit;
mod values;
mod watching;

#[cfg(target_os = "linux")]
pub(crate) use compare::Compare;
pub(crate) use history::{History, Runs};
pub(crate) use lab::{Demo, Exec, LabCommand};
pub(crate) use lists::{Lists, ListsCommand, Part};
pub(crate) use replay::Replay;
pub(crate) use run::{Asked, Deeper, Over, Run};
pub(crate) use score::Score;
pub(crate) use screen::{Screen, ScreenName};
pub(crate) use slicing::{Agent, Settings, Slice, Sliced};
pub(crate) use unfit::Unfit;
pub(crate) use values::Since;
use values::{languages, resolver};
pub(crate) use watching::{Journal, Lookout, Watch};

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

impl Arna {
    /// What these words ask for, the program's own name before them.
    pub(crate) fn of(words: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let mut command = taking_numbers(Self::command());
        let matches = command.try_get_matches_from_mut(words)?;
        Self::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
    }
}

/// The same command, whose options take -1 for a number, to say then which numbers they take, and not for an option that
/// nobody knows.
fn taking_numbers(command: clap::Command) -> clap::Command {
    let takes = |arg: clap::Arg| {
        let is_option = !arg.is_positional() && arg.get_action().takes_values();
        if is_option { arg.allow_negative_numbers(true) } else { arg }
    };
    command.mut_args(takes).mut_subcommands(taking_numbers)
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Measure inside a simulated country, where the truth is known. Nothing leaves this machine.
    Demo(Demo),
    /// Measure the network that this machine is on.
    Run(Run),
    /// Measure the same sites over two networks at the same time, and say what differs.
    #[cfg(target_os = "linux")]
    #[command(after_help = compare::EXAMPLES)]
    Compare(Compare),
    /// Look again and again whether there is any Internet, and keep a journal of it.
    #[command(after_help = watching::EXAMPLES)]
    Watch(Watch),
    /// Show the journal: since when the network was in which state.
    Journal(Journal),
    /// Test a little of the list in the background, within the means that `arna settings` has: what is due and most
    /// worth it.
    #[command(after_help = slicing::EXAMPLES)]
    Slice(Slice),
    /// Do so again and again, at odd times.
    Agent(Agent),
    /// Show the settings, or set one.
    Settings(Settings),
    /// List the runs that are stored: when, on which network, which list, and what became of it.
    Runs(Runs),
    /// Show what was measured.
    Show(Show),
    /// Show and change the lists of pages that `arna run` looks at: the built-in one, and your own.
    Lists(Lists),
    /// Say since when sites are open or blocked, over all stored runs.
    History(History),
    /// Show a screen as a phone's app has it: home, run, results, site, history, card, first-run. Nothing is measured.
    Screen(Screen),
    /// Judge a stored run again with this version's judge; old opinions are kept.
    Judge(Judge),
    /// Erase everything that is stored: the database, what was set aside, exports. It says what, and asks.
    Wipe(Wipe),
    /// List this machine's networks, of which `arna run --interface` takes one.
    #[cfg(target_os = "linux")]
    Interfaces {
        /// Print one JSON object a line.
        #[arg(long)]
        json: bool,
    },
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
    /// List every site in the table, those of which the same is said too.
    #[arg(long)]
    pub(crate) all: bool,
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
pub(crate) struct Wipe {
    /// The file with the results [default: arna.db in the folder for application data].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
    /// Do not ask.
    #[arg(long)]
    pub(crate) yes: bool,
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
    /// Another address of this machine, as where the public one is a router's in front of it (may be repeated).
    /// Like those of its interfaces, it is refused as a target.
    #[arg(long, value_name = "IP")]
    pub(crate) own_address: Vec<IpAddr>,
    /// Also look at private and loopback addresses, and at its own. For tests only: it lets everybody who can reach
    /// this helper look into the network behind it.
    #[arg(long)]
    pub(crate) allow_private: bool,
}

const FIRST_STEPS: &str = "\
Try `arna demo` first: it measures a simulated country and shows how good the verdicts are.
Exit codes: 0 done, 1 trouble of its own, 2 wrong usage, 3 nothing could be measured, 130 interrupted.";

#[cfg(test)]
mod tests;
