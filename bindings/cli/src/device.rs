//! What this machine supplies beside its network: a terminal knows of no radio, but of whom it trusts.

use std::sync::Arc;

use arna_model::WallTime;
use arna_net::{Platform, RootStore, Trust};
use async_trait::async_trait;
use rustls::RootCertStore;
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;

/// This machine.
pub(crate) fn platform() -> Platform {
    Platform { radio: None, trust: Some(Arc::new(SystemStore::default())) }
}

/// The system's own roots, read when the first chain needs them: mostly never.
#[derive(Default)]
struct SystemStore(OnceCell<Option<RootStore>>);

#[async_trait]
impl Trust for SystemStore {
    async fn accepts(&self, chain: &[Vec<u8>], name: &str, at: WallTime) -> Option<bool> {
        let read = || async { spawn_blocking(system_roots).await.ok().flatten() };
        self.0.get_or_init(read).await.as_ref()?.accepts(chain, name, at).await
    }
}

fn system_roots() -> Option<RootStore> {
    let mut roots = RootCertStore::empty();
    let (read, _unreadable) =
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    (read > 0).then(|| RootStore::new(roots))
}
