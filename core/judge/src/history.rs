//! Since when: what a target's verdicts on one network come to, over many runs.
//!
//! A state **holds** when two sightings of it, an hour apart and with no other state between them, say
//! so; a **change** is the step from one state that held to another. What stands shorter between is odd: it
//! is shown, and changes nothing. Abstentions are neither here nor there. The order is the store's, never
//! the clock's; what a doubtful clock says is no hour. docs/method.md, "Since when".

use std::collections::BTreeMap;

use arna_model::{
    Code, History, Micros, Network, News, RunId, Seen, Sighting, SiteChange, Spell, Stamp, State,
};

/// What a verdict says of its target; `None`: nothing.
pub fn state(code: Code) -> Option<State> {
    match code {
        Code::Accessible => Some(State::Open),
        Code::Blocked | Code::LikelyBlocked => Some(State::Blocked),
        Code::Throttled => Some(State::Throttled),
        Code::Unreachable => Some(State::Unreachable),
        Code::SiteRefuses | Code::SiteDown => Some(State::SiteTrouble),
        Code::WeakSignal
        | Code::NoInternet
        | Code::Inconclusive
        | Code::NotTested
        | Code::Measured => None,
    }
}

/// The history of `input` on `network`, from all of its verdicts there in the store's order. What each says
/// and whether it is odd is told here, whatever it was before.
pub fn history(input: String, network: Network, mut sightings: Vec<Sighting>) -> History {
    for one in &mut sightings {
        // What became of another site, to which this one led, is not this one's.
        (one.state, one.is_odd) = (state(one.code).filter(|_| one.at.is_none()), false);
    }
    let spells = spells(&sightings);
    let mut seen = BTreeMap::<State, Seen>::new();
    for Sighting { stamp, state, .. } in &sightings {
        let Some(state) = *state else { continue };
        let seen = seen.entry(state).or_insert_with(|| Seen {
            first: stamp.clone(),
            last: stamp.clone(),
            times: 0,
        });
        seen.last = stamp.clone();
        seen.times += 1;
    }
    let mut told = Told::default();
    spells.iter().for_each(|spell| told.take(spell, &sightings));
    for at in &told.odd {
        sightings[*at].is_odd = true;
    }
    let spell = |run: Row| Spell {
        state: run.state,
        first: sightings[run.first()].stamp.clone(),
        last: sightings[run.last()].stamp.clone(),
    };
    History {
        input,
        network,
        settled: told.holds.map(&spell),
        unsettled: told.pending.into_iter().next_back().map(&spell),
        seen,
        changes: told.changes,
        total: sightings.len() as u64,
        sightings,
    }
}

/// What `run` brought that is new: a change that its verdict settled, or the first verdict that differs
/// from what holds.
pub fn news(history: &History, run: &RunId) -> Option<News> {
    if let Some(change) = history.changes.last().filter(|change| change.settled.run == *run) {
        return Some(News::Changed(change.clone()));
    }
    let (settled, unsettled) = (history.settled.clone()?, history.unsettled.clone()?);
    (unsettled.first.run == *run).then_some(News::Perhaps { settled, unsettled })
}

/// Sightings of one state in a row, by their places among all.
#[derive(Clone, Debug)]
struct Row {
    state: State,
    at: Vec<usize>,
    /// The place of the sighting with which it was settled.
    settled: Option<usize>,
}

/// What was told so far.
#[derive(Default)]
struct Told {
    holds: Option<Row>,
    /// Runs since that hold nothing yet.
    pending: Vec<Row>,
    changes: Vec<SiteChange>,
    odd: Vec<usize>,
}

impl Told {
    fn take(&mut self, run: &Row, sightings: &[Sighting]) {
        match (self.holds.take(), run.settled) {
            (Some(mut holds), _) if holds.state == run.state => {
                self.odd.extend(self.pending.drain(..).flat_map(|one| one.at));
                holds.at.extend(&run.at);
                self.holds = Some(holds);
            }
            (holds, None) => {
                self.pending.push(run.clone());
                self.holds = holds;
            }
            (Some(old), Some(settled)) => {
                self.odd.extend(self.pending.drain(..).flat_map(|one| one.at));
                self.changes.push(change(&old, run, settled, sightings));
                self.holds = Some(run.clone());
            }
            // Nothing held before: what was of this state already belongs to it, and what came before
            // that stands between nothing.
            (None, Some(_)) => {
                let (same, other): (Vec<_>, Vec<_>) =
                    self.pending.drain(..).partition(|one| one.state == run.state);
                let at = same.into_iter().chain([run.clone()]).flat_map(|one| one.at);
                let holds = Row { at: at.collect(), ..run.clone() };
                let between = other.into_iter().filter(|one| one.first() > holds.first());
                self.odd.extend(between.flat_map(|one| one.at));
                self.holds = Some(holds);
            }
        }
    }
}

fn change(old: &Row, new: &Row, settled: usize, sightings: &[Sighting]) -> SiteChange {
    let (last, first) = (&sightings[old.last()], &sightings[new.first()]);
    SiteChange {
        from: old.state,
        to: new.state,
        last: last.stamp.clone(),
        first: first.stamp.clone(),
        settled: sightings[settled].stamp.clone(),
        is_other_judge: last.judge != first.judge,
    }
}

impl Row {
    fn first(&self) -> usize {
        self.at[0]
    }

    fn last(&self) -> usize {
        self.at[self.at.len() - 1]
    }
}

fn spells(sightings: &[Sighting]) -> Vec<Row> {
    let mut spells: Vec<Row> = Vec::new();
    for (at, one) in sightings.iter().enumerate() {
        let Some(state) = one.state else { continue };
        match spells.last_mut() {
            Some(last) if last.state == state => {
                if last.settled.is_none() && is_apart(&last.at, &one.stamp, sightings) {
                    last.settled = Some(at);
                }
                last.at.push(at);
            }
            _ => spells.push(Row { state, at: vec![at], settled: None }),
        }
    }
    spells
}

/// Whether one of the sightings at `earlier` is certainly long enough before `stamp`.
fn is_apart(earlier: &[usize], stamp: &Stamp, sightings: &[Sighting]) -> bool {
    // Believed times never run backwards, so the first of them is the earliest.
    let mut believed = earlier.iter().map(|at| &sightings[*at].stamp);
    let first = believed.find(|one| !one.is_doubtful).filter(|_| !stamp.is_doubtful);
    first.and_then(|first| stamp.at.since(first.at)).is_some_and(|apart| apart >= APART)
}

/// Two sightings nearer than this are one moment: as for second sittings.
const APART: Micros = Micros::from_secs(3600);

#[cfg(test)]
mod tests;
