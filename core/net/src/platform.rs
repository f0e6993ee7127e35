//! What a phone supplies beside its network, each part where the platform has it.

use std::fmt;
use std::sync::Arc;

use arna_model::WallTime;
use async_trait::async_trait;
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};

use crate::Radio;
use crate::tls::web_pki;

/// What a phone supplies beside its network.
#[derive(Clone, Default)]
pub struct Platform {
    /// What it knows of its radio.
    pub radio: Option<Arc<dyn Radio>>,
    /// Whom it trusts.
    pub trust: Option<Arc<dyn Trust>>,
}

/// Whom the phone's own store trusts. It is asked about chains that the bundled roots of the web refuse, and about
/// nothing else: where it takes one, browsers would open the page, and whoever holds the chain's key can read what is
/// typed there.
#[async_trait]
pub trait Trust: Send + Sync + 'static {
    /// Whether the phone takes this chain (DER, leaf first) for `name` at the time `at`; `None`: it cannot say.
    async fn accepts(&self, chain: &[Vec<u8>], name: &str, at: WallTime) -> Option<bool>;
}

/// A store that is a list of roots, as systems without a judge of their own keep it.
pub struct RootStore(RootCertStore);

impl RootStore {
    /// These roots. Without any, nothing is taken.
    pub fn new(roots: RootCertStore) -> Self {
        Self(roots)
    }
}

#[async_trait]
impl Trust for RootStore {
    async fn accepts(&self, chain: &[Vec<u8>], name: &str, at: WallTime) -> Option<bool> {
        if self.0.is_empty() {
            return Some(false);
        }
        let chain: Vec<_> = chain.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let (leaf, others) = chain.split_first()?;
        let name = ServerName::try_from(name.to_owned()).ok()?;
        let seconds = u64::try_from(at.unix_seconds()).ok()?;
        let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
        Some(web_pki(&self.0, leaf, others, &name, now).is_ok())
    }
}

impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Platform")
            .field("radio", &self.radio.is_some())
            .field("trust", &self.trust.is_some())
            .finish()
    }
}
