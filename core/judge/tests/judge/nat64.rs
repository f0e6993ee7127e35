//! A network of IPv6 alone: what it synthesises changes no word.

use std::net::{IpAddr, SocketAddr};

use crate::support::*;
use arna_judge::{Sitting, judge, sitting, suspicion};
use arna_model::*;

/// The same story behind a NAT64 of this prefix, which the run has found if it is not the well-known one.
fn behind(nat64: Nat64, mut story: Story) -> Story {
    let ip = |ip: &mut IpAddr| {
        if let IpAddr::V4(v4) = *ip {
            *ip = nat64.embed(v4).into();
        }
    };
    let at = |at: &mut SocketAddr| {
        let mut far = at.ip();
        ip(&mut far);
        at.set_ip(far);
    };
    for one in &mut story.dossier.observations {
        match &mut one.event {
            Event::TcpConnect(connect) => at(&mut connect.address),
            Event::TlsHandshake(handshake) => at(&mut handshake.address),
            Event::QuicHandshake(quic) => at(&mut quic.address),
            Event::HttpTransaction(http) => at(&mut http.address),
            Event::Pings(pings) => at(&mut pings.address),
            // A public resolver knows nothing of the network's prefix.
            Event::Dns(lookup) if lookup.engine == DnsEngine::System => {
                lookup.addresses.iter_mut().for_each(ip);
            }
            Event::Transfer(it) => at(&mut it.address),
            Event::Trace(it) => at(&mut it.address),
            Event::Reflection(it) => at(&mut it.address),
            Event::Dns(_) | Event::HelperExchange(_) | Event::Radio(_) => {}
        }
    }
    if nat64 != Nat64::WELL_KNOWN {
        let shown = Nat64::DISCOVERY_ADDRESSES.map(|v4| nat64.embed(v4).into());
        story.dossier.anchors.push(discovery(&shown));
    }
    story
}

fn own() -> Nat64 {
    "2a03:32c0:64:ff9b::/64".parse().unwrap()
}

fn resolved() -> Story {
    Story::https().resolves(&["93.184.216.34"]).udp(&[&["93.184.216.34"]])
}

fn stories() -> Vec<(Story, Code)> {
    let silent = || resolved().connects(SITE).tls(SITE, Failure::GenericTimeout).helper(opens());
    let bogon: &[&str] = &["10.10.34.36"];
    let forged = Story::https().resolves(bogon).udp(&[&["93.184.216.34"]]).connects(SITE);
    let forged = forged.verified(SITE).page(200, "The page").helper(opens());
    let forged =
        (0..3).fold(forged, |story, _| story.lookup_block(Some(bogon), Some(&["93.184.215.14"])));
    vec![
        (
            resolved().connects(SITE).verified(SITE).page(200, "The page").helper(opens()),
            Code::Accessible,
        ),
        (silent().tally(0, 100).pairs(4, &Pair::default()), Code::LikelyBlocked),
        (silent().helper(handshakes(Some(Failure::GenericTimeout))), Code::SiteDown),
        (forged, Code::Blocked),
    ]
}

#[test]
fn a_nat64_changes_no_word() {
    for nat64 in [Nat64::WELL_KNOWN, own()] {
        for (story, code) in stories() {
            let translated = behind(nat64, story.clone());
            assert_ne!(translated.dossier.observations, story.dossier.observations);
            let said = |story: &Story| judge(&story.dossier).verdict;
            assert_eq!(said(&story).code, code, "{:?}", said(&story));
            assert_eq!(said(&translated), said(&story), "{nat64}");
            assert_eq!(sitting(&translated.dossier), sitting(&story.dossier), "{nat64}");
        }
    }
}

#[test]
fn what_is_to_be_repeated_is_what_was_dialled() {
    let silent = resolved().connects(SITE).tls(SITE, Failure::GenericTimeout).helper(opens());
    for nat64 in [Nat64::WELL_KNOWN, own()] {
        let story = behind(nat64, silent.clone());
        let address = suspicion(&story.dossier).unwrap().address.unwrap();
        assert!(address.is_ipv6() && address.port() == 443, "{address}");
        assert_eq!(sitting(&story.dossier), Sitting::GoOn);
    }
}

#[test]
fn a_prefix_that_nobody_found_is_an_address_like_any_other() {
    let bogon: &[&str] = &["10.10.34.36"];
    let story = Story::https().resolves(bogon).no_connect(SITE, Failure::GenericTimeout);
    let mut story = behind(own(), story.helper(opens()));
    assert_eq!(suspicion(&story.dossier).unwrap().kind, arna_judge::SuspicionKind::DnsForged);
    story.dossier.anchors.clear();
    assert_ne!(suspicion(&story.dossier).unwrap().kind, arna_judge::SuspicionKind::DnsForged);
}
