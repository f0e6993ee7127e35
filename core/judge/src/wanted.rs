//! What the next block of a sitting has to try: each effect costs bytes and says a forbidden name.

use arna_model::Dossier;

use crate::control::Outside;
use crate::count::Count;
use crate::nat64;
use crate::sequential::Side;
use crate::sitting::Evidence;

/// Whether the next block should still try the name at the helper's address: not once it is decided that it
/// passes there.
pub fn is_name_wanted(dossier: &Dossier) -> bool {
    let dossier = nat64::translated(dossier);
    let evidence = Evidence::of(&dossier);
    evidence.name.is_none_or(|name| name.count.side() != Side::Works)
}

/// Whether the next block should also try the target's own address, for effects 2 and 3: where effect 1 has
/// nothing to say, for want of an address of ours or of anybody outside, or by the blocks so far.
pub fn is_site_wanted(dossier: &Dossier, has_helpers_address: bool) -> bool {
    let dossier = nat64::translated(dossier);
    let evidence = Evidence::of(&dossier);
    let may_decide = evidence.name.as_ref().is_some_and(|name| {
        let Count { failures, successes, .. } = &name.count;
        successes.is_empty() && (!failures.is_empty() || evidence.blocks == evidence.void)
    });
    let is_needed = !has_helpers_address
        || Outside::of(&dossier).is_none()
        || evidence.blocks > 0 && !may_decide;
    is_needed && !evidence.is_in_vain()
}
