//! `arna slice` and `arna agent`: a little of the list in the background, within the user's means.

use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;

use arna_engine::store::Place;
use arna_engine::{Config, Engine, SliceRequest, Stopper, Uplinks, usual_request};
use arna_model::{Conditions, Micros, Request, Uplink};
use arna_net::{OsWire, Wire as _, resolver_name, web_roots};
use arna_words::Line;
use serde_json::json;

use crate::args::{Agent, Slice, Sliced};
use crate::exits::{Done, Ending, Trouble};
use crate::follow::Stop;
#[cfg(target_os = "linux")]
use crate::interfaces::Interfaces;
use crate::power::{Power, power};
use crate::words::{line, minutes_ahead, words};
use crate::{ask, ending, json, link, operator, out, places, run, runtimes};

/// One.
pub(crate) fn slice(asked: &Slice) -> Done {
    let database = places::database(asked.sliced.db.clone())?;
    runtimes::here()?.block_on(async {
        let Some(engine) = opened(&asked.sliced, &database).await? else { return Ok(Ending::Done) };
        let mut power = power();
        power.percent = asked.battery.or(power.percent);
        // Who says what the battery has, says whether it is being charged.
        if asked.charging || asked.battery.is_some() {
            power.is_charging = Some(asked.charging);
        }
        let stop = Stop::default();
        tokio::spawn(stop.clone().on_interrupt());
        one(&engine, &asked.sliced, power, &stop).await?;
        Ok(Ending::Done)
    })
}

/// One after the other, until Ctrl-C.
pub(crate) fn agent(asked: &Agent) -> Done {
    let database = places::database(asked.sliced.db.clone())?;
    runtimes::here()?.block_on(async {
        if opened(&asked.sliced, &database).await?.is_none() {
            return Ok(Ending::Done);
        }
        let stop = Stop::default();
        tokio::spawn(stop.clone().on_interrupt());
        let again = ending::with_database("arna history", asked.sliced.db.as_deref());
        let every = words().lasted(asked.every);
        let values: [(&str, &dyn Display); 2] = [("every", &every), ("again", &again)];
        out::tell(line(Line::AgentBegins, &values));
        // Not all who start their machines at nine.
        let mut wait = jittered(Micros(asked.every.0 / 3), 0);
        for number in 1.. {
            let next = OsWire::new().wall().after(wait);
            out::tell(line(Line::AgentWaits, &[("time", &words().minute(next))]));
            tokio::select! {
                biased;
                () = stop.is_wanted() => break,
                () = tokio::time::sleep(wait.into()) => {}
            }
            // The machine may be on another network by now.
            let engine = open(&asked.sliced, &database, false).await?;
            if one(&engine, &asked.sliced, power(), &stop).await? {
                break;
            }
            wait = jittered(asked.every, number);
        }
        Ok(Ending::Done)
    })
}

/// So long, up to a third less or more.
fn jittered(every: Micros, number: u64) -> Micros {
    let third = every.0 / 3;
    let mut entropy = OsWire::new().entropy(&format!("agent/{number}"));
    Micros(every.0 - third + entropy.below(2 * third + 1))
}

/// The engine; `None`: the person does not want the sites to be contacted.
async fn opened(sliced: &Sliced, database: &Path) -> Result<Option<Engine>, Trouble> {
    let engine = open(sliced, database, !sliced.yes && !sliced.json).await?;
    let contacts = engine.with_settings(request(&engine, sliced).await?).await?;
    let is_agreed = ask::may_go_on(&contacts, engine.store(), database, sliced.yes).await?;
    Ok(is_agreed.then_some(engine))
}

/// The engine on the network that this machine is on now.
async fn open(sliced: &Sliced, database: &Path, may_ask: bool) -> Result<Engine, Trouble> {
    let kept = places::open_to_read(database).ok();
    let operator = operator::of(sliced.operator.as_deref(), None, kept.as_ref(), may_ask).await?;
    drop(kept);
    let engine = places::opened_to_keep(Config {
        store: Place::File(database.to_owned()),
        vault: None,
        wire: Arc::new(OsWire::new()),
        uplinks: uplinks(),
        roots: Arc::new(web_roots()),
        vantage: run::vantage(&sliced.lookout, sliced.technology.clone(), operator.name.clone())
            .await,
        platform: crate::device::platform(),
    })?;
    operator.remember(&engine).await?;
    Ok(engine)
}

/// What is tested, a little at a time: what is on in the lists.
async fn request(engine: &Engine, sliced: &Sliced) -> Result<Request, Trouble> {
    let lookout = &sliced.lookout;
    let usual = Request {
        resolver: Some(lookout.resolver),
        resolver_name: resolver_name(lookout.resolver.ip()).map(str::to_owned),
        portal_probe: Some(lookout.portal_probe.clone()),
        ..usual_request(lookout.country_here().as_deref())
    };
    Ok(engine.request_of_lists(usual, None).await?)
}

/// One slice, told of; whether somebody wants to stop.
async fn one(engine: &Engine, sliced: &Sliced, power: Power, stop: &Stop) -> Result<bool, Trouble> {
    let now = OsWire::new().wall();
    let asked = SliceRequest {
        asked: request(engine, sliced).await?,
        conditions: of_power(power).await,
        ahead: minutes_ahead(now),
        deadline: now.after(sliced.seconds),
        max_bytes: sliced.max_bytes,
    };
    let stopper = Stopper::default();
    let mut going = std::pin::pin!(engine.background_slice(asked, &stopper));
    let (attempt, is_stopped) = tokio::select! {
        biased;
        () = stop.is_wanted() => {
            out::tell(line(Line::Stopping, &[]));
            stopper.cancel();
            (going.await?, true)
        }
        attempt = &mut going => (attempt?, false),
    };
    if sliced.json {
        json::value(json!({ "type": "slice", "schema": json::SCHEMA, "slice": attempt }))?;
    } else {
        words().attempt(&attempt).iter().try_for_each(out::line)?;
    }
    Ok(is_stopped)
}

/// What this machine is like now.
pub(crate) async fn conditions() -> Conditions {
    of_power(power()).await
}

async fn of_power(power: Power) -> Conditions {
    Conditions {
        uplink: default_uplink().await,
        battery_percent: power.percent,
        is_charging: power.is_charging,
        is_power_saving: power.is_saving,
        is_idle: None,
        is_data_saving: None,
    }
}

#[cfg(target_os = "linux")]
fn uplinks() -> Option<Arc<dyn Uplinks>> {
    Some(Arc::new(Interfaces::default()))
}

#[cfg(not(target_os = "linux"))]
fn uplinks() -> Option<Arc<dyn Uplinks>> {
    None
}

/// The network that whatever names none goes over.
async fn default_uplink() -> Option<Uplink> {
    match uplinks() {
        Some(uplinks) => uplinks.list().await.into_iter().find(|one| one.is_default),
        None => Some(Uplink { kind: link::kind(&OsWire::new()).await, ..Uplink::default() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_lie_apart_by_chance_and_within_a_third() {
        let every = Micros::from_secs(2_700);
        let all: Vec<_> = (0..50).map(|number| jittered(every, number).0).collect();
        assert!(all.iter().all(|wait| (1_800_000_000..=3_600_000_000).contains(wait)), "{all:?}");
        assert!(all.iter().any(|wait| *wait < every.0) && all.iter().any(|wait| *wait > every.0));
    }
}
