//! Runs that are left: which one there is to go on with, and where it stood.

use std::sync::Arc;

use arna_model::{Bytes, Micros, Request, RunId, Stop, Vantage};

use super::Engine;
use super::running::{Begun, Run, helper_client};
use crate::Error;
use crate::asking;
use crate::run::{self, Ledger, RunRecord, StepRecord};

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

/// Where an unfinished run stood.
#[derive(Default)]
pub(super) struct Left {
    pub(super) next: u64,
    /// Time since its start, pauses included: by the clock that nobody can set if the machine was not started
    /// again, else by the phone's, if that did not go back.
    pub(super) now: Micros,
    /// Time that its slices took.
    pub(super) spent: Micros,
    /// When something was seen last.
    pub(super) seen: Micros,
    pub(super) bytes: Bytes,
}

impl Engine {
    /// Goes on with [the run that is left](Engine::resumable); starts `request` if there is none.
    ///
    /// # Errors
    /// As for [`Engine::start`].
    pub async fn resume(&self, request: Request) -> Result<Resumed, Error> {
        let leave = request.leave;
        let request = asking::admitted(request);
        let Some(record) = self.resumable(&request).await? else {
            return match self.store.last_run().await? {
                Some(last) if last.request == request => Ok(Resumed::Whole(last.id)),
                _ => Ok(Resumed::Fresh(self.start(Request { leave, ..request }).await?)),
            };
        };
        let control = helper_client(&record.request)?;
        let choice = &record.request.uplink;
        let over = self.standing.over(choice).await?;
        if over.is_hidden_by_vpn(&record.request) {
            return Err(Error::Vpn);
        }
        let most = self.admit(&record, &over, leave).await?;
        let turn = self.take_turn(&record.id, record.is_slice).await?;
        // Another process may have gone on with it until a moment ago.
        let mut record = self.store.run(&record.id).await?;
        let plan = self.store.plan(&record.id).await?;
        let left = self.left_at(&record, &plan).await?;
        let before = left.bytes.total();
        record.request.budget.keep_within(most.map(|most| before.saturating_add(most)));
        let cancel = turn.cancel.clone();
        let begun = Begun { record, plan, control: Arc::new(control), over };
        Ok(Resumed::Goes(self.spawn((turn, cancel), begun, left, None)))
    }

    /// The run that [`Engine::resume`] would go on with: the last one, if it is whole and on the same network, and
    /// second sittings are due in it or suspects were too many for it, less than three days ago; else the last
    /// unfinished one, unless the last run was a whole one of the same request.
    ///
    /// # Errors
    /// The store's.
    pub async fn resumable(&self, request: &Request) -> Result<Option<RunRecord>, Error> {
        if let Some(last) = self.store.last_run().await?
            && last.end.is_some()
        {
            if self.is_here(&last).await && self.is_left_to_confirm(&last).await? {
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
        if last.vantage.lab != self.standing.here().await.lab {
            return Ok(None); // another world's
        }
        let is_here = self.is_here(&last).await;
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

    /// Whether a run was made on the network that it would go on over.
    pub(super) async fn is_here(&self, record: &RunRecord) -> bool {
        let choice = &record.request.uplink;
        match self.standing.over(choice).await {
            Ok(over) => record.vantage == self.standing.here_over(over.uplink).await,
            Err(_) => false,
        }
    }

    /// Whether there is something to confirm in a whole run by now.
    pub(super) async fn is_left_to_confirm(&self, record: &RunRecord) -> Result<bool, Error> {
        let plan = self.store.plan(&record.id).await?;
        let is_left = plan.iter().any(|one| one.stop == Some(Stop::ConfirmationsSpent));
        if is_left && self.left_at(record, &plan).await?.now < run::SECOND_UNTIL {
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
        let here = (self.standing.wire.wall(), run::uptime(self.standing.wire.as_ref()));
        let since =
            run::between((record.started, record.uptime.as_ref()), (here.0, here.1.as_ref()));
        let next = observations.iter().filter_map(|seen| seen.id.number()).max();
        Ok(Left {
            next: next.map_or(0, |n| n + 1),
            now: last.max(since.map(|since| since.time).unwrap_or_default()),
            spent: record.end.map_or_else(|| run::time_in_slices(&observations), |end| end.runtime),
            seen: last,
            bytes: observations.iter().map(|seen| seen.bytes).sum(),
        })
    }
}
