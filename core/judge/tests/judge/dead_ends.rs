//! Stories of ways that end without a page: in circles, on and on, nowhere, at home.

use crate::support::*;
use arna_judge::{judge, suspicion};
use arna_model::*;

const WWW: &str = "https://www.forbidden.example/";
const ELSEWHERE: &str = "https://elsewhere.example/";

/// The site over verified TLS, before its first answer.
fn secure() -> Story {
    Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE)
}

/// Eleven answers, one after the other, each of which leads to the next of these pages, and at last to the first again.
fn round(mut story: Story, pages: &[&str]) -> Story {
    for (at, page) in pages.iter().cycle().take(11).enumerate() {
        story = story.at_hop(page);
        let to = pages[(at + 1) % pages.len()];
        story =
            if page.starts_with("https") { story.redirect(to) } else { story.clear_redirect(to) };
    }
    // What follows is about the target again.
    story.look(1)
}

/// What the helper says whose redirects led it nowhere.
fn astray(failure: Failure) -> ControlAnswer {
    ControlAnswer { http: Some(no_page(failure)), ..opens() }
}

#[track_caller]
fn shows(story: &Story, how: How) {
    let verdict = judge(&story.dossier).verdict;
    assert_eq!((verdict.code, verdict.how), (Code::SiteDown, Some(how)), "{verdict:#?}");
}

#[test]
fn a_circle_over_verified_tls_is_the_sites_own_trouble() {
    let here = "https://forbidden.example/";
    shows(&round(secure(), &[here]), How::RedirectLoop);
    shows(
        &round(secure(), &["https://forbidden.example/a", "https://forbidden.example/b"]),
        How::RedirectLoop,
    );
    // Whatever others get: nobody but the site can have said it.
    let alone = round(secure(), &[here]).helper(opens());
    shows(&alone, How::RedirectLoop);
    assert_eq!(judge(&alone.dossier).verdict.at, None);
    assert_eq!(suspicion(&alone.dossier), None);
}

#[test]
fn eleven_pages_in_a_row_are_no_circle_yet() {
    let pages: Vec<_> = (0..11).map(|n| format!("https://forbidden.example/{n}")).collect();
    let pages: Vec<_> = pages.iter().map(String::as_str).collect();
    is_said(&round(secure(), &pages), Code::Inconclusive, Some(Reason::TooManyRedirects));
    // Ten redirects and a page are one.
    let mut ten = secure();
    for (page, to) in pages.iter().zip(&pages[1..]) {
        ten = ten.at_hop(page).redirect(to);
    }
    is_said(&ten.at_hop(pages[10]).page(200, ""), Code::Accessible, None);
}

#[test]
fn a_circle_in_the_clear_is_the_sites_only_if_the_helper_meets_it() {
    let clear = || Story::cleartext().resolves(&["93.184.216.34"]);
    let in_the_clear = round(clear(), &["http://forbidden.example/"]);
    let half = round(clear(), &["http://forbidden.example/", "https://forbidden.example/"]);
    for story in [in_the_clear, half] {
        is_said(&story, Code::Inconclusive, Some(Reason::TooManyRedirects));
        let helped = story.clone().helper(opens());
        is_said(&helped, Code::Inconclusive, Some(Reason::TooManyRedirects));
        assert_eq!(suspicion(&helped.dossier), None);
        // OONI's helpers have no word for it.
        let unknown = astray(Failure::Unknown("at the helper".into()));
        let unknown = story.clone().helper(unknown);
        is_said(&unknown, Code::Inconclusive, Some(Reason::TooManyRedirects));
        shows(&story.helper(astray(Failure::HttpTooManyRedirects)), How::RedirectLoop);
    }
}

#[test]
fn a_redirect_to_nowhere_is_no_page() {
    for nowhere in
        ["http://[", "intent://open", "https://", "http://192.168.1.1/admin", "http://router/"]
    {
        shows(&secure().redirect(nowhere).helper(opens()), How::RedirectsNowhere);
        let clear = Story::cleartext().resolves(&["93.184.216.34"]).clear_redirect(nowhere);
        let reason = Some(Reason::RedirectsNowhere);
        is_said(&clear.clone().helper(opens()), Code::Inconclusive, reason);
        is_said(&clear.clone(), Code::Inconclusive, reason);
        shows(&clear.helper(astray(Failure::HttpInvalidRedirect)), How::RedirectsNowhere);
    }
    // Somewhere on the way, it is the one who sends there.
    let hop = secure().redirect(WWW).at_hop(WWW).resolves(&["93.184.216.35"]);
    let hop = hop.connects(OTHER).verified(OTHER).redirect_at(OTHER, "intent://open");
    shows(&hop, How::RedirectsNowhere);
    assert_eq!(judge(&hop.dossier).verdict.at.as_deref(), Some("www.forbidden.example"));
}

#[test]
fn a_look_that_was_cut_off_on_its_way_shows_no_page() {
    is_said(&secure().redirect("/later"), Code::Inconclusive, Some(Reason::Undecided));
    let cancelled = secure().redirect("/later").stop(Stop::Cancelled);
    is_said(&cancelled, Code::NotTested, Some(Reason::Cancelled));
    // What browsers show as a page is one: a redirect that says nowhere to.
    is_said(&secure().page(302, "Moved"), Code::Accessible, None);
}

#[test]
fn a_name_that_leads_inside_is_compared_with_what_others_get() {
    let site = secure().redirect(ELSEWHERE).helper(opens()).at_hop(ELSEWHERE);
    let inside = site.resolves(&["10.0.0.5"]);
    is_said(&inside, Code::Inconclusive, Some(Reason::NoOutsideControl));
    let own = ControlAnswer { dns_addresses: vec![ip("10.0.0.5")], ..astray(Failure::DnsBogon) };
    shows(&inside.clone().helper(own), How::RedirectsNowhere);
    let hidden = inside.helper(opens());
    is_said(&hidden, Code::Inconclusive, Some(Reason::AnswersDiffer));
    assert_eq!(suspicion(&hidden.dossier), None);
}

#[test]
fn what_the_helper_was_told_otherwise_is_not_the_phones_silence() {
    let silent = secure().no_page(Failure::GenericTimeout);
    let loops = silent.clone().helper(astray(Failure::HttpTooManyRedirects));
    let errs = opens_with(503, "");
    for story in [loops, silent.clone().helper(errs)] {
        let again = story.look(2).resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
        is_said(
            &again.no_page(Failure::GenericTimeout),
            Code::Inconclusive,
            Some(Reason::Undecided),
        );
    }
    // As silent to the helper: the site is down.
    let silent = silent.helper(astray(Failure::GenericTimeout));
    is_said(&silent, Code::SiteDown, None);
}

#[test]
fn what_is_at_home_gets_no_sitting() {
    let cut = Story::of("https://router.local/").resolves(&["93.184.216.34"]).connects(SITE);
    let mut cut = cut.tls(SITE, Failure::GenericTimeout);
    for one in &mut cut.dossier.observations {
        match &mut one.event {
            Event::TlsHandshake(tls) => tls.server_name = "router.local".into(),
            Event::Dns(lookup) => lookup.name = "router.local".into(),
            _ => {}
        }
    }
    assert_eq!(suspicion(&cut.dossier), None);
    is_said(&cut, Code::Inconclusive, Some(Reason::NoOutsideControl));
}
