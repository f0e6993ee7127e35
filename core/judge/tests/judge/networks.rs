//! Stories of awkward networks: what they do to everybody says nothing of one target.

use crate::support::*;
use arna_judge::{Decision, Doubt, Sitting, doubts, is_clock_wrong, judge, sitting};
use arna_model::*;

fn suspect() -> Story {
    Story::silent_tls().helper(opens())
}

#[test]
fn a_connection_that_brings_nothing_raises_the_doubt_of_a_proxy_once() {
    assert_eq!(doubts(&suspect().dossier), [Doubt::Proxy(443)]);
    let held = suspect().calls_nobody(Some(Failure::PermissionDenied));
    assert_eq!(doubts(&held.dossier), [Doubt::Proxy(443)], "the phone kept it from leaving");
    for answer in [None, Some(Failure::GenericTimeout), Some(Failure::HostUnreachable)] {
        assert_eq!(doubts(&suspect().calls_nobody(answer).dossier), []);
    }
    let unconnected = Story::https().no_connect(SITE, Failure::GenericTimeout).helper(opens());
    assert_eq!(doubts(&unconnected.dossier), [], "a proxy would have opened it");
    let alert = Story::https().connects(SITE).tls(SITE, Failure::SslFailedHandshake);
    assert_eq!(doubts(&alert.dossier), [], "somebody spoke");
}

#[test]
fn before_a_silence_decides_the_dead_address_is_called_again() {
    let silent = || Some(Failure::GenericTimeout);
    let passes = Pair { name: Ends::Done(700), ..Pair::default() };
    let once = suspect().calls_nobody(silent());
    assert_eq!(doubts(&once.clone().pairs(3, &passes).dossier), []);
    let failing = once.clone().pairs(4, &passes);
    assert_eq!(doubts(&failing.dossier), [Doubt::Proxy(443)]);
    assert_eq!(doubts(&failing.calls_nobody(silent()).dossier), []);
    assert_eq!(doubts(&once.pairs(4, &Pair::default()).dossier), [], "it is the name");
    assert_eq!(doubts(&suspect().calls_nobody(None).pairs(4, &passes).dossier), []);
}

#[test]
fn behind_a_proxy_nobody_knows_who_is_silent() {
    let passes = Pair { name: Ends::Done(700), ..Pair::default() };
    for (answer, code, reason) in [
        (None, Code::Inconclusive, Some(Reason::TcpProxy)),
        (Some(Failure::GenericTimeout), Code::Unreachable, None),
    ] {
        is_said(&suspect().calls_nobody(answer).pairs(4, &passes), code, reason);
    }
}

#[test]
fn behind_a_proxy_a_name_that_fails_at_our_server_is_still_the_name() {
    let story = suspect().calls_nobody(None).pairs(4, &Pair::default());
    is_said(&story, Code::LikelyBlocked, None);
}

#[test]
fn behind_a_proxy_a_server_that_is_down_for_all_opens_and_is_down_all_the_same() {
    for look in [
        Story::silent_tls(),
        Story::https().connects(SITE).tls(SITE, Failure::ConnectionReset),
        Story::unanswered_request(Failure::Eof),
        Story::unanswered_request(Failure::GenericTimeout),
    ] {
        let look = look.helper(silent());
        is_said(&look, Code::Inconclusive, Some(Reason::Undecided));
        let behind = look.clone().calls_nobody(None).calls_nobody_at(80, None);
        is_said(&behind, Code::SiteDown, None);
    }
    let pair = Pair::default();
    is_said(&suspect().helper(silent()).calls_nobody(None).pairs(4, &pair), Code::SiteDown, None);
    // Whoever shows the site's own certificate is the site, and up.
    let verified = Story::https().connects(SITE).verified(SITE).no_page(Failure::GenericTimeout);
    let verified = verified.helper(silent()).calls_nobody(None);
    is_said(&verified, Code::Inconclusive, Some(Reason::Undecided));
}

#[test]
fn who_answers_for_nobody_is_no_internet() {
    let dead = || Some(Failure::GenericTimeout);
    let story = Story::https().no_connect(SITE, Failure::GenericTimeout).exchange(None, None);
    let story = story.anchor(Side::Foreign, dead()).calls_nobody(None);
    is_said(&story, Code::NoInternet, Some(Reason::NoService));
}

#[test]
fn where_the_path_goes_by_names_our_server_shows_nothing() {
    // The innocent name's own certificate came from "our" address: the forbidden name went elsewhere, too.
    let mut story = suspect();
    for _ in 0..4 {
        story = story.pair(&Pair::default());
        let innocent = story
            .dossier
            .observations
            .iter_mut()
            .rfind(|one| matches!(one.place, Place::Block { arm: Arm::InnocentAtHelper, .. }));
        innocent.unwrap().failure = None;
    }
    assert_eq!(sitting(&story.dossier), Sitting::Decided(Decision::TargetFails));
    is_said(&story, Code::Unreachable, None);
}

const COMPANY: (&str, &str, &str) = ("", "Company", "Company Root CA");
const QAZNET: (&str, &str, &str) = ("KZ", "", "Qaznet Trust Network");

fn stranger(issuer: (&str, &str, &str)) -> Story {
    Story::https().resolves(&["93.184.216.34"]).connects(SITE).chain(SITE, issuer)
}

#[test]
fn who_shows_innocent_names_the_same_issuer_is_no_censor() {
    let unknown = || Failure::SslUnknownAuthority;
    let chain = |issuer| vec![certificate(issuer)];
    let all = stranger(COMPANY).helper_shows("helper.example", chain(COMPANY), unknown());
    is_said(&all, Code::Inconclusive, Some(Reason::TlsProxy));
    assert_eq!(doubts(&all.dossier), [], "it is known already");

    let helper_spared = stranger(COMPANY).helper(opens());
    is_said(&helper_spared, Code::Inconclusive, Some(Reason::UnknownAuthority));
    assert_eq!(doubts(&helper_spared.dossier), [Doubt::Innocents]);
    let asked = |issuer, failure| helper_spared.clone().anchor_shows("a", chain(issuer), failure);
    is_said(&asked(COMPANY, Some(unknown())), Code::Inconclusive, Some(Reason::TlsProxy));
    for honest in [asked(COMPANY, None), asked(("", "Other", ""), Some(unknown()))] {
        assert_eq!(doubts(&honest.dossier), []);
        is_said(&honest, Code::Inconclusive, Some(Reason::UnknownAuthority));
    }
    let nameless = stranger(("", "", "")).helper_shows("h", chain(("", "", "")), unknown());
    is_said(&nameless, Code::Inconclusive, Some(Reason::NoOutsideControl));
}

#[test]
fn a_state_root_for_everybody_is_a_state_root() {
    let chain = vec![certificate(QAZNET)];
    let all = stranger(QAZNET).anchor_shows("a", chain.clone(), Some(Failure::SslUnknownAuthority));
    is_said(&all.clone().helper(opens()), Code::Blocked, None);
    let unheard = all.helper_shows("helper.example", chain, Failure::SslUnknownAuthority);
    is_said(&unheard, Code::Inconclusive, Some(Reason::NoOutsideControl));
    assert_eq!(doubts(&stranger(QAZNET).helper(opens()).dossier), [], "nothing to find out");
}

#[test]
fn certificates_that_all_ran_out_show_a_wrong_clock() {
    let dated_look = || Story::https().connects(SITE).tls(SITE, Failure::SslInvalidCertificate);
    let bad = || Failure::SslInvalidCertificate;
    let unheard = dated_look().helper_shows("helper.example", dated(0, 90), bad());
    is_said(&unheard, Code::Inconclusive, Some(Reason::NoOutsideControl));
    assert_eq!(doubts(&unheard.dossier), [Doubt::Innocents]);
    let with = |chain, failure| unheard.clone().anchor_shows("anchor", chain, failure);
    let wrong = with(dated(60, 200), Some(bad()));
    is_said(&wrong, Code::NotTested, Some(Reason::WrongClock));
    for right in [
        with(dated(60, 200), None),
        with(dated(91, 200), Some(bad())),
        with(Vec::new(), Some(bad())),
        unheard.clone().helper_shows("helper.example", dated(0, 90), bad()),
    ] {
        is_said(&right, Code::Inconclusive, Some(Reason::NoOutsideControl));
    }
    is_said(&wrong.clone().look(2).verified(SITE).page(200, ""), Code::Accessible, None);
    let known = dated_look().helper(opens());
    assert_eq!(doubts(&known.dossier), [], "the helper says what time it is");
}

#[test]
fn by_a_wrong_clock_nothing_is_looked_at_any_more() {
    let bad = || Some(Failure::SslInvalidCertificate);
    let anchors = |one, two| {
        Story::https().anchor_shows("a", dated(0, 90), one).anchor_shows("b", dated(9, 99), two)
    };
    let wrong = anchors(bad(), bad());
    assert!(is_clock_wrong(&wrong.dossier.anchors));
    is_said(&wrong, Code::NotTested, Some(Reason::WrongClock));
    let clear = wrong.connects("93.184.216.34:80").clear_page(200, "The page");
    is_said(&clear, Code::NotTested, Some(Reason::WrongClock));
    assert!(!is_clock_wrong(&anchors(bad(), None).dossier.anchors));
}

#[test]
fn a_block_in_which_the_phone_moved_is_void() {
    use Technology::{Lte, ThreeG};
    let nothing = RadioSample::default;
    let at = |address| RadioSample { address: Some(address), ..nothing() };
    let over = |technology| RadioSample { technology: Some(technology), ..at(3) };
    let cell = |cell| RadioSample { cell: Some(cell), ..over(Lte) };
    let of = |operator: &str| RadioSample { operator: Some(operator.to_owned()), ..cell(0) };
    for (samples, is_void) in [
        ([at(0), at(1)], true),
        ([over(Lte), over(ThreeG)], true),
        ([cell(0), cell(1)], true),
        ([of("40101"), of("40177")], true),
        ([of("40101"), of("40101")], false),
        ([nothing(), of("40101")], false),
    ] {
        let mut story = suspect();
        for _ in 0..6 {
            story = story.pair(&Pair::default());
            for sample in &samples {
                story = story.radio(sample.clone());
            }
        }
        let decided = Sitting::Decided(Decision::NameFails);
        let state = if is_void { Sitting::Void } else { decided };
        assert_eq!(sitting(&story.dossier), state, "{samples:?}");
        let controls = if is_void { 0 } else { 18 };
        assert_eq!(arna_judge::controls(&story.dossier).trials, controls, "{samples:?}");
    }
}

#[test]
fn a_weak_signal_is_said_where_nothing_better_can_be() {
    let sample = |dbm| RadioSample {
        technology: Some(Technology::Lte),
        signal_dbm: Some(dbm),
        ..RadioSample::default()
    };
    let heard = |mut story: Story, dbm: [i16; 3]| {
        for dbm in dbm {
            story = story.radio(sample(dbm));
        }
        story
    };
    let works = Pair { target: Ends::Done(900), name: Ends::Done(700), ..Pair::default() };
    let came_back = || suspect().pairs(2, &works);
    let noisy = || suspect().tally(40, 100).pairs(4, &Pair::default());
    for story in [came_back(), noisy()] {
        let weak = heard(story.clone(), [-121, -119, -95]);
        is_said(&weak, Code::WeakSignal, Some(Reason::RadioWeak));
        let strong = judge(&heard(story, [-121, -97, -95]).dossier).verdict;
        assert_eq!(strong.code, Code::Inconclusive);
    }
    // What passed the gates had signal enough.
    let failing = heard(suspect().pairs(4, &Pair::default()), [-121; 3]);
    assert_eq!(judge(&failing.dossier).verdict.code, Code::LikelyBlocked);
}

#[test]
fn long_answers_that_nobody_s_get_through_are_nobody_s_fault() {
    let anchor = |name: &str| Place::Anchor { side: Side::Foreign, name: name.into() };
    let look = |unacked| {
        let look = Story::https().resolves(&["93.184.216.34"]).connects(SITE);
        look.unanswered(Place::Look { attempt: 1 }, "forbidden.example", unacked)
    };
    let unheard = look(0).unanswered(Place::Helper, "helper.example", 0);
    let unheard = unheard.calls_nobody(Some(Failure::GenericTimeout));
    assert_eq!(doubts(&unheard.dossier), [Doubt::Innocents]);
    is_said(&unheard, Code::Inconclusive, Some(Reason::NoOutsideControl));
    let lost = unheard.clone().unanswered(anchor("a"), "a.example", 0);
    is_said(&lost, Code::Inconclusive, Some(Reason::LongAnswersLost));
    for other in [
        unheard.clone().unanswered(anchor("a"), "a.example", 300),
        unheard.clone().anchor_shows("a", Vec::new(), None),
        lost.clone().anchor_shows("b", Vec::new(), None),
        look(300).unanswered(Place::Helper, "h", 0).unanswered(anchor("a"), "a.example", 0),
    ] {
        is_said(&other, Code::Inconclusive, Some(Reason::NoOutsideControl));
    }
}
