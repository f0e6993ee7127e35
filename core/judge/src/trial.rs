//! What one block, or a look between blocks, says of the target itself.

use arna_model::{Arm, Dossier, Observation};

use crate::blocks::{Block, Flow};
use crate::dns::{self, Answer};
use crate::look::Look;
use crate::race::Race;
use crate::resolved::opened_for_the_user;

/// The target's observation in a block, and whether it worked: a completed handshake, whatever its chain; an
/// answer to a request, whatever it says; a connection, where that is all; for a lookup an honest answer.
pub(crate) fn target<'a>(
    block: &Block<'a>,
    is_connection: bool,
    race: &Race<'_>,
) -> Option<(&'a Observation, bool)> {
    if block.is_lookup() {
        let is_forged =
            |one: &&Observation| dns::lookup(one).is_some_and(|it| race.is_forged(&it.addresses));
        let honest = block.honest_lookup(Arm::Target).filter(|one| !is_forged(one));
        let honest = honest.map(|one| (one, true));
        let silent = || {
            let mut lookups = block.lookups(Arm::Target);
            lookups.find(|(_, answer)| *answer != Answer::Local).map(|(one, _)| (one, false))
        };
        return honest.or_else(silent);
    }
    match block.flow(Arm::Target)? {
        Flow::Answered { is_complete, at, .. } => Some((at, is_complete)),
        Flow::Alerted { at, .. } | Flow::Unanswered(at) | Flow::Unconnected(at) => {
            Some((at, false))
        }
        Flow::Connected(at) => is_connection.then_some((at, true)),
    }
}

/// Whether a look that began after the first block opened, at an address that the user's own resolver gives.
pub(crate) fn opened_since(dossier: &Dossier) -> bool {
    let blocks = Block::all(dossier);
    let begun = blocks.iter().flat_map(|block| block.arm(Arm::Target)).map(|one| one.t0).min();
    let looks = Look::all(dossier);
    looks.iter().any(|look| {
        opened_for_the_user(&looks, look)
            && look.observations.first().zip(begun).is_some_and(|(first, begun)| first.t0 >= begun)
    })
}
