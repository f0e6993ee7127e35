//! The resolvers, asked over every transport as the senses do it, in virtual time.

use std::net::{IpAddr, SocketAddr};

use arna_lab::Lab;
use arna_model::{Code, Event, Failure, Micros, RunId, Target};
use arna_net::{Family, Net, Platform, Recorder, Seen, Settings};
use url::Url;

use crate::phone::*;

fn net(lab: &Lab) -> Net {
    let settings = Settings {
        roots: lab.roots(),
        epoch: lab.wire().now(),
        before: Micros(0),
        platform: Platform::default(),
    };
    Net::new(lab.wire(), settings, Recorder::new(RunId::new("test"), 0))
}

/// The public resolver over TCP, TLS and HTTPS.
async fn ask(lab: &Lab, net: &Net, name: &str, family: Family) -> [Seen<Vec<IpAddr>>; 3] {
    let at = |port| SocketAddr::new(lab.resolver().ip(), port);
    let url = format!("https://{}/dns-query", lab.resolver_name());
    let url = Url::parse(&url).expect("a URL");
    [
        net.resolve_tcp(name, family, at(53)).await,
        net.resolve_dot(name, family, at(853), lab.resolver_name()).await,
        net.resolve_doh(name, family, at(443), &url).await,
    ]
}

#[test]
fn a_forger_of_datagrams_does_not_reach_connections() {
    within("dns-forged", async |lab| {
        let net = net(lab);
        let forged = &names(lab, |target| is_right(target, Code::Blocked))[0];
        let seen = net.resolve_udp(forged, lab.resolver()).await;
        assert_eq!(seen.ok().expect("an answer")[0].to_string(), "10.10.34.36");
        for seen in ask(lab, &net, forged, Family::V4).await {
            let addresses = seen.outcome.expect("an answer");
            assert!(!addresses.is_empty() && !addresses.contains(&[10, 10, 34, 36].into()));
        }
        let recorded = net.take();
        let engines = recorded.observations.iter().filter_map(|one| match &one.event {
            Event::Dns(lookup) => Some(format!("{:?}", lookup.engine)),
            _ => None,
        });
        let engines: Vec<_> = engines.collect();
        assert_eq!(engines, ["Udp", "Tcp", "Dot", "Doh"]);
        let metered: u64 = recorded.observations.iter().map(|one| one.bytes.total()).sum();
        let passed = lab.phone_bytes().total();
        assert!(metered <= passed && passed < metered + 1_500, "{metered} of {passed} bytes");
    });
}

#[test]
fn every_door_says_the_same_of_what_is_not_there() {
    within("open-wired", async |lab| {
        let net = net(lab);
        for seen in ask(lab, &net, "none.example", Family::V4).await {
            assert_eq!(seen.outcome, Err(Failure::DnsNxdomain));
        }
        for seen in ask(lab, &net, "example.com", Family::V6).await {
            assert_eq!(seen.outcome, Err(Failure::DnsNoAnswer));
        }
        // The operator's has no certificate, and no second door.
        let operators = SocketAddr::from(([2, 72, 0, 53], 53));
        let seen = net.resolve_tcp("example.com", Family::V4, operators).await;
        assert!(seen.is_success());
        let closed = SocketAddr::new(operators.ip(), 853);
        let seen = net.resolve_dot("example.com", Family::V4, closed, lab.resolver_name()).await;
        assert_eq!(seen.outcome, Err(Failure::ConnectionRefused));
        let door = SocketAddr::new(lab.resolver().ip(), 853);
        let seen = net.resolve_dot("example.com", Family::V4, door, "dns.google").await;
        assert_eq!(seen.outcome, Err(Failure::SslInvalidHostname));
    });
}

#[test]
fn one_seed_gives_one_answer_to_the_byte() {
    let story = || {
        within("first-light", async |lab| {
            let net = net(lab);
            ask(lab, &net, "example.com", Family::V4).await;
            (format!("{:?}", net.take().observations), lab.now())
        })
    };
    assert_eq!(story(), story());
}

#[test]
fn of_a_broken_zone_nobody_says_anything_by_whatever_way() {
    within("broken-zone", async |lab| {
        let net = net(lab);
        let is_broken = |target: &Target| is_right(target, Code::SiteDown);
        let broken = &names(lab, is_broken)[0];
        let at = lab.now();
        for seen in ask(lab, &net, broken, Family::V4).await {
            assert!(matches!(&seen.outcome, Err(failure) if failure.is_timeout()), "{seen:?}");
        }
        assert!(lab.now().since(at) > Micros::from_secs(10));
        let seen = net.resolve_udp(broken, lab.resolver()).await;
        assert!(seen.ok().is_none());
        lab.wire().resolve(broken).await.expect_err("silence");
        lab.wire().resolve(&format!("www.{broken}")).await.expect_err("silence, too");
        for seen in ask(lab, &net, "example.com", Family::V4).await {
            assert!(seen.is_success());
        }
    });
}
