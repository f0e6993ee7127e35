//! The portal probe: asked over cleartext where no helper's echo came back, as phones do.
//!
//! Its server answers 204 and nothing else. Whoever answers otherwise may be the operator's portal;
//! then the anchors abroad are asked for a handshake, which no portal can give.

use std::net::SocketAddr;

use arna_model::{Anchor, Place, Side};
use arna_net::{Carrier, Channel, Cookies, Net, by_turns};
use futures_util::future::join_all;
use url::Url;

/// Asks `probe`, and the anchors for handshakes if somebody else answers for it. A URL that is not
/// cleartext tells nothing and is left alone.
pub(crate) async fn look_for_portal(net: &Net, probe: &str, anchors: &[Anchor]) {
    let Some(url) = Url::parse(probe).ok().filter(|url| url.scheme() == "http") else { return };
    // Its silence may be the radio's, so it is asked once more.
    let status = match status(net, &url).await {
        None => status(net, &url).await,
        status => status,
    };
    if status.is_some_and(|status| status != NO_CONTENT) {
        shake_hands(net, anchors).await;
    }
}

/// With which status it is answered, if at all.
async fn status(net: &Net, url: &Url) -> Option<u16> {
    let name = url.host_str()?;
    // The name is no anchor: a resolver that answers says nothing of the rest.
    let lookup = net.at(Place::WarmUp).resolve(name).await;
    let port = url.port_or_known_default().unwrap_or(HTTP);
    let found = net.dialled(&lookup.ok()?);
    let endpoints: Vec<_> = found.into_iter().map(|ip| SocketAddr::new(ip, port)).collect();
    let net = net.at(Place::Anchor { side: Side::Portal, name: name.to_owned() });
    let connection = net.connect_first(&mut by_turns(&endpoints)).await?;
    let mut channel = Channel::open(Carrier::Plain(connection), ENOUGH as u32);
    Some(net.fetch(&mut channel, url, &mut Cookies::default(), ENOUGH).await.ok()?.status)
}

/// Asks two of the anchors abroad for a handshake.
pub(crate) async fn shake_hands(net: &Net, anchors: &[Anchor]) {
    let foreign = anchors.iter().filter(|anchor| anchor.side == Side::Foreign);
    join_all(foreign.take(HANDSHAKES).map(|anchor| shake_hand(net, anchor))).await;
}

async fn shake_hand(net: &Net, anchor: &Anchor) {
    let place = Place::Anchor { side: anchor.side, name: anchor.name.clone() };
    let net = net.at(place);
    if let Some(connection) = net.connect(anchor.address).await.ok() {
        // Whether it verifies, the tape has.
        drop(net.handshake(connection, &anchor.name).await);
    }
}

const HTTP: u16 = 80;
/// One may be down or have forgotten its certificate.
const HANDSHAKES: usize = 2;
pub(super) const NO_CONTENT: u16 = 204;
/// For a title.
const ENOUGH: usize = 4 * 1024;
