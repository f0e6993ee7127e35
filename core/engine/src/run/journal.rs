//! The blackout journal: what a watch needs of a store, and the intervals that its rows stand for.
//!
//! Rows tell when a state was first seen; intervals are worked out when they are read. Where nobody watched
//! is a gap, not the last state going on: who is switched off knows nothing.

use arna_model::{
    Bytes, Change, Doubtful, Interval, Mark, Micros, Network, Purse, WallTime, WatchId, WatchRecord,
};
use async_trait::async_trait;

use super::LedgerError;

/// The store as a watch sees it. Rows are appended and never changed; a watch only goes on.
#[async_trait]
pub trait Journal: Send + Sync + 'static {
    /// Opens a watch.
    async fn open_watch(&self, watch: &WatchRecord) -> Result<(), LedgerError>;

    /// Keeps that a look was made, and what it changed: one transaction.
    async fn note(&self, note: Note) -> Result<(), LedgerError>;

    /// Keeps looks of a watch that are not believed so far, and what they cost; [`Journal::note`] forgets them.
    async fn doubt(&self, watch: &WatchId, looks: Looks) -> Result<(), LedgerError>;

    /// What passed the networks of a purse since a moment, to the hour, whatever used it: of simulated countries, or of real
    /// ones.
    async fn spent(&self, purse: Purse, is_lab: bool, since: WallTime) -> Result<u64, LedgerError>;

    /// The watch that slices make their looks in, if there is one: the latest.
    async fn watch_of_slices(&self) -> Result<Option<OfSlices>, LedgerError>;
}

/// Looks that are not believed so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Looks {
    /// When the last of them began, by the phone's clock.
    pub wall: WallTime,
    /// Looks of the watch so far.
    pub looks: u64,
    /// Bytes of the watch so far.
    pub bytes: Bytes,
    /// The last of them, if it showed something.
    pub doubtful: Option<Doubtful>,
}

/// A watch that slices make their looks in.
#[derive(Clone, Debug, PartialEq)]
pub struct OfSlices {
    /// The watch.
    pub watch: WatchRecord,
    /// Its last row.
    pub row: Option<Change>,
    /// Its last look, if that is not believed so far.
    pub doubtful: Option<Doubtful>,
}

/// What is kept of a look.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Whose.
    pub watch: WatchId,
    /// When it began.
    pub mark: Mark,
    /// Looks of the watch so far.
    pub looks: u64,
    /// Bytes of the watch so far.
    pub bytes: Bytes,
    /// The row to append, if there is one.
    pub change: Option<Change>,
}

/// Whether so much time between two looks, one of which is due `every` so often, is a gap.
pub(crate) fn is_gap(every: Micros, between: Micros) -> bool {
    between > every + every + SLACK
}

/// The intervals of watches, network by network. Watches come in the order in which they began, each with its rows; where
/// nobody watched a network is a gap, whatever was seen of others meanwhile.
pub fn journal(mut watches: Vec<(WatchRecord, Vec<Change>)>) -> Vec<Interval> {
    let mut all = Vec::new();
    while let Some((first, _)) = watches.first() {
        let vantage = first.vantage.clone();
        let is_here = |(watch, _): &mut (WatchRecord, _)| watch.vantage.is_same_network(&vantage);
        let here: Vec<_> = watches.extract_if(.., is_here).collect();
        all.extend(intervals(&here));
    }
    all
}

/// The intervals of the watches of one network, in the order in which these began, each with its rows.
///
/// A watch is laid on the wall by its latest reading of the phone's clock, as one that is wrong is mostly
/// set right. No interval is longer than the clock says that only goes on.
pub fn intervals(watches: &[(WatchRecord, Vec<Change>)]) -> Vec<Interval> {
    let mut all: Vec<Interval> = Vec::new();
    for (watch, changes) in watches {
        let Some(last) = watch.last else { continue };
        let network = Network::from(&watches[0].0.vantage);
        let own = of_watch(watch, &network, last, changes);
        if let (Some(before), Some(first)) = (all.last(), own.first())
            && let Some(lasted) = first.from.since(before.until).filter(|gap| gap.0 > 0)
        {
            all.push(gap(network, before.until, first.from, lasted));
        }
        all.extend(own);
    }
    all
}

fn of_watch(
    watch: &WatchRecord,
    network: &Network,
    last: Mark,
    changes: &[Change],
) -> Vec<Interval> {
    let on_wall = |at: Micros| {
        let back = i64::try_from(last.at.since(at).0).unwrap_or(i64::MAX);
        WallTime(last.wall.0.saturating_sub(back))
    };
    let mut all: Vec<Interval> = Vec::new();
    for (number, change) in changes.iter().enumerate() {
        let at = change.mark.at;
        let is_gap_before =
            |one: &Change| one.previous.is_some_and(|was| is_gap(watch.every, one.mark.at - was));
        let end = match changes.get(number + 1) {
            Some(next) if is_gap_before(next) => next.previous.unwrap_or(at),
            Some(next) => next.mark.at,
            None => last.at,
        };
        let end = end.max(at);
        let goes_on = !is_gap_before(change);
        if let Some(was) = change.previous.filter(|_| !goes_on) {
            all.push(gap(network.clone(), on_wall(was), on_wall(at), at - was));
        }
        match all.last_mut() {
            // Only the phone's clock was set.
            Some(same) if goes_on && same.state == Some(change.state) => {
                same.until = on_wall(end);
                same.lasted = same.lasted + (end - at);
            }
            _ => all.push(Interval {
                network: network.clone(),
                state: Some(change.state),
                from: on_wall(at),
                until: on_wall(end),
                lasted: end - at,
                not_before: change.previous.filter(|_| goes_on).map(on_wall),
                shown: Some(change.shown.clone()),
            }),
        }
    }
    all
}

fn gap(network: Network, from: WallTime, until: WallTime, lasted: Micros) -> Interval {
    Interval { network, state: None, from, until, lasted, not_before: None, shown: None }
}

/// A look in the dark, looked at again, takes some two minutes and may miss its next turn.
const SLACK: Micros = Micros::from_secs(300);

#[cfg(test)]
mod tests;
