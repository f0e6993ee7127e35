//! A phone that crosses a border, or does not know yet in which country it is.

#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

use std::io;
use std::sync::{Arc, Mutex};

use arna_engine::run::landmarks_of;
use arna_engine::store::Place;
use arna_engine::{Config, Engine, Outcome, Run, RunEvent, Uplinks};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{Request, Uplink, UplinkChoice, UplinkKind, Vantage};
use arna_net::{Platform, Radio, Reading, Wire};
use async_trait::async_trait;

/// A phone that says in which country it is.
#[derive(Default)]
struct Says(Mutex<Option<&'static str>>);

impl Says {
    fn now(&self, country: Option<&'static str>) {
        *self.0.lock().unwrap() = country;
    }
}

#[async_trait]
impl Radio for Says {
    async fn reading(&self) -> Reading {
        let country = self.0.lock().unwrap().map(str::to_owned);
        Reading { country, ..Reading::default() }
    }
}

/// Its two networks, both of which lead to the same place.
struct Both(Arc<dyn Wire>);

#[async_trait]
impl Uplinks for Both {
    async fn list(&self) -> Vec<Uplink> {
        let of = |id: &str, kind, is_default| Uplink {
            id: id.to_owned(),
            kind: Some(kind),
            is_default,
            ..Uplink::default()
        };
        vec![of("1", UplinkKind::Wifi, true), of("2", UplinkKind::Cellular, false)]
    }

    async fn wire(&self, _uplink: &Uplink) -> io::Result<Arc<dyn Wire>> {
        Ok(self.0.clone())
    }
}

/// A phone that is on the networks of a simulated country, and not known to be there.
fn phone(lab: &Lab, country: Option<&str>) -> (Engine, Arc<Says>) {
    let radio = Arc::new(Says::default());
    let engine = Engine::open(Config {
        store: Place::Memory,
        vault: None,
        uplinks: Some(Arc::new(Both(lab.wire()))),
        wire: lab.wire(),
        roots: lab.roots(),
        vantage: Vantage { country: country.map(str::to_owned), ..Vantage::default() },
        platform: Platform { radio: Some(radio.clone()), ..lab.platform() },
    });
    (engine.unwrap(), radio)
}

fn in_the_lab<T>(test: impl AsyncFnOnce(Lab) -> T) -> T {
    arna_lab::runtime().unwrap().block_on(async {
        let options = Options { seed: 7, ..Options::default() };
        test(Lab::open(Scenario::named("first-light").unwrap(), &options).unwrap()).await
    })
}

fn request(lab: &Lab) -> Request {
    let nettests = vec!["web_connectivity".to_owned()];
    Request { nettests, is_recheck: true, ..lab.request() }
}

async fn ends(run: &mut Run) {
    loop {
        match run.next_event().await.unwrap() {
            RunEvent::Finished(Outcome::Whole(_)) => return,
            RunEvent::Finished(other) => panic!("{other:?}"),
            _ => {}
        }
    }
}

async fn country_of(engine: &Engine, run: &Run) -> Option<String> {
    engine.store().run(run.id()).await.unwrap().vantage.country
}

#[test]
fn who_is_asked_at_home_goes_by_where_the_phone_is_now() {
    in_the_lab(async |lab| {
        let (engine, phone) = phone(&lab, None);
        let at_home = async || engine.usual_request().await.landmarks;
        assert_eq!(at_home().await, [], "its card is not registered yet");
        phone.now(Some("kz"));
        assert_eq!(at_home().await, landmarks_of("KZ"));
        phone.now(Some("RU"));
        assert_eq!(at_home().await, [], "nobody of Kazakhstan is asked from Russia");
        phone.now(Some("KZ"));
        assert_eq!(at_home().await, landmarks_of("KZ"));
    });
}

#[test]
fn a_phone_without_service_is_where_it_was_said_to_be_last() {
    in_the_lab(async |lab| {
        let (engine, phone) = phone(&lab, Some("RU"));
        let here = async |choice: &UplinkChoice| engine.network(choice).await.unwrap().country;
        let every = [UplinkChoice::Default, UplinkChoice::Cellular, UplinkChoice::Wifi];
        let said = [(None, "RU"), (Some("KZ"), "KZ"), (None, "KZ"), (Some("4Z"), "KZ")];
        for (said, country) in said {
            phone.now(said);
            for choice in &every {
                assert_eq!(here(choice).await.as_deref(), Some(country), "{said:?}, {choice:?}");
            }
        }
    });
}

#[test]
fn a_run_keeps_the_country_that_it_began_in_and_the_next_one_has_another() {
    in_the_lab(async |lab| {
        let (engine, phone) = phone(&lab, None);
        phone.now(Some("KZ"));
        let mut first = engine.start(request(&lab)).await.unwrap();
        first.next_event().await.unwrap();
        phone.now(Some("RU"));
        ends(&mut first).await;
        assert_eq!(country_of(&engine, &first).await.as_deref(), Some("KZ"));
        let mut next = engine.start(request(&lab)).await.unwrap();
        ends(&mut next).await;
        assert_eq!(country_of(&engine, &next).await.as_deref(), Some("RU"));
    });
}

#[test]
fn a_simulated_phone_stays_in_its_country() {
    in_the_lab(async |lab| {
        let radio = Arc::new(Says::default());
        radio.now(Some("RU"));
        let engine = Engine::open(Config {
            store: Place::Memory,
            vault: None,
            uplinks: None,
            wire: lab.wire(),
            roots: lab.roots(),
            vantage: lab.vantage(),
            platform: Platform { radio: Some(radio), ..lab.platform() },
        })
        .unwrap();
        let here = engine.network(&UplinkChoice::Default).await.unwrap();
        assert_eq!(here.country, lab.vantage().country);
    });
}
