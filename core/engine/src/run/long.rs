//! Long flows: does the page of a site that opens freeze after its beginning?
//!
//! Only where the request says so, after the looks and alone. One flow for every page that is long enough; where it
//! stopped, blocks of the same flow beside that of an innocent site (or, for want of one, the helper's bytes under
//! an innocent name) and, from a helper that has them, under both names. Nothing here decides anything: the judge
//! says what is to be done next.

use std::net::SocketAddr;

use arna_judge::{LONG_BYTES, LONG_SILENCE, LongLook, LongPage};
use arna_model::{Arm, Code, Micros, Place, Stop};
use arna_net::{Net, Patience};
use url::Url;

use super::bystanders::{Bystanders, INNOCENT_NAME};
use super::case::Case;
use super::confirm::{self, SITTING_LENGTH};
use super::runner::Runner;
use super::{LedgerError, Question, RunEvent};

impl Runner {
    /// What is to be done next to see whether the page of a case freezes.
    pub(super) fn long_look(&self, case: &Case) -> LongLook {
        if !self.record.request.reads_long {
            return LongLook::Over;
        }
        arna_judge::long_look(&self.dossier(case, None))
    }

    /// The first long flow of a case, if it is due and the budget has room for it.
    pub(super) async fn look_long(&mut self, case: &mut Case) -> Result<(), LedgerError> {
        if self.long_look(case) != LongLook::Look || self.is_spent_after(FLOW_BYTES) {
            return Ok(());
        }
        let Some(page) = arna_judge::long_page(&self.dossier(case, None)) else { return Ok(()) };
        self.hint(RunEvent::Measuring { nettest: case.step.nettest.clone(), input: case.input() });
        let net = self.net.step(&format!("step/{}/long", case.step.number));
        fetch(&net.at(Place::Long { sitting: 1, block: 0, arm: Arm::Target }), &page).await;
        case.absorb(net.take());
        self.keep(case, Some(Stop::StillConfirming)).await?;
        let dossier = self.dossier(case, None);
        let opens = arna_judge::judge(&dossier).verdict.code == Code::Accessible;
        if opens && arna_judge::has_long_flow(&dossier) {
            self.state.long_pages.push(page);
        }
        Ok(())
    }

    /// Sits with those whose flow froze, after `confirmed` others were confirmed; whose rates are wanted as well is
    /// put among the `timed`, everybody else gets the last word. Gives the number of sittings.
    pub(super) async fn confirm_long(
        &mut self,
        (frozen, timed): (Vec<Case>, &mut Vec<Case>),
        bystanders: Option<&Bystanders>,
        confirmed: usize,
    ) -> Result<usize, LedgerError> {
        let many = frozen.len();
        for (number, mut case) in frozen.into_iter().enumerate() {
            let stop = match bystanders {
                _ if self.is_spent() => Some(Stop::BudgetSpent),
                _ if confirmed + number >= self.record.request.confirmations() => {
                    Some(Stop::ConfirmationsSpent)
                }
                Some(bystanders) => self.sit_long(&mut case, bystanders).await?,
                None => None,
            };
            let verdict = arna_judge::judge(&self.dossier(&case, stop)).verdict;
            if verdict.code == Code::Accessible && self.wish(&case).is_some() {
                timed.push(case);
            } else {
                self.settle(case, stop).await?;
            }
        }
        Ok(many)
    }

    /// One sitting: blocks until the judge has seen enough.
    async fn sit_long(
        &mut self,
        case: &mut Case,
        bystanders: &Bystanders,
    ) -> Result<Option<Stop>, LedgerError> {
        let Some(page) = arna_judge::long_page(&self.dossier(case, None)) else { return Ok(None) };
        let (sitting, mut block) = match case.last_long_block() {
            Some((sitting, block, at)) if self.net.now().since(at) < SITTING_LENGTH => {
                (sitting, block)
            }
            Some((sitting, ..)) => (sitting + 1, 0),
            None => (1, 0),
        };
        let is_other = |one: &&LongPage| one.address.ip() != page.address.ip();
        let innocents: Vec<_> = self.state.long_pages.iter().filter(is_other).cloned().collect();
        if innocents.is_empty() && bystanders.rate_post.is_none() {
            // Nobody to compare with.
            return Ok(None);
        }
        while self.long_look(case) == LongLook::Block {
            if self.is_spent_after(BLOCK_BYTES) {
                return Ok(Some(Stop::BudgetSpent));
            }
            block += 1;
            let (input, wait) = (case.input(), Micros::default());
            self.hint(RunEvent::Confirming { input, block, wait, beside: 0, void: 0 });
            let label = format!("step/{}/long/{sitting}/{block}", case.step.number);
            let net = self.net.step(&label);
            let mut entropy = net.entropy("block");
            bystanders.wake(&net).await;
            // By turns, so that one that is down spoils one block in many.
            let innocent = innocents.get(usize::from(block) % innocents.len().max(1));
            bystanders.long_block(&net, (&page, innocent), (sitting, block)).await;
            case.absorb(net.take());
            self.keep(case, Some(Stop::StillConfirming)).await?;
            if self.long_look(case) == LongLook::Block {
                tokio::time::sleep(confirm::pause(&mut entropy).into()).await;
            }
        }
        self.ask_again(case, (&page, sitting)).await;
        Ok(None)
    }

    /// Asks the helper whether it still gets the page, unless it does not freeze here.
    async fn ask_again(&self, case: &mut Case, (page, sitting): (&LongPage, u16)) {
        let opens = arna_judge::judge(&self.dossier(case, None)).verdict.code == Code::Accessible;
        let Some(url) = case.input().filter(|_| !opens) else { return };
        let net = self.net.step(&format!("step/{}/long/{sitting}/control", case.step.number));
        let own = host(&url) == host(&page.url);
        let at = SocketAddr::new(net.plain(page.address.ip()), page.address.port());
        let endpoints = own.then_some(at).into_iter().collect();
        let question = Question { url, is_hop: false, endpoints };
        self.control.ask(&net.at(Place::Helper), &question).await;
        case.absorb(net.take());
    }
}

impl Bystanders {
    /// Makes one block: the page's flow beside an innocent one; when that is done, what the helper has under an
    /// innocent name and then, if all of that came, under the page's.
    async fn long_block(
        &self,
        net: &Net,
        (page, innocent): (&LongPage, Option<&LongPage>),
        (sitting, block): (u16, u16),
    ) {
        let arm = |arm| net.at(Place::Long { sitting, block, arm });
        let innocents = async {
            if let Some(innocent) = innocent
                && !fetch(&arm(Arm::Control), innocent).await
            {
                return;
            }
            let (innocents, names) = (arm(Arm::InnocentAtHelper), arm(Arm::NameAtHelper));
            if self.transfer(&innocents, INNOCENT_NAME).await
                && let Some(name) = host(&page.url)
            {
                self.transfer(&names, &name).await;
            }
        };
        let both = async {
            let target = arm(Arm::Target);
            tokio::join!(fetch(&target, page), innocents);
        };
        self.watched(arm(Arm::Canary), both).await;
    }

    /// What the helper has, under this name; whether all of it came.
    async fn transfer(&self, net: &Net, name: &str) -> bool {
        let Some(post) = &self.rate_post else { return false };
        let names = (name, post.name.as_str());
        let seen = net.long_transfer(post.address, names, LONG_BYTES, patience(net)).await;
        seen.is_some_and(|seen| seen.is_success())
    }
}

/// Fetches the beginning of a page; whether all came that is wanted.
async fn fetch(net: &Net, page: &LongPage) -> bool {
    // The tape has it.
    let Ok(url) = Url::parse(&page.url) else { return false };
    let seen = net.long_page(page.address, &url, LONG_BYTES, patience(net)).await;
    seen.is_some_and(|seen| seen.is_success())
}

/// Silent as long as a handshake may be.
fn patience(net: &Net) -> Patience {
    Patience { silent: net.timeouts().tls.max(LONG_SILENCE), longest: LONGEST }
}

fn host(url: &str) -> Option<String> {
    Url::parse(url).ok()?.host_str().map(str::to_owned)
}

/// A flow in all: at less than 9 kbit/s nobody needs the rest to know that it did not freeze.
const LONGEST: Micros = Micros::from_secs(30);
/// What a flow costs at most, but for resends: what is wanted, a handshake, and what is on its way when it is over.
const FLOW_BYTES: u64 = 75_000;
/// What a block costs at most, but for resends: four flows and the canary.
const BLOCK_BYTES: u64 = 250_000;
