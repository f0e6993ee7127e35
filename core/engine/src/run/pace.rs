//! How many targets are looked at together: more while the network's delay stays flat, half as many when
//! it grows or something is lost (additive increase, multiplicative decrease; Chiu and Jain 1989).

use std::collections::BTreeMap;
use std::net::IpAddr;

use arna_model::{DnsEngine, Event, Micros, Observation};
use arna_net::Entropy;

/// The width of a run's looks.
#[derive(Debug)]
pub(crate) struct Pace {
    width: f64,
    most: usize,
    /// The shortest round trip to each peer so far: one that is farther away is no queue.
    flat: BTreeMap<IpAddr, Micros>,
}

impl Pace {
    /// Where a run starts on this technology; `most` at once, if somebody said so.
    pub(crate) fn of(technology: Option<&str>, most: Option<u8>) -> Self {
        let most = most.map_or(MOST, |most| usize::from(most.max(1)));
        let start = match technology {
            Some("2g" | "3g") => SLOW_START,
            _ => FAST_START,
        };
        Self { width: start.min(most as f64), most, flat: BTreeMap::new() }
    }

    /// How many looks may be under way.
    pub(crate) fn width(&self) -> usize {
        (self.width as usize).clamp(1, self.most)
    }

    /// Learns from a look.
    pub(crate) fn learn(&mut self, look: &[Observation]) {
        let has_grown = round_trip(look).is_some_and(|(peer, rtt)| {
            let flat = self.flat.entry(peer).or_insert(rtt);
            *flat = rtt.min(*flat);
            rtt > Micros(flat.0 + flat.0 / 2) + SWING
        });
        let is_lost =
            look.iter().any(|one| one.failure.as_ref().is_some_and(|why| why.is_timeout()));
        self.width = if has_grown || is_lost {
            (self.width / 2.0).max(1.0)
        } else {
            (self.width + 1.0 / self.width).min(self.most as f64)
        };
    }
}

/// Between the starts of two looks: names that come in a volley are seen as one.
pub(crate) fn gap(entropy: &mut Entropy) -> Micros {
    Micros::from_millis(100 + entropy.below(201))
}

/// The round trip to the public resolver, which every look asks: one path, one packet each way. Without
/// it, the fastest connect. With whom it was.
fn round_trip(look: &[Observation]) -> Option<(IpAddr, Micros)> {
    let asked = look.iter().find_map(|one| match &one.event {
        Event::Dns(lookup) if lookup.engine == DnsEngine::Udp => {
            let answered = lookup.sends.iter().find(|send| !send.answers.is_empty())?;
            Some((lookup.resolver?.ip(), answered.answers[0].t.since(answered.t)))
        }
        _ => None,
    });
    asked.or_else(|| {
        let opened = look.iter().filter(|one| one.is_success());
        let connects = opened.filter_map(|one| match &one.event {
            Event::TcpConnect(connect) => Some((connect.address.ip(), one.duration())),
            _ => None,
        });
        connects.min_by_key(|(_, took)| *took)
    })
}

/// Two on 3G, four on LTE and faster (ours: a 3G link holds two pages of 15 kB a second).
const SLOW_START: f64 = 2.0;
const FAST_START: f64 = 4.0;
/// A browser opens six connections to one host; more than eight targets at once only wait for the link.
const MOST: usize = 8;
/// Radios swing by that much without any queue (jitter of the 3G profiles).
const SWING: Micros = Micros::from_millis(120);

#[cfg(test)]
mod tests {
    use arna_model::{Bytes, Failure, ObservationId, RunId, TcpConnect};

    use super::*;

    fn look(rtt_ms: u64, failure: Option<Failure>) -> Vec<Observation> {
        look_at([192, 0, 2, 1], rtt_ms, failure)
    }

    fn look_at(peer: [u8; 4], rtt_ms: u64, failure: Option<Failure>) -> Vec<Observation> {
        vec![Observation {
            id: ObservationId::of(&RunId::new("r"), 0),
            t0: Micros(0),
            t: Micros::from_millis(rtt_ms),
            place: arna_model::Place::Look { attempt: 1 },
            event: Event::TcpConnect(TcpConnect { address: (peer, 443).into(), info: None }),
            failure,
            bytes: Bytes::default(),
        }]
    }

    #[test]
    fn it_grows_while_the_delay_is_flat_and_halves_when_it_is_not() {
        let mut pace = Pace::of(Some("3g"), None);
        assert_eq!(pace.width(), 2);
        for _ in 0..100 {
            pace.learn(&look(300, None));
        }
        assert_eq!(pace.width(), MOST);
        pace.learn(&look(560, None));
        assert_eq!(pace.width(), MOST, "a swing of the radio is no queue");
        pace.learn(&look(900, None));
        assert_eq!(pace.width(), MOST / 2);
        pace.learn(&look(300, Some(Failure::GenericTimeout)));
        assert_eq!(pace.width(), MOST / 4);
        for _ in 0..20 {
            pace.learn(&look(2000, None));
        }
        assert_eq!(pace.width(), 1);
    }

    #[test]
    fn a_peer_that_is_farther_away_is_no_queue() {
        let mut pace = Pace::of(Some("wired"), None);
        let width = pace.width();
        for (peer, rtt) in [(1, 4), (2, 900), (1, 5), (3, 400)] {
            pace.learn(&look_at([192, 0, 2, peer], rtt, None));
            assert!(pace.width() >= width, "{peer}");
        }
        pace.learn(&look_at([192, 0, 2, 1], 300, None));
        assert!(pace.width() < width);
    }

    #[test]
    fn who_wants_one_at_a_time_gets_it() {
        for most in [0, 1] {
            let mut pace = Pace::of(Some("lte"), Some(most));
            assert_eq!(pace.width(), 1);
            pace.learn(&look(30, None));
            assert_eq!(pace.width(), 1);
        }
        assert_eq!(Pace::of(None, Some(3)).width(), 3);
        assert_eq!(Pace::of(Some("wired"), None).width(), 4);
    }
}
