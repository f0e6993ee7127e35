//! What was seen lately of a network's targets: what the plan of a slice goes by.

use arna_model::{Code, MeasurementId, RunId, Stop, Target, Vantage, WallTime};
use rusqlite::params;
use serde::Deserialize;

use super::Store;
use super::rows::{Tables, stop};
use crate::run::LedgerError;

/// A look at a target, as it stands now.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Recent {
    /// The target's URL.
    pub(crate) input: String,
    /// The run.
    pub(crate) run: RunId,
    /// The measurement.
    pub(crate) measurement: MeasurementId,
    /// When it was first judged, by the phone's clock.
    pub(crate) at: WallTime,
    /// The latest word.
    pub(crate) code: Code,
    /// Why measuring is not over, if it is not.
    pub(crate) stop: Option<Stop>,
    /// Whether it was judged more than once: it was suspect.
    pub(crate) was_suspect: bool,
}

/// The part of a sealed verdict that is needed.
#[derive(Deserialize)]
struct Slim {
    code: Code,
}

impl Store {
    /// Looks of a nettest at targets on a network, judged since a moment by the phone's clock, the oldest first. Those
    /// that the clock calls later than now are among them.
    pub(crate) async fn recent(
        &self,
        vantage: &Vantage,
        nettest: &'static str,
        since: WallTime,
    ) -> Result<Vec<Recent>, LedgerError> {
        let vantage = vantage.clone();
        self.read(move |tables| tables.recent(&vantage, nettest, since)).await
    }

    /// The slice that was begun last, if it is not over: its run.
    pub(crate) async fn unfinished_slice(&self) -> Result<Option<RunId>, LedgerError> {
        self.read(|tables| {
            let sql = "SELECT id, sent FROM run WHERE slice ORDER BY seq DESC LIMIT 1";
            let last = tables.first(sql, [], |row| {
                Ok((RunId::new(row.get::<_, String>(0)?), row.get::<_, Option<i64>>(1)?))
            })?;
            Ok(last.filter(|(_, sent)| sent.is_none()).map(|(id, _)| id))
        })
        .await
    }
}

impl Tables<'_> {
    fn recent(
        &self,
        at: &Vantage,
        nettest: &str,
        since: WallTime,
    ) -> Result<Vec<Recent>, LedgerError> {
        let sql = "SELECT run.id, step.target, step.measurement, first.given, last.content, last.stop,
                 of.times > 1 AS suspect
             FROM (SELECT step, min(seq) AS first, max(seq) AS last, count(*) AS times
                 FROM verdict WHERE step >= (SELECT coalesce(min(step.seq), 0) FROM step JOIN run
                     ON run.seq = step.run WHERE run.started >= ?5) GROUP BY step) AS of
             JOIN step ON step.seq = of.step
             JOIN run ON run.seq = step.run
             JOIN verdict AS first ON first.seq = of.first
             JOIN verdict AS last ON last.seq = of.last
             WHERE step.target IS NOT NULL AND NOT step.decoy AND step.nettest = ?6
                 AND run.country IS ?1 AND run.operator IS ?2 AND run.technology IS ?3 AND run.lab IS ?4
                 AND first.given >= ?5
             ORDER BY of.first";
        let params = params![at.country, at.operator, at.technology, at.lab, since.0, nettest];
        self.all(sql, params, |row| {
            let Slim { code } = self.json(row, "content")?;
            let target: Target = self.json(row, "target")?;
            Ok(Recent {
                input: target.input,
                run: RunId::new(row.get::<_, String>(0)?),
                measurement: MeasurementId::new(row.get::<_, String>(2)?),
                at: WallTime(row.get(3)?),
                code,
                stop: row.get::<_, Option<String>>(5)?.as_deref().map(stop).transpose()?,
                was_suspect: row.get(6)?,
            })
        })
    }
}
