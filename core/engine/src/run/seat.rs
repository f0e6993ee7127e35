//! A seat in a block: one target, what is repeated of it, and where what is seen of it belongs.

use std::pin::Pin;

use arna_model::{Arm, Micros, Place, Round};
use arna_net::Net;

use super::bystanders::Bystanders;
use super::confirm::{EXPOSURE, asking};
use super::repeat::{AtSite, Repeat, Tries};
use super::trial::{self, connection, innocent_quic, lookup, nobody_as_long_as, pair, quic, site};

/// Something that is tried, and that the tape has.
pub(crate) type Trial<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// One target in a block.
#[derive(Clone)]
pub(crate) struct Seat {
    /// Where its own part is noted.
    pub(crate) net: Net,
    /// What is repeated.
    pub(crate) repeat: Repeat,
    /// What is tried beside it.
    pub(crate) tries: Tries,
    /// Its sitting and block.
    pub(crate) place: (u16, u16),
    /// The round, if others sit there as well.
    pub(crate) round: Option<Round>,
}

/// What all seats of a block share.
#[derive(Clone)]
pub(crate) struct Common {
    /// Where it is noted.
    pub(crate) net: Net,
    /// Turns the second control.
    pub(crate) number: u16,
    /// Whether what is said once may well be lost.
    pub(crate) is_lossy: bool,
    /// Who sits there.
    pub(crate) whose: Whose,
}

/// Whose the common part of a block is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whose {
    /// That of the only target there: its sitting and block.
    Own(u16, u16),
    /// The run's: its round.
    Shared(u32),
}

impl Common {
    pub(crate) fn arm(&self, arm: Arm) -> Net {
        let net = self.net.patient_for(EXPOSURE);
        net.at(match self.whose {
            Whose::Own(sitting, block) => Place::Block { sitting, block, round: None, arm },
            Whose::Shared(round) => Place::Shared { round, arm },
        })
    }

    /// What the control of lookups is: of one that sits alone it is the only one.
    pub(crate) fn control_of_lookups(&self) -> Arm {
        match self.whose {
            Whose::Own(..) => Arm::Control,
            Whose::Shared(_) => Arm::LookupControl,
        }
    }
}

impl Seat {
    pub(crate) fn arm(&self, arm: Arm) -> Net {
        let (sitting, block) = self.place;
        let place = Place::Block { sitting, block, round: self.round, arm };
        self.net.patient_for(EXPOSURE).at(place)
    }

    /// What asks the helper which hello it saw: once in a sitting.
    pub(crate) fn mirror(&self) -> Option<Net> {
        (self.place.1 == 1).then(|| self.arm(Arm::Mirror))
    }

    /// Whether its name is said at the helper's address, over TLS.
    pub(crate) fn says_name_to(&self, bystanders: &Bystanders) -> bool {
        self.tries.at_helper && bystanders.hears_name_of(&self.repeat)
    }

    /// T.
    pub(crate) fn target(&self) -> Trial<'_> {
        let net = self.arm(Arm::Target);
        match &self.repeat {
            Repeat::Pair(address, name) => Box::pin(pair(net, *address, name)),
            Repeat::Quic(address, name) => Box::pin(quic(net, *address, name)),
            Repeat::Request(address, url) => Box::pin(asking(net, *address, url.clone())),
            Repeat::Connection(address) => Box::pin(connection(net, *address)),
            Repeat::Lookup(name) | Repeat::SilentLookup(name) => Box::pin(lookup(net, name)),
        }
    }

    /// Effects 2 and 3, at the target's own address.
    pub(crate) async fn try_site(&self) {
        if self.tries.at_site == AtSite::Never {
            return;
        }
        let there = self.arm(Arm::InnocentAtTarget);
        match &self.repeat {
            Repeat::Pair(address, name) => {
                let arms = trial::AtSite {
                    innocents: there,
                    halves: self.tries.in_segments.then(|| self.arm(Arm::SplitAtTarget)),
                    innocents_in_records: self.arm(Arm::InnocentInRecords),
                    records: self.arm(Arm::RecordsAtTarget),
                };
                site(arms, *address, name, &nobody_as_long_as(name)).await;
            }
            Repeat::Quic(address, name) => {
                innocent_quic(there, *address, &nobody_as_long_as(name)).await;
            }
            _ => {}
        }
    }
}

/// The same trial, begun so many milliseconds later.
pub(crate) fn later(ms: u64, trial: Trial<'_>) -> Trial<'_> {
    Box::pin(async move {
        tokio::time::sleep(Micros::from_millis(ms).into()).await;
        trial.await;
    })
}
