//! `arna show`: what is stored, as it was measured.

use arna_engine::Engine;
use arna_engine::run::Ledger as _;
use arna_engine::store::Found;
use arna_model::{Measurement, RunId};
use arna_words::Line;

use crate::args;
use crate::exits::{Done, Ending, Trouble};
use crate::runtimes::no_runtime;
use crate::words::line;
use crate::{again, ending, json, out, places, runs, table, why};

/// Shows a run or a measurement.
pub(crate) fn show(show: args::Show) -> Done {
    let path = places::database(show.db.clone())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(no_runtime)?.block_on(async {
        let engine = places::open_stored(&path)?;
        match places::find(&engine, show.id.as_deref(), &path).await? {
            Found::Run(id) => show_run(&engine, &id, &show).await?,
            Found::Measurement(id) => {
                let one = engine.store().measurement(&id).await;
                show_one(&engine, &one.map_err(|_| places::not_made_yet(&id))?, &show).await?;
            }
        }
        Ok(Ending::Done)
    })
}

async fn show_run(engine: &Engine, id: &RunId, show: &args::Show) -> Result<(), Trouble> {
    let measurements = engine.store().measurements(id).await?;
    let summary = engine.summary(id).await?;
    if show.json {
        for one in &measurements {
            let told = if show.why { engine.account(&one.id).await? } else { None };
            json::explained(one, told.as_ref())?;
        }
        json::run(&summary)?;
    } else if show.why {
        runs::head(engine, &engine.store().run(id).await?).await?;
        for one in table::in_order(&measurements) {
            let told = engine.account(&one.id).await?;
            why::print(one, &engine.store().opinions(&one.id).await?, told.as_ref())?;
        }
        why::legend()?;
    } else {
        runs::head(engine, &engine.store().run(id).await?).await?;
        table::print(&measurements, &summary, show.all)?;
        ending::tell_refusals(&measurements);
        table::close(&measurements, &summary, engine.everywhere(&measurements).as_ref())?;
    }
    say_unfinished(engine, id, measurements.len(), show).await
}

/// Says that a run is not over, and what goes on with it.
async fn say_unfinished(
    engine: &Engine,
    id: &RunId,
    measured: usize,
    show: &args::Show,
) -> Result<(), Trouble> {
    let record = engine.store().run(id).await?;
    if record.end.is_some() {
        return again::tell_of_rest(engine, id, None).await;
    }
    let planned = engine.store().plan(id).await?.len();
    out::tell(line(Line::Unfinished, &[("n", &measured), ("planned", &planned)]));
    if record.vantage.lab.is_none() {
        let again = ending::with_database("arna run --resume", show.db.as_deref());
        out::tell(line(Line::GoesOn, &[("again", &again)]));
    }
    Ok(())
}

async fn show_one(
    engine: &Engine,
    measurement: &Measurement,
    show: &args::Show,
) -> Result<(), Trouble> {
    let told = engine.account(&measurement.id).await?;
    if show.json {
        json::explained(measurement, told.as_ref().filter(|_| show.why))?;
    } else {
        let opinions = engine.store().opinions(&measurement.id).await?;
        why::print(measurement, &opinions, told.as_ref())?;
        why::legend()?;
    }
    Ok(())
}
