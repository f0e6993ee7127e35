//! Public resolvers that everybody knows.

use std::net::IpAddr;

/// The name of a public resolver under which it answers over HTTPS (RFC 8484, path `/dns-query`), by its
/// address; `None`: not a known one.
pub fn resolver_name(address: IpAddr) -> Option<&'static str> {
    let known = KNOWN.iter().find(|(_, addresses)| {
        addresses.iter().any(|one| one.parse::<IpAddr>() == Ok(address.to_canonical()))
    });
    known.map(|(name, _)| *name)
}

/// As their operators publish them.
const KNOWN: [(&str, [&str; 4]); 3] = [
    ("dns.google", ["8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844"]),
    ("cloudflare-dns.com", ["1.1.1.1", "1.0.0.1", "2606:4700:4700::1111", "2606:4700:4700::1001"]),
    ("dns.quad9.net", ["9.9.9.9", "149.112.112.112", "2620:fe::fe", "2620:fe::9"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_one_and_strangers_have_no_name() {
        for (name, addresses) in KNOWN {
            for address in addresses {
                assert_eq!(resolver_name(address.parse().expect(address)), Some(name));
            }
        }
        assert_eq!(resolver_name([9, 9, 9, 10].into()), None);
    }
}
