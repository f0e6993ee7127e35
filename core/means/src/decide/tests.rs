use arna_model::{Limits, MeansFigures, Quiet, Uplink, UplinkKind, When};
use proptest::prelude::*;

use super::*;

fn cellular() -> Uplink {
    Uplink {
        kind: Some(UplinkKind::Cellular),
        is_roaming: Some(false),
        is_metered: Some(true),
        ..Uplink::default()
    }
}

fn fine() -> Conditions {
    Conditions {
        uplink: Some(cellular()),
        battery_percent: Some(64),
        is_charging: Some(false),
        is_power_saving: Some(false),
        is_data_saving: Some(false),
        is_idle: Some(false),
    }
}

fn means() -> Means {
    Means { is_automatic: true, ..Means::default() }
}

/// 2024-05-14, a Tuesday, at this hour in Almaty.
fn hour(hour: i64) -> WallTime {
    WallTime((1_715_644_800 + (hour - 5) * 3600) * 1_000_000)
}

fn ask(means: &Means, conditions: Conditions, now: WallTime, spent: Spent) -> Decision {
    let (occasion, time) = (Occasion::Slice, Some(Micros::from_secs(60)));
    decide(Question { occasion, means, conditions, spent, now, ahead: 300, time, is_busy: false })
}

fn why_not(conditions: Conditions) -> Option<Rule> {
    let decision = ask(&means(), conditions, hour(12), Spent::default());
    decision.why_not().map(|one| one.rule)
}

#[test]
fn where_all_is_well_everything_may_be_done() {
    let decision = ask(&means(), fine(), hour(12), Spent::default());
    assert_eq!((decision.allowed, decision.why_not(), decision.next), (Allowed::All, None, None));
    // A part of the month: 18 days are left, and it is noon.
    assert_eq!(decision.most_bytes, Some(5_000_000), "in one slice");
    assert_eq!(decision.look_bytes, Some(50_000_000 / 18 / 2));
    let evening = ask(&means(), fine(), hour(19), Spent::default());
    assert_eq!(evening.look_bytes, Some(50_000_000 / 18));
}

#[test]
fn each_condition_says_no_for_itself() {
    assert_eq!(why_not(Conditions { battery_percent: Some(29), ..fine() }), Some(Rule::Battery));
    assert_eq!(why_not(Conditions { battery_percent: Some(30), ..fine() }), None);
    let charging = Conditions { battery_percent: Some(3), is_charging: Some(true), ..fine() };
    assert_eq!(why_not(charging), None);
    assert_eq!(
        why_not(Conditions { is_power_saving: Some(true), ..fine() }),
        Some(Rule::PowerSaving)
    );
    assert_eq!(why_not(Conditions { is_idle: Some(true), ..fine() }), Some(Rule::Idle));
    assert_eq!(
        why_not(Conditions { is_data_saving: Some(true), ..fine() }),
        Some(Rule::DataSaving)
    );
    let over = |uplink| Conditions { uplink: Some(uplink), ..fine() };
    assert_eq!(why_not(over(Uplink { is_vpn: true, ..cellular() })), Some(Rule::Vpn));
    assert_eq!(why_not(over(Uplink { is_roaming: Some(true), ..cellular() })), Some(Rule::Roaming));
    assert_eq!(why_not(over(Uplink { is_roaming: None, ..cellular() })), Some(Rule::Roaming));
    assert_eq!(why_not(Conditions { uplink: None, ..fine() }), Some(Rule::Network));
}

#[test]
fn a_phone_that_saves_data_keeps_to_networks_that_are_not_counted() {
    let over = |kind, is_metered| {
        let uplink = Uplink { kind, is_metered, ..cellular() };
        why_not(Conditions { uplink: Some(uplink), is_data_saving: Some(true), ..fine() })
    };
    let (wifi, mobile) = (Some(UplinkKind::Wifi), Some(UplinkKind::Cellular));
    for counted in [(mobile, Some(true)), (mobile, None), (wifi, Some(true)), (None, None)] {
        assert_eq!(over(counted.0, counted.1), Some(Rule::DataSaving), "{counted:?}");
    }
    for free in [(wifi, None), (wifi, Some(false)), (mobile, Some(false))] {
        assert_eq!(over(free.0, free.1), None, "{free:?}");
    }
}

#[test]
fn a_battery_of_300_percent_is_told_and_not_known() {
    let decision = ask(
        &means(),
        Conditions { battery_percent: Some(300), ..fine() },
        hour(12),
        Spent::default(),
    );
    assert_eq!((decision.allowed, &decision.odd[..]), (Allowed::All, &[Odd::Battery][..]));
    let battery = decision.condition(Rule::Battery).expect("a rule");
    assert_eq!(battery.figures, Some(MeansFigures::Percent { has: None, least: 30 }));
}

#[test]
fn quiet_hours_are_local_and_say_when_they_end() {
    for (at, ends) in [(23, 31), (2, 7)] {
        let decision = ask(&means(), fine(), hour(at), Spent::default());
        assert_eq!(decision.why_not().map(|one| one.rule), Some(Rule::QuietHours), "{at}");
        assert_eq!(decision.next, Some(hour(ends)), "{at}");
    }
    assert_eq!(ask(&means(), fine(), hour(7), Spent::default()).allowed, Allowed::All);
    let always = Means { quiet: Some(Quiet { from: 0, until: 0 }), ..means() };
    assert_eq!(ask(&always, fine(), hour(12), Spent::default()).next, None);
}

#[test]
fn bytes_that_are_spent_say_when_there_are_more() {
    let limits = Limits { run: None, day: Some(1_000), month: Some(31_000) };
    let means = Means { cellular: limits, ..means() };
    let at = |hour_of_day, today, month| {
        let decision = ask(&means, fine(), hour(hour_of_day), Spent { today, month });
        (
            decision.why_not().map(|one| one.rule),
            decision.allowed,
            decision.most_bytes,
            decision.next,
        )
    };
    // After midnight it is quiet until seven.
    assert_eq!(
        at(20, 1_000, 1_000),
        (Some(Rule::DayBytes), Allowed::Nothing, Some(0), Some(hour(31)))
    );
    let june = WallTime(hour(31).0 + 17 * 86_400 * 1_000_000);
    assert_eq!(at(20, 0, 31_000), (Some(Rule::MonthBytes), Allowed::Nothing, Some(0), Some(june)));
    // Half of the day's is gone, the rest is for the evening; what failed may be double-checked all the same.
    assert_eq!(at(12, 500, 500), (Some(Rule::Share), Allowed::Checks, Some(500), Some(hour(18))));
    assert_eq!(at(18, 500, 500), (None, Allowed::All, Some(500), None));
}

#[test]
fn who_wants_wifi_or_power_gets_nothing_else() {
    let wifi =
        |is_metered| Uplink { kind: Some(UplinkKind::Wifi), is_metered, ..Uplink::default() };
    let over = |when, conditions| {
        let decision = ask(&Means { when, ..means() }, conditions, hour(12), Spent::default());
        decision.why_not().map(|one| one.rule)
    };
    let on = |uplink| Conditions { uplink: Some(uplink), ..fine() };
    assert_eq!(over(When::Wifi, fine()), Some(Rule::Kind));
    assert_eq!(over(When::Wifi, on(wifi(None))), None);
    assert_eq!(over(When::Wifi, on(wifi(Some(true)))), Some(Rule::Kind), "somebody's phone");
    assert_eq!(over(When::Charging, fine()), Some(Rule::Charging));
    assert_eq!(
        over(When::Charging, Conditions { is_charging: None, ..fine() }),
        Some(Rule::Charging)
    );
    assert_eq!(over(When::Charging, Conditions { is_charging: Some(true), ..fine() }), None);
}

#[test]
fn a_person_may_measure_at_night_with_an_empty_battery_and_not_abroad_unasked() {
    let abroad = Uplink { is_roaming: Some(true), ..cellular() };
    let tired = Conditions { uplink: Some(abroad), battery_percent: Some(2), ..fine() };
    let by_hand = |is_agreed, conditions| {
        let occasion = Occasion::Hand { is_agreed };
        let (means, now, spent) = (&means(), hour(3), Spent::default());
        let (time, is_busy, ahead) = (None, false, 300);
        decide(Question { occasion, means, conditions, spent, now, ahead, time, is_busy })
    };
    let refused = by_hand(false, tired.clone());
    assert_eq!(refused.why_not().map(|one| one.rule), Some(Rule::Roaming));
    let agreed = by_hand(true, tired);
    assert_eq!((agreed.allowed, agreed.most_bytes), (Allowed::All, Some(5_000_000)));
}

#[test]
fn a_watch_looks_abroad_if_that_was_agreed_to_and_has_no_more_bytes_for_it() {
    let abroad = Uplink { is_roaming: Some(true), ..cellular() };
    let conditions = Conditions { uplink: Some(abroad), ..fine() };
    let limits = Limits { month: Some(1_000), ..Limits::default() };
    let means = Means { cellular: limits, ..means() };
    let watch = |is_agreed, month| {
        let spent = Spent { today: 0, month };
        let question = Question {
            occasion: Occasion::Watch { is_agreed },
            means: &means,
            conditions: conditions.clone(),
            spent,
            now: hour(12),
            ahead: 0,
            time: None,
            is_busy: false,
        };
        decide(question).why_not().map(|one| one.rule)
    };
    assert_eq!(watch(false, 0), Some(Rule::Roaming));
    assert_eq!(watch(true, 0), None);
    assert_eq!(watch(true, 1_000), Some(Rule::MonthBytes));
}

#[test]
fn a_person_may_agree_to_more_than_the_month_has() {
    let by_hand = |is_agreed| {
        let spent = Spent { today: 0, month: 50_000_000 };
        let (occasion, means, now) = (Occasion::Hand { is_agreed }, &means(), hour(12));
        let (time, is_busy, ahead, conditions) = (None, false, 300, fine());
        decide(Question { occasion, means, conditions, spent, now, ahead, time, is_busy })
    };
    let refused = by_hand(false);
    assert_eq!(refused.why_not().map(|one| one.rule), Some(Rule::MonthBytes));
    assert_eq!(refused.most_bytes, Some(0));
    let agreed = by_hand(true);
    assert_eq!((agreed.allowed, agreed.most_bytes), (Allowed::All, Some(5_000_000)));
}

fn any_conditions() -> impl Strategy<Value = Conditions> {
    let kinds = prop_oneof![
        Just(None),
        Just(Some(UplinkKind::Cellular)),
        Just(Some(UplinkKind::Wifi)),
        Just(Some(UplinkKind::Vpn)),
    ];
    let maybe = || proptest::option::of(any::<bool>());
    let uplink = (kinds, any::<bool>(), maybe(), maybe(), maybe(), maybe()).prop_map(
        |(kind, is_vpn, is_metered, is_roaming, is_validated, has_captive_portal)| Uplink {
            kind,
            is_vpn,
            is_metered,
            is_roaming,
            is_validated,
            has_captive_portal,
            ..Uplink::default()
        },
    );
    let battery = proptest::option::of(any::<i32>());
    (proptest::option::of(uplink), battery, maybe(), maybe(), maybe(), maybe()).prop_map(
        |(uplink, battery_percent, is_charging, is_power_saving, is_idle, is_data_saving)| {
            Conditions {
                uplink,
                battery_percent,
                is_charging,
                is_power_saving,
                is_idle,
                is_data_saving,
            }
        },
    )
}

proptest! {
    /// Whatever the phone says: an answer, whose parts agree, and never a byte over a limit.
    #[test]
    fn whatever_is_asked_has_an_answer_that_agrees_with_itself(
        conditions in any_conditions(),
        now in any::<i64>(),
        ahead in any::<i32>(),
        today in any::<u64>(),
        month in any::<u64>(),
        (from, until) in (0..1440_u16, 0..1440_u16),
        limits in (proptest::option::of(any::<u64>()), proptest::option::of(any::<u64>())),
    ) {
        let limits = Limits { run: Some(2_000_000), day: limits.0, month: limits.1 };
        let quiet = Some(Quiet { from, until });
        let means = Means { quiet, cellular: limits, fixed: limits, ..means() };
        let (spent, now) = (Spent { today, month }, WallTime(now));
        let (occasion, time, is_busy) = (Occasion::Slice, None, false);
        let answer = decide(Question {
            occasion, means: &means, conditions, spent, now, ahead, time, is_busy,
        });
        prop_assert_eq!(answer.allowed == Allowed::All, answer.why_not().is_none());
        prop_assert!(answer.conditions.windows(2).all(|two| two[0].holds <= two[1].holds));
        let most = answer.most_bytes.expect("a run has a limit");
        prop_assert!(most <= 2_000_000);
        prop_assert!(limits.month.is_none_or(|limit| most <= limit.saturating_sub(month)));
        prop_assert!(answer.next.is_none() || answer.allowed != Allowed::All);
    }
}
