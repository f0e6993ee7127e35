//! Lists of pages as shells see them: the built-in one and the user's own.

#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

use arna_engine::store::{Page, Place};
use arna_engine::{
    Config, DEFAULT_NETTESTS, Engine, Error, ListTrouble, MOST_ENTRIES, Outcome, RunEvent, Switch,
};
use arna_lab::{Lab, Options, Scenario};
use arna_lists::{Read, read};
use arna_model::{BUILT_IN, ListId, Request};

fn engine(lab: &Lab) -> Engine {
    let (wire, roots, vantage, platform) = (lab.wire(), lab.roots(), lab.vantage(), lab.platform());
    let store = Place::Memory;
    Engine::open(Config { store, vault: None, uplinks: None, wire, roots, vantage, platform })
        .unwrap()
}

fn in_the_lab(test: impl AsyncFnOnce(Engine, Lab)) {
    arna_lab::runtime().unwrap().block_on(async {
        let options = Options { seed: 7, ..Options::default() };
        let lab = Lab::open(Scenario::named("first-light").unwrap(), &options).unwrap();
        test(engine(&lab), lab).await;
    });
}

fn table(rows: &[(&str, &str)]) -> Read {
    let rows: Vec<_> = rows.iter().map(|(url, code)| format!("{url},{code}")).collect();
    read(format!("url,category_code\n{}", rows.join("\n")).as_bytes())
}

async fn urls(engine: &Engine, only: Option<ListId>) -> Vec<String> {
    let asked = engine.request_of_lists(Request::default(), only).await.unwrap();
    asked.targets.into_iter().map(|target| target.input).collect()
}

#[track_caller]
fn is<T: std::fmt::Debug>(told: Result<T, Error>, trouble: &ListTrouble) {
    assert!(matches!(&told, Err(Error::List(found)) if found == trouble), "{told:?}");
}

#[test]
fn the_built_in_list_is_there_and_can_be_switched_and_not_changed() {
    in_the_lab(async |engine, _| {
        let lists = engine.lists().await.unwrap();
        let [built_in] = &lists[..] else { panic!("{lists:?}") };
        assert_eq!((built_in.id, built_in.name.as_str()), (ListId::BuiltIn, BUILT_IN));
        assert!(
            built_in.is_on && built_in.on < built_in.entries,
            "risky pages are off: {built_in:?}"
        );
        let before = urls(&engine, None).await;
        assert_eq!(before.len() as u64, built_in.on);
        let groups = engine.list_groups(ListId::BuiltIn).await.unwrap();
        assert_eq!(groups.iter().map(|group| group.entries).sum::<u64>(), built_in.entries);
        let risky: Vec<_> = groups.iter().filter(|group| group.is_risky).collect();
        assert!(risky.iter().all(|group| group.on == 0) && !risky.is_empty());
        // One page is chosen, another one left out, and a kind of sites.
        let page = engine.list(ListId::BuiltIn, 0, u32::MAX).await.unwrap();
        let chosen = page.iter().find(|one| one.entry.is_risky()).unwrap().entry.url.clone();
        let left = before[0].clone();
        let switch = async |what, is_on| engine.switch_list(ListId::BuiltIn, what, is_on).await;
        switch(Switch::Page(chosen.clone()), true).await.unwrap();
        switch(Switch::Page(left.clone()), false).await.unwrap();
        let after = urls(&engine, None).await;
        assert!(after.contains(&chosen) && !after.contains(&left) && after.len() == before.len());
        switch(Switch::Category(Some("news".into())), false).await.unwrap();
        switch(Switch::Page(left.clone()), true).await.unwrap();
        let news = engine.list_groups(ListId::BuiltIn).await.unwrap();
        let news = news.iter().find(|one| one.category.as_deref() == Some("NEWS")).unwrap();
        assert_eq!((news.on, news.entries > 20), (1, true));
        is(
            switch(Switch::Page("https://nowhere.example/".into()), true).await,
            &ListTrouble::NoEntry,
        );
        // Whole, it can only be switched off.
        switch(Switch::List, false).await.unwrap();
        is(engine.request_of_lists(Request::default(), None).await, &ListTrouble::NothingOn);
        assert!(urls(&engine, Some(ListId::BuiltIn)).await.contains(&left), "asked for by name");
        let one = table(&[("https://a.example/", "")]);
        is(engine.remove_list(ListId::BuiltIn).await, &ListTrouble::BuiltIn);
        is(engine.rename_list(ListId::BuiltIn, "x").await, &ListTrouble::BuiltIn);
        is(engine.replace_list(ListId::BuiltIn, &one).await, &ListTrouble::BuiltIn);
        engine.wipe().await.unwrap();
        assert_eq!(urls(&engine, None).await, before);
    });
}

#[test]
fn own_lists_are_added_named_ordered_edited_and_removed() {
    in_the_lab(async |engine, _| {
        let news = table(&[("https://a.example/", "NEWS"), ("https://b.example/", "GMB")]);
        let first = engine.add_list(" Мои новости ", &news).await.unwrap().unwrap();
        let other = table(&[("https://a.example/", "HUMR"), ("https://c.example/", "")]);
        let second = engine.add_list("B", &other).await.unwrap().unwrap();
        is(engine.add_list("B", &news).await, &ListTrouble::Taken("B".into()));
        is(engine.add_list("7", &news).await, &ListTrouble::BadName);
        assert_eq!(engine.add_list("Empty", &read(b"nonsense")).await.unwrap(), None);
        let many: String = (0..=MOST_ENTRIES).map(|n| format!("https://{n}.example/\n")).collect();
        is(
            engine.add_list("C", &read(many.as_bytes())).await,
            &ListTrouble::TooMany(MOST_ENTRIES + 1),
        );
        // In the order of lists, each page once, for the first list that has it.
        engine.switch_list(ListId::BuiltIn, Switch::List, false).await.unwrap();
        assert_eq!(urls(&engine, None).await, ["https://a.example/", "https://c.example/"]);
        engine.order_lists(&[second]).await.unwrap();
        let asked = engine.request_of_lists(Request::default(), None).await.unwrap();
        let lists: Vec<_> = asked.targets.iter().map(|one| one.list.as_deref()).collect();
        assert_eq!(lists, [Some("B"), Some("B")], "{asked:?}");
        let order: Vec<_> = engine.lists().await.unwrap().iter().map(|list| list.id).collect();
        assert_eq!(order, [second, ListId::BuiltIn, first]);
        is(engine.order_lists(&[ListId::Own(99)]).await, &ListTrouble::NoList);
        // What was switched by hand outlives editing.
        engine.switch_list(first, Switch::Page("https://b.example/".into()), true).await.unwrap();
        let edited = table(&[("https://b.example/", "GMB"), ("https://d.example/", "PORN")]);
        engine.replace_list(first, &edited).await.unwrap();
        let pages = engine.list(first, 0, 9).await.unwrap();
        let told: Vec<_> = pages.iter().map(|one| (one.entry.url.as_str(), one.is_on)).collect();
        assert_eq!(told, [("https://b.example/", true), ("https://d.example/", false)]);
        engine.replace_list(first, &read(b"")).await.unwrap();
        assert_eq!(engine.list(first, 0, 9).await.unwrap().len(), 2, "nothing is lost");
        let text = engine.list_text(first).await.unwrap();
        assert_eq!(read(text.as_bytes()).entries, edited.entries);
        is(engine.rename_list(first, "B").await, &ListTrouble::Taken("B".into()));
        engine.rename_list(first, "Мои новости").await.unwrap();
        engine.rename_list(first, "C").await.unwrap();
        assert_eq!(engine.lists().await.unwrap()[2].name, "C");
        engine.remove_list(first).await.unwrap();
        is(engine.list(first, 0, 9).await, &ListTrouble::NoList);
        is(engine.request_of_lists(Request::default(), Some(first)).await, &ListTrouble::NoList);
        is(engine.remove_list(first).await, &ListTrouble::NoList);
    });
}

/// The sites of a scenario as a list of one's own: each measurement says where it came from, whatever becomes of the list.
#[test]
fn a_measurement_keeps_its_list_and_what_it_is_about() {
    in_the_lab(async |engine, lab| {
        let wanted = lab.request();
        let rows: Vec<_> = wanted.targets.iter().map(|one| (one.input.as_str(), "HUMR")).collect();
        let id = engine.add_list("Права", &table(&rows)).await.unwrap().unwrap();
        let nettests = DEFAULT_NETTESTS.iter().map(|&name| name.to_owned()).collect();
        let asked = Request { nettests, ..wanted.clone() };
        let asked = engine.request_of_lists(asked, Some(id)).await.unwrap();
        assert_eq!(asked.targets.len(), wanted.targets.len());
        let mut run = engine.start(asked).await.unwrap();
        while !matches!(run.next_event().await, Some(RunEvent::Finished(Outcome::Whole(_)))) {}
        engine.remove_list(id).await.unwrap();
        let measured = engine.measurements(run.id()).await.unwrap();
        let of_list = measured.iter().filter(|one| one.list.as_deref() == Some("Права"));
        assert_eq!(of_list.clone().count(), wanted.targets.len());
        assert!(
            of_list.clone().all(|one| one.category.as_deref() == Some("HUMR") && !one.is_decoy)
        );
        let runs = engine.store().runs(Page { before: None, limit: 1 }).await.unwrap();
        assert_eq!(runs[0].request.list.as_deref(), Some("Права"));
    });
}

#[test]
fn one_page_goes_to_a_list_of_its_name_and_is_on() {
    in_the_lab(async |engine, _| {
        let page = |url: &str| arna_engine::page(url).unwrap();
        let first = engine.add_page("Mine", &page("https://a.example/")).await.unwrap();
        let again = engine.add_page(" Mine ", &page("https://b.example/#x")).await.unwrap();
        assert_eq!(first, again, "the list is made once");
        engine.switch_list(first, Switch::Page("https://a.example/".into()), false).await.unwrap();
        engine.switch_list(first, Switch::List, false).await.unwrap();
        // What is added is looked at; what else was switched in the list stays as it was.
        engine.add_page("Mine", &page("https://b.example/")).await.unwrap();
        assert_eq!(urls(&engine, Some(first)).await, ["https://b.example/"]);
        assert!(engine.lists().await.unwrap().iter().all(|list| list.is_on));
        engine.add_page("Mine", &page("https://a.example/")).await.unwrap();
        assert_eq!(urls(&engine, Some(first)).await.len(), 2);
        let bad = engine.add_page(BUILT_IN, &page("https://a.example/")).await;
        is(bad, &ListTrouble::BadName);
    });
}
