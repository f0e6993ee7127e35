//! The operator of a modem, as ModemManager says by its own program, whose JSON is meant for other programs.

use serde::Deserialize;

use super::said::said;

#[derive(Deserialize)]
struct Modems {
    #[serde(rename = "modem-list")]
    all: Vec<String>,
}

#[derive(Deserialize)]
struct Told {
    modem: Modem,
}

#[derive(Deserialize)]
struct Modem {
    #[serde(rename = "3gpp")]
    network: Network,
    generic: Generic,
}

#[derive(Deserialize)]
struct Network {
    #[serde(rename = "operator-code", default)]
    code: String,
    #[serde(rename = "operator-name", default)]
    name: String,
}

#[derive(Deserialize)]
struct Generic {
    #[serde(default)]
    ports: Vec<String>,
    #[serde(default)]
    state: String,
}

/// The operator of the modem behind an interface: its number (MCC and MNC), or its name. `is_cellular`: the kernel
/// calls it a modem's, so that the only one that is connected is meant, whatever it calls its port.
pub(super) async fn operator_of(interface: &str, is_cellular: bool) -> Option<String> {
    let modems = said("mmcli", &["-L", "-J"]).await?;
    let modems: Modems = serde_json::from_str(&modems).ok()?;
    let mut told = Vec::new();
    for path in modems.all.iter().take(MOST) {
        let modem = said("mmcli", &["-m", path, "-J"]).await;
        told.extend(modem.and_then(|text| serde_json::from_str::<Told>(&text).ok()));
    }
    chosen(&told, interface, is_cellular)
}

fn chosen(told: &[Told], interface: &str, is_cellular: bool) -> Option<String> {
    let port = format!("{interface} (net)");
    let mut connected = told.iter().filter(|one| one.modem.generic.state == "connected");
    let only = connected.next().filter(|_| is_cellular && connected.next().is_none());
    let is_its = |one: &&Told| one.modem.generic.ports.contains(&port);
    told.iter().find(is_its).or(only).and_then(|one| one.modem.network.operator())
}

impl Network {
    /// ModemManager has `--` for what it does not know.
    fn operator(&self) -> Option<String> {
        let is_code = |text: &&str| {
            matches!(text.len(), 5 | 6) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let code = Some(self.code.trim()).filter(is_code);
        let name = Some(self.name.trim()).filter(|name| !matches!(*name, "" | "--"));
        code.or(name).map(|text| arna_model::shown(text).into_owned())
    }
}

/// More modems has nobody; each is asked by itself.
const MOST: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    fn modem(code: &str, name: &str, state: &str, port: &str) -> Told {
        let text = serde_json::json!({"modem": {
            "3gpp": {"imei": "0", "operator-code": code, "operator-name": name, "registration-state": "home"},
            "cdma": {"esn": "--"},
            "generic": {"access-technologies": ["lte"], "ports": ["cdc-wdm0 (qmi)", port], "state": state},
        }});
        serde_json::from_value(text).expect("as mmcli prints it")
    }

    #[test]
    fn the_modem_behind_the_interface_says_whose_network_it_is() {
        let one = modem("40101", "Beeline KZ", "connected", "wwan0 (net)");
        let other = modem("40102", "Kcell", "registered", "wwan1 (net)");
        let both = [one, other];
        assert_eq!(chosen(&both, "wwan0", true).as_deref(), Some("40101"));
        assert_eq!(chosen(&both, "wwan1", true).as_deref(), Some("40102"));
        assert_eq!(
            chosen(&both, "ppp0", true).as_deref(),
            Some("40101"),
            "the one that is connected"
        );
        assert_eq!(chosen(&both, "eth0", false), None, "a cable is no modem's");
        let twins = [
            modem("40101", "", "connected", "a (net)"),
            modem("40102", "", "connected", "b (net)"),
        ];
        assert_eq!(chosen(&twins, "ppp0", true), None, "either may be meant");
    }

    #[test]
    fn what_a_modem_does_not_know_is_no_name() {
        let of =
            |code, name| chosen(&[modem(code, name, "connected", "wwan0 (net)")], "wwan0", true);
        assert_eq!(of("--", "Kcell").as_deref(), Some("Kcell"));
        assert_eq!(of("--", "--"), None);
        assert_eq!(of("12", ""), None);
    }
}
