//! Waking the radio: what comes before anything that counts.

use std::net::SocketAddr;

use arna_model::{Micros, Place, Transport};
use arna_net::Net;

use super::Control;

/// Finds out where echoes come back from, and adapts the deadlines to their round trip: first a
/// helper's UDP echo, then a public resolver.
pub(crate) async fn find_echo(
    net: &Net,
    control: &dyn Control,
    resolver: Option<SocketAddr>,
) -> Option<(SocketAddr, Transport)> {
    let net = net.at(Place::WarmUp);
    let helpers = control.posts(&net).await;
    let candidates = helpers
        .first()
        .map(|post| (post.address, Transport::UdpEcho))
        .into_iter()
        .chain(resolver.map(|resolver| (resolver, Transport::Dns)));
    for (address, transport) in candidates {
        if wake(&net, address, transport).await {
            return Some((address, transport));
        }
    }
    None
}

/// Wakes the radio with echoes to `address`; says whether any came back.
pub(crate) async fn wake(net: &Net, address: SocketAddr, transport: Transport) -> bool {
    let net = net.at(Place::WarmUp);
    let Ok(pings) = net.wake(address, transport, PATIENCE).await.outcome else { return false };
    // The last ones saw the radio awake.
    if let Some(rtt) = pings.iter().rev().filter_map(|ping| ping.rtt).take(2).min() {
        net.adapt(rtt);
    }
    true
}

/// A radio needs up to 2 s to wake, and a stall is over in 11 s in 19 of 20 cases; past this there is
/// no point in waiting before the first look, which has deadlines of its own.
const PATIENCE: Micros = Micros::from_secs(6);
