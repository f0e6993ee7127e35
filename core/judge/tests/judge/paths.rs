//! The place on the path: an address is accused only by a stop between two routers of the operator's, and a name has
//! the hop that shows it.

use std::net::IpAddr;

use crate::support::*;
use arna_judge::{Tracing, account, judge, tracing};
use arna_model::*;

/// An address that answers nobody here, confirmed by a sitting.
fn silent_address() -> Story {
    let story = Story::https().resolves(&["93.184.216.34"]);
    let story = story.no_connect(SITE, Failure::GenericTimeout).helper(opens());
    let pair = Pair { target: Ends::NoConnect, name: Ends::Done(700), ..Pair::default() };
    story.pairs(5, &pair)
}

/// A name that is cut off, confirmed by a sitting.
fn cut_name(ends: Ends) -> Story {
    let failure = match ends {
        Ends::Reset => Failure::ConnectionReset,
        _ => Failure::GenericTimeout,
    };
    let story = Story::https().resolves(&["93.184.216.34"]).connects(SITE).tls(SITE, failure);
    story.helper(opens()).pairs(4, &Pair { target: ends, name: ends, ..Pair::default() })
}

/// What was said at each distance from 1 on: a router's address, `-` for silence, `open`, `reset`.
fn hops(said: &str) -> Vec<TraceHop> {
    let answer = |word: &str| {
        let (said, network) = match word {
            "-" => return None,
            "open" => (HopWord::Opened, None),
            "reset" => (HopWord::Refused, None),
            router => match router.strip_prefix('!') {
                Some(router) => (HopWord::Unreachable, Some(ip(router))),
                None => (HopWord::Expired, Some(ip(router))),
            },
        };
        let is_near = network.is_some_and(|it: IpAddr| it.to_string().starts_with("2.72.4"));
        Some(HopAnswer { rtt: Micros(1), said, network, is_near })
    };
    let words = said.split_whitespace().zip(1..);
    words.map(|(word, distance)| TraceHop { distance, answer: answer(word) }).collect()
}

fn add(story: &mut Story, (round, leg): (u16, Leg), event: Event, failure: Option<Failure>) {
    let number = story.dossier.observations.len() + 1_000;
    let id = ObservationId::of(&RunId::new("run"), number as u64);
    let place = Place::Trace { round, leg };
    let (t0, t, bytes) = (Micros::from_secs(900), Micros::from_secs(901), Bytes::default());
    story.dossier.observations.push(Observation { id, t0, t, place, event, failure, bytes });
}

/// So many rounds of these two traces.
fn rounds(mut story: Story, times: u16, path: &str, neighbour: &str) -> Story {
    let begun = match tracing(&story.dossier, false) {
        Tracing::Path { round, .. } => round,
        other => panic!("{other:?}"),
    };
    for round in begun..begun + times {
        for (leg, address, said) in [(Leg::Path, SITE, path), (Leg::Neighbour, OTHER, neighbour)] {
            let trace = Trace { address: at(address), hops: hops(said) };
            add(&mut story, (round, leg), Event::Trace(trace), None);
        }
    }
    story
}

fn found(story: &Story) -> (Code, Found, Option<(u8, u8)>) {
    let told = account(&story.dossier).unwrap().path.unwrap();
    (judge(&story.dossier).verdict.code, told.found, told.after.zip(told.before))
}

/// Two private routers, one shared, one beside the phone, two abroad, the server.
const ALL: &str = "10.72.0.1 - 100.72.8.1 2.72.40.0 62.115.40.0 80.249.208.0 open";

#[test]
fn packets_that_end_between_two_routers_of_the_operators_accuse() {
    let story = rounds(silent_address(), 5, "10.72.0.1 - - - - - - - -", ALL);
    let verdict = judge(&story.dossier).verdict;
    let said = (verdict.code, verdict.cause, verdict.how);
    assert_eq!(said, (Code::LikelyBlocked, Some(Cause::Ip), Some(How::StoppedInside)));
    assert_eq!(found(&story), (Code::LikelyBlocked, Found::StoppedInside, Some((1, 3))));
    assert_eq!(tracing(&story.dossier, false), Tracing::Over);
    // The address fails five times in ten at most by chance, and so does a round.
    assert!((verdict.nats.unwrap() - 10.99).abs() < 0.01, "{verdict:?}");

    let four = rounds(silent_address(), 4, "10.72.0.1 - - - - - - - -", ALL);
    assert_eq!(found(&four).0, Code::Unreachable, "four rounds decide nothing");
    let Tracing::Path { round, address, neighbour } = tracing(&four.dossier, false) else {
        panic!("a fifth decides")
    };
    assert_eq!((round, address, neighbour), (5, at(SITE), Some(at(OTHER))));
}

#[test]
fn a_refusal_from_inside_accuses_and_one_from_the_far_end_does_not() {
    let pair = Pair { target: Ends::Refused, name: Ends::Done(700), ..Pair::default() };
    let story = Story::https().resolves(&["93.184.216.34"]);
    let story = story.no_connect(SITE, Failure::ConnectionRefused).helper(opens()).pairs(5, &pair);
    for (path, says) in [
        ("10.72.0.1 - reset reset", (Code::LikelyBlocked, Found::RefusedInside, Some((2, 3)))),
        ("10.72.0.1 !10.72.4.1", (Code::LikelyBlocked, Found::RefusedInside, Some((1, 2)))),
        ("10.72.0.1 - 100.72.8.1 2.72.40.0 - - reset", (Code::Unreachable, Found::NotInside, None)),
        // Who refuses may be the silent border, whose first word was lost, or anybody behind it.
        ("10.72.0.1 - 100.72.8.1 - reset", (Code::Unreachable, Found::Untold, None)),
        (
            "10.72.0.1 - 100.72.8.1 2.72.40.0 !62.115.40.0",
            (Code::Unreachable, Found::NotInside, None),
        ),
    ] {
        let story = rounds(story.clone(), 6, path, ALL);
        assert_eq!(found(&story), says, "{path}");
    }
}

#[test]
fn nobody_is_accused_by_what_ends_further_on_or_cannot_be_compared() {
    for (path, neighbour, says) in [
        // A dead server, and one whose network drops the country.
        ("10.72.0.1 - 100.72.8.1 2.72.40.0 62.115.40.0 80.249.208.0 - -", ALL, Found::NotInside),
        ("10.72.0.1 - 100.72.8.1 2.72.40.0 - - - - -", ALL, Found::NotInside),
        // The neighbour ends there as well, or nothing behind it is known to be inside.
        ("10.72.0.1 - - - - -", "10.72.0.1 - - - - -", Found::NotInside),
        ("10.72.0.1 - - - - -", "10.72.0.1 62.115.40.0 62.115.44.0 open", Found::NotInside),
        ("62.115.1.0 - - - - -", "62.115.1.0 62.115.40.0 62.115.44.0 open", Found::Untold),
        // One answer more may be a router's that answers by turns.
        ("10.72.0.1 - - - - -", "10.72.0.1 - 100.72.8.1 - - -", Found::Untold),
        // It may have been the radio.
        ("- - - - - -", ALL, Found::CannotTrace),
        // Nothing was asked of the hop at which the neighbour's went on.
        ("10.72.0.1 -", ALL, Found::Untold),
        // It opens now.
        ("10.72.0.1 - - - - - open", ALL, Found::NotInside),
    ] {
        let story = rounds(silent_address(), 8, path, neighbour);
        assert_eq!(found(&story), (Code::Unreachable, found(&story).1, None), "{path}");
        assert_eq!(found(&story).1, says, "{path}");
        assert_eq!(tracing(&story.dossier, false), Tracing::Over, "{path}");
    }
}

#[test]
fn rounds_that_contradict_each_other_have_no_place() {
    let story = rounds(silent_address(), 5, "10.72.0.1 - - - - - -", ALL);
    let story = {
        let mut story = story;
        for one in &mut story.dossier.observations {
            if one.place == (Place::Trace { round: 3, leg: Leg::Path })
                && let Event::Trace(trace) = &mut one.event
            {
                trace.hops = hops("10.72.0.1 - 100.72.8.1 - - - -");
            }
        }
        story
    };
    assert_eq!(found(&story), (Code::Unreachable, Found::Untold, None));
}

/// Says the name until nobody asks for more; what is behind hop `from` sees it.
fn searched(mut story: Story, from: u8, is_by_residue: bool) -> (Story, usize) {
    for tries in 0..40 {
        match tracing(&story.dossier, is_by_residue) {
            Tracing::Over => return (story, tries),
            Tracing::Path { round, neighbour, .. } => {
                assert_eq!(neighbour, None);
                let trace = Trace { address: at(SITE), hops: hops(ALL) };
                add(&mut story, (round, Leg::Path), Event::Trace(trace), None);
            }
            Tracing::Name { round, hop_limit, is_by_residue, .. } => {
                let is_seen = hop_limit >= from;
                let cut = if is_seen && !is_by_residue {
                    Failure::ConnectionReset
                } else {
                    Failure::GenericTimeout
                };
                let hello = |name: &str, hop_limit| {
                    let looks = Story::silent_tls().dossier.observations;
                    let mut event = looks.last().unwrap().event.clone();
                    if let Event::TlsHandshake(tls) = &mut event {
                        tls.server_name = name.into();
                        tls.hop_limit = hop_limit;
                    }
                    event
                };
                let event = hello("forbidden.example", Some(hop_limit));
                add(&mut story, (round, Leg::Name), event, Some(cut));
                if is_by_residue {
                    let silence = is_seen.then_some(Failure::GenericTimeout);
                    add(&mut story, (round, Leg::Innocent), hello("x.example", None), silence);
                }
            }
        }
    }
    panic!("it never ends")
}

#[test]
fn a_reset_has_the_hop_from_which_it_comes_wherever_that_is() {
    for from in 1..=7 {
        let (story, tries) = searched(cut_name(Ends::Reset), from, false);
        let says = if from == 7 { Found::CutAtEnd } else { Found::CutOnPath };
        assert_eq!(found(&story), (Code::LikelyBlocked, says, Some((from - 1, from))));
        assert!(tries <= 10, "{from}: {tries}");
    }
    let (story, _) = searched(cut_name(Ends::Reset), 30, false);
    assert_eq!(found(&story), (Code::LikelyBlocked, Found::Untold, None), "it came back");
}

#[test]
fn silence_has_a_place_only_by_its_residue() {
    let (story, tries) = searched(cut_name(Ends::Silence), 4, false);
    assert_eq!((found(&story), tries), ((Code::LikelyBlocked, Found::NoMark, None), 1));
    for from in 1..=6 {
        let (story, _) = searched(cut_name(Ends::Silence), from, true);
        let says = (Code::LikelyBlocked, Found::SilencedOnPath, Some((from - 1, from)));
        assert_eq!(found(&story), says);
    }
}

#[test]
fn only_what_is_confirmed_is_traced() {
    let open = Story::silent_tls().helper(opens()).pairs(2, &Pair::default());
    assert_eq!(tracing(&open.dossier, false), Tracing::Over);
    let fine = Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
    assert_eq!(tracing(&fine.page(200, "The page").dossier, false), Tracing::Over);
    let name_passes = Pair { name: Ends::Done(700), ..Pair::default() };
    let handshake = Story::silent_tls().helper(opens()).pairs(4, &name_passes);
    assert_eq!(judge(&handshake.dossier).verdict.code, Code::Unreachable);
    assert_eq!(tracing(&handshake.dossier, false), Tracing::Over, "its address answers");
}
