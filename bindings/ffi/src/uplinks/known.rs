//! The phone's networks as the engine asks for them: on threads that may wait, and what throws says nothing.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::sync::Arc;

use arna_model::Uplink;
use arna_net::classify::resolve_error;
use arna_net::{OsWire, ResolveError, Wire, system_resolve};
use async_trait::async_trait;

use super::{NetworkInfo, Uplinks};
use crate::platform::PlatformError;

/// The phone's networks as the engine asks for them.
pub(crate) struct Known(pub(crate) Arc<dyn Uplinks>);

impl Known {
    /// What the phone says; what throws or breaks off says nothing.
    async fn told(uplinks: Arc<dyn Uplinks>) -> Option<Vec<NetworkInfo>> {
        tokio::task::spawn_blocking(move || uplinks.list()).await.ok()?.ok()
    }

    /// Whom a network of the phone names to be asked for names.
    async fn resolvers(
        uplinks: &Arc<dyn Uplinks>,
        is_meant: impl Fn(&NetworkInfo) -> bool,
    ) -> Vec<SocketAddr> {
        let told = Self::told(uplinks.clone()).await.unwrap_or_default();
        told.iter().find(|one| is_meant(one)).map(resolvers_of).unwrap_or_default()
    }
}

#[async_trait]
impl arna_engine::Uplinks for Known {
    async fn list(&self) -> Vec<Uplink> {
        let told = Self::told(self.0.clone()).await.unwrap_or_default();
        told.into_iter().map(Uplink::from).collect()
    }

    async fn wire(&self, uplink: &Uplink) -> io::Result<Arc<dyn Wire>> {
        let chosen = Chosen { uplinks: self.0.clone(), id: uplink.id.clone() };
        Ok(Arc::new(OsWire::new().on(Arc::new(chosen))))
    }
}

/// One of them, as sockets are put onto it.
struct Chosen {
    uplinks: Arc<dyn Uplinks>,
    id: String,
}

#[async_trait]
impl arna_net::Uplink for Chosen {
    async fn take(&self, socket: OwnedFd) -> io::Result<()> {
        let (uplinks, id) = (self.uplinks.clone(), self.id.clone());
        // The handle goes along: nobody else's socket can get its number while the phone's code has it.
        let bound = tokio::task::spawn_blocking(move || uplinks.bind(id, socket.as_raw_fd()));
        match bound.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(PlatformError::Failed { reason })) if is_forbidden(&reason) => {
                Err(io::ErrorKind::PermissionDenied.into())
            }
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

    async fn resolvers(&self) -> Vec<SocketAddr> {
        Known::resolvers(&self.uplinks, |one| one.id == self.id).await
    }
}

/// Whichever network is the default one: sockets are on it by themselves, and it is never away.
pub(crate) struct OfDefault(pub(crate) Arc<dyn Uplinks>);

#[async_trait]
impl arna_net::Uplink for OfDefault {
    async fn take(&self, _socket: OwnedFd) -> io::Result<()> {
        Ok(())
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        system_resolve(name).await
    }

    async fn resolvers(&self) -> Vec<SocketAddr> {
        Known::resolvers(&self.0, |one| one.is_default).await
    }
}

/// Whom a network names, if it may be asked in the clear. An address that holds for one link alone would want to know
/// which.
fn resolvers_of(network: &NetworkInfo) -> Vec<SocketAddr> {
    if network.has_private_dns == Some(true) {
        return Vec::new();
    }
    let of_link = |ip: &IpAddr| matches!(ip, IpAddr::V6(ip) if ip.is_unicast_link_local());
    let named = network.resolvers.iter().filter_map(|text| text.parse().ok());
    named.filter(|ip| !of_link(ip)).map(|ip| SocketAddr::new(ip, DNS)).collect()
}

const DNS: u16 = 53;

/// Whether the system said that nobody may use a network, and not that it is gone. Android's `getAllByName` has another
/// word for it than `bindSocket`.
fn is_forbidden(reason: &str) -> bool {
    ["EPERM", "not permitted", "EACCES", "Permission denied"].iter().any(|it| reason.contains(it))
}

/// No address, and nothing thrown.
fn unnamed(is_android: bool) -> ResolveError {
    if is_android { ResolveError::NoData } else { ResolveError::NoName }
}

/// What was thrown in place of addresses. Java's one exception quotes what getaddrinfo said, if that said anything; of
/// Android's nobody can tell whether there is no such name or nobody answered.
fn unresolved(reason: &str, is_android: bool) -> ResolveError {
    // Nothing was sent, and nothing is counted.
    if is_forbidden(reason) {
        return ResolveError::NoNetwork;
    }
    let is_of_java = reason.contains("UnknownHost") || reason.contains("Unable to resolve host");
    match resolve_error(reason, is_android) {
        ResolveError::Permanent if is_android && is_of_java => ResolveError::NoData,
        ResolveError::Permanent => ResolveError::Temporary,
        said => said,
    }
}

const IS_ANDROID: bool = cfg!(target_os = "android");

#[cfg(test)]
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
        let forbidden =
            "java.lang.SecurityException: Permission denied (missing INTERNET permission?)";
        for is_android in [true, false] {
            assert_eq!(unresolved(forbidden, is_android), ResolveError::NoNetwork);
        }
        assert_eq!((unnamed(true), unnamed(false)), (ResolveError::NoData, ResolveError::NoName));
    }

    #[test]
    fn whom_a_network_names_is_asked_unless_its_user_hides_names() {
        let named = ["10.0.0.1", "fe80::1", "fe80::1%wlan0", "2001:db8::53", "rubbish"];
        let network = |has_private_dns| NetworkInfo {
            id: "37".to_owned(),
            kind: None,
            operator: None,
            is_default: true,
            is_metered: None,
            is_roaming: None,
            is_validated: None,
            has_captive_portal: None,
            is_vpn: false,
            has_private_dns,
            resolvers: named.map(str::to_owned).into(),
        };
        let asked: Vec<SocketAddr> =
            vec!["10.0.0.1:53".parse().unwrap(), "[2001:db8::53]:53".parse().unwrap()];
        assert_eq!(resolvers_of(&network(Some(false))), asked);
        // Systems before Android 9 have no such thing, and say nothing of it.
        assert_eq!(resolvers_of(&network(None)), asked);
        assert_eq!(resolvers_of(&network(Some(true))), []);
    }

    #[test]
    fn what_is_forbidden_is_not_gone() {
        let said = "Binding socket to network 100 failed: EPERM (Operation not permitted)";
        assert!(is_forbidden(&format!("java.net.SocketException: {said}")));
        assert!(!is_forbidden(
            "Binding socket to network 100 failed: ENONET (Machine is not on the network)"
        ));
    }
}
