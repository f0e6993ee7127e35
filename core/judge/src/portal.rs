//! The operator's portal: everybody is held until they log in, or pay.
//!
//! A cleartext URL that answers 204 and nothing else tells it: whoever answers otherwise is not its
//! server. Resolvers and open ports prove nothing there, as a portal gives both; what it cannot give is
//! a handshake that verifies, an answer of a helper, or an echo from one.

use arna_model::{
    Code, Dossier, Event, HttpTransaction, Observation, Place, Reason, Side, Transport, Verdict,
};

use crate::blocks::pings;
use crate::http;
use crate::opinion::Opinion;

/// `no_internet`, if somebody else answers for the probe and nothing shows a way past them.
pub(crate) fn no_internet(dossier: &Dossier) -> Option<Verdict> {
    if dossier.observations.iter().any(is_beyond) {
        return None;
    }
    let (probe, reason) = holds(&dossier.anchors)?;
    Some(Opinion::because(Code::NoInternet, reason).on([probe]).verdict())
}

/// Who holds everybody, with the probe that shows it, as far as a look at the whole network tells.
pub(crate) fn holds(look: &[Observation]) -> Option<(&Observation, Reason)> {
    let is_foreign =
        |one: &Observation| matches!(one.place, Place::Anchor { side: Side::Foreign, .. });
    let (probe, answer) = look.iter().filter_map(|one| Some((one, answer(one)?))).next_back()?;
    if look.iter().any(is_beyond)
        || answer.status == Some(NO_CONTENT)
        || !look.iter().any(is_foreign)
    {
        return None;
    }
    let reason =
        if speaks_of_balance(answer) { Reason::OutOfCredit } else { Reason::CaptivePortal };
    Some((probe, reason))
}

/// The probe's answer in an observation.
fn answer(one: &Observation) -> Option<&HttpTransaction> {
    let is_probe = matches!(one.place, Place::Anchor { side: Side::Portal, .. });
    http::transaction(one).filter(|http| is_probe && http.status.is_some())
}

/// Whether it came from beyond any portal.
fn is_beyond(one: &Observation) -> bool {
    match &one.event {
        Event::TlsHandshake(tls) => tls.is_complete && one.is_success(),
        Event::QuicHandshake(quic) => quic.is_complete && one.is_success(),
        Event::HttpTransaction(http) => http.is_authentic && http.status.is_some(),
        Event::HelperExchange(exchange) => exchange.is_answered_here(),
        Event::Pings(echoes) => {
            echoes.transport == Transport::UdpEcho
                && pings(one).is_some_and(|all| all.iter().any(|ping| ping.rtt.is_some()))
        }
        _ => false,
    }
}

/// Whether the page, or where it sends one, is about money. Only then is it said: a hotel's portal is no
/// empty balance.
fn speaks_of_balance(answer: &HttpTransaction) -> bool {
    let is_location = |name: &str| name.eq_ignore_ascii_case("location");
    let locations = answer.headers.iter().filter(|line| is_location(&line.0)).map(|line| &line.1);
    locations.chain(&answer.title).any(|text| {
        let text = text.to_lowercase();
        text.contains(NOT_ENOUGH)
            || text.split(|c: char| !c.is_alphanumeric()).any(|word| BALANCE.contains(&word))
    })
}

const NO_CONTENT: u16 = 204;
/// Words of operators' pages, in English, Russian and Kazakh (ours).
const BALANCE: &[&str] =
    &["balance", "topup", "recharge", "баланс", "баланса", "балансе", "теңгерім"];
const NOT_ENOUGH: &str = "недостаточно средств";
