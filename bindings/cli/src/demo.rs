//! `arna demo`: a run inside the lab, where the truth is known and nothing leaves the machine.
//!
//! Everything happens on the lab's own runtime, whose clock is virtual, so that the same seed gives
//! the same bytes; only Ctrl-C is heard outside of it.

use arna_engine::run::{Ledger as _, RunRecord};
use arna_engine::store::{Page, Place};
use arna_engine::{DEFAULT_NETTESTS, Engine};
use arna_lab::{Lab, LabError, Options, Scenario};
use arna_model::{Request, Vantage};

use crate::args::Demo;
use crate::exits::{Done, Ending, Trouble};
use crate::follow::{self, Stop};
use crate::pcap::Capture;
use crate::{ending, json, lists, out, places, runtimes, scenario, table};

/// Runs a scenario.
pub(crate) fn demo(demo: Demo) -> Done {
    let scenario = scenario::find(&demo.scenario)?;
    if let Some(asked) = &demo.profile {
        known_profile(asked)?;
    }
    runtimes::in_the_lab("demo", |stop| async move { measure(&scenario, &demo, &stop).await })
}

async fn measure(scenario: &Scenario, demo: &Demo, stop: &Stop) -> Done {
    let options = Options {
        profile: demo.profile.clone(),
        seed: demo.seed,
        targets: demo.targets,
        starts: demo.at.or_else(|| scenario.measured()),
        ..Options::default()
    };
    let lab = Lab::open(scenario, &options).map_err(|error| match error {
        LabError::UnknownProfile { .. } => Trouble::usage(error),
        error => Trouble::own(error),
    })?;
    // Declared before the engine, so that it outlives it.
    let folder = match &demo.db {
        Some(_) => None,
        None => Some(tempfile::tempdir().map_err(|error| {
            Trouble::own(format_args!("there is no room for a temporary database: {error}"))
        })?),
    };
    let database = match (&demo.db, &folder) {
        (Some(named), _) => Place::File(places::database(Some(named.clone()))?),
        (None, Some(folder)) => Place::File(folder.path().join("demo.db")),
        (None, None) => Place::Memory,
    };
    let engine = places::engine_in(&lab, database)?;
    let mut request = request(&lab, demo.at_once);
    request.rates = demo.rates.unwrap_or_default();
    request.tries_quic |= demo.quic;
    request.is_traced |= demo.trace;
    if let Some(done) = known_already(&engine, &lab.vantage(), &request, demo).await? {
        return Ok(done);
    }
    let capture = demo.pcap.as_deref().map(Capture::create).transpose()?;
    if let Some(capture) = &capture {
        lab.capture(capture.onlooker());
    }
    out::tell(format_args!("{}: {}", scenario.name, scenario.story.trim()));
    let mut run = engine.start(request).await?;
    let followed = follow::follow(&mut run, demo.json, stop).await?;
    let as_what = ending::As::asked(demo.json, demo.all);
    let ending = ending::tell(&engine, run.id(), followed.outcome, as_what, None).await?;
    if let Some(capture) = capture {
        let written = capture.finish()?;
        debug_assert_eq!(written, lab.phone_bytes().total(), "what passed is what is written");
    }
    Ok(ending)
}

/// The same demo is the same run to the byte; what is stored of it already is shown.
async fn known_already(
    engine: &Engine,
    vantage: &Vantage,
    request: &Request,
    demo: &Demo,
) -> Result<Option<Ending>, Trouble> {
    let store = engine.store();
    // What has one seed, and the same --at, has the same ids, whatever the scenario.
    let draws = |of: &Vantage| {
        let lab = of.lab.as_deref()?;
        lab.rsplit_once(" seed ").map(|(_, draws)| draws.to_owned())
    };
    let is_same_history =
        |run: &RunRecord| run.vantage.lab.is_some() && draws(&run.vantage) == draws(vantage);
    let mut before = None;
    let stored = loop {
        let page = store.runs(Page { before: before.take(), limit: 100 }).await?;
        let Some(last) = page.last() else { return Ok(None) };
        before = Some(last.id.clone());
        if let Some(found) = page.into_iter().find(is_same_history) {
            break found;
        }
    };
    let is_another = stored.request != *request || stored.vantage.lab != vantage.lab;
    if is_another || stored.end.is_none() {
        let seed = demo.seed;
        return Err(Trouble::usage(format_args!(
            "the database holds another or an unfinished demo with seed {seed} \
             (run {}); choose another --seed, --at or --db",
            stored.id
        )));
    }
    if demo.pcap.is_some() {
        return Err(Trouble::usage(
            "this demo is in the database already, so nothing would pass that could be captured; \
             choose another --seed, --at or --db",
        ));
    }
    out::tell("This demo is in the database already; here is what it brought.");
    let measurements = store.measurements(&stored.id).await?;
    let summary = engine.summary(&stored.id).await?;
    if demo.json {
        measurements.iter().try_for_each(json::measurement)?;
        json::run(&summary)?;
    } else {
        table::print(&measurements, &summary, demo.all)?;
        table::close(&measurements, &summary, engine.everywhere(&measurements).as_ref())?;
    }
    Ok(Some(ending::of(&summary)))
}

/// What is asked for in a lab, with so many looks at once at most.
pub(crate) fn request(lab: &Lab, at_once: Option<u8>) -> Request {
    Request {
        nettests: DEFAULT_NETTESTS.iter().map(|&name| name.to_owned()).collect(),
        at_once,
        // Nobody watches what is said in a simulated country.
        is_recheck: true,
        ..lab.request()
    }
}

pub(crate) fn known_profile(asked: &str) -> Result<(), Trouble> {
    let known: Vec<_> = arna_lab::profiles().iter().map(|one| one.name.as_str()).collect();
    if known.contains(&asked) {
        return Ok(());
    }
    let hint = lists::did_you_mean(asked, known.iter().copied());
    let known = known.join(", ");
    Err(Trouble::usage(format_args!("there is no profile {asked:?}{hint} (there are {known})")))
}
