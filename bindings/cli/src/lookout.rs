//! Whom to ask whether there is any Internet, as `run` and `watch` take it from the command line.

use std::path::Path;

use arna_engine::run::{anchors_abroad, country_of_zone, landmarks_of};
use arna_model::{Anchor, Landmark};

use crate::args::Lookout;

impl Lookout {
    /// Hosts abroad.
    pub(crate) fn anchors(&self) -> Vec<Anchor> {
        anchors_abroad()
    }

    /// Hosts at home, if it is known where that is.
    pub(crate) fn landmarks(&self) -> Vec<Landmark> {
        self.country_here().map(|country| landmarks_of(&country)).unwrap_or_default()
    }

    /// The country that was named, or that of the system's time zone.
    pub(crate) fn country_here(&self) -> Option<String> {
        let of_zone = || country_of_zone(&zone()?).map(str::to_owned);
        self.country.clone().or_else(of_zone)
    }
}

/// The system's time zone, as IANA names it.
fn zone() -> Option<String> {
    let of_variable = std::env::var("TZ").ok().filter(|zone| !zone.is_empty());
    of_variable.or_else(|| named_by(&std::fs::read_link("/etc/localtime").ok()?))
}

/// The zone whose file a link leads to.
fn named_by(link: &Path) -> Option<String> {
    let (_, zone) = link.to_str()?.split_once("zoneinfo/")?;
    Some(zone.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_known_by_where_its_link_leads() {
        let zone = |link: &str| named_by(Path::new(link));
        assert_eq!(zone("/usr/share/zoneinfo/Asia/Almaty").as_deref(), Some("Asia/Almaty"));
        assert_eq!(zone("../usr/share/zoneinfo/UTC").as_deref(), Some("UTC"));
        assert_eq!(zone("/elsewhere"), None);
    }

    #[test]
    fn landmarks_are_those_of_the_country_asked_for() {
        let of = |country: &str| Lookout {
            resolver: ([8, 8, 8, 8], 53).into(),
            portal_probe: String::new(),
            country: Some(country.to_owned()),
        };
        assert!(of("KZ").landmarks().iter().any(|one| one.name == "egov.kz"));
        assert!(of("FR").landmarks().is_empty());
    }
}
