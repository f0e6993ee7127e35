//! Sittings about a name that resolvers deny.

use crate::support::*;
use arna_judge::{
    Decision, Doubt, Sitting, SuspicionKind, account, doubts, judge, second_sitting, suspicion,
};
use arna_model::*;

/// The user's resolver denies the name; the page opens where a public one leads.
fn denied(failure: Failure) -> Story {
    let story = Story::https().resolver_says(failure).udp(&[&["93.184.216.34"]]).connects(SITE);
    story.verified(SITE).page(200, "").helper(opens())
}

/// Blocks in which the system's resolver denies the name, and the public one says `name` in the clear.
fn says_in_the_clear(name: &'static [&'static str]) -> Public {
    let denies = Some(Failure::DnsNxdomain);
    Public { denies, name: Some(name), ..Public::default() }
}

const THERE: &[&str] = &["93.184.216.34"];
const NOTHING: &[&str] = &[];

#[track_caller]
fn says(story: &Story, code: Code) -> Verdict {
    let verdict = judge(&story.dossier).verdict;
    assert_eq!(verdict.code, code, "{verdict:#?}");
    verdict
}

#[track_caller]
fn abstains(story: &Story, reason: Reason) {
    assert_eq!(says(story, Code::Inconclusive).reason, Some(reason));
}

#[test]
fn a_name_that_is_denied_on_the_path_is_blocked_after_two_sittings() {
    for failure in [Failure::DnsNxdomain, Failure::DnsNoAnswer] {
        let story = denied(failure);
        assert_eq!(suspicion(&story.dossier).unwrap().kind, SuspicionKind::DnsDiffers);
        let on_path = says_in_the_clear(NOTHING);
        stands(&story.clone().public_blocks(3, &on_path), Sitting::GoOn);
        let once = story.public_blocks(4, &on_path);
        stands(&once, Sitting::Decided(Decision::NameFails));
        let verdict = says(&once, Code::LikelyBlocked);
        assert_eq!((verdict.cause, verdict.how), (Some(Cause::Dns), Some(How::NameDenied)));
        assert!(verdict.nats > Some(9.16) && verdict.false_positive_bound == Some(1e-4));
        assert!(second_sitting(&once.dossier).is_some());
        let soon = once.clone().later(3_000).public_blocks(4, &on_path);
        says(&soon, Code::LikelyBlocked);
        let verdict = says(&once.later(3_600).public_blocks(4, &on_path), Code::Blocked);
        assert_eq!(verdict.how, Some(How::NameDenied));
    }
}

#[test]
fn a_name_that_only_the_users_resolver_denies_is_never_more_than_likely() {
    let system = says_in_the_clear(THERE);
    let three = denied(Failure::DnsNxdomain).public_blocks(3, &system);
    stands(&three, Sitting::GoOn);
    let once = three.public_blocks(1, &system);
    stands(&once, Sitting::Decided(Decision::NameDenied));
    let verdict = says(&once, Code::LikelyBlocked);
    assert_eq!((verdict.cause, verdict.how), (Some(Cause::Dns), Some(How::ResolverDenies)));
    assert!(second_sitting(&once.dossier).is_none());
    says(&once.clone().later(3_600).public_blocks(4, &system), Code::LikelyBlocked);
    let told = account(&once.dossier).unwrap();
    let tested: Vec<_> = told.sittings[0].tests.iter().map(|it| (it.tested, it.outcome)).collect();
    assert!(tested.contains(&(Tested::NameAtSystem, Outcome::Fails)), "{tested:?}");
}

#[test]
fn a_resolver_that_answers_after_all_denies_nothing() {
    let works = Public { system: true, name: Some(THERE), ..Public::default() };
    let story = denied(Failure::DnsNxdomain).public_blocks(2, &works);
    stands(&story, Sitting::Decided(Decision::Works));
}

#[test]
fn a_denial_that_nothing_contradicts_accuses_nobody() {
    for public in [
        // An innocent name is not answered either.
        Public { innocent: false, ..says_in_the_clear(NOTHING) },
        // Nor is the name anywhere.
        Public { secure: None, ..says_in_the_clear(NOTHING) },
        Public { secure_at: "1.1.1.1:443", ..says_in_the_clear(NOTHING) },
    ] {
        let story = denied(Failure::DnsNxdomain).public_blocks(6, &public);
        abstains(&story, Reason::AnswersDiffer);
    }
    // It is denied by those whom the helper asks, too; and what is there fails under the name.
    let gone = Story::https().resolver_says(Failure::DnsNxdomain).helper(no_such_name());
    assert_eq!(says(&gone, Code::SiteDown).how, Some(How::NoSuchName));
    let broken = handshakes(Some(Failure::SslInvalidHostname));
    let story = Story::https().resolver_says(Failure::DnsNxdomain).helper(broken);
    abstains(&story, Reason::AnswersDiffer);
    assert_eq!(suspicion(&story.dossier), None, "no word could come of a sitting");
}

#[test]
fn a_zone_that_was_just_made_may_honestly_be_denied() {
    let made = |days: i64| {
        let mut story = Story::https().resolver_says(Failure::DnsNxdomain).connects(SITE);
        story = story.verified(SITE);
        let tls = story.dossier.observations.last_mut().unwrap();
        if let Event::TlsHandshake(tls) = &mut tls.event {
            // 1994-11-06 is day 9075.
            tls.chain = dated(9075 - days, 9165);
        }
        let story = story.page_with(200, ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), "");
        story.helper(opens())
    };
    for answer in [NOTHING, THERE] {
        let blocks = |story: Story| story.public_blocks(4, &says_in_the_clear(answer));
        abstains(&blocks(made(0)), Reason::AnswersDiffer);
        says(&blocks(made(3)), Code::LikelyBlocked);
    }
}

#[test]
fn a_resolver_that_denies_advertisements_is_its_owners() {
    let story = denied(Failure::DnsNxdomain);
    assert_eq!(doubts(&story.dossier), [Doubt::Resolver]);
    let ads = |story: Story, said: &[&str]| {
        let story = story.advertisement(DnsEngine::System, said);
        story.advertisement(DnsEngine::Udp, &["151.101.1.57"])
    };
    let ordinary = ads(story.clone(), &["151.101.1.57"]);
    assert_eq!(doubts(&ordinary.dossier), []);
    says(&ordinary.public_blocks(4, &says_in_the_clear(THERE)), Code::LikelyBlocked);
    // Known after the sitting, or before it; by a denial, or by an address that nobody has.
    for said in [NOTHING, &["0.0.0.0"]] {
        for answer in [NOTHING, THERE] {
            let sat = story.clone().public_blocks(4, &says_in_the_clear(answer));
            abstains(&ads(sat, said), Reason::AnswersDiffer);
        }
        let known = ads(story.clone(), said);
        assert_eq!(suspicion(&known.dossier), None);
        abstains(&known, Reason::AnswersDiffer);
    }
    // A router may send every question to the owner's resolver: then only HTTPS tells.
    let turned = story.clone().advertisement(DnsEngine::System, &[]);
    let turned = turned.advertisement(DnsEngine::Udp, &[]);
    let nobody = turned.clone().public_blocks(4, &says_in_the_clear(NOTHING));
    says(&nobody, Code::LikelyBlocked);
    let turned = turned.advertisement(DnsEngine::Doh, &["151.101.1.57"]);
    abstains(&turned.public_blocks(4, &says_in_the_clear(NOTHING)), Reason::AnswersDiffer);
}

#[test]
fn androids_resolver_denies_nothing_by_itself() {
    let story = || {
        let story = Story::https().resolver_says(Failure::AndroidDnsCacheNoData);
        story.helper(opens())
    };
    assert_eq!(suspicion(&story().dossier).unwrap().kind, SuspicionKind::DnsSilence);
    let with = |name| {
        let denies = Some(Failure::AndroidDnsCacheNoData);
        let public = Public { denies, name, ..Public::default() };
        story().public_blocks(5, &public)
    };
    abstains(&with(Some(THERE)), Reason::ResolverSilent);
    assert_eq!(says(&with(None), Code::LikelyBlocked).how, Some(How::SilenceAfterName));
    assert_eq!(says(&with(Some(NOTHING)), Code::LikelyBlocked).how, Some(How::NameDenied));
    // No such name from outside: what the phone says is no contradiction.
    let gone = Story::https().resolver_says(Failure::AndroidDnsCacheNoData).helper(no_such_name());
    assert_eq!(says(&gone, Code::SiteDown).how, Some(How::NoSuchName));
}
