//! What a dossier adds to the tally of controls: how often something that must work failed while its
//! neighbours worked.

use std::collections::BTreeMap;

use arna_model::{Arm, Dossier, Observation, Place, Tally};

use crate::blocks::Block;
use crate::look::{End, Look};
use crate::suspicion::Confirmation;

/// What this dossier adds to the tally for **others**: its looks and the controls of its blocks.
///
/// A look that opened is one trial. A look that failed after the lookup, and whose target opened in a
/// later look, is one trial and one failure: it is the very thing that a confirmation must not take for
/// a censor. Looks that never opened say nothing.
pub fn controls(dossier: &Dossier) -> Tally {
    let looks = Look::all(dossier);
    let last_opened = looks.iter().rposition(Look::opened);
    let of_looks = looks.iter().enumerate().map(|(at, look)| {
        if look.opened() {
            Tally { trials: 1, failures: 0 }
        } else if last_opened.is_some_and(|opened| at < opened) && failed_on_the_way(look) {
            Tally { trials: 1, failures: 1 }
        } else {
            Tally::default()
        }
    });
    let blocks = Block::all(dossier);
    // What several had in common is counted once, for itself.
    let of_blocks = blocks.iter().filter(|block| block.round.is_none()).map(of_block);
    of_looks.chain(of_blocks).fold(Tally::default(), sum)
}

/// What a round of several targets adds to the tally for others: its shared controls, once. Where pairs sat beside
/// lookups, it is the pairs' controls.
pub fn round_controls(shared: &[Observation]) -> Tally {
    let mut arms: BTreeMap<Arm, Vec<&Observation>> = BTreeMap::new();
    for one in shared {
        if let Place::Shared { arm, .. } | Place::Block { arm, .. } = one.place {
            arms.entry(arm).or_default().push(one);
        }
    }
    let of_lookups = arms.remove(&Arm::LookupControl);
    if let Some(of_lookups) = of_lookups {
        arms.entry(Arm::Control).or_insert(of_lookups);
    }
    of_block(&Block::made_of(1, 1, arms))
}

/// The controls of a dossier's own blocks.
pub(crate) fn own(dossier: &Dossier) -> Tally {
    let blocks = Block::all(dossier);
    blocks.iter().map(of_block).fold(Tally::default(), sum)
}

/// Two tallies together.
pub(crate) fn sum(one: Tally, other: Tally) -> Tally {
    Tally {
        trials: one.trials.saturating_add(other.trials),
        failures: one.failures.saturating_add(other.failures),
    }
}

/// C, C2 and the canary are a trial each, as far as the other two worked: what is wanted is the rate of
/// failure *given* that the neighbours worked, since that is how a target's failure is counted. The
/// canary's trial ends with the controls: later it has no neighbours.
fn of_block(block: &Block<'_>) -> Tally {
    if block.is_disturbed() {
        return Tally::default();
    }
    // Late is not failed: the target fails only when nothing comes at all, and so do its controls.
    let mut works = vec![block.control_answers(Arm::Control), block.canary_answers()];
    if !block.is_lookup() {
        works.push(block.control_answers(Arm::SecondControl));
    }
    let failed = works.iter().filter(|works| !**works).count();
    match failed {
        0 => Tally { trials: works.len() as u64, failures: 0 },
        1 => Tally { trials: 1, failures: 1 },
        _ => Tally::default(),
    }
}

/// Whether a look failed at a connection, a handshake or a request: a lookup that got no answer is no
/// measure for these.
fn failed_on_the_way(look: &Look<'_>) -> bool {
    matches!(look.end(), End::Failed)
        && look.trouble(None).is_some_and(|trouble| {
            matches!(trouble.kind.confirmation(), Confirmation::Pair | Confirmation::Request)
        })
}
