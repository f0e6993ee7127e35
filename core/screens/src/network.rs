//! How a network is named on a screen.

use arna_model::{Network, RadioSample, Uplink, UplinkKind, Vantage, shown};
use arna_words::{OnScreen, Words};

/// A network as screens name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Whose it is, or what kind, if nobody said whose.
    pub operator: String,
    /// What kind of network, if that is not said already.
    pub technology: Option<String>,
}

impl Named {
    /// The network of a run.
    pub fn of(vantage: &Vantage, words: Words) -> Self {
        Self::new(vantage.operator.as_deref(), vantage.technology.as_deref(), words)
    }

    /// A network as history tells networks apart.
    pub fn of_network(network: &Network, words: Words) -> Self {
        Self::new(network.operator.as_deref(), network.technology.as_deref(), words)
    }

    /// One of the phone's networks as its system tells of it.
    pub fn of_uplink(uplink: &Uplink, words: Words) -> Self {
        let operator = uplink.operator.as_deref();
        // That an operator's network is a mobile one goes without saying.
        let is_said = operator.is_some() && uplink.kind == Some(UplinkKind::Cellular);
        let kind = uplink.kind.filter(|_| !is_said).map(UplinkKind::as_str);
        Self::new(operator, uplink.technology.as_deref().or(kind), words)
    }

    /// Where a phone is, as far as its radio says it in words; nothing if it does not.
    pub fn of_radio(sample: &RadioSample, words: Words) -> Option<Self> {
        let technology = sample.technology.map(|technology| technology.as_str());
        let is_name = |name: &&str| !name.bytes().all(|one| one.is_ascii_digit());
        let operator = sample.operator.as_deref().filter(is_name);
        let is_known = operator.is_some() || technology.is_some();
        is_known.then(|| Self::new(operator, technology, words))
    }

    fn new(operator: Option<&str>, technology: Option<&str>, words: Words) -> Self {
        // Networks choose their names.
        let operator = operator.map(|name| shown(name).into_owned());
        let technology = technology.map(|name| technology_in(name, words));
        match (operator, technology) {
            (Some(operator), technology) => Self { operator, technology },
            (None, Some(technology)) => Self { operator: technology, technology: None },
            (None, None) => {
                let operator = words.on_screen(OnScreen::SomeNetwork).to_owned();
                Self { operator, technology: None }
            }
        }
    }

    /// Both in one: "Beeline 4G".
    pub fn whole(&self) -> String {
        match &self.technology {
            Some(technology) => format!("{} {technology}", self.operator),
            None => self.operator.clone(),
        }
    }
}

/// What a technology is called on phones: the names of generations are the same in every language.
fn technology_in(name: &str, words: Words) -> String {
    match name {
        "2g" => "2G".to_owned(),
        "3g" => "3G".to_owned(),
        "lte" => "4G".to_owned(),
        "nr" => "5G".to_owned(),
        "wifi" => "Wi-Fi".to_owned(),
        "vpn" => "VPN".to_owned(),
        "wired" | "ethernet" => words.on_screen(OnScreen::Cable).to_owned(),
        "cellular" => words.on_screen(OnScreen::Mobile).to_owned(),
        other => shown(other).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use arna_words::Language;

    use super::*;

    fn vantage(operator: Option<&str>, technology: Option<&str>) -> Vantage {
        Vantage {
            operator: operator.map(str::to_owned),
            technology: technology.map(str::to_owned),
            ..Vantage::default()
        }
    }

    #[test]
    fn a_network_has_a_name_whatever_is_known() {
        let whole = |operator, technology, language| {
            Named::of(&vantage(operator, technology), Words::of(language)).whole()
        };
        assert_eq!(whole(Some("Beeline"), Some("lte"), Language::En), "Beeline 4G");
        assert_eq!(whole(Some("Beeline"), None, Language::En), "Beeline");
        assert_eq!(whole(None, Some("wifi"), Language::Ru), "Wi-Fi");
        assert_eq!(whole(None, Some("wired"), Language::Kk), "Кабель");
        assert_eq!(whole(None, None, Language::Ru), "Эта сеть");
        assert_eq!(whole(Some("\u{202e}x"), None, Language::En), "\u{fffd}x");
    }
}
