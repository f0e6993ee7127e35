//! QUIC in a story.

use arna_model::*;

use super::{Story, at};

impl Story {
    /// A QUIC handshake with the target's name that works, or that nothing comes back for.
    pub fn quic(mut self, to: &str, works: bool) -> Self {
        let handshake = handshake(to, "forbidden.example", works);
        let failure = (!works).then_some(Failure::GenericTimeout);
        self.note(if works { 300 } else { 10_000 }, Event::QuicHandshake(handshake), failure);
        self
    }

    /// The same blocks, but the target and the innocent at its address were tried over QUIC.
    pub fn over_quic(mut self) -> Self {
        let is_meant = |place: &Place| {
            let arms = [Arm::Target, Arm::InnocentAtTarget];
            matches!(place, Place::Block { arm, .. } if arms.contains(arm))
        };
        self.dossier
            .observations
            .retain(|one| !(is_meant(&one.place) && matches!(one.event, Event::TcpConnect(_))));
        for one in self.dossier.observations.iter_mut().filter(|one| is_meant(&one.place)) {
            if let Event::TlsHandshake(tls) = &one.event {
                let (name, first_byte) = (tls.server_name.clone(), tls.first_byte);
                let mut quic = handshake(&tls.address.to_string(), &name, tls.is_complete);
                quic.first_byte = first_byte;
                one.event = Event::QuicHandshake(quic);
            }
        }
        self
    }
}

fn handshake(to: &str, name: &str, is_complete: bool) -> QuicHandshake {
    QuicHandshake {
        address: at(to),
        server_name: name.into(),
        is_complete,
        first_byte: is_complete.then_some(Micros::from_millis(1)),
        alpn: is_complete.then(|| "h3".into()),
        initial: None,
        chain: Vec::new(),
    }
}
