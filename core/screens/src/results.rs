//! The sites of a run: which, how, and since when.

mod facts;
mod filter;
mod rest;
#[cfg(test)]
mod tests;

use arna_model::{Code, WallTime};
use arna_words::{OnScreen, OnSites, Words, short};
use serde::Serialize;

pub use facts::{Facts, Run, Site, read};
pub use filter::Only;
pub use rest::results;

use crate::network::Named;
use crate::since::{line, small};
use crate::spoken::{action, leading, row, sentences};
use crate::{Action, Chip, Choice, Does, Goes, Mark, Row, RowsHeld, Verdict, VerdictGroup};

/// The sites of a run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Results {
    /// What stands above it.
    pub heading: String,
    /// The run that is shown, and others.
    pub run: ShownRun,
    /// A tag that is always to be seen beside the run: its network is simulated.
    pub tag: Option<String>,
    /// What is looked for; empty: nothing.
    pub query: String,
    /// What stands in the empty field.
    pub query_hint: String,
    /// Filters; those that would let nothing through are left out.
    pub chips: Vec<Chip>,
    /// Sites by their verdicts, what is worst first.
    pub sections: Vec<VerdictGroup>,
    /// Those that open, in one row, if they are not among the sections.
    pub folded: Option<Folded>,
    /// How many a filter or a search hides; a tap undoes both.
    pub hidden: Option<Row>,
    /// What stands in the place of sections where there is none.
    pub empty: Option<String>,
    /// Saves what is kept.
    pub export: Option<Action>,
    /// The button, where nothing was tested.
    pub main: Option<Action>,
    /// What the query of the next page says to get its rows alone.
    #[serde(skip)]
    pub held: Option<RowsHeld>,
    /// Whether rows that whoever asked has already are left out; all else is here.
    #[serde(skip)]
    pub is_rest: bool,
}

/// The run that is shown, and others.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ShownRun {
    /// Its network, and when.
    pub shown: String,
    /// The latest runs.
    pub choices: Vec<Choice>,
    /// The same in a sentence.
    pub spoken: String,
}

/// Sites in one row that can be unfolded.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Folded {
    /// The row.
    pub row: Row,
    /// Once it is unfolded: the first of them.
    pub rows: Vec<Row>,
    /// Whether there are more.
    pub has_more: bool,
}

/// What of a run is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Part of a site's name; empty: every site.
    pub query: String,
    /// A filter.
    pub only: Only,
    /// Whether those that open are unfolded.
    pub is_unfolded: bool,
    /// How many pages of [`PAGE`] rows are wanted, from the first on.
    pub pages: u32,
    /// What of them is there already.
    pub held: Option<RowsHeld>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { query: String::new(), only: Only::All, is_unfolded: false, pages: 1, held: None }
    }
}

/// Rows of a page.
pub const PAGE: usize = 50;

fn whole(facts: &Facts, asked: &Asked, words: Words, now: WallTime) -> Results {
    let query = asked.query.trim();
    let found: Vec<_> = facts.sites.iter().filter(|site| is_found(site, query)).collect();
    let shown: Vec<_> = found.iter().copied().filter(|one| asked.only.lets(one.code())).collect();
    // Who looks for something, or for what opens, sees it at once.
    let folds = query.is_empty() && asked.only == Only::All;
    let is_folded = |site: &&&Site| folds && site.code() == Code::Accessible;
    let open: Vec<_> = shown.iter().filter(is_folded).copied().collect();
    let mut room = (asked.pages as usize).saturating_mul(PAGE);
    let mut sections = Vec::new();
    for code in ORDER {
        let all: Vec<_> =
            shown.iter().filter(|one| one.code() == code && !is_folded(one)).copied().collect();
        if !all.is_empty() {
            sections.push(section(code, &all, &mut room, (words, now)));
        }
    }
    let hidden = facts.sites.len() - shown.len();
    let is_nothing = facts.run.is_none();
    Results {
        heading: words.on_sites(OnSites::TitleResults).to_owned(),
        run: choice(facts, words, now),
        tag: facts
            .run
            .as_ref()
            .and_then(|run| run.network.lab.as_ref())
            .map(|_| words.on_screen(OnScreen::Simulated).to_owned()),
        query: asked.query.clone(),
        query_hint: words.on_sites(OnSites::FindSite).to_owned(),
        chips: filter::chips(&found.iter().map(|one| one.code()).collect::<Vec<_>>(), asked, words),
        folded: (!open.is_empty()).then(|| folded(&open, asked, &mut room, (words, now))),
        hidden: (hidden > 0).then(|| hidden_row(hidden, words)),
        empty: (sections.is_empty() && open.is_empty()).then(|| empty(facts, asked, words)),
        sections,
        export: (!is_nothing).then(|| {
            let detail = words.on_sites(OnSites::SaveAllDetail).to_owned();
            action(words.on_sites(OnSites::SaveAll), Some(detail), Does::Export)
        }),
        main: is_nothing.then(|| action(words.on_screen(OnScreen::TestNow), None, Does::Start)),
        held: None,
        is_rest: false,
    }
}

fn is_found(site: &Site, query: &str) -> bool {
    let query = query.to_lowercase();
    // As people write it, and as it goes over the network.
    short(&site.input).to_lowercase().contains(&query) || site.input.to_lowercase().contains(&query)
}

fn section(
    code: Code,
    sites: &[&Site],
    room: &mut usize,
    (words, now): (Words, WallTime),
) -> VerdictGroup {
    let rows: Vec<_> = sites.iter().take(*room).map(|site| site_row(site, words, now)).collect();
    *room -= rows.len();
    VerdictGroup {
        verdict: Verdict { code, word: words.code(code).to_owned() },
        count: words.thousands(sites.len() as u64),
        has_more: rows.len() < sites.len(),
        rows,
    }
}

/// A site in a list: its name, how and since when.
pub(crate) fn site_row(site: &Site, words: Words, now: WallTime) -> Row {
    let (code, name) = (site.code(), name(&site.input));
    let detail = site.verdict.as_ref().and_then(|verdict| {
        line(verdict, site.figures.as_ref(), site.since.as_ref(), (words, now))
    });
    let word = small(words.code(code));
    let spoken = match &detail {
        Some(line) => words.sites(
            OnSites::RowSpoken,
            &[("site", &name), ("verdict", &word), ("line", &small(line))],
        ),
        None => words.sites(OnSites::RowSpokenShort, &[("site", &name), ("verdict", &word)]),
    };
    let opens = words.on_sites(OnSites::OpensSite);
    let bare = Row { spoken, ..row(Mark::Code { code }, &name, detail) };
    match &site.verdict {
        Some(_) => leading(bare, Goes::Site { input: site.input.clone() }, opens),
        // There is no page of what was not looked at.
        None => bare,
    }
}

/// A site's name as it may be shown.
pub(crate) fn name(input: &str) -> String {
    arna_model::shown(&short(input)).into_owned()
}

fn folded(
    open: &[&Site],
    asked: &Asked,
    room: &mut usize,
    (words, now): (Words, WallTime),
) -> Folded {
    let title = words.counted_sites(OnSites::OpenSites, open.len() as u64, &[]);
    let detail = words.on_sites(OnSites::TapToSee).to_owned();
    let rows: Vec<_> = match asked.is_unfolded {
        true => open.iter().take(*room).map(|site| site_row(site, words, now)).collect(),
        false => Vec::new(),
    };
    Folded {
        row: row(Mark::Code { code: Code::Accessible }, &title, Some(detail)),
        has_more: asked.is_unfolded && rows.len() < open.len(),
        rows,
    }
}

fn hidden_row(hidden: usize, words: Words) -> Row {
    let title = words.counted_sites(OnSites::HiddenSites, hidden as u64, &[]);
    let detail = words.on_sites(OnSites::ShowAll).to_owned();
    let bare = row(Mark::None, &title, Some(detail));
    Row { goes: Some(Goes::Sites { only: None }), ..bare }
}

fn empty(facts: &Facts, asked: &Asked, words: Words) -> String {
    match (&facts.run, &facts.here) {
        (Some(_), _) if !asked.query.trim().is_empty() => {
            words.sites(OnSites::NoneFound, &[("query", &asked.query.trim())])
        }
        (Some(_), _) => words.on_sites(OnSites::NoneOfThese).to_owned(),
        (None, Some(here)) if here.operator.is_some() => {
            let network = Named::of(here, words).operator;
            words.sites(OnSites::NothingTested, &[("network", &network)])
        }
        (None, _) => words.on_sites(OnSites::NothingTestedYet).to_owned(),
    }
}

fn choice(facts: &Facts, words: Words, now: WallTime) -> ShownRun {
    let title = |run: &Run| {
        let (network, moment) =
            (Named::of(&run.network, words).whole(), words.moment(run.started, now));
        words.sites(OnSites::RunChoice, &[("network", &network), ("moment", &moment)])
    };
    let chosen = facts.run.as_ref().map(|run| run.id.as_str());
    let one = |run: &Run| Choice {
        id: run.id.clone(),
        title: title(run),
        detail: None,
        mark: Mark::None,
        is_chosen: chosen == Some(&run.id),
        spoken: sentences([title(run).as_str()]),
    };
    let shown = facts.run.as_ref().map(title).unwrap_or_default();
    ShownRun {
        choices: facts.runs.iter().map(one).collect(),
        spoken: match shown.is_empty() {
            true => words.on_sites(OnSites::NothingTestedYet).to_owned(),
            false => words.sites(OnSites::ChooseRun, &[("run", &shown)]),
        },
        shown,
    }
}

/// The order of sections: blocked, probably, slowed, unreachable, no statement, the site's own, open.
const ORDER: [Code; 11] = [
    Code::Blocked,
    Code::LikelyBlocked,
    Code::Throttled,
    Code::Unreachable,
    Code::Inconclusive,
    Code::WeakSignal,
    Code::NoInternet,
    Code::NotTested,
    Code::SiteRefuses,
    Code::SiteDown,
    Code::Accessible,
];
