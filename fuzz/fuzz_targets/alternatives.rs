//! `Alt-Svc`: other ways to a site.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|value: &str| arna_net::fuzzing::alternatives(value));
