//! The country that a phone is in, as its code tells of it: on the phone's own network, and nothing is sent.

#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

use std::sync::{Arc, Mutex};

use arna::{
    ContactsScreen, Engine, EngineConfig, PlatformError, Radio, RadioReading, Reader, RunRequest,
    ScreenName, country_of_zone,
};

/// A phone that says in which country it is.
#[derive(Default)]
struct Says(Mutex<Option<&'static str>>);

impl Says {
    fn now(&self, country: Option<&'static str>) {
        *self.0.lock().unwrap() = country;
    }
}

impl Radio for Says {
    fn reading(&self) -> Result<RadioReading, PlatformError> {
        let country = self.0.lock().unwrap().map(str::to_owned);
        Ok(RadioReading { country, ..RadioReading::default() })
    }
}

fn open(folder: &tempfile::TempDir, country: Option<&str>) -> (Arc<Engine>, Arc<Says>) {
    let config = EngineConfig {
        folder: folder.path().to_str().unwrap().to_owned(),
        language: "en".to_owned(),
        country: country.map(str::to_owned),
        lab: None,
        zone: Vec::new(),
    };
    let phone = Arc::new(Says::default());
    (Engine::open(config, Some(phone.clone()), None, None).unwrap(), phone)
}

/// A host of Kazakhstan that is asked when nobody abroad answers.
const AT_HOME: &str = "kaspi.kz";

/// Whether it is told that hosts of Kazakhstan are asked: by a plan, and on a screen.
async fn asks_at_home(engine: &Engine) -> [bool; 2] {
    let plan = engine.plan(RunRequest::default()).await.unwrap();
    let reader = Reader { language: "en".to_owned(), zone: Vec::new() };
    let screen = match engine.contacts_screen(reader).await {
        ContactsScreen::Ready { screen } => screen.rows,
        other => panic!("{other:?}"),
    };
    let told = plan.contacts.everybody.iter().any(|one| one.contains(AT_HOME));
    [told, screen.iter().any(|row| row.spoken.contains(AT_HOME))]
}

#[tokio::test]
async fn hosts_at_home_are_those_of_the_country_that_the_phone_is_in_now() {
    let folder = tempfile::tempdir().unwrap();
    let (engine, phone) = open(&folder, None);
    assert_eq!(asks_at_home(&engine).await, [false; 2], "nobody knows where it is");
    let changes = engine.changes().unwrap();
    phone.now(Some("kz"));
    engine.networks_changed().unwrap();
    assert!(changes.next().await.unwrap().screens.contains(&ScreenName::Contacts));
    assert_eq!(asks_at_home(&engine).await, [true; 2], "its card is registered");
    phone.now(Some("ru"));
    assert_eq!(asks_at_home(&engine).await, [false; 2], "it is behind the border");
    phone.now(Some("no country"));
    assert_eq!(asks_at_home(&engine).await, [false; 2], "it did not go back");
    engine.shutdown();
}

#[tokio::test]
async fn what_was_told_when_the_engine_opened_holds_until_the_phone_says_more() {
    let folder = tempfile::tempdir().unwrap();
    let (engine, phone) = open(&folder, Some("kz"));
    assert_eq!(asks_at_home(&engine).await, [true; 2]);
    phone.now(Some("kg"));
    assert_eq!(asks_at_home(&engine).await, [false; 2]);
    engine.shutdown();
}

#[test]
fn a_zone_tells_its_country() {
    let told = ["Asia/Almaty", "Asia/Bishkek", "UTC"].map(|zone| country_of_zone(zone.into()));
    assert_eq!(told, [Some("KZ".to_owned()), Some("KG".to_owned()), None]);
}
