//! Runs, wired together: how one begins, goes on where it was left, and is stopped.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arna_model::{Bytes, Micros, Request, RunId, Stop, Vantage};
use arna_net::{Net, Recorder};
use tokio::sync::{mpsc, watch};

use super::{EVENTS, Engine};
use crate::Error;
use crate::asking;
use crate::report::HelperClient;
use crate::run::{self, Ledger, LedgerError, RunEvent, RunRecord, Runner, StepRecord};
use crate::store::Hold;

/// Second sittings that the last run waits for, and that are not due here and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaiting {
    /// The run.
    pub run: RunId,
    /// From where it was made.
    pub vantage: Vantage,
    /// How many targets wait for one.
    pub targets: usize,
    /// How long from now the first one is due; nothing if only the network is another one.
    pub due_in: Micros,
    /// Whether this is the network that it was made on.
    pub is_here: bool,
}

/// What became of a request to go on.
pub enum Resumed {
    /// An unfinished run goes on.
    Goes(Run),
    /// There was none: a new one was started.
    Fresh(Run),
    /// The last run of the same request is whole; there is nothing to do.
    Whole(RunId),
}

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

/// Somebody's turn to run, until it is dropped.
struct Turn {
    going: Going,
    cancel: watch::Sender<bool>,
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
        let id = self.fresh_id().await?;
        let plan = run::plan(&request, self.wire.entropy(&format!("plan/{id}")))
            .map_err(Error::UnknownNettest)?;
        if plan.is_empty() {
            return Err(Error::NothingToMeasure);
        }
        let record = RunRecord {
            id,
            request,
            vantage: self.here().await,
            started: self.wire.wall(),
            uptime: run::uptime(self.wire.as_ref()),
            end: None,
        };
        let turn = self.take_turn(&record.id).await?;
        self.store.open_run(&record, &plan).await?;
        let plan = plan.into_iter().map(|step| StepRecord { step, verdict: None, stop: None });
        Ok(self.spawn(turn, record, plan.collect(), control, Left::default()))
    }

    /// The turn to run: of this engine's runs, and of all processes that measure into this database.
    async fn take_turn(&self, run: &RunId) -> Result<Turn, Error> {
        let mut turn = self.going.begin(run)?;
        turn.hold = self.store.hold().await?;
        Ok(turn)
    }

    /// An id that no run in the store has: in the lab the same label gives the same one.
    async fn fresh_id(&self) -> Result<RunId, Error> {
        // Where entropy is seeded, ids come in one order: those before the last one are taken.
        let mut again = self.ids.load(Ordering::Relaxed);
        loop {
            let label = if again == 0 { "run".to_owned() } else { format!("run/{again}") };
            let id = RunId::new(self.wire.entropy(&label).id());
            match self.store.run(&id).await {
                Err(LedgerError::NotFound) => {
                    self.ids.store(again, Ordering::Relaxed);
                    return Ok(id);
                }
                taken => drop(taken?),
            }
            again += 1;
        }
    }

    /// Goes on with [the run that is left](Engine::resumable); starts `request` if there is none.
    ///
    /// # Errors
    /// As for [`Engine::start`].
    pub async fn resume(&self, request: Request) -> Result<Resumed, Error> {
        let request = asking::admitted(request);
        let Some(record) = self.resumable(&request).await? else {
            return match self.store.last_run().await? {
                Some(last) if last.request == request => Ok(Resumed::Whole(last.id)),
                _ => Ok(Resumed::Fresh(self.start(request).await?)),
            };
        };
        let control = helper_client(&record.request)?;
        let turn = self.take_turn(&record.id).await?;
        // Another process may have gone on with it until a moment ago.
        let record = self.store.run(&record.id).await?;
        let plan = self.store.plan(&record.id).await?;
        let left = self.left_at(&record, &plan).await?;
        Ok(Resumed::Goes(self.spawn(turn, record, plan, control, left)))
    }

    /// The run that [`Engine::resume`] would go on with: the last one, if it is whole and on the same network, and
    /// second sittings are due in it or suspects were too many for it, less than a day ago; else the last unfinished one, unless the last run was a whole one of
    /// the same request.
    ///
    /// # Errors
    /// The store's.
    pub async fn resumable(&self, request: &Request) -> Result<Option<RunRecord>, Error> {
        if let Some(last) = self.store.last_run().await?
            && last.end.is_some()
        {
            if last.vantage == self.here().await && self.is_left_to_confirm(&last).await? {
                return Ok(Some(last));
            }
            if last.request == asking::admitted(request.clone()) {
                return Ok(None);
            }
        }
        Ok(self.store.last_unfinished_run().await?)
    }

    /// The second sittings that the last run waits for, if it is whole and none of them is due on this network by
    /// now: there is nothing to go on with yet.
    ///
    /// # Errors
    /// The store's.
    pub async fn awaiting(&self) -> Result<Option<Awaiting>, Error> {
        let Some(last) = self.store.last_run().await?.filter(|last| last.end.is_some()) else {
            return Ok(None);
        };
        let here = self.here().await;
        if last.vantage.lab != here.lab {
            return Ok(None); // another world's
        }
        let is_here = last.vantage == here;
        let plan = self.store.plan(&last.id).await?;
        let waits = self.second_sittings(&last, &plan).await?;
        let Some(&due_in) = waits.iter().min() else { return Ok(None) };
        let awaiting = Awaiting {
            run: last.id.clone(),
            vantage: last.vantage.clone(),
            targets: waits.len(),
            due_in,
            is_here,
        };
        let may_go_on = is_here && self.is_left_to_confirm(&last).await?;
        Ok((!may_go_on).then_some(awaiting))
    }

    /// Whether there is something to confirm in a whole run by now.
    async fn is_left_to_confirm(&self, record: &RunRecord) -> Result<bool, Error> {
        let plan = self.store.plan(&record.id).await?;
        let is_left = plan.iter().any(|one| one.stop == Some(Stop::ConfirmationsSpent));
        if is_left && self.left_at(record, &plan).await?.now < DAY {
            return Ok(true);
        }
        Ok(self.second_sittings(record, &plan).await?.contains(&Micros(0)))
    }

    /// How long from now each second sitting of a run is due that ever will be.
    async fn second_sittings(
        &self,
        record: &RunRecord,
        plan: &[StepRecord],
    ) -> Result<Vec<Micros>, Error> {
        let awaiting: Vec<_> =
            plan.iter().filter(|one| one.stop == Some(Stop::AwaitingSecondSitting)).collect();
        if awaiting.is_empty() {
            return Ok(Vec::new());
        }
        let anchors = self.store.run_observations(&record.id).await?;
        let now = self.left_at(record, plan).await?.now;
        let mut waits = Vec::new();
        for one in awaiting {
            let recalled = self.store.recall(&one.step.measurement).await?;
            waits.extend(run::second_sitting_in(&recalled, &anchors, now));
        }
        Ok(waits)
    }

    /// Where an unfinished run stood.
    pub(super) async fn left_at(
        &self,
        record: &RunRecord,
        plan: &[StepRecord],
    ) -> Result<Left, Error> {
        let mut observations = self.store.run_observations(&record.id).await?;
        for StepRecord { step, verdict, .. } in plan {
            if verdict.is_some() {
                observations.extend(self.store.recall(&step.measurement).await?.observations);
            }
        }
        let last = observations.iter().map(|seen| seen.t).max().unwrap_or_default();
        let here = (self.wire.wall(), run::uptime(self.wire.as_ref()));
        let since =
            run::between((record.started, record.uptime.as_ref()), (here.0, here.1.as_ref()));
        let next = observations.iter().filter_map(|seen| seen.id.number()).max();
        Ok(Left {
            next: next.map_or(0, |n| n + 1),
            now: last.max(since.map(|since| since.time).unwrap_or_default()),
            spent: record.end.map_or_else(|| run::time_in_slices(&observations), |end| end.runtime),
            bytes: observations.iter().map(|seen| seen.bytes).sum(),
        })
    }

    fn spawn(
        &self,
        turn: Turn,
        record: RunRecord,
        plan: Vec<StepRecord>,
        control: HelperClient,
        left: Left,
    ) -> Run {
        // What this slice comes to is another end.
        let record = RunRecord { end: None, ..record };
        let settings = self.for_net(left.now);
        let recorder = Recorder::new(record.id.clone(), left.next);
        let net = Net::new(self.wire.clone(), settings, recorder);
        let (announcing, events) = mpsc::channel(EVENTS);
        let (cancel, id) = (turn.cancel.clone(), record.id.clone());
        let (ledger, control) = (self.store.clone(), Arc::new(control));
        let before = (left.bytes, left.now.since(left.spent));
        let runner = Runner::new(ledger, control, net, record, announcing, before);
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

/// Where an unfinished run stood.
#[derive(Default)]
pub(super) struct Left {
    next: u64,
    /// Time since its start, pauses included: by the clock that nobody can set if the machine was not started
    /// again, else by the phone's, if that did not go back.
    now: Micros,
    /// Time that its slices took.
    pub(super) spent: Micros,
    pub(super) bytes: Bytes,
}

/// Suspects of before are of another day.
const DAY: Micros = Micros::from_secs(24 * 3600);

fn helper_client(request: &Request) -> Result<HelperClient, Error> {
    let urls =
        request.helpers.iter().map(|text| asking::helper(text)).collect::<Result<Vec<_>, _>>()?;
    Ok(HelperClient::new(urls))
}
