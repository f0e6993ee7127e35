//! Entropy from the Wire, forked by label.
//!
//! Ids, orders, ports and key shares all come from here, so that in the lab one seed gives one history.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use ring::digest::{Context, SHA256};

/// A source of random bytes for one purpose.
#[derive(Clone, Debug)]
pub struct Entropy(ChaCha12Rng);

impl Entropy {
    /// From 32 bytes of the operating system.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(ChaCha12Rng::from_seed(seed))
    }

    /// From a seed and a label: the same pair always gives the same bytes.
    pub fn labelled(seed: u64, label: &str) -> Self {
        let mut hash = Context::new(&SHA256);
        hash.update(&seed.to_le_bytes());
        hash.update(label.as_bytes());
        let digest = hash.finish();
        Self::from_seed(digest.as_ref().try_into().expect("SHA-256 has 32 bytes"))
    }

    /// Fills `bytes`.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }

    /// A random 64-bit number.
    pub fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number below `bound`, which must not be 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        // Multiply-shift: the bias is under bound / 2^64.
        ((u128::from(self.next_u64()) * u128::from(bound)) >> 64) as u64
    }

    /// A number from 0 up to, but not including, 1.
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Shuffles in place.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }

    /// 16 hexadecimal digits, for an id.
    pub fn id(&mut self) -> String {
        format!("{:016x}", self.next_u64())
    }
}
