//! DNS over TCP (RFC 7766), TLS (RFC 7858) and HTTPS (RFC 8484).
//!
//! One connection, one question, one answer of 64 kB at most. A connection belongs to one exchange, so
//! what is not the answer is a fault of the resolver or of who speaks for it.

use std::net::{IpAddr, SocketAddr};

use arna_model::{Bytes, DnsEngine, DnsLookup, DnsSend, Event, Failure, Micros};
use bytes::Bytes as Buffer;
use http::Request;
use http::header::{ACCEPT, CONTENT_TYPE};
use http_body_util::Full;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;
use url::Url;

use super::{Family, ReplyError, addresses_of, query, reply};
use crate::connection::Connection;
use crate::{Answer, Carrier, Channel, Net, Secured, Seen, allowance, classify};

impl Net {
    /// Asks `resolver` over TCP. The connection is recorded before the lookup.
    pub async fn resolve_tcp(
        &self,
        name: &str,
        family: Family,
        resolver: SocketAddr,
    ) -> Seen<Vec<IpAddr>> {
        let mut lookup = Lookup::new(self, DnsEngine::Tcp, name, family, resolver);
        let outcome = lookup.over_tcp().await;
        lookup.record(outcome)
    }

    /// Asks `resolver` over TLS, usually on port 853. Its chain must verify for `server_name`. The
    /// connection and the handshake are recorded before the lookup.
    pub async fn resolve_dot(
        &self,
        name: &str,
        family: Family,
        resolver: SocketAddr,
        server_name: &str,
    ) -> Seen<Vec<IpAddr>> {
        let mut lookup = Lookup::new(self, DnsEngine::Dot, name, family, resolver);
        let outcome = lookup.over_tls(server_name).await;
        lookup.record(outcome)
    }

    /// POSTs the question to `url` at `resolver`, whose chain must verify for the URL's host. The
    /// connection, the handshake and the request, with all its bytes, are recorded before the lookup.
    pub async fn resolve_doh(
        &self,
        name: &str,
        family: Family,
        resolver: SocketAddr,
        url: &Url,
    ) -> Seen<Vec<IpAddr>> {
        let mut lookup = Lookup::new(self, DnsEngine::Doh, name, family, resolver);
        let outcome = lookup.over_https(url).await;
        lookup.record(outcome)
    }
}

/// A lookup on its way.
struct Lookup<'a> {
    net: &'a Net,
    t0: Micros,
    engine: DnsEngine,
    name: &'a str,
    family: Family,
    resolver: SocketAddr,
    send: Option<DnsSend>,
    bytes: Bytes,
}

impl<'a> Lookup<'a> {
    fn new(
        net: &'a Net,
        engine: DnsEngine,
        name: &'a str,
        family: Family,
        resolver: SocketAddr,
    ) -> Self {
        let (t0, bytes) = (net.now(), Bytes::default());
        Self { net, t0, engine, name, family, resolver, send: None, bytes }
    }

    async fn over_tcp(&mut self) -> Result<(), Failure> {
        let (id, query) = self.question()?;
        let connection = self.net.connect(self.resolver).await.outcome?;
        let Connection { counted, mut tap, .. } = connection;
        tap.allow(allowance::QUESTION);
        let outcome = self.exchange(&mut tap, id, &query).await.map_err(|why| tap.blamed(why));
        self.bytes = tap.meter() - counted;
        outcome
    }

    async fn over_tls(&mut self, server_name: &str) -> Result<(), Failure> {
        let (id, query) = self.question()?;
        let connection = self.net.connect(self.resolver).await.outcome?;
        let secured = self.net.handshake_for(connection, server_name, &[DOT]).await.outcome?;
        let Secured { counted, mut stream, .. } = secured;
        let tap = stream.get_ref().0.clone();
        tap.allow(allowance::QUESTION);
        let outcome = self.exchange(&mut stream, id, &query).await.map_err(|why| tap.blamed(why));
        self.bytes = tap.meter() - counted;
        outcome
    }

    async fn over_https(&mut self, url: &Url) -> Result<(), Failure> {
        // Id 0, so that the same question is always the same request (RFC 8484, section 4.1).
        let query = query(0, self.name, self.family).ok_or_else(classify::no_dns_name)?;
        let host = url.host_str().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let connection = self.net.connect(self.resolver).await.outcome?;
        let secured = self.net.handshake(connection, host).await.outcome?;
        let mut channel = Channel::open(Carrier::Tls(Box::new(secured)), MAX_ANSWER as u32);
        self.sending(0);
        let seen = self.net.transact(&mut channel, url, request(url, query), MAX_ANSWER).await;
        let answer = content(seen.outcome?).map_err(classify::reply_failure)?;
        self.hear(0, &answer)
    }

    fn question(&self) -> Result<(u16, Vec<u8>), Failure> {
        let id = self.net.entropy("dns").next_u64() as u16;
        let query = query(id, self.name, self.family).ok_or_else(classify::no_dns_name)?;
        Ok((id, query))
    }

    /// A question and its answer, each after its length.
    async fn exchange<S>(&mut self, stream: &mut S, id: u16, query: &[u8]) -> Result<(), Failure>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        self.sending(id);
        let exchange = async {
            // In one piece: some servers want length and question in one segment.
            let length = (query.len() as u16).to_be_bytes();
            stream.write_all(&[&length, query].concat()).await?;
            stream.flush().await?;
            let mut answer = vec![0; stream.read_u16().await?.into()];
            stream.read_exact(&mut answer).await?;
            Ok(answer)
        };
        let answer = match timeout(self.net.timeouts().dns_stream.into(), exchange).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => return Err(classify::io_failure(&error)),
            Err(_) => return Err(Failure::GenericTimeout),
        };
        self.hear(id, &answer)
    }

    fn sending(&mut self, id: u16) {
        self.send = Some(DnsSend { t: self.net.now(), id, answers: Vec::new() });
    }

    fn hear(&mut self, id: u16, answer: &[u8]) -> Result<(), Failure> {
        let reply = reply(answer).ok_or(ReplyError::Nonsense);
        let reply = reply.and_then(|reply| reply.to(id, self.name, self.family));
        let answer = reply.map_err(classify::reply_failure)?.into_answer(self.net.now());
        if let Some(send) = &mut self.send {
            send.answers.push(answer);
        }
        Ok(())
    }

    fn record(self, outcome: Result<(), Failure>) -> Seen<Vec<IpAddr>> {
        let answer = self.send.as_ref().and_then(|send| send.answers.first());
        let rcode = answer.map(|answer| answer.rcode);
        let outcome = outcome.and_then(|()| answer.map_or(Ok(Vec::new()), addresses_of));
        let event = Event::Dns(DnsLookup {
            engine: self.engine,
            resolver: Some(self.resolver),
            name: self.name.to_owned(),
            query_type: self.family.query_type().to_owned(),
            addresses: outcome.clone().unwrap_or_default(),
            rcode,
            sends: self.send.into_iter().collect(),
        });
        let failure = outcome.as_ref().err().cloned();
        let id = self.net.record(self.t0, event, failure, self.bytes);
        Seen { id, outcome }
    }
}

fn request(url: &Url, query: Vec<u8>) -> Option<Request<Full<Buffer>>> {
    Request::post(&url[..url::Position::AfterQuery])
        .header(CONTENT_TYPE, MEDIA_TYPE)
        .header(ACCEPT, MEDIA_TYPE)
        .body(Full::from(query))
        .ok()
}

/// The message in an answer of HTTP.
fn content(answer: Answer) -> Result<Vec<u8>, ReplyError> {
    let kind = answer.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    let is_message = kind.is_some_and(|kind| kind.eq_ignore_ascii_case(MEDIA_TYPE));
    if answer.status == 200 && is_message && !answer.is_truncated {
        Ok(answer.body)
    } else {
        Err(ReplyError::Nonsense)
    }
}

/// The length has two bytes; HTTP's answers get no more room.
const MAX_ANSWER: usize = 65_535;
/// DNS over TLS in ALPN.
const DOT: &[u8] = b"dot";
const MEDIA_TYPE: &str = "application/dns-message";
