//! A dossier in the making.

use super::*;

/// A dossier in the making.
#[derive(Clone)]
pub struct Story {
    pub dossier: Dossier,
    pub(super) place: Place,
    pub(super) clock: u64,
    pub(super) sitting: u16,
    pub(super) block: u16,
    /// How many sit together.
    pub(super) targets: u16,
    /// The hop that what follows is about.
    pub(super) hop: Option<String>,
}

impl Story {
    /// A target on a network with many controls.
    pub fn of(input: &str) -> Self {
        let dossier = Dossier {
            nettest: "web_connectivity".into(),
            input: Some(input.into()),
            observations: Vec::new(),
            bodies: Default::default(),
            anchors: Vec::new(),
            tally: Tally { trials: 200, failures: 0 },
            stop: None,
            earlier: None,
        };
        Self {
            dossier,
            place: Place::Look { attempt: 1 },
            clock: 0,
            sitting: 1,
            targets: 1,
            block: 0,
            hop: None,
        }
    }

    pub fn https() -> Self {
        Self::of("https://forbidden.example/")
    }

    pub fn cleartext() -> Self {
        Self::of("http://forbidden.example/")
    }

    /// The usual suspect: honest DNS, a connection, silence after the ClientHello.
    pub fn silent_tls() -> Self {
        Self::https().resolves(&["93.184.216.34"]).connects(SITE).tls(SITE, Failure::GenericTimeout)
    }

    pub fn tally(mut self, failures: u64, trials: u64) -> Self {
        self.dossier.tally = Tally { trials, failures };
        self
    }

    pub fn stop(mut self, stop: Stop) -> Self {
        self.dossier.stop = Some(stop);
        self
    }

    /// What follows is about the hop at `url`, where a redirect led.
    pub fn at_hop(mut self, url: &str) -> Self {
        self.hop = Some(url.into());
        self
    }

    pub fn look(mut self, attempt: u8) -> Self {
        self.hop = None;
        self.place = Place::Look { attempt };
        self
    }

    pub(super) fn note(&mut self, millis: u64, event: Event, failure: Option<Failure>) {
        let t0 = Micros::from_millis(self.clock);
        self.clock += millis;
        self.push(t0, Micros::from_millis(self.clock), event, failure);
    }

    pub(super) fn push(
        &mut self,
        t0: Micros,
        t: Micros,
        mut event: Event,
        failure: Option<Failure>,
    ) {
        if let Some(url) = self.hop.clone() {
            let host = url.split('/').nth(2).unwrap_or_default().to_owned();
            match &mut event {
                Event::Dns(lookup) => lookup.name = host,
                Event::TlsHandshake(tls) => tls.server_name = host,
                Event::HttpTransaction(http) => http.url = url,
                Event::HelperExchange(exchange) => exchange.about = Some(url),
                _ => {}
            }
        }
        let place = self.place.clone();
        let number = self.dossier.observations.len() + self.dossier.anchors.len();
        let id = ObservationId::of(&RunId::new("run"), number as u64);
        let one = Observation { id, t0, t, place, event, failure, bytes: Bytes::default() };
        if matches!(one.place, Place::Anchor { .. } | Place::WarmUp) {
            self.dossier.anchors.push(one);
        } else {
            self.dossier.observations.push(one);
        }
    }
}
