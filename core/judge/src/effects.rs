//! Effects: how the valid blocks of a sitting show that it is the *name* that fails.
//!
//! Each is a test of its own over the same blocks. What an effect needs beside the target (an innocent name
//! that is answered at the same address) must have worked in a block before the block says anything of it.

use arna_model::{Arm, Failure, Micros, Observation, Tally, TlsHandshake};

use crate::blocks::{Block, Flow};
use crate::count::Count;
use crate::tls;

/// An effect of the name.
pub(crate) struct Effect<'a> {
    /// Where the name was stopped, and where it passed.
    pub(crate) count: Count<'a>,
    /// The innocent names that were answered where the target's was stopped.
    pub(crate) innocents: Vec<&'a Observation>,
}

impl Effect<'_> {
    /// Whether any block said something.
    pub(crate) fn has_trials(&self) -> bool {
        !(self.count.failures.is_empty() && self.count.successes.is_empty())
    }
}

/// Effect 1: the name at a server of ours. `None`: no block tried it; for a request, none could, since a
/// helper need not listen on port 80.
pub(crate) fn at_helper<'a>(
    valid: &[&Block<'a>],
    is_tried: bool,
    (limit, tally): (Micros, Tally),
) -> Option<Effect<'a>> {
    let (mut stopped, mut passed, mut innocents) = (Vec::new(), Vec::new(), Vec::new());
    for block in valid {
        if !block.control_works(Arm::InnocentAtHelper, limit)
            || !block.is_valid_for(Arm::NameAtHelper)
            || block.goes_by_name()
            || is_silenced(block)
        {
            continue;
        }
        match beside_innocent(block) {
            Some((at, Beside::Passes)) => passed.push(at),
            Some((at, Beside::Stopped)) => {
                stopped.push(at);
                innocents.extend(block.arm(Arm::InnocentAtHelper).last().copied());
            }
            None => {}
        }
    }
    let is_request = valid.iter().any(|block| block.is_request());
    let is_tried = if is_request { !(stopped.is_empty() && passed.is_empty()) } else { is_tried };
    is_tried.then(|| Effect { count: Count::of(stopped, passed, tally), innocents })
}

/// Whether names of several targets were said at the helper's address in one volley, and the innocent one behind them was
/// not answered at once: then one of them may have silenced the address for all. An answer to what was said again shows
/// nothing: it may have slipped in where the others' resends did not.
pub(crate) fn is_silenced(block: &Block<'_>) -> bool {
    let after = block.arm(Arm::InnocentAfterNames);
    let is_volley = !after.is_empty();
    is_volley
        && !(block.control_answers(Arm::InnocentAfterNames)
            && tls::is_answered_at_once(after.iter().copied()))
}

/// What became of the target's name at the helper's address, beside an innocent one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// It got as much as the innocent one, or more.
    Passes,
    /// It got less: silence, a reset or what is no TLS in place of any answer; an alert, or a handshake that was cut
    /// off in the middle, in place of a whole one.
    Stopped,
}

/// The name's own trial at the helper's address, and what it says. A server that refuses names that it does not
/// know refuses the innocent one as well; one that shows every name its certificate refuses none.
fn beside_innocent<'a>(block: &Block<'a>) -> Option<(&'a Observation, Beside)> {
    let innocent = block.flow(Arm::InnocentAtHelper)?;
    let is_whole = matches!(innocent, Flow::Answered { is_complete: true, .. });
    match block.flow(Arm::NameAtHelper)? {
        // Filters that let some packets pass, or reset beside the path, are late.
        Flow::Answered { is_complete: false, at, .. } if is_cut(at) => {
            is_whole.then_some((at, Beside::Stopped))
        }
        Flow::Answered { at, .. } => Some((at, Beside::Passes)),
        Flow::Alerted { at, .. } if is_whole => Some((at, Beside::Stopped)),
        Flow::Alerted { at, .. } if matches!(innocent, Flow::Alerted { .. }) => {
            Some((at, Beside::Passes))
        }
        Flow::Unanswered(at) if is_cut(at) => Some((at, Beside::Stopped)),
        _ => None,
    }
}

/// Whether the target's name passes at the helper's address in a block, void or not.
pub(crate) fn passes_at_helper(block: &Block<'_>) -> bool {
    beside_innocent(block)
        .filter(|_| !is_silenced(block))
        .is_some_and(|(_, beside)| beside == Beside::Passes)
}

/// Effect 2: the split hello at the target's own address. A trial shows it if the target's name is cut there
/// in a whole hello, and the site itself answers to it in one that is cut in two, as an innocent name is
/// answered in a whole one. Where both forms fail a filter may put segments together: that speaks against
/// this effect, and for nobody's innocence. `None`: no block could tell.
pub(crate) fn split<'a>(
    valid: &[&Block<'a>],
    (limit, tally): (Micros, Tally),
) -> Option<Effect<'a>> {
    let (mut stopped, mut passed, mut innocents) = (Vec::new(), Vec::new(), Vec::new());
    for block in valid.iter().filter(|block| block.is_valid_for(Arm::SplitAtTarget)) {
        let halves =
            block.arm(Arm::SplitAtTarget).iter().rfind(|one| tls::handshake(one).is_some());
        let innocent =
            innocent_there(block).filter(|_| block.control_works(Arm::InnocentAtTarget, limit));
        let (Some(halves), Some(innocent)) = (halves.copied(), innocent) else { continue };
        match block.flow(Arm::Target) {
            // An alert may be the server's own; but it cannot tell the two forms apart.
            Some(
                Flow::Unanswered(at)
                | Flow::Alerted { at, .. }
                | Flow::Answered { is_complete: false, at, .. },
            ) if is_refused(at) && is_the_sites_own(halves, at) => {
                stopped.push(at);
                innocents.extend([innocent, halves]);
            }
            Some(Flow::Answered { at, .. } | Flow::Alerted { at, .. } | Flow::Unanswered(at)) => {
                passed.push(at);
            }
            _ => {}
        }
    }
    let is_tried = !(stopped.is_empty() && passed.is_empty());
    is_tried.then(|| Effect { count: Count::of(stopped, passed, tally), innocents })
}

/// Effect 2 by records of TLS, where two segments do not pass. A trial shows it if the target's name is cut there in
/// a whole hello, and the site itself answers to it in one of two records, as innocent names are answered in both
/// forms: a server that takes no such hello says nothing. Where the target's fails in both forms that speaks
/// against this effect, and for nobody's innocence. `None`: no block could tell.
pub(crate) fn records<'a>(
    valid: &[&Block<'a>],
    (limit, tally): (Micros, Tally),
) -> Option<Effect<'a>> {
    let (mut stopped, mut passed, mut innocents) = (Vec::new(), Vec::new(), Vec::new());
    for block in valid.iter().filter(|block| block.is_valid_for(Arm::RecordsAtTarget)) {
        let last = |arm| block.arm(arm).iter().rfind(|one| tls::handshake(one).is_some()).copied();
        let works = |arm| block.control_works(arm, limit);
        let whole = innocent_there(block).filter(|_| works(Arm::InnocentAtTarget));
        let innocent = last(Arm::InnocentInRecords).filter(|one| {
            let alike = whole.and_then(tls::handshake).zip(tls::handshake(one));
            works(Arm::InnocentInRecords)
                && !is_verified(one)
                && alike.is_some_and(|(whole, it)| {
                    it.record_cut_at.is_some()
                        && it.address == whole.address
                        && it.server_name == whole.server_name
                })
        });
        let (Some(records), Some(whole), Some(innocent)) =
            (last(Arm::RecordsAtTarget), whole, innocent)
        else {
            continue;
        };
        let is_in_records = tls::handshake(records).is_some_and(|it| it.record_cut_at.is_some());
        match block.flow(Arm::Target) {
            Some(
                Flow::Unanswered(at)
                | Flow::Alerted { at, .. }
                | Flow::Answered { is_complete: false, at, .. },
            ) if is_refused(at) && is_in_records && is_the_sites_own(records, at) => {
                stopped.push(at);
                innocents.extend([whole, innocent, records]);
            }
            Some(Flow::Answered { at, .. } | Flow::Alerted { at, .. } | Flow::Unanswered(at)) => {
                passed.push(at);
            }
            _ => {}
        }
    }
    let is_tried = !(stopped.is_empty() && passed.is_empty());
    is_tried.then(|| Effect { count: Count::of(stopped, passed, tally), innocents })
}

/// The innocent hello at the target's address, if it differs from the target's in the name alone: whole, as
/// long, of the same fingerprint. A certificate of its own shows that somebody on the path, or a server of
/// many sites, goes by the name, and then it says nothing.
fn innocent_there<'a>(block: &Block<'a>) -> Option<&'a Observation> {
    let hello =
        |arm| block.arm(arm).iter().rev().find_map(|one| Some((*one, tls::handshake(one)?)));
    let ((one, innocent), (_, target)) = (hello(Arm::InnocentAtTarget)?, hello(Arm::Target)?);
    let is_as_long = innocent.server_name.len().abs_diff(target.server_name.len()) <= ALIKE;
    let is_alike = match (&innocent.ja4, &target.ja4) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    let is_meant = innocent.address == target.address && innocent.server_name != target.server_name;
    (is_meant && is_as_long && is_alike && is_whole(innocent) && !is_verified(one)).then_some(one)
}

/// Whether the site that cuts the name `at` showed its own certificate for it when the hello was cut in two.
fn is_the_sites_own(halves: &Observation, at: &Observation) -> bool {
    let (Some(split), Some(whole)) = (tls::handshake(halves), tls::handshake(at)) else {
        return false;
    };
    is_verified(halves)
        && !is_whole(split)
        && is_whole(whole)
        && split.address == whole.address
        && split.server_name == whole.server_name
}

/// Whether it went out in one piece.
fn is_whole(hello: &TlsHandshake) -> bool {
    hello.cut_at.is_none() && hello.record_cut_at.is_none()
}

fn is_verified(one: &Observation) -> bool {
    one.is_success() && tls::handshake(one).is_some_and(|it| it.is_complete)
}

/// Effect 3: the name at the target's own address. A trial shows it if the target's name is cut there and an
/// innocent one is answered; where both fail it speaks against it. An alert for the target's name says nothing: a
/// front end refuses one name and takes another. `None`: no block tried it.
pub(crate) fn at_target<'a>(
    valid: &[&Block<'a>],
    (limit, tally): (Micros, Tally),
) -> Option<Effect<'a>> {
    let (mut stopped, mut passed, mut innocents) = (Vec::new(), Vec::new(), Vec::new());
    for block in valid {
        let innocent = match block.is_request() {
            true => block.arm(Arm::InnocentAtTarget).last().copied(),
            // Where no connection opened, what was said before may have poisoned the address.
            false => innocent_there(block),
        };
        let Some(innocent) = innocent else { continue };
        if !block.is_valid_for(Arm::InnocentAtTarget) {
            continue;
        }
        match block.flow(Arm::Target) {
            Some(Flow::Unanswered(at)) if is_cut(at) => {
                let is_in_time = block.control_works(Arm::InnocentAtTarget, limit);
                if is_in_time {
                    stopped.push(at);
                    innocents.push(innocent);
                } else if block.is_request() || !block.control_answers(Arm::InnocentAtTarget) {
                    passed.push(at);
                }
            }
            Some(Flow::Answered { at, .. } | Flow::Unanswered(at)) => passed.push(at),
            Some(Flow::Unconnected(at)) if block.is_request() => passed.push(at),
            _ => {}
        }
    }
    let is_tried = !(stopped.is_empty() && passed.is_empty());
    is_tried.then(|| Effect { count: Count::of(stopped, passed, tally), innocents })
}

/// Whether a name was met by silence, by the end of the connection, or by bytes that are no TLS; be it in the middle of
/// a handshake.
pub(crate) fn is_cut(observation: &Observation) -> bool {
    let is_cut = |why: &Failure| why.is_timeout() || tls::is_reset(why);
    observation.failure.as_ref().is_some_and(is_cut) || tls::is_no_tls(observation)
}

/// The same, or by an alert.
fn is_refused(observation: &Observation) -> bool {
    is_cut(observation) || tls::is_alert(observation)
}

/// Bytes that names of one length may differ by: no hole for large packets begins between them by chance, and
/// the shortest name that nobody has is that much longer than the shortest there are.
pub(crate) const ALIKE: usize = 2;
