//! Whether the network that was chosen is there: it is asked once a second.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::Uplink;

/// A network that may go away.
pub struct Absence {
    uplink: Arc<dyn Uplink>,
    is_away: watch::Sender<bool>,
    count: AtomicU64,
}

impl Absence {
    /// Of this one.
    pub fn new(uplink: Arc<dyn Uplink>) -> Self {
        Self { uplink, is_away: watch::Sender::new(false), count: AtomicU64::new(0) }
    }

    /// Whether it was away when it was asked last.
    pub fn is_away(&self) -> bool {
        *self.is_away.borrow()
    }

    /// How often it went away.
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::Acquire)
    }

    /// Waits while it is away.
    pub async fn ready(&self) {
        // It cannot end: this has the sender.
        self.is_away.subscribe().wait_for(|is_away| !is_away).await.ok();
    }

    /// Asks whether it is there now, and notes what it hears.
    pub async fn is_there(&self) -> bool {
        let is_away = !self.uplink.is_there().await;
        self.is_away.send_if_modified(|before| {
            let is_news = *before != is_away;
            self.count.fetch_add(u64::from(is_news && is_away), Ordering::AcqRel);
            *before = is_away;
            is_news
        });
        !is_away
    }

    /// Goes on asking, and ends when it has been away for so long that nobody waits any more.
    pub async fn lost(&self) {
        let mut since: Option<Instant> = None;
        loop {
            let is_away = !self.is_there().await;
            since = is_away.then(|| since.unwrap_or_else(Instant::now));
            if since.is_some_and(|since| since.elapsed() >= PATIENCE) {
                return;
            }
            sleep(BETWEEN).await;
        }
    }
}

const BETWEEN: Duration = Duration::from_secs(1);
/// A handover between networks, or a lift, is over by then (ours).
const PATIENCE: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use std::io;
    use std::net::IpAddr;
    use std::os::fd::OwnedFd;

    use async_trait::async_trait;

    use super::*;
    use crate::ResolveError;

    /// Away in these seconds.
    struct Comes(Instant, Vec<std::ops::Range<u64>>);

    #[async_trait]
    impl Uplink for Comes {
        async fn take(&self, _socket: OwnedFd) -> io::Result<()> {
            Ok(())
        }

        async fn is_there(&self) -> bool {
            let now = self.0.elapsed().as_secs();
            !self.1.iter().any(|away| away.contains(&now))
        }

        async fn resolve(&self, _name: &str) -> Result<Vec<IpAddr>, ResolveError> {
            Ok(Vec::new())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_back_is_waited_for_and_what_does_not_is_lost() {
        let began = Instant::now();
        let absence = Absence::new(Arc::new(Comes(began, vec![5..25, 40..100])));
        let (at, count) = tokio::select! {
            () = absence.lost() => unreachable!("it comes back within half a minute"),
            seen = async {
                sleep(Duration::from_secs(10)).await;
                assert!(absence.is_away() && !absence.is_there().await);
                absence.ready().await;
                (began.elapsed().as_secs(), absence.count())
            } => seen,
        };
        assert_eq!((at, count), (25, 1));
        absence.lost().await;
        assert_eq!((began.elapsed().as_secs(), absence.count()), (70, 2));
        assert!(absence.is_away());
    }
}
