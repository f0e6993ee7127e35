//! Who else was asked: helpers, anchors, portals.

use super::*;

impl Story {
    pub fn helper(mut self, answer: ControlAnswer) -> Self {
        self = self.exchange(Some(answer), Some(0));
        self
    }

    pub fn exchange(mut self, answer: Option<ControlAnswer>, clock_ahead_s: Option<i64>) -> Self {
        let before = std::mem::replace(&mut self.place, Place::Helper);
        let failure = answer.is_none().then_some(Failure::GenericTimeout);
        let helper = "https://helper.example/".into();
        let (about, come_back_s) = (None, None);
        let event = Event::HelperExchange(HelperExchange {
            helper,
            about,
            answer,
            beside: None,
            clock_ahead_s,
            come_back_s,
        });
        self.note(400, event, failure);
        self.place = before;
        self
    }

    pub fn anchor(mut self, side: Side, failure: Option<Failure>) -> Self {
        let before = std::mem::replace(&mut self.place, Place::Anchor { side, name: "a".into() });
        self.note(100, connect("1.1.1.1:443"), failure);
        self.place = before;
        self
    }

    /// A hello that `name` had, and no answer: the target's own (in a look), or an innocent host's.
    pub fn unanswered(mut self, place: Place, name: &str, unacked_bytes: u32) -> Self {
        let before = std::mem::replace(&mut self.place, place);
        let mut event = self.handshake(SITE, false, 0, Vec::new());
        if let Event::TlsHandshake(tls) = &mut event {
            tls.server_name = name.into();
            tls.info = Some(TcpInfo { unacked_bytes, ..TcpInfo::default() });
        }
        self.note(10_000, event, Some(Failure::GenericTimeout));
        self.place = before;
        self
    }

    /// A handshake with a helper, in vain.
    pub fn helper_shows(self, name: &str, chain: Vec<Certificate>, failure: Failure) -> Self {
        self.innocent(Place::Helper, name, chain, Some(failure))
    }

    /// What a resolver says of a name of advertisements.
    pub fn advertisement(mut self, engine: DnsEngine, addresses: &[&str]) -> Self {
        let place = Place::Anchor { side: Side::Resolver, name: "ads.example".into() };
        let before = std::mem::replace(&mut self.place, place);
        let failure = addresses.is_empty().then_some(Failure::DnsNxdomain);
        self.note(60, lookup(engine, addresses), failure);
        self.place = before;
        self
    }

    /// A handshake with an anchor abroad.
    pub fn anchor_shows(
        self,
        name: &str,
        chain: Vec<Certificate>,
        failure: Option<Failure>,
    ) -> Self {
        let place = Place::Anchor { side: Side::Foreign, name: name.into() };
        self.innocent(place, name, chain, failure)
    }

    pub(super) fn innocent(
        mut self,
        place: Place,
        name: &str,
        chain: Vec<Certificate>,
        failure: Option<Failure>,
    ) -> Self {
        let before = std::mem::replace(&mut self.place, place);
        let mut event = self.handshake("198.51.100.7:443", true, 100, chain);
        if let Event::TlsHandshake(tls) = &mut event {
            tls.server_name = name.into();
        }
        self.note(300, event, failure);
        self.place = before;
        self
    }

    /// A connection to a dead address.
    pub fn calls_nobody(self, failure: Option<Failure>) -> Self {
        self.calls_nobody_at(443, failure)
    }

    /// The same at another port.
    pub fn calls_nobody_at(mut self, port: u16, failure: Option<Failure>) -> Self {
        let side = Side::Nobody;
        let before = std::mem::replace(&mut self.place, Place::Anchor { side, name: "n".into() });
        self.note(100, connect(&format!("192.0.2.1:{port}")), failure);
        self.place = before;
        self
    }

    /// What came back from the portal probe.
    pub fn probed(mut self, status: u16, location: &str, title: &str) -> Self {
        let side = Side::Portal;
        let before = std::mem::replace(&mut self.place, Place::Anchor { side, name: "p".into() });
        let event =
            http("93.184.216.34:80", "http://probe.example/", false, Some(status), title, location);
        self.note(100, event, None);
        self.place = before;
        self
    }

    /// A public resolver that answers in the clear while the radio is woken.
    pub fn leaks(mut self) -> Self {
        let before = std::mem::replace(&mut self.place, Place::WarmUp);
        self.note(90, udp_lookup(&[&["93.184.216.34"]]), None);
        self.place = before;
        self
    }

    pub fn pings(mut self, place: Place, rtts: &[Option<u64>]) -> Self {
        let before = std::mem::replace(&mut self.place, place);
        let pings = rtts.iter().enumerate().map(|(i, rtt)| Ping {
            t: Micros::from_millis(self.clock + i as u64 * 500),
            rtt: rtt.map(Micros::from_millis),
        });
        let pings = pings.collect();
        let transport = Transport::UdpEcho;
        self.note(10_000, Event::Pings(Pings { address: at(HELPER), transport, pings }), None);
        self.place = before;
        self
    }
}
