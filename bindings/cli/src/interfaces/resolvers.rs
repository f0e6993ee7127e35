//! Names as a network's own resolvers give them, asked over that network: the system's resolver asks whichever it likes.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use arna_model::{Failure, Micros, RunId};
use rustls::RootCertStore;

use arna_net::{Family, Net, Platform, Recorder, ResolveError, Settings, Wire};

/// Asks a network's own resolvers.
pub(super) struct Names {
    wire: Arc<dyn Wire>,
    resolvers: Vec<SocketAddr>,
}

impl Names {
    /// Asks these, in this order, over a network.
    pub(super) fn over(wire: Arc<dyn Wire>, resolvers: Vec<SocketAddr>) -> Self {
        Self { wire, resolvers }
    }

    /// As a system's resolver asks: for both families, and the next one where the first says nothing.
    ///
    /// # Errors
    /// What they say; `Temporary` if none of them says anything, or there is none.
    pub(super) async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        for resolver in &self.resolvers {
            match self.asked(name, *resolver).await {
                Err(ResolveError::Temporary) => {}
                said => return said,
            }
        }
        Err(ResolveError::Temporary)
    }

    async fn asked(&self, name: &str, resolver: SocketAddr) -> Result<Vec<IpAddr>, ResolveError> {
        // Nothing of it is kept: whoever asked notes what came of it.
        let settings = Settings {
            roots: Arc::new(RootCertStore::empty()),
            epoch: self.wire.now(),
            before: Micros::default(),
            platform: Platform::default(),
        };
        let net = Net::new(self.wire.clone(), settings, Recorder::new(RunId::new("names"), 0));
        let (v4, v6) = tokio::join!(
            net.resolve_udp_of(name, Family::V4, resolver),
            net.resolve_udp_of(name, Family::V6, resolver)
        );
        of_both(v4.outcome, v6.outcome)
    }
}

/// What an address of either family, or none, comes to.
fn of_both(
    v4: Result<Vec<IpAddr>, Failure>,
    v6: Result<Vec<IpAddr>, Failure>,
) -> Result<Vec<IpAddr>, ResolveError> {
    match (v4, v6) {
        (Ok(mut v4), v6) => {
            v4.extend(v6.unwrap_or_default());
            Ok(v4)
        }
        (Err(_), Ok(v6)) => Ok(v6),
        (Err(Failure::DnsNxdomain), _) | (_, Err(Failure::DnsNxdomain)) => {
            Err(ResolveError::NoName)
        }
        (Err(Failure::DnsNoAnswer), Err(Failure::DnsNoAnswer)) => Err(ResolveError::NoAddress),
        _ => Err(ResolveError::Temporary),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_either_family_is_one_and_a_silence_is_no_denial() {
        let ip: IpAddr = [192, 0, 2, 1].into();
        let (none, nobody) = (|| Err(Failure::DnsNoAnswer), || Err(Failure::DnsNxdomain));
        let silent = || Err(Failure::GenericTimeout);
        assert_eq!(of_both(Ok(vec![ip]), silent()), Ok(vec![ip]));
        assert_eq!(of_both(none(), Ok(vec![ip])), Ok(vec![ip]));
        assert_eq!(of_both(nobody(), nobody()), Err(ResolveError::NoName));
        assert_eq!(of_both(none(), none()), Err(ResolveError::NoAddress));
        assert_eq!(of_both(none(), silent()), Err(ResolveError::Temporary));
        assert_eq!(of_both(silent(), silent()), Err(ResolveError::Temporary));
    }
}
