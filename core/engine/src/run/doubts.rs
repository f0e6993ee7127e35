//! What a run asks of the network at large, once, when a look gives cause for it. The judge says when,
//! and what it means.

use std::net::IpAddr;

use arna_judge::Doubt;
use arna_model::{Place, Side};
use arna_net::Net;

use super::case::Case;
use super::runner::Runner;
use super::{LedgerError, portal};

impl Runner {
    /// Finds out what a case leaves in doubt.
    pub(super) async fn dispel(&mut self, case: &Case) -> Result<(), LedgerError> {
        for doubt in arna_judge::doubts(&self.dossier(case, None)) {
            let net = self.net.step(&format!("doubt/{doubt:?}/{}", self.net.now().0));
            match doubt {
                Doubt::Proxy(port) => call_nobody(&net, port).await,
                Doubt::Innocents => portal::shake_hands(&net, &self.anchors()).await,
                Doubt::Resolver => self.ask_for_advertisements(&net).await,
            }
            self.keep_anchors(&net).await?;
        }
        Ok(())
    }
}

impl Runner {
    /// Asks the system's resolver for names that every list of advertisements has; what it denies, the public one
    /// is asked for as well, over HTTPS if that denies it in the clear.
    async fn ask_for_advertisements(&self, net: &Net) {
        for name in ADVERTISEMENTS {
            let net = net.at(Place::Anchor { side: Side::Resolver, name: name.to_owned() });
            if gives_public(&net, &net.resolve(name).await.ok().unwrap_or_default()) {
                continue;
            }
            let Some(resolver) = self.resolver() else { continue };
            let plain = net.resolve_udp(name, resolver).await.ok().unwrap_or_default();
            if !gives_public(&net, &plain)
                && let Some(secure) = self.secure_resolver()
            {
                // The tape has it.
                drop(secure.resolve(&net, name).await);
            }
        }
    }
}

/// Whether an answer is one that others get: an ad-blocker gives nothing, or addresses that nobody has.
fn gives_public(net: &Net, addresses: &[IpAddr]) -> bool {
    addresses.iter().any(|address| !arna_judge::bogon(net.plain(*address)))
}

/// Connects to where certainly nobody is.
async fn call_nobody(net: &Net, port: u16) {
    let place = Place::Anchor { side: Side::Nobody, name: NOBODY.to_owned() };
    // The tape has it.
    let nobody = net.dialled_at((TEST_NET_1, port).into());
    drop(net.at(place).connect(nobody).await);
}

/// From two families of addresses, in every common list that ad-blockers use; every phone asks for them all day.
const ADVERTISEMENTS: [&str; 2] = ["googleads.g.doubleclick.net", "pagead2.googlesyndication.com"];
const NOBODY: &str = "a dead address";
/// Set aside for documentation by RFC 5737: no route on the Internet leads there.
const TEST_NET_1: [u8; 4] = [192, 0, 2, 1];
