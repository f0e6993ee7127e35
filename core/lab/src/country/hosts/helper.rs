//! The test helper in the lab is the real one (`arna-helper`), on a simulated host.

use std::net::SocketAddr;
use std::sync::Arc;

use arna_helper::{Helper, Settings, server_config};
use rustls::RootCertStore;
use tokio::task::JoinSet;

use super::super::certificates::Identity;
use super::{HTTP, HTTPS, accept_all};
use crate::sim::Host;

/// A helper, before it is put up.
pub(in super::super) struct HelperHost {
    /// What it shows for whatever name.
    pub(in super::super) identity: Identity,
    /// Whom it asks for names.
    pub(in super::super) resolver: SocketAddr,
    /// Whether it answers requests in the clear.
    pub(in super::super) listens_on_80: bool,
}

impl HelperHost {
    /// Puts it up on `host`: its protocol over TLS for whatever name, and a UDP echo, both on 443; on 80
    /// the same in the clear for whatever host.
    ///
    /// # Errors
    /// When the identity's key and certificate do not fit.
    pub(in super::super) fn put_up(
        self,
        host: &Host,
        roots: Arc<RootCertStore>,
        tasks: &mut JoinSet<()>,
    ) -> Result<(), rustls::Error> {
        let config = Arc::new(server_config(self.identity.chain, self.identity.key)?);
        // One phone may measure a whole country here, for as many hours as it takes.
        let settings = Settings {
            roots,
            max_targets: u32::MAX,
            max_visits: u32::MAX,
            max_visits_of_address: u32::MAX,
            ..Settings::default()
        };
        let helper = Helper::new(host.wire(vec![self.resolver]), settings);
        let echoing = Arc::clone(&helper);
        if self.listens_on_80 {
            let helper = Arc::clone(&helper);
            tasks.spawn(accept_all(host.listen(HTTP), move |stream, phone| {
                let helper = Arc::clone(&helper);
                async move { helper.serve_http(stream, phone.ip()).await }
            }));
        }
        tasks.spawn(accept_all(host.listen(HTTPS), move |stream, phone| {
            let (helper, config) = (Arc::clone(&helper), Arc::clone(&config));
            async move { helper.serve_tls(stream, phone.ip(), config).await }
        }));
        let socket = host.datagrams(HTTPS);
        tasks.spawn(async move {
            loop {
                let (payload, from) = socket.receive().await;
                if let Some(answer) = echoing.echo(&payload, from) {
                    socket.send(&answer, from).await;
                }
            }
        });
        Ok(())
    }
}
