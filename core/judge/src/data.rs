//! The tables in `judge/data`, parsed once: roots, addresses, blockpages, challenges.
//!
//! They are data so that a root or a page can be added without touching a rule, and they are compiled
//! in, so that judging needs no file. A table that does not parse fails the crate's own tests.

use std::net::IpAddr;
use std::sync::LazyLock;

use serde::Deserialize;

/// Known interception roots.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Roots {
    pub(crate) root: Vec<Root>,
    pub(crate) issuer: Vec<IssuerRule>,
}

/// One root.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Root {
    pub(crate) name: String,
    pub(crate) sha256: String,
    pub(crate) spki_sha256: Option<String>,
}

/// An issuer that is known by the country and one of its names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssuerRule {
    pub(crate) name: String,
    pub(crate) country: String,
    pub(crate) organizations: Vec<String>,
    pub(crate) common_names: Vec<String>,
}

/// Addresses that no public server has, and those that censors answer with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Addresses {
    pub(crate) bogons: Vec<Prefix>,
    pub(crate) own: Vec<Prefix>,
    pub(crate) blocks: Vec<IpAddr>,
}

/// `address/length`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Prefix {
    base: IpAddr,
    length: u32,
}

impl Prefix {
    pub(crate) fn contains(self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                (base.to_bits() ^ address.to_bits()).leading_zeros() >= self.length
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                (base.to_bits() ^ address.to_bits()).leading_zeros() >= self.length
            }
            _ => false,
        }
    }
}

impl TryFrom<String> for Prefix {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let wrong = || format!("{text} is no address/length");
        let (base, length) = text.split_once('/').ok_or_else(wrong)?;
        let base: IpAddr = base.parse().map_err(|_| wrong())?;
        let length: u32 = length.parse().map_err(|_| wrong())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        if length > most { Err(wrong()) } else { Ok(Self { base, length }) }
    }
}

/// Known blockpages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Blockpages {
    pub(crate) blockpage: Vec<Blockpage>,
}

/// One blockpage: where it is, and lower-case pieces of what it says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Blockpage {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) hosts: Vec<String>,
    #[serde(default)]
    pub(crate) titles: Vec<String>,
    #[serde(default)]
    pub(crate) bodies: Vec<String>,
    /// How the source of a frame in it begins.
    #[serde(default)]
    pub(crate) frames: Vec<String>,
}

/// Lower-case pieces of text, by where they are looked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Marks {
    #[serde(default)]
    pub(crate) headers: Vec<String>,
    #[serde(default)]
    pub(crate) titles: Vec<String>,
    #[serde(default)]
    pub(crate) bodies: Vec<String>,
}

/// What a site says when it refuses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Challenges {
    pub(crate) challenge: Marks,
    pub(crate) refusal: Marks,
    /// What asks a visitor for consent before the site is shown.
    pub(crate) consent: Marks,
}

pub(crate) static ROOTS: LazyLock<Roots> =
    LazyLock::new(|| parse(include_bytes!(concat!(env!("OUT_DIR"), "/roots.json"))));
pub(crate) static ADDRESSES: LazyLock<Addresses> =
    LazyLock::new(|| parse(include_bytes!(concat!(env!("OUT_DIR"), "/addresses.json"))));
pub(crate) static BLOCKPAGES: LazyLock<Blockpages> =
    LazyLock::new(|| parse(include_bytes!(concat!(env!("OUT_DIR"), "/blockpages.json"))));
pub(crate) static CHALLENGES: LazyLock<Challenges> =
    LazyLock::new(|| parse(include_bytes!(concat!(env!("OUT_DIR"), "/challenges.json"))));

/// A table of `data`, as `build.rs` makes it.
fn parse<T: for<'de> Deserialize<'de>>(table: &[u8]) -> T {
    serde_json::from_slice(table)
        .expect("compiled in, and every table is parsed by this file's tests")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_parses() {
        assert_eq!(ROOTS.root.len(), 5);
        for root in &ROOTS.root {
            assert!(!root.name.is_empty());
            for hash in [Some(&root.sha256), root.spki_sha256.as_ref()].into_iter().flatten() {
                assert!(hash.len() == 64 && hash.bytes().all(|b| b"0123456789abcdef".contains(&b)));
            }
        }
        assert!(ROOTS.issuer.iter().all(|rule| !rule.name.is_empty() && rule.country.len() == 2));
        assert!(ADDRESSES.bogons.len() > 20 && !ADDRESSES.own.is_empty());
        assert!(ADDRESSES.blocks.len() > 10);
        assert!(BLOCKPAGES.blockpage.iter().all(|page| !page.name.is_empty()));
    }

    /// Texts are compared in lower case, so a piece with a capital would never match; and a short piece
    /// would match too much.
    #[test]
    fn pieces_are_lower_case_and_long_enough() {
        let of = |page: &'static Blockpage| [&page.titles, &page.bodies, &page.frames];
        let pages = BLOCKPAGES.blockpage.iter().flat_map(of).flatten();
        let own = [&CHALLENGES.challenge, &CHALLENGES.refusal, &CHALLENGES.consent].into_iter();
        let own = own.flat_map(|it| it.headers.iter().chain(&it.titles).chain(&it.bodies));
        for piece in pages.chain(own) {
            assert_eq!(piece, &piece.to_lowercase());
            assert!(piece.chars().count() >= 7, "{piece} is too short");
        }
    }

    /// Hosts are compared whole.
    #[test]
    fn hosts_of_blockpages_are_hosts() {
        let hosts = BLOCKPAGES.blockpage.iter().flat_map(|page| &page.hosts);
        for host in hosts {
            let url = format!("http://{host}/");
            assert_eq!(crate::target::host(&url).as_deref(), Some(host.as_str()));
            assert!(host.contains('.'), "{host}");
        }
    }

    #[test]
    fn prefixes_contain_what_they_should() {
        let prefix = Prefix::try_from("100.64.0.0/10".to_owned()).expect("parses");
        assert!(prefix.contains([100, 127, 255, 255].into()));
        assert!(!prefix.contains([100, 128, 0, 0].into()));
        let all = Prefix::try_from("0.0.0.0/0".to_owned()).expect("parses");
        assert!(all.contains([255, 255, 255, 255].into()));
        assert!(Prefix::try_from("1.2.3.4/33".to_owned()).is_err());
        assert!(Prefix::try_from("1.2.3.4".to_owned()).is_err());
    }
}
