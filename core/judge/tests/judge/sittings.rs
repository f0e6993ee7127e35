//! Stories that need a sitting.

use crate::support::*;
use arna_judge::{Decision, Sitting, controls, judge};
use arna_model::*;

fn suspect() -> Story {
    Story::silent_tls().helper(opens())
}

#[test]
fn the_name_is_dropped_here_and_at_our_server() {
    let pair = Pair::default();
    let three = suspect().pairs(3, &pair);
    stands(&three, Sitting::GoOn);
    says(&three, Code::Inconclusive, None, Some(Reason::StillConfirming));
    let four = suspect().pairs(4, &pair);
    stands(&four, Sitting::Decided(Decision::NameFails));
    says(&four, Code::LikelyBlocked, Some(How::SilenceAfterName), None);
    let verdict = verdict(&four);
    assert_eq!(verdict.cause, Some(Cause::TlsSni));
    assert!(verdict.nats > Some(9.16));
    assert_eq!(verdict.false_positive_bound, Some(1e-4), "never under the test's alpha");
    // The look, four failures, four names, four innocents, the helper.
    assert_eq!(verdict.basis.len(), 14);
}

#[test]
fn resets_decide_sooner() {
    let pair = Pair { target: Ends::Reset, name: Ends::Reset, ..Pair::default() };
    let story = Story::https().connects(SITE).tls(SITE, Failure::ConnectionReset).helper(opens());
    stands(&story.clone().pairs(2, &pair), Sitting::GoOn);
    says(&story.pairs(3, &pair), Code::LikelyBlocked, Some(How::ResetAfterName), None);
}

#[test]
fn the_name_passes_at_our_server() {
    for passes in [Ends::Done(700), Ends::Untrusted(700)] {
        let pair = Pair { name: passes, ..Pair::default() };
        let story = suspect().pairs(4, &pair);
        stands(&story, Sitting::Decided(Decision::TargetFails));
        says(&story, Code::Unreachable, Some(How::HandshakeFails), None);
        assert_eq!(verdict(&story).false_positive_bound, None, "it accuses nobody");
    }
}

#[test]
fn the_address_fails_before_any_name_is_sent() {
    let story = |failure| {
        Story::https().resolves(&["93.184.216.34"]).no_connect(SITE, failure).helper(opens())
    };
    for (failure, target, how, cause) in [
        (Failure::GenericTimeout, Ends::NoConnect, How::AddressSilent, Cause::Ip),
        (Failure::ConnectionRefused, Ends::Refused, How::AddressRefuses, Cause::Tcp),
    ] {
        let pair = Pair { target, innocent: Ends::Absent, name: Ends::Absent, ..Pair::default() };
        let four = story(failure.clone()).pairs(4, &pair);
        stands(&four, Sitting::GoOn);
        let five = story(failure).pairs(5, &pair);
        stands(&five, Sitting::Decided(Decision::TargetFails));
        says(&five, Code::Unreachable, Some(how), None);
        assert_eq!(verdict(&five).cause, Some(cause));
    }
}

#[test]
fn our_server_is_silent_for_the_innocent_too_so_the_sitting_goes_on_to_its_end() {
    let pair = Pair { innocent: Ends::Silence, ..Pair::default() };
    stands(&suspect().pairs(9, &pair), Sitting::GoOn);
    let ten = suspect().pairs(10, &pair);
    stands(&ten, Sitting::Exhausted);
    says(&ten, Code::Unreachable, Some(How::HandshakeFails), None);
}

#[test]
fn no_connection_to_our_server_is_nothing_about_the_name() {
    let pair = Pair { name: Ends::NoConnect, ..Pair::default() };
    stands(&suspect().pairs(9, &pair), Sitting::GoOn);
    says(&suspect().pairs(10, &pair), Code::Unreachable, Some(How::HandshakeFails), None);
}

#[test]
fn it_failed_and_then_worked() {
    let works = Pair { target: Ends::Done(900), name: Ends::Done(700), ..Pair::default() };
    let story = suspect().pairs(2, &works);
    stands(&story, Sitting::Decided(Decision::Works));
    says(&story, Code::Inconclusive, None, Some(Reason::CameBack));
    let opened = suspect().pairs(1, &works).look(2).verified(SITE).page(200, "");
    stands(&opened, Sitting::Decided(Decision::Works));
    says(&opened, Code::Accessible, None, None);
    let untrusted = Pair { target: Ends::Untrusted(900), ..works };
    stands(&suspect().pairs(2, &untrusted), Sitting::Decided(Decision::Works));
}

#[test]
fn a_block_is_void_unless_everything_around_the_target_works() {
    let base = Pair::default;
    for void in [
        Pair { control: Ends::Silence, ..base() },
        Pair { second: Ends::NoConnect, ..base() },
        Pair { second: Ends::Absent, ..base() },
        Pair { control: Ends::Done(3_000), ..base() },
        Pair { gap: Some((5_000, 2_300)), ..base() },
        Pair { gap: Some((0, 2_300)), ..base() },
        Pair { gap: Some((7_600, 5_000)), ..base() },
        Pair { gap: Some((0, 99_000)), ..base() },
        Pair { innocent: Ends::Local, ..base() },
        Pair { target: Ends::Absent, ..base() },
    ] {
        let five = suspect().pairs(5, &void);
        stands(&five, Sitting::GoOn);
        let six = suspect().pairs(6, &void);
        stands(&six, Sitting::Void);
        says(&six, Code::WeakSignal, None, Some(Reason::BlocksVoid));
    }
    for valid in [
        Pair { gap: Some((5_000, 1_500)), ..base() },
        Pair { control: Ends::Alert(800), ..base() },
        Pair { control: Ends::Done(2_900), ..base() },
    ] {
        stands(&suspect().pairs(4, &valid), Sitting::Decided(Decision::NameFails));
    }
}

#[test]
fn a_success_in_a_void_block_counts_as_little_as_a_failure() {
    let void = Pair { target: Ends::Done(800), second: Ends::NoConnect, ..Pair::default() };
    stands(&suspect().pairs(3, &void), Sitting::GoOn);
}

#[test]
fn on_a_slow_network_controls_may_take_three_medians() {
    let slow = Pair {
        control: Ends::Done(4_000),
        second: Ends::Done(4_000),
        innocent: Ends::Done(3_500),
        ..Pair::default()
    };
    // The median of the controls themselves is 4 s: the limit is 12 s.
    stands(&suspect().pairs(4, &slow), Sitting::Decided(Decision::NameFails));
}

#[test]
fn a_noisy_network_accuses_nobody() {
    let noisy = suspect().tally(40, 100).pairs(4, &Pair::default());
    stands(&noisy, Sitting::Noisy);
    says(&noisy, Code::Inconclusive, None, Some(Reason::NoisyNetwork));
    // A fresh network: no tally yet, and the blocks' own controls make one.
    let fresh = |blocks| suspect().tally(0, 0).pairs(blocks, &Pair::default());
    stands(&fresh(1), Sitting::GoOn);
    stands(&fresh(3), Sitting::GoOn);
    stands(&fresh(6), Sitting::Decided(Decision::NameFails));
}

#[test]
fn more_failing_controls_need_more_failures() {
    let with = |failures, blocks| suspect().tally(failures, 200).pairs(blocks, &Pair::default());
    stands(&with(0, 4), Sitting::Decided(Decision::NameFails));
    stands(&with(14, 4), Sitting::GoOn);
    stands(&with(14, 5), Sitting::Decided(Decision::NameFails));
}

#[test]
fn three_forged_answers_decide() {
    let honest: Option<&[&str]> = Some(&["151.101.1.57"]);
    let forged: Option<&[&str]> = Some(&["10.10.34.34"]);
    let story = || Story::https().resolves(&["10.10.34.34"]).helper(opens());
    let with = |story: Story, times, target, control| {
        (0..times).fold(story, |story, _| story.lookup_block(target, control))
    };
    let two = with(story(), 2, forged, honest);
    stands(&two, Sitting::GoOn);
    let three = with(story(), 3, forged, honest);
    stands(&three, Sitting::Decided(Decision::Forged));
    says(&three, Code::Blocked, Some(How::ForgedAnswer), None);
    assert_eq!(verdict(&three).cause, Some(Cause::Dns));
    assert_eq!(verdict(&three).basis.len(), 7);

    let portal = with(story(), 4, forged, forged);
    stands(&portal, Sitting::GoOn);
    says(&portal, Code::Inconclusive, None, Some(Reason::StillConfirming));
    let known = with(
        Story::https().resolves(&["93.46.8.89"]).helper(opens()),
        3,
        Some(&["93.46.8.89"]),
        honest,
    );
    says(&known, Code::Blocked, Some(How::ForgedAnswer), None);
    // An ad-blocker, a hosts file, a VPN app: the owner's own wish.
    // A home's or a company's own servers under public names.
    let inside: [&[&str]; 4] = [&["192.168.1.5"], &["10.20.0.1"], &["100.64.0.9"], &["fd00::5"]];
    for own in inside {
        let split = with(Story::https().resolves(own).helper(opens()), 10, Some(own), honest);
        says(&split, Code::Inconclusive, None, Some(Reason::AnswersDiffer));
    }
    let own: Option<&[&str]> = Some(&["0.0.0.0"]);
    let blocked = with(Story::https().resolves(&["0.0.0.0"]).helper(opens()), 10, own, honest);
    says(&blocked, Code::Inconclusive, None, Some(Reason::AnswersDiffer));
    let injected = Story::https().resolves(&["0.0.0.0"]).udp(&[&["0.0.0.0"]]).helper(opens());
    says(&with(injected, 3, own, honest), Code::Blocked, Some(How::ForgedAnswer), None);
    // The helper gets the same private address: a zone that is so.
    let mut odd = opens();
    odd.dns_addresses = vec![ip("10.10.34.34")];
    let zone = Story::https().resolves(&["10.10.34.34"]).no_connect(SITE, Failure::GenericTimeout);
    let zone = with(zone.helper(odd), 3, forged, honest);
    assert!(!verdict(&zone).code.is_accusation());
}

#[test]
fn a_first_honest_answer_and_a_page_are_accessible_whatever_else() {
    let story = Story::https()
        .resolves(&["93.184.216.34"])
        .udp(&[&["10.10.34.34"], &["93.184.216.34"]])
        .connects(SITE)
        .verified(SITE)
        .page(200, "")
        .helper(opens());
    says(&story, Code::Accessible, None, None);
}

#[test]
fn a_silent_resolver_is_never_more_than_inconclusive() {
    let story = Story::https().resolver_says(Failure::DnsTemporary).helper(opens());
    let honest: Option<&[&str]> = Some(&["151.101.1.57"]);
    let silent = (0..5).fold(story.clone(), |story, _| story.lookup_block(None, honest));
    stands(&silent, Sitting::Decided(Decision::TargetFails));
    says(&silent, Code::Inconclusive, None, Some(Reason::ResolverSilent));
    let back = (0..2).fold(story, |story, _| story.lookup_block(Some(&["93.184.216.34"]), honest));
    stands(&back, Sitting::Decided(Decision::Works));
    says(&back, Code::Inconclusive, None, Some(Reason::CameBack));
}

#[test]
fn controls_for_others() {
    let tally = |story: &Story| {
        let tally = controls(&story.dossier);
        (tally.failures, tally.trials)
    };
    let opened = Story::https().connects(SITE).verified(SITE).page(200, "");
    assert_eq!(tally(&opened), (0, 1));
    assert_eq!(tally(&suspect()), (0, 0), "what never opened says nothing");
    let later = suspect().look(2).connects(SITE).verified(SITE).page(200, "");
    assert_eq!(tally(&later), (1, 2));
    let pair = Pair::default();
    assert_eq!(tally(&suspect().pairs(2, &pair)), (0, 6));
    let lone = Pair { control: Ends::Silence, ..Pair::default() };
    assert_eq!(tally(&suspect().pair(&lone)), (1, 1), "C failed while C2 and the canary worked");
    let stall = Pair { control: Ends::Silence, second: Ends::Silence, ..Pair::default() };
    assert_eq!(tally(&suspect().pair(&stall)), (0, 0), "no neighbour worked");
    let late = Pair { gap: Some((5_000, 3_000)), ..Pair::default() };
    assert_eq!(tally(&suspect().pair(&late)), (0, 3), "the canary was alone by then");
}

#[test]
fn own_failing_controls_weigh_on_the_accusation() {
    let lone = Pair { control: Ends::Silence, ..Pair::default() };
    let story = suspect().tally(0, 20).pairs(4, &lone).pairs(4, &Pair::default());
    assert!(!verdict(&story).code.is_accusation());
}

#[test]
fn latency_is_figures() {
    let mut story = Story::https()
        .pings(Place::WarmUp, &[Some(2_100), Some(110)])
        .pings(Place::Look { attempt: 1 }, &[Some(100), Some(120), None, Some(110), Some(190)]);
    story.dossier.nettest = "latency".into();
    let found = judge(&story.dossier);
    assert_eq!(found.verdict.code, Code::Measured);
    let figures = found.figures.expect("figures");
    for (name, value) in [
        ("rtt_ms", 115.0),
        ("rtt_min_ms", 100.0),
        ("rtt_p95_ms", 190.0),
        ("jitter_ms", 110.0 / 3.0),
        ("loss", 0.2),
        ("probes", 5.0),
        ("idle_to_active_ms", 1_985.0),
    ] {
        assert!((figures[name] - value).abs() < 1e-9, "{name}: {}", figures[name]);
    }
}

#[test]
fn latency_without_answers() {
    let mut story = Story::https().pings(Place::Look { attempt: 1 }, &[None, None]);
    story.dossier.nettest = "latency".into();
    says(&story, Code::Inconclusive, None, Some(Reason::NoAnswers));
    let dead = story.anchor(Side::Foreign, Some(Failure::GenericTimeout));
    says(&dead, Code::NoInternet, None, Some(Reason::NoService));
}
