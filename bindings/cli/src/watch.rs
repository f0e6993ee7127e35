//! `arna watch`: keeps the journal, on the network that this machine is on or inside the lab.

use std::path::Path;
use std::sync::Arc;

use arna_engine::run::Looked;
use arna_engine::store::Place;
use arna_engine::{Away, Config, Engine, WatchEvent};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{Micros, Request, Vantage, WatchRequest};
use arna_net::{OsWire, Platform, Wire as _, web_roots};
use arna_words::{Line, Phrase};

use crate::args::Watch;
use crate::demo::{known_profile, no_lab};
use crate::exits::{self, Done, Ending, Trouble};
use crate::follow::Stop;
use crate::words::{line, minutes_ahead, words};
use crate::{ask, ending, journal, json, operator, out, places, run, runtimes, scenario};

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
    runtimes::in_the_lab(Line::WatchBrokeOff, |stop| async move {
        in_the_lab(&scenario, &watch, &stop).await
    })
}

async fn here(watch: &Watch, database: &Path) -> Done {
    let operator = operator::over(&watch.over, database, !watch.yes && !watch.json).await?;
    let engine = places::opened_to_keep(Config {
        store: Place::File(database.to_owned()),
        vault: None,
        uplinks: run::uplinks_while_moving(&watch.over, database)?,
        wire: Arc::new(OsWire::new()),
        roots: Arc::new(web_roots()),
        // The rest is asked for before each look.
        vantage: Vantage {
            country: watch.lookout.country_here(),
            operator: watch.over.operator.clone(),
            technology: watch.over.technology.clone(),
            ..Vantage::default()
        },
        platform: Platform::default(),
    })?;
    operator.remember(&engine).await?;
    let request = WatchRequest {
        anchors: watch.lookout.anchors(),
        landmarks: watch.lookout.landmarks(),
        resolver: Some(watch.lookout.resolver),
        portal_probe: Some(watch.lookout.portal_probe.clone()),
        uplink: run::uplink_of(&watch.over),
        is_abroad_too: watch.abroad,
        every: watch.every,
        ahead: minutes_ahead(OsWire::new().wall()),
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
    let again = ending::with_database("arna journal", watch.db.as_deref());
    out::tell(line(Line::Watching, &[("every", &every(watch.every)), ("again", &again)]));
    follow(&engine, request, watch.json, &stop).await?;
    Ok(Ending::Done)
}

async fn in_the_lab(scenario: &Scenario, watch: &Watch, stop: &Stop) -> Done {
    let (profile, decoys) = (watch.profile.clone(), Vec::new());
    let options = Options { profile, seed: watch.seed, decoys, ..Options::default() };
    let lab = Lab::open(scenario, &options).map_err(no_lab)?;
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
        ..WatchRequest::default()
    };
    scenario::tell(scenario);
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
                out::tell(words().filled(Phrase::Resting, &[("time", &words().lasted(rest))]));
                Ok(())
            }
            Some(WatchEvent::Away(away)) => {
                let why = match away {
                    Away::Gone => Phrase::AwayGone,
                    Away::Vpn => Phrase::AwayVpn,
                    Away::Abroad => Phrase::AwayAbroad,
                };
                out::tell(words().phrase(why));
                if away == Away::Abroad {
                    out::tell(line(Line::AgreeAbroad, &[("option", &"--abroad")]));
                }
                Ok(())
            }
            Some(WatchEvent::Finished(Err(why))) => {
                let why = exits::stored(&why);
                return Err(Trouble::own(line(Line::WatchFailed, &[("why", &why)])));
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
    let bytes = words().bytes(looked.bytes.total());
    words().counted_line(Line::Watched, looked.looks, &[("bytes", &bytes)])
}

/// An interval to the second, where it is that short.
fn every(interval: Micros) -> String {
    match interval.0 / 1_000_000 {
        ..60 => words().whole_seconds(interval),
        _ => words().lasted(interval),
    }
}
