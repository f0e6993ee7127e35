//! What this machine's power is like, where the system tells: Linux does (`/sys/class/power_supply`).

use std::fs;
use std::path::Path;

/// What the system says of batteries and plugs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Power {
    /// Of the fullest battery.
    pub(crate) percent: Option<i32>,
    /// Whether it is connected to power.
    pub(crate) is_charging: Option<bool>,
    /// Whether its user has it save power.
    pub(crate) is_saving: Option<bool>,
}

/// This machine's.
pub(crate) fn power() -> Power {
    let profile = fs::read_to_string(PROFILE).ok();
    let is_saving = profile.map(|profile| profile.trim() == "low-power");
    Power { is_saving, ..of(Path::new(SUPPLIES)) }
}

/// What a folder of supplies says.
fn of(supplies: &Path) -> Power {
    let Ok(all) = fs::read_dir(supplies) else { return Power::default() };
    let (mut power, mut has_battery) = (Power::default(), false);
    let mut is_plugged = None;
    for supply in all.flatten().map(|entry| entry.path()) {
        let says = |file: &str| {
            fs::read_to_string(supply.join(file)).map(|text| text.trim().to_owned()).ok()
        };
        match says("type").as_deref() {
            // A mouse has one, too.
            Some("Battery") if says("scope").as_deref() != Some("Device") => {
                has_battery = true;
                let percent = says("capacity").and_then(|text| text.parse().ok());
                power.percent = power.percent.max(percent);
                let status = says("status");
                let is_fed = |status: &str| !matches!(status, "Discharging" | "Unknown");
                if status.as_deref().is_some_and(is_fed) {
                    is_plugged = Some(true);
                }
            }
            Some("Mains" | "USB") => {
                let is_on = says("online").map(|text| text == "1");
                is_plugged = is_plugged.max(is_on);
            }
            _ => {}
        }
    }
    // Without a battery it runs off a plug.
    power.is_charging = if has_battery { is_plugged.or(Some(false)) } else { Some(true) };
    power
}

const SUPPLIES: &str = "/sys/class/power_supply";
const PROFILE: &str = "/sys/firmware/acpi/platform_profile";

#[cfg(test)]
mod tests {
    use super::*;

    fn told(supplies: &[(&str, &[(&str, &str)])]) -> Power {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, files) in supplies {
            let place = folder.path().join(name);
            fs::create_dir(&place).expect("it is made");
            for (file, content) in *files {
                fs::write(place.join(file), format!("{content}\n")).expect("it is written");
            }
        }
        of(folder.path())
    }

    #[test]
    fn a_laptop_says_what_it_has() {
        let battery = |status| [("type", "Battery"), ("capacity", "64"), ("status", status)];
        let mains = |online| [("type", "Mains"), ("online", online)];
        let away = told(&[("BAT0", &battery("Discharging")), ("AC", &mains("0"))]);
        assert_eq!((away.percent, away.is_charging), (Some(64), Some(false)));
        let plugged = told(&[("BAT0", &battery("Not charging")), ("AC", &mains("1"))]);
        assert_eq!(plugged.is_charging, Some(true));
        let mouse = [("type", "Battery"), ("scope", "Device"), ("capacity", "5")];
        assert_eq!(told(&[("mouse", &mouse), ("BAT0", &battery("Full"))]).percent, Some(64));
    }

    #[test]
    fn a_machine_without_a_battery_is_plugged_in() {
        let mains: &[(&str, &str)] = &[("type", "Mains"), ("online", "1")];
        assert_eq!(told(&[("AC", mains)]).is_charging, Some(true));
        assert_eq!(told(&[]), Power { is_charging: Some(true), ..Power::default() });
        assert_eq!(of(Path::new("/nowhere")), Power::default());
    }
}
