//! Whom a look at the whole network asks where no lab says it: hosts abroad that everybody knows, and hosts
//! at home, by country, as data (`data/landmarks.txt`, with its sources).

use std::net::SocketAddr;

use arna_model::{Anchor, Landmark, Side};

/// Three well-known servers abroad, by address: whether they answer says whether there is a way out.
pub fn anchors_abroad() -> Vec<Anchor> {
    let anchor = |&(name, ip): &(&str, [u8; 4])| Anchor {
        side: Side::Foreign,
        name: name.to_owned(),
        address: SocketAddr::from((ip, 443)),
    };
    ABROAD.iter().map(anchor).collect()
}

/// The hosts at home of a country (ISO 3166); none where none are known.
pub fn landmarks_of(country: &str) -> Vec<Landmark> {
    let landmark = |(of, side, name): (&str, &str, &str)| {
        let side = match side {
            "state" => Side::DomesticState,
            "ordinary" => Side::Domestic,
            _ => return None,
        };
        let is_its = of.eq_ignore_ascii_case(country);
        is_its.then(|| Landmark { side, name: name.to_owned() })
    };
    lines().filter_map(landmark).collect()
}

/// The country of a time zone, where it has landmarks and the zone is its alone.
pub fn country_of_zone(zone: &str) -> Option<&'static str> {
    let found = lines().find(|(_, kind, name)| *kind == "zone" && *name == zone);
    found.map(|(country, ..)| country)
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let lines = LANDMARKS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut words = line.split_whitespace();
        Some((words.next()?, words.next()?, words.next()?))
    })
}

const LANDMARKS: &str = include_str!("../../data/landmarks.txt");

const ABROAD: &[(&str, [u8; 4])] = &[
    ("one.one.one.one", [1, 1, 1, 1]),
    ("dns.google", [8, 8, 8, 8]),
    ("dns.quad9.net", [9, 9, 9, 9]),
];

/// What Android phones ask themselves.
pub const PORTAL_PROBE: &str = "http://connectivitycheck.gstatic.com/generate_204";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_says_something_and_every_country_has_both_sides() {
        for (country, kind, name) in lines() {
            assert!(["state", "ordinary", "zone"].contains(&kind), "{country} {kind} {name}");
            for side in [Side::DomesticState, Side::Domestic] {
                let has = landmarks_of(country).iter().filter(|one| one.side == side).count();
                assert!(has >= 2, "{country} {side:?}: one host may be down");
            }
        }
    }

    #[test]
    fn kazakhstan_is_known_by_its_zones_and_others_have_no_landmarks() {
        assert_eq!(country_of_zone("Asia/Almaty"), Some("KZ"));
        assert_eq!(country_of_zone("Europe/Paris"), None);
        assert!(landmarks_of("kz").iter().any(|one| one.name == "kaspi.kz"));
        assert!(landmarks_of("FR").is_empty());
    }
}
