//! All sites as a table, a line for each network that they were measured on.

use arna_model::{History, Spell, State};
use arna_words::{Line, Phrase};
use comfy_table::Color;

use super::sentences::{called, caveats, day, legend, network, standing, timeline};
use crate::grid::{Cell, Drawn};
use crate::out::{self, Broken};
use crate::words::{line, words};
use crate::{grid, layout};

/// As many verdicts as a timeline shows.
pub(super) const LONGEST: usize = 24;

/// Prints the table.
pub(super) fn print(histories: &[History]) -> Result<(), Broken> {
    let width = out::width();
    out::drawn(&text(histories, width))?;
    out::line("")?;
    out::line(layout::wrapped(&legend(), width))?;
    out::line(layout::wrapped(&line(Line::StandingLegend, &[]), width))?;
    let mut said: Vec<_> = histories.iter().flat_map(caveats).collect();
    said.sort_unstable();
    said.dedup();
    said.into_iter().try_for_each(|one| out::line(layout::wrapped(one, width)))
}

fn text(histories: &[History], width: u16) -> Drawn {
    if width < NARROW {
        let entries = histories.iter().map(|one| narrow(one, width));
        return Drawn::plain(&entries.collect::<Vec<_>>().join("\n\n"));
    }
    let heads = [Phrase::Site, Phrase::Network, Phrase::Now, Phrase::Since, Phrase::Timeline];
    let mut table = grid::with_heads(heads.map(|one| words().phrase(one)));
    for one in histories {
        table.add_row([
            Cell::new(arna_words::short(&one.input)),
            Cell::new(network(&one.network)),
            now(one),
            Cell::new(since(one)),
            Cell::new(timeline(one, LONGEST)),
        ]);
    }
    let longest = histories.iter().map(|one| arna_words::short(&one.input).chars().count()).max();
    grid::keep_whole(&mut table, 0, longest.unwrap_or_default(), width * 3 / 10);
    let longest = histories.iter().map(|one| one.sightings.len().min(LONGEST)).max();
    grid::keep_whole(&mut table, 4, longest.unwrap_or_default(), width / 4);
    grid::text(table, width)
}

fn narrow(one: &History, width: u16) -> String {
    let site = layout::pieces(&arna_words::short(&one.input), width);
    let name = format!("{site} ({})", network(&one.network));
    let marks = timeline(one, LONGEST.min(usize::from(width) - 2));
    let said = standing(one).into_iter().map(|said| format!("  {said}"));
    let said = said.collect::<Vec<_>>().join("\n");
    layout::hanging(&format!("{name}\n{said}\n  {marks}"), width)
}

/// What holds; where something else was seen last, that with a question mark.
fn now(one: &History) -> Cell {
    let said = |spell: &Spell| called(one, spell.state);
    let text = match (&one.settled, &one.unsettled) {
        (Some(holds), None) => said(holds),
        (Some(holds), Some(other)) => format!("{} → {}?", said(holds), said(other)),
        (None, Some(other)) => format!("{}?", said(other)),
        (None, None) => words().phrase(Phrase::NoWord).to_owned(),
    };
    Cell::new(text).fg(colour(one.settled.as_ref().map(|holds| holds.state)))
}

/// Since when that was seen; with "≤", when it has been so ever since the first time.
fn since(one: &History) -> String {
    match (&one.settled, one.changes.last()) {
        (Some(_), Some(change)) => day(&change.first),
        (Some(holds), None) => format!("≤ {}", day(&holds.first)),
        (None, _) => String::new(),
    }
}

fn colour(state: Option<State>) -> Color {
    match state {
        Some(State::Open) => Color::DarkGreen,
        Some(State::Blocked | State::Throttled) => Color::Red,
        Some(State::Unreachable) => Color::Magenta,
        Some(State::SiteTrouble) => Color::DarkCyan,
        None => Color::DarkYellow,
    }
}

/// Under this the columns would be one word wide.
const NARROW: u16 = 72;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use arna_model::{Code, MeasurementId, Network, RunId, Sighting, Stamp, WallTime};

    use super::*;

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let stamp = Stamp {
            at: WallTime(1_715_644_800_000_000),
            is_doubtful: true,
            run: RunId::new("0"),
            measurement: MeasurementId::new("0"),
        };
        let spell = |state| Some(Spell { state, first: stamp.clone(), last: stamp.clone() });
        let sighting = Sighting {
            stamp: stamp.clone(),
            code: Code::Unreachable,
            state: Some(State::Unreachable),
            cause: None,
            at: None,
            judge: 1,
            is_odd: false,
        };
        let operator = Some("A rather long name of an operator".to_owned());
        let one = History {
            input: "https://a-rather-long-name.for-a-site.example.com/x".to_owned(),
            network: Network { operator, ..Network::default() },
            settled: spell(State::Unreachable),
            unsettled: spell(State::SiteTrouble),
            seen: BTreeMap::new(),
            changes: Vec::new(),
            total: 40,
            sightings: vec![sighting; 40],
        };
        for width in [40, 60, 72, 80, 100, 140] {
            let text = text(&[one.clone(), one.clone()], width);
            assert!(text.contains("▒▒▒▒"), "{text}");
            for line in text.lines() {
                assert!(line.chars().count() <= usize::from(width), "{width}: {line}");
            }
        }
    }
}
