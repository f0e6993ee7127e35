//! Titles of pages, and their elements.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|page: &[u8]| {
    arna_net::title_of(page);
    arna_net::tags_of(page);
});
