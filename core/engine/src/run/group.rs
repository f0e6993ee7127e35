//! Joint sittings: several suspects in the same blocks, each with a test of its own.
//!
//! What is dear in a block are its controls and the time that it takes, and both serve six targets as well as one.
//! Members leave when they are decided, and others join at the next block. Where names leave a residue behind, one
//! at a time sits, as ever. Nothing here decides anything.

use std::collections::VecDeque;

use arna_model::{Micros, Request, Stop};

use super::LedgerError;
use super::bystanders::Bystanders;
use super::case::Case;
use super::member::{Leave, Member};
use super::residue::Residue;
use super::runner::Runner;
use super::second::SatLately;

/// Those who sit together.
pub(super) struct Group<'a> {
    pub(super) bystanders: &'a Bystanders,
    pub(super) members: Vec<Member>,
    pub(super) residue: Residue,
    /// When the pause after the latest block is over.
    pub(super) not_before: Micros,
}

impl<'a> Group<'a> {
    pub(super) fn new(bystanders: &'a Bystanders, residue: Residue) -> Self {
        Self { bystanders, members: Vec::new(), residue, not_before: Micros::default() }
    }

    fn join(&mut self, member: Member) {
        self.residue.note_all(member.case.observations());
        self.members.push(member);
    }

    /// All leave.
    pub(super) fn leave(&mut self, why: impl Fn() -> Leave) -> Vec<(Member, Leave)> {
        self.members.drain(..).map(|one| (one, why())).collect()
    }
}

impl Runner {
    /// Sits with all who wait, several together, and gives each the last word of this run.
    pub(super) async fn sit_with_all(
        &mut self,
        waiting: Vec<Case>,
        (bystanders, lately): (Option<&Bystanders>, &[SatLately]),
    ) -> Result<(), LedgerError> {
        let most = self.record.request.confirmations();
        let mut waiting = VecDeque::from(waiting);
        let Some(bystanders) = bystanders else {
            for (taken, case) in waiting.into_iter().enumerate() {
                let stop = match taken {
                    _ if self.is_spent() => Some(Stop::BudgetSpent),
                    _ if taken >= most => Some(Stop::ConfirmationsSpent),
                    _ => None,
                };
                self.settle(case, stop).await?;
            }
            return Ok(());
        };
        let mut group = Group::new(bystanders, Residue::default());
        let mut taken = 0;
        loop {
            while group.members.len() < self.most_together(&group.residue)
                && let Some(at) = waiting.iter().position(|case| self.fits(case, &group.members))
                && let Some(mut case) = waiting.remove(at)
            {
                taken += 1;
                let stop = if self.is_spent() {
                    Some(Stop::BudgetSpent)
                } else if taken > most {
                    Some(Stop::ConfirmationsSpent)
                } else if !self.may_sit(&mut case, lately) {
                    Some(Stop::SatLately)
                } else if let Some(member) = self.member(&case) {
                    group.join(member);
                    continue;
                } else {
                    self.trace(&mut case, bystanders, &mut group.residue).await?
                };
                self.settle(case, stop).await?;
            }
            if group.members.is_empty() {
                if waiting.is_empty() {
                    return Ok(());
                }
                continue;
            }
            // Where one address is silenced by a name, all but the first wait for their turn.
            let together = self.most_together(&group.residue).min(group.members.len());
            for member in group.members.drain(together..).rev() {
                taken -= 1;
                waiting.push_front(member.case);
            }
            for (mut case, mut stop) in self.sit_once(&mut group).await? {
                if stop.is_none() {
                    stop = self.trace(&mut case, bystanders, &mut group.residue).await?;
                }
                self.settle(case, stop).await?;
            }
        }
    }

    /// One sitting alone: blocks until the judge has seen enough.
    pub(super) async fn sit(
        &mut self,
        case: &mut Case,
        bystanders: &Bystanders,
        residue: &mut Residue,
    ) -> Result<Option<Stop>, LedgerError> {
        let Some(member) = self.member(case) else { return Ok(None) };
        let mut group = Group::new(bystanders, std::mem::take(residue));
        group.join(member);
        loop {
            if let Some((ended, stop)) = self.sit_once(&mut group).await?.pop() {
                (*case, *residue) = (ended, group.residue);
                return Ok(stop);
            }
        }
    }

    /// How many may sit together.
    fn most_together(&self, residue: &Residue) -> usize {
        let technology = self.record.vantage.technology.as_deref();
        if residue.is_met() { 1 } else { most_together(technology, &self.record.request) }
    }

    /// Whether somebody who waits may join: at once, if there is nothing to sit for.
    fn fits(&self, case: &Case, members: &[Member]) -> bool {
        self.repeat(case)
            .is_none_or(|(repeat, _)| members.iter().all(|member| member.repeat.sits_with(&repeat)))
    }

    /// One block for all members. Gives those who leave, with why they were stopped, if they were.
    async fn sit_once(
        &mut self,
        group: &mut Group<'_>,
    ) -> Result<Vec<(Case, Option<Stop>)>, LedgerError> {
        let full = group.members.extract_if(.., |member| member.is_full());
        let mut left: Vec<_> = full.map(|one| (one, Leave::Over)).collect();
        if !group.members.is_empty() {
            left.extend(self.block(group).await?);
        }
        self.end_sittings(left).await
    }
}

/// How many suspects a run has under way at once.
pub fn most_together(technology: Option<&str>, request: &Request) -> usize {
    let most = if technology == Some("2g") { MOST_TOGETHER_2G } else { usize::MAX };
    request.together().min(most)
}

/// On 2G, where six are too much for the link.
const MOST_TOGETHER_2G: usize = 4;
