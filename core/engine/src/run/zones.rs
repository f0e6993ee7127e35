//! Where a clock is that is set to a time zone, as data (`data/zones.txt`).

/// The country of a time zone, by IANA's name for it: a guess, where no network says in which country it is.
pub fn country_of_zone(zone: &str) -> Option<&'static str> {
    let lines = ZONES.lines().filter(|line| !line.starts_with('#'));
    let mut countries = lines.filter_map(|line| line.split_once(' '));
    let found = countries.find(|(_, zones)| zones.split(' ').any(|one| one == zone));
    found.map(|(country, _)| country)
}

const ZONES: &str = include_str!("../../data/zones.txt");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_tells_its_country() {
        for zone in ["Almaty", "Qyzylorda", "Qostanay", "Aqtobe", "Aqtau", "Atyrau", "Oral"] {
            assert_eq!(country_of_zone(&format!("Asia/{zone}")), Some("KZ"), "{zone}");
        }
        assert_eq!(country_of_zone("Europe/Moscow"), Some("RU"));
        assert_eq!(country_of_zone("America/Argentina/Ushuaia"), Some("AR"));
        for elsewhere in ["", "UTC", "KZ", "Asia/Almaty Asia/Aqtau", "asia/almaty"] {
            assert_eq!(country_of_zone(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn every_line_is_a_country_of_its_own_with_zones_that_no_other_has() {
        let mut seen = std::collections::BTreeSet::new();
        for line in ZONES.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<_> = line.split(' ').collect();
            assert!(words.len() > 1 && words[0].len() == 2, "{line}");
            assert!(words.iter().all(|word| seen.insert(*word)), "{line}");
        }
    }
}
