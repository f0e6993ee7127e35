//! The port that runs see, on the store.

use arna_model::{Measurement, MeasurementId, Observation, RunId, Tally, Vantage, WallTime};
use async_trait::async_trait;

use super::{Store, Topic};
use crate::run::{
    Entry, Ledger, LedgerError, Recalled, RunEnd, RunRecord, Step, StepRecord, Suspected,
};

#[async_trait]
impl Ledger for Store {
    async fn open_run(&self, run: &RunRecord, plan: &[Step]) -> Result<(), LedgerError> {
        let (run, plan) = (run.clone(), plan.to_vec());
        self.write(Topic::Runs, move |tables| tables.open_run(&run, &plan)).await
    }

    async fn last_run(&self) -> Result<Option<RunRecord>, LedgerError> {
        self.read(|tables| tables.last_run()).await
    }

    async fn plan(&self, run: &RunId) -> Result<Vec<StepRecord>, LedgerError> {
        let run = run.clone();
        self.read(move |tables| tables.plan(&run)).await
    }

    async fn keep(&self, entry: Entry) -> Result<(), LedgerError> {
        self.write(Topic::Runs, move |tables| tables.keep(&entry)).await
    }

    async fn keep_all(&self, entries: Vec<Entry>) -> Result<(), LedgerError> {
        self.write(Topic::Runs, move |tables| {
            entries.iter().try_for_each(|entry| tables.keep(entry))
        })
        .await
    }

    async fn written(&self) {
        Self::written(self).await;
    }

    async fn finish_run(&self, run: &RunId, end: RunEnd) -> Result<(), LedgerError> {
        let run = run.clone();
        self.write(Topic::Runs, move |tables| tables.finish_run(&run, end)).await
    }

    async fn recall(&self, measurement: &MeasurementId) -> Result<Recalled, LedgerError> {
        let measurement = measurement.clone();
        self.read(move |tables| tables.recall(&measurement)).await
    }

    async fn measurements(&self, run: &RunId) -> Result<Vec<Measurement>, LedgerError> {
        let run = run.clone();
        self.read(move |tables| tables.measurements(&run)).await
    }

    async fn run_observations(&self, run: &RunId) -> Result<Vec<Observation>, LedgerError> {
        let run = run.clone();
        self.read(move |tables| tables.run_observations(&run)).await
    }

    async fn tally(
        &self,
        vantage: &Vantage,
        since: WallTime,
        except: &RunId,
    ) -> Result<Tally, LedgerError> {
        let (vantage, except) = (vantage.clone(), except.clone());
        self.read(move |tables| tables.tally(&vantage, since, &except)).await
    }

    async fn earlier_runs(
        &self,
        run: &RunRecord,
        since: WallTime,
        most: u32,
    ) -> Result<Vec<RunId>, LedgerError> {
        let run = run.clone();
        self.read(move |tables| tables.earlier_runs(&run, since, most)).await
    }

    async fn suspected(
        &self,
        run: &RunRecord,
        since: WallTime,
        targets: Vec<(String, String)>,
    ) -> Result<Vec<Suspected>, LedgerError> {
        let run = run.clone();
        self.read(move |tables| tables.suspected(&run, since, &targets)).await
    }
}
