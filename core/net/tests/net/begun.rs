//! Handshakes that are only begun: what comes of them, and what they are called.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::support::{certified, config, net};
use arna_model::{Event, Failure, Micros, Observation, TlsAnswer, TlsHandshake};
use arna_net::Net;
use rustls::RootCertStore;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_rustls::TlsAcceptor;

const NAME: &str = "www.innocent.example";

/// A server of TLS with 13 kB of certificates, and how each handshake with it ended.
async fn talkative() -> (SocketAddr, UnboundedReceiver<Result<(), ErrorKind>>) {
    let (chain, key, _) = certified();
    let many = 13_000_usize.div_ceil(chain[0].len());
    let acceptor = TlsAcceptor::from(Arc::new(config(vec![chain[0].clone(); many], &key)));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, ended) = unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let shaken = acceptor.accept(stream).await;
            tell.send(shaken.map(drop).map_err(|error| error.kind())).unwrap();
        }
    });
    (address, ended)
}

/// A server that reads a hello, says `words`, and then is silent, or ends the connection by a reset or a farewell.
async fn saying(words: &'static [u8], end: End) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
            stream.write_all(words).await.unwrap();
            match end {
                End::Silence => held.push(stream),
                End::Reset => stream.set_zero_linger().unwrap(),
                End::Farewell => {}
            }
        }
    });
    address
}

#[derive(Clone, Copy, Debug)]
enum End {
    Silence,
    Reset,
    Farewell,
}

/// The handshake on a tape, and all bytes that came.
fn seen(net: &Net) -> (Observation, TlsHandshake, u64) {
    let all = net.take().observations;
    let received = all.iter().map(|one| one.bytes.received).sum();
    let last = all.last().unwrap().clone();
    let Event::TlsHandshake(tls) = &last.event else { panic!("a handshake: {last:?}") };
    (last.clone(), tls.clone(), received)
}

#[tokio::test]
async fn of_thirteen_kilobytes_of_certificates_hardly_any_comes() {
    let (address, mut ended) = talkative().await;
    let net = net(RootCertStore::empty());
    let connection = net.connect(address).await.ok().unwrap();
    assert!(net.handshake_unverified(connection, NAME).await.outcome.is_ok());
    let (_, whole, all) = seen(&net);
    assert!(whole.is_complete && all > 13_000, "{all}");
    assert_eq!(ended.recv().await, Some(Ok(())));

    let net = net.for_beginnings();
    let connection = net.connect(address).await.ok().unwrap();
    assert!(net.handshake_begun(connection, NAME).await.is_success());
    let (one, begun, received) = seen(&net);
    assert_eq!((one.failure, begun.is_complete), (None, false));
    assert_eq!((begun.answer, begun.alert), (Some(TlsAnswer::Handshake), None));
    assert_eq!(begun.resent_before_answer, whole.resent_before_answer);
    assert!(begun.first_byte.is_some_and(|first| first >= one.t0 && first <= one.t));
    assert!(begun.chain.is_empty());
    // The window, and the headers of at most six packets.
    assert!(received < 1_536 + 6 * 60, "{received} bytes came");
    // Nothing is said to the server after the hello, but that it is over.
    assert_eq!(ended.recv().await, Some(Err(ErrorKind::ConnectionReset)));
}

/// Who looks on cannot tell a hello behind which no more is wanted than an answer.
#[tokio::test]
async fn its_hello_is_like_any_other() {
    let (address, _ended) = talkative().await;
    let net = net(RootCertStore::empty());
    let mut hellos = Vec::new();
    for is_begun in [false, true] {
        let connection = net.connect(address).await.ok().unwrap();
        match is_begun {
            true => assert!(net.handshake_begun(connection, NAME).await.is_success()),
            false => assert!(net.handshake_unverified(connection, NAME).await.outcome.is_ok()),
        }
        let recorded = net.take();
        let Event::TlsHandshake(tls) = &recorded.observations[1].event else { panic!("TLS") };
        let id = tls.client_hello.as_ref().unwrap();
        let hello = recorded.blobs.iter().find(|blob| blob.id == *id).unwrap();
        hellos.push((tls.ja4.clone().unwrap(), hello.content.len()));
    }
    assert_eq!(hellos[0], hellos[1]);
}

#[tokio::test]
async fn what_is_no_beginning_has_the_failure_that_any_handshake_has() {
    const ALERT: &[u8] = &[21, 3, 3, 0, 2, 2, 112];
    const HALF_A_HEADER: &[u8] = &[22, 3, 3];
    const PLAIN: &[u8] = b"HTTP/1.1 403 Forbidden\r\n\r\n";
    let (alert, begun, plain) = (TlsAnswer::Alert, TlsAnswer::Handshake, TlsAnswer::NotTls);
    for (words, end, failure, answer) in [
        (ALERT, End::Silence, Failure::SslFailedHandshake, Some(alert)),
        (ALERT, End::Farewell, Failure::SslFailedHandshake, Some(alert)),
        (PLAIN, End::Silence, Failure::SslFailedHandshake, Some(plain)),
        (b"", End::Silence, Failure::GenericTimeout, None),
        (b"", End::Reset, Failure::ConnectionReset, None),
        (b"", End::Farewell, Failure::Eof, None),
        (HALF_A_HEADER, End::Silence, Failure::GenericTimeout, Some(begun)),
        (HALF_A_HEADER, End::Farewell, Failure::Eof, Some(begun)),
    ] {
        let address = saying(words, end).await;
        let net = net(RootCertStore::empty()).patient_for(PATIENCE);
        for is_begun in [false, true] {
            let connection = net.connect(address).await.ok().unwrap();
            let outcome = match is_begun {
                true => net.handshake_begun(connection, NAME).await.outcome,
                false => net.handshake_unverified(connection, NAME).await.outcome.map(drop),
            };
            let case = format!("{words:?} and {end:?}, only begun: {is_begun}");
            assert_eq!(outcome.err(), Some(failure.clone()), "{case}");
            let (one, tls, _) = seen(&net);
            assert_eq!(one.failure, Some(failure.clone()), "{case}");
            assert_eq!((tls.is_complete, tls.answer), (false, answer), "{case}");
            assert_eq!(tls.alert, (words == ALERT).then_some(112), "{case}");
            assert_eq!(tls.first_byte.is_some(), !words.is_empty(), "{case}");
        }
    }
}

/// Whoever says the beginning byte by byte is waited for until it is one.
#[tokio::test]
async fn a_beginning_that_drips_is_one() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
        for byte in [22, 3, 3, 0, 122, 2, 0] {
            stream.write_all(&[byte]).await.unwrap();
            tokio::task::yield_now().await;
        }
        stream.read(&mut [0; 9]).await.map_err(|error| error.kind())
    });
    let net = net(RootCertStore::empty()).for_beginnings();
    let connection = net.connect(address).await.ok().unwrap();
    assert!(net.handshake_begun(connection, NAME).await.is_success());
    let heard = tokio::time::timeout(Duration::from_secs(10), serving).await.unwrap().unwrap();
    assert_eq!(heard, Err(ErrorKind::ConnectionReset));
}

/// On loopback an answer that comes at all is there at once.
const PATIENCE: Micros = Micros::from_millis(300);
