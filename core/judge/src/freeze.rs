//! Blocks of long flows: how each flow ended, and what those of a sitting come to.
//!
//! The gate is the one of every confirmation: the innocent flow beside the page's came whole in time, the canary was
//! never silent for long, and the phone had no trouble of its own. What counts is put to the same sequential test.

use std::collections::BTreeMap;

use arna_model::{Arm, Dossier, Event, Failure, Micros, Observation, Place, Tally, Transfer};

use crate::blocks::Block;
use crate::count::Count;
use crate::long::LONG_SILENCE;
use crate::sequential::{self, Side};
use crate::sitting::{MAX_BLOCKS, MAX_VOID};
use crate::tally;

/// How a long flow ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// All that was wanted came.
    Whole,
    /// Its peer ended it before.
    Ended,
    /// It began to come, and then nothing more did.
    Frozen,
}

impl End {
    /// Of an observation; `None`: it says nothing of it, as nothing came, or it came too slowly, or it broke off.
    pub(crate) fn of(observation: &Observation) -> Option<Self> {
        let Transfer { marks, wanted, .. } = transfer(observation)?;
        match &observation.failure {
            None => Some(Self::Whole),
            Some(Failure::Eof) => Some(Self::Ended),
            Some(failure) if failure.is_timeout() => {
                let last = marks.last()?;
                let is_begun = (LEAST..*wanted).contains(&last.bytes);
                let is_silent = observation.t.since(last.t) >= LONG_SILENCE;
                (is_begun && is_silent).then_some(Self::Frozen)
            }
            Some(_) => None,
        }
    }
}

/// The transfer in an observation, if it is one.
pub(crate) fn transfer(observation: &Observation) -> Option<&Transfer> {
    match &observation.event {
        Event::Transfer(transfer) => Some(transfer),
        _ => None,
    }
}

/// What the blocks come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    GoOn,
    /// The page does not freeze.
    Works,
    /// It does, and so does its name on the way to the helper.
    NameFreezes,
    /// It does, and nobody showed that it is the name.
    SiteFreezes(Named),
    /// The blocks settle nothing.
    Open,
}

/// What became of the name on the way to the helper, if it does not freeze there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Passes,
    /// No block could tell.
    Untried,
}

/// The latest sitting of blocks.
pub(crate) struct Blocks<'a> {
    /// Flows of the page.
    pub(crate) site: Count<'a>,
    /// Flows under its name from the helper; `None`: no block could tell.
    pub(crate) name: Option<Count<'a>>,
    /// The innocent flows beside those that froze.
    pub(crate) innocents: Vec<&'a Observation>,
    pub(crate) blocks: usize,
    pub(crate) void: usize,
    pub(crate) ended: Micros,
    tally: Tally,
}

impl<'a> Blocks<'a> {
    pub(crate) fn of(dossier: &'a Dossier) -> Self {
        let mut arms: BTreeMap<(u16, u16), BTreeMap<Arm, Vec<&Observation>>> = BTreeMap::new();
        for one in &dossier.observations {
            if let Place::Long { sitting, block: block @ 1.., arm } = one.place {
                arms.entry((sitting, block)).or_default().entry(arm).or_default().push(one);
            }
        }
        let latest = arms.keys().map(|(sitting, _)| *sitting).max();
        arms.retain(|(sitting, _), _| Some(*sitting) == latest);
        let blocks: Vec<_> = arms
            .into_iter()
            .map(|((sitting, number), arms)| Block::made_of(sitting, number, arms))
            .collect();
        let own = blocks.iter().map(controls).fold(Tally::default(), tally::sum);
        let tally = tally::sum(dossier.tally, own);

        let (mut frozen, mut works, mut innocents) = (Vec::new(), Vec::new(), Vec::new());
        let (mut name_frozen, mut name_works) = (Vec::new(), Vec::new());
        let mut void = 0;
        for block in &blocks {
            let target = end_of(block, Arm::Target).filter(|_| is_valid(block));
            let Some((at, end)) = target else {
                void += 1;
                continue;
            };
            if end != End::Frozen {
                works.push(at);
                continue;
            }
            frozen.push(at);
            innocents.extend(end_of(block, control(block)).map(|(one, _)| one));
            // The innocent flow came whole: that the network was alive while it ran needs no canary.
            let is_beside = is_whole(block, Arm::InnocentAtHelper)
                && lives_through(block, &[Arm::NameAtHelper]);
            match end_of(block, Arm::NameAtHelper).filter(|_| is_beside) {
                Some((at, End::Frozen)) => {
                    name_frozen.push(at);
                    innocents.extend(end_of(block, Arm::InnocentAtHelper).map(|(one, _)| one));
                }
                Some((at, _)) => name_works.push(at),
                None => {}
            }
        }
        let is_tried = !(name_frozen.is_empty() && name_works.is_empty());
        Self {
            site: Count::of(frozen, works, tally),
            name: is_tried.then(|| Count::of(name_frozen, name_works, tally)),
            innocents,
            blocks: blocks.len(),
            void,
            ended: blocks.iter().map(Block::end).max().unwrap_or_default(),
            tally,
        }
    }

    /// Whether p0 stays above the ceiling even if every control of the blocks left works.
    fn is_hopeless(&self) -> bool {
        let left = MAX_BLOCKS.saturating_sub(self.blocks) as u64 * CONTROLS_OF_A_BLOCK;
        sequential::is_noisy(self.tally, left)
    }

    /// What they come to.
    pub(crate) fn outcome(&self) -> Outcome {
        let is_full = self.void >= MAX_VOID || self.blocks >= MAX_BLOCKS || self.is_hopeless();
        let open = if is_full { Outcome::Open } else { Outcome::GoOn };
        match (self.site.side(), self.name.as_ref().map(Count::side)) {
            (Side::Works, _) => Outcome::Works,
            (Side::Open, _) | (Side::Fails, Some(Side::Open)) => open,
            (Side::Fails, Some(Side::Fails)) => Outcome::NameFreezes,
            (Side::Fails, Some(Side::Works)) => Outcome::SiteFreezes(Named::Passes),
            (Side::Fails, None) => Outcome::SiteFreezes(Named::Untried),
        }
    }
}

/// The innocent flow that runs together with the target's: an innocent site's, or one from the helper.
fn control(block: &Block<'_>) -> Arm {
    if block.arm(Arm::Control).is_empty() { Arm::InnocentAtHelper } else { Arm::Control }
}

/// Whether the target's flow in it counts: its control got all of it in time, the network was alive from its
/// beginning to its end, and the phone had no trouble of its own.
fn is_valid(block: &Block<'_>) -> bool {
    let control = control(block);
    is_whole(block, control)
        && lives_through(block, &[Arm::Target, control])
        && !block.is_disturbed()
}

/// Whether the canary was never silent for long while these arms ran.
fn lives_through(block: &Block<'_>, arms: &[Arm]) -> bool {
    let all = || arms.iter().flat_map(|arm| block.arm(*arm));
    let (start, end) = (all().map(|one| one.t0).min(), all().map(|one| one.t).max());
    start.zip(end).is_some_and(|(start, end)| block.canary_lives(start, end))
}

/// Whether an arm's flow got all of it, and no later than the silence of one that froze lasts.
fn is_whole(block: &Block<'_>, arm: Arm) -> bool {
    let start = block.arm(arm).iter().map(|one| one.t0).min().unwrap_or_default();
    let end = end_of(block, arm);
    end.is_some_and(|(one, end)| end == End::Whole && one.t.since(start) < LONG_SILENCE)
}

fn end_of<'a>(block: &Block<'a>, arm: Arm) -> Option<(&'a Observation, End)> {
    block.arm(arm).iter().find_map(|one| Some((*one, End::of(one)?)))
}

/// What a block adds to the tally of controls: how often the innocent flow stopped, or the canary did, while the other
/// went on. Late is not stopped.
fn controls(block: &Block<'_>) -> Tally {
    if block.is_disturbed() {
        return Tally::default();
    }
    let came = matches!(end_of(block, control(block)), Some((_, End::Whole)));
    match (came, lives_through(block, &[control(block)])) {
        (true, true) => Tally { trials: 2, failures: 0 },
        (true, false) | (false, true) => Tally { trials: 1, failures: 1 },
        (false, false) => Tally::default(),
    }
}

/// Bytes that came at least of a flow that froze: what stops sooner did not begin, and looks like a request that
/// nobody answers (a look's own 4 KiB).
pub(crate) const LEAST: u64 = 4 * 1024;
/// Controls that a block adds to the tally at best: the innocent flow and the canary.
const CONTROLS_OF_A_BLOCK: u64 = 2;
