//! Residual censorship: what a forbidden name leaves behind at an address.
//!
//! Some filters silence the address and port at which they have seen a name, for a minute or three. Blocks a few
//! seconds apart would then find the innocent name silent there, and the name itself would never be tried again:
//! so the blocks wait until the address can speak again. A residue belongs to the address and port that heard a
//! name and stopped it; what was never told a name, or answered it, is silent for reasons of its own. Nothing here
//! decides anything, and on networks without such a filter nothing waits.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use arna_model::{Arm, Event, Failure, Micros, Observation, Place, TlsAnswer};

/// What a run knows of residues.
#[derive(Debug, Default)]
pub(crate) struct Residue {
    /// When a name was last stopped at an address.
    cuts: BTreeMap<SocketAddr, Micros>,
    /// The addresses that were seen to be silent afterwards.
    silenced: BTreeSet<SocketAddr>,
}

impl Residue {
    /// Learns from what was seen of a target so far, in its order: its looks, and the blocks of a sitting that goes
    /// on.
    pub(crate) fn note_all(&mut self, seen: &[Observation]) {
        let mut blocks: BTreeMap<(u16, u16), Vec<&Observation>> = BTreeMap::new();
        for one in seen {
            match one.place {
                Place::Look { .. } => self.note_cut(one),
                Place::Block { sitting, block, .. } => {
                    blocks.entry((sitting, block)).or_default().push(one);
                }
                _ => {}
            }
        }
        blocks.values().for_each(|block| self.note_block(block));
    }

    /// Learns from a block.
    pub(crate) fn note(&mut self, block: &[Observation]) {
        self.note_block(&block.iter().collect::<Vec<_>>());
    }

    /// While both controls are connected, addresses that heard a name lately and stopped it are called in vain, twice
    /// at least: the target's and the helper's, or one of them under two names. A stall hits the controls as well.
    fn note_block(&mut self, block: &[&Observation]) {
        let is_connected = |wanted: Arm| {
            let mut of = block.iter().filter(|one| arm(one) == Some(wanted));
            of.any(|one| matches!(one.event, Event::TcpConnect(_)) && one.is_success())
        };
        let calls: Vec<_> = block.iter().filter_map(|one| Some((called(one)?, *one))).collect();
        let was_lately_cut = |address: &SocketAddr, at: Micros| {
            self.cuts.get(address).is_some_and(|cut| *cut <= at && at.since(*cut) < LONGEST)
        };
        let is_heard =
            |address: &SocketAddr| calls.iter().any(|(of, one)| of == address && !is_silent(one));
        let in_vain = calls.iter().filter(|(address, one)| {
            is_silent(one) && was_lately_cut(address, one.t0) && !is_heard(address)
        });
        let in_vain: Vec<SocketAddr> = in_vain.map(|(address, _)| *address).collect();
        if in_vain.len() >= TWICE && is_connected(Arm::Control) && is_connected(Arm::SecondControl)
        {
            self.silenced.extend(in_vain);
        }
        block.iter().for_each(|one| self.note_cut(one));
    }

    fn note_cut(&mut self, one: &Observation) {
        let meant = match one.place {
            Place::Block { arm, .. } => says_the_name(arm),
            _ => true,
        };
        if let Some(address) = stopped_at(one).filter(|_| meant) {
            self.cut(address, one.t);
        }
    }

    /// That a name was stopped at `address` at `at`, and the address silenced.
    pub(crate) fn cut(&mut self, address: SocketAddr, at: Micros) {
        let last = self.cuts.entry(address).or_insert(at);
        *last = at.max(*last);
    }

    /// Whether `address` stays silent once it has stopped a name: it was seen to, or two others were, so that it is
    /// the network's way.
    pub(crate) fn is_known(&self, address: Option<SocketAddr>) -> bool {
        self.silenced.len() >= TWICE || address.is_some_and(|it| self.silenced.contains(&it))
    }

    /// How long a block that calls these addresses has to wait at `now`, so that they can speak.
    pub(crate) fn rest(
        &self,
        addresses: impl IntoIterator<Item = SocketAddr>,
        now: Micros,
    ) -> Micros {
        let known = addresses.into_iter().filter(|address| self.is_known(Some(*address)));
        let rests = known.filter_map(|address| {
            self.cuts.get(&address).map(|cut| LONGEST.since(now.since(*cut)))
        });
        rests.max().unwrap_or_default()
    }
}

fn arm(one: &Observation) -> Option<Arm> {
    match one.place {
        Place::Block { arm, .. } => Some(arm),
        _ => None,
    }
}

/// Whether the target's name is what an arm says.
fn says_the_name(arm: Arm) -> bool {
    matches!(arm, Arm::Target | Arm::NameAtHelper | Arm::SplitAtTarget | Arm::RecordsAtTarget)
}

/// Where somebody was called: over QUIC the name is in the first datagram.
fn called(one: &Observation) -> Option<SocketAddr> {
    match &one.event {
        Event::TcpConnect(connect) => Some(connect.address),
        Event::QuicHandshake(quic) => Some(quic.address),
        _ => None,
    }
}

fn is_silent(one: &Observation) -> bool {
    one.failure.as_ref().is_some_and(Failure::is_timeout)
}

/// Where a name was said and not answered as a server answers; a certificate that does not verify is an answer.
fn stopped_at(one: &Observation) -> Option<SocketAddr> {
    one.failure.as_ref().filter(|failure| !failure.is_local())?;
    match &one.event {
        Event::TlsHandshake(tls) => {
            let is_begun = tls.answer == Some(TlsAnswer::Handshake);
            let is_answered = is_begun && one.failure == Some(Failure::SslFailedHandshake);
            (!tls.is_complete && !is_answered).then_some(tls.address)
        }
        Event::QuicHandshake(quic) => quic.first_byte.is_none().then_some(quic.address),
        Event::HttpTransaction(http) => http.status.is_none().then_some(http.address),
        _ => None,
    }
}

/// One call in vain may be chance, and one address that falls silent may be down.
const TWICE: usize = 2;

/// The longest residue that is known (docs/method.md, "Confirmation"), and a moment for what was under way:
/// a connection that is given up ends with a reset, and nobody says its name again.
const LONGEST: Micros = Micros::from_secs(180 + 5);

#[cfg(test)]
mod tests;
