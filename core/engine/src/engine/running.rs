//! Runs, wired together: how one begins and is stopped.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arna_model::{Request, RunId, Uplink};
use arna_net::{Net, Recorder};
use tokio::sync::{mpsc, watch};

use super::resuming::Left;
use super::{EVENTS, Engine};
use crate::Error;
use crate::asking;
use crate::report::HelperClient;
use crate::run::{
    self, Control, End, Ledger, LedgerError, RunEvent, RunRecord, Runner, Step, StepRecord,
};
use crate::store::Hold;
use crate::uplinks::{self, Over};

/// A run that goes on. Dropping it cancels nothing.
pub struct Run {
    id: RunId,
    events: mpsc::Receiver<RunEvent>,
    cancel: watch::Sender<bool>,
}

/// The run that goes on, if one does: two at once would measure each other.
#[derive(Clone, Default)]
pub(super) struct Going(Arc<Mutex<Turns>>);

#[derive(Default)]
struct Turns {
    current: Option<Current>,
    /// Nobody gets a turn any more.
    is_closed: bool,
}

struct Current {
    run: RunId,
    cancel: watch::Sender<bool>,
}

/// A run whose plan is stored.
pub(super) struct Begun {
    pub(super) record: RunRecord,
    pub(super) plan: Vec<StepRecord>,
    pub(super) control: Arc<dyn Control>,
    pub(super) over: Over,
}

/// Somebody's turn to run, until it is dropped.
pub(super) struct Turn {
    going: Going,
    pub(super) cancel: watch::Sender<bool>,
    /// Against other processes.
    hold: Option<Hold>,
}

impl Going {
    fn get(&self) -> MutexGuard<'_, Turns> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the turn for `run`.
    fn begin(&self, run: &RunId) -> Result<Turn, Error> {
        let mut turns = self.get();
        if turns.is_closed {
            return Err(Error::Closed);
        }
        if let Some(Current { run, .. }) = &turns.current {
            return Err(Error::RunGoesOn(run.clone()));
        }
        let cancel = watch::Sender::new(false);
        turns.current = Some(Current { run: run.clone(), cancel: cancel.clone() });
        Ok(Turn { going: self.clone(), cancel, hold: None })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // First, so that whoever is told of the end finds the way free.
        drop(self.hold.take());
        self.going.get().current = None;
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
    }

    /// Starts a run on the current tokio runtime.
    ///
    /// # Errors
    /// A request that cannot be planned; another run that goes on; the store's.
    pub async fn start(&self, request: Request) -> Result<Run, Error> {
        let request = asking::admitted(request);
        let control = helper_client(&request)?;
        let over = uplinks::over(self.uplinks.as_ref(), &self.wire, &request.uplink).await?;
        let id = self.fresh_id(None).await?;
        let plan = run::plan(&request, self.wire.entropy(&format!("plan/{id}")))
            .map_err(Error::UnknownNettest)?;
        if plan.is_empty() {
            return Err(Error::NothingToMeasure);
        }
        let record = self.record_of(id, request, over.uplink.clone()).await;
        let turn = self.take_turn(&record.id).await?;
        self.store.open_run(&record, &plan).await?;
        let cancel = turn.cancel.clone();
        let begun = Begun { record, plan: fresh(plan), control: Arc::new(control), over };
        Ok(self.spawn((turn, cancel), begun, Left::default(), None))
    }

    /// A run that begins now.
    pub(super) async fn record_of(
        &self,
        id: RunId,
        request: Request,
        uplink: Option<Uplink>,
    ) -> RunRecord {
        RunRecord {
            id,
            request,
            vantage: self.here_over(uplink).await,
            started: self.wire.wall(),
            uptime: run::uptime(self.wire.as_ref()),
            end: None,
        }
    }

    /// The turn to run: of this engine's runs, and of all processes that measure into this database.
    pub(super) async fn take_turn(&self, run: &RunId) -> Result<Turn, Error> {
        let mut turn = self.going.begin(run)?;
        turn.hold = self.store.hold().await?;
        Ok(turn)
    }

    /// An id that no run in the store has, and not this one: in the lab the same label gives the same one.
    pub(super) async fn fresh_id(&self, taken: Option<&RunId>) -> Result<RunId, Error> {
        // Where entropy is seeded, ids come in one order: those before the last one are taken.
        let mut again = self.ids.load(Ordering::Relaxed);
        loop {
            let label = if again == 0 { "run".to_owned() } else { format!("run/{again}") };
            let id = RunId::new(self.wire.entropy(&label).id());
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
        let settings = self.for_net(over.wire.as_ref(), left.now);
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

/// Stops one run.
#[derive(Clone, Debug)]
pub struct Stopper(watch::Sender<bool>);

impl Stopper {
    /// As [`Run::cancel`].
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }
}

/// A plan of which nothing is measured.
pub(super) fn fresh(plan: Vec<Step>) -> Vec<StepRecord> {
    plan.into_iter().map(|step| StepRecord { step, verdict: None, figures: None, stop: None }).collect()
}

pub(super) fn helper_client(request: &Request) -> Result<HelperClient, Error> {
    let urls =
        request.helpers.iter().map(|text| asking::helper(text)).collect::<Result<Vec<_>, _>>()?;
    Ok(HelperClient::new(urls))
}
