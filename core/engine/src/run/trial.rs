//! What one arm of a block does. Everything seen is on the tape; what is given back only says whether to
//! go on.

use std::net::SocketAddr;

use arna_model::Micros;
use arna_net::{Carrier, Channel, Connection, Cookies, Net};
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

/// Says the name over QUIC.
pub(super) async fn quic(net: Net, address: SocketAddr, name: &str) {
    // The tape has it.
    drop(net.quic_handshake(address, name).await);
}

/// Effect 3 over QUIC: an innocent name at the site's own address, before the site's own is said.
pub(super) async fn innocent_quic(net: Net, address: SocketAddr, innocent: &str) {
    quic(net.patient_for(ENOUGH_FOR_INNOCENTS), address, innocent).await;
}

/// Opens a connection and says the name; whether anybody answered. An alert is an answer: somebody read the name and
/// spoke. What is no TLS is none: no server said it.
pub(super) async fn is_answered(net: Net, address: SocketAddr, name: &str) -> bool {
    let Ok(connection) = net.connect(address).await.outcome else { return false };
    net.handshake_unverified(connection, name).await.is_answered()
}

/// A connection to a helper under the target's name; once it stands, and there is a `mirror`, which ClientHello
/// the helper saw.
pub(super) async fn named(net: Net, mirror: Option<Net>, address: SocketAddr, name: &str) {
    let Ok(connection) = net.connect(address).await.outcome else { return };
    say(&net, mirror, connection, name).await;
}

/// The same over a connection that is there.
pub(super) async fn say(net: &Net, mirror: Option<Net>, connection: Connection, name: &str) {
    let outcome = net.handshake_unverified(connection, name).await.outcome;
    if let (Ok((secured, _)), Some(mirror)) = (outcome, mirror) {
        // The tape has it.
        drop(mirror.patient_for(ENOUGH_FOR_INNOCENTS).reflection(secured).await);
    }
}

/// The arms of effects 2 and 3.
pub(super) struct AtSite {
    pub(super) innocents: Net,
    /// `None`: it is known that they do not pass.
    pub(super) halves: Option<Net>,
    pub(super) innocents_in_records: Net,
    pub(super) records: Net,
}

/// Effects 2 and 3, at the site's own address: an innocent name in a whole hello, and if that is answered, the
/// site's own in one that is cut in two segments. Where that does not pass, both in two records.
pub(super) async fn site(arms: AtSite, address: SocketAddr, name: &str, innocent: &str) {
    let AtSite { innocents, halves, innocents_in_records, records } = arms;
    if !is_answered(innocents.patient_for(ENOUGH_FOR_INNOCENTS), address, innocent).await {
        return;
    }
    if let Some(halves) = halves {
        let Ok(connection) = halves.connect(address).await.outcome else { return };
        let passes = halves.handshake_split(connection, name).await.outcome;
        if matches!(passes, Ok((_, None))) {
            return;
        }
    }
    // A server may not take a hello in two records, and the address may be poisoned by now.
    let patient = innocents_in_records.patient_for(ENOUGH_FOR_INNOCENTS);
    let Ok(connection) = patient.connect(address).await.outcome else { return };
    if patient.handshake_in_records(connection, innocent).await.is_answered()
        && let Ok(connection) = records.connect(address).await.outcome
    {
        // The tape has it.
        drop(records.handshake_in_records(connection, name).await);
    }
}

/// A name as long as `name` that nobody has (RFC 2606): six letters at least.
pub(super) fn nobody_as_long_as(name: &str) -> String {
    let missing = name.len().saturating_sub(NOBODY.len());
    if missing < 2 {
        let letters = name.len().saturating_sub(TEST.len()).clamp(1, SECOND_LEVEL);
        return format!("{}{TEST}", &NOBODY[..letters]);
    }
    let (mut labels, mut left) = (String::new(), missing);
    while left > 0 {
        let length = if left > LONGEST_LABEL + 1 { LONGEST_LABEL } else { left };
        labels.push_str(&"w".repeat(length - 1));
        labels.push('.');
        left -= length;
    }
    labels + NOBODY
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

const NOBODY: &str = "example.com";
const TEST: &str = ".test";
const LONGEST_LABEL: usize = 63;
/// Letters of `example`.
const SECOND_LEVEL: usize = 7;
/// As long as the gate waits for controls, and a little more.
pub(super) const ENOUGH_FOR_INNOCENTS: Micros = Micros::from_secs(5);
/// Bytes of the body that are wanted.
const HEAD_ONLY: usize = 0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_names_are_as_long_as_anybodys() {
        for length in 6..=250 {
            let name = nobody_as_long_as(&"x".repeat(length));
            assert_eq!(name.len(), length, "{name}");
            assert!(name.split('.').all(|label| (1..=63).contains(&label.len())), "{name}");
        }
        assert_eq!(nobody_as_long_as("t.me"), "e.test");
        assert_eq!(nobody_as_long_as("www.meduza.io"), "w.example.com");
    }
}
