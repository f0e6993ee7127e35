//! The first half of a run: every target is looked at once, several at a time where the network bears it.
//!
//! Nettests without input come last and alone: who waits sees the first site at once, and by then the network is quiet
//! again. A look beside others that decides nothing is made again
//! alone, with the suspects: congestion of our own making never becomes a verdict.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use arna_judge::LongLook;
use arna_model::{Code, Event, Failure, Observation, Place, Stop};
use arna_net::{Net, SecureResolver};
use futures_util::FutureExt;
use tokio::task::JoinSet;

use super::case::Case;
use super::pace::{self, Pace};
use super::runner::Runner;
use super::{Control, LedgerError, RunEvent, Step};
use crate::nettests::{self, Abort, Nettest, Surroundings};

/// A look that can be made beside others: it holds all that it needs.
pub(super) struct Look {
    nettest: &'static dyn Nettest,
    case: Case,
    net: Net,
    control: Arc<dyn Control>,
    resolver: Option<std::net::SocketAddr>,
    secure: Option<SecureResolver>,
    echo: Option<(std::net::SocketAddr, arna_model::Transport)>,
    tries_quic: bool,
}

/// A case that is not looked at, and why, if that is said.
pub(super) type LeftOut = Box<(Case, Option<Stop>)>;

impl Look {
    /// Looks. Gives the case with what was seen, and why it stopped, if it did.
    pub(super) async fn make(self) -> (Case, Option<Stop>) {
        let Self { nettest, mut case, net, control, resolver, secure, echo, tries_quic } = self;
        let absences = net.wire().absences();
        let control = control.as_ref();
        let around = Surroundings { control, resolver, secure, echo, tries_quic };
        let look = nettest.look(case.step.target.as_ref(), &net, &around);
        let look = AssertUnwindSafe(look).catch_unwind();
        let outcome = match echo.filter(|_| net.has_radio() && case.step.target.is_some()) {
            Some((near, _)) => {
                let before = net.sample_radio(near).await;
                let outcome = tokio::select! {
                    biased;
                    outcome = look => outcome,
                    never = net.watch_radio(near, before) => match never {},
                };
                net.sample_radio(near).await;
                outcome
            }
            None => look.await,
        };
        case.is_void = net.wire().has_left_since(absences).await;
        if case.is_void {
            // Whatever it saw, it saw half of it on a network that was not there.
            drop(net.take());
            return (case, None);
        }
        case.absorb(net.take());
        let stop = match outcome {
            // What was under way ended with the run's bytes.
            Ok(Ok(())) if net.is_spent() => Some(Stop::BudgetSpent),
            Ok(Ok(()) | Err(Abort::Missing(_))) => None,
            Ok(Err(Abort::BadInput(_))) => Some(Stop::BadInput),
            // A nettest that panics is one skipped step.
            Err(_) => Some(Stop::Aborted),
        };
        (case, stop)
    }
}

impl Runner {
    /// Looks at every step's target. Gives the suspects, `suspects` of earlier slices included.
    pub(super) async fn look_at_all(
        &mut self,
        fresh: Vec<Step>,
        mut suspects: Vec<Case>,
    ) -> Result<Vec<Case>, LedgerError> {
        let (alone, together): (Vec<_>, Vec<_>) =
            fresh.into_iter().partition(|step| step.target.is_none());
        self.look_together(together, &mut suspects).await?;
        if let Some(beside) = &self.beside {
            beside.looks_no_more();
        }
        for step in alone {
            if self.is_spent() {
                self.leave(&[step]);
                continue;
            }
            let (case, stop) = loop {
                self.await_uplink().await;
                let (case, stop) = match self.plan_look(Case::new(step.clone())) {
                    Ok(look) => look.make().await,
                    Err(left_out) => *left_out,
                };
                if !case.is_void {
                    break (case, stop);
                }
            };
            self.looked(case, stop, &mut suspects).await?;
        }
        Ok(suspects)
    }

    /// Looks at targets, as many at a time as the network bears.
    async fn look_together(
        &mut self,
        mut waiting: Vec<Step>,
        suspects: &mut Vec<Case>,
    ) -> Result<(), LedgerError> {
        waiting.reverse();
        let technology = self.record.vantage.technology.as_deref();
        let mut pace = Pace::of(technology, self.record.request.at_once);
        let mut entropy = self.net.entropy("pace");
        let mut under_way = JoinSet::new();
        let mut free_at = self.net.now();
        let mut left_out = Vec::new();
        loop {
            if under_way.is_empty() && self.is_spent() {
                // A plan ends at its budget: a list of thousands is no thousands of rows.
                self.leave(&waiting);
                return self.release().await;
            }
            self.await_uplink().await;
            if let Some(beside) = &self.beside
                && under_way.is_empty()
                && !waiting.is_empty()
            {
                beside.turn().await;
            }
            // What is under way may yet spend the budget: then it is waited for.
            while under_way.len() < pace.width()
                && self.beside.as_ref().is_none_or(|it| it.may_look(under_way.len()))
                && let Some(step) = waiting.pop_if(|step| {
                    under_way.is_empty() || !self.is_spent_with(step, under_way.len())
                })
            {
                match self.plan_look(Case::new(step)) {
                    Ok(look) => {
                        let now = self.net.now();
                        let wait = free_at.since(now);
                        free_at = free_at.max(now) + pace::gap(&mut entropy);
                        under_way.spawn(async move {
                            tokio::time::sleep(wait.into()).await;
                            look.make().await
                        });
                    }
                    Err(one) => {
                        self.note_looked();
                        left_out.push(*one);
                        if left_out.len() == TOGETHER {
                            self.give_left_out(std::mem::take(&mut left_out)).await?;
                        }
                    }
                }
            }
            self.give_left_out(std::mem::take(&mut left_out)).await?;
            let Some(joined) = under_way.join_next().await else { return Ok(()) };
            let (case, stop) =
                joined.expect("a look catches its panics, and nobody aborts it alone");
            if case.is_void {
                waiting.push(case.step);
                continue;
            }
            pace.learn(case.observations());
            self.note_looked();
            self.looked(case, stop, suspects).await?;
        }
    }

    /// One more look at a suspect, alone.
    pub(super) async fn look_again(&mut self, case: Case) -> Case {
        self.await_uplink().await;
        match self.plan_look(case) {
            Ok(look) => {
                let (case, _stop) = look.make().await;
                self.note_silence(&case);
                case
            }
            Err(left_out) => left_out.0,
        }
    }

    /// Readies a look; or says why there is none.
    pub(super) fn plan_look(&self, case: Case) -> Result<Look, LeftOut> {
        if case.looks() == 0 && self.is_cut_off(&case) {
            return Err(Box::new((case, None)));
        }
        let Some(nettest) = nettests::named(&case.step.nettest) else {
            return Err(Box::new((case, None)));
        };
        let attempt = case.looks() + 1;
        let label = format!("step/{}/look/{attempt}", case.step.number);
        let net = self.net.step(&label).at(Place::Look { attempt });
        self.hint(RunEvent::Measuring { nettest: case.step.nettest.clone(), input: case.input() });
        let (resolver, echo) = (self.resolver(), self.state.echo);
        let (secure, control) = (self.secure_resolver(), self.control.clone());
        let tries_quic = self.record.request.tries_quic;
        Ok(Look { nettest, case, net, control, resolver, secure, echo, tries_quic })
    }

    /// The public resolver over HTTPS, if its name is known.
    pub(super) fn secure_resolver(&self) -> Option<SecureResolver> {
        let name = self.record.request.resolver_name.as_deref()?;
        SecureResolver::new(self.resolver()?.ip(), name)
    }

    /// Takes a look's outcome in: settled, or one more suspect.
    async fn looked(
        &mut self,
        mut case: Case,
        stop: Option<Stop>,
        suspects: &mut Vec<Case>,
    ) -> Result<(), LedgerError> {
        self.state.has_quic |= case.has_quic();
        self.note_resends(&case);
        if case.looks() > 0 {
            self.note_silence(&case);
            self.dispel(&case).await?;
        }
        let dossier = self.dossier(&case, stop);
        let may_go_together = case.step.target.is_some() && self.record.request.at_once != Some(1);
        let was_beside_others = may_go_together && case.looks() == 1;
        let is_open = stop.is_none()
            && (arna_judge::suspicion(&dossier).is_some()
                || self.wish(&case).is_some()
                || self.long_look(&case) != LongLook::Over
                || was_beside_others
                    && arna_judge::judge(&dossier).verdict.code == Code::Inconclusive);
        if is_open {
            self.keep(&mut case, Some(Stop::StillConfirming)).await?;
            self.hint(RunEvent::Suspected { input: case.input() });
            suspects.push(case);
            return Ok(());
        }
        self.settle(case, stop).await
    }

    fn note_looked(&self) {
        if let Some(beside) = &self.beside {
            beside.looked();
        }
    }

    fn note_resends(&mut self, case: &Case) {
        let (all, again) = &mut self.state.said;
        // What nobody answers is said again whatever the link.
        for one in case.observations().iter().filter(|one| one.is_success()) {
            let info = match &one.event {
                Event::TcpConnect(it) => it.info,
                Event::TlsHandshake(it) => it.info,
                _ => None,
            };
            if let Some(info) = info {
                *all += 1;
                *again += u32::from(info.retransmits > 0);
            }
        }
    }

    /// Whether the link loses so much that what is said once may well be lost, as far as looks say.
    pub(super) fn is_lossy(&self) -> bool {
        let (all, again) = self.state.said;
        all > 0 && again * LOSSY >= all
    }

    pub(super) fn note_silence(&mut self, case: &Case) {
        let is_silent = !case.heard_anything();
        self.state.silent_looks = if is_silent { self.state.silent_looks + 1 } else { 0 };
    }

    /// Whether the budget would be spent once what is under way has cost the usual.
    fn is_spent_with(&self, step: &Step, under_way: usize) -> bool {
        let usual = nettests::named(&step.nettest).map_or(0, |nettest| nettest.spec().usual_bytes);
        self.is_spent_after(usual * under_way as u64)
    }

    /// With every anchor dead and several targets silent, or with a clock by which no certificate holds, the
    /// rest would only cost time.
    fn is_cut_off(&self, case: &Case) -> bool {
        let mut anchors = self.state.anchors.iter().filter(|one| one.place.is_of_network());
        let is_named = case.step.target.as_ref().is_some_and(|target| {
            let parsed = url::Url::parse(&target.input);
            parsed.is_ok_and(|url| url.domain().is_some_and(|name| name.contains('.')))
        });
        let is_dark = self.state.silent_looks >= SILENT_LOOKS
            && !self.state.anchors.is_empty()
            && anchors.all(is_dead);
        is_named && (is_dark || arna_judge::is_clock_wrong(&self.state.anchors))
    }
}

/// Whether it failed, and not because the system forbade it: that says nothing of the network.
fn is_dead(anchor: &Observation) -> bool {
    anchor.failure.as_ref().is_some_and(|failure| *failure != Failure::PermissionDenied)
}

const SILENT_LOOKS: u32 = 3;
/// One in so many connections says something again (ours: `good3g` and `lte` stay far below, the others above).
const LOSSY: u32 = 20;
/// Of those that are not looked at so many are kept in one transaction: each takes a flush to the disk.
pub(super) const TOGETHER: usize = 500;
