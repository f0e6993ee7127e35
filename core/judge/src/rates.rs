//! Rates: pairs of transfers under the target's name and an innocent one, from one address of a helper's.
//!
//! The site has no part in it, so neither its server nor its distance can look like a throttle. Halves of
//! a pair follow each other and take turns in going first, so what the radio does to both cancels out. A
//! pair in which the phone had trouble or came to another network is void.

use std::collections::BTreeMap;

use arna_model::{
    Cause, Code, Dossier, Event, Failure, Figures, Half, Micros, Observation, Place, Reason,
    Transfer, Verdict, is_inside,
};

use crate::opinion::Opinion;
use crate::radio;
use crate::sequential::ALPHA;
use crate::slowness::{PAIRS, Pace, Slowdown};
use crate::target::Target;
use crate::{tcp, tls, web};

/// Where the pairs of a target stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rating {
    /// Another pair is needed.
    GoOn,
    /// No pair could change the word.
    Over,
}

/// Where the latest sitting of pairs stands; to be asked after each of them.
pub fn rating(dossier: &Dossier) -> Rating {
    let sitting = Pairs::of(dossier);
    let is_full = sitting.rates.len() >= PAIRS || sitting.void >= MOST_VOID;
    if is_full || sitting.is_settled() { Rating::Over } else { Rating::GoOn }
}

/// The name whose rates may be measured: that of a site which opened over TLS here, and so may be slowed
/// down. `None`: there is nothing to find out.
pub fn rated_name(dossier: &Dossier) -> Option<String> {
    let target = Target::of(dossier);
    let is_address = target.host.parse::<std::net::IpAddr>().is_ok();
    let is_name = !is_address && !is_inside(&target.host);
    (is_name && target.is_https && web::looked(dossier).code == Code::Accessible)
        .then_some(target.host)
}

/// Whether the latest look was slow: its handshake took seconds over a connection that took none.
pub fn is_slow(dossier: &Dossier) -> bool {
    let looks = crate::look::Look::all(dossier);
    let Some(latest) = looks.last() else { return false };
    let mut steps = steps(&latest.observations).peekable();
    steps.peek().is_some()
        && steps.all(|(connect, handshake)| {
            handshake >= SLOW && handshake.0 >= SLOW_FACTOR * connect.0.max(1)
        })
}

/// Handshake time over connect time of every handshake that was done in the looks: what
/// [`Lateness`](crate::slowness::Lateness) compares, over several looks and runs of one operator and technology.
pub fn handshake_ratios(dossier: &Dossier) -> Vec<f64> {
    let looks = crate::look::Look::all(dossier);
    let ratio =
        |(connect, handshake): (Micros, Micros)| handshake.0 as f64 / connect.0.max(1) as f64;
    looks.iter().flat_map(|look| steps(&look.observations).map(ratio).collect::<Vec<_>>()).collect()
}

/// Connect and handshake times of the connections whose handshake was done.
fn steps<'a>(seen: &'a [&Observation]) -> impl Iterator<Item = (Micros, Micros)> + 'a {
    seen.iter().enumerate().filter_map(move |(at, one)| {
        let handshake = tls::handshake(one).filter(|it| it.is_complete)?;
        let connect = seen[..at].iter().rev().find(|other| {
            let same = tcp::connect(other).is_some_and(|it| it.address == handshake.address);
            same && other.is_success()
        })?;
        Some((connect.duration(), one.duration()))
    })
}

/// What the pairs make of a target that opens; `None`: they say nothing against it.
pub(crate) fn verdict(dossier: &Dossier, page: &Verdict) -> Option<Verdict> {
    let sitting = Pairs::of(dossier);
    if rating(dossier) == Rating::GoOn {
        return None;
    }
    let found = sitting.slowdown()?;
    let opinion = match found.pace() {
        Pace::AsFast => return None,
        Pace::Slower => {
            let how = if found.is_capped() {
                arna_model::How::CappedAfterName
            } else {
                arna_model::How::SlowAfterName
            };
            let opinion = Opinion::new(Code::Throttled).cause(Cause::Throttling).how(how);
            opinion.bound(found.p.max(ALPHA))
        }
        Pace::LinkTooSlow => Opinion::inconclusive(Reason::LinkTooSlow),
        Pace::Open => Opinion::inconclusive(Reason::RatesUndecided),
    };
    Some(opinion.nats(found.nats).basis(&page.basis).on(sitting.seen).verdict())
}

/// The figures of the pairs, if there are two valid ones at least.
pub(crate) fn figures(dossier: &Dossier) -> Option<Figures> {
    let found = Pairs::of(dossier).slowdown()?;
    let figures = [
        ("rate_pairs", found.pairs as f64),
        ("rate_target_kbit", found.target_kbit),
        ("rate_control_kbit", found.control_kbit),
        ("slowdown", found.ratio),
        ("slowdown_low", found.low),
        ("slowdown_high", found.high),
        ("slowdown_p", found.p),
    ];
    Some(figures.map(|(name, value)| (name.to_owned(), value)).into())
}

/// The latest sitting of pairs.
struct Pairs<'a> {
    /// Of valid pairs: the target's and the control's rate, kbit/s.
    rates: Vec<(f64, f64)>,
    /// The transfers that they are.
    seen: Vec<&'a Observation>,
    void: usize,
}

impl<'a> Pairs<'a> {
    fn of(dossier: &'a Dossier) -> Self {
        let mut pairs: BTreeMap<(u16, u16), Vec<(Half, &Observation)>> = BTreeMap::new();
        for one in &dossier.observations {
            if let Place::Pair { sitting, pair, half } = one.place {
                pairs.entry((sitting, pair)).or_default().push((half, one));
            }
        }
        let latest = pairs.keys().map(|(sitting, _)| *sitting).max();
        let mut this = Self { rates: Vec::new(), seen: Vec::new(), void: 0 };
        for (_, pair) in pairs.iter().filter(|((sitting, _), _)| Some(*sitting) == latest) {
            let half = |wanted| {
                let mut of = pair.iter().filter(|(half, _)| *half == wanted);
                of.find_map(|(_, one)| Some((*one, rate(one)?)))
            };
            match (half(Half::Target), half(Half::Control)) {
                (Some((one, target)), Some((other, control))) if !is_disturbed(pair) => {
                    this.rates.push((target, control));
                    this.seen.extend([one, other]);
                }
                _ => this.void += 1,
            }
        }
        this
    }

    fn slowdown(&self) -> Option<Slowdown> {
        Slowdown::of(&self.rates)
    }

    /// Whether what is left of the pairs cannot change the word: the target keeps up, or no control was
    /// fast enough. Nobody is accused any sooner for it.
    fn is_settled(&self) -> bool {
        let Some(found) = self.slowdown().filter(|found| found.pairs >= FEWEST) else {
            return false;
        };
        let floor = crate::slowness::LEAST_RATIO * crate::slowness::CAP_KBIT;
        let is_slow = |(_, control): &(f64, f64)| *control < floor;
        let no_control = found.pairs >= FEWEST_SLOW && self.rates.iter().all(is_slow);
        found.ratio < KEEPS_UP && found.pace() == Pace::AsFast || no_control
    }
}

/// The rate of a transfer, kbit/s: from the first mark past [`START`] on, by which time windows have opened and
/// what policers let through at once has passed; of one that was given up, until then. `None`: it says
/// nothing, as it was never asked for, or broke off.
fn rate(observation: &Observation) -> Option<f64> {
    let Event::Transfer(Transfer { marks, wanted, .. }) = &observation.event else { return None };
    let is_given_up = observation.failure.as_ref().is_some_and(Failure::is_timeout);
    if !observation.is_success() && !is_given_up {
        return None;
    }
    let begin = marks.iter().find(|mark| mark.bytes >= START.min(wanted / 2)).or(marks.last());
    let (from, had) = begin.map_or((observation.t0, 0), |mark| (mark.t, mark.bytes));
    let last = marks.last().map_or(0, |mark| mark.bytes);
    let until = if is_given_up { observation.t } else { marks.last()?.t };
    // Less than a record may have come unseen; that is for the target's good.
    let bytes = (last - had).max(if is_given_up { RECORD } else { 0 });
    let seconds = until.since(from).as_secs_f64().max(LEAST_S);
    (bytes > 0).then(|| bytes as f64 * 8.0 / 1e3 / seconds)
}

/// Whether the phone had trouble of its own, or came to another network meanwhile.
fn is_disturbed(pair: &[(Half, &Observation)]) -> bool {
    let is_local = |one: &Observation| one.failure.as_ref().is_some_and(Failure::is_local);
    radio::has_moved(pair.iter().filter_map(|(_, one)| radio::sample(one)))
        || pair.iter().any(|(_, one)| is_local(one))
}

/// So many void pairs end a sitting (ours: half as many as are wanted).
const MOST_VOID: usize = 3;
/// From so many pairs on a sitting may end early: it spares two thirds of the bytes of whoever keeps up (ours).
const FEWEST: usize = 2;
/// From so many on, if no control was fast (ours: a stall meets one transfer in six on a good 3G link, hardly three).
const FEWEST_SLOW: usize = 3;
/// Who is slower by less after two pairs is not slowed down threefold (ours: half of a claim).
const KEEPS_UP: f64 = 1.5;
/// Bytes that do not count: the bursts that known policers let through, and slow start.
const START: u64 = 16 * 1024;
/// A helper's record.
const RECORD: u64 = 4 * 1024;
/// Clocks tell no less apart.
const LEAST_S: f64 = 1e-3;
/// A handshake that takes so long is slow (docs/method.md: Kazakhstan's were 2 to 4 s) ..
const SLOW: Micros = Micros::from_millis(1_500);
/// .. if the connection took an eighth of it at most (ours: a handshake is two round trips and a little).
const SLOW_FACTOR: u64 = 8;
