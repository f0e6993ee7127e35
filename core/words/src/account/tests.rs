//! Accounts put together by hand.

use arna_model::{
    Found, HopAnswer, HopWord, Micros, Outcome, P0Source, Tally, Tested, TraceHop, Trial,
    TrialAccount,
};

use super::*;
use crate::Language;

const EN: Words = Words::of(Language::En);

/// As a shell may show them.
fn shown(sentences: &[Sentence]) -> Vec<String> {
    let mark = |one: &Sentence| if one.is_listed { "- " } else { "" };
    sentences.iter().map(|one| format!("{}{}", mark(one), one.text)).collect()
}

#[test]
fn a_place_is_said_with_its_rounds_and_the_routers_around_it() {
    let router = |distance, network: &str| TraceHop {
        distance,
        answer: Some(HopAnswer {
            rtt: Micros(1),
            said: HopWord::Expired,
            network: Some(network.parse().expect("an address")),
            is_near: false,
        }),
    };
    let path = PathAccount {
        found: Found::StoppedInside,
        after: Some(1),
        before: Some(3),
        failures: 5,
        successes: 0,
        nats: 10.99,
        routers: vec![router(1, "10.72.0.1"), router(4, "62.115.40.0")],
    };
    assert_eq!(
        shown(&of_path(EN, &path)),
        [
            "- what is sent to the site's address ends inside the operator's network, and what is sent \
             to its neighbour goes on.",
            "- The place: behind hop 1, and at hop 3 or before it, counted from the phone.",
            "- Compared with its neighbour: stopped 5 times, passed 0 times (+10.99 nats).",
            "- Routers on the way: 1: 10.72.0.1, 4: 62.115.40.0.",
        ]
    );
    let nothing = PathAccount { after: None, before: None, failures: 0, ..path };
    let none = PathAccount { found: Found::NoMark, routers: Vec::new(), ..nothing };
    assert_eq!(of_path(EN, &none).len(), 1);
}

#[test]
fn sums_bounds_and_reasons_are_said_with_their_figures() {
    let p0 = P0 {
        value: 0.05,
        from: P0Source::Start,
        start: 0.05,
        floor: 0.02,
        controls: 0.014,
        tally: Tally { trials: 212, failures: 0 },
    };
    let block = |block, void: Vec<Gate>, trial, nats| BlockAccount {
        block,
        void,
        trials: vec![TrialAccount { tested: Tested::Target, trial, nats }],
        slowest_control: Some(Micros::from_millis(4_100)),
        silence: Micros::from_millis(2_600),
        beside: if block == 2 { 5 } else { 0 },
        is_address_silenced: block == 2,
    };
    let test = TestAccount {
        tested: Tested::Target,
        p0,
        failures: 1,
        successes: 0,
        nats: 2.89,
        outcome: Outcome::Open,
    };
    let void = vec![Gate::ControlSlow, Gate::EchoGap, Gate::NetworkChanged];
    let sitting = SittingAccount {
        sitting: 1,
        fails_at: 9.159,
        works_at: -2.996,
        limit: Micros::from_secs(3),
        longest_gap: Micros::from_secs(2),
        tests: vec![test],
        blocks: vec![
            block(1, Vec::new(), Trial::Failed, 2.89),
            block(2, void, Trial::NotCounted, 2.89),
        ],
    };
    assert_eq!(
        shown(&of_sitting(EN, &sitting)),
        [
            "It sat together with other suspects, up to 5 at once: the innocent sites and the echoes are the same \
             for all of them.",
            "- Block 2: void: the first innocent site answered too late (4.1 s > 3.0 s); the echoes \
             were silent for too long (2.6 s > 2.0 s); the phone came to another network.",
            "- Block 2: the address may be poisoned. An innocent name was said at the helper's address after those of \
             the suspects and found no answer, so what became of this name there does not count.",
            "Decided at +9.16 (yes) or -3.00 (no) nats.",
            "- the site fails here: undecided; failed 1, worked 0: +2.89 → +2.89 nats. If nobody \
             blocks, this fails in at most 5 of 100 blocks: the usual rate of what was seen.",
            "Innocent sites and echoes: 0 of 212 failed, so at most 1.4 of 100 do.",
        ]
    );
}

#[test]
fn every_part_of_the_evidence_has_a_section_with_a_title() {
    let hello = ClientHello { bytes: 517, server_name: None, ja4: "t13d".to_owned() };
    let address = "192.0.2.1:443".parse().expect("an address");
    let sitting = |sitting| SittingAccount {
        sitting,
        fails_at: 9.159,
        works_at: -2.996,
        limit: Micros::from_secs(3),
        longest_gap: Micros::from_secs(2),
        tests: Vec::new(),
        blocks: Vec::new(),
    };
    let account = Account {
        judge: 1,
        sittings: vec![sitting(1), sitting(2)],
        path: Some(PathAccount {
            found: Found::NoMark,
            after: None,
            before: None,
            failures: 0,
            successes: 0,
            nats: 0.0,
            routers: Vec::new(),
        }),
        reflection: Some(Reflection { address, sent: hello.clone(), seen: Some(hello) }),
        earlier: Some(EarlierAccount {
            measurement: arna_model::MeasurementId::new("m-1"),
            apart: Micros::from_secs(3_600),
            is_certain: false,
            is_counted: true,
        }),
    };
    let topics =
        [Topic::Sitting(1), Topic::Sitting(2), Topic::Path, Topic::Reflection, Topic::Earlier];
    for language in Language::ALL {
        let why = Words::of(language).why(&account);
        assert_eq!(why.iter().map(|one| one.topic).collect::<Vec<_>>(), topics);
        assert!(why.iter().all(|one| !one.title.is_empty() && !one.sentences.is_empty()));
    }
    assert_eq!(EN.why(&account)[1].title, "Double checks, sitting 2");
    let unseen = Reflection { address, seen: None, ..account.reflection.clone().expect("it") };
    let silent = Account { reflection: Some(unseen), ..account };
    assert!(EN.why(&silent).iter().all(|one| one.topic != Topic::Reflection));
}
