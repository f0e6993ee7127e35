//! Who looks on at the phone's interface: a fingerprint of everything, and whoever was asked to.

use arna_model::Micros;

use super::hop::Direction;

/// What is told every packet that passes the phone's interface: when, which way, and the packet, IP
/// header first. It runs inside the network and must not use it.
pub type Onlooker = Box<dyn FnMut(Micros, Direction, &[u8]) + Send>;

/// The phone's interface, looked at.
pub struct Tap {
    history: u64,
    onlooker: Option<Onlooker>,
}

impl Tap {
    pub fn new() -> Self {
        Self { history: FNV_OFFSET, onlooker: None }
    }

    /// From now on `onlooker` is told; whoever was before is not any more.
    pub fn set(&mut self, onlooker: Onlooker) {
        self.onlooker = Some(onlooker);
    }

    /// A packet passes.
    pub fn see(&mut self, at: u64, direction: Direction, packet: &[u8]) {
        self.history = fingerprint(self.history, at, packet);
        if let Some(onlooker) = &mut self.onlooker {
            onlooker(Micros(at), direction, packet);
        }
    }

    /// A fingerprint of every packet with its time.
    #[cfg(test)]
    pub fn history(&self) -> u64 {
        self.history
    }
}

/// FNV-1a over the time, the length and the packet's beginning.
fn fingerprint(before: u64, at: u64, packet: &[u8]) -> u64 {
    let length = packet.len() as u64;
    let bytes = at.to_le_bytes().into_iter().chain(length.to_le_bytes());
    bytes
        .chain(packet.iter().take(128).copied())
        .fold(before, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
