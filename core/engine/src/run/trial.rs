//! What one arm of a block does. Everything seen is on the tape; what is given back only says whether to
//! go on.

use std::net::SocketAddr;

use arna_model::Failure;
use arna_net::{Carrier, Channel, Cookies, Net};
use url::Url;

/// Opens a connection, and no more.
pub(super) async fn connection(net: Net, address: SocketAddr) {
    // The tape has it.
    drop(net.connect(address).await);
}

/// Opens a connection and says the name.
pub(super) async fn pair(net: Net, address: SocketAddr, name: &str) {
    if let Ok(connection) = net.connect(address).await.outcome {
        // The tape has it.
        drop(net.handshake_unverified(connection, name).await);
    }
}

/// The same; whether anybody answered. An alert is an answer: somebody read the name and spoke.
pub(super) async fn is_answered(net: Net, address: SocketAddr, name: &str) -> bool {
    let Ok(connection) = net.connect(address).await.outcome else { return false };
    let outcome = net.handshake_unverified(connection, name).await.outcome;
    matches!(outcome, Ok(_) | Err(Failure::SslFailedHandshake))
}

/// Asks for a page in the clear and takes no more than the head of the answer; whether one came.
pub(super) async fn request(net: Net, address: SocketAddr, url: &Url) -> bool {
    let net = net.for_heads();
    let Ok(connection) = net.connect(address).await.outcome else { return false };
    let mut channel = Channel::open(Carrier::Plain(connection), HEAD_ONLY as u32);
    net.fetch(&mut channel, url, &mut Cookies::default(), HEAD_ONLY).await.is_success()
}

/// Asks the system's resolver.
pub(super) async fn lookup(net: Net, name: &str) {
    drop(net.resolve(name).await);
}

/// Asks a resolver over UDP.
pub(super) async fn plainly(net: Net, name: &str, resolver: SocketAddr) {
    drop(net.resolve_udp(name, resolver).await);
}

/// Bytes of the body that are wanted.
const HEAD_ONLY: usize = 0;
