//! Handshakes that are always a little late: too little for one look to show, and plain over a dozen runs.
//!
//! Nothing is sent for it. Looks of earlier runs on the same network are compared by the judge; whoever is later
//! than nearly everybody else is suspect of being slowed down, and no more than that.

use std::collections::BTreeMap;

use arna_judge::slowness::Lateness;
use arna_model::{Dossier, Micros, Rates, Tally, WallTime};

use super::LedgerError;
use super::runner::Runner;

/// Handshake times over connect times in looks of earlier runs, by what was looked at.
#[derive(Debug, Default)]
pub(super) struct Earlier(BTreeMap<String, Vec<f64>>);

impl Earlier {
    /// Whether the target of `dossier` was later than the others, its looks in this run included.
    fn is_late(&self, dossier: &Dossier) -> bool {
        let Some(input) = &dossier.input else { return false };
        let mut named = arna_judge::handshake_ratios(dossier);
        named.extend(self.0.get(input).into_iter().flatten());
        let others = self.0.iter().filter(|(other, _)| *other != input);
        let others: Vec<f64> = others.flat_map(|(_, ratios)| ratios).copied().collect();
        Lateness::of(&named, &others).is_some_and(|lateness| lateness.is_suspect())
    }
}

impl Runner {
    /// Learns from earlier runs on this network, if anything is to be made of it.
    pub(super) async fn recall_handshakes(&mut self) -> Result<(), LedgerError> {
        let at = &self.record.vantage;
        // What is not known is not the same network as another that is not known.
        let is_known = at.lab.is_some() || at.operator.is_some() && at.technology.is_some();
        if self.record.request.rates != Rates::Suspects || !is_known {
            return Ok(());
        }
        let since = WallTime(self.record.started.0.saturating_sub_unsigned(MONTH.0));
        let runs = self.ledger.earlier_runs(&self.record, since, MOST_RUNS).await?;
        for run in runs {
            for one in self.ledger.measurements(&run).await? {
                let Some(input) = one.input.clone() else { continue };
                let dossier = Dossier {
                    nettest: one.nettest,
                    input: one.input,
                    observations: one.observations,
                    bodies: BTreeMap::new(),
                    anchors: Vec::new(),
                    tally: Tally::default(),
                    stop: None,
                    earlier: None,
                };
                let ratios = arna_judge::handshake_ratios(&dossier);
                self.state.handshakes.0.entry(input).or_default().extend(ratios);
            }
        }
        self.net.wire().settle().await;
        Ok(())
    }

    /// Whether a target's handshakes are later than those of others, over many runs.
    pub(super) fn is_late(&self, dossier: &Dossier) -> bool {
        self.state.handshakes.is_late(dossier)
    }
}

/// Networks change within a season (ours).
const MONTH: Micros = Micros::from_secs(30 * 24 * 3600);
/// A dozen handshakes are wanted; more runs than this tell nothing more (ours).
const MOST_RUNS: u32 = 24;
