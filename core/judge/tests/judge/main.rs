//! The judge on stories: one program, since a program for each file is built for minutes.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "tests say so by failing"
)]

mod account;
mod answers;
mod canaries;
mod dead_ends;
mod denials;
mod everywhere;
mod hindered;
mod impostors;
mod joint;
mod long;
mod looks;
mod lookups;
mod nat64;
mod networks;
mod pages;
mod paths;
mod properties;
mod quic;
mod races;
mod rates;
mod records;
mod redirects;
mod requests;
mod resolvers;
mod second_sittings;
mod sittings;
mod slowness;
mod split;
mod states;
mod support;
