//! `arna journal`: since when the network was in which state.

use arna_model::{Interval, NetworkState, WallTime};
use arna_net::{OsWire, Wire as _};
use arna_words::{Line, Phrase};
use comfy_table::Color;

use crate::args::Since;
use crate::exits::{Done, Ending, Trouble};
use crate::grid::{Cell, Drawn};
use crate::history::network;
use crate::out::{self, Broken};
use crate::runtimes::no_runtime;
use crate::words::{line, words};
use crate::{args, grid, json, places, timeline};

/// Shows the journal.
pub(crate) fn journal(journal: &args::Journal) -> Done {
    let path = places::database(journal.db.clone())?;
    let since = journal.since.map(|since| match since {
        Since::At(at) => at,
        Since::Ago(ago) => WallTime(OsWire::new().wall().0.saturating_sub_unsigned(ago.0)),
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(no_runtime)?.block_on(async {
        let engine = places::open_stored(&path)?;
        let intervals = engine.journal(since).await?;
        if journal.json {
            intervals.iter().try_for_each(json::interval)?;
        } else if intervals.is_empty() {
            let nobody = if since.is_some() { Line::NobodyThen } else { Line::NobodyYet };
            return Err(Trouble::usage(line(nobody, &[])));
        } else {
            print(&intervals)?;
        }
        Ok(Ending::Done)
    })
}

/// Prints a journal, network by network if there are several.
pub(crate) fn print(intervals: &[Interval]) -> Result<(), Broken> {
    let mut networks = intervals.chunk_by(|one, next| one.network == next.network).peekable();
    while let Some(of_network) = networks.next() {
        let is_only = of_network.len() == intervals.len();
        if !is_only {
            out::line(network(&of_network[0].network))?;
        }
        print_one(of_network)?;
        if networks.peek().is_some() {
            out::line("")?;
        }
    }
    Ok(())
}

/// Its intervals as a table, and below it as a picture.
fn print_one(intervals: &[Interval]) -> Result<(), Broken> {
    let width = out::width();
    out::drawn(&table(intervals, width))?;
    let picture = timeline::picture(intervals, width);
    if picture.is_empty() { Ok(()) } else { out::line(format_args!("\n{picture}")) }
}

fn table(intervals: &[Interval], width: u16) -> Drawn {
    let heads = [Phrase::Began, Phrase::Lasted, Phrase::WholeNetwork];
    let mut table = if width < NARROW {
        grid::plain()
    } else {
        grid::with_heads(heads.map(|one| words().phrase(one)))
    };
    for one in intervals {
        let (from, lasted) = (words().at(one.from), words().lasted(one.lasted));
        let state = Cell::new(said(one)).fg(colour(one.state));
        if width < NARROW {
            table.add_row([Cell::new(format!("{}\n{lasted}", words().minute(one.from))), state]);
        } else {
            table.add_row([Cell::new(from), Cell::new(lasted), state]);
        }
    }
    let longest = intervals.iter().map(|one| words().minute(one.from).chars().count()).max();
    let seconds = if width < NARROW { 0 } else { 3 };
    grid::keep_whole(&mut table, 0, longest.unwrap_or_default() + seconds, width / 2);
    grid::text(table, width)
}

fn said(one: &Interval) -> &'static str {
    one.state.map_or_else(|| words().phrase(Phrase::NobodyWatched), |one| words().state(one))
}

fn colour(state: Option<NetworkState>) -> Color {
    match state {
        Some(NetworkState::Online) => Color::Green,
        Some(NetworkState::Unknown) | None => Color::Reset,
        Some(NetworkState::CaptivePortal | NetworkState::OutOfCredit) => Color::Yellow,
        Some(
            NetworkState::NoService
            | NetworkState::WhitelistShutdown
            | NetworkState::InternationalCut,
        ) => Color::Red,
    }
}

/// Below, what lasted stands under its beginning.
const NARROW: u16 = 60;
