//! One event in plain words: where it belongs, what was done, what came of it.

use arna_model::{
    Certificate, ControlAnswer, DnsEngine, Event, HopAnswer, HopWord, Observation, Place,
    RadioSample,
};

use crate::{phrases, words};

/// Where in the run.
pub(crate) fn place(place: &Place) -> String {
    match place {
        Place::WarmUp => "waking the radio".to_owned(),
        Place::Anchor { name, .. } => format!("anchor {name}"),
        Place::Look { attempt } => format!("look {attempt}"),
        Place::Helper => "helper".to_owned(),
        Place::Block { sitting, block, .. } => format!("block {sitting}.{block}"),
        Place::Pair { sitting, pair, .. } => format!("pair {sitting}.{pair}"),
        Place::Trace { round, .. } => format!("trace {round}"),
    }
}

/// What was done.
pub(crate) fn what(event: &Event) -> String {
    match event {
        Event::Dns(lookup) => {
            let at = lookup.resolver.map(|resolver| format!(" at {}", resolver.ip()));
            let over = match lookup.engine {
                DnsEngine::System | DnsEngine::Udp => "",
                DnsEngine::Tcp => " over TCP",
                DnsEngine::Dot => " over TLS",
                DnsEngine::Doh => " over HTTPS",
            };
            format!("looked up {}{}{over}", lookup.name, at.unwrap_or_default())
        }
        Event::TcpConnect(connect) => format!("connected to {}", connect.address),
        Event::TlsHandshake(tls) => {
            let far = tls.hop_limit.map(|hops| format!(", for {hops} hops alone"));
            format!("said {} to {}{}", tls.server_name, tls.address, far.unwrap_or_default())
        }
        Event::QuicHandshake(quic) => {
            format!("said {} to {} over QUIC", quic.server_name, quic.address)
        }
        Event::HttpTransaction(http) => format!("asked for {}", phrases::short(&http.url)),
        Event::Pings(pings) => format!("{} echoes from {}", pings.pings.len(), pings.address),
        Event::HelperExchange(exchange) => format!("asked {}", phrases::short(&exchange.helper)),
        Event::Radio(_) => "looked at the radio".to_owned(),
        Event::Transfer(it) => format!("fetched {} kB as {}", it.wanted / 1024, it.server_name),
        Event::Trace(trace) => format!("traced the way to {}", trace.address),
        Event::Reflection(it) => format!("asked {} which ClientHello it saw", it.address),
    }
}

/// What the phone said of its radio.
fn radio(sample: &RadioSample) -> String {
    let known = [
        sample.technology.map(|technology| technology.as_str().to_uppercase()),
        sample.operator.as_ref().map(|operator| format!("operator {operator}")),
        sample.cell.map(|cell| format!("cell {cell}")),
        sample.signal_dbm.map(|dbm| format!("{dbm} dBm")),
        sample.address.map(|address| format!("address {address}")),
    ];
    let known: Vec<_> = known.into_iter().flatten().collect();
    if known.is_empty() { "nothing is known".to_owned() } else { known.join(", ") }
}

/// What came of it.
pub(crate) fn outcome(seen: &Observation) -> String {
    let failure = seen.failure.as_ref().map(words::failure);
    match &seen.event {
        Event::Dns(lookup) if !lookup.addresses.is_empty() => {
            let found: Vec<_> = lookup.addresses.iter().map(ToString::to_string).collect();
            let found = found.join(", ");
            failure.map_or(found.clone(), |failure| format!("{found} ({failure})"))
        }
        Event::TlsHandshake(tls) => {
            let outcome = certified(failure, &tls.chain);
            let is_trusted = tls.is_accepted_here == Some(true);
            if is_trusted { format!("{outcome}, which this device trusts") } else { outcome }
        }
        Event::QuicHandshake(quic) => certified(failure, &quic.chain),
        Event::HttpTransaction(http) => match (http.status, failure) {
            (Some(status), None) => format!("status {status}"),
            (Some(status), Some(failure)) => format!("status {status}, then {failure}"),
            (None, failure) => failure.unwrap_or_else(|| "no answer".to_owned()),
        },
        Event::Pings(pings) => {
            let back = pings.pings.iter().filter(|ping| ping.rtt.is_some()).count();
            failure.unwrap_or_else(|| format!("{back} came back"))
        }
        Event::HelperExchange(exchange) => match (&exchange.answer, failure) {
            (Some(answer), _) => outside(answer),
            (None, failure) => failure.unwrap_or_else(|| "no usable answer".to_owned()),
        },
        Event::Reflection(it) => match (&it.seen, failure) {
            (Some(seen), _) => format!("{} bytes, {}", seen.bytes, seen.ja4),
            (None, failure) => failure.unwrap_or_else(|| "it did not say".to_owned()),
        },
        Event::Trace(trace) => {
            let heard =
                trace.hops.iter().filter_map(|hop| Some((hop.distance, hop.answer.as_ref()?)));
            let heard: Vec<_> = heard.map(|(at, answer)| hop(at, answer)).collect();
            if heard.is_empty() { failure.unwrap_or_default() } else { heard.join(", ") }
        }
        Event::Transfer(transfer) => {
            let came = transfer.marks.last().map_or(0, |mark| mark.bytes) / 1024;
            let speed = failure.unwrap_or_else(|| "all of it".to_owned());
            format!("{came} kB came: {speed}")
        }
        Event::Radio(sample) => failure.unwrap_or_else(|| radio(sample)),
        _ => failure.unwrap_or_else(|| "worked".to_owned()),
    }
}

/// How a handshake ended, and who vouches for the other end.
fn certified(failure: Option<String>, chain: &[Certificate]) -> String {
    let outcome = failure.unwrap_or_else(|| "secured".to_owned());
    let issuer = chain.first().and_then(|leaf| leaf.issuer.common_name.as_ref());
    issuer.map_or(outcome.clone(), |issuer| format!("{outcome}, certificate by {issuer}"))
}

/// Who answered from a hop, and what if not that the hops are used up.
pub(crate) fn hop(at: u8, answer: &HopAnswer) -> String {
    let who = answer.network.map(|network| format!(" {network}")).unwrap_or_default();
    let said = match answer.said {
        HopWord::Expired => "",
        HopWord::Unreachable => " goes no further",
        HopWord::Opened => " opened",
        HopWord::Refused => " refused",
    };
    format!("{at}:{who}{said}")
}

/// What a helper sees, the furthest step first.
fn outside(answer: &ControlAnswer) -> String {
    let page = answer.http.as_ref();
    let tls = answer.tls.values().find_map(|tls| tls.failure.as_ref());
    let tcp = answer.tcp.values().flatten().next();
    let failures = [
        ("the name", answer.dns_failure.as_ref()),
        ("the connection", tcp),
        ("the secure connection", tls),
        ("the page", page.and_then(|page| page.failure.as_ref())),
    ];
    let first = failures.into_iter().find_map(|(what, why)| Some((what, why?)));
    match (page.and_then(|page| page.status), first) {
        (Some(status), None) => format!("opens from outside, status {status}"),
        (Some(status), Some((what, why))) => {
            format!("from outside status {status}, but {what}: {}", words::failure(why))
        }
        (None, Some((what, why))) => format!("from outside, {what}: {}", words::failure(why)),
        (None, None) => "answered, and saw no page".to_owned(),
    }
}
