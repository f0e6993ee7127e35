//! The phone's networks, of which a run goes over one: told and opened by the phone's own code, synchronous and quick.

#[cfg(unix)]
use std::io;
#[cfg(unix)]
use std::net::IpAddr;
#[cfg(unix)]
use std::os::fd::{AsRawFd as _, OwnedFd};
#[cfg(unix)]
use std::sync::Arc;

use arna_model::{Uplink, UplinkKind};
#[cfg(unix)]
use arna_net::classify::resolve_error;
#[cfg(unix)]
use arna_net::{OsWire, ResolveError, Wire};
#[cfg(unix)]
use async_trait::async_trait;

use crate::platform::PlatformError;

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
    /// What the system calls it: a network's handle, an interface's name. It is kept with what is measured there.
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
}

/// The phone's networks. Without it a run goes over the default one, and nobody knows whether a VPN carries that.
#[uniffi::export(foreign)]
pub trait Uplinks: Send + Sync {
    /// All there are now. It is asked when a run begins, and once a second while one goes over a network that was chosen:
    /// what is not in it any more is waited for, half a minute at most.
    fn list(&self) -> Result<Vec<NetworkInfo>, PlatformError>;
    /// Puts a socket onto a network, before anything is sent over it: Android's `Network.bindSocket`, `IP_BOUND_IF`
    /// on Apple's systems. The number is a handle of Arna's, good for this call alone: do not close it. Throw if the network
    /// is gone: nothing is sent then.
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

/// The phone's networks as the engine asks for them.
#[cfg(unix)]
pub(crate) struct Known(pub(crate) Arc<dyn Uplinks>);

#[cfg(unix)]
impl Known {
    /// What the phone says, on a thread that may wait; what throws or breaks off says nothing.
    async fn told(uplinks: Arc<dyn Uplinks>) -> Option<Vec<Uplink>> {
        let told = tokio::task::spawn_blocking(move || uplinks.list()).await.ok()?.ok()?;
        Some(told.into_iter().map(Uplink::from).collect())
    }
}

#[cfg(unix)]
#[async_trait]
impl arna_engine::Uplinks for Known {
    async fn list(&self) -> Vec<Uplink> {
        Self::told(self.0.clone()).await.unwrap_or_default()
    }

    async fn wire(&self, uplink: &Uplink) -> io::Result<Arc<dyn Wire>> {
        let chosen = Chosen { uplinks: self.0.clone(), id: uplink.id.clone() };
        Ok(Arc::new(OsWire::new().on(Arc::new(chosen))))
    }
}

/// One of them, as sockets are put onto it.
#[cfg(unix)]
struct Chosen {
    uplinks: Arc<dyn Uplinks>,
    id: String,
}

#[cfg(unix)]
#[async_trait]
impl arna_net::Uplink for Chosen {
    async fn take(&self, socket: OwnedFd) -> io::Result<()> {
        let (uplinks, id) = (self.uplinks.clone(), self.id.clone());
        // The handle goes along: nobody else's socket can get its number while the phone's code has it.
        let bound = tokio::task::spawn_blocking(move || uplinks.bind(id, socket.as_raw_fd()));
        match bound.await {
            Ok(Ok(())) => Ok(()),
            _ => Err(io::ErrorKind::NetworkUnreachable.into()),
        }
    }

    async fn is_there(&self) -> bool {
        // Who says nothing does not say that it is gone.
        let told = Known::told(self.uplinks.clone()).await;
        told.is_none_or(|all| all.iter().any(|one| one.id == self.id))
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        let (uplinks, id, name) = (self.uplinks.clone(), self.id.clone(), name.to_owned());
        let found = tokio::task::spawn_blocking(move || uplinks.resolve(id, name)).await;
        let found = match found {
            Ok(Ok(found)) => found,
            Ok(Err(PlatformError::Failed { reason })) => {
                return Err(unresolved(&reason, IS_ANDROID));
            }
            Err(_) => return Err(ResolveError::Temporary),
        };
        let addresses: Vec<_> = found.iter().filter_map(|text| text.parse().ok()).collect();
        if addresses.is_empty() { Err(unnamed(IS_ANDROID)) } else { Ok(addresses) }
    }
}

/// No address, and nothing thrown.
#[cfg(unix)]
fn unnamed(is_android: bool) -> ResolveError {
    if is_android { ResolveError::NoData } else { ResolveError::NoName }
}

/// What was thrown in place of addresses. Java's one exception quotes what getaddrinfo said, if that said anything; of
/// Android's nobody can tell whether there is no such name or nobody answered.
#[cfg(unix)]
fn unresolved(reason: &str, is_android: bool) -> ResolveError {
    let is_of_java = reason.contains("UnknownHost") || reason.contains("Unable to resolve host");
    match resolve_error(reason, is_android) {
        ResolveError::Permanent if is_android && is_of_java => ResolveError::NoData,
        ResolveError::Permanent => ResolveError::Temporary,
        said => said,
    }
}

#[cfg(unix)]
const IS_ANDROID: bool = cfg!(target_os = "android");

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_platform_throws_says_no_more_than_the_platform_knows() {
        let thrown = "java.net.UnknownHostException: Unable to resolve host \"site.example\": No address \
                      associated with hostname";
        assert_eq!(unresolved(thrown, true), ResolveError::NoData);
        assert_eq!(
            unresolved("java.net.UnknownHostException: site.example", true),
            ResolveError::NoData
        );
        assert_eq!(unresolved(thrown, false), ResolveError::NoAddress);
        assert_eq!(unresolved("it hangs", true), ResolveError::Temporary);
        assert_eq!((unnamed(true), unnamed(false)), (ResolveError::NoData, ResolveError::NoName));
    }
}
