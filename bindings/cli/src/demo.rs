//! `arna demo`: a run inside the lab, where the truth is known and nothing leaves the machine.
//!
//! Everything happens on the lab's own runtime, whose clock is virtual, so that the same seed gives
//! the same bytes; only Ctrl-C is heard outside of it.

mod two;

use std::fmt::Display;

use arna_engine::run::{Ledger as _, RunRecord};
use arna_engine::store::{Page, Place};
use arna_engine::{DEFAULT_NETTESTS, Engine};
use arna_lab::{Lab, LabError, Options, Scenario};
use arna_model::{Request, Vantage};
use arna_words::Line;
use tempfile::TempDir;

use crate::args::Demo;
use crate::exits::{Done, Ending, Trouble};
use crate::follow::{self, Stop};
use crate::pcap::Capture;
use crate::words::{line, words};
use crate::{ending, json, lists, out, places, runtimes, scenario, table};

/// Runs a scenario.
pub(crate) fn demo(demo: Demo) -> Done {
    let scenario = scenario::find(&demo.scenario)?;
    if let Some(asked) = &demo.profile {
        known_profile(asked)?;
    }
    runtimes::in_the_lab(Line::DemoBrokeOff, |stop| async move {
        measure(&scenario, &demo, &stop).await
    })
}

async fn measure(scenario: &Scenario, demo: &Demo, stop: &Stop) -> Done {
    let options = Options {
        profile: demo.profile.clone(),
        seed: demo.seed,
        targets: demo.targets,
        starts: demo.at.or_else(|| scenario.measured()),
        ..Options::default()
    };
    if scenario.has_two_networks() {
        return two::measure(scenario, demo, &options, stop).await;
    }
    if demo.over.is_some() {
        return Err(Trouble::usage(line(Line::OneNetworkAlone, &[])));
    }
    let lab = Lab::open(scenario, &options).map_err(no_lab)?;
    // Declared before the engine, so that it outlives it.
    let (_folder, database) = database(demo)?;
    let engine = places::engine_in(&lab, database)?;
    let request = request(&lab, demo);
    if let Some(done) = known_already(&engine, &lab.vantage(), &request, demo).await? {
        return Ok(done);
    }
    scenario::tell(scenario);
    follow_to_end(&engine, request, &lab, demo, stop).await
}

/// Where its results go; without a name into a folder that is gone at the end.
fn database(demo: &Demo) -> Result<(Option<TempDir>, Place), Trouble> {
    if let Some(named) = &demo.db {
        return Ok((None, Place::File(places::database(Some(named.clone()))?)));
    }
    let folder = tempfile::tempdir().map_err(|error| {
        Trouble::own(line(Line::NoTemporary, &[("why", &words().system(&error))]))
    })?;
    let place = Place::File(folder.path().join("demo.db"));
    Ok((Some(folder), place))
}

/// Runs to the end, and says what it came to.
async fn follow_to_end(
    engine: &Engine,
    request: Request,
    lab: &Lab,
    demo: &Demo,
    stop: &Stop,
) -> Done {
    let capture = demo.pcap.as_deref().map(Capture::create).transpose()?;
    if let Some(capture) = &capture {
        lab.capture(capture.onlooker());
    }
    let mut run = engine.start(request).await?;
    let followed = follow::follow(&mut run, demo.json, stop).await?;
    let as_what = ending::As::asked(demo.json, demo.all);
    let ending = ending::tell(engine, run.id(), followed.outcome, as_what, None).await?;
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
    // The yes is for a moment, and not stored.
    let asked = Request { leave: stored.request.leave, ..request.clone() };
    let is_another = stored.request != asked || stored.vantage.lab != vantage.lab;
    if is_another || stored.end.is_none() {
        let values: [(&str, &dyn Display); 2] = [("seed", &demo.seed), ("run", &stored.id)];
        return Err(Trouble::usage(line(Line::AnotherDemo, &values)));
    }
    if demo.pcap.is_some() {
        return Err(Trouble::usage(line(Line::NothingToCapture, &[])));
    }
    out::tell(line(Line::DemoKnown, &[]));
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

/// What is asked for.
fn request(lab: &Lab, demo: &Demo) -> Request {
    let usual = usual_request(lab, demo.at_once);
    Request {
        rates: demo.rates.unwrap_or_default(),
        tries_quic: usual.tries_quic || demo.quic,
        reads_long: demo.long,
        is_traced: usual.is_traced || demo.trace,
        ..usual
    }
}

/// What is asked for in a lab, with so many looks at once at most.
pub(crate) fn usual_request(lab: &Lab, at_once: Option<u8>) -> Request {
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
    let values: [(&str, &dyn Display); 2] = [("name", &asked), ("known", &known.join(", "))];
    let said = line(Line::NoProfile, &values);
    Err(Trouble::usage(lists::or_meant(said, asked, known)))
}

/// A country that cannot be put up.
pub(crate) fn no_lab(error: LabError) -> Trouble {
    match error {
        // Profiles that are typed are looked up before; this is a scenario's own.
        LabError::UnknownProfile { .. } => Trouble::usage(error),
        error => Trouble::own(error),
    }
}
