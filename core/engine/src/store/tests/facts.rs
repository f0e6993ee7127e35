//! What goes in comes out, bit for bit, and sums are those of the facts.

use arna_model::{
    BlobId, Bytes, Code, Failure, Figures, Micros, Observation, RunId, Stop, Tally, WallTime,
};

use super::everywhere;
use super::samples::{self, STARTED, entry, events, measurement, observation, opinion, plan, run};
use crate::run::time_spent;
use crate::run::{Blob, Entry, Ledger, LedgerError, RunEnd, Step};

#[test]
fn a_run_comes_back() {
    everywhere(|store| async move {
        assert_eq!(store.last_run().await.expect("reads"), None);
        let mut run = run("r");
        store.open_run(&run, &plan("r", 1)).await.expect("opens");
        assert_eq!(store.last_run().await.expect("reads").as_ref(), Some(&run));
        let end = RunEnd {
            bytes: Bytes { sent: u64::MAX, received: 1 },
            runtime: Micros(u64::MAX),
            tally: Tally { trials: 9, failures: 3 },
        };
        store.finish_run(&run.id, end).await.expect("finishes");
        run.end = Some(end);
        assert_eq!(store.last_run().await.expect("reads"), Some(run));
    });
}

#[test]
fn every_observation_comes_back() {
    everywhere(|store| async move {
        store.open_run(&run("r"), &plan("r", 1)).await.expect("opens");
        let mut observations = Vec::new();
        let failures = Failure::ALL.iter().cloned().map(Some).chain([None]);
        let mut failures = failures.collect::<Vec<_>>().into_iter().cycle();
        for place in samples::places() {
            for event in events() {
                let mut observation = observation("r", observations.len() as u64, event);
                observation.place = place.clone();
                observation.failure = failures.next().flatten();
                observations.push(observation);
            }
        }
        // Kept in any order, read in order of their numbers: 10 after 9.
        let shuffled = observations.iter().rev().cloned().collect::<Vec<_>>();
        keep(&store, None, shuffled).await.expect("keeps");
        let kept = store.run_observations(&RunId::new("r")).await.expect("reads");
        assert_eq!(kept, observations);
    });
}

#[test]
fn every_opinion_comes_back() {
    everywhere(|store| async move {
        store.open_run(&run("r"), &plan("r", 1)).await.expect("opens");
        let id = measurement("r", 0);
        let stops = [
            None,
            Some(Stop::Cancelled),
            Some(Stop::BudgetSpent),
            Some(Stop::ConfirmationsSpent),
            Some(Stop::SatLately),
            Some(Stop::StillConfirming),
            Some(Stop::AwaitingSecondSitting),
            Some(Stop::Aborted),
            Some(Stop::BadInput),
        ];
        let mut opinions = Vec::new();
        for (code, stop) in Code::ALL.iter().zip(stops.into_iter().cycle()) {
            let mut opinion = opinion(*code);
            let figure = 1.0 / (opinions.len() as f64 + 3.0);
            opinion.figures = Some(Figures::from([("rtt_ms".into(), figure)]));
            opinion.stop = stop;
            opinions.push(opinion.clone());
            store.keep(said(opinion)).await.expect("keeps");
        }
        assert_eq!(store.opinions(&id).await.expect("reads"), opinions);
        assert_eq!(store.recall(&id).await.expect("reads").opinions, opinions);
        let last = opinions.last().expect("one");
        let measurement = store.measurement(&id).await.expect("reads");
        assert_eq!(
            (measurement.verdict, &measurement.figures),
            (last.verdict.clone(), &last.figures)
        );
    });
}

#[test]
fn an_odd_figure_does_not_hide_a_measurement() {
    everywhere(|store| async move {
        store.open_run(&run("r"), &plan("r", 1)).await.expect("opens");
        let mut opinion = opinion(Code::Measured);
        opinion.figures = Some(Figures::from([("loss".into(), f64::NAN), ("rtt_ms".into(), 4.5)]));
        store.keep(said(opinion)).await.expect("keeps");
        let figures = store.measurement(&measurement("r", 0)).await.expect("reads").figures;
        let figures = figures.expect("some");
        assert!(figures["loss"].is_nan());
        assert_eq!(figures["rtt_ms"], 4.5);
    });
}

#[test]
fn a_measurement_is_the_sum_of_its_observations() {
    everywhere(|store| async move {
        samples::one_run(&store).await;
        let step = samples::step("r", 0);
        let target = step.target.clone().expect("one");
        let kept = store.measurement(&step.measurement).await.expect("reads");
        assert_eq!(kept.run, RunId::new("r"));
        assert_eq!((kept.input, kept.truth), (Some(target.input), target.truth));
        assert_eq!(kept.vantage, samples::vantage());
        assert_eq!(kept.bytes, Bytes { sent: 600, received: 2_800 });
        assert_eq!(kept.started, STARTED);
        assert_eq!(kept.runtime, Micros(2 * 333_333));
        assert_eq!(kept.observations, entry("r", 0).observations);
        // A later sitting adds to it.
        let late = observation("r", 50, events().remove(0));
        keep(&store, Some(0), vec![late]).await.expect("keeps");
        let kept = store.measurement(&step.measurement).await.expect("reads");
        assert_eq!(kept.runtime, Micros(3 * 333_333));
        assert_eq!(kept.bytes.total(), 3 * 1_700);
    });
}

#[test]
fn without_observations_it_started_when_it_was_judged() {
    everywhere(|store| async move {
        let step = Step { target: None, ..samples::step("r", 0) };
        store.open_run(&run("r"), &[step]).await.expect("opens");
        let first = opinion(Code::NotTested);
        let later = crate::run::Opinion { given: WallTime(first.given.0 + 1), ..first.clone() };
        for opinion in [first.clone(), later] {
            store.keep(said(opinion)).await.expect("keeps");
        }
        let kept = store.measurement(&measurement("r", 0)).await.expect("reads");
        assert_eq!((kept.started, kept.runtime), (first.given, Micros(0)));
        assert_eq!((kept.input, kept.truth), (None, None));
    });
}

#[test]
fn overlaps_count_once_and_gaps_not_at_all() {
    let spans = |spans: &[(u64, u64)]| {
        let observations: Vec<Observation> = spans
            .iter()
            .map(|&(t0, t)| {
                let mut observation = observation("r", 0, events().remove(0));
                (observation.t0, observation.t) = (Micros(t0), Micros(t));
                observation
            })
            .collect();
        time_spent(&observations)
    };
    assert_eq!(spans(&[]), Micros(0));
    assert_eq!(spans(&[(5, 5)]), Micros(0));
    assert_eq!(spans(&[(10, 20), (0, 5), (15, 30), (16, 17)]), Micros(25));
    assert_eq!(spans(&[(0, 10), (10, 20), (0, 10)]), Micros(20));
    assert_eq!(spans(&[(9, 3)]), Micros(0), "a clock that went back counts nothing");
}

#[test]
fn bodies_are_recalled_and_other_blobs_are_not() {
    everywhere(|store| async move {
        store.open_run(&run("r"), &plan("r", 2)).await.expect("opens");
        let mut entry = entry("r", 0);
        let page = entry.blobs[0].clone();
        let hello = Blob::new(&b"x"[..]); // what samples' handshake refers to
        entry.blobs.extend([hello.clone(), page.clone()]);
        entry.observations.push(observation("r", 9, events().remove(2)));
        let again = entry.observations[1].event.clone();
        entry.observations.push(observation("r", 10, again));
        store.keep(entry).await.expect("keeps");
        let recalled = store.recall(&measurement("r", 0)).await.expect("reads");
        assert_eq!(recalled.run, RunId::new("r"));
        assert_eq!(recalled.step, samples::step("r", 0));
        assert_eq!(recalled.bodies, std::slice::from_ref(&page));
        assert_eq!(store.blob(&hello.id).await.expect("reads"), Some(hello));
        assert_eq!(store.blob(&page.id).await.expect("reads"), Some(page));
        assert_eq!(store.blob(&BlobId::new("00")).await.expect("reads"), None);
        // One that was never kept is left out.
        let mut other = samples::entry("r", 1);
        other.observations.iter_mut().for_each(|seen| seen.id = of(seen.id.number(), 100));
        other.blobs.clear();
        store.keep(other).await.expect("keeps");
        assert!(store.recall(&measurement("r", 1)).await.expect("reads").bodies.is_empty());
    });
}

#[test]
fn settings_are_remembered() {
    everywhere(|store| async move {
        assert_eq!(store.setting("consent").await.expect("reads"), None);
        for value in ["1", "2"] {
            store.set_setting("consent", value).await.expect("writes");
            assert_eq!(store.setting("consent").await.expect("reads").as_deref(), Some(value));
        }
    });
}

#[test]
fn an_entry_is_kept_whole_or_not_at_all() {
    everywhere(|store| async move {
        samples::one_run(&store).await;
        let mut doubled = entry("r", 1);
        doubled.observations.push(entry("r", 0).observations.remove(0));
        let page = doubled.blobs[0].id.clone();
        assert!(matches!(store.keep(doubled).await, Err(LedgerError::Other(_))));
        assert_eq!(store.blob(&page).await.expect("reads"), None);
        assert_eq!(store.plan(&RunId::new("r")).await.expect("reads")[1].verdict, None);
        store.keep(entry("r", 1)).await.expect("keeps");
    });
}

fn of(number: Option<u64>, more: u64) -> arna_model::ObservationId {
    arna_model::ObservationId::of(&RunId::new("r"), number.expect("one") + more)
}

fn said(opinion: crate::run::Opinion) -> Entry {
    Entry {
        run: RunId::new("r"),
        measurement: Some(measurement("r", 0)),
        observations: Vec::new(),
        blobs: Vec::new(),
        opinion: Some(opinion),
        earlier: None,
    }
}

async fn keep(
    store: &crate::store::Store,
    step: Option<u32>,
    observations: Vec<Observation>,
) -> Result<(), LedgerError> {
    let measurement = step.map(|number| measurement("r", number));
    let run = RunId::new("r");
    store
        .keep(Entry {
            run,
            measurement,
            observations,
            blobs: Vec::new(),
            opinion: None,
            earlier: None,
        })
        .await
}
