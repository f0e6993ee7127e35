//! The picture of the way: strands from the phone through the operator's gate to the sites.

use arna_model::Code;
use serde::Serialize;

/// The picture of the way: strands from the phone through the operator's gate to the sites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Strands {
    /// How many of each kind, in the order of the picture from top to bottom. Kinds with none are left out.
    pub kinds: Vec<StrandCount>,
    /// Above its start.
    pub you: String,
    /// Above the gate: the operator.
    pub gate: String,
    /// Above its end: how many sites.
    pub beyond: String,
    /// Above a second line behind the gate, where the country's border is in the picture.
    pub border: Option<String>,
    /// The whole picture in a sentence.
    pub spoken: String,
}

#[cfg(test)]
impl Strands {
    pub(crate) fn counted(&self) -> Vec<(StrandKind, u32)> {
        self.kinds.iter().map(|one| (one.kind, one.count)).collect()
    }
}

/// How many strands there are of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StrandCount {
    /// Which kind.
    pub kind: StrandKind,
    /// How many.
    pub count: u32,
}

/// A kind of strand, in the order of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StrandKind {
    /// Stopped at the gate, for certain.
    Blocked,
    /// Probably stopped at the gate.
    LikelyBlocked,
    /// Through, but slowed down.
    Throttled,
    /// Did not open at once, and is looked at again.
    Waiting,
    /// Does not arrive, and nobody knows who stops it.
    Unreachable,
    /// Nothing can be said.
    Untold,
    /// Arrives, and the site itself refuses or is down.
    SiteTrouble,
    /// Ends inside the country.
    Inside,
    /// Arrives.
    Open,
    /// Not tested yet.
    Bed,
}

impl StrandKind {
    /// The kind of a verdict; nothing for a figure, which is no strand.
    pub fn of(code: Code) -> Option<Self> {
        Some(match code {
            Code::Accessible => Self::Open,
            Code::Blocked => Self::Blocked,
            Code::LikelyBlocked => Self::LikelyBlocked,
            Code::Throttled => Self::Throttled,
            Code::Unreachable => Self::Unreachable,
            Code::SiteRefuses | Code::SiteDown => Self::SiteTrouble,
            Code::WeakSignal | Code::NoInternet | Code::Inconclusive => Self::Untold,
            Code::NotTested => Self::Bed,
            Code::Measured => return None,
        })
    }
}

/// One strand by itself: where it ends says who stops it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Strand {
    /// Where it ends.
    pub ends: Ends,
    /// Under its start.
    pub you: String,
    /// Under the gate.
    pub gate: String,
    /// Under its end.
    pub site: String,
    /// The picture in a sentence.
    pub spoken: String,
}

/// Where a strand ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// At the phone: nothing was tested, or there was no network.
    Phone,
    /// At the gate, for certain.
    Gate,
    /// At the gate, probably.
    GateProbably,
    /// Through the gate, which is narrow for it.
    Narrow,
    /// Nobody knows where.
    Unknown,
    /// At the site itself.
    AtSite,
    /// It arrives.
    Through,
}

impl Ends {
    /// Where the strand of a verdict ends.
    pub fn of(code: Code) -> Self {
        match code {
            Code::Accessible | Code::Measured => Self::Through,
            Code::Blocked => Self::Gate,
            Code::LikelyBlocked => Self::GateProbably,
            Code::Throttled => Self::Narrow,
            Code::SiteRefuses | Code::SiteDown => Self::AtSite,
            Code::Unreachable | Code::WeakSignal | Code::Inconclusive => Self::Unknown,
            Code::NoInternet | Code::NotTested => Self::Phone,
        }
    }
}
