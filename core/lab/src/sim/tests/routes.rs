//! Routers say of what dies at them, and a censor meets only what comes to it.

use arna_net::Fate;

use super::super::censors::client_hello;
use super::*;

/// Four routers, of which the second is silent and the last is abroad.
fn routed(seed: u64) -> (World, Arc<dyn Wire>) {
    let (world, phone) = world(seed, "wired");
    let router = |last: u8| Router {
        v4: [10, 72, 0, last].into(),
        v6: "2001:db8:72::1".parse().expect("an address"),
        is_silent: last == 2,
    };
    let inside = (1..=3).map(router).collect();
    world.route(Route { inside, outside: vec![router(4)], home: vec![(ip("198.51.100.0"), 24)] });
    (world, phone)
}

async fn fate(phone: &Arc<dyn Wire>, to: &str, hops: u8) -> Option<Fate> {
    let probing = phone.probe(at(to), hops);
    tokio::time::timeout(Duration::from_secs(3), probing).await.ok()?.ok()
}

fn by(last: u8) -> Option<Fate> {
    Some(Fate::Expired(Some(IpAddr::from([10, 72, 0, last]))))
}

#[tokio::test(start_paused = true)]
async fn a_trace_names_the_routers_and_ends_at_the_far_end() {
    let (world, phone) = routed(1);
    let _listener = host(&world, "192.0.2.1").listen(443);
    host(&world, "198.51.100.1");
    let (abroad, home, nobody) = ("192.0.2.1:443", "198.51.100.1:443", "192.0.2.9:443");
    for (to, hops, expected) in [
        (abroad, 1, by(1)),
        (abroad, 2, None),
        (abroad, 3, by(3)),
        (abroad, 4, by(4)),
        (abroad, 5, Some(Fate::Opened)),
        (abroad, 30, Some(Fate::Opened)),
        (home, 3, by(3)),
        (home, 4, Some(Fate::Refused)),
        (nobody, 4, by(4)),
        (nobody, 5, None),
    ] {
        assert_eq!(fate(&phone, to, hops).await, expected, "{to} {hops}");
    }
    tokio::time::sleep(Duration::from_secs(200)).await;
    assert_eq!(world.sockets(), 0, "what opened was reset");
}

#[tokio::test(start_paused = true)]
async fn beyond_a_filter_of_addresses_no_router_is_heard() {
    let (world, phone) = routed(1);
    host(&world, "192.0.2.1");
    let drop = Box::new(IpDrop { addresses: vec![ip("192.0.2.1")] });
    world.censor(Box::new(Bounded::new(drop, Bounds { hop: 3, ..Bounds::default() })));
    for (hops, expected) in [(1, by(1)), (3, None), (4, None), (5, None)] {
        assert_eq!(fate(&phone, "192.0.2.1:443", hops).await, expected, "{hops}");
    }
    assert_eq!(fate(&phone, "192.0.2.2:443", 4).await, by(4), "the neighbour");
}

#[tokio::test(start_paused = true)]
async fn a_reset_comes_from_the_hop_to_which_the_name_may_go() {
    let (world, phone) = routed(1);
    echo(&host(&world, "192.0.2.1"), 443);
    let reset = Box::new(SniReset { names: vec!["forbidden.example".to_owned()] });
    world.censor(Box::new(Bounded::new(reset, Bounds { hop: 3, ..Bounds::default() })));
    for (name, hops, expected) in [
        ("forbidden.example", 2, None),
        ("forbidden.example", 3, Some(false)),
        ("innocent.example", 3, None),
        ("innocent.example", 4, None),
        ("innocent.example", 5, Some(true)),
    ] {
        let mut stream = dial(&phone, "192.0.2.1:443").await.expect("opens");
        stream.set_hop_limit(hops).expect("it can");
        stream.write_all(&client_hello(name)).await.expect("sends");
        // Long enough for it to be sent again, which must not go further.
        let reading = stream.read_u8();
        let heard = tokio::time::timeout(Duration::from_secs(10), reading).await.ok();
        assert_eq!(heard.map(|heard| heard.is_ok()), expected, "{name} {hops}");
        stream.give_up();
    }
}
