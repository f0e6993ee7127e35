//! Linux's retransmission timeout (RFC 6298 with the constants and the estimator of
//! `tcp_rtt_estimator`), and the timer that runs by it.
//!
//! smoltcp waits a second at least, measures nothing that was sent twice, and keeps what it has backed
//! off until something that was never lost is acknowledged. Where losses come in bursts everything in
//! flight was sent twice, and separate losses add up to a silence of a minute that no phone shows.
//! Linux measures with every acknowledgement (the timestamp option), and any progress ends the back-off.
//!
//! Left out: selective acknowledgements, and with them RACK and tail loss probes. smoltcp can only
//! resend from the oldest byte on, and with round trips of 200 ms and more, or with a single segment
//! in flight, a probe would come no sooner than the timeout.

use super::packet::is_after;

/// How long to wait for an acknowledgement. Microseconds, scaled as Linux scales them.
#[derive(Debug)]
pub struct Rto {
    /// Eight times the smoothed round trip; 0: none was measured.
    smoothed: i64,
    /// Four times the mean deviation.
    deviation: i64,
    /// The largest `deviation` of this round trip.
    largest: i64,
    /// What is added to the smoothed round trip.
    margin: i64,
    /// When this is acknowledged, the next round trip begins.
    round: u32,
    /// Time-outs without progress between them.
    backoff: u32,
}

impl Rto {
    pub fn new() -> Self {
        Self { smoothed: 0, deviation: 0, largest: 0, margin: 0, round: 0, backoff: 0 }
    }

    /// Takes in a measured round trip, when everything up to `acknowledged` is acknowledged and `next`
    /// is the next new byte.
    pub fn measured(&mut self, round_trip: u64, acknowledged: u32, next: u32) {
        let sample = i64::try_from(round_trip).unwrap_or(MAX).clamp(1, MAX);
        if self.smoothed == 0 {
            self.smoothed = sample << 3;
            self.deviation = sample << 1;
            self.margin = self.deviation.max(MIN);
            self.largest = self.margin;
            self.round = next;
            return;
        }
        let error = sample - (self.smoothed >> 3);
        self.smoothed += error;
        let mut change = error.abs() - (self.deviation >> 2);
        // A round trip that became short is no reason to wait longer for the next.
        if error < 0 && change > 0 {
            change >>= 3;
        }
        self.deviation += change;
        self.largest = self.largest.max(self.deviation);
        self.margin = self.margin.max(self.largest);
        if is_after(acknowledged, self.round) {
            self.margin -= (self.margin - self.largest).max(0) >> 2;
            self.round = next;
            self.largest = MIN;
        }
    }

    /// Backs off.
    pub fn timed_out(&mut self) {
        self.backoff += 1;
    }

    /// Ends the back-off.
    pub fn progressed(&mut self) {
        self.backoff = 0;
    }

    /// The time-out now.
    pub fn timeout(&self) -> u64 {
        let first = if self.smoothed == 0 { INITIAL } else { (self.smoothed >> 3) + self.margin };
        (first << self.backoff.min(LARGEST_SHIFT)).min(MAX) as u64
    }

    /// The smoothed round trip.
    pub fn round_trip(&self) -> Option<u64> {
        (self.smoothed > 0).then_some((self.smoothed >> 3) as u64)
    }
}

/// One connection's retransmission timer. Times are microseconds.
#[derive(Debug)]
pub struct Timer {
    rto: Rto,
    /// The oldest byte that is not acknowledged and the next new one; `None`: nothing was sent yet.
    sent: Option<(u32, u32)>,
    expires_at: Option<u64>,
    is_window_closed: bool,
    retransmits: u32,
}

/// What an incoming segment says to the sender.
#[derive(Clone, Copy, Debug)]
pub struct Acknowledgement {
    pub number: u32,
    /// How long ago what provoked it was sent.
    pub round_trip: Option<u64>,
    /// Whether the peer takes nothing more for now.
    pub is_window_closed: bool,
}

impl Timer {
    pub fn new() -> Self {
        Self {
            rto: Rto::new(),
            sent: None,
            expires_at: None,
            is_window_closed: false,
            retransmits: 0,
        }
    }

    /// Notes a segment of `seq..end`, not empty, that leaves.
    pub fn sent(&mut self, seq: u32, end: u32, now: u64) {
        let (oldest, next) = self.sent.unwrap_or((seq, seq));
        let is_again = !is_after(end, next);
        self.retransmits += u32::from(is_again);
        self.sent = Some((oldest, if is_again { next } else { end }));
        match self.expires_at {
            Some(at) if at <= now => {
                self.rto.timed_out();
                self.restart(now);
            }
            // A fast retransmission gets its own time.
            Some(_) if is_again && seq == oldest => self.restart(now),
            Some(_) => {}
            None => self.restart(now),
        }
    }

    /// Notes an acknowledgement that comes in.
    pub fn acknowledged(&mut self, said: Acknowledgement, now: u64) {
        let Some((oldest, next)) = self.sent else { return };
        if is_after(said.number, oldest) && !is_after(said.number, next) {
            self.sent = Some((said.number, next));
            self.rto.progressed();
            if let Some(round_trip) = said.round_trip {
                self.rto.measured(round_trip, said.number, next);
            }
            self.expires_at = (said.number != next).then(|| now + self.rto.timeout());
        }
        if self.is_window_closed && !said.is_window_closed {
            // The probes' back-off ends with them.
            self.rto.progressed();
            self.expires_at = None;
        }
        self.is_window_closed = said.is_window_closed;
    }

    /// When the timer expires; it is started if it does not run.
    pub fn expires_at(&mut self, now: u64) -> u64 {
        *self.expires_at.get_or_insert(now + self.rto.timeout())
    }

    /// Nothing is waited for.
    pub fn stop(&mut self) {
        self.expires_at = None;
    }

    /// The oldest byte that is not acknowledged.
    pub fn oldest(&self) -> Option<u32> {
        self.sent.map(|(oldest, _)| oldest)
    }

    /// The sequence number after everything that was sent.
    pub fn end(&self) -> Option<u32> {
        self.sent.map(|(_, next)| next)
    }

    pub fn retransmits(&self) -> u32 {
        self.retransmits
    }

    /// The smoothed round trip.
    pub fn round_trip(&self) -> Option<u64> {
        self.rto.round_trip()
    }

    fn restart(&mut self, now: u64) {
        self.expires_at = Some(now + self.rto.timeout());
    }
}

/// Linux's TCP_TIMEOUT_INIT, TCP_RTO_MIN and TCP_RTO_MAX.
const INITIAL: i64 = 1_000_000;
const MIN: i64 = 200_000;
const MAX: i64 = 120_000_000;
/// The least time-out exceeds the largest after ten doublings.
const LARGEST_SHIFT: u32 = 10;

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(number: u32, round_trip: Option<u64>) -> Acknowledgement {
        Acknowledgement { number, round_trip, is_window_closed: false }
    }

    #[test]
    fn the_timeout_is_that_of_linux() {
        let mut rto = Rto::new();
        assert_eq!((rto.timeout(), rto.round_trip()), (1_000_000, None));
        // The first sample: three round trips, but 200 ms more than one at least.
        rto.measured(300_000, 1, 1);
        assert_eq!((rto.timeout(), rto.round_trip()), (900_000, Some(300_000)));
        for n in 2..100 {
            rto.measured(300_000, n, n);
        }
        assert!((500_000..500_010).contains(&rto.timeout()), "{}", rto.timeout());
        // One late round trip: an eighth of the error, and a quarter of it four times.
        rto.measured(700_000, 100, 100);
        assert_eq!(rto.round_trip(), Some(350_000));
        assert!((750_000..760_000).contains(&rto.timeout()), "{}", rto.timeout());
        // One early round trip makes it no longer.
        let before = rto.timeout();
        rto.measured(1_000, 100, 100);
        assert!(rto.timeout() <= before, "{}", rto.timeout());
    }

    #[test]
    fn it_doubles_until_there_is_progress_and_ends_at_two_minutes() {
        let mut rto = Rto::new();
        rto.measured(100_000, 1, 1);
        let mut timeouts = Vec::new();
        for _ in 0..40 {
            timeouts.push(rto.timeout());
            rto.timed_out();
        }
        assert_eq!(timeouts[..4], [300_000, 600_000, 1_200_000, 2_400_000]);
        assert_eq!(timeouts[8..11], [76_800_000, 120_000_000, 120_000_000]);
        assert_eq!(timeouts[39], 120_000_000);
        rto.progressed();
        assert_eq!(rto.timeout(), 300_000);
    }

    #[test]
    fn any_progress_restarts_the_timer_without_its_back_off() {
        let mut timer = Timer::new();
        timer.sent(u32::MAX, 0, 0);
        timer.acknowledged(progress(0, Some(100_000)), 100_000);
        // Three segments; the first is lost again and again.
        for n in 0..3 {
            timer.sent(n * 10, n * 10 + 10, 200_000);
        }
        let first = timer.expires_at(200_000);
        assert_eq!(first, 500_000);
        timer.sent(0, 10, first);
        assert_eq!(timer.expires_at(first), first + 600_000);
        timer.sent(0, 10, first + 600_000);
        assert_eq!(timer.expires_at(first), first + 600_000 + 1_200_000);
        assert_eq!(timer.retransmits(), 2);
        // What is no progress changes nothing.
        timer.acknowledged(progress(0, Some(1)), first + 650_000);
        timer.acknowledged(progress(31, Some(1)), first + 650_000);
        assert_eq!(timer.expires_at(first), first + 1_800_000);
        timer.acknowledged(progress(10, Some(100_000)), first + 700_000);
        let waits = timer.expires_at(first) - (first + 700_000);
        assert!((300_000..=301_000).contains(&waits), "{waits}");
    }

    #[test]
    fn a_fast_retransmission_is_no_timeout() {
        let mut timer = Timer::new();
        timer.sent(0, 10, 0);
        timer.sent(10, 20, 0);
        timer.sent(0, 10, 300_000);
        assert_eq!(timer.expires_at(0), 1_300_000);
    }

    #[test]
    fn probes_of_a_closed_window_back_off_until_it_opens() {
        let closed = |number| Acknowledgement { is_window_closed: true, ..progress(number, None) };
        let mut timer = Timer::new();
        timer.sent(0, 10, 0);
        timer.acknowledged(closed(10), 100_000);
        let mut at = timer.expires_at(100_000);
        for waits in [2_000_000, 4_000_000] {
            timer.sent(10, 11, at);
            timer.acknowledged(closed(10), at + 100_000);
            assert_eq!(timer.expires_at(at), at + waits);
            at += waits;
        }
        timer.acknowledged(progress(10, None), at - 1);
        timer.sent(10, 20, at);
        assert_eq!(timer.expires_at(at), at + 1_000_000);
    }
}
