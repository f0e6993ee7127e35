//! A proxy that goes by names: whatever address the phone dialled, its ClientHello goes to the server that it
//! names.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use arna_net::{Dial, Stream, Wire};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::{HANDSHAKE, HTTPS, accept_all};
use crate::sim::{Listener, server_name};

/// The proxy.
pub(in super::super) struct NameProxy {
    /// From where it asks servers.
    pub(in super::super) wire: Arc<dyn Wire>,
    /// Where the names are that it knows.
    pub(in super::super) servers: BTreeMap<String, IpAddr>,
}

impl NameProxy {
    /// Serves what `listener` is handed.
    pub(in super::super) fn put_up(self, listener: Listener, tasks: &mut JoinSet<()>) {
        let this = Arc::new(self);
        tasks.spawn(accept_all(listener, move |stream, dialled| {
            let this = Arc::clone(&this);
            async move {
                // Whatever fails, the phone hears the end of the connection.
                this.serve(stream, dialled).await.ok();
            }
        }));
    }

    async fn serve(&self, mut stream: Box<dyn Stream>, dialled: SocketAddr) -> std::io::Result<()> {
        let mut said = vec![0; ENOUGH];
        let length = timeout(HANDSHAKE, stream.read(&mut said)).await??;
        let hello = &said[..length];
        let named = server_name(hello).and_then(|name| self.servers.get(name));
        let address = (named.copied().unwrap_or(dialled.ip()), HTTPS).into();
        let mut server = self.wire.connect(Dial { address, receive_buffer: None }).await?;
        server.write_all(hello).await?;
        copy_bidirectional(&mut stream, &mut server).await?;
        Ok(())
    }
}

/// For a ClientHello.
const ENOUGH: usize = 4096;
