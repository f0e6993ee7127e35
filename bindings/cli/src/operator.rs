//! Whose network this is: as it was named, as ModemManager says, as its user said before, or says now.
//!
//! What a user says is remembered for that network alone, under a salted digest of what the system calls it: a setting
//! must not say where somebody was. A network whose operator nobody knows goes by the beginning of that digest
//! ("#3f9a2c1d"), so that two of them are never taken for one; where the system tells networks not apart, it has no name.

mod identity;
mod modem;
mod said;

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use arna_engine::Engine;
use arna_engine::run::LedgerError;
use arna_model::UplinkKind;
use arna_net::{Blob, OsWire, Wire as _};
use arna_words::Line;
use serde::{Deserialize, Serialize};

use crate::args::Over;
use crate::exits::Trouble;
use crate::words::line;
use crate::{link, out, places};

/// What is known of whose network it is.
#[derive(Debug, Default)]
pub(crate) struct Operator {
    /// Its name, or the mark of a network whose operator nobody knows.
    pub(crate) name: Option<String>,
    /// What is to be remembered, if anything is new.
    news: Option<Known>,
}

/// What was said of networks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    salt: String,
    /// By the digest of a network; an empty name: its user does not know it, or did not want to say.
    named: BTreeMap<String, String>,
}

/// The operator of the network that something goes over, with what a database remembers of it.
pub(crate) async fn over(over: &Over, database: &Path, may_ask: bool) -> Result<Operator, Trouble> {
    let kept = places::open_to_read(database).ok();
    #[cfg(target_os = "linux")]
    let interface = over.interface.as_deref();
    #[cfg(not(target_os = "linux"))]
    let interface = None;
    of(over.operator.as_deref(), interface, kept.as_ref(), may_ask).await
}

/// The operator of an interface's network, or of the default one.
pub(crate) async fn of(
    named: Option<&str>,
    interface: Option<&str>,
    kept: Option<&Engine>,
    may_ask: bool,
) -> Result<Operator, Trouble> {
    if let Some(name) = named {
        return Ok(Operator { name: Some(name.to_owned()), news: None });
    }
    let interface = match interface {
        Some(name) => Some(name.to_owned()),
        None => link::default_interface(&OsWire::new()).await,
    };
    let Some(interface) = interface else { return Ok(Operator::default()) };
    let kind = link::kind_of_interface(&interface);
    // No other network is a modem's: not the Wi-Fi beside one, and not a VPN over it.
    if matches!(kind, Some(UplinkKind::Cellular) | None)
        && let Some(modem) = modem::network_of(&interface, kind.is_some()).await
        && let Some(name) = modem.operator()
    {
        return Ok(Operator { name: Some(name), news: None });
    }
    if kind == Some(UplinkKind::Vpn) {
        return Ok(Operator::default());
    }
    let Some(identity) = identity::of(&interface).await else { return Ok(Operator::default()) };
    let setting = match kept {
        Some(engine) => engine.store().setting(SETTING).await?,
        None => None,
    };
    let known = Known::read(setting.as_deref());
    known.of(&identity, || if may_ask && can_ask() { asked() } else { Ok(None) })
}

/// Whether the modem behind an interface is abroad; `None`: nobody says.
#[cfg(target_os = "linux")]
pub(crate) async fn is_roaming(interface: &str) -> Option<bool> {
    modem::network_of(interface, true).await?.is_roaming()
}

impl Operator {
    /// Remembers what its user said.
    pub(crate) async fn remember(&self, engine: &Engine) -> Result<(), LedgerError> {
        match &self.news {
            Some(known) => engine.store().set_setting(SETTING, &known.written()).await,
            None => Ok(()),
        }
    }
}

impl Known {
    /// From its setting; nothing is known where there is none, or it makes no sense.
    fn read(setting: Option<&str>) -> Self {
        let read = setting.and_then(|text| serde_json::from_str(text).ok());
        read.unwrap_or_else(|| Self {
            salt: OsWire::new().entropy("salt").id(),
            named: BTreeMap::new(),
        })
    }

    fn written(&self) -> String {
        serde_json::to_string(self).expect("texts by texts are JSON")
    }

    /// Whose network it is; asks if that was never said. What an answer adds is news, and so is the salt of the first
    /// network: without it the next run would call it otherwise.
    fn of(
        mut self,
        identity: &str,
        ask: impl FnOnce() -> Result<Option<String>, Trouble>,
    ) -> Result<Operator, Trouble> {
        let mut digest = Blob::new(format!("{} {identity}", self.salt).into_bytes()).id.to_string();
        digest.truncate(DIGEST);
        let mark = format!("#{}", digest.get(..MARK).unwrap_or(&digest));
        if let Some(name) = self.named.get(&digest) {
            let name = Some(name.clone()).filter(|name| !name.is_empty());
            return Ok(Operator { name: name.or(Some(mark)), news: None });
        }
        let said = ask()?;
        let is_first = self.named.is_empty();
        if let Some(name) = &said {
            self.named.insert(digest, name.clone());
        }
        let news = (said.is_some() || is_first).then_some(self);
        let name = said.filter(|name| !name.is_empty()).unwrap_or(mark);
        Ok(Operator { name: Some(name), news })
    }
}

/// Whether somebody is there who can answer.
fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// What somebody says whose network this is; empty: no answer.
fn asked() -> Result<Option<String>, Trouble> {
    out::ask(format_args!("{} ", line(Line::WhoseNetwork, &[])));
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(|error| {
        let why = crate::words::words().system(&error);
        Trouble::own(line(Line::NoAnswerRead, &[("why", &why)]))
    })?;
    let name: String = arna_model::shown(answer.trim()).chars().take(LONGEST_NAME).collect();
    Ok(Some(name))
}

/// The setting that keeps it.
const SETTING: &str = "cli.networks";
/// Hexadecimal digits of a digest: among a million networks two are alike once in ten million times.
const DIGEST: usize = 16;
/// Those that a network without an operator goes by: of a hundred networks two are alike once in a million times.
const MARK: usize = 8;
/// No operator's name is longer.
const LONGEST_NAME: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    fn never() -> Result<Option<String>, Trouble> {
        panic!("nobody is asked")
    }

    #[test]
    fn a_network_is_asked_for_once_and_nowhere_stands_which_it_is() {
        let said = |name: &str| Ok(Some(name.to_owned()));
        let home = Known::read(None).of("uuid-of-home", || said("Kazakhtelecom")).ok().unwrap();
        assert_eq!(home.name.as_deref(), Some("Kazakhtelecom"));
        let setting = home.news.expect("it is new").written();
        assert!(!setting.contains("uuid") && setting.contains("Kazakhtelecom"), "{setting}");
        let again = Known::read(Some(&setting)).of("uuid-of-home", never).ok().unwrap();
        assert_eq!((again.name.as_deref(), again.news), (Some("Kazakhtelecom"), None));
        let cafe = Known::read(Some(&setting)).of("uuid-of-cafe", || said("")).ok().unwrap();
        let mark = cafe.name.clone().expect("a mark");
        assert!(mark.starts_with('#') && mark.len() == 1 + MARK, "{mark}");
        let setting = cafe.news.expect("not to be asked again").written();
        let again = Known::read(Some(&setting)).of("uuid-of-cafe", never).ok().unwrap();
        assert_eq!(again.name, Some(mark));
    }

    #[test]
    fn two_networks_that_nobody_named_are_two_and_each_stays_itself() {
        let first = Known::read(None).of("a", || Ok(None)).ok().unwrap();
        let setting = first.news.expect("the salt is to be kept").written();
        let of =
            |identity| Known::read(Some(&setting)).of(identity, || Ok(None)).ok().unwrap().name;
        assert_eq!(of("a"), first.name);
        assert_ne!(of("a"), of("b"));
        let other = Known::read(None).of("a", || Ok(None)).ok().unwrap();
        assert_ne!(other.name, first.name, "another salt");
        assert!(Known::read(Some("nonsense")).named.is_empty());
    }
}
