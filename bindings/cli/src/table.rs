//! The table at the end of a run: what matters stands last, nearest to the prompt; the answer in words, the colour only
//! beside them.

mod rows;

use std::fmt::Display;

use arna_model::{Code, Decoys, Everywhere, Measurement, RunSummary, Score};
use arna_words::{Line, Phrase};
use comfy_table::Color;

use crate::grid::{Cell, Drawn, Table};
use crate::out::{self, Broken};
use crate::words::{line, words};
use crate::{grid, layout};
use rows::{Row, folded};

/// Prints measurements as a table, the worst news last, and what they cost. Sites that say the same are one line, unless
/// `all` are wanted.
pub(crate) fn print(
    measurements: &[Measurement],
    summary: &RunSummary,
    all: bool,
) -> Result<(), Broken> {
    let width = out::width();
    let rows = in_order(measurements);
    if !rows.is_empty() {
        out::drawn(&fitted(&rows, width, all))?;
        out::line("")?;
    }
    for line in counts(summary, width).lines() {
        out::line(layout::wrapped(line, width))?;
    }
    let decoys = summary.decoys.as_ref().filter(|decoys| decoys.tested > 0).map(checked);
    decoys.map_or(Ok(()), |line| out::line(layout::wrapped(&line, width)))
}

/// Prints what a run came to: what is so `everywhere`, and a sentence to remember; in the lab, how it compares with the
/// truth.
pub(crate) fn close(
    measurements: &[Measurement],
    summary: &RunSummary,
    everywhere: Option<&Everywhere>,
) -> Result<(), Broken> {
    let width = out::width();
    let lines = [
        everywhere.map(|what| words().everywhere(what)),
        words().sum(measurements),
        summary.score.as_ref().map(right),
    ];
    for line in lines.into_iter().flatten() {
        out::line(layout::wrapped(&line, width))?;
    }
    Ok(())
}

/// Worst news last, then by name; without the sites that the run chose itself.
pub(crate) fn in_order(measurements: &[Measurement]) -> Vec<&Measurement> {
    let mut rows: Vec<_> = measurements.iter().filter(|one| !one.is_decoy).collect();
    rows.sort_by_cached_key(|one| (weight(one.verdict.code), words().subject(one).into_owned()));
    rows
}

fn fitted(rows: &[&Measurement], width: u16, all: bool) -> Drawn {
    let rows = folded(rows, all);
    let table = if width < NARROW { narrow(&rows) } else { wide(&rows, width) };
    grid::text(table, width)
}

/// One line a site where there is nothing to explain. How it shows, or why nothing can be said, has a column of its own
/// where there is room, and stands below the verdict elsewhere.
fn wide(rows: &[Row], width: u16) -> Table {
    let has_how = width >= ROOMY && rows.iter().any(|one| !one.how.is_empty());
    let has_truth = rows.iter().any(|one| one.truth.is_some());
    let how = has_how.then_some(Phrase::How);
    let truth = has_truth.then_some(Phrase::Truth);
    let heads = [Phrase::Site, Phrase::Verdict].into_iter().chain(how);
    let heads = heads.chain([Phrase::Time, Phrase::Bytes]).chain(truth);
    let mut table = grid::with_heads(heads.map(|one| words().phrase(one)));
    for one in rows {
        let answer = match (has_how, one.how.is_empty()) {
            (false, false) => format!("{}\n{}", one.verdict, one.how),
            _ => one.verdict.clone(),
        };
        let mut cells = vec![Cell::new(&one.site), Cell::new(answer).fg(one.colour)];
        if has_how {
            cells.push(Cell::new(&one.how));
        }
        cells.push(Cell::new(&one.time));
        cells.push(Cell::new(&one.bytes));
        if has_truth {
            cells.push(Cell::new(one.truth.as_deref().unwrap_or_default()));
        }
        table.add_row(cells);
    }
    let first_figure = if has_how { 3 } else { 2 };
    grid::align_right(&mut table, [first_figure, first_figure + 1]);
    let longest = rows.iter().map(|one| one.site.chars().count()).max();
    grid::keep_whole(&mut table, 0, longest.unwrap_or_default(), width * 3 / 10);
    table
}

/// For narrow terminals: two columns, the rest below the verdict.
fn narrow(rows: &[Row]) -> Table {
    let mut table = grid::plain();
    for one in rows {
        let used = [&*one.time, &*one.bytes].into_iter().filter(|part| !part.is_empty());
        let used = used.collect::<Vec<_>>().join(", ");
        let truth = one.truth.as_ref();
        let truth =
            truth.map(|truth| format!("{}: {truth}", words().phrase(Phrase::Truth).to_lowercase()));
        let parts = [Some(one.verdict.clone()), Some(one.how.clone()), Some(used), truth];
        let parts: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        table.add_row([Cell::new(&one.site), Cell::new(parts.join("\n")).fg(one.colour)]);
    }
    table
}

/// How many of each, and what it cost.
fn counts(summary: &RunSummary, width: u16) -> String {
    let mut counts: Vec<_> = summary.by_code.iter().collect();
    counts.sort_by_key(|(code, _)| std::cmp::Reverse(weight(**code)));
    let counts = counts.iter().map(|(code, count)| format!("{count} × {}", words().code(**code)));
    let counts = layout::lines(counts, " · ", width);
    let (used, time) = (words().bytes(summary.bytes.total()), words().seconds(summary.runtime));
    let said = if summary.virtual_time.is_some() { Line::UsedSimulated } else { Line::Used };
    let used = line(said, &[("used", &used), ("time", &time), ("run", &summary.id)]);
    format!("{counts}\n{used}")
}

/// How the verdicts compare with the truth.
fn right(score: &Score) -> String {
    let Score { targets, right, accused_innocent, cleared_censored, abstained } = score;
    let values: [(&str, &dyn Display); 5] = [
        ("right", right),
        ("n", targets),
        ("accused", accused_innocent),
        ("missed", cleared_censored),
        ("open", abstained),
    ];
    line(Line::Right, &values)
}

/// What became of the innocent sites.
fn checked(decoys: &Decoys) -> String {
    let Decoys { tested, accused } = decoys;
    match accused {
        0 => words().counted_line(Line::Checked, *tested, &[]),
        _ => line(Line::CheckedInVain, &[("accused", accused), ("n", tested)]),
    }
}

/// What people look for stands last.
pub(crate) fn weight(code: Code) -> u8 {
    match code {
        Code::Measured => 0,
        Code::Accessible => 1,
        Code::SiteDown => 2,
        Code::SiteRefuses => 3,
        Code::NotTested => 4,
        Code::Inconclusive => 5,
        Code::WeakSignal => 6,
        Code::NoInternet => 7,
        Code::Unreachable => 8,
        Code::Throttled => 9,
        Code::LikelyBlocked => 10,
        Code::Blocked => 11,
    }
}

pub(crate) fn colour(code: Code) -> Color {
    match code {
        Code::Accessible | Code::Measured => Color::DarkGreen,
        Code::Blocked | Code::LikelyBlocked | Code::Throttled => Color::Red,
        Code::Unreachable => Color::Magenta,
        Code::SiteRefuses | Code::SiteDown => Color::DarkCyan,
        Code::WeakSignal | Code::NoInternet | Code::Inconclusive | Code::NotTested => {
            Color::DarkYellow
        }
    }
}

/// Under this the columns would be one word wide.
const NARROW: u16 = 72;

/// From here on there is room for one column more.
const ROOMY: u16 = 96;

#[cfg(test)]
pub(crate) mod tests {
    use arna_model::{
        Bytes, Cause, How, MeasurementId, Micros, RunId, Truth, Vantage, Verdict, WallTime,
    };

    use super::*;

    pub(crate) fn measurement(input: &str, code: Code) -> Measurement {
        Measurement {
            id: MeasurementId::new("0"),
            run: RunId::new("0"),
            nettest: "web_connectivity".into(),
            input: Some(input.into()),
            category: None,
            list: None,
            is_decoy: false,
            verdict: Verdict {
                how: code.is_accusation().then_some(How::SilenceAfterName),
                ..Verdict::of(code, 1)
            },
            figures: None,
            observations: Vec::new(),
            bytes: Bytes { sent: 1_000, received: 20_000 },
            started: WallTime(0),
            runtime: Micros::from_millis(1_234),
            vantage: Vantage::default(),
            truth: Some(Truth { censored: false, cause: None, right: vec![Code::Accessible] }),
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let rows = [
            measurement("https://kloop.kg/", Code::LikelyBlocked),
            measurement("https://a-rather-long-name.for-a-site.example.com/x", Code::Unreachable),
        ];
        let rows: Vec<_> = rows.iter().collect();
        for width in [40, 60, 72, 80, 95, 96, 100, 140] {
            let text = fitted(&rows, width, false);
            assert!(text.contains("kloop"), "{text}");
            for line in text.lines() {
                assert!(line.chars().count() <= usize::from(width), "{width}: {line}");
            }
        }
    }

    #[test]
    fn a_figure_and_its_unit_stand_on_one_line() {
        let slow = measurement("https://kloop.kg/", Code::Throttled);
        for width in 24..72 {
            let text = fitted(&[&slow], width, false);
            assert!(text.contains("1.2 s") && text.contains("21.0 kB"), "{width}: {text}");
        }
    }

    #[test]
    fn a_link_s_row_names_the_site_that_is_blocked() {
        let mut link = measurement("https://sho.example/", Code::LikelyBlocked);
        link.verdict.at = Some("meduza.io".into());
        for width in [40, 80, 120] {
            let text = fitted(&[&link], width, false);
            assert!(text.contains("meduza.io") && text.contains("sho.example"), "{text}");
        }
    }

    #[test]
    fn what_opens_is_one_line_and_accusations_stand_last() {
        let mut run: Vec<_> = (0..5)
            .map(|number| measurement(&format!("https://{number}.example/"), Code::Accessible))
            .collect();
        run.push(measurement("https://a.example/", Code::Blocked));
        run.push(measurement("https://b.example/", Code::SiteDown));
        // Nobody's to see, and yet it opens although it is blocked.
        run.push(measurement("https://c.example/", Code::Accessible));
        run[7].truth = Some(Truth {
            censored: true,
            cause: Some(Cause::Throttling),
            right: vec![Code::Throttled, Code::Accessible],
        });
        let rows = in_order(&run);
        for width in [40, 80, 120] {
            let text = fitted(&rows, width, false);
            let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
            assert!(at("5 sites") < at("c.example") && at("c.example") < at("b.example"), "{text}");
            assert!(at("b.example") < at("a.example"), "{text}");
            assert!(text.contains("105.0 kB") && text.contains("--all"), "{text}");
            assert!(!text.contains("1.example"), "{text}");
            let all = fitted(&rows, width, true);
            assert!(all.contains("1.example") && !all.contains("5 sites"), "{all}");
        }
    }
}
