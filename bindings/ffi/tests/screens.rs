//! The screens in the simulated country, as an app reads them.

#![cfg(feature = "lab")]
#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

use std::collections::BTreeSet;
use std::sync::Arc;

use arna::{
    CardScreen, Code, Does, Ending, Engine, EngineConfig, Event, FileTrouble, FirstInput,
    FirstRunScreen, FirstStep, Goes, Half, HistoryQuery, HistoryScreen, Home, HomeQuery,
    HomeScreen, LabConfig, Reader, Results, ResultsQuery, ResultsScreen, Run, RunRequest,
    RunScreen, ScreenName, Site, SiteQuery, SiteScreen, Stage, ZoneShift, file_trouble,
    first_state, home_unopened, not_done,
};

fn config(folder: &tempfile::TempDir, scenario: &str) -> EngineConfig {
    EngineConfig {
        folder: folder.path().to_str().unwrap().to_owned(),
        language: "ru".to_owned(),
        country: None,
        lab: Some(LabConfig { scenario: scenario.to_owned(), profile: None, seed: 1 }),
        zone: Vec::new(),
    }
}

fn open(folder: &tempfile::TempDir, scenario: &str) -> Arc<Engine> {
    Engine::open(config(folder, scenario), None, None, None).unwrap()
}

fn reader() -> Reader {
    Reader { language: "ru".to_owned(), zone: vec![ZoneShift { from_ms: 0, ahead_s: 5 * 3_600 }] }
}

async fn home(engine: &Engine) -> Home {
    match engine.home(reader(), HomeQuery::default()).await {
        HomeScreen::Ready { screen } => screen,
        other => panic!("{other:?}"),
    }
}

fn query() -> ResultsQuery {
    ResultsQuery {
        run: None,
        text: String::new(),
        only: None,
        is_unfolded: false,
        pages: 1,
        network: None,
        held: None,
    }
}

async fn results(engine: &Engine, query: ResultsQuery) -> Results {
    match engine.results(reader(), query).await {
        ResultsScreen::Ready { screen } => screen,
        other => panic!("{other:?}"),
    }
}

async fn site(engine: &Engine, input: &str) -> Site {
    let query = SiteQuery { input: input.to_owned(), measurement: None, network: None };
    match engine.site(reader(), query).await {
        SiteScreen::Ready { screen } => screen,
        other => panic!("{other:?}"),
    }
}

fn history_of(half: &str) -> HistoryQuery {
    let half = Some(half.to_owned());
    HistoryQuery {
        half,
        days: 14,
        day: None,
        journal_of: None,
        pages: 1,
        network: None,
        held: None,
    }
}

async fn ending(run: &Run) -> Ending {
    loop {
        match run.next_event().await {
            Some(Event::Finished { ending }) => return ending,
            Some(_) => {}
            None => panic!("a run ends with an event"),
        }
    }
}

#[tokio::test]
async fn what_a_row_leads_to_is_what_the_next_screen_takes() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&folder, "first-light");
    let before = home(&engine).await;
    assert_eq!(before.main.does, Does::Start);
    assert!(before.tag.is_some() && before.answer.contains('?'), "{}", before.answer);
    ending(&engine.start(RunRequest::default()).await.unwrap()).await;
    let after = home(&engine).await;
    let likely = after.rows.iter().find_map(|row| match &row.goes {
        Some(Goes::Sites { only: Some(only) }) if only == "likely_blocked" => Some(only.clone()),
        _ => None,
    });
    let listed = results(&engine, ResultsQuery { only: likely, ..query() }).await;
    assert_eq!(listed.sections.len(), 1, "{listed:?}");
    assert_eq!(listed.sections[0].verdict.code, Code::LikelyBlocked);
    assert!(listed.chips.iter().any(|chip| chip.id == "likely_blocked" && chip.is_chosen));
    let unknown = ResultsQuery { only: Some("no such filter".to_owned()), ..query() };
    assert!(results(&engine, unknown).await.sections.len() > 1, "all of them");
    let Some(Goes::Site { input }) = listed.sections[0].rows[0].goes.clone() else {
        panic!("{listed:?}")
    };
    let page = site(&engine, &input).await;
    assert_eq!(page.verdict.code, Code::LikelyBlocked);
    assert!(page.place.contains("UTC+5"), "{}", page.place);
    assert_eq!(page.sure.as_ref().unwrap().steps.len(), 3);
    let Some(Does::Share { measurement }) = page.share.map(|share| share.does) else {
        panic!("what is probably blocked can be shared")
    };
    let card = engine.card(reader(), measurement).await;
    assert!(matches!(&card, CardScreen::Ready { screen } if screen.doubt.is_some()), "{card:?}");
    let sites = engine.history(reader(), history_of("sites")).await;
    let HistoryScreen::Ready { screen } = sites else { panic!("{sites:?}") };
    assert_eq!(screen.half, Half::Sites);
    let network = engine.history(reader(), history_of("network")).await;
    assert!(matches!(&network, HistoryScreen::Ready { screen } if screen.half == Half::Network));
}

#[tokio::test]
async fn changes_tell_which_screens_to_read_while_a_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&folder, "kz-2024-sni-drop");
    let changes = engine.changes().unwrap();
    let run = engine.start(RunRequest::default()).await.unwrap();
    assert_eq!(engine.running().unwrap().unwrap().id(), run.id(), "for a screen made anew");
    let mut told = BTreeSet::new();
    let mut stages = Vec::new();
    loop {
        let changed = changes.next().await.unwrap();
        let names: BTreeSet<_> = changed.screens.iter().map(|name| format!("{name:?}")).collect();
        assert_eq!(names.len(), changed.screens.len(), "each once");
        told.extend(names);
        let screen = run.screen(reader()).await;
        let RunScreen::Ready { screen } = screen else { panic!("{screen:?}") };
        if stages.last() != Some(&screen.stage) {
            stages.push(screen.stage);
        }
        if screen.stage == Stage::Ending {
            assert!(!screen.stop.is_enabled && screen.rows.len() == 2);
            break;
        }
    }
    assert!(stages.contains(&Stage::MakingSure), "{stages:?}");
    for name in ["Run", "Home", "Results", "Site"] {
        assert!(told.contains(name), "{name}: {told:?}");
    }
    // What a test of the lists will cost goes by the latest run.
    assert!(told.contains("Lists") && !told.contains("FirstRun"), "{told:?}");
    ending(&run).await;
    assert!(engine.running().unwrap().is_none());
}

/// What is told next, with what came since it was last asked.
async fn next(changes: &arna::Changes) -> Vec<ScreenName> {
    changes.next().await.unwrap().screens
}

#[tokio::test]
async fn whatever_changes_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&folder, "first-light");
    let changes = engine.changes().unwrap();
    engine.set("app.theme".to_owned(), "dark".to_owned()).await.unwrap();
    engine.set("app.theme".to_owned(), "light".to_owned()).await.unwrap();
    assert!(next(&changes).await.contains(&ScreenName::Settings), "both at once");
    engine.networks_changed().unwrap();
    let told = next(&changes).await;
    assert!(told.contains(&ScreenName::Home) && !told.contains(&ScreenName::Settings), "{told:?}");
    let other = engine.changes().unwrap();
    engine.wipe().await.unwrap();
    assert_eq!((next(&changes).await.len(), next(&other).await.len()), (11, 11));
    engine.shutdown();
    assert!(changes.next().await.is_none() && other.next().await.is_none());
}

#[tokio::test]
async fn what_goes_wrong_stands_in_the_place_of_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&folder, "first-light");
    let missing = ResultsQuery { run: Some("no such run".to_owned()), ..query() };
    let missing = engine.results(reader(), missing).await;
    let ResultsScreen::Trouble { trouble } = missing else { panic!("{missing:?}") };
    assert_eq!(trouble.action.unwrap().does, Does::Unlock);
    let page = site(&engine, "https://never.example/").await;
    assert_eq!(page.verdict.code, Code::NotTested);
    engine.shutdown();
    let closed = engine.home(reader(), HomeQuery::default()).await;
    assert!(matches!(closed, HomeScreen::Trouble { .. }), "{closed:?}");
    std::fs::write(folder.path().join("arna.db"), b"somebody's letters, which are none of ours")
        .unwrap();
    let error = Engine::open(config(&folder, "first-light"), None, None, None).err().unwrap();
    let sentence = error.to_string();
    let shown = home_unopened(reader(), error);
    assert!(matches!(&shown, HomeScreen::Trouble { trouble } if trouble.sentence == sentence));
    let locked = arna::ArnaError::Locked { reason: sentence };
    assert!(matches!(home_unopened(reader(), locked), HomeScreen::Locked { .. }));
}

#[tokio::test]
async fn the_first_run_has_no_way_past_its_question() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&folder, "first-light");
    let mut state = first_state();
    let id = |id: &str| FirstInput::Chose { id: id.to_owned() };
    for input in [id("ru"), FirstInput::Next, FirstInput::Next, id("operator"), FirstInput::Next] {
        state = engine.first_state_after(state, input, None).await.unwrap();
    }
    assert_eq!(state.step, FirstStep::Results);
    let screen = engine.first_run(reader(), state, None).await;
    let FirstRunScreen::Ready { screen } = screen else { panic!("{screen:?}") };
    assert!(screen.choices.is_empty(), "there is no way to send a result: {screen:?}");
    state = engine.first_state_after(state, FirstInput::Next, None).await.unwrap();
    let screen = engine.first_run(reader(), state, None).await;
    let FirstRunScreen::Ready { screen } = screen else { panic!("{screen:?}") };
    assert_eq!((screen.step, screen.next.unwrap().does), (5, Does::Start));
    assert!(!screen.contacts.unwrap().rows.is_empty());
}

#[test]
fn what_did_not_come_about_is_a_page_that_leads_back() {
    let kinds = [
        FileTrouble::Unread,
        FileTrouble::Unwritten,
        FileTrouble::Left,
        FileTrouble::NoRoom,
        FileTrouble::NoApp,
        FileTrouble::Waiting,
        FileTrouble::Unanswered,
    ];
    let told = kinds.map(|what| file_trouble(reader(), what));
    let sentences: BTreeSet<_> = told.iter().map(|trouble| &trouble.sentence).collect();
    assert_eq!(sentences.len(), kinds.len(), "{sentences:?}");
    let other = not_done(reader(), "Нет места.".to_owned());
    assert_eq!(other.sentence, "Нет места.");
    for trouble in told.iter().chain([&other]) {
        assert!(matches!(trouble.action.as_ref().unwrap().does, Does::Cancel), "{trouble:?}");
    }
}
