//! Where smoltcp's interface ends: one packet in, any number out.

use smoltcp::phy::{Checksum, Device, DeviceCapabilities, Medium, RxToken, TxToken};
use smoltcp::time::Instant;

use super::timestamps;

/// The interface's two ends.
#[derive(Default)]
pub struct Cable {
    pub incoming: Option<Vec<u8>>,
    pub outgoing: Vec<Vec<u8>>,
}

impl Device for Cable {
    type RxToken<'a> = Incoming;
    type TxToken<'a> = Outgoing<'a>;

    fn receive(&mut self, _now: Instant) -> Option<(Incoming, Outgoing<'_>)> {
        let packet = self.incoming.take()?;
        Some((Incoming(packet), Outgoing(&mut self.outgoing)))
    }

    fn transmit(&mut self, _now: Instant) -> Option<Outgoing<'_>> {
        Some(Outgoing(&mut self.outgoing))
    }

    fn capabilities(&self) -> DeviceCapabilities {
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ip;
        capabilities.max_transmission_unit = MTU;
        // TCP's is filled in with the timestamps.
        capabilities.checksum.tcp = Checksum::Rx;
        capabilities
    }
}

pub struct Incoming(Vec<u8>);

impl RxToken for Incoming {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, read: F) -> R {
        read(&self.0)
    }
}

pub struct Outgoing<'a>(&'a mut Vec<Vec<u8>>);

impl TxToken for Outgoing<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(self, length: usize, write: F) -> R {
        let mut packet = Vec::with_capacity(length + timestamps::LENGTH);
        packet.resize(length, 0);
        let result = write(&mut packet);
        self.0.push(packet);
        result
    }
}

/// With the timestamps 1500 bytes: segments of 1448 bytes over IPv4 and of 1428 over IPv6.
const MTU: usize = 1500 - timestamps::LENGTH;
