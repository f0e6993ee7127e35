//! What a scenario file says, parsed at the door.
//!
//! A scenario names a network, its censors and groups of targets. Unknown words are errors, with their
//! line and column. Truth is not written in the files: it follows from a group's character and censor
//! (`truth`), unless the group overrides it.

use arna_model::{Code, Nat64, WallTime};
use serde::Deserialize;

use super::addressing::{Families, Ipv6};
use super::atlas::SILENT_HOPS;
use super::beside::Beside;
use super::condition::{Condition, Lives};
use super::handover::Handover;
use super::middlebox::{Middlebox, Work};
use super::mistake::Mistake;
use super::named_rule::{CensoredBy, NamedRule};
pub(super) use super::only::Stand;
pub(super) use super::rule::{Rule, Technique};
use super::sound::sound;
use super::weather::Later;

/// A network, its censors and its targets, as data.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// How it is asked for.
    pub name: String,
    /// What happens, in a sentence or two.
    pub story: String,
    /// The link that it runs on unless another is asked for.
    pub profile: String,
    /// Whether a run in it tries QUIC as well, which is not done unasked.
    #[serde(default)]
    pub(super) quic: bool,
    /// Whether a run in it looks for the place on the path at which a target is stopped.
    #[serde(default, rename = "trace")]
    pub(super) is_traced: bool,
    pub(super) network: Network,
    /// Another network of the same phone.
    pub(super) beside: Option<Beside>,
    #[serde(default)]
    pub(super) censors: Vec<NamedRule>,
    #[serde(default)]
    pub(super) middleboxes: Vec<Middlebox>,
    pub(super) targets: Vec<Group>,
    /// A fingerprint of the text: two files of one name are two scenarios.
    #[serde(skip)]
    pub(super) print: u32,
}

/// Where the phone is.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Network {
    pub(super) country: String,
    pub(super) operator: String,
    /// Whether anybody can reach the test helpers.
    #[serde(default)]
    pub(super) helpers: Helpers,
    /// What state all of it is in.
    #[serde(default)]
    pub(super) condition: Condition,
    /// The states that it comes into later, in their order.
    #[serde(default)]
    pub(super) later: Vec<Later>,
    /// Which versions of IP it gives its phones.
    #[serde(default)]
    pub(super) families: Families,
    /// The prefix of the NAT64 of a network of IPv6 alone; the well-known one if it is not said.
    pub(super) nat64: Option<Nat64>,
    /// The routers, counted from the phone, that say nothing of packets whose hops are used up.
    #[serde(default = "usually_silent")]
    pub(super) silent_hops: Vec<u8>,
    /// When the story begins, by a right clock.
    #[serde(default = "usual_start")]
    pub(super) starts: WallTime,
    /// When a run in it begins that does not say when, where that is not when the story does: within it, most often.
    pub(super) measured: Option<WallTime>,
    /// How far the phone's clock is ahead.
    #[serde(default)]
    pub(super) clock_ahead_s: i64,
    /// The common name of a state root that was installed on the phone, as people were told to.
    pub(super) installed_root: Option<String>,
    /// When the phone comes to another network, if it does.
    pub(super) handover: Option<Handover>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Helpers {
    #[default]
    Answer,
    /// They answer, and do not listen on port 80.
    TlsOnly,
    Silent,
}

/// Targets of one character.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    /// Names; without any, those of ordinary sites.
    #[serde(default)]
    pub(super) names: Vec<String>,
    /// How many; as many as there are names if it is not said.
    count: Option<usize>,
    #[serde(default)]
    pub(super) kind: Kind,
    #[serde(default)]
    pub(super) lives: Lives,
    /// How they are to be had over IPv6.
    #[serde(default)]
    pub(super) ipv6: Ipv6,
    /// Whether they send visitors to their name with `www`.
    #[serde(default)]
    pub(super) www: Www,
    /// How long their page is, if it is not as long as usual.
    pub(super) page_bytes: Option<u32>,
    /// The target to which they send visitors: links made short. What censors list is that one's name.
    pub(super) leads_to: Option<String>,
    /// The censors that are after them.
    #[serde(default)]
    pub(super) censored_by: CensoredBy,
    /// The middlebox on the way to them, where it is not on everybody's.
    pub(super) behind: Option<Work>,
    /// Category of the test lists; otherwise `NEWS` for given names.
    pub(super) category: Option<String>,
    /// The right verdicts, where they are not the usual ones.
    pub(super) right: Option<Vec<Code>>,
}

/// Whether a site, which is served under its name with `www` too, sends visitors there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Www {
    #[default]
    No,
    /// It does.
    Redirects,
    /// It does, and that name is the one that censors list.
    Listed,
}

/// What a site is like, whoever looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// A page of 60 kB over HTTPS.
    #[default]
    Fine,
    /// Nothing answers.
    SiteDown,
    /// The port is closed.
    Refused,
    /// The certificate is expired.
    ExpiredCertificate,
    /// A challenge instead of the page: every other site for everybody, the rest for this country.
    Captcha,
    /// 403 for this country, the page for everybody else.
    #[serde(rename = "geo_block_403")]
    GeoBlock403,
    /// Every packet from this country is ignored.
    ServerDropsCountry,
    /// One server in the country and one abroad; resolvers give the nearer.
    GeoVariantDns,
    /// 5 to 8 s until the answer begins.
    SlowServer,
    /// The certificate is for another name.
    WrongName,
    /// The server forgets to send the intermediate certificate.
    MissingIntermediate,
    /// The certificate goes back to a national root that the web does not know.
    NationalRoot,
    /// The server takes connections from this country and answers no ClientHello.
    WafDropsHandshake,
    /// The server answers no ClientHello with its own name from this country, and every other: a front end that
    /// routes one name to something dead.
    NameShunsCountry,
    /// Refuses ClientHellos with its own name from the country by an alert.
    NameRefusesCountry,
    /// 451 for this country, the page for everybody else.
    #[serde(rename = "geo_block_451")]
    GeoBlock451,
    /// The name does not exist.
    NoSuchName,
    /// The zone's name servers are broken: resolvers have nothing to say of the name, by whatever way.
    BrokenZone,
    /// Four addresses, of which resolvers give two in turn; nothing answers at one of them.
    RotatingDns,
    /// The target is its cleartext page, which sends visitors to HTTPS.
    RedirectsToHttps,
    /// All sites of this kind share one address.
    SharedEdge,
    /// Two addresses, at the first of which nothing answers.
    DeadFirstAddress,
    /// The connection ends after the first kilobyte of the page.
    CutBody,
    /// The page comes drop by drop, and never to its end.
    DrippingBody,
    /// To this country the connection ends after 12 kB of the page.
    LongCut,
    /// To this country the page comes drop by drop after its first 12 kB.
    LongDrips,
    /// To this country the page comes with pauses of four seconds between parts of 6 kB.
    LongStutters,
    /// It says that it speaks HTTP/3, and nothing answers there.
    #[serde(rename = "dead_http_3")]
    DeadHttp3,
    /// Headers of 24 kB before the page.
    LargeHeaders,
    /// A page over HTTP without TLS.
    Cleartext,
    /// The same, and the page is an article that quotes a blockpage.
    Article,
    /// A file of 400 kB over HTTP without TLS; every other one does not say how long it is.
    Download,
    /// A page in windows-1251 over HTTP without TLS; every other one says so in the page alone.
    #[serde(rename = "windows_1251")]
    Windows1251,
    /// A page over HTTP without TLS, 4 to 6 s until the answer begins: a helper waits no longer than 8 s.
    SlowCleartext,
    /// The same, and the server ends every connection from this country without an answer.
    CleartextHangsUp,
    /// The same, and the server does not answer this country's requests for its own name.
    CleartextShunsCountry,
    /// It answers everybody with a head that nobody can read.
    AnswersOddly,
    /// Before any answer it sends everybody `100 Continue` without an end.
    Floods,
    /// The target is `http://`, and the server listens on the port of TLS alone.
    CleartextClosed,
    /// Over HTTP/2 it says goodbye (GOAWAY, without an error) before it answers.
    #[serde(rename = "goaway")]
    GoAway,
    /// The same, and the visitor should calm down (GOAWAY, ENHANCE_YOUR_CALM).
    #[serde(rename = "goaway_calm")]
    GoAwayCalm,
    /// Over HTTP/2 it resets the stream of every request.
    StreamReset,
    /// A page that sends its visitors to itself, for ever.
    RedirectLoop,
    /// Two pages that send their visitors to each other.
    RedirectPingPong,
    /// A page that sends its visitors to itself, over HTTP without TLS.
    CleartextLoop,
    /// It sends visitors to the same page until they have its cookie.
    CookieWall,
    /// It sends visitors to a page whose path is written in raw UTF-8.
    RawLocation,
    /// It sends visitors to an address that is private.
    LeadsInside,
    /// It sends visitors to what is no URL.
    LeadsNowhere,
}

impl Scenario {
    /// When a run in it begins that does not say when; `None`: when its story does.
    pub fn measured(&self) -> Option<WallTime> {
        self.network.measured
    }
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// What is wrong, with its line and column.
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let mut scenario: Self =
            toml::from_str(text).map_err(|error| Mistake::of_form(text, &error))?;
        sound(&scenario, text)?;
        scenario.print = fingerprint(text);
        Ok(scenario)
    }

    /// How its runs call it: its name, and the fingerprint unless it came with the lab.
    pub(super) fn label(&self) -> String {
        match Self::named(&self.name) {
            Ok(shipped) if shipped.print == self.print => self.name.clone(),
            _ => format!("{}.toml ({:08x})", self.name, self.print),
        }
    }

    /// What is done to the targets of `group`, in the order in which packets meet it.
    pub(super) fn done_to(&self, group: &Group) -> impl Iterator<Item = Technique> {
        let meant = self.censors.iter().filter(|censor| group.censored_by.has(censor.word()));
        meant.map(|censor| censor.rule.technique())
    }

    /// How many targets it has.
    pub(super) fn count(&self) -> usize {
        self.targets.iter().map(Group::count).sum()
    }
}

impl Kind {
    /// Whether it has no TLS at all.
    pub(super) fn is_cleartext(self) -> bool {
        matches!(
            self,
            Self::Cleartext
                | Self::Article
                | Self::Download
                | Self::Windows1251
                | Self::CleartextLoop
                | Self::SlowCleartext
                | Self::CleartextHangsUp
                | Self::CleartextShunsCountry
        )
    }
}

impl Group {
    pub(super) fn count(&self) -> usize {
        self.count.unwrap_or(self.names.len())
    }
}

/// FNV-1a.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn usually_silent() -> Vec<u8> {
    SILENT_HOPS.to_vec()
}

fn usual_start() -> WallTime {
    WallTime(USUAL_START)
}

/// 2024-05-01T08:00:00Z.
const USUAL_START: i64 = 1_714_550_400_000_000;

#[cfg(test)]
mod tests;
