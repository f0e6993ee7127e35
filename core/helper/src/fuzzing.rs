//! Doors to parsers for `fuzz/`, in builds of cargo-fuzz only.

use crate::{Settings, task::Task};

/// A request: what is taken of it is bounded, what is not is refused in words.
pub fn request(body: &[u8]) {
    let settings = Settings { roots: rustls::RootCertStore::empty().into(), ..Settings::default() };
    match Task::parse(body, &settings) {
        Ok(task) => assert!(task.endpoints.len() <= settings.max_endpoints),
        Err(why) => assert!(!why.is_empty()),
    }
}
