//! Lists of pages, as files and as shared text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    for read in [arna_lists::read(content), arna_lists::shared(content)] {
        assert!(read.entries.len() + read.mistakes.len() > 0, "something is said");
        for entry in &read.entries {
            let url = arna_lists::page(&entry.url).expect("what was taken is a page");
            assert_eq!(url.as_str(), entry.url);
        }
        assert_eq!(arna_lists::read(arna_lists::written(&read.entries).as_bytes()).entries, read.entries);
    }
});
