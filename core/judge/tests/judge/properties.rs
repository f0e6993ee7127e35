//! What holds for every dossier: the judge is total, and innocence does not hang on luck.

use crate::support::*;
use arna_judge::{Judgement, controls, judge, sitting, suspicion};
use arna_model::*;
use proptest::prelude::*;

fn ends() -> impl Strategy<Value = Ends> {
    prop_oneof![
        4 => (1u64..4_000).prop_map(Ends::Done),
        1 => (1u64..4_000).prop_map(Ends::Alert),
        1 => (1u64..4_000).prop_map(Ends::Untrusted),
        4 => Just(Ends::Silence),
        2 => Just(Ends::Reset),
        1 => Just(Ends::NoConnect),
        1 => Just(Ends::Refused),
        1 => Just(Ends::Local),
        1 => Just(Ends::Absent),
    ]
}

fn pair() -> impl Strategy<Value = Pair> {
    let gap = proptest::option::weighted(0.2, (0u64..10_000, 0u64..3_000));
    let any = (ends(), ends(), ends(), ends(), ends(), gap).prop_map(
        |(target, control, second, innocent, name, gap)| Pair {
            target,
            control,
            second,
            innocent,
            name,
            gap,
            ..Pair::default()
        },
    );
    let there = (ends(), ends(), ends(), ends()).prop_map(|(target, name, there, halves)| Pair {
        target,
        name,
        there,
        halves,
        ..Pair::default()
    });
    prop_oneof![2 => any, 2 => there, 3 => Just(Pair::default()), 3 => Just(Pair::split())]
}

fn answer() -> impl Strategy<Value = ControlAnswer> {
    prop_oneof![
        4 => Just(opens()),
        1 => Just(opens_with(503, "")),
        1 => Just(handshakes(Some(Failure::SslUnknownAuthority))),
        1 => Just(handshakes(Some(Failure::GenericTimeout))),
        1 => Just(handshakes(None)),
        1 => Just(silent()),
        1 => Just(no_such_name()),
        1 => Just(ControlAnswer::default()),
    ]
}

#[derive(Clone, Debug)]
enum Step {
    Look(u8),
    Resolves(&'static str),
    ResolverSays(Failure),
    Udp(&'static str, &'static str),
    Connects,
    NoConnect(Failure),
    Verified,
    Tls(Failure),
    StateRoot,
    Page(u16, &'static str),
    ClearPage(u16, &'static str),
    Redirect,
    NoPage(Failure),
    Helper(ControlAnswer, i64),
    NoHelper,
    Anchor(Option<Failure>),
    Pair(Pair),
    Lookup(Option<&'static str>, Option<&'static str>),
    Pings(Vec<Option<u64>>),
}

fn failure() -> impl Strategy<Value = Failure> {
    proptest::sample::select(Failure::ALL.to_vec())
}

fn address() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "93.184.216.34",
        "10.10.34.34",
        "0.0.0.0",
        "93.46.8.89",
        "fe80::1",
    ])
}

fn title() -> impl Strategy<Value = &'static str> {
    let titles =
        ["", "The page", "Just a moment...", "Доступ к интернет-ресурсу ограничен", "Other"];
    proptest::sample::select(titles.to_vec())
}

fn step() -> impl Strategy<Value = Step> {
    let maybe = || proptest::option::of(address());
    prop_oneof![
        (1u8..4).prop_map(Step::Look),
        address().prop_map(Step::Resolves),
        failure().prop_map(Step::ResolverSays),
        (address(), address()).prop_map(|(one, two)| Step::Udp(one, two)),
        Just(Step::Connects),
        failure().prop_map(Step::NoConnect),
        Just(Step::Verified),
        failure().prop_map(Step::Tls),
        Just(Step::StateRoot),
        (0u16..700, title()).prop_map(|(status, title)| Step::Page(status, title)),
        (0u16..700, title()).prop_map(|(status, title)| Step::ClearPage(status, title)),
        Just(Step::Redirect),
        failure().prop_map(Step::NoPage),
        (answer(), any::<i64>()).prop_map(|(answer, clock)| Step::Helper(answer, clock)),
        Just(Step::NoHelper),
        proptest::option::of(failure()).prop_map(Step::Anchor),
        pair().prop_map(Step::Pair),
        pair().prop_map(Step::Pair),
        (maybe(), maybe()).prop_map(|(target, control)| Step::Lookup(target, control)),
        proptest::collection::vec(proptest::option::of(0u64..5_000), 0..20).prop_map(Step::Pings),
    ]
}

fn told(steps: Vec<Step>, input: &str, tally: (u64, u64), stop: Option<Stop>) -> Dossier {
    let mut story = Story::of(input).tally(tally.0, tally.1);
    for step in steps {
        story = match step {
            Step::Look(attempt) => story.look(attempt),
            Step::Resolves(address) => story.resolves(&[address]),
            Step::ResolverSays(failure) => story.resolver_says(failure),
            Step::Udp(one, two) => story.udp(&[&[one], &[two]]),
            Step::Connects => story.connects(SITE),
            Step::NoConnect(failure) => story.no_connect(SITE, failure),
            Step::Verified => story.verified(SITE),
            Step::Tls(failure) => story.tls(SITE, failure),
            Step::StateRoot => story.chain(SITE, ("KZ", "ISCA", "x")),
            Step::Page(status, title) => story.page(status, title),
            Step::ClearPage(status, title) => story.clear_page(status, title),
            Step::Redirect => story.clear_redirect("http://portal.example/"),
            Step::NoPage(failure) => story.no_page(failure),
            Step::Helper(answer, clock) => story.exchange(Some(answer), Some(clock)),
            Step::NoHelper => story.exchange(None, None),
            Step::Anchor(failure) => story.anchor(Side::Foreign, failure),
            Step::Pair(pair) => story.pair(&pair),
            Step::Lookup(target, control) => story.lookup_block(
                target.as_ref().map(std::slice::from_ref),
                control.as_ref().map(std::slice::from_ref),
            ),
            Step::Pings(rtts) => story.pings(Place::Look { attempt: 1 }, &rtts),
        };
    }
    story.dossier.stop = stop;
    story.dossier
}

fn stop() -> impl Strategy<Value = Option<Stop>> {
    use Stop::*;
    let all = vec![
        Cancelled,
        BudgetSpent,
        ConfirmationsSpent,
        SatLately,
        StillConfirming,
        AwaitingSecondSitting,
        AwaitingDecoys,
        DecoyAccused,
        Aborted,
        BadInput,
    ];
    proptest::option::weighted(0.2, proptest::sample::select(all))
}

prop_compose! {
    /// Plausible observations in any number and order.
    fn dossiers()(
        steps in proptest::collection::vec(step(), 0..25),
        input in proptest::sample::select(vec![
            "https://forbidden.example/", "http://forbidden.example/", "", "no url", "https://[::1]:x/",
        ]),
        nettest in proptest::sample::select(vec![
            "web_connectivity", "web_connectivity", "web_connectivity", "latency", "else",
        ]),
        tally in prop_oneof![(0u64..5, 50u64..300), (any::<u64>(), any::<u64>())],
        stop in stop(),
        shuffle in any::<Option<u64>>(),
    ) -> Dossier {
        let mut dossier = told(steps, input, tally, stop);
        dossier.nettest = nettest.into();
        if let Some(seed) = shuffle {
            // Any order, and times that make no sense.
            let len = dossier.observations.len().max(1);
            for at in 0..dossier.observations.len() {
                dossier.observations.swap(at, (seed as usize).wrapping_mul(at + 7) % len);
            }
            for (at, one) in dossier.observations.iter_mut().enumerate() {
                if (seed >> (at % 64)) & 3 == 3 {
                    std::mem::swap(&mut one.t0, &mut one.t);
                    one.t0 = Micros(one.t0.0.wrapping_sub(seed) % (1 << 50));
                }
            }
        }
        dossier
    }
}

prop_compose! {
    /// A suspect with an outside control that works and blocks of all sorts: where accusations live.
    fn sittings()(
        blocks in proptest::collection::vec(pair(), 0..11),
        failures in 0u64..12,
        reset in any::<bool>(),
    ) -> Dossier {
        let failure = if reset { Failure::ConnectionReset } else { Failure::GenericTimeout };
        let story = Story::https().connects(SITE).tls(SITE, failure).helper(opens());
        blocks.iter().fold(story.tally(failures, 150), |story, pair| story.pair(pair)).dossier
    }
}

/// A site that opens and offers QUIC, and blocks of all sorts over QUIC.
fn quic_sittings() -> impl Strategy<Value = Dossier> {
    let story = Story::https().connects(SITE).verified(SITE).page(200, "News").quic(SITE, false);
    let blocks = proptest::collection::vec(pair(), 0..11);
    blocks.prop_map(move |blocks| {
        let story = blocks.iter().fold(story.clone().later(300), |story, pair| story.pair(pair));
        story.over_quic().dossier
    })
}

/// What every judgement keeps to.
fn well_formed(dossier: &Dossier, judgement: &Judgement) -> Result<(), TestCaseError> {
    let verdict = &judgement.verdict;
    prop_assert_eq!(verdict.judge, arna_judge::VERSION);
    prop_assert_eq!(verdict.reason.is_some(), verdict.code.is_abstention());
    if verdict.code.is_accusation() {
        prop_assert!(verdict.cause.is_some() && verdict.how.is_some());
        prop_assert!(verdict.nats >= Some(9.159) && verdict.false_positive_bound <= Some(1.06e-4));
        prop_assert!(verdict.basis.len() >= 2, "a mark, and a control that it contradicts");
    } else if verdict.cause == Some(Cause::Quic) {
        prop_assert_eq!(
            (verdict.code, verdict.quic),
            (Code::Accessible, Some(Quic::SilentAfterName))
        );
        prop_assert!(verdict.nats >= Some(9.159) && verdict.false_positive_bound <= Some(1.06e-4));
    } else {
        prop_assert_eq!(verdict.false_positive_bound, None);
        prop_assert!(verdict.quic != Some(Quic::SilentAfterName));
    }
    prop_assert!(verdict.nats.is_none_or(f64::is_finite));
    for id in &verdict.basis {
        let mut all = dossier.observations.iter().chain(&dossier.anchors);
        prop_assert!(all.any(|one| one.id == *id), "the basis is in the dossier");
    }
    let figures = judgement.figures.iter().flatten();
    prop_assert!(figures.into_iter().all(|(_, value)| value.is_finite()));
    Ok(())
}

fn without(dossier: &Dossier, is_out: impl Fn(&Observation) -> bool) -> Dossier {
    let mut dossier = dossier.clone();
    dossier.observations.retain(|one| !is_out(one));
    dossier
}

fn arm(one: &Observation) -> Option<Arm> {
    match one.place {
        Place::Block { arm, .. } => Some(arm),
        _ => None,
    }
}

fn is_network_effect(verdict: &Verdict) -> bool {
    verdict.code == Code::LikelyBlocked
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn every_dossier_gets_one_word(dossier in dossiers()) {
        let judgement = judge(&dossier);
        well_formed(&dossier, &judgement)?;
        prop_assert_eq!(&judgement, &judge(&dossier), "the same dossier, the same verdict");
        let tally = controls(&dossier);
        prop_assert!(tally.failures <= tally.trials);
        let _state = sitting(&dossier);
        if let Some(suspicion) = suspicion(&dossier) {
            prop_assert!(suspicion.start > 0.0 && suspicion.start < 0.25);
            prop_assert!(!suspicion.basis.is_empty());
        }
    }

    #[test]
    fn quic_alone_accuses_nobody_and_names_a_cause_only_where_nothing_speaks_against_it(
        dossier in quic_sittings()
    ) {
        let judgement = judge(&dossier);
        well_formed(&dossier, &judgement)?;
        prop_assert_eq!(judgement.verdict.code, Code::Accessible);
        if judgement.verdict.quic == Some(Quic::SilentAfterName) {
            let of = |wanted| dossier.observations.iter().filter(move |one| arm(one) == Some(wanted));
            let stopped = of(Arm::Target).filter(|one| !one.is_success()).count();
            let answered = of(Arm::InnocentAtTarget)
                .filter(|one| matches!(&one.event, Event::QuicHandshake(it) if it.first_byte.is_some()))
                .count();
            prop_assert!(stopped >= 4 && answered >= 4, "{stopped} stopped, {answered} answered");
            for gone in [Arm::InnocentAtTarget, Arm::Control, Arm::SecondControl, Arm::Canary] {
                let less = without(&dossier, |one| arm(one) == Some(gone));
                prop_assert_eq!(judge(&less).verdict.quic, Some(Quic::Silent), "{:?}", gone);
            }
        }
    }

    #[test]
    fn a_stored_dossier_is_judged_alike(dossier in dossiers()) {
        let text = serde_json::to_string(&dossier).expect("plain data");
        let again: Dossier = serde_json::from_str(&text).expect("plain data");
        prop_assert_eq!(judge(&again).verdict.code, judge(&dossier).verdict.code);
    }

    #[test]
    fn nobody_is_accused_without_the_helper_and_the_split_hello(dossier in dossiers()) {
        let alone = without(&dossier, |one| {
            let is_cut = [Some(Arm::SplitAtTarget), Some(Arm::RecordsAtTarget)].contains(&arm(one));
            matches!(one.event, Event::HelperExchange(_)) || is_cut
        });
        prop_assert!(!judge(&alone).verdict.code.is_accusation());
    }

    #[test]
    fn no_effect_is_claimed_without_what_it_is_compared_with(dossier in sittings()) {
        let ours = [Arm::NameAtHelper, Arm::InnocentAtHelper];
        let theirs = [Arm::SplitAtTarget, Arm::InnocentAtTarget];
        let pairs = ours.into_iter().flat_map(|our| theirs.map(|their| [our, their]));
        let all = [Arm::Control, Arm::SecondControl, Arm::Canary].map(|one| [one, one]);
        for gone in pairs.chain(all) {
            let less = without(&dossier, |one| arm(one).is_some_and(|arm| gone.contains(&arm)));
            prop_assert!(!judge(&less).verdict.code.is_accusation(), "{gone:?}");
        }
    }

    #[test]
    fn nobody_is_accused_when_the_network_is_noisy(mut dossier in sittings()) {
        dossier.tally = Tally { trials: 100, failures: 30 };
        prop_assert!(!judge(&dossier).verdict.code.is_accusation());
    }

    /// Another failing block never weakens, another passing one never strengthens.
    #[test]
    fn evidence_is_monotone(blocks in 0usize..8, passing in 0usize..3) {
        let of = |failing, passing| {
            let works = Pair { target: Ends::Done(700), name: Ends::Done(700), ..Pair::default() };
            let story = Story::silent_tls().helper(opens()).pairs(failing, &Pair::default());
            judge(&story.pairs(passing, &works).dossier).verdict
        };
        if is_network_effect(&of(blocks, passing)) {
            prop_assert!(is_network_effect(&of(blocks + 1, passing)));
        } else {
            prop_assert!(!is_network_effect(&of(blocks, passing + 1)));
        }
    }

    #[test]
    fn a_page_that_came_is_a_page(dossier in sittings()) {
        let mut story = Story::https();
        story.dossier = dossier;
        let opened = story.look(3).connects(SITE).verified(SITE).page(200, "");
        prop_assert_eq!(judge(&opened.dossier).verdict.code, Code::Accessible);
    }
}
