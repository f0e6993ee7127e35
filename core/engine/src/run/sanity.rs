//! A look at the whole network: is there any Internet, and if not, how far does it reach?
//!
//! A run looks once, before anything else, and a watch again and again: both ask the same hosts in the same
//! order, so that both get the same words from the judge. The less answers, the more is asked: domestic hosts
//! whose addresses have to be looked up are of interest only where nobody abroad answers.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use arna_model::{Anchor, Landmark, Micros, Place, Side, Transport};
use arna_net::{Connection, Net};
use futures_util::future::join_all;

use super::bystanders::INNOCENT_NAME;
use super::{Control, portal, wake};

/// Whom a look asks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lookout {
    pub(crate) anchors: Vec<Anchor>,
    pub(crate) landmarks: Vec<Landmark>,
    pub(crate) resolver: Option<SocketAddr>,
    pub(crate) portal_probe: Option<String>,
    /// Where landmarks were found before: in a shutdown the resolver may be silent, too.
    pub(crate) found: BTreeMap<String, SocketAddr>,
}

impl Lookout {
    /// Finds out where echoes come back from, if anywhere, and looks as far as it takes.
    pub(crate) async fn look(
        &mut self,
        net: &Net,
        control: &dyn Control,
    ) -> Option<(SocketAddr, Transport)> {
        net.at(Place::WarmUp).explore().await;
        let resolver = self.resolver.map(|resolver| net.dialled_at(resolver));
        let echo = wake::find_echo(net, control, resolver).await;
        let is_beyond = matches!(echo, Some((_, Transport::UdpEcho)));
        let anchors = self.dialled(net);
        let has_abroad = call(net, &anchors).await;
        if is_beyond {
            return echo;
        }
        let probe = self.portal_probe.clone();
        let portal = async {
            if let Some(probe) = probe {
                portal::look_for_portal(net, &probe, &anchors).await;
            }
        };
        if has_abroad {
            portal.await;
        } else {
            // In the dark everything takes its full time, so both go on at once.
            tokio::join!(portal, self.look_again(net, &anchors));
        }
        echo
    }

    /// The cheapest look, for where all was well before: one question over UDP and one connection, both
    /// abroad, and now and then the portal probe, as some portals take connections themselves. Whether all
    /// is well; if not, a whole look has to say what it is.
    pub(crate) async fn glance(&self, net: &Net, number: u64) -> bool {
        let anchors = self.dialled(net);
        let abroad: Vec<_> = anchors.iter().filter(|one| one.side == Side::Foreign).collect();
        let Some(one) = abroad.get(number as usize % abroad.len().max(1)) else { return false };
        let hears = async {
            let Some(resolver) = self.resolver else { return true };
            let net = net.at(Place::WarmUp);
            net.resolve_udp(INNOCENT_NAME, net.dialled_at(resolver)).await.is_success()
        };
        let (is_heard, is_called) = tokio::join!(hears, call(net, std::slice::from_ref(one)));
        if let Some(probe) = &self.portal_probe
            && is_called
            && number.is_multiple_of(PROBED)
        {
            portal::look_for_portal(net, probe, &anchors).await;
        }
        is_heard && is_called
    }

    /// One look in one bad moment tells no shutdown from the radio, so everybody is called a second time;
    /// landmarks, which are new then, a third.
    async fn look_again(&mut self, net: &Net, anchors: &[Anchor]) {
        if anchors.is_empty() {
            return;
        }
        tokio::time::sleep(BETWEEN_LOOKS.into()).await;
        let landmarks = async {
            let found = self.find(net).await;
            call(net, &found).await;
            found
        };
        let (_, found) = tokio::join!(call(net, anchors), landmarks);
        if !found.is_empty() {
            tokio::time::sleep(BETWEEN_LOOKS.into()).await;
            call(net, &found).await;
        }
    }

    /// The landmarks with their addresses, as far as they can be had.
    async fn find(&mut self, net: &Net) -> Vec<Anchor> {
        let lookups = self.landmarks.iter().map(|landmark| async move {
            // The name is no anchor: a resolver that answers says nothing of the rest.
            let lookup = net.at(Place::WarmUp).resolve(&landmark.name).await.ok();
            let address = lookup.and_then(|addresses| net.dialled(&addresses).first().copied());
            (landmark, address)
        });
        let mut found = Vec::new();
        for (landmark, address) in join_all(lookups).await {
            if let Some(address) = address {
                self.found.insert(landmark.name.clone(), SocketAddr::new(address, HTTPS));
            }
            if let Some(&address) = self.found.get(&landmark.name) {
                found.push(Anchor { side: landmark.side, name: landmark.name.clone(), address });
            }
        }
        found
    }

    /// The anchors, as this network reaches them.
    fn dialled(&self, net: &Net) -> Vec<Anchor> {
        let dialled = |one: &Anchor| Anchor { address: net.dialled_at(one.address), ..one.clone() };
        self.anchors.iter().map(dialled).collect()
    }
}

/// Connects to every anchor, all at once; whether any abroad answers.
async fn call(net: &Net, anchors: &[Anchor]) -> bool {
    let calls = anchors.iter().map(|anchor| {
        let place = Place::Anchor { side: anchor.side, name: anchor.name.clone() };
        let net = net.at(place);
        async move {
            // What else is to know, the tape has. Nothing is said, so nothing has to be said goodbye to.
            let connection = net.connect(anchor.address).await.ok();
            let is_open = connection.is_some();
            connection.into_iter().for_each(Connection::give_up);
            is_open && anchor.side == Side::Foreign
        }
    });
    join_all(calls).await.contains(&true)
}

/// A bad moment is over by then, mostly: half of all stalls last less than 3.5 s.
const BETWEEN_LOOKS: Micros = Micros::from_secs(5);
const HTTPS: u16 = 443;
/// One look in so many asks the portal probe though all seems well: once an hour.
const PROBED: u64 = 4;
