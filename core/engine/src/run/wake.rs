//! Waking the radio, and looking whether there is any Internet: what comes before anything that counts.

use std::net::SocketAddr;

use arna_model::{Anchor, Micros, Place, Side, Transport};
use arna_net::Net;
use futures_util::future::join_all;

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

/// Looks at every anchor; a second time, a while later, where neither an echo nor anybody abroad
/// answers: one look in one bad moment tells no shutdown from the radio.
pub(crate) async fn look_at_anchors(net: &Net, anchors: &[Anchor], has_echo: bool) {
    let has_abroad = look_once(net, anchors).await;
    if !anchors.is_empty() && !has_echo && !has_abroad {
        tokio::time::sleep(BETWEEN_LOOKS.into()).await;
        look_once(net, anchors).await;
    }
}

/// Connects to every anchor, all at once; whether any abroad answers.
async fn look_once(net: &Net, anchors: &[Anchor]) -> bool {
    let looks = anchors.iter().map(|anchor| {
        let place = Place::Anchor { side: anchor.side, name: anchor.name.clone() };
        let net = net.at(place);
        async move {
            // What else is to know, the tape has.
            net.connect(anchor.address).await.is_success() && anchor.side == Side::Foreign
        }
    });
    join_all(looks).await.contains(&true)
}

/// A radio needs up to 2 s to wake, and a stall is over in 11 s in 19 of 20 cases; past this there is
/// no point in waiting before the first look, which has deadlines of its own.
const PATIENCE: Micros = Micros::from_secs(6);

/// A bad moment is over by then, mostly: half of all stalls last less than 3.5 s.
const BETWEEN_LOOKS: Micros = Micros::from_secs(5);
