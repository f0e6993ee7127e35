use std::net::SocketAddr;

use arna_model::{Bytes, ObservationId, QuicHandshake, RunId, TcpConnect, TcpInfo, TlsHandshake};

use super::*;

const SITE: &str = "192.0.2.1:443";
const OTHER_SITE: &str = "192.0.2.3:443";
const HELPER: &str = "192.0.2.2:443";

fn at(text: &str) -> SocketAddr {
    text.parse().expect("an address")
}

fn seen(place: Place, t: u64, event: Event, failure: Option<Failure>) -> Observation {
    Observation {
        id: ObservationId::of(&RunId::new("r"), 0),
        t0: Micros::from_secs(t),
        t: Micros::from_secs(t),
        place,
        event,
        failure,
        bytes: Bytes::default(),
    }
}

fn in_block(arm: Arm) -> Place {
    Place::Block { sitting: 1, block: 1, round: None, arm }
}

fn connect(arm: Arm, to: &str, is_silent: bool) -> Observation {
    let event = Event::TcpConnect(TcpConnect { address: at(to), info: None });
    seen(in_block(arm), 110, event, is_silent.then_some(Failure::GenericTimeout))
}

fn hello(
    place: Place,
    to: &str,
    is_complete: bool,
    answer: Option<TlsAnswer>,
    failure: Failure,
) -> Observation {
    let handshake =
        TlsHandshake { is_complete, answer, ..TlsHandshake::of(at(to), "forbidden.example") };
    seen(place, 100, Event::TlsHandshake(handshake), Some(failure))
}

fn cut(place: Place, to: &str) -> Observation {
    hello(place, to, false, None, Failure::GenericTimeout)
}

/// A block in which both controls are connected, or one of them not.
fn block(calls: &[(Arm, &str, bool)], second: bool) -> Vec<Observation> {
    let controls = [
        connect(Arm::Control, "192.0.2.8:443", false),
        connect(Arm::SecondControl, "192.0.2.9:443", second),
    ];
    let calls = calls.iter().map(|(arm, to, is_silent)| connect(*arm, to, *is_silent));
    controls.into_iter().chain(calls).collect()
}

fn rest_after(blocks: &[Vec<Observation>]) -> Micros {
    let mut residue = Residue::default();
    blocks.iter().for_each(|block| residue.note(block));
    residue.rest([at(SITE), at(HELPER)], Micros::from_secs(110))
}

/// What a filter leaves behind at both addresses.
fn both() -> Vec<Observation> {
    block(&[(Arm::Target, SITE, true), (Arm::InnocentAtHelper, HELPER, true)], false)
}

#[test]
fn only_a_cut_and_then_two_calls_in_vain_are_a_residue() {
    let cuts = vec![cut(in_block(Arm::Target), SITE), cut(in_block(Arm::NameAtHelper), HELPER)];
    let half = block(&[(Arm::Target, SITE, true), (Arm::InnocentAtHelper, HELPER, false)], false);
    let stalled = block(&[(Arm::Target, SITE, true), (Arm::InnocentAtHelper, HELPER, true)], true);
    assert_eq!(rest_after(&[cuts.clone(), both()]), Micros::from_secs(175));
    assert_eq!(rest_after(&[cuts.clone(), half]), Micros(0), "one address may be down");
    assert_eq!(rest_after(&[cuts.clone(), stalled]), Micros(0), "it may be the radio");
    assert_eq!(rest_after(&[cuts]), Micros(0), "a cut alone poisons nothing");
    assert_eq!(rest_after(&[both(), both()]), Micros(0), "nobody said a name");
}

#[test]
fn an_address_that_never_stopped_a_name_has_no_residue() {
    // The site is dropped, and another one's name was stopped at the helper's address, which speaks.
    let twice = |helper| {
        let calls = [
            (Arm::Target, SITE, true),
            (Arm::InnocentAtTarget, SITE, true),
            (Arm::InnocentAtHelper, HELPER, helper),
        ];
        block(&calls, false)
    };
    let name = || vec![cut(in_block(Arm::NameAtHelper), HELPER)];
    assert_eq!(rest_after(&[name(), twice(false), twice(false)]), Micros(0));
    // Nor does it make one of the helper's silence.
    assert_eq!(rest_after(&[name(), twice(true)]), Micros(0));
    // The helper's own certificate in answer to the name is an answer.
    for (is_complete, failure) in
        [(true, Failure::SslInvalidHostname), (false, Failure::SslFailedHandshake)]
    {
        let answer = Some(TlsAnswer::Handshake);
        let answered = |arm, to| hello(in_block(arm), to, is_complete, answer, failure.clone());
        let first = vec![answered(Arm::Target, SITE), answered(Arm::NameAtHelper, HELPER)];
        assert_eq!(rest_after(&[first, both()]), Micros(0), "{failure}");
    }
    // An innocent name that is stopped says nothing of a filter of names.
    let innocents = vec![
        cut(in_block(Arm::InnocentAtTarget), SITE),
        cut(in_block(Arm::InnocentAtHelper), HELPER),
    ];
    assert_eq!(rest_after(&[innocents, both()]), Micros(0));
}

#[test]
fn what_one_target_left_behind_is_no_other_ones() {
    let mut residue = Residue::default();
    residue.note(&[cut(in_block(Arm::Target), SITE)]);
    let calls = [(Arm::Target, SITE, true), (Arm::InnocentAtTarget, SITE, true)];
    residue.note(&block(&calls, false));
    let now = Micros::from_secs(110);
    assert_eq!(residue.rest([at(SITE)], now), Micros::from_secs(175));
    assert!(residue.is_known(Some(at(SITE))) && !residue.is_known(None));
    let other = cut(Place::Look { attempt: 1 }, OTHER_SITE);
    residue.note_all(std::slice::from_ref(&other));
    assert_eq!(residue.rest([at(OTHER_SITE), at(HELPER)], now), Micros(0));
    // At two addresses it is the network's way.
    let calls = [(Arm::Target, OTHER_SITE, true), (Arm::InnocentAtTarget, OTHER_SITE, true)];
    residue.note(&block(&calls, false));
    assert!(residue.is_known(None));
    assert_eq!(residue.rest([at(HELPER)], now), Micros(0), "no name was stopped there");
    residue.note(&[cut(in_block(Arm::NameAtHelper), HELPER)]);
    assert_eq!(residue.rest([at(HELPER)], now), Micros::from_secs(175));
}

#[test]
fn without_a_helper_the_targets_own_address_tells() {
    let cut_there = vec![cut(in_block(Arm::Target), SITE)];
    let calls = |innocent| [(Arm::Target, SITE, true), (Arm::InnocentAtTarget, SITE, innocent)];
    assert_eq!(
        rest_after(&[cut_there.clone(), block(&calls(true), false)]),
        Micros::from_secs(175)
    );
    assert_eq!(rest_after(&[cut_there, block(&calls(false), false)]), Micros(0));
    let mut residue = Residue::default();
    residue.note_all(&[cut(Place::Look { attempt: 2 }, SITE)]);
    residue.note(&block(&calls(true), false));
    let now = Micros::from_secs(110);
    assert_eq!(residue.rest([at(SITE)], now), Micros::from_secs(175), "a look said it");
    // A cut of an hour ago is over, and so is what was silent since.
    let mut residue = Residue::default();
    let mut late = block(&calls(true), false);
    for one in &mut late {
        (one.t0, one.t) = (Micros::from_secs(3_700), Micros::from_secs(3_710));
    }
    residue.note_all(&[cut(Place::Look { attempt: 2 }, SITE)]);
    residue.note(&late);
    assert!(!residue.is_known(Some(at(SITE))));
}

#[test]
fn over_quic_the_name_is_in_the_first_datagram() {
    let quic = |place: Place, t, is_silent: bool| {
        let handshake = QuicHandshake {
            address: at(SITE),
            server_name: "a.example".into(),
            is_complete: !is_silent,
            first_byte: (!is_silent).then_some(Micros(1)),
            alpn: None,
            initial: None,
            chain: Vec::new(),
        };
        let failure = is_silent.then_some(Failure::GenericTimeout);
        seen(place, t, Event::QuicHandshake(handshake), failure)
    };
    for (is_innocent_silent, is_known) in [(true, true), (false, false)] {
        let mut residue = Residue::default();
        residue.note_all(&[quic(Place::Look { attempt: 1 }, 90, true)]);
        let mut seen = block(&[], false);
        seen.push(quic(in_block(Arm::InnocentAtTarget), 100, is_innocent_silent));
        seen.push(quic(in_block(Arm::Target), 105, true));
        residue.note(&seen);
        assert_eq!(residue.is_known(Some(at(SITE))), is_known);
    }
}

/// A hello of an arm at the helper's address at `t`, answered or not.
fn says(place: Place, t: u64, is_answered: bool) -> Observation {
    let answer = is_answered.then_some(TlsAnswer::Handshake);
    let failure = if is_answered { Failure::SslInvalidHostname } else { Failure::GenericTimeout };
    let mut one = hello(place, HELPER, is_answered, answer, failure);
    if let Event::TlsHandshake(tls) = &mut one.event {
        tls.first_byte = is_answered.then_some(Micros::from_secs(t));
        tls.info = Some(TcpInfo::default());
    }
    (one.t0, one.t) = (Micros::from_secs(t), Micros::from_secs(t));
    one
}

/// Both addresses were cut at 100 s, and are silent at 110 s.
fn silenced() -> Residue {
    let mut residue = Residue::default();
    residue.note(&[cut(in_block(Arm::Target), SITE), cut(in_block(Arm::NameAtHelper), HELPER)]);
    residue.note(&both());
    residue
}

#[test]
fn its_length_is_learnt_from_innocent_names() {
    let rest = |residue: &Residue, now| residue.rest([at(HELPER)], Micros::from_secs(now));
    let mut residue = silenced();
    let now = Micros::from_secs(111);
    assert_eq!(residue.unmeasured([at(HELPER)], now), Some((at(HELPER), Micros::from_secs(100))));
    residue.note_probe(&[says(Place::Residue, 120, false)]);
    assert_eq!(rest(&residue, 120), Micros::from_secs(165));
    // It spoke 40 s after the cut, and gets a moment more.
    residue.note_probe(&[says(Place::Residue, 140, true)]);
    assert_eq!((rest(&residue, 140), rest(&residue, 145)), (Micros::from_secs(5), Micros(0)));
    assert_eq!(residue.unmeasured([at(HELPER)], now), None, "nobody asks again");
    // The next cut is waited out as long, wherever.
    residue.note(&[cut(in_block(Arm::Target), SITE)]);
    assert_eq!(residue.rest([at(SITE)], Micros::from_secs(110)), Micros::from_secs(35));
    // Silent after so long: it lasts longer than that once more, and nobody knows how long.
    residue.note(&[says(in_block(Arm::InnocentAtHelper), 146, false)]);
    assert_eq!(rest(&residue, 150), Micros::from_secs(135));
}

#[test]
fn what_is_answered_sooner_than_it_was_silent_is_no_residue() {
    let mut residue = silenced();
    residue.note_probe(&[says(Place::Residue, 120, true)]);
    let now = Micros::from_secs(121);
    assert!(residue.is_met() && residue.unmeasured([at(HELPER)], now).is_some(), "not yet sure");
    // After the next cut it is asked again, sooner.
    let mut again = cut(in_block(Arm::NameAtHelper), HELPER);
    again.t = Micros::from_secs(130);
    residue.note(&[again]);
    residue.note_probe(&[says(Place::Residue, 140, true)]);
    assert!(!residue.is_met());
    assert_eq!(residue.rest([at(SITE), at(HELPER)], Micros::from_secs(140)), Micros(0));
    // Silent again, it is one.
    let mut residue = silenced();
    residue.note_probe(&[says(Place::Residue, 120, false)]);
    residue.note_probe(&[says(Place::Residue, 140, true)]);
    assert!(residue.is_met() && residue.unmeasured([at(HELPER)], now).is_none());
}

/// Two stalls silenced two sites by chance: it would be the network's way for the rest of the run.
#[test]
fn whoever_waits_for_what_others_met_asks_as_well() {
    let mut residue = silenced();
    let other = [at(OTHER_SITE)];
    residue.note(&[cut(in_block(Arm::Target), OTHER_SITE)]);
    let now = Micros::from_secs(110);
    assert_eq!(residue.rest(other, now), Micros::from_secs(175));
    assert_eq!(residue.unmeasured(other, now), Some((other[0], Micros::from_secs(100))));
    let mut answered = says(Place::Residue, 112, true);
    if let Event::TlsHandshake(tls) = &mut answered.event {
        tls.address = other[0];
    }
    residue.note_probe(&[answered]);
    assert_eq!(residue.rest(other, now), Micros::from_secs(7));
}

#[test]
fn where_nothing_is_silenced_there_is_nothing_to_learn() {
    let mut residue = Residue::default();
    residue.note(&[cut(in_block(Arm::NameAtHelper), HELPER)]);
    residue.note(&[says(in_block(Arm::InnocentAtHelper), 106, true)]);
    assert_eq!(residue.unmeasured([at(HELPER)], Micros::from_secs(106)), None);
    // Silenced later, it is waited for as the longest that is known.
    residue.note(&[cut(in_block(Arm::Target), SITE)]);
    residue.note(&both());
    assert_eq!(residue.rest([at(HELPER)], Micros::from_secs(110)), Micros::from_secs(175));
}

#[test]
fn an_innocent_name_without_an_answer_behind_those_of_several_shows_one_too() {
    let shared = |arm| Place::Shared { round: 1, arm };
    let volley = |t, control: bool, last: bool| {
        let mut controls =
            [says(shared(Arm::Control), 100, true), says(shared(Arm::SecondControl), 100, control)];
        controls.iter_mut().for_each(|one| {
            if let Event::TlsHandshake(tls) = &mut one.event {
                tls.address = at(OTHER_SITE)
            }
        });
        let names = [
            says(shared(Arm::InnocentAtHelper), 100, true),
            cut(in_block(Arm::NameAtHelper), HELPER),
        ];
        let last = says(shared(Arm::InnocentAfterNames), t, last);
        controls.into_iter().chain(names).chain([last]).collect::<Vec<_>>()
    };
    let met = |volleys: &[Vec<Observation>]| {
        let mut residue = Residue::default();
        volleys.iter().for_each(|volley| residue.note(volley));
        residue.is_met()
    };
    let silent = |t| volley(t, true, false);
    assert!(met(&[silent(100), silent(117)]));
    assert!(!met(&[silent(100), silent(100)]), "once may be chance, of whomever it is noted");
    assert!(!met(&[silent(100), volley(117, true, true), silent(134)]), "not time after time");
    assert!(!met(&[volley(100, false, false), volley(117, false, false)]), "it may be the radio");
    // Answered when it was said again: a residue that a hello outlasts, if it is so each time.
    let late = |t| {
        let mut late = volley(t, true, true);
        if let Some(Event::TlsHandshake(tls)) = late.last_mut().map(|one| &mut one.event) {
            tls.info = Some(TcpInfo { retransmits: 1, ..TcpInfo::default() });
        }
        late
    };
    let rounds: Vec<_> = (0..5).map(|round| late(100 + 17 * round)).collect();
    assert!(met(&rounds) && !met(&rounds[..4]));
    let mut broken = rounds.clone();
    broken[2] = volley(134, true, true);
    assert!(!met(&broken), "once it was answered at once");
    // It silences nobody for as long as a block's pause, so nothing waits.
    let mut residue = Residue::default();
    rounds.iter().for_each(|round| residue.note(round));
    assert_eq!(residue.rest([at(HELPER)], Micros::from_secs(170)), Micros(0));
}
