//! Where in a run an observation belongs: what makes the same TCP connect a look, a control or one arm
//! of a block.

use serde::{Deserialize, Serialize};

/// The place of an observation in its run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Place {
    /// Waking the radio, before anything that counts.
    WarmUp,
    /// A sanity anchor.
    Anchor {
        /// Which side of the border it is on.
        side: Side,
        /// Its name in the built-in list.
        name: String,
    },
    /// A look at a target (stage 0).
    Look {
        /// 1 for the first look.
        attempt: u8,
    },
    /// The exchange with the test helper about a target, and the connection that carries it.
    Helper,
    /// One trial of a confirmation (stage 1).
    Block {
        /// 1 for the first sitting.
        sitting: u16,
        /// 1 for the first block of the sitting.
        block: u16,
        /// The round in which several targets sat together: its shared arms are the run's own. Absent: it sat alone.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        round: Option<Round>,
        /// Which part of the block.
        arm: Arm,
    },
    /// What the blocks of one round have in common: kept once, under the run.
    Shared {
        /// 1 for the first round of the run.
        round: u32,
        /// Which part of the blocks.
        arm: Arm,
    },
    /// An innocent name at an address that a forbidden one has silenced: does it speak again?
    Residue,
    /// One pair of transfers, one after the other: is the name slowed down?
    Pair {
        /// 1 for the first sitting of pairs.
        sitting: u16,
        /// 1 for the first pair of the sitting.
        pair: u16,
        /// Which part of the pair.
        half: Half,
    },
    /// A long flow: does a page freeze after its beginning?
    Long {
        /// 1 for the first sitting of blocks.
        sitting: u16,
        /// 1 for the first block of the sitting; 0: the flow before any block.
        block: u16,
        /// Which part of the block.
        arm: Arm,
    },
    /// One round of looking for the place on the path at which a target is stopped.
    Trace {
        /// 1 for the first round.
        round: u16,
        /// Which part of the round.
        leg: Leg,
    },
}

/// One block of several targets at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Round {
    /// 1 for the first round of the run.
    pub number: u32,
    /// How many sat in it.
    pub targets: u16,
    /// Whether this one's name was to be said at the helper's address.
    #[serde(rename = "named", skip_serializing_if = "std::ops::Not::not", default)]
    pub is_named: bool,
}

impl Place {
    /// Whether what is kept under the run is about the network at large, and not about sittings.
    pub fn is_of_network(&self) -> bool {
        !matches!(self, Self::Shared { .. } | Self::Residue)
    }
}

/// The parts of a round of tracing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leg {
    /// A trace to the target's address.
    Path,
    /// A trace to another address of the same network, which nobody is after.
    Neighbour,
    /// The target's name at its own address, in a ClientHello that dies on the way.
    Name,
    /// An innocent name there afterwards, at full reach: has the address been silenced?
    Innocent,
}

/// The parts of a pair of transfers, both from one address of a helper's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// Under the target's name.
    Target,
    /// Under an innocent one.
    Control,
    /// What the phone knows of its radio, before and after.
    Radio,
}

/// Which side of the border an anchor is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Abroad.
    Foreign,
    /// In the country: a bank or a state service, the last to be cut.
    DomesticState,
    /// In the country: anything else.
    Domestic,
    /// The operator's portal, or nobody's: what answers a cleartext request that wants 204.
    Portal,
    /// The operator's resolver.
    Resolver,
    /// An address at which certainly nobody is: an answer is a proxy's.
    Nobody,
}

/// The parts of a block. All start together unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arm {
    /// T: the pair that failed, its address, its name, its protocol.
    Target,
    /// C: an innocent name at an address that never saw the forbidden one.
    Control,
    /// C of those in a round whose target is a lookup: an innocent name, asked of the same resolver behind all of them.
    LookupControl,
    /// C2: a second control at another address.
    SecondControl,
    /// The tiny echo every 250 ms through the whole block.
    Canary,
    /// Effect 1, first half: an innocent name at the helper's other address.
    InnocentAtHelper,
    /// Effect 1, second half: the target's name at that same address; starts when the innocent is done.
    NameAtHelper,
    /// Effect 1, where several names are said there in one volley: an innocent one, the last of all. Unless it is
    /// answered, what was said before may have silenced the address. It ends with the first bytes of its answer.
    InnocentAfterNames,
    /// Behind it, once in a sitting: which ClientHello the helper saw.
    Mirror,
    /// Effects 2 and 3: an innocent name at the target's own address.
    InnocentAtTarget,
    /// Effect 4: an innocent name, asked of a public resolver in the clear.
    InnocentAtResolver,
    /// Effect 4: the target's name, asked of the same resolver in the clear.
    NameAtResolver,
    /// Effect 4: the target's name, asked of the same resolver over HTTPS.
    NameOverHttps,
    /// Effect 2: the target's name at its own address, its ClientHello in two segments; starts when the
    /// innocent there was answered.
    SplitAtTarget,
    /// Effect 2: an innocent name at the target's own address, its ClientHello in two records of TLS; only where
    /// the target's own did not pass in two segments.
    InnocentInRecords,
    /// Effect 2: the target's name there, in two records; starts when that innocent was answered.
    RecordsAtTarget,
}

impl Arm {
    /// Whether those who sit together have it in common: of names at the helper's address and at the public resolver,
    /// the innocent ones.
    pub fn is_shared(self) -> bool {
        matches!(
            self,
            Self::Control
                | Self::LookupControl
                | Self::SecondControl
                | Self::Canary
                | Self::InnocentAtHelper
                | Self::InnocentAfterNames
                | Self::InnocentAtResolver
        )
    }

    /// Whether it starts together with the target's trial, or goes on from what did. The canary sings before, and
    /// what is tried at the target's own address, and the mirror, have their turn.
    pub fn starts_with_target(self) -> bool {
        !matches!(
            self,
            Self::Canary
                | Self::InnocentAtTarget
                | Self::SplitAtTarget
                | Self::InnocentInRecords
                | Self::RecordsAtTarget
                | Self::Mirror
        )
    }
}
