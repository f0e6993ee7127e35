//! `arna show`: what is stored, as it was measured.

use arna_engine::Engine;
use arna_engine::run::Ledger as _;
use arna_engine::store::Found;
use arna_model::{Measurement, RunId};

use crate::args;
use crate::demo::no_runtime;
use crate::exits::{Done, Ending, Trouble};
use crate::{json, places, table, why};

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
                show_one(&one.map_err(|_| places::not_made_yet(&id))?, &show)?;
            }
        }
        Ok(Ending::Done)
    })
}

async fn show_run(engine: &Engine, id: &RunId, show: &args::Show) -> Result<(), Trouble> {
    let measurements = engine.store().measurements(id).await?;
    let summary = engine.summary(id).await?;
    if show.json {
        measurements.iter().try_for_each(json::measurement)?;
        json::run(&summary)?;
    } else if show.why {
        measurements.iter().try_for_each(why::print)?;
    } else {
        table::print(&measurements, &summary)?;
    }
    Ok(())
}

fn show_one(measurement: &Measurement, show: &args::Show) -> Result<(), Trouble> {
    if show.json {
        json::measurement(measurement)?;
    } else {
        why::print(measurement)?;
    }
    Ok(())
}
