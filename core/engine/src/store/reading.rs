//! What a store is asked for by whoever reads: each answer is one transaction beside whoever writes.

use std::collections::BTreeMap;
use std::path::Path;

use arna_model::{BlobId, Decoys, Measurement, MeasurementId, RunId, Vantage};

use super::{Days, Exported, Found, Page, RunHead, Store, Told, Usage, export};
use crate::run::{Blob, LedgerError, Opinion, RunRecord, StepRecord};

impl Store {
    /// A page of runs, newest first (in the order in which they were opened: the phone's clock may
    /// have been set back). `NotFound` if `page.before` names none.
    pub async fn runs(&self, page: Page) -> Result<Vec<RunRecord>, LedgerError> {
        self.read(move |tables| tables.runs(&page)).await
    }

    /// The latest runs without what they were asked for, newest first, in the order in which they were opened.
    pub async fn heads(&self, limit: u32) -> Result<Vec<RunHead>, LedgerError> {
        self.read(move |tables| tables.heads(limit)).await
    }

    /// One run; `NotFound` if there is none of that id.
    pub async fn run(&self, id: &RunId) -> Result<RunRecord, LedgerError> {
        let id = id.clone();
        self.read(move |tables| tables.run(tables.run_seq(&id)?)).await
    }

    /// A page of a run's steps, in the order of its plan, from number `from` on; `NotFound` if there is no such
    /// run.
    pub async fn steps(
        &self,
        run: &RunId,
        from: u32,
        limit: u32,
    ) -> Result<Vec<StepRecord>, LedgerError> {
        let run = run.clone();
        self.read(move |tables| tables.steps(&run, from, limit)).await
    }

    /// Bytes by network and day, from the newest day on.
    pub async fn usage(&self, days: Days) -> Result<Vec<Usage>, LedgerError> {
        self.read(move |tables| tables.usage(&days)).await
    }

    /// Every setting that was ever set, by its key.
    pub async fn all_settings(&self) -> Result<BTreeMap<String, String>, LedgerError> {
        self.read(|tables| tables.all_settings()).await
    }

    /// Writes everything that is kept into a new file, as JSON lines, seals opened. A file of that name is
    /// replaced once the new one is whole.
    pub async fn export(&self, to: &Path) -> Result<Exported, LedgerError> {
        let to = to.to_owned();
        self.read(move |tables| export::export(tables, &to)).await
    }

    /// The run opened last among those that are not finished.
    pub async fn last_unfinished_run(&self) -> Result<Option<RunRecord>, LedgerError> {
        self.read(|tables| tables.last_unfinished_run()).await
    }

    /// Everything whose id is `prefix`, or else begins with it: none, one, or several (then it is
    /// ambiguous; at most 10 of each kind are named). An empty prefix stands for nothing.
    pub async fn find(&self, prefix: &str) -> Result<Vec<Found>, LedgerError> {
        let prefix = prefix.to_owned();
        self.read(move |tables| tables.find(&prefix)).await
    }

    /// One measurement with its latest verdict; `NotFound` if it is unknown or not measured yet.
    pub async fn measurement(&self, id: &MeasurementId) -> Result<Measurement, LedgerError> {
        let id = id.clone();
        self.read(move |tables| tables.measurement(&id)).await
    }

    /// Every opinion about a measurement, oldest first.
    pub async fn opinions(&self, of: &MeasurementId) -> Result<Vec<Opinion>, LedgerError> {
        let of = of.clone();
        self.read(move |tables| tables.opinions(tables.step_of(&of)?.seq)).await
    }

    /// What became of the innocent sites that runs on `vantage`'s operator measured to check themselves,
    /// on any radio: how often we accuse wrongly there.
    pub async fn decoys(&self, vantage: &Vantage) -> Result<Decoys, LedgerError> {
        let vantage = vantage.clone();
        self.read(move |tables| tables.decoys(&vantage)).await
    }

    /// What was said of every target that was ever measured, in the order in which the store was written.
    pub(crate) async fn told(&self) -> Result<Told, LedgerError> {
        self.read(|tables| tables.told()).await
    }

    /// The measurements of steps, by what [`Told::step_of`] says of them.
    pub(crate) async fn measurement_ids(
        &self,
        of: Vec<(i64, u32)>,
    ) -> Result<Vec<MeasurementId>, LedgerError> {
        self.read(move |tables| tables.measurement_ids(&of)).await
    }

    /// A blob, if it is kept. `Damaged` if its content is not what its name says.
    pub async fn blob(&self, id: &BlobId) -> Result<Option<Blob>, LedgerError> {
        let id = id.clone();
        self.read(move |tables| tables.blob(&id)).await
    }

    /// The value of a setting, if it was ever set.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, LedgerError> {
        let key = key.to_owned();
        self.read(move |tables| tables.setting(&key)).await
    }
}
