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

/// Which hosts at home a watch asks that may cross a border.
pub(crate) enum AtHome {
    /// Those of the country that it is in.
    Usual,
    /// These, wherever it is.
    These(Vec<Landmark>),
}

impl AtHome {
    /// What is meant by who asks for these in a country: the usual ones there, if they are those.
    pub(crate) fn asked(landmarks: &[Landmark], country: Option<&str>) -> Self {
        let usual = country.map(landmarks_of).unwrap_or_default();
        if landmarks == usual { Self::Usual } else { Self::These(landmarks.to_vec()) }
    }

    /// Those that are asked in a country.
    pub(crate) fn in_country(&self, country: Option<&str>) -> Vec<Landmark> {
        match self {
            Self::Usual => country.map(landmarks_of).unwrap_or_default(),
            Self::These(these) => these.clone(),
        }
    }
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
            assert!(["state", "ordinary"].contains(&kind), "{country} {kind} {name}");
            for side in [Side::DomesticState, Side::Domestic] {
                let has = landmarks_of(country).iter().filter(|one| one.side == side).count();
                assert!(has >= 2, "{country} {side:?}: one host may be down");
            }
        }
    }

    #[test]
    fn kazakhstan_has_landmarks_and_others_have_none() {
        assert!(landmarks_of("kz").iter().any(|one| one.name == "kaspi.kz"));
        assert!(landmarks_of("FR").is_empty());
    }

    #[test]
    fn a_watch_asks_the_hosts_of_the_country_that_it_comes_to_unless_it_was_given_its_own() {
        let usual = landmarks_of("KZ");
        let watch = AtHome::asked(&usual, Some("KZ"));
        assert_eq!(watch.in_country(Some("KZ")), usual);
        assert_eq!(watch.in_country(Some("RU")), [], "nobody of Kazakhstan");
        let late = AtHome::asked(&[], None);
        assert_eq!(late.in_country(Some("KZ")), usual, "the card was not registered yet");
        for chosen in [&usual[..1], &[]] {
            let watch = AtHome::asked(chosen, Some("KZ"));
            assert_eq!(watch.in_country(Some("RU")), chosen);
        }
    }
}
