//! A watch, one task: it looks at the whole network again and again, and keeps a row for every change.
//!
//! A look costs a few hundred bytes while all is well. What seems worse than what is known is looked at
//! again before it is believed (`arna_judge::settled`); good news is believed at once.

use std::sync::Arc;

use arna_model::{
    AnchorAnswer, Bytes, Change, DnsEngine, Event, Limits, LocalTime, Mark, Micros, NetworkState,
    Observation, Place, Shown, Side, Transport, WatchRecord, WatchRequest,
};
use arna_net::Net;
use tokio::sync::{mpsc, watch};

use super::journal::is_gap;
use super::portal::NO_CONTENT;
use super::sanity::Lookout;
use super::{Control, Journal, LedgerError, Note};

/// What a watch announces.
#[derive(Clone, Debug)]
pub enum WatchEvent {
    /// A look was made, and is kept.
    Looked(Looked),
    /// The bytes of 30 days are spent: nobody looks for so long.
    Resting(Micros),
    /// It is over: as it was asked for or stopped, or with the store's trouble.
    Finished(Result<(), LedgerError>),
}

/// A look that is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Looked {
    /// When it began.
    pub mark: Mark,
    /// What is believed now.
    pub state: NetworkState,
    /// Whether that is news.
    pub is_change: bool,
    /// Looks so far.
    pub looks: u64,
    /// Bytes so far.
    pub bytes: Bytes,
}

/// Everything that a watch needs while it goes on.
pub(crate) struct Watcher {
    pub(crate) journal: Arc<dyn Journal>,
    pub(crate) control: Arc<dyn Control>,
    pub(crate) net: Net,
    pub(crate) record: WatchRecord,
    pub(crate) request: WatchRequest,
    pub(crate) events: mpsc::Sender<WatchEvent>,
    /// What the clock that only goes on said when it began, or was taken up again.
    pub(crate) epoch: Micros,
    /// What the user's means allow of its purse.
    pub(crate) limits: Limits,
    /// How long it had gone on by then, and what it had used.
    pub(crate) before: (Micros, Bytes),
}

/// What is known.
#[derive(Default)]
pub(super) struct Known {
    pub(super) lookout: Lookout,
    pub(super) state: Option<NetworkState>,
    /// The last row.
    pub(super) row: Option<Mark>,
    /// The number of the month, and the bytes before it.
    pub(super) month: (u64, u64),
}

/// Looks that are not believed so far.
#[derive(Default)]
pub(super) struct Unsure {
    pub(super) looks: Vec<NetworkState>,
    /// When the first one began that showed what the last one did, and what shows it.
    pub(super) first: Option<(Mark, Shown)>,
}

/// A look that is believed.
pub(super) struct Settled {
    pub(super) state: NetworkState,
    /// When the first look that showed it began.
    mark: Mark,
    /// When the last one began.
    last: Mark,
    shown: Shown,
}

impl Watcher {
    /// Watches to the end, or until it is cancelled.
    pub(crate) async fn watch(mut self, mut cancel: watch::Receiver<bool>) {
        let cancelled = async {
            if cancel.wait_for(|is_cancelled| *is_cancelled).await.is_err() {
                // The handle is gone; that cancels nothing.
                std::future::pending::<()>().await;
            }
        };
        let ended = tokio::select! {
            biased;
            () = cancelled => Ok(()),
            ended = self.go_on() => ended,
        };
        // Nobody listening changes nothing: the store has it.
        drop(self.events.send(WatchEvent::Finished(ended)).await);
    }

    async fn go_on(&mut self) -> Result<(), LedgerError> {
        let mut known = Known { lookout: self.lookout(), ..Known::default() };
        loop {
            if let Some(rest) = self.rest(&mut known).await? {
                self.events.try_send(WatchEvent::Resting(rest)).ok();
                if self.pause_until(self.at() + rest).await {
                    return Ok(());
                }
                continue;
            }
            let settled = self.look(&mut known).await;
            self.keep(&mut known, settled).await?;
            let every = self.request.every.0.max(1);
            let next = Micros((self.at().0 / every + 1).saturating_mul(every));
            if self.pause_until(next).await {
                return Ok(());
            }
        }
    }

    /// Looks, as often as it takes to believe what is seen.
    async fn look(&mut self, known: &mut Known) -> Settled {
        let mut unsure = Unsure::default();
        loop {
            if let Some(settled) = self.look_once(known, &mut unsure).await {
                return settled;
            }
            tokio::time::sleep(AGAIN.min(Micros(self.request.every.0 / 2)).into()).await;
        }
    }

    /// Whom to ask.
    pub(super) fn lookout(&self) -> Lookout {
        let WatchRequest { anchors, landmarks, resolver, portal_probe, .. } = self.request.clone();
        Lookout { anchors, landmarks, resolver, portal_probe, ..Lookout::default() }
    }

    /// One look; `None`: it is not believed before another one.
    pub(super) async fn look_once(
        &mut self,
        known: &mut Known,
        unsure: &mut Unsure,
    ) -> Option<Settled> {
        let mark = Mark { at: self.at(), wall: self.net.wire().wall() };
        let net = self.net.step(&format!("look/{}", self.record.looks));
        self.record.looks += 1;
        if let Some(resolver) = known.lookout.resolver {
            net.at(Place::WarmUp).sample_radio(resolver).await;
        }
        let is_quick = known.state == Some(NetworkState::Online) && unsure.looks.is_empty();
        if !(is_quick && known.lookout.glance(&net, self.record.looks).await) {
            known.lookout.look(&net, self.control.as_ref()).await;
        }
        let seen = net.take().observations;
        let state = arna_judge::network_state(&seen);
        if unsure.looks.last() != Some(&state) {
            unsure.first = Some((mark, shown(&seen)));
        }
        unsure.looks.push(state);
        let (first, shown) = unsure.first.clone()?;
        let state = arna_judge::settled(known.state, &unsure.looks)?;
        Some(Settled { state, mark: first, last: mark, shown })
    }

    /// Keeps a look, with a row if there is news: another state, a look that comes late, a clock that was
    /// set.
    pub(super) async fn keep(
        &mut self,
        known: &mut Known,
        settled: Settled,
    ) -> Result<(), LedgerError> {
        let Settled { state, mark, last, shown } = settled;
        let previous = self.record.last.map(|last| last.at);
        let is_change = known.state != Some(state);
        let is_late = previous.is_some_and(|was| is_gap(self.record.every, mark.at - was));
        let is_set = known.row.is_some_and(|row| ahead(row).abs_diff(ahead(last)) > CLOCK_SET.0);
        let change = (is_change || is_late || is_set).then(|| {
            known.row = Some(last);
            Change { mark, previous, state, shown }
        });
        known.state = Some(state);
        self.record.last = Some(last);
        self.record.bytes = self.bytes();
        let (looks, bytes) = (self.record.looks, self.record.bytes);
        let watch = self.record.id.clone();
        self.journal.note(Note { watch, mark: last, looks, bytes, change }).await?;
        self.net.wire().settle().await;
        let looked = Looked { mark, state, is_change, looks, bytes };
        drop(self.events.send(WatchEvent::Looked(looked)).await);
        Ok(())
    }

    /// How long nobody may look, if the bytes of this month are spent, by what the watch may use or by the means.
    async fn rest(&self, known: &mut Known) -> Result<Option<Micros>, LedgerError> {
        let (month, used) = (self.at().0 / MONTH.0, self.net.bytes().total());
        if known.month.0 != month {
            known.month = (month, used);
        }
        let own = self.request.max_bytes.map(|most| {
            let rest = Micros((month + 1) * MONTH.0).since(self.at());
            (most.saturating_sub(used - known.month.1), rest)
        });
        let mut all: Vec<_> = own.into_iter().collect();
        // What runs and slices used counts, too.
        let wall = self.net.wire().wall();
        let local = LocalTime::of(wall, self.request.ahead);
        for (most, begins, ends) in [
            (self.limits.day, local.day_begins, local.next_day),
            (self.limits.month, local.month_begins, local.next_month),
        ] {
            let Some(most) = most else { continue };
            let is_lab = self.record.vantage.lab.is_some();
            let spent = self.journal.spent(self.record.purse, is_lab, begins).await?;
            all.push((most.saturating_sub(spent), ends.since(wall).unwrap_or_default()));
        }
        if self.limits.day.or(self.limits.month).is_some() {
            self.net.wire().settle().await;
        }
        // A look may not spend more either, whoever answers it.
        if let Some(left) = all.iter().map(|(left, _)| *left).min() {
            self.net.limit(left);
        }
        Ok(all.into_iter().filter(|(left, _)| *left == 0).map(|(_, rest)| rest).max())
    }

    /// Waits until then, or to the end; whether that is the end.
    async fn pause_until(&self, next: Micros) -> bool {
        let end = self.request.max_time.unwrap_or(Micros(u64::MAX));
        tokio::time::sleep(next.min(end).since(self.at()).into()).await;
        next >= end
    }

    /// The time since the beginning, by the clock that only goes on.
    pub(super) fn at(&self) -> Micros {
        self.before.0 + self.net.wire().uptime().since(self.epoch)
    }

    /// What it used so far.
    pub(super) fn bytes(&self) -> Bytes {
        self.before.1 + self.net.bytes()
    }
}

/// How far the wall clock is ahead of the other one, in microseconds.
fn ahead(mark: Mark) -> i64 {
    mark.wall.0.saturating_sub_unsigned(mark.at.0)
}

/// Who was asked, and answered or did not; each once.
fn shown(seen: &[Observation]) -> Shown {
    let mut shown = Shown::default();
    for one in seen {
        let (side, name, answered) = match (&one.place, &one.event) {
            (_, Event::Radio(sample)) => {
                shown.radio = one.is_success().then(|| sample.clone());
                continue;
            }
            (_, Event::Dns(lookup)) if lookup.engine == DnsEngine::System => {
                (Side::Resolver, lookup.name.clone(), one.is_success())
            }
            (_, Event::Dns(lookup)) => {
                let resolver = lookup.resolver.map(|resolver| resolver.to_string());
                (Side::Foreign, resolver.unwrap_or_default(), one.is_success())
            }
            (_, Event::Pings(pings)) if pings.transport == Transport::Dns => {
                (Side::Foreign, pings.address.to_string(), one.is_success())
            }
            (Place::Anchor { side: Side::Portal, name }, event) => match event {
                Event::HttpTransaction(http) => {
                    (Side::Portal, name.clone(), http.status == Some(NO_CONTENT))
                }
                _ => (Side::Portal, name.clone(), false),
            },
            (Place::Anchor { side, name }, _) => (*side, name.clone(), one.is_success()),
            _ => continue,
        };
        match shown.asked.iter_mut().find(|it| it.side == side && it.name == name) {
            Some(known) => known.answered |= answered,
            None => shown.asked.push(AnchorAnswer { side, name, answered }),
        }
    }
    shown
}

/// Until a look is repeated that showed something worse than what is known: lifts, tunnels and handovers
/// are over by then, mostly.
pub(super) const AGAIN: Micros = Micros::from_secs(60);
/// No phone's clock drifts by so much between two looks; who is off by more was set.
const CLOCK_SET: Micros = Micros::from_secs(60);
const MONTH: Micros = Micros::from_secs(30 * 24 * 3600);
