//! The blocks of a double check in words: what each arm saw, whether the block counts, and where the
//! sum of the site's own test stood after it.
//!
//! Nothing is judged here: what counted is in the judge's account.

use std::collections::BTreeMap;

use arna_model::{
    Arm, BlockAccount, Event, Measurement, Micros, Observation, Ping, Place, SittingAccount,
    TlsAnswer, Trial,
};

use crate::said::Said;
use crate::{Phrase, Words};

/// What is to be said of one block; the heads of the columns are phrases of the same names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockRow {
    /// Its number in its sitting.
    pub block: u16,
    /// When it began, in the run.
    pub at: String,
    /// What the site did.
    pub the_site: String,
    /// How long the slower innocent site took, or what one said that did not answer.
    pub innocents: String,
    /// How many echoes came back, of how many.
    pub echoes: String,
    /// The longest time without one.
    pub silence: String,
    /// What became of the site's name at a helper, and in parts; a line for each.
    pub its_name: String,
    /// Whether it counts.
    pub counts: String,
    /// The sum after it.
    pub nats: String,
}

impl Words {
    /// The blocks of a sitting, in order.
    pub fn blocks(self, measurement: &Measurement, sitting: &SittingAccount) -> Vec<BlockRow> {
        let mut blocks: BTreeMap<u16, Arms<'_>> = BTreeMap::new();
        for one in &measurement.observations {
            if let Place::Block { sitting: of, block, arm, .. } = one.place
                && of == sitting.sitting
            {
                blocks.entry(block).or_default().0.entry(arm).or_default().push(one);
            }
        }
        let seen = sitting.blocks.iter().filter_map(|told| Some((blocks.get(&told.block)?, told)));
        seen.map(|(arms, told)| row(self, arms, told)).collect()
    }
}

fn row(words: Words, arms: &Arms<'_>, told: &BlockAccount) -> BlockRow {
    let target = told.trials.first();
    let slowest = told.slowest_control.map(|time| words.seconds(time));
    BlockRow {
        block: told.block,
        at: words.seconds(arms.start()),
        the_site: arms.said(words, Arm::Target),
        innocents: slowest.unwrap_or_else(|| arms.innocents(words)),
        echoes: arms.echoes(),
        silence: words.seconds(told.silence),
        its_name: arms.name(words),
        counts: match target.map(|one| one.trial) {
            Some(Trial::Failed | Trial::Worked) => words.tell(Said::ItCounts, &[]),
            _ => words.phrase(Phrase::Void).to_owned(),
        },
        nats: target.map_or_else(|| "?".to_owned(), |one| words.decimal(one.nats, 1)),
    }
}

/// The observations of one block by arm.
#[derive(Default)]
struct Arms<'a>(BTreeMap<Arm, Vec<&'a Observation>>);

impl<'a> Arms<'a> {
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
    fn said(&self, words: Words, arm: Arm) -> String {
        match self.arm(arm).iter().max_by_key(|one| (is_answer(one), one.t)) {
            Some(one) if is_answer(one) => match &one.event {
                Event::Dns(_) => words.outcome_of(one),
                Event::TlsHandshake(tls) if !tls.is_complete && tls.answer.is_some() => {
                    words.outcome_of(one)
                }
                _ => words.tell(Said::Answered, &[]),
            },
            Some(one) => match &one.failure {
                Some(failure) if failure.is_timeout() => words.tell(Said::Silent, &[]),
                Some(_) if is_no_tls(one) => words.outcome_of(one),
                Some(failure) => words.failure(failure),
                None => words.tell(Said::ConnectedOnly, &[]),
            },
            None => words.tell(Said::NotTried, &[]),
        }
    }

    /// What the innocent site said that was not answered.
    fn innocents(&self, words: Words) -> String {
        let arms = INNOCENTS.into_iter().filter(|arm| !self.arm(*arm).is_empty());
        let silent = arms.filter(|arm| !self.answers(*arm)).map(|arm| self.said(words, arm)).next();
        silent.unwrap_or_else(|| words.tell(Said::NotTried, &[]))
    }

    /// How many echoes came back.
    fn echoes(&self) -> String {
        let back = self.pings().filter(|ping| ping.rtt.is_some()).count();
        format!("{back}/{}", self.pings().count())
    }

    /// What became of the site's name at the helper, and of its halves at the site.
    fn name(&self, words: Words) -> String {
        let halves = self.arm(Arm::SplitAtTarget);
        if halves.is_empty() {
            return self.at_helper(words);
        }
        let mut halves =
            words.tell(Said::InTwo, &[("said", &self.said(words, Arm::SplitAtTarget))]);
        if !self.arm(Arm::RecordsAtTarget).is_empty() {
            let said = self.said(words, Arm::RecordsAtTarget);
            halves = format!("{halves}\n{}", words.tell(Said::InTwoRecords, &[("said", &said)]));
        }
        match self.arm(Arm::NameAtHelper) {
            [] => halves,
            _ => format!("{}\n{halves}", self.at_helper(words)),
        }
    }

    fn at_helper(&self, words: Words) -> String {
        match (self.arm(Arm::InnocentAtHelper), self.answers(Arm::InnocentAtHelper)) {
            ([], _) => words.tell(Said::NotTried, &[]),
            // It is tried only where an innocent name was answered first.
            (_, false) => words.tell(Said::NotTried, &[]),
            (_, true) => self.said(words, Arm::NameAtHelper),
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
        Event::TlsHandshake(tls) => tls.is_complete || tls.first_byte.is_some() && !is_no_tls(one),
        Event::QuicHandshake(quic) => quic.is_complete || quic.first_byte.is_some(),
        Event::HttpTransaction(http) => http.status.is_some(),
        Event::Dns(lookup) => !lookup.addresses.is_empty(),
        _ => false,
    }
}

/// Whether what came in answer to a name is no TLS.
fn is_no_tls(one: &Observation) -> bool {
    matches!(&one.event, Event::TlsHandshake(tls) if tls.answer == Some(TlsAnswer::NotTls))
}

const INNOCENTS: [Arm; 2] = [Arm::Control, Arm::SecondControl];

#[cfg(test)]
mod tests;
