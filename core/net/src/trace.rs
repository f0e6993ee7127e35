//! Traces, recorded: who stands on the way to an address.

use std::net::{IpAddr, SocketAddr};

use arna_model::{Bytes, Event, Failure, HopAnswer, HopWord, Micros, Trace, TraceHop};
use futures_util::future::join_all;
use tokio::time::timeout;

use crate::wire::Fate;
use crate::{Net, Seen, classify};

impl Net {
    /// Sends SYNs towards `address` that die after one hop, two hops, and so on, a few at a time, until one comes to
    /// the far end, somebody says that it goes no further, or nothing is heard of eight in a row.
    ///
    /// A success: somebody said something. Where the system tells sockets nothing of what routers say, the trace is
    /// empty.
    pub async fn trace(&self, address: SocketAddr) -> Seen<Trace> {
        let t0 = self.now();
        let phone = self.wire().datagrams(address).await.ok().map(|socket| socket.local().ip());
        let (mut trace, mut bytes) = (Trace { address, hops: Vec::new() }, Bytes::default());
        let (mut trouble, mut silent) = (None, 0);
        for first in (1..=FURTHEST).step_by(AT_ONCE.into()) {
            let distances = first..(first + AT_ONCE).min(FURTHEST + 1);
            let tried =
                join_all(distances.map(|distance| self.hop(address, distance, phone))).await;
            let mut is_over = false;
            for hop in tried {
                match hop {
                    Ok(hop) => {
                        bytes += cost(&hop, address.is_ipv6());
                        silent = if hop.answer.is_some() { 0 } else { silent + 1 };
                        let is_end = |answer: &HopAnswer| answer.said != HopWord::Expired;
                        is_over |= hop.answer.as_ref().is_some_and(is_end);
                        trace.hops.push(hop);
                    }
                    Err(failure) => trouble = Some(failure),
                }
            }
            if is_over || trouble.is_some() || silent >= SILENT {
                break;
            }
        }
        let is_heard = trace.hops.iter().any(|hop| hop.answer.is_some());
        let failure = trouble.or((!is_heard).then_some(Failure::GenericTimeout));
        let id = self.record(t0, Event::Trace(trace.clone()), failure.clone(), bytes);
        Seen { id, outcome: failure.map_or(Ok(trace), Err) }
    }

    async fn hop(
        &self,
        address: SocketAddr,
        distance: u8,
        phone: Option<IpAddr>,
    ) -> Result<TraceHop, Failure> {
        let began = self.now();
        let fate = match timeout(PATIENCE.into(), self.wire().probe(address, distance)).await {
            Ok(Ok(fate)) => fate,
            Ok(Err(error)) => return Err(classify::io_failure(&error)),
            Err(_) => return Ok(TraceHop { distance, answer: None }),
        };
        let (said, router) = match fate {
            Fate::Expired(router) => (HopWord::Expired, router),
            Fate::Unreachable(router) => (HopWord::Unreachable, router),
            Fate::Opened => (HopWord::Opened, None),
            Fate::Refused => (HopWord::Refused, None),
        };
        let is_near = router.zip(phone).is_some_and(|(one, own)| HopAnswer::is_beside(one, own));
        let network = router.map(HopAnswer::network_of);
        let rtt = self.now().since(began);
        Ok(TraceHop { distance, answer: Some(HopAnswer { rtt, said, network, is_near }) })
    }
}

/// An estimate of a hop's bytes, IP headers included: a SYN with its options and what answers it. Routers quote as
/// much as they like; the least is reckoned for IPv4 (RFC 792), the whole SYN for IPv6 (RFC 4443).
fn cost(hop: &TraceHop, is_v6: bool) -> Bytes {
    let (syn, quoted, bare) = if is_v6 { (80, 128, 60) } else { (60, 56, 40) };
    match hop.answer.as_ref().map(|answer| answer.said) {
        None => Bytes { sent: 2 * syn, received: 0 },
        Some(HopWord::Expired | HopWord::Unreachable) => Bytes { sent: syn, received: quoted },
        Some(HopWord::Opened) => Bytes { sent: syn + bare, received: syn },
        Some(HopWord::Refused) => Bytes { sent: syn, received: bare },
    }
}

/// As far as traceroute goes.
const FURTHEST: u8 = 30;
/// How many SYNs are on their way together: routers answer each of them alone, so none is asked too often, and
/// few come to the far end (**ours**).
const AT_ONCE: u8 = 4;
/// So many silent hops in a row are the end: three or four that never answer are common (**ours**).
const SILENT: usize = 8;
/// A SYN is sent again after a second; an answer to that gets a second and a half (**ours**).
const PATIENCE: Micros = Micros::from_millis(2_500);
