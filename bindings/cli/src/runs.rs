//! `arna runs`: what was measured when, where, and what became of it; and the head that says the same of one run.

use std::cmp::Reverse;

use arna_engine::Engine;
use arna_engine::run::{Ledger as _, RunRecord};
use arna_engine::store::Page;
use arna_model::{Code, RunSummary, Vantage};
use arna_words::{Line, Phrase};

use crate::args;
use crate::exits::{Done, Ending, Trouble};
use crate::grid::{Cell, Drawn};
use crate::runtimes::no_runtime;
use crate::words::{line, words, zone_name};
use crate::{grid, json, layout, out, places, table};

/// A run and what became of it.
struct Told {
    record: RunRecord,
    summary: RunSummary,
}

/// Lists runs, the latest first.
pub(crate) fn runs(asked: &args::Runs) -> Done {
    let path = places::database(asked.db.clone())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(no_runtime)?.block_on(async {
        let engine = places::open_stored(&path)?;
        let limit = u32::try_from(asked.limit).unwrap_or(u32::MAX);
        let page = engine.store().runs(Page { before: None, limit }).await?;
        let is_cut = page.len() == asked.limit;
        let mut told = Vec::new();
        for record in page {
            let summary = engine.summary(&record.id).await?;
            told.push(Told { record, summary });
        }
        if told.is_empty() {
            return Err(places::nothing_stored(&path));
        }
        if asked.json {
            told.iter().try_for_each(|one| json::stored_run(&one.record, &one.summary))?;
            return Ok(Ending::Done);
        }
        let width = out::width();
        out::drawn(&drawn(&told, width))?;
        let zone = zone_name(told[0].record.started);
        let times = words().filled(Phrase::TimesAre, &[("zone", &zone)]);
        out::line(format_args!("\n{}", layout::wrapped(&times, width)))?;
        if is_cut {
            let count =
                words().counted(Phrase::OnlyTheFirst, asked.limit as u64, &[("option", "--limit")]);
            out::tell(count);
        }
        Ok(Ending::Done)
    })
}

fn drawn(told: &[Told], width: u16) -> Drawn {
    if width < NARROW {
        let entries: Vec<_> = told.iter().map(|one| layout::hanging(&narrow(one), width)).collect();
        return Drawn::plain(&entries.join("\n\n"));
    }
    let heads = [Phrase::Run, Phrase::When, Phrase::Network, Phrase::List, Phrase::WhatBecame];
    let mut table = grid::with_heads(heads.map(|head| words().phrase(head)));
    for one in told {
        let Told { record, summary } = one;
        table.add_row([
            Cell::new(short(record)),
            Cell::new(when(record)),
            Cell::new(network(&record.vantage)),
            Cell::new(list(record)),
            Cell::new(outcome(record, summary)).fg(colour(summary)),
        ]);
    }
    grid::keep_whole(&mut table, 0, SHORT, SHORT as u16);
    grid::keep_whole(&mut table, 1, 16, 16);
    grid::text(table, width)
}

fn narrow(one: &Told) -> String {
    let Told { record, summary } = one;
    let (when, network) = (when(record), network(&record.vantage));
    let (list, outcome) = (list(record), outcome(record, summary));
    format!("{} {when}\n  {network}\n  {list}\n  {outcome}", short(record))
}

/// Enough of an id to be the only one that begins so.
fn short(record: &RunRecord) -> &str {
    let id = record.id.as_str();
    id.get(..SHORT).unwrap_or(id)
}

/// To the minute; whose minutes they are stands below.
fn when(record: &RunRecord) -> String {
    let minute = words().minute(record.started);
    minute.rsplit_once(' ').map_or(minute.clone(), |(time, _)| time.to_owned())
}

/// A network's name: operator, kind of link, what the system calls it if it was chosen, country; a simulated one as such.
pub(crate) fn network(vantage: &Vantage) -> String {
    let chosen = vantage.uplink.as_ref().map(|uplink| uplink.id.clone());
    // What has no other name goes by that one.
    let chosen = chosen.filter(|id| Some(id) != vantage.technology.as_ref());
    let parts = [&vantage.operator, &vantage.technology, &chosen, &vantage.country];
    let name = parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    let name =
        if name.is_empty() { words().phrase(Phrase::UnknownNetwork).to_owned() } else { name };
    match &vantage.lab {
        Some(lab) => words().filled(Phrase::Simulated, &[("network", &name), ("lab", lab)]),
        None => name,
    }
}

/// What was measured: the list's name, and how many sites.
fn list(record: &RunRecord) -> String {
    let count = record.request.targets.len() as u64;
    let sites = words().counted(Phrase::FoldedSites, count, &[]);
    match record.request.list.as_deref() {
        Some(names) => {
            let names: Vec<_> = names.split(", ").map(|name| words().list(name)).collect();
            format!("{}, {sites}", names.join(", "))
        }
        None => sites,
    }
}

/// How many verdicts of each kind, the gravest first.
fn outcome(record: &RunRecord, summary: &RunSummary) -> String {
    let mut codes: Vec<_> =
        summary.by_code.iter().filter(|(code, _)| **code != Code::Measured).collect();
    codes.sort_by_key(|(code, _)| Reverse(table::weight(**code)));
    // A number stays beside what it counts.
    let counts =
        codes.iter().map(|(code, count)| format!("{count}\u{a0}×\u{a0}{}", words().code(**code)));
    let unfinished = record.end.is_none().then(|| words().phrase(Phrase::Unfinished).to_owned());
    counts.chain(unfinished).collect::<Vec<_>>().join(" · ")
}

/// That of the gravest verdict.
fn colour(summary: &RunSummary) -> comfy_table::Color {
    let gravest = summary.by_code.keys().max_by_key(|code| table::weight(**code));
    gravest.map_or(comfy_table::Color::Reset, |code| table::colour(*code))
}

/// Prints what a run's figures are of: when, where, which list, by which program.
pub(crate) async fn head(engine: &Engine, record: &RunRecord) -> Result<(), Trouble> {
    let width = out::width();
    let (at, zone) = (words().at(record.started), zone_name(record.started));
    let when = match at.ends_with(&zone) {
        true => at,
        false => format!("{at} ({zone})"),
    };
    let judges = engine.store().plan(&record.id).await?.into_iter();
    let judge = judges.filter_map(|step| Some(step.verdict?.judge)).max();
    let lines = [
        Some(words().filled(Phrase::HeadRun, &[("id", record.id.as_str()), ("when", &when)])),
        Some(words().filled(Phrase::HeadNetwork, &[("network", &network(&record.vantage))])),
        Some(words().filled(Phrase::HeadList, &[("list", &list(record))])),
        Some(by(&record.vantage, judge)),
    ];
    for one in lines.into_iter().flatten() {
        out::line(layout::wrapped(&one, width))?;
    }
    out::line("")?;
    Ok(())
}

/// Which program looked, and whose judgement stands now.
fn by(vantage: &Vantage, judge: Option<u32>) -> String {
    let unknown = || words().phrase(Phrase::UnknownVersion).to_owned();
    let software = vantage.software.clone().unwrap_or_else(unknown);
    // "arna 0.1.0, judge 6" in data.
    let told = match software.split_once(", judge ") {
        Some((name, judge)) => line(Line::Software, &[("name", &name), ("judge", &judge)]),
        None => software.clone(),
    };
    let by = words().filled(Phrase::HeadSoftware, &[("software", &told)]);
    let now = judge.filter(|judge| !software.ends_with(&format!("judge {judge}")));
    match now {
        Some(judge) => {
            let judge = judge.to_string();
            format!("{by} {}", words().filled(Phrase::JudgedSince, &[("judge", &judge)]))
        }
        None => by,
    }
}

/// Under this the columns would be one word wide.
const NARROW: u16 = 72;
const SHORT: usize = 10;
