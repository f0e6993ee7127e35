//! Net over real sockets on loopback: what it records of a good server, a bad certificate, a refusal
//! and an injected answer.

use std::io::ErrorKind;
use std::net::SocketAddr;

use crate::support::{net, tls_server};
use arna_model::{Event, Failure, Micros, Observation, TlsAnswer, Transport};
use arna_net::{Carrier, Channel, Cookies, Dial, OsWire, Wire as _};
use rustls::RootCertStore;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};
use url::Url;

fn page(length: usize) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
    let mut page = head.into_bytes();
    page.extend(b"<html><title>Hello</title>");
    page.resize(page.len() + length - 26, b'x');
    page
}

fn tls_of(observations: &[Observation]) -> &Observation {
    let is_tls = |seen: &&Observation| matches!(seen.event, Event::TlsHandshake(_));
    observations.iter().find(is_tls).expect("a handshake was recorded")
}

#[tokio::test]
async fn a_page_is_read_no_further_than_wanted_and_every_step_is_on_the_tape() {
    let (address, roots) = tls_server(page(600_000)).await;
    let net = net(roots);
    let connection = net.connect(address).await.ok().expect("it listens");
    let secured = net.handshake(connection, "localhost").await.ok().expect("a good chain");
    assert!(secured.is_verified);
    let url = Url::parse("https://localhost/").unwrap();
    let mut channel = Channel::open(Carrier::Tls(Box::new(secured)), 4096);
    let answer = net.fetch(&mut channel, &url, &mut Cookies::default(), 4096).await.ok().unwrap();
    assert_eq!((answer.status, answer.body.len(), answer.is_truncated), (200, 4096, true));

    let recorded = net.take();
    let operations: Vec<_> = recorded.observations.iter().map(|seen| &seen.event).collect();
    let [Event::TcpConnect(_), Event::TlsHandshake(tls), Event::HttpTransaction(http)] =
        operations[..]
    else {
        panic!("three steps, in order: {operations:?}");
    };
    assert_eq!(http.title.as_deref(), Some("Hello"));
    assert!(http.is_authentic && http.is_truncated);
    assert!(tls.is_complete && tls.first_byte.is_some() && tls.alpn.as_deref() == Some("http/1.1"));
    assert!(tls.ja4.as_ref().is_some_and(|ja4| ja4.starts_with("t13d")), "{:?}", tls.ja4);
    assert_eq!((tls.chain.len(), tls.answer), (1, Some(TlsAnswer::Handshake)));
    for blob in [tls.client_hello.as_ref(), http.body.as_ref(), Some(&tls.chain[0].sha256)] {
        let blob = blob.expect("it is kept");
        assert!(recorded.blobs.iter().any(|kept| kept.id == *blob), "{blob} is missing");
    }
    // 600 kB were on offer: the handshake, a record of 16 KiB, and little that came before its end was
    // known are all that may come.
    let received: u64 = recorded.observations.iter().map(|seen| seen.bytes.received).sum();
    assert!(received < 26_000, "{received} bytes came");
    assert!(recorded.observations.iter().all(|seen| seen.bytes.sent > 0));
    let numbers: Vec<_> = recorded.observations.iter().map(|seen| seen.id.number()).collect();
    assert_eq!(numbers, [Some(0), Some(1), Some(2)]);
}

#[tokio::test]
async fn a_bad_chain_is_kept_whole_and_named() {
    let (address, roots) = tls_server(page(100)).await;
    for (roots, name, failure) in [
        (roots.clone(), "example.org", Failure::SslInvalidHostname),
        (RootCertStore::empty(), "localhost", Failure::SslUnknownAuthority),
        (arna_net::web_roots(), "localhost", Failure::SslUnknownAuthority),
    ] {
        let net = net(roots);
        let connection = net.connect(address).await.ok().expect("it listens");
        let seen = net.handshake(connection, name).await;
        assert_eq!(seen.outcome.err(), Some(failure.clone()));
        let recorded = net.take();
        let observation = tls_of(&recorded.observations);
        assert_eq!(observation.failure, Some(failure));
        let Event::TlsHandshake(tls) = &observation.event else { unreachable!() };
        assert!(tls.is_complete, "the handshake goes on");
        assert_eq!(tls.chain.len(), 1, "the chain is kept");
    }
}

#[tokio::test]
async fn refusals_and_nonsense_get_their_names() {
    let net = net(RootCertStore::empty());
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert_eq!(net.connect(unused).await.outcome.err(), Some(Failure::ConnectionRefused));

    // A server that talks garbage, and one that hangs up.
    for (words, expected) in
        [(&b"SSH-2.0-OpenSSH\r\n"[..], Failure::SslFailedHandshake), (&b""[..], Failure::Eof)]
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut hello = [0; 1024];
            drop(stream.read(&mut hello).await);
            drop(stream.write_all(words).await);
        });
        let connection = net.connect(address).await.ok().expect("it listens");
        let failure = net.handshake(connection, "localhost").await.outcome.err();
        assert_eq!(failure, Some(expected));
        let recorded = net.take();
        let Event::TlsHandshake(tls) = &tls_of(&recorded.observations).event else {
            unreachable!()
        };
        let kept = recorded.blobs.iter().find(|blob| Some(&blob.id) == tls.first_bytes.as_ref());
        assert_eq!(kept.map_or(&b""[..], |blob| &blob.content[..]), words);
        assert_eq!(tls.answer, (!words.is_empty()).then_some(TlsAnswer::NotTls));
    }
}

/// A resolver that gives one query an answer for each of these, the last byte of an address.
async fn resolver(
    lasts: impl IntoIterator<Item = u8, IntoIter: Send> + Send + 'static,
) -> SocketAddr {
    let resolver = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = resolver.local_addr().unwrap();
    tokio::spawn(async move {
        let mut query = [0; 512];
        let (length, from) = resolver.recv_from(&mut query).await.unwrap();
        for last in lasts {
            // The query turned into an answer with one A record.
            let mut answer = query[..length].to_vec();
            answer[2] = 0x81;
            answer[3] = 0x80;
            answer[7] = 1;
            answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 10, 34, last]);
            resolver.send_to(&answer, from).await.unwrap();
        }
    });
    address
}

#[tokio::test]
async fn two_answers_to_one_send_are_both_kept() {
    let address = resolver([36, 10]).await;
    let net = net(RootCertStore::empty());
    let seen = net.resolve_udp("example.org", address).await;
    assert_eq!(seen.ok(), Some(vec!["10.10.34.36".parse().unwrap()]));
    let recorded = net.take();
    let Event::Dns(lookup) = &recorded.observations[0].event else { panic!("a lookup") };
    assert_eq!(lookup.sends.len(), 1, "nothing is sent again once an answer is there");
    assert_eq!(lookup.sends[0].answers.len(), 2);
}

#[tokio::test]
async fn echoes_are_counted_one_by_one() {
    let echo = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = echo.local_addr().unwrap();
    let (over, until) = tokio::sync::oneshot::channel::<()>();
    tokio::spawn(async move {
        let mut datagram = [0; 64];
        for number in 0..4 {
            let (length, from) = echo.recv_from(&mut datagram).await.unwrap();
            // Helpers of before say the same again.
            let said = &datagram[..length];
            let answer = arna_net::echo::answer_to(said).unwrap();
            match number {
                1 => {}
                2 => _ = echo.send_to(said, from).await.unwrap(),
                _ => _ = echo.send_to(&answer, from).await.unwrap(),
            }
        }
        drop(over);
    });
    let waiting = async {
        until.await.ok();
    };
    let (net, interval) = (net(RootCertStore::empty()), Micros::from_millis(25));
    let seen = net.ping(address, Transport::UdpEcho, interval, waiting).await.outcome;
    let pings = seen.expect("some came back");
    let heard: Vec<_> = pings.iter().take(4).map(|ping| ping.rtt.is_some()).collect();
    assert_eq!(heard, [true, false, true, true]);
}

#[tokio::test]
async fn a_page_that_breaks_off_is_still_an_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let head = stream.read(&mut [0; 2048]).await.unwrap();
        assert!(head > 0);
        let half = b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n<title>Half of it</title>";
        stream.write_all(half).await.unwrap();
    });
    let net = net(RootCertStore::empty());
    let connection = net.connect(address).await.outcome.unwrap();
    let mut channel = Channel::open(Carrier::Plain(connection), 4096);
    let url = Url::parse("http://localhost/").unwrap();
    let answer = net.fetch(&mut channel, &url, &mut Cookies::default(), 4096).await.ok().unwrap();
    serving.await.unwrap();
    assert_eq!((answer.status, answer.is_truncated), (200, true));
    assert_eq!(answer.broken, Some(Failure::Eof));
    assert!(!channel.is_open());
    let seen = net.take().observations;
    let last = seen.last().unwrap();
    assert_eq!(last.failure, Some(Failure::Eof));
    let Event::HttpTransaction(http) = &last.event else { panic!("{last:?}") };
    assert_eq!((http.status, http.title.as_deref()), (Some(200), Some("Half of it")));
}

#[tokio::test]
async fn a_connection_that_is_given_up_ends_with_a_reset() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    for is_given_up in [false, true] {
        let dial = Dial { address, receive_buffer: None };
        let mut stream = OsWire::new().connect(dial).await.unwrap();
        let (mut accepted, _) = listener.accept().await.unwrap();
        if is_given_up {
            stream.give_up();
        }
        drop(stream);
        let heard = accepted.read(&mut [0; 9]).await.map_err(|error| error.kind());
        assert_eq!(heard, if is_given_up { Err(ErrorKind::ConnectionReset) } else { Ok(0) });
    }
}

#[tokio::test]
async fn reading_waits_until_enough_is_there_or_no_more_can_come() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let dial = Dial { address: listener.local_addr().unwrap(), receive_buffer: Some(6 * 1024) };
    let mut stream = OsWire::new().connect(dial).await.unwrap();
    let (mut peer, _) = listener.accept().await.unwrap();
    let mut heard = vec![0; 4_000];

    // Five bytes are left when the mark is set, and the system's last word was that there is something.
    peer.write_all(&[1; 10]).await.unwrap();
    assert_eq!(stream.read(&mut heard[..5]).await.unwrap(), 5);
    stream.wait_for(1_000);
    let more = async {
        tokio::task::yield_now().await;
        peer.write_all(&[2; 995]).await.unwrap();
    };
    let (read, ()) = tokio::join!(biased; stream.read(&mut heard), more);
    assert_eq!(read.unwrap(), 1_000);

    // What was there before the mark was set.
    peer.write_all(&[3; 3_000]).await.unwrap();
    stream.wait_for(3_000);
    assert_eq!(stream.read(&mut heard).await.unwrap(), 3_000);

    // More than the buffer can hold: what it holds is given.
    let flood = tokio::spawn(async move {
        peer.write_all(&[4; 60_000]).await.unwrap();
        peer
    });
    stream.wait_for(60_000);
    let mut flooded = stream.read(&mut heard).await.unwrap();
    assert!(flooded > 0);
    stream.wait_for(1);
    while flooded < 60_000 {
        flooded += stream.read(&mut heard).await.unwrap();
    }
    let mut peer = flood.await.unwrap();

    // And the end is an end.
    peer.write_all(&[5; 7]).await.unwrap();
    drop(peer);
    stream.wait_for(1_000);
    assert_eq!(stream.read(&mut heard).await.unwrap(), 7);
    assert_eq!(stream.read(&mut heard).await.unwrap(), 0);
}

#[tokio::test]
async fn a_flood_of_answers_is_not_kept_whole() {
    let address = resolver(1..=100).await;
    let net = net(RootCertStore::empty());
    assert!(net.resolve_udp("example.org", address).await.is_success());
    let recorded = net.take();
    let Event::Dns(lookup) = &recorded.observations[0].event else { panic!("a lookup") };
    assert_eq!(lookup.sends[0].answers.len(), 16);
}

/// That they are segments of their own is seen in the lab (`core/lab/tests/country/split.rs`).
#[tokio::test]
async fn a_split_hello_is_cut_inside_the_name_and_arrives_whole() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let hearing = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut heard = vec![0; 5];
        stream.read_exact(&mut heard).await.unwrap();
        heard.resize(5 + usize::from(u16::from_be_bytes([heard[3], heard[4]])), 0);
        stream.read_exact(&mut heard[5..]).await.unwrap();
        // A fatal alert: no such name.
        stream.write_all(&[21, 3, 3, 0, 2, 2, 112]).await.unwrap();
        heard
    });
    let net = net(RootCertStore::empty());
    let connection = net.connect(address).await.ok().expect("it listens");
    let seen = net.handshake_split(connection, "www.forbidden.example").await;
    assert_eq!(seen.outcome.err(), Some(Failure::SslFailedHandshake));
    let heard = hearing.await.unwrap();
    let recorded = net.take();
    let Event::TlsHandshake(tls) = &tls_of(&recorded.observations).event else { unreachable!() };
    let (first, second) = heard.split_at(tls.cut_at.expect("it was cut") as usize);
    assert!(first.ends_with(b"www.forbi") && second.starts_with(b"dden.example"));
    let hello = recorded.blobs.iter().find(|blob| Some(&blob.id) == tls.client_hello.as_ref());
    assert_eq!(hello.unwrap().content[..], heard);
    assert!(tls.ja4.is_some() && tls.first_byte.is_some());
    assert_eq!((tls.answer, tls.alert), (Some(TlsAnswer::Alert), Some(112)));
    assert!(tls.first_bytes.is_none());
}
