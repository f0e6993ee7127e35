//! What is to happen, in the order of (time, sequence of making): so one seed gives one history.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// A queue of events. Times are microseconds.
pub struct Queue<T> {
    events: BinaryHeap<Reverse<Event<T>>>,
    sequence: u64,
}

struct Event<T> {
    at: u64,
    sequence: u64,
    what: T,
}

impl<T> Queue<T> {
    pub fn new() -> Self {
        Self { events: BinaryHeap::new(), sequence: 0 }
    }

    /// Adds an event.
    pub fn push(&mut self, at: u64, what: T) {
        self.sequence += 1;
        self.events.push(Reverse(Event { at, sequence: self.sequence, what }));
    }

    /// When the next event is.
    pub fn next_at(&self) -> Option<u64> {
        self.events.peek().map(|Reverse(event)| event.at)
    }

    /// Takes the next event, with its time, if it is due by `now`.
    pub fn pop(&mut self, now: u64) -> Option<(u64, T)> {
        if self.next_at()? > now {
            return None;
        }
        self.events.pop().map(|Reverse(Event { at, what, .. })| (at, what))
    }
}

impl<T> PartialEq for Event<T> {
    fn eq(&self, other: &Self) -> bool {
        self.sequence == other.sequence
    }
}

impl<T> Eq for Event<T> {}

impl<T> PartialOrd for Event<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Event<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.sequence).cmp(&(other.at, other.sequence))
    }
}
