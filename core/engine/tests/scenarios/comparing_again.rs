//! Comparisons that were stopped go on as comparisons, and come to the same words as in one go.

use std::collections::BTreeSet;
use std::time::Duration;

use arna_engine::store::Place;
use arna_engine::{Comparing, Engine, Outcome, RunEvent};
use arna_lab::Lab;
use arna_model::{Code, Contrast, Leave, RunId};
use tempfile::TempDir;

use super::comparing::{OVER, Told, both_in, by_input, end, home, joining_street, request, street};

/// A phone on two networks whose program is started again and again.
struct Phone {
    home: Lab,
    street: Lab,
    folder: TempDir,
}

/// A site, what it is over each network, and whether that differs.
type Words = Vec<(String, [Option<Code>; 2], Contrast)>;

impl Phone {
    fn of(home: Lab, street: Lab) -> Self {
        Self { home, street, folder: tempfile::tempdir().unwrap() }
    }

    fn engine(&self) -> Engine {
        let store = Place::File(self.folder.path().join("arna.db"));
        both_in(store, &self.home, self.street.wire())
    }

    async fn begins(&self, engine: &Engine) -> Comparing {
        engine.compare(request(&self.home), OVER).await.unwrap()
    }

    /// What both came to; whatever was measured, was measured once.
    async fn words(&self, ids: &[RunId; 2]) -> Words {
        let engine = self.engine();
        for id in ids {
            let measured = engine.measurements(id).await.unwrap();
            let inputs: BTreeSet<_> = measured.iter().map(|one| &one.input).collect();
            assert_eq!(inputs.len(), measured.len());
            assert!(engine.store().run(id).await.unwrap().end.is_some(), "it is whole");
        }
        let comparison = engine.compared(&ids[0]).await.unwrap();
        let all = by_input(&comparison).into_iter();
        all.map(|(input, (codes, contrast))| (input.to_owned(), codes, contrast)).collect()
    }

    async fn in_one_go(&self) -> Words {
        let engine = self.engine();
        let comparing = self.begins(&engine).await;
        let ids = comparing.ids().map(RunId::clone);
        end(comparing).await;
        drop(engine);
        self.words(&ids).await
    }

    /// Stops a comparison at the first event that `is_there`.
    async fn stopped(&self, mut is_there: impl FnMut(usize, &RunEvent) -> bool) -> [RunId; 2] {
        let engine = self.engine();
        let mut comparing = self.begins(&engine).await;
        let ids = comparing.ids().map(RunId::clone);
        let mut was_there = false;
        while let Some((side, event)) = comparing.next_event().await {
            if !was_there && is_there(side, &event) {
                was_there = true;
                comparing.cancel();
            }
        }
        assert!(was_there, "it was over before");
        ids
    }

    /// Goes on with what is left in a program that was started again.
    async fn goes_on(&self, ids: &[RunId; 2]) -> Told {
        let engine = self.engine();
        let last = engine.last_comparison().await.unwrap().expect("there is one");
        assert_eq!(last.each_ref().map(|record| record.id.clone()), *ids, "in their order");
        let comparing = engine.resume_comparison(Leave::default()).await.unwrap();
        let comparing = comparing.expect("something is left");
        assert_eq!(comparing.ids().map(RunId::clone), *ids);
        let told = end(comparing).await;
        assert!(told.outcomes.iter().all(|it| matches!(it, Some(Outcome::Whole(_)))));
        assert_eq!(engine.current(), None);
        told
    }

    async fn is_nothing_left(&self) -> bool {
        self.engine().resume_comparison(Leave::default()).await.unwrap().is_none()
    }
}

fn within(play: impl AsyncFnOnce()) {
    arna_lab::runtime().unwrap().block_on(play());
}

fn answered() -> Phone {
    Phone::of(home("answer"), street("answer"))
}

#[test]
fn wherever_it_was_stopped_it_comes_to_the_same_words() {
    within(async || {
        let wanted = answered().in_one_go().await;
        assert!(wanted.iter().any(|(.., contrast)| *contrast == Contrast::Differs), "{wanted:?}");
        for most in [1, 9, 25] {
            let phone = answered();
            let mut measured = 0;
            let ids = phone
                .stopped(|_, event| {
                    measured += usize::from(matches!(event, RunEvent::Measured(_)));
                    measured == most
                })
                .await;
            let told = phone.goes_on(&ids).await;
            assert!(told.measured.iter().any(|its| !its.is_empty()));
            assert_eq!(phone.words(&ids).await, wanted, "stopped after {most}");
            assert!(phone.is_nothing_left().await);
        }
    });
}

/// The sites that the other network let through were seen before the stop.
#[test]
fn what_opened_over_the_other_network_before_the_stop_still_says_that_it_is_up() {
    within(async || {
        let phone = || Phone::of(home("silent"), joining_street());
        let wanted = phone().in_one_go().await;
        let stopped = phone();
        let is_sitting =
            |side, event: &RunEvent| side == 1 && matches!(event, RunEvent::Confirming { .. });
        let ids = stopped.stopped(is_sitting).await;
        stopped.goes_on(&ids).await;
        let words = stopped.words(&ids).await;
        assert_eq!(words, wanted);
        let unreachable = [Some(Code::Accessible), Some(Code::Unreachable)];
        assert_eq!(words.iter().filter(|(_, codes, _)| *codes == unreachable).count(), 2);
    });
}

#[test]
fn of_a_run_that_is_whole_the_end_is_told_again_and_nothing_is_measured() {
    within(async || {
        let phone = answered();
        let is_over = |side, event: &RunEvent| side == 0 && matches!(event, RunEvent::Finished(_));
        let ids = phone.stopped(is_over).await;
        // What is on its way arrives.
        tokio::time::sleep(Duration::from_secs(60)).await;
        let before = phone.home.phone_bytes();
        let told = phone.goes_on(&ids).await;
        assert!(told.measured[0].is_empty() && !told.measured[1].is_empty());
        assert_eq!(phone.home.phone_bytes(), before, "nothing passed that network");
        assert_eq!(phone.words(&ids).await, answered().in_one_go().await);
    });
}

#[test]
fn an_hour_later_what_was_accused_is_made_certain() {
    within(async || {
        let phone = answered();
        let engine = phone.engine();
        assert!(engine.last_comparison().await.unwrap().is_none(), "there was none yet");
        let comparing = phone.begins(&engine).await;
        let ids = comparing.ids().map(RunId::clone);
        end(comparing).await;
        drop(engine);
        assert!(phone.is_nothing_left().await, "it is too early");
        tokio::time::sleep(Duration::from_secs(3_700)).await;
        phone.goes_on(&ids).await;
        let words = phone.words(&ids).await;
        let blocked = [Some(Code::Accessible), Some(Code::Blocked)];
        assert_eq!(words.iter().filter(|(_, codes, _)| *codes == blocked).count(), 2, "{words:?}");
        assert!(phone.is_nothing_left().await);
    });
}
