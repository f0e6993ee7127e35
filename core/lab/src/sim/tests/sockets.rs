//! Sockets behave like an operating system's.

use std::io::ErrorKind;

use super::*;

#[tokio::test(start_paused = true)]
async fn a_closed_port_refuses_and_a_dead_host_is_silent() {
    let (world, phone) = world(1, "wired");
    host(&world, "192.0.2.1");
    let is_down = HostOptions { is_down: true, ..HostOptions::default() };
    world.host(&[ip("192.0.2.2")], is_down).listen(80);
    let drops = HostOptions { drops: vec![(ip("10.0.0.0"), 8)], ..HostOptions::default() };
    world.host(&[ip("192.0.2.3")], drops).listen(80);
    let refused = dial(&phone, "192.0.2.1:80").await.err().expect("refused");
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    for silent in ["192.0.2.2:80", "192.0.2.3:80", "192.0.2.4:80"] {
        let before = phone.now();
        let failure = dial(&phone, silent).await.err().expect("silence");
        assert_eq!(failure.kind(), ErrorKind::TimedOut, "{silent}");
        assert_eq!(phone.now().since(before).0, 127_000_000);
    }
    let v6 = dial(&phone, "[2001:db8::1]:80").await.err().expect("no IPv6");
    assert_eq!(v6.kind(), ErrorKind::NetworkUnreachable);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_stream_says_fin_or_with_unread_data_or_given_up_reset() {
    let (world, phone) = world(1, "wired");
    let listener = host(&world, "192.0.2.1").listen(80);
    let mut outcomes = Vec::new();
    for (is_unread, is_given_up) in [(false, false), (true, false), (false, true)] {
        let mut stream = dial(&phone, "192.0.2.1:80").await.expect("opens");
        let (mut accepted, peer) = listener.accept().await;
        assert_eq!(peer.ip(), ip("10.0.0.1"));
        if is_unread {
            accepted.write_all(b"hello").await.expect("sends");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        if is_given_up {
            stream.give_up();
        }
        drop(stream);
        outcomes.push(accepted.read(&mut [0; 9]).await.map_err(|failure| failure.kind()));
    }
    let reset = Err(ErrorKind::ConnectionReset);
    assert_eq!(outcomes, [Ok(0), reset, reset]);
}

#[tokio::test(start_paused = true)]
async fn a_small_receive_buffer_bounds_what_is_sent() {
    let (world, phone) = world(1, "wired");
    pages(&host(&world, "192.0.2.1"), 80);
    let dial = Dial { address: at("192.0.2.1:80"), receive_buffer: Some(8_192) };
    let mut stream = phone.connect(dial).await.expect("opens");
    stream.write_u32(1_000_000).await.expect("sends");
    tokio::time::sleep(Duration::from_secs(5)).await;
    let received = stream.meter().received;
    assert!((8_192..9_500).contains(&received), "{received}");
    drop(stream);
    tokio::time::sleep(Duration::from_secs(90)).await;
    assert!(world.phone_bytes().received < 12_000);
    assert_eq!(world.sockets(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_is_left_unread_until_its_end_has_come_opens_no_window() {
    let (world, phone) = world(1, "wired");
    pages(&host(&world, "192.0.2.1"), 80);
    let mut received = Vec::new();
    for (first, last) in [(9_000, 4_000), (12_999, 1)] {
        let before = world.phone_bytes().received;
        let dial = Dial { address: at("192.0.2.1:80"), receive_buffer: Some(6_144) };
        let mut stream = phone.connect(dial).await.expect("opens");
        stream.write_u32(1_000_000).await.expect("sends");
        let mut page = vec![0; 13_000];
        stream.read_exact(&mut page[..first]).await.expect("arrives");
        stream.wait_for(last);
        assert_eq!(stream.read(&mut page[first..]).await.expect("arrives"), last);
        stream.give_up();
        drop(stream);
        tokio::time::sleep(Duration::from_secs(90)).await;
        received.push(world.phone_bytes().received - before);
    }
    // 13 kB were wanted, and either a small rest of the window or all of it comes after them.
    assert!(received[0] < 16_500, "{received:?}");
    assert!(received[1] > 18_000, "{received:?}");
}

#[tokio::test(start_paused = true)]
async fn no_reader_waits_for_what_cannot_come() {
    let (world, phone) = world(1, "wired");
    pages(&host(&world, "192.0.2.1"), 80);
    let dial = Dial { address: at("192.0.2.1:80"), receive_buffer: Some(6_144) };
    let mut stream = phone.connect(dial).await.expect("opens");
    stream.write_u32(8_000).await.expect("sends");
    stream.wait_for(1_000_000);
    let mut page = vec![0; 9_000];
    let full = stream.read(&mut page).await.expect("the buffer is full");
    assert!((4_000..=6_144).contains(&full), "{full}");
    assert_eq!(stream.read(&mut page).await.expect("the page is over"), 8_000 - full);
}

#[tokio::test(start_paused = true)]
async fn two_hundred_connections_leave_no_socket_behind() {
    let (world, phone) = world(1, "good3g");
    pages(&host(&world, "192.0.2.1"), 80);
    for _ in 0..200 {
        assert_eq!(fetch(&phone, "192.0.2.1:80", 3_000).await.expect("arrives"), 3_000);
    }
    // And one that is given up in the middle of its handshake.
    let given_up = tokio::time::timeout(Duration::from_millis(1), dial(&phone, "192.0.2.1:80"));
    assert!(given_up.await.is_err());
    tokio::time::sleep(Duration::from_secs(90)).await;
    assert_eq!(world.sockets(), 0);
}

#[tokio::test(start_paused = true)]
async fn many_connections_at_once_are_all_accepted() {
    let (world, phone) = world(1, "lte");
    echo(&host(&world, "192.0.2.1"), 7);
    let dials: Vec<_> = (0..100)
        .map(|_| {
            let phone = Arc::clone(&phone);
            tokio::spawn(async move { dial(&phone, "192.0.2.1:7").await.is_ok() })
        })
        .collect();
    for dial in dials {
        assert!(dial.await.expect("no panic"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_gives_up_a_phone_that_vanished() {
    let (world, phone) = world(1, "wired");
    let listener = host(&world, "192.0.2.1").listen(80);
    let _silent = dial(&phone, "192.0.2.1:80").await.expect("opens");
    let (mut accepted, _) = listener.accept().await;
    let failure = accepted.read(&mut [0; 9]).await.expect_err("given up");
    assert_eq!(failure.kind(), ErrorKind::ConnectionReset);
    assert!((120.0..121.0).contains(&world.now().as_secs_f64()));
    // And keeps what is left of it without harm.
    tokio::time::sleep(Duration::from_secs(300)).await;
    assert_eq!(world.sockets(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_closed_listener_refuses_also_what_waits_in_it() {
    let (world, phone) = world(1, "wired");
    let site = host(&world, "192.0.2.1");
    let listener = site.listen(80);
    let mut waiting = dial(&phone, "192.0.2.1:80").await.expect("opens");
    drop(listener);
    let failure = waiting.read(&mut [0; 9]).await.expect_err("reset");
    assert_eq!(failure.kind(), ErrorKind::ConnectionReset);
    assert!(dial(&phone, "192.0.2.1:80").await.is_err());
    let _again = site.listen(80);
    assert!(dial(&phone, "192.0.2.1:80").await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn hosts_reach_each_other_without_the_radio_or_the_censor() {
    let (world, _phone) = world(1, "edge");
    world.censor(Box::new(IpDrop { addresses: vec![ip("192.0.2.1"), ip("192.0.2.2")] }));
    echo(&host(&world, "192.0.2.1"), 7);
    let helper = host(&world, "192.0.2.2").wire(Vec::new());
    let before = world.now();
    let mut stream = dial(&helper, "192.0.2.1:7").await.expect("opens");
    assert!((80.0..82.0).contains(&world.now().since(before).as_millis_f64()));
    assert!(is_echoed(&mut stream, b"hello").await.expect("no failure"));
    assert!(world.phone_bytes().is_zero());
}

#[tokio::test(start_paused = true)]
async fn a_phone_of_ipv6_works_the_same() {
    let world = World::new(1, Profile::named("lte").expect("there"), WALL);
    let addresses = vec![ip("2001:db8::1")];
    let settings = PhoneSettings { addresses, resolvers: Vec::new(), clock_ahead_s: 3600 };
    let phone = world.phone(settings);
    echo(&host(&world, "2001:db8:1::1"), 7);
    let mut stream = dial(&phone, "[2001:db8:1::1]:7").await.expect("opens");
    assert!(is_echoed(&mut stream, &[5; 5_000]).await.expect("no failure"));
    let ahead = phone.wall().since(WALL.after(phone.now())).expect("ahead");
    assert_eq!(ahead.0, 3_600_000_000);
}

#[tokio::test(start_paused = true)]
async fn datagrams_hear_their_peer_only() {
    let (world, phone) = world(1, "wired");
    let inbox =
        world.host(&[ip("192.0.2.1"), ip("192.0.2.7")], HostOptions::default()).datagrams(9);
    let stranger = host(&world, "192.0.2.2").datagrams(9);
    // Asked at its second address, the host answers from there.
    let socket = phone.datagrams(at("192.0.2.7:9")).await.expect("opens");
    socket.send(b"ping").await.expect("sends");
    let (asked, from) = inbox.receive().await;
    assert_eq!(
        (asked.as_slice(), from),
        (&b"ping"[..], SocketAddr::new(ip("10.0.0.1"), socket.local().port()))
    );
    stranger.send(b"psst", from).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    inbox.send(b"pong", from).await;
    assert_eq!(socket.receive().await.expect("arrives"), b"pong");
}
