//! The user's means: what measuring may use and when, whether something may run now, and what became of what wanted to.

mod change;
mod rows;

use arna_model::{Purse as Model, Rule, WallTime};

use crate::slices::SliceEnd;
use crate::{ArnaError, Engine};

pub use change::MeansChange;
pub use rows::{
    Allowed, AutomaticTests, AutomaticWhen, Conditions, DataLimits, KeptRule, Means, Occasion,
    Permission, Purse, QuietHours, Spending,
};

#[uniffi::export]
impl Engine {
    /// What the user lets measuring use.
    pub async fn means(&self) -> Result<Means, ArnaError> {
        self.does(|core| async move { Ok(core.means().await?.into()) }).await
    }

    /// Changes one of them, and gives all as they are then. They are settings like others, under keys of their own.
    pub async fn change_means(&self, change: MeansChange) -> Result<Means, ArnaError> {
        self.does(|core| async move {
            let (key, value) = change.setting();
            core.set(key, &value).await?;
            Ok(core.means().await?.into())
        })
        .await
    }

    /// What was used today and this month, by local time, which is `minutes_ahead` of UTC: mobile networks first.
    pub async fn spent(&self, minutes_ahead: i32) -> Result<Vec<Spending>, ArnaError> {
        self.does(|core| async move {
            let means = core.means().await?;
            let mut all = Vec::new();
            for purse in Model::ALL {
                let arna_engine::Spent { today, month } = core.spent(purse, minutes_ahead).await?;
                let limits = means.of(purse).into();
                all.push(Spending { purse: purse.into(), today, month, limits });
            }
            Ok(all)
        })
        .await
    }

    /// Whether something may run now. Nothing is sent, and nothing is kept. A run by hand asks this itself, and is
    /// `NotAllowed` then.
    pub async fn may_run(
        &self,
        occasion: Occasion,
        conditions: Conditions,
        minutes_ahead: i32,
    ) -> Result<Permission, ArnaError> {
        let words = self.words();
        self.does(|core| async move {
            let may = core.may_run(occasion.into(), conditions.into(), minutes_ahead).await?;
            Ok(Permission::of(&may, words))
        })
        .await
    }

    /// When the last automatic test was, and why there was none since.
    pub async fn automatic_tests(
        &self,
        conditions: Conditions,
        minutes_ahead: i32,
    ) -> Result<AutomaticTests, ArnaError> {
        let words = self.words();
        self.does(|core| async move {
            let tests = core.automatic_tests(conditions.into(), minutes_ahead).await?;
            let (last, since) = (tests.kept.last, tests.kept.since);
            Ok(AutomaticTests {
                sentences: words.automatic_tests(last.as_ref(), &since),
                now: Permission::of(&tests.now, words),
                last: last.map(|last| SliceEnd::of(&last, words)),
                since: since.iter().map(|one| SliceEnd::of(one, words)).collect(),
            })
        })
        .await
    }

    /// Keeps that the system did not let the app start when a slice was due (milliseconds since 1970), for an app that
    /// finds out later. `is_data_saving`: the phone saves data, and that is why.
    #[uniffi::method(default(is_data_saving = false))]
    pub async fn note_not_started(
        &self,
        due_ms: i64,
        minutes_ahead: i32,
        is_data_saving: bool,
    ) -> Result<(), ArnaError> {
        let due = WallTime(due_ms.saturating_mul(1_000));
        let why = if is_data_saving { Rule::DataSaving } else { Rule::Started };
        self.does(|core| async move { Ok(core.note_not_started(due, minutes_ahead, why).await?) })
            .await
    }
}
