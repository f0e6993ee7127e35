//! What a helper that lies may answer.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| arna_engine::fuzzing::answer(body));
