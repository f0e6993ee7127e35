//! What a request is likely to cost, said before anything is sent.

use arna_model::{Micros, Rates, Request};

use super::decoys;
use crate::nettests::{self, InputKind};

/// What a run is likely to cost on a link of usual quality: figures of the simulated country's `lte` and `good3g`
/// (docs/method.md, "Cost").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// Measurements that it makes, those of decoys included.
    pub steps: usize,
    /// Bytes on the wire, both directions, if everything opens.
    pub bytes: u64,
    /// Time, if everything opens.
    pub time: Micros,
    /// Most suspects that it double-checks.
    pub most_suspects: usize,
    /// What each of them adds, if as many sit together as may.
    pub bytes_a_suspect: u64,
    /// And how long it takes; nothing else goes on meanwhile.
    pub time_a_suspect: Micros,
}

/// The estimate for `request`.
///
/// # Errors
/// The name of the first nettest that there is not.
pub(crate) fn estimate(request: &Request) -> Result<Estimate, String> {
    let inputs = request.targets.len() + decoys::decoys_of(request);
    let mut sum = Estimate { bytes: AROUND_A_RUN, time: WAKING, ..Estimate::default() };
    for name in &request.nettests {
        let spec = nettests::named(name).ok_or_else(|| name.clone())?.spec();
        let times = match spec.input {
            InputKind::None => 1,
            InputKind::Url => inputs,
        };
        sum.steps += times;
        let each = match spec.input {
            InputKind::Url if request.tries_quic => spec.usual_bytes + QUIC_HANDSHAKE,
            _ => spec.usual_bytes,
        };
        let (flow, its_time) = match spec.input {
            InputKind::Url if request.reads_long => (LONG_FLOW, LONG_FLOW_TIME),
            _ => (0, Micros::default()),
        };
        sum.bytes += times as u64 * (each + flow);
        sum.time = sum.time + Micros(times as u64 * (spec.usual_time + its_time).0);
        if spec.input == InputKind::Url {
            sum.most_suspects = request.targets.len().min(request.confirmations());
            let together = request.together().min(sum.most_suspects).max(1) as u64;
            sum.bytes_a_suspect = SITTING + SHARED / together;
            sum.time_a_suspect = Micros(SITTING_TIME.0 / together);
        }
    }
    if request.rates == Rates::All {
        sum.bytes += request.targets.len() as u64 * RATES;
    }
    let within = request.budget;
    sum.bytes = within.max_bytes.map_or(sum.bytes, |most| most.min(sum.bytes));
    sum.time = within.max_time.map_or(sum.time, |most| most.min(sum.time));
    Ok(sum)
}

/// Warm-up, anchors, the portal's probe, and waking the radio.
const AROUND_A_RUN: u64 = 5_000;
const WAKING: Micros = Micros::from_secs(5);
/// A handshake over QUIC.
const QUIC_HANDSHAKE: u64 = 7_000;
/// A sitting that confirms a block of a name by a helper: its own part, and what those who sit together share.
const SITTING: u64 = 37_000;
const SHARED: u64 = 55_000;
/// With the second look; those who sit together take no longer than one.
const SITTING_TIME: Micros = Micros::from_secs(86);
/// A long flow of a page.
const LONG_FLOW: u64 = 40_000;
const LONG_FLOW_TIME: Micros = Micros::from_millis(600);
/// The pairs of transfers that show whether a site is slowed down.
const RATES: u64 = 950_000;
