//! Packets of the lab.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|packet: &[u8]| arna_lab::fuzzing::packet(packet));
