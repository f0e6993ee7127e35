//! Stories of redirects: what counts is where the way ends, and who chose it.

use crate::support::*;
use arna_judge::{SuspicionKind, judge, suspicion};
use arna_model::*;

const WWW: &str = "https://www.forbidden.example/";
const ELSEWHERE: &str = "https://elsewhere.example/";

/// The site answers, and its answer leads to `to`, whose name is resolved.
fn led(to: &str) -> Story {
    let site = Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
    site.redirect(to).helper(opens()).at_hop(to).resolves(&["93.184.216.35"])
}

#[test]
fn the_last_page_of_the_way_is_the_page() {
    is_said(
        &led(WWW).connects(OTHER).verified(OTHER).page_at(OTHER, 200, ""),
        Code::Accessible,
        None,
    );
    is_said(
        &led(WWW).connects(OTHER).verified(OTHER).page_at(OTHER, 451, ""),
        Code::SiteRefuses,
        None,
    );
    let literal = "https://93.184.216.36/";
    let there = "93.184.216.36:443";
    let site = Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
    let led = site.redirect(literal).helper(opens()).at_hop(literal);
    let page = led.connects(there).verified(there).page_at(there, 200, "");
    is_said(&page, Code::Accessible, None);
}

#[test]
fn what_is_blocked_on_the_way_is_told_under_its_own_name() {
    let silent = led(ELSEWHERE).connects(OTHER).tls(OTHER, Failure::GenericTimeout).helper(opens());
    let before = judge(&silent.dossier).verdict;
    assert_eq!(before.reason, Some(Reason::StillConfirming));
    assert_eq!(before.at.as_deref(), Some("elsewhere.example"));
    let told = silent.pairs(6, &Pair::default());
    let verdict = judge(&told.dossier).verdict;
    assert_eq!(verdict.code, Code::LikelyBlocked, "{verdict:#?}");
    assert_eq!(verdict.at.as_deref(), Some("elsewhere.example"));
    let refused = led(ELSEWHERE).connects(OTHER).verified(OTHER).page_at(OTHER, 451, "");
    assert_eq!(judge(&refused.dossier).verdict.at.as_deref(), Some("elsewhere.example"));
    let own = Story::silent_tls().helper(opens()).pairs(6, &Pair::default());
    let verdict = judge(&own.dossier).verdict;
    assert_eq!((verdict.code, verdict.at), (Code::LikelyBlocked, None));
}

#[test]
fn a_hop_that_fails_is_suspect_under_its_own_name_and_against_its_own_control() {
    let silent = led(ELSEWHERE).connects(OTHER).tls(OTHER, Failure::GenericTimeout);
    // What the helper said of the first name says nothing of the second.
    is_said(&silent, Code::Inconclusive, Some(Reason::NoOutsideControl));
    assert_eq!(suspicion(&silent.dossier), None);

    let mut answer = handshakes(None);
    answer.tls.insert(
        at(OTHER),
        ControlTls { server_name: "elsewhere.example".into(), failure: None, chain: Vec::new() },
    );
    let suspect = suspicion(&silent.clone().helper(answer.clone()).dossier).unwrap();
    assert_eq!(suspect.kind, SuspicionKind::TlsSilence);
    assert_eq!(suspect.address, Some(at(OTHER)));
    assert_eq!(suspect.name.as_deref(), Some("elsewhere.example"));
    assert_eq!(suspect.hop.as_deref(), Some(ELSEWHERE));

    let down = silent.helper(handshakes(Some(Failure::ConnectionReset)));
    is_said(&down, Code::SiteDown, None);
}

#[test]
fn a_hop_without_a_name_or_an_address_is_judged_by_its_own_stage() {
    let site = Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
    let led = site.redirect(ELSEWHERE).helper(opens()).at_hop(ELSEWHERE);
    let gone = led.clone().resolver_says(Failure::DnsNxdomain).helper(no_such_name());
    is_said(&gone, Code::SiteDown, None);
    let dead = led.resolves(&["93.184.216.35"]).no_connect(OTHER, Failure::GenericTimeout);
    is_said(&dead.clone().helper(silent()), Code::SiteDown, None);
    let suspect = suspicion(&dead.helper(opens()).dossier).unwrap();
    assert_eq!((suspect.kind, suspect.address), (SuspicionKind::TcpSilence, Some(at(OTHER))));
    assert_eq!(suspect.name.as_deref(), Some("elsewhere.example"));
}

#[test]
fn the_first_hops_troubles_are_forgotten_once_it_answered() {
    let first = Story::https().resolves(&["93.184.216.36", "93.184.216.34"]);
    let first = first.no_connect("93.184.216.36:443", Failure::GenericTimeout).connects(SITE);
    let led = first.verified(SITE).redirect(WWW).helper(opens()).at_hop(WWW);
    let led = led.resolves(&["93.184.216.35"]).connects(OTHER);
    let reset = led.tls(OTHER, Failure::ConnectionReset).helper(opens());
    let suspect = suspicion(&reset.dossier).unwrap();
    assert_eq!((suspect.kind, suspect.address), (SuspicionKind::TlsReset, Some(at(OTHER))));
}

#[test]
fn from_cleartext_to_the_sites_own_tls_is_the_ordinary_way() {
    let clear = || Story::cleartext().resolves(&["93.184.216.34"]).clear_redirect(WWW);
    let led = || clear().helper(opens()).at_hop(WWW).resolves(&["93.184.216.35"]).connects(OTHER);
    is_said(&led().verified(OTHER).page_at(OTHER, 200, ""), Code::Accessible, None);
    let blocked = led().tls(OTHER, Failure::GenericTimeout).helper(opens());
    assert_eq!(suspicion(&blocked.dossier).unwrap().kind, SuspicionKind::TlsSilence);
}

#[test]
fn whoever_was_sent_elsewhere_in_the_clear_compares_the_page() {
    let portal = "https://portal.example/";
    let clear = Story::cleartext().resolves(&["93.184.216.34"]).clear_redirect(portal);
    let led = clear.helper(opens()).at_hop(portal).resolves(&["93.184.216.35"]).connects(OTHER);
    let page = |title| led.clone().verified(OTHER).page_at(OTHER, 200, title);
    is_said(&page("The page"), Code::Accessible, None);
    is_said(&page("Top up your balance"), Code::Inconclusive, Some(Reason::PageDiffers));
    // A verified page of somebody else clears nobody, and its failure accuses nobody.
    let dead = led.clone().tls(OTHER, Failure::GenericTimeout).helper(opens());
    is_said(&dead, Code::Inconclusive, Some(Reason::PageDiffers));
    assert_eq!(suspicion(&dead.dossier), None);
    // Nor do its words accuse anybody: over verified TLS they are those of the site there.
    let words = page("Доступ к интернет-ресурсу ограничен");
    is_said(&words, Code::Inconclusive, Some(Reason::PageDiffers));
    assert_eq!(suspicion(&words.dossier), None);
}

#[test]
fn a_page_that_only_this_user_is_sent_to_may_be_missing_for_everybody() {
    let notice = "http://notice.example/";
    let clear = |from: ControlAnswer| {
        // The network's own resolver said nothing for once, so the answer is not the user's own.
        let found = Story::cleartext().resolver_says(Failure::DnsTemporary);
        let sent = found.udp(&[&["93.184.216.34"]]).clear_redirect(notice);
        let led = sent.helper(from).at_hop(notice);
        led.resolver_says(Failure::DnsNxdomain).helper(no_such_name())
    };
    // Others get the page: it is looked at once more, and then nobody knows what stood there.
    let once = clear(opens());
    assert_eq!(suspicion(&once.dossier).unwrap().kind, SuspicionKind::Blockpage);
    let twice = once.look(2).resolves(&["93.184.216.34"]).clear_redirect(notice).at_hop(notice);
    let twice = twice.resolver_says(Failure::DnsNxdomain).helper(no_such_name());
    is_said(&twice, Code::Inconclusive, Some(Reason::PageDiffers));
    assert_eq!(judge(&twice.dossier).verdict.at, None, "it is about the site");
    // Where others get none either, the way leads nowhere.
    is_said(&clear(no_such_name()), Code::SiteDown, None);
}

/// A look at a page in the clear that leads to `to`, where the page of this title is.
fn sent(story: Story, to: &str, title: &str) -> Story {
    let led = story.resolves(&["93.184.216.34"]).clear_redirect(to).at_hop(to);
    let there = if to.starts_with("https") { OTHER } else { "93.184.216.35:80" };
    let there_it_is = led.resolves(&["93.184.216.35"]).connects(there);
    let verified = if there == OTHER { there_it_is.verified(OTHER) } else { there_it_is };
    verified.answer_of(there, to, 200, title, "")
}

#[test]
fn whoever_is_sent_to_a_known_blockpage_is_blocked_whatever_it_is_carried_by() {
    for to in ["http://blocked.mts.ru/?url=x", "https://block.mgts.ru/", "//warning.rt.ru/"] {
        let url = if to.starts_with("//") { format!("http:{to}") } else { to.to_owned() };
        let once = sent(Story::cleartext().helper(opens_at_length()), &url, "Sorry");
        assert_eq!(suspicion(&once.dossier).unwrap().kind, SuspicionKind::Blockpage, "{to}");
        is_said(&sent(once.look(2), &url, "Sorry"), Code::Blocked, None);
    }
    // It need not be had: many are at addresses that nobody else has.
    let led = |story: Story| story.clear_redirect("http://10.10.34.34/?type=Invalid");
    let once = led(Story::cleartext().helper(opens_at_length()));
    is_said(&led(once.look(2)), Code::Blocked, None);
    // Nor known, where its words come in the clear.
    let title = "Доступ к интернет-ресурсу ограничен";
    let told = |story| sent(story, "http://stop.operator.example/", title);
    let once = told(Story::cleartext().helper(opens_at_length()));
    assert_eq!(suspicion(&once.dossier).unwrap().kind, SuspicionKind::Blockpage);
    is_said(&told(once.look(2)), Code::Blocked, None);
}

#[test]
fn a_url_within_a_url_sends_nobody_anywhere() {
    for to in [
        "http://forbidden.example/?to=http://blocked.mts.ru/",
        "/?to=http://blocked.mts.ru/",
        "http://blocked.mts.ru.news.example/",
        "http://news.example/http://10.10.34.34",
    ] {
        let twice = |story: Story| story.clear_redirect(to).look(2).clear_redirect(to);
        let code = judge(&twice(Story::cleartext().helper(opens_at_length())).dossier).verdict.code;
        assert!(!code.is_accusation(), "{to}: {code:?}");
    }
}

#[test]
fn where_everybody_is_sent_to_a_blockpage_nobody_is_blocked() {
    let to = "http://blocked.mts.ru/";
    let mut same = opens_with(200, "Sorry");
    let said = |answer: &ControlAnswer| {
        let once = sent(Story::cleartext().helper(answer.clone()), to, "Sorry");
        judge(&sent(once.look(2), to, "Sorry").dossier).verdict
    };
    assert_eq!(said(&same).reason, Some(Reason::NotComparable));
    // The helper could not get there.
    same.http = Some(ControlHttp { failure: Some(Failure::GenericTimeout), ..Default::default() });
    assert_eq!(said(&same).reason, Some(Reason::NotComparable));
    // The site itself sends people there, over TLS.
    let site = Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
    let led = site.redirect(to).helper(opens_at_length()).at_hop(to);
    let led = led.resolves(&["93.184.216.35"]).connects("93.184.216.35:80");
    let page = led.answer_of("93.184.216.35:80", to, 200, "Sorry", "");
    assert!(!judge(&page.dossier).verdict.code.is_accusation());
    // Whoever asks for the blockpage gets it.
    let mut own = Story::cleartext().helper(opens_at_length());
    own.dossier.input = Some(to.into());
    let own = own.clear_redirect("http://blocked.mts.ru/page").look(2).clear_redirect(to);
    assert!(!judge(&own.dossier).verdict.code.is_accusation());
}

#[test]
fn the_sites_own_verified_page_is_its_own_by_whatever_way() {
    let title = "Доступ к интернет-ресурсу ограничен";
    let elsewhere = "http://elsewhere.example/";
    for own in ["https://forbidden.example/", "https://m.forbidden.example/"] {
        let led = Story::cleartext().resolves(&["93.184.216.34"]).clear_redirect(elsewhere);
        let led = led.helper(opens_at_length()).at_hop(elsewhere).resolves(&["93.184.216.35"]);
        let back = led.answer_of("93.184.216.35:80", elsewhere, 302, "", own).at_hop(own);
        let back = back.resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
        is_said(&back.answer_of(SITE, own, 200, title, ""), Code::Accessible, None);
    }
}

#[test]
fn a_page_from_an_address_that_only_others_know_opens_nothing_for_the_user() {
    let silent =
        Story::https().resolves(&["93.184.216.34"]).no_connect(SITE, Failure::GenericTimeout);
    let elsewhere = silent.connects(OTHER).verified(OTHER).page_at(OTHER, 200, "").helper(opens());
    let suspect = suspicion(&elsewhere.dossier).unwrap();
    assert_eq!((suspect.kind, suspect.address), (SuspicionKind::TcpSilence, Some(at(SITE))));

    let silent =
        Story::https().resolves(&["93.184.216.34"]).no_connect(SITE, Failure::GenericTimeout);
    let sent_on = silent.udp(&[&["93.184.216.35"]]).connects(OTHER).verified(OTHER);
    let sent_on = sent_on.redirect_at(OTHER, WWW).helper(opens());
    let suspect = suspicion(&sent_on.dossier).unwrap();
    assert_eq!((suspect.kind, suspect.address), (SuspicionKind::TcpSilence, Some(at(SITE))));

    // Nobody whom the phone can ask gave it.
    let hidden = Story::https().resolver_says(Failure::DnsTemporary).udp(&[]);
    let elsewhere = hidden.connects(OTHER).verified(OTHER).page_at(OTHER, 200, "").helper(opens());
    assert_eq!(suspicion(&elsewhere.dossier).unwrap().kind, SuspicionKind::DnsSilence);
}
