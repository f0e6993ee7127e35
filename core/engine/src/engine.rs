//! The composition root: wires the parts together and holds no logic of measuring or judging.

mod watching;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arna_model::{
    Account, Bytes, History, Measurement, MeasurementId, Micros, Request, RunId, RunSummary, Stop,
    Vantage,
};
use arna_net::{Net, Platform, Recorder, Settings, Wire};
use rustls::RootCertStore;
use tokio::sync::{mpsc, watch};
use url::Url;

use crate::Error;
use crate::history::{self, Filter, Fresh, Part};
use crate::report::HelperClient;
use crate::run::{
    self, Entry, Ledger, Opinion, RunEvent, RunRecord, Runner, StepRecord, summarise,
};
use crate::store::{Place, Store};
pub use watching::Watch;

/// What an engine stands on.
pub struct Config {
    /// Where results are kept.
    pub store: Place,
    /// The network.
    pub wire: Arc<dyn Wire>,
    /// The roots of the web.
    pub roots: Arc<RootCertStore>,
    /// From where, as far as the shell knows.
    pub vantage: Vantage,
    /// What the phone supplies beside its network.
    pub platform: Platform,
}

/// Measures, judges and keeps.
pub struct Engine {
    store: Arc<Store>,
    set_aside: Option<PathBuf>,
    wire: Arc<dyn Wire>,
    roots: Arc<RootCertStore>,
    vantage: Vantage,
    platform: Platform,
}

/// What became of a request to go on.
pub enum Resumed {
    /// An unfinished run goes on.
    Goes(Run),
    /// There was none: a new one was started.
    Fresh(Run),
    /// The last run of the same request is whole; there is nothing to do.
    Whole(RunId),
}

/// A run that goes on. Dropping it cancels nothing.
pub struct Run {
    id: RunId,
    events: mpsc::Receiver<RunEvent>,
    cancel: watch::Sender<bool>,
}

impl Engine {
    /// Opens the store and gets ready. Nothing is sent.
    ///
    /// # Errors
    /// The store's.
    pub fn open(config: Config) -> Result<Self, Error> {
        let opened = Store::open(&config.store)?;
        Ok(Self {
            store: Arc::new(opened.store),
            set_aside: opened.set_aside,
            wire: config.wire,
            roots: config.roots,
            vantage: config.vantage,
            platform: config.platform,
        })
    }

    /// Where a damaged store was moved to when this one was opened.
    pub fn set_aside(&self) -> Option<&Path> {
        self.set_aside.as_deref()
    }

    /// What is stored, for reading.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// Starts a run on the current tokio runtime.
    ///
    /// # Errors
    /// A request that cannot be planned; the store's.
    pub async fn start(&self, request: Request) -> Result<Run, Error> {
        let control = helper_client(&request)?;
        let id = RunId::new(self.wire.entropy("run").id());
        let plan = run::plan(&request, self.wire.entropy(&format!("plan/{id}")))
            .map_err(Error::UnknownNettest)?;
        if plan.is_empty() {
            return Err(Error::NothingToMeasure);
        }
        let record = RunRecord {
            id,
            request,
            vantage: self.vantage.clone(),
            started: self.wire.wall(),
            uptime: run::uptime(self.wire.as_ref()),
            end: None,
        };
        self.store.open_run(&record, &plan).await?;
        let plan = plan.into_iter().map(|step| StepRecord { step, verdict: None, stop: None });
        Ok(self.spawn(record, plan.collect(), control, Left::default()))
    }

    /// Goes on with [the run that is left](Engine::resumable); starts `request` if there is none.
    ///
    /// # Errors
    /// As for [`Engine::start`].
    pub async fn resume(&self, request: Request) -> Result<Resumed, Error> {
        let Some(record) = self.resumable(&request).await? else {
            return match self.store.last_run().await? {
                Some(last) if last.request == request => Ok(Resumed::Whole(last.id)),
                _ => Ok(Resumed::Fresh(self.start(request).await?)),
            };
        };
        let control = helper_client(&record.request)?;
        let plan = self.store.plan(&record.id).await?;
        let left = self.left_at(&record, &plan).await?;
        Ok(Resumed::Goes(self.spawn(record, plan, control, left)))
    }

    /// The run that [`Engine::resume`] would go on with: the last one, if it is whole and second sittings are
    /// due in it on the same network; else the last unfinished one, unless the last run was a whole one of
    /// the same request.
    ///
    /// # Errors
    /// The store's.
    pub async fn resumable(&self, request: &Request) -> Result<Option<RunRecord>, Error> {
        if let Some(last) = self.store.last_run().await?
            && last.end.is_some()
        {
            if last.vantage == self.vantage && self.has_second_sitting_due(&last).await? {
                return Ok(Some(last));
            }
            if last.request == *request {
                return Ok(None);
            }
        }
        Ok(self.store.last_unfinished_run().await?)
    }

    async fn has_second_sitting_due(&self, record: &RunRecord) -> Result<bool, Error> {
        let plan = self.store.plan(&record.id).await?;
        let awaiting: Vec<_> =
            plan.iter().filter(|one| one.stop == Some(Stop::AwaitingSecondSitting)).collect();
        if awaiting.is_empty() {
            return Ok(false);
        }
        let anchors = self.store.run_observations(&record.id).await?;
        let now = self.left_at(record, &plan).await?.now;
        for one in awaiting {
            let recalled = self.store.recall(&one.step.measurement).await?;
            if run::is_second_sitting_due(&recalled, &anchors, now) {
                return Ok(true);
            }
        }
        Ok(false)
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
        let site = filter.site.clone();
        let is_wanted =
            move |input: &str| site.as_ref().is_none_or(|site| history::is_site(site, input));
        let told = self.store.told(is_wanted).await?;
        Ok(history::part(history::histories(told, &filter, self.wire.wall()), part))
    }

    /// What a run changed in that.
    ///
    /// # Errors
    /// The store's.
    pub async fn news(&self, run: &RunId) -> Result<Vec<Fresh>, Error> {
        let plan = self.store.plan(run).await?;
        let inputs = plan.into_iter().filter_map(|step| Some(step.step.target?.input));
        let inputs: HashSet<String> = inputs.collect();
        let told = self.store.told(move |input| inputs.contains(input)).await?;
        Ok(history::fresh(history::histories(told, &Filter::default(), self.wire.wall()), run))
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
            let opinion = run::judge_again(recalled, &anchors, self.wire.wall());
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
        Ok(opinions)
    }

    /// Where an unfinished run stood.
    async fn left_at(&self, record: &RunRecord, plan: &[StepRecord]) -> Result<Left, Error> {
        let mut observations = self.store.run_observations(&record.id).await?;
        for StepRecord { step, verdict, .. } in plan {
            if verdict.is_some() {
                observations.extend(self.store.recall(&step.measurement).await?.observations);
            }
        }
        let last = observations.iter().map(|seen| seen.t).max().unwrap_or_default();
        let here = (self.wire.wall(), run::uptime(self.wire.as_ref()));
        let since =
            run::between((record.started, record.uptime.as_ref()), (here.0, here.1.as_ref()));
        let next = observations.iter().filter_map(|seen| seen.id.number()).max();
        Ok(Left {
            next: next.map_or(0, |n| n + 1),
            now: last.max(since.map(|since| since.time).unwrap_or_default()),
            spent: record.end.map_or_else(|| run::time_in_slices(&observations), |end| end.runtime),
            bytes: observations.iter().map(|seen| seen.bytes).sum(),
        })
    }

    fn settings(&self, before: Micros) -> Settings {
        let (roots, platform) = (self.roots.clone(), self.platform.clone());
        Settings { roots, epoch: self.wire.now(), before, platform }
    }

    fn spawn(
        &self,
        record: RunRecord,
        plan: Vec<StepRecord>,
        control: HelperClient,
        left: Left,
    ) -> Run {
        // What this slice comes to is another end.
        let record = RunRecord { end: None, ..record };
        let settings = self.settings(left.now);
        let recorder = Recorder::new(record.id.clone(), left.next);
        let net = Net::new(self.wire.clone(), settings, recorder);
        let (announcing, events) = mpsc::channel(EVENTS);
        let (cancel, is_cancelled) = watch::channel(false);
        let id = record.id.clone();
        let (ledger, control) = (self.store.clone(), Arc::new(control));
        let before = (left.bytes, left.now.since(left.spent));
        let runner = Runner::new(ledger, control, net, record, announcing, before);
        tokio::spawn(runner.run(plan, is_cancelled));
        Run { id, events, cancel }
    }
}

impl Run {
    /// Its id.
    pub fn id(&self) -> &RunId {
        &self.id
    }

    /// The next announcement; `None` after the last.
    pub async fn next_event(&mut self) -> Option<RunEvent> {
        self.events.recv().await
    }

    /// Stops the run. What is complete is stored; [`Engine::resume`] goes on with the rest.
    pub fn cancel(&self) {
        self.cancel.send_replace(true);
    }
}

/// Where an unfinished run stood.
#[derive(Default)]
struct Left {
    next: u64,
    /// Time since its start, pauses included: by the clock that nobody can set if the machine was not started
    /// again, else by the phone's, if that did not go back.
    now: Micros,
    /// Time that its slices took.
    spent: Micros,
    bytes: Bytes,
}

fn helper_client(request: &Request) -> Result<HelperClient, Error> {
    let parse = |text: &String| {
        let bad = |why: String| Error::BadHelper { url: text.clone(), why };
        let url = Url::parse(text).map_err(|error| bad(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(bad("a helper is reached over http or https".to_owned()));
        }
        Ok(url)
    };
    let urls = request.helpers.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
    Ok(HelperClient::new(urls))
}

/// Announcements that may wait for a slow screen.
const EVENTS: usize = 64;
