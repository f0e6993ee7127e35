//! Doors to parsers for `fuzz/`, in builds of cargo-fuzz only.

pub use crate::report::read_answer as answer;
