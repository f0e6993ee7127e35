//! Pictures of the way, of how sure something is, and of time.

use arna_screens::Verdict;
pub use arna_screens::{
    Band, BandPart, Ends, PartKind, Step, Strand, StrandCount, StrandKind, Strands, Sure,
};

/// The picture of the way: strands from the phone through the operator's gate to the sites.
#[uniffi::remote(Record)]
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

/// How many strands there are of a kind.
#[uniffi::remote(Record)]
pub struct StrandCount {
    /// Which kind.
    pub kind: StrandKind,
    /// How many.
    pub count: u32,
}

/// A kind of strand, in the order of the picture.
#[uniffi::remote(Enum)]
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

/// One strand by itself: where it ends says who stops it.
#[uniffi::remote(Record)]
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
#[uniffi::remote(Enum)]
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

/// How sure a verdict is.
#[uniffi::remote(Record)]
pub struct Sure {
    /// What stands above it.
    pub heading: String,
    /// In a word.
    pub word: String,
    /// The ladder: always the same three steps.
    pub steps: Vec<Step>,
}

/// A step of the ladder.
#[uniffi::remote(Record)]
pub struct Step {
    /// Whether it was taken.
    pub is_taken: bool,
    /// What it is.
    pub sentence: String,
    /// When and how often; or when it can be taken.
    pub detail: Option<String>,
}

/// What was so over time on one network, as a band along an axis of time.
#[uniffi::remote(Record)]
pub struct Band {
    /// The network's name.
    pub network: String,
    /// What was seen last.
    pub verdict: Verdict,
    /// Its parts, from the left. What is between them was not looked at.
    pub parts: Vec<BandPart>,
    /// Since when, in a sentence.
    pub sentence: String,
    /// All of it in one sentence.
    pub spoken: String,
}

/// A part of a band.
#[uniffi::remote(Record)]
pub struct BandPart {
    /// Where it begins: 0 is the axis' beginning, 1 its end.
    pub from: f32,
    /// Where it ends, on the same axis.
    pub until: f32,
    /// What was so.
    pub kind: PartKind,
}

/// What was so in a part of a band.
#[uniffi::remote(Enum)]
pub enum PartKind {
    /// It opened.
    Open,
    /// It opened, slowed down.
    Slowed,
    /// Blocked, for certain.
    Blocked,
    /// Probably blocked.
    Probably,
    /// Could not be reached; who stopped it is unknown.
    Unreachable,
    /// The site itself refused or was down.
    SiteTrouble,
}
