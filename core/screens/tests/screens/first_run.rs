//! The steps of the first run, as they are read.

use arna_model::{UplinkChoice, UplinkKind};
use arna_screens::Does;
use arna_screens::first_run::{self, FirstInput, FirstRun, FirstState, first_run};

use crate::country::{Phone, in_all, in_country, keep, uplink, with_uplinks};

fn after(inputs: &[&str]) -> FirstState {
    inputs.iter().fold(FirstState::default(), |state, input| match *input {
        "next" => state.after(&FirstInput::Next, false),
        id => state.after(&FirstInput::Chose { id: id.to_owned() }, false),
    })
}

async fn step(phone: &Phone, inputs: &[&str]) -> [FirstRun; 3] {
    let facts = first_run::read(&phone.engine, &phone.request).await.unwrap();
    in_all(|words| first_run(&after(inputs), &facts, words))
}

#[test]
fn each_step_is_read_in_every_language() {
    in_country("first-light", None, async |phone| {
        for (name, inputs) in [
            ("first-run-1-language", &[][..]),
            ("first-run-2-what", &["kk"]),
            ("first-run-3-question", &["kk", "next"]),
            ("first-run-3-wrong", &["kk", "next", "nobody"]),
            ("first-run-4-results", &["kk", "next", "operator", "next"]),
            ("first-run-5-ready", &["kk", "next", "operator", "next", "next"]),
        ] {
            keep(name, &step(phone, inputs).await);
        }
        let question = step(phone, &["kk", "next"]).await;
        assert!(!question[0].next.as_ref().unwrap().is_enabled, "nothing is chosen at first");
        assert!(question[0].choices.iter().all(|choice| !choice.is_chosen));
    });
}

#[test]
fn without_a_network_it_offers_a_look() {
    let wifi = uplink("wlan0", UplinkKind::Wifi, None);
    with_uplinks("first-light", None, Some(vec![wifi]), async |phone| {
        let mut request = phone.request.clone();
        request.uplink = UplinkChoice::Cellular;
        let facts = first_run::read(&phone.engine, &request).await.unwrap();
        assert!(facts.is_offline);
        let state = after(&["ru", "next", "operator", "next", "next"]);
        let screens = in_all(|words| first_run(&state, &facts, words));
        keep("first-run-5-offline", &screens);
        assert_eq!(screens[0].next.as_ref().unwrap().does, Does::Look);
    });
}
