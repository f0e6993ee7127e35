//! Two networks compared: the same targets at the same time over each, as two runs that know of each other.

mod going_on;

use std::collections::BTreeMap;
use std::sync::Arc;

use arna_model::{Contrast, MeasurementId, Request, RunId, UplinkChoice, Vantage, Verdict};

use super::Engine;
use super::resuming::Left;
use super::running::{Begun, Run, Stopper, fresh, helper_client};
use crate::report::HelperClient;
use crate::run::{self, Abreast, Ledger, RunEvent, RunRecord, Step, StepRecord, WithOther};
use crate::uplinks::Over;
use crate::{Error, asking};

/// Two runs that go on side by side. Dropping it cancels nothing.
pub struct Comparing {
    /// In the order of their networks.
    runs: [Run; 2],
}

/// What two runs of the same targets over two networks came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The runs.
    pub runs: [RunId; 2],
    /// From where each was made.
    pub vantages: [Vantage; 2],
    /// The targets, in the order of the plan, decoys left out.
    pub targets: Vec<Compared>,
}

/// What was found of one target over each network.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Its URL.
    pub input: String,
    /// The latest verdicts; `None`: not measured.
    pub verdicts: [Option<Verdict>; 2],
    /// Whether it is something else over one network than over the other.
    pub contrast: Contrast,
}

impl Engine {
    /// Looks at the targets of `request` over two networks at the same time, and double-checks on each what does not
    /// open there. Where no helper says anything, a site that opens over the other network is known to be up.
    ///
    /// # Errors
    /// As for [`Engine::start`]; both are one network.
    pub async fn compare(
        &self,
        request: Request,
        over: [UplinkChoice; 2],
    ) -> Result<Comparing, Error> {
        let leave = request.leave;
        let request = asking::admitted(request);
        let [first, second] = over;
        let (first, second) = (self.chosen(first).await?, self.chosen(second).await?);
        if first.1.uplink == second.1.uplink {
            return Err(Error::SameUplink);
        }
        let one = self.fresh_id(None).await?;
        let other = self.fresh_id(Some(&one)).await?;
        let label = |id: &RunId| self.standing.wire.entropy(&format!("plan/{id}"));
        let plan = run::plan(&request, label(&one)).map_err(Error::UnknownNettest)?;
        if plan.is_empty() {
            return Err(Error::NothingToMeasure);
        }
        // The same steps in the same order, as measurements of their own.
        let mut ids = label(&other);
        let same: Vec<_> = plan
            .iter()
            .map(|step| Step { measurement: MeasurementId::new(ids.id()), ..step.clone() })
            .collect();
        let ready = async |id: &RunId, beside: &RunId, (uplink, over): (UplinkChoice, Over)| {
            let request = Request { uplink, beside: Some(beside.clone()), ..request.clone() };
            let helpers = Arc::new(helper_client(&request)?);
            let record = self.record_of(id.clone(), request, &over, None).await;
            let most = self.admit(&record, &over, leave).await?;
            Ok::<_, Error>((record, most, helpers, over))
        };
        // Nothing of either is kept unless both may begin.
        let (first, second) =
            (ready(&one, &other, first).await?, ready(&other, &one, second).await?);
        let is_one_purse = first.0.purse == second.0.purse;
        let turn = Arc::new(self.take_turn(&one, false).await?);
        let cancel = turn.cancel.clone();
        let mut ends = Abreast::ends([&one, &other]).into_iter();
        let mut begin =
            async |plan: Vec<Step>, ready: (RunRecord, Option<u64>, Arc<HelperClient>, Over)| {
                let (mut record, most, helpers, over) = ready;
                self.store.open_run(&record, &plan).await?;
                record.request.budget.keep_within(share(most, is_one_purse));
                let end = ends.next().expect("there is one for each of two");
                let control = Arc::new(WithOther { helpers, end: end.clone() });
                Ok::<_, Error>((Begun { record, plan: fresh(plan), control, over }, end))
            };
        let (first, own) = begin(plan, first).await?;
        let (second, others) = begin(same, second).await?;
        let spawn = |begun, end| {
            self.spawn((turn.clone(), cancel.clone()), begun, Left::default(), Some(end))
        };
        Ok(Comparing { runs: [spawn(first, own), spawn(second, others)] })
    }

    /// What a run and the one beside it came to so far.
    ///
    /// # Errors
    /// `NoComparison` for a run that has none beside it; the store's.
    pub async fn compared(&self, run: &RunId) -> Result<Comparison, Error> {
        let record = self.store.run(run).await?;
        let other = record.request.beside.clone().ok_or(Error::NoComparison)?;
        let beside = self.store.run(&other).await?;
        let plan = self.store.plan(run).await?;
        let key =
            |step: &Step| (step.nettest.clone(), step.target.as_ref().map(|it| it.input.clone()));
        let found: BTreeMap<_, _> = self
            .store
            .plan(&other)
            .await?
            .into_iter()
            .map(|one| (key(&one.step), one.verdict))
            .collect();
        let targets = plan.into_iter().filter(|one| !one.step.is_decoy);
        let targets = targets.filter_map(|StepRecord { step, verdict, .. }| {
            let there = found.get(&key(&step)).cloned().flatten();
            let input = step.target?.input;
            let verdicts = [verdict, there];
            let contrast = arna_judge::contrast(verdicts.each_ref().map(Option::as_ref));
            Some(Compared { input, verdicts, contrast })
        });
        Ok(Comparison {
            runs: [record.id, other],
            vantages: [record.vantage, beside.vantage],
            targets: targets.collect(),
        })
    }

    /// A network that was named, as its shell knows it now.
    async fn chosen(&self, choice: UplinkChoice) -> Result<(UplinkChoice, Over), Error> {
        let mut over = self.standing.over(&choice).await?;
        if over.uplink.is_none()
            && let Some(uplinks) = &self.standing.uplinks
        {
            // Which one the default is has to be known to tell it from the other.
            over.uplink = uplinks.list().await.into_iter().find(|one| choice.is_meant(one));
        }
        match over.uplink {
            Some(_) => Ok((choice, over)),
            None => Err(Error::NoUplink(choice)),
        }
    }
}

/// What each of two runs may use of `most` bytes.
fn share(most: Option<u64>, is_one_purse: bool) -> Option<u64> {
    most.map(|most| if is_one_purse { most / 2 } else { most })
}

impl Comparing {
    /// The runs, in the order of their networks.
    pub fn ids(&self) -> [&RunId; 2] {
        self.runs.each_ref().map(Run::id)
    }

    /// The next announcement of either, and which of the two it is of; `None` after the last.
    pub async fn next_event(&mut self) -> Option<(usize, RunEvent)> {
        let [first, second] = &mut self.runs;
        tokio::select! {
            biased;
            Some(event) = first.next_event() => Some((0, event)),
            Some(event) = second.next_event() => Some((1, event)),
            else => None,
        }
    }

    /// Stops both. What is complete is stored; [`Engine::resume_comparison`] goes on with the rest.
    pub fn cancel(&self) {
        self.runs[0].cancel();
    }

    /// What stops both, for somebody else's hand.
    pub fn stopper(&self) -> Stopper {
        self.runs[0].stopper()
    }
}
