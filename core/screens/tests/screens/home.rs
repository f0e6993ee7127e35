//! Home in each of its states.

use arna_model::UplinkKind;
use arna_screens::home::{self, home};
use arna_screens::{Does, Offer, StrandKind};

use crate::country::{in_all, in_country, keep, uplink, with_uplinks};

#[test]
fn before_the_first_test_it_asks_a_question() {
    in_country("first-light", None, async |phone| {
        let screens = phone.home().await;
        keep("home-empty", &screens);
        assert_eq!(screens[0].main.does, Does::Start);
        assert!(screens[0].notices.is_empty(), "nothing is offered before the first result");
    });
}

#[test]
fn what_is_blocked_and_what_probably_is_are_told_apart() {
    in_country("kz-2024-sni-drop", Some(12), async |phone| {
        phone.measure().await;
        keep("home-likely", &phone.home().await);
        phone.wait(70).await;
        keep("home-second-look-due", &phone.home().await);
        phone.go_on().await;
        let screens = phone.home().await;
        keep("home-blocked", &screens);
        assert!(screens[0].picture.kinds.iter().any(|one| one.kind == StrandKind::Blocked));
    });
}

#[test]
fn several_stories_are_one_answer() {
    in_country("first-light", None, async |phone| {
        phone.measure().await;
        keep("home-first-light", &phone.home().await);
    });
}

#[test]
fn where_nothing_is_blocked_no_more_is_said_than_that() {
    in_country("open-lte", Some(12), async |phone| {
        phone.measure().await;
        let mut facts = phone.facts().await;
        keep("home-none", &phone.home().await);
        facts.offers = vec![Offer::Automatic, Offer::Notices];
        let offered = in_all(|words| home(&facts, words, phone.now()));
        assert!(offered.iter().all(|home| home.notices.len() == 1));
        let offer = Offer::Automatic;
        assert_eq!(offered[0].put_off.as_ref().unwrap().does, Does::PutOff { offer });
        keep("home-offer", &offered.map(|home| home.notices));
        // Only the shell knows what was put off, and offers the next then; before a result nothing is.
        facts.last = None;
        let empty = in_all(|words| home(&facts, words, phone.now()));
        assert!(empty.iter().all(|home| home.notices.is_empty() && home.put_off.is_none()));
    });
}

#[test]
fn only_what_is_of_use_is_offered() {
    in_country("open-lte", Some(1), async |phone| {
        let all = vec![Offer::Automatic, Offer::Notices, Offer::Battery];
        let offered = async || {
            let read = home::read(&phone.engine, &phone.request, all.clone(), phone.now());
            read.await.unwrap().offers
        };
        assert_eq!(offered().await, [Offer::Automatic]);
        // Nobody looks whether the Internet is cut, nor wants to be woken, but automatic tests.
        phone.engine.set("automatic", "on").await.unwrap();
        assert_eq!(offered().await, [Offer::Notices, Offer::Battery]);
    });
}

#[test]
fn a_cut_is_told_with_what_still_answers() {
    for (scenario, name) in [
        ("border-cut", "home-border-cut"),
        ("kz-2022-whitelist", "home-whitelist"),
        ("no-service", "home-no-service"),
        ("captive-portal", "home-portal"),
        ("out-of-credit", "home-credit"),
    ] {
        in_country(scenario, Some(4), async |phone| {
            phone.watch(1).await;
            let screens = phone.home().await;
            keep(name, &screens);
            assert_eq!(screens[0].main.does, Does::Look, "{scenario}");
        });
    }
}

#[test]
fn a_shutdown_in_the_evening_is_told_with_its_beginning() {
    in_country("kz-2022-shutdown", Some(4), async |phone| {
        phone.watch(9).await;
        keep("home-shutdown", &phone.home().await);
        phone.wait(60).await;
        let later = phone.home().await;
        assert_ne!(later[0].main.does, Does::Look, "what nobody has looked at since is not told");
    });
}

#[test]
fn a_run_without_any_internet_accuses_nobody() {
    for (scenario, name) in [("no-service", "home-run-in-the-dark"), ("vpn-holds", "home-held")] {
        in_country(scenario, Some(4), async |phone| {
            phone.measure().await;
            keep(name, &phone.home().await);
        });
    }
}

#[test]
fn over_a_vpn_nothing_is_said_and_the_button_is_off() {
    let vpn = arna_model::Uplink {
        is_default: true,
        is_vpn: true,
        ..uplink("tun0", UplinkKind::Vpn, None)
    };
    with_uplinks("first-light", None, Some(vec![vpn]), async |phone| {
        let screens = phone.home().await;
        keep("home-vpn", &screens);
        assert!(!screens[0].main.is_enabled);
    });
}

#[test]
fn another_network_than_last_time_has_no_answer_yet() {
    let home_wifi = uplink("wlan0", UplinkKind::Wifi, None);
    let kcell = uplink("sim2", UplinkKind::Cellular, Some("Kcell"));
    with_uplinks("first-light", None, Some(vec![home_wifi, kcell]), async |phone| {
        phone.measure().await;
        let mut facts = phone.facts().await;
        assert_eq!(facts.others.len(), 2);
        // The phone goes where it has never been.
        facts.elsewhere = facts.last.take().map(|last| (last.network, last.started));
        facts.here.operator = Some("Tele2".into());
        facts.awaiting = None;
        keep("home-elsewhere", &in_all(|words| home(&facts, words, phone.now())));
    });
}

#[test]
fn what_was_stopped_can_be_gone_on_with() {
    in_country("kz-2024-sni-drop", Some(12), async |phone| {
        let run = phone.engine.start(phone.request.clone()).await.unwrap();
        let mut measured = 0;
        phone
            .follow(run, |run, progress| {
                let _ = progress;
                measured += 1;
                if measured == 20 {
                    run.cancel();
                }
            })
            .await;
        let screens = phone.home().await;
        keep("home-stopped", &screens);
        assert_eq!(screens[0].main.does, Does::GoOn);
    });
}
