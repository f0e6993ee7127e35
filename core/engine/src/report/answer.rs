//! A helper's words, turned into ours.
//!
//! OONI's `oohelperd` speaks an older failure vocabulary for DNS, TCP and HTTP; one table here
//! translates it. Nothing that a helper says is taken on trust beyond its form: whether it fits what
//! the phone saw is for the judge.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use arna_model::{
    AddressFacts, Certificate, ControlAnswer, ControlHttp, ControlTls, Failure, Tags,
};
use serde::{Deserialize, Deserializer, Serialize};

/// What a helper is asked, as it is sent.
#[derive(Debug, Serialize)]
pub(super) struct Asked<'a> {
    pub(super) http_request: &'a str,
    pub(super) http_request_headers: BTreeMap<&'static str, [&'static str; 1]>,
    pub(super) tcp_connect: Vec<String>,
    pub(super) x_quic_enabled: bool,
    /// A helper of ours leaves the page's headers out then; OONI's ignores it.
    pub(super) x_arna_brief: bool,
}

/// Reads a response.
pub(super) fn parse(body: &[u8]) -> Result<ControlAnswer, Failure> {
    let said: Said = serde_json::from_slice(body).map_err(|_| Failure::JsonParse)?;
    let addresses = said.ip_info.into_iter().filter_map(|(ip, info)| {
        let facts = AddressFacts {
            asn: info.asn,
            is_bogon: info.flags & FLAG_BOGON != 0,
            is_valid_for_name: info.flags & FLAG_VALID != 0,
        };
        Some((ip.parse::<IpAddr>().ok()?, facts))
    });
    let tcp = said.tcp_connect.into_iter().filter_map(|(endpoint, result)| {
        let endpoint = endpoint.parse::<SocketAddr>().ok()?;
        Some((endpoint, failure(result.status, result.failure)))
    });
    let tls = said.tls_handshake.into_iter().filter_map(|(endpoint, result)| {
        let endpoint = endpoint.parse::<SocketAddr>().ok()?;
        let failure = failure(result.status, result.failure);
        let (server_name, chain) = (result.server_name, result.x_arna_chain);
        Some((endpoint, ControlTls { server_name, failure, chain }))
    });
    let dns_addresses = said.dns.addrs.iter().filter_map(|ip| ip.parse().ok()).collect();
    Ok(ControlAnswer {
        dns_addresses,
        dns_failure: said.dns.failure.as_deref().map(translate),
        tcp: tcp.collect(),
        tls: tls.collect(),
        http: said.http_request.map(page),
        addresses: addresses.collect(),
    })
}

fn page(said: SaidPage) -> ControlHttp {
    let header = |wanted: &str| {
        let mut lines = said.headers.iter();
        let (_, value) = lines.find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        value.as_str().filter(|value| value.len() <= LONGEST_HEADER)
    };
    // The length of a body in another coding says nothing of the body.
    let is_plain = header("content-encoding").is_none_or(|it| it.eq_ignore_ascii_case("identity"));
    let length = header("content-length").filter(|_| is_plain);
    // Nor does what was read of it, unless it was undone: then something could be read.
    let is_read = is_plain || !said.title.is_empty() || !said.x_arna_tags.is_empty();
    let read = Some(said.body_length).filter(|_| is_read);
    ControlHttp {
        content_type: header("content-type").map(str::to_owned),
        content_length: length.and_then(|length| length.trim().parse().ok()),
        status: u16::try_from(said.status_code).ok().filter(|status| *status >= 100),
        failure: said.failure.as_deref().map(translate),
        title: said.title,
        body_length: read.and_then(|length| u64::try_from(length).ok()),
        tags: said.x_arna_tags,
    }
}

/// `None` is success; a failure without a word is still a failure.
fn failure(is_success: bool, word: Option<String>) -> Option<Failure> {
    match word {
        Some(word) if !word.is_empty() => Some(translate(&word)),
        _ if is_success => None,
        _ => Some(Failure::Unknown("without a reason".to_owned())),
    }
}

/// The older vocabulary; modern words pass.
fn translate(word: &str) -> Failure {
    match word {
        "dns_name_error" => Failure::DnsNxdomain,
        "dns_server_failure" => Failure::DnsServfail,
        "dns_lookup_error" => Failure::DnsNonRecoverable,
        "connection_refused_error" => Failure::ConnectionRefused,
        "connect_error" => Failure::HostUnreachable,
        "unknown_error" => Failure::Unknown("at the helper".to_owned()),
        modern => match Failure::from(modern) {
            // Whatever text it was, it is not ours to repeat.
            Failure::Unknown(_) => Failure::Unknown("at the helper".to_owned()),
            known => known,
        },
    }
}

#[derive(Deserialize)]
struct Said {
    #[serde(default, deserialize_with = "or_default")]
    tcp_connect: BTreeMap<String, SaidTcp>,
    #[serde(default, deserialize_with = "or_default")]
    tls_handshake: BTreeMap<String, SaidTls>,
    http_request: Option<SaidPage>,
    #[serde(default, deserialize_with = "or_default")]
    dns: SaidDns,
    #[serde(default, deserialize_with = "or_default")]
    ip_info: BTreeMap<String, SaidAddress>,
}

#[derive(Deserialize)]
struct SaidTcp {
    status: bool,
    failure: Option<String>,
}

#[derive(Deserialize)]
struct SaidTls {
    #[serde(default)]
    server_name: String,
    status: bool,
    failure: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    x_arna_chain: Vec<Certificate>,
}

#[derive(Deserialize)]
struct SaidPage {
    #[serde(default)]
    body_length: i64,
    failure: Option<String>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    status_code: i64,
    /// Of whatever form: they are a helper's word on a side matter.
    #[serde(default, deserialize_with = "or_default")]
    headers: BTreeMap<String, serde_json::Value>,
    #[serde(default, deserialize_with = "or_default")]
    x_arna_tags: Tags,
}

#[derive(Default, Deserialize)]
struct SaidDns {
    failure: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    addrs: Vec<String>,
}

#[derive(Deserialize)]
struct SaidAddress {
    #[serde(default)]
    asn: u32,
    #[serde(default)]
    flags: u32,
}

/// Go writes `null` for an empty map or list.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A media type and its charset fit.
const LONGEST_HEADER: usize = 200;
const FLAG_BOGON: u32 = 4;
const FLAG_VALID: u32 = 8;

#[cfg(test)]
mod tests {
    use super::*;

    /// OONI's own example.
    const EXAMPLE: &str = r#"{
        "tcp_connect":{"93.184.216.34:443":{"status":true,"failure":null}},
        "tls_handshake":{"93.184.216.34:443":{"server_name":"www.example.com","status":true,"failure":null}},
        "quic_handshake":{},
        "http_request":{"body_length":1533,"discovered_h3_endpoint":"www.example.com:443","failure":null,
            "title":"Default Web Page","headers":{"Content-Length":"1533","Content-Type":"text/html"},"status_code":200},
        "http3_request":null,
        "dns":{"failure":null,"addrs":["93.184.216.34"]},
        "ip_info":{"93.184.216.34":{"asn":15133,"flags":11}}}"#;

    #[test]
    fn the_example_of_the_protocol_is_read_whole() {
        let answer = parse(EXAMPLE.as_bytes()).expect("it is the example");
        let endpoint: SocketAddr = "93.184.216.34:443".parse().expect("an endpoint");
        assert_eq!(answer.tcp[&endpoint], None);
        assert_eq!(answer.tls[&endpoint].failure, None);
        let page = answer.http.expect("a page");
        assert_eq!((page.status, page.body_length), (Some(200), Some(1533)));
        assert_eq!(
            (page.content_type.as_deref(), page.content_length),
            (Some("text/html"), Some(1533))
        );
        let facts = answer.addresses[&endpoint.ip()];
        assert!(facts.asn == 15133 && facts.is_valid_for_name && !facts.is_bogon);
    }

    #[test]
    fn failures_are_translated_and_foreign_text_is_not_repeated() {
        let said = r#"{"tcp_connect":{"1.2.3.4:443":{"status":false,"failure":"generic_timeout_error"},
            "nonsense":{"status":true,"failure":null},"1.2.3.5:443":{"status":false,"failure":null}},
            "tls_handshake":null,"http_request":{"body_length":-1,"status_code":-1,"headers":{},
            "title":"","failure":"tell Aigerim"},"dns":{"failure":"dns_name_error","addrs":null}}"#;
        let answer = parse(said.as_bytes()).expect("it parses");
        assert_eq!(answer.tcp.len(), 2);
        assert!(answer.tcp.values().all(Option::is_some));
        assert_eq!(answer.dns_failure, Some(Failure::DnsNxdomain));
        let page = answer.http.expect("a page");
        assert_eq!((page.status, page.body_length), (None, None));
        assert_eq!(page.failure, Some(Failure::Unknown("at the helper".into())));
    }

    #[test]
    fn the_length_of_a_coded_body_is_not_the_bodys() {
        let page = |headers: &str| {
            let said = format!(r#"{{"http_request":{{"failure":null,"headers":{headers}}}}}"#);
            parse(said.as_bytes()).expect("it parses").http.expect("a page")
        };
        let coded = r#"{"content-length":"700","Content-Encoding":"br","Content-Type":["x"]}"#;
        assert_eq!((page(coded).content_length, page(coded).content_type), (None, None));
        let read = |title: &str| {
            let said = format!(
                r#"{{"http_request":{{"failure":null,"body_length":700,"title":"{title}",
                    "headers":{{"Content-Encoding":"br"}}}}}}"#
            );
            parse(said.as_bytes()).expect("it parses").http.expect("a page").body_length
        };
        assert_eq!((read(""), read("News")), (None, Some(700)), "what was undone is read");
        let plain = r#"{"content-length":" 700 ","Content-Encoding":"identity"}"#;
        assert_eq!(page(plain).content_length, Some(700));
        assert_eq!(page("null").content_length, None);
    }

    #[test]
    fn garbage_is_named() {
        for garbage in ["", "<html>", "[]", "{\"tcp_connect\":7}", "null"] {
            assert_eq!(parse(garbage.as_bytes()), Err(Failure::JsonParse), "{garbage}");
        }
    }
}
