//! `arna watch`: keeps the journal, on the network that this machine is on or inside the lab.

use std::path::Path;
use std::sync::Arc;

use arna_engine::run::{LedgerError, Looked};
use arna_engine::store::Place;
use arna_engine::{Config, Engine, WatchEvent};
use arna_lab::{Lab, LabError, Options, Scenario};
use arna_model::{Micros, Request, Vantage, WatchRequest};
use arna_net::{OsWire, Platform, web_roots};

use crate::args::Watch;
use crate::demo::known_profile;
use crate::exits::{Done, Ending, Trouble};
use crate::follow::Stop;
use crate::words::words;
use crate::{ask, ending, journal, json, out, places, runtimes, scenario};

/// Watches.
pub(crate) fn watch(watch: Watch) -> Done {
    let Some(asked) = &watch.scenario else {
        let database = places::database(watch.db.clone())?;
        return runtimes::here()?.block_on(here(&watch, &database));
    };
    let scenario = scenario::find(asked)?;
    if let Some(asked) = &watch.profile {
        known_profile(asked)?;
    }
    runtimes::in_the_lab("watch", |stop| async move { in_the_lab(&scenario, &watch, &stop).await })
}

async fn here(watch: &Watch, database: &Path) -> Done {
    let engine = Engine::open(Config {
        store: Place::File(database.to_owned()),
        vault: None,
        wire: Arc::new(OsWire::new()),
        roots: Arc::new(web_roots()),
        vantage: Vantage::default(),
        platform: Platform::default(),
    })?;
    places::say_set_aside(&engine);
    if engine.store().is_reading_only() {
        return Err(LedgerError::ReadOnly.into());
    }
    let request = WatchRequest {
        anchors: watch.lookout.anchors(),
        landmarks: watch.lookout.landmarks(),
        resolver: Some(watch.lookout.resolver),
        portal_probe: Some(watch.lookout.portal_probe.clone()),
        every: watch.every,
        max_time: watch.length,
        max_bytes: Some(watch.max_bytes),
    };
    let contacts = Request {
        anchors: request.anchors.clone(),
        landmarks: request.landmarks.clone(),
        resolver: request.resolver,
        portal_probe: request.portal_probe.clone(),
        ..Request::default()
    };
    if !ask::may_go_on(&contacts, engine.store(), database, watch.yes).await? {
        return Ok(Ending::Done);
    }
    let stop = Stop::default();
    tokio::spawn(stop.clone().on_interrupt());
    out::tell(format_args!(
        "Watching: a look every {}; Ctrl-C ends it. `{}` shows the journal.",
        every(watch.every),
        ending::with_database("arna journal", watch.db.as_deref())
    ));
    follow(&engine, request, watch.json, &stop).await?;
    Ok(Ending::Done)
}

async fn in_the_lab(scenario: &Scenario, watch: &Watch, stop: &Stop) -> Done {
    let (profile, decoys) = (watch.profile.clone(), Vec::new());
    let options = Options { profile, seed: watch.seed, decoys, ..Options::default() };
    let lab = Lab::open(scenario, &options).map_err(|error| match error {
        LabError::UnknownProfile { .. } => Trouble::usage(error),
        error => Trouble::own(error),
    })?;
    let store = match &watch.db {
        Some(named) => Place::File(places::database(Some(named.clone()))?),
        None => Place::Memory,
    };
    let engine = places::engine_in(&lab, store)?;
    let request = WatchRequest {
        anchors: lab.anchors(),
        landmarks: Vec::new(),
        resolver: Some(lab.resolver()),
        portal_probe: Some(lab.portal_probe()),
        every: watch.every,
        max_time: watch.length,
        max_bytes: Some(watch.max_bytes),
    };
    out::tell(format_args!("{}: {}", scenario.name, scenario.story.trim()));
    follow(&engine, request, watch.json, stop).await?;
    if !watch.json {
        out::line("")?;
        journal::print(&engine.journal(None).await?)?;
    }
    Ok(Ending::Done)
}

/// Follows a watch to its end. With `is_json` each look becomes a line on stdout, else each change.
async fn follow(
    engine: &Engine,
    request: WatchRequest,
    is_json: bool,
    stop: &Stop,
) -> Result<(), Trouble> {
    let mut watch = engine.watch(request).await?;
    let (mut last, mut broken) = (None, None);
    loop {
        let event = tokio::select! {
            biased;
            () = stop.is_wanted() => {
                watch.cancel();
                continue;
            }
            event = watch.next_event() => event,
        };
        let printed = match event {
            Some(WatchEvent::Looked(looked)) => {
                last = Some(looked);
                match (is_json, looked.is_change) {
                    (true, _) => json::look(&looked),
                    (false, true) => out::line(news(&looked)),
                    (false, false) => Ok(()),
                }
            }
            Some(WatchEvent::Resting(rest)) => {
                out::tell(format_args!(
                    "The bytes of 30 days are spent: nobody looks for {}.",
                    words().lasted(rest)
                ));
                Ok(())
            }
            Some(WatchEvent::Finished(Err(why))) => {
                return Err(Trouble::own(format_args!("{why}; what was looked at is kept")));
            }
            Some(WatchEvent::Finished(Ok(()))) | None => break,
        };
        if let Err(error) = printed {
            broken = Some(error);
            watch.cancel();
        }
    }
    if let Some(looked) = last {
        out::tell(sum(&looked));
    }
    broken.map_or(Ok(()), |broken| Err(broken.into()))
}

fn news(looked: &Looked) -> String {
    format!("{}  {}", words().at(looked.mark.wall), words().state(looked.state))
}

fn sum(looked: &Looked) -> String {
    let (looks, bytes) = (looked.looks, words().bytes(looked.bytes.total()));
    format!("{looks} looks, {bytes}.")
}

/// An interval to the second, where it is that short.
fn every(interval: Micros) -> String {
    match interval.0 / 1_000_000 {
        seconds @ ..60 => format!("{seconds} s"),
        _ => words().lasted(interval),
    }
}
