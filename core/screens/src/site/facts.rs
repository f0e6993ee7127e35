//! What the page of a site stands on, and how the engine is asked for it.

use std::collections::BTreeSet;

use arna_engine::{Engine, Error, Exposure};
use arna_model::{
    Account, History, Measurement, MeasurementId, Micros, Network, Vantage, WallTime,
};

/// What the page of a site stands on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Its URL.
    pub input: String,
    /// Where the phone is, as far as that is known.
    pub here: Option<Vantage>,
    /// What is known of it; `None`: it was never tested.
    pub known: Option<Known>,
}

/// What is known of a site.
#[derive(Clone, Debug)]
pub struct Known {
    /// The measurement that is shown, the latest if none was asked for.
    pub measurement: Measurement,
    /// How its double checks came to their word.
    pub account: Option<Account>,
    /// What it exposed of the site's name; `None`: it had no double check.
    pub exposure: Option<Exposure>,
    /// From when on the site can be double-checked again on this network, if that is later than now.
    pub again: Option<WallTime>,
    /// What became of it on each network.
    pub histories: Vec<History>,
}

/// Reads what the page of a site stands on: of its latest measurement, or of another one.
///
/// # Errors
/// The store's; there is no such measurement.
pub async fn read(
    engine: &Engine,
    input: &str,
    measurement: Option<&MeasurementId>,
    (here, now): (Option<Vantage>, WallTime),
) -> Result<Facts, Error> {
    let facts = |known| Facts { input: input.to_owned(), here, known };
    let Some(site) = engine.site(input).await? else { return Ok(facts(None)) };
    let id = measurement.unwrap_or(&site.latest);
    let measurement = engine.store().measurement(id).await?;
    let network = Network::from(&measurement.vantage);
    let mut lately = BTreeSet::new();
    for history in site.histories.iter().filter(|one| one.network == network) {
        let is_late = |at: WallTime| now.since(at).is_none_or(|ago| ago <= TWO_DAYS);
        let late = history.sightings.iter().rev().filter(|one| is_late(one.stamp.at));
        lately.extend(late.take(MOST).map(|one| one.stamp.measurement.clone()));
    }
    let mut again = None;
    for one in lately.iter().filter(|one| *one != id) {
        again = again.max(engine.exposure(one).await?.map(|one| one.again));
    }
    let exposure = engine.exposure(id).await?;
    let again = again.max(exposure.as_ref().map(|one| one.again)).filter(|again| *again > now);
    let account = engine.account(id).await?;
    let histories = site.histories;
    Ok(facts(Some(Known { measurement, account, exposure, again, histories })))
}

/// A second sitting may end a day after the first, and counts for a day.
const TWO_DAYS: Micros = Micros::from_secs(2 * 24 * 3_600);
/// More measurements of one site in two days are not looked at one by one.
const MOST: usize = 8;
