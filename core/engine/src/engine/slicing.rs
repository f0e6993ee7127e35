//! Slices: the little that the system gives in the background, seconds and kilobytes, used for what is most worth it.
//!
//! A look of the journal first: it costs a kilobyte and says whether anything else can. Then first looks where a sitting
//! fits behind them, second sittings that are due, suspects, and looks at the targets that were not looked at for longest. Each piece is a run with a small plan,
//! begun only if it is likely to be whole before the time or the bytes are over; what a kill cuts off is kept as far
//! as it went, like any run's.

mod known;
mod look;
mod piece;
mod plan;

use arna_model::{
    Allowed, Attempt, AttemptEnd, Bytes, Conditions, Decision, Ended, Micros, NetworkState,
    Occasion, Request, Rule, WallTime,
};

use super::Engine;
use super::running::Stopper;
use crate::Error;
use crate::run::LedgerError;
use piece::Pieced;

/// What a slice is asked for.
#[derive(Clone, Debug)]
pub struct SliceRequest {
    /// What a run of the user's would be, its whole list among it: slices spread that over days. What takes megabytes or
    /// says names more often (rates, long pages, traces) is left to runs by hand.
    pub asked: Request,
    /// What the phone is like.
    pub conditions: Conditions,
    /// Minutes that local time is ahead of UTC.
    pub ahead: i32,
    /// When the system ends it, by the phone's clock now; a clock that is set meanwhile changes nothing.
    pub deadline: WallTime,
    /// Most bytes, both directions, beside the user's means.
    pub max_bytes: Option<u64>,
}

/// A slice that goes on.
struct Slice<'a> {
    engine: &'a Engine,
    asked: Request,
    decision: Decision,
    ahead: i32,
    /// When it ends, by the clock that only goes on.
    ends: Micros,
    most: u64,
    /// How many of them are left for looks at targets, and for those at new ones.
    for_looks: u64,
    for_first_looks: u64,
    stop: &'a Stopper,
    /// What became of it so far.
    end: AttemptEnd,
}

impl Engine {
    /// Does what is due and most worth it, within the user's means, the bytes and the time until the deadline, and
    /// keeps what became of it. `stop` ends it at any moment; so does dropping the future. Nothing is lost then.
    ///
    /// # Errors
    /// A setting that only a later version understands; a helper's URL that does not parse; the store's.
    pub async fn background_slice(
        &self,
        request: SliceRequest,
        stop: &Stopper,
    ) -> Result<Attempt, Error> {
        let SliceRequest { asked, conditions, ahead, deadline, max_bytes } = request;
        let at = self.standing.wire.wall();
        let begun = self.standing.wire.uptime();
        // No system gives more: a deadline in another century is none to plan by.
        let time = deadline.since(at).unwrap_or_default().min(MOST_SLICE);
        let slicing = self.going.slice();
        let mut decision = self.decide(Occasion::Slice, conditions, ahead, Some(time)).await?;
        // Another process may measure.
        let is_alone =
            slicing.is_some() && !matches!(self.store.hold().await, Err(LedgerError::Running));
        if !is_alone && decision.condition(Rule::Alone).is_none_or(|one| one.holds) {
            decision.refuse(Rule::Alone);
        }
        let mut end = AttemptEnd {
            at,
            why: Ended::NotAllowed,
            bytes: Bytes::default(),
            state: None,
            measured: 0,
            double_checked: 0,
        };
        if decision.allowed == Allowed::Nothing {
            let attempt = Attempt { at, decision, end: Some(end) };
            self.keep_attempt(attempt.clone()).await?;
            return Ok(attempt);
        }
        end.why = Ended::Done;
        let most = decision.most_bytes.unwrap_or(u64::MAX).min(max_bytes.unwrap_or(u64::MAX));
        let attempt = Attempt { at, decision: decision.clone(), end: None };
        let row = self.keep_attempt(attempt.clone()).await?;
        let asked = slim(self.with_settings(asked).await?);
        let ends = begun + time;
        let within = |bytes: Option<u64>| most.min(bytes.unwrap_or(u64::MAX));
        let mut slice = Slice {
            engine: self,
            asked,
            ahead,
            ends,
            most,
            for_looks: within(decision.look_bytes) / plan::LOOKS_PART,
            for_first_looks: within(decision.first_look_bytes),
            decision,
            stop,
            end,
        };
        let done = slice.go_on().await;
        if done.is_err() {
            slice.end.why = Ended::Failed;
        }
        slice.end.at = self.standing.wire.wall();
        let end = slice.end;
        let kept = self.store.end_attempt(row, end).await;
        done?;
        kept?;
        Ok(Attempt { end: Some(end), ..attempt })
    }
}

impl Slice<'_> {
    async fn go_on(&mut self) -> Result<(), Error> {
        if let Some(looked) = self.look().await? {
            self.end.bytes += looked.bytes;
            self.end.state = looked.state;
            if self.stop.was_used() {
                self.end.why = Ended::Stopped;
                return Ok(());
            }
            // Where nothing comes back, there is nothing to learn of a site, and no name need be said.
            if looked.state != Some(NetworkState::Online) {
                return Ok(());
            }
        }
        if self.decision.allowed < Allowed::Checks {
            return Ok(());
        }
        if let Some(ended) = self.go_on_with_the_last().await? {
            self.end.why = ended;
            return Ok(());
        }
        loop {
            let piece = match self.next_piece().await? {
                Ok(piece) => piece,
                Err(ended) => {
                    self.end.why = self.idle(ended);
                    return Ok(());
                }
            };
            let (is_looks, before) = (piece.confirmations == 0, self.end.bytes);
            let measured = self.end.measured;
            match self.measure(piece).await? {
                // It cost more to begin than it may: so would the next one.
                Pieced::Whole if self.end.measured == measured => {
                    self.end.why = Ended::NoBytes;
                    return Ok(());
                }
                Pieced::Whole if is_looks => {
                    let used = (self.end.bytes - before).total();
                    self.for_looks = self.for_looks.saturating_sub(used);
                    self.for_first_looks = self.for_first_looks.saturating_sub(used);
                }
                Pieced::Whole => {}
                Pieced::Ended(ended) => {
                    self.end.why = ended;
                    return Ok(());
                }
            }
        }
    }

    /// How much time is left.
    fn time_left(&self) -> Micros {
        self.ends.since(self.engine.standing.wire.uptime())
    }

    /// How many bytes are left.
    fn bytes_left(&self) -> u64 {
        self.most.saturating_sub(self.end.bytes.total())
    }

    /// How it ended, for whom there is nothing more to do.
    fn idle(&self, ended: Ended) -> Ended {
        match ended {
            Ended::NothingDue if !self.end.bytes.is_zero() || self.end.measured > 0 => Ended::Done,
            ended => ended,
        }
    }
}

/// A request without what is left to runs by hand.
fn slim(asked: Request) -> Request {
    Request {
        nettests: vec![plan::NETTEST.to_owned()],
        rates: arna_model::Rates::Off,
        reads_long: false,
        is_traced: false,
        is_recheck: false,
        ..asked
    }
}

/// Longest slice: ten minutes, which Android's jobs have at most.
pub const MOST_SLICE: Micros = Micros::from_secs(600);
