//! What home stands on, and how the engine is asked for it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use arna_engine::run::{Ledger as _, RunRecord, StepRecord};
use arna_engine::store::SetAside;
use arna_engine::{Awaiting, Engine, Error, Estimate, built_in_targets};
use arna_model::{
    Bytes, Code, Interval, Micros, Reason, Request, State, Stop, Uplink, Vantage, WallTime,
};

use crate::Offer;

/// What home stands on.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The network that is shown.
    pub here: Vantage,
    /// The phone's other networks, each with the latest run on it.
    pub others: Vec<(Uplink, Option<Last>)>,
    /// How many sites a run would test.
    pub sites: usize,
    /// Whether these are the built-in list.
    pub is_built_in: bool,
    /// What that is likely to cost.
    pub estimate: Estimate,
    /// The latest run on this network.
    pub last: Option<Last>,
    /// The latest run of all, where that was on another network.
    pub elsewhere: Option<(Vantage, WallTime)>,
    /// What is left to go on with, by network and time.
    pub left: Option<Left>,
    /// Second sittings that are waited for.
    pub awaiting: Option<Awaiting>,
    /// The newest entry of the journal.
    pub journal: Option<Interval>,
    /// What was put aside when the store was opened.
    pub set_aside: Option<SetAside>,
    /// What is offered, the first first: what the shell may offer still, as far as it is of use.
    pub offers: Vec<Offer>,
    /// Whether it is being looked whether there is any Internet, since somebody asked for that.
    pub is_looking: bool,
}

/// A run and what became of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Last {
    /// Its id.
    pub run: String,
    /// When it began, by the phone's clock.
    pub started: WallTime,
    /// Where.
    pub network: Vantage,
    /// How many sites have which verdict; not tested are those that have none yet.
    pub counts: BTreeMap<Code, u64>,
    /// The reason of all abstentions, where all sites have one and the same.
    pub reason: Option<Reason>,
    /// What it used, both directions; nothing while it is unfinished.
    pub bytes: Option<Bytes>,
    /// How long it took; nothing while it is unfinished.
    pub runtime: Option<Micros>,
    /// Since when the block that was found last is seen, and whether the phone's clock is doubtful there.
    pub newest_block: Option<(WallTime, bool)>,
}

/// What there is to go on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// So many sites of a run that was not finished.
    Sites(usize),
    /// So many suspects of a whole run that were too many for it, or whose second sitting is due.
    Suspects(usize),
    /// So many second sittings that are due.
    Seconds(usize),
}

impl Last {
    fn of(record: &RunRecord, plan: &[StepRecord]) -> Self {
        let sites = || plan.iter().filter(|one| !one.step.is_decoy && one.step.target.is_some());
        let code = |one: &StepRecord| one.verdict.as_ref().map_or(Code::NotTested, |it| it.code);
        let mut counts = BTreeMap::new();
        sites().for_each(|one| *counts.entry(code(one)).or_default() += 1);
        let reasons: BTreeSet<_> = sites()
            .map(|one| one.verdict.as_ref().filter(|it| it.code.is_abstention())?.reason)
            .collect();
        Self {
            run: record.id.to_string(),
            started: record.started,
            network: record.vantage.clone(),
            counts,
            reason: reasons.first().copied().flatten().filter(|_| reasons.len() == 1),
            bytes: record.end.map(|end| end.bytes),
            runtime: record.end.map(|end| end.runtime),
            newest_block: None,
        }
    }

    /// How many sites there were.
    pub fn sites(&self) -> u64 {
        self.counts.values().sum()
    }

    /// The estimate for a run of so many sites, if this one, of as many, is what is known of the network.
    pub(super) fn as_likely(&self, sites: usize, estimate: Estimate) -> Estimate {
        match (self.runtime, self.bytes) {
            (Some(time), Some(bytes)) if self.sites() == sites as u64 => {
                Estimate { time, bytes: bytes.total(), ..estimate }
            }
            _ => estimate,
        }
    }

    /// How many have one of these verdicts.
    pub fn of_codes(&self, codes: &[Code]) -> u64 {
        codes.iter().filter_map(|code| self.counts.get(code)).sum()
    }
}

/// Reads what home stands on. `request`: what a run would be asked for; `now`: by the phone's clock.
///
/// # Errors
/// The engine's; that the chosen network is away is none.
pub async fn read(
    engine: &Engine,
    request: &Request,
    offers: Vec<Offer>,
    now: WallTime,
) -> Result<Facts, Error> {
    let runs = engine.store().heads(RUNS).await?;
    let here = match engine.network(&request.uplink).await {
        Ok(here) => here,
        Err(Error::NoUplink(_)) => Vantage::default(),
        Err(error) => return Err(error),
    };
    // Who only looks at what is stored is on no network: then it is that of the latest run.
    let newest = runs.first().filter(|_| here.is_unknown());
    let here = newest.map_or(here, |run| run.vantage.clone());
    let on = |vantage: &Vantage| runs.iter().find(|run| run.vantage.is_same_network(vantage));
    let last = match on(&here) {
        Some(head) => Some(last(engine, &engine.store().run(&head.id).await?).await?),
        None => None,
    };
    let mut others = Vec::new();
    for uplink in engine.networks().await.into_iter().filter(|one| !request.uplink.is_meant(one)) {
        let technology = uplink.technology.clone();
        let kind = uplink.kind.map(|kind| kind.as_str().to_owned());
        let there = Vantage {
            operator: uplink.operator.clone(),
            technology: technology.or(kind),
            country: here.country.clone(),
            ..Vantage::default()
        };
        let run = match on(&there) {
            Some(head) => Some(plain(engine, &engine.store().run(&head.id).await?).await?),
            None => None,
        };
        others.push((uplink, run));
    }
    let elsewhere = runs.first().filter(|run| !run.vantage.is_same_network(&here));
    Ok(Facts {
        elsewhere: elsewhere.map(|run| (run.vantage.clone(), run.started)),
        sites: request.targets.len(),
        is_built_in: is_built_in(request),
        estimate: engine.estimate(request)?,
        left: left(engine, request, &here).await?,
        awaiting: engine.awaiting().await?,
        journal: engine.journal(Some(since(now))).await?.pop(),
        set_aside: engine.set_aside().cloned(),
        here,
        others,
        last,
        is_looking: false,
        offers: of_use(offers, engine.means().await?.is_automatic),
    })
}

/// What is still of use: news and to be woken are for automatic tests alone.
fn of_use(mut offers: Vec<Offer>, is_automatic: bool) -> Vec<Offer> {
    offers.retain(|offer| (*offer == Offer::Automatic) != is_automatic);
    offers
}

/// What a request is likely to cost, as home says it ([`super::likely`]).
pub(crate) async fn likely_here(engine: &Engine, request: &Request) -> Result<Estimate, Error> {
    let estimate = engine.estimate(request)?;
    let here = match engine.network(&request.uplink).await {
        Ok(here) => here,
        Err(Error::NoUplink(_)) => Vantage::default(),
        Err(error) => return Err(error),
    };
    let runs = engine.store().heads(RUNS).await?;
    let is_here = |run: &Vantage| here.is_unknown() || run.is_same_network(&here);
    let Some(head) = runs.iter().find(|run| is_here(&run.vantage)) else { return Ok(estimate) };
    let last = plain(engine, &engine.store().run(&head.id).await?).await?;
    Ok(last.as_likely(request.targets.len(), estimate))
}

/// Whether the sites of a request are those of the list that comes with Arna, none of which is of a risky kind.
pub(crate) fn is_built_in(request: &Request) -> bool {
    request.targets == built_in_targets()
}

async fn plain(engine: &Engine, record: &RunRecord) -> Result<Last, Error> {
    Ok(Last::of(record, &engine.store().plan(&record.id).await?))
}

/// The same with since when its newest block is seen.
async fn last(engine: &Engine, record: &RunRecord) -> Result<Last, Error> {
    let plan = engine.store().plan(&record.id).await?;
    let blocked: HashSet<_> = plan
        .iter()
        .filter(|one| one.verdict.as_ref().is_some_and(|it| it.code == Code::Blocked))
        .filter_map(|one| Some(one.step.target.as_ref()?.input.clone()))
        .collect();
    let last = Last::of(record, &plan);
    if blocked.is_empty() {
        return Ok(last);
    }
    let histories = engine.histories(&blocked).await?;
    let operator = &record.vantage.operator;
    let here = histories.into_iter().filter(|one| one.network.operator == *operator);
    let spells = here.filter_map(|one| one.unsettled.or(one.settled));
    let firsts = spells.filter(|spell| spell.state == State::Blocked).map(|spell| spell.first);
    let newest = firsts.max_by_key(|stamp| stamp.at);
    Ok(Last { newest_block: newest.map(|stamp| (stamp.at, stamp.is_doubtful)), ..last })
}

async fn left(engine: &Engine, request: &Request, here: &Vantage) -> Result<Option<Left>, Error> {
    let record = engine.resumable(request).await?;
    // What was begun on another network is no part of this one's answer.
    let Some(record) = record.filter(|one| one.vantage.is_same_network(here)) else {
        return Ok(None);
    };
    let plan = engine.store().plan(&record.id).await?;
    let sites = plan.iter().filter(|one| !one.step.is_decoy && one.step.target.is_some());
    let (mut open, mut seconds, mut too_many) = (0, 0, 0);
    for one in sites {
        match (&one.verdict, one.stop) {
            (None, _) => open += 1,
            (Some(_), Some(Stop::ConfirmationsSpent)) => too_many += 1,
            (Some(_), Some(Stop::AwaitingSecondSitting)) => seconds += 1,
            (Some(_), Some(stop)) if stop.is_open() => open += 1,
            (Some(_), _) => {}
        }
    }
    Ok(Some(match record.end {
        None => Left::Sites(open + seconds),
        Some(_) if too_many > 0 => Left::Suspects(too_many + seconds),
        Some(_) => Left::Seconds(seconds),
    }))
}

/// The part of the journal that may still be so.
fn since(now: WallTime) -> WallTime {
    WallTime(now.0.saturating_sub_unsigned(Micros::from_secs(24 * 3_600).0))
}

/// So many runs are looked through for one on the same network: a week of hourly ones.
const RUNS: u32 = 168;
