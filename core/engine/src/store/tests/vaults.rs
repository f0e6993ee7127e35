//! A vault for tests.

use std::sync::{Arc, Mutex};

use crate::store::{Key, Vault, VaultError};

/// A vault in memory: clones are one.
#[derive(Clone, Default)]
pub(super) struct Pocket {
    inside: Arc<Mutex<Inside>>,
}

#[derive(Default)]
struct Inside {
    key: Option<Key>,
    is_shut: bool,
    is_full: bool,
    is_stubborn: bool,
}

impl Pocket {
    /// One that has this key.
    pub(super) fn with(key: [u8; 32]) -> Self {
        let pocket = Self::default();
        pocket.change(|inside| inside.key = Some(Key::new(key)));
        pocket
    }

    /// The key in it.
    pub(super) fn bytes(&self) -> Option<[u8; 32]> {
        self.inside.lock().expect("sound").key.as_ref().map(|key| *key.bytes())
    }

    /// Its key gets lost.
    pub(super) fn lose(&self) {
        self.change(|inside| inside.key = None);
    }

    /// Nothing can be had from it, as before a phone's first unlock.
    pub(super) fn shut(&self, is_shut: bool) {
        self.change(|inside| inside.is_shut = is_shut);
    }

    /// It keeps no key.
    pub(super) fn fill(&self, is_full: bool) {
        self.change(|inside| inside.is_full = is_full);
    }

    /// It forgets no key.
    pub(super) fn is_stubborn(&self, is_stubborn: bool) {
        self.change(|inside| inside.is_stubborn = is_stubborn);
    }

    fn change(&self, change: impl FnOnce(&mut Inside)) {
        change(&mut self.inside.lock().expect("sound"));
    }

    fn unless(&self, is: impl FnOnce(&Inside) -> bool) -> Result<(), VaultError> {
        let inside = self.inside.lock().expect("sound");
        if inside.is_shut || is(&inside) { Err(VaultError("no".into())) } else { Ok(()) }
    }
}

impl Vault for Pocket {
    fn key(&self) -> Result<Option<Key>, VaultError> {
        self.unless(|_| false)?;
        Ok(self.inside.lock().expect("sound").key.clone())
    }

    fn keep(&self, key: &Key) -> Result<(), VaultError> {
        self.unless(|inside| inside.is_full)?;
        self.change(|inside| inside.key = Some(key.clone()));
        Ok(())
    }

    fn forget(&self) -> Result<(), VaultError> {
        self.unless(|inside| inside.is_stubborn)?;
        self.lose();
        Ok(())
    }
}

/// Some key.
pub(super) const KEY: [u8; 32] = [7; 32];
