//! The first process inside: puts the lab up, starts the command in it, and buries whoever dies.

use std::fs;
use std::io::ErrorKind;
use std::process::Command;

use arna_engine::run::innocent_sites;
use arna_lab::{Lab, Options, Scenario, TunError, plug_in};
use arna_net::{OsWire, Wire as _};
use nix::errno::Errno;
use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::{SigSet, Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use tokio::signal::unix::{Signal as Heard, SignalKind, signal};
use url::Url;

use super::files::{self, Files};
use super::parent::trouble;
use crate::args::Exec;
use crate::exits::{Done, Ending, Trouble};
use crate::runtimes::no_runtime;

/// Runs the command inside the lab. `parent` is who started this process.
pub(super) fn inside(exec: &Exec, scenarios: (&Scenario, Option<&Scenario>), parent: i32) -> Done {
    set_pdeathsig(Signal::SIGKILL).map_err(trouble("the parent's end cannot be heard"))?;
    // It may have ended before that. This /proc is still the parent's.
    if parent_of_this().is_none_or(|id| id != parent) {
        return Err(Trouble::usage("--init is for arna itself"));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(no_runtime)?.block_on(live(exec, scenarios))
}

fn parent_of_this() -> Option<i32> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse().ok()
}

async fn live(exec: &Exec, (scenario, beside): (&Scenario, Option<&Scenario>)) -> Done {
    let mut ears = Ears::new().map_err(trouble("signals cannot be heard"))?;
    // What a run inside adds by itself is there, too.
    let names = innocent_sites()
        .into_iter()
        .filter_map(|site| Some(Url::parse(&site.input).ok()?.host_str()?.to_owned()));
    let (profile, decoys) = (exec.profile.clone(), names.collect());
    let options =
        Options { profile, seed: exec.seed, targets: exec.targets, decoys, ..Options::default() };
    let now = OsWire::new().wall();
    let lab = Lab::open_now(scenario, &options, now).map_err(Trouble::own)?;
    // Its link is its own.
    let options = Options { profile: None, ..options };
    let beside = beside.map(|scenario| Lab::open_now(scenario, &options, now));
    let beside = beside.transpose().map_err(Trouble::own)?;
    let mut plugged = Vec::new();
    for (number, lab) in [&lab].into_iter().chain(&beside).enumerate() {
        plugged.push(plug_in(lab, number as u32).await.map_err(|error| match error {
            TunError::Device(_) => Trouble::own(format_args!("{error} ({NEEDED})")),
            error => Trouble::own(error),
        })?);
    }
    let files = files::put_up(&lab, beside.as_ref())?;
    let mut command = command_of(exec, &lab, &files);
    if let Some(beside) = &beside {
        command.env("ARNA_LAB_BESIDE_RESOLVER", beside.operators_resolver().to_string());
    }
    match start(command, exec)? {
        Ok(command) => ears.wait_for(command).await,
        Err(code) => Ok(Ending::Code(code)),
    }
}

fn command_of(exec: &Exec, lab: &Lab, files: &Files) -> Command {
    let mut words = exec.command.iter();
    let mut command = Command::new(words.next().expect("clap asks for one word at least"));
    command.args(words);
    for name in ["http_proxy", "https_proxy", "all_proxy", "ftp_proxy", "no_proxy"] {
        command.env_remove(name).env_remove(name.to_ascii_uppercase());
    }
    for name in TRUST {
        command.env(name, &files.roots);
    }
    command
        .env("ARNA_HELPER", lab.helpers().join(","))
        .env("ARNA_RESOLVER", lab.resolver().to_string())
        .env("ARNA_COUNTRY", lab.vantage().country.unwrap_or_default())
        .env("ARNA_PORTAL_PROBE", lab.portal_probe())
        .env("ARNA_LAB_TARGETS", &files.targets);
    command
}

/// The command's process, or the exit code that shells have for a command that cannot be started.
fn start(mut command: Command, exec: &Exec) -> Result<Result<Pid, u8>, Trouble> {
    // The command begins with no signal held back.
    SigSet::empty().thread_set_mask().map_err(trouble("signals cannot be let through"))?;
    Ok(match command.spawn() {
        Ok(child) => Ok(Pid::from_raw(child.id().cast_signed())),
        Err(error) => {
            let word = exec.command[0].display();
            crate::out::error(format_args!("{word} cannot be started: {error}"));
            Err(if error.kind() == ErrorKind::NotFound { 127 } else { 126 })
        }
    })
}

/// What the first process of a PID namespace listens to.
struct Ears {
    deaths: Heard,
    interrupt: Heard,
    hangup: Heard,
    terminate: Heard,
}

impl Ears {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            deaths: signal(SignalKind::child())?,
            interrupt: signal(SignalKind::user_defined1())?,
            hangup: signal(SignalKind::user_defined2())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Hands signals on to the command until it ends, and buries every orphan meanwhile.
    async fn wait_for(&mut self, command: Pid) -> Done {
        loop {
            let handed_on = tokio::select! {
                _ = self.deaths.recv() => match ended(command)? {
                    Some(code) => return Ok(Ending::Code(code)),
                    None => continue,
                },
                _ = self.interrupt.recv() => Signal::SIGINT,
                _ = self.hangup.recv() => Signal::SIGHUP,
                _ = self.terminate.recv() => Signal::SIGTERM,
            };
            // It may just have ended; its death is heard next.
            kill(command, handed_on).ok();
        }
    }
}

/// Buries whoever is dead; the exit code if the command is among them.
fn ended(command: Pid) -> Result<Option<u8>, Trouble> {
    loop {
        match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::Exited(who, code)) if who == command => return Ok(Some(code as u8)),
            Ok(WaitStatus::Signaled(who, signal, _)) if who == command => {
                return Ok(Some(128 + signal as u8));
            }
            Ok(WaitStatus::StillAlive) | Err(Errno::ECHILD) => return Ok(None),
            Ok(_) => {}
            Err(error) => return Err(trouble("the command cannot be waited for")(error)),
        }
    }
}

/// Where programs look for whom to trust: OpenSSL, Python and Go; curl; Python's requests; Node; Arna.
const TRUST: [&str; 5] =
    ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "ARNA_CA"];
const NEEDED: &str = "`arna lab exec` needs the kernel's TUN device and the right to open it: load the module \
`tun`, or run it as root";
