//! What the results of a run stand on, and how the engine is asked for it.

use std::collections::{HashMap, HashSet};

use arna_engine::run::{Ledger as _, StepRecord};
use arna_engine::store::RunHead;
use arna_engine::{Engine, Error};
use arna_model::{Code, Figures, Network, RunId, Stop, Vantage, Verdict, WallTime};

use crate::since::Since;

/// What the results of a run stand on.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The run that is shown; `None`: there is none.
    pub run: Option<Run>,
    /// The latest runs, the newest first.
    pub runs: Vec<Run>,
    /// Where the phone is, as far as that is known.
    pub here: Option<Vantage>,
    /// The sites of the run, in the order of its plan. Innocent ones that it chose itself are left out.
    pub sites: Vec<Site>,
}

/// A run that can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its id.
    pub id: String,
    /// Where.
    pub network: Vantage,
    /// When it began, by the phone's clock.
    pub started: WallTime,
}

/// A site of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Its URL.
    pub input: String,
    /// The latest verdict; `None`: not tested yet.
    pub verdict: Option<Verdict>,
    /// Its figures, if there are any.
    pub figures: Option<Figures>,
    /// Why its measuring is not over, if it is not.
    pub stop: Option<Stop>,
    /// Since when the verdict is so on the network of the run.
    pub since: Option<Since>,
}

impl Site {
    /// The place on the scale.
    pub fn code(&self) -> Code {
        self.verdict.as_ref().map_or(Code::NotTested, |verdict| verdict.code)
    }
}

impl From<&RunHead> for Run {
    fn from(run: &RunHead) -> Self {
        Self { id: run.id.to_string(), network: run.vantage.clone(), started: run.started }
    }
}

/// Reads the results of a run, or of the latest. `here`: where the phone is, as far as that is known.
///
/// # Errors
/// The store's; there is no such run.
pub async fn read(
    engine: &Engine,
    run: Option<&RunId>,
    here: Option<Vantage>,
) -> Result<Facts, Error> {
    let runs: Vec<_> = engine.store().heads(RUNS).await?.iter().map(Run::from).collect();
    let latest = runs.first().map(|latest| RunId::new(latest.id.clone()));
    let Some(id) = run.cloned().or(latest) else {
        return Ok(Facts { here, ..Facts::default() });
    };
    let record = engine.store().run(&id).await?;
    let plan = engine.store().plan(&record.id).await?;
    let plan: Vec<_> = plan.into_iter().filter(|one| !one.step.is_decoy).collect();
    // Since when something opens is not asked.
    let is_asked = |one: &&StepRecord| {
        one.verdict.as_ref().is_some_and(|verdict| verdict.code != Code::Accessible)
    };
    let asked: HashSet<String> = plan
        .iter()
        .filter(is_asked)
        .filter_map(|one| Some(one.step.target.as_ref()?.input.clone()))
        .collect();
    let network = Network::from(&record.vantage);
    let histories = match asked.is_empty() {
        true => Vec::new(),
        false => engine.histories(&asked).await?,
    };
    let here_only = histories.into_iter().filter(|one| one.network == network);
    let histories: HashMap<_, _> = here_only.map(|one| (one.input.clone(), one)).collect();
    let site = |one: StepRecord| {
        let input = one.step.target?.input;
        let since = one.verdict.as_ref().and_then(|verdict| {
            // A later run says nothing of this one.
            let is_by_then = |since: &Since| {
                let stamp = since.stamp();
                stamp.run == record.id || stamp.at <= record.started
            };
            let since = Since::of(verdict.code, histories.get(&input)?);
            since.filter(|since| verdict.at.is_none() && is_by_then(since))
        });
        Some(Site { input, verdict: one.verdict, figures: one.figures, stop: one.stop, since })
    };
    let sites = plan.into_iter().filter_map(site).collect();
    Ok(Facts {
        run: Some(Run {
            id: record.id.to_string(),
            network: record.vantage,
            started: record.started,
        }),
        runs,
        here,
        sites,
    })
}

/// So many runs can be chosen from.
const RUNS: u32 = 20;
