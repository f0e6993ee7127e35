//! Titles of pages, and their elements, in whatever charset they come.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|page: &[u8]| {
    for kind in [
        None,
        Some("text/html; charset=windows-1251"),
        Some("text/html; charset=shift_jis"),
        Some("text/html; charset=utf-16"),
        Some("application/octet-stream"),
    ] {
        if let Some(page) = arna_net::markup_of(kind, page) {
            arna_net::title_of(&page);
            arna_net::tags_of(&page);
        }
    }
});
