//! One run, one task: looks first, then confirmations, everything kept before it is announced.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use arna_judge::Confirmation;
use arna_model::{
    Bytes, Code, Event, MeasurementId, Micros, Observation, Place, RunSummary, Score, Stop, Tally,
};
use arna_net::Net;
use futures_util::FutureExt;
use tokio::sync::{mpsc, watch};

use super::budget;
use super::case::{Case, Neighbour};
use super::confirm::{self, Bystanders, Repeat};
use super::wake;
use super::{
    Control, Entry, Ledger, LedgerError, Opinion, Outcome, Question, RunEnd, RunEvent, RunRecord,
    Step, StepRecord, assemble,
};
use crate::nettests::{self, Abort, Surroundings};

/// Everything that a run needs while it goes on.
pub(crate) struct Runner {
    pub(crate) ledger: Arc<dyn Ledger>,
    pub(crate) control: Arc<dyn Control>,
    pub(crate) net: Net,
    pub(crate) record: RunRecord,
    pub(crate) events: mpsc::Sender<RunEvent>,
    /// Bytes of earlier slices.
    pub(crate) bytes_before: Bytes,
    state: State,
}

#[derive(Default)]
struct State {
    total: usize,
    done: usize,
    by_code: BTreeMap<Code, u64>,
    score: Option<Score>,
    /// Controls of other runs.
    earlier: Tally,
    /// Controls of this one.
    tally: Tally,
    anchors: Vec<Observation>,
    neighbours: Vec<Neighbour>,
    echo: Option<(std::net::SocketAddr, arna_model::Transport)>,
    /// Looks in a row that brought nothing at all.
    silent_looks: u32,
}

impl Runner {
    pub(crate) fn new(
        ledger: Arc<dyn Ledger>,
        control: Arc<dyn Control>,
        net: Net,
        record: RunRecord,
        events: mpsc::Sender<RunEvent>,
        bytes_before: Bytes,
    ) -> Self {
        let state = State::default();
        Self { ledger, control, net, record, events, bytes_before, state }
    }

    /// Runs to the end, or until it is cancelled.
    pub(crate) async fn run(mut self, plan: Vec<StepRecord>, mut cancel: watch::Receiver<bool>) {
        let cancelled = async {
            if cancel.wait_for(|is_cancelled| *is_cancelled).await.is_err() {
                // The handle is gone; that cancels nothing.
                std::future::pending::<()>().await;
            }
        };
        let ended = tokio::select! {
            biased;
            () = cancelled => None,
            ended = self.measure(plan) => Some(ended),
        };
        let outcome = match ended {
            None => Outcome::Interrupted(self.summary()),
            Some(Ok(())) => Outcome::Whole(self.summary()),
            Some(Err(error)) => Outcome::Failed(error.to_string()),
        };
        self.announce(RunEvent::Finished(outcome)).await;
    }

    async fn measure(&mut self, plan: Vec<StepRecord>) -> Result<(), LedgerError> {
        self.state.total = plan.len();
        let (fresh, suspects) = self.take_up(plan).await?;
        let steps = fresh.len() + suspects.len();
        self.announce(RunEvent::Started { run: self.record.id.clone(), steps }).await;
        self.prepare().await?;
        let suspects = self.look_at_all(fresh, suspects).await?;
        self.confirm_all(suspects).await?;
        let end = RunEnd { bytes: self.bytes(), runtime: self.net.now(), tally: self.state.tally };
        self.record.end = Some(end);
        self.ledger.finish_run(&self.record.id, end).await
    }

    /// Counts what earlier slices have settled, and finds what they left.
    async fn take_up(
        &mut self,
        plan: Vec<StepRecord>,
    ) -> Result<(Vec<Step>, Vec<Case>), LedgerError> {
        let day = Micros::from_secs(24 * 3600);
        let since = arna_model::WallTime(self.record.started.0.saturating_sub_unsigned(day.0));
        let (vantage, id) = (&self.record.vantage, &self.record.id);
        self.state.earlier = self.ledger.tally(vantage, since, id).await?;
        self.state.anchors = self.ledger.run_observations(id).await?;
        let (mut fresh, mut suspects) = (Vec::new(), Vec::new());
        for StepRecord { step, verdict, stop } in plan {
            let Some(verdict) = verdict else {
                fresh.push(step);
                continue;
            };
            let case = Case::recalled(self.ledger.recall(&step.measurement).await?);
            if stop == Some(Stop::StillConfirming) {
                suspects.push(case);
            } else {
                self.count(&case, verdict.code);
            }
        }
        Ok((fresh, suspects))
    }

    async fn prepare(&mut self) -> Result<(), LedgerError> {
        let net = self.net.step(&format!("prepare/{}", self.net.now().0));
        let request = &self.record.request;
        self.state.echo = wake::find_echo(&net, self.control.as_ref(), request.resolver).await;
        wake::look_at_anchors(&net, &request.anchors).await;
        let recorded = net.take();
        let mut entry = self.entry(None);
        entry.observations.clone_from(&recorded.observations);
        entry.blobs = recorded.blobs;
        self.state.anchors.extend(recorded.observations);
        self.ledger.keep(entry).await
    }

    async fn look_at_all(
        &mut self,
        fresh: Vec<Step>,
        mut suspects: Vec<Case>,
    ) -> Result<Vec<Case>, LedgerError> {
        for step in fresh {
            let mut case = Case::new(step);
            let stop = if self.is_spent() {
                Some(Stop::BudgetSpent)
            } else if self.is_cut_off(&case) {
                None
            } else {
                self.look(&mut case).await
            };
            let dossier = self.dossier(&case, stop);
            if stop.is_none() && arna_judge::suspicion(&dossier).is_some() {
                self.keep(&mut case, Some(Stop::StillConfirming)).await?;
                suspects.push(case);
            } else {
                self.settle(case, stop).await?;
            }
        }
        Ok(suspects)
    }

    /// With every anchor dead and several targets silent, the rest would only cost time.
    fn is_cut_off(&self, case: &Case) -> bool {
        let mut anchors = self.state.anchors.iter();
        let is_named = case.step.target.as_ref().is_some_and(|target| {
            let parsed = url::Url::parse(&target.input);
            parsed.is_ok_and(|url| url.domain().is_some_and(|name| name.contains('.')))
        });
        is_named
            && self.state.silent_looks >= SILENT_LOOKS
            && !self.state.anchors.is_empty()
            && anchors.all(|anchor| !anchor.is_success())
    }

    async fn look(&mut self, case: &mut Case) -> Option<Stop> {
        let attempt = case.looks() + 1;
        let number = case.step.number;
        let place = Place::Look { attempt };
        let net = self.net.step(&format!("step/{number}/look/{attempt}")).at(place);
        let nettest = nettests::named(&case.step.nettest)?;
        self.hint(RunEvent::Measuring { nettest: case.step.nettest.clone(), input: case.input() });
        let around = Surroundings {
            control: self.control.as_ref(),
            resolver: self.record.request.resolver,
            echo: self.state.echo,
        };
        let look = nettest.look(case.step.target.as_ref(), &net, &around);
        let outcome = AssertUnwindSafe(look).catch_unwind().await;
        case.absorb(net.take());
        let is_silent = !case.heard_anything();
        self.state.silent_looks = if is_silent { self.state.silent_looks + 1 } else { 0 };
        match outcome {
            Ok(Ok(())) => None,
            Ok(Err(Abort::BadInput(_))) => Some(Stop::BadInput),
            Ok(Err(Abort::Missing(_))) => None,
            // A nettest that panics is one skipped step.
            Err(_) => Some(Stop::Aborted),
        }
    }

    async fn confirm_all(&mut self, mut suspects: Vec<Case>) -> Result<(), LedgerError> {
        let mut entropy = self.net.entropy("confirm");
        entropy.shuffle(&mut suspects);
        // A second look first: it clears most of what the radio did, at a tenth of a sitting's cost.
        let mut stubborn = Vec::new();
        for mut case in suspects {
            let is_pair = self.confirmation(&case) == Some(Confirmation::Lookup);
            if !is_pair && case.looks() < 2 && !self.is_spent() {
                self.look(&mut case).await;
            }
            match self.confirmation(&case) {
                None | Some(Confirmation::Look) => self.settle(case, None).await?,
                Some(Confirmation::Pair | Confirmation::Lookup) => stubborn.push(case),
            }
        }
        let bystanders = self.bystanders().await;
        for (number, mut case) in stubborn.into_iter().enumerate() {
            let stop = match &bystanders {
                _ if self.is_spent() => Some(Stop::BudgetSpent),
                _ if number >= MOST_CONFIRMATIONS => Some(Stop::ConfirmationsSpent),
                None => None,
                Some(bystanders) => self.sit(&mut case, bystanders).await?,
            };
            self.settle(case, stop).await?;
        }
        Ok(())
    }

    fn confirmation(&self, case: &Case) -> Option<Confirmation> {
        arna_judge::suspicion(&self.dossier(case, None)).map(|found| found.kind.confirmation())
    }

    async fn bystanders(&mut self) -> Option<Bystanders> {
        let net = self.net.step("bystanders").at(Place::Helper);
        let posts = self.control.posts(&net).await;
        let anchors = self
            .record
            .request
            .anchors
            .iter()
            .filter(|anchor| anchor.side == arna_model::Side::Foreign);
        let anchors = anchors.map(|anchor| Neighbour {
            name: anchor.name.clone(),
            address: anchor.address,
            handshake: Micros(0),
        });
        let neighbours = self.state.neighbours.clone();
        Some(Bystanders::choose(self.state.echo?, &posts, neighbours, anchors.collect()))
    }

    /// One sitting: blocks until the judge has seen enough.
    async fn sit(
        &mut self,
        case: &mut Case,
        bystanders: &Bystanders,
    ) -> Result<Option<Stop>, LedgerError> {
        let Some(repeat) = self.repeat(case) else { return Ok(None) };
        let (sitting, mut block) = match case.last_block() {
            Some((sitting, block, at)) if self.net.now().since(at) < confirm::SITTING_LENGTH => {
                (sitting, block)
            }
            Some((sitting, ..)) => (sitting + 1, 0),
            None => (1, 0),
        };
        while block < confirm::MOST_BLOCKS {
            if self.is_spent() {
                return Ok(Some(Stop::BudgetSpent));
            }
            block += 1;
            self.hint(RunEvent::Confirming { input: case.input(), block });
            let label = format!("step/{}/sitting/{sitting}/{block}", case.step.number);
            let net = self.net.step(&label);
            let mut entropy = net.entropy("block");
            bystanders.wake(&net).await;
            let is_made = bystanders.block(&net, &repeat, (sitting, block), entropy.clone()).await;
            case.absorb(net.take());
            if !is_made {
                return Ok(None);
            }
            let works = |observation: &Observation| {
                let is_handshake = matches!(&observation.event,
                    Event::TlsHandshake(handshake) if handshake.is_complete);
                let arm = arna_model::Arm::Target;
                observation.place == Place::Block { sitting, block, arm } && is_handshake
            };
            if case.observations().iter().any(works) {
                // It works again: does the page open, too?
                self.look(case).await;
                if arna_judge::suspicion(&self.dossier(case, None)).is_none() {
                    return Ok(None);
                }
            }
            self.keep(case, Some(Stop::StillConfirming)).await?;
            match arna_judge::sitting(&self.dossier(case, None)) {
                arna_judge::Sitting::GoOn => {}
                _ => break,
            }
            tokio::time::sleep(confirm::pause(&mut entropy).into()).await;
        }
        // Can it be opened from outside right now?
        if let (Some(url), Repeat::Pair(address, _)) = (case.input(), &repeat) {
            let net = self.net.step(&format!("step/{}/control", case.step.number));
            let question = Question { url, endpoints: vec![*address] };
            self.control.ask(&net.at(Place::Helper), &question).await;
            case.absorb(net.take());
        }
        Ok(None)
    }

    fn repeat(&self, case: &Case) -> Option<Repeat> {
        let suspicion = arna_judge::suspicion(&self.dossier(case, None))?;
        let name = suspicion.name?;
        match suspicion.kind.confirmation() {
            Confirmation::Pair => suspicion.address.map(|address| Repeat::Pair(address, name)),
            Confirmation::Lookup => Some(Repeat::Lookup(name)),
            Confirmation::Look => None,
        }
    }

    /// Gives the last word of this run on a target, and announces it.
    async fn settle(&mut self, mut case: Case, stop: Option<Stop>) -> Result<(), LedgerError> {
        let opinion = self.keep(&mut case, stop).await?;
        self.count(&case, opinion.verdict.code);
        let measurement = assemble(&self.record, &case.step, case.observations(), &opinion);
        self.announce(RunEvent::Measured(Box::new(measurement))).await;
        let (done, total, bytes) = (self.state.done, self.state.total, self.bytes());
        self.hint(RunEvent::Progress { done, total, bytes });
        Ok(())
    }

    fn count(&mut self, case: &Case, code: Code) {
        let added = arna_judge::controls(&self.dossier(case, None));
        self.state.tally.trials += added.trials;
        self.state.tally.failures += added.failures;
        self.state.done += 1;
        *self.state.by_code.entry(code).or_default() += 1;
        if let Some(truth) = case.step.target.as_ref().and_then(|target| target.truth.as_ref()) {
            self.state.score.get_or_insert_default().count(code, truth);
        }
        if code == Code::Accessible {
            self.state.neighbours.extend(case.neighbour());
        }
    }

    /// Judges what there is, and keeps it with the opinion.
    async fn keep(&self, case: &mut Case, stop: Option<Stop>) -> Result<Opinion, LedgerError> {
        let dossier = self.dossier(case, stop);
        let judgement = arna_judge::judge(&dossier);
        let opinion = Opinion {
            verdict: judgement.verdict,
            figures: judgement.figures,
            tally: dossier.tally,
            stop,
            given: self.net.wire().wall(),
        };
        let recorded = case.take_unsaved();
        let mut entry = self.entry(Some(case.step.measurement.clone()));
        entry.observations = recorded.observations;
        entry.blobs = recorded.blobs;
        entry.opinion = Some(opinion.clone());
        self.ledger.keep(entry).await?;
        Ok(opinion)
    }

    fn entry(&self, measurement: Option<MeasurementId>) -> Entry {
        Entry {
            run: self.record.id.clone(),
            measurement,
            observations: Vec::new(),
            blobs: Vec::new(),
            opinion: None,
        }
    }

    fn dossier(&self, case: &Case, stop: Option<Stop>) -> arna_model::Dossier {
        let tally = Tally {
            trials: self.state.earlier.trials + self.state.tally.trials,
            failures: self.state.earlier.failures + self.state.tally.failures,
        };
        case.dossier(&self.state.anchors, tally, stop)
    }

    fn bytes(&self) -> Bytes {
        self.bytes_before + self.net.bytes()
    }

    fn is_spent(&self) -> bool {
        budget::is_spent(self.record.request.budget, self.bytes(), self.net.now())
    }

    fn summary(&self) -> RunSummary {
        RunSummary {
            id: self.record.id.clone(),
            by_code: self.state.by_code.clone(),
            bytes: self.bytes(),
            runtime: self.net.now(),
            virtual_time: self.record.vantage.lab.as_ref().map(|_| self.net.now()),
            score: self.state.score,
        }
    }

    /// What must be heard.
    async fn announce(&self, event: RunEvent) {
        // Nobody listening changes nothing: the store has it.
        drop(self.events.send(event).await);
    }

    /// What may be missed.
    fn hint(&self, event: RunEvent) {
        drop(self.events.try_send(event));
    }
}

/// After so many confirmations a run only finishes looking (docs/method.md, "Exposure").
const MOST_CONFIRMATIONS: usize = 10;

const SILENT_LOOKS: u32 = 3;
