//! Rounds: what targets that sat together have in common.
//!
//! The warm-up, the canary, both controls and the innocents at the helper's address belong to all of them, so they are kept once,
//! under the run. Whoever reads a target's blocks finds them there as if it had sat alone.

use std::collections::{BTreeMap, BTreeSet};

use arna_model::{Arm, Event, Observation, Place, Round, Tally};

/// A target's own observations with the shared arms of its rounds, in the order of their ids.
pub(crate) fn with_shared(own: &[Observation], of_run: &[Observation]) -> Vec<Observation> {
    let blocks: BTreeMap<u32, (u16, u16, Round)> = own
        .iter()
        .filter_map(|one| match one.place {
            Place::Block { sitting, block, round: Some(round), .. } => {
                Some((round.number, (sitting, block, round)))
            }
            _ => None,
        })
        .collect();
    let mut all = own.to_vec();
    if blocks.is_empty() {
        return all;
    }
    let looked_up = lookups(own);
    all.extend(of_run.iter().filter_map(|one| {
        let Place::Shared { round, arm } = one.place else { return None };
        let (sitting, block, round) = *blocks.get(&round)?;
        let is_lookup = looked_up.contains(&round.number);
        let arm = match arm {
            Arm::LookupControl if is_lookup => Arm::Control,
            Arm::Control if is_lookup => return None,
            Arm::LookupControl => return None,
            // What others ask there says nothing to those who do not.
            Arm::InnocentAtResolver if !is_lookup => return None,
            Arm::InnocentAtHelper | Arm::InnocentAfterNames if !round.is_named => return None,
            arm => arm,
        };
        let place = Place::Block { sitting, block, round: Some(round), arm };
        Some(Observation { place, ..one.clone() })
    }));
    all.sort_by_key(|one| one.id.number());
    all
}

/// The rounds in which a target's lookup was repeated.
fn lookups(own: &[Observation]) -> BTreeSet<u32> {
    let rounds = own.iter().filter_map(|one| match (&one.place, &one.event) {
        (Place::Block { round, arm: Arm::Target, .. }, Event::Dns(_)) => {
            Some(round.as_ref()?.number)
        }
        _ => None,
    });
    rounds.collect()
}

/// The rounds in which a target sat.
pub(crate) fn of(own: &[Observation]) -> BTreeSet<u32> {
    let rounds = own.iter().filter_map(|one| match one.place {
        Place::Block { round, .. } => round.map(|round| round.number),
        _ => None,
    });
    rounds.collect()
}

/// The controls of every round, each counted once.
pub(crate) fn tallies(of_run: &[Observation]) -> BTreeMap<u32, Tally> {
    let mut rounds: BTreeMap<u32, Vec<Observation>> = BTreeMap::new();
    for one in of_run {
        if let Place::Shared { round, .. } = one.place {
            rounds.entry(round).or_default().push(one.clone());
        }
    }
    rounds.into_iter().map(|(round, shared)| (round, arna_judge::round_controls(&shared))).collect()
}

#[cfg(test)]
mod tests {
    use arna_model::{Bytes, DnsEngine, DnsLookup, Micros, ObservationId, Pings, RunId, Transport};

    use super::*;

    fn seen(number: u64, place: Place) -> Observation {
        Observation {
            id: ObservationId::of(&RunId::new("r"), number),
            t0: Micros(number),
            t: Micros(number),
            place,
            event: Event::Pings(Pings {
                address: ([192, 0, 2, 1], 7).into(),
                transport: Transport::UdpEcho,
                pings: Vec::new(),
            }),
            failure: None,
            bytes: Bytes::default(),
        }
    }

    /// The control is that of what is repeated.
    #[test]
    fn each_is_measured_by_the_innocents_of_its_own_kind() {
        let round = Some(Round { number: 1, targets: 2, is_named: false });
        let at = |arm| Place::Block { sitting: 1, block: 1, round, arm };
        let shared = |arm| Place::Shared { round: 1, arm };
        let run = [
            seen(0, shared(Arm::LookupControl)),
            seen(1, shared(Arm::Control)),
            seen(3, shared(Arm::InnocentAtResolver)),
            seen(4, shared(Arm::InnocentAtHelper)),
            seen(5, shared(Arm::InnocentAfterNames)),
        ];
        let pair = seen(2, at(Arm::Target));
        let lookup = Observation {
            event: Event::Dns(DnsLookup {
                engine: DnsEngine::System,
                resolver: None,
                name: "site.example".into(),
                query_type: "ANY_ADDRESS".to_owned(),
                addresses: Vec::new(),
                rcode: None,
                sends: Vec::new(),
            }),
            ..pair.clone()
        };
        let controls = |own: &Observation| -> Vec<Observation> {
            let all = with_shared(std::slice::from_ref(own), &run);
            all.into_iter().filter(|one| one.id != own.id).collect()
        };
        assert_eq!(controls(&pair), [seen(1, at(Arm::Control))]);
        let of_lookup = [seen(0, at(Arm::Control)), seen(3, at(Arm::InnocentAtResolver))];
        assert_eq!(controls(&lookup), of_lookup);
        // Whose name is said at the helper's address, is measured by the innocent ones there.
        let round = Some(Round { number: 1, targets: 2, is_named: true });
        let at = |arm| Place::Block { sitting: 1, block: 1, round, arm };
        let named = seen(2, at(Arm::Target));
        let arms = [Arm::Control, Arm::InnocentAtHelper, Arm::InnocentAfterNames];
        let of_named: Vec<_> =
            [1, 4, 5].into_iter().zip(arms).map(|(id, arm)| seen(id, at(arm))).collect();
        assert_eq!(controls(&named), of_named);
    }

    #[test]
    fn who_sat_together_shares_what_was_common_and_nobody_else_does() {
        let mine = |number, round: Option<u32>| {
            let round = round.map(|number| Round { number, targets: 2, is_named: true });
            seen(number, Place::Block { sitting: 2, block: 3, round, arm: Arm::Target })
        };
        let shared = |number, round| seen(number, Place::Shared { round, arm: Arm::Canary });
        let run = [seen(0, Place::WarmUp), shared(1, 7), shared(4, 8)];
        let all = with_shared(&[mine(2, Some(7))], &run);
        let place = Place::Block {
            sitting: 2,
            block: 3,
            round: Some(Round { number: 7, targets: 2, is_named: true }),
            arm: Arm::Canary,
        };
        assert_eq!(all, [seen(1, place), mine(2, Some(7))]);
        assert_eq!(with_shared(&[mine(2, None)], &run), [mine(2, None)]);
        assert_eq!(of(&all), BTreeSet::from([7]));
        assert_eq!(tallies(&run).into_keys().collect::<Vec<_>>(), [7, 8]);
    }
}
