//! QUIC of sites that open: is it the name that silences it?
//!
//! After everything else, since no verdict depends on it, and only as far as this network carries QUIC at all:
//! where nobody's came back, not even an innocent name's, one sitting is enough to see that.

use arna_model::Stop;

use super::LedgerError;
use super::bystanders::Bystanders;
use super::case::Case;
use super::residue::Residue;
use super::runner::Runner;

impl Runner {
    /// Sits with those whose QUIC was silent, after `confirmed` others were confirmed; whose rates are wanted as well
    /// is put among the `timed`, everybody else gets the last word. Gives the number of sittings.
    pub(super) async fn confirm_quic(
        &mut self,
        (suspects, timed): (Vec<Case>, &mut Vec<Case>),
        bystanders: Option<&Bystanders>,
        confirmed: usize,
    ) -> Result<usize, LedgerError> {
        // What one name leaves behind over QUIC says nothing of TLS.
        let mut residue = Residue::default();
        let mut sat = 0;
        for mut case in suspects {
            let is_carried = self.state.has_quic || sat == 0;
            let stop = match bystanders {
                _ if !is_carried => None,
                _ if self.is_spent() => Some(Stop::BudgetSpent),
                _ if confirmed + sat >= self.record.request.confirmations() => {
                    Some(Stop::ConfirmationsSpent)
                }
                None => None,
                Some(bystanders) => {
                    sat += 1;
                    self.sit(&mut case, bystanders, &mut residue).await?
                }
            };
            self.state.has_quic |= case.has_quic();
            if self.wish(&case).is_some() {
                timed.push(case);
            } else {
                self.settle(case, stop).await?;
            }
        }
        Ok(sat)
    }
}
