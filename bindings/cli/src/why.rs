//! What a verdict stands on, for people who want to see it: the answer with its weight, what was seen
//! in the order of time, and the double checks block by block.

use arna_engine::run::Opinion;
use arna_model::{Account, Measurement, Observation, Stop};
use arna_words::{Line, Phrase, Sentence, Topic};

use crate::grid::{Cell, Table};
use crate::out::{self, Broken};
use crate::words::{line, words};
use crate::{blocks, grid, layout};

/// Prints a measurement with its evidence. `opinions`: all that were ever given of it, oldest first;
/// `told`: how its double checks came to their word.
pub(crate) fn print(
    measurement: &Measurement,
    opinions: &[Opinion],
    told: Option<&Account>,
) -> Result<(), Broken> {
    let width = out::width();
    let tell = |sentence: String| out::line(layout::wrapped(&sentence, width));
    let subject = words().subject(measurement);
    tell(format!("{subject}: {}", words().answer(measurement)))?;
    for sentence in words().about(measurement) {
        tell(sentence)?;
    }
    if let Some(name) = &measurement.list {
        tell(line(Line::FromList, &[("name", &words().list(name))]))?;
    }
    if let (Some(_), Some(code)) = (&measurement.list, &measurement.category) {
        tell(line(Line::IsAbout, &[("what", &words().category_of(code))]))?;
    }
    for old in earlier(opinions) {
        tell(words().judged_before(old.given, &old.verdict))?;
    }
    let seen = measurement.evidence();
    if !seen.is_empty() {
        out::line("")?;
        out::drawn(&grid::text(looks(&seen, measurement), width))?;
    }
    if let Some(told) = told {
        print_why(measurement, told, width)?;
    }
    // Measurements stand well apart.
    out::line("\n")
}

/// Says once how the tables are read.
pub(crate) fn legend() -> Result<(), Broken> {
    out::line(layout::wrapped(&line(Line::WhyLegend, &[]), out::width()))
}

/// The double checks, block by block, and what each came to.
fn print_why(measurement: &Measurement, told: &Account, width: u16) -> Result<(), Broken> {
    for section in words().why(told) {
        match section.topic {
            Topic::Sitting(_) | Topic::Path => {
                out::line(format_args!("\n{}:\n", section.title))?;
            }
            // One sentence needs no title.
            Topic::Reflection | Topic::Earlier => out::line("")?,
        }
        if let Some(sitting) =
            told.sittings.iter().find(|one| section.topic == Topic::Sitting(one.sitting))
        {
            out::drawn(&grid::text(blocks::table(measurement, sitting), width))?;
            out::line("")?;
        }
        for Sentence { text, is_listed } in section.sentences {
            let mark = if is_listed { "- " } else { "" };
            out::line(layout::hanging(&format!("{mark}{text}"), width))?;
        }
    }
    if let Some(sentence) = words().explained_by(told, &measurement.verdict) {
        out::line(layout::wrapped(&sentence, width))?;
    }
    let place = format!("`arna show {} --json`", measurement.id);
    let legend = words().phrase(Phrase::BlocksLegend);
    let more = words().filled(Phrase::EveryEvent, &[("place", &place)]);
    out::line("")?;
    out::line(layout::wrapped(&format!("{legend} {more}"), width))
}

/// The last words of earlier judges; what was said on the way is in the table of blocks.
fn earlier(opinions: &[Opinion]) -> impl Iterator<Item = &Opinion> {
    let last = opinions.len().saturating_sub(1);
    // Each block of a second sitting leaves the first one's word as it is.
    let awaits = |at: usize| opinions[at].stop == Some(Stop::AwaitingSecondSitting);
    let is_said = move |at: &usize| {
        opinions[*at].stop != Some(Stop::StillConfirming)
            && !(awaits(*at) && *at > 0 && awaits(*at - 1))
    };
    (0..last).filter(is_said).map(|at| &opinions[at])
}

fn looks(seen: &[&Observation], measurement: &Measurement) -> Table {
    let heads = [Phrase::At, Phrase::Where, Phrase::What, Phrase::Outcome, Phrase::Took];
    let heads = heads.map(|head| words().phrase(head));
    let mut table = grid::with_heads([""].into_iter().chain(heads));
    for one in seen {
        let is_basis = measurement.verdict.basis.contains(&one.id);
        table.add_row([
            Cell::new(if is_basis { "*" } else { "" }),
            Cell::new(words().seconds(one.t0)),
            Cell::new(words().place(&one.place)),
            Cell::new(words().what(&one.event)),
            Cell::new(words().outcome_of(one)),
            Cell::new(words().milliseconds(one.duration())),
        ]);
    }
    grid::align_right(&mut table, [1, 5]);
    table
}
