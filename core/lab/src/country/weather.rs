//! How the state of the whole network changes while a story goes on.

use arna_model::{Micros, NetworkState, WallTime};
use serde::Deserialize;
use tokio::task::JoinSet;

use super::addressing::Addressing;
use super::condition::Condition;
use super::scenario::Network;
use crate::sim::{Bounds, World};

/// A condition that the network comes into later.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Later {
    /// When, by a right clock.
    pub(super) at: WallTime,
    pub(super) condition: Condition,
}

impl Network {
    /// Every condition of the story with the time since its start from which it holds.
    pub(super) fn conditions(&self) -> Vec<(Micros, Condition)> {
        let later = self
            .later
            .iter()
            .map(|later| (later.at.since(self.starts).unwrap_or_default(), later.condition));
        [(Micros::default(), self.condition)].into_iter().chain(later).collect()
    }

    /// Has the story begin then: what came before is over.
    pub(super) fn begin(&mut self, starts: WallTime) {
        self.starts = starts;
        let over = self.later.iter().take_while(|later| later.at <= starts).count();
        if let Some(last) = self.later.drain(..over).next_back() {
            self.condition = last.condition;
        }
    }

    /// Puts what makes them so into the network, each for its time.
    pub(super) fn put_conditions_in(
        &self,
        world: &World,
        addressing: Addressing,
        tasks: &mut JoinSet<()>,
    ) {
        Condition::put_probe_in(world, tasks);
        let all = self.conditions();
        let page = all.iter().find(|(_, condition)| condition.portal().is_some());
        if let Some((_, condition)) = page {
            condition.put_portal_in(world, tasks);
        }
        for (number, (after, condition)) in all.iter().enumerate() {
            let until = all.get(number + 1).map(|(next, _)| *next);
            let bounds = Bounds { after: *after, until, ..Bounds::default() };
            condition.put_in(world, addressing, bounds, tasks);
        }
    }

    /// What a right journal of the story says: every state with the time from which it holds.
    pub(super) fn states(&self) -> Vec<(WallTime, NetworkState)> {
        let all = self.conditions();
        let mut states: Vec<(WallTime, NetworkState)> = Vec::new();
        for (after, condition) in all {
            let state = condition.state();
            if states.last().is_none_or(|(_, last)| *last != state) {
                states.push((self.starts.after(after), state));
            }
        }
        states
    }

    /// What is wrong with what comes later, if anything is: which of them, and why.
    pub(super) fn flaw_of_later(&self) -> Option<(usize, String)> {
        let mut before = self.starts;
        for (number, later) in self.later.iter().enumerate() {
            if later.condition == Condition::Vpn {
                return Some((number, "a VPN holds the phone from the start or never".to_owned()));
            }
            match later.at.since(before) {
                Some(since) if since.0 > 0 => before = later.at,
                _ => {
                    return Some((
                        number,
                        "what comes later comes later: after the start, and one after the other"
                            .to_owned(),
                    ));
                }
            }
        }
        None
    }
}
