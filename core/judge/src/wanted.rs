//! What the next block of a sitting has to try: each effect costs bytes and says a forbidden name.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use arna_model::{Arm, Dossier, Observation, Place};

use crate::blocks::Block;
use crate::control::Outside;
use crate::count::Count;
use crate::sequential::Side;
use crate::sitting::Evidence;
use crate::suspicion::suspicion;
use crate::{effects, nat64, tcp};

/// Whether the next block should still try the name at the helper's address: not once it is decided that it
/// passes there.
pub fn is_name_wanted(dossier: &Dossier) -> bool {
    let dossier = nat64::translated(dossier);
    let evidence = Evidence::of(&dossier);
    evidence.name.is_none_or(|name| name.count.side() != Side::Works)
}

/// Whether a block that tries the target's own address should begin with two segments: not once it is decided
/// that they do not pass, nor while two records pass and segments never did.
pub fn is_split_wanted(dossier: &Dossier) -> bool {
    let dossier = nat64::translated(dossier);
    let evidence = Evidence::of(&dossier);
    let never_passed = evidence.split.as_ref().is_some_and(|split| split.count.failures.is_empty());
    let is_in_vain = evidence.split.is_some_and(|split| split.count.side() == Side::Works);
    let has_better = evidence.records.is_some_and(|records| {
        !records.count.failures.is_empty() && records.count.side() != Side::Works
    });
    !(is_in_vain || never_passed && has_better)
}

/// Whether the next block should also try the target's own address, for effects 2 and 3: where effect 1 has
/// nothing to say, for want of an address of ours (one that is not known to be spared) or of anybody outside, or by
/// the blocks so far. A name that got an answer there even in a void block makes it likely. An address to which no
/// connection ever came about has nothing to say of names.
pub fn is_site_wanted(dossier: &Dossier, has_helpers_address: bool) -> bool {
    let dossier = nat64::translated(dossier);
    let evidence = Evidence::of(&dossier);
    let blocks = Block::all(&dossier);
    let latest = blocks.iter().map(|block| block.sitting).max();
    let mut latest = blocks.iter().filter(|block| Some(block.sitting) == latest);
    let has_passed = latest.any(effects::passes_at_helper);
    let may_decide = evidence.name.as_ref().is_some_and(|name| {
        let Count { failures, successes, .. } = &name.count;
        !has_passed
            && successes.is_empty()
            && (!failures.is_empty() || evidence.blocks == evidence.void)
    });
    let is_needed = !has_helpers_address
        || Outside::of(&dossier).is_none()
        || evidence.blocks > 0 && !may_decide;
    is_needed && !evidence.is_in_vain() && was_connected(&dossier)
}

/// Whether a connection to an address that failed ever came about, as far as it is known which that is.
fn was_connected(dossier: &Dossier) -> bool {
    let is_own = |one: &&Observation| {
        matches!(
            one.place,
            Place::Look { .. } | Place::Block { arm: Arm::Target | Arm::InnocentAtTarget, .. }
        )
    };
    let calls = || {
        let own = dossier.observations.iter().filter(is_own);
        own.filter_map(|one| Some((tcp::connect(one)?.address, one)))
    };
    let in_blocks = calls().filter(|(_, one)| matches!(one.place, Place::Block { .. }));
    let suspected = suspicion(dossier).and_then(|suspicion| suspicion.address);
    let failed: BTreeSet<SocketAddr> =
        in_blocks.map(|(address, _)| address).chain(suspected).collect();
    failed.is_empty() || calls().any(|(address, one)| failed.contains(&address) && one.is_success())
}
