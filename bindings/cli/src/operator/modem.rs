//! Whose network a modem is on, and whether that is abroad, as ModemManager says by its own program, whose JSON is meant for
//! other programs.

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

/// The network that a modem is on.
#[derive(Deserialize)]
pub(super) struct Network {
    #[serde(rename = "operator-code", default)]
    code: String,
    #[serde(rename = "operator-name", default)]
    name: String,
    #[serde(rename = "registration-state", default)]
    registration: String,
}

#[derive(Deserialize)]
struct Generic {
    #[serde(default)]
    ports: Vec<String>,
    #[serde(default)]
    state: String,
}

/// The network of the modem behind an interface. `is_cellular`: the kernel calls it a modem's, so that the only one that is
/// connected is meant, whatever it calls its port.
pub(super) async fn network_of(interface: &str, is_cellular: bool) -> Option<Network> {
    let modems = said("mmcli", &["-L", "-J"]).await?;
    let modems: Modems = serde_json::from_str(&modems).ok()?;
    let mut told = Vec::new();
    for path in modems.all.iter().take(MOST) {
        let modem = said("mmcli", &["-m", path, "-J"]).await;
        told.extend(modem.and_then(|text| serde_json::from_str::<Told>(&text).ok()));
    }
    chosen(told, interface, is_cellular)
}

fn chosen(mut told: Vec<Told>, interface: &str, is_cellular: bool) -> Option<Network> {
    let port = format!("{interface} (net)");
    let mut connected = (0..told.len()).filter(|at| told[*at].modem.generic.state == "connected");
    let only = connected.next().filter(|_| is_cellular && connected.next().is_none());
    let its = told.iter().position(|one| one.modem.generic.ports.contains(&port));
    its.or(only).map(|at| told.swap_remove(at).modem.network)
}

impl Network {
    /// Whether it is not the one at home; `None`: the modem is on none, or does not say.
    pub(super) fn is_roaming(&self) -> Option<bool> {
        // `home`, `roaming`, and both with what else they allow (MMModem3gppRegistrationState).
        match self.registration.split('-').next() {
            Some("home") => Some(false),
            Some("roaming") => Some(true),
            _ => None,
        }
    }

    /// Whose it is: a number (MCC and MNC), or a name. ModemManager has `--` for what it does not know.
    pub(super) fn operator(&self) -> Option<String> {
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
        registered("home", (code, name), state, port)
    }

    fn registered(as_what: &str, (code, name): (&str, &str), state: &str, port: &str) -> Told {
        let text = serde_json::json!({"modem": {
            "3gpp": {"imei": "0", "operator-code": code, "operator-name": name, "registration-state": as_what},
            "cdma": {"esn": "--"},
            "generic": {"access-technologies": ["lte"], "ports": ["cdc-wdm0 (qmi)", port], "state": state},
        }});
        serde_json::from_value(text).expect("as mmcli prints it")
    }

    fn operator(told: Vec<Told>, interface: &str, is_cellular: bool) -> Option<String> {
        chosen(told, interface, is_cellular).and_then(|network| network.operator())
    }

    #[test]
    fn the_modem_behind_the_interface_says_whose_network_it_is() {
        let both = || {
            let one = modem("40101", "Beeline KZ", "connected", "wwan0 (net)");
            vec![one, modem("40102", "Kcell", "registered", "wwan1 (net)")]
        };
        assert_eq!(operator(both(), "wwan0", true).as_deref(), Some("40101"));
        assert_eq!(operator(both(), "wwan1", true).as_deref(), Some("40102"));
        assert_eq!(
            operator(both(), "ppp0", true).as_deref(),
            Some("40101"),
            "the one that is connected"
        );
        assert_eq!(operator(both(), "eth0", false), None, "a cable is no modem's");
        let twins = vec![
            modem("40101", "", "connected", "a (net)"),
            modem("40102", "", "connected", "b (net)"),
        ];
        assert_eq!(operator(twins, "ppp0", true), None, "either may be meant");
    }

    #[test]
    fn what_a_modem_does_not_know_is_no_name() {
        let of = |code, name| {
            operator(vec![modem(code, name, "connected", "wwan0 (net)")], "wwan0", true)
        };
        assert_eq!(of("--", "Kcell").as_deref(), Some("Kcell"));
        assert_eq!(of("--", "--"), None);
        assert_eq!(of("12", ""), None);
    }

    #[test]
    fn a_modem_says_whether_it_is_abroad() {
        let of = |as_what| {
            let told = registered(as_what, ("40101", ""), "connected", "wwan0 (net)");
            chosen(vec![told], "wwan0", true).and_then(|network| network.is_roaming())
        };
        for home in ["home", "home-sms-only"] {
            assert_eq!(of(home), Some(false), "{home}");
        }
        for abroad in ["roaming", "roaming-csfb-not-preferred"] {
            assert_eq!(of(abroad), Some(true), "{abroad}");
        }
        for unknown in ["--", "", "searching", "emergency-only"] {
            assert_eq!(of(unknown), None, "{unknown}");
        }
    }
}
