//! One that sits: a target in its sitting, and why it leaves.

use std::net::SocketAddr;

use arna_model::{Arm, Event, Observation, Place, Round, Stop};

use super::bystanders::Bystanders;
use super::case::Case;
use super::confirm;
use super::repeat::{AtSite, Repeat, Tries};
use super::residue::Residue;
use super::runner::Runner;
use super::seat::Seat;

/// One that sits.
pub(super) struct Member {
    pub(super) case: Case,
    pub(super) repeat: Repeat,
    /// The hop it belongs to, if that is not the target itself.
    pub(super) hop: Option<String>,
    pub(super) sitting: u16,
    /// Its latest block; 0: none yet.
    pub(super) block: u16,
    /// Blocks of its sitting that do not count.
    pub(super) void: u16,
    /// How its case stands meanwhile.
    pub(super) meanwhile: Stop,
}

/// Why somebody leaves.
pub(super) enum Leave {
    /// Its sitting is over.
    Over,
    /// It opens again, or there is nobody to compare with.
    Open,
    /// It was stopped.
    Stopped(Stop),
}

impl Member {
    /// Whether it had all the blocks of a sitting.
    pub(super) fn is_full(&self) -> bool {
        self.block >= confirm::MOST_BLOCKS
    }

    /// Where a block calls for it under its name.
    pub(super) fn addresses(&self, helper: Option<SocketAddr>) -> Vec<SocketAddr> {
        self.repeat.address().into_iter().chain(helper).collect()
    }

    /// Whether the target worked in its latest block.
    pub(super) fn works_again(&self) -> bool {
        let works = |seen: &Observation| match &seen.event {
            Event::TlsHandshake(handshake) => handshake.is_complete,
            Event::HttpTransaction(http) => http.status.is_some(),
            Event::TcpConnect(_) => self.repeat.is_connection() && seen.is_success(),
            Event::Dns(_) => matches!(self.repeat, Repeat::SilentLookup(_)) && seen.is_success(),
            _ => false,
        };
        let is_there = |place: &Place| {
            matches!(place, Place::Block { sitting, block, arm: Arm::Target, .. }
                if (*sitting, *block) == (self.sitting, self.block))
        };
        self.case.observations().iter().any(|seen| is_there(&seen.place) && works(seen))
    }
}

impl Runner {
    /// A case as one that sits; `None`: there is nothing to sit for.
    pub(super) fn member(&self, case: &Case) -> Option<Member> {
        let (repeat, hop) = self.repeat(case)?;
        let (sitting, block) = match case.last_block() {
            Some((sitting, block, at))
                if self.net.now().since(at) < confirm::SITTING_LENGTH
                    && case.has_quic_blocks(sitting) == repeat.is_quic() =>
            {
                (sitting, block)
            }
            Some((sitting, ..)) => (sitting + 1, 0),
            None => (1, 0),
        };
        let meanwhile = self.meanwhile(case);
        let void = arna_judge::void_blocks(&self.dossier(case, None), sitting);
        Some(Member { case: case.clone(), repeat, hop, sitting, block, void, meanwhile })
    }

    /// Its seat in the block it is at.
    pub(super) fn seat(
        &self,
        member: &Member,
        (at_helper, round): (bool, Option<Round>),
        residue: &Residue,
        bystanders: &Bystanders,
    ) -> Seat {
        let Member { case, repeat, sitting, block, .. } = member;
        let label = format!("step/{}/sitting/{sitting}/{block}", case.step.number);
        let dossier = self.dossier(case, None);
        let has_post = bystanders.name_post.is_some() && !self.state.is_helper_spared;
        // By turns, so that no order of connections looks like an effect; who sits together has the same turn.
        let turn = round.map_or(u32::from(*block), |round| round.number);
        let at_site = match arna_judge::is_site_wanted(&dossier, has_post) {
            _ if repeat.is_quic() => AtSite::First,
            false => AtSite::Never,
            true if residue.is_known(repeat.address()) || turn % 2 == 1 => AtSite::First,
            true => AtSite::Last,
        };
        let in_segments = arna_judge::is_split_wanted(&dossier);
        let is_named = at_helper && bystanders.hears_name_of(repeat);
        let round = round.map(|round| Round { is_named, ..round });
        Seat {
            net: self.net.step(&label),
            repeat: repeat.clone(),
            tries: Tries { at_helper, at_site, in_segments },
            place: (*sitting, *block),
            round,
        }
    }
}
