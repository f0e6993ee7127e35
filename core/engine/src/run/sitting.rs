//! The second half of a run: suspects are looked at again, and the stubborn ones sat with.

use std::net::SocketAddr;

use arna_judge::{Confirmation, Decision, LongLook, Sitting, SuspicionKind};
use arna_model::{Arm, Event, Micros, Observation, Place, Request, Side, Stop};
use url::Url;

use super::case::{Case, Neighbour};
use super::confirm::{self, Bystanders};
use super::rates::Wish;
use super::repeat::{AtSite, Repeat, Tries};
use super::residue::Residue;
use super::runner::Runner;
use super::{LedgerError, Question, RunEvent, wake};

impl Runner {
    pub(super) async fn confirm_all(&mut self, mut suspects: Vec<Case>) -> Result<(), LedgerError> {
        let mut entropy = self.net.entropy("confirm");
        entropy.shuffle(&mut suspects);
        // Decoys first: accusations wait for them.
        suspects.sort_by_key(|case| !case.step.is_decoy);
        // A second look first: it clears most of what the radio did, at a tenth of a sitting's cost.
        let (mut stubborn, mut timed, mut quic) = (Vec::new(), Vec::new(), Vec::new());
        let mut frozen = Vec::new();
        // Those that were too many for the slice before come last, and are seen anew: it may be hours ago.
        let mut left_over = std::mem::take(&mut self.state.left_over);
        entropy.shuffle(&mut left_over);
        let suspects = suspects.into_iter().map(|case| (case, false));
        for (mut case, is_old) in suspects.chain(left_over.into_iter().map(|case| (case, true))) {
            // Of a site that opens there is nothing to see again.
            let has_no_second_look =
                matches!(self.confirmation(&case), Some(Confirmation::Lookup | Confirmation::Quic));
            // Whoever opened and is only to be timed, or read for long, has been seen enough.
            let is_timed =
                self.wish(&case) == Some(Wish::Asked) || self.long_look(&case) != LongLook::Over;
            if !has_no_second_look && !is_timed && (is_old || case.looks() < 2) && !self.is_spent()
            {
                case = self.look_again(case).await;
                self.dispel(&case).await?;
            }
            self.look_long(&mut case).await?;
            if self.long_look(&case) == LongLook::Block {
                // Whatever becomes of its QUIC, whose word is a hint.
                self.learn(&mut case);
                frozen.push(case);
                continue;
            }
            match self.confirmation(&case) {
                None if self.wish(&case).is_some() => {
                    self.learn(&mut case);
                    timed.push(case);
                }
                None | Some(Confirmation::Look) => self.settle(case, None).await?,
                Some(Confirmation::Pair | Confirmation::Request | Confirmation::Lookup) => {
                    stubborn.push(case);
                }
                Some(Confirmation::Quic) => {
                    self.learn(&mut case);
                    quic.push(case);
                }
            }
        }
        let mut seconds = std::mem::take(&mut self.state.seconds);
        entropy.shuffle(&mut seconds);
        for mut case in seconds {
            if !self.is_spent() {
                case = self.look_again(case).await;
                self.dispel(&case).await?;
            }
            stubborn.push(case);
        }
        let is_any = !(stubborn.is_empty() && timed.is_empty() && quic.is_empty());
        let is_any = is_any || !frozen.is_empty();
        let bystanders = if is_any { self.bystanders().await? } else { None };
        let lately = self.sat_lately(&stubborn).await?;
        let mut residue = Residue::default();
        let mut confirmed = stubborn.len();
        for (number, mut case) in stubborn.into_iter().enumerate() {
            let stop = match &bystanders {
                _ if self.is_spent() => Some(Stop::BudgetSpent),
                _ if number >= most_confirmations(&self.record.request) => {
                    Some(Stop::ConfirmationsSpent)
                }
                None => None,
                Some(_) if !self.may_sit(&mut case, &lately) => Some(Stop::SatLately),
                Some(bystanders) => match self.sit(&mut case, bystanders, &mut residue).await? {
                    None => self.trace(&mut case, bystanders, &mut residue).await?,
                    stop => stop,
                },
            };
            self.settle(case, stop).await?;
        }
        confirmed += self.confirm_quic((quic, &mut timed), bystanders.as_ref(), confirmed).await?;
        confirmed +=
            self.confirm_long((frozen, &mut timed), bystanders.as_ref(), confirmed).await?;
        // Alone and last: nothing else of ours is under way.
        self.time_all(timed, bystanders.as_ref(), confirmed).await
    }

    fn confirmation(&self, case: &Case) -> Option<Confirmation> {
        arna_judge::suspicion(&self.dossier(case, None)).map(|found| found.kind.confirmation())
    }

    async fn bystanders(&mut self) -> Result<Option<Bystanders>, LedgerError> {
        if self.state.echo.is_none() {
            // The run began in a bad moment; without a canary nothing can be confirmed.
            let net = self.net.step("bystanders/echo");
            self.state.echo = wake::find_echo(&net, self.control.as_ref(), self.resolver()).await;
            self.keep_anchors(&net).await?;
        }
        let net = self.net.step("bystanders").at(Place::Helper);
        let posts = self.control.posts(&net).await;
        let anchors = self.anchors().into_iter().filter(|anchor| anchor.side == Side::Foreign);
        let anchors = anchors.map(|anchor| Neighbour {
            name: anchor.name,
            address: anchor.address,
            handshake: Micros(0),
        });
        let neighbours = self.state.neighbours.clone();
        let resolver = self.resolver().map(|plain| (plain, self.secure_resolver()));
        let anchors = anchors.collect();
        let choose = |echo| Bystanders::choose(echo, resolver, &posts, neighbours, anchors);
        Ok(self.state.echo.map(choose))
    }

    /// Says which block is waited for, and how long, if it is and there is one.
    fn hint_wait(&self, case: &Case, block: u16, wait: Micros) {
        if wait > Micros::default() && block <= confirm::MOST_BLOCKS {
            self.hint(RunEvent::Confirming { input: case.input(), block, wait });
        }
    }

    /// One sitting: blocks until the judge has seen enough.
    pub(super) async fn sit(
        &mut self,
        case: &mut Case,
        bystanders: &Bystanders,
        residue: &mut Residue,
    ) -> Result<Option<Stop>, LedgerError> {
        let Some((repeat, hop)) = self.repeat(case) else { return Ok(None) };
        let (sitting, mut block) = match case.last_block() {
            Some((sitting, block, at))
                if self.net.now().since(at) < confirm::SITTING_LENGTH
                    && case.has_quic_blocks(sitting) == repeat.is_quic() =>
            {
                (sitting, block)
            }
            Some((sitting, ..)) => (sitting + 1, 0),
            None => (1, 0),
        };
        residue.note_all(case.observations());
        let meanwhile = self.meanwhile(case);
        while block < confirm::MOST_BLOCKS {
            let is_name_wanted = arna_judge::is_name_wanted(&self.dossier(case, None));
            let helper = bystanders.where_named(&repeat).filter(|_| is_name_wanted);
            let called = || repeat.address().into_iter().chain(helper);
            let rest = residue.rest(called(), self.net.now());
            if self.is_spent_in(rest) {
                return Ok(Some(Stop::BudgetSpent));
            }
            self.hint_wait(case, block + 1, rest);
            tokio::time::sleep(rest.into()).await;
            block += 1;
            self.hint(RunEvent::Confirming { input: case.input(), block, wait: Micros::default() });
            let label = format!("step/{}/sitting/{sitting}/{block}", case.step.number);
            let net = self.net.step(&label);
            let mut entropy = net.entropy("block");
            bystanders.wake(&net).await;
            let dossier = self.dossier(case, None);
            let has_post = bystanders.name_post.is_some() && !self.state.is_helper_spared;
            // By turns, so that no order of connections looks like an effect.
            let at_site = match arna_judge::is_site_wanted(&dossier, has_post) {
                _ if repeat.is_quic() => AtSite::First,
                false => AtSite::Never,
                true if residue.is_known(repeat.address()) || block % 2 == 1 => AtSite::First,
                true => AtSite::Last,
            };
            let tries = Tries {
                at_helper: is_name_wanted,
                at_site,
                in_segments: arna_judge::is_split_wanted(&dossier),
            };
            let place = (sitting, block);
            let is_made = bystanders.block(&net, &repeat, place, tries, entropy.clone()).await;
            let recorded = net.take();
            residue.note(&recorded.observations);
            case.absorb(recorded);
            if !is_made {
                return Ok(None);
            }
            let place = Place::Block { sitting, block, arm: Arm::Target };
            let works = |seen: &Observation| match &seen.event {
                Event::TlsHandshake(handshake) => handshake.is_complete,
                Event::HttpTransaction(http) => http.status.is_some(),
                Event::TcpConnect(_) => repeat.is_connection() && seen.is_success(),
                Event::Dns(_) => matches!(repeat, Repeat::SilentLookup(_)) && seen.is_success(),
                _ => false,
            };
            if case.observations().iter().any(|seen| seen.place == place && works(seen)) {
                // It works again: does the page open, too?
                *case = self.look_again(case.clone()).await;
                if arna_judge::suspicion(&self.dossier(case, None)).is_none() {
                    return Ok(None);
                }
            }
            self.keep(case, Some(meanwhile)).await?;
            match arna_judge::sitting(&self.dossier(case, None)) {
                Sitting::GoOn => {}
                Sitting::Decided(Decision::SplitPasses | Decision::RecordsPass) => {
                    self.state.is_helper_spared = true;
                    break;
                }
                _ => break,
            }
            let pause = confirm::pause(&mut entropy);
            self.hint_wait(case, block + 1, pause.max(residue.rest(called(), self.net.now())));
            tokio::time::sleep(pause.into()).await;
        }
        if repeat.is_quic() {
            return Ok(None);
        }
        self.dispel(case).await?;
        // Can it be opened from outside right now?
        if let Some(url) = hop.clone().or(case.input()) {
            let again = if sitting > 1 { format!("/{sitting}") } else { String::new() };
            let net = self.net.step(&format!("step/{}/control{again}", case.step.number));
            let plain =
                |address: SocketAddr| SocketAddr::new(net.plain(address.ip()), address.port());
            let endpoints = repeat.address().map(plain).into_iter().collect();
            let question = Question { url, is_hop: hop.is_some(), endpoints };
            self.control.ask(&net.at(Place::Helper), &question).await;
            case.absorb(net.take());
        }
        Ok(None)
    }

    /// What a sitting repeats, and the hop it belongs to, if that is not the target itself.
    fn repeat(&self, case: &Case) -> Option<(Repeat, Option<String>)> {
        let dossier = self.dossier(case, None);
        let suspicion =
            arna_judge::suspicion(&dossier).or_else(|| arna_judge::second_sitting(&dossier))?;
        let url = suspicion.hop.clone().or_else(|| case.input());
        let url = url.and_then(|url| Url::parse(&url).ok());
        let is_cleartext = url.as_ref().is_some_and(|url| url.scheme() == "http");
        let repeat = match suspicion.kind.confirmation() {
            Confirmation::Pair if is_cleartext => suspicion.address.map(Repeat::Connection),
            Confirmation::Pair => Some(Repeat::Pair(suspicion.address?, suspicion.name?)),
            Confirmation::Request => Some(Repeat::Request(suspicion.address?, url?)),
            Confirmation::Lookup if suspicion.kind == SuspicionKind::DnsForged => {
                suspicion.name.map(Repeat::Lookup)
            }
            Confirmation::Lookup => suspicion.name.map(Repeat::SilentLookup),
            Confirmation::Quic => Some(Repeat::Quic(suspicion.address?, suspicion.name?)),
            Confirmation::Look => None,
        };
        Some((repeat?, suspicion.hop))
    }
}

/// After how many confirmations a run only finishes looking: ten, unless the request says otherwise
/// (docs/method.md, "Exposure").
pub fn most_confirmations(request: &Request) -> usize {
    request.most_confirmations.map_or(MOST_CONFIRMATIONS, usize::from)
}

const MOST_CONFIRMATIONS: usize = 10;
