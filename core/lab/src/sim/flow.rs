//! What a host knows of one of its TCP connections beyond the stack: who owns it, its bytes on the
//! wire, what was sent again and how long the round trip takes.

use arna_model::{Bytes, Micros, TcpInfo};
use smoltcp::iface::SocketHandle;

use super::packet::Segment;

/// One TCP connection at one host.
#[derive(Debug)]
pub struct Flow {
    pub handle: SocketHandle,
    pub owner: Owner,
    /// Bytes at this host's interface, IP headers included.
    pub meter: Bytes,
    /// Whether the handshake was completed.
    pub has_opened: bool,
    /// When a packet last came in, microseconds.
    pub heard_at: u64,
    /// The highest sequence number sent so far (the one after the last byte).
    sent_to: Option<u32>,
    retransmits: u32,
    rtt_us: Option<u64>,
    /// A segment whose acknowledgement is waited for: its end and when it was sent.
    timed: Option<(u32, u64)>,
}

/// Who holds a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A program that dialled.
    Dialler,
    /// A listener: the handshake runs since this time (microseconds).
    Backlog(u64),
    /// A program that accepted it, or will.
    Server,
    /// Nobody any more: the stack says goodbye until this time (microseconds) at most.
    Orphan(u64),
}

impl Flow {
    pub fn new(handle: SocketHandle, owner: Owner, now: u64) -> Self {
        Self {
            handle,
            owner,
            meter: Bytes::default(),
            has_opened: false,
            heard_at: now,
            sent_to: None,
            retransmits: 0,
            rtt_us: None,
            timed: None,
        }
    }

    /// Notes a segment that leaves.
    pub fn sent(&mut self, segment: &Segment<'_>, bytes: usize, now: u64) {
        self.meter.sent += bytes as u64;
        if segment.end() == segment.seq {
            return;
        }
        if self.sent_to.is_some_and(|to| !is_after(segment.end(), to)) {
            self.retransmits += 1;
            // Karn: an acknowledgement of what was sent twice measures nothing.
            self.timed = None;
        } else {
            self.sent_to = Some(segment.end());
            self.timed.get_or_insert((segment.end(), now));
        }
    }

    /// Notes a segment that comes in.
    pub fn received(&mut self, segment: &Segment<'_>, bytes: usize, now: u64) {
        self.meter.received += bytes as u64;
        self.heard_at = now;
        if !segment.is_rst && segment.ack.is_some() {
            self.has_opened = true;
        }
        if let (Some(ack), Some((end, since))) = (segment.ack, self.timed)
            && !is_after(end, ack)
        {
            let sample = now - since;
            self.rtt_us = Some(self.rtt_us.map_or(sample, |rtt| (7 * rtt + sample) / 8));
            self.timed = None;
        }
    }

    /// As the operating system would tell; `unacked` is what the stack still holds.
    pub fn info(&self, unacked: usize) -> TcpInfo {
        TcpInfo {
            rtt: self.rtt_us.map(Micros),
            retransmits: self.retransmits,
            unacked_bytes: unacked as u32,
        }
    }
}

/// Whether sequence number `a` comes after `b`.
fn is_after(a: u32, b: u32) -> bool {
    a.wrapping_sub(b) as i32 > 0
}
