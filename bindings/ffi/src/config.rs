//! What apps ask for, parsed at the door.

use std::path::{Path, PathBuf};

use arna_engine::page;
use arna_model::{Leave, Request, Target, UplinkChoice, Vantage};
use arna_words::Words;

use crate::ArnaError;
use crate::fault::Fault;
use crate::screens::{ZoneShift, reads};

/// What an engine is opened with.
#[derive(Clone, Debug, uniffi::Record)]
pub struct EngineConfig {
    /// The folder that results are kept in; made if it is missing. Give Arna one of its own: `wipe` empties it.
    pub folder: String,
    /// Language of all texts, as a BCP 47 tag (`kk`, `ru-KZ`); what Arna does not speak is told in English.
    pub language: String,
    /// Country that the phone is in, ISO 3166 (`KZ`), if it knows it: who is asked whether the border is open. A radio may
    /// tell of another one later.
    #[uniffi(default = None)]
    pub country: Option<String>,
    /// A simulated country instead of the phone's network. Only for tests: a shipped library refuses it.
    #[uniffi(default = None)]
    pub lab: Option<LabConfig>,
    /// The zone of the phone's clock, as of a `Reader`: times in sentences of rows and events are by it. None: UTC.
    #[uniffi(default = [])]
    pub zone: Vec<ZoneShift>,
}

/// A simulated country.
#[derive(Clone, Debug, uniffi::Record)]
pub struct LabConfig {
    /// Its name (`kz-2024-sni-drop`) or a scenario as TOML.
    pub scenario: String,
    /// The mobile link, if not the scenario's own: `edge`, `poor3g`, `good3g`, `lte`, `lte_edge`, `wired`.
    #[uniffi(default = None)]
    pub profile: Option<String>,
    /// The same seed gives the same history.
    #[uniffi(default = 1)]
    pub seed: u64,
}

/// What one tap asks for.
#[derive(Clone, Debug, Default, uniffi::Record)]
pub struct RunRequest {
    /// Names of nettests, in order; none: the usual ones.
    #[uniffi(default = [])]
    pub nettests: Vec<String>,
    /// URLs to measure; none: the pages of lists. (In a simulated country: its own sites, where no list is named.)
    #[uniffi(default = [])]
    pub targets: Vec<String>,
    /// Sites that look blocked are double-checked even if they were within a day: the user asks for it.
    #[uniffi(default = false)]
    pub is_recheck: bool,
    /// Which of the phone's networks it goes over.
    #[uniffi(default = None)]
    pub network: Option<NetworkChoice>,
    /// It is made though a VPN carries that network: what is said is then of wherever the VPN ends. Without this all
    /// targets are `NotTested` there.
    #[uniffi(default = false)]
    pub is_over_vpn: bool,
    /// The id of the one list whose pages are measured, on or off; nothing: what is on in all of them.
    #[uniffi(default = None)]
    pub list: Option<String>,
    /// Most sites that are double-checked in this run; nothing: 40. `resume` takes up the rest.
    #[uniffi(default = None)]
    pub most_confirmations: Option<u16>,
    /// It may be made abroad, and beyond the bytes that the settings give to a run, a day and a month: a yes of the
    /// user's for this once. Without it what the settings forbid is `NotAllowed`.
    #[uniffi(default = false)]
    pub is_beyond_means: bool,
    /// Minutes that local time is ahead of UTC: days and months of the settings begin at local midnight.
    #[uniffi(default = 0)]
    pub minutes_ahead: i32,
}

/// Another network than the default one.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum NetworkChoice {
    /// The mobile operator's; of two SIMs the one that carries data.
    Cellular,
    /// The wireless LAN.
    Wifi,
    /// The one of this id.
    Named {
        /// As `Uplinks` tells it.
        id: String,
    },
}

impl From<NetworkChoice> for UplinkChoice {
    fn from(choice: NetworkChoice) -> Self {
        match choice {
            NetworkChoice::Cellular => Self::Cellular,
            NetworkChoice::Wifi => Self::Wifi,
            NetworkChoice::Named { id } => Self::Named(id),
        }
    }
}

impl EngineConfig {
    pub(crate) fn words(&self) -> Words {
        reads(&self.language, &self.zone)
    }

    /// The database in the folder.
    pub(crate) fn database(&self) -> Result<PathBuf, ArnaError> {
        let folder = Path::new(&self.folder);
        if !folder.is_absolute() {
            return Err(ArnaError::refused(
                "the folder for results must be named from the root of the file system on",
            ));
        }
        Ok(folder.join(DATABASE))
    }

    pub(crate) fn vantage(&self) -> Result<Vantage, ArnaError> {
        let is_code =
            |code: &&str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic());
        let country = match self.country.as_deref().filter(|code| !code.is_empty()) {
            Some(code) if is_code(&code) => Some(code.to_ascii_uppercase()),
            None => None,
            Some(_) => {
                return Err(ArnaError::refused("a country is named by two letters, like KZ"));
            }
        };
        Ok(Vantage { country, ..Vantage::default() })
    }
}

impl RunRequest {
    /// What the user says of this moment.
    pub(crate) fn leave(&self) -> Leave {
        Leave { is_agreed: self.is_beyond_means, ahead: self.minutes_ahead }
    }

    /// This on top of what is usual where the engine is.
    pub(crate) fn on(self, usual: Request) -> Result<Request, Fault> {
        let mut request = usual;
        request.leave = self.leave();
        request.is_recheck |= self.is_recheck;
        request.uplink = self.network.map_or(UplinkChoice::Default, UplinkChoice::from);
        request.is_over_vpn = self.is_over_vpn;
        request.most_confirmations = self.most_confirmations.or(request.most_confirmations);
        if self.list.is_some() && !self.targets.is_empty() {
            return Err(ArnaError::refused("a run is of pages or of a list, not of both").into());
        }
        if !self.nettests.is_empty() {
            request.nettests = self.nettests;
        }
        if !self.targets.is_empty() {
            request.targets.clear();
            for text in &self.targets {
                let input = String::from(page(text).map_err(Fault::Page)?);
                if !request.targets.iter().any(|target| target.input == input) {
                    request.targets.push(Target { input, category: None, list: None, truth: None });
                }
            }
        }
        Ok(request)
    }
}

const DATABASE: &str = "arna.db";
