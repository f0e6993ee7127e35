//! Stories of pairs: what is fetched under a name, beside the same under an innocent one.

use crate::support::*;
use arna_judge::{Rating, handshake_ratios, is_slow, judge, rated_name, rating};
use arna_model::*;

/// A transfer at so many kbit/s, after a burst that passes at once.
fn transfer(number: u64, half: Half, kbit: f64) -> Observation {
    let t0 = Micros::from_secs(100 + number * 20);
    let mark = |bytes: u64| TransferMark {
        t: Micros(t0.0 + 200_000 + ((bytes - 16_384) as f64 * 8_000.0 / kbit) as u64),
        bytes,
    };
    let all: Vec<_> = (4..=16).map(|number| mark(number * 4_096)).collect();
    let given_up = t0 + Micros::from_secs(15);
    let marks: Vec<_> = all.iter().copied().filter(|mark| mark.t < given_up).collect();
    let is_whole = marks.len() == all.len();
    Observation {
        id: ObservationId::of(&RunId::new("r"), 500 + number),
        t0,
        t: if is_whole { marks.last().unwrap().t } else { given_up },
        place: Place::Pair { sitting: 1, pair: 1 + (number / 2) as u16, half },
        event: Event::Transfer(Transfer {
            address: at(HELPER),
            server_name: "forbidden.example".into(),
            wanted: 65_536,
            marks,
        }),
        failure: (!is_whole).then_some(Failure::GenericTimeout),
        bytes: Bytes::default(),
    }
}

/// A site that opened, and pairs of these rates (target, control).
fn with(pairs: &[(f64, f64)]) -> Story {
    let mut story =
        Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE).page(200, "");
    for (number, (target, control)) in (0..).zip(pairs) {
        let pair = [
            transfer(2 * number, Half::Target, *target),
            transfer(2 * number + 1, Half::Control, *control),
        ];
        story.dossier.observations.extend(pair);
    }
    story
}

const CAPPED: [(f64, f64); 6] = [
    (138.0, 900.0),
    (140.0, 1_900.0),
    (129.0, 700.0),
    (139.0, 1_400.0),
    (141.0, 1_000.0),
    (133.0, 2_000.0),
];

#[test]
fn six_slow_pairs_are_a_throttle_and_five_are_none() {
    let five = with(&CAPPED[..5]);
    assert_eq!(rating(&five.dossier), Rating::GoOn);
    assert_eq!(judge(&five.dossier).verdict.code, Code::Accessible, "not yet");
    let six = with(&CAPPED);
    assert_eq!(rating(&six.dossier), Rating::Over);
    let found = judge(&six.dossier);
    let verdict = found.verdict;
    assert_eq!((verdict.code, verdict.cause), (Code::Throttled, Some(Cause::Throttling)));
    assert_eq!(verdict.how, Some(How::CappedAfterName));
    assert_eq!(verdict.basis.len(), 13, "the page and twelve transfers");
    assert_eq!(verdict.false_positive_bound, Some(1e-4), "never under the others' alpha");
    let figures = found.figures.unwrap();
    assert!((figures["rate_target_kbit"] - 136.6).abs() < 1.0, "{figures:?}");
    assert!(figures["slowdown_low"] > 3.0 && figures["slowdown_p"] < 1e-3);
}

#[test]
fn whoever_keeps_up_is_cleared_after_two_pairs() {
    let two = with(&[(900.0, 1_000.0), (1_100.0, 1_000.0)]);
    assert_eq!(rating(&two.dossier), Rating::Over);
    assert_eq!(judge(&two.dossier).verdict.code, Code::Accessible);
    assert_eq!(rating(&with(&CAPPED[..2]).dossier), Rating::GoOn);
}

#[test]
fn a_link_that_is_as_slow_for_everybody_can_show_nothing() {
    for pairs in [[(130.0, 230.0); 3], [(30.0, 380.0); 3]] {
        assert_eq!(rating(&with(&pairs[..2]).dossier), Rating::GoOn, "two may have met a stall");
        let story = with(&pairs);
        assert_eq!(rating(&story.dossier), Rating::Over, "its bytes are spared");
        let verdict = judge(&story.dossier).verdict;
        assert_eq!((verdict.code, verdict.reason), (Code::Inconclusive, Some(Reason::LinkTooSlow)));
    }
}

#[test]
fn a_stall_that_meets_a_control_does_not_make_the_link_slow() {
    let pairs =
        [(90.0, 800.0), (95.0, 900.0), (92.0, 100.0), (91.0, 700.0), (94.0, 130.0), (93.0, 650.0)];
    let found = judge(&with(&pairs).dossier);
    assert!(found.figures.unwrap()["rate_control_kbit"] < 420.0, "its geometric mean");
    let reason = found.verdict.reason;
    assert_ne!(reason, Some(Reason::LinkTooSlow), "its median is 675 kbit/s");
}

#[test]
fn what_was_given_up_is_still_evidence() {
    let mut pairs = CAPPED;
    pairs.iter_mut().for_each(|(target, _)| *target = 12.0);
    let story = with(&pairs);
    let given_up = |one: &&Observation| one.failure == Some(Failure::GenericTimeout);
    assert_eq!(story.dossier.observations.iter().filter(given_up).count(), 6);
    assert_eq!(judge(&story.dossier).verdict.code, Code::Throttled);
}

#[test]
fn pairs_on_two_networks_or_with_the_phones_own_trouble_are_void() {
    let moved = |pair: u16, address| Observation {
        id: ObservationId::of(&RunId::new("r"), 900 + u64::from(pair) * 2 + u64::from(address)),
        t0: Micros(0),
        t: Micros(0),
        place: Place::Pair { sitting: 1, pair, half: Half::Radio },
        event: Event::Radio(RadioSample { address: Some(address), ..RadioSample::default() }),
        failure: None,
        bytes: Bytes::default(),
    };
    let mut story = with(&CAPPED);
    story.dossier.observations.extend([moved(3, 0), moved(3, 1)]);
    assert_eq!(rating(&story.dossier), Rating::GoOn, "five are left");
    assert_eq!(judge(&story.dossier).verdict.code, Code::Accessible);
    for pair in [1, 2] {
        story.dossier.observations.extend([moved(pair, 0), moved(pair, 1)]);
    }
    assert_eq!(rating(&story.dossier), Rating::Over, "three void pairs end it");
    assert!(!judge(&story.dossier).verdict.code.is_accusation());
    let mut broken = with(&CAPPED);
    let last = broken.dossier.observations.last_mut().unwrap();
    last.failure = Some(Failure::Interrupted);
    assert_eq!(rating(&broken.dossier), Rating::GoOn);
}

#[test]
fn only_what_opens_over_tls_under_a_name_is_timed() {
    assert_eq!(rated_name(&with(&[]).dossier).as_deref(), Some("forbidden.example"));
    assert_eq!(rated_name(&Story::silent_tls().helper(opens()).dossier), None);
    let clear = Story::cleartext().resolves(&["93.184.216.34"]).connects(SITE).clear_page(200, "x");
    assert_eq!(rated_name(&clear.dossier), None);
    // A site that is blocked meanwhile is that, whatever its rates were.
    let mut blocked = Story::silent_tls().helper(opens());
    let pairs = with(&CAPPED).dossier.observations;
    blocked
        .dossier
        .observations
        .extend(pairs.into_iter().filter(|one| one.id.number() >= Some(500)));
    assert_ne!(judge(&blocked.dossier).verdict.code, Code::Throttled);
}

#[test]
fn a_handshake_of_seconds_over_a_quick_connection_is_slow() {
    let story = |took_ms: u64| {
        let mut story = with(&[]);
        let mut end = Micros(0);
        for one in &mut story.dossier.observations {
            match &one.event {
                Event::TcpConnect(_) => (one.t0, one.t) = (Micros(0), Micros::from_millis(80)),
                Event::TlsHandshake(_) => {
                    (one.t0, one.t) = (Micros::from_millis(80), Micros::from_millis(80 + took_ms));
                    end = one.t;
                }
                Event::HttpTransaction(_) => (one.t0, one.t) = (end, end),
                _ => {}
            }
        }
        story.dossier
    };
    assert!(is_slow(&story(2_400)) && !is_slow(&story(1_200)) && !is_slow(&story(160)));
    assert_eq!(handshake_ratios(&story(2_400)), [30.0]);
    assert!(!is_slow(&Story::silent_tls().dossier), "silence is another story");
}
