//! The user's means: what measuring may use, and when.

use serde::{Deserialize, Serialize};

use crate::{Uplink, UplinkKind, Vantage};

/// What a user lets measuring use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Means {
    /// Whether anything is tested while nobody asks for it.
    pub is_automatic: bool,
    /// When that may be.
    pub when: When,
    /// Least percent of the battery for it, unless the phone is charging.
    pub battery_floor: u8,
    /// Hours in which nothing is tested by itself.
    pub quiet: Option<Quiet>,
    /// What may pass a mobile network, and any other that may be counted.
    pub cellular: Limits,
    /// What may pass Wi-Fi and cables.
    pub fixed: Limits,
}

impl Default for Means {
    fn default() -> Self {
        Self {
            // Only after a first result, and a yes.
            is_automatic: false,
            when: When::Any,
            battery_floor: 30,
            quiet: Some(Quiet { from: 23 * 60, until: 7 * 60 }),
            // Sixty sites cost some 2 MB; a run with a dozen blocks in it some 3.
            cellular: Limits { run: Some(5_000_000), day: None, month: Some(50_000_000) },
            fixed: Limits::default(),
        }
    }
}

impl Means {
    /// The limits of a purse.
    pub fn of(&self, purse: Purse) -> Limits {
        match purse {
            Purse::Cellular => self.cellular,
            Purse::Fixed => self.fixed,
        }
    }
}

/// When something may be tested by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// On any network, charging or not.
    #[default]
    Any,
    /// On Wi-Fi or a cable.
    Wifi,
    /// While the phone is charging.
    Charging,
}

/// Hours of every day, in minutes since local midnight: from `from` on, before `until`. They may go over midnight; two
/// that are alike are the whole day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// When they begin, 0 to 1439.
    pub from: u16,
    /// When they are over, 0 to 1439.
    pub until: u16,
}

impl Quiet {
    /// Whether a minute of the day is among them.
    pub fn has(self, minute: u16) -> bool {
        if self.from < self.until {
            (self.from..self.until).contains(&minute)
        } else {
            minute >= self.from || minute < self.until
        }
    }
}

/// Bytes that may pass, both directions. `None`: no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// In one run or slice.
    pub run: Option<u64>,
    /// In a day of local time.
    pub day: Option<u64>,
    /// In a calendar month of local time.
    pub month: Option<u64>,
}

/// Which limits the bytes of a network count against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purse {
    /// A mobile network's; also of whatever is counted, and of what nobody knows: the one to be careful with.
    #[default]
    Cellular,
    /// Wi-Fi's and cables'.
    Fixed,
}

impl Purse {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Cellular, Self::Fixed];

    /// Its name in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cellular => "cellular",
            Self::Fixed => "fixed",
        }
    }

    /// That of one of the phone's networks.
    pub fn of(uplink: &Uplink) -> Self {
        match uplink.kind {
            // A phone that lends its mobile network is Wi-Fi that is counted.
            _ if uplink.is_metered == Some(true) => Self::Cellular,
            Some(UplinkKind::Wifi | UplinkKind::Ethernet) => Self::Fixed,
            Some(UplinkKind::Vpn) if uplink.is_metered == Some(false) => Self::Fixed,
            _ => Self::Cellular,
        }
    }

    /// That of what was measured from: of its network if that is known, else of what it is called.
    pub fn of_vantage(vantage: &Vantage) -> Self {
        match (&vantage.uplink, vantage.technology.as_deref()) {
            (Some(uplink), _) if uplink.kind.is_some() || uplink.is_metered.is_some() => {
                Self::of(uplink)
            }
            (_, Some("wifi" | "wired" | "ethernet")) => Self::Fixed,
            _ => Self::Cellular,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_may_go_over_midnight() {
        let night = Quiet { from: 23 * 60, until: 7 * 60 };
        let quiet = |hour: u16| night.has(hour * 60);
        assert!(quiet(23) && quiet(0) && quiet(6) && !quiet(7) && !quiet(22));
        let noon = Quiet { from: 720, until: 780 };
        assert!(noon.has(720) && !noon.has(780) && !noon.has(0));
        assert!((0..1440).all(|minute| Quiet { from: 5, until: 5 }.has(minute)));
    }

    #[test]
    fn what_is_counted_or_not_known_is_the_dear_purse() {
        let uplink = |kind, is_metered| Uplink { kind, is_metered, ..Uplink::default() };
        let of = |kind, is_metered| Purse::of(&uplink(kind, is_metered));
        assert_eq!(of(Some(UplinkKind::Wifi), None), Purse::Fixed);
        assert_eq!(of(Some(UplinkKind::Wifi), Some(true)), Purse::Cellular);
        assert_eq!(of(Some(UplinkKind::Cellular), Some(false)), Purse::Cellular);
        assert_eq!(of(Some(UplinkKind::Vpn), None), Purse::Cellular);
        assert_eq!(of(None, None), Purse::Cellular);
        let called = |technology: &str| {
            let technology = Some(technology.to_owned());
            Purse::of_vantage(&Vantage { technology, ..Vantage::default() })
        };
        assert_eq!((called("wifi"), called("LTE")), (Purse::Fixed, Purse::Cellular));
        let hotspot = Vantage {
            technology: Some("wifi".into()),
            uplink: Some(uplink(Some(UplinkKind::Wifi), Some(true))),
            ..Vantage::default()
        };
        assert_eq!(Purse::of_vantage(&hotspot), Purse::Cellular);
    }
}
