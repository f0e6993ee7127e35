//! One target of a run while it is being measured: what was seen so far, and what of it is not stored
//! yet.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use arna_model::{
    Arm, BlobId, Dossier, Earlier, Event, HttpTransaction, Micros, Observation, Place, Stop, Tally,
};
use arna_net::{Blob, Recorded};

use super::{EarlierSitting, Recalled, RecalledEarlier, Step};

/// A target and its observations.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The step of the plan.
    pub(crate) step: Step,
    observations: Vec<Observation>,
    bodies: BTreeMap<BlobId, String>,
    unsaved: Recorded,
    /// The sitting of another run that counts with its own.
    earlier: Option<Earlier>,
    is_earlier_unsaved: bool,
    /// Whether the run counts it among the controls of others already.
    pub(super) is_learnt: bool,
}

/// An endpoint that is known to work under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Neighbour {
    pub(crate) name: String,
    pub(crate) address: SocketAddr,
    pub(crate) handshake: Micros,
}

/// Another run's measurement with all that its verdict may look at.
fn dossier_of(earlier: RecalledEarlier) -> Earlier {
    let RecalledEarlier { sitting, recalled, anchors } = earlier;
    let run = recalled.run.clone();
    let last = recalled.opinions.last();
    let (tally, stop) = last.map_or((Tally::default(), None), |last| (last.tally, last.stop));
    Earlier {
        run,
        measurement: sitting.measurement,
        before: sitting.before,
        is_certain: sitting.is_certain,
        dossier: Box::new(Case::recalled(recalled).dossier(&anchors, tally, stop)),
    }
}

impl Case {
    /// Before the first look.
    pub(crate) fn new(step: Step) -> Self {
        Self {
            step,
            observations: Vec::new(),
            bodies: BTreeMap::new(),
            unsaved: Recorded::default(),
            earlier: None,
            is_earlier_unsaved: false,
            is_learnt: false,
        }
    }

    /// As it was left.
    pub(crate) fn recalled(recalled: Recalled) -> Self {
        let mut case = Self::new(recalled.step);
        case.observations = recalled.observations;
        case.keep_bodies(recalled.bodies.iter());
        case.earlier = recalled.earlier.map(|earlier| dossier_of(*earlier));
        case
    }

    /// Has the sitting of another run counted with its own.
    pub(super) fn follow(&mut self, earlier: RecalledEarlier) {
        self.earlier = Some(dossier_of(earlier));
        self.is_earlier_unsaved = true;
    }

    /// The same, if it is not stored yet.
    pub(super) fn take_unsaved_earlier(&mut self) -> Option<EarlierSitting> {
        let is_unsaved = std::mem::take(&mut self.is_earlier_unsaved);
        let earlier = self.earlier.as_ref().filter(|_| is_unsaved)?;
        Some(EarlierSitting {
            measurement: earlier.measurement.clone(),
            before: earlier.before,
            is_certain: earlier.is_certain,
        })
    }

    /// The input, if the nettest takes one.
    pub(crate) fn input(&self) -> Option<String> {
        self.step.target.as_ref().map(|target| target.input.clone())
    }

    /// Takes in what a tape holds.
    pub(crate) fn absorb(&mut self, recorded: Recorded) {
        for observation in &recorded.observations {
            if let Event::HttpTransaction(HttpTransaction { body: Some(id), .. }) =
                &observation.event
            {
                let body = recorded.blobs.iter().find(|blob| blob.id == *id);
                self.keep_bodies(body.into_iter());
            }
        }
        self.observations.extend(recorded.observations.iter().cloned());
        self.unsaved.observations.extend(recorded.observations);
        self.unsaved.blobs.extend(recorded.blobs);
    }

    fn keep_bodies<'a>(&mut self, bodies: impl Iterator<Item = &'a Blob>) {
        self.bodies
            .extend(bodies.map(|blob| {
                (blob.id.clone(), String::from_utf8_lossy(&blob.content).into_owned())
            }));
    }

    /// What is not stored yet.
    pub(crate) fn take_unsaved(&mut self) -> Recorded {
        std::mem::take(&mut self.unsaved)
    }

    /// The step and all that was seen, when nothing more will come.
    pub(crate) fn into_parts(self) -> (Step, Vec<Observation>) {
        (self.step, self.observations)
    }

    /// All observations so far.
    pub(crate) fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// The dossier as it stands.
    pub(crate) fn dossier(
        &self,
        anchors: &[Observation],
        tally: Tally,
        stop: Option<Stop>,
    ) -> Dossier {
        Dossier {
            nettest: self.step.nettest.clone(),
            input: self.input(),
            observations: self.observations.clone(),
            bodies: self.bodies.clone(),
            anchors: anchors.to_vec(),
            tally,
            stop,
            earlier: self.earlier.clone(),
        }
    }

    /// How many looks there were.
    pub(crate) fn looks(&self) -> u8 {
        let looks = self.observations.iter().filter_map(|observation| match observation.place {
            Place::Look { attempt } => Some(attempt),
            _ => None,
        });
        looks.max().unwrap_or(0)
    }

    /// The latest sitting and its latest block, with its end.
    pub(crate) fn last_block(&self) -> Option<(u16, u16, Micros)> {
        let blocks = self.observations.iter().filter_map(|observation| match observation.place {
            Place::Block { sitting, block, .. } => Some((sitting, block, observation.t)),
            _ => None,
        });
        blocks.max()
    }

    /// Which address a block called last for the target.
    pub(crate) fn last_called(&self) -> Option<SocketAddr> {
        self.observations.iter().rev().find_map(|one| match (&one.place, &one.event) {
            (Place::Block { arm: Arm::Target, .. }, Event::TcpConnect(it)) => Some(it.address),
            _ => None,
        })
    }

    /// Whether the blocks of a sitting try QUIC.
    pub(crate) fn has_quic_blocks(&self, of: u16) -> bool {
        self.observations.iter().any(|one| {
            matches!(one.event, Event::QuicHandshake(_))
                && matches!(one.place, Place::Block { sitting, .. } if sitting == of)
        })
    }

    /// Whether some QUIC handshake ran to its end.
    pub(crate) fn has_quic(&self) -> bool {
        let mut all = self.observations.iter();
        all.any(|one| matches!(&one.event, Event::QuicHandshake(quic) if quic.is_complete))
    }

    /// When the first block began, and when the last was over.
    pub(crate) fn blocks_span(&self) -> Option<(Micros, Micros)> {
        let is_block = |one: &&Observation| matches!(one.place, Place::Block { .. });
        let blocks = || self.observations.iter().filter(is_block);
        Some((blocks().map(|one| one.t0).min()?, blocks().map(|one| one.t).max()?))
    }

    /// The latest sitting of pairs and its latest pair, with its end.
    pub(crate) fn last_pair(&self) -> Option<(u16, u16, Micros)> {
        let pairs = self.observations.iter().filter_map(|observation| match observation.place {
            Place::Pair { sitting, pair, .. } => Some((sitting, pair, observation.t)),
            _ => None,
        });
        pairs.max()
    }

    /// Whether the look brought anything at all from the network.
    pub(crate) fn heard_anything(&self) -> bool {
        self.observations.iter().any(Observation::is_success)
    }

    /// An endpoint of this target that finished a verified handshake in a look.
    pub(crate) fn neighbour(&self) -> Option<Neighbour> {
        let carries_lookups = |address: SocketAddr| {
            self.observations.iter().any(|observation| match &observation.event {
                Event::Dns(lookup) => lookup.resolver == Some(address),
                _ => false,
            })
        };
        self.observations.iter().find_map(|observation| match &observation.event {
            Event::TlsHandshake(tls)
                if matches!(observation.place, Place::Look { .. })
                    && observation.is_success()
                    && !carries_lookups(tls.address) =>
            {
                Some(Neighbour {
                    name: tls.server_name.clone(),
                    address: tls.address,
                    handshake: observation.duration(),
                })
            }
            _ => None,
        })
    }
}
