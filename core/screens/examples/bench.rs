//! How long screens take to be read from a store: `scripts/bench screens` runs it on a large one.
//!
//! `bench PATH [--judge]` prints a line of JSON, milliseconds by screen, the best of five each. `--judge` judges the latest run
//! again first, so that a store of before gets its digests.

#![allow(clippy::print_stdout, reason = "that is what it is for")]

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use arna_engine::run::Ledger as _;
use arna_engine::store::Place;
use arna_engine::{Config, Engine, Filter, Part, usual_request};
use arna_model::Vantage;
use arna_net::{OsWire, Platform, Wire as _, web_roots};
use arna_screens::{history, home, lists, results, site};
use arna_words::{Language, Words};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("which store?")?;
    let wire = Arc::new(OsWire::new());
    let now = wire.wall();
    let opened = |store| {
        Engine::open(Config {
            store,
            vault: None,
            uplinks: None,
            wire: wire.clone(),
            roots: Arc::new(web_roots()),
            vantage: Vantage::default(),
            platform: Platform::default(),
        })
    };
    let engine = opened(Place::File(path.into()))?;
    let long = opened(Place::Memory)?;
    let urls: String = (0..5_000).map(|n| format!("https://{n}.example/\n")).collect();
    long.add_list("Long", &arna_lists::read(urls.as_bytes())).await?;
    let last = engine.store().last_run().await?.ok_or("nothing is stored there")?;
    if arguments.next().as_deref() == Some("--judge") {
        engine.judge_again(&last.id).await?;
    }
    let words = Words::of(Language::Kk);
    let request = usual_request(None);
    let input = last.request.targets.first().ok_or("no site was tested")?.input.clone();
    let page = Part { skip: 0, limit: 50, sightings: 0 };
    let mut times = BTreeMap::<&str, f64>::new();
    for _ in 0..5 {
        let mut took = |name, since: Instant| {
            let ms = since.elapsed().as_secs_f64() * 1e3;
            times.entry(name).and_modify(|best| *best = best.min(ms)).or_insert(ms);
        };
        let start = begin();
        engine.history(Filter::default(), page).await?;
        took("page_of_history", start);
        let start = begin();
        let facts = home::read(&engine, &request, Vec::new(), now).await?;
        home::home(&facts, words, now);
        took("home", start);
        let start = begin();
        let facts = results::read(&engine, None, None).await?;
        results::results(&facts, &results::Asked::default(), words, now);
        took("results", start);
        let start = begin();
        let facts = site::read(&engine, &input, None, (None, now)).await?;
        site::site(&facts, words, now);
        took("site", start);
        let start = begin();
        let facts = lists::read(&long, &request).await?;
        took("lists_of_5000_read", start);
        let start = begin();
        lists::lists(&facts, "", words);
        took("lists_of_5000", start);
        let start = begin();
        lists::lists(&facts, "4999", words);
        took("search_in_5000", start);
        for (name, half) in
            [("history", history::Half::Network), ("history_of_sites", history::Half::Sites)]
        {
            let start = begin();
            let asked = history::Asked { half, ..history::Asked::default() };
            let facts = history::read(&engine, &asked, None, (words, now)).await?;
            history::history(&facts, &asked, words, now);
            took(name, start);
        }
    }
    println!("{}", serde_json::to_string(&times)?);
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "how long it really takes is what is asked here")]
fn begin() -> Instant {
    Instant::now()
}
