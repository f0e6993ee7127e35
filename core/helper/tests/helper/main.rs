//! A helper against real sockets: one program, since a program for each file is built for minutes.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "tests say so by failing"
)]

mod bounds;
mod common;
mod hostile;
mod measuring;
mod reflection;
