//! Sittings about a name that resolvers leave unanswered.

use crate::support::*;
use arna_judge::{Decision, Sitting, judge};
use arna_model::*;

fn suspect() -> Story {
    Story::https().resolver_says(Failure::DnsTemporary).helper(opens())
}

#[test]
fn the_public_resolver_answers_for_the_name_over_https_alone() {
    let four = suspect().public_blocks(4, &Public::default());
    stands(&four, Sitting::GoOn);
    let five = suspect().public_blocks(5, &Public::default());
    stands(&five, Sitting::Decided(Decision::NameFails));
    let verdict = judge(&five.dossier).verdict;
    let said = (verdict.code, verdict.cause, verdict.how);
    let accused = (Code::LikelyBlocked, Some(Cause::Dns), Some(How::SilenceAfterName));
    assert_eq!(said, accused, "{verdict:#?}");
    assert!(verdict.nats > Some(9.16) && verdict.false_positive_bound == Some(1e-4));
    // The look, and per block the system's silence, the resolver's, and its two answers; the helper.
    assert_eq!(verdict.basis.len(), 22);
}

#[test]
fn a_name_that_the_public_resolver_speaks_of_is_not_stopped() {
    for answer in [&["93.184.216.34"][..], &[]] {
        let public = Public { name: Some(answer), ..Public::default() };
        let story = suspect().public_blocks(5, &public);
        stands(&story, Sitting::Decided(Decision::TargetFails));
        assert_eq!(judge(&story.dossier).verdict.reason, Some(Reason::ResolverSilent));
    }
}

#[test]
fn a_resolver_that_cannot_be_compared_accuses_nobody() {
    for public in [
        Public { innocent: false, ..Public::default() },
        Public { secure: None, ..Public::default() },
        // A zone that is slow to answer is slow over HTTPS, too.
        Public { secure: Some(4_000), ..Public::default() },
        Public { secure_at: "1.1.1.1:443", ..Public::default() },
    ] {
        let story = suspect().public_blocks(6, &public);
        let verdict = judge(&story.dossier).verdict;
        assert_eq!(verdict.reason, Some(Reason::ResolverSilent), "{public:?}: {verdict:#?}");
    }
}

#[test]
fn the_system_may_know_the_name_all_the_same() {
    let story = suspect().public_blocks(2, &Public { system: true, ..Public::default() });
    stands(&story, Sitting::Decided(Decision::Works));
}

#[test]
fn what_only_https_says_does_not_open_the_site_for_the_user() {
    let story = Story::https()
        .resolver_says(Failure::DnsTemporary)
        .udp(&[])
        .carried(DnsEngine::Doh, &["93.184.216.34"], &[])
        .connects(SITE)
        .verified(SITE)
        .page(200, "")
        .helper(opens());
    assert!(!judge(&story.dossier).verdict.code.is_clearing());
}
