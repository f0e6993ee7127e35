//! Residual censorship: what a forbidden name leaves behind at an address.
//!
//! Some filters silence the address and port at which they have seen a name, for a minute or three. Blocks a few
//! seconds apart would then find the innocent name silent there, and the name itself would never be tried again:
//! so the blocks wait until the address can speak again. A residue belongs to the address and port that heard a
//! name and stopped it; what was never told a name, or answered it, is silent for reasons of its own. Nothing here
//! decides anything, and on networks without such a filter nothing waits.

mod length;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use arna_model::{Arm, Event, Failure, Micros, Observation, Place, TlsAnswer, TlsHandshake};
use length::{LONGEST, Length};

/// What a run knows of residues.
#[derive(Debug, Default)]
pub(crate) struct Residue {
    /// When a name was last stopped at an address.
    cuts: BTreeMap<SocketAddr, Micros>,
    /// The addresses that were seen to be silent afterwards.
    silenced: BTreeSet<SocketAddr>,
    /// Addresses at which an innocent name found no answer behind names of several, time after time, and when.
    unanswered: BTreeMap<SocketAddr, BTreeSet<Micros>>,
    /// The same, or one that had to be said again.
    delayed: BTreeMap<SocketAddr, BTreeSet<Micros>>,
    was_late: bool,
    /// How long it lasts, as far as innocent names have told.
    length: Length,
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
        self.note_volley(block);
        block.iter().for_each(|one| self.note_length(one));
        block.iter().for_each(|one| self.note_cut(one));
    }

    /// Behind the names of several, an innocent one finds no answer where one of them silenced the address.
    fn note_volley(&mut self, block: &[&Observation]) {
        let hellos = |wanted: Arm| {
            let all = block.iter().filter(move |one| arm(one) == Some(wanted));
            all.filter_map(|one| match &one.event {
                Event::TlsHandshake(tls) => Some((*one, tls)),
                _ => None,
            })
        };
        let hello = |wanted| hellos(wanted).next();
        let Some((last, TlsHandshake { address, .. })) = hello(Arm::InnocentAfterNames) else {
            return;
        };
        let after = block.iter().copied().filter(|one| arm(one) == Some(Arm::InnocentAfterNames));
        let is_at_once = arna_judge::is_answered_at_once(after);
        let is_cut = |one: &&&Observation| {
            arm(one) == Some(Arm::NameAtHelper) && stopped_at(one) == Some(*address)
        };
        if is_at_once && block.iter().any(|one| is_cut(&one)) {
            // A name was stopped there, and silenced nobody.
            self.unanswered.remove(address);
            self.delayed.remove(address);
        }
        let answers = |arm| hello(arm).is_some_and(|(_, tls)| tls.answer.is_some());
        let innocents = [Arm::InnocentAtHelper, Arm::Control, Arm::SecondControl];
        if !is_at_once && innocents.into_iter().all(answers) {
            // Each of them notes it.
            self.was_late = true;
            self.delayed.entry(*address).or_default().insert(last.t0);
            if hellos(Arm::InnocentAfterNames).all(|(one, _)| is_silent(one)) {
                self.unanswered.entry(*address).or_default().insert(last.t0);
            }
        }
    }

    /// Learns from what was asked of a silenced address between two blocks; whether it was answered.
    pub(crate) fn note_probe(&mut self, seen: &[Observation]) -> bool {
        seen.iter().for_each(|one| self.note_length(one));
        let is_answer = |one: &Observation| matches!(&one.event, Event::TlsHandshake(tls) if tls.answer.is_some());
        seen.iter().any(is_answer)
    }

    /// Learns how long a residue lasts from an innocent name at an address that is silenced.
    fn note_length(&mut self, one: &Observation) {
        let is_innocent = one.place == Place::Residue
            || matches!(arm(one), Some(Arm::InnocentAtHelper | Arm::InnocentAtTarget));
        let (address, is_answered) = match &one.event {
            Event::TcpConnect(connect) if is_silent(one) => (connect.address, false),
            Event::TlsHandshake(tls) if tls.answer.is_some() => (tls.address, true),
            Event::TlsHandshake(tls) if is_silent(one) => (tls.address, false),
            _ => return,
        };
        let Some(cut) = self.cuts.get(&address).filter(|_| is_innocent) else { return };
        if *cut > one.t0 || !self.is_known(Some(address)) {
            return;
        }
        if !self.length.learn((one.t0, one.t0.since(*cut)), is_answered) {
            self.silenced.clear();
            self.unanswered.clear();
        }
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
        self.silenced.len() >= TWICE || address.is_some_and(|it| self.is_silenced(it))
    }

    fn is_silenced(&self, address: SocketAddr) -> bool {
        let times = self.unanswered.get(&address).map_or(0, BTreeSet::len);
        times >= TWICE || self.silenced.contains(&address)
    }

    /// Whether any address stays silent once it has stopped a name, be it for a moment that a hello outlasts.
    pub(crate) fn is_met(&self) -> bool {
        let is_often = |times: &BTreeSet<Micros>, most| times.len() >= most;
        !self.silenced.is_empty()
            || self.unanswered.values().any(|times| is_often(times, TWICE))
            || self.delayed.values().any(|times| is_often(times, TIME_AND_AGAIN))
    }

    /// Whether an innocent name behind those of several ever had to be said again: another one behind it is worth its bytes.
    pub(crate) fn was_late(&self) -> bool {
        self.was_late
    }

    /// How long a block that calls these addresses has to wait at `now`, so that they can speak.
    pub(crate) fn rest(
        &self,
        addresses: impl IntoIterator<Item = SocketAddr>,
        now: Micros,
    ) -> Micros {
        let known = addresses.into_iter().filter(|address| self.is_known(Some(*address)));
        let rests = known.filter_map(|address| {
            self.cuts.get(&address).map(|cut| self.length.wait().since(now.since(*cut)))
        });
        rests.max().unwrap_or_default()
    }

    /// Which of these addresses may tell how long a residue lasts, the last one first, and when it was silenced; `None`:
    /// that is known, or nothing is silenced.
    pub(crate) fn unmeasured(
        &self,
        addresses: impl IntoIterator<Item = SocketAddr>,
        now: Micros,
    ) -> Option<(SocketAddr, Micros)> {
        if self.length.is_known() {
            return None;
        }
        // Where silence is the network's way, whichever address is waited for may tell.
        let silenced = addresses.into_iter().filter(|address| self.is_known(Some(*address)));
        let cuts = silenced.filter_map(|address| Some((address, *self.cuts.get(&address)?)));
        cuts.filter(|(_, cut)| now.since(*cut) < LONGEST).last()
    }
}

fn arm(one: &Observation) -> Option<Arm> {
    match one.place {
        Place::Block { arm, .. } | Place::Shared { arm, .. } => Some(arm),
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

/// A bad radio loses one hello in five: so many in a row are once in three thousand times, and a residue is each time.
const TIME_AND_AGAIN: usize = 5;

/// So long after a cut a silenced address is asked whether it speaks again (ours: each time twice as late; what lasts
/// longer is waited for as the longest that is known).
pub(crate) const ASKED_AFTER: [Micros; 4] =
    [Micros::from_secs(10), Micros::from_secs(20), Micros::from_secs(40), Micros::from_secs(80)];

#[cfg(test)]
mod tests;
