//! Two networks compared: the same targets at the same time over each.

use std::collections::BTreeMap;
use std::sync::Arc;

use arna_engine::store::Place;
use arna_engine::{Comparing, Comparison, Engine, Error, Outcome, RunEvent};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{
    Code, Contrast, Event, Measurement, Reason, Request, RunId, Target, UplinkChoice, UplinkKind,
};
use arna_net::Wire;

use super::uplinks::{Networks, codes, end as whole, engine, engine_in, uplink};

/// One country, seen through one of its networks.
fn seen_through(censors: &str, by: &str, helpers: &str) -> Lab {
    let text = format!(
        r#"
        name = "either"
        story = "One of two networks."
        profile = "lte"
        network = {{ country = "KZ", operator = "Beeline", helpers = "{helpers}" }}
        {censors}
        [[targets]]
        names = ["azattyq.org", "www.rferl.org"]
        {by}
        [[targets]]
        names = ["down.example"]
        kind = "site_down"
        [[targets]]
        names = ["shuns.example"]
        kind = "name_shuns_country"
        right = ["inconclusive", "unreachable"]
        [[targets]]
        count = 12
        "#
    );
    let scenario = Scenario::parse(&text).unwrap();
    Lab::open(&scenario, &Options { seed: 5, ..Options::default() }).unwrap()
}

pub(super) fn home(helpers: &str) -> Lab {
    seen_through("", "", helpers)
}

pub(super) fn street(helpers: &str) -> Lab {
    let censors = "[[censors]]\nkind = \"sni_drop\"";
    seen_through(censors, "censored_by = \"sni_drop\"", helpers)
}

/// Where no helper answers, and the filter puts together whatever comes in parts: alone nobody could say whose doing the
/// silence is.
pub(super) fn joining_street() -> Lab {
    let censors = "[[censors]]\nkind = \"sni_drop\"\njoins_records = true";
    seen_through(censors, "censored_by = \"sni_drop\"", "silent")
}

fn both(home: &Lab, street: Arc<dyn Wire>) -> Engine {
    both_in(Place::Memory, home, street)
}

pub(super) fn both_in(store: Place, home: &Lab, street: Arc<dyn Wire>) -> Engine {
    let (wifi, mobile) =
        (uplink("12", UplinkKind::Wifi, true), uplink("37", UplinkKind::Cellular, false));
    engine_in(store, home, Networks(vec![(wifi, home.wire()), (mobile, street)]))
}

pub(super) fn request(lab: &Lab) -> Request {
    let nettests = vec!["web_connectivity".to_owned()];
    Request { nettests, is_recheck: true, ..lab.request() }
}

pub(super) const OVER: [UplinkChoice; 2] = [UplinkChoice::Wifi, UplinkChoice::Cellular];

/// What is announced of each, to the end of both.
pub(super) struct Told {
    pub(super) measured: [Vec<Measurement>; 2],
    pub(super) outcomes: [Option<Outcome>; 2],
    /// By how many targets one was ahead of the other at most, when it began one.
    lead: usize,
}

pub(super) async fn end(mut comparing: Comparing) -> Told {
    let mut told = Told { measured: Default::default(), outcomes: [None, None], lead: 0 };
    let mut begun = [0_usize; 2];
    let mut looks = [true; 2];
    while let Some((side, event)) = comparing.next_event().await {
        match event {
            RunEvent::Measuring { .. } if looks == [true; 2] => {
                begun[side] += 1;
                told.lead = told.lead.max(begun[0].abs_diff(begun[1]));
            }
            RunEvent::Confirming { .. } => looks[side] = false,
            RunEvent::Measured(one) if !one.is_decoy => told.measured[side].push(*one),
            RunEvent::Finished(outcome) => {
                looks[side] = false;
                told.outcomes[side] = Some(outcome);
            }
            _ => {}
        }
    }
    told
}

pub(super) fn by_input(comparison: &Comparison) -> BTreeMap<&str, ([Option<Code>; 2], Contrast)> {
    let targets = comparison.targets.iter().map(|one| {
        let codes = one.verdicts.each_ref().map(|verdict| verdict.as_ref().map(|it| it.code));
        (one.input.as_str(), (codes, one.contrast))
    });
    targets.collect()
}

#[test]
fn what_one_network_stops_and_the_other_lets_through_is_told_apart() {
    arna_lab::runtime().unwrap().block_on(async {
        let (home, street) = (home("answer"), street("answer"));
        let engine = both(&home, street.wire());
        let comparing = engine.compare(request(&home), OVER).await.unwrap();
        let ids = comparing.ids().map(RunId::clone);
        // One turn for both.
        let busy = engine.start(request(&home)).await;
        assert!(matches!(busy, Err(Error::RunGoesOn(_))));
        let told = end(comparing).await;
        assert!(told.outcomes.iter().all(|it| matches!(it, Some(Outcome::Whole(_)))));
        assert_eq!(engine.current(), None);
        assert!((1..=8).contains(&told.lead), "{} ahead", told.lead);
        for (side, kind) in [(0, UplinkKind::Wifi), (1, UplinkKind::Cellular)] {
            let is_over =
                |one: &Measurement| one.vantage.uplink.as_ref().unwrap().kind == Some(kind);
            assert!(told.measured[side].iter().all(is_over));
        }
        let comparison = engine.compared(&ids[1]).await.unwrap();
        assert_eq!(comparison.runs, [ids[1].clone(), ids[0].clone()]);
        let found = by_input(&comparison);
        assert_eq!(found.len(), 16);
        let (likely, open) = (Some(Code::LikelyBlocked), Some(Code::Accessible));
        for input in ["https://azattyq.org/", "https://www.rferl.org/"] {
            assert_eq!(found[input], ([likely, open], Contrast::Differs), "{input}");
        }
        let down = Some(Code::SiteDown);
        assert_eq!(found["https://down.example/"], ([down, down], Contrast::Alike));
        let alike = found.values().filter(|it| **it == ([open, open], Contrast::Alike)).count();
        assert_eq!(alike, 12);
        // Of each run the same, the other way round; a run of its own has nothing beside it.
        let turned = engine.compared(&ids[0]).await.unwrap();
        assert_eq!(by_input(&turned)["https://azattyq.org/"].0, [open, likely]);
        let mut alone = engine.start(request(&home)).await.unwrap();
        alone.cancel();
        while alone.next_event().await.is_some() {}
        let refused = engine.compared(alone.id()).await;
        assert!(matches!(refused, Err(Error::NoComparison)));
    });
}

/// Where no helper answers, a site that opens over the other network is up: it is no fault of its own that it does not
/// here. Nobody is accused for it alone.
#[test]
fn the_other_network_is_an_outside_control_where_no_helper_is() {
    arna_lab::runtime().unwrap().block_on(async {
        let (home, street) = (home("silent"), joining_street());
        let engine = both(&home, street.wire());
        let alone = Request { uplink: UplinkChoice::Cellular, ..request(&street) };
        let (alone, _) = whole(engine.start(alone).await.unwrap()).await;
        let told = end(engine.compare(request(&home), OVER).await.unwrap()).await;
        fn of<'a>(all: &'a [Measurement], input: &str) -> &'a Measurement {
            all.iter().find(|one| one.input.as_deref() == Some(input)).unwrap()
        }
        let is_beside = |one: &Measurement| {
            one.observations.iter().any(|seen| match &seen.event {
                Event::HelperExchange(exchange) => exchange.beside.is_some(),
                _ => false,
            })
        };
        for input in ["https://azattyq.org/", "https://www.rferl.org/"] {
            assert_eq!(of(&alone, input).verdict.code, Code::Inconclusive, "{input}");
            let beside = of(&told.measured[1], input);
            assert!(is_beside(beside), "{input}");
            assert_eq!(beside.verdict.code, Code::Unreachable, "{:?}", beside.verdict);
        }
        // What is silent over both is not said to be up.
        for input in ["https://down.example/", "https://shuns.example/"] {
            let beside = of(&told.measured[1], input);
            assert!(!is_beside(beside), "{input}");
            assert_eq!(beside.verdict.code, Code::Inconclusive, "{:?}", beside.verdict);
        }
        assert!(told.measured.iter().flatten().all(|one| !one.verdict.code.is_accusation()));
    });
}

#[test]
fn both_stop_together_and_what_is_complete_is_compared() {
    arna_lab::runtime().unwrap().block_on(async {
        let (home, street) = (home("answer"), street("answer"));
        let engine = both(&home, street.wire());
        let mut comparing = engine.compare(request(&home), OVER).await.unwrap();
        let id = comparing.ids()[0].clone();
        let mut measured = 0;
        let mut ends = 0;
        while let Some((_, event)) = comparing.next_event().await {
            match event {
                RunEvent::Measured(_) => {
                    measured += 1;
                    if measured == 10 {
                        comparing.cancel();
                    }
                }
                RunEvent::Finished(outcome) => {
                    assert!(matches!(outcome, Outcome::Interrupted(_)), "{outcome:?}");
                    ends += 1;
                }
                _ => {}
            }
        }
        assert_eq!((ends, engine.current()), (2, None));
        let comparison = engine.compared(&id).await.unwrap();
        let unknown = comparison.targets.iter().filter(|it| it.contrast == Contrast::Unknown);
        assert!((5..16).contains(&unknown.count()));
    });
}

#[test]
fn who_has_no_two_networks_compares_none() {
    arna_lab::runtime().unwrap().block_on(async {
        let home = home("answer");
        let (wifi, tunnel) =
            (uplink("12", UplinkKind::Wifi, true), uplink("9", UplinkKind::Vpn, false));
        let networks = Networks(vec![(wifi, home.wire()), (tunnel, home.wire())]);
        let engine = engine(&home, networks);
        let asked = |other| engine.compare(request(&home), [UplinkChoice::Wifi, other]);
        let refused = asked(UplinkChoice::Cellular).await;
        assert!(matches!(refused, Err(Error::NoUplink(UplinkChoice::Cellular))));
        for same in [UplinkChoice::Default, UplinkChoice::Named("12".to_owned())] {
            assert!(matches!(asked(same).await, Err(Error::SameUplink)));
        }
        assert_eq!(engine.current(), None);
        // Over a tunnel nothing is measured, and the other run does not wait for it.
        let told = end(asked(UplinkChoice::Named("9".to_owned())).await.unwrap()).await;
        assert!(told.outcomes.iter().all(|it| matches!(it, Some(Outcome::Whole(_)))));
        let is_hidden = |one: &Measurement| one.verdict.reason == Some(Reason::Vpn);
        assert!(told.measured[1].iter().all(is_hidden));
        assert_eq!(codes(&told.measured[0], Code::Accessible), 14);
    });
}

/// The shipped phones with two networks, each compared: what every target is over the one that the system prefers, and
/// over the mobile one.
async fn shipped(name: &str) -> Vec<(Target, [Code; 2])> {
    let scenario = Scenario::named(name).unwrap();
    let options = Options { seed: 9, ..Options::default() };
    let labs: Vec<_> = scenario
        .networks()
        .into_iter()
        .map(|(uplink, scenario)| (uplink, Lab::open(&scenario, &options).unwrap()))
        .collect();
    let (mobile, preferred) = (&labs[0], &labs[1]);
    let networks = labs.iter().map(|(uplink, lab)| (uplink.clone(), lab.wire())).collect();
    let engine = engine(&preferred.1, Networks(networks));
    let over = [preferred, mobile].map(|(uplink, _)| UplinkChoice::Named(uplink.id.clone()));
    let comparing = engine.compare(request(&mobile.1), over).await.unwrap();
    let id = comparing.ids()[0].clone();
    end(comparing).await;
    // What is sent over one network passes that one's interface.
    let is_vpn = preferred.0.is_vpn;
    assert_eq!(preferred.1.phone_bytes().total() == 0, is_vpn, "{name}");
    assert!(mobile.1.phone_bytes().total() > 50_000, "{name}");
    let comparison = engine.compared(&id).await.unwrap();
    let targets = mobile.1.targets();
    let found = targets.into_iter().map(|target| {
        let one = comparison.targets.iter().find(|one| one.input == target.input).unwrap();
        let codes = one.verdicts.each_ref().map(|verdict| verdict.as_ref().unwrap().code);
        (target, codes)
    });
    found.collect()
}

#[test]
fn the_shipped_phones_with_two_networks_are_told_as_they_are() {
    arna_lab::runtime().unwrap().block_on(async {
        let is_right = |target: &Target, code| target.truth.as_ref().unwrap().right.contains(&code);
        for (target, [wifi, mobile]) in shipped("wifi-open-cellular-censored").await {
            assert!(is_right(&target, mobile), "{}: {mobile:?}", target.input);
            let is_censored = target.truth.as_ref().unwrap().censored;
            let wanted = if is_censored { Code::Accessible } else { mobile };
            assert_eq!(wifi, wanted, "{}", target.input);
        }
        for (target, [wifi, mobile]) in shipped("cellular-open-wifi-portal").await {
            assert_eq!(mobile, Code::Accessible, "{}", target.input);
            assert!(!wifi.is_accusation() && wifi.is_abstention(), "{}: {wifi:?}", target.input);
        }
        for (target, [vpn, mobile]) in shipped("vpn-over-cellular").await {
            assert_eq!(vpn, Code::NotTested, "{}", target.input);
            assert!(is_right(&target, mobile), "{}: {mobile:?}", target.input);
        }
    });
}
