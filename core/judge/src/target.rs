//! What the input says: only as much of a URL as judging needs.

use arna_model::Dossier;

/// The scheme and the host of the target.
pub(crate) struct Target {
    pub(crate) is_https: bool,
    pub(crate) host: String,
}

impl Target {
    /// Reads the dossier's input. An input that is no URL counts as HTTPS without a host, since that
    /// asks for the most before anything is cleared.
    pub(crate) fn of(dossier: &Dossier) -> Self {
        let input = dossier.input.as_deref().unwrap_or_default().trim();
        match input.split_once("://") {
            Some(_) => Self { is_https: is_https(input), host: host(input).unwrap_or_default() },
            None => Self { is_https: true, host: String::new() },
        }
    }
}

/// Whether a URL asks for TLS; whatever is not `http` counts as if it did.
pub(crate) fn is_https(url: &str) -> bool {
    url.split_once("://").is_none_or(|(scheme, _)| !scheme.eq_ignore_ascii_case("http"))
}

/// Whether a URL written at `at` leads to the same site.
pub(crate) fn is_same_site(at: &str, to: &str) -> bool {
    match host(to) {
        Some(to) => host(at).is_some_and(|at| bare(&at) == bare(&to)),
        None => to.starts_with('/') && !to.starts_with("//"),
    }
}

/// The host of a URL in lower case, without user, port, or brackets.
pub(crate) fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next()?,
        None => host.split(':').next()?,
    };
    (!host.is_empty()).then(|| host.trim_end_matches('.').to_lowercase())
}

/// The port that a URL in the clear leads to.
pub(crate) fn cleartext_port(url: &str) -> u16 {
    let rest = url.trim().split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // Behind the brackets of an address of IPv6.
    let host = authority.rsplit('@').next().unwrap_or_default();
    let behind = host.rsplit(']').next().unwrap_or_default();
    let port = behind.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
    port.unwrap_or(80)
}

fn bare(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for (url, wanted) in [
            ("https://Example.ORG/a?b#c", Some("example.org")),
            ("http://user:word@example.org:8080", Some("example.org")),
            ("http://[2001:db8::1]:80/", Some("2001:db8::1")),
            ("https://example.org.", Some("example.org")),
            ("https:///nothing", None),
            ("no url", None),
        ] {
            assert_eq!(host(url).as_deref(), wanted, "{url}");
        }
    }

    #[test]
    fn ports() {
        for (url, port) in [
            ("http://example.org/", 80),
            ("http://example.org:8080/a:1", 8080),
            ("http://user:1@example.org", 80),
            ("http://[2001:db8::1]", 80),
            ("http://[2001:db8::1]:81/", 81),
            ("http://example.org:", 80),
        ] {
            assert_eq!(cleartext_port(url), port, "{url}");
        }
    }
}
