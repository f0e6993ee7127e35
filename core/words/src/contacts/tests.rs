use arna_model::{Anchor, Budget, Landmark, Side, Target};

use super::*;
use crate::Language;

fn target(n: usize) -> Target {
    Target { input: format!("https://{n}.example/"), category: None, list: None, truth: None }
}

fn texts(everybody: Vec<Contact>) -> Vec<String> {
    everybody.iter().map(Contact::to_string).collect()
}

fn everything() -> Request {
    Request {
        targets: (0..20).map(target).collect(),
        decoys: vec![target(21), target(22)],
        helpers: vec!["https://helper.example/".into()],
        rates: Rates::All,
        tries_quic: true,
        reads_long: true,
        is_traced: true,
        resolver: Some(([1, 1, 1, 1], 53).into()),
        anchors: vec![Anchor {
            side: Side::Foreign,
            name: "dns.google".into(),
            address: ([8, 8, 8, 8], 443).into(),
        }],
        landmarks: vec![Landmark { side: Side::Domestic, name: "kolesa.kz".into() }],
        portal_probe: Some("http://portal.example/204".into()),
        budget: Budget { max_bytes: Some(50_000), ..Budget::default() },
        ..Request::default()
    }
}

#[test]
fn who_looks_at_no_site_tells_nobody_of_any() {
    let resolver = Some(([1, 1, 1, 1], 53).into());
    let request = Request { resolver, ..Request::default() };
    let said = Words::of(Language::En).contacts(&request, 0);
    assert_eq!(said.everybody.len(), 1, "{said:?}");
    assert!(said.everybody[0].what.contains("names of the hosts below"), "{said:?}");
}

#[test]
fn everybody_is_named_in_every_language() {
    let sums = Language::ALL.map(|language| {
        let said = Words::of(language).contacts(&everything(), 1);
        let text = texts(said.everybody.clone()).join("\n");
        for part in [
            " 0.example, 1.example",
            "12",
            "helper.example",
            "1.1.1.1:53",
            "8.8.8.8:443",
            "kolesa.kz",
            "portal.example",
            &Words::of(language).decimal(0.95, 2),
            "QUIC",
        ] {
            assert!(text.contains(part), "{part} is missing:\n{text}");
        }
        assert!(!text.contains("9.example") && !text.contains('{'), "{text}");
        let is_whole = |one: &Contact| !one.who.is_empty() && !one.what.is_empty();
        assert!(said.everybody.iter().all(is_whole), "{text}");
        (said.everybody.len(), said.notes.len())
    });
    assert_eq!(sums, [(12, 3); 3]);
}

#[test]
fn only_what_is_new_is_told() {
    let told = |request: &Request, decoys, agreed: &Request| {
        let known = agreements(agreed, 1);
        let is_known = |name: &str| known.iter().any(|one| one == name);
        let said = Words::of(Language::En).contacts_beyond(request, decoys, is_known);
        said.map(|said| texts(said.everybody)).unwrap_or_default()
    };
    let all = everything();
    assert_eq!(told(&all, 1, &all), Vec::<String>::new(), "the same again");
    let fewer = Request { targets: vec![target(3)], rates: Rates::Suspects, ..all.clone() };
    assert_eq!(told(&fewer, 0, &all), Vec::<String>::new(), "a part of it");
    let mut more = all.clone();
    more.targets.push(target(77));
    more.helpers.push("https://other.example/".into());
    let said = told(&more, 1, &all);
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!(
        said[0],
        "The sites themselves. 1: 77.example, and whatever site one of them leads on to."
    );
    assert!(said[1].contains("other.example") && !said[1].contains("helper.example"));
    let plain = Request {
        rates: Rates::Off,
        tries_quic: false,
        reads_long: false,
        is_traced: false,
        ..all.clone()
    };
    let said = told(&all, 1, &plain);
    assert_eq!(said.len(), 4, "{said:?}");
    for (one, part) in said.iter().zip(["0.95 MB", "QUIC", "40 kB each", "Routers"]) {
        assert!(one.contains(part), "{one}");
    }
    let suspects = Request { rates: Rates::Suspects, ..all.clone() };
    assert!(told(&all, 1, &suspects)[0].contains("every site that opens"));
    let elsewhere = Request { resolver: Some(([9, 9, 9, 9], 53).into()), ..all.clone() };
    assert!(told(&elsewhere, 1, &all)[0].contains("9.9.9.9:53"));
    let nobody = Request::default();
    assert_eq!(told(&all, 1, &nobody).len(), 11, "all but the decoys");
    for language in Language::ALL {
        let said = Words::of(language).contacts_beyond(&more, 1, |_| false).expect("all");
        assert_eq!((said.everybody.len(), said.notes.len()), (12, 4), "{said:?}");
    }
}

#[test]
fn nobody_is_named_who_is_not_contacted() {
    let most = texts(Words::of(Language::En).contacts(&everything(), 1).everybody);
    let bare = Request { targets: vec![target(0)], ..Request::default() };
    let least = texts(Words::of(Language::En).contacts(&bare, 0).everybody);
    let expected = [
        "The sites themselves. 1: 0.example, and whatever site one of them leads on to.",
        "Your network's own name server. It learns the sites' names.",
        "No test helper. Nobody looks at the sites from outside, so fewer blocks can be told.",
    ];
    assert_eq!(least, expected);
    assert!(
        most[1].contains(
            "Up to 20 are double-checked, 6 at once: then their names go out up to 12 times"
        ),
        "{most:?}"
    );
    assert!(
        most[2].starts_with("Sites that nobody blocks. 1, picked at random from 2 "),
        "{most:?}"
    );
}
