//! The words on the wire: OONI's `oohelperd` request and response, field for field.
//!
//! A Go program on the other side writes `null` for an empty list, so every list and map of a request
//! may be missing or null.

use std::collections::BTreeMap;

use arna_model::Certificate;
use serde::{Deserialize, Deserializer, Serialize};

/// What a phone asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The target's URL.
    pub http_request: String,
    /// Header lines for fetching it; of these `Accept`, `Accept-Language` and `User-Agent` are used.
    #[serde(default, deserialize_with = "or_default")]
    pub http_request_headers: BTreeMap<String, Vec<String>>,
    /// Endpoints that the phone's resolvers gave.
    #[serde(default, deserialize_with = "or_default")]
    pub tcp_connect: Vec<String>,
    /// Whether to try QUIC too; not done yet.
    #[serde(default, deserialize_with = "or_default")]
    pub x_quic_enabled: bool,
    /// Ours: leave the page's headers out of the response, which may be larger than all the rest.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_false")]
    pub x_arna_brief: bool,
}

/// What the helper saw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// TCP per endpoint.
    pub tcp_connect: BTreeMap<String, TcpResult>,
    /// TLS per endpoint.
    pub tls_handshake: BTreeMap<String, TlsResult>,
    /// QUIC per endpoint: nothing yet.
    pub quic_handshake: BTreeMap<String, TlsResult>,
    /// The page.
    pub http_request: HttpResult,
    /// The page over HTTP/3: nothing yet.
    pub http3_request: Option<HttpResult>,
    /// The name's addresses.
    pub dns: DnsResult,
    /// What is known of each address.
    pub ip_info: BTreeMap<String, IpInfo>,
}

/// A TCP connect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TcpResult {
    /// Whether it worked.
    pub status: bool,
    /// Why not, in the older vocabulary.
    pub failure: Option<String>,
}

/// A TLS handshake.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsResult {
    /// The name sent.
    pub server_name: String,
    /// Whether it worked and the chain verified.
    pub status: bool,
    /// Why not, in the modern vocabulary.
    pub failure: Option<String>,
    /// Ours: the chain that was refused, as far as it tells whose it is; only where `x_arna_brief` asks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub x_arna_chain: Vec<Certificate>,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpResult {
    /// Bytes of body; -1 without an answer, and where `x_arna_brief` asks about a body that was not read to its end.
    pub body_length: i64,
    /// Where HTTP/3 is offered, or empty.
    #[serde(default)]
    pub discovered_h3_endpoint: String,
    /// Why there is no answer, in the older vocabulary.
    pub failure: Option<String>,
    /// Title, or empty.
    pub title: String,
    /// Headers of the last answer, the first line of each name.
    pub headers: BTreeMap<String, String>,
    /// Status of the last answer; -1 without one.
    pub status_code: i64,
    /// Ours: how often the page opens each element; only where `x_arna_brief` asks about a page in the
    /// clear.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub x_arna_tags: BTreeMap<String, u32>,
}

/// A lookup.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsResult {
    /// Why it failed, in the older vocabulary.
    pub failure: Option<String>,
    /// Addresses.
    pub addrs: Vec<String>,
}

/// What is known of an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IpInfo {
    /// Autonomous system; 0 when unknown.
    pub asn: u32,
    /// Any of the `FLAG_*` constants.
    pub flags: u8,
}

/// The phone's resolvers gave this address.
pub const FLAG_BY_PROBE: u8 = 1;
/// The helper's resolver gave this address.
pub const FLAG_BY_HELPER: u8 = 2;
/// It cannot be a public server's address.
pub const FLAG_BOGON: u8 = 4;
/// TLS for the target's name verified there.
pub const FLAG_VALID: u8 = 8;

/// Ours: the header of a refusal (429) that is not about who asks: `site`, where too many asked for the same one.
pub const REFUSED_ABOUT: &str = "x-arna-about";

impl HttpResult {
    /// No answer came.
    pub fn failed(failure: String) -> Self {
        Self {
            body_length: -1,
            discovered_h3_endpoint: String::new(),
            failure: Some(failure),
            title: String::new(),
            headers: BTreeMap::new(),
            status_code: -1,
            x_arna_tags: BTreeMap::new(),
        }
    }
}

fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

fn is_false(flag: &bool) -> bool {
    !flag
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const REQUEST: &str = r#"{"http_request":"https://www.example.com/",
        "http_request_headers":{"Accept":["*/*"],"Accept-Language":["en-US"],"User-Agent":["..."]},
        "tcp_connect":["93.184.216.34:443","93.184.216.34:80"],
        "x_quic_enabled":false}"#;

    const RESPONSE: &str = r#"{"tcp_connect":{"93.184.216.34:443":{"status":true,"failure":null}},
        "tls_handshake":{"93.184.216.34:443":{"server_name":"www.example.com","status":true,"failure":null}},
        "quic_handshake":{},
        "http_request":{"body_length":1533,"discovered_h3_endpoint":"www.example.com:443","failure":null,
                        "title":"Default Web Page","headers":{"Content-Length":"1533"},"status_code":200},
        "http3_request":null,
        "dns":{"failure":null,"addrs":["93.184.216.34"]},
        "ip_info":{"93.184.216.34":{"asn":15133,"flags":11}}}"#;

    /// JSON without the white space between its tokens, in its own order.
    fn compact(text: &str) -> String {
        let (mut is_quoted, mut compact) = (false, String::new());
        for c in text.chars() {
            is_quoted ^= c == '"';
            if is_quoted || !c.is_whitespace() {
                compact.push(c);
            }
        }
        compact
    }

    #[test]
    fn oonis_request_survives_to_the_letter() {
        let request: Request = serde_json::from_str(REQUEST).unwrap();
        assert_eq!(request.tcp_connect.len(), 2);
        assert_eq!(serde_json::to_string(&request).unwrap(), compact(REQUEST));
    }

    #[test]
    fn oonis_response_survives_to_the_letter() {
        let response: Response = serde_json::from_str(RESPONSE).unwrap();
        assert_eq!(
            response.ip_info["93.184.216.34"].flags,
            FLAG_BY_PROBE | FLAG_BY_HELPER | FLAG_VALID
        );
        assert_eq!(serde_json::to_string(&response).unwrap(), compact(RESPONSE));
    }

    #[test]
    fn what_go_leaves_null_is_empty() {
        let request: Request = serde_json::from_str(
            r#"{"http_request":"http://a.kz/","http_request_headers":null,"tcp_connect":null}"#,
        )
        .unwrap();
        assert_eq!(request, Request { http_request: "http://a.kz/".into(), ..Request::default() });
    }

    #[test]
    fn a_failed_page_looks_as_oonis_does() {
        let failed = serde_json::to_value(HttpResult::failed("unknown_error".into())).unwrap();
        let expected: Value = serde_json::from_str(
            r#"{"body_length":-1,"discovered_h3_endpoint":"","failure":"unknown_error",
                "title":"","headers":{},"status_code":-1}"#,
        )
        .unwrap();
        assert_eq!(failed, expected);
    }
}
