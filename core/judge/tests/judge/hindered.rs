//! Stories in which something keeps looks from telling: no Internet, a shutdown, a portal, no control outside, a stop.

use super::looks::{opened, suspects};
use crate::support::*;
use arna_judge::SuspicionKind;
use arna_model::*;

#[test]
fn no_internet_and_the_phones_own_trouble() {
    let dead = Some(Failure::GenericTimeout);
    let anchors = |story: Story| {
        story.anchor(Side::Foreign, dead.clone()).anchor(Side::Domestic, dead.clone())
    };
    let nothing = anchors(Story::https().resolver_says(Failure::DnsTemporary)).exchange(None, None);
    says(&nothing, Code::NoInternet, None, Some(Reason::NoService));
    suspects(&nothing, None);
    let domestic = nothing.clone().anchor(Side::DomesticState, None);
    says(&domestic, Code::Inconclusive, None, Some(Reason::NoOutsideControl));
    let connected = anchors(Story::silent_tls());
    says(&connected, Code::Inconclusive, None, Some(Reason::NoOutsideControl));

    // Once nothing answers, the rest is left out, and was never looked at.
    let left_out = anchors(Story::https());
    says(&left_out, Code::NoInternet, None, Some(Reason::NoService));

    // A lookup that was answered when it was asked again is no trouble beside the phone's own.
    let again = Story::https().resolver_says(Failure::DnsTemporary).resolves(&["93.184.216.34"]);
    let forbidden = again.no_connect(SITE, Failure::PermissionDenied);
    says(&forbidden, Code::NotTested, None, Some(Reason::NotPermitted));

    // What the system forbids says nothing of the network; no route at all does.
    let unreachable = Story::https().anchor(Side::Foreign, Some(Failure::NetworkUnreachable));
    says(&unreachable, Code::NoInternet, None, Some(Reason::NoService));
    let held = Story::https().anchor(Side::Foreign, Some(Failure::PermissionDenied));
    says(&held, Code::Inconclusive, None, Some(Reason::Undecided));

    let vpn = anchors(Story::https().no_connect(SITE, Failure::PermissionDenied));
    says(&vpn, Code::NotTested, None, Some(Reason::NotPermitted));
    let off = Story::https().resolver_says(Failure::NetworkDown);
    says(&off, Code::NotTested, None, Some(Reason::LocalTrouble));
}

#[test]
fn a_shutdown_that_leaves_a_part_of_the_country() {
    use Side::*;
    let dead = || Some(Failure::GenericTimeout);
    let silent =
        || Story::https().resolves(&["93.184.216.34"]).no_connect(SITE, Failure::GenericTimeout);
    let told = |sides: &[(Side, bool)]| {
        sides.iter().fold(silent(), |story, (side, answers)| {
            story.anchor(*side, if *answers { None } else { dead() })
        })
    };
    let dark = [(Foreign, false), (Foreign, false)];
    let of = |more: &[(Side, bool)]| told(&[&dark[..], more].concat());

    let listed = of(&[(DomesticState, true), (Domestic, false), (Domestic, false)]);
    says(&listed, Code::NoInternet, None, Some(Reason::WhitelistShutdown));
    suspects(&listed, None);
    let cut = of(&[(DomesticState, true), (Domestic, true)]);
    says(&cut, Code::NoInternet, None, Some(Reason::InternationalCut));
    suspects(&cut, None);

    // Too little is known, or something abroad answered after all.
    let abstains = |story: &Story| {
        says(story, Code::Inconclusive, None, Some(Reason::NoOutsideControl));
    };
    abstains(&told(&[(Foreign, false), (Domestic, true)]));
    abstains(&of(&[(DomesticState, true), (Domestic, false)]));
    abstains(&of(&[(DomesticState, true)]));
    abstains(&of(&[(Foreign, true), (Domestic, true)]));
    abstains(&cut.clone().pings(Place::WarmUp, &[None, Some(90)]));
    abstains(&told(&[(DomesticState, true), (Domestic, true)]));
    let local = |story: Story| story.anchor(Foreign, Some(Failure::NetworkDown));
    abstains(&local(local(silent())).anchor(Domestic, None));
    says(&cut.clone().helper(opens()), Code::Inconclusive, None, Some(Reason::StillConfirming));
}

#[test]
fn a_portal_answers_for_everybody_and_an_empty_balance_says_so() {
    let dead = Some(Failure::GenericTimeout);
    let held = |story: Story| story.anchor(Side::Foreign, dead.clone());
    let login = |story: Story| held(story).probed(302, "http://login.example/", "");
    let silent = || Story::https().resolves(&["93.184.216.34"]).tls(SITE, Failure::GenericTimeout);
    let portal = Some(Reason::CaptivePortal);
    says(&login(silent()), Code::NoInternet, None, portal);
    suspects(&login(silent()), None);
    says(
        &login(Story::cleartext().clear_redirect("http://login.example/")),
        Code::NoInternet,
        None,
        portal,
    );
    says(
        &held(silent()).probed(200, "", "Loadbalancer of a hotel"),
        Code::NoInternet,
        None,
        portal,
    );

    let later = Story::cleartext().clear_redirect("http://login.example/");
    let later = later.no_connect(OTHER, Failure::GenericTimeout);
    says(&login(later), Code::NoInternet, None, portal);

    let money = Some(Reason::OutOfCredit);
    for (location, title) in [
        ("http://operator.kz/balance/zero", ""),
        ("", "Недостаточно средств для доступа"),
        ("", "Пополните баланс!"),
    ] {
        says(&held(silent()).probed(302, location, title), Code::NoInternet, None, money);
    }

    // Whatever comes from beyond speaks against it.
    let abstains = |story: &Story| {
        says(story, Code::Inconclusive, None, Some(Reason::NoOutsideControl));
    };
    abstains(&held(silent()).connects(SITE).probed(204, "", ""));
    abstains(&login(silent().verified(OTHER)));
    abstains(&silent().connects(SITE).probed(302, "http://login.example/", ""));
    says(&login(silent().helper(opens())), Code::Inconclusive, None, Some(Reason::StillConfirming));
    let two = Story::https().resolves(&["93.184.216.34", "93.184.216.35"]);
    let two = two.tls(SITE, Failure::GenericTimeout).connects(OTHER).verified(OTHER);
    says(&login(two.page_at(OTHER, 200, "")), Code::Accessible, None, None);
}

#[test]
fn without_an_outside_control_no_exposure_is_spent() {
    let unconnected = || Story::https().no_connect(SITE, Failure::GenericTimeout);
    for story in [
        unconnected(),
        unconnected().exchange(None, None),
        unconnected().helper(ControlAnswer::default()),
        Story::https().resolves(&["10.10.34.34"]),
    ] {
        says(&story, Code::Inconclusive, None, Some(Reason::NoOutsideControl));
        suspects(&story, None);
    }
    // Of a name that is cut off the split hello may tell.
    for story in [Story::silent_tls(), Story::silent_tls().exchange(None, None)] {
        says(&story, Code::Inconclusive, None, Some(Reason::NoOutsideControl));
        suspects(&story, Some(SuspicionKind::TlsSilence));
    }
}

#[test]
fn what_stopped_the_measuring() {
    use Stop::*;
    for (stop, reason) in [
        (Cancelled, Reason::Cancelled),
        (BudgetSpent, Reason::BudgetSpent),
        (Aborted, Reason::Aborted),
        (BadInput, Reason::BadInput),
    ] {
        says(&Story::https().stop(stop), Code::NotTested, None, Some(reason));
        says(&Story::silent_tls().helper(opens()).stop(stop), Code::NotTested, None, Some(reason));
        says(&opened().page(200, "").stop(stop), Code::Accessible, None, None);
    }
    let suspect = || Story::silent_tls().helper(opens());
    for (stop, reason) in [
        (StillConfirming, Reason::StillConfirming),
        (ConfirmationsSpent, Reason::ConfirmationsSpent),
        (SatLately, Reason::SatLately),
    ] {
        says(&suspect().stop(stop), Code::Inconclusive, None, Some(reason));
        let settled = Story::https().no_connect(SITE, Failure::GenericTimeout).stop(stop);
        says(&settled, Code::Inconclusive, None, Some(Reason::NoOutsideControl));
    }
    says(&suspect(), Code::Inconclusive, None, Some(Reason::StillConfirming));
}
