//! Names as a network's own resolvers give them, asked over that network: Android's resolver keeps to itself why it gives
//! nothing.

use std::net::{IpAddr, SocketAddr};

use arna_model::{Failure, Micros};
use tokio::time::timeout;

use crate::{Family, Net, ResolveError};

impl Net {
    /// Asks the system's resolver, and where that gives nothing and keeps to itself why, those whom the network names.
    ///
    /// # Errors
    /// What they say.
    pub(crate) async fn resolve_anyhow(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        let said = self.wire().resolve(name).await;
        if said != Err(ResolveError::NoData) {
            return said;
        }
        let beside = timeout(SECOND_PATIENCE.into(), self.resolve_beside(name)).await;
        beside.unwrap_or(said)
    }

    /// Asks those whom the network names. No observation is kept of it, since the lookup says what came of it; the run
    /// counts its bytes.
    async fn resolve_beside(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        // A tape of its own, which nobody takes.
        let net = self.step(&format!("beside/{name}/{}", self.now().0));
        let resolvers = net.wire().resolvers().await;
        match net.resolve_of(name, &resolvers).await {
            Err(ResolveError::Temporary) => Err(ResolveError::NoData),
            said => said,
        }
    }

    /// Asks these resolvers as a system does: for both families, and the next one where the first says nothing.
    ///
    /// # Errors
    /// What they say; `Temporary` if none of them says anything, or there is none.
    pub async fn resolve_of(
        &self,
        name: &str,
        resolvers: &[SocketAddr],
    ) -> Result<Vec<IpAddr>, ResolveError> {
        for &resolver in resolvers {
            let (v4, v6) = tokio::join!(
                self.resolve_udp_of(name, Family::V4, resolver),
                self.resolve_udp_of(name, Family::V6, resolver)
            );
            match of_both(v4.outcome, v6.outcome) {
                Err(ResolveError::Temporary) => {}
                said => return said,
            }
        }
        Err(ResolveError::Temporary)
    }
}

/// How long they are waited for (**ours**): the system's resolver has used up most of a lookup's time by then.
const SECOND_PATIENCE: Micros = Micros::from_secs(6);

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
