//! One of everything, with a text that stands in each payload.

use arna_model::{
    AnchorAnswer, Bytes, Change, Code, Doubtful, Event, Figures, ListEntry, Mark, Micros,
    NetworkState, ObservationId, Shown, Side, Tally, WatchId, WatchRecord,
};

use super::samples::{self, STARTED, entry, opinion, plan, run};
use crate::run::{Blob, Entry, Journal, Ledger, Looks, Note, RunEnd};
use crate::store::Store;

/// Stands in every payload.
pub(super) const MARKER: &str = "marker-of-what-was-looked-at";

/// Keeps one of everything, the marker in each payload, and finishes the run.
pub(super) async fn everything(store: &Store) {
    let mut run = run("r");
    run.request.helpers.push(format!("https://{MARKER}.example/"));
    let mut steps = plan("r", 1);
    steps[0].target.as_mut().expect("one").input = format!("https://{MARKER}.example/");
    store.open_run(&run, &steps).await.expect("opens");
    let mut opinion = opinion(Code::Blocked);
    opinion.verdict.basis.push(ObservationId::new(MARKER));
    opinion.figures = Some(Figures::from([(MARKER.to_owned(), 1.0)]));
    let mut entry = Entry { opinion: Some(opinion), ..entry("r", 0) };
    entry.blobs.push(Blob::new(MARKER.as_bytes()));
    let Event::HttpTransaction(page) = &mut entry.observations[1].event else { panic!("a page") };
    page.title = Some(MARKER.to_owned());
    store.keep(entry).await.expect("keeps");
    store.finish_run(&run.id, end()).await.expect("finishes");
    let watch = WatchRecord {
        id: WatchId::new("w"),
        vantage: samples::vantage(),
        every: Micros::from_secs(900),
        started: STARTED,
        uptime: None,
        purse: arna_model::Purse::Cellular,
        is_of_slices: false,
        last: None,
        looks: 0,
        bytes: Bytes::default(),
    };
    store.open_watch(&watch).await.expect("opens");
    store.note(note()).await.expect("notes");
    let pages = [(ListEntry { url: format!("https://{MARKER}.example/"), category: None }, true)];
    let made = store.change_lists(move |tables| {
        let id = tables.make(MARKER)?;
        tables.fill(id, &pages)
    });
    made.await.expect("makes");
    let change = note().change.expect("it has one");
    let doubtful = Doubtful { mark: change.mark, state: change.state, shown: change.shown };
    let looks =
        Looks { wall: STARTED, looks: 9, bytes: Bytes::default(), doubtful: Some(doubtful) };
    store.doubt(&watch.id, looks).await.expect("doubts");
}

pub(super) fn end() -> RunEnd {
    RunEnd { bytes: Bytes::default(), runtime: Micros(1), tally: Tally::default() }
}

pub(super) fn note() -> Note {
    let mark = Mark { at: Micros(1), wall: STARTED };
    let asked = AnchorAnswer { side: Side::Foreign, name: MARKER.to_owned(), answered: true };
    let shown = Shown { asked: vec![asked], radio: None };
    let change = Change { mark, previous: None, state: NetworkState::Online, shown };
    Note { watch: WatchId::new("w"), mark, looks: 1, bytes: Bytes::default(), change: Some(change) }
}
