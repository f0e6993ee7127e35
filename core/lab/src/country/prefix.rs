//! A network as a scenario writes it: an address, and how many bits of it count.

use std::fmt;
use std::net::IpAddr;

use serde::de::{self, Unexpected};
use serde::{Deserialize, Deserializer};

/// A network like 5.9.0.0/16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prefix(pub(super) IpAddr, pub(super) u8);

impl<'de> Deserialize<'de> for Prefix {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parsed = text.split_once('/').and_then(|(address, bits)| {
            let address: IpAddr = address.parse().ok()?;
            let most = if address.is_ipv4() { 32 } else { 128 };
            Some(Self(address, bits.parse().ok().filter(|bits| *bits <= most)?))
        });
        parsed.ok_or_else(|| {
            de::Error::invalid_value(Unexpected::Str(&text), &"a network like 5.9.0.0/16")
        })
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0, self.1)
    }
}
