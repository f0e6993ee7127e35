//! A public resolver over HTTPS: what nobody on the path can answer for.

use std::net::{IpAddr, SocketAddr};

use url::Url;

use super::Family;
use crate::Net;

/// A resolver that is asked over HTTPS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecureResolver {
    address: SocketAddr,
    url: Url,
}

impl SecureResolver {
    /// The resolver at an address, under the name on its certificate; `None`: that is no host name.
    pub fn new(address: IpAddr, name: &str) -> Option<Self> {
        let url = Url::parse(&format!("https://{name}/dns-query")).ok()?;
        let is_name = url.host_str().is_some_and(|host| host.eq_ignore_ascii_case(name));
        is_name.then(|| Self { address: SocketAddr::new(address, HTTPS), url })
    }

    /// Its A records for a name; empty where there is no answer. The tape has it, with what carried it.
    pub async fn resolve(&self, net: &Net, name: &str) -> Vec<IpAddr> {
        let seen = net.resolve_doh(name, Family::V4, self.address, &self.url).await;
        seen.ok().unwrap_or_default()
    }
}

const HTTPS: u16 = 443;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolver_has_a_name_and_its_usual_port() {
        let secure = SecureResolver::new([9, 9, 9, 9].into(), "dns.quad9.net").expect("a name");
        assert_eq!(secure.address, ([9, 9, 9, 9], 443).into());
        assert_eq!(secure.url.as_str(), "https://dns.quad9.net/dns-query");
        for bad in ["", "a b", "dns.example/elsewhere?", "user@dns.example", "dns.example:8443"] {
            assert_eq!(SecureResolver::new([9, 9, 9, 9].into(), bad), None, "{bad}");
        }
    }
}
