//! How a double check came to its word, in words: what was void and why, and the sum of each test beside
//! its bounds. The judge tells it; here it is only said.

use arna_model::{
    BlockAccount, ClientHello, EarlierAccount, Gate, P0, PathAccount, Reflection, SittingAccount,
    TestAccount,
};
use arna_words::Phrase;

use crate::blocks::seconds;
use crate::{events, words};

/// The sentences on one sitting.
pub(crate) fn sentences(sitting: &SittingAccount) -> Vec<String> {
    let void = sitting.blocks.iter().filter(|block| !block.void.is_empty());
    let mut said: Vec<_> = void.map(|block| void_block(sitting, block)).collect();
    let (fails, works) = (figure(sitting.fails_at), figure(sitting.works_at));
    said.push(words::filled(Phrase::Bounds, &[("fails", &fails), ("works", &works)]));
    said.extend(sitting.tests.iter().map(|test| of_test(sitting, test)));
    if let Some(TestAccount { p0: P0 { controls, tally, .. }, .. }) = sitting.tests.first() {
        let (failures, trials) = (tally.failures.to_string(), tally.trials.to_string());
        let values =
            [("failures", failures.as_str()), ("trials", &trials), ("rate", &percent(*controls))];
        said.push(words::filled(Phrase::Controls, &values));
    }
    said
}

/// The sentences on where on the path a target is stopped.
pub(crate) fn of_path(path: &PathAccount) -> Vec<String> {
    let mut said = vec![format!("- {}.", words::found(path.found))];
    if let (Some(after), Some(before)) = (path.after, path.before) {
        let (after, before) = (after.to_string(), before.to_string());
        let values = [("after", after.as_str()), ("before", &before)];
        said.push(format!("- {}", words::filled(Phrase::Between, &values)));
    }
    if path.failures + path.successes > 0 {
        let (failures, successes) = (path.failures.to_string(), path.successes.to_string());
        let values = [
            ("failures", failures.as_str()),
            ("successes", &successes),
            ("nats", &figure(path.nats)),
        ];
        said.push(format!("- {}", words::filled(Phrase::Rounds, &values)));
    }
    let routers = path.routers.iter();
    let routers = routers.filter_map(|one| Some(events::hop(one.distance, one.answer.as_ref()?)));
    let routers: Vec<_> = routers.collect();
    if !routers.is_empty() {
        let routers = routers.join(", ");
        said.push(format!("- {}", words::filled(Phrase::Routers, &[("routers", &routers)])));
    }
    said
}

/// The sentence on what a helper saw of a ClientHello, if it said so.
pub(crate) fn reflected(reflection: &Reflection) -> Option<String> {
    let seen = reflection.seen.as_ref()?;
    if !reflection.is_another() {
        return Some(words::phrase(Phrase::HelloAsSent).to_owned());
    }
    let of = |hello: &ClientHello| format!("{}, {}", hello.bytes, hello.ja4);
    let values = [("sent", &*of(&reflection.sent)), ("seen", &of(seen))];
    Some(words::filled(Phrase::AnotherHello, &values))
}

/// The sentence on a sitting of another run.
pub(crate) fn earlier(earlier: &EarlierAccount) -> String {
    let minutes = (earlier.apart.as_secs_f64() / 60.0).floor().to_string();
    let said = match earlier.is_counted {
        true => Phrase::EarlierCounted,
        false => Phrase::EarlierNotCounted,
    };
    let id = earlier.measurement.as_str();
    let mut said = words::filled(said, &[("minutes", &minutes), ("measurement", id)]);
    if !earlier.is_certain {
        said.push(' ');
        said.push_str(words::phrase(Phrase::ByPhonesClock));
    }
    said
}

/// Why a block is void: everything that held it back.
fn void_block(sitting: &SittingAccount, block: &BlockAccount) -> String {
    let why: Vec<_> = block.void.iter().map(|gate| held(*gate, sitting, block)).collect();
    let (head, void) = (words::phrase(Phrase::Block), words::phrase(Phrase::Void));
    format!("- {head} {}: {void}: {}.", block.block, why.join("; "))
}

/// A reason, with its figure beside the limit.
fn held(gate: Gate, sitting: &SittingAccount, block: &BlockAccount) -> String {
    let why = words::gate(gate);
    let figures = match gate {
        Gate::ControlSlow | Gate::SecondControlSlow => {
            block.slowest_control.zip(Some(sitting.limit))
        }
        Gate::EchoGap => Some((block.silence, sitting.longest_gap)),
        _ => None,
    };
    match figures {
        Some((was, limit)) => format!("{why} ({} > {})", seconds(was), seconds(limit)),
        None => why.to_owned(),
    }
}

/// What a test is about, its sum after each block, and what it assumes.
fn of_test(sitting: &SittingAccount, test: &TestAccount) -> String {
    let sums = sitting.blocks.iter().filter_map(|block| {
        block.trials.iter().find(|one| one.tested == test.tested).map(|one| figure(one.nats))
    });
    let sums = sums.collect::<Vec<_>>().join(" → ");
    let (failures, successes) = (test.failures.to_string(), test.successes.to_string());
    let values = [
        ("failures", failures.as_str()),
        ("successes", &successes),
        ("nats", &sums),
        ("outcome", words::outcome(test.outcome)),
    ];
    let sum = words::filled(Phrase::Sum, &values);
    let assumed =
        [("rate", percent(test.p0.value)), ("source", words::p0(test.p0.from).to_owned())];
    let assumed = assumed.each_ref().map(|(name, value)| (*name, value.as_str()));
    let assumed = words::filled(Phrase::Assumed, &assumed);
    format!("- {}: {sum} {assumed}", words::tested(test.tested))
}

fn figure(nats: f64) -> String {
    format!("{nats:+.2}")
}

/// Of a hundred, as short as it goes.
fn percent(rate: f64) -> String {
    let text = format!("{:.1}", rate * 100.0);
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use arna_model::{
        Found, HopAnswer, HopWord, Micros, Outcome, P0Source, Tally, Tested, TraceHop, Trial,
        TrialAccount,
    };

    use super::*;

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
            of_path(&path),
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
        assert_eq!(of_path(&none).len(), 1);
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
            sentences(&sitting),
            [
                "- Block 2: void: the first innocent site answered too late (4.1 s > 3.0 s); the echoes \
                 were silent for too long (2.6 s > 2.0 s); the phone came to another network.",
                "Decided at +9.16 (yes) or -3.00 (no) nats.",
                "- the site fails here: undecided; failed 1, worked 0: +2.89 → +2.89 nats. If nobody \
                 blocks, this fails in at most 5 of 100 blocks: the usual rate of what was seen.",
                "Innocent sites and echoes: 0 of 212 failed, so at most 1.4 of 100 do.",
            ]
        );
    }
}
