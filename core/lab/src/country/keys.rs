//! The keys of the lab's certificates: from the seed, or fresh ones that every program knows.
//!
//! In virtual time keys are Ed25519, made from the seed: signatures of constant length, and everything a
//! pure function of (seed, name). Real programs get ECDSA on P-256, which all of them know; such a key
//! cannot be made from a seed here, so each is made once and kept.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use arna_net::Entropy;
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ED25519, SanType};
use rustls::pki_types::PrivatePkcs8KeyDer;

/// Where the keys come from.
pub(super) struct Keys {
    /// For all that is not a key, too.
    pub(super) seed: u64,
    /// Those made so far, by label; `None`: they come from the seed.
    fresh: Option<Mutex<BTreeMap<String, Vec<u8>>>>,
}

impl Keys {
    /// Made from the seed.
    pub(super) fn seeded(seed: u64) -> Self {
        Self { seed, fresh: None }
    }

    /// Made by chance, each once, for real programs.
    pub(super) fn fresh(seed: u64) -> Self {
        Self { seed, fresh: Some(Mutex::default()) }
    }

    /// Whether they are for real programs.
    pub(super) fn are_fresh(&self) -> bool {
        self.fresh.is_some()
    }

    /// The key with this label.
    pub(super) fn pair(&self, label: &str) -> Result<KeyPair, rcgen::Error> {
        let algorithm = if self.fresh.is_some() { &PKCS_ECDSA_P256_SHA256 } else { &PKCS_ED25519 };
        KeyPair::from_pkcs8_der_and_sign_algo(&self.pkcs8(label)?, algorithm)
    }

    /// The same, as PKCS #8.
    pub(super) fn pkcs8(&self, label: &str) -> Result<PrivatePkcs8KeyDer<'static>, rcgen::Error> {
        let Some(fresh) = &self.fresh else { return Ok(seeded(self.seed, label)) };
        let mut made = fresh.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(der) = made.get(label) {
            return Ok(der.clone().into());
        }
        let der = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?.serialize_der();
        made.insert(label.to_owned(), der.clone());
        Ok(der.into())
    }

    /// The names on a certificate for `host`: real programs get the one with `www.` too.
    pub(super) fn names(&self, host: &str, has_www: bool) -> Result<Vec<SanType>, rcgen::Error> {
        let mut names = vec![SanType::DnsName(host.to_owned().try_into()?)];
        if (has_www || self.fresh.is_some()) && !host.starts_with("www.") {
            names.push(SanType::DnsName(format!("www.{host}").try_into()?));
        }
        Ok(names)
    }
}

/// RFC 8410: a fixed head, then the key's 32 bytes.
fn seeded(seed: u64, label: &str) -> PrivatePkcs8KeyDer<'static> {
    let mut der = vec![
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    let mut secret = [0; 32];
    Entropy::labelled(seed, &format!("{label}/key")).fill(&mut secret);
    der.extend(secret);
    der.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_for_each_label() {
        for keys in [Keys::seeded(7), Keys::fresh(7)] {
            let key = |label| keys.pkcs8(label).expect("a key").secret_pkcs8_der().to_vec();
            assert_eq!(key("one"), key("one"));
            assert_ne!(key("one"), key("two"));
            assert!(keys.pair("one").is_ok());
        }
    }

    #[test]
    fn the_name_with_www_is_for_who_asks_and_for_real_programs() {
        let count = |keys: Keys, host| keys.names(host, false).expect("names").len();
        assert_eq!(Keys::seeded(1).names("a.example", true).expect("names").len(), 2);
        assert_eq!(count(Keys::seeded(1), "a.example"), 1);
        assert_eq!(count(Keys::fresh(1), "a.example"), 2);
        assert_eq!(count(Keys::fresh(1), "www.a.example"), 1);
    }
}
