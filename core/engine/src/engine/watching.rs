//! Watches, wired together: the part of the composition root that keeps the blackout journal.

use std::sync::Arc;

use arna_model::{
    Bytes, Interval, Micros, Purse, RunId, UplinkChoice, WallTime, WatchId, WatchRecord,
    WatchRequest,
};
use arna_net::{Net, Recorder};
use tokio::sync::{mpsc, watch};

use super::running::Stopper;
use super::{EVENTS, Engine};
use crate::Error;
use crate::report::HelperClient;
use crate::run::{self, Journal, WatchEvent, Watcher};
use crate::uplinks;

/// A watch that goes on. Dropping it cancels nothing.
pub struct Watch {
    events: mpsc::Receiver<WatchEvent>,
    cancel: watch::Sender<bool>,
}

impl Engine {
    /// Starts to watch the whole network on the current tokio runtime, and keeps the journal. Its bytes count against
    /// the user's means, as those of runs and slices do.
    ///
    /// # Errors
    /// The store's.
    pub async fn watch(&self, request: WatchRequest) -> Result<Watch, Error> {
        // In the lab the same label gives the same id.
        let label = format!("watch/{}", self.store.watches().await?.len());
        let vantage = self.here().await;
        let over = uplinks::over(self.uplinks.as_ref(), &self.wire, &UplinkChoice::Default).await?;
        let record = WatchRecord {
            id: WatchId::new(self.wire.entropy(&label).id()),
            purse: over.purse.unwrap_or_else(|| Purse::of_vantage(&vantage)),
            vantage,
            every: request.every,
            started: self.wire.wall(),
            uptime: run::uptime(self.wire.as_ref()),
            is_of_slices: false,
            last: None,
            looks: 0,
            bytes: Bytes::default(),
        };
        self.store.open_watch(&record).await?;
        let limits = self.means().await?.of(record.purse);
        let settings = self.for_net(self.wire.as_ref(), Micros(0));
        let recorder = Recorder::new(RunId::new(record.id.as_str()), 0);
        let (announcing, events) = mpsc::channel(EVENTS);
        let (cancel, is_cancelled) = watch::channel(false);
        let watcher = Watcher {
            journal: self.store.clone(),
            // Nobody is told what is looked at: no site is.
            control: Arc::new(HelperClient::new(Vec::new())),
            net: Net::new(self.wire.clone(), settings, recorder),
            record,
            request,
            events: announcing,
            epoch: self.wire.uptime(),
            limits,
            before: Default::default(),
        };
        tokio::spawn(watcher.watch(is_cancelled));
        Ok(Watch { events, cancel })
    }

    /// The blackout journal: the intervals that end at or after `since`, or all of them.
    ///
    /// # Errors
    /// The store's.
    pub async fn journal(&self, since: Option<WallTime>) -> Result<Vec<Interval>, Error> {
        let watches = match since {
            Some(since) => self.store.watches_since(since).await?,
            None => self.store.watches().await?,
        };
        let mut intervals = run::intervals(&watches);
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
