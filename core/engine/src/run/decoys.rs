//! Decoys: innocent sites among the targets, judged like them and by nobody who knows (A/A).
//!
//! Until all of them are judged, accusations wait; if one of them is accused, those of the run are
//! taken back.

use std::collections::BTreeSet;

use arna_model::{Decoys, Request, Stop, Target};
use arna_net::Entropy;

use super::case::Case;
use super::runner::Runner;
use super::{LedgerError, StepRecord};

/// The decoys of a run, and who waits for them.
#[derive(Default)]
pub(super) struct Watch {
    /// Decoys that have no verdict yet.
    left: usize,
    pub(super) counted: Option<Decoys>,
    /// Accused targets, with why their measuring ended.
    held: Vec<(Case, Option<Stop>)>,
}

impl Watch {
    /// Over a plan, or what is left of it.
    pub(super) fn over(plan: &[StepRecord]) -> Self {
        let is_open = |one: &&StepRecord| {
            let is_open =
                matches!(one.stop, Some(Stop::StillConfirming | Stop::ConfirmationsSpent));
            let is_judged = one.verdict.is_some() && !is_open;
            one.step.is_decoy && !is_judged
        };
        Self { left: plan.iter().filter(is_open).count(), ..Self::default() }
    }

    /// Takes in a target that was accused before the run was cut off.
    pub(super) fn hold(&mut self, case: Case, stop: Option<Stop>) {
        self.held.push((case, stop));
    }

    /// One that will get no verdict: nobody waits for it.
    pub(super) fn left_out(&mut self) {
        self.left -= 1;
    }

    /// A target has its verdict.
    pub(super) fn settled(&mut self, case: &Case) {
        if case.step.is_decoy {
            self.left -= 1;
        }
    }

    fn is_alarmed(&self) -> bool {
        self.counted.is_some_and(|counted| counted.accused > 0)
    }
}

impl Runner {
    /// Gives the last word of this run on a target, unless it is an accusation that has to wait.
    pub(super) async fn settle(
        &mut self,
        mut case: Case,
        mut stop: Option<Stop>,
    ) -> Result<(), LedgerError> {
        let watch = &self.state.decoys;
        if (watch.left > 0 || watch.is_alarmed()) && self.is_accused(&case, stop) {
            if case.step.is_decoy || watch.is_alarmed() {
                stop = Some(Stop::DecoyAccused);
            } else {
                self.keep(&mut case, Some(Stop::AwaitingDecoys)).await?;
                self.state.decoys.hold(case, stop);
                return Ok(());
            }
        }
        let is_decoy = case.step.is_decoy;
        self.give(case, stop).await?;
        if is_decoy {
            self.state.decoys.left -= 1;
        }
        self.release().await
    }

    /// Gives the word on those who waited, once nothing keeps them waiting.
    pub(super) async fn release(&mut self) -> Result<(), LedgerError> {
        let is_alarmed = self.state.decoys.is_alarmed();
        if self.state.decoys.left > 0 && !is_alarmed {
            return Ok(());
        }
        for (case, stop) in std::mem::take(&mut self.state.decoys.held) {
            self.give(case, if is_alarmed { Some(Stop::DecoyAccused) } else { stop }).await?;
        }
        Ok(())
    }

    fn is_accused(&self, case: &Case, stop: Option<Stop>) -> bool {
        arna_judge::may_be_false_alarm(&arna_judge::judge(&self.dossier(case, stop)).verdict)
    }
}

/// Innocent sites that any shell may put into its requests.
pub fn innocent_sites() -> Vec<Target> {
    let names = INNOCENT.lines().filter(|line| !line.starts_with('#'));
    let target = |name| Target {
        input: format!("https://{name}/"),
        category: None,
        list: None,
        truth: None,
    };
    names.map(target).collect()
}

/// How many innocent sites a run of `request` measures beside its targets: one for twenty of them.
pub fn decoys_of(request: &Request) -> usize {
    usable(request).count().min(match request.targets.len() {
        few if few < FEWEST_TARGETS => 0,
        many => many.div_ceil(TARGETS_A_DECOY),
    })
}

/// Which ones.
pub(super) fn choose<'a>(request: &'a Request, entropy: &mut Entropy) -> Vec<&'a Target> {
    let mut decoys: Vec<_> = usable(request).collect();
    entropy.shuffle(&mut decoys);
    decoys.truncate(decoys_of(request));
    decoys
}

fn usable(request: &Request) -> impl Iterator<Item = &Target> {
    let asked: BTreeSet<_> = request.targets.iter().map(|target| &target.input).collect();
    request.decoys.iter().filter(move |decoy| !asked.contains(&decoy.input))
}

const INNOCENT: &str = include_str!("../../data/decoys.txt");
/// A/A: some 5 % of the targets (docs/method.md, "Decoys").
const TARGETS_A_DECOY: usize = 20;
/// Shorter runs have none: it would cost a tenth and more.
const FEWEST_TARGETS: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(name: &str, many: usize) -> Vec<Target> {
        let target = |number| Target {
            input: format!("https://{name}-{number}.example/"),
            category: None,
            list: None,
            truth: None,
        };
        (0..many).map(target).collect()
    }

    #[test]
    fn innocent_sites_are_pages_over_https_each_once() {
        let sites = innocent_sites();
        let names: BTreeSet<_> = sites.iter().map(|site| site.input.as_str()).collect();
        assert_eq!(names.len(), sites.len());
        assert!(sites.len() >= 40);
        for name in names {
            let url = url::Url::parse(name).expect("a URL");
            assert_eq!((url.scheme(), url.path(), url.as_str()), ("https", "/", name));
            assert!(url.domain().is_some_and(|host| host.contains('.')), "{name}");
        }
    }

    #[test]
    fn one_in_twenty_is_a_decoy_and_none_is_a_target() {
        let chosen = |many| {
            let mut decoys = targets("decoy", 30);
            let targets = targets("site", many);
            decoys.extend(targets.clone());
            let request = Request { targets, decoys, ..Request::default() };
            let mut entropy = Entropy::labelled(1, "decoys");
            let chosen: Vec<_> = choose(&request, &mut entropy).into_iter().cloned().collect();
            assert!(chosen.iter().all(|one| !request.targets.contains(one)), "{chosen:?}");
            chosen.len()
        };
        for (many, decoys) in [(9, 0), (10, 1), (20, 1), (21, 2), (100, 5), (10_000, 30)] {
            assert_eq!(chosen(many), decoys, "of {many}");
        }
    }
}
