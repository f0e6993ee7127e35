//! The portal probe: asked over cleartext where no helper's echo came back, as phones do.
//!
//! Its server answers 204 and nothing else. Whoever answers otherwise may be the operator's portal;
//! then the anchors abroad are asked for a handshake, which no portal can give.

use std::net::SocketAddr;

use arna_model::{Anchor, Place, Side};
use arna_net::{Carrier, Channel, Cookies, Net};
use futures_util::future::join_all;
use url::Url;

/// Asks `probe`, and the anchors for handshakes if somebody else answers for it. A URL that is not
/// cleartext tells nothing and is left alone.
pub(crate) async fn look_for_portal(net: &Net, probe: &str, anchors: &[Anchor]) {
    let Some(url) = Url::parse(probe).ok().filter(|url| url.scheme() == "http") else { return };
    if is_answered_otherwise(net, &url).await {
        let foreign = anchors.iter().filter(|anchor| anchor.side == Side::Foreign);
        join_all(foreign.map(|anchor| shake_hands(net, anchor))).await;
    }
}

async fn is_answered_otherwise(net: &Net, url: &Url) -> bool {
    let Some(name) = url.host_str() else { return false };
    // The name is no anchor: a resolver that answers says nothing of the rest.
    let lookup = net.at(Place::WarmUp).resolve(name).await;
    let Some(&ip) = lookup.ok().as_ref().and_then(|addresses| addresses.first()) else {
        return false;
    };
    let net = net.at(Place::Anchor { side: Side::Portal, name: name.to_owned() });
    let address = SocketAddr::new(ip, url.port_or_known_default().unwrap_or(HTTP));
    let Some(connection) = net.connect(address).await.ok() else { return false };
    let mut channel = Channel::open(Carrier::Plain(connection), ENOUGH as u32);
    let answer = net.fetch(&mut channel, url, &mut Cookies::default(), ENOUGH).await.ok();
    answer.is_some_and(|answer| answer.status != NO_CONTENT)
}

async fn shake_hands(net: &Net, anchor: &Anchor) {
    let place = Place::Anchor { side: anchor.side, name: anchor.name.clone() };
    let net = net.at(place);
    if let Some(connection) = net.connect(anchor.address).await.ok() {
        // Whether it verifies, the tape has.
        drop(net.handshake(connection, &anchor.name).await);
    }
}

const HTTP: u16 = 80;
const NO_CONTENT: u16 = 204;
/// For a title.
const ENOUGH: usize = 4 * 1024;
