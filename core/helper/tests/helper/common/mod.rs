//! A small internet on the loopback: public addresses whose ports are this machine's, names that
//! resolve to what a test wants, and a list of everything that was dialled.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use arna_helper::{Helper, Settings, server_config};
use arna_model::{Micros, WallTime};
use arna_net::{Datagrams, Dial, Entropy, OsWire, ResolveError, Stream, Wire};
use async_trait::async_trait;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{RootCertStore, ServerConfig};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// Where every site lives, as far as the helper knows.
pub(crate) const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::new(93, 184, 216, 34));

/// Where the helper itself is, once it knows.
pub(crate) const OWN: IpAddr = IpAddr::V4(Ipv4Addr::new(93, 184, 216, 99));

/// Who asks.
pub(crate) const PHONE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));

/// 1 May 2024, 00:00:00 UTC.
pub(crate) const WALL: WallTime = WallTime(1_714_521_600_000_000);

pub(crate) struct Loopback {
    os: OsWire,
    pub(crate) dialled: Mutex<Vec<SocketAddr>>,
}

impl Loopback {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { os: OsWire::new(), dialled: Mutex::default() })
    }
}

#[async_trait]
impl Wire for Loopback {
    fn now(&self) -> Micros {
        self.os.now()
    }

    fn wall(&self) -> WallTime {
        WALL
    }

    fn entropy(&self, label: &str) -> Entropy {
        Entropy::labelled(1, label)
    }

    async fn connect(&self, dial: Dial) -> io::Result<Box<dyn Stream>> {
        self.dialled.lock().unwrap().push(dial.address);
        let address = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), dial.address.port());
        self.os.connect(Dial { address, ..dial }).await
    }

    async fn datagrams(&self, peer: SocketAddr) -> io::Result<Box<dyn Datagrams>> {
        self.os.datagrams(peer).await
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        match name {
            "site.kz" | "other.kz" => Ok(vec![PUBLIC]),
            "own.kz" => Ok(vec![OWN]),
            "one.kz" | "two.kz" | "three.kz" => Ok(vec![PUBLIC]),
            "rebound.kz" => Ok(vec![[192, 168, 1, 1].into()]),
            "half-rebound.kz" => Ok(vec![PUBLIC, [127, 0, 0, 1].into()]),
            "silent.kz" => std::future::pending().await,
            _ => Err(ResolveError::NoName),
        }
    }
}

/// A root and a server certificate for `name` under it.
pub(crate) fn certificate(name: &str) -> (RootCertStore, Arc<ServerConfig>) {
    let root_key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(rcgen::DnType::CommonName, format!("Root of {name}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = params.self_signed(&root_key).unwrap();
    let issuer = Issuer::new(params, root_key);
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(2024, 1, 1);
    params.not_after = rcgen::date_time_ymd(2025, 1, 1);
    let leaf = params.signed_by(&key, &issuer).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(root.der().clone()).unwrap();
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    (roots, Arc::new(server_config(vec![leaf.der().clone()], key).unwrap()))
}

/// A web site on a port of this machine: `/` redirects to `/page`, `/inside` to the router, `/own/PORT` to the
/// helper's own address, `/round` to itself, `/wall` too until one has its cookie, `/raw` to a path in raw UTF-8,
/// `/silence` never
/// answers, `/cyrillic` is a page in windows-1251, `/file` a download.
pub(crate) async fn site(config: Option<Arc<ServerConfig>>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let config = config.clone();
            tokio::spawn(async move {
                match config {
                    None => talk(stream).await,
                    Some(config) => {
                        if let Ok(stream) = TlsAcceptor::from(config).accept(stream).await {
                            talk(stream).await;
                        }
                    }
                }
            });
        }
    });
    port
}

async fn talk(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let has_cookie = head.to_lowercase().contains("\r\ncookie: seen=1\r\n");
    let answer: Vec<u8> = match head.split(' ').nth(1).unwrap() {
        "/wall" if !has_cookie => {
            "HTTP/1.1 302 Found\r\nlocation: /wall\r\nset-cookie: seen=1; Path=/\r\ncontent-length: 0\r\n\r\n"
                .into()
        }
        "/raw" => "HTTP/1.1 302 Found\r\nlocation: /жаңа\r\ncontent-length: 0\r\n\r\n".into(),
        "/" => "HTTP/1.1 302 Found\r\nlocation: /page?q\r\ncontent-length: 0\r\n\r\n".into(),
        "/inside" => {
            "HTTP/1.1 302 Found\r\nlocation: http://192.168.1.1/\r\ncontent-length: 0\r\n\r\n"
                .into()
        }
        path if path.starts_with("/own/") => {
            let location = format!("http://own.kz:{}/page", &path["/own/".len()..]);
            format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n")
                .into_bytes()
        }
        "/round" => "HTTP/1.1 302 Found\r\nlocation: /round\r\ncontent-length: 0\r\n\r\n".into(),
        "/silence" => return std::future::pending().await,
        "/cyrillic" => [
            &b"HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=windows-1251\r\n"[..],
            b"content-length: 31\r\n\r\n<title>\xcd\xee\xe2\xee\xf1\xf2\xe8</title><p><p><p>",
        ]
        .concat(),
        "/file" => [
            &b"HTTP/1.1 200 OK\r\ncontent-type: application/zip\r\n"[..],
            b"content-length: 23\r\n\r\nPK\x03\x04<p><title>x</title>",
        ]
        .concat(),
        _ => {
            let body = format!("<title>A site</title>{}", "x".repeat(100_000));
            format!(
                "HTTP/1.1 200 OK\r\nx-kind: test\r\nalt-svc: h3=\":443\"\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )
            .into_bytes()
        }
    };
    stream.write_all(&answer).await.unwrap();
    let _closed_by_now = stream.shutdown().await;
}

/// An answer of the helper.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

/// Sends `request` as it is over `stream` and reads one answer; `None` when the helper hangs up.
pub(crate) async fn exchange(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    request: &[u8],
) -> Option<Answer> {
    let _hung_up = stream.write_all(request).await;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).await.ok()?;
    let status = head[9..12].parse().unwrap();
    Some(Answer { status, head, body: String::from_utf8(body).unwrap() })
}

/// A connection to `helper`, on which it speaks HTTP.
pub(crate) fn open(helper: &Arc<Helper>) -> tokio::io::DuplexStream {
    open_as(helper, PHONE)
}

/// The same from another client.
pub(crate) fn open_as(helper: &Arc<Helper>, client: IpAddr) -> tokio::io::DuplexStream {
    let (ours, theirs) = tokio::io::duplex(1 << 20);
    let helper = helper.clone();
    tokio::spawn(async move { helper.serve_http(theirs, client).await });
    ours
}

/// A POST of `body`.
pub(crate) fn post(body: &str) -> Vec<u8> {
    format!("POST / HTTP/1.1\r\nhost: th\r\ncontent-length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

/// Asks `helper` about `url` and `endpoints` on a connection of its own.
pub(crate) async fn ask(helper: &Arc<Helper>, url: &str, endpoints: &[&str]) -> Value {
    let body = serde_json::json!({"http_request": url, "tcp_connect": endpoints}).to_string();
    let answer = exchange(&mut open(helper), &post(&body)).await.expect("an answer");
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// A helper that trusts `roots`, with short patience.
pub(crate) fn helper(wire: &Arc<Loopback>, roots: RootCertStore) -> Arc<Helper> {
    let settings = Settings {
        roots: Arc::new(roots),
        dns_patience: Micros::from_millis(300),
        dial_patience: Micros::from_secs(2),
        patience: Micros::from_secs(2),
        idle: Micros::from_millis(400),
        ..Settings::default()
    };
    Helper::new(wire.clone(), settings)
}
