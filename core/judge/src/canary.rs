//! The canary of a block: whether its echoes say that the network was alive.
//!
//! The canary may sing far from the controls, and the controls be near: so an echo is judged by when it was
//! *sent*, and by its own usual way there and back, never by whether it came while something else ran. The
//! usual way is the shortest of the block; what a stall adds to it, or loses, is silence.

use arna_model::{Arm, Micros, Ping};

use crate::blocks::{Block, MAX_GAP, pings};

impl<'a> Block<'a> {
    pub(crate) fn pings(&self) -> impl Iterator<Item = &'a Ping> {
        self.arm(Arm::Canary).iter().filter_map(|one| pings(one)).flatten()
    }

    /// Whether any echo came back, at any time.
    pub(crate) fn has_echoes(&self) -> bool {
        self.pings().any(|ping| ping.rtt.is_some())
    }

    /// Whether the canary was alive from `start` until `end`: no time over [`MAX_GAP`] without an echo, before
    /// the first and after the last one included.
    pub(crate) fn canary_lives(&self, start: Micros, end: Micros) -> bool {
        self.has_echoes() && self.silence(start, end) <= MAX_GAP
    }

    /// Whether the network was alive for the canary while the controls ran: an echo that was sent then, or was
    /// the last one before, came back in its own time. Nobody sends an echo again, so those of the first second
    /// are each other's resends: a handshake whose first packet is lost takes as long.
    pub(crate) fn canary_answers(&self) -> bool {
        let (start, end) = (self.start(), self.controls_end().max(self.start() + RESENT_AFTER));
        let before = self.pings().map(|ping| ping.t).filter(|sent| *sent <= start).max();
        let first = before.unwrap_or(start);
        let longest = self.usual_way() + MAX_GAP;
        let mut meant = self.pings().filter(|ping| ping.t >= first && ping.t <= end);
        meant.any(|ping| ping.rtt.is_some_and(|rtt| rtt <= longest))
    }

    /// The longest time without an echo from `start` until `end`. An echo stands for the moment at which it was
    /// sent, and for as much later as it came later than usual: what comes late was held up.
    pub(crate) fn silence(&self, start: Micros, end: Micros) -> Micros {
        let usual = self.usual_way();
        let answered = self.pings().filter_map(|ping| Some(ping.t + ping.rtt?.since(usual)));
        let mut alive: Vec<Micros> = answered.collect();
        alive.sort_unstable();
        let (mut last, mut longest) = (start, Micros::default());
        for at in alive.into_iter().filter(|at| *at >= start) {
            if last >= end {
                break;
            }
            longest = longest.max(at.min(end).since(last));
            last = at;
        }
        longest.max(end.since(last))
    }

    /// The way of an echo there and back that nothing holds up.
    fn usual_way(&self) -> Micros {
        self.pings().filter_map(|ping| ping.rtt).min().unwrap_or_default()
    }
}

/// When TCP sends a SYN or a ClientHello again that nobody answered (RFC 6298).
const RESENT_AFTER: Micros = Micros::from_secs(1);
