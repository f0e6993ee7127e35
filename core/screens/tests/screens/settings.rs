//! Settings, what they lead to, and why there was no automatic test.

use std::collections::BTreeMap;

use arna_engine::{SliceRequest, Stopper};
use arna_model::{Conditions, Micros, Rule, UplinkKind};
use arna_screens::about::{self, AboutPart, about};
use arna_screens::act::act;
use arna_screens::auto_why::{self, auto_why};
use arna_screens::contacts::{self, contacts};
use arna_screens::licence::{self, LicenceText};
use arna_screens::notices::notices;
use arna_screens::risks::risks;
use arna_screens::settings::{self, SettingsPart, settings};
use arna_screens::{Does, confirm};

use crate::country::{Phone, in_all, in_country, keep, uplink};

fn own() -> BTreeMap<String, String> {
    [("app.language", "phone"), ("app.lock", "phone"), ("app.hidden", "on"), ("app.theme", "phone")]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into()
}

async fn facts(phone: &Phone) -> settings::Facts {
    settings::read(&phone.engine, AHEAD, own(), "0.1.0").await.unwrap()
}

async fn set(phone: &Phone, key: &str, value: &str) {
    let does = Does::Set { key: key.into(), value: value.into() };
    assert!(act(&phone.engine, &does).await.unwrap());
}

fn conditions(percent: i32) -> Conditions {
    let here = arna_model::Uplink {
        is_default: true,
        is_roaming: Some(false),
        ..uplink("wwan0", UplinkKind::Cellular, Some("Beeline"))
    };
    Conditions {
        uplink: Some(here),
        battery_percent: Some(percent),
        is_charging: Some(false),
        is_power_saving: Some(false),
        is_data_saving: Some(false),
        is_idle: Some(false),
    }
}

async fn slice(phone: &Phone, percent: i32) {
    let asked = SliceRequest {
        asked: phone.request.clone(),
        conditions: conditions(percent),
        ahead: AHEAD,
        deadline: phone.now().after(Micros::from_secs(60)),
        max_bytes: Some(500_000),
    };
    phone.engine.background_slice(asked, &Stopper::default()).await.unwrap();
}

async fn why(phone: &Phone, maker: &str, percent: i32) -> [auto_why::AutoWhy; 3] {
    let read = auto_why::read(&phone.engine, conditions(percent), maker, AHEAD).await.unwrap();
    in_all(|words| auto_why(&read, words, phone.now()))
}

#[test]
fn every_part_of_the_settings_is_read_in_every_language() {
    in_country("first-light", None, async |phone| {
        let before = facts(phone).await;
        for part in SettingsPart::ALL {
            let shown = in_all(|words| settings(&before, part, words, phone.now()));
            keep(&format!("settings-{}", part.id()), &shown);
            // Every choice is one that the engine takes, or the shell's to do.
            for row in shown[0].blocks.iter().flat_map(|block| &block.rows) {
                for choice in &row.choices {
                    let does = Does::Set { key: row.key.clone(), value: choice.id.clone() };
                    let is_own = row.key.starts_with("app.");
                    assert_eq!(act(&phone.engine, &does).await.unwrap(), !is_own, "{does:?}");
                }
            }
        }
        set(phone, "automatic", "on").await;
        set(phone, "automatic_when", "any").await;
        set(phone, "quiet_hours", "none").await;
        slice(phone, 90).await;
        let after = facts(phone).await;
        let shown = in_all(|words| settings(&after, SettingsPart::Main, words, phone.now()));
        keep("settings-after-a-test", &shown);
        assert!(after.mobile.month > 0 && after.last.is_some());
    });
}

#[test]
fn why_there_was_none_is_answered_from_what_is_kept() {
    in_country("first-light", Some(4), async |phone| {
        keep("auto-why-off", &why(phone, "Google", 90).await);
        set(phone, "automatic", "on").await;
        set(phone, "quiet_hours", "none").await;
        keep("auto-why-never", &why(phone, "samsung", 90).await);
        slice(phone, 90).await;
        keep("auto-why-well", &why(phone, "HUAWEI", 90).await);
        phone.wait(26 * 60).await;
        slice(phone, 12).await;
        keep("auto-why-battery", &why(phone, "vivo", 12).await);
        phone.engine.note_not_started(phone.now(), AHEAD, Rule::Started).await.unwrap();
        let screens = why(phone, "Xiaomi", 90).await;
        keep("auto-why-not-started", &screens);
        assert!(screens.iter().all(|screen| screen.steps.is_some()));
        set(phone, "quiet_hours", "0:00-0:00").await;
        keep("auto-why-quiet", &why(phone, "Xiaomi", 90).await);
    });
}

#[test]
fn what_settings_lead_to_is_read_in_every_language() {
    in_country("first-light", Some(4), async |phone| {
        let asked = contacts::read(&phone.engine, &phone.request).await.unwrap();
        keep("contacts", &in_all(|words| contacts(&asked, words)));
        let facts = about::Facts {
            version: "0.1.0".into(),
            fingerprint: Some("ab:cd:".repeat(15) + "ab:cd"),
            parts: vec![AboutPart { name: "rustls 0.23".into(), licence: "Apache-2.0".into() }],
        };
        keep("about", &in_all(|words| about(&facts, words)));
        let part = licence::PartLicence {
            name: "uniffi 0.32".into(),
            licence: "MPL-2.0".into(),
            copyright: vec!["Copyright 2020 Mozilla".into()],
            source: Some("https://crates.io/crates/uniffi".into()),
            texts: vec![LicenceText { name: "MPL-2.0".into(), text: "1. Definitions".into() }],
        };
        keep("licence", &in_all(|words| licence::licence(&part, words)));
        keep("risks", &in_all(risks));
        let notices = in_all(notices);
        keep("notices", &notices);
        keep("wipe", &in_all(confirm::wipe));
        keep("export", &in_all(confirm::export));
        keep("removal", &in_all(|words| confirm::removal("1", words)));
        // Notices are read on a locked phone: no count, no site, no verdict.
        for text in notices.iter().map(|it| serde_json::to_string(it).unwrap()) {
            assert!(!text.chars().any(|one| one.is_ascii_digit()), "{text}");
            let words = text.to_lowercase();
            let mut words = words.split(|one: char| !one.is_alphanumeric());
            let told = ["block", "блок", "заблок", "бұғат", "site", "сайт"];
            assert!(!words.any(|word| told.iter().any(|begin| word.starts_with(begin))), "{text}");
        }
        // Bare facts make a screen as well.
        let bare = in_all(|words| about(&about::Facts::default(), words));
        assert!(bare.iter().all(|screen| screen.hint.is_none() && screen.parts.is_empty()));
    });
}

/// Minutes, as of the clock of `in_all`.
const AHEAD: i32 = 6 * 60;
