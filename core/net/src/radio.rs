//! What can be known of the phone's place in the network without a byte on the air.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use arna_model::{Bytes, Event, RadioSample};

use crate::{Net, classify};

/// The phone's addresses in the order in which they were seen. Only their numbers leave this file.
#[derive(Debug, Default)]
pub(crate) struct Addresses(Mutex<Vec<IpAddr>>);

impl Addresses {
    fn number(&self, address: IpAddr) -> u32 {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = seen.iter().position(|known| *known == address).unwrap_or_else(|| {
            seen.push(address);
            seen.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}

impl Net {
    /// Records from which of the phone's addresses `peer` would be spoken to now. Nothing is sent.
    pub async fn sample_radio(&self, peer: SocketAddr) {
        let t0 = self.now();
        let (address, failure) = match self.wire().datagrams(peer).await {
            Ok(socket) => (Some(self.addresses().number(socket.local().ip())), None),
            Err(error) => (None, Some(classify::io_failure(&error))),
        };
        let sample = RadioSample { address, ..RadioSample::default() };
        self.record(t0, Event::Radio(sample), failure, Bytes::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_numbered_as_they_come_and_keep_their_numbers() {
        let addresses = Addresses::default();
        let numbers = ["10.0.0.1", "10.0.0.2", "10.0.0.1", "2001:db8::1", "10.0.0.2"]
            .map(|text| addresses.number(text.parse().expect("an address")));
        assert_eq!(numbers, [0, 1, 0, 2, 1]);
    }
}
