//! Lookups over TCP, TLS and HTTPS: another opinion, and nothing of the target's own.

use crate::support::*;
use arna_judge::{controls, judge, suspicion};
use arna_model::*;

const STREAMS: [DnsEngine; 3] = [DnsEngine::Tcp, DnsEngine::Dot, DnsEngine::Doh];

/// What is said of a story.
fn said(story: &Story) -> impl PartialEq + std::fmt::Debug + use<> {
    let Verdict { code, cause, how, reason, .. } = judge(&story.dossier).verdict;
    let suspicion = suspicion(&story.dossier).map(|it| (it.kind, it.address, it.name));
    (code, cause, how, reason, suspicion, controls(&story.dossier))
}

/// How a lookup is carried to the resolver: a page and all, or until it fails at some step.
fn carriers() -> Vec<Vec<Carrier>> {
    let steps = Story::https().connects(RESOLVER).verified(RESOLVER).page_at(RESOLVER, 200, "");
    let steps: Vec<_> = steps.dossier.observations.into_iter().map(|one| one.event).collect();
    let fine = |step: &Event| (step.clone(), None);
    let failed = |failure: Failure| {
        let story = Story::https().tls(RESOLVER, failure);
        let seen = &story.dossier.observations[0];
        (seen.event.clone(), seen.failure.clone())
    };
    vec![
        steps.iter().map(fine).collect(),
        vec![fine(&steps[0]), fine(&steps[1])],
        vec![(steps[0].clone(), Some(Failure::GenericTimeout))],
        vec![(steps[0].clone(), Some(Failure::ConnectionRefused))],
        vec![fine(&steps[0]), failed(Failure::ConnectionReset)],
        vec![fine(&steps[0]), (steps[1].clone(), Some(Failure::SslUnknownAuthority))],
    ]
}

#[test]
fn what_carries_a_lookup_is_nothing_of_the_target_s() {
    type End = fn(Story) -> Story;
    let resolved = || Story::https().resolves(&["93.184.216.34"]);
    let ends: [(Story, End); 4] = [
        (resolved(), |story| story.connects(SITE).verified(SITE).page(200, "").helper(opens())),
        (resolved(), |story| {
            story.connects(SITE).tls(SITE, Failure::GenericTimeout).helper(opens())
        }),
        (resolved(), |story| story.no_connect(SITE, Failure::GenericTimeout).helper(opens())),
        (Story::https().resolver_says(Failure::DnsTemporary), |story| story.helper(opens())),
    ];
    for (start, end) in ends {
        let without = said(&end(start.clone()));
        for engine in STREAMS {
            for carriers in carriers() {
                let with = start.clone().carried(engine, &["93.184.216.34"], &carriers);
                assert_eq!(said(&end(with)), without, "{engine:?} {carriers:?}");
            }
        }
    }
}

#[test]
fn only_what_can_be_forged_on_the_path_is() {
    let own: Option<&[&str]> = Some(&["0.0.0.0"]);
    let honest: Option<&[&str]> = Some(&["93.184.216.34"]);
    for (engine, code) in [
        (DnsEngine::Tcp, Code::Blocked),
        (DnsEngine::Dot, Code::Inconclusive),
        (DnsEngine::Doh, Code::Inconclusive),
    ] {
        let carriers = &carriers()[0];
        let story = Story::https().resolves(&["0.0.0.0"]).carried(engine, &["0.0.0.0"], carriers);
        let story = (0..3).fold(story.helper(opens()), |story, _| story.lookup_block(own, honest));
        assert_eq!(judge(&story.dossier).verdict.code, code, "{engine:?}");
    }
}

#[test]
fn an_answer_cut_short_says_nothing_yet() {
    let Event::Dns(mut lookup) = udp_lookup(&[&[]]) else { unreachable!("a lookup") };
    lookup.sends[0].answers[0].is_truncated = true;
    let mut story = Story::https().udp(&[&[]]);
    story.dossier.observations[0].event = Event::Dns(lookup);
    // The whole is fetched over TCP: that is what the page came from.
    let story = story.carried(DnsEngine::Tcp, &["93.184.216.34"], &carriers()[0]);
    let story = story.connects(SITE).verified(SITE).page(200, "").helper(opens());
    assert_eq!(judge(&story.dossier).verdict.code, Code::Accessible);
}
