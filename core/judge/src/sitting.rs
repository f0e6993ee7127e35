//! A sitting: the blocks of one target within ten minutes, and what they add up to.
//!
//! Two tests run over the same valid blocks. The first says *that* the pair fails; the second, the name at
//! a server of ours (effect 1), says that it is the *name*. Only both together accuse.

use arna_model::{Arm, Dossier, Observation, Tally};

use crate::blocks::{self, Block, Flow};
use crate::dns::Answer;
use crate::look::Look;
use crate::sequential::{self, CEILING, CONFIDENCE, Side, Test, clopper_pearson_upper, start};
use crate::{artefacts, nat64, tally, tls};

/// A sitting has at most this many blocks.
pub const MAX_BLOCKS: usize = 10;
/// This many void ones, and the signal is too weak to tell.
pub const MAX_VOID: usize = 6;
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
    /// Too few controls worked: p0 is above [`CEILING`] and cannot fall under it within the blocks left.
    Noisy,
}

/// What a sitting decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The target works (again): a look tells whether it opens.
    Works,
    /// The target fails, and so does its name at the helper's address.
    NameFails,
    /// The target fails, and its name passes at the helper's address or was never tried there.
    TargetFails,
    /// The resolver's answers for the name are forged.
    Forged,
}

/// Where the latest sitting of a dossier stands; to be asked after each block.
pub fn sitting(dossier: &Dossier) -> Sitting {
    let dossier = nat64::translated(dossier);
    let evidence = Evidence::of(&dossier);
    if artefacts::forged_answers(&dossier).is_confirmed() {
        return Sitting::Decided(Decision::Forged);
    }
    if opened_since(&dossier) {
        return Sitting::Decided(Decision::Works);
    }
    evidence.state()
}

/// Failures and successes of one test, with the observations that they are.
pub(crate) struct Count<'a> {
    pub(crate) failures: Vec<&'a Observation>,
    pub(crate) successes: Vec<&'a Observation>,
    test: Option<Test>,
}

impl<'a> Count<'a> {
    /// The evidence in nats; 0 where no test is possible.
    pub(crate) fn nats(&self) -> f64 {
        let count = |all: &[&Observation]| u32::try_from(all.len()).unwrap_or(u32::MAX);
        self.test.map_or(0.0, |test| test.nats(count(&self.failures), count(&self.successes)))
    }

    pub(crate) fn side(&self) -> Side {
        self.test.map_or(Side::Open, |test| test.side(self.nats()))
    }

    /// How many of the failures are resets.
    pub(crate) fn resets(&self) -> usize {
        let is_reset = |one: &&&Observation| one.failure.as_ref().is_some_and(tls::is_reset);
        self.failures.iter().filter(is_reset).count()
    }

    fn of(failures: Vec<&'a Observation>, successes: Vec<&'a Observation>, tally: Tally) -> Self {
        let start = failures.iter().map(|one| start_value(one)).fold(sequential::FLOOR, f64::max);
        let p0 = sequential::p0(start, tally);
        let test = if p0 > CEILING { None } else { Test::against(p0) };
        Self { failures, successes, test }
    }
}

/// What the blocks of the latest sitting add up to.
pub(crate) struct Evidence<'a> {
    /// T: the pair (or the lookup) that failed.
    pub(crate) target: Count<'a>,
    /// Effect 1; `None`: no block tried it.
    pub(crate) name: Option<Count<'a>>,
    /// The innocent names that were answered where the target's name was not.
    pub(crate) innocents: Vec<&'a Observation>,
    /// Whether the target is a lookup.
    pub(crate) is_lookup: bool,
    /// Blocks, void ones included.
    pub(crate) blocks: usize,
    /// Void blocks.
    pub(crate) void: usize,
    tally: Tally,
}

impl<'a> Evidence<'a> {
    /// The evidence of the latest sitting. Earlier ones will count with a second sitting's own rule,
    /// which is not built yet.
    pub(crate) fn of(dossier: &'a Dossier) -> Self {
        let all = Block::all(dossier);
        let limit = blocks::limit(dossier, &all);
        let tally = tally::sum(dossier.tally, tally::own(dossier));
        let latest = all.iter().map(|block| block.sitting).max();
        let blocks: Vec<_> = all.iter().filter(|one| Some(one.sitting) == latest).collect();
        // Of a cleartext pair only the connection is repeated.
        let mut seen = blocks.iter().flat_map(|block| block.arm(Arm::Target));
        let is_cleartext = !seen.any(|one| tls::handshake(one).is_some());

        let (mut failures, mut successes) = (Vec::new(), Vec::new());
        let (mut passed, mut stopped, mut innocents) = (Vec::new(), Vec::new(), Vec::new());
        let mut void = 0;
        for block in &blocks {
            match target(block, is_cleartext).filter(|_| block.is_valid(limit)) {
                Some((one, true)) => successes.push(one),
                Some((one, false)) => failures.push(one),
                None => {
                    void += 1;
                    continue;
                }
            }
            let is_shown = block.control_works(Arm::InnocentAtHelper, limit)
                && block.is_valid_for_name()
                && !block.goes_by_name();
            if !is_shown {
                continue;
            }
            match block.flow(Arm::NameAtHelper) {
                Some(Flow::Answered { at, .. }) => passed.push(at),
                Some(Flow::Unanswered(at)) if is_cut(at) => {
                    stopped.push(at);
                    innocents.extend(block.arm(Arm::InnocentAtHelper).last().copied());
                }
                _ => {}
            }
        }
        let name = blocks
            .iter()
            .any(|block| !block.arm(Arm::InnocentAtHelper).is_empty() && !block.goes_by_name());
        Self {
            target: Count::of(failures, successes, tally),
            name: name.then(|| Count::of(stopped, passed, tally)),
            innocents,
            is_lookup: blocks.iter().any(|block| block.is_lookup()),
            blocks: blocks.len(),
            void,
            tally,
        }
    }

    /// Where the sitting stands.
    pub(crate) fn state(&self) -> Sitting {
        match (self.target.side(), self.name.as_ref().map(Count::side)) {
            (Side::Works, _) => return Sitting::Decided(Decision::Works),
            (Side::Fails, Some(Side::Fails)) if !self.is_lookup => {
                return Sitting::Decided(Decision::NameFails);
            }
            (Side::Fails, None | Some(Side::Works)) => {
                return Sitting::Decided(Decision::TargetFails);
            }
            _ => {}
        }
        if self.void >= MAX_VOID {
            Sitting::Void
        } else if self.blocks >= MAX_BLOCKS {
            Sitting::Exhausted
        } else if self.is_hopeless() {
            Sitting::Noisy
        } else {
            Sitting::GoOn
        }
    }

    /// Whether p0 is above the ceiling by the controls alone.
    pub(crate) fn is_noisy(&self) -> bool {
        clopper_pearson_upper(self.tally.failures, self.tally.trials, CONFIDENCE) > CEILING
    }

    /// Whether p0 stays above the ceiling even if every control of the blocks left works.
    fn is_hopeless(&self) -> bool {
        let left = MAX_BLOCKS.saturating_sub(self.blocks) as u64 * CONTROLS_OF_A_BLOCK;
        let trials = self.tally.trials.saturating_add(left);
        clopper_pearson_upper(self.tally.failures, trials, CONFIDENCE) > CEILING
    }
}

/// The target's observation in a block, and whether it worked: a completed handshake, whatever its chain;
/// for cleartext a connection; for a lookup an honest answer.
fn target<'a>(block: &Block<'a>, is_cleartext: bool) -> Option<(&'a Observation, bool)> {
    if block.is_lookup() {
        let honest = block.honest_lookup(Arm::Target).map(|one| (one, true));
        let silent = || {
            let mut lookups = block.lookups(Arm::Target);
            lookups.find(|(_, answer)| *answer != Answer::Local).map(|(one, _)| (one, false))
        };
        return honest.or_else(silent);
    }
    match block.flow(Arm::Target)? {
        Flow::Answered { is_complete, at, .. } => Some((at, is_complete)),
        Flow::Unanswered(at) | Flow::Unconnected(at) => Some((at, false)),
        Flow::Connected(at) => is_cleartext.then_some((at, true)),
    }
}

/// Whether a name was met by silence or by the end of the connection.
fn is_cut(observation: &Observation) -> bool {
    observation.failure.as_ref().is_some_and(|why| why.is_timeout() || tls::is_reset(why))
}

/// The start value of a failure by what it is.
fn start_value(observation: &Observation) -> f64 {
    if crate::dns::lookup(observation).is_some() {
        return start::DNS_SILENCE;
    }
    match &observation.failure {
        _ if tls::handshake(observation).is_none() => start::TCP_FAILURE,
        Some(failure) if tls::is_reset(failure) => start::TLS_RESET,
        _ => start::TLS_SILENCE,
    }
}

/// Whether a look that began after the first block opened.
fn opened_since(dossier: &Dossier) -> bool {
    let blocks = Block::all(dossier);
    let begun = blocks.iter().flat_map(|block| block.arm(Arm::Target)).map(|one| one.t0).min();
    let looks = Look::all(dossier);
    looks.iter().any(|look| {
        look.opened()
            && look.observations.first().zip(begun).is_some_and(|(first, begun)| first.t0 >= begun)
    })
}
