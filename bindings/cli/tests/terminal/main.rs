//! The real command, as people and scripts meet it: what it prints, what it keeps, how it ends.
//!
//! Everything that measures runs in a network of its own (`network`), in which there is nothing but
//! a loopback: no test reaches the Internet, on whatever machine it runs. Nothing sleeps: tests wait
//! for lines, connections and ends. The networks and disks are Linux's, and so are these tests.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by failing")]
#![allow(
    clippy::disallowed_methods,
    reason = "servers on threads of this process; arna is another"
)]
#![cfg(target_os = "linux")]

mod bar;
mod building;
mod certificates;
mod choosing;
mod command;
mod comparing;
mod consent;
mod demo;
mod escapes;
mod exec;
mod helper;
mod history;
mod interfaces;
mod interrupted;
mod lab;
mod language;
mod lines;
mod lists;
mod literals;
mod local;
mod network;
mod offline;
mod own_lists;
mod pages;
mod pcap;
mod pipes;
mod programs;
mod screens;
mod secrets;
mod site;
mod store;
mod stored;
mod system;
mod watch;
mod wipe;
