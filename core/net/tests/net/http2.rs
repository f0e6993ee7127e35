//! HTTP/2 over real sockets: how much of a page comes, and what becomes of servers that break off.

use crate::support::{net, serving};
use arna_model::{Event, Failure};
use arna_net::{Answer, Carrier, Channel, Cookies, Seen};
use bytes::Bytes;
use h2::server::{self, SendResponse};
use http::{Request, Response};
use http_body_util::Full;
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;
use url::Url;

const PROTOCOLS: &[&[u8]] = &[b"h2", b"http/1.1"];

/// Serves requests on one connection.
async fn serve(stream: TlsStream<TcpStream>, answer: impl Fn(SendResponse<Bytes>)) {
    let Ok(mut connection) = server::handshake(stream).await else { return };
    while let Some(Ok((_request, respond))) = connection.accept().await {
        answer(respond);
    }
}

fn page(mut respond: SendResponse<Bytes>, length: usize) {
    let head = Response::builder().header("server", "two").body(()).unwrap();
    let mut stream = respond.send_response(head, false).unwrap();
    let mut page = b"<html><title>Hello, two</title>".to_vec();
    page.resize(length, b'x');
    stream.send_data(page.into(), true).unwrap();
}

#[tokio::test]
async fn no_more_than_is_wanted_of_a_page_comes() {
    let served = |stream| serve(stream, |respond| page(respond, 600_000));
    let (address, roots) = serving(PROTOCOLS, served).await;
    let net = net(roots);
    let connection = net.connect(address).await.outcome.unwrap();
    let secured = net.handshake(connection, "localhost").await.outcome.unwrap();
    let url = Url::parse("https://localhost/a?b#c").unwrap();
    let mut channel = Channel::open(Carrier::Tls(Box::new(secured)), 4096);
    let Seen { outcome, .. } = net.fetch(&mut channel, &url, &mut Cookies::default(), 4096).await;
    let Answer { status, headers, body, is_truncated, .. } = outcome.unwrap();
    assert_eq!((status, body.len(), is_truncated), (200, 4096, true));
    assert_eq!(headers["server"], "two");
    let recorded = net.take();
    let seen: Vec<_> = recorded.observations.iter().map(|seen| &seen.event).collect();
    let [Event::TcpConnect(_), Event::TlsHandshake(tls), Event::HttpTransaction(http)] = seen[..]
    else {
        panic!("three steps: {seen:?}");
    };
    assert_eq!(tls.alpn.as_deref(), Some("h2"));
    assert_eq!(http.title.as_deref(), Some("Hello, two"));
    // Headers, 4 KiB and settings; the window keeps back the other 596 kB.
    let bytes = recorded.observations[2].bytes;
    assert!((4_200..7_000).contains(&bytes.received), "{bytes:?}");
    assert!((200..1_500).contains(&bytes.sent), "{bytes:?}");
}

#[tokio::test]
async fn one_connection_carries_requests_of_any_length() {
    let served = |stream| serve(stream, |respond| page(respond, 300_000));
    let (address, roots) = serving(PROTOCOLS, served).await;
    let net = net(roots);
    let connection = net.connect(address).await.outcome.unwrap();
    let secured = net.handshake(connection, "localhost").await.outcome.unwrap();
    let mut channel = Channel::open(Carrier::Tls(Box::new(secured)), 16_384);
    for _ in 0..3 {
        let request =
            Request::post("https://localhost/").body(Full::from(vec![7; 50_000])).unwrap();
        let answer = channel.exchange(&net, request, 1_000_000).await.unwrap();
        assert_eq!((answer.body.len(), answer.is_truncated), (300_000, false));
    }
    assert!(channel.is_open());
    assert!(channel.take_bytes().received > 900_000);
}

#[tokio::test]
async fn servers_that_break_off_or_talk_nonsense_get_their_word() {
    type Broken = fn(SendResponse<Bytes>);
    let cases: [(Broken, Failure); 5] = [
        (|mut respond| respond.send_reset(h2::Reason::CANCEL), Failure::Eof),
        (|mut respond| respond.send_reset(h2::Reason::PROTOCOL_ERROR), Failure::HttpMalformed),
        (|mut respond| respond.send_reset(h2::Reason::INTERNAL_ERROR), Failure::Eof),
        (|mut respond| respond.send_reset(h2::Reason::ENHANCE_YOUR_CALM), Failure::Eof),
        (drop, Failure::Eof),
    ];
    for (broken, expected) in cases {
        let (address, roots) = serving(PROTOCOLS, move |stream| serve(stream, broken)).await;
        assert_eq!(failure(address, roots).await, expected);
    }
    let gone = |stream: TlsStream<TcpStream>| async move { drop(stream) };
    let (address, roots) = serving(PROTOCOLS, gone).await;
    assert_eq!(failure(address, roots).await, Failure::Eof);
    let nonsense = |mut stream: TlsStream<TcpStream>| async move {
        use tokio::io::AsyncWriteExt as _;
        drop(stream.write_all(&[0x42; 5000]).await);
        drop(stream.shutdown().await);
    };
    let (address, roots) = serving(PROTOCOLS, nonsense).await;
    assert_eq!(failure(address, roots).await, Failure::HttpMalformed);
}

#[tokio::test]
async fn a_goaway_ends_the_wait_at_once() {
    for reason in [h2::Reason::NO_ERROR, h2::Reason::ENHANCE_YOUR_CALM] {
        let goes = move |stream: TlsStream<TcpStream>| async move {
            let mut connection = server::handshake(stream).await.unwrap();
            connection.abrupt_shutdown(reason);
            drop(std::future::poll_fn(|cx| connection.poll_closed(cx)).await);
        };
        let (address, roots) = serving(PROTOCOLS, goes).await;
        assert_eq!(failure(address, roots).await, Failure::Eof, "{reason:?}");
    }
}

async fn failure(address: std::net::SocketAddr, roots: rustls::RootCertStore) -> Failure {
    let net = net(roots);
    let connection = net.connect(address).await.outcome.unwrap();
    let secured = net.handshake(connection, "localhost").await.outcome.unwrap();
    let url = Url::parse("https://localhost/").unwrap();
    let mut channel = Channel::open(Carrier::Tls(Box::new(secured)), 4096);
    net.fetch(&mut channel, &url, &mut Cookies::default(), 4096).await.outcome.unwrap_err()
}
