//! What the phone is like just now, as its shell says it: whether something may run depends on it.

use serde::{Deserialize, Serialize};

use crate::{Uplink, UplinkKind};

/// What the phone is like just now. Absent fields are not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conditions {
    /// The network that whatever names none goes over; `None`: there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub uplink: Option<Uplink>,
    /// How full the battery is, 0 to 100 percent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub battery_percent: Option<i32>,
    /// Whether it is connected to power.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub is_charging: Option<bool>,
    /// Whether the user has the phone save power.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub is_power_saving: Option<bool>,
    /// Whether the phone sleeps, so that its system keeps apps from the network (Android's Doze). What fails then says
    /// nothing of the network.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub is_idle: Option<bool>,
    /// Whether the user has the phone save data: then its system keeps apps that nobody looks at from networks that are
    /// counted (Android's Data Saver), or asks them to keep away (Apple's Low Data Mode).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub is_data_saving: Option<bool>,
}

/// Something that a phone said of itself and that cannot be. It is taken as not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Odd {
    /// A battery that is not between 0 and 100 percent full.
    Battery,
    /// A Wi-Fi or a cable that is abroad.
    Roaming,
    /// A network that wants a login, and behind which the system found the Internet all the same.
    Login,
    /// A tunnel that is no VPN: taken as one, as nobody knows where it ends.
    Vpn,
    /// Local time that no place on Earth has: UTC is taken.
    Zone,
}

impl Conditions {
    /// The same without what cannot be, and what that was.
    #[must_use]
    pub fn sound(mut self) -> (Self, Vec<Odd>) {
        let mut odd = Vec::new();
        if self.battery_percent.is_some_and(|percent| !(0..=100).contains(&percent)) {
            self.battery_percent = None;
            odd.push(Odd::Battery);
        }
        let Some(uplink) = &mut self.uplink else { return (self, odd) };
        let is_at_home = matches!(uplink.kind, Some(UplinkKind::Wifi | UplinkKind::Ethernet));
        if is_at_home && uplink.is_roaming == Some(true) {
            uplink.is_roaming = None;
            odd.push(Odd::Roaming);
        }
        if uplink.is_validated == Some(true) && uplink.has_captive_portal == Some(true) {
            (uplink.is_validated, uplink.has_captive_portal) = (None, None);
            odd.push(Odd::Login);
        }
        if uplink.kind == Some(UplinkKind::Vpn) && !uplink.is_vpn {
            uplink.is_vpn = true;
            odd.push(Odd::Vpn);
        }
        (self, odd)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_is_told_and_not_known() {
        let uplink = Uplink {
            kind: Some(UplinkKind::Wifi),
            is_roaming: Some(true),
            is_validated: Some(true),
            has_captive_portal: Some(true),
            ..Uplink::default()
        };
        let said = Conditions {
            uplink: Some(uplink),
            battery_percent: Some(300),
            ..Conditions::default()
        };
        let (sound, odd) = said.sound();
        assert_eq!(odd, [Odd::Battery, Odd::Roaming, Odd::Login]);
        assert_eq!(sound.battery_percent, None);
        let uplink = sound.uplink.expect("it stays");
        assert_eq!((uplink.is_roaming, uplink.is_validated), (None, None));
        let tunnel = Uplink { kind: Some(UplinkKind::Vpn), ..Uplink::default() };
        let (sound, odd) = Conditions { uplink: Some(tunnel), ..Conditions::default() }.sound();
        assert!(odd == [Odd::Vpn] && sound.uplink.is_some_and(|uplink| uplink.is_vpn));
    }

    #[test]
    fn what_can_be_stays_as_it_is() {
        for percent in [0, 1, 100] {
            let said = Conditions { battery_percent: Some(percent), ..Conditions::default() };
            assert_eq!(said.clone().sound(), (said, Vec::new()));
        }
    }
}
