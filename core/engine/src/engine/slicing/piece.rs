//! One piece of a slice: a run with a small plan, or what is left of the one that was cut off.

use std::sync::Arc;

use arna_model::{Budget, Ended, Measurement, Micros, Place, Request, RunId, RunSummary};

use super::Slice;
use super::plan::Piece;
use crate::Error;
use crate::engine::running::{Begun, Run, Stopper, helper_client};
use crate::run::{Ledger, LedgerError, Outcome, RunEnd, RunEvent};

/// How a piece ended.
pub(super) enum Pieced {
    /// It is whole.
    Whole,
    /// The slice ends with it.
    Ended(Ended),
}

/// Stops a run that nobody waits for any more.
struct Leash(Stopper);

impl Drop for Leash {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Slice<'_> {
    /// The run that a piece is.
    pub(super) fn request(&self, piece: &Piece) -> Request {
        Request {
            targets: piece.targets.clone(),
            most_confirmations: Some(piece.confirmations),
            budget: Budget { max_bytes: Some(self.bytes_left()), max_time: Some(self.time_left()) },
            ..self.asked.clone()
        }
    }

    /// Measures a piece.
    pub(super) async fn measure(&mut self, piece: Piece) -> Result<Pieced, Error> {
        let purse = self.decision.purse;
        match self.engine.begin(self.request(&piece), Some(purse)).await {
            Ok(run) => self.follow(run).await,
            Err(error) => is_in_the_way(error).map(Pieced::Ended),
        }
    }

    /// Goes on with the slice of before if it was cut off a moment ago; else closes it, since what it began to
    /// double-check cannot be gone on with.
    pub(super) async fn go_on_with_the_last(&mut self) -> Result<Option<Ended>, Error> {
        let engine = self.engine;
        let Some(id) = engine.store.unfinished_slice().await? else { return Ok(None) };
        let turn = match engine.take_turn(&id, true).await {
            Ok(turn) => turn,
            Err(error) => return is_in_the_way(error).map(Some),
        };
        let mut record = engine.store.run(&id).await?;
        let plan = engine.store.plan(&id).await?;
        let left = engine.left_at(&record, &plan).await?;
        engine.store.count_under_way(&id, left.bytes, left.spent).await?;
        let is_soon = left.now - left.seen < SOON;
        let over = engine.standing.over(&record.request.uplink).await?;
        let vantage = engine.standing.here_over(over.uplink.clone()).await;
        let is_possible = is_soon
            && record.end.is_none()
            && record.vantage == vantage
            && !over.is_hidden_by_vpn(&record.request);
        if !is_possible {
            let (bytes, runtime) = (left.bytes, left.spent);
            let end = RunEnd { bytes, runtime, ..RunEnd::default() };
            engine.store.finish_run(&id, end).await?;
            return Ok(None);
        }
        // Within what this slice may use.
        record.request.budget = Budget {
            max_bytes: Some(left.bytes.total().saturating_add(self.bytes_left())),
            max_time: Some(left.spent + self.time_left()),
        };
        let control = helper_client(&record.request)?;
        let before = left.bytes;
        let cancel = turn.cancel.clone();
        let begun = Begun { record, plan, control: Arc::new(control), over };
        let run = engine.spawn((turn, cancel), begun, left, None);
        Ok(match self.follow_from(run, before).await? {
            Pieced::Whole => None,
            Pieced::Ended(ended) => Some(ended),
        })
    }

    async fn follow(&mut self, run: Run) -> Result<Pieced, Error> {
        self.follow_from(run, arna_model::Bytes::default()).await
    }

    /// Follows a run to its end, which comes at the deadline at the latest.
    async fn follow_from(
        &mut self,
        mut run: Run,
        before: arna_model::Bytes,
    ) -> Result<Pieced, Error> {
        let _leash = Leash(run.stopper());
        let id = run.id().clone();
        let (mut is_stopped, mut is_late) = (false, false);
        let outcome = loop {
            let wait = self.time_left();
            let is_ending = is_stopped || is_late;
            let event = tokio::select! {
                biased;
                () = self.stop.is_used(), if !is_ending => {
                    is_stopped = true;
                    run.cancel();
                    continue;
                }
                () = tokio::time::sleep(wait.into()), if !is_ending => {
                    is_late = true;
                    run.cancel();
                    continue;
                }
                event = run.next_event() => event,
            };
            match event {
                Some(RunEvent::Measured(one)) if !one.is_decoy => self.count(&one),
                Some(RunEvent::Finished(outcome)) => break outcome,
                Some(_) => {}
                None => return Err(LedgerError::Other("a run broke off".into()).into()),
            }
        };
        let ended = match outcome {
            Outcome::Whole(summary) => {
                self.end.bytes += summary.bytes - before;
                return Ok(Pieced::Whole);
            }
            Outcome::Interrupted(summary) => {
                self.cut(&id, &summary, before).await?;
                match (is_stopped, is_late) {
                    (true, _) => Ended::Stopped,
                    (_, true) => Ended::NoTime,
                    // Nobody else can stop it.
                    _ => Ended::HandCame,
                }
            }
            Outcome::UplinkGone(summary) => {
                self.cut(&id, &summary, before).await?;
                Ended::NetworkGone
            }
            Outcome::Failed(error) => return Err(error.into()),
        };
        Ok(Pieced::Ended(ended))
    }

    /// Counts what a run used that was cut off, with what it did not keep.
    async fn cut(
        &mut self,
        run: &RunId,
        summary: &RunSummary,
        before: arna_model::Bytes,
    ) -> Result<(), Error> {
        self.end.bytes += summary.bytes - before;
        Ok(self.engine.store.count_rest(run, summary).await?)
    }

    fn count(&mut self, one: &Measurement) {
        let is_block = |place: &Place| matches!(place, Place::Block { .. });
        self.end.measured += 1;
        self.end.double_checked += u32::from(one.observations.iter().any(|it| is_block(&it.place)));
    }
}

/// Why a piece cannot begin that a slice has to make way for.
fn is_in_the_way(error: Error) -> Result<Ended, Error> {
    match error {
        Error::RunGoesOn(_) | Error::Store(LedgerError::Running) => Ok(Ended::HandCame),
        Error::Closed => Ok(Ended::Stopped),
        Error::NoUplink(_) | Error::Vpn => Ok(Ended::NetworkGone),
        error => Err(error),
    }
}

/// A sitting is gone on with for ten minutes (docs/method.md, "Second sittings").
const SOON: Micros = Micros::from_secs(600);
