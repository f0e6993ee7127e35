//! What a phone says of its radio.

use serde::{Deserialize, Serialize};

/// What the phone knows of its radio. Absent fields are not reported by the platform.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RadioSample {
    /// Technology in use.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub technology: Option<Technology>,
    /// MCC and MNC of the network.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operator: Option<String>,
    /// Which of the cells that were seen in this run serves: 0 for the first, 1 for the next new one. Never what
    /// it is called.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cell: Option<u32>,
    /// Signal power (RSRP for LTE and 5G, RSCP for 3G, RSSI for 2G), dBm, -140 to -40.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signal_dbm: Option<i16>,
    /// Which of the phone's addresses in this run is in use: 0 for the first that was seen, 1 for the next new
    /// one. Never the address itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub address: Option<u32>,
}

/// Radio technology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Technology {
    /// GPRS, EDGE.
    #[serde(rename = "2g")]
    TwoG,
    /// UMTS, HSPA.
    #[serde(rename = "3g")]
    ThreeG,
    /// LTE.
    Lte,
    /// 5G.
    Nr,
    /// Wi-Fi.
    Wifi,
    /// A cable.
    Wired,
}

impl Technology {
    /// The spelling in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TwoG => "2g",
            Self::ThreeG => "3g",
            Self::Lte => "lte",
            Self::Nr => "nr",
            Self::Wifi => "wifi",
            Self::Wired => "wired",
        }
    }
}
