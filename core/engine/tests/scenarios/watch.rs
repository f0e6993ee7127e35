//! Watches in the simulated country: days in virtual time, and the journal beside the truth.

use crate::watching;
use crate::watching::{Altered, Setting, hours, intervals, watched};
use arna_engine::Away;
use arna_engine::run::WatchEvent;
use arna_model::NetworkState::{self, *};
use arna_model::{Bytes, Interval, Micros, Side, Uplink, UplinkKind, WallTime};

const EVERY: Micros = Micros::from_secs(900);

/// The states that a journal tells of, one after the other.
fn states(journal: &[Interval]) -> Vec<Option<NetworkState>> {
    journal.iter().map(|one| one.state).collect()
}

/// That every interval is one of the truth's, to within one look.
fn assert_is_the_truth(journal: &[Interval], truth: &[(WallTime, NetworkState)]) {
    let told: Vec<_> = journal.iter().filter_map(|one| one.state).collect();
    let right: Vec<_> = truth.iter().map(|(_, state)| *state).collect();
    assert_eq!(told, right, "{journal:#?}");
    for (one, (from, state)) in journal.iter().zip(truth).skip(1) {
        let late = one.from.since(*from).unwrap_or_else(|| panic!("{state:?} before it was so"));
        assert!(late <= EVERY, "{state:?} {} s late", late.as_secs_f64());
        let before = one.not_before.expect("there was a look before");
        assert!(before <= *from, "{state:?}: the look before came after {from}");
    }
    assert!(journal.windows(2).all(|pair| pair[0].until == pair[1].from), "{journal:#?}");
}

#[test]
fn january_2022_is_told_hour_by_hour() {
    let seen = watched("kz-2022-shutdown", Setting { hours: 7 * 24, ..Setting::default() });
    assert_is_the_truth(&seen.journal, &seen.truth);
    let listed = seen.journal.iter().find(|one| one.state == Some(WhitelistShutdown)).unwrap();
    let asked = &listed.shown.as_ref().unwrap().asked;
    let answers = |side| asked.iter().filter(move |one| one.side == side);
    assert!(answers(Side::DomesticState).all(|one| one.answered), "{asked:?}");
    assert!(answers(Side::Domestic).all(|one| !one.answered), "{asked:?}");
    assert!(answers(Side::Foreign).count() >= 3, "TCP and UDP: {asked:?}");
    println!("seven days, four of them dark: {} B, {} looks", seen.bytes.total(), seen.looks);
    assert!(seen.month() < 10e6, "a shutdown must not cost more than 10 MB a month");
}

#[test]
fn every_condition_gets_its_word() {
    for (scenario, state) in [
        ("kz-2022-whitelist", WhitelistShutdown),
        ("border-cut", InternationalCut),
        ("no-service", NoService),
        ("captive-portal", CaptivePortal),
        ("captive-portal-reset", CaptivePortal),
        ("out-of-credit", OutOfCredit),
        ("vpn-holds", Unknown),
        ("ipv6-only", Online),
    ] {
        for profile in [None, Some("poor3g")] {
            let seen = watched(scenario, Setting { profile, hours: 3, ..Setting::default() });
            assert_eq!(states(&seen.journal), [Some(state)], "{scenario} {profile:?}");
        }
    }
}

#[test]
fn a_day_costs_a_few_hundred_bytes_a_look() {
    let seen = watched("open-lte", Setting { hours: 24, ..Setting::default() });
    assert_eq!(states(&seen.journal), [Some(Online)]);
    assert_eq!(seen.looks, 96);
    let a_look = seen.bytes.total() as f64 / seen.looks as f64;
    println!("{a_look:.0} B a look, {:.2} MB in 30 days", seen.month() / 1e6);
    assert!(a_look < 1_000.0, "{a_look} B a look");
    assert!(seen.month() < 3e6, "{} B in 30 days", seen.month());
    // What it says of itself is what passed the phone's interface, but for packets on their way.
    let counted = seen.counted.total() as f64 / seen.bytes.total() as f64;
    assert!((0.8..1.1).contains(&counted), "{counted} of the bytes are counted");
}

#[test]
fn a_bad_radio_is_no_blackout() {
    for profile in ["edge", "poor3g", "lte_edge"] {
        for seed in 1..=3 {
            let setting = Setting { profile: Some(profile), hours: 48, seed };
            let seen = watched("open-lte", setting);
            assert_eq!(states(&seen.journal), [Some(Online)], "{profile} seed {seed}");
        }
    }
}

#[test]
fn where_nobody_watches_is_a_gap_also_over_a_restart() {
    let journal = intervals("no-service", Altered::default(), |lab| async move {
        lab.watch(hours(1)).await;
        lab.pause(hours(6)).await;
        lab.watch(hours(1)).await;
    });
    assert_eq!(states(&journal), [Some(NoService), None, Some(NoService)]);
    let gap = journal[1].lasted.as_secs_f64() / 3600.0;
    assert!((6.0..6.5).contains(&gap), "{gap} h");
}

#[test]
fn a_clock_that_is_set_meanwhile_changes_no_length() {
    let journal = intervals("border-cut", Altered::default(), |lab| async move {
        lab.set_clock_after(hours(2), -400 * 24 * 3600);
        lab.watch(hours(4)).await;
    });
    assert_eq!(states(&journal), [Some(InternationalCut)], "{journal:#?}");
    let lasted = journal[0].lasted.as_secs_f64() / 3600.0;
    assert!((3.6..4.0).contains(&lasted), "{lasted} h");
    assert_eq!(journal[0].until.since(journal[0].from), Some(journal[0].lasted));
}

#[test]
fn without_any_route_there_is_a_row_all_the_same() {
    let altered = Altered { has_no_route: true, ..Altered::default() };
    let journal = intervals("open-lte", altered, |lab| async move {
        let (_, bytes) = lab.watch(hours(2)).await;
        assert_eq!(bytes, Bytes::default(), "nothing left the phone");
    });
    assert_eq!(states(&journal), [Some(NoService)]);
}

/// A network of a phone.
pub(crate) fn network(id: &str, kind: UplinkKind, operator: &str, is_default: bool) -> Uplink {
    let (id, operator) = (id.to_owned(), Some(operator.to_owned()));
    Uplink { id, operator, kind: Some(kind), is_default, ..Uplink::default() }
}

/// Whose a journal's intervals are, and their states.
pub(crate) fn told(journal: &[Interval]) -> Vec<(&str, Option<NetworkState>)> {
    let told = journal.iter().map(|one| (one.network.operator.as_deref().unwrap(), one.state));
    told.collect()
}

#[test]
fn each_network_that_the_phone_comes_to_has_a_journal_of_its_own() {
    let networks = |hour| match hour {
        0..2 | 6.. => vec![network("1", UplinkKind::Wifi, "Home", true)],
        2..4 => vec![network("2", UplinkKind::Cellular, "Beeline", true)],
        _ => vec![
            Uplink { is_vpn: true, ..network("3", UplinkKind::Vpn, "Far", true) },
            network("2", UplinkKind::Cellular, "Beeline", false),
        ],
    };
    let altered = Altered { networks: Some(networks), ..Altered::default() };
    let journal = intervals("open-lte", altered, |lab| async move {
        let (events, _) = lab.watch(hours(8)).await;
        let aways: Vec<_> =
            events.iter().filter(|one| matches!(one, WatchEvent::Away(_))).collect();
        assert!(matches!(aways[..], [WatchEvent::Away(Away::Vpn)]), "said once: {aways:?}");
        let looked = events.iter().filter_map(|one| match one {
            WatchEvent::Looked(looked) => Some((looked.looks, looked.bytes.total())),
            _ => None,
        });
        let looked: Vec<_> = looked.collect();
        let rises = looked.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1);
        assert!(rises, "all networks are counted: {looked:?}");
    });
    assert_eq!(
        told(&journal),
        [("Home", Some(Online)), ("Home", None), ("Home", Some(Online)), ("Beeline", Some(Online))]
    );
    let lasted = |at: usize| journal[at].lasted.as_secs_f64() / 3600.0;
    assert!((1.4..2.0).contains(&lasted(0)) && (1.4..2.0).contains(&lasted(3)), "{journal:?}");
    assert!(
        (4.0..4.6).contains(&lasted(1)),
        "neither the operator's time nor the VPN's: {journal:?}"
    );
}

#[test]
fn a_chosen_network_that_is_not_there_is_not_looked_at() {
    let networks = |hour| {
        let mut all = vec![network("1", UplinkKind::Wifi, "Home", true)];
        // It has another id when it is back, as a phone's networks do.
        match hour {
            0..2 => all.push(network("2", UplinkKind::Cellular, "Beeline", false)),
            4.. => all.push(network("7", UplinkKind::Cellular, "Beeline", false)),
            _ => {}
        }
        all
    };
    let altered = Altered { networks: Some(networks), ..Altered::default() };
    let journal = intervals("open-lte", altered, |lab| async move {
        let (events, _) = lab.watch_mobile(hours(6)).await;
        let aways = events.iter().filter(|one| matches!(one, WatchEvent::Away(Away::Gone)));
        assert_eq!(aways.count(), 1);
    });
    assert_eq!(
        told(&journal),
        [("Beeline", Some(Online)), ("Beeline", None), ("Beeline", Some(Online))]
    );
}

#[test]
fn a_phone_without_any_network_stays_where_it_was() {
    let networks = |hour| match hour {
        0..2 => vec![network("2", UplinkKind::Cellular, "Beeline", true)],
        _ => Vec::new(),
    };
    let altered = Altered { networks: Some(networks), ..Altered::default() };
    let journal = intervals("open-lte", altered, |lab| async move {
        lab.watch(hours(4)).await;
    });
    assert_eq!(told(&journal), [("Beeline", Some(Online))], "{journal:?}");
}

#[test]
fn a_budget_that_is_spent_ends_looking_until_the_month_is_over() {
    let journal = intervals("open-lte", Altered::default(), |lab| async move {
        let (events, bytes) = lab.watch_within(hours(32 * 24), 50_000).await;
        let rests = events.iter().filter(|one| matches!(one, WatchEvent::Resting(_))).count();
        assert_eq!(rests, 2, "once a month");
        assert!(bytes.total() < 2 * 53_000, "{} B", bytes.total());
    });
    assert_eq!(states(&journal), [Some(Online), None, Some(Online)]);
    assert!(journal[1].lasted > hours(28 * 24));
}

#[test]
fn interception_by_evening_is_found_by_who_measures_in_the_evening() {
    let accused = |wait: Micros| watching::accused("kz-2019-qaznet-evenings", wait);
    assert_eq!(accused(hours(0)), 0, "half past eight");
    assert_eq!(accused(hours(1)), 4, "half past nine");
    assert_eq!(accused(hours(4)), 0, "after midnight");
    assert_eq!(accused(hours(25)), 4, "the next evening");
}
