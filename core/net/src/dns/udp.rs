//! DNS over UDP.
//!
//! Each datagram has its own id and source port, so that an answer belongs to exactly one send, and
//! the sockets stay open for a while after the first answer: a second, different answer to the same
//! send is what an injector leaves behind. What is not an answer to a send is not heard.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use arna_model::{Bytes, DnsAnswer, DnsEngine, DnsLookup, DnsSend, Event, Failure, Observation};
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::{Family, addresses_of, query, reply};
use crate::allowance::{self, Metered};
use crate::timeouts::DNS_SENDS;
use crate::{Datagrams as _, Net, Seen, classify};

impl Net {
    /// Asks `resolver` for A records over UDP, and waits for late answers too. If the first answer says
    /// that it is cut short, the same resolver is asked over TCP, which is a lookup of its own.
    pub async fn resolve_udp(&self, name: &str, resolver: SocketAddr) -> Seen<Vec<IpAddr>> {
        self.resolve_udp_of(name, Family::V4, resolver).await
    }

    /// The same for records of either family.
    pub async fn resolve_udp_of(
        &self,
        name: &str,
        family: Family,
        resolver: SocketAddr,
    ) -> Seen<Vec<IpAddr>> {
        let (seen, is_truncated) = self.resolve_udp_only(name, family, resolver).await;
        if !is_truncated {
            return seen;
        }
        let whole = self.resolve_tcp(name, family, resolver).await;
        // Half an answer is better than none.
        match &seen.outcome {
            Ok(addresses) if !addresses.is_empty() && !whole.is_success() => seen,
            _ => whole,
        }
    }

    /// The addresses of answers to one send of a lookup that have none in common: at least one of them is not the
    /// resolver's, or it gives addresses by turns and the question was doubled on the way. Empty: there were none such.
    pub fn rivals(&self, lookup: &Seen<Vec<IpAddr>>) -> Vec<IpAddr> {
        let of_lookup = |one: &Observation| match &one.event {
            Event::Dns(lookup) => lookup.sends.iter().flat_map(rivals).collect(),
            _ => Vec::new(),
        };
        self.recorded(&lookup.id, of_lookup).unwrap_or_default()
    }

    /// Over UDP, and whether the first answer was cut short: then no address is no failure.
    async fn resolve_udp_only(
        &self,
        name: &str,
        family: Family,
        resolver: SocketAddr,
    ) -> (Seen<Vec<IpAddr>>, bool) {
        let t0 = self.now();
        let exchange = Exchange { net: self, name, family, resolver, sends: Mutex::default() };
        let (failure, bytes) = exchange.run().await;
        let sends = exchange.sends.into_inner().unwrap_or_else(PoisonError::into_inner);
        let first = sends.iter().flat_map(|send| &send.answers).min_by_key(|answer| answer.t);
        let is_truncated = first.is_some_and(|answer| answer.is_truncated);
        let addresses = first.map(|answer| answer.addresses.clone()).unwrap_or_default();
        let rcode = first.map(|answer| answer.rcode);
        let outcome = match (first, failure) {
            (Some(_), _) if is_truncated => Ok(addresses.clone()),
            (Some(answer), _) => addresses_of(answer),
            (None, Some(failure)) => Err(failure),
            (None, None) => Err(Failure::GenericTimeout),
        };
        let event = Event::Dns(DnsLookup {
            engine: DnsEngine::Udp,
            resolver: Some(resolver),
            name: name.to_owned(),
            query_type: family.query_type().to_owned(),
            addresses,
            rcode,
            sends,
        });
        let id = self.record(t0, event, outcome.as_ref().err().cloned(), bytes);
        (Seen { id, outcome }, is_truncated)
    }
}

fn rivals(send: &DnsSend) -> Vec<IpAddr> {
    let is_apart = |one: &DnsAnswer, other: &DnsAnswer| {
        one.addresses.iter().all(|ip| !other.addresses.contains(ip))
    };
    let is_rival = |one: &&DnsAnswer| {
        let mut others = send.answers.iter().filter(|other| !other.addresses.is_empty());
        others.any(|other| is_apart(one, other))
    };
    let rivals = send.answers.iter().filter(|one| !one.addresses.is_empty()).filter(is_rival);
    rivals.flat_map(|one| one.addresses.iter().copied()).collect()
}

struct Exchange<'a> {
    net: &'a Net,
    name: &'a str,
    family: Family,
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
        let mut sockets: Vec<Metered> = Vec::new();
        for _ in 0..DNS_SENDS {
            match self.net.datagrams(self.resolver, allowance::DATAGRAMS).await {
                Ok(socket) => sockets.push(socket),
                Err(failure) => return (Some(failure), Bytes::default()),
            }
        }
        let mut listening = pin!(async {
            let all = sockets.iter().enumerate().map(|(number, socket)| {
                let heard = heard.clone();
                Box::pin(async move { self.listen(number, socket, &heard).await })
            });
            // A flood at one of them ends it.
            futures_util::future::select_all(all).await.0
        });
        let sending = async {
            let mut failure = None;
            for socket in &sockets {
                if let Err(error) = self.send(socket).await {
                    failure = Some(socket.over().unwrap_or_else(|| classify::io_failure(&error)));
                }
                sleep(timeouts.dns_resend.into()).await;
            }
            failure
        };
        let failure = tokio::select! {
            biased;
            _ = hearing.recv() => tokio::select! {
                biased;
                over = listening => Some(over),
                () = sleep(timeouts.dns_linger.into()) => None,
            },
            over = &mut listening => Some(over),
            failure = sending => failure,
        };
        (failure, sockets.iter().map(|socket| socket.meter()).sum())
    }

    async fn send(&self, socket: &Metered) -> io::Result<()> {
        let id = self.net.entropy("dns").next_u64() as u16;
        let query = query(id, self.name, self.family).ok_or(io::ErrorKind::InvalidInput)?;
        self.sends().push(DnsSend { t: self.net.now(), id, answers: Vec::new() });
        socket.send(&query).await
    }

    /// Keeps every answer that comes to one send; ends when no more may pass.
    async fn listen(
        &self,
        number: usize,
        socket: &Metered,
        heard: &mpsc::UnboundedSender<()>,
    ) -> Failure {
        while let Ok(datagram) = socket.receive().await {
            let mut sends = self.sends();
            let Some(send) = sends.get_mut(number) else {
                continue;
            };
            if let Some(reply) = reply(&datagram)
                && reply.may_answer(send.id, self.name, self.family)
            {
                // Injectors send two or three; a flood tells no more.
                if send.answers.len() < MOST_ANSWERS {
                    send.answers.push(reply.into_answer(self.net.now()));
                }
                heard.send(()).expect("the receiver lives as long as this exchange");
            }
        }
        match socket.over() {
            Some(over) => over,
            // An ICMP error: there may be other sends, and the deadline is theirs.
            None => std::future::pending().await,
        }
    }
}

/// Answers to one send that are kept (**ours**).
const MOST_ANSWERS: usize = 16;
