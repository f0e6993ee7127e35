//! Watches, wired together: the part of the composition root that keeps the blackout journal.

mod moving;

use arna_model::{Bytes, Interval, WallTime, WatchRequest};
use tokio::sync::{mpsc, watch};

use super::running::Stopper;
use super::{EVENTS, Engine};
use crate::Error;
use crate::run::{self, Allowance, AtHome, WatchEvent};
use moving::Moving;

/// A watch that goes on. Dropping it cancels nothing.
pub struct Watch {
    events: mpsc::Receiver<WatchEvent>,
    cancel: watch::Sender<bool>,
}

impl Engine {
    /// Starts to watch the whole network on the current tokio runtime, and keeps the journal. Its bytes count against
    /// the user's means, as those of runs and slices do. A phone changes its network: each has a watch of its own in the
    /// journal, and what a VPN carries is not looked at, since it would be taken for the network; nor is anything abroad
    /// without a yes for this watch.
    ///
    /// # Errors
    /// The store's.
    pub async fn watch(&self, request: WatchRequest) -> Result<Watch, Error> {
        let (announcing, events) = mpsc::channel(EVENTS);
        let (cancel, is_cancelled) = watch::channel(false);
        let began = self.standing.wire.uptime();
        let country = self.standing.here().await.country;
        let moving = Moving {
            store: self.store.clone(),
            standing: self.standing.clone(),
            means: self.means().await?,
            ends: request.max_time.map(|length| began + length),
            at_home: AtHome::asked(&request.landmarks, country.as_deref()),
            request,
            events: announcing,
        };
        let allowance = Allowance::since(began);
        // What cannot be kept is said at once.
        let first = match moving.ground().await {
            Ok(ground) => Ok(moving.open(ground, (0, Bytes::default()), allowance).await?),
            Err(away) => Err((away, allowance)),
        };
        tokio::spawn(moving.watch(first, is_cancelled));
        Ok(Watch { events, cancel })
    }

    /// The blackout journal: the intervals that end at or after `since`, or all of them, network by network.
    ///
    /// # Errors
    /// The store's.
    pub async fn journal(&self, since: Option<WallTime>) -> Result<Vec<Interval>, Error> {
        let watches = match since {
            Some(since) => self.store.watches_since(since).await?,
            None => self.store.watches().await?,
        };
        let mut intervals = run::journal(watches);
        intervals.retain(|one| since.is_none_or(|since| one.until >= since));
        Ok(intervals)
    }
}

impl Watch {
    /// The next announcement; `None` after the last.
    pub async fn next_event(&mut self) -> Option<WatchEvent> {
        self.events.recv().await
    }

    /// Stops watching. What was looked at is kept.
    pub fn cancel(&self) {
        self.cancel.send_replace(true);
    }

    /// What stops it, for somebody else's hand.
    pub fn stopper(&self) -> Stopper {
        Stopper::of(self.cancel.clone())
    }
}
