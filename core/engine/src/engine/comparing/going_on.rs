//! Comparisons that are left: what is unfinished of both runs goes on side by side, as it began.

use std::sync::Arc;
use std::time::Duration;

use arna_model::{Code, Leave};

use super::{Comparing, share};
use crate::Error;
use crate::engine::Engine;
use crate::engine::resuming::Left;
use crate::engine::running::{Begun, Run, helper_client};
use crate::run::{Abreast, End, Ledger, LedgerError, RunRecord, StepRecord, WithOther};
use crate::store::Page;
use crate::uplinks::Over;

/// What one of two runs goes on with.
struct Readied {
    over: Over,
    /// Most bytes that it may use from now on.
    most: Option<u64>,
}

impl Engine {
    /// The runs of the last comparison, in the order of their networks: the last run by hand is one of them, or the last one
    /// that is unfinished.
    ///
    /// # Errors
    /// The store's.
    pub async fn last_comparison(&self) -> Result<Option<[RunRecord; 2]>, Error> {
        let is_compared = |one: &RunRecord| one.request.beside.is_some();
        let last = match self.store.last_run().await?.filter(is_compared) {
            Some(last) => Some(last),
            None => self.store.last_unfinished_run().await?.filter(is_compared),
        };
        let Some((beside, one)) = last.and_then(|one| Some((one.request.beside.clone()?, one)))
        else {
            return Ok(None);
        };
        let other = match self.store.run(&beside).await {
            // A kill came between the beginnings of both.
            Err(LedgerError::NotFound) => return Ok(None),
            found => found?,
        };
        // The first one is kept right before the second.
        let before = Page { before: Some(one.id.clone()), limit: 1 };
        let is_second = self.store.runs(before).await?.first().is_some_and(|it| it.id == other.id);
        Ok(Some(if is_second { [other, one] } else { [one, other] }))
    }

    /// Goes on with [the last comparison](Engine::last_comparison), where one of its runs is unfinished, or waits for a
    /// double check that is due by now. `None`: nothing is left of it. Of a run that has nothing left only its end is told.
    ///
    /// # Errors
    /// As for [`Engine::compare`]; a VPN carries a network that none carried when it began.
    pub async fn resume_comparison(&self, leave: Leave) -> Result<Option<Comparing>, Error> {
        let Some(both) = self.last_comparison().await? else { return Ok(None) };
        if !self.is_any_left(&both).await? {
            return Ok(None);
        }
        let ids = both.each_ref().map(|record| record.id.clone());
        let [first, second] = &both;
        let readied = [self.readied(first, leave).await?, self.readied(second, leave).await?];
        if readied[0].over.uplink == readied[1].over.uplink {
            return Err(Error::SameUplink);
        }
        let is_one_purse = first.purse == second.purse;
        let turn = Arc::new(self.take_turn(&first.id, false).await?);
        let cancel = turn.cancel.clone();
        // Another process may have gone on with them until a moment ago.
        let both = [self.store.run(&ids[0]).await?, self.store.run(&ids[1]).await?];
        if !self.is_any_left(&both).await? {
            return Ok(None);
        }
        let ends = Abreast::ends([&ids[0], &ids[1]]);
        let mut stood = Vec::new();
        for (record, end) in both.iter().zip(&ends) {
            let plan = self.store.plan(&record.id).await?;
            let left = self.left_at(record, &plan).await?;
            self.tell_other(end, &plan, &left).await?;
            stood.push((plan, left));
        }
        let mut runs = Vec::new();
        for (((mut record, readied), end), (plan, left)) in
            both.into_iter().zip(readied).zip(ends).zip(stood)
        {
            if !self.is_left_of(&record).await? {
                runs.push(Run::over(record.id.clone(), self.summary(&record.id).await?, &cancel));
                continue;
            }
            let most = share(readied.most, is_one_purse);
            let before = left.bytes.total();
            record.request.budget.keep_within(most.map(|most| before.saturating_add(most)));
            let helpers = Arc::new(helper_client(&record.request)?);
            let control = Arc::new(WithOther { helpers, end: end.clone() });
            let begun = Begun { record, plan, control, over: readied.over };
            runs.push(self.spawn((turn.clone(), cancel.clone()), begun, left, Some(end)));
        }
        let runs = <[Run; 2]>::try_from(runs).ok();
        Ok(runs.map(|runs| Comparing { runs }))
    }

    /// Whether something is left of either run of a comparison.
    async fn is_any_left(&self, both: &[RunRecord; 2]) -> Result<bool, Error> {
        Ok(self.is_left_of(&both[0]).await? || self.is_left_of(&both[1]).await?)
    }

    /// Whether a run is unfinished, or waits for a double check that is due here and now.
    async fn is_left_of(&self, record: &RunRecord) -> Result<bool, Error> {
        let is_whole = record.end.is_some();
        Ok(!is_whole || self.is_here(record).await && self.is_left_to_confirm(record).await?)
    }

    /// The network of a run, and what it may use there.
    async fn readied(&self, record: &RunRecord, leave: Leave) -> Result<Readied, Error> {
        let (_, over) = self.chosen(record.request.uplink.clone()).await?;
        let was_vpn = record.vantage.uplink.as_ref().is_some_and(|uplink| uplink.is_vpn);
        if !was_vpn && over.is_hidden_by_vpn(&record.request) {
            return Err(Error::Vpn);
        }
        let most = self.admit(record, &over, leave).await?;
        Ok(Readied { over, most })
    }

    /// Tells the other run how far one had come, and which targets opened there lately.
    async fn tell_other(&self, end: &End, plan: &[StepRecord], left: &Left) -> Result<(), Error> {
        let is_looked = |one: &&StepRecord| one.verdict.is_some() && one.step.target.is_some();
        end.looked_before(plan.iter().filter(is_looked).count());
        let ago = |then| Duration::from(left.now.since(then));
        if !Abreast::is_of_now(ago(left.seen)) {
            return Ok(());
        }
        for StepRecord { step, verdict, .. } in plan {
            let has_opened = verdict.as_ref().is_some_and(|it| it.code == Code::Accessible);
            let Some(target) = step.target.as_ref().filter(|_| has_opened) else { continue };
            let seen = self.store.recall(&step.measurement).await?.observations;
            if let Some(last) = seen.iter().map(|one| one.t).max() {
                end.opened_before(&target.input, &seen, ago(last));
            }
        }
        Ok(())
    }
}
