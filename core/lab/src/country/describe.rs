//! A scenario in words: what a person wants to know before a run.

use arna_model::Truth;

use super::addressing::{Addressing, Ipv6};
use super::beside::Beside;
use super::cast::cast;
use super::handover::Handover;
use super::middlebox::{Middlebox, Work};
use super::named_rule::NamedRule;
use super::rule::{By, Form};
use super::scenario::{Helpers, Kind, Rule, Scenario, Www};
use super::truth::truth;
use crate::sim::Profile;

/// A scenario in words, sentence by sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// The network, the link and the clocks.
    pub network: Vec<String>,
    /// Every censor: what it does.
    pub censors: Vec<String>,
    /// Every middlebox that censors nobody: what it does.
    pub middleboxes: Vec<String>,
    /// Every group of targets.
    pub sites: Vec<Sites>,
}

/// Targets of one character.
#[derive(Clone, Debug, PartialEq)]
pub struct Sites {
    /// What they are like, whoever looks.
    pub character: &'static str,
    /// Their names.
    pub names: Vec<String>,
    /// How long their page is, if it is not as long as usual.
    pub page_bytes: Option<u32>,
    /// How they are to be had over IPv6, if at all.
    pub ipv6: Option<&'static str>,
    /// Where they are, unless abroad.
    pub place: Option<&'static str>,
    /// Whether they send visitors to their name with `www`, if they do.
    pub www: Option<&'static str>,
    /// The target to which they send visitors, if they do.
    pub leads_to: Option<String>,
    /// The middlebox on the way to them, where it is not on everybody's.
    pub behind: Option<&'static str>,
    /// The censors that are after them, where there are several to tell apart.
    pub censors: Vec<String>,
    /// What is really so about each of them.
    pub truth: Truth,
}

impl Scenario {
    /// This scenario in words.
    pub fn describe(&self) -> Description {
        let mut names = cast(self, None).into_iter().map(|site| site.name);
        let sites = self.targets.iter().map(|group| Sites {
            character: of_kind(group.kind),
            names: names.by_ref().take(group.count()).collect(),
            page_bytes: group.page_bytes,
            ipv6: match group.ipv6 {
                Ipv6::None => None,
                Ipv6::Works => Some("over IPv6 too"),
                Ipv6::Broken => Some("nothing answers at the address of IPv6"),
            },
            place: group.lives.in_words(),
            www: match group.www {
                Www::No => None,
                Www::Redirects => Some("visitors are sent to the name with www"),
                Www::Listed => {
                    Some("visitors are sent to the name with www, the one that is listed")
                }
            },
            leads_to: group.leads_to.clone(),
            behind: group.behind.map(Work::word),
            censors: match self.censors.len() {
                0 | 1 => Vec::new(),
                _ => group.censored_by.words().map(str::to_owned).collect(),
            },
            truth: truth(group, self),
        });
        Description {
            sites: sites.collect(),
            network: self.network_in_words(),
            censors: self.censors.iter().map(of_censor).collect(),
            middleboxes: self.middleboxes.iter().map(Middlebox::in_words).collect(),
        }
    }

    fn network_in_words(&self) -> Vec<String> {
        let network = &self.network;
        let mut words = vec![format!("{} in {}", network.operator, network.country)];
        words.extend(Profile::named(&self.profile).map(of_link));
        words.extend(Addressing::of(network).in_words());
        words.extend(network.condition.in_words().map(str::to_owned));
        words.push(format!("the story begins at {}", network.starts));
        words.extend(network.measured.map(|at| format!("a run in it begins at {at}")));
        if self.quic {
            words.push("a run in it tries QUIC as well".to_owned());
        }
        match network.clock_ahead_s {
            0 => {}
            ahead @ 1.. => words.push(format!("the phone's clock is {ahead} s ahead")),
            behind => words.push(format!("the phone's clock is {} s behind", behind.abs())),
        }
        let root = network.installed_root.as_ref();
        words.extend(
            root.map(|root| format!("the phone trusts {root:?}, which was installed on it")),
        );
        words.extend(
            self.is_traced.then(|| {
                "runs look for the place on the path at which a site is stopped".to_owned()
            }),
        );
        let later = network.later.iter().map(|later| {
            let state = later.condition.in_words().unwrap_or("everybody can be reached");
            format!("from {}: {state}", later.at)
        });
        words.extend(later);
        words.extend(network.handover.as_ref().map(Handover::in_words));
        words.extend(self.beside.as_ref().map(Beside::in_words));
        words.push(
            match network.helpers {
                Helpers::Answer => "the test helpers answer",
                Helpers::TlsOnly => "the test helpers answer, but not on port 80",
                Helpers::Silent => "nobody can reach the test helpers",
            }
            .to_owned(),
        );
        words
    }
}

fn of_link(link: &Profile) -> String {
    let rate = |kbit: Option<u32>| match kbit {
        Some(kbit @ ..1_000) => format!("{kbit} kbit/s"),
        Some(kbit) => format!("{} Mbit/s", f64::from(kbit) / 1000.0),
        None => "no limit".to_owned(),
    };
    let (down, up) = (rate(link.down_kbit), rate(link.up_kbit));
    let lost = link.loss.map(|loss| format!(", {} % of all packets lost", loss.mean * 100.0));
    let stall = link.stall.map(|stall| format!(", a stall every {} s or so", stall.every_s));
    format!(
        "link {}: {down} down, {up} up, {} ms there and back{}{}",
        link.name,
        link.rtt_ms,
        lost.unwrap_or_default(),
        stall.unwrap_or_default()
    )
}

fn of_censor(censor: &NamedRule) -> String {
    let rule = &censor.rule;
    let does = match rule {
        Rule::SniDrop { residual_s: None, .. } => {
            "silence once the ClientHello has named the site".to_owned()
        }
        Rule::SniDrop { residual_s: Some(seconds), .. } => format!(
            "silence once the ClientHello has named the site, and for {seconds} s afterwards at \
             that address, whatever the name"
        ),
        Rule::SniReset { .. } => "a reset once the ClientHello has named the site".to_owned(),
        Rule::SniFin { .. } => {
            "the end of the connection once the ClientHello has named the site".to_owned()
        }
        Rule::SniAnswer { says, .. } => {
            format!("{} in answer once the ClientHello has named the site", says.in_words())
        }
        Rule::Throttle { kbit, .. } => {
            format!("no more than {kbit} kbit/s once the ClientHello has named the site")
        }
        Rule::SniDelay { ms, .. } => {
            format!("{ms} ms more each way once the ClientHello has named the site")
        }
        Rule::FreezeAfter { bytes, by, .. } => {
            let whose = match by {
                By::Name => "that names the site",
                By::Address => "to the site's addresses",
            };
            format!("silence once {bytes} bytes came down a connection {whose}")
        }
        Rule::QuicSniDrop { residual_s, .. } => {
            let residue = residual_s.map(|seconds| {
                format!(", and for {seconds} s afterwards for all QUIC to that address")
            });
            let residue = residue.unwrap_or_default();
            format!("silence for QUIC whose ClientHello names the site{residue}")
        }
        Rule::QuicDrop { .. } => "silence for QUIC to the site's addresses".to_owned(),
        Rule::DnsForge { answers, is_racing, .. } => {
            let answers: Vec<_> = answers.iter().map(ToString::to_string).collect();
            let (answers, true_one) = match (&answers[..], is_racing) {
                ([], true) => ("no address".to_owned(), "; the true answer comes later"),
                ([], false) => ("no address".to_owned(), ""),
                (some, true) => (some.join(", "), "; the true answer comes later"),
                (some, false) => (some.join(", "), ""),
            };
            format!("DNS questions for the name are answered with {answers}{true_one}")
        }
        Rule::IpDrop { .. } => "silence at the site's addresses".to_owned(),
        Rule::DnsDrop { .. } => {
            "silence for DNS questions for the name, whoever is asked".to_owned()
        }
        Rule::DnsNxdomain { is_empty: true, .. } => {
            "DNS questions for the name hear that it has no address".to_owned()
        }
        Rule::DnsNxdomain { .. } => {
            "DNS questions for the name hear that there is no such name".to_owned()
        }
        Rule::HttpHostDrop { .. } => {
            "silence once a cleartext request has named the host".to_owned()
        }
        Rule::HttpHostReset { .. } => {
            "a reset once a cleartext request has named the host".to_owned()
        }
        Rule::HttpBlockpage { form, .. } => {
            let with = match form {
                Form::Page => "a blockpage",
                Form::Windows1251 => "a blockpage in windows-1251",
                Form::Redirect => "a redirect to a blockpage",
            };
            format!("a cleartext request that names the host is answered with {with}")
        }
        Rule::IpReset { .. } => "a reset in answer to every SYN to the site's addresses".to_owned(),
        Rule::TlsMitm { root, .. } => {
            format!("connections end at an interceptor, whose certificates go back to {root:?}")
        }
    };
    let reads = match rule {
        Rule::SniDrop { joins_records: true, .. } => {
            ", also where it comes in several segments or records"
        }
        Rule::SniDrop { reassembles: true, .. } => ", also where it comes in several segments",
        Rule::QuicSniDrop { reassembles: true, .. } => ", also where it comes in several packets",
        _ => "",
    };
    format!("{}: {does}{reads}{}", censor.in_words(), rule.only().in_words())
}

fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Fine => "a page like any other",
        Kind::SiteDown => "nothing answers, wherever one looks from",
        Kind::Refused => "the port is closed",
        Kind::ExpiredCertificate => "the certificate is expired",
        Kind::Captcha => "a challenge instead of the page",
        Kind::GeoBlock403 => "the server refuses this country with 403",
        Kind::ServerDropsCountry => "the server ignores every packet from this country",
        Kind::GeoVariantDns => "one server in the country and one abroad",
        Kind::SlowServer => "5 to 8 seconds until the answer begins",
        Kind::WrongName => "the certificate is for another name",
        Kind::MissingIntermediate => "the server does not send its intermediate certificate",
        Kind::NationalRoot => {
            "the certificate goes back to a national root that the web does not know"
        }
        Kind::NameRefusesCountry => {
            "the server refuses ClientHellos with its own name from this country by an alert"
        }
        Kind::NameShunsCountry => {
            "the server answers no ClientHello with its own name from this country"
        }
        Kind::WafDropsHandshake => "the server answers no ClientHello from this country",
        Kind::GeoBlock451 => "the server refuses this country with 451",
        Kind::NoSuchName => "the name does not exist",
        Kind::BrokenZone => {
            "the zone's name servers are broken: no resolver says anything of the name"
        }
        Kind::RotatingDns => {
            "two of four addresses at a time, and nothing answers at one of the four"
        }
        Kind::RedirectsToHttps => "the visitor comes in the clear and is sent to HTTPS",
        Kind::SharedEdge => {
            "a page at the edge of a content network, whose address many sites share"
        }
        Kind::DeadFirstAddress => "two addresses, at the first of which nothing answers",
        Kind::DeadHttp3 => "it says that it speaks HTTP/3, and nothing answers there",
        Kind::CutBody => "the connection ends after the first kilobyte of the page",
        Kind::DrippingBody => "the page comes drop by drop, and never to its end",
        Kind::LongCut => "to this country the connection ends after 12 kB of the page",
        Kind::LongDrips => "to this country the page comes drop by drop after its first 12 kB",
        Kind::LongStutters => "to this country the page comes with pauses of four seconds",
        Kind::LargeHeaders => "24 kB of headers before the page",
        Kind::Cleartext => "a page over HTTP without TLS",
        Kind::Article => "an article without TLS that quotes a blockpage",
        Kind::Download => "a file for download, without TLS",
        Kind::Windows1251 => "a page without TLS, in windows-1251",
        Kind::SlowCleartext => "a page without TLS, 4 to 6 seconds until the answer begins",
        Kind::CleartextHangsUp => {
            "a page without TLS; the server hangs up on this country without an answer"
        }
        Kind::CleartextShunsCountry => {
            "a page without TLS; the server does not answer this country's requests for it"
        }
        Kind::AnswersOddly => "a head that nobody can read comes instead of an answer",
        Kind::Floods => "`100 Continue` comes without an end, and never an answer",
        Kind::CleartextClosed => "the visitor comes in the clear, and only TLS is served",
        Kind::GoAway => "over HTTP/2 a GOAWAY without an error comes before any answer",
        Kind::GoAwayCalm => "over HTTP/2 a GOAWAY that asks to calm down comes before any answer",
        Kind::StreamReset => "over HTTP/2 every request's stream is reset",
        Kind::RedirectLoop => "a page that sends its visitors to itself, for ever",
        Kind::RedirectPingPong => "two pages that send their visitors to each other",
        Kind::CleartextLoop => "a page without TLS that sends its visitors to itself, for ever",
        Kind::CookieWall => "visitors are sent to the same page until they have its cookie",
        Kind::RawLocation => "visitors are sent to a page whose path is written in raw UTF-8",
        Kind::LeadsInside => "visitors are sent to a private address",
        Kind::LeadsNowhere => "visitors are sent to what is no URL",
    }
}

#[cfg(test)]
mod tests {
    use super::super::scenarios;
    use super::*;

    #[test]
    fn every_shipped_scenario_has_its_words() {
        for scenario in scenarios() {
            let words = scenario.describe();
            let names: usize = words.sites.iter().map(|sites| sites.names.len()).sum();
            assert_eq!(names, scenario.count(), "{}", scenario.name);
            assert_eq!(words.censors.len(), scenario.censors.len());
            assert_eq!(words.middleboxes.len(), scenario.middleboxes.len());
            let is_censored = words.sites.iter().any(|sites| sites.truth.censored);
            assert!(!is_censored || !words.censors.is_empty(), "{}", scenario.name);
            assert!(words.network.iter().any(|words| words.contains(&scenario.profile)));
        }
    }

    #[test]
    fn when_and_where_a_censor_works_is_said() {
        let words = Scenario::named("interception-after-dark").expect("shipped").describe();
        assert!(words.censors[0].ends_with("(only at 20:00-24:00 by the country's clocks)"));
        let words = Scenario::named("border-drops-address").expect("shipped").describe();
        assert!(words.censors[0].ends_with("(only on what leaves the country)"), "{words:?}");
    }

    #[test]
    fn who_is_censored_and_how_is_said() {
        let words = Scenario::named("kz-2024-sni-drop").expect("shipped").describe();
        assert_eq!(words.network[0], "Beeline in KZ");
        assert!(words.network[1].starts_with("link lte: 12 Mbit/s down, "), "{words:?}");
        assert!(words.censors[0].starts_with("sni_drop: silence once"), "{words:?}");
        assert_eq!(words.sites[0].names[..2], ["azattyq.org", "meduza.io"]);
        assert!(words.sites[0].truth.censored && !words.sites[1].truth.censored);
    }
}
