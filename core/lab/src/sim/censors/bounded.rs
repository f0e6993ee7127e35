//! A censor that works only at times, only on a share of the flows, or only where it stands.
//!
//! The first packet of a flow decides for the whole flow: a censor that fell asleep in the middle of a
//! connection would leave it in a state that no real one leaves.

use std::net::IpAddr;

use arna_model::Micros;
use arna_net::Entropy;

use super::super::hop::{Censor, Direction, Hop, is_within};
use super::super::packet::{self, Body};
use super::super::rewrite;
use super::{Flows, flow_of};

/// A censor within bounds.
pub struct Bounded {
    censor: Box<dyn Censor>,
    bounds: Bounds,
    /// Each flow by its first sequence number (0 for datagrams), and whether the censor sees it.
    flows: Flows<(u32, bool)>,
}

/// What a censor is bound to; the default binds nothing.
#[derive(Debug, Default)]
pub struct Bounds {
    /// The hop before which it stands: what may not go so far never comes to it.
    pub hop: u8,
    /// The share of flows that it sees, from 0 to 1, and what is drawn from.
    pub share: Option<(f64, Entropy)>,
    /// From when on, since the start of the world.
    pub after: Micros,
    /// Until when.
    pub until: Option<Micros>,
    /// At which hours of every day.
    pub daily: Option<Daily>,
    /// Networks whose traffic does not pass where it stands.
    pub spared: Vec<(IpAddr, u8)>,
    /// The servers whose traffic it sees, if not all.
    pub servers: Option<Vec<IpAddr>>,
    /// The networks to which it sees the traffic, if not to all.
    pub networks: Option<Vec<(IpAddr, u8)>>,
}

/// A time of the day that comes again every day. It may go over midnight.
#[derive(Clone, Copy, Debug)]
pub struct Daily {
    /// Since midnight.
    pub from: Micros,
    /// Since midnight.
    pub until: Micros,
    /// What the clocks show at the start of the world, since midnight.
    pub at_start: Micros,
}

impl Bounded {
    /// `censor`, but only within `bounds`.
    pub fn new(censor: Box<dyn Censor>, bounds: Bounds) -> Self {
        Self { censor, bounds, flows: Flows::default() }
    }
}

impl Censor for Bounded {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let is_short = packet::hop_limit(packet).is_some_and(|limit| limit < self.bounds.hop);
        if direction == Direction::Up && is_short {
            return hop.forward(packet);
        }
        let flow = flow_of(&view, direction);
        // A SYN that is sent again begins no new flow.
        let begins = match view.body {
            Body::Tcp(segment) if segment.is_opening() && direction == Direction::Up => {
                Some(segment.seq)
            }
            _ => None,
        };
        let known = self.flows.find(&flow, now).copied();
        let known = known.filter(|(first, _)| begins.is_none_or(|begins| begins == *first));
        let is_seen = known.map_or_else(
            || {
                let is_seen = self.bounds.hold(flow.1.ip(), now);
                self.flows.keep(flow, (begins.unwrap_or_default(), is_seen), now);
                is_seen
            },
            |(_, is_seen)| is_seen,
        );
        if is_seen {
            let before = hop.injected.len();
            self.censor.pass(packet, direction, now, hop);
            for (own, way, _) in &mut hop.injected[before..] {
                if *way == Direction::Down {
                    rewrite::wear(own, self.bounds.hop.saturating_sub(1));
                }
            }
        } else {
            hop.forward(packet);
        }
    }
}

impl Bounds {
    /// Whether a flow to `server` that begins now is seen.
    fn hold(&mut self, server: IpAddr, now: Micros) -> bool {
        now >= self.after
            && self.until.is_none_or(|until| now < until)
            && self.daily.is_none_or(|daily| daily.holds(now))
            && !self.spared.iter().any(|&network| is_within(server, network))
            && self
                .networks
                .as_ref()
                .is_none_or(|networks| networks.iter().any(|&network| is_within(server, network)))
            && self.servers.as_ref().is_none_or(|servers| servers.contains(&server))
            && self.share.as_mut().is_none_or(|(share, entropy)| entropy.unit() < *share)
    }
}

impl Daily {
    fn holds(&self, now: Micros) -> bool {
        let clock = Micros((self.at_start + now).0 % DAY.0);
        if self.from < self.until {
            (self.from..self.until).contains(&clock)
        } else {
            clock >= self.from || clock < self.until
        }
    }
}

const DAY: Micros = Micros::from_secs(86_400);

#[cfg(test)]
mod tests {
    use super::super::testing::{at, is_gone, is_untouched, pass};
    use super::super::{IpDrop, SniDrop, SniReset, client_hello};
    use super::*;
    use crate::sim::packet::{opening, segment};

    fn bounded(bounds: Bounds) -> Bounded {
        let addresses = ["192.0.2.1", "198.51.100.1"].map(|text| text.parse().expect("an address"));
        Bounded::new(Box::new(IpDrop { addresses: addresses.into() }), bounds)
    }

    fn syn(port: u16, server: &str) -> Vec<u8> {
        opening(at(&format!("10.0.0.1:{port}")), at(server), 7)
    }

    #[test]
    fn a_time_since_the_start_begins_and_ends() {
        let bounds = Bounds {
            after: Micros::from_secs(60),
            until: Some(Micros::from_secs(120)),
            ..Bounds::default()
        };
        let mut censor = bounded(bounds);
        for (port, seconds, is_dropped) in [(1, 59.0, false), (2, 60.0, true), (3, 120.0, false)] {
            let syn = syn(port, "192.0.2.1:443");
            let hop = pass(&mut censor, &syn, Direction::Up, seconds);
            assert_eq!(is_gone(&hop), is_dropped, "{seconds} s");
            assert_eq!(is_untouched(&syn, &hop), !is_dropped, "{seconds} s");
        }
    }

    #[test]
    fn hours_come_again_every_day_and_go_over_midnight() {
        let hours = |from: u64, until: u64| Daily {
            from: Micros::from_secs(from * 3600),
            until: Micros::from_secs(until * 3600),
            at_start: Micros::from_secs(13 * 3600),
        };
        let at = |hours: u64| Micros::from_secs(hours * 3600);
        let (evening, night) = (hours(20, 24), hours(22, 2));
        // The clocks show 13, 20, 23, 0, 2 and, a day later, 20 hours.
        assert_eq!(
            [0, 7, 10, 11, 13, 31].map(|now| evening.holds(at(now))),
            [false, true, true, false, false, true]
        );
        assert_eq!(
            [0, 7, 10, 11, 13, 31].map(|now| night.holds(at(now))),
            [false, false, true, true, false, false]
        );
    }

    #[test]
    fn a_share_of_the_flows_is_seen_and_a_flow_is_seen_whole_or_not_at_all() {
        let mut censor = bounded(Bounds {
            share: Some((0.25, Entropy::labelled(7, "censor/test"))),
            ..Bounds::default()
        });
        let mut dropped = 0;
        for port in 1..=1000 {
            let syn = syn(port, "192.0.2.1:443");
            let is_dropped = is_gone(&pass(&mut censor, &syn, Direction::Up, 0.0));
            dropped += u32::from(is_dropped);
            for again in [1.0, 3.0] {
                assert_eq!(is_gone(&pass(&mut censor, &syn, Direction::Up, again)), is_dropped);
            }
        }
        assert!((200..300).contains(&dropped), "{dropped} of 1000");
    }

    #[test]
    fn what_does_not_pass_its_place_is_spared() {
        let spared = vec![("198.51.100.0".parse().expect("an address"), 24)];
        let mut censor = bounded(Bounds { spared, ..Bounds::default() });
        let (foreign, domestic) = (syn(1, "192.0.2.1:443"), syn(1, "198.51.100.1:443"));
        assert!(is_gone(&pass(&mut censor, &foreign, Direction::Up, 0.0)));
        assert!(is_untouched(&domestic, &pass(&mut censor, &domestic, Direction::Up, 0.0)));
    }

    #[test]
    fn what_may_not_go_so_far_does_not_come_to_it() {
        let mut censor = bounded(Bounds { hop: 3, ..Bounds::default() });
        for (hops, is_dropped) in [(1, false), (2, false), (3, true), (64, true)] {
            let mut syn = syn(hops.into(), "192.0.2.1:443");
            rewrite::set_hop_limit(&mut syn, hops);
            let hop = pass(&mut censor, &syn, Direction::Up, 0.0);
            assert_eq!(
                (is_gone(&hop), is_untouched(&syn, &hop)),
                (is_dropped, !is_dropped),
                "{hops}"
            );
        }
    }

    #[test]
    fn what_it_sends_itself_passes_the_routers_before_it() {
        let (phone, server) = (at("10.0.0.1:5"), at("192.0.2.1:443"));
        let reset = SniReset { names: vec!["example.org".to_owned()] };
        let bounds = Bounds { hop: 3, ..Bounds::default() };
        let mut censor = Bounded::new(Box::new(reset), bounds);
        let hello = segment(phone, server, 8, 1, &client_hello("example.org"));
        let hop = pass(&mut censor, &hello, Direction::Up, 0.0);
        let limits: Vec<_> =
            hop.injected.iter().map(|(own, way, _)| (*way, packet::hop_limit(own))).collect();
        assert_eq!(limits, [(Direction::Up, Some(64)), (Direction::Down, Some(62))]);
    }

    #[test]
    fn who_is_not_meant_is_left_alone() {
        let address: IpAddr = "198.51.100.1".parse().expect("an address");
        let (servers, networks) = (Some(vec![address]), Some(vec![(address, 24)]));
        for bounds in
            [Bounds { servers, ..Bounds::default() }, Bounds { networks, ..Bounds::default() }]
        {
            let mut censor = bounded(bounds);
            let (other, meant) = (syn(1, "192.0.2.1:443"), syn(1, "198.51.100.1:443"));
            assert!(is_untouched(&other, &pass(&mut censor, &other, Direction::Up, 0.0)));
            assert!(is_gone(&pass(&mut censor, &meant, Direction::Up, 0.0)));
        }
    }

    #[test]
    fn a_flow_that_began_before_is_left_alone_to_its_end() {
        let (phone, server) = (at("10.0.0.1:5"), at("192.0.2.1:443"));
        let drop = SniDrop::new(vec!["example.org".to_owned()], None);
        let bounds = Bounds { after: Micros::from_secs(60), ..Bounds::default() };
        let mut censor = Bounded::new(Box::new(drop), bounds);
        pass(&mut censor, &opening(phone, server, 7), Direction::Up, 59.0);
        let hello = segment(phone, server, 8, 1, &client_hello("example.org"));
        assert!(is_untouched(&hello, &pass(&mut censor, &hello, Direction::Up, 61.0)));
        pass(&mut censor, &opening(phone, server, 900), Direction::Up, 62.0);
        assert!(is_gone(&pass(&mut censor, &hello, Direction::Up, 62.1)));
    }
}
