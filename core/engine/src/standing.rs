//! What is measured with, and from where: the phone's networks, and what is known of the one that is used.

use std::sync::{Arc, Mutex, PoisonError};

use arna_model::{Micros, Uplink, UplinkChoice, Vantage};
use arna_net::{Platform, Settings, Wire};
use rustls::RootCertStore;

use crate::uplinks::{self, Over};
use crate::{Error, Uplinks, operators};

/// What an engine measures with.
#[derive(Clone)]
pub(crate) struct Standing {
    /// The network that is used where none is chosen.
    pub(crate) wire: Arc<dyn Wire>,
    /// All of them, where one may be chosen.
    pub(crate) uplinks: Option<Arc<dyn Uplinks>>,
    /// The roots of the web.
    pub(crate) roots: Arc<RootCertStore>,
    /// From where, as far as the shell knows.
    pub(crate) vantage: Vantage,
    /// What the phone supplies beside its network.
    pub(crate) platform: Platform,
    /// In which country.
    pub(crate) country: InCountry,
}

/// The country that the phone was last said to be in. Where it says nothing for a while (no service behind the border, a
/// radio that does not answer) it is there still: its networks are not others for that.
#[derive(Clone, Default)]
pub(crate) struct InCountry(Arc<Mutex<Option<String>>>);

impl InCountry {
    /// What is known once `said` was said.
    fn after(&self, said: Option<String>) -> Option<String> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if said.is_some() {
            *last = said;
        }
        last.clone()
    }
}

impl Standing {
    /// The network that is meant.
    ///
    /// # Errors
    /// There is no such network now.
    pub(crate) async fn over(&self, choice: &UplinkChoice) -> Result<Over, Error> {
        uplinks::over(self.uplinks.as_ref(), &self.wire, choice).await
    }

    /// From where, over one of the phone's networks if that was chosen.
    pub(crate) async fn here_over(&self, uplink: Option<Uplink>) -> Vantage {
        let Some(uplink) = uplink else { return self.here().await };
        if uplink.is_default {
            return Vantage { uplink: Some(uplink), ..self.here().await };
        }
        // What the shell and the radio say is of the default one.
        let kind =
            || uplink.kind.map_or_else(|| uplink.id.clone(), |kind| kind.as_str().to_owned());
        let technology = Some(uplink.technology.clone().unwrap_or_else(kind));
        let operator = uplink.operator.clone();
        let here = self.here().await;
        let mut other = Vantage { operator, technology, uplink: Some(uplink), ..here };
        operators::settle(&mut other);
        other
    }

    /// From where, with what the radio says of what the shell left open, and of the country, which another one may be by
    /// now than when the shell told it.
    pub(crate) async fn here(&self) -> Vantage {
        let mut here = self.vantage.clone();
        let software =
            || format!("arna {}, judge {}", env!("CARGO_PKG_VERSION"), arna_judge::VERSION);
        here.software.get_or_insert_with(software);
        // A simulated country's phone stays there.
        let may_move = here.lab.is_none();
        if may_move || here.operator.is_none() || here.technology.is_none() {
            let said = self.platform.reading().await;
            if may_move {
                here.country = self.country.after(said.country).or(here.country);
            }
            here.operator = here.operator.or(said.operator);
            here.technology = here.technology.or(said.technology.map(|it| it.as_str().to_owned()));
        }
        operators::settle(&mut here);
        here
    }

    pub(crate) fn for_net(&self, wire: &dyn Wire, before: Micros) -> Settings {
        let (roots, platform) = (self.roots.clone(), self.platform.clone());
        Settings { roots, epoch: wire.now(), before, platform }
    }
}
