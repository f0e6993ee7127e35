//! What anybody may send to a helper.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| arna_helper::fuzzing::request(body));
