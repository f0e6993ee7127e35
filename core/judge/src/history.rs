//! Since when: what a target's verdicts on one network come to, over many runs.
//!
//! A state **holds** when two sightings of it, an hour apart and with no other state between them, say
//! so; a **change** is the step from one state that held to another. What stands shorter between is odd: it
//! is shown, and changes nothing. Abstentions are neither here nor there. The order is the store's, never
//! the clock's; what a doubtful clock says is no hour. docs/method.md, "Since when".

use std::collections::BTreeMap;

use arna_model::{
    Code, History, Micros, Network, News, RunId, Seen, Sighting, SiteChange, Spell, Stamp, State,
    WallTime,
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

/// A verdict as far as a [`Course`] goes by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glimpse {
    /// When it was given, by the phone's clock.
    pub at: WallTime,
    /// Whether that clock contradicts the store's order.
    pub is_doubtful: bool,
    /// What it says of the target; `None`: nothing.
    pub state: Option<State>,
    /// Version of the judge.
    pub judge: u32,
}

/// What a target's verdicts on one network come to. Numbers are places among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// The state that holds, and where it was seen first and last.
    pub settled: Option<Stretch>,
    /// What the latest verdicts say, where that is something else and not settled yet.
    pub unsettled: Option<Stretch>,
    /// Each state that was ever seen, and how often.
    pub seen: BTreeMap<State, (Stretch, u64)>,
    /// Changes, oldest first.
    pub changes: Vec<Turn>,
    /// Verdicts that stand alone among those of another kind.
    pub odd: Vec<usize>,
}

/// A state, and where it was seen first and last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Which state.
    pub state: State,
    /// The first place.
    pub first: usize,
    /// The last.
    pub last: usize,
}

/// A change from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What it was.
    pub from: State,
    /// What it became.
    pub to: State,
    /// Where the old state was last seen.
    pub last: usize,
    /// Where the new one was first seen.
    pub first: usize,
    /// With which verdict the change was certain.
    pub settled: usize,
    /// Whether the two sides were judged by different versions of the judge.
    pub is_other_judge: bool,
}

/// What verdicts on a target come to, in the store's order.
pub fn course(glimpses: &[Glimpse]) -> Course {
    let mut seen = BTreeMap::<State, (Stretch, u64)>::new();
    for (at, one) in glimpses.iter().enumerate() {
        let Some(state) = one.state else { continue };
        let (stretch, times) =
            seen.entry(state).or_insert((Stretch { state, first: at, last: at }, 0));
        stretch.last = at;
        *times += 1;
    }
    let mut told = Told::default();
    spells(glimpses).into_iter().for_each(|spell| told.take(spell, glimpses));
    let stretch = |run: Row| Stretch { state: run.state, first: run.first(), last: run.last() };
    Course {
        settled: told.holds.map(stretch),
        unsettled: told.pending.into_iter().next_back().map(stretch),
        seen,
        changes: told.changes,
        odd: told.odd,
    }
}

/// The history of `input` on `network`, from all of its verdicts there in the store's order. What each says
/// and whether it is odd is told here, whatever it was before.
pub fn history(input: String, network: Network, mut sightings: Vec<Sighting>) -> History {
    for one in &mut sightings {
        (one.state, one.is_odd) = (said(one.code, one.at.is_some()), false);
    }
    let glimpse = |one: &Sighting| Glimpse {
        at: one.stamp.at,
        is_doubtful: one.stamp.is_doubtful,
        state: one.state,
        judge: one.judge,
    };
    let course = course(&sightings.iter().map(glimpse).collect::<Vec<_>>());
    for at in &course.odd {
        sightings[*at].is_odd = true;
    }
    let stamp = |at: usize| sightings[at].stamp.clone();
    let told = course.told(input, network, stamp);
    History { total: sightings.len() as u64, sightings, ..told }
}

/// What a verdict says of its target, where it may be about another site, to which that one led: nothing then.
pub fn said(code: Code, is_about_another: bool) -> Option<State> {
    state(code).filter(|_| !is_about_another)
}

impl Course {
    /// The same with the stamps of its places, as a history without sightings.
    pub fn told(&self, input: String, network: Network, stamp: impl Fn(usize) -> Stamp) -> History {
        let spell = |one: Stretch| Spell {
            state: one.state,
            first: stamp(one.first),
            last: stamp(one.last),
        };
        let change = |one: &Turn| SiteChange {
            from: one.from,
            to: one.to,
            last: stamp(one.last),
            first: stamp(one.first),
            settled: stamp(one.settled),
            is_other_judge: one.is_other_judge,
        };
        let seen = |(&state, &(one, times)): (&State, &(Stretch, u64))| {
            (state, Seen { first: stamp(one.first), last: stamp(one.last), times })
        };
        History {
            input,
            network,
            settled: self.settled.map(spell),
            unsettled: self.unsettled.map(spell),
            seen: self.seen.iter().map(seen).collect(),
            changes: self.changes.iter().map(change).collect(),
            total: 0,
            sightings: Vec::new(),
        }
    }

    /// The places that [`Course::told`] asks for, some of them more than once.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        let spells = self.settled.iter().chain(&self.unsettled);
        let seen = self.seen.values().map(|(stretch, _)| stretch);
        let stretches = spells.chain(seen).flat_map(|one| [one.first, one.last]);
        stretches.chain(self.changes.iter().flat_map(|one| [one.last, one.first, one.settled]))
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
    changes: Vec<Turn>,
    odd: Vec<usize>,
}

impl Told {
    fn take(&mut self, run: Row, glimpses: &[Glimpse]) {
        match (self.holds.take(), run.settled) {
            (Some(mut holds), _) if holds.state == run.state => {
                self.odd.extend(self.pending.drain(..).flat_map(|one| one.at));
                holds.at.extend(&run.at);
                self.holds = Some(holds);
            }
            (holds, None) => {
                self.pending.push(run);
                self.holds = holds;
            }
            (Some(old), Some(settled)) => {
                self.odd.extend(self.pending.drain(..).flat_map(|one| one.at));
                self.changes.push(turn(&old, &run, settled, glimpses));
                self.holds = Some(run);
            }
            // Nothing held before: what was of this state already belongs to it, and what came before
            // that stands between nothing.
            (None, Some(_)) => {
                let (same, other): (Vec<_>, Vec<_>) =
                    self.pending.drain(..).partition(|one| one.state == run.state);
                let at = same.into_iter().flat_map(|one| one.at).chain(run.at);
                let holds = Row { at: at.collect(), ..run };
                let between = other.into_iter().filter(|one| one.first() > holds.first());
                self.odd.extend(between.flat_map(|one| one.at));
                self.holds = Some(holds);
            }
        }
    }
}

fn turn(old: &Row, new: &Row, settled: usize, glimpses: &[Glimpse]) -> Turn {
    let (last, first) = (old.last(), new.first());
    Turn {
        from: old.state,
        to: new.state,
        last,
        first,
        settled,
        is_other_judge: glimpses[last].judge != glimpses[first].judge,
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

fn spells(glimpses: &[Glimpse]) -> Vec<Row> {
    let mut spells: Vec<Row> = Vec::new();
    for (at, one) in glimpses.iter().enumerate() {
        let Some(state) = one.state else { continue };
        match spells.last_mut() {
            Some(last) if last.state == state => {
                if last.settled.is_none() && is_apart(&last.at, one, glimpses) {
                    last.settled = Some(at);
                }
                last.at.push(at);
            }
            _ => spells.push(Row { state, at: vec![at], settled: None }),
        }
    }
    spells
}

/// Whether one of the verdicts at `earlier` is certainly long enough before this one.
fn is_apart(earlier: &[usize], this: &Glimpse, glimpses: &[Glimpse]) -> bool {
    // Believed times never run backwards, so the first of them is the earliest.
    let mut believed = earlier.iter().map(|at| &glimpses[*at]);
    let first = believed.find(|one| !one.is_doubtful).filter(|_| !this.is_doubtful);
    first.and_then(|first| this.at.since(first.at)).is_some_and(|apart| apart >= APART)
}

/// Two sightings nearer than this are one moment: as for second sittings.
const APART: Micros = Micros::from_secs(3600);

#[cfg(test)]
mod tests;
