//! The user's means: whether something may run now, and what became of what wanted to.

use arna_means::{Question, Spent};
use arna_model::{
    Allowed, Attempt, AttemptEnd, Bytes, Conditions, Decision, Ended, Leave, LocalTime, Means,
    Micros, Occasion, Purse, Rates, Rule, Uplink, UplinkKind, WallTime,
};

use super::Engine;
use crate::Error;
use crate::asking;
use crate::run::{Journal, RunRecord};
use crate::store::Attempts;
use crate::uplinks::Over;

/// What a screen needs that says why there was no automatic test.
#[derive(Clone, Debug, PartialEq)]
pub struct AutomaticTests {
    /// Whether one might begin now, and why not.
    pub now: Decision,
    /// What was kept of those that wanted to.
    pub kept: Attempts,
}

impl Engine {
    /// What the user lets measuring use, as the settings have it.
    ///
    /// # Errors
    /// A setting that only a later version understands; the store's.
    pub async fn means(&self) -> Result<Means, Error> {
        asking::means_of(&self.settings().await?)
    }

    /// What passed the networks of a purse today and this month, in runs, watches and slices alike: by local time, which
    /// is `ahead` minutes ahead of UTC, and to the hour.
    ///
    /// # Errors
    /// The store's.
    pub async fn spent(&self, purse: Purse, ahead: i32) -> Result<Spent, Error> {
        let (local, is_lab) =
            (LocalTime::of(self.standing.wire.wall(), ahead), self.standing.vantage.lab.is_some());
        Ok(Spent {
            today: self.store.spent(purse, is_lab, local.day_begins).await?,
            month: self.store.spent(purse, is_lab, local.month_begins).await?,
        })
    }

    /// Whether something may run now, within which bytes, and if not, why and when next. Nothing is sent, and nothing
    /// is kept.
    ///
    /// # Errors
    /// A setting that only a later version understands; the store's.
    pub async fn may_run(
        &self,
        occasion: Occasion,
        conditions: Conditions,
        ahead: i32,
    ) -> Result<Decision, Error> {
        self.decide(occasion, conditions, ahead, None).await
    }

    /// The same with so much time.
    pub(super) async fn decide(
        &self,
        occasion: Occasion,
        conditions: Conditions,
        ahead: i32,
        time: Option<Micros>,
    ) -> Result<Decision, Error> {
        let means = self.means().await?;
        let (sound, _) = conditions.clone().sound();
        let purse = sound.uplink.as_ref().map(Purse::of).unwrap_or_default();
        let (spent, now) = (self.spent(purse, ahead).await?, self.standing.wire.wall());
        let (means, is_busy) = (&means, self.current().is_some());
        let question = Question { occasion, means, conditions, spent, now, ahead, time, is_busy };
        Ok(arna_means::decide(question))
    }

    /// Most bytes that a run by hand may use over a network from now on, if the user's means let it begin there; `None`:
    /// no limit. A slice was asked already, and this is for whatever else begins.
    ///
    /// # Errors
    /// `NotAllowed`: the means forbid it, and nobody agreed to that; a setting that only a later version understands; the
    /// store's.
    pub(super) async fn admit(
        &self,
        record: &RunRecord,
        over: &Over,
        leave: Leave,
    ) -> Result<Option<u64>, Error> {
        let Leave { is_agreed, ahead } = leave;
        let purse = over.purse.unwrap_or_else(|| Purse::of_vantage(&record.vantage));
        // Where the shell tells of no network, only whose limits count is known of it.
        let of_purse = || Uplink {
            kind: (purse == Purse::Fixed).then_some(UplinkKind::Ethernet),
            ..Uplink::default()
        };
        let uplink = over.known.clone().unwrap_or_else(of_purse);
        let conditions = Conditions { uplink: Some(uplink), ..Conditions::default() };
        let mut means = self.means().await?;
        // Who agrees to more, names a number of bytes for this run, or asks for what takes megabytes of each page, knows
        // better than a setting for all runs.
        let asked = &record.request;
        let is_known = asked.budget.max_bytes.is_some() || asked.reads_long;
        if is_agreed || is_known || asked.rates != Rates::Off {
            (means.cellular.run, means.fixed.run) = (None, None);
        }
        let (spent, now) = (self.spent(purse, ahead).await?, self.standing.wire.wall());
        let (occasion, means) = (Occasion::Hand { is_agreed }, &means);
        // Whether something else measures is found out when the turn is taken.
        let (time, is_busy) = (None, false);
        let question = Question { occasion, means, conditions, spent, now, ahead, time, is_busy };
        let decision = arna_means::decide(question);
        match decision.allowed {
            Allowed::All => Ok(decision.most_bytes),
            Allowed::Checks | Allowed::Look | Allowed::Nothing => {
                Err(Error::NotAllowed(Box::new(decision)))
            }
        }
    }

    /// When the last automatic test was, and why there was none since.
    ///
    /// # Errors
    /// A setting that only a later version understands; the store's.
    pub async fn automatic_tests(
        &self,
        conditions: Conditions,
        ahead: i32,
    ) -> Result<AutomaticTests, Error> {
        let now = self.may_run(Occasion::Slice, conditions, ahead).await?;
        Ok(AutomaticTests {
            now,
            kept: self.store.attempts(self.standing.vantage.lab.is_some()).await?,
        })
    }

    /// Keeps that the system did not let the app start when a slice was due, and by which rule, for a shell that finds
    /// out later.
    ///
    /// # Errors
    /// A setting that only a later version understands; the store's.
    pub async fn note_not_started(
        &self,
        due: WallTime,
        ahead: i32,
        why: Rule,
    ) -> Result<(), Error> {
        let mut decision = self.may_run(Occasion::Slice, Conditions::default(), ahead).await?;
        // Of what the phone was like then, nobody knows anything.
        decision.refuse(why);
        let why = Ended::NotAllowed;
        let end = AttemptEnd {
            at: due,
            why,
            bytes: Bytes::default(),
            state: None,
            measured: 0,
            double_checked: 0,
        };
        self.keep_attempt(Attempt { at: due, decision, end: Some(end) }).await?;
        Ok(())
    }

    /// Keeps that a slice wanted to run, and gives the number of its row.
    pub(super) async fn keep_attempt(&self, attempt: Attempt) -> Result<i64, Error> {
        let Attempt { at, decision, end } = attempt;
        let is_lab = self.standing.vantage.lab.is_some();
        Ok(self.store.keep_attempt(at, is_lab, decision, end).await?)
    }
}
