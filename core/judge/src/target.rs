//! What the input says: only as much of a URL as judging needs.

use arna_model::{Dossier, Verdict};

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

/// Whether `url` is at the host of `home` or at a name below it: nobody else has a certificate for that.
pub(crate) fn is_at_home(home: &str, url: &str) -> bool {
    let (Some(home), Some(host)) = (host(home), host(url)) else { return false };
    let above = host.strip_suffix(bare(&home));
    above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
}

/// The host that a redirect written as `to` leads to; `None`: it stays where it is.
pub(crate) fn host_of_location(to: &str) -> Option<String> {
    let to = to.trim();
    if to.starts_with("//") { host(&format!("http:{to}")) } else { host(to) }
}

/// The host of a URL in lower case, without user, port, or brackets.
pub(crate) fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    // Else it is a path that has a URL in it.
    let is_scheme =
        scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next().filter(|_| is_scheme)?;
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

/// `verdict`, which is about this host: that is said where it is not the target's own.
pub(crate) fn about(mut verdict: Verdict, dossier: &Dossier, host: Option<String>) -> Verdict {
    let own = Target::of(dossier).host;
    verdict.at = host.filter(|host| !own.is_empty() && *host != own);
    verdict
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
            ("/search?q=http://example.org/", None),
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

    #[test]
    fn home_is_a_name_and_what_lies_below_it() {
        let home = "http://www.example.kz/a";
        for url in ["https://example.kz/", "https://www.example.kz", "https://m.Example.kz:8443/"] {
            assert!(is_at_home(home, url), "{url}");
        }
        for url in ["https://notexample.kz/", "https://kz/", "https://example.kz.other.kz/", "/a"] {
            assert!(!is_at_home(home, url), "{url}");
        }
        assert_eq!(host_of_location(" //Blocked.example/x").as_deref(), Some("blocked.example"));
        assert_eq!(host_of_location("/to?http://blocked.example/"), None);
    }
}
