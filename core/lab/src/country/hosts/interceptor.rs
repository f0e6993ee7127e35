//! An interceptor as in 2019: it holds the phone's TLS connection itself, under the state's root.
//!
//! It fires for listed names at servers that show a certificate, and copies that server's name into its own; behind
//! it the page is the site's. (That of 2019 asked for one that the web trusts; this one does not.)

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arna_net::Stream;
use rustls::ServerConfig;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::super::certificates::StateRoot;
use super::talk::{Asked, talk};
use super::web::{HTTP_1, config};
use super::{HANDSHAKE, Manner, accept_all};
use crate::sim::Listener;

/// An interceptor.
pub(in super::super) struct Interceptor {
    root: StateRoot,
    /// The servers that show certificates, and for which name.
    servers: BTreeMap<IpAddr, String>,
    configs: Mutex<BTreeMap<String, Arc<ServerConfig>>>,
}

impl Interceptor {
    /// One that knows these servers.
    pub(in super::super) fn new(root: StateRoot, servers: BTreeMap<IpAddr, String>) -> Self {
        Self { root, servers, configs: Mutex::default() }
    }

    /// Where it fires.
    pub(in super::super) fn addresses(&self) -> Vec<IpAddr> {
        self.servers.keys().copied().collect()
    }

    /// Serves what `listener` is handed.
    pub(in super::super) fn put_up(self, listener: Listener, tasks: &mut JoinSet<()>) {
        let this = Arc::new(self);
        tasks.spawn(accept_all(listener, move |stream, dialled| {
            Arc::clone(&this).serve(stream, dialled.ip())
        }));
    }

    async fn serve(self: Arc<Self>, stream: Box<dyn Stream>, server: IpAddr) {
        let Some(name) = self.servers.get(&server) else { return };
        let acceptor = TlsAcceptor::from(self.config(name));
        if let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(stream)).await {
            let answer = |_: &Asked| Manner::ordinary().answer(name, true);
            talk(stream, Duration::ZERO, answer).await;
        }
    }

    fn config(&self, name: &str) -> Arc<ServerConfig> {
        let mut configs = self.configs.lock().unwrap_or_else(PoisonError::into_inner);
        let made = configs.entry(name.to_owned()).or_insert_with(|| {
            let forged = self.root.forge(name).expect("the name is in a certificate already");
            Arc::new(config(forged, false, &[HTTP_1]))
        });
        Arc::clone(made)
    }
}
