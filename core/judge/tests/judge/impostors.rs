//! Who answers a ClientHello in the site's place: by an alert, or by bytes that are no TLS.

use crate::support::*;
use arna_judge::{Decision, Sitting, SuspicionKind, suspicion};
use arna_model::*;

#[test]
fn an_alert_where_an_innocent_name_gets_a_certificate_stops_the_name() {
    let refused = Pair { target: Ends::Alert(400), name: Ends::Alert(400), ..Pair::default() };
    let alert = || Story::https().connects(SITE).refused(SITE, TlsAnswer::Alert).helper(opens());
    stands(&alert().pairs(3, &refused), Sitting::GoOn);
    let four = alert().pairs(4, &refused);
    stands(&four, Sitting::Decided(Decision::NameFails));
    says(&four, Code::LikelyBlocked, Some(How::AnsweredAfterName), None);
    assert_eq!(verdict(&four).cause, Some(Cause::TlsSni));
    // Whoever refuses every name, as servers do that know their own alone, goes by no name.
    for name in [Ends::Alert(400), Ends::Done(700)] {
        let strict = Pair { innocent: Ends::Alert(300), name, ..refused.clone() };
        let story = alert().pairs(4, &strict);
        stands(&story, Sitting::Decided(Decision::TargetFails));
        says(&story, Code::Unreachable, Some(How::HandshakeFails), None);
    }
    // A certificate of the innocent's own: the address belongs to somebody who goes by names. A handshake that
    // was only begun shows none.
    let begun = Pair { innocent: Ends::Begun(300), ..refused.clone() };
    assert!(!verdict(&alert().pairs(6, &begun)).code.is_accusation());
    let mut edge = alert().pairs(4, &refused);
    for one in &mut edge.dossier.observations {
        if matches!(one.place, Place::Block { arm: Arm::InnocentAtHelper, .. }) {
            one.failure = None;
        }
    }
    assert!(!verdict(&edge).code.is_accusation());
    // At its own address a front end may refuse it: nobody is accused while the name passes at the helper's.
    let passes = Pair { name: Ends::Done(700), there: Ends::Done(600), ..refused };
    let story = alert().pairs(4, &Pair { halves: Ends::Alert(400), ..passes });
    says(&story.helper(opens()), Code::Unreachable, Some(How::HandshakeFails), None);
}

#[test]
fn a_handshake_that_is_cut_off_in_the_middle_is_cut_off() {
    // As by filters that reset beside the path, and are late.
    let late = Pair { target: Ends::Begun(400), name: Ends::Begun(400), ..Pair::default() };
    let reset = || Story::https().connects(SITE).tls(SITE, Failure::ConnectionReset);
    let three = reset().helper(opens()).pairs(3, &late);
    stands(&three, Sitting::Decided(Decision::NameFails));
    says(&three, Code::LikelyBlocked, Some(How::ResetAfterName), None);
    // The innocent name's is, too.
    let both = Pair { innocent: Ends::Begun(400), ..late };
    assert!(!verdict(&reset().helper(opens()).pairs(6, &both)).code.is_accusation());
    let split = Pair { target: Ends::Begun(400), ..Pair::split() };
    stands(&reset().pairs(3, &split), Sitting::Decided(Decision::SplitPasses));
    let front = Pair { halves: Ends::Begun(400), ..split };
    assert!(!verdict(&reset().helper(opens()).pairs(6, &front)).code.is_accusation());
}

#[test]
fn an_alert_at_the_site_accuses_only_where_the_split_hello_brings_its_certificate() {
    let alert = || Story::https().connects(SITE).refused(SITE, TlsAnswer::Alert);
    let refused = Pair { target: Ends::Alert(400), ..Pair::split() };
    for story in [alert(), alert().helper(opens())] {
        assert_eq!(suspicion(&story.dossier).unwrap().kind, SuspicionKind::TlsAlert);
        let four = story.pairs(4, &refused);
        stands(&four, Sitting::Decided(Decision::SplitPasses));
        says(&four, Code::LikelyBlocked, Some(How::AnsweredAfterName), None);
    }
    // By records alone.
    let joined = Pair { target: Ends::Alert(400), ..Pair::in_records() };
    let four = alert().helper(opens()).pairs(4, &joined);
    stands(&four, Sitting::Decided(Decision::RecordsPass));
    // A front end that refuses one of its names, and takes another, may do so for this country: no effect 3.
    let front = Pair { halves: Ends::Alert(400), ..refused };
    let story = alert().helper(opens()).pairs(4, &front).helper(opens());
    says(&story, Code::Unreachable, Some(How::HandshakeFails), None);
    says(&alert().pairs(2, &front), Code::Inconclusive, None, Some(Reason::NoOutsideControl));
    // No server of TLS says plain bytes: there effect 3 may speak.
    let plain = Pair { target: Ends::Plain(400), halves: Ends::Plain(400), ..Pair::split() };
    let story = Story::https().connects(SITE).refused(SITE, TlsAnswer::NotTls).helper(opens());
    let story = story.pairs(3, &plain);
    stands(&story, Sitting::Decided(Decision::NameFailsThere));
    says(&story.helper(opens()), Code::LikelyBlocked, Some(How::AnsweredAfterName), None);
}

#[test]
fn bytes_that_are_no_tls_stop_the_name_as_a_reset_does() {
    let plain = Pair { target: Ends::Plain(400), name: Ends::Plain(400), ..Pair::default() };
    let story = || Story::https().connects(SITE).refused(SITE, TlsAnswer::NotTls).helper(opens());
    stands(&story().pairs(2, &plain), Sitting::GoOn);
    let three = story().pairs(3, &plain);
    stands(&three, Sitting::Decided(Decision::NameFails));
    says(&three, Code::LikelyBlocked, Some(How::AnsweredAfterName), None);
    // Also where the innocent name is refused by a server that knows its own alone.
    let strict = Pair { innocent: Ends::Alert(300), ..plain.clone() };
    stands(&story().pairs(3, &strict), Sitting::Decided(Decision::NameFails));
    // But not where everybody is answered so, nor where the controls are.
    let all = Pair { innocent: Ends::Plain(300), name: Ends::Absent, ..plain.clone() };
    assert!(!verdict(&story().pairs(6, &all)).code.is_accusation());
    let portal = Pair { control: Ends::Plain(300), ..plain };
    stands(&story().pairs(6, &portal), Sitting::Void);
}
