//! The question and its answer.

use arna_model::{
    Allowed, Condition, Conditions, Decision, LocalTime, Means, Micros, Occasion, Odd, Purse, Rule,
    WallTime, is_zone,
};

use crate::rules::{self, Seen};
use crate::share::{self, share};

/// What may depend on.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// What wants to run.
    pub occasion: Occasion,
    /// What the user lets it use.
    pub means: &'a Means,
    /// What the phone is like.
    pub conditions: Conditions,
    /// What was used of the purse of its network.
    pub spent: Spent,
    /// Now, by the phone's clock.
    pub now: WallTime,
    /// Minutes that local time is ahead of UTC.
    pub ahead: i32,
    /// How much time there is; `None`: as much as it takes.
    pub time: Option<Micros>,
    /// Whether something else measures.
    pub is_busy: bool,
}

/// What was used of a purse, both directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Since local midnight.
    pub today: u64,
    /// Since the month began.
    pub month: u64,
}

/// Whether something may run now, within which bytes, and if not, why.
pub fn decide(question: Question<'_>) -> Decision {
    let Question { occasion, means, conditions, spent, now, ahead, time, is_busy } = question;
    let (conditions, mut odd) = conditions.sound();
    if !is_zone(ahead) {
        odd.push(Odd::Zone);
    }
    let local = LocalTime::of(now, ahead);
    let purse = conditions.uplink.as_ref().map(Purse::of).unwrap_or_default();
    let limits = means.of(purse);
    let share = match occasion {
        Occasion::Slice => share(limits, spent, local),
        Occasion::Hand { .. } | Occasion::Watch { .. } => None,
    };
    let seen = Seen {
        occasion,
        means,
        conditions: &conditions,
        spent,
        limits,
        share,
        local,
        time,
        is_busy,
    };
    let of_occasion = rules::of(occasion).iter();
    let mut all: Vec<_> = of_occasion.filter_map(|rule| seen.condition(*rule)).collect();
    let allowed = allowed(&all);
    let next = (allowed != Allowed::All).then(|| seen.next(&all)).flatten();
    failed_first(&mut all);
    let most_bytes = most(&seen);
    let of_share = |share: Option<u64>| {
        let left = share.map(|share| share.saturating_sub(seen.spent.today));
        [most_bytes, left].into_iter().flatten().min()
    };
    let look_bytes = of_share(seen.share);
    let ahead = seen.share.map(|share| share::ahead(share, seen.limits, seen.spent));
    let first_look_bytes = of_share(ahead);
    Decision {
        occasion,
        allowed,
        purse,
        most_bytes,
        look_bytes,
        first_look_bytes,
        conditions: all,
        next,
        odd,
    }
}

/// What may be done where these rules are broken.
fn allowed(all: &[Condition]) -> Allowed {
    let broken = all.iter().filter(|one| !one.holds);
    let leaves = broken.map(|one| match one.rule {
        // They are few, and the days that follow pay for them.
        Rule::Share => Allowed::Checks,
        // It costs nothing then.
        Rule::Network => Allowed::Look,
        _ => Allowed::Nothing,
    });
    leaves.min().unwrap_or(Allowed::All)
}

/// Those that are broken first, each group in its order.
fn failed_first(all: &mut [Condition]) {
    all.sort_by_key(|one| one.holds);
}

/// The bytes that it may use.
fn most(seen: &Seen<'_>) -> Option<u64> {
    let left = |most: Option<u64>, used: u64| most.map(|most| most.saturating_sub(used));
    let run = match seen.occasion {
        // Its looks are no run.
        Occasion::Watch { .. } => None,
        Occasion::Hand { .. } | Occasion::Slice => seen.limits.run,
    };
    let limits = seen.limits;
    let (day, month) = if seen.is_agreed() { (None, None) } else { (limits.day, limits.month) };
    let all = [run, left(day, seen.spent.today), left(month, seen.spent.month)];
    all.into_iter().flatten().min()
}

#[cfg(test)]
mod tests;
