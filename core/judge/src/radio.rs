//! What the phone's own word on its radio says: whether it moved, and whether the signal was too weak to tell.

use std::collections::BTreeSet;

use arna_model::{
    Code, Dossier, Event, Observation, Place, RadioSample, Reason, Technology, Verdict,
};

/// The sample in an observation, if it is one.
pub(crate) fn sample(observation: &Observation) -> Option<&RadioSample> {
    match &observation.event {
        Event::Radio(sample) => Some(sample),
        _ => None,
    }
}

/// Whether the phone came to another address, technology, operator or cell between samples. What is not known
/// at one time says nothing.
pub(crate) fn has_moved<'a>(samples: impl Iterator<Item = &'a RadioSample> + Clone) -> bool {
    fn differ<T: Ord>(values: impl Iterator<Item = T>) -> bool {
        values.collect::<BTreeSet<T>>().len() > 1
    }
    differ(samples.clone().filter_map(|one| one.address))
        || differ(samples.clone().filter_map(|one| one.cell))
        || differ(samples.clone().filter_map(|one| one.operator.as_deref()))
        || differ(samples.filter_map(|one| one.technology.map(|it| it as u8)))
}

/// The verdict, or `weak_signal` where nothing better than `inconclusive` could be said and most samples that were
/// taken with the target's looks and blocks show a weak signal. It never touches a verdict that says more:
/// what passed the gates was measured with enough of a signal.
pub(crate) fn explained(mut verdict: Verdict, dossier: &Dossier) -> Verdict {
    let explains = matches!(
        verdict.reason,
        Some(Reason::NoisyNetwork | Reason::Undecided | Reason::CameBack | Reason::ResolverSilent)
    );
    if verdict.code != Code::Inconclusive || !explains {
        return verdict;
    }
    let near = dossier
        .observations
        .iter()
        .filter(|one| matches!(one.place, Place::Look { .. } | Place::Block { .. }));
    let known: Vec<_> = near.filter_map(|one| Some((one, is_weak(sample(one)?)?))).collect();
    let weak: Vec<_> = known.iter().filter(|(_, is_weak)| *is_weak).collect();
    if weak.len() >= FEWEST && 2 * weak.len() > known.len() {
        verdict.code = Code::WeakSignal;
        verdict.reason = Some(Reason::RadioWeak);
        verdict.basis.extend(weak.iter().map(|(one, _)| one.id.clone()));
    }
    verdict
}

/// Whether the power is so low that the technology hardly works; `None`: not known, or there is no radio.
fn is_weak(sample: &RadioSample) -> Option<bool> {
    let least = match sample.technology? {
        Technology::TwoG => LEAST_2G,
        Technology::ThreeG => LEAST_3G,
        Technology::Lte => LEAST_LTE,
        Technology::Nr => LEAST_NR,
        Technology::Wifi | Technology::Wired => return None,
    };
    Some(sample.signal_dbm? < least)
}

/// Samples, at least: one is a moment (ours).
const FEWEST: usize = 2;
/// What Android draws as no bar or one, dBm: its `CarrierConfigManager` has the levels by default at RSRP -128 and -118
/// for LTE and RSCP -115 and -105 for W-CDMA ..
const LEAST_LTE: i16 = -118;
const LEAST_3G: i16 = -105;
/// .. RSSI -107 and -103 for GSM ..
const LEAST_2G: i16 = -103;
/// .. and SS-RSRP -110 and -90 for 5G, of which the second is no weakness yet.
const LEAST_NR: i16 = -110;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_is_weak_by_its_technology() {
        let sample = |technology, dbm| RadioSample {
            technology: Some(technology),
            signal_dbm: Some(dbm),
            ..RadioSample::default()
        };
        for (technology, dbm, weak) in [
            (Technology::Lte, -119, Some(true)),
            (Technology::Lte, -118, Some(false)),
            (Technology::ThreeG, -106, Some(true)),
            (Technology::ThreeG, -90, Some(false)),
            (Technology::TwoG, -104, Some(true)),
            (Technology::Nr, -111, Some(true)),
            (Technology::Wifi, -120, None),
        ] {
            assert_eq!(is_weak(&sample(technology, dbm)), weak, "{technology:?} {dbm}");
        }
        assert_eq!(is_weak(&RadioSample::default()), None);
    }

    #[test]
    fn what_is_not_known_moves_nobody() {
        let of = |cell, operator: Option<&str>| RadioSample {
            cell,
            operator: operator.map(str::to_owned),
            ..RadioSample::default()
        };
        let moved = |samples: &[RadioSample]| has_moved(samples.iter());
        assert!(!moved(&[of(None, None), of(Some(1), Some("40101")), of(None, None)]));
        assert!(moved(&[of(Some(1), None), of(Some(2), None)]));
        assert!(moved(&[of(Some(1), Some("40101")), of(Some(1), Some("40177"))]));
    }
}
