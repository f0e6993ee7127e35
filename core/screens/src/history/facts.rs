//! What the history stands on, and how the engine is asked for it.

use arna_engine::run::Ledger as _;
use arna_engine::{Engine, Error, Filter, Part};
use arna_model::{History, Interval, Micros, Vantage, WallTime};
use arna_words::Words;

use super::{Asked, Half};
use crate::network::Named;
use crate::results::PAGE;

/// What the history stands on.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The network whose journal is shown; `None`: there is none.
    pub network: Option<Vantage>,
    /// Every network that was ever watched, the latest first.
    pub networks: Vec<Vantage>,
    /// Whether somebody ever watched that one.
    pub was_watched: bool,
    /// Its journal, as far as it was asked for.
    pub intervals: Vec<Interval>,
    /// What became of sites, what changed last first.
    pub histories: Vec<History>,
    /// Whether there are more of them.
    pub has_more: bool,
}

/// Reads what the history stands on. `here`: where the phone is, as far as that is known.
///
/// # Errors
/// The store's.
pub async fn read(
    engine: &Engine,
    asked: &Asked,
    here: Option<Vantage>,
    (words, now): (Words, WallTime),
) -> Result<Facts, Error> {
    // The beginning of the first day is not far before.
    let long = Micros::from_secs(24 * 3_600 * (u64::from(asked.days) + 2));
    let since = WallTime(now.0.saturating_sub_unsigned(long.0));
    let watches = engine.store().watches_since(since).await?;
    let mut networks: Vec<Vantage> = Vec::new();
    for one in engine.store().watched().await? {
        if !networks.iter().any(|known| known.is_same_network(&one)) {
            networks.push(one);
        }
    }
    let named = asked.network.as_ref();
    let named = named.and_then(|name| {
        networks.iter().find(|one| Named::of(one, words).whole() == *name).cloned()
    });
    let here = here.filter(|here| !here.is_unknown());
    let last = engine.store().last_run().await?.map(|run| run.vantage);
    let network = named.or(here).or_else(|| networks.first().cloned()).or(last);
    let of_network: Vec<_> = watches
        .into_iter()
        .filter(|(watch, _)| {
            network.as_ref().is_some_and(|one| one.is_same_network(&watch.vantage))
        })
        .collect();
    let facts = Facts {
        was_watched: network
            .as_ref()
            .is_some_and(|one| networks.iter().any(|known| known.is_same_network(one))),
        intervals: arna_engine::run::intervals(&of_network),
        network,
        networks,
        ..Facts::default()
    };
    if asked.half == Half::Network {
        return Ok(facts);
    }
    let limit = (asked.pages as usize).saturating_mul(PAGE);
    let part = Part { skip: 0, limit: limit.saturating_add(1), sightings: SIGHTINGS };
    let mut histories = engine.history(Filter::default(), part).await?;
    let has_more = histories.len() > limit && histories.last().is_some_and(super::sites::is_news);
    histories.truncate(limit);
    Ok(Facts { histories, has_more, ..facts })
}

/// So many of the latest verdicts tell whether a block is certain.
const SIGHTINGS: usize = 8;
