//! Doors to parsers for `fuzz/`, in builds of cargo-fuzz only.

pub use crate::dns::fuzzing::dns_message;
pub use crate::http::fuzzing::{alternatives, page_coding};
pub use crate::tls::fuzzing::client_hello;
