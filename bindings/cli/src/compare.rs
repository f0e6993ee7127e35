//! `arna compare`: the same sites over two of this machine's networks at the same time, and what differs (Linux).

use std::path::Path;
use std::sync::Arc;

use arna_engine::run::RunRecord;
use arna_engine::store::Place;
use arna_engine::{Comparing, Config, Engine};
use arna_model::{Leave, RunId, UplinkChoice, Vantage};
use arna_net::{OsWire, Wire as _};
use arna_words::Line;

use crate::args::Compare;
use crate::comparing::{self, Wanted};
use crate::exits::{Done, Ending, Trouble};
use crate::follow::Stop;
use crate::interfaces::Interfaces;
use crate::words::{line, minutes_ahead};
use crate::{again, ask, out, places, run, runtimes};

/// Compares.
pub(crate) fn compare(compare: &Compare) -> Done {
    let database = places::database(compare.asked.db.clone())?;
    // The command line takes two, or none to go on.
    let Ok(names) = <[String; 2]>::try_from(compare.interfaces.clone()) else {
        return runtimes::here()?.block_on(goes_on(compare, &database));
    };
    let each = compare.each();
    let request = run::request_of(&each)?;
    runtimes::here()?.block_on(async {
        let engine = open(compare, &names, &database)?;
        let request = run::of_lists(&engine, &each, request).await?;
        if !ask::may_go_on(&request, engine.store(), &database, compare.asked.yes).await? {
            return Ok(Ending::Done);
        }
        let over = names.each_ref().map(|name| UplinkChoice::Named(name.clone()));
        let comparing = engine.compare(request, over).await?;
        follow(compare, &engine, comparing, &names).await
    })
}

/// Goes on with the last comparison.
async fn goes_on(compare: &Compare, database: &Path) -> Done {
    let nothing = || {
        out::tell(line(Line::NothingToCompareNow, &[]));
        Ok(Ending::Done)
    };
    let Some(begun) = places::open_stored(database)?.last_comparison().await? else {
        return nothing();
    };
    if begun[0].vantage.lab.is_some() {
        return Err(Trouble::usage(line(Line::RunOfDemo, &[("path", &database.display())])));
    }
    let names = begun.each_ref().map(interface_of);
    let compare = &with_operators(compare, &begun, &names);
    let engine = open(compare, &names, database)?;
    let request = &begun[0].request;
    if !ask::may_go_on(request, engine.store(), database, compare.asked.yes).await? {
        return Ok(Ending::Done);
    }
    let ahead = minutes_ahead(OsWire::new().wall());
    let leave = Leave { is_agreed: compare.asked.beyond_means, ahead };
    match engine.resume_comparison(leave).await? {
        Some(comparing) => follow(compare, &engine, comparing, &names).await,
        None => nothing(),
    }
}

/// The interface that a run went over.
fn interface_of(record: &RunRecord) -> String {
    record.vantage.uplink.as_ref().map(|uplink| uplink.id.clone()).unwrap_or_default()
}

/// The same with whose networks they were, where nobody says otherwise.
fn with_operators(compare: &Compare, begun: &[RunRecord; 2], names: &[String; 2]) -> Compare {
    let mut compare = compare.clone();
    for (record, name) in begun.iter().zip(names) {
        let is_said = compare.operator_of(name).is_some();
        if let Some(operator) = record.vantage.operator.clone().filter(|_| !is_said) {
            compare.operator.push((name.clone(), operator));
        }
    }
    compare
}

/// The engine over both interfaces.
fn open(compare: &Compare, names: &[String; 2], database: &Path) -> Result<Engine, Trouble> {
    let asked = &compare.asked;
    places::opened_to_keep(Config {
        store: Place::File(database.to_owned()),
        vault: None,
        wire: Arc::new(OsWire::new()),
        uplinks: Some(Arc::new(Interfaces::both(compare, names)?)),
        roots: Arc::new(run::roots_with(asked.ca.as_deref())?),
        vantage: Vantage { country: asked.lookout.country_here(), ..Vantage::default() },
        platform: crate::device::platform(),
    })
}

/// Follows both to their ends, and says what they came to.
async fn follow(
    compare: &Compare,
    engine: &Engine,
    mut comparing: Comparing,
    names: &[String; 2],
) -> Done {
    let runs = comparing.ids().map(RunId::clone);
    let stop = Stop::default();
    tokio::spawn(stop.clone().on_interrupt());
    let again = Some(again::command_of(compare));
    let names = names.each_ref().map(String::as_str);
    let wanted = Wanted { names, is_json: compare.asked.json, all: compare.asked.all, again };
    let ended = comparing::follow(&mut comparing, &wanted, &stop).await?;
    comparing::tell(engine, &runs, ended, &wanted).await
}
