//! What is known of one site: for the page that shows it.

use std::collections::HashSet;

use arna_model::{History, MeasurementId, WallTime};

use super::Engine;
use crate::Error;
use crate::history::{Filter, Part};
use crate::run::{self, Ledger as _};

/// What is known of a site over all runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The measurement that was begun last.
    pub latest: MeasurementId,
    /// What became of it on each network, with every sighting.
    pub histories: Vec<History>,
}

/// When a measurement said its target's name in double checks, and when that may be done again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// When each of its sittings began, by the phone's clock.
    pub sittings: Vec<WallTime>,
    /// When a second one may begin that makes its verdict certain, first and last; `None`: there will be none.
    pub second: Option<(WallTime, WallTime)>,
    /// From when on another run may double-check the target again.
    pub again: WallTime,
}

impl Engine {
    /// What is known of a site, by its URL as it was measured; `None`: it never was.
    ///
    /// # Errors
    /// The store's.
    pub async fn site(&self, input: &str) -> Result<Option<Site>, Error> {
        let archive = self.archive().await?;
        let lines = archive.lines(|one| one == input, &Filter::default());
        let Some(latest) = archive.latest(&lines) else { return Ok(None) };
        let ids = self.store.measurement_ids(vec![archive.step_of(latest)]).await?;
        let histories = self.tell(&archive, &lines, Part::ALL.sightings).await?;
        Ok(ids.into_iter().next().map(|latest| Site { latest, histories }))
    }

    /// The histories of these targets (URLs as they were measured), without sightings, in no order.
    ///
    /// # Errors
    /// The store's.
    pub async fn histories(&self, inputs: &HashSet<String>) -> Result<Vec<History>, Error> {
        let archive = self.archive().await?;
        let lines = archive.lines(|input| inputs.contains(input), &Filter::default());
        self.tell(&archive, &lines, 0).await
    }

    /// When a measurement exposed its target's name, and when that may be done again; `None`: it had no double check.
    ///
    /// # Errors
    /// The store's.
    pub async fn exposure(&self, of: &MeasurementId) -> Result<Option<Exposure>, Error> {
        let recalled = self.store.recall(of).await?;
        let record = self.store.run(&recalled.run).await?;
        let anchors = self.store.run_observations(&recalled.run).await?;
        let here = (self.standing.wire.wall(), run::uptime(self.standing.wire.as_ref()));
        let then = (record.started, record.uptime.as_ref());
        let since = run::between(then, (here.0, here.1.as_ref()));
        let last = recalled.observations.iter().map(|one| one.t).max().unwrap_or_default();
        let now = last.max(since.map(|since| since.time).unwrap_or_default());
        let exposure = run::exposure(&recalled, &anchors, now);
        let at = |time| record.started.after(time);
        Ok(exposure.map(|one| Exposure {
            sittings: one.sittings.into_iter().map(at).collect(),
            second: one.second.map(|(from, until)| (at(from), at(until))),
            again: at(one.again),
        }))
    }
}
