//! The one door through which payloads enter and leave the database.
//!
//! Whatever says what somebody looked at (targets, observations, bodies, verdicts, requests, the rows of
//! the journal) is sealed on its way in and opened on its way out. Without a vault the seal is plain; with
//! one it is AES-256-GCM. The first byte of a payload says which, so locked rows stand beside plain ones.
//!
//! Not sealed is what queries look at: times, networks, the names of nettests, ids, sums; nor settings,
//! which must say nothing of what was measured. How many rows there are, and how long, shows too.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use arna_model::BlobId;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Okm, Salt};
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::vault::{Key, no_entropy};
use crate::run::LedgerError;

/// How payloads are written.
#[derive(Clone, Debug)]
pub(super) enum Seal {
    /// Readable by anybody who has the file.
    Plain,
    /// Readable only with a vault's key. Opens plain payloads too: they were there before the vault.
    Locked(Arc<Keys>),
}

/// What is derived from a vault's key: one key for each use.
pub(super) struct Keys {
    sealing: LessSafeKey,
    naming: hmac::Key,
    random: SystemRandom,
}

impl Seal {
    /// The seal of a vault's key.
    pub(super) fn locked(key: &Key) -> Self {
        let secret = Salt::new(HKDF_SHA256, FORMAT).extract(key.bytes());
        fn derived<L: KeyType, K>(secret: &ring::hkdf::Prk, what: &[u8], length: L) -> K
        where
            K: for<'a> From<Okm<'a, L>>,
        {
            secret.expand(&[what], length).expect("no key is longer than HKDF's most").into()
        }
        let sealing: UnboundKey = derived(&secret, b"seal", &AES_256_GCM);
        Self::Locked(Arc::new(Keys {
            sealing: LessSafeKey::new(sealing),
            naming: derived(&secret, b"name", hmac::HMAC_SHA256),
            random: SystemRandom::new(),
        }))
    }

    /// Seals bytes.
    pub(super) fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, LedgerError> {
        match self {
            Self::Plain => Ok([&[PLAIN], plain].concat()),
            Self::Locked(keys) => keys.seal(plain),
        }
    }

    /// Opens what [`Seal::seal`] made, by this seal or a plain one. `Locked` payloads are `Keyless` to a
    /// plain seal.
    pub(super) fn open<'a>(&self, sealed: &'a [u8]) -> Result<Cow<'a, [u8]>, LedgerError> {
        match (sealed.split_first(), self) {
            (Some((&PLAIN, plain)), _) => Ok(plain.into()),
            (Some((&LOCKED, rest)), Self::Locked(keys)) => Ok(keys.open(rest)?.into()),
            (Some((&LOCKED, _)), Self::Plain) => Err(LedgerError::Keyless),
            _ => Err(LedgerError::Damaged("a payload with an unknown seal".into())),
        }
    }

    /// Seals a value as JSON.
    pub(super) fn seal_json<T: Serialize>(&self, value: &T) -> Result<Vec<u8>, LedgerError> {
        // serde's messages may quote the value: they stay out of ours, here and below.
        let json = serde_json::to_vec(value)
            .map_err(|_| LedgerError::Other("a value that cannot be written as JSON".into()))?;
        self.seal(&json)
    }

    /// Opens what [`Seal::seal_json`] made.
    pub(super) fn open_json<T: DeserializeOwned>(&self, sealed: &[u8]) -> Result<T, LedgerError> {
        json(&self.open(sealed)?)
    }

    /// The name that a blob is stored under. A hash of a known page tells that the page was kept, so a
    /// locked store has names of its own.
    pub(super) fn name<'a>(&self, id: &'a BlobId) -> Cow<'a, str> {
        match self {
            Self::Plain => id.as_str().into(),
            Self::Locked(keys) => {
                let tag = hmac::sign(&keys.naming, id.as_str().as_bytes());
                tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
            }
        }
    }
}

impl Keys {
    fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, LedgerError> {
        // Drawn anew for each payload: of 2^32 payloads two would share one with a chance of 2^-33.
        let mut nonce = [0; NONCE_LEN];
        self.random.fill(&mut nonce).map_err(|_| no_entropy())?;
        let mut sealed = [&[LOCKED][..], &nonce, plain].concat();
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self
            .sealing
            .seal_in_place_separate_tag(nonce, Aad::from(FORMAT), &mut sealed[1 + NONCE_LEN..])
            .map_err(|_| LedgerError::Other("a payload that is too long to seal".into()))?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    fn open(&self, rest: &[u8]) -> Result<Vec<u8>, LedgerError> {
        let unfit = || LedgerError::Damaged("a payload that its key does not open".into());
        let (nonce, sealed) = rest.split_at_checked(NONCE_LEN).ok_or_else(unfit)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| unfit())?;
        let mut plain = sealed.to_vec();
        let opened = self.sealing.open_in_place(nonce, Aad::from(FORMAT), &mut plain);
        let length = opened.map_err(|_| unfit())?.len();
        plain.truncate(length);
        Ok(plain)
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}

/// A value from its JSON.
pub(super) fn json<T: DeserializeOwned>(opened: &[u8]) -> Result<T, LedgerError> {
    serde_json::from_slice(opened)
        .map_err(|_| LedgerError::Damaged("a payload that does not make sense".into()))
}

/// First byte of a plain payload.
const PLAIN: u8 = 1;
/// First byte of a locked one: then the nonce, the ciphertext and the tag.
const LOCKED: u8 = 2;
/// Bound into every locked payload and every derived key; another format has another text.
const FORMAT: &[u8] = b"arna store, payloads of kind 2";

#[cfg(test)]
mod tests {
    use super::*;

    fn locked(byte: u8) -> Seal {
        Seal::locked(&Key::new([byte; 32]))
    }

    #[test]
    fn what_is_sealed_opens() {
        for seal in [Seal::Plain, locked(1)] {
            for plain in [&b""[..], b"\x00\x01", b"text"] {
                let sealed = seal.seal(plain).expect("seals");
                assert_eq!(*seal.open(&sealed).expect("opens"), *plain);
                // Locked stores hold what was there before the vault.
                let sealed = Seal::Plain.seal(plain).expect("seals");
                assert_eq!(*seal.open(&sealed).expect("opens"), *plain);
            }
        }
    }

    #[test]
    fn what_is_locked_shows_neither_its_text_nor_that_it_repeats() {
        let (seal, text) = (locked(1), b"https://site.example/");
        let (one, other) = (seal.seal(text).expect("seals"), seal.seal(text).expect("seals"));
        assert_ne!(one[1..1 + NONCE_LEN], other[1..1 + NONCE_LEN]);
        assert_ne!(one[1 + NONCE_LEN..], other[1 + NONCE_LEN..]);
        assert!(!one.windows(8).any(|some| text.windows(8).any(|of| of == some)));
        assert_eq!(one.len(), 1 + NONCE_LEN + text.len() + AES_256_GCM.tag_len());
    }

    #[test]
    fn no_byte_of_what_is_locked_can_be_changed() {
        let seal = locked(1);
        let sealed = seal.seal(b"text").expect("seals");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 0x80;
            assert!(matches!(seal.open(&changed), Err(LedgerError::Damaged(_))), "{at}");
            assert!(matches!(seal.open(&sealed[..at]), Err(LedgerError::Damaged(_))), "{at}");
        }
    }

    #[test]
    fn another_key_opens_nothing_and_none_says_so() {
        let sealed = locked(1).seal(b"text").expect("seals");
        assert!(matches!(locked(2).open(&sealed), Err(LedgerError::Damaged(_))));
        assert!(matches!(Seal::Plain.open(&sealed), Err(LedgerError::Keyless)));
    }

    #[test]
    fn a_locked_name_is_its_keys_own() {
        let id = BlobId::new("00");
        assert_eq!(Seal::Plain.name(&id), "00");
        assert_eq!(locked(1).name(&id), locked(1).name(&id));
        assert_ne!(locked(1).name(&id), locked(2).name(&id));
        assert_ne!(locked(1).name(&id), locked(1).name(&BlobId::new("01")));
        assert_eq!(locked(1).name(&id).len(), 64);
    }

    #[test]
    fn an_unknown_seal_is_no_payload() {
        for seal in [Seal::Plain, locked(1)] {
            for sealed in [&b""[..], b"\x03later"] {
                assert!(matches!(seal.open(sealed), Err(LedgerError::Damaged(_))));
            }
        }
    }

    #[test]
    fn keys_show_no_byte() {
        assert_eq!(format!("{:?}", locked(1)), "Locked(Keys(..))");
    }
}
