//! Why a scenario cannot be put up.

use crate::sim::profiles;

/// Why there is no lab.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// No profile has this name.
    #[error("there is no profile {asked:?}; there are {}", known_profiles())]
    UnknownProfile {
        /// What was asked for.
        asked: String,
    },
    /// A certificate cannot be made.
    #[error("a certificate cannot be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// A TLS server cannot be made.
    #[error("a TLS server cannot be made: {0}")]
    Tls(#[from] rustls::Error),
}

fn known_profiles() -> String {
    profiles().iter().map(|profile| profile.name.as_str()).collect::<Vec<_>>().join(", ")
}
