//! Names in a volley at the helper's address, and the innocent ones behind them.

use arna_model::{Arm, Budget, Event, Measurement, Observation, Place, TlsHandshake};

use crate::country::{self, Setting};

/// The handshakes of an arm, over all measurements of a run.
fn handshakes(all: &[Measurement], wanted: Arm) -> Vec<(&Observation, &TlsHandshake)> {
    let observations = all.iter().flat_map(|one| &one.observations);
    let of_arm = observations.filter(
        |one| matches!(one.place, Place::Block { round: Some(_), arm, .. } if arm == wanted),
    );
    let handshakes = of_arm.filter_map(|one| match &one.event {
        Event::TlsHandshake(tls) => Some((one, tls)),
        _ => None,
    });
    handshakes.collect()
}

#[test]
fn of_an_innocent_name_behind_others_no_more_comes_than_that_it_was_answered() {
    for profile in ["lte", "lte_edge"] {
        let (budget, nettests) = (Budget::default(), &["web_connectivity"]);
        let setting = Setting { profile: Some(profile), seed: 1, at_once: None, budget, nettests };
        let (_, all, _) = country::run_with("many-blocked", setting, |_| {});
        let (before, behind) =
            (handshakes(&all, Arm::InnocentAtHelper), handshakes(&all, Arm::InnocentAfterNames));
        let is_answered = |(_, tls): &&(&Observation, &TlsHandshake)| tls.first_byte.is_some();
        let answered: Vec<_> = behind.iter().filter(is_answered).collect();
        assert!(answered.len() > 10 && 2 * answered.len() > behind.len(), "{profile}");
        for (one, tls) in answered {
            assert_eq!((&one.failure, tls.is_complete), (&None, false), "{profile}: {one:?}");
            // The window, and the headers of what is sent again on a bad link.
            assert!(one.bytes.received < 1_536 + 10 * 60, "{profile}: {:?}", one.bytes);
        }
        // The one before the names is what theirs are compared with: it goes on to its end, with the same hello.
        let whole = before.iter().filter(|(_, tls)| tls.is_complete).count();
        assert!(10 * whole > 7 * before.len(), "{profile}: {whole} of {}", before.len());
        let names = handshakes(&all, Arm::NameAtHelper);
        assert!(names.iter().all(|(_, tls)| tls.ja4 == before[0].1.ja4), "{profile}");
        assert!(behind.iter().all(|(_, tls)| tls.ja4 == before[0].1.ja4), "{profile}");
    }
}
