//! What is there, by what was seen: the simplest cause that gives a verdict again.

use std::net::IpAddr;

use arna_model::{
    Arm, Cause, Code, DnsEngine, Event, Failure, How, HttpTransaction, Measurement, Observation,
    Place, Reason, TlsAnswer, TlsHandshake,
};

use crate::country::OPERATORS_RESOLVER;

/// A censor or middlebox: its kind, and further lines.
pub(super) type Device = (&'static str, Vec<String>);

/// What a scenario has to hold.
pub(super) struct Guess {
    /// What the site is like.
    pub(super) kind: &'static str,
    pub(super) censor: Option<Device>,
    pub(super) middlebox: Option<Device>,
    /// Further lines on the network.
    pub(super) network: Vec<String>,
    /// How far the phone's clock is ahead.
    pub(super) ahead: i64,
    pub(super) inferred: Vec<String>,
    pub(super) unknown: Vec<String>,
}

/// What gives the verdict of `measurement` of the site `name` again; `is_clear`: of a page in the clear.
pub(super) fn guess(measurement: &Measurement, name: &str, is_clear: bool) -> Guess {
    let mut guess = Guess {
        kind: if is_clear { "cleartext" } else { "fine" },
        censor: None,
        middlebox: None,
        network: Vec::new(),
        ahead: 0,
        inferred: Vec::new(),
        unknown: Vec::new(),
    };
    let verdict = &measurement.verdict;
    match verdict.code {
        Code::Blocked | Code::LikelyBlocked | Code::Throttled => guess.accuse(measurement, name),
        Code::Unreachable => guess.unreachable(measurement),
        Code::SiteDown => guess.down(measurement),
        Code::SiteRefuses => guess.refuses(measurement),
        Code::Accessible => {
            guess.unknown.push("whether anything is done to the site that lets it open".to_owned());
        }
        _ => guess.abstained(measurement),
    }
    if let Some((kind, _)) = &guess.censor {
        guess.inferred.push(format!("the censor: {kind}"));
        guess.unknown.push("where on the path it stands, and whether it always works".to_owned());
    } else if guess.kind != "fine" && guess.kind != "cleartext" {
        guess.inferred.push(format!("the site: {}", guess.kind));
    }
    if dialled(measurement).any(|address| address.is_ipv6()) {
        guess.unknown.push("what IPv6 had to do with it: the replay has IPv4 alone".to_owned());
    }
    guess.unknown.push("the size and speed of the site; the lab's own are used".to_owned());
    guess
}

impl Guess {
    fn accuse(&mut self, measurement: &Measurement, name: &str) {
        let verdict = &measurement.verdict;
        let is_reset = verdict.how == Some(How::ResetAfterName);
        self.censor = Some(match verdict.cause {
            Some(Cause::TlsSni) if is_reset && ends_politely(measurement) => ("sni_fin", vec![]),
            Some(Cause::TlsSni) if is_reset => ("sni_reset", vec![]),
            Some(Cause::TlsSni) if verdict.how == Some(How::AnsweredAfterName) => {
                let says = said_instead(measurement);
                ("sni_answer", vec![format!("says = \"{says}\"")])
            }
            Some(Cause::TlsSni) => {
                self.unknown.push("how long the address stays silent after a hit".to_owned());
                ("sni_drop", vec![])
            }
            Some(Cause::TlsMitm) => {
                let root =
                    toml::Value::String(issuer(measurement).unwrap_or_else(|| ROOT.to_owned()));
                ("tls_mitm", vec![format!("root = {root}")])
            }
            Some(Cause::Dns) if verdict.how == Some(How::ForgedAnswer) => forged(measurement, name),
            Some(Cause::Dns) if verdict.how == Some(How::NameDenied) => ("dns_nxdomain", vec![]),
            Some(Cause::Dns) if verdict.how == Some(How::ResolverDenies) => {
                let there = format!("only = {{ networks = [\"{OPERATORS_RESOLVER}/32\"] }}");
                ("dns_nxdomain", vec![there])
            }
            Some(Cause::Dns) => ("dns_drop", vec![]),
            Some(Cause::Http) if verdict.how == Some(How::Blockpage) => ("http_blockpage", vec![]),
            Some(Cause::Http) if is_reset => ("http_host_reset", vec![]),
            Some(Cause::Http) => ("http_host_drop", vec![]),
            Some(Cause::Quic) => ("quic_sni_drop", vec![]),
            Some(Cause::Throttling) => {
                self.unknown.push("the rate that the filter allows".to_owned());
                ("throttle", vec!["kbit = 140.0".to_owned()])
            }
            Some(Cause::Tcp) => ("ip_reset", vec![]),
            Some(Cause::Ip) if verdict.how == Some(How::RefusedInside) => ("ip_reset", vec![]),
            Some(Cause::Ip) | None => ("ip_drop", vec![]),
        });
    }

    /// Who stops it is unknown, so a filter and the site's own doing are equally simple: an address is
    /// given to a filter, since it is the one that can be switched off here.
    fn unreachable(&mut self, measurement: &Measurement) {
        match measurement.verdict.how {
            Some(How::AddressRefuses) => self.censor = Some(("ip_reset", vec![])),
            Some(How::HandshakeFails) if is_refused(measurement) => {
                self.kind = "name_refuses_country"
            }
            Some(How::HandshakeFails) => self.kind = "waf_drops_handshake",
            Some(How::RequestFails) if ends_politely(measurement) => {
                self.kind = "cleartext_hangs_up"
            }
            Some(How::RequestFails) => self.kind = "cleartext_shuns_country",
            _ => self.censor = Some(("ip_drop", vec![])),
        }
        let said =
            "who stops it: a filter, the site (server_drops_country) or an MTU hole look alike";
        self.unknown.push(said.to_owned());
    }

    fn down(&mut self, measurement: &Measurement) {
        let failed = |failure: &Failure| {
            measurement.observations.iter().any(|one| one.failure.as_ref() == Some(failure))
        };
        self.kind = match measurement.verdict.how {
            Some(How::NoSuchName) => "no_such_name",
            Some(How::Certificate) if failed(&Failure::SslInvalidHostname) => "wrong_name",
            Some(How::Certificate) if failed(&Failure::SslUnknownAuthority) => {
                "missing_intermediate"
            }
            Some(How::Certificate) => "expired_certificate",
            _ if failed(&Failure::ConnectionRefused) => "refused",
            Some(How::ResolverSilent) => "broken_zone",
            Some(How::ServerError) => "goaway",
            Some(How::RedirectLoop) => "redirect_loop",
            Some(How::RedirectsNowhere) => "leads_nowhere",
            _ => "site_down",
        };
    }

    fn refuses(&mut self, measurement: &Measurement) {
        let status = pages(measurement).filter_map(|page| page.status).last();
        self.kind = match (measurement.verdict.how, status) {
            (_, Some(451)) => "geo_block_451",
            (Some(How::Forbidden), _) => "geo_block_403",
            _ => "captcha",
        };
    }

    fn abstained(&mut self, measurement: &Measurement) {
        let condition = |word: &str| vec![format!("condition = \"{word}\"")];
        match measurement.verdict.reason {
            Some(Reason::WhitelistShutdown) => self.network = condition("whitelist"),
            Some(Reason::InternationalCut) => self.network = condition("border_cut"),
            Some(Reason::CaptivePortal) => self.network = condition("portal"),
            Some(Reason::OutOfCredit) => self.network = condition("no_credit"),
            Some(Reason::NoService) => self.network = condition("no_service"),
            Some(Reason::NotPermitted) => self.network = condition("vpn"),
            Some(Reason::NoOutsideControl) => {
                self.network = vec!["helpers = \"silent\"".to_owned()]
            }
            Some(Reason::WrongClock) => self.ahead = clock_ahead(measurement),
            Some(Reason::TlsProxy) => {
                let issuer = issuer(measurement).unwrap_or_else(|| "Company Root CA".to_owned());
                let issuer = toml::Value::String(issuer);
                self.middlebox = Some(("tls_proxy", vec![format!("issuer = {issuer}")]));
            }
            Some(Reason::LongAnswersLost) => {
                self.middlebox = Some(("mtu_hole", vec!["down_bytes = 1400".to_owned()]));
            }
            Some(Reason::TcpProxy) => {
                self.middlebox = Some(("tcp_proxy", vec![]));
                self.kind = "server_drops_country";
            }
            Some(Reason::UnknownAuthority) => self.kind = "national_root",
            Some(Reason::ResolverSilent) => self.kind = "broken_zone",
            _ => {
                let said = "why the verdict abstained: a bad moment of the link, a limit of the run; \
                            the site may open in the replay";
                self.unknown.push(said.to_owned());
            }
        }
        let found = self.network.iter().map(|line| format!("the network: {line}"));
        let between = self.middlebox.iter().map(|(kind, _)| format!("on the path: {kind}"));
        let said: Vec<_> = found.chain(between).collect();
        self.inferred.extend(said);
    }
}

/// Whether the site's own trials were ended, rather than reset.
fn ends_politely(measurement: &Measurement) -> bool {
    let count = |failure: &Failure| {
        let of_target = |one: &&Observation| {
            matches!(one.place, Place::Look { .. } | Place::Block { arm: Arm::Target, .. })
        };
        let all = measurement.observations.iter().filter(of_target);
        all.filter(|one| one.failure.as_ref() == Some(failure)).count()
    };
    count(&Failure::Eof) > count(&Failure::ConnectionReset)
}

/// Whether the site's own trials ended with alerts.
fn is_refused(measurement: &Measurement) -> bool {
    let mut all = measurement.observations.iter().filter(|one| {
        matches!(one.place, Place::Block { arm: Arm::Target, .. }) && handshake(one).is_some()
    });
    all.any(|one| handshake(one).is_some_and(|it| it.answer == Some(TlsAnswer::Alert)))
}

/// What came in answer to the site's own name, in the word of a scenario: most often an alert, or a page.
fn said_instead(measurement: &Measurement) -> &'static str {
    let of_target = |one: &&Observation| {
        matches!(one.place, Place::Look { .. } | Place::Block { arm: Arm::Target, .. })
    };
    let all = measurement.observations.iter().filter(of_target).filter_map(handshake);
    let last = all.rev().find(|it| !it.is_complete && it.answer.is_some());
    match last.map(|it| (it.answer, it.alert)) {
        Some((Some(TlsAnswer::Alert), Some(112))) => "unrecognized_name",
        Some((Some(TlsAnswer::NotTls), _)) => "plain_page",
        _ => "handshake_failure",
    }
}

/// The forged addresses; whether the honest ones came too.
fn forged(measurement: &Measurement, name: &str) -> Device {
    let lookups = || {
        measurement.observations.iter().filter_map(|one| match &one.event {
            // Innocent names have honest answers beside them.
            Event::Dns(lookup) if lookup.name == name => {
                Some((lookup, measurement.verdict.basis.contains(&one.id)))
            }
            _ => None,
        })
    };
    let of_system = lookups().filter(|(it, is_basis)| *is_basis && it.engine == DnsEngine::System);
    let mut answers: Vec<IpAddr> =
        of_system.flat_map(|(it, _)| &it.addresses).filter(|one| one.is_ipv4()).copied().collect();
    answers.sort_unstable();
    answers.dedup();
    let answers: Vec<_> = answers.iter().map(|one| format!("\"{one}\"")).collect();
    let answers =
        if answers.is_empty() { "\"10.10.34.36\"".to_owned() } else { answers.join(", ") };
    let mut sends = lookups().flat_map(|(it, _)| &it.sends);
    let is_racing =
        sends.any(|send| send.answers.windows(2).any(|two| two[0].addresses != two[1].addresses));
    let racing = is_racing.then(|| "is_racing = true".to_owned());
    ("dns_forge", [format!("answers = [{answers}]")].into_iter().chain(racing).collect())
}

/// Who issued the last certificate of the chain that was refused.
fn issuer(measurement: &Measurement) -> Option<String> {
    let refused = measurement.observations.iter().filter(|one| one.failure.is_some());
    let mut chains = refused.filter_map(handshake).filter_map(|it| it.chain.last());
    chains.find_map(|last| last.issuer.common_name.clone())
}

/// By the helper's clock, or else far enough for every certificate to have run out.
fn clock_ahead(measurement: &Measurement) -> i64 {
    let told = measurement.observations.iter().find_map(|one| match &one.event {
        Event::HelperExchange(exchange) => exchange.clock_ahead_s,
        _ => None,
    });
    told.filter(|ahead| ahead.unsigned_abs() > DAY_S).unwrap_or(MONTHS_S)
}

fn handshake(one: &Observation) -> Option<&TlsHandshake> {
    match &one.event {
        Event::TlsHandshake(handshake) => Some(handshake),
        _ => None,
    }
}

fn pages(measurement: &Measurement) -> impl Iterator<Item = &HttpTransaction> {
    measurement.observations.iter().filter_map(|one| match &one.event {
        Event::HttpTransaction(page) => Some(page),
        _ => None,
    })
}

fn dialled(measurement: &Measurement) -> impl Iterator<Item = IpAddr> {
    measurement.observations.iter().filter_map(|one| match &one.event {
        Event::TcpConnect(connect) => Some(connect.address.ip()),
        _ => None,
    })
}

/// The state root that is known best.
const ROOT: &str = "Qaznet Trust Network";
const DAY_S: u64 = 86_400;
/// Four months.
const MONTHS_S: i64 = 120 * 86_400;
