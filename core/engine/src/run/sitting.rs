//! The second half of a run: suspects are looked at again, and the stubborn ones sat with.

use std::collections::VecDeque;
use std::net::SocketAddr;

use arna_judge::{Confirmation, LongLook, SuspicionKind};
use arna_model::{Micros, Place, Side};
use arna_net::Recorded;
use url::Url;

use super::bystanders::Bystanders;
use super::case::{Case, Neighbour};
use super::member::Member;
use super::repeat::Repeat;
use super::runner::Runner;
use super::second_look::Wants;
use super::{LedgerError, Question, wake};

impl Runner {
    pub(super) async fn confirm_all(&mut self, mut suspects: Vec<Case>) -> Result<(), LedgerError> {
        let mut entropy = self.net.entropy("confirm");
        entropy.shuffle(&mut suspects);
        // Decoys first: accusations wait for them.
        suspects.sort_by_key(|case| !case.step.is_decoy);
        let (mut stubborn, mut timed, mut quic) = (Vec::new(), Vec::new(), Vec::new());
        let mut frozen = Vec::new();
        // Those that were too many for the slice before come last.
        let mut left_over = std::mem::take(&mut self.state.left_over);
        entropy.shuffle(&mut left_over);
        let suspects = suspects.into_iter().map(|case| (case, Wants::Second));
        let left_over = left_over.into_iter().map(|case| (case, Wants::Anew));
        let mut waiting: VecDeque<_> = suspects.chain(left_over).collect();
        while !waiting.is_empty() {
            for mut case in self.look_at_next(&mut waiting, &mut entropy).await? {
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
        }
        let mut seconds = std::mem::take(&mut self.state.seconds);
        // Nobody sits with the same ones again but by chance.
        entropy.shuffle(&mut seconds);
        let mut waiting: VecDeque<_> =
            seconds.into_iter().map(|case| (case, Wants::Always)).collect();
        while !waiting.is_empty() {
            stubborn.extend(self.look_at_next(&mut waiting, &mut entropy).await?);
        }
        let is_any = !(stubborn.is_empty() && timed.is_empty() && quic.is_empty());
        let is_any = is_any || !frozen.is_empty();
        let bystanders = if is_any { self.bystanders().await? } else { None };
        let lately = self.sat_lately(&stubborn).await?;
        let mut confirmed = stubborn.len();
        self.sit_with_all(stubborn, (bystanders.as_ref(), &lately)).await?;
        confirmed += self.confirm_quic((quic, &mut timed), bystanders.as_ref(), confirmed).await?;
        confirmed +=
            self.confirm_long((frozen, &mut timed), bystanders.as_ref(), confirmed).await?;
        // Alone and last: nothing else of ours is under way.
        self.time_all(timed, bystanders.as_ref(), confirmed).await
    }

    pub(super) fn confirmation(&self, case: &Case) -> Option<Confirmation> {
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

    /// Asks the helper whether a member's page opens from outside right now.
    pub(super) async fn opens_outside(&self, member: &Member) -> Recorded {
        let Member { case, repeat, hop, sitting, .. } = member;
        let Some(url) = hop.clone().or(case.input()) else { return Recorded::default() };
        let again = if *sitting > 1 { format!("/{sitting}") } else { String::new() };
        let net = self.net.step(&format!("step/{}/control{again}", case.step.number));
        let plain = |address: SocketAddr| SocketAddr::new(net.plain(address.ip()), address.port());
        let endpoints = repeat.address().map(plain).into_iter().collect();
        let question = Question { url, is_hop: hop.is_some(), endpoints };
        self.control.ask(&net.at(Place::Helper), &question).await;
        net.take()
    }

    /// What a sitting repeats, and the hop it belongs to, if that is not the target itself.
    pub(super) fn repeat(&self, case: &Case) -> Option<(Repeat, Option<String>)> {
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
