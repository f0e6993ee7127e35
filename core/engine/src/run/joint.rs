//! One block of a group: what may be silenced has its rest, all members are tried beside the same controls, what was seen is
//! kept in one transaction, and who is decided leaves.

use std::net::SocketAddr;

use arna_judge::{Decision, Sitting};
use arna_model::{Micros, Observation, Place, Round, Stop};
use arna_net::Recorded;
use futures_util::future::join_all;

use super::bystanders::Bystanders;
use super::case::Case;
use super::confirm;
use super::group::Group;
use super::member::{Leave, Member};
use super::residue::ASKED_AFTER;
use super::runner::Runner;
use super::seat::{Common, Seat, Whose};
use super::{Entry, LedgerError, RunEvent};

impl Runner {
    /// Makes a block once the pause before it is over, and what may be silenced has had its rest.
    pub(super) async fn block(
        &mut self,
        group: &mut Group<'_>,
    ) -> Result<Vec<(Member, Leave)>, LedgerError> {
        self.await_uplink().await;
        let bystanders = group.bystanders;
        let wanted: Vec<_> = group
            .members
            .iter()
            .map(|member| {
                let is_name_wanted = arna_judge::is_name_wanted(&self.dossier(&member.case, None));
                let helper = bystanders.where_named(&member.repeat);
                (is_name_wanted, member.addresses(helper.filter(|_| is_name_wanted)))
            })
            .collect();
        let called: Vec<_> = wanted.iter().flat_map(|(_, called)| called.iter().copied()).collect();
        if !self.rest(group, &called).await? {
            return Ok(group.leave(|| Leave::Stopped(Stop::BudgetSpent)));
        }

        let round = (group.members.len() > 1).then(|| self.next_round(group.members.len()));
        group.members.iter_mut().for_each(|member| member.block += 1);
        let seats = group.members.iter().zip(&wanted);
        let seats: Vec<_> = seats
            .map(|(one, (is_named, _))| {
                self.seat(one, (*is_named, round), &group.residue, bystanders)
            })
            .collect();
        self.hint_block(&group.members, Micros::default());
        let common = self.common(&seats, round, self.is_lossy() || group.residue.was_late());
        let mut entropy = common.net.entropy("block");
        bystanders.wake(&common.net).await;
        let is_made = bystanders.block(&seats, &common, entropy.clone()).await;
        group.not_before = self.net.now() + confirm::pause(&mut entropy);
        let entries = self.take_in(group, &seats, &common);
        if !is_made {
            self.keep_together(entries).await?;
            return Ok(group.leave(|| Leave::Open));
        }
        self.weigh(group, entries).await
    }

    /// Waits until the pause is over and what is silenced may speak again. Nobody knows at first how long that takes,
    /// so an innocent name asks. `false`: the budget has no room for so much time.
    async fn rest(
        &mut self,
        group: &mut Group<'_>,
        called: &[SocketAddr],
    ) -> Result<bool, LedgerError> {
        let now = self.net.now();
        let rest = |group: &Group<'_>, now| {
            group.residue.rest(called.iter().copied(), now).max(group.not_before.since(now))
        };
        if self.is_spent_in(rest(group, now)) {
            return Ok(false);
        }
        if rest(group, now) > Micros::default() {
            self.hint_block(&group.members, rest(group, now));
        }
        // What a name leaves behind over QUIC, TLS does not meet.
        let is_quic = group.members.iter().any(|member| member.repeat.is_quic());
        let silenced = group.residue.unmeasured(called.iter().copied(), now);
        if let Some((address, cut)) = silenced.filter(|_| !is_quic) {
            for moment in ASKED_AFTER.map(|after| cut + after) {
                if moment < self.net.now() {
                    continue;
                }
                tokio::time::sleep(moment.since(self.net.now()).into()).await;
                let seen = self.ask_silenced(address, group.bystanders).await?;
                if group.residue.note_probe(&seen)
                    || group.residue.unmeasured([address], self.net.now()).is_none()
                {
                    break;
                }
            }
        }
        tokio::time::sleep(rest(group, self.net.now()).into()).await;
        Ok(true)
    }

    /// Says an innocent name at an address that is silenced.
    async fn ask_silenced(
        &mut self,
        address: SocketAddr,
        bystanders: &Bystanders,
    ) -> Result<Vec<Observation>, LedgerError> {
        let net = self.net.step(&format!("residue/{}", self.net.now().0)).at(Place::Residue);
        bystanders.speak_to(&net, address).await;
        let recorded = net.take();
        let mut entry = self.entry(None);
        entry.observations.clone_from(&recorded.observations);
        self.state.anchors.extend(recorded.observations.iter().cloned());
        self.keep_entry(entry).await?;
        Ok(recorded.observations)
    }

    /// What the seats of a block share. Of one that sits alone, everything is its own.
    fn common(&self, seats: &[Seat], round: Option<Round>, is_lossy: bool) -> Common {
        match round {
            Some(round) => {
                let net = self.net.step(&format!("round/{}", round.number));
                Common {
                    net,
                    number: round.number as u16,
                    is_lossy,
                    whose: Whose::Shared(round.number),
                }
            }
            None => {
                let (sitting, block) = seats[0].place;
                let whose = Whose::Own(sitting, block);
                Common { net: seats[0].net.clone(), number: block, is_lossy, whose }
            }
        }
    }

    /// Takes in what a block has seen. Gives what of it is the run's, and is to be kept.
    fn take_in(&mut self, group: &mut Group<'_>, seats: &[Seat], common: &Common) -> Vec<Entry> {
        let mut shared = Recorded::default();
        if let Whose::Shared(round) = common.whose {
            shared = common.net.take();
            self.state.anchors.extend(shared.observations.iter().cloned());
            self.state.rounds.insert(round, arna_judge::round_controls(&shared.observations));
        }
        for (member, seat) in group.members.iter_mut().zip(seats) {
            let recorded = seat.net.take();
            let seen = shared.observations.iter().chain(&recorded.observations);
            group.residue.note(&seen.cloned().collect::<Vec<Observation>>());
            member.case.absorb(recorded);
        }
        let Whose::Shared(_) = common.whose else { return Vec::new() };
        let Recorded { observations, blobs } = shared;
        vec![Entry { observations, blobs, ..self.entry(None) }]
    }

    /// Who works again is looked at; all is kept; and who is decided leaves.
    async fn weigh(
        &mut self,
        group: &mut Group<'_>,
        mut entries: Vec<Entry>,
    ) -> Result<Vec<(Member, Leave)>, LedgerError> {
        let (mut left, mut sitting) = (Vec::new(), Vec::new());
        for mut member in std::mem::take(&mut group.members) {
            if member.works_again() {
                // Does the page open, too?
                member.case = self.look_again(member.case).await;
                if arna_judge::suspicion(&self.dossier(&member.case, None)).is_none() {
                    left.push((member, Leave::Open));
                    continue;
                }
            }
            entries.push(self.opine(&mut member.case, Some(member.meanwhile)).0);
            let dossier = self.dossier(&member.case, None);
            member.void = arna_judge::void_blocks(&dossier, member.sitting);
            sitting.push(member);
        }
        self.keep_together(entries).await?;
        for member in sitting {
            match arna_judge::sitting(&self.dossier(&member.case, None)) {
                Sitting::GoOn if !member.is_full() => group.members.push(member),
                stands => {
                    self.state.is_helper_spared |= matches!(
                        stands,
                        Sitting::Decided(Decision::SplitPasses | Decision::RecordsPass)
                    );
                    left.push((member, Leave::Over));
                }
            }
        }
        Ok(left)
    }

    /// Ends the sittings of those who leave. Gives why they were stopped, if they were.
    pub(super) async fn end_sittings(
        &mut self,
        left: Vec<(Member, Leave)>,
    ) -> Result<Vec<(Case, Option<Stop>)>, LedgerError> {
        for (member, _) in left.iter().filter(|(member, leave)| is_decided(member, leave)) {
            self.dispel(&member.case).await?;
        }
        // Each has a connection to the helper of its own, as in looks.
        let asked =
            join_all(left.iter().map(async |(member, leave)| match is_decided(member, leave) {
                true => self.opens_outside(member).await,
                false => Recorded::default(),
            }))
            .await;
        let ended = left.into_iter().zip(asked).map(|((mut member, leave), recorded)| {
            member.case.absorb(recorded);
            let stop = match leave {
                Leave::Stopped(stop) => Some(stop),
                Leave::Over | Leave::Open => None,
            };
            (member.case, stop)
        });
        Ok(ended.collect())
    }

    fn next_round(&self, targets: usize) -> Round {
        let shown = self.state.anchors.iter().filter_map(|one| match one.place {
            Place::Shared { round, .. } => Some(round),
            _ => None,
        });
        let targets = u16::try_from(targets).unwrap_or(u16::MAX);
        Round { number: shown.max().map_or(1, |last| last + 1), targets, is_named: false }
    }

    /// Says which blocks begin, or are waited for.
    fn hint_block(&self, members: &[Member], wait: Micros) {
        let beside = members.len() - 1;
        for member in members {
            let block = if wait > Micros::default() { member.block + 1 } else { member.block };
            let (input, void) = (member.case.input(), member.void);
            self.hint(RunEvent::Confirming { input, block, wait, beside, void });
        }
    }
}

/// Whether its sitting came to its end, and is about a page.
fn is_decided(member: &Member, leave: &Leave) -> bool {
    matches!(leave, Leave::Over) && !member.repeat.is_quic()
}
