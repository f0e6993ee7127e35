//! How far a whole network reaches, whoever is asked for.

use serde::{Deserialize, Serialize};

/// The state of the whole network, as one look at it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkState {
    /// Somebody abroad answers.
    Online,
    /// Nobody answers.
    NoService,
    /// Nobody answers but state services and banks.
    WhitelistShutdown,
    /// The country answers, and nobody abroad.
    InternationalCut,
    /// The network holds everybody until they log in.
    CaptivePortal,
    /// The operator holds the phone until its balance is topped up.
    OutOfCredit,
    /// What was seen does not tell.
    Unknown,
}

impl NetworkState {
    /// Every state.
    pub const ALL: &'static [NetworkState] = &[
        Self::Online,
        Self::NoService,
        Self::WhitelistShutdown,
        Self::InternationalCut,
        Self::CaptivePortal,
        Self::OutOfCredit,
        Self::Unknown,
    ];

    /// How bad it is: of several states in one hour the one with the largest number is shown.
    pub fn severity(self) -> u8 {
        match self {
            Self::Online => 0,
            Self::Unknown => 1,
            Self::CaptivePortal => 2,
            Self::OutOfCredit => 3,
            Self::InternationalCut => 4,
            Self::WhitelistShutdown => 5,
            Self::NoService => 6,
        }
    }

    /// Whether it is a cut: some are let through, and nobody else is.
    pub fn is_shutdown(self) -> bool {
        matches!(self, Self::InternationalCut | Self::WhitelistShutdown)
    }

    /// The spelling in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::NoService => "no_service",
            Self::WhitelistShutdown => "whitelist_shutdown",
            Self::InternationalCut => "international_cut",
            Self::CaptivePortal => "captive_portal",
            Self::OutOfCredit => "out_of_credit",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_spelled_as_data_has_it() {
        for state in NetworkState::ALL {
            let text = serde_json::to_string(state).expect("a word");
            assert_eq!(text, format!("{:?}", state.as_str()));
        }
    }
}
