//! HTTP/3 from the lab's phone: quinn and h3 over the Wire.

#[path = "../../src/country/hosts/http3/runtime.rs"]
mod runtime;

use std::io::{self, IoSliceMut};
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use arna_lab::{Direction, Lab, Options, Scenario, runtime as lab_runtime};
use arna_model::WallTime;
use arna_net::Datagrams;
use bytes::{Buf as _, Bytes};
use http::Request;
use quinn::crypto::rustls::QuicClientConfig;
use quinn::udp::{RecvMeta, Transmit};
use quinn::{AsyncUdpSocket, ClientConfig, ConnectionId, Endpoint, EndpointConfig, UdpPoller};
use ring::hmac;
use tokio::time::timeout;

use self::runtime::LabTime;
use super::phone::*;

type Receiving = Pin<Box<dyn Future<Output = io::Result<Vec<u8>>> + Send>>;

/// The Wire's UDP socket, as quinn wants it.
struct Port {
    socket: Arc<dyn Datagrams>,
    peer: SocketAddr,
    receiving: Mutex<Option<Receiving>>,
}

impl std::fmt::Debug for Port {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Port").finish_non_exhaustive()
    }
}

impl AsyncUdpSocket for Port {
    fn create_io_poller(self: Arc<Self>) -> Pin<Box<dyn UdpPoller>> {
        Box::pin(Always)
    }

    fn try_send(&self, transmit: &Transmit<'_>) -> io::Result<()> {
        match pin!(self.socket.send(transmit.contents))
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(sent) => sent,
            Poll::Pending => panic!("the lab takes every datagram at once"),
        }
    }

    fn poll_recv(
        &self,
        cx: &mut Context<'_>,
        bufs: &mut [IoSliceMut<'_>],
        meta: &mut [RecvMeta],
    ) -> Poll<io::Result<usize>> {
        let mut receiving = self.receiving.lock().expect("nobody panics");
        let socket = Arc::clone(&self.socket);
        let begin = || -> Receiving { Box::pin(async move { socket.receive().await }) };
        let datagram = ready!(receiving.get_or_insert_with(begin).as_mut().poll(cx))?;
        *receiving = None;
        let len = datagram.len();
        bufs[0][..len].copy_from_slice(&datagram);
        meta[0] = RecvMeta { addr: self.peer, len, stride: len, ecn: None, dst_ip: None };
        Poll::Ready(Ok(1))
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        let any = if self.peer.is_ipv4() { "0.0.0.0" } else { "::" };
        Ok(SocketAddr::new(any.parse().expect("an address"), self.socket.local().port()))
    }
}

#[derive(Debug)]
struct Always;

impl UdpPoller for Always {
    fn poll_writable(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// The status and the length of the page that `name` gives at `address` over HTTP/3; `None`: nobody answers.
///
/// The visitor says that it can speak `more` protocols that there are not, which makes its ClientHello longer.
pub(crate) async fn fetch_saying(
    lab: &Lab,
    address: IpAddr,
    name: &str,
    more: usize,
) -> Option<(u16, usize)> {
    let peer = SocketAddr::new(address, 443);
    let socket = lab.wire().datagrams(peer).await.expect("opens").into();
    let port = Arc::new(Port { socket, peer, receiving: Mutex::new(None) });
    let mut settings = EndpointConfig::new(Arc::new(hmac::Key::new(hmac::HMAC_SHA256, &[1])));
    settings.rng_seed(Some([2; 32])).cid_generator(|| Box::new(Ids(0)));
    let endpoint = Endpoint::new_with_abstract_socket(settings, None, port, Arc::new(LabTime));
    let mut tls = rustls::ClientConfig::builder_with_details(
        arna_net::tls_provider(),
        Arc::new(Clock(lab.wire())),
    )
    .with_protocol_versions(&[&rustls::version::TLS13])
    .expect("it has suites")
    .with_root_certificates(lab.roots())
    .with_no_client_auth();
    tls.alpn_protocols = vec![b"h3".to_vec()];
    tls.alpn_protocols.extend((0..more).map(|number| format!("protocol-{number:03}").into_bytes()));
    let crypto = QuicClientConfig::try_from(tls).expect("it has QUIC's suite");
    let mut config = ClientConfig::new(Arc::new(crypto));
    config.initial_dst_cid_provider(Arc::new(|| ConnectionId::new(&[7; 8])));
    let endpoint = endpoint.expect("opens");
    let connecting = endpoint.connect_with(config, peer, name).expect("begins");
    let connection = timeout(PATIENCE, connecting).await.ok()?.ok()?;
    let mut http = h3::client::builder();
    http.send_grease(false);
    let begun = http.build::<_, _, Bytes>(h3_quinn::Connection::new(connection)).await;
    let (mut driver, mut sender) = begun.expect("HTTP/3 begins");
    let driving = tokio::spawn(async move { driver.wait_idle().await });
    let request = Request::get(format!("https://{name}/")).body(()).expect("a request");
    let mut stream = sender.send_request(request).await.expect("is sent");
    stream.finish().await.expect("is over");
    let answer = stream.recv_response().await.expect("an answer");
    let mut length = 0;
    while let Some(mut part) = stream.recv_data().await.expect("a page") {
        length += part.copy_to_bytes(part.remaining()).len();
    }
    drop(sender);
    driving.await.expect("ends");
    endpoint.wait_idle().await;
    Some((answer.status().as_u16(), length))
}

pub(crate) async fn fetch_at(lab: &Lab, address: IpAddr, name: &str) -> Option<(u16, usize)> {
    fetch_saying(lab, address, name, 0).await
}

pub(crate) async fn fetch_three(lab: &Lab, name: &str) -> Option<(u16, usize)> {
    fetch_at(lab, address(lab, name).await, name).await
}

struct Ids(u64);

impl quinn::ConnectionIdGenerator for Ids {
    fn generate_cid(&mut self) -> ConnectionId {
        self.0 += 1;
        ConnectionId::new(&self.0.to_be_bytes())
    }

    fn cid_len(&self) -> usize {
        8
    }

    fn cid_lifetime(&self) -> Option<Duration> {
        None
    }
}

#[test]
fn who_says_so_speaks_http_3_and_nobody_else() {
    within("open-lte", async |lab| {
        let mut speakers = 0;
        for name in names(lab, |_| true) {
            let says_so = fetch(lab, &name).await.expect("opens").contains("alt-svc: h3=\":443\"");
            let page = fetch_three(lab, &name).await;
            assert_eq!(page, says_so.then_some((200, 60_000)), "{name}");
            speakers += u32::from(says_so);
        }
        assert_eq!(speakers, 16);
    });
}

#[test]
fn it_goes_over_ipv6_and_through_a_nat64() {
    for name in ["broken-ipv6", "ipv6-only"] {
        within(name, async |lab| {
            let mut opened = 0;
            for name in names(lab, |_| true) {
                let address = address(lab, &name).await;
                assert!(address.is_ipv6());
                opened += u32::from(fetch_at(lab, address, &name).await == Some((200, 60_000)));
            }
            assert!(opened > 2, "{opened}");
        });
    }
}

#[test]
fn it_sends_visitors_to_the_name_with_www_too() {
    within("www-redirects", async |lab| {
        assert_eq!(fetch_three(lab, "hrw.org").await, Some((301, 0)));
        assert_eq!(fetch_three(lab, "www.hrw.org").await, Some((200, 60_000)));
    });
}

#[test]
fn one_seed_gives_one_conversation() {
    type Packets = Vec<(WallTime, Direction, Bytes)>;
    let packets = |seed: u64| -> Packets {
        lab_runtime().expect("a runtime").block_on(async {
            let scenario = Scenario::named("open-lte").expect("shipped");
            let options = Options { profile: Some("poor3g".to_owned()), ..options(seed) };
            let lab = Lab::open(scenario, &options).expect("opens");
            let (tell, seen) = std::sync::mpsc::channel();
            lab.capture(move |at, direction, packet| {
                tell.send((at, direction, Bytes::copy_from_slice(packet))).unwrap_or_default();
            });
            let open = names(&lab, |_| true);
            for name in open.iter().take(3) {
                fetch_three(&lab, name).await;
            }
            seen.try_iter().collect()
        })
    };
    let (one, same) = (packets(3), packets(3));
    assert!(one.len() > 50, "{}", one.len());
    let parts = one.iter().zip(&same).position(|(one, same)| one != same);
    assert_eq!((parts, one.len()), (None, same.len()), "where they part, and their lengths");
    assert!(one != packets(4));
}
