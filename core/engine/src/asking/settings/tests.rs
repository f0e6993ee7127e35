use arna_model::{Limits, Quiet, When};

use super::*;
use crate::asking::usual_request;

#[test]
fn what_is_set_shapes_a_request() {
    let set = [
        ("helpers", "https://a.example http://b.example:8080/x"),
        ("rates", "suspects"),
        ("quic", "on"),
        ("long", "on"),
        ("trace", "on"),
        ("max_bytes", "5000000"),
        ("max_seconds", "600"),
        ("app.theme", "dark"),
    ];
    for (key, value) in set {
        checked(key, value).expect(key);
    }
    let set = set.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let request = applied(Request::default(), &set).expect("all of it is good");
    assert_eq!(request.helpers.len(), 2);
    assert_eq!(request.rates, Rates::Suspects);
    assert!(request.tries_quic && request.reads_long && request.is_traced);
    assert_eq!(request.budget.max_bytes, Some(5_000_000));
    assert_eq!(request.budget.max_time, Some(Micros::from_secs(600)));
}

#[test]
fn what_is_usual_is_what_holds_while_nothing_is_set() {
    for setting in KEYS {
        let (mut request, mut means) = (usual_request(None), Means::default());
        setting.shape(setting.usual, &mut request, &mut means).expect(setting.key);
        assert_eq!((request, means), (usual_request(None), Means::default()), "{}", setting.key);
    }
}

#[test]
fn what_is_set_shapes_the_means() {
    let set = [
        ("automatic", "on"),
        ("automatic_when", "charging"),
        ("battery_floor", "55"),
        ("quiet_hours", "22:00-6:30"),
        ("cellular_run", "1000000"),
        ("cellular_day", "none"),
        ("cellular_month", "25000000"),
        ("fixed_run", "3"),
        ("fixed_day", "4"),
        ("fixed_month", "5"),
        ("max_bytes", "7"),
    ];
    for (key, value) in set {
        checked(key, value).expect(key);
    }
    let set = set.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let means = means_of(&set).expect("all of it is good");
    let expected = Means {
        is_automatic: true,
        when: When::Charging,
        battery_floor: 55,
        quiet: Some(Quiet { from: 22 * 60, until: 390 }),
        cellular: Limits { run: Some(1_000_000), day: None, month: Some(25_000_000) },
        fixed: Limits { run: Some(3), day: Some(4), month: Some(5) },
    };
    assert_eq!(means, expected);
    assert_eq!(means_of(&BTreeMap::new()).expect("nothing is wrong"), Means::default());
    assert_eq!(Means::default().battery_floor, 30);
    assert!(!Means::default().is_automatic, "nobody said yes");
}

#[test]
fn who_would_log_in_at_a_helper_is_not_kept() {
    let value = "https://me:secret@a.example/x  http://b.example";
    let kept = checked("helpers", value).expect("both can be helpers");
    assert_eq!(kept, "https://a.example/x http://b.example");
    let set = [("helpers".to_owned(), value.to_owned())].into();
    let after = applied(Request::default(), &set).expect("both are good");
    assert_eq!(after.helpers, ["https://a.example/x", "http://b.example"], "kept before");
}

#[test]
fn none_takes_a_limit_back() {
    let before = Request { helpers: vec!["https://a.example".into()], ..Request::default() };
    let set = [("helpers", "none"), ("max_bytes", "none")];
    let set = set.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let after = applied(before, &set).expect("both are good");
    assert!(after.helpers.is_empty() && after.budget.max_bytes.is_none());
}

#[test]
fn what_nobody_knows_is_not_kept() {
    for key in ["", "colour", "HELPERS", "max bytes"] {
        assert!(matches!(checked(key, "on"), Err(Error::UnknownSetting(_))), "{key}");
    }
    for (key, value) in [
        ("helpers", ""),
        ("helpers", "ftp://a.example"),
        ("helpers", "https://a.example nonsense"),
        ("rates", "some"),
        ("quic", "yes"),
        ("max_bytes", "0"),
        ("max_bytes", "-1"),
        ("max_seconds", "99999999999"),
        ("max_seconds", ""),
        ("automatic", "1"),
        ("automatic_when", "Wi-Fi"),
        ("battery_floor", "300"),
        ("quiet_hours", "23-7"),
        ("cellular_month", "0"),
        ("fixed_day", "9999999999999999"),
    ] {
        let refused = checked(key, value);
        assert!(matches!(refused, Err(Error::BadSetting { .. })), "{key} = {value:?}");
    }
    assert!(checked("app.note", &"x".repeat(5000)).is_err());
}
