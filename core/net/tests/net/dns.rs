//! DNS over TCP, TLS and HTTPS on loopback: good resolvers, and every kind of bad one.

use std::net::{IpAddr, SocketAddr};

use crate::support::{net, serving};
use arna_model::{DnsEngine, DnsLookup, Event, Failure, Micros, Observation};
use arna_net::{Family, Net};
use bytes::Bytes;
use h2::server;
use http::Response;
use rustls::RootCertStore;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio_rustls::server::TlsStream;
use url::Url;

const NAME: &str = "one.example";

/// What a resolver makes of a query.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Manner {
    Good,
    WrongId,
    WrongQuestion,
    Garbage,
    Empty,
    /// It ends in the middle of the answer.
    Truncated,
    /// It announces all that fits, and never ends.
    Endless,
    /// It begins, and says no more.
    Hanging,
}

use Manner::*;

/// The query turned into an answer with an A and an AAAA record, or what there is in its stead.
fn answered(query: &[u8], manner: Manner) -> Vec<u8> {
    let mut answer = query.to_vec();
    answer[2..4].copy_from_slice(&[0x81, 0x80]);
    answer[7] = 2;
    answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 5, 9, 0, 1]);
    answer.extend([0xc0, 12, 0, 28, 0, 1, 0, 0, 0, 60, 0, 16]);
    answer.extend([0x2a, 0, 0x14, 0x50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    match manner {
        WrongId => answer[1] ^= 1,
        WrongQuestion => answer[13] ^= 1,
        Garbage => answer.fill(0x42),
        Empty => answer.clear(),
        Truncated => answer.truncate(30),
        Good | Endless | Hanging => {}
    }
    answer
}

/// Answers one question on a stream.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, manner: Manner) {
    let mut query = vec![0; stream.read_u16().await.unwrap().into()];
    stream.read_exact(&mut query).await.unwrap();
    let answer = answered(&query, manner);
    let length = match manner {
        Truncated | Hanging => answer.len() as u16 + 40,
        Endless => u16::MAX,
        _ => answer.len() as u16,
    };
    drop(stream.write_all(&[&length.to_be_bytes(), &answer[..]].concat()).await);
    drop(stream.flush().await);
    while manner == Endless && stream.write_all(&[0x42; 4096]).await.is_ok() {}
    if manner == Hanging {
        std::future::pending::<()>().await;
    }
}

async fn over_tcp(manner: Manner) -> (Net, Result<Vec<IpAddr>, Failure>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { talk(listener.accept().await.unwrap().0, manner).await });
    let net = net(RootCertStore::empty()).patient_for(Micros::from_secs(2));
    let outcome = net.resolve_tcp(NAME, Family::V4, address).await.outcome;
    (net, outcome)
}

async fn over_tls(manner: Manner, name: &str) -> (Net, Result<Vec<IpAddr>, Failure>) {
    let (address, roots) = serving(&[b"dot"], move |stream| talk(stream, manner)).await;
    let net = net(roots).patient_for(Micros::from_secs(2));
    let outcome = net.resolve_dot(NAME, Family::V4, address, name).await.outcome;
    (net, outcome)
}

/// Answers questions over HTTP/2 with this status and type.
async fn serve(stream: TlsStream<TcpStream>, manner: Manner, status: u16, kind: &'static str) {
    let Ok(mut connection) = server::handshake(stream).await else { return };
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        tokio::spawn(async move {
            assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/dns-query"));
            assert_eq!(request.headers()["content-type"], "application/dns-message");
            let query = request.into_body().data().await.unwrap().unwrap();
            assert_eq!(query[..2], [0, 0], "caches want the same question to be the same");
            let mut answer = answered(&query, manner);
            if manner == Endless {
                answer.resize(1_000_000, 0x42);
            }
            let head = Response::builder().status(status).header("content-type", kind);
            let mut stream = respond.send_response(head.body(()).unwrap(), false).unwrap();
            stream.send_data(Bytes::from(answer), true).unwrap();
        });
    }
}

async fn over_https(
    manner: Manner,
    status: u16,
    kind: &'static str,
    host: &str,
) -> (Net, Result<Vec<IpAddr>, Failure>) {
    let (address, roots) =
        serving(&[b"h2"], move |stream| serve(stream, manner, status, kind)).await;
    let net = net(roots);
    let url = Url::parse(&format!("https://{host}/dns-query")).unwrap();
    let outcome = net.resolve_doh(NAME, Family::V4, address, &url).await.outcome;
    (net, outcome)
}

const MESSAGE: &str = "application/dns-message";

fn found() -> Vec<IpAddr> {
    ["5.9.0.1", "2a00:1450::1"].map(|text| text.parse().unwrap()).to_vec()
}

/// The last observation, which is the lookup; what carried it; and the operations' own bytes.
fn lookup_of(observations: &[Observation]) -> (&DnsLookup, &Observation, Vec<&'static str>) {
    let (last, carriers) = observations.split_last().unwrap();
    let Event::Dns(lookup) = &last.event else { panic!("a lookup: {last:?}") };
    let names = carriers.iter().map(|one| match &one.event {
        Event::TcpConnect(_) => "tcp",
        Event::TlsHandshake(_) => "tls",
        Event::HttpTransaction(_) => "http",
        other => panic!("{other:?}"),
    });
    (lookup, last, names.collect())
}

#[tokio::test]
async fn a_good_answer_is_kept_whole_with_what_carried_it() {
    let tcp = over_tcp(Good).await;
    let tls = over_tls(Good, "localhost").await;
    let https = over_https(Good, 200, MESSAGE, "localhost").await;
    let expected = [
        (tcp, DnsEngine::Tcp, vec!["tcp"]),
        (tls, DnsEngine::Dot, vec!["tcp", "tls"]),
        (https, DnsEngine::Doh, vec!["tcp", "tls", "http"]),
    ];
    for ((net, outcome), engine, expected) in expected {
        assert_eq!(outcome, Ok(found()));
        let recorded = net.take().observations;
        let (lookup, last, carriers) = lookup_of(&recorded);
        assert_eq!((lookup.engine, &carriers), (engine, &expected));
        assert_eq!((lookup.rcode, &lookup.addresses), (Some(0), &found()));
        assert_eq!((lookup.sends.len(), lookup.sends[0].answers.len()), (1, 1));
        assert!(recorded.iter().all(|one| one.failure.is_none()));
        assert!(recorded.iter().all(|one| last.t0 <= one.t0 && one.t <= last.t));
        // A request's bytes are its own observation's.
        let is_elsewhere = engine == DnsEngine::Doh;
        assert_eq!(last.bytes.total() == 0, is_elsewhere, "{:?}", last.bytes);
        assert!(last.bytes.total() < 1_500, "{:?}", last.bytes);
    }
}

#[tokio::test]
async fn a_bad_answer_gets_its_word() {
    for (manner, expected) in [
        (WrongId, Failure::DnsWrongQueryId),
        (WrongQuestion, Failure::DnsServerMisbehaving),
        (Garbage, Failure::DnsServerMisbehaving),
        (Empty, Failure::DnsServerMisbehaving),
        (Truncated, Failure::Eof),
        (Endless, Failure::DnsServerMisbehaving),
        (Hanging, Failure::GenericTimeout),
    ] {
        for (net, outcome) in [over_tcp(manner).await, over_tls(manner, "localhost").await] {
            assert_eq!(outcome, Err(expected.clone()), "{manner:?}");
            let recorded = net.take().observations;
            let (lookup, last, _) = lookup_of(&recorded);
            assert_eq!(last.failure, Some(expected.clone()));
            assert_eq!((lookup.sends.len(), lookup.sends[0].answers.len()), (1, 0));
            assert!(last.bytes.received < 300_000, "{:?}", last.bytes);
        }
    }
}

#[tokio::test]
async fn a_bad_answer_over_https_gets_its_word() {
    for (manner, expected) in [
        (WrongId, Failure::DnsWrongQueryId),
        (WrongQuestion, Failure::DnsServerMisbehaving),
        (Garbage, Failure::DnsServerMisbehaving),
        (Empty, Failure::DnsServerMisbehaving),
        (Truncated, Failure::DnsServerMisbehaving),
        (Endless, Failure::DnsServerMisbehaving),
    ] {
        let (net, outcome) = over_https(manner, 200, MESSAGE, "localhost").await;
        assert_eq!(outcome, Err(expected), "{manner:?}");
        let received: u64 = net.take().observations.iter().map(|one| one.bytes.received).sum();
        assert!(received < 100_000, "{received} bytes came");
    }
    for (status, kind) in [(500, MESSAGE), (200, "text/html"), (302, "text/html")] {
        let (_, outcome) = over_https(Good, status, kind, "localhost").await;
        assert_eq!(outcome, Err(Failure::DnsServerMisbehaving), "{status} {kind}");
    }
}

#[tokio::test]
async fn a_resolver_under_another_name_is_not_asked() {
    let tls = over_tls(Good, "example.org").await;
    let https = over_https(Good, 200, MESSAGE, "example.org").await;
    for (net, outcome) in [tls, https] {
        assert_eq!(outcome, Err(Failure::SslInvalidHostname));
        let recorded = net.take().observations;
        let (lookup, last, carriers) = lookup_of(&recorded);
        assert_eq!(carriers, ["tcp", "tls"]);
        assert!(lookup.sends.is_empty() && last.bytes.total() == 0);
    }
}

#[tokio::test]
async fn what_is_no_name_and_who_is_not_there() {
    let net = net(RootCertStore::empty());
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let seen = net.resolve_tcp(NAME, Family::V6, unused).await;
    assert_eq!(seen.outcome, Err(Failure::ConnectionRefused));
    assert_eq!(net.take().observations.len(), 2);
    let seen = net.resolve_tcp("not..a.name", Family::V4, unused).await;
    assert!(matches!(seen.outcome, Err(Failure::Unknown(_))));
    assert_eq!(net.take().observations.len(), 1, "nothing is dialled for it");
}

#[tokio::test]
async fn an_answer_cut_short_over_udp_is_fetched_over_tcp() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    let resolver = UdpSocket::bind(address).await.unwrap();
    tokio::spawn(async move {
        let mut query = [0; 512];
        let (length, from) = resolver.recv_from(&mut query).await.unwrap();
        let mut answer = query[..length].to_vec();
        answer[2..4].copy_from_slice(&[0x83, 0x80]);
        resolver.send_to(&answer, from).await.unwrap();
    });
    tokio::spawn(async move { talk(listener.accept().await.unwrap().0, Good).await });
    let net = net(RootCertStore::empty());
    assert_eq!(net.resolve_udp(NAME, address).await.outcome, Ok(found()));
    let recorded = net.take().observations;
    let [over_udp, _connect, _whole] = &recorded[..] else { panic!("{recorded:?}") };
    let Event::Dns(lookup) = &over_udp.event else { panic!("{over_udp:?}") };
    assert!(lookup.engine == DnsEngine::Udp && lookup.sends[0].answers[0].is_truncated);
    assert_eq!(over_udp.failure, None, "it is no failure to point elsewhere");
    let (lookup, ..) = lookup_of(&recorded[1..]);
    assert_eq!(lookup.engine, DnsEngine::Tcp);
}

#[tokio::test]
async fn what_answers_nothing_over_udp_is_not_heard() {
    let resolver = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = resolver.local_addr().unwrap();
    tokio::spawn(async move {
        let mut query = [0; 512];
        let (length, from) = resolver.recv_from(&mut query).await.unwrap();
        let query = &query[..length];
        // A name that points at itself, for ever.
        let mut looping = answered(query, Good);
        looping[12..14].copy_from_slice(&[0xc0, 12]);
        let bad =
            [WrongId, WrongQuestion, Garbage, Empty, Truncated].map(|one| answered(query, one));
        let question = query.to_vec();
        for datagram in bad.into_iter().chain([looping, question, answered(query, Good)]) {
            resolver.send_to(&datagram, from).await.unwrap();
        }
    });
    let net = net(RootCertStore::empty());
    assert_eq!(net.resolve_udp(NAME, address).await.outcome, Ok(found()));
    let recorded = net.take().observations;
    let (lookup, ..) = lookup_of(&recorded);
    let answers: Vec<_> = lookup.sends.iter().flat_map(|send| &send.answers).collect();
    assert_eq!(answers.len(), 1, "{answers:?}");
}
