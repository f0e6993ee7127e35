//! The network layer against real sockets: one program, since a program for each file is built for minutes.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "tests say so by failing"
)]

mod begun;
mod dns;
mod floods;
mod heads;
mod hostile;
mod http2;
mod long;
mod loopback;
mod own_root;
#[allow(clippy::disallowed_methods, reason = "a server of quinn's wants the system's clock")]
mod quic;
mod race;
mod reuse;
mod support;
#[cfg(target_os = "linux")]
mod trace;
#[cfg(unix)]
mod uplink;
