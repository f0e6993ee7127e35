//! What the test helper saw from outside, in our words.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

use crate::{Certificate, Failure, Tags};

/// A helper's answer about one target (WIRE: OONI's `oohelperd` response, failures translated).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ControlAnswer {
    /// Addresses that the helper's resolver gives.
    pub dns_addresses: Vec<IpAddr>,
    /// Why it gives none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dns_failure: Option<Failure>,
    /// TCP per endpoint: `None` is success.
    #[serde(with = "endpoints")]
    pub tcp: BTreeMap<SocketAddr, Option<Failure>>,
    /// TLS per endpoint.
    pub tls: BTreeMap<SocketAddr, ControlTls>,
    /// The page, when HTTP was asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub http: Option<ControlHttp>,
    /// What the helper knows of each address.
    pub addresses: BTreeMap<IpAddr, AddressFacts>,
}

/// An endpoint that works is an empty object in data, like one under `tls`: never a null.
mod endpoints {
    use super::{BTreeMap, Deserialize, Failure, Serialize, SocketAddr};
    use serde::{Deserializer, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Tcp<F> {
        #[serde(skip_serializing_if = "Option::is_none", default = "Option::default")]
        failure: Option<F>,
    }

    pub(super) fn serialize<S: Serializer>(
        tcp: &BTreeMap<SocketAddr, Option<Failure>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let tcp =
            tcp.iter().map(|(endpoint, failure)| (endpoint, Tcp { failure: failure.as_ref() }));
        serializer.collect_map(tcp)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<SocketAddr, Option<Failure>>, D::Error> {
        let tcp = BTreeMap::<SocketAddr, Tcp<Failure>>::deserialize(deserializer)?;
        Ok(tcp.into_iter().map(|(endpoint, tcp)| (endpoint, tcp.failure)).collect())
    }
}

/// A TLS handshake seen from the helper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlTls {
    /// The name that it sent.
    pub server_name: String,
    /// `None`: the chain verified for the name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub failure: Option<Failure>,
    /// The chain as presented, where it was refused and the helper tells.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub chain: Vec<Certificate>,
}

/// A page seen from the helper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ControlHttp {
    /// Status of the last answer, when one came.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<u16>,
    /// Why none came.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub failure: Option<Failure>,
    /// Title, as the helper read it.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub title: String,
    /// Bytes of body, when known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub body_length: Option<u64>,
    /// Its `Content-Type`, where the helper tells.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub content_type: Option<String>,
    /// Bytes of body that the server announced, where it sends none of them in another coding.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub content_length: Option<u64>,
    /// How often the page opens each element, where the helper tells.
    #[serde(skip_serializing_if = "Tags::is_empty", default)]
    pub tags: Tags,
}

/// What the helper knows of an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressFacts {
    /// Autonomous system, 0 when unknown.
    pub asn: u32,
    /// Cannot be a public server's address.
    pub is_bogon: bool,
    /// TLS for the target's name verified there.
    pub is_valid_for_name: bool,
}
