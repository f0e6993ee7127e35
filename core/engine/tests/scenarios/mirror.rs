//! In the simulated country nobody sits between a phone and its helper, and no radio makes it look so.

use crate::country;
use arna_model::{Event, Measurement, Place};

fn reflections(one: &Measurement) -> impl Iterator<Item = (u16, &arna_model::Reflection)> {
    one.observations.iter().filter_map(|seen| match (&seen.place, &seen.event) {
        (Place::Block { sitting, .. }, Event::Reflection(it)) => Some((*sitting, it)),
        _ => None,
    })
}

#[test]
fn a_name_that_passes_at_the_helper_is_seen_there_as_it_was_sent() {
    for profile in ["good3g", "lte", "poor3g", "lte_edge", "edge", "wired"] {
        let nettests = &["web_connectivity"];
        let (all, _) = country::run("sni-drop-spares-helper", Some(profile), 1, nettests, None);
        let mut said = 0;
        for one in &all {
            let its_own: Vec<_> = reflections(one).collect();
            assert!(its_own.len() <= 1, "{profile}: once in a sitting: {its_own:?}");
            for (_, reflection) in its_own {
                assert!(!reflection.is_another(), "{profile}: {reflection:?}");
                assert!(reflection.seen.is_some(), "{profile}: {reflection:?}");
                said += 1;
            }
        }
        assert!(said > 0 || profile.ends_with("edge"), "{profile}: nobody was asked");
    }
}
