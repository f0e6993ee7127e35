//! The phone's networks, and the one that a run goes over.

use std::io;
use std::sync::Arc;

use arna_model::{Purse, Request, Uplink, UplinkChoice, UplinkKind};
use arna_net::Wire;
use async_trait::async_trait;

use crate::Error;

/// The phone's networks, as its shell tells of them.
#[async_trait]
pub trait Uplinks: Send + Sync + 'static {
    /// All there are now. Nothing is sent.
    async fn list(&self) -> Vec<Uplink>;

    /// One of them, as measuring uses it: every socket, and every name that its resolver is asked for.
    ///
    /// # Errors
    /// It is gone, or nobody may choose it.
    async fn wire(&self, uplink: &Uplink) -> io::Result<Arc<dyn Wire>>;
}

/// What a run goes over.
pub(crate) struct Over {
    pub(crate) wire: Arc<dyn Wire>,
    /// Which it is, if it was chosen, or a VPN carries it.
    pub(crate) uplink: Option<Uplink>,
    /// The same, whoever chose it, as far as the shell tells.
    pub(crate) known: Option<Uplink>,
    /// Whose limits its bytes count against, if the shell tells which network it is.
    pub(crate) purse: Option<Purse>,
}

impl Over {
    /// Whether nothing may be measured, since a VPN carries it and that was not asked for.
    pub(crate) fn is_hidden_by_vpn(&self, request: &Request) -> bool {
        !request.is_over_vpn && self.uplink.as_ref().is_some_and(|uplink| uplink.is_vpn)
    }
}

/// Finds what is meant. What nobody chose is the shell's own `wire`.
pub(crate) async fn over(
    uplinks: Option<&Arc<dyn Uplinks>>,
    wire: &Arc<dyn Wire>,
    choice: &UplinkChoice,
) -> Result<Over, Error> {
    let known = match uplinks {
        Some(uplinks) => uplinks.list().await,
        None => Vec::new(),
    };
    let meant = known.into_iter().filter(|one| choice.is_meant(one));
    // Of two SIMs the one that carries data.
    let found = meant.min_by_key(|one| !one.is_default);
    if choice.is_default() {
        let purse = found.as_ref().map(Purse::of);
        let uplink = found.clone().filter(|one| one.is_vpn);
        return Ok(Over { wire: wire.clone(), uplink, known: found, purse });
    }
    let (Some(uplinks), Some(found)) = (uplinks, found) else {
        return Err(Error::NoUplink(choice.clone()));
    };
    let gone = |_| Error::NoUplink(choice.clone());
    let purse = Some(Purse::of(&found));
    let wire = uplinks.wire(&found).await.map_err(gone)?;
    Ok(Over { wire, uplink: Some(found.clone()), known: Some(found), purse })
}

/// Which network a run goes over where nobody chose one: the mobile operator's also while the phone is on Wi-Fi, since it is
/// what Arna is for, but not abroad, where it may be dear.
pub fn usual_network(networks: &[Uplink]) -> UplinkChoice {
    let is_wifi = |one: &Uplink| one.is_default && one.kind == Some(UplinkKind::Wifi);
    let is_mobile =
        |one: &Uplink| one.kind == Some(UplinkKind::Cellular) && one.is_roaming != Some(true);
    match networks.iter().any(is_wifi) && networks.iter().any(is_mobile) {
        true => UplinkChoice::Cellular,
        false => UplinkChoice::Default,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_wifi_the_mobile_network_is_meant_unless_it_is_abroad_or_something_hides_it() {
        let one = |kind, is_default| Uplink { kind: Some(kind), is_default, ..Uplink::default() };
        let (wifi, mobile) = (one(UplinkKind::Wifi, true), one(UplinkKind::Cellular, false));
        let usual = |networks: &[&Uplink]| {
            usual_network(&networks.iter().map(|&one| one.clone()).collect::<Vec<_>>())
        };
        assert_eq!(usual(&[&wifi, &mobile]), UplinkChoice::Cellular);
        assert_eq!(usual(&[&wifi]), UplinkChoice::Default);
        assert_eq!(usual(&[]), UplinkChoice::Default);
        let own = one(UplinkKind::Cellular, true);
        assert_eq!(usual(&[&own, &one(UplinkKind::Wifi, false)]), UplinkChoice::Default);
        let abroad = Uplink { is_roaming: Some(true), ..mobile.clone() };
        assert_eq!(usual(&[&wifi, &abroad]), UplinkChoice::Default);
        let vpn = one(UplinkKind::Vpn, true);
        assert_eq!(usual(&[&vpn, &one(UplinkKind::Wifi, false), &mobile]), UplinkChoice::Default);
    }
}
