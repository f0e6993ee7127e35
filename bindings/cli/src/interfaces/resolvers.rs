//! Names as a network's own resolvers give them, asked over that network: the system's resolver asks whichever it likes.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use arna_model::{Micros, RunId};
use rustls::RootCertStore;

use arna_net::{Net, Platform, Recorder, ResolveError, Settings, Wire};

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
        // Nothing of it is kept: whoever asked notes what came of it.
        let settings = Settings {
            roots: Arc::new(RootCertStore::empty()),
            epoch: self.wire.now(),
            before: Micros::default(),
            platform: Platform::default(),
        };
        let net = Net::new(self.wire.clone(), settings, Recorder::new(RunId::new("names"), 0));
        net.resolve_of(name, &self.resolvers).await
    }
}
