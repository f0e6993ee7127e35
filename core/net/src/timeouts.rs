//! How long to wait. Time-outs make or break honesty: too short a wait turns a slow radio into a
//! suspect (docs/method.md, "One look").

use arna_model::Micros;

/// Deadlines per operation, adapted to the measured round trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// A TCP connect.
    pub tcp: Micros,
    /// Until another address of the same name is tried beside one that has not answered yet.
    pub next_address: Micros,
    /// A TLS handshake.
    pub tls: Micros,
    /// From the request to the end of what is wanted of the answer.
    pub http: Micros,
    /// Between two sends of a DNS query.
    pub dns_resend: Micros,
    /// After the first DNS answer, for a second, different one.
    pub dns_linger: Micros,
    /// One DNS question and its answer on an open connection.
    pub dns_stream: Micros,
    /// For one echo of a ping.
    pub ping: Micros,
}

impl Timeouts {
    /// For a link with this round trip. A TLS handshake never gets less than 10 s (at 10 s an open
    /// site on a stalling 3G link still fails in 1.5 % of looks, at 5 s in 3.9 %), and 40 round trips
    /// up to 20 s.
    pub fn for_rtt(rtt: Micros) -> Self {
        let patience = Micros((rtt.0 * 40).clamp(LEAST.0, MOST.0));
        Self {
            tcp: patience,
            // RFC 8305 recommends 250 ms and allows 2 s; a slow radio is no reason to try everything.
            next_address: Micros((rtt.0 * 3 / 2).clamp(250_000, 2_000_000)),
            tls: patience,
            http: Micros(patience.0.max(15_000_000)),
            dns_resend: Micros((rtt.0 * 4).clamp(1_500_000, 4_000_000)),
            dns_linger: Micros((rtt.0 * 2).max(500_000)),
            dns_stream: patience,
            ping: Micros((rtt.0 * 5).clamp(1_000_000, 3_000_000)),
        }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::for_rtt(Micros::from_millis(300))
    }
}

/// Sends of one DNS query (docs/method.md: three or more).
pub(crate) const DNS_SENDS: usize = 3;

const LEAST: Micros = Micros::from_secs(10);
const MOST: Micros = Micros::from_secs(20);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_never_waits_less_than_ten_seconds() {
        for millis in [0, 1, 36, 250, 420, 3_000, 60_000] {
            let timeouts = Timeouts::for_rtt(Micros::from_millis(millis));
            assert!(timeouts.tls >= LEAST && timeouts.tls <= MOST, "{millis} ms: {timeouts:?}");
        }
    }
}
