//! Runs, wired together: how one begins and is stopped.

use std::pin::pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arna_model::{Purse, Request, RunId, RunSummary};
use arna_net::{Net, Recorder};
use tokio::sync::{Notify, mpsc, watch};

use super::resuming::Left;
use super::{EVENTS, Engine};
use crate::Error;
use crate::asking;
use crate::report::HelperClient;
use crate::run::{
    self, Control, End, Ledger, LedgerError, Outcome, RunEvent, RunRecord, Runner, Step, StepRecord,
};
use crate::store::Hold;
use crate::uplinks::Over;

/// A run that goes on. Dropping it cancels nothing.
pub struct Run {
    id: RunId,
    events: mpsc::Receiver<RunEvent>,
    cancel: watch::Sender<bool>,
}

/// The run that goes on, if one does: two at once would measure each other.
#[derive(Clone, Default)]
pub(super) struct Going {
    turns: Arc<Mutex<Turns>>,
    /// Somebody's turn is over.
    freed: Arc<Notify>,
}

#[derive(Default)]
struct Turns {
    current: Option<Current>,
    /// Nobody gets a turn any more.
    is_closed: bool,
    /// A slice goes on, though none of its runs may.
    is_slicing: bool,
}

struct Current {
    run: RunId,
    is_slice: bool,
    cancel: watch::Sender<bool>,
}

/// A run whose plan is stored.
pub(super) struct Begun {
    pub(super) record: RunRecord,
    pub(super) plan: Vec<StepRecord>,
    pub(super) control: Arc<dyn Control>,
    pub(super) over: Over,
}

/// A slice's right to go on, until it is dropped.
pub(super) struct Slicing(Going);

/// Somebody's turn to run, until it is dropped.
pub(super) struct Turn {
    going: Going,
    pub(super) cancel: watch::Sender<bool>,
    /// Against other processes.
    hold: Option<Hold>,
}

impl Going {
    fn get(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the turn for `run`.
    fn begin(&self, run: &RunId, is_slice: bool) -> Result<Turn, Error> {
        let mut turns = self.get();
        if turns.is_closed {
            return Err(Error::Closed);
        }
        if let Some(Current { run, .. }) = &turns.current {
            return Err(Error::RunGoesOn(run.clone()));
        }
        let cancel = watch::Sender::new(false);
        turns.current = Some(Current { run: run.clone(), is_slice, cancel: cancel.clone() });
        Ok(Turn { going: self.clone(), cancel, hold: None })
    }

    /// Has a slice's run make way, if that is what goes on.
    fn has_yielded(&self) -> bool {
        match &self.get().current {
            Some(current) if current.is_slice => {
                current.cancel.send_replace(true);
                true
            }
            _ => false,
        }
    }

    /// The right to slice; `None`: somebody has it.
    pub(super) fn slice(&self) -> Option<Slicing> {
        let mut turns = self.get();
        if turns.is_slicing || turns.is_closed {
            return None;
        }
        turns.is_slicing = true;
        Some(Slicing(self.clone()))
    }
}

impl Drop for Slicing {
    fn drop(&mut self) {
        self.0.get().is_slicing = false;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // First, so that whoever is told of the end finds the way free.
        drop(self.hold.take());
        self.going.get().current = None;
        self.going.freed.notify_waiters();
    }
}

impl Engine {
    /// The run that goes on, if one does.
    pub fn current(&self) -> Option<RunId> {
        self.going.get().current.as_ref().map(|current| current.run.clone())
    }

    /// Stops the run that goes on, if one does.
    pub fn cancel(&self) {
        if let Some(current) = &self.going.get().current {
            current.cancel.send_replace(true);
        }
    }

    /// Stops the run that goes on, and lets none begin any more, also none whose beginning is under way.
    pub fn close(&self) {
        self.going.get().is_closed = true;
        self.cancel();
        self.store.announcer().end();
    }

    /// Starts a run on the current tokio runtime.
    ///
    /// # Errors
    /// A request that cannot be planned; what the user's means forbid, where nobody agreed to it; another run that goes
    /// on; the store's.
    pub async fn start(&self, request: Request) -> Result<Run, Error> {
        self.begin(request, None).await
    }

    /// The same; `slice`: of a slice, with whose purse it is.
    pub(super) async fn begin(&self, request: Request, slice: Option<Purse>) -> Result<Run, Error> {
        let leave = request.leave;
        let request = asking::admitted(request);
        let control = helper_client(&request)?;
        let over = self.standing.over(&request.uplink).await?;
        let id = self.fresh_id(None).await?;
        let plan = run::plan(&request, self.standing.wire.entropy(&format!("plan/{id}")))
            .map_err(Error::UnknownNettest)?;
        if plan.is_empty() {
            return Err(Error::NothingToMeasure);
        }
        let mut record = self.record_of(id, request, &over, slice).await;
        let most = match slice {
            Some(_) => None,
            None => self.admit(&record, &over, leave).await?,
        };
        let turn = self.take_turn(&record.id, record.is_slice).await?;
        self.store.open_run(&record, &plan).await?;
        record.request.budget.keep_within(most);
        let cancel = turn.cancel.clone();
        let begun = Begun { record, plan: fresh(plan), control: Arc::new(control), over };
        Ok(self.spawn((turn, cancel), begun, Left::default(), None))
    }

    /// A run that begins now.
    pub(super) async fn record_of(
        &self,
        id: RunId,
        request: Request,
        over: &Over,
        slice: Option<Purse>,
    ) -> RunRecord {
        let vantage = self.standing.here_over(over.uplink.clone()).await;
        RunRecord {
            id,
            request,
            purse: slice.or(over.purse).unwrap_or_else(|| Purse::of_vantage(&vantage)),
            is_slice: slice.is_some(),
            vantage,
            started: self.standing.wire.wall(),
            uptime: run::uptime(self.standing.wire.as_ref()),
            end: None,
        }
    }

    /// The turn to run: of this engine's runs, and of all processes that measure into this database. A slice makes
    /// way for whatever is none.
    pub(super) async fn take_turn(&self, run: &RunId, is_slice: bool) -> Result<Turn, Error> {
        let mut turn = loop {
            let mut freed = pin!(self.going.freed.notified());
            freed.as_mut().enable();
            match self.going.begin(run, is_slice) {
                Err(Error::RunGoesOn(_)) if !is_slice && self.going.has_yielded() => freed.await,
                begun => break begun?,
            }
        };
        turn.hold = self.store.hold().await?;
        Ok(turn)
    }

    /// An id that no run in the store has, and not this one: in the lab the same label gives the same one.
    pub(super) async fn fresh_id(&self, taken: Option<&RunId>) -> Result<RunId, Error> {
        // Where entropy is seeded, ids come in one order: those before the last one are taken.
        let mut again = self.ids.load(Ordering::Relaxed);
        loop {
            let label = if again == 0 { "run".to_owned() } else { format!("run/{again}") };
            let id = RunId::new(self.standing.wire.entropy(&label).id());
            match self.store.run(&id).await {
                Err(LedgerError::NotFound) if taken != Some(&id) => {
                    self.ids.store(again, Ordering::Relaxed);
                    return Ok(id);
                }
                Err(LedgerError::NotFound) => {}
                found => drop(found?),
            }
            again += 1;
        }
    }

    /// Sets a run going. `turn`: what is let go at its end, before that is announced.
    pub(super) fn spawn(
        &self,
        (turn, cancel): (impl Send + 'static, watch::Sender<bool>),
        Begun { record, plan, control, over }: Begun,
        left: Left,
        beside: Option<End>,
    ) -> Run {
        // What this slice comes to is another end.
        let record = RunRecord { end: None, ..record };
        let is_hidden = over.is_hidden_by_vpn(&record.request);
        let settings = self.standing.for_net(over.wire.as_ref(), left.now);
        let recorder = Recorder::new(record.id.clone(), left.next);
        let net = Net::new(over.wire, settings, recorder);
        let (announcing, events) = mpsc::channel(EVENTS);
        let (ledger, id) = (self.store.clone(), record.id.clone());
        let before = (left.bytes, left.now.since(left.spent));
        let mut runner = Runner::new(ledger, control, net, record, announcing, before);
        runner.is_hidden_by_vpn = is_hidden;
        runner.beside = beside;
        let is_cancelled = cancel.subscribe();
        // Whoever hears of the end may begin another run.
        tokio::spawn(runner.run(plan, is_cancelled, move || drop(turn)));
        Run { id, events, cancel }
    }
}

impl Run {
    /// One that is whole already: it says so, and nothing else.
    pub(super) fn over(id: RunId, summary: RunSummary, cancel: &watch::Sender<bool>) -> Self {
        let (announcing, events) = mpsc::channel(1);
        // There is room for one.
        announcing.try_send(RunEvent::Finished(Outcome::Whole(summary))).ok();
        Self { id, events, cancel: cancel.clone() }
    }

    /// Its id.
    pub fn id(&self) -> &RunId {
        &self.id
    }

    /// The next announcement; `None` after the last.
    pub async fn next_event(&mut self) -> Option<RunEvent> {
        self.events.recv().await
    }

    /// Stops the run. What is complete is stored; [`Engine::resume`] goes on with the rest.
    pub fn cancel(&self) {
        self.cancel.send_replace(true);
    }

    /// What stops it, for somebody else's hand.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.cancel.clone())
    }
}

/// Stops one run, one slice, or one watch.
#[derive(Clone, Debug)]
pub struct Stopper(watch::Sender<bool>);

impl Default for Stopper {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stopper {
    /// What uses this sender.
    pub(super) fn of(cancel: watch::Sender<bool>) -> Self {
        Self(cancel)
    }

    /// Waits until it was used.
    pub(super) async fn is_used(&self) {
        // The sender is here, so it does not end before.
        self.0.subscribe().wait_for(|is_used| *is_used).await.ok();
    }

    /// Whether it was used.
    pub(super) fn was_used(&self) -> bool {
        *self.0.borrow()
    }

    /// As [`Run::cancel`].
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }
}

/// A plan of which nothing is measured.
pub(super) fn fresh(plan: Vec<Step>) -> Vec<StepRecord> {
    plan.into_iter()
        .map(|step| StepRecord { step, verdict: None, figures: None, stop: None })
        .collect()
}

pub(super) fn helper_client(request: &Request) -> Result<HelperClient, Error> {
    let urls =
        request.helpers.iter().map(|text| asking::helper(text)).collect::<Result<Vec<_>, _>>()?;
    Ok(HelperClient::new(urls))
}
