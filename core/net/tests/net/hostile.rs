//! Servers that mean harm: whatever they send, an exchange ends with a word, and costs little.

use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use crate::support::{net, serving, serving_with};
use arna_model::Failure;
use arna_net::{Answer, Carrier, Channel, Cookies, Net};
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use rcgen::{CertificateParams, KeyPair};
use rustls::RootCertStore;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::server::TlsStream;
use url::Url;

const LIMIT: usize = 64 * 1024;
const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\n";

/// What becomes of a page in the clear, and how many bytes came of it.
async fn page_of<F, Served>(serve: F) -> (Result<Answer, Failure>, u64)
where
    F: FnOnce(TcpStream) -> Served + Send + 'static,
    Served: Future<Output = ()> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _request = stream.read(&mut [0; 4096]).await.unwrap();
        serve(stream).await;
    });
    let net = net(RootCertStore::empty());
    let connection = net.connect(address).await.outcome.unwrap();
    fetched(&net, Carrier::Plain(connection), "http://localhost/").await
}

async fn fetched(net: &Net, carrier: Carrier, url: &str) -> (Result<Answer, Failure>, u64) {
    let url = Url::parse(url).unwrap();
    let mut channel = Channel::open(carrier, 65_536);
    let seen = net.fetch(&mut channel, &url, &mut Cookies::default(), LIMIT).await;
    let received = net.take().observations.last().unwrap().bytes.received;
    (seen.outcome, received)
}

/// Sends `beginning`, then `part` until nobody takes it any more.
async fn endless(mut stream: TcpStream, beginning: &[u8], part: &[u8]) {
    drop(stream.write_all(beginning).await);
    while stream.write_all(part).await.is_ok() {}
}

#[tokio::test]
async fn an_endless_body_is_read_no_further_than_wanted() {
    let head = [HEAD, b"\r\n"].concat();
    let (outcome, received) =
        page_of(move |stream| async move { endless(stream, &head, &[b'x'; 4096]).await }).await;
    let answer = outcome.unwrap();
    assert!(answer.is_truncated && answer.body.len() == LIMIT);
    assert!(received < 4 * LIMIT as u64, "{received}");
}

#[tokio::test]
async fn heads_without_an_end_are_no_http() {
    for (name, part) in
        [("lines", &b"x-line: 1\r\n"[..]), ("one line", &[b'x'; 1024]), ("a value", &[b' '; 1024])]
    {
        let beginning = if name == "a value" { b"x-line:".as_slice() } else { b"" };
        let head = [HEAD, beginning].concat();
        let (outcome, received) =
            page_of(move |stream| async move { endless(stream, &head, part).await }).await;
        assert_eq!(outcome.err(), Some(Failure::HttpMalformed), "{name}");
        assert!(received < 2_000_000, "{name}: {received}");
    }
}

#[tokio::test]
async fn a_hundred_thousand_header_lines_are_no_http() {
    let page = [HEAD, &b"a: b\r\n".repeat(100_000), b"\r\nbody"].concat();
    let (outcome, received) = page_of(move |mut stream| async move {
        drop(stream.write_all(&page).await);
    })
    .await;
    assert_eq!(outcome.err(), Some(Failure::HttpMalformed));
    assert!(received < 700_000, "{received}");
}

#[tokio::test(start_paused = true)]
async fn who_drips_is_given_up_in_time() {
    for beginning in [&b""[..], b"x-slow: ", b"content-length: 50000\r\n\r\n"] {
        let began = tokio::time::Instant::now();
        let head = [HEAD, beginning].concat();
        let (outcome, _) = page_of(move |mut stream| async move {
            drop(stream.write_all(&head).await);
            let mut every = tokio::time::interval(Duration::from_secs(1));
            while stream.write_all(b"x").await.is_ok() {
                every.tick().await;
            }
        })
        .await;
        // Of a body that drips, the head and what there is of it are kept.
        let failure = outcome.map_or_else(Some, |answer| answer.broken);
        assert_eq!(failure, Some(Failure::GenericTimeout), "{beginning:?}");
        assert!(began.elapsed() < Duration::from_secs(120), "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn bombs_unpack_to_a_cap() {
    let zeros = vec![0; 48 * 1024 * 1024];
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&zeros).unwrap();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    zlib.write_all(&zeros).unwrap();
    // Four megabytes of zeros, by Node's zlib.brotliCompressSync.
    let brotli = [155, 255, 255, 63, 248, 39, 0, 226, 177, 64, 32, 247, 254, 7].to_vec();
    for (coding, bomb) in
        [("gzip", gzip.finish().unwrap()), ("deflate", zlib.finish().unwrap()), ("br", brotli)]
    {
        let head = format!("content-encoding: {coding}\r\n\r\n");
        let page = [HEAD, head.as_bytes(), &bomb].concat();
        let (outcome, _) = page_of(move |mut stream| async move {
            drop(stream.write_all(&page).await);
        })
        .await;
        let body = outcome.unwrap().body.len();
        assert!((LIMIT..=512 * 1024).contains(&body), "{coding}: {body}");
    }
}

/// A frame of HTTP/2.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u32).to_be_bytes();
    let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()].concat();
    [&head, payload].concat()
}

#[tokio::test]
async fn floods_of_frames_end_with_a_word() {
    // Who is fast sends all of it before more than may pass has come.
    const CLOSED: &[Failure] = &[Failure::Eof, Failure::ConnectionReset, Failure::TooManyBytes];
    const MALFORMED: &[Failure] = &[Failure::HttpMalformed];
    let settings = frame(4, 0, 0, &[]);
    for (name, beginning, part, expected) in [
        ("SETTINGS", vec![], settings.clone(), CLOSED),
        ("PING", vec![], frame(6, 0, 0, &[7; 8]), CLOSED),
        ("RST_STREAM of nothing", vec![], frame(3, 0, 9, &[0, 0, 0, 8]), MALFORMED),
        ("CONTINUATION of nothing", vec![], frame(9, 0, 1, &[0; 64]), MALFORMED),
        ("CONTINUATION", frame(1, 0, 1, &[]), frame(9, 0, 1, &[0x40; 4096]), MALFORMED),
        ("WINDOW_UPDATE", vec![], frame(8, 0, 0, &[0x7f, 255, 255, 255]), MALFORMED),
        ("unknown", vec![], frame(0xfa, 0, 0, &[1; 64]), CLOSED),
    ] {
        let flood = [settings.clone(), beginning, part.repeat(10_000)].concat();
        let serve = move |stream: TlsStream<TcpStream>| flooded(stream, flood.clone());
        let (address, roots) = serving(&[b"h2"], serve).await;
        let net = net(roots);
        let connection = net.connect(address).await.outcome.unwrap();
        let secured = net.handshake(connection, "localhost").await.outcome.unwrap();
        let carrier = Carrier::Tls(Box::new(secured));
        let (outcome, _) = fetched(&net, carrier, "https://localhost/").await;
        let failure = outcome.unwrap_err();
        assert!(expected.contains(&failure), "{name}: {failure:?}");
    }
}

/// Reads what comes, so that nothing is stuck, while the flood goes out; then closes.
async fn flooded(stream: impl AsyncRead + AsyncWrite, flood: Vec<u8>) {
    let (mut reader, mut writer) = tokio::io::split(stream);
    let flooding = async {
        drop(writer.write_all(&flood).await);
        drop(writer.shutdown().await);
    };
    let mut sink = tokio::io::sink();
    let _ends = tokio::join!(flooding, tokio::io::copy(&mut reader, &mut sink));
}

#[tokio::test]
async fn a_chain_of_a_megabyte_is_refused() {
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let leaf = leaf.self_signed(&key).unwrap().der().clone();
    let chain = vec![leaf.clone(); (1 << 20) / leaf.len()];
    let nothing = |_stream: TlsStream<TcpStream>| async {};
    let address = serving_with(chain, &key, &[b"h2"], nothing).await;
    assert_eq!(handshake(address).await, Failure::SslFailedHandshake);
}

#[tokio::test]
async fn records_without_an_end_are_no_handshake() {
    // A handshake message that announces 16 MB; a record of no known kind; alerts of no weight.
    for (record, expected) in [
        (
            [&[22, 3, 3, 0x40, 0, 2, 255, 255, 255][..], &[0; 16380]].concat(),
            Failure::SslFailedHandshake,
        ),
        (vec![0x42; 4096], Failure::SslFailedHandshake),
        ([21, 3, 3, 0, 2, 1, 90].repeat(500), Failure::SslFailedHandshake),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            endless(stream, &record, &record).await;
        });
        assert_eq!(handshake(address).await, expected);
    }
}

async fn handshake(address: SocketAddr) -> Failure {
    let net = net(RootCertStore::empty());
    let connection = net.connect(address).await.outcome.unwrap();
    let outcome = net.handshake(connection, "localhost").await.outcome;
    let received = net.take().observations.last().unwrap().bytes.received;
    assert!(received < 200_000, "{received}");
    outcome.map(|_| ()).unwrap_err()
}
