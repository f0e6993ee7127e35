//! A run that goes on: to see that it works, when it ends, and to be able to stop it.
//!
//! It accuses nobody and names no site. What did not open at once waits at the gate until it has been tried again beside
//! innocent sites, and whatever that came to is told at the end.

mod progress;
#[cfg(test)]
mod tests;

use arna_model::{Code, Micros, WallTime};
use arna_words::{OnScreen, Words};
use serde::Serialize;

pub use progress::{Asked, Known, Progress, begin};
use progress::{Ended, Stands, Waits};

use crate::network::Named;
use crate::spoken::{action, row, sentences, strands};
use crate::{Action, Does, Mark, Row, StrandKind, Strands, trouble};

/// A run that goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Running {
    /// The network that is tested.
    pub network: String,
    /// A tag that is always to be seen beside it: it is simulated.
    pub tag: Option<String>,
    /// What has come so far.
    pub picture: Strands,
    /// How far it is, in a line.
    pub answer: String,
    /// The time that is left, and what it has used.
    pub left: String,
    /// What opens, and what did not at once.
    pub rows: Vec<Row>,
    /// Why it takes what it takes: whole sentences.
    pub why: Option<String>,
    /// Sites that are made sure of, by number.
    pub suspects: Vec<Row>,
    /// Until when, and what becomes of the rest.
    pub until: Option<String>,
    /// The button.
    pub stop: Action,
    /// What is to be spoken now, politely; nothing: what was said still holds.
    pub live: Option<String>,
    /// What it is at.
    pub stage: Stage,
}

/// What a run is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Sites are looked at for the first time.
    Measuring,
    /// Those that did not open at once are tried again.
    MakingSure,
    /// It is over; home has what it came to.
    Ending,
}

/// A run as far as it is `now`, by the phone's clock.
pub fn run(progress: &Progress, words: Words, now: WallTime) -> Running {
    let named = Named::of(&progress.network, words);
    let stage = match progress.ended {
        Some(_) => Stage::Ending,
        None if progress.is_making_sure => Stage::MakingSure,
        None => Stage::Measuring,
    };
    let is_making_sure = stage == Stage::MakingSure;
    let answer = answer(progress, stage, words);
    Running {
        network: words.screen(OnScreen::Testing, &[("network", &named.whole())]),
        tag: progress
            .network
            .lab
            .is_some()
            .then(|| words.on_screen(OnScreen::Simulated).to_owned()),
        picture: picture(progress, &named, words),
        left: left(progress, stage, words, now),
        rows: if is_making_sure { Vec::new() } else { rows(progress, words) },
        why: why(progress, stage, words),
        suspects: if is_making_sure { suspects(progress, words, now) } else { Vec::new() },
        until: progress.until.filter(|_| is_making_sure).map(|until| done_by(until, words)),
        stop: stop(progress, stage, words),
        live: progress.is_live().then(|| answer.clone()),
        stage,
        answer,
    }
}

/// Only what opens, what waits, and what is ahead: a verdict is told at the end.
fn picture(progress: &Progress, named: &Named, words: Words) -> Strands {
    let (all, looked, open) = (progress.sites.len(), progress.looked(), progress.open());
    let kinds = [
        (StrandKind::Waiting, looked - open),
        (StrandKind::Open, open),
        (StrandKind::Bed, all - looked),
    ];
    let kinds = kinds.map(|(kind, n)| (kind, u32::try_from(n).unwrap_or(u32::MAX)));
    strands(kinds.into(), words.on_screen(OnScreen::You), &named.operator, words)
}

fn answer(progress: &Progress, stage: Stage, words: Words) -> String {
    let text = match (&progress.ended, stage) {
        (Some(Ended::Whole), _) => OnScreen::IsOver,
        (Some(Ended::Stopped), _) => OnScreen::IsStopped,
        (Some(Ended::NetworkGone), _) => OnScreen::NetworkWentAway,
        (Some(Ended::Failed(_)), _) => OnScreen::CouldNotBeKept,
        (None, _) if progress.is_away => OnScreen::WaitsForNetwork,
        (None, Stage::MakingSure) if progress.waiting() > 0 => {
            return words.counted_screen(OnScreen::MakingSure, progress.waiting() as u64, &[]);
        }
        (None, _) => {
            let done = words.thousands(progress.looked() as u64);
            let all = progress.sites.len() as u64;
            return words.counted_screen(OnScreen::SoManyOf, all, &[("done", &done)]);
        }
    };
    words.on_screen(text).to_owned()
}

/// By how fast it was so far: every site takes about as long as the next.
fn left(progress: &Progress, stage: Stage, words: Words, now: WallTime) -> String {
    let bytes = words.bytes(progress.bytes.total());
    if stage == Stage::Ending {
        return bytes;
    }
    if stage == Stage::MakingSure || progress.is_away || progress.looked() == progress.sites.len() {
        return words.screen(OnScreen::UsedSoFar, &[("bytes", &bytes)]);
    }
    let ahead = (progress.sites.len() - progress.looked()) as u64;
    let looked = (progress.looked() - progress.looked_before) as u64;
    // A clock that was set back says nothing.
    let took = now.since(progress.began).filter(|took| looked > 0 && took.0 > 0);
    let time = match took {
        Some(took) => Micros(took.0.saturating_mul(ahead) / looked),
        None => {
            let all = progress.sites.len().max(1) as u64;
            Micros(progress.estimate.time.0.saturating_mul(ahead) / all)
        }
    };
    let time = words.rounded(time);
    words.screen(OnScreen::TimeLeft, &[("time", &time), ("bytes", &bytes)])
}

fn rows(progress: &Progress, words: Words) -> Vec<Row> {
    let counted = |row: Row, n: usize| {
        let sites = words.counted_screen(OnScreen::NSites, n as u64, &[]);
        let head = format!("{}: {sites}", row.title);
        let spoken = sentences([head.as_str()].into_iter().chain(row.detail.as_deref()));
        Row { count: Some(words.thousands(n as u64)), spoken, ..row }
    };
    let opens = row(Mark::Code { code: Code::Accessible }, words.code(Code::Accessible), None);
    let again = words.on_screen(OnScreen::CheckedAgain).to_owned();
    let again = progress.ended.is_none().then_some(again);
    let waits = row(Mark::Waiting, words.on_screen(OnScreen::DidNotOpen), again);
    let (looked, open) = (progress.looked(), progress.open());
    vec![counted(opens, open), counted(waits, looked - open)]
}

fn why(progress: &Progress, stage: Stage, words: Words) -> Option<String> {
    if let Some(Ended::Failed(error)) = &progress.ended {
        return Some(trouble::reason(error, words));
    }
    if progress.ended.is_some() {
        let kept = progress.settled() as u64;
        return Some(sentences([words.counted_screen(OnScreen::SoManyKept, kept, &[]).as_str()]));
    }
    if progress.is_away {
        return Some(words.on_screen(OnScreen::WhyWaiting).to_owned());
    }
    let moved = progress.moved.as_ref().map(|sample| match Named::of_radio(sample, words) {
        Some(there) => words.screen(OnScreen::MovedTo, &[("network", &there.whole())]),
        None => words.on_screen(OnScreen::MovedSomewhere).to_owned(),
    });
    let is_sure_wanted = stage == Stage::MakingSure && progress.waiting() > 0;
    let sure = is_sure_wanted.then(|| words.on_screen(OnScreen::WhyMakingSure));
    let said = sentences(moved.as_deref().into_iter().chain(sure));
    (!said.is_empty()).then_some(said)
}

fn suspects(progress: &Progress, words: Words, now: WallTime) -> Vec<Row> {
    let of = |(at, input): (usize, &String)| {
        let n = words.thousands(at as u64 + 1);
        let title = words.screen(OnScreen::SiteNumber, &[("n", &n)]);
        let detail = match progress.sites.get(input)? {
            Stands::Waiting(waits) => waits_for(*waits, words, now),
            Stands::Ahead | Stands::Open | Stands::Settled => {
                words.on_screen(OnScreen::IsSettled).to_owned()
            }
        };
        Some(row(Mark::Waiting, &title, Some(detail)))
    };
    progress.suspects.iter().enumerate().filter_map(of).collect()
}

fn waits_for(waits: Waits, words: Words, now: WallTime) -> String {
    match waits {
        Waits::Turn => words.on_screen(OnScreen::WaitsItsTurn).to_owned(),
        Waits::Place => words.on_screen(OnScreen::LooksForPlace).to_owned(),
        Waits::Block { void, .. } if void > 0 => {
            words.counted_screen(OnScreen::WaitsForSignal, u64::from(void), &[])
        }
        Waits::Block { block, at, .. } => match at.since(now).filter(|wait| wait.0 > 0) {
            Some(wait) => {
                let time = words.rounded(wait);
                words.screen(OnScreen::IsTriedNext, &[("n", &block), ("time", &time)])
            }
            None => words.screen(OnScreen::IsTried, &[("n", &block)]),
        },
    }
}

fn done_by(until: WallTime, words: Words) -> String {
    // The minute that is told has to be over.
    let time = words.time_of_day(until.after(Micros::from_secs(59)));
    let word = words.code(Code::Inconclusive);
    words.screen(OnScreen::DoneBy, &[("time", &time), ("word", &word)])
}

fn stop(progress: &Progress, stage: Stage, words: Words) -> Action {
    let kept = match progress.settled() as u64 {
        kept if kept > 0 && stage == Stage::MakingSure => {
            words.counted_screen(OnScreen::SoManyKept, kept, &[])
        }
        _ => words.on_screen(OnScreen::CompleteIsKept).to_owned(),
    };
    let stop = action(words.on_screen(OnScreen::Stop), Some(kept), Does::Stop);
    Action { is_enabled: stage != Stage::Ending, ..stop }
}
