//! Watches and the user's means: what is abroad is not looked at unasked, and bytes that are spent on one network are not
//! spent on another.

use arna_engine::Away;
use arna_engine::run::WatchEvent;
use arna_model::NetworkState::Online;
use arna_model::{Interval, Uplink, UplinkKind, WatchRequest};

use crate::watch::{network, told};
use crate::watching::{Altered, hours, intervals};

/// At home, abroad from the third hour on, and at home again two hours later.
fn over_the_border(hour: u64) -> Vec<Uplink> {
    let (operator, is_abroad) = match hour {
        2..4 => ("Megafon", true),
        _ => ("Beeline", false),
    };
    let sim = network("1", UplinkKind::Cellular, operator, true);
    vec![Uplink { is_roaming: Some(is_abroad), ..sim }]
}

/// Abroad for two hours, and then at home.
fn from_abroad(hour: u64) -> Vec<Uplink> {
    over_the_border(hour + 2)
}

/// The journal of six hours, and why nobody looked.
fn watched(networks: fn(u64) -> Vec<Uplink>, is_abroad_too: bool) -> (Vec<Interval>, Vec<Away>) {
    let altered = Altered { networks: Some(networks), ..Altered::default() };
    let mut aways = Vec::new();
    let journal = intervals("open-lte", altered, async |lab| {
        let max_time = Some(hours(6));
        let request = WatchRequest { max_time, is_abroad_too, ..lab.request.clone() };
        let (events, _) = lab.go_on(request).await;
        aways.extend(events.iter().filter_map(|event| match event {
            WatchEvent::Away(away) => Some(*away),
            _ => None,
        }));
    });
    (journal, aways)
}

#[test]
fn abroad_nobody_looks_and_at_home_again_looks_go_on() {
    let (journal, aways) = watched(over_the_border, false);
    assert_eq!(aways, [Away::Abroad], "said once");
    let beeline = |state| ("Beeline", state);
    assert_eq!(told(&journal), [beeline(Some(Online)), beeline(None), beeline(Some(Online))]);
    assert!(journal[1].lasted >= hours(2), "{journal:?}");
}

#[test]
fn a_watch_that_begins_abroad_waits_until_the_phone_is_at_home() {
    let (journal, aways) = watched(from_abroad, false);
    assert_eq!(aways, [Away::Abroad]);
    assert_eq!(told(&journal), [("Beeline", Some(Online))]);
    assert!(journal[0].lasted < hours(4), "{journal:?}");
}

#[test]
fn who_agrees_to_it_has_looks_abroad() {
    let (journal, aways) = watched(over_the_border, true);
    assert!(aways.is_empty(), "{aways:?}");
    let abroad = journal.iter().find(|one| one.network.operator.as_deref() == Some("Megafon"));
    let abroad = abroad.expect("looks abroad are kept");
    assert!(abroad.state == Some(Online) && abroad.lasted > hours(1), "{abroad:?}");
}

/// The operator's network; Wi-Fi from the third hour on, which a VPN carries from the fifth on; the operator's again.
fn by_turns(hour: u64) -> Vec<Uplink> {
    let home = |is_default| network("1", UplinkKind::Wifi, "Home", is_default);
    match hour {
        2..4 => vec![home(true)],
        4..6 => {
            vec![Uplink { is_vpn: true, ..network("3", UplinkKind::Vpn, "Far", true) }, home(false)]
        }
        _ => vec![network("2", UplinkKind::Cellular, "Beeline", true)],
    }
}

#[test]
fn a_watch_whose_bytes_are_spent_on_one_network_looks_at_the_next_one() {
    let altered = Altered { networks: Some(by_turns), ..Altered::default() };
    let mut events = Vec::new();
    let journal = intervals("open-lte", altered, async |lab| {
        lab.engine.set("cellular_month", "5000").await.unwrap();
        events = lab.watch(hours(8)).await.0;
    });
    let rests = events.iter().filter(|event| matches!(event, WatchEvent::Resting(_)));
    assert_eq!(rests.count(), 2, "when they are spent, and when the phone is back there");
    let aways = events.iter().filter(|event| matches!(event, WatchEvent::Away(Away::Vpn)));
    assert_eq!(aways.count(), 1, "a rest hears of a VPN, too");
    let home = journal.iter().find(|one| one.network.operator.as_deref() == Some("Home"));
    let home = home.unwrap_or_else(|| panic!("nobody looked there: {journal:#?}"));
    assert_eq!(home.state, Some(Online));
    assert!(home.lasted > hours(1) && home.lasted < hours(2), "{home:?}");
    let mobile = journal.iter().filter(|one| one.network.operator.as_deref() == Some("Beeline"));
    let looked: u64 = mobile.filter(|one| one.state.is_some()).map(|one| one.lasted.0).sum();
    assert!(looked < hours(2).0, "the bytes of the month are spent: {journal:#?}");
}

/// The operator's network alone.
fn at_home(_: u64) -> Vec<Uplink> {
    vec![network("1", UplinkKind::Cellular, "Beeline", true)]
}

#[test]
fn a_look_for_which_the_bytes_do_not_last_says_nothing_of_the_network() {
    for most in ["1", "200", "600", "1000", "1500"] {
        let altered = Altered { networks: Some(at_home), ..Altered::default() };
        let mut events = Vec::new();
        let journal = intervals("open-lte", altered, async |lab| {
            lab.engine.set("cellular_month", most).await.unwrap();
            events = lab.watch(hours(3)).await.0;
        });
        let is_true = |one: &Interval| one.state.is_none_or(|state| state == Online);
        assert!(journal.iter().all(is_true), "{most} bytes: {journal:#?}");
        let rests = events.iter().filter(|event| matches!(event, WatchEvent::Resting(_)));
        assert_eq!(rests.count(), 1, "{most} bytes: {events:#?}");
    }
}
