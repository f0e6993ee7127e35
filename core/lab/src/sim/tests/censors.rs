//! Censors on living connections, each with an innocent neighbour beside it.

use std::io::ErrorKind;

use arna_net::ResolveError;

use super::super::censors::client_hello;
use super::*;

#[tokio::test(start_paused = true)]
async fn a_dropped_name_is_silence_and_the_server_never_sees_it() {
    let (world, phone) = world(1, "lte");
    world.censor(Box::new(SniDrop::new(vec!["example.org".into()], None)));
    echo(&host(&world, "192.0.2.1"), 443);
    let mut listed = dial(&phone, "192.0.2.1:443").await.expect("opens");
    let mut neighbour = dial(&phone, "192.0.2.1:443").await.expect("opens");
    assert!(!is_echoed(&mut listed, &client_hello("www.example.org")).await.expect("silence"));
    assert!(is_echoed(&mut neighbour, &client_hello("example.net")).await.expect("no failure"));
    let info = listed.info().expect("known");
    assert!(info.retransmits >= 3 && info.unacked_bytes > 0, "{info:?}");
}

#[tokio::test(start_paused = true)]
async fn a_reset_name_is_reset_at_both_ends() {
    let (world, phone) = world(1, "lte");
    world.censor(Box::new(SniReset { names: vec!["example.org".into()] }));
    let listener = host(&world, "192.0.2.1").listen(443);
    let mut listed = dial(&phone, "192.0.2.1:443").await.expect("opens");
    let (mut accepted, _) = listener.accept().await;
    let failure = is_echoed(&mut listed, &client_hello("example.org")).await.expect_err("reset");
    assert_eq!(failure.kind(), ErrorKind::ConnectionReset);
    let failure = accepted.read(&mut [0; 9]).await.expect_err("reset");
    assert_eq!(failure.kind(), ErrorKind::ConnectionReset);
    let server = serve_echo(listener);
    let mut neighbour = dial(&phone, "192.0.2.1:443").await.expect("opens");
    assert!(is_echoed(&mut neighbour, &client_hello("example.net")).await.expect("no failure"));
    server.abort();
}

#[tokio::test(start_paused = true)]
async fn a_dropped_address_does_not_open() {
    let (world, phone) = world(1, "lte");
    world.censor(Box::new(IpDrop { addresses: vec![ip("192.0.2.1")] }));
    echo(&host(&world, "192.0.2.1"), 443);
    echo(&host(&world, "192.0.2.2"), 443);
    let failure = dial(&phone, "192.0.2.1:443").await.err().expect("silence");
    assert_eq!(failure.kind(), ErrorKind::TimedOut);
    assert!(dial(&phone, "192.0.2.2:443").await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn an_interceptor_takes_listed_names_over_and_carries_both_directions() {
    for profile in ["wired", "lte_edge", "poor3g"] {
        let (world, phone) = world(4, profile);
        let listener = world.interceptor(
            Some(vec!["example.org".into()]),
            vec![ip("192.0.2.1")],
            Bounds::default(),
        );
        let site = host(&world, "192.0.2.1");
        let true_server = site.listen(443);
        tokio::spawn(async move {
            loop {
                let (mut stream, dialled) = listener.accept().await;
                assert_eq!(dialled, at("192.0.2.1:443"));
                tokio::spawn(async move {
                    // Hears a hello and 20 kB, says 30 kB, and closes.
                    let mut hello = vec![0; client_hello("example.org").len() + 20_000];
                    stream.read_exact(&mut hello).await.expect("the phone's bytes");
                    stream.write_all(&[9; 30_000]).await.expect("sends");
                });
            }
        });
        let mut stream = dial(&phone, "192.0.2.1:443").await.expect("opens");
        let (mut accepted, _) = true_server.accept().await;
        stream.write_all(&client_hello("example.org")).await.expect("sends");
        stream.write_all(&[8; 20_000]).await.expect("sends");
        let mut heard = Vec::new();
        stream.read_to_end(&mut heard).await.expect("arrives");
        assert_eq!(heard, [9; 30_000], "{profile}");
        drop(stream);
        // The true server saw nothing but a reset.
        let failure = accepted.read(&mut [0; 9]).await.expect_err("reset");
        assert_eq!(failure.kind(), ErrorKind::ConnectionReset);
        drop(accepted);

        // Another name at that address, and that name elsewhere, are left alone.
        let server = serve_echo(true_server);
        echo(&host(&world, "192.0.2.2"), 443);
        for (to, name) in [("192.0.2.1:443", "example.net"), ("192.0.2.2:443", "example.org")] {
            let mut stream = dial(&phone, to).await.expect("opens");
            assert!(is_echoed(&mut stream, &client_hello(name)).await.expect("no failure"));
        }
        server.abort();
        tokio::time::sleep(Duration::from_secs(200)).await;
        assert_eq!(world.sockets(), 0, "{profile}");
    }
}

#[tokio::test(start_paused = true)]
async fn packets_pass_the_censors_in_the_order_of_adding() {
    let (world, phone) = world(1, "lte");
    world.censor(Box::new(IpDrop { addresses: vec![ip("192.0.2.9")] }));
    let listener =
        world.interceptor(Some(vec!["example.org".into()]), Vec::new(), Bounds::default());
    world.censor(Box::new(SniDrop::new(vec!["example.com".into()], None)));
    let _server = serve_echo(listener);
    echo(&host(&world, "192.0.2.1"), 443);
    let mut taken = dial(&phone, "192.0.2.1:443").await.expect("opens");
    assert!(is_echoed(&mut taken, &client_hello("example.org")).await.expect("no failure"));
    let mut dropped = dial(&phone, "192.0.2.1:443").await.expect("opens");
    assert!(!is_echoed(&mut dropped, &client_hello("example.com")).await.expect("silence"));
}

#[tokio::test(start_paused = true)]
async fn a_refused_address_is_refused_at_once_and_its_server_never_sees_anybody() {
    let (world, phone) = world(1, "lte");
    world.censor(Box::new(IpReset { addresses: vec![ip("192.0.2.1")] }));
    let listener = host(&world, "192.0.2.1").listen(443);
    echo(&host(&world, "192.0.2.2"), 443);
    let before = phone.now();
    let failure = dial(&phone, "192.0.2.1:443").await.err().expect("a reset");
    assert_eq!(failure.kind(), ErrorKind::ConnectionRefused);
    assert!(phone.now().since(before).as_secs_f64() < 1.0);
    assert!(dial(&phone, "192.0.2.2:443").await.is_ok());
    let nobody = tokio::time::timeout(Duration::from_secs(20), listener.accept()).await;
    assert!(nobody.is_err(), "the server saw a SYN");
}

#[tokio::test(start_paused = true)]
async fn a_listed_host_in_the_clear_meets_what_its_censor_does() {
    let request = |name: &str| format!("GET / HTTP/1.1\r\nHost: {name}\r\n\r\n").into_bytes();
    let page = b"HTTP/1.1 200 OK\r\n\r\nnot here".to_vec();
    for retort in [Retort::Silence, Retort::Reset, Retort::Answer(page.clone())] {
        let (world, phone) = world(1, "lte");
        world.censor(Box::new(HttpHost::new(vec!["example.org".into()], retort.clone())));
        echo(&host(&world, "192.0.2.1"), 80);
        let mut listed = dial(&phone, "192.0.2.1:80").await.expect("opens");
        let mut neighbour = dial(&phone, "192.0.2.1:80").await.expect("opens");
        match retort {
            Retort::Silence => {
                assert!(!is_echoed(&mut listed, &request("example.org")).await.expect("silence"));
            }
            Retort::Reset => {
                let failure = is_echoed(&mut listed, &request("example.org")).await;
                assert_eq!(failure.expect_err("reset").kind(), ErrorKind::ConnectionReset);
            }
            Retort::Answer(_) => {
                listed.write_all(&request("example.org")).await.expect("sends");
                let mut heard = Vec::new();
                listed.read_to_end(&mut heard).await.expect("an answer and an end");
                assert_eq!(heard, page);
            }
        }
        assert!(is_echoed(&mut neighbour, &request("example.net")).await.expect("no failure"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_listed_question_is_lost_or_denied_beside_an_innocent_one() {
    for denial in [Denial::Silence, Denial::NoSuchName, Denial::NoAddress] {
        let (world, phone) = world(1, "lte");
        names::resolver(&world, "10.1.0.53");
        world.censor(Box::new(DnsDeny { names: vec!["example.org".into()], denial }));
        let failure = match denial {
            Denial::Silence => ResolveError::Temporary,
            Denial::NoSuchName => ResolveError::NoName,
            Denial::NoAddress => ResolveError::NoAddress,
        };
        assert_eq!(phone.resolve("www.example.org").await, Err(failure));
        assert_eq!(phone.resolve("example.net").await, Ok(vec![ip("192.0.2.1")]));
    }
}

#[tokio::test(start_paused = true)]
async fn a_named_connection_ends_as_if_its_server_had_closed_it() {
    let (world, phone) = world(1, "lte");
    world.censor(Box::new(SniAnswer::new(vec!["example.org".into()], Vec::new())));
    echo(&host(&world, "192.0.2.1"), 443);
    let mut listed = dial(&phone, "192.0.2.1:443").await.expect("opens");
    let mut neighbour = dial(&phone, "192.0.2.1:443").await.expect("opens");
    let failure = is_echoed(&mut listed, &client_hello("example.org")).await.expect_err("an end");
    assert_eq!(failure.kind(), ErrorKind::UnexpectedEof);
    assert!(is_echoed(&mut neighbour, &client_hello("example.net")).await.expect("no failure"));
}

#[tokio::test(start_paused = true)]
async fn a_policed_name_gets_its_rate_and_its_neighbour_the_link_s() {
    let (world, phone) = world(1, "wired");
    world.censor(Box::new(Throttle::new(vec!["example.org".into()], 140.0)));
    serve(host(&world, "192.0.2.1").listen(443), |mut stream| async move {
        let mut hello = vec![0; client_hello("example.org").len()];
        if stream.read_exact(&mut hello).await.is_ok() {
            // A phone that went away in the middle is no failure of the server.
            let _ = stream.write_all(&[7; 100_000]).await;
            let _ = stream.shutdown().await;
        }
    });
    let mut seconds = [0.0; 2];
    for (took, name) in seconds.iter_mut().zip(["example.org", "example.net"]) {
        let mut stream = dial(&phone, "192.0.2.1:443").await.expect("opens");
        let before = phone.now();
        stream.write_all(&client_hello(name)).await.expect("sends");
        let mut page = Vec::new();
        stream.read_to_end(&mut page).await.expect("arrives");
        assert_eq!(page.len(), 100_000, "{name}");
        *took = phone.now().since(before).as_secs_f64();
    }
    let [policed, free] = seconds;
    // 84 kB beyond the burst at 17.5 kB/s, and what is lost on top.
    assert!((4.5..30.0).contains(&policed), "{policed} s");
    assert!(free < 1.0, "{free} s");
}

fn serve_echo(listener: Listener) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await;
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                while let Ok(read @ 1..) = stream.read(&mut buffer).await {
                    stream.write_all(&buffer[..read]).await.expect("sends");
                }
            });
        }
    })
}
