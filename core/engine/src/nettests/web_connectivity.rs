//! `web_connectivity`: does a web page open, and if not, at which step does it fail?
//!
//! One cheap look (docs/method.md, "One look"): the system's resolver and, beside it, a public one;
//! then TCP, TLS with the whole presented chain, and the first 4 KiB of the answer, while the test
//! helper looks at the same endpoints from outside. The look never accuses.

use std::net::{IpAddr, SocketAddr};

use arna_model::{Failure, Place, Target};
use arna_net::{Carrier, Net};
use async_trait::async_trait;
use url::{Host, Url};

use super::{Abort, InputKind, Nettest, Spec, Surroundings};
use crate::run::Question;

/// The nettest.
pub(super) struct WebConnectivity;

#[async_trait]
impl Nettest for WebConnectivity {
    fn spec(&self) -> Spec {
        Spec {
            name: "web_connectivity",
            version: "0.1.0",
            story: "Whether web pages open, and if not, how they fail",
            input: InputKind::Url,
            usual_bytes: 24_000,
        }
    }

    async fn look(
        &self,
        target: Option<&Target>,
        net: &Net,
        around: &Surroundings<'_>,
    ) -> Result<(), Abort> {
        let target = target.ok_or(Abort::Missing("a URL to look at"))?;
        let page = Page::parse(&target.input)?;
        match page.literal {
            Some(address) => page.look_at(net, around, vec![address], false).await,
            None => page.resolve_and_look(net, around).await,
        }
        Ok(())
    }
}

/// A URL, taken apart once.
struct Page {
    url: Url,
    name: String,
    port: u16,
    is_tls: bool,
    /// The address, where the URL has one instead of a name.
    literal: Option<IpAddr>,
}

impl Page {
    fn parse(input: &str) -> Result<Self, Abort> {
        let bad = |why: String| Abort::BadInput(why);
        let url = Url::parse(input).map_err(|error| bad(format!("not a URL: {error}")))?;
        let is_tls = match url.scheme() {
            "https" => true,
            "http" => false,
            other => return Err(bad(format!("cannot look at {other}: only http and https"))),
        };
        let (name, literal) = match url.host() {
            Some(Host::Domain(name)) => (name.trim_end_matches('.').to_owned(), None),
            Some(Host::Ipv4(ip)) => (ip.to_string(), Some(ip.into())),
            Some(Host::Ipv6(ip)) => (ip.to_string(), Some(ip.into())),
            None => return Err(bad("a URL without a host".to_owned())),
        };
        let port = url.port_or_known_default().unwrap_or(if is_tls { 443 } else { 80 });
        Ok(Self { url, name, port, is_tls, literal })
    }

    async fn resolve_and_look(&self, net: &Net, around: &Surroundings<'_>) {
        let mut system = net.resolve(&self.name).await;
        if system.outcome.as_ref().is_err_and(Failure::is_timeout) {
            // One lost packet is no finding: ask again before anything is made of it.
            system = net.resolve(&self.name).await;
        }
        if let Ok(addresses) = system.outcome {
            return self.look_at(net, around, addresses, true).await;
        }
        // What the user's resolver hides may open all the same.
        let addresses = self.second_opinion(net, around).await;
        self.look_at(net, around, addresses, false).await;
    }

    /// Reaches for the page, asks the helper, and asks the public resolver if that is still to do:
    /// all at once.
    async fn look_at(
        &self,
        net: &Net,
        around: &Surroundings<'_>,
        addresses: Vec<IpAddr>,
        with_second_opinion: bool,
    ) {
        let question = Question {
            url: self.url.to_string(),
            endpoints: addresses.iter().map(|ip| SocketAddr::new(*ip, self.port)).collect(),
        };
        let helper = net.at(Place::Helper);
        let others = async {
            if with_second_opinion { self.second_opinion(net, around).await } else { Vec::new() }
        };
        let (has_opened, others, _) = tokio::join!(
            self.reach(net, &addresses),
            others,
            around.control.ask(&helper, &question)
        );
        if !has_opened && others.iter().all(|ip| !addresses.contains(ip)) {
            // Only the user's own resolver decides whether the site opens; this shows what it hides.
            self.reach(net, &others).await;
        }
    }

    async fn second_opinion(&self, net: &Net, around: &Surroundings<'_>) -> Vec<IpAddr> {
        match around.resolver {
            Some(resolver) if self.is_public_name() => {
                net.resolve_udp(&self.name, resolver).await.ok().unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Whether the rest of the world can have an opinion on the name.
    fn is_public_name(&self) -> bool {
        self.name.contains('.') && !self.name.ends_with(".localhost")
    }

    /// Tries the addresses in order, IPv4 first, until one gives an answer.
    async fn reach(&self, net: &Net, addresses: &[IpAddr]) -> bool {
        let (v4, v6): (Vec<_>, Vec<_>) = addresses.iter().partition(|ip| ip.is_ipv4());
        let is_local = !self.is_public_name() || self.literal.is_some();
        let in_order = v4.into_iter().chain(v6).copied();
        for ip in in_order.filter(|ip| is_local || !is_private(*ip)).take(MOST_ADDRESSES) {
            if self.open(net, SocketAddr::new(ip, self.port)).await {
                return true;
            }
        }
        false
    }

    async fn open(&self, net: &Net, address: SocketAddr) -> bool {
        let Ok(connection) = net.connect(address).await.outcome else { return false };
        let (carrier, limit) = if self.is_tls {
            let Ok(secured) = net.handshake(connection, &self.name).await.outcome else {
                return false;
            };
            (Carrier::Tls(Box::new(secured)), AUTHENTIC_LIMIT)
        } else {
            (Carrier::Plain(connection), CLEARTEXT_LIMIT)
        };
        net.fetch(carrier, &self.url, limit).await.is_success()
    }
}

/// Addresses that no public site can have; dialling them would only cost time. Whether one is a
/// forgery is the judge's business.
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            ip.is_private() || ip.is_loopback() || ip.is_unspecified() || ip.is_link_local()
        }
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unspecified() || ip.is_unicast_link_local(),
    }
}

/// A browser tries more, but each silent one costs ten seconds.
const MOST_ADDRESSES: usize = 2;

/// An answer over verified TLS is the site's own: its head and 4 KiB say enough.
const AUTHENTIC_LIMIT: usize = 4 * 1024;

/// Over cleartext the page itself has to be compared.
const CLEARTEXT_LIMIT: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_parsed_at_the_door() {
        let page = Page::parse("https://www.example.com./a?b=c").expect("a good URL");
        assert_eq!((page.name.as_str(), page.port, page.is_tls), ("www.example.com", 443, true));
        let page = Page::parse("http://[2001:db8::1]:8080/").expect("a good URL");
        assert!(page.literal.is_some_and(|ip| ip.is_ipv6()) && page.port == 8080);
        for bad in ["", "example.com", "ftp://example.com/", "https://", "javascript:alert(1)"] {
            assert!(matches!(Page::parse(bad), Err(Abort::BadInput(_))), "{bad:?} was taken");
        }
    }
}
