//! The screens of results, of one site, and of the history.

use std::path::Path;

use arna_engine::store::Found;
use arna_engine::{Engine, Filter, Part};
use arna_model::{MeasurementId, WallTime};
use arna_screens::history::{self, Half};
use arna_screens::{results, site};
use arna_words::Line;

use super::{drawn_sites, print};
use crate::exits::Trouble;
use crate::places;
use crate::words::{line, words};

/// The results of a run, or of the latest.
pub(super) async fn results(
    engine: &Engine,
    id: Option<&str>,
    path: &Path,
    (now, is_json): (WallTime, bool),
) -> Result<(), Trouble> {
    let run = places::find_run(engine, id, path).await?;
    let facts = results::read(engine, Some(&run), None).await?;
    let results = results::results(&facts, &results::Asked::default(), words(), now);
    print("results", &results, drawn_sites::results(&results), is_json)
}

/// The page of a site, by its name or by a measurement of it.
pub(super) async fn site(
    engine: &Engine,
    id: Option<&str>,
    path: &Path,
    (now, is_json): (WallTime, bool),
) -> Result<(), Trouble> {
    let (input, measurement) = meant(engine, id.unwrap_or_default(), path).await?;
    let facts = site::read(engine, &input, measurement.as_ref(), (None, now)).await?;
    let site = site::site(&facts, words(), now);
    print("site", &site, drawn_sites::site(&site), is_json)
}

/// What was so over time: of the network, or of sites.
pub(super) async fn history(
    engine: &Engine,
    half: Option<&str>,
    (now, is_json): (WallTime, bool),
) -> Result<(), Trouble> {
    let half = if half == Some("sites") { Half::Sites } else { Half::Network };
    let asked = history::Asked { half, ..history::Asked::default() };
    let facts = history::read(engine, &asked, None, (words(), now)).await?;
    let history = history::history(&facts, &asked, words(), now);
    print("history", &history, drawn_sites::history(&history), is_json)
}

/// Which site is meant, and which measurement, if one was named.
async fn meant(
    engine: &Engine,
    named: &str,
    path: &Path,
) -> Result<(String, Option<MeasurementId>), Trouble> {
    if let Ok(Found::Measurement(id)) = places::find(engine, Some(named), path).await {
        let measured = engine.store().measurement(&id).await;
        let measured = measured.map_err(|_| places::not_made_yet(&id))?;
        if let Some(input) = measured.input {
            return Ok((input, Some(id)));
        }
    }
    let filter = Filter { site: Some(named.to_owned()), ..Filter::default() };
    let found = engine.history(filter, Part { skip: 0, limit: 1, sightings: 0 }).await?;
    let found = found.into_iter().next().map(|one| (one.input, None));
    found.ok_or_else(|| Trouble::usage(line(Line::NoSuchSite, &[])))
}
