//! DNS, recorded: the system's resolver, and exchanges of our own over UDP.
//!
//! Each datagram has its own id and source port, so that an answer belongs to exactly one send, and
//! the sockets stay open for a while after the first answer: a second, different answer to the same
//! send is what an injector leaves behind.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use arna_model::{Bytes, DnsAnswer, DnsEngine, DnsLookup, DnsSend, Event, Failure, Micros};
use hickory_proto::op::{Message, MessageType, OpCode, Query};
use hickory_proto::rr::{Name, RData, RecordType};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::timeouts::DNS_SENDS;
use crate::{Datagrams, Net, Seen, classify};

impl Net {
    /// Asks the system's resolver, as a browser would.
    pub async fn resolve(&self, name: &str) -> Seen<Vec<IpAddr>> {
        let t0 = self.now();
        let outcome = match timeout(SYSTEM_PATIENCE.into(), self.wire().resolve(name)).await {
            Ok(Ok(addresses)) if addresses.is_empty() => Err(Failure::DnsNoAnswer),
            Ok(Ok(addresses)) => Ok(addresses),
            Ok(Err(error)) => Err(classify::resolve_failure(error)),
            Err(_) => Err(Failure::GenericTimeout),
        };
        let event = Event::Dns(DnsLookup {
            engine: DnsEngine::System,
            resolver: None,
            name: name.to_owned(),
            query_type: "ANY_ADDRESS".to_owned(),
            addresses: outcome.clone().unwrap_or_default(),
            rcode: None,
            sends: Vec::new(),
        });
        let bytes = match &outcome {
            Err(failure) if failure.is_local() => Bytes::default(),
            outcome => system_estimate(name, outcome.as_ref().map_or(0, Vec::len)),
        };
        let id = self.record(t0, event, outcome.as_ref().err().cloned(), bytes);
        Seen { id, outcome }
    }

    /// Asks `resolver` for A records over UDP, and waits for late answers too.
    pub async fn resolve_udp(&self, name: &str, resolver: SocketAddr) -> Seen<Vec<IpAddr>> {
        let t0 = self.now();
        let exchange = Exchange { net: self, name, resolver, sends: Mutex::default() };
        let (failure, bytes) = exchange.run().await;
        let sends = exchange.sends.into_inner().unwrap_or_else(PoisonError::into_inner);
        let first = sends.iter().flat_map(|send| &send.answers).min_by_key(|answer| answer.t);
        let addresses = first.map(|answer| answer.addresses.clone()).unwrap_or_default();
        let rcode = first.map(|answer| answer.rcode);
        let outcome = match (rcode, failure) {
            (Some(_), _) if !addresses.is_empty() => Ok(addresses.clone()),
            (Some(rcode), _) => Err(classify::rcode_failure(rcode)),
            (None, Some(failure)) => Err(failure),
            (None, None) => Err(Failure::GenericTimeout),
        };
        let event = Event::Dns(DnsLookup {
            engine: DnsEngine::Udp,
            resolver: Some(resolver),
            name: name.to_owned(),
            query_type: "A".to_owned(),
            addresses,
            rcode,
            sends,
        });
        let id = self.record(t0, event, outcome.as_ref().err().cloned(), bytes);
        Seen { id, outcome }
    }
}

struct Exchange<'a> {
    net: &'a Net,
    name: &'a str,
    resolver: SocketAddr,
    sends: Mutex<Vec<DnsSend>>,
}

impl Exchange<'_> {
    fn sends(&self) -> MutexGuard<'_, Vec<DnsSend>> {
        self.sends.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends until something answers, then lingers. Gives the last trouble of a socket, if any.
    async fn run(&self) -> (Option<Failure>, Bytes) {
        let timeouts = self.net.timeouts();
        let (heard, mut hearing) = mpsc::unbounded_channel();
        let mut failure = None;
        let mut sockets: Vec<Box<dyn Datagrams>> = Vec::new();
        for _ in 0..DNS_SENDS {
            match self.net.wire().datagrams(self.resolver).await {
                Ok(socket) => sockets.push(socket),
                Err(error) => return (Some(classify::io_failure(&error)), Bytes::default()),
            }
        }
        let mut listening = pin!(async {
            let all = sockets.iter().enumerate().map(|(number, socket)| {
                let heard = heard.clone();
                async move { self.listen(number, socket.as_ref(), &heard).await }
            });
            futures_util::future::join_all(all).await
        });
        let sending = async {
            for socket in &sockets {
                if let Err(error) = self.send(socket.as_ref()).await {
                    failure = Some(classify::io_failure(&error));
                }
                sleep(timeouts.dns_resend.into()).await;
            }
        };
        let is_answered = tokio::select! {
            biased;
            _ = hearing.recv() => true,
            _ = &mut listening => false,
            () = sending => false,
        };
        if is_answered {
            tokio::select! {
                biased;
                _ = listening => {}
                () = sleep(timeouts.dns_linger.into()) => {}
            }
        }
        (failure, sockets.iter().map(|socket| socket.meter()).sum())
    }

    async fn send(&self, socket: &dyn Datagrams) -> io::Result<()> {
        let id = self.net.entropy("dns").next_u64() as u16;
        let query = query(id, self.name).ok_or(io::ErrorKind::InvalidInput)?;
        self.sends().push(DnsSend { t: self.net.now(), id, answers: Vec::new() });
        socket.send(&query).await
    }

    /// Keeps every answer that comes to one send; ends when the socket fails.
    async fn listen(
        &self,
        number: usize,
        socket: &dyn Datagrams,
        heard: &mpsc::UnboundedSender<()>,
    ) {
        while let Ok(datagram) = socket.receive().await {
            let mut sends = self.sends();
            let Some(send) = sends.get_mut(number) else {
                continue;
            };
            if let Some((id, rcode, addresses)) = answer(&datagram)
                && id == send.id
            {
                send.answers.push(DnsAnswer { t: self.net.now(), rcode, addresses });
                heard.send(()).expect("the receiver lives as long as this exchange");
            }
        }
        // An ICMP error: there may be other sends, and the deadline is theirs.
        std::future::pending::<()>().await;
    }
}

/// A query for A records; `None` if the name is no DNS name.
pub(crate) fn query(id: u16, name: &str) -> Option<Vec<u8>> {
    let mut name = Name::from_ascii(name).ok()?;
    name.set_fqdn(true);
    let mut message = Message::new(id, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = true;
    message.add_query(Query::query(name, RecordType::A));
    message.to_vec().ok()
}

/// Id, response code and addresses of a response.
pub(crate) fn answer(datagram: &[u8]) -> Option<(u16, u16, Vec<IpAddr>)> {
    let message = Message::from_vec(datagram).ok()?;
    let addresses = message.answers.iter().filter_map(|record| match &record.data {
        RData::A(a) => Some(IpAddr::V4(a.0)),
        RData::AAAA(aaaa) => Some(IpAddr::V6(aaaa.0)),
        _ => None,
    });
    let addresses = addresses.collect();
    Some((message.metadata.id, u16::from(message.metadata.response_code), addresses))
}

/// The system does not tell: two queries and their answers, 28 bytes of headers each.
fn system_estimate(name: &str, addresses: usize) -> Bytes {
    let query = (28 + 12 + 2 + name.len() + 4) as u64;
    Bytes {
        sent: 2 * query,
        received: if addresses == 0 { 0 } else { 2 * query + 16 * addresses as u64 },
    }
}

/// The system's resolver has its own patience (glibc: two rounds of 5 s per server); past this it hangs.
const SYSTEM_PATIENCE: Micros = Micros::from_secs(25);
