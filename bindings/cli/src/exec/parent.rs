//! The outer process: leaves its namespaces, starts the inner one, hands signals on, and waits.

use std::fmt::Display;
use std::fs;
use std::process::Command;

use nix::errno::Errno;
use nix::libc::SI_KERNEL;
use nix::sched::{CloneFlags, unshare};
use nix::sys::signal::{SigSet, Signal, kill};
use nix::sys::signalfd::SignalFd;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, getgid, getpid, getuid};

use crate::exits::{Done, Ending, Trouble};

/// Starts this command again as the first process of new namespaces, and ends as that does.
pub(super) fn parent() -> Done {
    let signals = hold_signals().map_err(trouble("signals cannot be waited for"))?;
    leave_namespaces()?;
    let cannot =
        |error: std::io::Error| Trouble::own(format_args!("arna cannot start again: {error}"));
    let mut again = Command::new("/proc/self/exe");
    // Among arna's own words: those of the command begin with the first --.
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    let (own, commands) = words.split_at(words.iter().position(|word| word == "--").unwrap_or(0));
    again.args(own).args(["--init", &getpid().to_string()]).args(commands);
    let child = again.spawn().map_err(cannot)?;
    let child = Pid::from_raw(child.id().cast_signed());
    loop {
        let signal = signals.read_signal().map_err(trouble("signals cannot be waited for"))?;
        let Some(signal) = signal else { continue };
        let number = Signal::try_from(signal.ssi_signo.cast_signed());
        if number == Ok(Signal::SIGCHLD) {
            match waitpid(child, Some(WaitPidFlag::WNOHANG)) {
                Ok(WaitStatus::Exited(_, code)) => return Ok(Ending::Code(code as u8)),
                Ok(WaitStatus::Signaled(_, signal, _)) => {
                    return Ok(Ending::Code(128 + signal as u8));
                }
                Ok(_) => {}
                Err(error) => return Err(trouble("the command cannot be waited for")(error)),
            }
        }
        // What the terminal sends, the command got too.
        let is_own = signal.ssi_code != SI_KERNEL;
        if let Some((_, inside)) = HANDED_ON.iter().find(|(one, _)| is_own && number == Ok(*one)) {
            // It may just have ended; then there is nobody to tell.
            kill(child, *inside).ok();
        }
    }
}

/// From here on signals wait to be read; the process inside begins with this mask as well.
fn hold_signals() -> nix::Result<SignalFd> {
    let mut mask = SigSet::empty();
    mask.add(Signal::SIGCHLD);
    for (outside, inside) in HANDED_ON {
        mask.add(*outside);
        mask.add(*inside);
    }
    mask.thread_block()?;
    SignalFd::new(&mask)
}

fn leave_namespaces() -> Result<(), Trouble> {
    let own = CloneFlags::CLONE_NEWNS | CloneFlags::CLONE_NEWNET | CloneFlags::CLONE_NEWPID;
    match unshare(own) {
        Err(Errno::EPERM) => {}
        done => return done.map_err(trouble("this system gives no namespaces")),
    }
    let (user, group) = (getuid(), getgid());
    unshare(own | CloneFlags::CLONE_NEWUSER)
        .map_err(trouble("this system gives no namespaces to its users (as root it may)"))?;
    let maps = [
        ("setgroups", "deny".to_owned()),
        ("uid_map", format!("0 {user} 1")),
        ("gid_map", format!("0 {group} 1")),
    ];
    for (file, map) in maps {
        let written = fs::write(format!("/proc/self/{file}"), map);
        written.map_err(|error| {
            Trouble::own(format_args!("this user cannot have a namespace of its own: {error}"))
        })?;
    }
    Ok(())
}

/// A sentence for an error of the system's.
pub(super) fn trouble<E: Display>(what: &str) -> impl FnOnce(E) -> Trouble {
    move |error| Trouble::own(format_args!("{what}: {error}"))
}

/// What is handed on, and as what: the first process of a PID namespace hears the terminal's own signals
/// too, and must not take them for ours.
pub(super) const HANDED_ON: &[(Signal, Signal)] = &[
    (Signal::SIGINT, Signal::SIGUSR1),
    (Signal::SIGHUP, Signal::SIGUSR2),
    (Signal::SIGTERM, Signal::SIGTERM),
];
