//! Long flows: does the page of a site that opens freeze after its beginning?
//!
//! Some networks let a connection begin and drop all of it once so many bytes came down. One flow that stops so is
//! a suspicion, and no more: it is repeated in blocks, each beside an innocent flow of the same length and the
//! canary, and the same sequential test decides. Where a helper has the bytes, it is told apart whether the name
//! freezes: then it does so on the way to the helper, too, where an innocent name's flow passes.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use arna_model::{
    Arm, Cause, Code, Dossier, Event, Failure, Figures, How, Micros, Observation, Place, Reason,
    Tally, Transfer, Verdict, is_inside,
};

use crate::blocks::Block;
use crate::control::Outside;
use crate::count::Count;
use crate::opinion::Opinion;
use crate::sequential::{
    ALPHA, CEILING, CONFIDENCE, Side, clopper_pearson_upper, false_positive_bound,
};
use crate::sitting::{MAX_BLOCKS, MAX_VOID};
use crate::{doubts, http, nat64, pages, tally, target, web};

/// So much of a page is wanted: nearly twice what passes where flows freeze, which is 14 to 20 kB, and with a head no
/// more than two of the longest records of TLS (docs/method.md, "Pages that freeze").
pub const LONG_BYTES: u64 = 32_000;
/// So long nothing more may come of a flow: that of a handshake (`Timeouts::for_rtt`).
pub const LONG_SILENCE: Micros = Micros::from_secs(10);

/// A page that is long enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongPage {
    /// Where it came from, as it was dialled.
    pub address: SocketAddr,
    /// What was asked for there.
    pub url: String,
}

/// What is to be done next to see whether a page freezes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongLook {
    /// Its first long flow.
    Look,
    /// A block.
    Block,
    /// Nothing: it could change no word.
    Over,
}

/// The page of a target that opens, if it is one whose long flow says something: the site's own, under a name, and
/// as long for the helper as is wanted.
pub fn long_page(dossier: &Dossier) -> Option<LongPage> {
    let translated = nat64::translated(dossier);
    if web::looked(&translated).code != Code::Accessible {
        return None;
    }
    let page = pages::own_page(&translated)?;
    let http = http::transaction(page)?;
    let host = target::host(&http.url)?;
    let is_name = host.parse::<IpAddr>().is_err() && !is_inside(&host);
    // What says itself that it is shorter is.
    let is_short = http::announced(http).is_some_and(|length| length < LONG_BYTES);
    let is_meant = is_name && target::is_https(&http.url) && http.status == Some(200);
    let is_long = is_meant && http.is_truncated && !is_short && is_long_outside(&translated);
    // As it was dialled.
    let dialled = dossier.observations.iter().find(|one| one.id == page.id);
    let dialled = dialled.and_then(http::transaction).filter(|_| is_long)?;
    Some(LongPage { address: dialled.address, url: dialled.url.clone() })
}

/// What is to be done next; to be asked after each flow and block.
pub fn long_look(dossier: &Dossier) -> LongLook {
    if long_page(dossier).is_none() {
        return LongLook::Over;
    }
    let dossier = nat64::translated(dossier);
    let is_first = |one: &&Observation| matches!(one.place, Place::Long { block: 0, .. });
    if !dossier.observations.iter().any(|one| is_first(&one)) {
        return LongLook::Look;
    }
    let is_open = is_suspect(&dossier) && Blocks::of(&dossier).outcome() == Outcome::GoOn;
    if is_open { LongLook::Block } else { LongLook::Over }
}

/// Whether the first long flow of a dossier brought all of what was wanted: it can be an innocent one beside others.
pub fn has_long_flow(dossier: &Dossier) -> bool {
    let is_first = |one: &&Observation| matches!(one.place, Place::Long { block: 0, .. });
    let mut first = dossier.observations.iter().filter(is_first);
    first.any(|one| matches!(End::of(one), Some(End::Whole)))
}

/// What the long flows make of a target that opens; `None`: they say nothing against it.
pub(crate) fn verdict(dossier: &Dossier, page: &Verdict) -> Option<Verdict> {
    if !is_suspect(dossier) {
        return None;
    }
    let blocks = Blocks::of(dossier);
    let outside = Outside::of(dossier);
    let since = |outside: &Outside<'_>| {
        outside.has_page_since(blocks.ended) && outside.page_bytes() >= LONG_BYTES
    };
    let address = pages::own_page(dossier).and_then(http::transaction).map(|http| http.address);
    let proxy = address.and_then(|address| doubts::proxy(dossier, address.port()));
    let unreachable = Opinion::new(Code::Unreachable).how(How::PageFreezes);
    let opinion = match blocks.outcome() {
        Outcome::Works => return None,
        Outcome::NameFreezes => {
            let name = blocks.name.as_ref().map_or(0.0, Count::nats);
            let nats = blocks.site.nats().min(name);
            Opinion::new(Code::LikelyBlocked)
                .cause(Cause::TlsSni)
                .how(How::PageFreezes)
                .bound(false_positive_bound(nats).max(ALPHA))
        }
        // Behind a proxy nobody knows whose connection to the site it was.
        Outcome::SiteFreezes(_) if proxy.is_some() => Opinion::inconclusive(Reason::TcpProxy),
        Outcome::SiteFreezes(_) if !outside.as_ref().is_some_and(since) => {
            Opinion::inconclusive(Reason::FreezeUndecided)
        }
        Outcome::SiteFreezes(Named::Passes) => unreachable.cause(Cause::Ip),
        Outcome::SiteFreezes(Named::Untried) => unreachable,
        Outcome::GoOn | Outcome::Open => Opinion::inconclusive(Reason::FreezeUndecided),
    };
    let nats = match (blocks.outcome(), &blocks.name) {
        (Outcome::NameFreezes, Some(name)) => blocks.site.nats().min(name.nats()),
        _ => blocks.site.nats(),
    };
    let names = blocks.name.iter().flat_map(|name| name.failures.iter().copied());
    let opinion = opinion.nats(nats).basis(&page.basis).on(first_flows(dossier));
    let opinion = opinion.on(blocks.site.failures.iter().copied()).on(names);
    let opinion = opinion.on(blocks.innocents.iter().copied()).on(proxy);
    let verdict = opinion.basis(outside.iter().map(|outside| outside.id)).verdict();
    let host = pages::own_page(dossier).and_then(http::transaction);
    let host = host.and_then(|http| target::host(&http.url));
    Some(target::about(verdict, dossier, host))
}

/// Whether blocks could still change what the long flows say.
pub(crate) fn is_open(dossier: &Dossier) -> bool {
    is_suspect(dossier) && Blocks::of(dossier).outcome() == Outcome::GoOn
}

/// The figures of the blocks, if there were any.
pub(crate) fn figures(dossier: &Dossier) -> Option<Figures> {
    let blocks = Blocks::of(dossier);
    let many = |count: &Count<'_>| (count.failures.len() + count.successes.len()) as f64;
    let mut figures: Figures = [
        ("long_blocks", blocks.blocks as f64),
        ("long_blocks_void", blocks.void as f64),
        ("long_frozen", blocks.site.failures.len() as f64),
        ("long_nats", blocks.site.nats()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    if let Some(name) = blocks.name.as_ref().filter(|name| many(name) > 0.0) {
        figures.insert("long_names".to_owned(), many(name));
        figures.insert("long_names_frozen".to_owned(), name.failures.len() as f64);
    }
    (blocks.blocks > 0).then_some(figures)
}

/// Whether the helper got as much of the page as is wanted.
fn is_long_outside(dossier: &Dossier) -> bool {
    Outside::of(dossier)
        .is_some_and(|outside| outside.shows_site() && outside.page_bytes() >= LONG_BYTES)
}

/// The flows before any block.
fn first_flows(dossier: &Dossier) -> impl Iterator<Item = &Observation> {
    let is_first = |one: &&Observation| matches!(one.place, Place::Long { block: 0, .. });
    dossier.observations.iter().filter(is_first).filter(|one| transfer(one).is_some())
}

/// Whether the flow before any block froze.
fn is_suspect(dossier: &Dossier) -> bool {
    first_flows(dossier).any(|one| matches!(End::of(one), Some(End::Frozen)))
}

/// How a long flow ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// All that was wanted came.
    Whole,
    /// Its peer ended it before.
    Ended,
    /// It began to come, and then nothing more did.
    Frozen,
}

impl End {
    /// Of an observation; `None`: it says nothing of it, as nothing came, or it came too slowly, or it broke off.
    fn of(observation: &Observation) -> Option<Self> {
        let Transfer { marks, wanted, .. } = transfer(observation)?;
        match &observation.failure {
            None => Some(Self::Whole),
            Some(Failure::Eof) => Some(Self::Ended),
            Some(failure) if failure.is_timeout() => {
                let last = marks.last()?;
                let is_begun = (LEAST..*wanted).contains(&last.bytes);
                let is_silent = observation.t.since(last.t) >= LONG_SILENCE;
                (is_begun && is_silent).then_some(Self::Frozen)
            }
            Some(_) => None,
        }
    }
}

fn transfer(observation: &Observation) -> Option<&Transfer> {
    match &observation.event {
        Event::Transfer(transfer) => Some(transfer),
        _ => None,
    }
}

/// What the blocks come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    GoOn,
    /// The page does not freeze.
    Works,
    /// It does, and so does its name on the way to the helper.
    NameFreezes,
    /// It does, and nobody showed that it is the name.
    SiteFreezes(Named),
    /// The blocks settle nothing.
    Open,
}

/// What became of the name on the way to the helper, if it does not freeze there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    Passes,
    /// No block could tell.
    Untried,
}

/// The latest sitting of blocks.
struct Blocks<'a> {
    /// Flows of the page.
    site: Count<'a>,
    /// Flows under its name from the helper; `None`: no block could tell.
    name: Option<Count<'a>>,
    /// The innocent flows beside those that froze.
    innocents: Vec<&'a Observation>,
    blocks: usize,
    void: usize,
    ended: Micros,
    tally: Tally,
}

impl<'a> Blocks<'a> {
    fn of(dossier: &'a Dossier) -> Self {
        let mut arms: BTreeMap<(u16, u16), BTreeMap<Arm, Vec<&Observation>>> = BTreeMap::new();
        for one in &dossier.observations {
            if let Place::Long { sitting, block: block @ 1.., arm } = one.place {
                arms.entry((sitting, block)).or_default().entry(arm).or_default().push(one);
            }
        }
        let latest = arms.keys().map(|(sitting, _)| *sitting).max();
        arms.retain(|(sitting, _), _| Some(*sitting) == latest);
        let blocks: Vec<_> = arms
            .into_iter()
            .map(|((sitting, number), arms)| Block::made_of(sitting, number, arms))
            .collect();
        let own = blocks.iter().map(controls).fold(Tally::default(), tally::sum);
        let tally = tally::sum(dossier.tally, own);

        let (mut frozen, mut works, mut innocents) = (Vec::new(), Vec::new(), Vec::new());
        let (mut name_frozen, mut name_works) = (Vec::new(), Vec::new());
        let mut void = 0;
        for block in &blocks {
            let target = end_of(block, Arm::Target).filter(|_| is_valid(block));
            let Some((at, end)) = target else {
                void += 1;
                continue;
            };
            if end != End::Frozen {
                works.push(at);
                continue;
            }
            frozen.push(at);
            innocents.extend(end_of(block, control(block)).map(|(one, _)| one));
            // The innocent flow came whole: that the network was alive while it ran needs no canary.
            let is_beside = is_whole(block, Arm::InnocentAtHelper)
                && lives_through(block, &[Arm::NameAtHelper]);
            match end_of(block, Arm::NameAtHelper).filter(|_| is_beside) {
                Some((at, End::Frozen)) => {
                    name_frozen.push(at);
                    innocents.extend(end_of(block, Arm::InnocentAtHelper).map(|(one, _)| one));
                }
                Some((at, _)) => name_works.push(at),
                None => {}
            }
        }
        let is_tried = !(name_frozen.is_empty() && name_works.is_empty());
        Self {
            site: Count::of(frozen, works, tally),
            name: is_tried.then(|| Count::of(name_frozen, name_works, tally)),
            innocents,
            blocks: blocks.len(),
            void,
            ended: blocks.iter().map(Block::end).max().unwrap_or_default(),
            tally,
        }
    }

    /// Whether p0 stays above the ceiling even if every control of the blocks left works.
    fn is_hopeless(&self) -> bool {
        let left = MAX_BLOCKS.saturating_sub(self.blocks) as u64 * CONTROLS_OF_A_BLOCK;
        let trials = self.tally.trials.saturating_add(left);
        clopper_pearson_upper(self.tally.failures, trials, CONFIDENCE) > CEILING
    }

    fn outcome(&self) -> Outcome {
        let is_full = self.void >= MAX_VOID || self.blocks >= MAX_BLOCKS || self.is_hopeless();
        let open = if is_full { Outcome::Open } else { Outcome::GoOn };
        match (self.site.side(), self.name.as_ref().map(Count::side)) {
            (Side::Works, _) => Outcome::Works,
            (Side::Open, _) | (Side::Fails, Some(Side::Open)) => open,
            (Side::Fails, Some(Side::Fails)) => Outcome::NameFreezes,
            (Side::Fails, Some(Side::Works)) => Outcome::SiteFreezes(Named::Passes),
            (Side::Fails, None) => Outcome::SiteFreezes(Named::Untried),
        }
    }
}

/// The innocent flow that runs together with the target's: an innocent site's, or one from the helper.
fn control(block: &Block<'_>) -> Arm {
    if block.arm(Arm::Control).is_empty() { Arm::InnocentAtHelper } else { Arm::Control }
}

/// Whether the target's flow in it counts: its control got all of it in time, the network was alive from its
/// beginning to its end, and the phone had no trouble of its own.
fn is_valid(block: &Block<'_>) -> bool {
    let control = control(block);
    is_whole(block, control)
        && lives_through(block, &[Arm::Target, control])
        && !block.is_disturbed()
}

/// Whether the canary was never silent for long while these arms ran.
fn lives_through(block: &Block<'_>, arms: &[Arm]) -> bool {
    let all = || arms.iter().flat_map(|arm| block.arm(*arm));
    let (start, end) = (all().map(|one| one.t0).min(), all().map(|one| one.t).max());
    start.zip(end).is_some_and(|(start, end)| block.canary_lives(start, end))
}

/// Whether an arm's flow got all of it, and no later than the silence of one that froze lasts.
fn is_whole(block: &Block<'_>, arm: Arm) -> bool {
    let start = block.arm(arm).iter().map(|one| one.t0).min().unwrap_or_default();
    let end = end_of(block, arm);
    end.is_some_and(|(one, end)| end == End::Whole && one.t.since(start) < LONG_SILENCE)
}

fn end_of<'a>(block: &Block<'a>, arm: Arm) -> Option<(&'a Observation, End)> {
    block.arm(arm).iter().find_map(|one| Some((*one, End::of(one)?)))
}

/// What a block adds to the tally of controls: how often the innocent flow stopped, or the canary did, while the other
/// went on. Late is not stopped.
fn controls(block: &Block<'_>) -> Tally {
    if block.is_disturbed() {
        return Tally::default();
    }
    let came = matches!(end_of(block, control(block)), Some((_, End::Whole)));
    match (came, lives_through(block, &[control(block)])) {
        (true, true) => Tally { trials: 2, failures: 0 },
        (true, false) | (false, true) => Tally { trials: 1, failures: 1 },
        (false, false) => Tally::default(),
    }
}

/// Bytes that came at least of a flow that froze: what stops sooner did not begin, and looks like a request that
/// nobody answers (a look's own 4 KiB).
const LEAST: u64 = 4 * 1024;
/// Controls that a block adds to the tally at best: the innocent flow and the canary.
const CONTROLS_OF_A_BLOCK: u64 = 2;
