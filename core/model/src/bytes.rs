//! Bytes on the wire, IP headers included: what the user pays for.

use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

/// Bytes sent and received by the phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bytes {
    /// From the phone.
    pub sent: u64,
    /// To the phone.
    pub received: u64,
}

impl Bytes {
    /// Both directions.
    pub fn total(self) -> u64 {
        self.sent.saturating_add(self.received)
    }

    /// Whether nothing was moved.
    pub fn is_zero(&self) -> bool {
        self.total() == 0
    }
}

impl Add for Bytes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            sent: self.sent.saturating_add(other.sent),
            received: self.received.saturating_add(other.received),
        }
    }
}

impl AddAssign for Bytes {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Bytes {
    type Output = Self;
    fn sub(self, earlier: Self) -> Self {
        Self {
            sent: self.sent.saturating_sub(earlier.sent),
            received: self.received.saturating_sub(earlier.received),
        }
    }
}

impl std::iter::Sum for Bytes {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}
