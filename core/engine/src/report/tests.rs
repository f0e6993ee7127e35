//! The client against the real helper, and against those who only pretend, on loopback.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use arna_helper::{Helper, Settings as HelperSettings, server_config};
use arna_model::{Event, Failure, HelperExchange, Micros, Observation, Place, RunId};
use arna_net::{Net, OsWire, Platform, Recorder, Settings, Wire};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::RootCertStore;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::HelperClient;
use crate::run::{Control, Question};

fn net(roots: RootCertStore) -> Net {
    let wire = Arc::new(OsWire::new());
    let settings = Settings {
        roots: Arc::new(roots),
        epoch: wire.now(),
        before: Micros(0),
        platform: Platform::default(),
    };
    Net::new(wire, settings, Recorder::new(RunId::new("test"), 0)).at(Place::Helper)
}

fn client(urls: &[String]) -> HelperClient {
    HelperClient::new(urls.iter().map(|url| Url::parse(url).expect("a URL")).collect())
}

/// A question about a site that nobody serves, at this address.
fn question(endpoint: SocketAddr) -> Question {
    Question { url: format!("http://{endpoint}/"), is_hop: false, endpoints: vec![endpoint] }
}

/// Serves every connection by `serve`; where.
async fn serving<F, Served>(serve: F) -> SocketAddr
where
    F: Fn(usize, TcpStream) -> Served + Send + 'static,
    Served: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        for number in 0.. {
            let Ok((stream, _)) = listener.accept().await else { return };
            tokio::spawn(serve(number, stream));
        }
    });
    address
}

fn a_helper() -> Arc<Helper> {
    let settings = HelperSettings { allow_private: true, ..HelperSettings::default() };
    Helper::new(Arc::new(OsWire::new()), settings)
}

/// An address on which nothing listens.
async fn nowhere() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address")
}

/// Answers every request on a connection by these bytes.
async fn say(mut stream: TcpStream, answer: Vec<u8>) {
    let mut request = [0; 4096];
    while let Ok(1..) = stream.read(&mut request).await {
        if stream.write_all(&answer).await.is_err() {
            return;
        }
    }
}

fn http(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

fn connects(observations: &[Observation]) -> usize {
    observations.iter().filter(|seen| matches!(seen.event, Event::TcpConnect(_))).count()
}

/// The exchanges with their failures.
fn exchanges(observations: &[Observation]) -> Vec<(&HelperExchange, Option<&Failure>)> {
    let exchange = |seen: &Observation| matches!(seen.event, Event::HelperExchange(_));
    let exchanges = observations.iter().filter(|seen| exchange(seen));
    exchanges
        .filter_map(|seen| match &seen.event {
            Event::HelperExchange(exchange) => Some((exchange, seen.failure.as_ref())),
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn one_connection_carries_every_question() {
    let helper = a_helper();
    let at = serving(move |_, stream| {
        let helper = helper.clone();
        async move { helper.serve_http(stream, PHONE).await }
    })
    .await;
    let (site, dead) =
        (serving(|_, stream| say(stream, http("200 OK", "hello"))).await, nowhere().await);
    let (client, net) = (client(&[format!("http://{at}/")]), net(RootCertStore::empty()));
    let good = client.ask(&net, &question(site)).await.expect("an answer");
    let bad = client.ask(&net, &question(dead)).await.expect("an answer");
    assert_eq!(
        (good.tcp[&site].clone(), good.http.and_then(|page| page.status)),
        (None, Some(200))
    );
    assert_eq!(bad.tcp[&dead], Some(Failure::ConnectionRefused));
    let recorded = net.take();
    assert_eq!(connects(&recorded.observations), 1, "the second question needed no connection");
    let exchanges = exchanges(&recorded.observations);
    assert_eq!(exchanges.len(), 2);
    for (exchange, failure) in exchanges {
        assert_eq!((exchange.helper.as_str(), failure), (format!("http://{at}/").as_str(), None));
        assert!(exchange.answer.is_some());
        let ahead = exchange.clock_ahead_s.expect("it says what time it is");
        assert!(ahead.abs() <= 1, "one machine has one clock: {ahead}");
    }
    assert!(recorded.observations.iter().all(|seen| seen.bytes.total() > 0));
}

#[tokio::test]
async fn a_line_that_died_meanwhile_is_opened_again() {
    let helper = a_helper();
    let at = serving(move |number, mut stream| {
        let helper = helper.clone();
        async move {
            if number > 0 {
                return helper.serve_http(stream, PHONE).await;
            }
            // The first line dies as soon as its only answer is out, without a word.
            let mut request = [0; 4096];
            drop(stream.read(&mut request).await);
            drop(stream.write_all(&http("200 OK", EMPTY)).await);
            drop(stream.read(&mut request).await);
        }
    })
    .await;
    let (client, net) = (client(&[format!("http://{at}/")]), net(RootCertStore::empty()));
    let dead = nowhere().await;
    client.ask(&net, &question(dead)).await.expect("an answer");
    let second = client.ask(&net, &question(dead)).await.expect("an answer");
    assert_eq!(second.tcp[&dead], Some(Failure::ConnectionRefused));
    let recorded = net.take();
    assert_eq!(connects(&recorded.observations), 2);
    let failures: Vec<_> =
        exchanges(&recorded.observations).iter().map(|(_, failure)| failure.is_some()).collect();
    assert_eq!(failures, [false, true, false], "the line's death is on the tape");
}

#[tokio::test]
async fn nonsense_is_no_answer() {
    let endless = format!("[\"{}\"]", "x".repeat(2_000_000));
    for (said, expected) in [
        (http("200 OK", "{\"dns\": \"by a liar\"}"), Some(Failure::JsonParse)),
        (http("200 OK", ""), Some(Failure::JsonParse)),
        (http("503 Service Unavailable", EMPTY), None),
        (http("200 OK", &endless), None),
        (b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(), None),
        (Vec::new(), None),
    ] {
        let text = String::from_utf8_lossy(&said[..said.len().min(60)]).into_owned();
        let at = serving(move |_, stream| {
            let said = said.clone();
            async move { if said.is_empty() { drop(stream) } else { say(stream, said).await } }
        })
        .await;
        let (client, net) = (client(&[format!("http://{at}/")]), net(RootCertStore::empty()));
        assert_eq!(client.ask(&net, &question(at)).await, None, "{text}");
        let recorded = net.take();
        let exchanges = exchanges(&recorded.observations);
        let [(exchange, Some(failure))] = exchanges[..] else { panic!("{text}: {exchanges:?}") };
        assert_eq!(exchange.answer, None, "{text}");
        assert!(expected.is_none_or(|expected| *failure == expected), "{text}: {failure:?}");
        let received: u64 = recorded.observations.iter().map(|seen| seen.bytes.received).sum();
        assert!(received < 1_500_000, "{text}: {received} bytes were taken");
    }
}

#[tokio::test]
async fn the_next_helper_is_asked_and_a_dead_one_is_left_alone() {
    let good = serving(|_, stream| say(stream, http("200 OK", EMPTY))).await;
    let bad = nowhere().await;
    let urls = [format!("http://{bad}/"), format!("http://{good}/")];
    let (client, net) = (client(&urls), net(RootCertStore::empty()));
    // Which one comes first is chance, by the label: in forty questions the dead one often does.
    for number in 0..40 {
        let net = net.step(&format!("step/{number}"));
        assert!(client.ask(&net, &question(bad)).await.is_some(), "question {number}");
        let recorded = net.take();
        let last = exchanges(&recorded.observations).pop().expect("one");
        assert_eq!(last.0.helper, urls[1]);
    }
    let refused = {
        let net = net.step("again");
        let answers = client.ask(&net, &question(bad)).await;
        assert!(answers.is_some());
        net.take().observations.iter().filter(|seen| !seen.is_success()).count()
    };
    assert_eq!(refused, 0, "two refusals are enough for a minute");
}

#[tokio::test]
async fn a_helper_that_refuses_is_left_alone_until_it_wants_to_be_asked_again() {
    let refusal =
        b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 2040\r\ncontent-length: 0\r\n\r\n";
    let shy = serving(|_, stream| say(stream, refusal.to_vec())).await;
    let good = serving(|_, stream| say(stream, http("200 OK", EMPTY))).await;
    let urls = [format!("http://{shy}/"), format!("http://{good}/")];
    let (client, net) = (client(&urls), net(RootCertStore::empty()));
    let mut refused = Vec::new();
    for number in 0..40 {
        let net = net.step(&format!("step/{number}"));
        assert!(client.ask(&net, &question(good)).await.is_some(), "question {number}");
        let recorded = net.take();
        let said = exchanges(&recorded.observations);
        refused.extend(said.iter().filter_map(|(exchange, _)| exchange.come_back_s));
    }
    assert_eq!(refused, [2040], "it is asked once, and its wish is on the tape");
}

#[tokio::test]
async fn a_helper_that_refuses_one_site_is_asked_about_others() {
    let refusal = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 2040\r\nx-arna-about: site\r\ncontent-length: 0\r\n\r\n";
    let shy = serving(|_, stream| say(stream, refusal.to_vec())).await;
    let (client, net) = (client(&[format!("http://{shy}/")]), net(RootCertStore::empty()));
    for _ in 0..3 {
        assert_eq!(client.ask(&net, &question(shy)).await, None);
    }
    let recorded = net.take();
    assert_eq!(exchanges(&recorded.observations).len(), 3);
    assert_eq!(connects(&recorded.observations), 1, "and over one connection");
}

#[tokio::test]
async fn of_thousands_of_addresses_a_helper_is_told_eight() {
    let heard = Arc::new(std::sync::Mutex::new(String::new()));
    let hearing = heard.clone();
    let at = serving(move |_, mut stream| {
        let hearing = hearing.clone();
        async move {
            let mut request = vec![0; 1 << 20];
            let read = stream.read(&mut request).await.unwrap_or(0);
            *hearing.lock().expect("free") = String::from_utf8_lossy(&request[..read]).into_owned();
            drop(stream.write_all(&http("200 OK", EMPTY)).await);
        }
    })
    .await;
    let (client, net) = (client(&[format!("http://{at}/")]), net(RootCertStore::empty()));
    let endpoints = (0..4_000_u16).map(|port| SocketAddr::from(([192, 0, 2, 1], port))).collect();
    let question = Question { endpoints, ..question(at) };
    client.ask(&net, &question).await.expect("an answer");
    assert_eq!(heard.lock().expect("free").matches("192.0.2.1:").count(), 8);
}

#[tokio::test]
async fn over_tls_it_has_posts_and_a_stranger_s_certificate_is_no_helper() {
    let names = vec!["localhost".to_owned()];
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).expect("a pair");
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(signing_key.serialize_der());
    let config = Arc::new(server_config(vec![cert.der().clone()], key.into()).expect("they fit"));
    let helper = a_helper();
    let at = serving(move |_, stream| {
        let (helper, config) = (helper.clone(), config.clone());
        async move { helper.serve_tls(stream, PHONE, config).await }
    })
    .await;
    let url = format!("https://localhost:{}/", at.port());
    let mut roots = RootCertStore::empty();
    roots.add(cert.der().clone()).expect("a root");
    let (trusting, dead) = (net(roots), nowhere().await);
    let client_of_it = client(std::slice::from_ref(&url));
    let answer = client_of_it.ask(&trusting, &question(dead)).await.expect("an answer");
    assert_eq!(answer.tcp[&dead], Some(Failure::ConnectionRefused));
    let posts = client_of_it.posts(&trusting).await;
    assert_eq!(posts.len(), 1);
    assert_eq!((posts[0].name.as_str(), posts[0].address.port()), ("localhost", at.port()));

    let wary = net(RootCertStore::empty());
    assert_eq!(client(&[url]).ask(&wary, &question(dead)).await, None);
    let recorded = wary.take();
    let [(_, Some(failure))] = exchanges(&recorded.observations)[..] else {
        panic!("one exchange")
    };
    assert_eq!(*failure, Failure::SslUnknownAuthority);
}

#[tokio::test]
async fn without_helpers_nobody_is_asked() {
    let (client, net) = (client(&[]), net(RootCertStore::empty()));
    assert_eq!(client.ask(&net, &question(([127, 0, 0, 1], 9).into())).await, None);
    assert!(client.posts(&net).await.is_empty());
    assert!(net.take().observations.is_empty());
}

const PHONE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// The least that is an answer.
const EMPTY: &str = r#"{"tcp_connect":{},"tls_handshake":{},"quic_handshake":{},
    "http_request":{"body_length":0,"discovered_h3_endpoint":"","failure":"dns_nxdomain_error","title":"","headers":{},"status_code":-1},
    "http3_request":null,"dns":{"failure":"dns_nxdomain_error","addrs":[]},"ip_info":{}}"#;
