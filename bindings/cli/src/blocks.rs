//! The blocks of a double check as a table: what each arm saw, whether the block counts, and what
//! the judge made of them so far.
//!
//! Nothing is judged here. Whether a failure counted is read off the opinion that was stored after
//! its block: it is among the observations that the opinion stands on, or it is not.

use std::collections::BTreeMap;

use arna_engine::run::Opinion;
use arna_model::{
    Arm, Event, Measurement, Micros, Observation, ObservationId, Ping, Place, WallTime,
};
use comfy_table::{Cell, Table};

use crate::{events, grid, words};

/// What has to be known to read the tables.
pub(crate) const LEGEND: &str = "\
A block counts only if the innocent sites answered in time (“Innocents”: the slower one) and the \
echoes were never silent for long (“Silence”) while the site was tried. Otherwise the signal was \
to blame, and the block is void. “Its name” is the site's name, said to a helper. The weight of \
the blocks that count decides, in nats.";

/// Whether there is any block.
pub(crate) fn has_any(measurement: &Measurement) -> bool {
    measurement.observations.iter().any(|one| matches!(one.place, Place::Block { .. }))
}

/// A table for each sitting.
pub(crate) fn tables(measurement: &Measurement, opinions: &[Opinion]) -> BTreeMap<u16, Table> {
    let mut blocks: BTreeMap<(u16, u16), Block<'_>> = BTreeMap::new();
    for one in &measurement.observations {
        if let Place::Block { sitting, block, arm } = one.place {
            blocks.entry((sitting, block)).or_default().0.entry(arm).or_default().push(one);
        }
    }
    let mut tables = BTreeMap::new();
    for ((sitting, number), block) in blocks {
        let table: &mut Table = tables.entry(sitting).or_insert_with(|| grid::with_heads(HEADS));
        table.add_row(row(number, &block, block.opinion(measurement, opinions)));
    }
    tables.values_mut().for_each(|table| grid::align_right(table, [0, 1, 3, 4, 5, 8]));
    tables
}

fn row(number: u16, block: &Block<'_>, opinion: Option<&Opinion>) -> Vec<Cell> {
    let nats = opinion.and_then(|opinion| opinion.verdict.nats);
    vec![
        Cell::new(number),
        Cell::new(seconds(block.start())),
        Cell::new(block.said(Arm::Target)),
        Cell::new(block.innocents()),
        Cell::new(block.echoes()),
        Cell::new(seconds(block.silence())),
        Cell::new(block.name()),
        Cell::new(opinion.map_or_else(|| "?".to_owned(), |opinion| block.counts(opinion))),
        Cell::new(nats.map_or_else(|| "?".to_owned(), |nats| format!("{nats:.1}"))),
    ]
}

/// The observations of one block by arm.
#[derive(Default)]
struct Block<'a>(BTreeMap<Arm, Vec<&'a Observation>>);

impl<'a> Block<'a> {
    fn arm(&self, arm: Arm) -> &[&'a Observation] {
        self.0.get(&arm).map_or(&[], Vec::as_slice)
    }

    /// Everything but the echoes.
    fn flows(&self) -> impl Iterator<Item = &'a Observation> {
        self.0.iter().filter(|(arm, _)| **arm != Arm::Canary).flat_map(|(_, all)| all).copied()
    }

    fn start(&self) -> Micros {
        self.flows().map(|one| one.t0).min().unwrap_or_default()
    }

    /// When the site's trial and those of the innocent ones were over.
    fn end(&self) -> Micros {
        let arms = [Arm::Target, Arm::Control, Arm::SecondControl];
        arms.iter().flat_map(|arm| self.arm(*arm)).map(|one| one.t).max().unwrap_or_default()
    }

    /// The opinion that was given when this block was over: the first one since.
    fn opinion<'b>(&self, of: &Measurement, opinions: &'b [Opinion]) -> Option<&'b Opinion> {
        let first = of.observations.iter().map(|one| one.t0).min()?;
        let last = self.0.values().flatten().map(|one| one.t).max()?;
        let over: WallTime = of.started.after(last.since(first));
        opinions.iter().find(|opinion| opinion.given >= over)
    }

    /// What the peer of an arm said.
    fn said(&self, arm: Arm) -> String {
        match self.arm(arm).iter().max_by_key(|one| (is_answer(one), one.t)) {
            Some(one) if is_answer(one) => match &one.event {
                Event::Dns(_) => events::outcome(one),
                _ => "answered".to_owned(),
            },
            Some(one) => match &one.failure {
                Some(failure) if failure.is_timeout() => "no answer".to_owned(),
                Some(failure) => words::failure(failure),
                None => "connected".to_owned(),
            },
            None => "not tried".to_owned(),
        }
    }

    /// How long the slower of the innocent sites took, or what the silent one said.
    fn innocents(&self) -> String {
        let arms: Vec<_> = INNOCENTS.into_iter().filter(|arm| !self.arm(*arm).is_empty()).collect();
        match arms.iter().find(|arm| !self.answers(**arm)) {
            Some(silent) => self.said(*silent),
            None if arms.is_empty() => "not tried".to_owned(),
            None => seconds(self.slowest()),
        }
    }

    /// How many echoes came back.
    fn echoes(&self) -> String {
        let back = self.pings().filter(|ping| ping.rtt.is_some()).count();
        format!("{back}/{}", self.pings().count())
    }

    /// What became of the site's name at the helper.
    fn name(&self) -> String {
        match (self.arm(Arm::InnocentAtHelper), self.answers(Arm::InnocentAtHelper)) {
            ([], _) => "not tried".to_owned(),
            // It is tried only where an innocent name was answered first.
            (_, false) => "not tried".to_owned(),
            (_, true) => self.said(Arm::NameAtHelper),
        }
    }

    /// Whether the block counts in `opinion`; if not, what about it is furthest from usual.
    fn counts(&self, opinion: &Opinion) -> String {
        let basis: &[ObservationId] = &opinion.verdict.basis;
        let target = self.arm(Arm::Target);
        if target.iter().any(|one| basis.contains(&one.id)) {
            return "yes".to_owned();
        }
        if target.iter().any(|one| is_answer(one)) {
            return "–".to_owned();
        }
        let mut all = self.0.values().flatten();
        let why = if all.any(|one| one.failure.as_ref().is_some_and(|why| why.is_local())) {
            "device"
        } else if self.innocents_silent()
            || self.slowest().0 / MOST_SLOWNESS > self.silence().0 / MOST_SILENCE
        {
            "innocents"
        } else {
            "silence"
        };
        format!("void:\n{why}")
    }

    fn pings(&self) -> impl Iterator<Item = &'a Ping> {
        self.arm(Arm::Canary).iter().flat_map(|one| match &one.event {
            Event::Pings(pings) => &pings.pings[..],
            _ => &[],
        })
    }

    fn innocents_silent(&self) -> bool {
        INNOCENTS.into_iter().any(|arm| !self.answers(arm))
    }

    fn answers(&self, arm: Arm) -> bool {
        self.arm(arm).iter().any(|one| is_answer(one))
    }

    /// How long the slower innocent site took to answer.
    fn slowest(&self) -> Micros {
        let took = |arm: Arm| {
            let begun = self.arm(arm).iter().map(|one| one.t0).min()?;
            let answer = self.arm(arm).iter().find(|one| is_answer(one))?;
            Some(answer.t.since(begun))
        };
        INNOCENTS.into_iter().filter_map(took).max().unwrap_or_default()
    }

    /// The longest time without an echo while the site and the innocent ones were tried.
    fn silence(&self) -> Micros {
        let (start, end) = (self.start(), self.end());
        let mut heard: Vec<_> = self.pings().filter_map(|ping| Some(ping.t + ping.rtt?)).collect();
        heard.retain(|at| (start..end).contains(at));
        heard.sort_unstable();
        let ends = heard.iter().copied().chain([end]);
        let starts = [start].into_iter().chain(heard.iter().copied());
        ends.zip(starts).map(|(end, start)| end.since(start)).max().unwrap_or_default()
    }
}

/// Whether the peer answered the name: with a handshake, an alert, a page, or addresses.
fn is_answer(one: &Observation) -> bool {
    match &one.event {
        Event::TlsHandshake(tls) => tls.is_complete || tls.first_byte.is_some(),
        Event::HttpTransaction(http) => http.status.is_some(),
        Event::Dns(lookup) => !lookup.addresses.is_empty(),
        _ => false,
    }
}

fn seconds(time: Micros) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

const HEADS: [&str; 9] =
    ["Block", "At", "The site", "Innocents", "Echoes", "Silence", "Its name", "Counts", "Nats"];

const INNOCENTS: [Arm; 2] = [Arm::Control, Arm::SecondControl];

/// Past so many seconds a block is void (docs/method.md, "Confirmation"). They tell only which of
/// the two is to blame; that the block is void is read off the opinion.
const MOST_SILENCE: u64 = 2;
const MOST_SLOWNESS: u64 = 3;

#[cfg(test)]
mod tests;
