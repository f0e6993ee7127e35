//! Canaries near and far.

use crate::support::*;
use arna_judge::{Decision, Sitting, controls};
use arna_model::*;

#[test]
fn a_canary_far_away_sings_as_well_as_one_beside_the_controls() {
    let near = Pair {
        target: Ends::Reset,
        name: Ends::Reset,
        control: Ends::Done(9),
        second: Ends::Done(12),
        innocent: Ends::Done(10),
        ..Pair::default()
    };
    let reset =
        || Story::https().connects(SITE).tls(SITE, Failure::ConnectionReset).helper(opens());
    for echo in [1, 90, 600, 1_900, 2_600] {
        let pair = Pair { echo, ..near.clone() };
        let six = reset().tally(0, 0).pairs(6, &pair);
        let tally = controls(&six.dossier);
        assert_eq!((tally.failures, tally.trials), (0, 18), "{echo} ms");
        stands(&six, Sitting::Decided(Decision::NameFails));
        // A stall is a stall however far away the canary is: lost or held up, it voids, and so does one at the end.
        let dropped = Pair { echo, target: Ends::Silence, name: Ends::Silence, ..near.clone() };
        stands(
            &Story::silent_tls().helper(opens()).pairs(4, &dropped),
            Sitting::Decided(Decision::NameFails),
        );
        for is_held in [false, true] {
            for gap in [(0, 2_300), (5_000, 2_300), (7_600, 5_000)] {
                let stalled = Pair { gap: Some(gap), is_held, ..dropped.clone() };
                stands(&Story::silent_tls().helper(opens()).pairs(6, &stalled), Sitting::Void);
            }
        }
        let short = Pair { gap: Some((5_000, 1_500)), ..dropped };
        stands(
            &Story::silent_tls().helper(opens()).pairs(4, &short),
            Sitting::Decided(Decision::NameFails),
        );
    }
    // No echo at all while they ran, and after them: it failed where they worked.
    let alone = Pair { gap: Some((0, 1_200)), target: Ends::Silence, ..near };
    let tally = controls(&reset().tally(0, 0).pair(&alone).dossier);
    assert_eq!((tally.failures, tally.trials), (1, 1));
}
