//! What resolvers answer.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|message: &[u8]| arna_net::fuzzing::dns_message(message));
