//! A phone whose stack is elsewhere: its packets go through the radio, as those of any phone.

use smoltcp::phy::ChecksumCapabilities;
use smoltcp::wire::{Icmpv4Packet, Icmpv4Repr, IpProtocol, Ipv4Packet, Ipv4Repr};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::super::packet::{self, Body, Segment};
use super::*;

const PHONE: &str = "10.0.0.1";

fn plugged(world: &World) -> (Link, UnboundedReceiver<Vec<u8>>) {
    let (outlet, heard) = unbounded_channel();
    (world.link(vec![ip(PHONE)], outlet), heard)
}

/// What comes to the phone within a minute.
async fn next(heard: &mut UnboundedReceiver<Vec<u8>>) -> Option<Vec<u8>> {
    tokio::time::timeout(Duration::from_secs(60), heard.recv()).await.ok().flatten()
}

fn tcp<'a>(packet: &'a [u8]) -> Segment<'a> {
    let Some(packet::Packet { body: Body::Tcp(segment), .. }) = packet::read(packet) else {
        panic!("no TCP: {packet:?}")
    };
    segment
}

#[tokio::test(start_paused = true)]
async fn a_handshake_by_hand_goes_over_the_radio() {
    let lte = Profile::named("lte").expect("a profile");
    let (world, _) = linked(1, &Profile { loss: None, jitter_ms: 0.0, ..lte.clone() });
    let listener = host(&world, "192.0.2.1").listen(80);
    let (link, mut heard) = plugged(&world);
    let (phone, site) = (at("10.0.0.1:5000"), at("192.0.2.1:80"));

    let before = world.now();
    link.send(packet::opening(phone, site, 7));
    let answer = next(&mut heard).await.expect("an answer");
    let segment = tcp(&answer);
    assert!(segment.is_syn && segment.ack == Some(8), "{segment:?}");
    // 36 ms of the radio and 40 to the host, behind a promotion of 300.
    let took = world.now().since(before).as_millis_f64();
    assert!((376.0..380.0).contains(&took), "{took}");

    link.send(packet::segment(phone, site, 8, segment.seq.wrapping_add(1), b"hello"));
    let (mut stream, peer) = listener.accept().await;
    assert_eq!(peer, phone);
    let mut said = [0; 5];
    stream.read_exact(&mut said).await.expect("arrives");
    assert_eq!(&said, b"hello");
    let acknowledged = next(&mut heard).await.expect("an acknowledgement");
    assert_eq!(tcp(&acknowledged).ack, Some(13));
    let bytes = world.phone_bytes();
    assert_eq!(bytes.received, (answer.len() + acknowledged.len()) as u64);
    assert_eq!(bytes.sent, 40 + 45);
}

#[tokio::test(start_paused = true)]
async fn nobody_speaks_in_another_s_name() {
    let (world, _) = world(1, "wired");
    let inbox = host(&world, "192.0.2.1").datagrams(9);
    let (link, _heard) = plugged(&world);
    link.send(packet::datagram(at("10.0.0.2:1"), at("192.0.2.1:9"), b"forged"));
    link.send(vec![0x45; 3]);
    link.send(packet::datagram(at("10.0.0.1:1"), at("192.0.2.1:9"), b"own"));
    assert_eq!(inbox.receive().await, (b"own".to_vec(), at("10.0.0.1:1")));
    assert_eq!(world.phone_bytes().sent, 28 + 3);
}

#[tokio::test(start_paused = true)]
async fn the_address_is_the_link_s_alone() {
    let (world, former) = world(1, "wired");
    let inbox = host(&world, "192.0.2.1").datagrams(9);
    let socket = former.datagrams(at("192.0.2.1:9")).await.expect("opens");
    let (link, mut heard) = plugged(&world);
    link.send(packet::datagram(at("10.0.0.1:1"), at("192.0.2.1:9"), b"question"));
    let (_, from) = inbox.receive().await;
    inbox.send(b"answer", from).await;
    let answer = next(&mut heard).await.expect("an answer");
    assert!(matches!(packet::read(&answer).expect("UDP").body, Body::Udp(b"answer")));
    let silence = tokio::time::timeout(Duration::from_secs(60), socket.receive()).await;
    assert!(silence.is_err(), "{silence:?}");
}

#[tokio::test(start_paused = true)]
async fn hosts_answer_pings_unless_they_are_down() {
    let (world, _) = world(1, "wired");
    host(&world, "192.0.2.1");
    let is_down = HostOptions { is_down: true, ..HostOptions::default() };
    world.host(&[ip("192.0.2.2")], is_down);
    let (link, mut heard) = plugged(&world);
    for silent in ["192.0.2.2", "192.0.2.3"] {
        link.send(ping(silent));
        assert_eq!(next(&mut heard).await, None, "{silent}");
    }
    link.send(ping("192.0.2.1"));
    let answer = next(&mut heard).await.expect("an answer");
    let (from, to, protocol, rest) = packet::network_layer(&answer).expect("IP");
    assert_eq!((from, to, protocol), (ip("192.0.2.1"), ip(PHONE), IpProtocol::Icmp));
    let message = Icmpv4Packet::new_checked(rest).expect("ICMP");
    let read = Icmpv4Repr::parse(&message, &ChecksumCapabilities::default()).expect("a message");
    assert_eq!(read, Icmpv4Repr::EchoReply { ident: 7, seq_no: 1, data: b"are you there" });
}

fn ping(whom: &str) -> Vec<u8> {
    let v4 = |text: &str| text.parse().expect("an address of version 4");
    let message = Icmpv4Repr::EchoRequest { ident: 7, seq_no: 1, data: b"are you there" };
    let header = Ipv4Repr {
        src_addr: v4(PHONE),
        dst_addr: v4(whom),
        next_header: IpProtocol::Icmp,
        payload_len: message.buffer_len(),
        hop_limit: 64,
    };
    let mut packet = vec![0; header.buffer_len() + message.buffer_len()];
    let checksums = ChecksumCapabilities::default();
    header.emit(&mut Ipv4Packet::new_unchecked(&mut packet), &checksums);
    let mut rest = Icmpv4Packet::new_unchecked(&mut packet[header.buffer_len()..]);
    message.emit(&mut rest, &checksums);
    packet
}
