//! What a run asks of the network at large, once, when a look gives cause for it. The judge says when,
//! and what it means.

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
            }
            self.keep_anchors(&net).await?;
        }
        Ok(())
    }
}

/// Connects to where certainly nobody is.
async fn call_nobody(net: &Net, port: u16) {
    let place = Place::Anchor { side: Side::Nobody, name: NOBODY.to_owned() };
    // The tape has it.
    let nobody = net.dialled_at((TEST_NET_1, port).into());
    drop(net.at(place).connect(nobody).await);
}

const NOBODY: &str = "a dead address";
/// Set aside for documentation by RFC 5737: no route on the Internet leads there.
const TEST_NET_1: [u8; 4] = [192, 0, 2, 1];
