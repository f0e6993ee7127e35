//! Handshakes that are a little late, over many days: who is later than others in a dozen runs is timed by the
//! next one, if rates of suspects are wanted.

use crate::sittings;
use std::time::Duration;

use crate::sittings::{Story, told};
use arna_model::{Place, Rates, Request};
use tokio::time::sleep;

/// Two names whose packets take 60 ms more each way: every handshake of theirs is late, none takes seconds.
const A_LITTLE_LATE: &str = r#"
name = "a-little-late"
story = "Connections that name two sites are served a little late."
profile = "lte"
network = { country = "KZ", operator = "Kcell" }
[[censors]]
kind = "sni_delay"
ms = 60
[[targets]]
names = ["azattyq.org", "www.currenttime.tv"]
censored_by = "sni_delay"
right = ["accessible", "throttled"]
[[targets]]
count = 18
"#;

#[test]
fn who_is_late_in_a_dozen_runs_is_timed_by_the_next_and_by_no_earlier_one() {
    told(A_LITTLE_LATE, async |story| {
        for day in 1..=13 {
            let timed = timed(story, "LTE").await;
            let expected: &[&str] = if day < 12 { &[] } else { &NAMES };
            assert_eq!(timed, expected, "day {day}");
            sleep(DAY).await;
        }
        assert!(timed(story, "3G").await.is_empty(), "another network");
        sleep(40 * DAY).await;
        assert!(timed(story, "LTE").await.is_empty(), "another season");
    });
}

/// A run that wants rates of suspects: what it timed.
async fn timed(story: &Story, technology: &str) -> Vec<String> {
    let request = Request { rates: Rates::Suspects, ..story.request() };
    let run = story.engine_on(technology).start(request).await.unwrap();
    let (measured, _) = sittings::to_the_end(run).await;
    let is_pair = |place: &Place| matches!(place, Place::Pair { .. });
    let timed = measured.iter().filter(|one| one.observations.iter().any(|it| is_pair(&it.place)));
    let mut timed: Vec<_> = timed.filter_map(|one| one.input.clone()).collect();
    timed.sort();
    timed
}

const NAMES: [&str; 2] = ["https://azattyq.org/", "https://www.currenttime.tv/"];
const DAY: Duration = Duration::from_secs(24 * 3600);
