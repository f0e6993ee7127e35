//! The phone's networks, of which a run goes over one: told and opened by the phone's own code, synchronous and quick.

#[cfg(unix)]
mod known;
mod missing;

use arna_engine::usual_network as usual;
use arna_model::{Uplink, UplinkChoice, UplinkKind};

use crate::config::NetworkChoice;
use crate::platform::PlatformError;
#[cfg(unix)]
pub(crate) use known::{Known, OfDefault};
pub use missing::{NoMobile, no_mobile};

/// What carries a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum LinkKind {
    /// A mobile operator's radio.
    Cellular,
    /// A wireless LAN.
    Wifi,
    /// A cable.
    Ethernet,
    /// A tunnel through another one: nothing can be said of the network below.
    Vpn,
}

/// One of the phone's networks, as its system tells of it. What is not known may be missing.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct NetworkInfo {
    /// What the system calls it: a network's handle, an interface's name. It is kept with what is measured there. What goes
    /// away in the middle of a run and comes back is the same network if it has the same.
    pub id: String,
    /// What carries it.
    #[uniffi(default = None)]
    pub kind: Option<LinkKind>,
    /// MCC and MNC of a mobile network, five or six digits like `40101`.
    #[uniffi(default = None)]
    pub operator: Option<String>,
    /// Whether it is the one that whatever names none goes over.
    #[uniffi(default = false)]
    pub is_default: bool,
    /// Whether what passes it is counted and paid for.
    #[uniffi(default = None)]
    pub is_metered: Option<bool>,
    /// Whether it is abroad.
    #[uniffi(default = None)]
    pub is_roaming: Option<bool>,
    /// Whether the system found the Internet behind it.
    #[uniffi(default = None)]
    pub is_validated: Option<bool>,
    /// Whether it wants a login first.
    #[uniffi(default = None)]
    pub has_captive_portal: Option<bool>,
    /// Whether a VPN carries it, whatever its kind.
    #[uniffi(default = false)]
    pub is_vpn: bool,
    /// Whether the system asks for names over TLS.
    #[uniffi(default = None)]
    pub has_private_dns: Option<bool>,
    /// The addresses of the resolvers that it names. On Android they are asked in the clear where the system gives nothing
    /// and does not say why, but never where it asks over TLS: that would tell what its user hides.
    #[uniffi(default = [])]
    pub resolvers: Vec<String>,
}

/// The phone's networks. Without it a run goes over the default one, and nobody knows whether a VPN carries that.
#[uniffi::export(foreign)]
pub trait Uplinks: Send + Sync {
    /// All there are now. It is asked when a run begins, and once a second while one goes over a network that was chosen:
    /// what is not in it any more is waited for, half a minute at most.
    fn list(&self) -> Result<Vec<NetworkInfo>, PlatformError>;
    /// Puts a socket onto a network, before anything is sent over it: Android's `Network.bindSocket`, `IP_BOUND_IF`
    /// on Apple's systems. The number is a handle of Arna's, good for this call alone: do not close it. Throw if the network
    /// is gone: nothing is sent then. Where the system forbids it (Android's `EPERM`: a VPN holds the phone), throw what
    /// it says.
    fn bind(&self, network: String, socket: i32) -> Result<(), PlatformError>;
    /// Asks a network's own resolver for a name's addresses (`Network.getAllByName`); none: there is no such name, which
    /// on Android nobody can tell from a resolver that did not answer. This one may take as long as the resolver does.
    /// Throw if it did not answer.
    fn resolve(&self, network: String, name: String) -> Result<Vec<String>, PlatformError>;
}

impl From<NetworkInfo> for Uplink {
    fn from(info: NetworkInfo) -> Self {
        Self {
            kind: info.kind.map(|kind| match kind {
                LinkKind::Cellular => UplinkKind::Cellular,
                LinkKind::Wifi => UplinkKind::Wifi,
                LinkKind::Ethernet => UplinkKind::Ethernet,
                LinkKind::Vpn => UplinkKind::Vpn,
            }),
            is_vpn: info.is_vpn || info.kind == Some(LinkKind::Vpn),
            id: info.id,
            operator: info.operator,
            technology: None,
            is_default: info.is_default,
            is_metered: info.is_metered,
            is_roaming: info.is_roaming,
            is_validated: info.is_validated,
            has_captive_portal: info.has_captive_portal,
            has_private_dns: info.has_private_dns,
        }
    }
}

/// Which of these a run goes over where nobody chose one, as a run takes it; nothing: the default one.
#[uniffi::export]
pub fn usual_network(networks: Vec<NetworkInfo>) -> Option<NetworkChoice> {
    let networks: Vec<_> = networks.into_iter().map(Uplink::from).collect();
    match usual(&networks) {
        UplinkChoice::Default => None,
        UplinkChoice::Cellular => Some(NetworkChoice::Cellular),
        UplinkChoice::Wifi => Some(NetworkChoice::Wifi),
        UplinkChoice::Named(id) => Some(NetworkChoice::Named { id }),
    }
}
