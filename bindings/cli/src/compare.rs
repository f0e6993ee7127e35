//! `arna compare`: the same sites over two of this machine's networks at the same time, and what differs (Linux).

use std::sync::Arc;

use arna_engine::Config;
use arna_engine::store::Place;
use arna_model::{RunId, UplinkChoice, Vantage};
use arna_net::OsWire;

use crate::args::Compare;
use crate::comparing::{self, Wanted};
use crate::exits::{Done, Ending};
use crate::follow::Stop;
use crate::interfaces::Interfaces;
use crate::{again, ask, places, run, runtimes};

/// Compares.
pub(crate) fn compare(compare: &Compare) -> Done {
    let asked = &compare.asked;
    let each = compare.each();
    let request = run::request_of(&each)?;
    let roots = run::roots_with(asked.ca.as_deref())?;
    let interfaces = Interfaces::both(compare)?;
    let database = places::database(asked.db.clone())?;
    runtimes::here()?.block_on(async {
        let country = asked.lookout.country_here();
        let engine = places::opened_to_keep(Config {
            store: Place::File(database.clone()),
            vault: None,
            wire: Arc::new(OsWire::new()),
            uplinks: Some(Arc::new(interfaces)),
            roots: Arc::new(roots),
            vantage: Vantage { country, ..Vantage::default() },
            platform: crate::device::platform(),
        })?;
        let request = run::of_lists(&engine, &each, request).await?;
        if !ask::may_go_on(&request, engine.store(), &database, asked.yes).await? {
            return Ok(Ending::Done);
        }
        let over = [&compare.one, &compare.other].map(|name| UplinkChoice::Named(name.clone()));
        let mut comparing = engine.compare(request, over).await?;
        let runs = comparing.ids().map(RunId::clone);
        let stop = Stop::default();
        tokio::spawn(stop.clone().on_interrupt());
        // Of two runs the second is the one that is gone on with.
        let again = again::command(&compare.second(), compare.operator_of(&compare.other));
        let names = [compare.one.as_str(), compare.other.as_str()];
        let wanted = Wanted { names, is_json: asked.json, all: asked.all, again: Some(again) };
        let ended = comparing::follow(&mut comparing, &wanted, &stop).await?;
        comparing::tell(&engine, &runs, ended, &wanted).await
    })
}
