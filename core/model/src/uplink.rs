//! The phone's networks, of which a run goes over one.

use serde::{Deserialize, Serialize};

/// One of the phone's networks as its system tells of it. Absent fields are not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uplink {
    /// What the system calls it: an interface's name, or a network's number.
    pub id: String,
    /// What carries it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<UplinkKind>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operator: Option<String>,
    /// Radio technology, as the platform calls it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub technology: Option<String>,
    /// Whether it is the one that whatever names none goes over.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub is_default: bool,
    /// Whether what passes it is counted and paid for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub is_metered: Option<bool>,
    /// Whether it is abroad.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub is_roaming: Option<bool>,
    /// Whether the system found the Internet behind it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub is_validated: Option<bool>,
    /// Whether it wants a login first.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub has_captive_portal: Option<bool>,
    /// Whether a VPN carries it: then nothing can be said of whoever carries the VPN.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub is_vpn: bool,
    /// Whether the system asks for names over TLS.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub has_private_dns: Option<bool>,
}

/// What carries a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UplinkKind {
    /// A mobile operator's radio.
    Cellular,
    /// A wireless LAN.
    Wifi,
    /// A cable.
    Ethernet,
    /// A tunnel through another one.
    Vpn,
}

impl UplinkKind {
    /// Its name in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cellular => "cellular",
            Self::Wifi => "wifi",
            Self::Ethernet => "ethernet",
            Self::Vpn => "vpn",
        }
    }
}

/// Which network a run is to go over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UplinkChoice {
    /// Whatever the system has for those who name none.
    #[default]
    Default,
    /// The mobile operator's, also while another one is the default.
    Cellular,
    /// The wireless LAN.
    Wifi,
    /// The one that the system calls so.
    Named(String),
}

impl UplinkChoice {
    /// Whether it is the default one.
    pub fn is_default(&self) -> bool {
        *self == Self::Default
    }

    /// Whether this network is meant.
    pub fn is_meant(&self, uplink: &Uplink) -> bool {
        match self {
            Self::Default => uplink.is_default,
            Self::Cellular => uplink.kind == Some(UplinkKind::Cellular),
            Self::Wifi => uplink.kind == Some(UplinkKind::Wifi),
            Self::Named(id) => *id == uplink.id,
        }
    }
}

/// What two verdicts on one target come to, each over a network of its own at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contrast {
    /// The target is the same over both.
    Alike,
    /// It is not: something on the way over one of them makes the difference, or the site treats them differently.
    Differs,
    /// One of them cannot tell, or was not measured.
    Unknown,
}
