//! Stories of looks at a whole network: what state it is in.

use crate::support::*;
use arna_judge::network_state;
use arna_model::NetworkState::{self, *};
use arna_model::Side::{Domestic, DomesticState, Foreign};
use arna_model::{Code, Failure, Place, Side};

fn dead() -> Option<Failure> {
    Some(Failure::GenericTimeout)
}

/// A look in which each of these is called twice, and answers both times or never.
fn look(sides: &[(Side, bool)]) -> Story {
    let twice = sides.iter().chain(sides);
    twice.fold(Story::https(), |story, (side, answers)| {
        story.anchor(*side, if *answers { None } else { dead() })
    })
}

#[track_caller]
fn is(story: &Story, state: NetworkState) {
    assert_eq!(network_state(&story.dossier.anchors), state, "{:#?}", story.dossier.anchors);
}

#[test]
fn the_table_of_states() {
    is(&Story::https().leaks().anchor(Foreign, None), Online);
    is(&look(&[(Foreign, false), (DomesticState, false), (Domestic, false)]), NoService);
    is(&look(&[(Foreign, false), (DomesticState, true), (Domestic, false)]), WhitelistShutdown);
    is(&look(&[(Foreign, false), (DomesticState, true), (Domestic, true)]), InternationalCut);
    is(&look(&[(Foreign, false), (Domestic, true)]), InternationalCut);
    let held = look(&[(Foreign, false)]);
    is(&held.clone().probed(302, "http://login.example/", ""), CaptivePortal);
    is(&held.probed(302, "http://operator.example/topup", ""), OutOfCredit);
}

#[test]
fn one_lost_call_is_no_blackout_and_a_bad_radio_no_shutdown() {
    let once = Story::https().anchor(Foreign, dead());
    is(&once, Unknown);
    is(&once.clone().anchor(DomesticState, None).anchor(Domestic, dead()), Unknown);
    // Whoever answers late answers: the radio was slow.
    let late = look(&[(Foreign, false), (DomesticState, true)]).anchor(Foreign, None);
    is(&late.probed(204, "", ""), Online);
    let ordinary_once = look(&[(Foreign, false), (DomesticState, true)]).anchor(Domestic, dead());
    is(&ordinary_once, Unknown);
    is(&look(&[(Foreign, false), (DomesticState, true)]), Unknown);
    is(&look(&[(DomesticState, false), (Domestic, false)]), Unknown);
    is(&look(&[(Foreign, false)]).pings(Place::WarmUp, &[Some(90)]), Unknown);
    is(&Story::https(), Unknown);
}

#[test]
fn a_phone_without_a_way_out_has_no_service_and_one_that_is_forbidden_tells_nothing() {
    let told = |failure: Failure| {
        let story = Story::https().anchor(Foreign, Some(failure.clone()));
        story.anchor(Foreign, Some(failure))
    };
    is(&told(Failure::NetworkUnreachable), NoService);
    is(&told(Failure::NetworkDown), NoService);
    is(&told(Failure::PermissionDenied), Unknown);
    is(&told(Failure::NetworkUnreachable).anchor(Domestic, None), Unknown);
}

#[test]
fn lookups_that_leak_through_a_shutdown_hide_it_only_while_the_probe_is_in_doubt() {
    let listed = look(&[(Foreign, false), (DomesticState, true), (Domestic, false)]);
    let leaking = listed.leaks();
    is(&leaking, Unknown);
    let probe = |story: Story, failure: Option<Failure>| story.anchor(Side::Portal, failure);
    is(&probe(leaking.clone(), dead()), Unknown);
    is(&probe(probe(leaking.clone(), dead()), dead()), WhitelistShutdown);
    is(&probe(probe(leaking.clone(), dead()), None), Unknown);
    // An echo of our own server is no leak.
    let echoed = probe(probe(leaking, dead()), dead()).pings(Place::WarmUp, &[Some(90)]);
    is(&echoed, Unknown);
}

#[test]
fn a_proxy_that_takes_every_connection_is_no_way_out() {
    let taken = look(&[(Foreign, true), (DomesticState, true), (Domestic, true)]);
    is(&taken, Unknown);
    for heard in [
        taken.clone().leaks(),
        taken.clone().probed(204, "", ""),
        taken.clone().pings(Place::WarmUp, &[Some(90)]),
        taken.anchor_shows("a", Vec::new(), None),
    ] {
        is(&heard, Online);
    }
}

#[test]
fn who_answers_for_everybody_is_no_internet_unless_a_way_leads_past() {
    let taken = || Story::https().anchor(Foreign, None).probed(200, "", "Welcome to the hotel");
    is(&taken(), CaptivePortal);
    is(&taken().anchor_shows("a", Vec::new(), None), Online);
    is(&Story::https().anchor(Foreign, None).probed(204, "", ""), Online);
}

#[test]
fn a_target_that_nobody_reaches_gets_the_same_word_as_the_journal() {
    let silent = |story: Story| story.no_connect(SITE, Failure::GenericTimeout);
    let cut = silent(look(&[(Foreign, false), (Domestic, true)]));
    assert_eq!(arna_judge::judge(&cut.dossier).verdict.code, Code::NoInternet);
    is(&cut, InternationalCut);
}
