//! A sitting: the blocks of one target within ten minutes, and what they add up to.
//!
//! Two tests run over the same valid blocks. The first says *that* the pair fails; the second, an effect
//! (`effects`), says that it is the *name*. Only both together accuse.

use std::collections::BTreeSet;

use arna_model::{Arm, Dossier, Micros, Tally};

use crate::blocks::{self, Block};
use crate::control::Outside;
use crate::count::Count;
use crate::effects::{self, Effect};
use crate::race::Race;
use crate::sequential::{self, Side};
use crate::trial::{opened_since, target};
use crate::{artefacts, nat64, quic, resolvers, tally, tls};

/// A sitting has at most this many blocks.
pub const MAX_BLOCKS: usize = 10;
/// This many void ones, and the signal is too weak to tell.
pub const MAX_VOID: usize = 6;
/// Blocks of a sitting beside others: each brings fewer controls a target, and costs a part of what it costs alone.
pub(crate) const MAX_BLOCKS_TOGETHER: usize = 14;
/// The same of void ones.
pub(crate) const MAX_VOID_TOGETHER: usize = 8;
/// Two sittings that are so far apart are two witnesses: a fault of an hour would be in the news.
pub const SECOND_SITTING_AFTER: Micros = Micros::from_secs(3600);
/// Controls that a block adds to the tally at best.
const CONTROLS_OF_A_BLOCK: u64 = 3;

/// Where a sitting stands after a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sitting {
    /// One more block is needed.
    GoOn,
    /// It is decided: stop.
    Decided(Decision),
    /// [`MAX_VOID`] of [`MAX_BLOCKS`] blocks are void: the signal is too weak to tell.
    Void,
    /// [`MAX_BLOCKS`] blocks, and no decision.
    Exhausted,
    /// Too few controls worked: p0 is above [its ceiling](crate::sequential::CEILING) and cannot fall under it within the blocks left.
    Noisy,
}

/// What a sitting decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The target works (again): a look tells whether it opens.
    Works,
    /// The target fails, and so does its name at the helper's address; of a lookup, at a public resolver.
    NameFails,
    /// The system's resolver denies the name, and a public one gives it in the clear.
    NameDenied,
    /// The target fails, and works at its own address where its hello is cut in two, as an innocent name
    /// does in a whole one.
    SplitPasses,
    /// The same where it comes in two records of TLS.
    RecordsPass,
    /// The target fails, and an innocent name works at its own address; at the helper's nothing was shown.
    NameFailsThere,
    /// The target fails, and its name passes at the helper's address (a public resolver), or was never tried
    /// there.
    TargetFails,
    /// The resolver's answers for the name are forged.
    Forged,
}

/// Where the latest sitting of a dossier stands; to be asked after each block.
pub fn sitting(dossier: &Dossier) -> Sitting {
    let dossier = nat64::translated(dossier);
    let evidence = Evidence::of(&dossier);
    if evidence.repeats == Repeats::Quic {
        // The page opens anyhow, whatever the resolver says and whoever looks again.
        return evidence.state();
    }
    if artefacts::forged_answers(&dossier).is_confirmed() {
        return Sitting::Decided(Decision::Forged);
    }
    let is_raced = || Race::of(&dossier, Outside::of(&dossier).as_ref()).seen().is_some();
    if opened_since(&dossier) && !is_raced() {
        return Sitting::Decided(Decision::Works);
    }
    match evidence.state() {
        // Nothing else can accuse then, and nothing clears.
        Sitting::GoOn if evidence.is_in_vain() && Outside::of(&dossier).is_none() => {
            Sitting::Decided(Decision::TargetFails)
        }
        state => state,
    }
}

/// Whether the blocks of the latest sitting ask the system's resolver for the name, and say that it is honest.
pub(crate) fn is_answered_honestly(dossier: &Dossier) -> bool {
    let evidence = Evidence::of(dossier);
    evidence.repeats == Repeats::Lookup && evidence.state() == Sitting::Decided(Decision::Works)
}

/// What the blocks of the latest sitting add up to.
pub(crate) struct Evidence<'a> {
    /// T: the pair (the request, the lookup) that failed.
    pub(crate) target: Count<'a>,
    /// Effect 1, of lookups effect 4; `None`: no block tried it.
    pub(crate) name: Option<Effect<'a>>,
    /// Effect 2; `None`: no block could tell.
    pub(crate) split: Option<Effect<'a>>,
    /// Effect 2 by records; `None`: no block could tell.
    pub(crate) records: Option<Effect<'a>>,
    /// Effect 3; `None`: no block tried it.
    pub(crate) at_target: Option<Effect<'a>>,
    /// Effect 5; `None`: no block could tell.
    pub(crate) at_system: Option<Effect<'a>>,
    /// What the blocks repeat.
    pub(crate) repeats: Repeats,
    /// When the first of them began.
    pub(crate) begun: Micros,
    /// When the last of them was over.
    pub(crate) ended: Micros,
    /// Blocks, void ones included.
    pub(crate) blocks: usize,
    /// Void blocks.
    pub(crate) void: usize,
    /// Whether others sat there as well, in any of them.
    is_joint: bool,
    tally: Tally,
}

/// What the blocks of a sitting repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeats {
    /// TLS to an address under a name, or (for want of a name in the clear) the connection alone.
    Pair,
    /// A request in the clear.
    Request,
    /// A lookup.
    Lookup,
    /// QUIC to an address under a name.
    Quic,
}

impl Repeats {
    fn of(blocks: &[&Block<'_>]) -> Self {
        if blocks.iter().any(|block| block.is_lookup()) {
            Self::Lookup
        } else if blocks.iter().any(|block| block.is_request()) {
            Self::Request
        } else if blocks.iter().any(|block| block.is_quic()) {
            Self::Quic
        } else {
            Self::Pair
        }
    }
}

impl<'a> Evidence<'a> {
    /// The evidence of the latest sitting.
    pub(crate) fn of(dossier: &'a Dossier) -> Self {
        let latest = Self::all(dossier).pop();
        latest.unwrap_or_else(|| {
            Self::of_blocks(&[], (blocks::LIMIT, dossier.tally), &Race::default())
        })
    }

    /// The evidence of every sitting, in order. What limits and p0 are measured by is common to all.
    pub(crate) fn all(dossier: &'a Dossier) -> Vec<Self> {
        let all = Block::all(dossier);
        let limit = blocks::limit(dossier, &all);
        let tally = tally::sum(dossier.tally, tally::own(dossier));
        let race = Race::of(dossier, Outside::of(dossier).as_ref());
        let sittings: BTreeSet<u16> = all.iter().map(|block| block.sitting).collect();
        let of = |sitting| {
            let blocks: Vec<_> = all.iter().filter(|one| one.sitting == sitting).collect();
            let evidence = Self::of_blocks(&blocks, (limit, tally), &race);
            quic::with_effect(evidence, dossier, (&blocks, limit, tally))
        };
        sittings.into_iter().map(of).collect()
    }

    fn of_blocks(blocks: &[&Block<'a>], (limit, tally): (Micros, Tally), race: &Race<'_>) -> Self {
        let repeats = Repeats::of(blocks);
        // Of some pairs in the clear only the connection is repeated.
        let mut seen = blocks.iter().flat_map(|block| block.arm(Arm::Target));
        let is_connection =
            repeats == Repeats::Pair && !seen.any(|one| tls::handshake(one).is_some());

        let (mut failures, mut successes, mut valid) = (Vec::new(), Vec::new(), Vec::new());
        for block in blocks {
            match target(block, is_connection, race).filter(|_| block.is_valid(limit)) {
                Some((one, true)) => successes.push(one),
                Some((one, false)) => failures.push(one),
                None => continue,
            }
            valid.push(*block);
        }
        let is_tried = blocks
            .iter()
            .any(|block| !block.arm(Arm::InnocentAtHelper).is_empty() && !block.goes_by_name());
        Self {
            target: Count::of(failures, successes, tally),
            name: match repeats {
                Repeats::Lookup => resolvers::at_resolver(&valid, (limit, tally)),
                _ => effects::at_helper(&valid, is_tried, (limit, tally)),
            },
            split: effects::split(&valid, (limit, tally)),
            records: effects::records(&valid, (limit, tally)),
            at_target: effects::at_target(&valid, (limit, tally)),
            at_system: (repeats == Repeats::Lookup)
                .then(|| resolvers::at_system(&valid, (limit, tally)))
                .flatten(),
            repeats,
            begun: blocks.iter().map(|block| block.start()).min().unwrap_or_default(),
            ended: blocks.iter().map(|block| block.end()).max().unwrap_or_default(),
            blocks: blocks.len(),
            void: blocks.len() - valid.len(),
            is_joint: blocks.iter().any(|block| block.round.is_some()),
            tally,
        }
    }

    /// Whether it came to a decision.
    pub(crate) fn is_decided(&self) -> bool {
        matches!(self.state(), Sitting::Decided(_))
    }

    /// The effect that it shows and that neither a radio nor the site can make, if it does.
    pub(crate) fn network_effect(&self) -> Option<&Effect<'a>> {
        match self.state() {
            Sitting::Decided(Decision::NameFails) => self.name.as_ref(),
            Sitting::Decided(Decision::SplitPasses) => self.split.as_ref(),
            Sitting::Decided(Decision::RecordsPass) => self.records.as_ref(),
            _ => None,
        }
    }

    pub(crate) fn shows_network_effect(&self) -> bool {
        self.network_effect().is_some()
    }

    /// Where the sitting stands.
    pub(crate) fn state(&self) -> Sitting {
        use Side::{Fails, Open, Works};
        let side = |effect: &Option<Effect<'_>>| {
            effect.as_ref().filter(|effect| effect.has_trials()).map(|effect| effect.count.side())
        };
        if let Some(decision) = quic::disproved(self) {
            return Sitting::Decided(decision);
        }
        // Who denies a name on the path denies it to everybody; only a name that passes there is the system's matter.
        let at_system = side(&self.at_system).filter(|_| side(&self.name) != Some(Fails));
        if self.target.side() == Fails && at_system == Some(Fails) {
            return Sitting::Decided(Decision::NameDenied);
        }
        let is_denial_open = at_system == Some(Open);
        let decision = match (
            self.target.side(),
            side(&self.name),
            side(&self.split),
            side(&self.records),
            side(&self.at_target),
        ) {
            (Works, ..) => Some(Decision::Works),
            (Open, ..) => None,
            (Fails, Some(Fails), ..) => Some(Decision::NameFails),
            _ if is_denial_open => None,
            (Fails, _, Some(Fails), ..) => Some(Decision::SplitPasses),
            (Fails, _, _, Some(Fails), _) => Some(Decision::RecordsPass),
            (Fails, Some(Open), ..) | (Fails, _, Some(Open), ..) | (Fails, _, _, Some(Open), _) => {
                None
            }
            (Fails, Some(Works), ..) => Some(Decision::TargetFails),
            (Fails, None, .., Some(Fails)) => Some(Decision::NameFailsThere),
            (Fails, None, .., Some(Open)) => None,
            (Fails, None, .., Some(Works)) => Some(Decision::TargetFails),
            // It was tried at the helper's address, and nothing could be said of it so far.
            (Fails, None, .., None) => self.name.is_none().then_some(Decision::TargetFails),
        };
        if let Some(decision) = decision {
            return Sitting::Decided(decision);
        }
        let (most, most_void) = self.most();
        if self.void >= most_void {
            Sitting::Void
        } else if self.blocks >= most {
            Sitting::Exhausted
        } else if self.is_hopeless() {
            Sitting::Noisy
        } else {
            Sitting::GoOn
        }
    }

    /// Whether the target's own address has shown that no effect will come of it there.
    pub(crate) fn is_in_vain(&self) -> bool {
        let works = |effect: &Option<Effect<'_>>| {
            effect.as_ref().is_some_and(|effect| effect.count.side() == Side::Works)
        };
        let is_split_in_vain =
            works(&self.split) && (self.records.is_none() || works(&self.records));
        self.repeats == Repeats::Pair && (is_split_in_vain || works(&self.at_target))
    }

    /// Whether p0 is above the ceiling by the controls alone.
    pub(crate) fn is_noisy(&self) -> bool {
        sequential::is_noisy(self.tally, 0)
    }

    /// Whether p0 stays above the ceiling even if every control of the blocks left works.
    fn is_hopeless(&self) -> bool {
        let left = self.most().0.saturating_sub(self.blocks) as u64 * CONTROLS_OF_A_BLOCK;
        sequential::is_noisy(self.tally, left)
    }

    /// Blocks at most, and void ones.
    fn most(&self) -> (usize, usize) {
        match self.is_joint {
            true => (MAX_BLOCKS_TOGETHER, MAX_VOID_TOGETHER),
            false => (MAX_BLOCKS, MAX_VOID),
        }
    }
}
