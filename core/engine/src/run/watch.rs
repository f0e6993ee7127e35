//! A watch on one network: it looks at the whole of it again and again, and keeps a row for every change.
//!
//! A look costs a few hundred bytes while all is well. What seems worse than what is known is looked at
//! again before it is believed (`arna_judge::settled`); good news is believed at once.

use std::sync::Arc;

use arna_model::{
    AnchorAnswer, Bytes, Change, DnsEngine, Event, Limits, LocalTime, Mark, Micros, NetworkState,
    Observation, Place, Shown, Side, Transport, WatchRecord, WatchRequest,
};
use arna_net::Net;
use tokio::sync::mpsc;

use super::journal::{Looks, is_gap};
use super::portal::NO_CONTENT;
use super::sanity::Lookout;
use super::{Control, Journal, LedgerError, Note};

/// What a watch announces.
#[derive(Clone, Debug)]
pub enum WatchEvent {
    /// A look was made, and is kept.
    Looked(Looked),
    /// The bytes that may be used are spent: nobody looks for so long.
    Resting(Micros),
    /// Nobody looks until that is over; said once.
    Away(Away),
    /// It is over: as it was asked for or stopped, or with the store's trouble.
    Finished(Result<(), LedgerError>),
}

/// Why a watch cannot look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Away {
    /// The network that was chosen is not there.
    Gone,
    /// A VPN carries the network, and would be looked at in its place.
    Vpn,
    /// The phone is abroad, where data may be dear, and nobody agreed to that for this watch.
    Abroad,
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
    /// Looks and bytes of the same watch on other networks, before it came to this one.
    pub(crate) elsewhere: (u64, Bytes),
    /// What it may use of its own.
    pub(crate) allowance: Allowance,
    /// Whether the bytes of the last look did not last.
    pub(crate) is_cut_short: bool,
}

/// What a watch used in the 30 days that go on, on whatever networks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Allowance {
    /// What the clock that only goes on said when the watch began.
    began: Micros,
    /// The number of the month.
    month: u64,
    /// Used in it on other networks.
    elsewhere: u64,
    /// Used on this network before it began.
    before: u64,
}

impl Allowance {
    /// That of a watch that begins now.
    pub(crate) fn since(began: Micros) -> Self {
        Self { began, ..Self::default() }
    }

    /// How many of `most` bytes are left at some time, `used` so far on this network, and how long the month lasts.
    fn left(&mut self, most: u64, uptime: Micros, used: u64) -> (u64, Micros) {
        let at = uptime.since(self.began);
        let month = at.0 / MONTH.0;
        if self.month != month {
            *self = Self { began: self.began, month, elsewhere: 0, before: used };
        }
        let spent = self.elsewhere + (used - self.before);
        (most.saturating_sub(spent), Micros((month + 1) * MONTH.0).since(at))
    }

    /// The same on another network, `used` on this one.
    pub(crate) fn moved(self, used: u64) -> Self {
        Self { elsewhere: self.elsewhere + (used - self.before), before: 0, ..self }
    }
}

/// What is known.
#[derive(Default)]
pub(crate) struct Known {
    pub(super) lookout: Lookout,
    pub(super) state: Option<NetworkState>,
    /// The last row.
    pub(super) row: Option<Mark>,
}

/// Looks that are not believed so far.
#[derive(Default)]
pub(super) struct Unsure {
    pub(super) looks: Vec<NetworkState>,
    /// When the first one began that showed what the last one did, and what shows it.
    pub(super) first: Option<(Mark, Shown)>,
}

/// A look that is believed.
pub(crate) struct Settled {
    pub(super) state: NetworkState,
    /// When the first look that showed it began.
    mark: Mark,
    /// When the last one began.
    last: Mark,
    shown: Shown,
}

impl Watcher {
    /// What is known before the first look.
    pub(crate) fn begins(&self) -> Known {
        Known { lookout: self.lookout(), ..Known::default() }
    }

    /// The time until the next look.
    pub(crate) fn until_next(&self) -> Micros {
        let every = self.request.every.0.max(1);
        Micros((self.at().0 / every + 1).saturating_mul(every)).since(self.at())
    }

    /// Keeps what a look cost that says nothing: the phone came to another network meanwhile, or the bytes did not last.
    pub(crate) async fn drop_look(&mut self) -> Result<(), LedgerError> {
        self.record.bytes = self.bytes();
        let (wall, looks) = (self.net.wire().wall(), self.record.looks);
        let cost = Looks { wall, looks, bytes: self.record.bytes, doubtful: None };
        self.journal.doubt(&self.record.id, cost).await
    }

    /// Looks, as often as it takes to believe what is seen. `None`: the bytes did not last, and what is not asked then says
    /// nothing of the network.
    pub(crate) async fn look(&mut self, known: &mut Known) -> Option<Settled> {
        let mut unsure = Unsure::default();
        loop {
            let looked = self.look_once(known, &mut unsure).await;
            self.is_cut_short = self.net.is_spent();
            if self.is_cut_short || looked.is_some() {
                return looked.filter(|_| !self.is_cut_short);
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
    pub(crate) async fn keep(
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
        let (looks, bytes) = (self.elsewhere.0 + looks, self.elsewhere.1 + bytes);
        let looked = Looked { mark, state, is_change, looks, bytes };
        drop(self.events.send(WatchEvent::Looked(looked)).await);
        Ok(())
    }

    /// How long nobody may look, if the bytes of this month are spent, by what the watch may use or by the means.
    pub(crate) async fn rest(&mut self) -> Result<Option<Micros>, LedgerError> {
        let (uptime, used) = (self.net.wire().uptime(), self.net.bytes().total());
        let own = self.request.max_bytes.map(|most| self.allowance.left(most, uptime, used));
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
        // What is left where a look was cut short is too little for another one.
        let least = all.iter().map(|(left, _)| *left).min();
        let too_little = least.filter(|_| std::mem::take(&mut self.is_cut_short)).unwrap_or(0);
        Ok(all.into_iter().filter(|(left, _)| *left <= too_little).map(|(_, rest)| rest).max())
    }

    /// The time since the beginning, by the clock that only goes on.
    pub(super) fn at(&self) -> Micros {
        self.before.0 + self.net.wire().uptime().since(self.epoch)
    }

    /// What it used so far on this network.
    pub(crate) fn bytes(&self) -> Bytes {
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
pub(crate) const AGAIN: Micros = Micros::from_secs(60);
/// No phone's clock drifts by so much between two looks; who is off by more was set.
const CLOCK_SET: Micros = Micros::from_secs(60);
const MONTH: Micros = Micros::from_secs(30 * 24 * 3600);
