//! Second looks: they clear most of what the radio did, at a tenth of a sitting's cost.
//!
//! Suspects are looked at together, as many as would sit together. A look that decided nothing beside others is made again
//! alone: congestion of our own making never becomes a verdict.

use std::collections::VecDeque;

use arna_judge::{Confirmation, LongLook};
use arna_model::Micros;
use arna_net::Entropy;
use futures_util::future::join_all;

use super::case::Case;
use super::rates::Wish;
use super::runner::Runner;
use super::{LedgerError, group, pace};

impl Runner {
    /// Takes the next ones of those who wait, and looks at them again, as far as there is anything to see.
    pub(super) async fn look_at_next(
        &mut self,
        waiting: &mut VecDeque<(Case, Wants)>,
        entropy: &mut Entropy,
    ) -> Result<Vec<Case>, LedgerError> {
        let technology = self.record.vantage.technology.as_deref();
        let most = group::most_together(technology, &self.record.request);
        let (mut seen, mut looked_at) = (Vec::new(), Vec::new());
        while looked_at.len() < most
            && let Some((case, wants)) = waiting.front()
        {
            let wants_look = self.wants_second_look(case, *wants);
            let is_alone = wants_look && self.confirmation(case).is_none();
            if is_alone && !looked_at.is_empty() {
                break;
            }
            let Some((case, _)) = waiting.pop_front() else { break };
            if wants_look {
                looked_at.push(case)
            } else {
                seen.push(case)
            }
            if is_alone {
                break;
            }
        }
        self.await_uplink().await;
        let mut wait = Micros::default();
        let looks = looked_at.into_iter().map(|case| {
            let begins = wait;
            wait = wait + pace::gap(entropy);
            let look = self.plan_look(case);
            async move {
                tokio::time::sleep(begins.into()).await;
                match look {
                    Ok(look) => look.make().await.0,
                    Err(left_out) => left_out.0,
                }
            }
        });
        let looks: Vec<_> = looks.collect();
        for case in join_all(looks).await {
            self.note_silence(&case);
            self.dispel(&case).await?;
            seen.push(case);
        }
        Ok(seen)
    }

    fn wants_second_look(&self, case: &Case, wants: Wants) -> bool {
        if self.is_spent() {
            return false;
        }
        // Of a site that opens there is nothing to see again.
        let has_none =
            matches!(self.confirmation(case), Some(Confirmation::Lookup | Confirmation::Quic));
        // Whoever opened and is only to be timed, or read for long, has been seen enough.
        let is_timed =
            self.wish(case) == Some(Wish::Asked) || self.long_look(case) != LongLook::Over;
        match wants {
            Wants::Second => !has_none && !is_timed && case.looks() < 2,
            Wants::Anew => !has_none && !is_timed,
            Wants::Always => true,
        }
    }
}

/// Who waits for a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    /// A second one.
    Second,
    /// One more, however many there were: it may be hours ago.
    Anew,
    /// One more before the second sitting, whatever it is suspected of.
    Always,
}
