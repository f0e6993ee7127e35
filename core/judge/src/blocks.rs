//! Blocks of a confirmation, and the gate that a block must pass before anything in it counts.
//!
//! A stall of the radio hits every flow, a censor hits only the target. So the target's failure counts,
//! and its success too, only if both controls were done in time, the canary was never silent for long,
//! and the phone had no trouble of its own and stayed on its network.

use std::collections::BTreeMap;

use arna_model::{
    Arm, DnsEngine, Dossier, Event, Failure, Micros, Observation, Ping, Place, Round,
};

use crate::dns::{self, Answer, Carriers};
use crate::look::Look;
use crate::{http, quic, radio, tcp, tls};

/// A control must be done in under this, or in three times the median handshake.
pub(crate) const LIMIT: Micros = Micros::from_secs(3);
/// See [`LIMIT`].
pub(crate) const MEDIANS: u64 = 3;
/// A canary that is silent for longer voids the block. TCP sends a ClientHello again after one, three,
/// seven.. time-outs; as long as that is 1.4 s at most, two sends within ten seconds or more lie outside
/// any gap of this length (docs/method.md, "Confirmation").
pub(crate) const MAX_GAP: Micros = Micros::from_secs(2);

/// One trial: the target and its controls, started together.
pub(crate) struct Block<'a> {
    pub(crate) sitting: u16,
    pub(crate) number: u16,
    /// The round, if others sat in it as well, so that its controls are theirs, too.
    pub(crate) round: Option<Round>,
    arms: BTreeMap<Arm, Vec<&'a Observation>>,
}

/// How far the flow of one arm got.
#[derive(Clone, Copy)]
pub(crate) enum Flow<'a> {
    /// The peer answered the name: a completed handshake or a ServerHello; in the clear, by whatever it said to
    /// the request.
    Answered {
        /// Whether the handshake ran to its end; so does every answer to a request.
        is_complete: bool,
        /// From the start of the arm.
        took: Micros,
        at: &'a Observation,
    },
    /// An alert came in answer to the name: the peer's own, or anybody's on the way.
    Alerted {
        /// From the start of the arm.
        took: Micros,
        at: &'a Observation,
    },
    /// The name was sent, and no byte of TLS (or no answer to the request) came back.
    Unanswered(&'a Observation),
    /// No connection.
    Unconnected(&'a Observation),
    /// Connected, and nothing more was tried.
    Connected(&'a Observation),
}

impl<'a> Block<'a> {
    /// One that is put together from its arms.
    pub(crate) fn made_of(
        sitting: u16,
        number: u16,
        arms: BTreeMap<Arm, Vec<&'a Observation>>,
    ) -> Self {
        Self { sitting, number, round: None, arms }
    }

    /// The blocks of a dossier, in order.
    pub(crate) fn all(dossier: &'a Dossier) -> Vec<Self> {
        let mut blocks: BTreeMap<(u16, u16), Self> = BTreeMap::new();
        let carriers = Carriers::of(dossier);
        for observation in dossier.observations.iter().filter(|one| !carriers.has(one)) {
            if let Place::Block { sitting, block, round, arm } = observation.place {
                let one = blocks.entry((sitting, block));
                let one = one.or_insert_with(|| Self::made_of(sitting, block, BTreeMap::new()));
                one.round = one.round.or(round);
                one.arms.entry(arm).or_default().push(observation);
            }
        }
        blocks.into_values().collect()
    }

    /// Whether its target is a lookup, not a pair of address and name; of what is common to several, whether its
    /// first control is.
    pub(crate) fn is_lookup(&self) -> bool {
        let target = match self.arm(Arm::Target) {
            [] => self.arm(Arm::Control),
            target => target,
        };
        !target.is_empty() && target.iter().all(|one| dns::lookup(one).is_some())
    }

    /// Whether its target is a request in the clear.
    pub(crate) fn is_request(&self) -> bool {
        self.arm(Arm::Target).iter().any(|one| http::transaction(one).is_some())
    }

    /// Whether its target is a QUIC handshake.
    pub(crate) fn is_quic(&self) -> bool {
        self.arm(Arm::Target).iter().any(|one| quic::handshake(one).is_some())
    }

    pub(crate) fn arm(&self, arm: Arm) -> &[&'a Observation] {
        self.arms.get(&arm).map_or(&[], Vec::as_slice)
    }

    /// Whether it passes the gate.
    pub(crate) fn is_valid(&self, limit: Micros) -> bool {
        self.held_by(limit).is_empty()
    }

    /// Whether the canary lived through `arm` too, which may lie before or after the target's trial, and the phone did
    /// not move between the two.
    pub(crate) fn is_valid_for(&self, arm: Arm) -> bool {
        let all = || self.arm(arm).iter();
        let (start, end) = (self.start(), self.exposure_end());
        let Some((first, last)) = all().map(|one| one.t0).min().zip(all().map(|one| one.t).max())
        else {
            return self.canary_lives(start, end);
        };
        let (begun, over) = (start.min(first), end.max(last));
        let lives = if last < start || end < first {
            // What happens between the two is no concern of either: others may be tried then.
            self.canary_lives(first, last) && self.canary_lives(start, end)
        } else {
            self.canary_lives(begun, over)
        };
        lives && !self.has_moved(begun, over)
    }

    /// Whether the helper's address showed an innocent name's own certificate, which the helper has not:
    /// somebody on the path goes by the name, and the address says nothing of who answered.
    pub(crate) fn goes_by_name(&self) -> bool {
        let innocent = self.arm(Arm::InnocentAtHelper).iter();
        let mut verified = innocent.filter(|one| one.is_success());
        verified.any(|one| tls::handshake(one).is_some_and(|it| it.is_complete))
    }

    /// Whether a control got its answer at all, however late: what the target is measured by. Of an innocent name
    /// an alert is one, too: somebody read it and spoke.
    pub(crate) fn control_answers(&self, arm: Arm) -> bool {
        if self.is_lookup() && arm == Arm::Control {
            self.honest_lookup(arm).is_some()
        } else {
            self.answered_in(arm).is_some()
        }
    }

    /// How long it took until the peer of an arm said something of TLS, or of HTTP; `None`: it did not.
    pub(crate) fn answered_in(&self, arm: Arm) -> Option<Micros> {
        match self.flow(arm)? {
            Flow::Answered { took, .. } | Flow::Alerted { took, .. } => Some(took),
            _ => None,
        }
    }

    /// Whether a control was done in time.
    pub(crate) fn control_works(&self, arm: Arm, limit: Micros) -> bool {
        if self.is_lookup() {
            self.honest_lookup(arm).is_some_and(|one| one.duration() < limit)
        } else {
            self.answered_in(arm).is_some_and(|took| took < limit)
        }
    }

    /// The first lookup of `arm` by the system's resolver that got an honest answer.
    pub(crate) fn honest_lookup(&self, arm: Arm) -> Option<&'a Observation> {
        self.lookups(arm).find(|(_, answer)| *answer == Answer::Honest).map(|(one, _)| one)
    }

    /// Whether the system's resolver denies the target's name, or is one that gives no reasons.
    pub(crate) fn is_denied_or_untold(&self) -> bool {
        self.lookups(Arm::Target).any(|(one, answer)| {
            answer == Answer::Negative || one.failure == Some(Failure::AndroidDnsCacheNoData)
        })
    }

    /// The lookups of `arm`: by the system's resolver, or by another where the arm has none.
    pub(crate) fn lookups(&self, arm: Arm) -> impl Iterator<Item = (&'a Observation, Answer)> {
        let all = self.arm(arm).iter().filter_map(|one| Some((*one, dns::lookup(one)?)));
        let has_system = all.clone().any(|(_, lookup)| lookup.engine == DnsEngine::System);
        all.filter(move |(_, lookup)| !has_system || lookup.engine == DnsEngine::System)
            .map(|(one, lookup)| (one, dns::answer(lookup, one.failure.as_ref())))
    }

    /// How far `arm` got; `None`: it does not exist, or only the phone had trouble.
    pub(crate) fn flow(&self, arm: Arm) -> Option<Flow<'a>> {
        let observations = self.arm(arm);
        let start = observations.iter().map(|one| one.t0).min()?;
        let answered = observations.iter().filter_map(|one| {
            let (at, is_complete) = match &one.event {
                Event::TlsHandshake(tls) if tls.is_complete => (one.t, true),
                Event::TlsHandshake(_) if tls::is_no_tls(one) => return None,
                Event::TlsHandshake(tls) => (tls.first_byte?, false),
                Event::QuicHandshake(quic) if quic.is_complete => (one.t, true),
                Event::QuicHandshake(quic) => (quic.first_byte?, false),
                Event::HttpTransaction(http) => {
                    (http.status.map(|_| http.first_byte.unwrap_or(one.t))?, true)
                }
                _ => return None,
            };
            let took = at.since(start);
            Some(match tls::is_alert(one) {
                true => Flow::Alerted { took, at: one },
                false => Flow::Answered { is_complete, took, at: one },
            })
        });
        let best = answered.min_by_key(|flow| match flow {
            Flow::Answered { is_complete, took, .. } => (u8::from(!is_complete), *took),
            Flow::Alerted { took, .. } => (2, *took),
            _ => (3, Micros::default()),
        });
        let says_no = |one: &&&'a Observation| {
            one.failure.as_ref().is_some_and(|failure| !failure.is_local())
        };
        let find = |wanted: fn(&Observation) -> bool, failed: bool| {
            let mut found = observations.iter().filter(|one| wanted(one));
            if failed { found.find(says_no) } else { found.find(|one| one.is_success()) }
        };
        let says_name = |one: &Observation| {
            tls::handshake(one).is_some()
                || quic::handshake(one).is_some()
                || http::transaction(one).is_some()
        };
        let is_connect = |one: &Observation| tcp::connect(one).is_some();
        best.or_else(|| find(says_name, true).map(|one| Flow::Unanswered(one)))
            .or_else(|| find(is_connect, true).map(|one| Flow::Unconnected(one)))
            .or_else(|| find(is_connect, false).map(|one| Flow::Connected(one)))
    }

    /// When both controls were done, as far as they were.
    pub(crate) fn controls_end(&self) -> Micros {
        [Arm::Control, Arm::SecondControl]
            .iter()
            .flat_map(|arm| self.arm(*arm))
            .map(|one| one.t)
            .max()
            .unwrap_or_else(|| self.start())
    }

    /// Whether the phone had trouble of its own, or came to another network while the target and its controls were tried.
    pub(crate) fn is_disturbed(&self) -> bool {
        self.has_moved(self.start(), self.exposure_end()) || self.has_local_trouble()
    }

    /// Whether the phone came to another network from `start` until `end`, by the samples from the last one before until
    /// the first one after.
    fn has_moved(&self, start: Micros, end: Micros) -> bool {
        let samples = || self.arm(Arm::Canary).iter().filter(|one| radio::sample(one).is_some());
        let before = samples().map(|one| one.t).filter(|at| *at <= start).max();
        let after = samples().map(|one| one.t).filter(|at| *at >= end).min();
        let is_between = |one: &&&Observation| {
            before.is_none_or(|before| one.t >= before) && after.is_none_or(|after| one.t <= after)
        };
        radio::has_moved(samples().filter(is_between).filter_map(|one| radio::sample(one)))
    }

    pub(crate) fn has_local_trouble(&self) -> bool {
        self.observations().any(|one| one.failure.as_ref().is_some_and(Failure::is_local))
    }

    /// When the target's trial and what started together with it began.
    pub(crate) fn start(&self) -> Micros {
        self.flows().map(|one| one.t0).min().unwrap_or_default()
    }

    /// When everything in it was over.
    pub(crate) fn end(&self) -> Micros {
        self.arms.values().flatten().map(|one| one.t).max().unwrap_or_default()
    }

    /// When the target's trial and the controls were over.
    pub(crate) fn exposure_end(&self) -> Micros {
        let target = self.arm(Arm::Target).iter().map(|one| one.t).max().unwrap_or_default();
        target.max(self.controls_end())
    }

    /// Everything in it.
    pub(crate) fn observations(&self) -> impl Iterator<Item = &'a Observation> {
        self.arms.values().flatten().copied()
    }

    fn flows(&self) -> impl Iterator<Item = &'a Observation> {
        self.arms
            .iter()
            .filter(|(arm, _)| arm.starts_with_target())
            .flat_map(|(_, all)| all)
            .copied()
    }
}

/// The pings in an observation, if it is a row of them.
pub(crate) fn pings(observation: &Observation) -> Option<&[Ping]> {
    match &observation.event {
        Event::Pings(pings) => Some(&pings.pings),
        _ => None,
    }
}

/// What a control may take: [`LIMIT`], or [`MEDIANS`] times the median handshake of the looks and controls
/// that succeeded, whichever is larger.
pub(crate) fn limit(dossier: &Dossier, blocks: &[Block<'_>]) -> Micros {
    let looks = Look::all(dossier);
    let mut all: Vec<Micros> = looks
        .iter()
        .flat_map(|look| handshakes(&look.observations))
        .chain(blocks.iter().flat_map(|block| {
            [Arm::Control, Arm::SecondControl]
                .into_iter()
                .flat_map(|arm| handshakes(block.arm(arm)))
        }))
        .collect();
    all.sort_unstable();
    let median = all.get(all.len().saturating_sub(1) / 2).copied().unwrap_or_default();
    LIMIT.max(Micros(median.0.saturating_mul(MEDIANS)))
}

/// How long the completed handshakes took, each with the connect that carried it.
fn handshakes(observations: &[&Observation]) -> Vec<Micros> {
    let took = observations.iter().filter_map(|one| {
        let handshake = tls::handshake(one).filter(|it| it.is_complete)?;
        let connect = observations.iter().find(|other| {
            other.is_success()
                && other.t <= one.t0
                && tcp::connect(other).is_some_and(|it| it.address == handshake.address)
        });
        Some(one.duration() + connect.map_or(Micros::default(), |connect| connect.duration()))
    });
    took.collect()
}
