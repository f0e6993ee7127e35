//! One hop: a URL, taken apart once, and where its answer leads.

use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

use super::Abort;

/// A URL to ask for.
#[derive(Clone, Debug)]
pub(super) struct Hop {
    pub(super) url: Url,
    pub(super) name: String,
    pub(super) port: u16,
    pub(super) is_tls: bool,
    /// The address, where the URL has one instead of a name.
    pub(super) literal: Option<IpAddr>,
}

impl Hop {
    /// Reads an input, as a user would type it or a list gives it. Names of other scripts are taken to
    /// their ASCII form (UTS 46).
    pub(super) fn parse(input: &str) -> Result<Self, Abort> {
        let url =
            Url::parse(input).map_err(|error| Abort::BadInput(format!("not a URL: {error}")))?;
        Self::of(url)
    }

    fn of(mut url: Url) -> Result<Self, Abort> {
        let bad = |why: &str| Err(Abort::BadInput(why.to_owned()));
        let is_tls = match url.scheme() {
            "https" => true,
            "http" => false,
            other => return bad(&format!("cannot look at {other}: only http and https")),
        };
        let (name, literal) = match url.host() {
            Some(Host::Domain(name)) => (name.strip_suffix('.').unwrap_or(name).to_owned(), None),
            Some(Host::Ipv4(ip)) => (ip.to_string(), Some(ip.into())),
            Some(Host::Ipv6(ip)) => (ip.to_string(), Some(ip.into())),
            None => return bad("a URL without a host"),
        };
        if literal.is_none() && !is_name(&name) {
            return bad("no host can have this name");
        }
        if is_tls && !arna_net::is_tls_name(&name) {
            return bad("this name cannot be said in TLS");
        }
        let port = url.port_or_known_default().unwrap_or(if is_tls { 443 } else { 80 });
        // Whoever logs in, and where in a page, is nobody's business here. None of it fails where there is a host.
        url.set_username("").and_then(|()| url.set_password(None)).ok();
        url.set_fragment(None);
        Ok(Self { url, name, port, is_tls, literal })
    }

    /// Where a redirect from here leads; `None`: to no web page.
    pub(super) fn next(&self, location: &str) -> Option<Self> {
        Self::of(self.url.join(location).ok()?).ok()
    }

    /// Whether one connection can serve both.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        (&self.name, self.port, self.is_tls) == (&other.name, other.port, other.is_tls)
    }

    /// Whether the rest of the world can have an opinion on the name.
    pub(super) fn is_public_name(&self) -> bool {
        self.literal.is_none() && self.is_public()
    }

    /// Whether it is on the Internet, by its name or address. Whatever else there is concerns nobody outside.
    pub(super) fn is_public(&self) -> bool {
        !arna_model::is_inside(&self.name)
    }

    /// Endpoints at these addresses.
    pub(super) fn endpoints(&self, addresses: &[IpAddr]) -> Vec<SocketAddr> {
        addresses.iter().map(|ip| SocketAddr::new(*ip, self.port)).collect()
    }

    /// Whether an address is worth dialling: no private one is for a public name (whether it is a forgery is
    /// the judge's business).
    pub(super) fn is_worth_dialling(&self, ip: IpAddr) -> bool {
        !self.is_public_name() || !is_private(ip)
    }
}

/// Whether it can be looked up at all (RFC 1035, section 2.3.4).
fn is_name(name: &str) -> bool {
    name.len() <= 253 && name.split('.').all(|label| (1..=63).contains(&label.len()))
}

/// Addresses that no public site can have; dialling them would only cost time.
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            ip.is_private() || ip.is_loopback() || ip.is_unspecified() || ip.is_link_local()
        }
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unspecified() || ip.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hop(url: &str) -> Hop {
        Hop::parse(url).expect("a good URL")
    }

    #[test]
    fn inputs_are_parsed_at_the_door() {
        let page = hop("https://www.example.com./a?b=c");
        assert_eq!((page.name.as_str(), page.port, page.is_tls), ("www.example.com", 443, true));
        let page = hop("http://[2001:db8::1]:8080/");
        assert!(page.literal.is_some_and(|ip| ip.is_ipv6()) && page.port == 8080);
        assert_eq!(
            hop("https://\u{49b}азақстан.\u{49b}аз/").name,
            "xn--80aaa0a6awh12ed.xn--80ao21a"
        );
        assert_eq!(hop("https://1.2.3.4./").literal, Some([1, 2, 3, 4].into()));
        assert_eq!(hop("http://hyphen-.example/").name, "hyphen-.example");
        assert_eq!(hop("https://under_score.example/").name, "under_score.example");
        let long = format!("http://{}.example/", "x".repeat(64));
        let longer = format!("http://{}example/", "x.".repeat(125));
        for bad in [
            "",
            "example.com",
            "ftp://example.com/",
            "https://",
            "javascript:alert(1)",
            "https://hyphen-.example/",
            "https://-.example/",
            "https://example..com/",
            "https://example.com../",
            &long,
            &longer,
        ] {
            assert!(matches!(Hop::parse(bad), Err(Abort::BadInput(_))), "{bad:?} was taken");
        }
    }

    #[test]
    fn redirects_lead_to_web_pages_only() {
        let next = |to| {
            let next = hop("https://site.example/a/b").next(to);
            next.map(|next| next.url.to_string())
        };
        assert_eq!(next("../c").as_deref(), Some("https://site.example/c"));
        assert_eq!(next("//www.site.example").as_deref(), Some("https://www.site.example/"));
        assert_eq!(next("http://site.example/").as_deref(), Some("http://site.example/"));
        assert_eq!(
            next("https://guest:secret@site.example:8443/a?b#c").as_deref(),
            Some("https://site.example:8443/a?b")
        );
        for to in ["intent://open", "https://", "http://[", "mailto:a@b.example", "data:,x"] {
            assert_eq!(next(to), None, "{to}");
        }
    }

    #[test]
    fn what_stands_at_home_is_not_public() {
        for inside in [
            "http://192.168.1.1/x",
            "http://100.64.0.1/",
            "http://[::1]:8099/",
            "http://[fd00::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://0x7f.1/",
            "http://localhost/",
            "http://router/",
            "https://router.local/",
            "http://nas.fritz.lan./",
            "http://printer.home.arpa/",
        ] {
            assert!(!hop(inside).is_public(), "{inside}");
        }
        for public in ["https://site.example/", "http://5.6.7.8/", "https://local.example/"] {
            assert!(hop(public).is_public(), "{public}");
        }
    }

    #[test]
    fn private_addresses_are_dialled_for_local_names_only() {
        let addresses: [IpAddr; 3] =
            ["10.0.0.1", "2a00::1", "5.6.7.8"].map(|ip| ip.parse().expect("an address"));
        let dialled = |url| {
            let hop = hop(url);
            addresses.iter().filter(|ip| hop.is_worth_dialling(**ip)).count()
        };
        assert_eq!((dialled("https://site.example/"), dialled("http://router/")), (2, 3));
    }
}
