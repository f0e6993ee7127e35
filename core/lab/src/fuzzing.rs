//! Doors to parsers for `fuzz/`, in builds of cargo-fuzz only.

pub use crate::sim::fuzzing::{client_hello, packet, quic_initial};

/// A scenario, sound or not: what is refused is refused in words.
pub fn scenario(text: &str) {
    if let Err(mistake) = crate::Scenario::parse(text) {
        assert!(!mistake.to_string().is_empty());
    }
}
