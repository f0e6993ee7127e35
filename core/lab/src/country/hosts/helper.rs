//! The test helper in the lab is the real one (`arna-helper`), on a simulated host.

use std::net::SocketAddr;
use std::sync::Arc;

use arna_helper::{Helper, Settings, echo, server_config};
use rustls::RootCertStore;
use tokio::task::JoinSet;

use super::super::certificates::Identity;
use super::{HTTPS, accept_all};
use crate::sim::Host;

/// Puts a helper up on `host`: its protocol over TLS for whatever name, and a UDP echo, both on 443.
///
/// # Errors
/// When the identity's key and certificate do not fit.
pub(in super::super) fn put_up_helper(
    host: &Host,
    identity: Identity,
    roots: Arc<RootCertStore>,
    resolver: SocketAddr,
    tasks: &mut JoinSet<()>,
) -> Result<(), rustls::Error> {
    let config = Arc::new(server_config(identity.chain, identity.key)?);
    // One phone may measure a whole country here.
    let settings = Settings { roots, max_targets: u32::MAX, ..Settings::default() };
    let helper = Helper::new(host.wire(vec![resolver]), settings);
    tasks.spawn(accept_all(host.listen(HTTPS), move |stream, phone| {
        let (helper, config) = (Arc::clone(&helper), Arc::clone(&config));
        async move { helper.serve_tls(stream, phone.ip(), config).await }
    }));
    let socket = host.datagrams(HTTPS);
    tasks.spawn(async move {
        loop {
            let (payload, from) = socket.receive().await;
            socket.send(&echo(&payload), from).await;
        }
    });
    Ok(())
}
