//! Sanity anchors: is there any Internet at all?
//!
//! Whitelist shutdowns, cuts of the border, portals and empty balances have rows of their own in
//! docs/method.md; they are not built yet.

use arna_model::{Code, DnsEngine, Dossier, Event, Observation, Place, Reason, Verdict};

use crate::blocks::pings;
use crate::dns;
use crate::opinion::Opinion;

/// `no_internet`, if there are anchors, all of them are dead, and nothing else has worked.
pub(crate) fn no_internet(dossier: &Dossier) -> Option<Verdict> {
    let is_anchor = |one: &&Observation| matches!(one.place, Place::Anchor { .. });
    let anchors: Vec<_> = dossier.anchors.iter().filter(is_anchor).collect();
    let is_dead = !anchors.is_empty()
        && !dossier.anchors.iter().any(is_alive)
        && !dossier.observations.iter().any(is_alive);
    is_dead.then(|| Opinion::because(Code::NoInternet, Reason::NoService).on(anchors).verdict())
}

/// Whether something came back from the network. The system's resolver may answer from its cache, so
/// its answers count only where it is the anchor.
fn is_alive(observation: &Observation) -> bool {
    let is_anchor = matches!(observation.place, Place::Anchor { .. });
    match &observation.event {
        Event::Pings(_) => {
            pings(observation).is_some_and(|all| all.iter().any(|it| it.rtt.is_some()))
        }
        Event::HelperExchange(exchange) => exchange.answer.is_some(),
        Event::Radio(_) => false,
        Event::TlsHandshake(handshake) => handshake.is_complete || handshake.first_byte.is_some(),
        Event::HttpTransaction(http) => http.status.is_some(),
        Event::Dns(_) => {
            let is_cached =
                dns::lookup(observation).is_some_and(|it| it.engine == DnsEngine::System);
            observation.is_success() && (is_anchor || !is_cached)
        }
        Event::TcpConnect(_) => observation.is_success(),
    }
}
