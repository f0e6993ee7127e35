//! Latency, jitter and loss from small echoes: figures, no opinion.

use arna_model::{Code, Dossier, Figures, Observation, Ping, Place, Reason, Stop};

use crate::Judgement;
use crate::blocks::pings;
use crate::opinion::Opinion;
use crate::{anchors, portal};

/// Figures of a `latency` dossier (docs/method.md, "Latency"): `rtt_ms` (median), `rtt_min_ms`,
/// `rtt_p95_ms` (nearest rank), `jitter_ms` (mean absolute difference of consecutive round trips, after
/// RFC 3550), `loss` (0 to 1), `probes`, and `idle_to_active_ms` (what the first packet after idle
/// waited longer than the median, 0 or more) where a warm-up was observed.
pub(crate) fn judge(dossier: &Dossier) -> Judgement {
    let is_warm_up = |one: &&Observation| one.place == Place::WarmUp;
    let all = || dossier.observations.iter().filter(|one| pings(one).is_some());
    let measured: Vec<_> = all().filter(|one| !is_warm_up(one)).collect();
    let warm_ups = dossier.anchors.iter().chain(&dossier.observations).filter(is_warm_up);
    let probes: Vec<&Ping> = measured.iter().filter_map(|one| pings(one)).flatten().collect();
    let rtts: Vec<f64> =
        probes.iter().filter_map(|ping| ping.rtt).map(|rtt| rtt.as_millis_f64()).collect();

    if dossier.stop == Some(Stop::Vpn) {
        let verdict = Opinion::because(Code::NotTested, Reason::Vpn).verdict();
        return Judgement { verdict, figures: None };
    }
    let Some(figures) = figures(&rtts, probes.len(), first_rtt(warm_ups)) else {
        let verdict = portal::no_internet(dossier)
            .or_else(|| anchors::no_internet(dossier))
            .unwrap_or_else(|| Opinion::inconclusive(Reason::NoAnswers).on(measured).verdict());
        return Judgement { verdict, figures: None };
    };
    Judgement {
        verdict: Opinion::new(Code::Measured).on(measured).verdict(),
        figures: Some(figures),
    }
}

fn figures(rtts: &[f64], probes: usize, first: Option<f64>) -> Option<Figures> {
    let mut sorted = rtts.to_vec();
    sorted.sort_by(f64::total_cmp);
    let least = *sorted.first()?;
    let rank = |share: f64| {
        let at = (share * sorted.len() as f64).ceil() as usize;
        sorted[at.clamp(1, sorted.len()) - 1]
    };
    let median = f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    let steps: Vec<f64> = rtts.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let jitter = steps.iter().sum::<f64>() / steps.len().max(1) as f64;
    let mut figures = Figures::from([
        ("rtt_ms".to_owned(), median),
        ("rtt_min_ms".to_owned(), least),
        ("rtt_p95_ms".to_owned(), rank(0.95)),
        ("jitter_ms".to_owned(), jitter),
        ("loss".to_owned(), 1.0 - rtts.len() as f64 / probes as f64),
        ("probes".to_owned(), probes as f64),
    ]);
    if let Some(first) = first {
        figures.insert("idle_to_active_ms".to_owned(), (first - median).max(0.0));
    }
    Some(figures)
}

/// The round trip of the first warm-up probe that was answered.
fn first_rtt<'a>(warm_ups: impl Iterator<Item = &'a Observation>) -> Option<f64> {
    warm_ups
        .filter_map(pings)
        .flatten()
        .filter_map(|ping| Some((ping.t, ping.rtt?)))
        .min()
        .map(|(_, rtt)| rtt.as_millis_f64())
}
