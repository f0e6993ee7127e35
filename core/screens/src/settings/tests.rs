use std::collections::BTreeMap;

use arna_engine::Spent;
use arna_model::{Means, Quiet, WallTime};
use arna_words::{Language, Words};

use super::*;

fn shown(facts: &Facts, part: SettingsPart) -> Vec<SettingRow> {
    let screen = settings(facts, part, Words::of(Language::En), WallTime(0));
    screen.blocks.into_iter().flat_map(|block| block.rows).collect()
}

fn row(facts: &Facts, part: SettingsPart, key: &str) -> SettingRow {
    shown(facts, part).into_iter().find(|row| row.key == key).expect("there is such a row")
}

#[test]
fn every_choice_is_a_value_that_its_setting_takes() {
    let own = [("app.language", "ru"), ("app.lock", "off"), ("app.hidden", "on")];
    let own = own.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let facts = Facts { own, ..Facts::default() };
    for part in SettingsPart::ALL {
        for row in shown(&facts, part).iter().filter(|row| !row.choices.is_empty()) {
            let known = arna_engine::KEYS.iter().any(|known| known.key == row.key);
            assert_eq!(known, !row.key.starts_with("app."), "{}", row.key);
            let chosen = row.choices.iter().filter(|choice| choice.is_chosen).count();
            assert_eq!(chosen, 1, "{row:?}");
        }
    }
}

#[test]
fn what_is_set_is_among_the_choices_whatever_it_is() {
    let means = Means {
        battery_floor: 42,
        quiet: Some(Quiet { from: 61, until: 125 }),
        cellular: arna_model::Limits { month: Some(33_000_000), day: None, run: None },
        ..Means::default()
    };
    let mobile = Spent { today: 0, month: 12_000_000 };
    let facts = Facts { means, mobile, ..Facts::default() };
    let chosen = |key| {
        let row = [SettingsPart::Main, SettingsPart::Data]
            .into_iter()
            .flat_map(|part| shown(&facts, part))
            .find(|row| row.key == key)
            .expect("there is such a row");
        row.choices.into_iter().find(|choice| choice.is_chosen).expect("one is").id
    };
    assert_eq!(chosen("battery_floor"), "42");
    assert_eq!(chosen("quiet_hours"), "1:01-2:05");
    assert_eq!(chosen("cellular_month"), "33000000");
    assert_eq!((chosen("cellular_day"), chosen("cellular_run")), ("none".into(), "none".into()));
    let data = row(&facts, SettingsPart::Main, "data");
    assert_eq!(data.value, "12.0 MB of 33 MB used this month");
}

#[test]
fn what_the_shell_does_not_give_has_no_row_and_an_odd_value_has_the_first() {
    assert!(
        shown(&Facts::default(), SettingsPart::Main).iter().all(|row| !row.key.starts_with("app."))
    );
    let own = [("app.lock", "none"), ("app.theme", "plaid"), ("app.mine", "x")];
    let own = own.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let facts = Facts { own, ..Facts::default() };
    let own: Vec<_> = shown(&facts, SettingsPart::Main)
        .into_iter()
        .filter(|row| row.key.starts_with("app."))
        .map(|row| (row.key, row.value, row.choices.len()))
        .collect();
    let lock = "This phone has no screen lock to use".to_owned();
    let theme = "As on the phone".to_owned();
    assert_eq!(own, [("app.lock".into(), lock, 0), ("app.theme".into(), theme, 3)]);
}

#[test]
fn closer_looks_are_counted_and_off_until_set() {
    let facts = Facts::default();
    let closer = |facts: &Facts| row(facts, SettingsPart::Main, "closer").value;
    assert_eq!(closer(&facts), "None; they take more data");
    let set = [("rates", "suspects"), ("quic", "on"), ("long", "off")];
    let set: BTreeMap<_, _> = set.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    assert_eq!(closer(&Facts { set, ..facts }), "2 are on; they take more data");
}

#[test]
fn where_routers_are_not_heard_nobody_is_asked_whether_to_listen_to_them() {
    let set: BTreeMap<_, _> = [("trace".to_owned(), "on".to_owned())].into();
    let heard = |hears_routers| {
        let facts = Facts { set: set.clone(), hears_routers, ..Facts::default() };
        let is_there = shown(&facts, SettingsPart::Closer).iter().any(|row| row.key == "trace");
        (is_there, row(&facts, SettingsPart::Main, "closer").value)
    };
    assert_eq!(heard(true), (true, "1 is on; it takes more data".to_owned()));
    assert_eq!(heard(false), (false, "None; they take more data".to_owned()));
}

#[test]
fn a_helper_is_named_only_where_one_is_asked() {
    let whom = |helpers: Option<&str>| {
        let set = helpers.map(|value| ("helpers".to_owned(), value.to_owned()));
        let facts = Facts { set: set.into_iter().collect(), ..Facts::default() };
        row(&facts, SettingsPart::Main, "contacts").value
    };
    for asked in [None, Some("https://helper.example")] {
        assert_eq!(whom(asked), "The sites, name servers, a test helper");
    }
    assert_eq!(whom(Some("none")), "The sites, name servers");
}

#[test]
fn only_the_main_part_wipes_and_it_asks_who_cannot_hold() {
    let of = |part| settings(&Facts::default(), part, Words::of(Language::En), WallTime(0)).wipe;
    let wipe = of(SettingsPart::Main).expect("a row");
    assert_eq!((wipe.hold.does, wipe.hold_ms), (Does::Wipe, 3_000));
    assert_eq!((wipe.confirm.yes.does, wipe.confirm.no.does), (Does::Wipe, Does::Cancel));
    assert!(of(SettingsPart::Data).is_none() && of(SettingsPart::Closer).is_none());
    for part in SettingsPart::ALL {
        assert_eq!(SettingsPart::of_id(part.id()), Some(part));
    }
}
