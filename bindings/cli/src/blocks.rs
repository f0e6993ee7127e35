//! The blocks of a double check as a table: what each arm saw, whether the block counts, and where the
//! sum of the site's own test stood after it.
//!
//! Nothing is judged here: what counted is in the judge's account.

use std::collections::BTreeMap;

use arna_model::{
    Account, Arm, BlockAccount, Event, Measurement, Micros, Observation, Ping, Place, Trial,
};
use comfy_table::{Cell, Table};

use crate::{events, grid, words};

/// What has to be known to read the tables.
pub(crate) const LEGEND: &str = "\
A block counts only if the innocent sites answered in time (“Innocents”: the slower one) and the \
echoes were never silent for long (“Silence”) while the site was tried. Otherwise the signal was \
to blame, and the block is void. “Its name” is the site's name, said to a helper, or to the \
site in two parts. The weight of the blocks that count decides, in nats.";

/// A table for each sitting.
pub(crate) fn tables(measurement: &Measurement, account: &Account) -> BTreeMap<u16, Table> {
    let mut blocks: BTreeMap<(u16, u16), Block<'_>> = BTreeMap::new();
    for one in &measurement.observations {
        if let Place::Block { sitting, block, arm } = one.place {
            blocks.entry((sitting, block)).or_default().0.entry(arm).or_default().push(one);
        }
    }
    let mut tables = BTreeMap::new();
    for sitting in &account.sittings {
        let mut table = grid::with_heads(HEADS);
        for told in &sitting.blocks {
            if let Some(block) = blocks.get(&(sitting.sitting, told.block)) {
                table.add_row(row(block, told));
            }
        }
        grid::align_right(&mut table, [0, 1, 3, 4, 5, 8]);
        tables.insert(sitting.sitting, table);
    }
    tables
}

fn row(block: &Block<'_>, told: &BlockAccount) -> Vec<Cell> {
    let target = told.trials.first();
    let counts = match target.map(|one| one.trial) {
        Some(Trial::Failed | Trial::Worked) => "yes",
        _ => "void",
    };
    vec![
        Cell::new(told.block),
        Cell::new(seconds(block.start())),
        Cell::new(block.said(Arm::Target)),
        Cell::new(told.slowest_control.map_or_else(|| block.innocents(), seconds)),
        Cell::new(block.echoes()),
        Cell::new(seconds(told.silence)),
        Cell::new(block.name()),
        Cell::new(counts),
        Cell::new(target.map_or_else(|| "?".to_owned(), |one| format!("{:.1}", one.nats))),
    ]
}

/// The observations of one block by arm.
#[derive(Default)]
struct Block<'a>(BTreeMap<Arm, Vec<&'a Observation>>);

impl<'a> Block<'a> {
    fn arm(&self, arm: Arm) -> &[&'a Observation] {
        self.0.get(&arm).map_or(&[], Vec::as_slice)
    }

    /// What begins together with the site's own trial.
    fn flows(&self) -> impl Iterator<Item = &'a Observation> {
        let meant = self.0.iter().filter(|(arm, _)| arm.starts_with_target());
        meant.flat_map(|(_, all)| all).copied()
    }

    fn start(&self) -> Micros {
        self.flows().map(|one| one.t0).min().unwrap_or_default()
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

    /// What the innocent site said that was not answered.
    fn innocents(&self) -> String {
        let arms = INNOCENTS.into_iter().filter(|arm| !self.arm(*arm).is_empty());
        let silent = arms.filter(|arm| !self.answers(*arm)).map(|arm| self.said(arm)).next();
        silent.unwrap_or_else(|| "not tried".to_owned())
    }

    /// How many echoes came back.
    fn echoes(&self) -> String {
        let back = self.pings().filter(|ping| ping.rtt.is_some()).count();
        format!("{back}/{}", self.pings().count())
    }

    /// What became of the site's name at the helper, and of its halves at the site.
    fn name(&self) -> String {
        let halves = self.arm(Arm::SplitAtTarget);
        if halves.is_empty() {
            return self.at_helper();
        }
        let mut halves = format!("in two: {}", self.said(Arm::SplitAtTarget));
        if !self.arm(Arm::RecordsAtTarget).is_empty() {
            let records = self.said(Arm::RecordsAtTarget);
            halves = format!("{halves}\nin two records: {records}");
        }
        match self.arm(Arm::NameAtHelper) {
            [] => halves,
            _ => format!("{}\n{halves}", self.at_helper()),
        }
    }

    fn at_helper(&self) -> String {
        match (self.arm(Arm::InnocentAtHelper), self.answers(Arm::InnocentAtHelper)) {
            ([], _) => "not tried".to_owned(),
            // It is tried only where an innocent name was answered first.
            (_, false) => "not tried".to_owned(),
            (_, true) => self.said(Arm::NameAtHelper),
        }
    }

    fn pings(&self) -> impl Iterator<Item = &'a Ping> {
        self.arm(Arm::Canary).iter().flat_map(|one| match &one.event {
            Event::Pings(pings) => &pings.pings[..],
            _ => &[],
        })
    }

    fn answers(&self, arm: Arm) -> bool {
        self.arm(arm).iter().any(|one| is_answer(one))
    }
}

/// Whether the peer answered the name: with a handshake, an alert, a page, or addresses.
fn is_answer(one: &Observation) -> bool {
    match &one.event {
        Event::TlsHandshake(tls) => tls.is_complete || tls.first_byte.is_some(),
        Event::QuicHandshake(quic) => quic.is_complete || quic.first_byte.is_some(),
        Event::HttpTransaction(http) => http.status.is_some(),
        Event::Dns(lookup) => !lookup.addresses.is_empty(),
        _ => false,
    }
}

pub(crate) fn seconds(time: Micros) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

const HEADS: [&str; 9] =
    ["Block", "At", "The site", "Innocents", "Echoes", "Silence", "Its name", "Counts", "Nats"];

const INNOCENTS: [Arm; 2] = [Arm::Control, Arm::SecondControl];

#[cfg(test)]
mod tests;
