//! Stories that the looks alone decide.

use crate::support::*;
use arna_judge::{Confirmation, SuspicionKind, suspicion};
use arna_model::*;

const QAZNET: (&str, &str, &str) = ("KZ", "", "Qaznet Trust Network");

#[track_caller]
pub fn suspects(story: &Story, kind: Option<SuspicionKind>) {
    assert_eq!(suspicion(&story.dossier).map(|it| it.kind), kind);
}

pub fn opened() -> Story {
    Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE)
}

#[test]
fn a_site_that_opens_is_accessible_with_or_without_a_helper() {
    for story in [
        opened().page(200, "Hello"),
        opened().page(404, ""),
        opened().page(200, "").helper(opens()),
    ] {
        says(&story, Code::Accessible, None, None);
        suspects(&story, None);
    }
    let verdict = verdict(&opened().page(200, "Hello"));
    assert_eq!(verdict.basis.len(), 1);
    assert_eq!((verdict.cause, verdict.nats), (None, None));
}

#[test]
fn one_address_that_opens_is_enough() {
    let story = Story::https()
        .resolves(&["93.184.216.34", "93.184.216.35"])
        .no_connect(SITE, Failure::GenericTimeout)
        .connects(OTHER)
        .verified(OTHER)
        .page_at(OTHER, 200, "");
    says(&story, Code::Accessible, None, None);
}

#[test]
fn a_second_look_that_opens_is_accessible() {
    let story = Story::silent_tls().helper(opens()).look(2);
    let story = story.resolves(&["93.184.216.34"]).connects(SITE).verified(SITE).page(200, "");
    says(&story, Code::Accessible, None, None);
}

#[test]
fn what_only_a_public_resolver_gives_opens_nothing_for_the_user() {
    let by_another = |failure: Failure, attempt| {
        let story = Story::https().look(attempt).resolver_says(failure);
        let story = story.udp(&[&["93.184.216.34"]]).connects(SITE).verified(SITE);
        story.page(200, "").helper(opens())
    };
    for failure in [Failure::DnsTemporary, Failure::AndroidDnsCacheNoData] {
        let once = by_another(failure.clone(), 1);
        says(&once, Code::Inconclusive, None, Some(Reason::ResolverSilent));
        suspects(&once, Some(SuspicionKind::ResolverSilent));
        let again = once.clone().look(2).resolver_says(failure).udp(&[&["93.184.216.34"]]);
        suspects(&again, None);
        says(&again, Code::Inconclusive, None, Some(Reason::ResolverSilent));
        // One silence is the radio's.
        let answered = once.look(2).resolves(&["93.184.216.34"]);
        says(&answered, Code::Accessible, None, None);
    }
}

#[test]
fn a_page_in_the_clear_from_a_hidden_address_opens_nothing_either() {
    let forged = |system: &str| {
        let story = Story::cleartext().resolves(&[system]).udp(&[&[system]]);
        story.clear_page(200, "The page").helper(opens())
    };
    let hidden = forged("10.10.34.36");
    suspects(&hidden, Some(SuspicionKind::DnsForged));
    let given = Story::cleartext().resolves(&["93.184.216.34"]).clear_page(200, "The page");
    says(&given.helper(opens()), Code::Accessible, None, None);
    let denied = Story::cleartext().resolver_says(Failure::DnsNxdomain);
    let denied = denied.clear_page(200, "The page").helper(opens());
    suspects(&denied, Some(SuspicionKind::DnsDiffers));
    let silent = Story::cleartext().resolver_says(Failure::DnsTemporary);
    let silent = silent.clear_page(200, "The page").helper(opens());
    suspects(&silent, Some(SuspicionKind::DnsSilence));
}

#[test]
fn every_hop_of_the_way_has_to_be_the_users() {
    let way = |first: Story| {
        let story = first.connects(SITE).verified(SITE).redirect("https://www.forbidden.example/");
        let story = story.at_hop("https://www.forbidden.example/").resolves(&["93.184.216.35"]);
        let story = story.connects(OTHER).verified(OTHER).page_at(OTHER, 200, "");
        let mut story = story.look(1);
        story = story.helper(opens());
        story
    };
    says(&way(Story::https().resolves(&["93.184.216.34"])), Code::Accessible, None, None);
    let denied = Story::https().resolver_says(Failure::DnsNxdomain).udp(&[&["93.184.216.34"]]);
    suspects(&way(denied), Some(SuspicionKind::DnsDiffers));
    let silent = Story::https().resolver_says(Failure::DnsTemporary).udp(&[]);
    suspects(&way(silent), Some(SuspicionKind::DnsSilence));
}

#[test]
fn a_site_that_refuses() {
    use How::{Challenge, Forbidden};
    let refuses = |story: Story, how| says(&story, Code::SiteRefuses, Some(how), None);
    refuses(opened().page(403, "Access denied"), Forbidden);
    refuses(opened().page(451, ""), Forbidden);
    refuses(opened().page(429, ""), Forbidden);
    refuses(opened().page(403, "Just a moment..."), Challenge);
    refuses(opened().page(503, "Just a moment..."), Challenge);
    refuses(opened().page_with(403, ("cf-mitigated", "challenge"), ""), Challenge);
    refuses(opened().page_with(403, ("Server", "x"), "<p>Solve this CAPTCHA</p>"), Challenge);
}

#[test]
fn a_page_about_captchas_opens() {
    let story = opened().page_with(200, ("Server", "x"), "All about the captcha");
    says(&story, Code::Accessible, None, None);
}

#[test]
fn a_server_error_is_the_sites_only_if_others_see_it() {
    let there = opened().page(500, "").helper(opens_with(502, ""));
    says(&there, Code::SiteDown, Some(How::ServerError), None);
    says(&opened().page(500, "").helper(opens()), Code::Accessible, None, None);
}

#[test]
fn down_for_everybody() {
    let silent_tcp =
        || Story::https().resolves(&["93.184.216.34"]).no_connect(SITE, Failure::GenericTimeout);
    let unknown = || Story::https().resolver_says(Failure::DnsNxdomain);
    for (story, how) in [
        (silent_tcp().helper(silent()), How::ServerSilent),
        (Story::silent_tls().helper(handshakes(Some(Failure::GenericTimeout))), How::ServerSilent),
        (unknown().helper(no_such_name()), How::NoSuchName),
        (Story::https().resolves(&["10.1.1.1"]).helper(no_such_name()), How::NoSuchName),
        (
            opened()
                .look(2)
                .tls(SITE, Failure::SslInvalidHostname)
                .helper(handshakes(Some(Failure::SslInvalidHostname))),
            How::Certificate,
        ),
    ] {
        says(&story, Code::SiteDown, Some(how), None);
        suspects(&story, None);
    }
}

#[test]
fn a_name_that_leads_everybody_inside_has_no_server() {
    for inside in ["127.0.0.1", "10.1.1.1", "192.0.2.7"] {
        let unreached = ControlAnswer {
            dns_addresses: vec![ip(inside)],
            http: Some(no_page(Failure::DnsBogon)),
            ..ControlAnswer::default()
        };
        let story = Story::https().resolves(&[inside]).helper(unreached);
        says(&story, Code::SiteDown, Some(How::ServerSilent), None);
        suspects(&story, None);
    }
}

#[test]
fn a_name_that_a_public_resolver_gives_is_there_whatever_the_helpers_says() {
    let silent = || Story::silent_tls().helper(no_such_name());
    says(&silent(), Code::SiteDown, Some(How::NoSuchName), None);
    let known = silent().udp(&[&["93.184.216.34"]]);
    says(&known, Code::Inconclusive, None, Some(Reason::Undecided));
    // Nobody knows it but this network's own resolver.
    let denied = silent().udp(&[&[]]);
    says(&denied, Code::SiteDown, Some(How::NoSuchName), None);
}

#[test]
fn a_bad_certificate() {
    let bad = |failure: Failure| {
        Story::https().resolves(&["93.184.216.34"]).connects(SITE).tls(SITE, failure)
    };
    let expired = bad(Failure::SslInvalidCertificate);
    says(
        &expired.clone().helper(handshakes(Some(Failure::SslInvalidCertificate))),
        Code::SiteDown,
        Some(How::Certificate),
        None,
    );
    let reason = |story: &Story, reason| says(story, Code::Inconclusive, None, Some(reason));
    reason(&expired.clone().helper(opens()), Reason::CertificateDiffers);
    reason(&bad(Failure::SslUnknownAuthority).helper(opens()), Reason::UnknownAuthority);
    reason(&bad(Failure::SslUnknownAuthority), Reason::NoOutsideControl);

    let wrong = expired.clone().exchange(Some(opens()), Some(-200_000));
    says(&wrong, Code::NotTested, None, Some(Reason::WrongClock));
    suspects(&wrong, None);
    let alone = expired.clone().exchange(None, Some(90_000));
    says(&alone, Code::NotTested, None, Some(Reason::WrongClock));
    // By hours, and the helper finds the certificate good at this very address.
    let by = |seconds, answer| expired.clone().exchange(Some(answer), Some(seconds));
    says(&by(18_000, handshakes(None)), Code::NotTested, None, Some(Reason::WrongClock));
    reason(&by(600, handshakes(None)), Reason::CertificateDiffers);
    let elsewhere = ControlAnswer { tls: Default::default(), ..opens() };
    reason(&by(18_000, elsewhere), Reason::CertificateDiffers);

    let once = bad(Failure::SslUnknownAuthority).helper(opens());
    suspects(&once, Some(SuspicionKind::Certificate));
    assert_eq!(SuspicionKind::Certificate.confirmation(), Confirmation::Look);
    let twice = once.look(2).connects(SITE).tls(SITE, Failure::SslUnknownAuthority);
    suspects(&twice, None);
    reason(&twice, Reason::UnknownAuthority);
}

#[test]
fn one_state_root_decides_where_the_helper_verified() {
    let seen = || Story::https().resolves(&["93.184.216.34"]).connects(SITE).chain(SITE, QAZNET);
    let story = seen().helper(opens());
    says(&story, Code::Blocked, Some(How::StateRoot), None);
    suspects(&story, None);
    let verdict = verdict(&story);
    assert_eq!(verdict.cause, Some(Cause::TlsMitm));
    assert!(verdict.nats > Some(20.0) && verdict.false_positive_bound < Some(1.2e-9));
    assert_eq!(verdict.basis.len(), 2, "the chain, and the helper's answer");

    says(&seen(), Code::Inconclusive, None, Some(Reason::NoOutsideControl));
    let mut everybody = handshakes(Some(Failure::SslUnknownAuthority));
    everybody.tls.get_mut(&at(SITE)).unwrap().chain = vec![certificate(QAZNET)];
    let own = seen().helper(everybody);
    says(&own, Code::SiteDown, Some(How::Certificate), None);
    let company =
        Story::https().connects(SITE).chain(SITE, ("", "", "Security Certificate")).helper(opens());
    says(&company, Code::Inconclusive, None, Some(Reason::UnknownAuthority));
}

#[test]
fn a_cleartext_page_is_compared_with_what_others_get() {
    let seen = |status, title| Story::cleartext().clear_page(status, title);
    says(&seen(200, "The Page").helper(opens()), Code::Accessible, None, None);
    says(
        &seen(200, "the page - 3 new").helper(opens_with(200, "The page - 4 new")),
        Code::Accessible,
        None,
        None,
    );
    says(&seen(200, "").helper(opens_with(200, "")), Code::Accessible, None, None);
    let differs = |story: &Story| says(story, Code::Inconclusive, None, Some(Reason::PageDiffers));
    differs(&seen(200, "Something else entirely").helper(opens()));
    differs(&seen(403, "The page").helper(opens()));
    says(&seen(200, "The page"), Code::Inconclusive, None, Some(Reason::NoOutsideControl));
    let refused = seen(403, "").helper(opens_with(403, ""));
    says(&refused, Code::SiteRefuses, Some(How::Forbidden), None);
    // An answer that only points elsewhere is no page, wherever it points.
    for to in ["https://www.forbidden.example/", "http://portal.example/"] {
        let led = Story::cleartext().clear_redirect(to).helper(opens());
        says(&led, Code::Inconclusive, None, Some(Reason::Undecided));
    }
}

#[test]
fn two_blockpages_decide_one_does_not() {
    let title = "Доступ к интернет-ресурсу ограничен";
    let once = Story::cleartext().clear_page(200, title);
    let one = once.clone().helper(opens());
    says(&one, Code::Inconclusive, None, Some(Reason::PageDiffers));
    suspects(&one, Some(SuspicionKind::Blockpage));
    let twice = one.look(2).clear_page(200, title);
    says(&twice, Code::Blocked, Some(How::Blockpage), None);
    suspects(&twice, None);
    let alone = once.look(2).clear_page(200, title);
    says(&alone, Code::Inconclusive, None, Some(Reason::NoOutsideControl));
    // The helper stands behind the same filter.
    says(
        &alone.clone().helper(opens_with(200, title)),
        Code::Inconclusive,
        None,
        Some(Reason::NotComparable),
    );
    let then = Story::cleartext().clear_page(200, title).helper(opens()).look(2);
    says(&then.clear_page(200, "The page"), Code::Accessible, None, None);
}

#[test]
fn verified_tls_and_then_silence_is_for_another_look() {
    let once = opened().no_page(Failure::GenericTimeout).helper(opens());
    suspects(&once, Some(SuspicionKind::HttpSilence));
    says(&once, Code::Inconclusive, None, Some(Reason::Undecided));
    let twice = once.look(2).verified(SITE).no_page(Failure::ConnectionReset);
    suspects(&twice, None);
    says(&twice, Code::Inconclusive, None, Some(Reason::Undecided));
    let mut silent = handshakes(None);
    silent.http =
        Some(ControlHttp { failure: Some(Failure::GenericTimeout), ..ControlHttp::default() });
    let down = opened().no_page(Failure::GenericTimeout).helper(silent);
    says(&down, Code::SiteDown, Some(How::ServerSilent), None);
}

#[test]
fn resolvers_that_disagree() {
    let nothing = Story::https().resolver_says(Failure::DnsNxdomain).helper(opens());
    suspects(&nothing, Some(SuspicionKind::DnsDiffers));
    says(&nothing, Code::Inconclusive, None, Some(Reason::StillConfirming));
    let by_another = Story::https()
        .resolver_says(Failure::DnsNxdomain)
        .udp(&[&["93.184.216.34"]])
        .connects(SITE)
        .verified(SITE)
        .page(200, "")
        .helper(opens());
    suspects(&by_another, Some(SuspicionKind::DnsDiffers));
    says(&by_another, Code::Inconclusive, None, Some(Reason::StillConfirming));
    let rotating = Story::https()
        .resolves(&["93.184.216.35"])
        .udp(&[&["93.184.216.34"], &["93.184.216.36"]])
        .connects(OTHER)
        .verified(OTHER)
        .page_at(OTHER, 200, "")
        .helper(opens());
    says(&rotating, Code::Accessible, None, None);
}

#[test]
fn a_suspicion_says_what_to_repeat() {
    let found = suspicion(&Story::silent_tls().helper(opens()).dossier).expect("a suspect");
    assert_eq!((found.kind, found.start), (SuspicionKind::TlsSilence, 0.05));
    assert_eq!(found.address, Some(at(SITE)));
    assert_eq!(found.name.as_deref(), Some("forbidden.example"));
    assert_eq!(found.basis.len(), 1);
    let reset = Story::https().connects(SITE).tls(SITE, Failure::ConnectionReset).helper(opens());
    suspects(&reset, Some(SuspicionKind::TlsReset));
    let refused = Story::https().no_connect(SITE, Failure::ConnectionRefused).helper(opens());
    suspects(&refused, Some(SuspicionKind::TcpRefused));
    let silent = Story::https().resolver_says(Failure::DnsTemporary).helper(opens());
    suspects(&silent, Some(SuspicionKind::DnsSilence));
}

#[test]
fn an_address_that_fails_from_outside_too_is_no_pair_to_repeat() {
    let mut answer = opens();
    answer.tls.insert(at(OTHER), control_tls(Some(Failure::GenericTimeout)));
    let story =
        Story::https().connects(OTHER).tls(OTHER, Failure::GenericTimeout).helper(answer.clone());
    says(&story, Code::Inconclusive, None, Some(Reason::Undecided));
    suspects(&story, None);
    let both = Story::https()
        .connects(OTHER)
        .tls(OTHER, Failure::GenericTimeout)
        .connects(SITE)
        .tls(SITE, Failure::GenericTimeout)
        .helper(answer);
    let pair = suspicion(&both.dossier).expect("a suspect").address;
    assert_eq!(pair, Some(at(SITE)), "the address that works from outside");
}

#[test]
fn no_lie_of_a_helper_outweighs_what_opened_here() {
    let mut another = opens();
    another.dns_addresses = vec![ip("198.51.100.99")];
    another.tcp = [(at("198.51.100.99:443"), None)].into();
    another.tls.clear();
    let lies = [
        silent(),
        no_such_name(),
        handshakes(Some(Failure::ConnectionReset)),
        opens_with(451, "Forbidden by law"),
        opens_with(200, "Another site altogether"),
        another,
    ];
    for lie in lies {
        says(&opened().page(200, "Hello").helper(lie), Code::Accessible, None, None);
    }
}

#[test]
fn a_crowd_of_addresses_that_a_helper_makes_up_accuses_nobody() {
    let mut crowd = opens();
    for number in 0..100_000_u32 {
        let address = std::net::IpAddr::from((0x0b00_0000 + number).to_be_bytes());
        crowd.dns_addresses.push(address);
        crowd.tcp.insert((address, 443).into(), None);
    }
    for story in [opened(), Story::silent_tls()] {
        let code = verdict(&story.helper(crowd.clone())).code;
        assert!(!code.is_accusation(), "{code:?}");
    }
}
