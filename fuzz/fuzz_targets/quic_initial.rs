//! A client's first datagram of QUIC, as a middlebox opens and reads it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| arna_lab::fuzzing::quic_initial(bytes));
