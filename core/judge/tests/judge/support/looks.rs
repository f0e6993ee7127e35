//! Looks, told step by step.

use super::*;

impl Story {
    pub fn resolves(mut self, addresses: &[&str]) -> Self {
        let lookup = lookup(DnsEngine::System, addresses);
        self.note(60, lookup, None);
        self
    }

    pub fn resolver_says(mut self, failure: Failure) -> Self {
        self.note(5_000, lookup(DnsEngine::System, &[]), Some(failure));
        self
    }

    /// A direct query whose one send is answered by each of `answers` in turn.
    pub fn udp(mut self, answers: &[&[&str]]) -> Self {
        let event = udp_lookup(answers);
        let failure = answers.is_empty().then_some(Failure::GenericTimeout);
        self.note(60, event, failure);
        self
    }

    /// The same lookup by another engine at [`RESOLVER`], with what carries it.
    pub fn carried(mut self, engine: DnsEngine, addresses: &[&str], carriers: &[Carrier]) -> Self {
        let start = self.clock;
        let failure = carriers.iter().find_map(|(_, failure)| failure.clone());
        for (event, failure) in carriers {
            self.note(50, event.clone(), failure.clone());
        }
        let (Event::Dns(said), Event::Dns(mut lookup)) =
            (udp_lookup(&[addresses]), lookup(engine, addresses))
        else {
            unreachable!("a lookup is a lookup")
        };
        lookup.resolver = Some(at(RESOLVER));
        if failure.is_none() {
            lookup.sends = said.sends;
        }
        self.push(
            Micros::from_millis(start),
            Micros::from_millis(self.clock),
            Event::Dns(lookup),
            failure,
        );
        self
    }

    pub fn connects(mut self, to: &str) -> Self {
        self.note(150, connect(to), None);
        self
    }

    pub fn no_connect(mut self, to: &str, failure: Failure) -> Self {
        self.note(10_000, connect(to), Some(failure));
        self
    }

    pub fn verified(mut self, to: &str) -> Self {
        let event = self.handshake(to, true, 200, Vec::new());
        self.note(300, event, None);
        self
    }

    pub fn tls(mut self, to: &str, failure: Failure) -> Self {
        let is_complete = failure.is_certificate();
        let event = self.handshake(to, is_complete, 200, Vec::new());
        self.note(if is_complete { 300 } else { 10_000 }, event, Some(failure));
        self
    }

    pub fn chain(mut self, to: &str, issuer: (&str, &str, &str)) -> Self {
        let chain = vec![certificate(issuer)];
        let event = self.handshake(to, true, 200, chain);
        self.note(300, event, Some(Failure::SslUnknownAuthority));
        self
    }

    pub(super) fn handshake(
        &self,
        to: &str,
        is_complete: bool,
        first: u64,
        chain: Vec<Certificate>,
    ) -> Event {
        let first_byte = is_complete.then(|| Micros::from_millis(self.clock + first));
        Event::TlsHandshake(TlsHandshake {
            is_complete,
            first_byte,
            answer: is_complete.then_some(TlsAnswer::Handshake),
            chain,
            ..TlsHandshake::of(at(to), "forbidden.example")
        })
    }

    /// A ClientHello that is answered by an alert, or by what is no TLS.
    pub fn refused(mut self, to: &str, answer: TlsAnswer) -> Self {
        let mut event = self.handshake(to, false, 0, Vec::new());
        if let Event::TlsHandshake(tls) = &mut event {
            (tls.first_byte, tls.answer) = (Some(Micros::from_millis(self.clock)), Some(answer));
            tls.alert = (answer == TlsAnswer::Alert).then_some(40);
        }
        self.note(100, event, Some(Failure::SslFailedHandshake));
        self
    }

    /// An authentic answer.
    pub fn page(self, status: u16, title: &str) -> Self {
        self.page_at(SITE, status, title)
    }

    pub fn page_at(mut self, to: &str, status: u16, title: &str) -> Self {
        let event = http(to, "https://forbidden.example/", true, Some(status), title, "");
        self.note(200, event, None);
        self
    }

    /// An authentic answer with a body and a header.
    pub fn page_with(mut self, status: u16, header: (&str, &str), body: &str) -> Self {
        let mut event = http(SITE, "https://forbidden.example/", true, Some(status), "", "");
        if let Event::HttpTransaction(http) = &mut event {
            let blob = BlobId::new(format!("body-{}", self.clock));
            http.headers = vec![(header.0.into(), header.1.into())];
            http.body = Some(blob.clone());
            self.dossier.bodies.insert(blob, body.into());
        }
        self.note(200, event, None);
        self
    }

    /// An answer over cleartext, to the site's port 80.
    pub fn clear_page(mut self, status: u16, title: &str) -> Self {
        let event =
            http("93.184.216.34:80", "http://forbidden.example/", false, Some(status), title, "");
        self.note(200, event, None);
        self
    }

    /// An answer from `url`, over TLS or not as that says.
    pub fn answer_of(
        mut self,
        to: &str,
        url: &str,
        status: u16,
        title: &str,
        location: &str,
    ) -> Self {
        let event = http(to, url, url.starts_with("https"), Some(status), title, location);
        self.note(200, event, None);
        self
    }

    /// An answer over cleartext with this body, and whatever else `told` makes of it.
    pub fn clear(mut self, body: &str, told: impl FnOnce(&mut HttpTransaction)) -> Self {
        let (to, url) = ("93.184.216.34:80", "http://forbidden.example/");
        let mut event = http(to, url, false, Some(200), "", "");
        if let Event::HttpTransaction(http) = &mut event {
            let blob = BlobId::new(format!("body-{}", self.clock));
            (http.body, http.body_bytes) = (Some(blob.clone()), body.len() as u64);
            self.dossier.bodies.insert(blob, body.into());
            told(http);
        }
        self.note(200, event, None);
        self
    }

    pub fn clear_redirect(mut self, to: &str) -> Self {
        let event = http("93.184.216.34:80", "http://forbidden.example/", false, Some(302), "", to);
        self.note(200, event, None);
        self
    }

    /// An authentic redirect.
    pub fn redirect(self, to: &str) -> Self {
        self.redirect_at(SITE, to)
    }

    pub fn redirect_at(mut self, at: &str, to: &str) -> Self {
        let event = http(at, "https://forbidden.example/", true, Some(301), "", to);
        self.note(200, event, None);
        self
    }

    pub fn no_page(mut self, failure: Failure) -> Self {
        let event = http(SITE, "https://forbidden.example/", true, None, "", "");
        self.note(10_000, event, Some(failure));
        self
    }
}
