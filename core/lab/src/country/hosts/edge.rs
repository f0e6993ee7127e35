//! An edge of a content network: one address for many sites, told apart by the name in the ClientHello.

use std::sync::Arc;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::server::Acceptor;

use super::super::atlas::is_domestic;
use super::{HANDSHAKE, HTTPS, WebServer, accept_all};
use crate::sim::Host;

/// Serves these sites over HTTPS on `host`; whoever names none of them gets the first.
pub(in super::super) fn put_up_edge(
    sites: Vec<Arc<WebServer>>,
    host: &Host,
    tasks: &mut JoinSet<()>,
) {
    let sites: Arc<[Arc<WebServer>]> = sites.into();
    tasks.spawn(accept_all(host.listen(HTTPS), move |stream, peer| {
        let sites = Arc::clone(&sites);
        async move {
            let hello = LazyConfigAcceptor::new(Acceptor::default(), stream);
            let Ok(Ok(hello)) = timeout(HANDSHAKE, hello).await else { return };
            let asked = hello.client_hello().server_name().map(str::to_owned);
            let named = sites.iter().find(|site| Some(&site.name) == asked.as_ref());
            let Some(site) = named.or(sites.first()) else { return };
            // Whoever fails here has seen what there is to see.
            if let Ok(Ok(stream)) = timeout(HANDSHAKE, hello.into_stream(site.config())).await {
                site.serve(stream, is_domestic(peer.ip())).await;
            }
        }
    }));
}
