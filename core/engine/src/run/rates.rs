//! Rates: is a site that opens slowed down by its name?
//!
//! Pairs of transfers from one address of a helper's, under the target's name and under an innocent one, one
//! after the other and by turns first, while nothing else is under way. They cost 0.95 MB at most, so nobody
//! is timed unless the request says so ([`Rates`]). Nothing here decides anything: the judge says when it has
//! seen enough.

use arna_judge::Rating;
use arna_model::{Half, Micros, Place, Rates, Stop};
use arna_net::Net;

use super::bystanders::{Bystanders, INNOCENT_NAME};
use super::case::Case;
use super::confirm::SITTING_LENGTH;
use super::runner::Runner;
use super::{LedgerError, RunEvent};

/// Why a target's rates are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// The request asks for everybody's.
    Asked,
    /// A look was slow, or many were late.
    Suspected,
}

impl Runner {
    /// Whether rates are still to be measured, and why.
    pub(super) fn wish(&self, case: &Case) -> Option<Wish> {
        let rates = self.record.request.rates;
        if rates == Rates::Off {
            return None;
        }
        let dossier = self.dossier(case, None);
        arna_judge::rated_name(&dossier)?;
        if arna_judge::rating(&dossier) == Rating::Over {
            return None;
        }
        match rates {
            Rates::Off => None,
            Rates::All => Some(Wish::Asked),
            Rates::Suspects => {
                let is_suspect = arna_judge::is_slow(&dossier) || self.is_late(&dossier);
                is_suspect.then_some(Wish::Suspected)
            }
        }
    }

    /// Times those whose rates are wanted, after `confirmed` others were confirmed, and gives the last word on
    /// them.
    pub(super) async fn time_all(
        &mut self,
        timed: Vec<Case>,
        bystanders: Option<&Bystanders>,
        confirmed: usize,
    ) -> Result<(), LedgerError> {
        for (number, mut case) in timed.into_iter().enumerate() {
            let is_asked = self.wish(&case) == Some(Wish::Asked);
            let stop = match bystanders {
                // What the user asks for is no exposure of ours.
                _ if !is_asked && confirmed + number >= self.record.request.confirmations() => {
                    Some(Stop::ConfirmationsSpent)
                }
                Some(bystanders) => self.time(&mut case, bystanders).await?,
                None => None,
            };
            self.settle(case, stop).await?;
        }
        Ok(())
    }

    /// One sitting of pairs, until the judge has seen enough.
    async fn time(
        &mut self,
        case: &mut Case,
        bystanders: &Bystanders,
    ) -> Result<Option<Stop>, LedgerError> {
        let Some(name) = arna_judge::rated_name(&self.dossier(case, None)) else { return Ok(None) };
        let (sitting, mut pair) = match case.last_pair() {
            Some((sitting, pair, at)) if self.net.now().since(at) < SITTING_LENGTH => {
                (sitting, pair)
            }
            Some((sitting, ..)) => (sitting + 1, 0),
            None => (1, 0),
        };
        let label = format!("step/{}/rates/{sitting}", case.step.number);
        let net = self.net.step(&label);
        bystanders.wake(&net).await;
        case.absorb(net.take());
        let turn = net.entropy("turn").below(2);
        while arna_judge::rating(&self.dossier(case, None)) == Rating::GoOn {
            if self.is_spent_after(PAIR_BYTES) {
                return Ok(Some(Stop::BudgetSpent));
            }
            pair += 1;
            self.hint(RunEvent::Confirming {
                input: case.input(),
                block: pair,
                wait: Micros::default(),
                beside: 0,
                void: 0,
            });
            let net = self.net.step(&format!("{label}/{pair}"));
            let is_target_first = u64::from(pair) % 2 == turn;
            if !bystanders.pair(&net, &name, (sitting, pair), is_target_first).await {
                return Ok(None);
            }
            case.absorb(net.take());
            self.keep(case, Some(Stop::StillConfirming)).await?;
            tokio::time::sleep(pause(&net).into()).await;
        }
        Ok(None)
    }
}

impl Bystanders {
    /// Makes one pair. `false`: there is no helper to fetch from.
    async fn pair(
        &self,
        net: &Net,
        name: &str,
        (sitting, pair): (u16, u16),
        is_target_first: bool,
    ) -> bool {
        let Some(post) = &self.rate_post else { return false };
        let half = |half| net.at(Place::Pair { sitting, pair, half });
        let radio = half(Half::Radio);
        radio.sample_radio(self.echo.0).await;
        let mut halves = [(Half::Target, name), (Half::Control, INNOCENT_NAME)];
        if !is_target_first {
            halves.reverse();
        }
        for (which, name) in halves {
            let names = (name, post.name.as_str());
            // The tape has it.
            drop(half(which).transfer(post.address, names, WANTED, PATIENCE).await);
        }
        radio.sample_radio(self.echo.0).await;
        true
    }
}

/// Between two pairs, so that what fades for a second spoils one of them.
fn pause(net: &Net) -> Micros {
    Micros::from_millis(500 + net.entropy("pause").below(1_000))
}

/// Bytes of a transfer: three times what the known policers let through at once, and the rest is the rate.
const WANTED: u64 = 64 * 1024;
/// At a rate that takes longer nobody needs the rest to know that it is slow.
const PATIENCE: Micros = Micros::from_secs(15);
/// What a pair costs at most, but for resends: two transfers and handshakes.
const PAIR_BYTES: u64 = 150_000;
