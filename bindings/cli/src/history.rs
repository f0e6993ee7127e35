//! `arna history`: since when. What became of sites over all runs, on each network for itself.
//!
//! What changed, and what is odd, the engine says; here it is only worded.

mod overview;
mod sentences;
mod site;

use arna_engine::{Engine, Filter, Fresh, Part};
use arna_model::{History, RunId};

use crate::args;
use crate::exits::{Done, Ending, Trouble};
use crate::runtimes::no_runtime;
use crate::words::{line, words};
use crate::{json, layout, lists, out, places};
use arna_words::{Line, Phrase};
pub(crate) use sentences::network;

/// Shows what was stored of all sites, or of one.
pub(crate) fn history(asked: args::History) -> Done {
    let path = places::database(asked.db.clone())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(no_runtime)?.block_on(async {
        let engine = places::open_stored(&path)?;
        let histories = find(&engine, &asked).await?;
        if asked.json {
            histories.iter().try_for_each(json::history)?;
        } else if asked.site.is_some() {
            histories.iter().try_for_each(site::print)?;
        } else {
            overview::print(&histories)?;
            if histories.len() == asked.limit {
                out::tell(words().counted_line(Line::OnlyFirst, asked.limit as u64, &[]));
            }
        }
        Ok(Ending::Done)
    })
}

async fn find(engine: &Engine, asked: &args::History) -> Result<Vec<History>, Trouble> {
    let filter = Filter {
        site: asked.site.clone(),
        operator: asked.operator.clone(),
        technology: asked.technology.clone(),
    };
    let is_list = asked.site.is_none();
    let part = if is_list && !asked.json {
        Part { limit: asked.limit, sightings: overview::LONGEST, ..Part::ALL }
    } else {
        Part { limit: if is_list { asked.limit } else { usize::MAX }, ..Part::ALL }
    };
    let histories = engine.history(filter, part).await?;
    if !histories.is_empty() {
        return Ok(histories);
    }
    // Nobody fits: say what there is.
    let all = engine.history(Filter::default(), Part { sightings: 0, ..Part::ALL }).await?;
    if all.is_empty() {
        return Err(Trouble::usage(line(Line::NoSiteStored, &[])));
    }
    let known: Vec<_> = all.iter().map(|one| arna_words::short(&one.input)).collect();
    let known = known.iter().map(AsRef::as_ref);
    let said = line(Line::NoSuchSite, &[]);
    Err(Trouble::usage(match &asked.site {
        Some(site) => lists::or_meant(said, site, known),
        None => said,
    }))
}

/// Says what a run changed, if it did.
pub(crate) async fn tell_news(engine: &Engine, run: &RunId) -> Result<(), Trouble> {
    let news = engine.news(run).await?;
    if news.is_empty() {
        return Ok(());
    }
    let width = out::width();
    out::line(format_args!("\n{}", words().phrase(Phrase::WhatChanged)))?;
    for one in news {
        let Fresh { history, news } = &one;
        let (site, network) = (arna_words::short(&history.input), network(&history.network));
        let news = sentences::news(history, news);
        out::line(layout::hanging(&format!("- {site} ({network}): {news}"), width))?;
    }
    Ok(())
}
