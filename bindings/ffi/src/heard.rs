//! What something says while it goes on, and nobody has heard yet: pulled one at a time, by whoever listens.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// What is said.
pub(crate) trait Said {
    /// Whether it is only of use at that moment, so that it may be dropped when nobody listens fast enough.
    fn may_be_dropped(&self) -> bool;
}

/// What was said and not heard yet.
pub(crate) struct Heard<T> {
    kept: Mutex<Kept<T>>,
    news: Notify,
}

struct Kept<T> {
    events: VecDeque<T>,
    is_over: bool,
}

enum Taken<T> {
    Event(T),
    NothingYet,
    Over,
}

impl<T> Default for Heard<T> {
    fn default() -> Self {
        let kept = Kept { events: VecDeque::new(), is_over: false };
        Self { kept: Mutex::new(kept), news: Notify::new() }
    }
}

impl<T: Said> Heard<T> {
    /// Waits for what is said next; nothing: it is over, or somebody else has heard its end.
    pub(crate) async fn next(&self) -> Option<T> {
        loop {
            let news = self.news.notified();
            match self.take() {
                Taken::Event(event) => return Some(event),
                Taken::Over => {
                    // Others may wait for the same end.
                    self.news.notify_one();
                    return None;
                }
                Taken::NothingYet => news.await,
            }
        }
    }

    pub(crate) fn say(&self, event: T) {
        let mut kept = self.get();
        let is_dropped = event.may_be_dropped() && kept.events.len() >= MOST_HINTS;
        if !is_dropped {
            kept.events.push_back(event);
        }
        drop(kept);
        self.news.notify_one();
    }

    pub(crate) fn end(&self) {
        self.get().is_over = true;
        self.news.notify_one();
    }

    fn take(&self) -> Taken<T> {
        let mut kept = self.get();
        match kept.events.pop_front() {
            Some(event) => Taken::Event(event),
            None if kept.is_over => Taken::Over,
            None => Taken::NothingYet,
        }
    }

    fn get(&self) -> MutexGuard<'_, Kept<T>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// So many that nobody has heard, and hints are dropped.
const MOST_HINTS: usize = 64;
