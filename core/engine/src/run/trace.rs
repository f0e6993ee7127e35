//! The place on the path: where a target is stopped that sittings have confirmed.
//!
//! Only where the request asks for it: it says the forbidden name up to sixteen times more, and speaks to a
//! neighbour of an address that is silent. The judge says what to try next and when to stop; nothing here decides
//! anything.

use std::net::SocketAddr;

use arna_judge::Tracing;
use arna_model::{Leg, Micros, Place, Stop};
use arna_net::Net;

use super::bystanders::Bystanders;
use super::case::Case;
use super::confirm;
use super::residue::Residue;
use super::runner::Runner;
use super::trial::{is_answered, nobody_as_long_as};
use super::{LedgerError, RunEvent};

impl Runner {
    /// Looks for the place, if that is asked for and there is one to find. Gives why it stopped, if it did.
    pub(super) async fn trace(
        &mut self,
        case: &mut Case,
        bystanders: &Bystanders,
        residue: &mut Residue,
    ) -> Result<Option<Stop>, LedgerError> {
        if !self.record.request.is_traced {
            return Ok(None);
        }
        let stopped_at = case.last_called();
        loop {
            let has_residue = residue.is_known(stopped_at);
            let next = arna_judge::tracing(&self.dossier(case, None), has_residue);
            let round = match &next {
                Tracing::Over => return Ok(None),
                Tracing::Path { round, .. } | Tracing::Name { round, .. } => *round,
            };
            let rest = residue.rest(stopped_at, self.net.now());
            if self.is_spent_in(rest) {
                return Ok(Some(Stop::BudgetSpent));
            }
            tokio::time::sleep(rest.into()).await;
            self.hint(RunEvent::Tracing { input: case.input(), round });
            let net = self.net.step(&format!("step/{}/trace/{round}", case.step.number));
            bystanders.wake(&net).await;
            let leg = |leg| net.at(Place::Trace { round, leg });
            match next {
                Tracing::Over => {}
                Tracing::Path { address, neighbour, .. } => {
                    let neighbour = neighbour.map(|plain| self.net.dialled_at(plain));
                    both(&net, [(leg(Leg::Path), Some(address)), (leg(Leg::Neighbour), neighbour)])
                        .await;
                }
                Tracing::Name { address, name, hop_limit, is_by_residue, .. } => {
                    say_within(&leg(Leg::Name), address, &name, hop_limit).await;
                    if is_by_residue {
                        let innocent = nobody_as_long_as(&name);
                        let there = leg(Leg::Innocent).patient_for(INNOCENT_PATIENCE);
                        if !is_answered(there, address, &innocent).await {
                            residue.cut(address, self.net.now());
                        }
                    }
                }
            }
            case.absorb(net.take());
            let meanwhile = self.meanwhile(case);
            self.keep(case, Some(meanwhile)).await?;
            tokio::time::sleep(confirm::pause(&mut net.entropy("pause")).into()).await;
        }
    }
}

/// Two traces together, the first of them by chance: a stall of the radio hits both, and a router that answers few
/// of a moment's questions owes its answer to either.
async fn both(net: &Net, mut traces: [(Net, Option<SocketAddr>); 2]) {
    net.entropy("order").shuffle(&mut traces);
    let trace = async |(net, address): (Net, Option<SocketAddr>)| {
        if let Some(address) = address {
            // The tape has it.
            drop(net.trace(address).await);
        }
    };
    let [first, second] = traces;
    tokio::join!(trace(first), trace(second));
}

/// Opens a connection at full reach, and says the name on it so that it goes no further than `hop_limit` hops.
async fn say_within(net: &Net, address: SocketAddr, name: &str, hop_limit: u8) {
    if let Ok(connection) = net.connect(address).await.outcome {
        // The tape has it.
        drop(net.patient_for(NAME_PATIENCE).handshake_within(connection, name, hop_limit).await);
    }
}

/// A hello that nobody answers is sent again by then on any link that can be measured (**ours**).
const NAME_PATIENCE: Micros = Micros::from_secs(4);
/// A filter's residue begins at once; a lost hello is sent again twice by then (**ours**).
const INNOCENT_PATIENCE: Micros = Micros::from_secs(8);
