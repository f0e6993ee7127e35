//! One site on one network, with everything that is known of it.

use arna_model::{History, Seen, Sighting};
use arna_words::Phrase;

use super::sentences::{self, called, caveats, legend, moment, network, standing, timeline};
use crate::grid::{Cell, Table};
use crate::out::{self, Broken};
use crate::words::words;
use crate::{grid, layout};

/// Prints it.
pub(super) fn print(history: &History) -> Result<(), Broken> {
    let width = out::width();
    let tell = |sentence: &str| out::line(layout::hanging(sentence, width));
    let site = layout::pieces(&arna_words::short(&history.input), width);
    tell(&format!("{site} ({})", network(&history.network)))?;
    for sentence in standing(history) {
        tell(&sentence)?;
    }
    // The last one is what holds.
    for earlier in history.changes.iter().rev().skip(1) {
        tell(&format!("- {}", sentences::change(earlier)))?;
    }
    tell(&format!("\n{}", timeline(history, usize::from(width))))?;
    tell(&legend())?;
    caveats(history).into_iter().try_for_each(tell)?;
    if !history.seen.is_empty() {
        out::line("")?;
        out::drawn(&grid::text(seen(history), width))?;
    }
    out::line("")?;
    out::drawn(&grid::text(sightings(history), width))?;
    out::line("")
}

fn seen(history: &History) -> Table {
    let heads = [Phrase::Verdict, Phrase::SeenFirst, Phrase::SeenLast, Phrase::Times];
    let mut table = grid::with_heads(heads.map(|one| words().phrase(one)));
    for (state, Seen { first, last, times }) in &history.seen {
        table.add_row([called(history, *state), moment(first), moment(last), times.to_string()]);
    }
    grid::align_right(&mut table, [3]);
    table
}

/// The latest first; with ids, so that `arna show` tells the rest.
fn sightings(history: &History) -> Table {
    let mut table = grid::with_heads([
        words().phrase(Phrase::When),
        words().phrase(Phrase::Verdict),
        "arna show",
    ]);
    for one in history.sightings.iter().rev().take(MOST) {
        let id = &one.stamp.measurement.as_str();
        let id = id.get(..SHORT).unwrap_or(id);
        table.add_row([Cell::new(moment(&one.stamp)), Cell::new(said(one)), Cell::new(id)]);
    }
    table
}

fn said(one: &Sighting) -> String {
    let code = words().code_at(one.code, one.at.as_deref());
    let cause = one.cause.map(|cause| format!(" ({})", words().cause(cause)));
    let odd = one.is_odd.then(|| format!("; {}", words().phrase(Phrase::Alone)));
    format!("{code}{}{}", cause.unwrap_or_default(), odd.unwrap_or_default())
}

/// As many as fit a screen or two; JSON has them all.
const MOST: usize = 60;
/// Enough of an id to be the only one that begins so.
const SHORT: usize = 10;
