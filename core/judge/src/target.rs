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
            Some((scheme, _)) => Self {
                is_https: !scheme.eq_ignore_ascii_case("http"),
                host: host(input).unwrap_or_default(),
            },
            None => Self { is_https: true, host: String::new() },
        }
    }

    /// Whether `url` leads to the same site: the same host, with or without `www.`, or a path on it.
    pub(crate) fn is_same_site(&self, url: &str) -> bool {
        match host(url) {
            Some(host) => bare(&host) == bare(&self.host),
            None => url.starts_with('/') && !url.starts_with("//"),
        }
    }
}

/// The host of a URL in lower case, without user, port, or brackets.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next()?,
        None => host.split(':').next()?,
    };
    (!host.is_empty()).then(|| host.trim_end_matches('.').to_lowercase())
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
}
