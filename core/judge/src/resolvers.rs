//! Effects of the name on resolvers: a public one that is kept from answering, the system's own that denies it.
//!
//! As in `effects`, an innocent name must have been answered in a block before the block says anything.

use std::net::IpAddr;

use arna_model::{Arm, Failure, Micros, Observation, Tally};

use crate::blocks::Block;
use crate::count::Count;
use crate::dns::{self, Answer};
use crate::effects::Effect;

/// Effect 4: the name at a public resolver. A trial shows it if the name is not answered there in the clear (or
/// denied, where the system's resolver gives nothing either), while an innocent one is, and while the same resolver
/// answers for the name over HTTPS. `None`: no block could tell.
pub(crate) fn at_resolver<'a>(
    valid: &[&Block<'a>],
    (limit, tally): (Micros, Tally),
) -> Option<Effect<'a>> {
    let (mut stopped, mut passed, mut innocents) = (Vec::new(), Vec::new(), Vec::new());
    for block in valid {
        let honest = |arm| block.honest_lookup(arm).filter(|one| one.duration() < limit);
        let Some(plain) = block.arm(Arm::NameAtResolver).first().copied() else { continue };
        let (innocent, secure) = (honest(Arm::InnocentAtResolver), honest(Arm::NameOverHttps));
        // Behind questions for several names one of which may have silenced the resolver for a moment.
        let innocent = innocent.filter(|one| block.round.is_none() || is_answered_at_once(one));
        let is_one_resolver = resolver(plain).is_some_and(|resolver_of_name| {
            let others = [innocent, secure].map(|one| one.and_then(resolver));
            others.iter().all(|other| *other == Some(resolver_of_name))
        });
        let all = block.arm(Arm::NameAtResolver);
        let is_met_by = |answer: Answer| all.iter().all(|one| answer_in(one) == Some(answer));
        let is_denied = is_met_by(Answer::Negative) && block.is_denied_or_untold();
        if !is_denied && all.iter().any(|one| is_answered(one)) {
            passed.push(plain);
        } else if is_one_resolver
            && (is_denied || plain.failure.as_ref().is_some_and(Failure::is_timeout))
            && block.is_valid_for(Arm::NameAtResolver)
        {
            stopped.push(plain);
            innocents.extend([innocent, secure].into_iter().flatten());
        }
    }
    let is_tried = !(stopped.is_empty() && passed.is_empty());
    is_tried.then(|| Effect { count: Count::of(stopped, passed, tally), innocents })
}

/// Whether the first send of a question was answered, as far as sends are told.
fn is_answered_at_once(one: &Observation) -> bool {
    let first = dns::lookup(one).and_then(|lookup| lookup.sends.first());
    first.is_none_or(|send| !send.answers.is_empty())
}

/// Effect 5: the name at the system's resolver. A trial shows it if that denies the name, while it answers an innocent
/// one, and while the public resolver gives addresses for the name in the clear: so nobody on the path denies it. An
/// honest answer for the name speaks against it. `None`: no block shows it.
pub(crate) fn at_system<'a>(
    valid: &[&Block<'a>],
    (limit, tally): (Micros, Tally),
) -> Option<Effect<'a>> {
    let (mut stopped, mut passed, mut innocents) = (Vec::new(), Vec::new(), Vec::new());
    for block in valid {
        let given = block.honest_lookup(Arm::NameAtResolver).filter(|one| one.duration() < limit);
        let innocent = block.honest_lookup(Arm::Control);
        match (block.lookups(Arm::Target).next(), innocent, given) {
            (Some((one, Answer::Honest)), ..) => passed.push(one),
            (Some((one, Answer::Negative)), Some(innocent), Some(given)) => {
                stopped.push(one);
                innocents.extend([innocent, given]);
            }
            _ => {}
        }
    }
    (!stopped.is_empty()).then(|| Effect { count: Count::of(stopped, passed, tally), innocents })
}

fn answer_in(one: &Observation) -> Option<Answer> {
    dns::lookup(one).map(|lookup| dns::answer(lookup, one.failure.as_ref()))
}

/// The address of who was asked.
fn resolver(observation: &Observation) -> Option<IpAddr> {
    dns::lookup(observation)?.resolver.map(|resolver| resolver.ip())
}

/// Whether anything came back, whatever it says.
fn is_answered(observation: &Observation) -> bool {
    dns::lookup(observation).is_some_and(|lookup| {
        !lookup.addresses.is_empty() || lookup.sends.iter().any(|send| !send.answers.is_empty())
    })
}
