//! What screens read, a page at a time.

use arna_engine::store::{Days, Page};
use arna_engine::{Engine as Core, KEYS};
use arna_model::{MeasurementId, RunId};

use crate::rows::{
    Detail, Interval, MeasurementRow, RunInfo, Setting, SiteHistory, SiteHistoryQuery, Totals,
    Usage, wall,
};
use crate::{ArnaError, Engine};

#[uniffi::export]
impl Engine {
    /// A page of runs, newest first: those before the run `before`, 1 to 5000 of them.
    pub async fn runs(
        &self,
        before: Option<String>,
        limit: u32,
    ) -> Result<Vec<RunInfo>, ArnaError> {
        let page = Page { before: before.map(RunId::new), limit: page_of(limit)? };
        self.does(|core| async move {
            Ok(core.store().runs(page).await?.into_iter().map(RunInfo::from).collect())
        })
        .await
    }

    /// A page of a run's measurements in the order of its plan, measured or not: from number `from` on, 1 to 5000 of
    /// them. Empty behind the last.
    pub async fn measurements(
        &self,
        run: String,
        from: u32,
        limit: u32,
    ) -> Result<Vec<MeasurementRow>, ArnaError> {
        let (run, limit, words) = (RunId::new(run), page_of(limit)?, self.words());
        self.does(|core| async move {
            let steps = core.store().steps(&run, from, limit).await?;
            Ok(steps.into_iter().map(|step| MeasurementRow::of_step(&run, step, words)).collect())
        })
        .await
    }

    /// A run in figures.
    pub async fn totals(&self, run: String) -> Result<Totals, ArnaError> {
        let (run, words) = (RunId::new(run), self.words());
        self.does(|core| async move { Ok(Totals::of(&core.summary(&run).await?, words)) }).await
    }

    /// A measurement with its evidence and its why. Not found as long as it is not measured.
    pub async fn detail(&self, measurement: String) -> Result<Detail, ArnaError> {
        let (id, words) = (MeasurementId::new(measurement), self.words());
        self.does(|core| async move {
            let measurement = core.store().measurement(&id).await?;
            let opinions = core.store().opinions(&id).await?;
            let account = core.account(&id).await?;
            Ok(Detail::of(&measurement, &opinions, account.as_ref(), words))
        })
        .await
    }

    /// Judges a run's measurements again, by today's judge and from what is stored. Gives the measurements whose verdict
    /// is another one now.
    pub async fn judge_again(&self, run: String) -> Result<Vec<MeasurementRow>, ArnaError> {
        let (run, words) = (RunId::new(run), self.words());
        self.does(|core| async move {
            let steps = async |core: &Core| core.store().steps(&run, 0, u32::MAX).await;
            let before = steps(&core).await?;
            core.judge_again(&run).await?;
            let after = steps(&core).await?;
            let pairs = before.into_iter().zip(after);
            let changed = pairs.filter(|(was, is)| {
                let code = |step: &arna_engine::run::StepRecord| {
                    step.verdict.as_ref().map(|verdict| verdict.code)
                };
                code(was) != code(is)
            });
            Ok(changed.map(|(_, is)| MeasurementRow::of_step(&run, is, words)).collect())
        })
        .await
    }

    /// What became of sites over all runs; what changed last comes first.
    pub async fn histories(&self, query: SiteHistoryQuery) -> Result<Vec<SiteHistory>, ArnaError> {
        let ((filter, part), words) = (query.parts()?, self.words());
        self.does(|core| async move {
            let histories = core.history(filter, part).await?;
            Ok(histories.into_iter().map(|history| SiteHistory::of(history, words)).collect())
        })
        .await
    }

    /// The blackout journal: what the network was like, from `since_ms` (milliseconds since 1970) on, or all of it.
    pub async fn journal(&self, since_ms: Option<i64>) -> Result<Vec<Interval>, ArnaError> {
        let (since, words) = (since_ms.map(wall), self.words());
        self.does(|core| async move {
            let intervals = core.journal(since).await?;
            Ok(intervals.iter().map(|interval| Interval::of(interval, words)).collect())
        })
        .await
    }

    /// Every setting that Arna knows, set or not, and the app's own that were set.
    pub async fn settings(&self) -> Result<Vec<Setting>, ArnaError> {
        let words = self.words();
        self.does(|core| async move {
            let mut set = core.settings().await?;
            let known = KEYS.iter().map(|known| Setting {
                key: known.key.to_owned(),
                value: set.remove(known.key),
                takes: words.setting(known.key).unwrap_or_else(|| known.takes.to_owned()),
            });
            let mut settings: Vec<_> = known.collect();
            settings.extend(set.into_iter().map(|(key, value)| Setting {
                key,
                value: Some(value),
                takes: String::new(),
            }));
            Ok(settings)
        })
        .await
    }

    /// Sets a setting. Keys with a dot are the app's own (`app.theme`).
    pub async fn set(&self, key: String, value: String) -> Result<(), ArnaError> {
        self.does(|core| async move { Ok(core.set(&key, &value).await?) }).await
    }

    /// Bytes used by network and day, from the newest day on: what ended before `since_ms` (milliseconds since 1970) is
    /// left out, and days begin at midnight `minutes_ahead` of UTC.
    pub async fn usage(&self, since_ms: i64, minutes_ahead: i32) -> Result<Vec<Usage>, ArnaError> {
        if !(-MOST_AHEAD..=MOST_AHEAD).contains(&minutes_ahead) {
            return Err(ArnaError::refused("no time zone is so far from UTC"));
        }
        let days = Days { since: wall(since_ms), ahead: minutes_ahead };
        self.does(|core| async move {
            Ok(core.usage(days).await?.into_iter().map(Usage::from).collect())
        })
        .await
    }

    /// Writes all that is kept, as JSON lines, into a new file in `exports` in the engine's folder; gives its path.
    pub async fn export(&self) -> Result<String, ArnaError> {
        self.does(
            |core| async move { Ok(core.export().await?.path.to_string_lossy().into_owned()) },
        )
        .await
    }

    /// Deletes all that is kept, overwritten first: results, exports, what was put aside, and the key in the vault. A run
    /// that goes on is stopped. Then the engine is as new.
    pub async fn wipe(&self) -> Result<(), ArnaError> {
        self.does(|core| async move {
            core.cancel();
            Ok(core.wipe().await?)
        })
        .await
    }
}

/// A page's length, if it can be one.
pub(crate) fn page_of(limit: u32) -> Result<u32, ArnaError> {
    let is_page = (1..=LONGEST_PAGE).contains(&limit);
    is_page.then_some(limit).ok_or_else(|| ArnaError::refused("a page has 1 to 5000 rows"))
}

const LONGEST_PAGE: u32 = 5_000;
/// Minutes: from UTC-12 to UTC+14, and something to spare.
const MOST_AHEAD: i32 = 16 * 60;
