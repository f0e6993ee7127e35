//! Failures and successes of one sequential test over the blocks of a sitting.

use arna_model::{Event, Observation, Tally};

use crate::dns::{self, Answer};
use crate::sequential::{self, CEILING, Side, Test, start};
use crate::tls;

/// Failures and successes of one test, with the observations that they are.
pub(crate) struct Count<'a> {
    pub(crate) failures: Vec<&'a Observation>,
    pub(crate) successes: Vec<&'a Observation>,
    /// The largest start value among the failures; 0 without any.
    pub(crate) start: f64,
    /// The controls that its p0 is made of.
    pub(crate) tally: Tally,
    test: Option<Test>,
}

impl<'a> Count<'a> {
    /// The evidence in nats; 0 where no test is possible.
    pub(crate) fn nats(&self) -> f64 {
        let count = |all: &[&Observation]| u32::try_from(all.len()).unwrap_or(u32::MAX);
        self.test.map_or(0.0, |test| test.nats(count(&self.failures), count(&self.successes)))
    }

    /// Whether a test is possible.
    pub(crate) fn is_tested(&self) -> bool {
        self.test.is_some()
    }

    pub(crate) fn side(&self) -> Side {
        self.test.map_or(Side::Open, |test| test.side(self.nats()))
    }

    /// How many of the failures are resets.
    pub(crate) fn resets(&self) -> usize {
        let is_reset = |one: &&&Observation| one.failure.as_ref().is_some_and(tls::is_reset);
        self.failures.iter().filter(is_reset).count()
    }

    /// Whether most of the failures are a resolver's word that there is no such name.
    pub(crate) fn is_denial(&self) -> bool {
        let is_denial = |one: &&&Observation| {
            dns::lookup(one)
                .is_some_and(|it| dns::answer(it, one.failure.as_ref()) == Answer::Negative)
        };
        2 * self.failures.iter().filter(is_denial).count() > self.failures.len()
    }

    /// How many of the failures are answers that somebody else may have given: alerts, and what is no TLS.
    pub(crate) fn answers(&self) -> usize {
        let all = self.failures.iter();
        all.filter(|one| tls::is_alert(one) || tls::is_no_tls(one)).count()
    }

    pub(crate) fn of(
        failures: Vec<&'a Observation>,
        successes: Vec<&'a Observation>,
        tally: Tally,
    ) -> Self {
        let start = failures.iter().map(|one| start_value(one)).fold(0.0, f64::max);
        let p0 = sequential::p0(start, tally);
        let test = if p0 > CEILING { None } else { Test::against(p0) };
        Self { failures, successes, start, tally, test }
    }
}

/// The start value of a failure by what it is.
fn start_value(observation: &Observation) -> f64 {
    let is_reset = observation.failure.as_ref().is_some_and(tls::is_reset);
    match &observation.event {
        Event::TlsHandshake(_) if is_reset => start::TLS_RESET,
        Event::TlsHandshake(_) if tls::is_no_tls(observation) => start::TLS_RESET,
        Event::TlsHandshake(_) => start::TLS_SILENCE,
        Event::QuicHandshake(_) => start::QUIC_SILENCE,
        Event::HttpTransaction(_) if is_reset => start::REQUEST_RESET,
        Event::HttpTransaction(_) => start::HTTP_SILENCE,
        Event::Dns(lookup) => match dns::answer(lookup, observation.failure.as_ref()) {
            Answer::Negative => start::DNS_DENIAL,
            _ => start::DNS_SILENCE,
        },
        Event::Transfer(_) => start::PAGE_FREEZE,
        _ => start::TCP_FAILURE,
    }
}
