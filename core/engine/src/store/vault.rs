//! Where the key to the store is kept: what a shell hands in, the phone's keychain or keystore behind it.
//!
//! The key never lies beside what it locks: a copy of the files alone says little, and once the vault has
//! forgotten the key, nobody can read what a flash chip may still hold.

use std::fmt;

use ring::rand::{SecureRandom, SystemRandom};
use zeroize::Zeroize;

use crate::run::LedgerError;

/// Keeps the one key of a store. Called off the async threads; it should be quick.
pub trait Vault: Send + Sync + 'static {
    /// The key. `None`: there is none; it was never made, or is lost for good. A store that is locked is
    /// then set aside, so a vault that is not sure gives an error.
    ///
    /// # Errors
    /// It cannot be had now (an iPhone that was not unlocked since it was started).
    fn key(&self) -> Result<Option<Key>, VaultError>;

    /// Keeps a key, in place of the one before, and returns once it would outlive an empty battery:
    /// what is sealed next can be read with nothing else.
    ///
    /// # Errors
    /// It cannot be kept; nothing is sealed with it then.
    fn keep(&self, key: &Key) -> Result<(), VaultError>;

    /// Forgets the key for good. With no key there is nothing to do.
    ///
    /// # Errors
    /// The key may still be there.
    fn forget(&self) -> Result<(), VaultError>;
}

/// Why a vault could not do what it was asked to. The text is for the shell's own log: users are told to
/// unlock the phone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the vault cannot be used now: {0}")]
pub struct VaultError(pub String);

/// A key, wiped from memory when it is dropped.
#[derive(Clone)]
pub struct Key([u8; KEY_BYTES]);

impl Key {
    /// The key of these bytes.
    pub const fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// Its bytes, for a vault that keeps it.
    pub const fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// A new one, from the system's entropy: the Wire's can be that of a lab.
    pub(super) fn fresh() -> Result<Self, LedgerError> {
        let mut key = Self([0; KEY_BYTES]);
        SystemRandom::new().fill(&mut key.0).map_err(|_| no_entropy())?;
        Ok(key)
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// The system has no randomness: nothing can be sealed.
pub(super) fn no_entropy() -> LedgerError {
    LedgerError::Other("the system gives no randomness".into())
}

const KEY_BYTES: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_shows_no_byte() {
        assert_eq!(format!("{:?}", Key::new([7; KEY_BYTES])), "Key(..)");
        assert_eq!(format!("{:?}", Some(Key::new([7; KEY_BYTES]))), "Some(Key(..))");
    }

    #[test]
    fn no_two_keys_are_the_same() {
        let (one, other) = (Key::fresh().expect("a key"), Key::fresh().expect("a key"));
        assert_ne!(one.bytes(), other.bytes());
    }
}
