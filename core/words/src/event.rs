//! One event in plain words: where it belongs, what was done, what came of it.

use arna_model::{
    Certificate, ControlAnswer, DnsEngine, Event, HopAnswer, HopWord, HttpTransaction, Observation,
    Place, RadioSample, TlsAnswer,
};

use crate::said::Said;
use crate::{Words, short};

impl Words {
    /// Where in the run.
    pub fn place(self, place: &Place) -> String {
        match place {
            Place::WarmUp => self.tell(Said::WarmUp, &[]),
            Place::Anchor { name, .. } => self.tell(Said::Anchor, &[("name", name)]),
            Place::Look { attempt } => self.tell(Said::Look, &[("attempt", attempt)]),
            Place::Helper => self.tell(Said::Helper, &[]),
            Place::Block { sitting, block, .. } => {
                self.tell(Said::InBlock, &[("sitting", sitting), ("block", block)])
            }
            Place::Shared { round, .. } => self.tell(Said::InRound, &[("round", round)]),
            Place::Residue => self.tell(Said::AtResidue, &[]),
            Place::Pair { sitting, pair, .. } => {
                self.tell(Said::Pair, &[("sitting", sitting), ("pair", pair)])
            }
            Place::Long { block: 0, .. } => self.tell(Said::LongFlow, &[]),
            Place::Long { sitting, block, .. } => {
                self.tell(Said::LongBlock, &[("sitting", sitting), ("block", block)])
            }
            Place::Trace { round, .. } => self.tell(Said::Trace, &[("round", round)]),
        }
    }

    /// What was done.
    pub fn what(self, event: &Event) -> String {
        match event {
            Event::Dns(lookup) => {
                let at = lookup.resolver.map(|resolver| resolver.ip());
                let over = match lookup.engine {
                    DnsEngine::System | DnsEngine::Udp => None,
                    DnsEngine::Tcp => Some("TCP"),
                    DnsEngine::Dot => Some("TLS"),
                    DnsEngine::Doh => Some("HTTPS"),
                };
                let parts = [
                    Some(self.tell(Said::LookedUp, &[("name", &lookup.name)])),
                    at.map(|at| self.tell(Said::AtResolver, &[("resolver", &at)])),
                    over.map(|over| self.tell(Said::Over, &[("carrier", &over)])),
                ];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
            Event::TcpConnect(it) => self.tell(Said::Connected, &[("address", &it.address)]),
            Event::TlsHandshake(tls) => {
                let said = self
                    .tell(Said::NameSent, &[("name", &tls.server_name), ("address", &tls.address)]);
                let far = tls.hop_limit.map(|hops| self.tell(Said::HopsAlone, &[("hops", &hops)]));
                far.map_or(said.clone(), |far| format!("{said}, {far}"))
            }
            Event::QuicHandshake(quic) => self.tell(
                Said::NameOverQuic,
                &[("name", &quic.server_name), ("address", &quic.address)],
            ),
            Event::HttpTransaction(http) => {
                self.tell(Said::AskedFor, &[("url", &short(&http.url))])
            }
            Event::Pings(pings) => self
                .tell(Said::EchoesFrom, &[("n", &pings.pings.len()), ("address", &pings.address)]),
            Event::HelperExchange(exchange) if exchange.beside.is_some() => {
                self.tell(Said::SeenBeside, &[])
            }
            Event::HelperExchange(exchange) => {
                self.tell(Said::AskedHelper, &[("helper", &short(&exchange.helper))])
            }
            Event::Radio(_) => self.tell(Said::LookedAtRadio, &[]),
            Event::Transfer(it) => self.tell(
                Said::Fetched,
                &[("kb", &it.wanted.div_ceil(1024)), ("name", &it.server_name)],
            ),
            Event::Trace(trace) => self.tell(Said::Traced, &[("address", &trace.address)]),
            Event::Reflection(it) => self.tell(Said::AskedForHello, &[("address", &it.address)]),
        }
    }

    /// What came of it.
    pub fn outcome_of(self, seen: &Observation) -> String {
        let failure = seen.failure.as_ref().map(|failure| self.failure(failure));
        let or = |said| failure.clone().unwrap_or_else(|| self.tell(said, &[]));
        match &seen.event {
            Event::Dns(lookup) if !lookup.addresses.is_empty() => {
                let found: Vec<_> = lookup.addresses.iter().map(ToString::to_string).collect();
                let found = found.join(", ");
                failure.map_or(found.clone(), |failure| format!("{found} ({failure})"))
            }
            Event::TlsHandshake(tls) => {
                let outcome = match (tls.is_complete, tls.answer, tls.alert) {
                    (false, Some(TlsAnswer::Alert), Some(code)) => self.alert(code),
                    (false, Some(TlsAnswer::NotTls), _) => self.tell(Said::NotTls, &[]),
                    (false, Some(TlsAnswer::Handshake), _) if seen.failure.is_none() => {
                        self.tell(Said::Answered, &[])
                    }
                    _ => certificate(self, or(Said::Secured), &tls.chain),
                };
                match tls.is_accepted_here {
                    Some(true) => format!("{outcome}, {}", self.tell(Said::TrustedHere, &[])),
                    _ => outcome,
                }
            }
            Event::QuicHandshake(quic) => certificate(self, or(Said::Secured), &quic.chain),
            Event::HttpTransaction(http) => match (http.status, failure) {
                (Some(status), None) => match leads(http) {
                    Some(to) => self.tell(Said::StatusTo, &[("status", &status), ("to", &to)]),
                    None => self.tell(Said::Status, &[("status", &status)]),
                },
                (Some(status), Some(failure)) => {
                    self.tell(Said::StatusThen, &[("status", &status), ("failure", &failure)])
                }
                (None, failure) => failure.unwrap_or_else(|| self.tell(Said::NoAnswer, &[])),
            },
            Event::Pings(pings) => {
                let back = pings.pings.iter().filter(|ping| ping.rtt.is_some()).count();
                failure.unwrap_or_else(|| self.tell(Said::CameBack, &[("n", &back)]))
            }
            Event::HelperExchange(exchange) => match (&exchange.answer, exchange.come_back_s) {
                (Some(answer), _) if exchange.beside.is_some() => {
                    let status = answer.http.as_ref().and_then(|page| page.status);
                    let status = status.unwrap_or_default();
                    self.tell(Said::OpensThere, &[("status", &status)])
                }
                (Some(answer), _) => outside(self, answer),
                (None, Some(seconds)) => {
                    self.tell(Said::AskedTooMuch, &[("wait", &self.wait(seconds))])
                }
                (None, None) => or(Said::NoUsableAnswer),
            },
            Event::Reflection(it) => match &it.seen {
                Some(seen) => {
                    self.tell(Said::Hello, &[("bytes", &seen.bytes), ("fingerprint", &seen.ja4)])
                }
                None => or(Said::DidNotSay),
            },
            Event::Trace(trace) => {
                let heard = trace.hops.iter().filter_map(|one| Some((one, one.answer.as_ref()?)));
                let heard = heard.map(|(one, answer)| self.hop(one.distance, answer));
                let heard: Vec<_> = heard.collect();
                if heard.is_empty() { failure.unwrap_or_default() } else { heard.join(", ") }
            }
            Event::Transfer(transfer) => {
                let came = transfer.marks.last().map_or(0, |mark| mark.bytes) / 1024;
                self.tell(Said::Came, &[("kb", &came), ("speed", &or(Said::AllOfIt))])
            }
            Event::Radio(sample) => failure.unwrap_or_else(|| radio(self, sample)),
            Event::Dns(_) | Event::TcpConnect(_) => or(Said::Worked),
        }
    }

    /// An alert, by its number and the name that it has in RFC 8446, where one is known.
    fn alert(self, code: u8) -> String {
        let name = ALERTS.iter().find(|(known, _)| *known == code).map(|(_, name)| *name);
        let code = name.map_or_else(|| code.to_string(), |name| format!("{code}, {name}"));
        self.tell(Said::Alert, &[("code", &code)])
    }

    /// Who answered from a hop, and what if not that the hops are used up.
    pub(crate) fn hop(self, at: u8, answer: &HopAnswer) -> String {
        let who = answer.network.map(|network| network.to_string());
        let said = match answer.said {
            HopWord::Expired => None,
            HopWord::Unreachable => Some(Said::GoesNoFurther),
            HopWord::Opened => Some(Said::Opened),
            HopWord::Refused => Some(Said::Refused),
        };
        let parts = [Some(format!("{at}:")), who, said.map(|said| self.tell(said, &[]))];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// Where an answer leads, as it is written there.
fn leads(http: &HttpTransaction) -> Option<&str> {
    let is_redirect = http.status.is_some_and(|status| (300..400).contains(&status));
    let mut lines = http.headers.iter().filter(|_| is_redirect);
    lines.find(|(name, _)| name.eq_ignore_ascii_case("location")).map(|(_, to)| to.as_str())
}

/// Alerts with which a ClientHello is refused (RFC 8446, section 6.2, and RFC 7301).
const ALERTS: [(u8, &str); 10] = [
    (40, "handshake_failure"),
    (47, "illegal_parameter"),
    (49, "access_denied"),
    (50, "decode_error"),
    (70, "protocol_version"),
    (71, "insufficient_security"),
    (80, "internal_error"),
    (109, "missing_extension"),
    (112, "unrecognized_name"),
    (120, "no_application_protocol"),
];

/// What the phone said of its radio.
fn radio(words: Words, sample: &RadioSample) -> String {
    let tell = |said, value: &dyn std::fmt::Display| words.tell(said, &[("value", value)]);
    let known = [
        sample.technology.map(|technology| technology.as_str().to_uppercase()),
        sample.operator.as_ref().map(|operator| tell(Said::Operator, operator)),
        sample.cell.map(|cell| tell(Said::Cell, &cell)),
        sample.signal_dbm.map(|dbm| tell(Said::Signal, &dbm)),
        sample.address.map(|address| tell(Said::PhoneAddress, &address)),
    ];
    let known: Vec<_> = known.into_iter().flatten().collect();
    if known.is_empty() { words.tell(Said::NothingKnown, &[]) } else { known.join(", ") }
}

/// How a handshake ended, and who vouches for the other end.
fn certificate(words: Words, outcome: String, chain: &[Certificate]) -> String {
    let issuer = chain.first().and_then(|leaf| leaf.issuer.common_name.as_ref());
    let by = issuer.map(|issuer| words.tell(Said::CertificateBy, &[("issuer", issuer)]));
    by.map_or(outcome.clone(), |by| format!("{outcome}, {by}"))
}

/// What a helper sees, the furthest step first.
fn outside(words: Words, answer: &ControlAnswer) -> String {
    let page = answer.http.as_ref();
    let tls = answer.tls.values().find_map(|tls| tls.failure.as_ref());
    let tcp = answer.tcp.values().flatten().next();
    let failures = [
        (Said::TheName, answer.dns_failure.as_ref()),
        (Said::TheConnection, tcp),
        (Said::TheSecureConnection, tls),
        (Said::ThePage, page.and_then(|page| page.failure.as_ref())),
    ];
    let first = failures.into_iter().find_map(|(what, why)| Some((what, why?)));
    let first = first.map(|(what, why)| (words.tell(what, &[]), words.failure(why)));
    match (page.and_then(|page| page.status), first) {
        (Some(status), None) => words.tell(Said::OpensOutside, &[("status", &status)]),
        (Some(status), Some((what, why))) => {
            words.tell(Said::OutsideBut, &[("status", &status), ("what", &what), ("failure", &why)])
        }
        (None, Some((what, why))) => {
            words.tell(Said::OutsideFails, &[("what", &what), ("failure", &why)])
        }
        (None, None) => words.tell(Said::NoPage, &[]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::Language;

    /// What is said of an event in a language: what was done, and what came of it.
    fn said(language: Language, event: &Value) -> [String; 2] {
        let mut one = json!({"id": "r-1", "t0": 0.0, "t": 1.0, "place": {"stage": "helper"}});
        let map = one.as_object_mut().expect("an object");
        map.extend(event.as_object().expect("an object").clone());
        let one: Observation = serde_json::from_value(one).expect("an observation");
        let words = Words::of(language);
        [words.what(&one.event), words.outcome_of(&one)]
    }

    #[test]
    fn events_are_told_in_every_language() {
        let lookup = json!({"operation": "dns", "engine": "dot", "resolver": "192.0.2.1:853",
            "name": "a.example", "query_type": "A", "addresses": [], "failure": "dns_nxdomain_error"});
        let expected = ["looked up a.example at 192.0.2.1 over TLS", "no such name"];
        assert_eq!(said(Language::En, &lookup), expected);
        let expected = ["поиск адреса a.example у 192.0.2.1 через TLS", "нет такого имени"];
        assert_eq!(said(Language::Ru, &lookup), expected);
        let hello = json!({"operation": "tls_handshake", "address": "192.0.2.1:443",
            "server_name": "a.example", "is_complete": false, "hop_limit": 5,
            "failure": "connection_reset"});
        let expected = ["said a.example to 192.0.2.1:443, for 5 hops alone", "cut off"];
        assert_eq!(said(Language::En, &hello), expected);
        for (answer, expected) in [
            (
                json!({"first_answer": "alert", "alert": 112}),
                "the secure connection was refused (112, unrecognized_name)",
            ),
            (json!({"first_answer": "alert", "alert": 3}), "the secure connection was refused (3)"),
            (json!({"first_answer": "not_tls"}), "something came that is no secure connection"),
            (json!({"first_answer": "handshake", "failure": null}), "answered"),
            (json!({"first_answer": "handshake", "failure": "connection_reset"}), "cut off"),
        ] {
            let mut refused = json!({"operation": "tls_handshake", "address": "192.0.2.1:443",
                "server_name": "a.example", "is_complete": false, "failure": "ssl_failed_handshake"});
            let map = refused.as_object_mut().expect("an object");
            map.extend(answer.as_object().expect("an object").clone());
            assert_eq!(said(Language::En, &refused)[1], expected);
        }
        let sent = json!({"operation": "http_transaction", "address": "192.0.2.1:80",
            "url": "http://a.example/", "is_authentic": false, "status": 302, "body_bytes": 0,
            "headers": [["location", "http://192.168.1.1/"]], "is_truncated": false});
        assert_eq!(said(Language::En, &sent)[1], "answer 302, on to http://192.168.1.1/");
        let radio = json!({"operation": "radio", "technology": "lte", "operator": "40101",
            "cell": 1, "signal_dbm": -104});
        let expected = ["looked at the radio", "LTE, operator 40101, cell 1, -104 dBm"];
        assert_eq!(said(Language::En, &radio), expected);
        assert_eq!(said(Language::Kk, &radio)[1], "LTE, оператор 40101, ұяшық 1, -104 дБм");
    }

    #[test]
    fn a_helper_that_refuses_says_when_to_come_back() {
        let refused = json!({"operation": "helper_exchange", "helper": "https://helper.example/",
            "come_back_s": 2_040, "failure": "unknown_failure: the helper would not answer"});
        let expected = "too much was asked of it, it may be asked again in 34 min";
        assert_eq!(said(Language::En, &refused)[1], expected);
        assert!(said(Language::Ru, &refused)[1].contains("34 мин"));
        assert!(said(Language::Kk, &refused)[1].contains("34 мин"));
    }

    #[test]
    fn a_hop_that_is_passed_says_no_more_than_who_it_is() {
        let answer = |said, network: Option<&str>| HopAnswer {
            rtt: arna_model::Micros(1),
            said,
            network: network.map(|network| network.parse().expect("an address")),
            is_near: false,
        };
        let words = Words::of(Language::En);
        assert_eq!(words.hop(1, &answer(HopWord::Expired, Some("10.0.0.1"))), "1: 10.0.0.1");
        assert_eq!(words.hop(7, &answer(HopWord::Refused, None)), "7: refused");
        assert_eq!(words.hop(3, &answer(HopWord::Expired, None)), "3:");
    }
}
