//! Scenarios that people write: a country or a mistake in words.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| arna_lab::fuzzing::scenario(text));
