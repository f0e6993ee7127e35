//! Two answers to one send, of which TLS contradicts one.
//!
//! Each send has its own id and port, so two different answers to it are not the resolver's alone, unless the
//! question was doubled on the way and the resolver gives addresses by turns. Answers that merely differ prove
//! nothing; one is forged if whoever is at its addresses is not the name's, while the other's serve it.

use std::collections::BTreeSet;
use std::net::IpAddr;

use arna_model::{Arm, DnsAnswer, Dossier, Observation, Place};

use crate::control::Outside;
use crate::dns;
use crate::look::Look;
use crate::serving::Serving;

/// Answers that raced the honest ones.
#[derive(Default)]
pub(crate) struct Race<'a> {
    /// Their addresses.
    forged: BTreeSet<IpAddr>,
    /// The lookups that show it.
    seen: Vec<&'a Observation>,
}

impl<'a> Race<'a> {
    /// All that a dossier shows.
    pub(crate) fn of(dossier: &'a Dossier, outside: Option<&Outside<'_>>) -> Self {
        let mut race = Self::default();
        for one in dossier.observations.iter().filter(|one| is_about_name(&one.place)) {
            let Some(lookup) = dns::lookup(one) else { continue };
            let doubled = lookup.sends.iter().filter(|send| send.answers.len() > 1);
            let doubled: Vec<_> = doubled.collect();
            if doubled.is_empty() {
                continue;
            }
            let serving = Serving::of(dossier, &lookup.name, outside);
            let before = race.forged.len();
            for send in doubled {
                let forged = send.answers.iter().filter(|answer| {
                    send.answers.iter().any(|other| is_contradicted(answer, other, &serving))
                });
                let addresses = forged.flat_map(|answer| &answer.addresses).copied();
                let is_given = |at: &IpAddr| outside.is_some_and(|outside| outside.gives(*at));
                race.forged.extend(addresses.filter(|address| !is_given(address)));
            }
            if race.forged.len() > before {
                race.seen.push(one);
            }
        }
        race
    }

    /// Whether an answer holds nothing but what was forged.
    pub(crate) fn is_forged(&self, addresses: &[IpAddr]) -> bool {
        !addresses.is_empty() && addresses.iter().all(|address| self.forged.contains(address))
    }

    /// The lookup of the looks that shows it, where the system's resolver gave nothing honest.
    pub(crate) fn suspect(&self, looks: &[Look<'a>]) -> Option<&'a Observation> {
        let mut system = looks.iter().flat_map(Look::system_lookups);
        let is_hidden =
            system.all(|(one, answer)| answer != dns::Answer::Honest || self.is_lie(one));
        self.seen.first().copied().filter(|_| is_hidden)
    }

    /// The lookup that shows it, whatever the system's resolver gave: a bad radio loses lies, too, so that a page opens
    /// says nothing against it.
    pub(crate) fn seen(&self) -> Option<&'a Observation> {
        self.seen.first().copied()
    }

    fn is_lie(&self, one: &Observation) -> bool {
        dns::lookup(one).is_some_and(|it| self.is_forged(&it.addresses))
    }
}

/// Whether TLS says of `one` that it is not the name's, and of `other` that it is.
fn is_contradicted(one: &DnsAnswer, other: &DnsAnswer, serving: &Serving<'_, '_>) -> bool {
    dns::differ(one, other)
        && other.addresses.iter().any(|address| serving.is_verified(*address))
        && !one.addresses.iter().any(|address| serving.is_verified(*address))
        && one.addresses.iter().any(|address| serving.is_refuted(*address))
}

fn is_about_name(place: &Place) -> bool {
    matches!(
        place,
        Place::Look { .. } | Place::Block { arm: Arm::Target | Arm::NameAtResolver, .. }
    )
}
