//! The radio between the phone and the ISP: two one-way links that share their weather and a sleep.
//!
//! A packet waits for the link to be free (or is dropped when the queue is full), takes its airtime,
//! may be lost, and then travels. Packets of one direction never overtake each other.

use arna_model::Technology;
use arna_net::Entropy;

use super::chance::{Bursts, Stalls, Swing};
use super::hop::Direction;
use super::profile::{Idle, Profile};

/// What a phone sees of its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Air {
    pub technology: Technology,
    pub signal_dbm: Option<i16>,
}

/// The radio. All times are microseconds.
#[derive(Debug)]
pub struct Radio {
    up: Link,
    down: Link,
    stalls: Option<Stalls>,
    idle: Option<Idle>,
    /// The last packet, in either direction; `None`: there was none, the radio sleeps.
    last_used: Option<u64>,
    /// When the last promotion is over.
    awake_at: u64,
    air: Air,
}

impl Radio {
    pub fn new(seed: u64, profile: &Profile) -> Self {
        let link = |name: &str, kbit: Option<u32>| Link {
            kbit,
            queue: u64::from(profile.queue_ms) * 1000,
            free_at: 0,
            last_arrival: 0,
            delay: profile.rtt_ms * 500.0,
            jitter: profile.jitter_ms * 500.0,
            swing: Swing::new(Entropy::labelled(seed, &format!("radio/{name}/swing"))),
            bursts: profile.loss.map(|loss| {
                let [weather, draws] = ["bursts", "loss"]
                    .map(|what| Entropy::labelled(seed, &format!("radio/{name}/{what}")));
                Bursts::new(weather, draws, loss, kbit.map_or(1_000, |kbit| airtime(MTU, kbit)))
            }),
        };
        Self {
            up: link("up", profile.up_kbit),
            down: link("down", profile.down_kbit),
            stalls: profile
                .stall
                .map(|stall| Stalls::new(Entropy::labelled(seed, "radio/stalls"), stall)),
            idle: profile.idle,
            last_used: None,
            awake_at: 0,
            air: Air { technology: profile.technology, signal_dbm: profile.signal_dbm },
        }
    }

    /// What the phone sees of it at `now`.
    pub fn air(&mut self, now: u64) -> Air {
        let is_stalled = self.stalls.as_mut().is_some_and(|stalls| stalls.is_stalled(now));
        let signal_dbm = self
            .air
            .signal_dbm
            .map(|dbm| if is_stalled { (dbm - FADE_DB).max(LEAST_DBM) } else { dbm });
        Air { signal_dbm, ..self.air }
    }

    /// Sends a packet of `bytes` over the radio at `now`: when it arrives, or `None` if it is lost.
    pub fn send(&mut self, direction: Direction, bytes: usize, now: u64) -> Option<u64> {
        if let Some(idle) = self.idle {
            let sleeps_at = self.last_used.map(|at| at + u64::from(idle.after_ms) * 1000);
            if sleeps_at.is_none_or(|at| at < now) {
                // A packet for a sleeping phone pages it, which takes as long.
                self.awake_at = now + u64::from(idle.promotion_ms) * 1000;
            }
        }
        let link = match direction {
            Direction::Up => &mut self.up,
            Direction::Down => &mut self.down,
        };
        let sent = link.queue(bytes, now, self.awake_at.max(now));
        self.last_used = self.last_used.max(Some(sent.unwrap_or(now)));
        let sent = sent?;
        // The burst's draw comes first: a stall must not shift the stream of losses.
        let is_lost = link.bursts.as_mut().is_some_and(|bursts| bursts.is_lost(sent));
        let is_stalled = self.stalls.as_mut().is_some_and(|stalls| stalls.is_stalled(sent));
        (!is_lost && !is_stalled).then(|| link.arrival(sent))
    }
}

#[derive(Debug)]
struct Link {
    kbit: Option<u32>,
    queue: u64,
    free_at: u64,
    last_arrival: u64,
    delay: f64,
    jitter: f64,
    swing: Swing,
    bursts: Option<Bursts>,
}

impl Link {
    /// When the last bit of the packet leaves; `None`: the queue is full.
    fn queue(&mut self, bytes: usize, now: u64, open_at: u64) -> Option<u64> {
        // While the radio wakes up nothing leaves, but what waits is counted by its airtime only.
        let start = self.free_at.max(open_at);
        if start - open_at.max(now) > self.queue {
            return None;
        }
        self.free_at = start + self.kbit.map_or(0, |kbit| airtime(bytes, kbit));
        Some(self.free_at)
    }

    fn arrival(&mut self, sent: u64) -> u64 {
        let delay = (self.delay + self.jitter * self.swing.at(sent)).max(0.0);
        self.last_arrival = self.last_arrival.max(sent + delay as u64);
        self.last_arrival
    }
}

/// How long a packet occupies a link, microseconds.
fn airtime(bytes: usize, kbit: u32) -> u64 {
    bytes as u64 * 8_000 / u64::from(kbit)
}

/// How much of the signal a stall takes (`profiles.toml`).
const FADE_DB: i16 = 20;
/// No phone shows less.
const LEAST_DBM: i16 = -140;

/// A full packet.
const MTU: usize = 1500;

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Profile {
        Profile {
            name: "plain".into(),
            down_kbit: Some(800),
            up_kbit: Some(80),
            rtt_ms: 100.0,
            jitter_ms: 0.0,
            loss: None,
            stall: None,
            idle: None,
            queue_ms: 1000,
            technology: Technology::ThreeG,
            signal_dbm: Some(-88),
        }
    }

    #[test]
    fn packets_queue_and_the_tail_is_dropped() {
        let mut radio = Radio::new(1, &plain());
        // 1000 bytes take 100 ms up; the queue holds a second of them.
        let arrivals: Vec<_> = (0..20).map(|_| radio.send(Direction::Up, 1000, 0)).collect();
        assert_eq!(arrivals[0], Some(150_000));
        assert_eq!(arrivals[1], Some(250_000));
        assert_eq!(arrivals[10], Some(1_150_000));
        assert!(arrivals[11..].iter().all(Option::is_none));
        // The other direction has its own queue.
        assert_eq!(radio.send(Direction::Down, 1000, 0), Some(60_000));
    }

    #[test]
    fn the_first_packet_after_a_sleep_waits_and_the_others_behind_it() {
        let idle = Some(Idle { promotion_ms: 2000, after_ms: 5000 });
        let mut radio = Radio::new(1, &Profile { idle, ..plain() });
        assert_eq!(radio.send(Direction::Up, 100, 0), Some(2_060_000));
        assert_eq!(radio.send(Direction::Up, 100, 1_000_000), Some(2_070_000));
        assert_eq!(radio.send(Direction::Up, 100, 6_000_000), Some(6_060_000));
        assert_eq!(radio.send(Direction::Up, 100, 12_000_000), Some(14_060_000));
    }

    #[test]
    fn a_stall_takes_the_signal_and_asking_changes_nothing() {
        let profile = Profile::named("lte_edge").expect("there");
        let (mut asked, mut other) = (Radio::new(3, profile), Radio::new(3, profile));
        let (mut seen, mut least) = (0, 0);
        for n in 0..3_000 {
            let at = n * 100_000;
            let signal = asked.air(at).signal_dbm;
            let arrives = asked.send(Direction::Up, 100, at);
            assert_eq!(arrives, other.send(Direction::Up, 100, at));
            if signal == Some(-140) {
                least += 1;
                assert_eq!(arrives, None, "nothing passes in a stall");
            }
            seen += u32::from(signal == Some(-121));
        }
        assert!(least > 50 && seen > 1_000, "{least} {seen}");
    }

    #[test]
    fn packets_never_overtake_each_other() {
        let mut radio = Radio::new(3, Profile::named("lte_edge").expect("there"));
        let mut last = 0;
        for n in 0..50_000 {
            if let Some(arrival) = radio.send(Direction::Down, 200, n * 3_000) {
                assert!(arrival >= last);
                last = arrival;
            }
        }
    }
}
