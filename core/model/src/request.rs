//! What is asked for: a request becomes a plan, a plan becomes a run.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use crate::{Micros, RunId, Side, Truth, UplinkChoice};

/// What one tap (or one command) asks for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Names of nettests, in order.
    pub nettests: Vec<String>,
    /// Targets for the nettests that take URLs.
    pub targets: Vec<Target>,
    /// What their list is called: `built-in`, a list of the user's, or a file's name; `None`: they are of several lists, or were
    /// named one by one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub list: Option<String>,
    /// Innocent sites: some of them are measured among the targets, to catch us when we accuse wrongly
    /// (A/A). None: no such check.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub decoys: Vec<Target>,
    /// URLs of test helpers; none: a run without outside control.
    pub helpers: Vec<String>,
    /// The public resolver to compare with.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub resolver: Option<SocketAddr>,
    /// The name on that resolver's certificate, under which it answers over HTTPS as well; `None`: it is
    /// asked in the clear alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub resolver_name: Option<String>,
    /// What to look at to know whether there is any Internet.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub anchors: Vec<Anchor>,
    /// More of them, asked only where nobody abroad answers.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub landmarks: Vec<Landmark>,
    /// A cleartext URL that answers 204 and nothing else: who answers otherwise is a portal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub portal_probe: Option<String>,
    /// What it may cost.
    #[serde(default)]
    pub budget: Budget,
    /// Whose rates are measured: 0.95 MB each, so nobody's unless it is said.
    #[serde(skip_serializing_if = "Rates::is_off", default)]
    pub rates: Rates,
    /// Whether QUIC is tried beside TLS, where a site offers it or its TLS is cut off: 7 kB a site, and a
    /// sitting where it fails. Off unless it is said.
    #[serde(rename = "quic", skip_serializing_if = "std::ops::Not::not", default)]
    pub tries_quic: bool,
    /// Whether 32 kB are read of the page of a site that opens, to see whether it freezes after its beginning: some
    /// 40 kB a site, and 0.6 to 1.2 MB more where it froze. Off unless it is said.
    #[serde(rename = "long", skip_serializing_if = "std::ops::Not::not", default)]
    pub reads_long: bool,
    /// Whether the place on the path is looked for at which a target is stopped, once that is confirmed: it says
    /// the forbidden name a dozen times more, so nobody's unless it is said.
    #[serde(rename = "trace", skip_serializing_if = "std::ops::Not::not", default)]
    pub is_traced: bool,
    /// Suspects get a sitting even if they had one in another run within a day: the user asks for it.
    #[serde(rename = "recheck", skip_serializing_if = "std::ops::Not::not", default)]
    pub is_recheck: bool,
    /// Most suspects that are double-checked in one run; `None`: forty. What is left over is taken up by whoever goes
    /// on with the run.
    #[serde(rename = "confirmations", skip_serializing_if = "Option::is_none", default)]
    pub most_confirmations: Option<u16>,
    /// Which of the phone's networks it goes over.
    #[serde(skip_serializing_if = "UplinkChoice::is_default", default)]
    pub uplink: UplinkChoice,
    /// The run that looks at the same targets at the same time over another network, to compare.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub beside: Option<RunId>,
    /// Whether it is made though a VPN carries that network: what is said is then of wherever the VPN ends.
    #[serde(rename = "over_vpn", skip_serializing_if = "std::ops::Not::not", default)]
    pub is_over_vpn: bool,
    /// Most targets that are looked at together; `None`: as many as the network bears.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at_once: Option<u8>,
    /// What its person says of this moment alone. It is not kept with the run: whoever goes on with it says it anew.
    #[serde(skip)]
    pub leave: Leave,
}

/// What the person who begins a run, or goes on with one, says of that moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leave {
    /// Whether it may be made abroad, and beyond the bytes that the settings give to a run, a day and a month: a yes
    /// for this once.
    pub is_agreed: bool,
    /// Minutes that local time is ahead of UTC: days and months of the settings begin at local midnight.
    pub ahead: i32,
}

impl Request {
    /// After how many confirmations a run only finishes looking (docs/method.md, "Exposure").
    pub fn confirmations(&self) -> usize {
        usize::from(self.most_confirmations.unwrap_or(MOST_CONFIRMATIONS))
    }

    /// How many suspects sit together at most (docs/method.md, "Joint sittings").
    pub fn together(&self) -> usize {
        usize::from(self.at_once.map_or(MOST_TOGETHER, |at_once| at_once.clamp(1, MOST_TOGETHER)))
    }
}

/// Forty take no longer than ten did one after the other.
const MOST_CONFIRMATIONS: u16 = 40;
/// Six share their controls: more would be as many names in a second and a half, and ten on `edge` hindered each other.
const MOST_TOGETHER: u8 = 6;

/// Whose rates are measured. What is more than [`Rates::Off`] is the user's consent to 0.95 MB a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rates {
    /// Nobody's.
    #[default]
    Off,
    /// Those of targets whose looks were slow.
    Suspects,
    /// Those of every target that opens.
    All,
}

impl Rates {
    fn is_off(&self) -> bool {
        *self == Self::Off
    }
}

/// A sanity anchor: a host that answers TCP whenever its side of the border can be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Which side of the border it is on.
    pub side: Side,
    /// What people call it.
    pub name: String,
    /// Where it answers.
    pub address: SocketAddr,
}

/// A sanity anchor known by its name alone: its address is looked up when it is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Landmark {
    /// Which side of the border it is on.
    pub side: Side,
    /// Its name; it answers TCP on port 443.
    pub name: String,
}

/// What a nettest is pointed at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The URL as the user or the list gave it.
    pub input: String,
    /// Category code of the test lists (`NEWS`, `HUMR`, ...).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<String>,
    /// What the list is called that it stands in, where lists were chosen.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub list: Option<String>,
    /// What is really so, in the lab. No verdict looks at it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub truth: Option<Truth>,
}

/// What a run may cost. Absent: no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Bytes on the wire, both directions.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub max_bytes: Option<u64>,
    /// Time by the Wire's clock.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub max_time: Option<Micros>,
}

impl Budget {
    /// Lowers it to so many bytes, if it has more. `None`: no limit.
    pub fn keep_within(&mut self, most: Option<u64>) {
        self.max_bytes = self.max_bytes.into_iter().chain(most).min();
    }
}
