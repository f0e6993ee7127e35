//! What is so of a whole network, and of no site in particular.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// What was met at every site that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Everywhere {
    /// Certificates of one issuer, whom nobody trusts.
    Certificates {
        /// What it calls itself.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        issuer: Option<String>,
    },
    /// Addresses that are not the sites' own.
    Names {
        /// Which.
        addresses: Vec<IpAddr>,
    },
}
