//! What shells read: the store's rows, and what is made of them.

use std::collections::{BTreeMap, HashSet};

use arna_model::{
    Account, Everywhere, History, Measurement, MeasurementId, Request, RunId, RunSummary, Uplink,
    UplinkChoice, Vantage, WallTime,
};

use super::Engine;
use super::resuming::Left;
use crate::Error;
use crate::history::{self, Archive, Filter, Fresh, Line, Part};
use crate::run::{self, Entry, Estimate, Ledger, Opinion, StepRecord, summarise};
use crate::store::{Announcer, Changes, Days, Exported, Usage};
use crate::{asking, operators};

impl Engine {
    /// What the phone's clock shows; of a simulated country, its own.
    pub fn now(&self) -> WallTime {
        self.standing.wire.wall()
    }

    /// The same for who holds no engine.
    pub fn clock(&self) -> impl Fn() -> WallTime + Send + Sync + 'static {
        let wire = self.standing.wire.clone();
        move || wire.wall()
    }

    /// What changes from now on, of what screens show.
    pub fn changes(&self) -> Changes {
        self.store.announcer().listen()
    }

    /// What tells that: for what only a shell knows, the phone's networks, and how far it has followed a run. Whatever is
    /// kept tells it by itself.
    pub fn announcer(&self) -> Announcer {
        self.store.announcer().clone()
    }

    /// What `request` is likely to cost. Nothing is sent.
    ///
    /// # Errors
    /// A nettest that there is not.
    pub fn estimate(&self, request: &Request) -> Result<Estimate, Error> {
        run::estimate(request).map_err(Error::UnknownNettest)
    }

    /// The network that a run over `choice` would be made on now, as it would be kept with the run. Nothing is sent.
    ///
    /// # Errors
    /// There is no such network, or nobody may choose it.
    pub async fn network(&self, choice: &UplinkChoice) -> Result<Vantage, Error> {
        let over = self.standing.over(choice).await?;
        Ok(self.standing.here_over(over.uplink).await)
    }

    /// The phone's networks, as its shell tells of them; none where it does not.
    pub async fn networks(&self) -> Vec<Uplink> {
        match &self.standing.uplinks {
            Some(uplinks) => uplinks.list().await,
            None => Vec::new(),
        }
    }

    /// The measurements of a run, each with its latest verdict.
    ///
    /// # Errors
    /// The store's.
    pub async fn measurements(&self, run: &RunId) -> Result<Vec<Measurement>, Error> {
        Ok(self.store.measurements(run).await?)
    }

    /// The sum of a run, from what is stored.
    ///
    /// # Errors
    /// The store's.
    pub async fn summary(&self, run: &RunId) -> Result<RunSummary, Error> {
        let record = self.store.run(run).await?;
        let plan = self.store.plan(run).await?;
        let left = match record.end {
            Some(_) => Left::default(),
            None => self.left_at(&record, &plan).await?,
        };
        Ok(summarise(&record, &plan, left.bytes, left.spent))
    }

    /// What is so at every site of a run, and so of the network and of no site.
    pub fn everywhere(&self, measurements: &[Measurement]) -> Option<Everywhere> {
        run::everywhere(measurements)
    }

    /// How a measurement's double checks came to their word, by today's judge; `None`: there were none.
    ///
    /// # Errors
    /// The store's.
    pub async fn account(&self, of: &MeasurementId) -> Result<Option<Account>, Error> {
        let recalled = self.store.recall(of).await?;
        let anchors = self.store.run_observations(&recalled.run).await?;
        Ok(run::account(recalled, &anchors))
    }

    /// Since when: what became of targets over all runs, on each network for itself.
    ///
    /// # Errors
    /// The store's.
    pub async fn history(&self, filter: Filter, part: Part) -> Result<Vec<History>, Error> {
        let operator = filter.operator.as_deref().map(operators::asked_for);
        let filter = Filter { operator, ..filter };
        let site = filter.site.clone();
        let is_wanted =
            |input: &str| site.as_ref().is_none_or(|site| history::is_site(site, input));
        let archive = self.archive().await?;
        let lines = archive.page(archive.lines(is_wanted, &filter), part);
        self.tell(&archive, &lines, part.sightings).await
    }

    /// What a run changed in that.
    ///
    /// # Errors
    /// The store's.
    pub async fn news(&self, run: &RunId) -> Result<Vec<Fresh>, Error> {
        let plan = self.store.plan(run).await?;
        let inputs = plan.into_iter().filter_map(|step| Some(step.step.target?.input));
        let inputs: HashSet<_> = inputs.collect();
        let archive = self.archive().await?;
        let lines = archive.lines(|input| inputs.contains(input), &Filter::default());
        Ok(history::fresh(self.tell(&archive, &lines, LATEST).await?, run))
    }

    pub(super) async fn archive(&self) -> Result<Archive, Error> {
        Ok(Archive::new(self.store.told().await?, self.standing.wire.wall()))
    }

    pub(super) async fn tell(
        &self,
        archive: &Archive,
        lines: &[Line],
        sightings: usize,
    ) -> Result<Vec<History>, Error> {
        let needed = archive.needed(lines, sightings);
        let steps = needed.iter().map(|mark| archive.step_of(*mark)).collect();
        let ids = self.store.measurement_ids(steps).await?;
        let ids = needed.into_iter().zip(ids).collect();
        Ok(lines.iter().filter_map(|line| archive.tell(line, sightings, &ids)).collect())
    }

    /// Judges the measurements of a run again, from what is stored, and appends the new opinions.
    ///
    /// # Errors
    /// The store's.
    pub async fn judge_again(&self, run: &RunId) -> Result<Vec<(MeasurementId, Opinion)>, Error> {
        let anchors = self.store.run_observations(run).await?;
        let mut opinions = Vec::new();
        for StepRecord { step, verdict, .. } in self.store.plan(run).await? {
            if verdict.is_none() {
                continue;
            }
            let recalled = self.store.recall(&step.measurement).await?;
            let opinion = run::judge_again(recalled, &anchors, self.standing.wire.wall());
            let entry = Entry {
                run: run.clone(),
                measurement: Some(step.measurement.clone()),
                observations: Vec::new(),
                blobs: Vec::new(),
                opinion: Some(opinion.clone()),
                earlier: None,
            };
            self.store.keep(entry).await?;
            opinions.push((step.measurement, opinion));
        }
        self.store.digest().await?;
        Ok(opinions)
    }

    /// The settings that were ever set, those of shells among them.
    ///
    /// # Errors
    /// The store's.
    pub async fn settings(&self) -> Result<BTreeMap<String, String>, Error> {
        Ok(self.store.all_settings().await?)
    }

    /// Sets a setting ([`KEYS`](crate::KEYS), or a shell's own with a dot in its key).
    ///
    /// # Errors
    /// A key that nobody knows, a value that it does not take; the store's.
    pub async fn set(&self, key: &str, value: &str) -> Result<(), Error> {
        let value = asking::checked(key, value)?;
        Ok(self.store.set_setting(key, &value).await?)
    }

    /// `request` as the settings want it.
    ///
    /// # Errors
    /// A setting that only a later version understands; the store's.
    pub async fn with_settings(&self, request: Request) -> Result<Request, Error> {
        asking::applied(request, &self.settings().await?)
    }

    /// Bytes by network and day, from the newest day on.
    ///
    /// # Errors
    /// The store's.
    pub async fn usage(&self, days: Days) -> Result<Vec<Usage>, Error> {
        Ok(self.store.usage(days).await?)
    }

    /// Writes all that is kept, as JSON lines, into a new file in the folder `exports` beside the database.
    ///
    /// # Errors
    /// A database in memory; the store's, a full device among them.
    pub async fn export(&self) -> Result<Exported, Error> {
        let folder = self.exports.as_ref().ok_or(Error::NoFolder)?;
        let second = WallTime(self.standing.wire.wall().unix_seconds().saturating_mul(1_000_000));
        let day: String = second.to_string().chars().filter(|c| c.is_ascii_digit()).collect();
        let name = |number: u32| match number {
            0 => format!("arna-{day}.jsonl"),
            number => format!("arna-{day}-{number}.jsonl"),
        };
        let free = (0..).map(|number| folder.join(name(number))).find(|path| !path.exists());
        Ok(self.store.export(&free.ok_or(Error::NoFolder)?).await?)
    }
}

/// Sightings that come with news: what it was before and what it is now is said by how certain that was.
const LATEST: usize = 20;
