//! `arna helper`: the test helper on sockets of this machine.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arna_helper::{Helper, Settings, server_config};
use arna_net::OsWire;
use arna_words::Line;
use rustls::ServerConfig;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, UdpSocket};

use crate::exits::{Done, Ending, Trouble};
use crate::runtimes::no_runtime;
use crate::self_made::SelfMade;
use crate::words::{line, words};
use crate::{args, lists, out, run};

/// Serves until Ctrl-C.
pub(crate) fn helper(helper: args::Helper) -> Done {
    let roots = Arc::new(run::roots_with(helper.ca.as_deref())?);
    let identity = match (&helper.cert, &helper.key) {
        (Some(cert), Some(key)) => Some(identity(cert, key)?),
        _ => None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(no_runtime)?.block_on(async {
        let settings =
            Settings { allow_private: helper.allow_private, roots, ..Settings::default() };
        let service = Helper::new(Arc::new(OsWire::new()), settings);
        let plain = listen(helper.listen).await?;
        let secure = match helper.tls {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let mut named: BTreeSet<IpAddr> = helper.own_address.into_iter().collect();
        let listening = [Some(&plain), secure.as_ref()].into_iter().flatten();
        named.extend(listening.map(|ears| ears.address.ip()).filter(|ip| !ip.is_unspecified()));
        // Before the first question.
        let own = own_addresses(&named).map_err(|error| {
            Trouble::own(line(Line::NoOwnAddresses, &[("why", &words().system(&error))]))
        })?;
        service.set_own_addresses(own);
        tokio::spawn(keep_own_addresses(service.clone(), named));
        put_up(service.clone(), plain, None)?;
        if let Some(ears) = secure {
            let config = match identity {
                Some(config) => config,
                None => self_made(ears.address)?,
            };
            put_up(service, ears, Some(config))?;
        }
        tokio::signal::ctrl_c().await.map_err(Trouble::own)?;
        Ok(Ending::Done)
    })
}

/// Where this machine can be reached: by its interfaces, and as was `named`.
fn own_addresses(named: &BTreeSet<IpAddr>) -> std::io::Result<BTreeSet<IpAddr>> {
    let interfaces = if_addrs::get_if_addrs()?.into_iter().map(|interface| interface.ip());
    Ok(interfaces.chain(named.iter().copied()).collect())
}

/// A lease ends and a new prefix comes while a helper runs for months.
async fn keep_own_addresses(helper: Arc<Helper>, named: BTreeSet<IpAddr>) {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        // What was known before is still better than nothing.
        if let Ok(own) = own_addresses(&named) {
            helper.set_own_addresses(own);
        }
    }
}

/// What it listens with, at one port.
struct Ears {
    address: SocketAddr,
    listener: TcpListener,
    socket: UdpSocket,
}

async fn listen(address: SocketAddr) -> Result<Ears, Trouble> {
    let cannot = |error: std::io::Error| {
        let why = words().system(&error);
        Trouble::own(line(Line::CannotListen, &[("address", &address), ("why", &why)]))
    };
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let socket = UdpSocket::bind(address).await.map_err(cannot)?;
    Ok(Ears { address, listener, socket })
}

/// Makes a certificate, and says how to trust it.
fn self_made(address: SocketAddr) -> Result<Arc<ServerConfig>, Trouble> {
    let made = SelfMade::new(address.ip())?;
    let file = made.keep(address.port())?;
    let command = format!("arna run --ca {}", file.display());
    out::line(line(Line::SelfMade, &[("fingerprint", &made.fingerprint)]))?;
    out::line(line(Line::TrustIt, &[("command", &command)]))?;
    out::tell(line(Line::ForTests, &[]));
    Ok(made.config)
}

fn put_up(helper: Arc<Helper>, ears: Ears, tls: Option<Arc<ServerConfig>>) -> Result<(), Trouble> {
    let Ears { address, listener, socket } = ears;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let url = format!("{scheme}://{address}/");
    out::line(line(Line::Listening, &[("url", &url), ("address", &address)]))?;
    let echoing = helper.clone();
    tokio::spawn(async move {
        loop {
            // A connection that fails before it is there is the other side's trouble; without file
            // descriptors, waiting for others to end is all that helps.
            let Ok((stream, client)) = listener.accept().await else {
                tokio::time::sleep(BREATH).await;
                continue;
            };
            let (helper, tls) = (helper.clone(), tls.clone());
            tokio::spawn(async move {
                match tls {
                    Some(config) => helper.serve_tls(stream, client.ip(), config).await,
                    None => helper.serve_http(stream, client.ip()).await,
                }
            });
        }
    });
    tokio::spawn(async move {
        let mut datagram = [0; 2048];
        loop {
            let Ok((length, from)) = socket.recv_from(&mut datagram).await else {
                tokio::time::sleep(BREATH).await;
                continue;
            };
            if let Some(answer) = echoing.echo(&datagram[..length], from) {
                // A lost echo is what an echo is for.
                socket.send_to(&answer, from).await.ok();
            }
        }
    });
    Ok(())
}

fn identity(cert: &Path, key: &Path) -> Result<Arc<ServerConfig>, Trouble> {
    let unread = |path: &Path, nothing: Line, error: &pem::Error| match error {
        pem::Error::Io(error) => lists::cannot_read(path, error),
        pem::Error::NoItemsFound => run::of_no_use(path, nothing),
        _ => run::of_no_use(path, Line::NoPem),
    };
    let chain = CertificateDer::pem_file_iter(cert)
        .and_then(|certificates| certificates.collect::<Result<Vec<_>, _>>())
        .map_err(|error| unread(cert, Line::NoCertificate, &error))?;
    if chain.is_empty() {
        return Err(run::of_no_use(cert, Line::NoCertificate));
    }
    let private = PrivateKeyDer::from_pem_file(key);
    let private = private.map_err(|error| unread(key, Line::NoKey, &error))?;
    let config = server_config(chain, private);
    Ok(Arc::new(config.map_err(|_| run::of_no_use(key, Line::UnfitKey))?))
}

/// Between two tries of what the system refuses.
const BREATH: Duration = Duration::from_millis(50);
