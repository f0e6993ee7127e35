//! One target of a run while it is being measured: what was seen so far, and what of it is not stored
//! yet.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use arna_model::{Arm, BlobId, Dossier, Earlier, Event, Micros, Observation, Place, Stop, Tally};
use arna_net::{Blob, Recorded, text_of};

use super::{EarlierSitting, Recalled, RecalledEarlier, Step, rounds};

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
    /// Its last look was made while the network was away, and counts as none.
    pub(super) is_void: bool,
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
            is_void: false,
        }
    }

    /// As it was left.
    pub(crate) fn recalled(recalled: Recalled) -> Self {
        let mut case = Self::new(recalled.step);
        case.keep_bodies(&recalled.observations, &recalled.bodies);
        case.observations = recalled.observations;
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
        self.keep_bodies(&recorded.observations, &recorded.blobs);
        self.observations.extend(recorded.observations.iter().cloned());
        self.unsaved.observations.extend(recorded.observations);
        self.unsaved.blobs.extend(recorded.blobs);
    }

    /// Keeps the words of the bodies that the observations refer to. What has none (a download) has nothing to read.
    fn keep_bodies(&mut self, observations: &[Observation], blobs: &[Blob]) {
        for observation in observations {
            let Event::HttpTransaction(http) = &observation.event else { continue };
            let is_body = |blob: &&Blob| http.body.as_ref() == Some(&blob.id);
            let Some(blob) = blobs.iter().find(is_body) else { continue };
            let mut lines = http.headers.iter();
            let kind = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
            let kind = kind.map(|(_, value)| value.as_str());
            if let Some(text) = text_of(kind, &blob.content) {
                self.bodies.insert(blob.id.clone(), text.into_owned());
            }
        }
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

    /// The dossier as it stands, with what of the run itself belongs to it.
    pub(crate) fn dossier(
        &self,
        of_run: &[Observation],
        tally: Tally,
        stop: Option<Stop>,
    ) -> Dossier {
        Dossier {
            nettest: self.step.nettest.clone(),
            input: self.input(),
            observations: rounds::with_shared(&self.observations, of_run),
            bodies: self.bodies.clone(),
            anchors: of_run.iter().filter(|one| one.place.is_of_network()).cloned().collect(),
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

    /// The latest sitting of long flows and its latest block, with its end.
    pub(crate) fn last_long_block(&self) -> Option<(u16, u16, Micros)> {
        let blocks = self.observations.iter().filter_map(|observation| match observation.place {
            Place::Long { sitting, block: block @ 1.., .. } => {
                Some((sitting, block, observation.t))
            }
            _ => None,
        });
        blocks.max()
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

#[cfg(test)]
mod tests {
    use arna_model::{Bytes, HttpTransaction, MeasurementId, ObservationId, Tags};

    use super::*;

    /// An answer in the clear of this kind, with this body.
    fn recorded(kind: &str, body: &[u8]) -> Recorded {
        let blob = Blob::new(body.to_vec());
        let transaction = HttpTransaction {
            address: ([192, 0, 2, 1], 80).into(),
            url: "http://site.example/".into(),
            is_authentic: false,
            status: Some(200),
            headers: vec![("content-type".into(), kind.into())],
            title: None,
            tags: Tags::new(),
            body: Some(blob.id.clone()),
            body_bytes: body.len() as u64,
            is_truncated: false,
            first_byte: None,
        };
        let observation = Observation {
            id: ObservationId::new("o"),
            place: Place::Look { attempt: 1 },
            t0: Micros(0),
            t: Micros(0),
            event: Event::HttpTransaction(transaction),
            failure: None,
            bytes: Bytes::default(),
        };
        Recorded { observations: vec![observation], blobs: vec![blob] }
    }

    /// What the judge reads of it; and the bytes that are stored.
    fn read(kind: &str, body: &[u8]) -> (Option<String>, Vec<u8>) {
        let mut case = Case::new(Step {
            number: 0,
            nettest: "web_connectivity".into(),
            target: None,
            is_decoy: false,
            measurement: MeasurementId::new("m"),
        });
        case.absorb(recorded(kind, body));
        let text = case.dossier(&[], Tally::default(), None).bodies.into_values().next();
        (text, case.take_unsaved().blobs[0].content.to_vec())
    }

    #[test]
    fn a_body_is_read_in_its_charset_and_stored_as_it_came() {
        let cyrillic = b"\xcd\xee\xe2\xee\xf1\xf2\xe8";
        let kept = read("text/html; charset=windows-1251", cyrillic);
        assert_eq!(kept, (Some("Новости".to_owned()), cyrillic.to_vec()));
        let zip = b"PK\x03\x04\x14\x00\x08\x00";
        assert_eq!(read("application/zip", zip), (None, zip.to_vec()));
    }
}
