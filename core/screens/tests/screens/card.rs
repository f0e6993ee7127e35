//! The card of a measurement.

use arna_engine::RunEvent;
use arna_engine::run::Ledger as _;
use arna_model::{Code, Measurement};
use arna_screens::Ends;
use arna_screens::card::{self, card};

use crate::country::{Phone, in_all, in_country, keep};

/// The measurement that was judged so.
async fn judged(phone: &Phone, code: Code) -> Measurement {
    let last = phone.engine.store().last_run().await.unwrap().unwrap();
    let all = phone.engine.measurements(&last.id).await.unwrap();
    all.into_iter().find(|one| one.verdict.code == code && !one.is_decoy).expect("there is one")
}

#[test]
fn a_card_tells_how_sure_it_is_and_no_hour() {
    in_country("kz-2024-sni-drop", Some(12), async |phone| {
        phone.measure().await;
        let likely = judged(phone, Code::LikelyBlocked).await;
        let facts = card::read(&phone.engine, &likely.id).await.unwrap();
        let cards = in_all(|words| card(&facts, words).expect("a claim"));
        keep("card-likely", &cards);
        assert!(cards.iter().all(|card| card.doubt.is_some()));
        phone.wait(70).await;
        phone.go_on().await;
        let facts = card::read(&phone.engine, &likely.id).await.unwrap();
        let cards = in_all(|words| card(&facts, words).expect("a claim"));
        keep("card-blocked", &cards);
        for card in &cards {
            let text = serde_json::to_string(card).unwrap();
            let is_hour = |part: &[u8]| {
                matches!(part, [a, b, b':', c, d]
                    if [a, b, c, d].iter().all(|one| one.is_ascii_digit()))
            };
            assert!(!text.as_bytes().windows(5).any(is_hour), "{text}");
            assert!(!text.contains("UTC"), "{text}");
        }
        assert_eq!((cards[0].strand.ends, cards[0].doubt.as_ref()), (Ends::Gate, None));
    });
}

#[test]
fn what_came_in_a_sites_place_is_told_as_that() {
    in_country("first-light", None, async |phone| {
        phone.measure().await;
        for (code, name) in [
            (Code::Blocked, "card-intercepted"),
            (Code::Accessible, "card-opens"),
            (Code::Unreachable, "card-unreachable"),
        ] {
            let one = judged(phone, code).await;
            let facts = card::read(&phone.engine, &one.id).await.unwrap();
            keep(name, &in_all(|words| card(&facts, words).expect("a claim")));
        }
    });
}

#[test]
fn what_says_nothing_and_what_nobody_asked_for_has_no_card() {
    in_country("open-lte", Some(12), async |phone| {
        let seen = phone.measure().await;
        let measured = seen.iter().filter_map(|one| match &one.event {
            RunEvent::Measured(measurement) => Some(measurement),
            _ => None,
        });
        let mut none = 0;
        for one in measured {
            let facts = card::read(&phone.engine, &one.id).await.unwrap();
            let cards = in_all(|words| card(&facts, words));
            let is_claim = one.verdict.code == Code::Accessible && !one.is_decoy;
            assert!(cards.iter().all(|card| card.is_some() == is_claim), "{:?}", one.input);
            none += usize::from(!is_claim);
        }
        assert!(none > 0, "the latency of a run is no claim, nor is its own check");
    });
}
