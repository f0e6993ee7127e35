//! What changed of what is kept, told to whoever shows it. Only that it changed is told: what it is now, the store says.
//!
//! A listener that is slow is told once, whatever came meanwhile: nothing queues up.

use std::collections::BTreeSet;

use tokio::sync::watch;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Runs, and what they measured.
    Runs,
    /// How far a run is that goes on.
    Progress,
    /// The journal.
    Journal,
    /// Lists.
    Lists,
    /// Settings.
    Settings,
    /// What asked to run in the background, and the answers.
    Attempts,
    /// The phone's networks.
    Networks,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Self; 7] = [
        Self::Runs,
        Self::Progress,
        Self::Journal,
        Self::Lists,
        Self::Settings,
        Self::Attempts,
        Self::Networks,
    ];
}

/// Tells what changed. Clones tell the same listeners.
#[derive(Clone, Debug, Default)]
pub struct Announcer(watch::Sender<State>);

/// How often what changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct State {
    times: [u64; Topic::ALL.len()],
    is_over: bool,
}

/// What a listener hears from the moment on at which it began to listen.
#[derive(Clone, Debug)]
pub struct Changes {
    state: watch::Receiver<State>,
    heard: State,
}

impl Announcer {
    /// Tells that something changed.
    pub fn say(&self, topic: Topic) {
        self.0.send_modify(|state| state.times[topic as usize] += 1);
    }

    /// Tells that anything may have changed: after a wipe.
    pub(super) fn say_all(&self) {
        self.0.send_modify(|state| state.times.iter_mut().for_each(|times| *times += 1));
    }

    /// Tells nothing any more.
    pub(crate) fn end(&self) {
        self.0.send_modify(|state| state.is_over = true);
    }

    /// Begins to listen.
    pub(crate) fn listen(&self) -> Changes {
        let state = self.0.subscribe();
        let heard = *state.borrow();
        Changes { state, heard }
    }
}

impl Changes {
    /// Waits until something changed, and gives all that did since it was called last; `None`: nothing changes any more.
    /// Whoever stops waiting misses nothing.
    pub async fn next(&mut self) -> Option<BTreeSet<Topic>> {
        let heard = self.heard;
        let news = self.state.wait_for(|state| state.is_over || state.times != heard.times);
        let state = *news.await.ok()?;
        let has_changed =
            |topic: &Topic| state.times[*topic as usize] != heard.times[*topic as usize];
        let changed: BTreeSet<_> = Topic::ALL.into_iter().filter(has_changed).collect();
        self.heard = state;
        (!changed.is_empty()).then_some(changed)
    }
}
