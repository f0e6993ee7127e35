//! Results, a site's page and the history as lines.

use arna_model::NetworkState;
use arna_screens::history::{Day, DayDetail, History};
use arna_screens::results::Results;
use arna_screens::site::{Dates, Said, Site};
use arna_screens::{Band, Chip, PartKind, Step, Sure};

use super::drawn::{action, block, rows};

/// The sites of a run.
pub(crate) fn results(results: &Results) -> String {
    let head = [Some(results.run.shown.as_str()), results.tag.as_deref()];
    let chips = results.chips.iter().map(|chip| {
        let Chip { label, count, is_chosen, .. } = chip;
        if *is_chosen { format!("[{label} {count}]") } else { format!("{label} {count}") }
    });
    let sections = results.sections.iter().map(|section| {
        let more = if section.has_more { "\n- …" } else { "" };
        format!("{}: {}\n{}{more}", section.verdict.word, section.count, rows(&section.rows))
    });
    let mut parts = vec![
        results.heading.clone(),
        head.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        chips.collect::<Vec<_>>().join(" · "),
    ];
    parts.extend(sections);
    parts.push(results.folded.as_ref().map(|it| it.row.title.clone()).unwrap_or_default());
    parts.push(results.hidden.as_ref().map(|row| row.title.clone()).unwrap_or_default());
    parts.push(results.empty.clone().unwrap_or_default());
    parts.extend(results.export.iter().chain(&results.main).map(action));
    whole(parts)
}

/// A site's page.
pub(crate) fn site(site: &Site) -> String {
    let head = [Some(&site.host), Some(&site.verdict.word), Some(&site.place), site.tag.as_ref()];
    let mut parts = vec![block(head), site.strand.spoken.clone(), site.meaning.clone()];
    parts.extend(site.how.iter().chain(&site.reason).map(said));
    parts.extend(site.sure.as_ref().map(sure));
    if !site.since.is_empty() {
        let bands: Vec<_> = site.since.iter().map(band).collect();
        let axis = site.axis.as_ref().map(|Dates { from, until }| format!("{from} – {until}"));
        let caveats = site.caveats.join(" ");
        let below = block([axis.as_ref(), Some(&caveats)]);
        parts.push(format!("{}\n{}\n{below}", site.since_title, bands.join("\n")));
    }
    parts.extend(site.evidence.as_ref().map(|fold| {
        let told = fold.rows.iter().map(|row| format!("- {}", row.spoken));
        let told: Vec<_> = told.chain(fold.foot.iter().cloned()).collect();
        format!("{} ({})\n{}", fold.title, fold.detail, told.join("\n"))
    }));
    parts.extend(
        site.checks.iter().map(|one| format!("{}\n{}", one.heading, one.sentences.join("\n"))),
    );
    parts.push(site.beside.join("\n"));
    parts.push(action(&site.again));
    parts.extend(site.share.iter().chain(&site.save).map(action));
    whole(parts)
}

/// The history: of the network or of sites.
pub(crate) fn history(history: &History) -> String {
    let halves = history.halves.iter().map(|half| match half.is_chosen {
        true => format!("[{}]", half.title),
        false => half.title.clone(),
    });
    let technology = history.network.technology.as_deref();
    let network = [Some(history.network.operator.as_str()), technology, history.tag.as_deref()];
    let legend = history.legend.iter().map(|one| format!("{} {}", sign(one.state), one.word));
    whole(vec![
        history.heading.clone(),
        network.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        halves.collect::<Vec<_>>().join(" · "),
        history.answer.clone(),
        days(&history.days),
        legend.collect::<Vec<_>>().join("\n"),
        history.day.as_ref().map(detail).unwrap_or_default(),
        rows(&history.sites),
    ])
}

fn days(days: &[Day]) -> String {
    let width = days.iter().map(|day| day.short.chars().count()).max().unwrap_or_default();
    let line = |day: &Day| {
        let signs: String = day.hours.iter().map(|hour| sign(*hour)).collect();
        let chosen = if day.is_chosen { " <" } else { "" };
        format!("{:width$} {signs}{chosen}", day.short)
    };
    days.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn detail(day: &DayDetail) -> String {
    let told = day.stretches.iter().map(|one| {
        let detail = one.detail.as_ref().map(|detail| format!("\n    {detail}"));
        format!("- {} {}{}", one.span, one.word, detail.unwrap_or_default())
    });
    format!("{}\n{}", day.heading, told.collect::<Vec<_>>().join("\n"))
}

fn said(said: &Said) -> String {
    format!("{}\n{}", said.heading, said.sentences.join(" "))
}

fn sure(sure: &Sure) -> String {
    let step = |step: &Step| {
        let mark = if step.is_taken { "x" } else { " " };
        let detail = step.detail.as_ref().map(|detail| format!("\n    {detail}"));
        format!("- [{mark}] {}{}", step.sentence, detail.unwrap_or_default())
    };
    let steps: Vec<_> = sure.steps.iter().map(step).collect();
    format!("{}: {}\n{}", sure.heading, sure.word, steps.join("\n"))
}

/// A band of forty signs, a sentence below.
fn band(band: &Band) -> String {
    let mut signs = vec!['.'; LENGTH];
    for part in &band.parts {
        let place = |at: f32| ((at * LENGTH as f32) as usize).min(LENGTH - 1);
        let sign = match part.kind {
            PartKind::Open => '▁',
            PartKind::Slowed => '▄',
            PartKind::Blocked => '█',
            PartKind::Probably => '▓',
            PartKind::Unreachable => '▒',
            PartKind::SiteTrouble => '×',
        };
        signs[place(part.from)..=place(part.until)].fill(sign);
    }
    let signs: String = signs.into_iter().collect();
    format!("- {}: {}\n    {signs}\n    {}", band.network, band.verdict.word, band.sentence)
}

/// An hour's sign, as in `arna journal`; nothing: nobody watched.
fn sign(state: Option<NetworkState>) -> char {
    state.map_or(' ', crate::timeline::sign)
}

const LENGTH: usize = 40;

/// Parts with an empty line between.
fn whole(parts: Vec<String>) -> String {
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}
