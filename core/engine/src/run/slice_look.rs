//! The look of a slice: what a watch does once, with as much time as there is.
//!
//! What seems worse than what is known is looked at again before it is believed. A slice may have no time for that: then
//! its look is kept as a doubtful one, and the first look of the next slice decides.

use std::pin::pin;

use arna_model::{Bytes, Change, Doubtful, Micros, NetworkState};

use super::LedgerError;
use super::journal::{Looks, is_gap};
use super::watch::{AGAIN, Known, Unsure, Watcher};

/// What a slice's look came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SliceLook {
    /// What is believed; `None`: there was no time to believe anything.
    pub(crate) state: Option<NetworkState>,
    /// What it used.
    pub(crate) bytes: Bytes,
}

impl Watcher {
    /// Looks within `time`, or until it is `stopped`, beside what looks before had shown: the last row, and a look that was not believed.
    /// What was seen counts only where the phone `stays` on its network.
    pub(crate) async fn look_in_slice(
        mut self,
        (row, doubtful): (Option<Change>, Option<Doubtful>),
        time: Micros,
        stopped: impl Future<Output = ()> + Send,
        stays: impl Future<Output = bool> + Send,
    ) -> Result<SliceLook, LedgerError> {
        let ends = self.at() + time;
        let mut stopped = pin!(stopped);
        let mut known = Known { lookout: self.lookout(), ..Known::default() };
        if let Some(row) = row {
            (known.state, known.row) = (Some(row.state), Some(row.mark));
        }
        let mut unsure = Unsure::default();
        // What was seen so long ago is no part of what is seen now.
        let is_old = |one: &Doubtful| is_gap(self.record.every, self.at() - one.mark.at);
        if let Some(doubtful) = doubtful.filter(|one| !is_old(one)) {
            unsure.looks.push(doubtful.state);
            unsure.first = Some((doubtful.mark, doubtful.shown));
        }
        loop {
            let wait = ends.since(self.at());
            let look = tokio::time::timeout(wait.into(), self.look_once(&mut known, &mut unsure));
            let looked = tokio::select! {
                biased;
                () = &mut stopped => break,
                looked = look => looked,
            };
            let Ok(looked) = looked else { break };
            if self.net.is_spent() {
                // What is not asked, since the bytes do not last, says nothing of the network.
                return self.forget().await;
            }
            if let Some(settled) = looked {
                if !stays.await {
                    return self.forget().await;
                }
                let state = settled.state;
                self.net.settled().await;
                self.keep(&mut known, settled).await?;
                return Ok(SliceLook { state: Some(state), bytes: self.net.bytes() });
            }
            // Another one in the dark takes its time, too.
            if ends.since(self.at()) < AGAIN + DARK_LOOK {
                break;
            }
            tokio::select! {
                biased;
                () = &mut stopped => break,
                () = tokio::time::sleep(AGAIN.into()) => {}
            }
        }
        if !stays.await {
            return self.forget().await;
        }
        let last = unsure.looks.last().copied().zip(unsure.first);
        let looks = Looks {
            wall: self.net.wire().wall(),
            looks: self.record.looks,
            bytes: self.bytes(),
            doubtful: last.map(|(state, (mark, shown))| Doubtful { mark, state, shown }),
        };
        self.journal.doubt(&self.record.id, looks).await?;
        self.net.wire().settle().await;
        Ok(SliceLook { state: None, bytes: self.net.bytes() })
    }

    async fn forget(mut self) -> Result<SliceLook, LedgerError> {
        self.drop_look().await?;
        self.net.wire().settle().await;
        Ok(SliceLook { state: None, bytes: self.net.bytes() })
    }
}

/// A look where nothing answers takes its full time-outs: 10 s for connections, with the lookups before them (ours).
const DARK_LOOK: Micros = Micros::from_secs(25);
