//! DNS, recorded: the system's resolver, and exchanges of our own over UDP, TCP, TLS and HTTPS.
//!
//! Whatever carries an exchange over TCP (the connection, the TLS session, the request) is recorded by
//! the operation that makes it, with its own bytes; the lookup adds what was said.

mod known;
mod message;
mod secure;
mod stream;
mod udp;

use std::net::IpAddr;

use arna_model::{Bytes, DnsAnswer, DnsEngine, DnsLookup, Event, Failure, Micros};
use tokio::time::timeout;

use crate::{Net, Seen, classify};

pub use known::resolver_name;
pub(crate) use message::{ReplyError, query, reply};
pub use secure::SecureResolver;

/// Which addresses are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// A records.
    V4,
    /// AAAA records.
    V6,
}

impl Family {
    /// The record type's name.
    fn query_type(self) -> &'static str {
        match self {
            Self::V4 => "A",
            Self::V6 => "AAAA",
        }
    }
}

impl Net {
    /// Asks the system's resolver, as a browser would.
    pub async fn resolve(&self, name: &str) -> Seen<Vec<IpAddr>> {
        let t0 = self.now();
        let outcome = match self.refusal() {
            Some(refusal) => Err(refusal),
            None => match timeout(SYSTEM_PATIENCE.into(), self.resolve_anyhow(name)).await {
                Ok(Ok(addresses)) if addresses.is_empty() => Err(Failure::DnsNoAnswer),
                Ok(Ok(addresses)) => Ok(addresses),
                Ok(Err(error)) => Err(classify::resolve_failure(error)),
                Err(_) => Err(Failure::GenericTimeout),
            },
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
            outcome => self.spend(system_estimate(name, outcome.as_ref().map_or(0, Vec::len))),
        };
        let id = self.record(t0, event, outcome.as_ref().err().cloned(), bytes);
        Seen { id, outcome }
    }
}

/// What an answer is worth to whoever asked.
fn addresses_of(answer: &DnsAnswer) -> Result<Vec<IpAddr>, Failure> {
    if answer.addresses.is_empty() {
        Err(classify::rcode_failure(answer.rcode))
    } else {
        Ok(answer.addresses.clone())
    }
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

#[cfg(fuzzing)]
pub(crate) mod fuzzing {
    /// What a resolver answers, read and held against a question.
    pub fn dns_message(message: &[u8]) {
        let Some(reply) = super::message::reply(message) else { return };
        let id = reply.id;
        if let Ok(answer) = reply.to(id, "one.example", super::Family::V4) {
            drop(answer.into_answer(arna_model::Micros(0)));
        }
    }
}
