//! Servers that answer oddly, or more than may cost: each gets its own word, and nobody is accused or cleared.

use crate::support::*;
use arna_judge::{SuspicionKind, judge, suspicion};
use arna_model::*;

fn opened() -> Story {
    Story::https().resolves(&["93.184.216.34"]).connects(SITE).verified(SITE)
}

fn no_page(failure: Failure) -> ControlHttp {
    ControlHttp { failure: Some(failure), ..ControlHttp::default() }
}

/// The helper's handshake runs to its end, and its request fails.
fn unread(failure: Failure) -> ControlAnswer {
    ControlAnswer { http: Some(no_page(failure)), ..handshakes(None) }
}

#[test]
fn what_nobody_can_read_is_an_answer_all_the_same() {
    let odd = Some(How::ServerAnswersOddly);
    let own = || opened().no_page(Failure::HttpMalformed);
    let unknown = || Failure::Unknown("at the helper".into());
    for story in [
        own(),
        own().exchange(None, None),
        own().helper(unread(Failure::HttpMalformed)),
        own().helper(unread(unknown())),
        Story::unanswered_request(Failure::HttpMalformed).helper(unread(Failure::HttpMalformed)),
        Story::unanswered_request(Failure::HttpMalformed).helper(unread(unknown())),
    ] {
        says(&story, Code::SiteDown, odd, None);
    }
}

#[test]
fn what_others_can_read_differs_from_what_came() {
    let twice = |once: fn(Story) -> Story, first: Story| once(once(first).helper(opens()).look(2));
    let over_tls = twice(
        |story| {
            let story = story.resolves(&["93.184.216.34"]).connects(SITE).verified(SITE);
            story.no_page(Failure::HttpMalformed)
        },
        Story::https(),
    );
    says(&over_tls, Code::Inconclusive, None, Some(Reason::PageDiffers));
    let once = opened().no_page(Failure::HttpMalformed).helper(opens());
    let kind = suspicion(&once.dossier).map(|it| it.kind);
    assert_eq!(kind, Some(SuspicionKind::HttpSilence), "it is looked at once more");
}

#[test]
fn codes_beyond_the_standard() {
    let forbidden = Some(How::Forbidden);
    says(&opened().page(999, "Request denied"), Code::SiteRefuses, forbidden, None);
    says(&opened().page(999, "").helper(opens()), Code::SiteRefuses, forbidden, None);
    for status in [600, 700, 998] {
        let same = opened().page(status, "").helper(opens_with(status, ""));
        says(&same, Code::Accessible, None, None);
    }
    let error = opened().page(599, "").helper(opens_with(599, ""));
    says(&error, Code::SiteDown, Some(How::ServerError), None);
}

#[test]
fn an_alert_for_everybody_is_encryption_that_is_refused() {
    let alert = || {
        let story = Story::https().resolves(&["93.184.216.34"]).connects(SITE);
        story.tls(SITE, Failure::SslFailedHandshake)
    };
    let refused = alert().helper(handshakes(Some(Failure::SslFailedHandshake)));
    says(&refused, Code::SiteDown, Some(How::EncryptionRefused), None);
    let silent = alert().helper(handshakes(Some(Failure::GenericTimeout)));
    says(&silent, Code::SiteDown, Some(How::ServerSilent), None);
}

/// The helper is refused at port 80, and makes a handshake at 443.
fn closed(why: Failure) -> ControlAnswer {
    let mut answer = ControlAnswer { http: Some(no_page(why.clone())), ..handshakes(None) };
    answer.tcp.insert(at(CLEAR_SITE), Some(why));
    answer
}

#[test]
fn a_port_that_is_closed_to_everybody_is_no_block() {
    let how = Some(How::CleartextClosed);
    for why in [Failure::ConnectionRefused, Failure::GenericTimeout] {
        let story = Story::cleartext().resolves(&["93.184.216.34"]);
        let story = story.no_connect(CLEAR_SITE, why.clone()).helper(closed(why));
        says(&story, Code::SiteDown, how, None);
    }
    // Open to the helper, it is another matter.
    let story = Story::cleartext().resolves(&["93.184.216.34"]);
    let story = story.no_connect(CLEAR_SITE, Failure::ConnectionRefused);
    let mut open = opens();
    open.tcp.insert(at(CLEAR_SITE), None);
    let kind = suspicion(&story.helper(open).dossier).map(|it| it.kind);
    assert_eq!(kind, Some(SuspicionKind::TcpRefused));
}

#[test]
fn a_limit_of_ours_accuses_nobody_and_clears_nobody() {
    let too_much = || opened().no_page(Failure::TooManyBytes);
    for story in [
        too_much(),
        too_much().helper(opens()),
        too_much().helper(unread(Failure::TooManyBytes)),
        too_much().helper(unread(Failure::GenericTimeout)),
        Story::unanswered_request(Failure::TooManyBytes).helper(opens()),
        Story::unanswered_request(Failure::TooManyBytes).helper(silent()),
    ] {
        says(&story, Code::NotTested, None, Some(Reason::TooManyBytes));
    }
    // Nor does the helper's: what failed here still waits for its sitting.
    let broken = handshakes(Some(Failure::TooManyBytes));
    let mut beside = opens();
    beside.tls.insert(at(OTHER), broken.tls[&at(SITE)].clone());
    let kind = suspicion(&Story::silent_tls().helper(beside).dossier).map(|it| it.kind);
    assert_eq!(kind, Some(SuspicionKind::TlsSilence));
    let story = Story::silent_tls().helper(broken);
    assert!(!judge(&story.dossier).verdict.code.is_clearing());
}

#[test]
fn a_kept_connection_that_has_ended_is_no_trouble_of_the_site() {
    // What came over a new one counts.
    let story = opened().no_page(Failure::ConnectionAlreadyClosed).connects(SITE).verified(SITE);
    says(&story.page(200, "Hello"), Code::Accessible, None, None);
    let again = opened().no_page(Failure::ConnectionAlreadyClosed).connects(SITE);
    let again = again.tls(SITE, Failure::GenericTimeout).helper(opens());
    let kind = suspicion(&again.dossier).map(|it| it.kind);
    assert_eq!(kind, Some(SuspicionKind::TlsSilence));
}
