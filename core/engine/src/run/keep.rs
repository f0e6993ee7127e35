//! What a run keeps, counts and announces: kept first, announced after.

use arna_model::{Bytes, Code, Dossier, MeasurementId, Micros, RunSummary, Stop, Tally};
use arna_net::Net;

use super::budget;
use super::case::Case;
use super::runner::Runner;
use super::{Entry, LedgerError, Opinion, RunEvent, Step, rounds};

impl Runner {
    /// Gives the last word of this run on a target: keeps and announces it.
    pub(super) async fn give(
        &mut self,
        mut case: Case,
        stop: Option<Stop>,
    ) -> Result<(), LedgerError> {
        let stop = self.stop_or_await(&case, stop);
        let opinion = self.keep(&mut case, stop).await?;
        if let (Some(beside), Code::Accessible, Some(input)) =
            (&self.beside, opinion.verdict.code, case.input())
        {
            beside.opened(&input, case.observations());
        }
        self.tell(case, opinion, stop).await;
        let (done, total, bytes) = (self.state.done, self.state.total, self.bytes());
        self.hint(RunEvent::Progress { done, total, bytes });
        Ok(())
    }

    /// Counts a target whose last word is kept, and announces it.
    async fn tell(&mut self, mut case: Case, opinion: Opinion, stop: Option<Stop>) {
        self.learn(&mut case);
        self.count(&case, opinion.verdict.code, stop);
        let given = opinion.given;
        let (step, observations) = case.into_parts();
        let seen = (observations, &self.state.anchors[..]);
        let measurement = self.record.measurement(step, seen, opinion, given);
        self.announce(RunEvent::Measured(Box::new(measurement))).await;
    }

    /// Takes a case in as a control for others: once, when its looks and blocks are over.
    pub(super) fn learn(&mut self, case: &mut Case) {
        if std::mem::replace(&mut case.is_learnt, true) {
            return;
        }
        let dossier = self.dossier(case, None);
        let added = arna_judge::controls(&dossier);
        self.state.tally.trials += added.trials;
        self.state.tally.failures += added.failures;
        if arna_judge::judge(&dossier).verdict.code == Code::Accessible {
            self.state.neighbours.extend(case.neighbour());
        }
    }

    pub(super) fn count(&mut self, case: &Case, code: Code, stop: Option<Stop>) {
        self.state.done += 1;
        if case.step.is_decoy {
            self.state.decoys.counted.get_or_insert_default().count(code, stop);
        } else {
            *self.state.by_code.entry(code).or_default() += 1;
        }
        if let Some(truth) = case.step.target.as_ref().and_then(|target| target.truth.as_ref()) {
            self.state.score.get_or_insert_default().count(code, truth);
        }
    }

    /// Gives the word on those that were not looked at: all of them are kept at once.
    pub(super) async fn give_left_out(
        &mut self,
        mut cases: Vec<(Case, Option<Stop>)>,
    ) -> Result<(), LedgerError> {
        if cases.is_empty() {
            return Ok(());
        }
        let opined = cases.iter_mut().map(|(case, stop)| self.opine(case, *stop));
        let (entries, opinions): (Vec<_>, Vec<_>) = opined.unzip();
        self.ledger.keep_all(entries).await?;
        self.net.wire().settle().await;
        for ((case, stop), opinion) in cases.into_iter().zip(opinions) {
            self.state.decoys.settled(&case);
            self.tell(case, opinion, stop).await;
        }
        self.release().await
    }

    /// Leaves steps out that the budget has no room for: they are planned and never begun.
    pub(super) fn leave(&mut self, steps: &[Step]) {
        for step in steps {
            if step.is_decoy {
                self.state.decoys.left_out();
                continue;
            }
            *self.state.by_code.entry(Code::NotTested).or_default() += 1;
            if let Some(truth) = step.target.as_ref().and_then(|target| target.truth.as_ref()) {
                self.state.score.get_or_insert_default().count(Code::NotTested, truth);
            }
        }
    }

    /// Judges what there is, and keeps it with the opinion.
    pub(super) async fn keep(
        &mut self,
        case: &mut Case,
        stop: Option<Stop>,
    ) -> Result<Opinion, LedgerError> {
        let (entry, opinion) = self.opine(case, stop);
        let moved = self.state.whereabouts.moved(&entry.observations);
        self.keep_entry(entry).await?;
        if let Some(sample) = moved {
            self.announce(RunEvent::Moved(Box::new(sample))).await;
        }
        Ok(opinion)
    }

    /// Judges what there is: what is to be kept, and the opinion in it.
    pub(super) fn opine(&self, case: &mut Case, stop: Option<Stop>) -> (Entry, Opinion) {
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
        entry.earlier = case.take_unsaved_earlier();
        (entry, opinion)
    }

    /// Keeps what `net` has seen of the network at large.
    pub(super) async fn keep_anchors(&mut self, net: &Net) -> Result<(), LedgerError> {
        let recorded = net.take();
        let mut entry = self.entry(None);
        entry.observations.clone_from(&recorded.observations);
        entry.blobs = recorded.blobs;
        self.state.anchors.extend(recorded.observations);
        self.keep_entry(entry).await
    }

    /// Keeps, and lets the network catch up: the store's thread took real time.
    pub(super) async fn keep_entry(&self, entry: Entry) -> Result<(), LedgerError> {
        self.ledger.keep(entry).await?;
        self.net.wire().settle().await;
        Ok(())
    }

    /// Keeps what one block brought of several at once.
    pub(super) async fn keep_together(&mut self, entries: Vec<Entry>) -> Result<(), LedgerError> {
        let seen: Vec<_> = entries.iter().flat_map(|entry| entry.observations.clone()).collect();
        let moved = self.state.whereabouts.moved(&seen);
        self.ledger.keep_all(entries).await?;
        self.net.wire().settle().await;
        if let Some(sample) = moved {
            self.announce(RunEvent::Moved(Box::new(sample))).await;
        }
        Ok(())
    }

    pub(super) fn entry(&self, measurement: Option<MeasurementId>) -> Entry {
        Entry {
            run: self.record.id.clone(),
            measurement,
            observations: Vec::new(),
            blobs: Vec::new(),
            opinion: None,
            earlier: None,
        }
    }

    pub(super) fn dossier(&self, case: &Case, stop: Option<Stop>) -> Dossier {
        // Those of its own rounds are in its blocks.
        let own = rounds::of(case.observations());
        let others = self.state.rounds.iter().filter(|(round, _)| !own.contains(round));
        let known = [self.state.earlier, self.state.tally];
        let tally = sum(known.into_iter().chain(others.map(|(_, tally)| *tally)));
        case.dossier(&self.state.anchors, tally, stop)
    }

    pub(super) fn bytes(&self) -> Bytes {
        self.bytes_before + self.net.bytes()
    }

    /// How long the run took so far, pauses between slices left out.
    pub(super) fn elapsed(&self) -> Micros {
        self.net.now().since(self.paused)
    }

    pub(super) fn is_spent(&self) -> bool {
        self.is_spent_after(0)
    }

    /// Whether the budget is spent once `more` bytes have gone.
    pub(super) fn is_spent_after(&self, more: u64) -> bool {
        let used = self.bytes() + Bytes { sent: 0, received: more };
        self.net.is_spent() || budget::is_spent(self.record.request.budget, used, self.elapsed())
    }

    /// Whether the budget is spent once so much more time has gone.
    pub(super) fn is_spent_in(&self, rest: Micros) -> bool {
        let used = self.bytes();
        self.net.is_spent()
            || budget::is_spent(self.record.request.budget, used, self.elapsed() + rest)
    }

    pub(super) fn summary(&self) -> RunSummary {
        // A run that is over is summed up as it was stored.
        let (bytes, runtime) = match self.record.end {
            Some(end) => (end.bytes, end.runtime),
            None => (self.bytes(), self.elapsed()),
        };
        RunSummary {
            id: self.record.id.clone(),
            by_code: self.state.by_code.clone(),
            bytes,
            runtime,
            virtual_time: self.record.vantage.lab.as_ref().map(|_| runtime),
            score: self.state.score,
            decoys: self.state.decoys.counted,
        }
    }

    /// What must be heard.
    pub(super) async fn announce(&self, event: RunEvent) {
        // Nobody listening changes nothing: the store has it.
        drop(self.events.send(event).await);
    }

    /// What may be missed.
    pub(super) fn hint(&self, event: RunEvent) {
        drop(self.events.try_send(event));
    }
}

/// All of them together.
pub(super) fn sum(tallies: impl IntoIterator<Item = Tally>) -> Tally {
    tallies.into_iter().fold(Tally::default(), |sum, one| Tally {
        trials: sum.trials + one.trials,
        failures: sum.failures + one.failures,
    })
}
