//! Compressed pages: whatever comes, no more than the cap unpacks.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| arna_net::fuzzing::page_coding(body));
