//! One connection for several requests, and servers that end it after one: a new one is made, and nothing waits.

use std::net::SocketAddr;
use std::time::Duration;

use crate::support::{net, serving};
use arna_model::Failure;
use arna_net::{Answer, Carrier, Channel, Cookies, Net};
use rustls::RootCertStore;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use url::Url;

/// How a server ends a connection.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// It says so in its head.
    Said,
    /// It speaks HTTP/1.0, where that is the rule.
    Old,
    /// With a FIN, and over TLS a farewell, after its answer.
    Silent,
    /// The same, without the farewell.
    Rude,
    /// When the next request has come.
    Late,
    /// With half a head, when the next request has come.
    Half,
    /// Not at all.
    Never,
}

const ALL: [End; 7] =
    [End::Said, End::Old, End::Silent, End::Rude, End::Late, End::Half, End::Never];

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, end: End) {
    let mut request = [0; 4096];
    for number in 0.. {
        match stream.read(&mut request).await {
            Ok(read) if read > 0 => {}
            _ => return,
        }
        match end {
            End::Late if number > 0 => return,
            End::Half if number > 0 => {
                drop(stream.write_all(b"HTTP/1.1 200 O").await);
                return;
            }
            _ => {}
        }
        let version = if end == End::Old { "1.0" } else { "1.1" };
        let says = if end == End::Said { "connection: close\r\n" } else { "" };
        let answer = format!("HTTP/{version} 200 OK\r\ncontent-length: 2\r\n{says}\r\nhi");
        drop(stream.write_all(answer.as_bytes()).await);
        drop(stream.flush().await);
        match end {
            End::Said | End::Old | End::Silent => {
                drop(stream.shutdown().await);
                return;
            }
            End::Rude => return,
            End::Late | End::Half | End::Never => {}
        }
    }
}

async fn ask(net: &Net, channel: &mut Channel, scheme: &str) -> Result<Answer, Failure> {
    let url = Url::parse(&format!("{scheme}://localhost/")).unwrap();
    net.fetch(channel, &url, &mut Cookies::default(), 4096).await.outcome
}

/// Asks twice, the second time after what came was read, or at once.
async fn twice(net: &Net, carrier: Carrier, scheme: &str, end: End) {
    let mut channel = Channel::open(carrier, 4096);
    assert_eq!(ask(net, &mut channel, scheme).await.unwrap().status, 200, "{end:?}");
    let began = tokio::time::Instant::now();
    if matches!(end, End::Silent | End::Rude) {
        // Its end may be on its way yet.
        while channel.is_usable().await {
            assert!(began.elapsed() < Duration::from_secs(5), "{scheme}, {end:?}");
        }
    }
    let usable = channel.is_usable().await;
    assert_eq!(usable, matches!(end, End::Late | End::Half | End::Never), "{scheme}, {end:?}");
    let again = ask(net, &mut channel, scheme).await;
    let failure = match end {
        End::Never => None,
        // Something was said.
        End::Half => Some(Failure::Eof),
        _ => Some(Failure::ConnectionAlreadyClosed),
    };
    assert_eq!(again.err(), failure, "{scheme}, {end:?}");
    assert!(began.elapsed() < Duration::from_secs(5), "{scheme}, {end:?}: {:?}", began.elapsed());
}

#[tokio::test]
async fn a_connection_in_the_clear_that_has_ended_is_not_waited_for() {
    for end in ALL {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        tokio::spawn(async move { serve(listener.accept().await.unwrap().0, end).await });
        let net = net(RootCertStore::empty());
        let connection = net.connect(address).await.outcome.unwrap();
        twice(&net, Carrier::Plain(connection), "http", end).await;
    }
}

#[tokio::test]
async fn nor_is_one_over_tls() {
    for end in ALL {
        let (address, roots) = serving(&[b"http/1.1"], move |stream| serve(stream, end)).await;
        let net = net(roots);
        let connection = net.connect(address).await.outcome.unwrap();
        let secured = net.handshake(connection, "localhost").await.outcome.unwrap();
        twice(&net, Carrier::Tls(Box::new(secured)), "https", end).await;
    }
}

#[tokio::test]
async fn nor_one_of_http_2_that_said_farewell() {
    let (address, roots) = serving(&[b"h2"], |stream| async {
        let mut connection = h2::server::handshake(stream).await.unwrap();
        let (_request, mut respond) = connection.accept().await.unwrap().unwrap();
        respond.send_response(http::Response::new(()), true).unwrap();
        connection.graceful_shutdown();
        while connection.accept().await.is_some() {}
    })
    .await;
    let net = net(roots);
    let connection = net.connect(address).await.outcome.unwrap();
    let secured = net.handshake(connection, "localhost").await.outcome.unwrap();
    let mut channel = Channel::open(Carrier::Tls(Box::new(secured)), 4096);
    assert_eq!(ask(&net, &mut channel, "https").await.unwrap().status, 200);
    let began = tokio::time::Instant::now();
    while channel.is_usable().await {
        assert!(began.elapsed() < Duration::from_secs(5));
    }
    let again = ask(&net, &mut channel, "https").await;
    assert_eq!(again.err(), Some(Failure::ConnectionAlreadyClosed));
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}
