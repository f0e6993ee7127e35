//! One run, one task: looks first, then confirmations, everything kept before it is announced.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use arna_judge::LongPage;
use arna_model::{Anchor, Bytes, Code, Micros, Observation, Score, Stop, Tally, Transport};
use arna_net::Net;
use tokio::sync::{mpsc, watch};

use super::abreast::End;
use super::case::{Case, Neighbour};
use super::lateness::Earlier;
use super::sanity::Lookout;
use super::whereabouts::Whereabouts;
use super::{Control, Ledger, LedgerError, Outcome, RunEnd, RunEvent, RunRecord, Step, StepRecord};
use super::{decoys, keep, looking, rounds, second};

/// Everything that a run needs while it goes on.
pub(crate) struct Runner {
    pub(crate) ledger: Arc<dyn Ledger>,
    pub(crate) control: Arc<dyn Control>,
    pub(crate) net: Net,
    pub(crate) record: RunRecord,
    pub(crate) events: mpsc::Sender<RunEvent>,
    /// Bytes of earlier slices.
    pub(crate) bytes_before: Bytes,
    /// Time between slices.
    pub(crate) paused: Micros,
    /// Nothing is measured, for a VPN carries the network and nobody asked for that.
    pub(crate) is_hidden_by_vpn: bool,
    /// What it has to do with a run over another network that goes on beside it.
    pub(crate) beside: Option<End>,
    pub(super) state: State,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) total: usize,
    pub(super) done: usize,
    pub(super) by_code: BTreeMap<Code, u64>,
    pub(super) score: Option<Score>,
    pub(super) decoys: decoys::Watch,
    /// Controls of other runs.
    pub(super) earlier: Tally,
    /// Controls of this one.
    pub(super) tally: Tally,
    /// What was seen of the network at large, and what targets that sat together have in common.
    pub(super) anchors: Vec<Observation>,
    /// Controls of this run's rounds.
    pub(super) rounds: BTreeMap<u32, Tally>,
    pub(super) neighbours: Vec<Neighbour>,
    /// Pages of which a long flow brought all that was wanted.
    pub(super) long_pages: Vec<LongPage>,
    /// Accused by one sitting, and due for another.
    pub(super) seconds: Vec<Case>,
    /// Suspects that were too many for an earlier slice.
    pub(super) left_over: Vec<Case>,
    pub(super) echo: Option<(SocketAddr, Transport)>,
    /// Whether a name was found stopped on the way to its site in this run, and not to the helper.
    pub(super) is_helper_spared: bool,
    /// Whether anybody's QUIC came through in this run.
    pub(super) has_quic: bool,
    /// Looks of earlier runs, where rates of suspects are wanted.
    pub(super) handshakes: Earlier,
    /// Connections of looks that were answered, and those that had to say something again.
    pub(super) said: (u32, u32),
    /// Looks in a row that brought nothing at all.
    pub(super) silent_looks: u32,
    pub(super) whereabouts: Whereabouts,
}

impl Runner {
    pub(crate) fn new(
        ledger: Arc<dyn Ledger>,
        control: Arc<dyn Control>,
        net: Net,
        record: RunRecord,
        events: mpsc::Sender<RunEvent>,
        (bytes_before, paused): (Bytes, Micros),
    ) -> Self {
        let state = State::default();
        Self {
            ledger,
            control,
            net,
            record,
            events,
            bytes_before,
            paused,
            is_hidden_by_vpn: false,
            beside: None,
            state,
        }
    }

    /// Runs to the end, or until it is cancelled; `over` is called before the end is announced.
    pub(crate) async fn run(
        mut self,
        plan: Vec<StepRecord>,
        mut cancel: watch::Receiver<bool>,
        over: impl FnOnce() + Send,
    ) {
        let cancelled = async {
            if cancel.wait_for(|is_cancelled| *is_cancelled).await.is_err() {
                // The handle is gone; that cancels nothing.
                std::future::pending::<()>().await;
            }
        };
        enum Ended {
            Cancelled,
            UplinkGone,
            Measured(Result<(), LedgerError>),
        }
        let wire = self.net.wire().clone();
        let ended = tokio::select! {
            biased;
            () = cancelled => Ended::Cancelled,
            () = wire.lost() => Ended::UplinkGone,
            ended = self.measure(plan) => Ended::Measured(ended),
        };
        let outcome = match ended {
            Ended::Cancelled => Outcome::Interrupted(self.summary()),
            Ended::UplinkGone => Outcome::UplinkGone(self.summary()),
            Ended::Measured(Ok(())) => Outcome::Whole(self.summary()),
            Ended::Measured(Err(error)) => Outcome::Failed(error),
        };
        // What was being kept when it was stopped: whoever goes on must find it.
        self.ledger.written().await;
        over();
        self.announce(RunEvent::Finished(outcome)).await;
    }

    async fn measure(&mut self, plan: Vec<StepRecord>) -> Result<(), LedgerError> {
        if let Some(most) = self.record.request.budget.max_bytes {
            self.net.limit(most.saturating_sub(self.bytes_before.total()));
        }
        self.state.total = plan.len();
        let (fresh, suspects) = self.take_up(plan).await?;
        let again = self.state.seconds.len() + self.state.left_over.len();
        let steps = fresh.len() + suspects.len() + again;
        self.announce(RunEvent::Started { run: self.record.id.clone(), steps }).await;
        if self.is_hidden_by_vpn {
            self.leave_to_vpn(fresh).await?;
            return self.finish().await;
        }
        self.recall_handshakes().await?;
        self.prepare().await?;
        self.release().await?;
        let suspects = self.look_at_all(fresh, suspects).await?;
        self.confirm_all(suspects).await?;
        self.finish().await
    }

    /// Keeps what it came to.
    async fn finish(&mut self) -> Result<(), LedgerError> {
        let runtime = self.elapsed();
        self.net.settled().await;
        let bytes = self.bytes();
        let tally = keep::sum(self.state.rounds.values().copied().chain([self.state.tally]));
        let end = RunEnd { bytes, runtime, tally };
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
        self.state.decoys = decoys::Watch::over(&plan);
        let (vantage, id) = (&self.record.vantage, &self.record.id);
        self.state.earlier = self.ledger.tally(vantage, since, id).await?;
        self.state.anchors = self.ledger.run_observations(id).await?;
        self.state.rounds = rounds::tallies(&self.state.anchors);
        let (mut fresh, mut suspects) = (Vec::new(), Vec::new());
        for StepRecord { step, verdict, stop, .. } in plan {
            let Some(verdict) = verdict else {
                fresh.push(step);
                continue;
            };
            let recalled = self.ledger.recall(&step.measurement).await?;
            let is_second_due = stop == Some(Stop::AwaitingSecondSitting)
                && second::is_second_sitting_due(&recalled, &self.state.anchors, self.net.now());
            let mut case = Case::recalled(recalled);
            match stop {
                _ if is_second_due => self.state.seconds.push(case),
                Some(Stop::StillConfirming) => suspects.push(case),
                Some(Stop::ConfirmationsSpent) => self.state.left_over.push(case),
                Some(Stop::AwaitingDecoys) => self.state.decoys.hold(case, None),
                _ => {
                    self.learn(&mut case);
                    self.count(&case, verdict.code, stop);
                }
            }
        }
        self.net.wire().settle().await;
        Ok((fresh, suspects))
    }

    /// The public resolver, as this network reaches it.
    pub(super) fn resolver(&self) -> Option<SocketAddr> {
        self.record.request.resolver.map(|resolver| self.net.dialled_at(resolver))
    }

    /// The anchors, as this network reaches them.
    pub(super) fn anchors(&self) -> Vec<Anchor> {
        let mut anchors = self.record.request.anchors.clone();
        anchors.iter_mut().for_each(|one| one.address = self.net.dialled_at(one.address));
        anchors
    }

    /// Gives the word on all that a VPN hides.
    async fn leave_to_vpn(&mut self, steps: Vec<Step>) -> Result<(), LedgerError> {
        for some in steps.chunks(looking::TOGETHER) {
            let cases = some.iter().map(|step| (Case::new(step.clone()), Some(Stop::Vpn)));
            self.give_left_out(cases.collect()).await?;
        }
        Ok(())
    }

    /// Waits while the network is away.
    pub(super) async fn await_uplink(&self) {
        let wire = self.net.wire();
        if wire.is_away() {
            self.hint(RunEvent::Waiting);
            wire.ready().await;
        }
    }

    async fn prepare(&mut self) -> Result<(), LedgerError> {
        loop {
            self.await_uplink().await;
            let absences = self.net.wire().absences();
            let net = self.net.step(&format!("prepare/{}", self.net.now().0));
            self.state.echo = self.lookout().look(&net, self.control.as_ref()).await;
            if !self.net.wire().has_left_since(absences).await {
                return self.keep_anchors(&net).await;
            }
        }
    }

    /// Whom to ask whether there is any Internet.
    fn lookout(&self) -> Lookout {
        let request = &self.record.request;
        Lookout {
            anchors: request.anchors.clone(),
            landmarks: request.landmarks.clone(),
            resolver: request.resolver,
            portal_probe: request.portal_probe.clone(),
            ..Lookout::default()
        }
    }
}
