//! Floods: whatever comes without an end, an exchange ends once it has cost what it may, and so does a run.

use std::net::SocketAddr;

use crate::support::{config, net, serving, serving_as};
use arna_model::{Bytes, Failure, Micros, Transport};
use arna_net::{Answer, Carrier, Channel, Cookies, Net};
use rcgen::{CertificateParams, KeyPair};
use rustls::RootCertStore;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio_rustls::server::TlsStream;
use url::Url;

/// What is wanted of a page in these tests.
const LIMIT: usize = 4 * 1024;
/// What an exchange for that may cost (`allowance::exchange`), and what a window holds beyond.
const MOST: u64 = (64 + 8 + 32 + 16) * 1024;
const OK: &[u8] = b"HTTP/1.1 200 OK\r\n";

/// Sends `beginning`, then `part` until nobody takes it any more, and reads what comes meanwhile.
async fn flood<S>(stream: S, beginning: Vec<u8>, part: Vec<u8>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite,
{
    let (mut reader, mut writer) = tokio::io::split(stream);
    let flooding = async {
        drop(writer.write_all(&beginning).await);
        while writer.write_all(&part).await.is_ok() && writer.flush().await.is_ok() {}
    };
    let mut sink = tokio::io::sink();
    tokio::select! {
        () = flooding => {}
        _ = async { drop(tokio::io::copy(&mut reader, &mut sink).await); std::future::pending::<()>().await } => {}
    }
}

/// A server in the clear that does `serve` with each connection once a request came.
async fn plain<F, Served>(serve: F) -> SocketAddr
where
    F: Fn(TcpStream) -> Served + Clone + Send + 'static,
    Served: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let serve = serve.clone();
            tokio::spawn(async move {
                let _request = stream.read(&mut [0; 4096]).await;
                serve(stream).await;
            });
        }
    });
    address
}

async fn fetched(net: &Net, carrier: Carrier, url: &str) -> (Result<Answer, Failure>, Bytes) {
    let url = Url::parse(url).unwrap();
    let mut channel = Channel::open(carrier, LIMIT as u32);
    let seen = net.fetch(&mut channel, &url, &mut Cookies::default(), LIMIT).await;
    (seen.outcome, net.take().observations.last().unwrap().bytes)
}

async fn page(net: &Net, address: SocketAddr) -> (Result<Answer, Failure>, Bytes) {
    let connection = net.connect(address).await.outcome.unwrap();
    fetched(net, Carrier::Plain(connection), "http://localhost/").await
}

#[tokio::test]
async fn answers_before_the_answer_end_at_the_allowance() {
    for part in [
        "HTTP/1.1 100 Continue\r\n\r\n".repeat(100),
        format!("HTTP/1.1 103 Early Hints\r\nlink: </{}>\r\n\r\n", "x".repeat(900)),
    ] {
        let part = part.into_bytes();
        let address = plain(move |stream| flood(stream, Vec::new(), part.clone())).await;
        let (outcome, bytes) = page(&net(RootCertStore::empty()), address).await;
        assert_eq!(outcome.err(), Some(Failure::TooManyBytes));
        assert!(bytes.total() < MOST, "{bytes:?}");
    }
}

#[tokio::test]
async fn of_a_body_that_never_ends_the_head_is_kept() {
    // Chunks of one byte after a kilobyte of extension each: hyper bears 16 kB of those.
    for part in [format!("1;{}\r\nx\r\n", "e".repeat(1000)), "1\r\nx\r\n".repeat(50)] {
        let head = [OK, b"transfer-encoding: chunked\r\n\r\n"].concat();
        let part = part.into_bytes();
        let address = plain(move |stream| flood(stream, head.clone(), part.clone())).await;
        let (outcome, bytes) = page(&net(RootCertStore::empty()), address).await;
        assert_eq!(outcome.unwrap().status, 200);
        assert!(bytes.total() < MOST, "{bytes:?}");
    }
}

/// A frame of HTTP/2.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u32).to_be_bytes();
    let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()].concat();
    [&head, payload].concat()
}

#[tokio::test]
async fn endless_frames_end_at_the_allowance() {
    // HEADERS of an informational answer: status 103 by its index and value, not indexed (RFC 7541, 6.2.2).
    let hints = frame(1, 4, 1, &[0x08, 3, b'1', b'0', b'3']);
    for (name, part) in [
        ("unknown", frame(0xfa, 0, 0, &[1; 4096])),
        ("unknown, empty", frame(0xfa, 0, 0, &[]).repeat(100)),
        ("PING", frame(6, 0, 0, &[7; 8]).repeat(50)),
        ("SETTINGS", frame(4, 0, 0, &[]).repeat(100)),
        ("WINDOW_UPDATE", frame(8, 0, 1, &[0, 0, 0, 1]).repeat(100)),
        ("PRIORITY", frame(2, 0, 1, &[0, 0, 0, 0, 9]).repeat(100)),
        ("103", hints.repeat(50)),
    ] {
        let serve =
            move |stream: TlsStream<TcpStream>| flood(stream, frame(4, 0, 0, &[]), part.clone());
        let (address, roots) = serving(&[b"h2"], serve).await;
        let net = net(roots);
        let connection = net.connect(address).await.outcome.unwrap();
        let secured = net.handshake(connection, "localhost").await.outcome.unwrap();
        let carrier = Carrier::Tls(Box::new(secured));
        let (outcome, bytes) = fetched(&net, carrier, "https://localhost/").await;
        // What h2 itself has enough of ends sooner.
        let is_named = matches!(outcome, Err(Failure::TooManyBytes | Failure::HttpMalformed));
        assert!(is_named, "{name}: {:?}", outcome.err());
        assert!(bytes.total() < MOST, "{name}: {bytes:?}");
    }
}

#[tokio::test]
async fn keys_that_change_without_an_end_end() {
    let serve = |mut stream: TlsStream<TcpStream>| async move {
        while stream.get_mut().1.refresh_traffic_keys().is_ok() && stream.flush().await.is_ok() {}
    };
    let (address, roots) = serving(&[b"http/1.1"], serve).await;
    let net = net(roots);
    let connection = net.connect(address).await.outcome.unwrap();
    let secured = net.handshake(connection, "localhost").await.outcome.unwrap();
    let carrier = Carrier::Tls(Box::new(secured));
    let (outcome, bytes) = fetched(&net, carrier, "https://localhost/").await;
    // rustls has enough of it sooner.
    assert_eq!(outcome.err(), Some(Failure::SslFailedHandshake));
    assert!(bytes.total() < MOST, "{bytes:?}");
}

#[tokio::test]
async fn tickets_without_an_end_end_at_the_allowance() {
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let leaf = leaf.self_signed(&key).unwrap();
    let mut config = config(vec![leaf.der().clone()], &key);
    config.send_tls13_tickets = 20_000;
    let serve = |mut stream: TlsStream<TcpStream>| async move {
        drop(stream.read(&mut [0; 4096]).await);
    };
    let address = serving_as(config, serve).await;
    let net = net(RootCertStore::empty());
    let connection = net.connect(address).await.outcome.unwrap();
    let (secured, _refusal) =
        net.handshake_unverified(connection, "localhost").await.outcome.unwrap();
    let carrier = Carrier::Tls(Box::new(secured));
    let (outcome, bytes) = fetched(&net, carrier, "https://localhost/").await;
    // rustls puts up with so much of it at once.
    let failure = outcome.err();
    let is_named = matches!(failure, Some(Failure::TooManyBytes | Failure::SslFailedHandshake));
    assert!(is_named, "{failure:?}");
    assert!(bytes.total() < MOST, "{bytes:?}");
}

#[tokio::test]
async fn a_hello_that_is_never_over_ends_at_the_allowance() {
    // Records of the handshake that hold nothing, and a change of ciphers again and again: what rustls bears
    // of either is its affair.
    for part in [[22, 3, 3, 0, 0].repeat(800), [20, 3, 3, 0, 1, 1].repeat(800)] {
        let address = plain(move |stream| flood(stream, Vec::new(), part.clone())).await;
        let net = net(RootCertStore::empty());
        let connection = net.connect(address).await.outcome.unwrap();
        let failure = net.handshake(connection, "localhost").await.outcome.err();
        let is_named = matches!(failure, Some(Failure::TooManyBytes | Failure::SslFailedHandshake));
        assert!(is_named, "{failure:?}");
        let bytes = net.take().observations.last().unwrap().bytes;
        assert!(bytes.total() < 200_000, "{bytes:?}");
    }
}

/// Sends `datagram` to whoever sends one, until `over`.
async fn flooding(
    first: impl Fn(&[u8]) -> Option<Vec<u8>> + Send + 'static,
    many: usize,
) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut heard = [0; 2048];
        let mut first = Some(first);
        while let Ok((length, from)) = socket.recv_from(&mut heard).await {
            let begins = first.take().and_then(|first| first(&heard[..length]));
            if let Some(answer) = begins {
                drop(socket.send_to(&answer, from).await);
            }
            for _ in 0..many {
                drop(socket.send_to(&[0x55; 1200], from).await);
                tokio::task::yield_now().await;
            }
        }
    });
    address
}

/// The question turned into an answer with one A record.
fn answered(query: &[u8]) -> Option<Vec<u8>> {
    let mut answer = query.to_vec();
    (answer[2], answer[3], answer[7]) = (0x81, 0x80, 1);
    answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 10, 34, 36]);
    Some(answer)
}

#[tokio::test]
async fn a_flood_at_a_resolver_s_socket_ends_the_question() {
    let flooded = net(RootCertStore::empty());
    let address = flooding(|_| None, 2_000).await;
    let seen = flooded.resolve_udp("example.org", address).await;
    assert_eq!(seen.outcome.err(), Some(Failure::TooManyBytes));
    let bytes = flooded.take().observations.last().unwrap().bytes;
    assert!(bytes.total() < 36 * 1024, "{bytes:?}");

    // What was answered before stands.
    let address = flooding(answered, 2_000).await;
    let seen = net(RootCertStore::empty()).resolve_udp("example.org", address).await;
    assert_eq!(seen.ok(), Some(vec!["10.10.34.36".parse().unwrap()]));
}

#[tokio::test]
async fn floods_end_quic_and_rows_of_echoes_too() {
    let address = flooding(|_| None, 2_000).await;
    let quic = net(RootCertStore::empty());
    let failure = quic.quic_handshake(address, "localhost").await.outcome.err();
    assert_eq!(failure, Some(Failure::TooManyBytes));
    let bytes = quic.take().observations.last().unwrap().bytes;
    assert!(bytes.total() < 132 * 1024, "{bytes:?}");

    let row = net(RootCertStore::empty());
    let until = tokio::time::sleep(std::time::Duration::from_millis(500));
    let interval = Micros::from_millis(100);
    let seen = row.ping(address, Transport::UdpEcho, interval, until).await;
    assert_eq!(seen.outcome.err(), Some(Failure::TooManyBytes));
    let bytes = row.take().observations.last().unwrap().bytes;
    assert!(bytes.total() < 260 * 1024, "{bytes:?}");
}

#[tokio::test]
async fn all_that_is_under_way_ends_when_the_run_is_spent() {
    let head = [OK, b"\r\n"].concat();
    let address = plain(move |stream| flood(stream, head.clone(), vec![b'x'; 512])).await;
    let net = net(RootCertStore::empty());
    net.limit(50_000);
    let fetching = (0..3).map(|number| {
        let net = net.step(&format!("{number}"));
        async move {
            let connection = net.connect(address).await.outcome?;
            let mut channel = Channel::open(Carrier::Plain(connection), 1 << 20);
            let url = Url::parse("http://localhost/").unwrap();
            let seen = net.fetch(&mut channel, &url, &mut Cookies::default(), 1 << 20).await;
            seen.outcome.map(|answer| answer.broken)
        }
    });
    let ended = futures_util::future::join_all(fetching).await;
    assert!(net.is_spent());
    assert_eq!(ended, vec![Ok(Some(Failure::Interrupted)); 3]);
    // Each may have had a window under way.
    assert!((50_000..90_000).contains(&net.bytes().total()), "{:?}", net.bytes());

    // And nothing new is begun.
    let before = net.bytes();
    assert_eq!(net.connect(address).await.outcome.err(), Some(Failure::Interrupted));
    assert_eq!(net.resolve("localhost").await.outcome.err(), Some(Failure::Interrupted));
    let failure = net.resolve_udp("example.org", address).await.outcome.err();
    assert_eq!(failure, Some(Failure::Interrupted));
    assert_eq!(net.bytes(), before);
}
