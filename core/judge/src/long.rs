//! Long flows: does the page of a site that opens freeze after its beginning?
//!
//! Some networks let a connection begin and drop all of it once so many bytes came down. One flow that stops so is
//! a suspicion, and no more: it is repeated in blocks, each beside an innocent flow of the same length and the
//! canary, and the same sequential test decides. Where a helper has the bytes, it is told apart whether the name
//! freezes: then it does so on the way to the helper, too, where an innocent name's flow passes.

use std::net::{IpAddr, SocketAddr};

use arna_model::{
    Cause, Code, Dossier, Figures, How, HttpTransaction, Micros, Observation, Place, Reason,
    Verdict, is_inside,
};

use crate::control::Outside;
use crate::count::Count;
use crate::freeze::{Blocks, End, LEAST, Named, Outcome, transfer};
use crate::opinion::Opinion;
use crate::sequential::{ALPHA, false_positive_bound};
use crate::web::Assessment;
use crate::{doubts, http, nat64, pages, target, web};

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

/// The page of a target, if it is one whose long flow says something: the site's own, under a name, and as long for
/// the helper as is wanted; one that opens, or that began to come and whose head could never be read.
pub fn long_page(dossier: &Dossier) -> Option<LongPage> {
    let translated = nat64::translated(dossier);
    let page = page(&translated)?;
    let http = http::transaction(page)?;
    let host = target::host(&http.url)?;
    let is_name = host.parse::<IpAddr>().is_err() && !is_inside(&host);
    let is_long =
        is_name && target::is_https(&http.url) && goes_on(http) && is_long_outside(&translated);
    // As it was dialled.
    let dialled = dossier.observations.iter().find(|one| one.id == page.id);
    let dialled = dialled.and_then(http::transaction).filter(|_| is_long)?;
    Some(LongPage { address: dialled.address, url: dialled.url.clone() })
}

/// The page by which a target opens; or what of one began to come, where two looks got no more of it.
fn page(dossier: &Dossier) -> Option<&Observation> {
    match web::assess(dossier) {
        Assessment::Settled(verdict) if verdict.code == Code::Accessible => {
            pages::own_page(dossier)
        }
        Assessment::Settled(verdict) if verdict.reason == Some(Reason::Undecided) => {
            pages::begun(dossier).filter(|one| one.bytes.received >= LEAST)
        }
        _ => None,
    }
}

/// Whether there was more to come than a look reads. What says itself that it is shorter than is wanted is.
fn goes_on(http: &HttpTransaction) -> bool {
    let is_short = http::announced(http).is_some_and(|length| length < LONG_BYTES);
    match http.status {
        Some(status) => status == 200 && http.is_truncated && !is_short,
        None => true,
    }
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
    if is_open(&dossier) { LongLook::Block } else { LongLook::Over }
}

/// Whether the first long flow of a dossier brought all of what was wanted: it can be an innocent one beside others.
pub fn has_long_flow(dossier: &Dossier) -> bool {
    let is_first = |one: &&Observation| matches!(one.place, Place::Long { block: 0, .. });
    let mut first = dossier.observations.iter().filter(is_first);
    first.any(|one| matches!(End::of(one), Some(End::Whole)))
}

/// What the long flows make of a target whose looks say `looked`; `None`: nothing else.
pub(crate) fn verdict(dossier: &Dossier, looked: &Verdict) -> Option<Verdict> {
    if !is_suspect(dossier) {
        return None;
    }
    let page = page(dossier)?;
    let http = http::transaction(page)?;
    let blocks = Blocks::of(dossier);
    let outside = Outside::of(dossier);
    let since = |outside: &Outside<'_>| {
        outside.has_page_since(blocks.ended) && outside.page_bytes() >= LONG_BYTES
    };
    let proxy = doubts::proxy(dossier, http.address.port());
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
    let opinion = opinion.nats(nats).basis(&looked.basis).on(first_flows(dossier));
    let opinion = opinion.on(blocks.site.failures.iter().copied()).on(names);
    let opinion = opinion.on(blocks.innocents.iter().copied()).on(proxy);
    let verdict = opinion.basis(outside.iter().map(|outside| outside.id)).verdict();
    // Who abstained already has the better reason.
    let is_news = looked.code == Code::Accessible || !verdict.code.is_abstention();
    is_news.then(|| target::about(verdict, dossier, target::host(&http.url)))
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
