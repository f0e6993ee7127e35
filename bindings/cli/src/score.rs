//! `arna lab score`: a scenario over many seeds, one line for each run: what was said of each target, and
//! what is really so. Whoever counts them knows how far Arna can be believed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use arna_engine::run::{Ledger as _, RunEnd, RunRecord};
use arna_engine::store::Place;
use arna_engine::{Engine, Outcome, Resumed, Run, RunEvent};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{
    Account, Event, Measurement, MeasurementId, Micros, Observation, Place as Where, Purse, Quic,
    Request, RunId, RunSummary, Tally, Tested,
};
use arna_words::Line;
use serde::Serialize;

use crate::args::Score;
use crate::exits::{Done, Ending, Trouble};
use crate::pcap::Capture;
use crate::words::line;
use crate::{demo, json, places, scenario};

/// One run.
#[derive(Serialize)]
struct Scored {
    scenario: String,
    profile: String,
    seed: u64,
    /// Both directions, IP headers included; confirmations too.
    bytes: u64,
    /// Virtual time.
    seconds: f64,
    /// Decoys that were accused.
    accused_decoys: usize,
    targets: Vec<Decision>,
}

/// What was said of one target.
#[derive(Serialize)]
struct Decision {
    input: String,
    code: String,
    is_censored: bool,
    /// By the verdict, or of its QUIC alone by the hint beside it.
    is_accused: bool,
    is_right: bool,
    /// Blocks of its confirmation, void ones included; 0: it was only looked at.
    blocks: usize,
    /// Its own, and its share of what it had in common with those who sat beside it.
    bytes: u64,
    /// From the first block to the end of the last one.
    sitting_s: f64,
    /// Blocks that count in which the target failed, and all that count.
    failures: (u64, u64),
    /// The same of its name at a helper's address.
    name_failures: (u64, u64),
}

/// Plays the scenario with each seed and prints what came of it.
pub(crate) fn score(asked: &Score) -> Done {
    let scenario = scenario::find(&asked.scenario)?;
    if let Some(profile) = &asked.profile {
        demo::known_profile(profile)?;
    }
    if asked.pcap.is_some() && asked.runs != 1 {
        return Err(Trouble::usage(line(Line::OneRunToCapture, &[])));
    }
    for seed in asked.seed..asked.seed.saturating_add(asked.runs) {
        let runtime = arna_lab::runtime().map_err(crate::runtimes::no_runtime)?;
        let scored = runtime.block_on(played(&scenario, asked, seed))?;
        json::line(&scored)?;
    }
    Ok(Ending::Done)
}

async fn played(scenario: &Scenario, asked: &Score, seed: u64) -> Result<Scored, Trouble> {
    let options = Options { profile: asked.profile.clone(), seed, ..Options::default() };
    let lab = Lab::open(scenario, &options).map_err(Trouble::own)?;
    let engine = places::engine_in(&lab, Place::Memory)?;
    let rates = asked.rates.unwrap_or_default();
    let request = Request {
        rates,
        reads_long: asked.long,
        at_once: asked.at_once,
        ..demo::usual_request(&lab, None)
    };
    if asked.controls > 0 {
        remember(&engine, &lab, &request, asked.controls).await?;
    }
    let capture = asked.pcap.as_deref().map(Capture::create).transpose()?;
    if let Some(capture) = &capture {
        lab.capture(capture.onlooker());
    }
    let mut measured = BTreeMap::new();
    let run = engine.start(request.clone()).await?;
    let mut summary = to_the_end(run, &mut measured, seed).await?;
    if asked.second_sittings {
        tokio::time::sleep(AN_HOUR_LATER).await;
        if let Resumed::Goes(run) = engine.resume(request).await? {
            summary = to_the_end(run, &mut measured, seed).await?;
        }
    }
    if let Some(capture) = capture {
        capture.finish()?;
    }
    let accused_decoys =
        measured.values().filter(|one| one.is_decoy && one.verdict.code.is_accusation()).count();
    let mut targets = Vec::new();
    for one in measured.values().filter(|one| !one.is_decoy) {
        let account = engine.account(&one.id).await?;
        targets.extend(decision(one, account.as_ref()));
    }
    let profile = asked.profile.clone().unwrap_or_else(|| scenario.profile.clone());
    Ok(Scored {
        scenario: scenario.name.clone(),
        profile,
        seed,
        bytes: summary.bytes.total(),
        seconds: summary.runtime.as_secs_f64(),
        accused_decoys,
        targets,
    })
}

/// Takes in all that a run measures, the latest word on each target.
async fn to_the_end(
    mut run: Run,
    measured: &mut BTreeMap<MeasurementId, Measurement>,
    seed: u64,
) -> Result<RunSummary, Trouble> {
    loop {
        match run.next_event().await {
            Some(RunEvent::Measured(one)) => drop(measured.insert(one.id.clone(), *one)),
            Some(RunEvent::Finished(Outcome::Whole(summary))) => return Ok(summary),
            Some(RunEvent::Finished(_)) | None => {
                return Err(Trouble::own(format_args!("the run with seed {seed} broke off")));
            }
            Some(_) => {}
        }
    }
}

/// Has the store hold a run of an hour ago in which so many controls worked.
async fn remember(
    engine: &Engine,
    lab: &Lab,
    request: &Request,
    controls: u64,
) -> Result<(), Trouble> {
    let an_hour_ago = arna_model::WallTime(lab.wire().wall().0 - 3_600_000_000);
    let (id, tally) = (RunId::new("earlier"), Tally { trials: controls, failures: 0 });
    let (request, vantage) = (request.clone(), lab.vantage());
    let (started, uptime) = (an_hour_ago, None);
    let (purse, is_slice, end) = (Purse::of_vantage(&vantage), false, None);
    let record = RunRecord { id, request, vantage, started, uptime, purse, is_slice, end };
    engine.store().open_run(&record, &[]).await.map_err(Trouble::own)?;
    let end = RunEnd { tally, ..RunEnd::default() };
    engine.store().finish_run(&record.id, end).await.map_err(Trouble::own)
}

/// What was said, where the truth is known.
fn decision(measurement: &Measurement, account: Option<&Account>) -> Option<Decision> {
    let (truth, code) = (measurement.truth.as_ref()?, measurement.verdict.code);
    let mut blocks = BTreeSet::new();
    let (mut begun, mut over) = (None, Micros::default());
    for seen in &measurement.observations {
        if let Where::Block { sitting, block, .. } = seen.place {
            blocks.insert((sitting, block));
            begun = Some(begun.map_or(seen.t0, |begun: Micros| begun.min(seen.t0)));
            over = over.max(seen.t);
        }
    }
    Some(Decision {
        input: measurement.input.clone()?,
        code: code.as_str().to_owned(),
        is_censored: truth.censored,
        is_accused: code.is_accusation() || measurement.verdict.quic == Some(Quic::SilentAfterName),
        is_right: arna_model::Score::is_right(code, truth),
        blocks: blocks.len(),
        bytes: measurement.bytes.total() + share(measurement),
        failures: failures(account, Tested::Target),
        name_failures: failures(account, Tested::NameAtHelper),
        sitting_s: begun.map_or(0.0, |begun| over.since(begun).as_secs_f64()),
    })
}

/// Its share of what the rounds in which it sat had in common.
fn share(measurement: &Measurement) -> u64 {
    let of = |seen: &Observation| {
        let Where::Block { round: Some(round), arm, .. } = seen.place else { return 0.0 };
        let is_own = matches!(&seen.event, Event::TcpConnect(it) if it.address.port() == HTTP)
            || matches!(seen.event, Event::HttpTransaction(_));
        let is_shared = arm.is_shared() && !is_own;
        let share = seen.bytes.total() as f64 / f64::from(round.targets);
        if is_shared { share } else { 0.0 }
    };
    measurement.observations.iter().map(of).sum::<f64>() as u64
}

/// Of the blocks that count of all sittings: in how many something failed, and how many there are.
fn failures(account: Option<&Account>, of: Tested) -> (u64, u64) {
    let tests = account.iter().flat_map(|account| &account.sittings).flat_map(|it| &it.tests);
    let tests = tests.filter(|test| test.tested == of);
    tests.fold((0, 0), |(failures, all), test| {
        (failures + test.failures, all + test.failures + test.successes)
    })
}

/// Requests in the clear sit beside innocents of their own.
const HTTP: u16 = 80;
/// A second sitting begins no sooner than an hour after the first one's end.
const AN_HOUR_LATER: Duration = Duration::from_secs(3700);
