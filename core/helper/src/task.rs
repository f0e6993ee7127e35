//! A request that passed the door: parsed once, so that measuring never sees a raw string.

use std::net::{IpAddr, SocketAddr};

use http::header::{ACCEPT, ACCEPT_LANGUAGE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};
use url::{Host, Url};

use crate::Settings;
use crate::protocol::Request;

/// What to measure.
#[derive(Debug)]
pub(crate) struct Task {
    pub(crate) url: Url,
    pub(crate) host: Site,
    pub(crate) headers: HeaderMap,
    /// At most as many as the settings say, each once.
    pub(crate) endpoints: Vec<SocketAddr>,
    pub(crate) is_brief: bool,
}

/// A host of a URL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Site {
    Name(String),
    Address(IpAddr),
}

impl Task {
    /// # Errors
    /// A sentence for whoever wrote the request.
    pub(crate) fn parse(body: &[u8], settings: &Settings) -> Result<Self, &'static str> {
        let request: Request =
            serde_json::from_slice(body).map_err(|_| "The body is not a request in JSON.")?;
        let url = Url::parse(&request.http_request).map_err(|_| "http_request is not a URL.")?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("http_request must begin with http:// or https://.");
        }
        let url = plain(url);
        let host = Site::of(&url).ok_or("http_request has no host.")?;
        let mut endpoints: Vec<SocketAddr> = Vec::new();
        for endpoint in request.tcp_connect.iter().filter_map(|endpoint| endpoint.parse().ok()) {
            if endpoints.len() == settings.max_endpoints {
                break;
            }
            if !endpoints.contains(&endpoint) {
                endpoints.push(endpoint);
            }
        }
        let headers = headers(&request);
        Ok(Self { url, host, headers, endpoints, is_brief: request.x_arna_brief })
    }
}

/// A URL without user, password and fragment: nobody logs in by way of a helper.
pub(crate) fn plain(mut url: Url) -> Url {
    // Neither fails where there is a host.
    url.set_username("").and_then(|()| url.set_password(None)).ok();
    url.set_fragment(None);
    url
}

impl Site {
    pub(crate) fn of(url: &Url) -> Option<Self> {
        Some(match url.host()? {
            Host::Domain(name) => Self::Name(name.trim_end_matches('.').to_owned()),
            Host::Ipv4(address) => Self::Address(address.into()),
            Host::Ipv6(address) => Self::Address(address.into()),
        })
    }

    /// As TLS and DNS want it: without brackets.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Address(address) => address.to_string(),
        }
    }

    /// Whether the name means a machine near the one that asks, whatever a resolver says.
    pub(crate) fn is_local(&self) -> bool {
        let Self::Name(name) = self else {
            return false;
        };
        ["localhost", "local", "internal", "home.arpa"].iter().any(|local| {
            name.strip_suffix(local).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }
}

fn headers(request: &Request) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for name in [USER_AGENT, ACCEPT, ACCEPT_LANGUAGE] {
        let asked = value_of(request, &name);
        let usual = match name {
            USER_AGENT => BROWSER,
            ACCEPT => "*/*",
            _ => "en-US,en;q=0.8",
        };
        headers.insert(name, asked.unwrap_or(HeaderValue::from_static(usual)));
    }
    headers
}

fn value_of(request: &Request, name: &HeaderName) -> Option<HeaderValue> {
    let lines = request.http_request_headers.iter();
    let (_, values) =
        lines.into_iter().find(|(asked, _)| name.as_str().eq_ignore_ascii_case(asked))?;
    let value = values.first().filter(|value| value.len() <= MAX_VALUE)?;
    HeaderValue::from_str(value).ok()
}

/// What a phone's browser says, for requests that say nothing.
const BROWSER: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";

const MAX_VALUE: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(body: &str) -> Result<Task, &'static str> {
        Task::parse(body.as_bytes(), &Settings::default())
    }

    #[test]
    fn only_the_web_is_measured() {
        for body in [
            "",
            "{",
            "[]",
            "null",
            "7",
            "{}",
            r#"{"http_request":7}"#,
            r#"{"http_request":""}"#,
            r#"{"http_request":"file:///etc/passwd"}"#,
            r#"{"http_request":"gopher://a.kz/"}"#,
            r#"{"http_request":"http://"}"#,
            r#"{"http_request":"http://a.kz/","tcp_connect":{}}"#,
        ] {
            assert!(parse(body).is_err(), "{body}");
        }
    }

    #[test]
    fn nobody_logs_in_by_way_of_a_helper() {
        let task = parse(r#"{"http_request":"http://guest:secret@a.kz/b#c"}"#).unwrap();
        assert_eq!(task.url.as_str(), "http://a.kz/b");
    }

    #[test]
    fn a_crowd_of_endpoints_becomes_a_few() {
        let crowd: Vec<String> =
            (0..2000).map(|n| format!("\"9.9.{}.{}:443\"", n / 250, n % 250)).collect();
        let body =
            format!(r#"{{"http_request":"http://a.kz/","tcp_connect":[{}]}}"#, crowd.join(","));
        assert_eq!(parse(&body).unwrap().endpoints.len(), Settings::default().max_endpoints);
        let odd = r#"{"http_request":"http://a.kz/","tcp_connect":["a.kz:80","9.9.9.9:80","9.9.9.9:80","x"]}"#;
        assert_eq!(parse(odd).unwrap().endpoints, ["9.9.9.9:80".parse().unwrap()]);
    }

    #[test]
    fn headers_are_the_three_that_matter() {
        let body = r#"{"http_request":"http://a.kz/","http_request_headers":
            {"user-agent":["Arna"],"Cookie":["a=b"],"Accept":["bad\nline"],"Host":["b.kz"]}}"#;
        let headers = parse(body).unwrap().headers;
        assert_eq!(headers[USER_AGENT], "Arna");
        assert_eq!(headers[ACCEPT], "*/*");
        assert_eq!(headers.len(), 3);
    }

    #[test]
    fn local_names_are_local() {
        let site = |url: &str| Site::of(&Url::parse(url).unwrap()).unwrap();
        for url in ["http://localhost/", "http://a.LOCALHOST./", "http://metadata.google.internal/"]
        {
            assert!(site(url).is_local(), "{url}");
        }
        assert!(!site("http://notlocalhost/").is_local());
        assert_eq!(site("http://[::1]:80/").name(), "::1");
        assert_eq!(site("http://0x7f.1/"), Site::Address([127, 0, 0, 1].into()));
    }
}
