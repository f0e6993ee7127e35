//! What state the whole network is in, and who can be reached in it.
//!
//! A censor picks its targets; a shutdown takes everybody, and lets some through. Who is let through
//! depends on where a site lives, so the truth about a target follows from both.

use std::net::IpAddr;
use std::sync::Arc;

use arna_model::{Code, NetworkState, Side};
use arna_net::Wire;
use serde::Deserialize;
use tokio::task::JoinSet;

use super::addressing::Addressing;
use super::atlas::{
    ANCHORS, COUNTRY, COUNTRY_V6, OPERATORS_RESOLVER, OPERATORS_RESOLVER_V6, PORTAL, PROBE, STATE,
};
use super::held::Held;
use super::hosts::{HTTP, Portal, put_up_probe};
use crate::sim::{Bounds, Host, HostOptions, Others, Wall, World};

/// The state of the whole network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Condition {
    /// Everybody can be reached.
    #[default]
    Open,
    /// Only state services and banks can be reached, as in January 2022.
    Whitelist,
    /// Only the country can be reached.
    BorderCut,
    /// Nobody can be reached, though the radio is there.
    NoService,
    /// The operator's portal answers all cleartext, and nothing else is heard, until one logs in.
    Portal,
    /// The same, but other connections are reset.
    PortalReset,
    /// The operator's page about the balance answers all cleartext, and nothing else is heard.
    NoCredit,
    /// A VPN holds the phone: the system denies every socket.
    Vpn,
}

/// Where a site lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Lives {
    #[default]
    Abroad,
    /// In the country.
    Country,
    /// In the country, among state services and banks.
    State,
}

impl Condition {
    /// Puts up the server that answers 204, whatever the condition.
    pub(super) fn put_probe_in(world: &World, tasks: &mut JoinSet<()>) {
        put_up_probe(&host(world, PROBE), tasks);
    }

    /// Puts up the page that it sends everybody to, if it does.
    pub(super) fn put_portal_in(self, world: &World, tasks: &mut JoinSet<()>) {
        if let Some(portal) = self.portal() {
            portal.put_up(&host(world, PORTAL), tasks);
        }
    }

    /// Puts what makes it so into the network, within `bounds`.
    pub(super) fn put_in(
        self,
        world: &World,
        addressing: Addressing,
        bounds: Bounds,
        tasks: &mut JoinSet<()>,
    ) {
        let Some(passes) = self.passes() else { return };
        let passes = passes.into_iter().flat_map(|one| addressing.seen_network(one)).collect();
        let portal = self.portal();
        let diverts = portal.map(|_| HTTP).into_iter().collect();
        let others = if self == Self::PortalReset { Others::Reset } else { Others::Vanish };
        let diverted = world.wall(Wall { passes, diverts, others }, bounds);
        if let Some(portal) = portal {
            diverted.into_iter().for_each(|listener| portal.divert(listener, tasks));
        }
    }

    /// What of `phone` programs on it can use.
    pub(super) fn lets(self, phone: Arc<dyn Wire>) -> Arc<dyn Wire> {
        if self == Self::Vpn { Arc::new(Held(phone)) } else { phone }
    }

    pub(super) fn portal(self) -> Option<Portal> {
        match self {
            Self::Portal | Self::PortalReset => Some(Portal::Login),
            Self::NoCredit => Some(Portal::TopUp),
            _ => None,
        }
    }

    /// What a journal says of it.
    pub(super) fn state(self) -> NetworkState {
        match self {
            Self::Open => NetworkState::Online,
            Self::Whitelist => NetworkState::WhitelistShutdown,
            Self::BorderCut => NetworkState::InternationalCut,
            Self::NoService => NetworkState::NoService,
            Self::Portal | Self::PortalReset => NetworkState::CaptivePortal,
            Self::NoCredit => NetworkState::OutOfCredit,
            Self::Vpn => NetworkState::Unknown,
        }
    }

    /// The networks that can be reached, unless all can.
    fn passes(self) -> Option<Vec<(IpAddr, u8)>> {
        match self {
            Self::Open | Self::Vpn => None,
            Self::Whitelist => {
                let state = ANCHORS.iter().filter(|anchor| anchor.0 == Side::DomesticState);
                let hosts = state.map(|anchor| anchor.2).chain(RESOLVERS);
                Some(hosts.map(alone).chain([STATE]).collect())
            }
            Self::BorderCut => Some(vec![COUNTRY, COUNTRY_V6]),
            Self::NoService => Some(Vec::new()),
            Self::Portal | Self::PortalReset | Self::NoCredit => {
                Some(RESOLVERS.into_iter().chain([PORTAL.1]).map(alone).collect())
            }
        }
    }

    /// The verdicts that are right here for a site that lives there, where `usual` ones are right in
    /// an open network.
    pub(super) fn right(self, lives: Lives, usual: &'static [Code]) -> &'static [Code] {
        let is_reached = match self {
            Self::Open => return usual,
            Self::Vpn => return &[Code::NotTested],
            Self::Whitelist => lives == Lives::State,
            Self::BorderCut => lives != Lives::Abroad,
            Self::NoService | Self::Portal | Self::PortalReset | Self::NoCredit => false,
        };
        match usual {
            _ if !is_reached => &[Code::NoInternet],
            // Nobody outside can be asked whether it is the site's own fault.
            [Code::SiteDown | Code::Unreachable, ..] => &[Code::Inconclusive],
            _ => usual,
        }
    }

    /// What it is, unless nothing is to be said.
    pub(super) fn in_words(self) -> Option<&'static str> {
        match self {
            Self::Open => None,
            Self::Whitelist => Some("only state services and banks can be reached"),
            Self::BorderCut => Some("only the country can be reached, nobody abroad"),
            Self::NoService => Some("nobody can be reached, though the radio is there"),
            Self::Portal => Some(
                "the operator's portal answers all cleartext and everything else is silent, until one \
                 logs in",
            ),
            Self::PortalReset => Some(
                "the operator's portal answers all cleartext and other connections are reset, until \
                 one logs in",
            ),
            Self::Vpn => Some("a VPN holds the phone: the system denies every socket"),
            Self::NoCredit => Some(
                "the balance is empty: the operator's page says so to all cleartext, and everything \
                 else is silent",
            ),
        }
    }
}

impl Lives {
    /// Where it is, unless it is where most are.
    pub(super) fn in_words(self) -> Option<&'static str> {
        match self {
            Self::Abroad => None,
            Self::Country => Some("in the country"),
            Self::State => Some("in the country, among state services and banks"),
        }
    }
}

fn host(world: &World, (_, address, one_way_ms): (&str, IpAddr, f64)) -> Host {
    world.host(&[address], HostOptions { one_way_ms, ..HostOptions::default() })
}

/// A network of one address.
fn alone(address: IpAddr) -> (IpAddr, u8) {
    (address, if address.is_ipv4() { 32 } else { 128 })
}

const RESOLVERS: [IpAddr; 2] = [OPERATORS_RESOLVER, OPERATORS_RESOLVER_V6];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_reached_is_judged_as_usual_and_nobody_else_is() {
        let usual = &[Code::Accessible];
        for (condition, lives, right) in [
            (Condition::Open, Lives::Abroad, Code::Accessible),
            (Condition::Whitelist, Lives::State, Code::Accessible),
            (Condition::Whitelist, Lives::Country, Code::NoInternet),
            (Condition::Whitelist, Lives::Abroad, Code::NoInternet),
            (Condition::BorderCut, Lives::State, Code::Accessible),
            (Condition::BorderCut, Lives::Country, Code::Accessible),
            (Condition::BorderCut, Lives::Abroad, Code::NoInternet),
            (Condition::NoService, Lives::State, Code::NoInternet),
            (Condition::Vpn, Lives::Abroad, Code::NotTested),
            (Condition::Portal, Lives::State, Code::NoInternet),
            (Condition::NoCredit, Lives::Abroad, Code::NoInternet),
        ] {
            assert_eq!(condition.right(lives, usual), [right], "{condition:?} {lives:?}");
        }
        assert_eq!(
            Condition::BorderCut.right(Lives::State, &[Code::SiteDown]),
            [Code::Inconclusive]
        );
    }
}
