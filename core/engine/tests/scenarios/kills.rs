//! Slices that are killed at any instant, hundreds of them one after the other in one store: nothing that was kept is lost
//! or changed, nothing is kept twice, and nobody is exposed once more for it.
//!
//! `scripts/bench kills` plays a thousand; the test plays thirty.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use arna_engine::Stopper;
use arna_model::Measurement;
use arna_net::Entropy;
use tokio::time::{sleep, timeout};

use crate::sittings::Story;
use crate::slices::{asked, assert_nothing_twice, everything, most_sittings_a_day, willing};

/// What is kept of each measurement, observation by observation, as it was when it was first seen.
#[derive(Default)]
struct Kept(BTreeMap<String, BTreeSet<String>>);

impl Kept {
    /// Reads the store: what was there before is there as it was. A sitting that was killed may have gone on since.
    async fn look(&mut self, story: &Story) {
        let written = |one: &Measurement| {
            let all = one.observations.iter().map(|seen| serde_json::to_string(seen).unwrap());
            (one.id.to_string(), all.collect())
        };
        let now: BTreeMap<_, BTreeSet<_>> =
            everything(story).await.values().flatten().map(written).collect();
        for (id, before) in &self.0 {
            let lost =
                before.iter().find(|seen| !now.get(id).is_some_and(|all| all.contains(*seen)));
            assert_eq!(lost, None, "what was kept of {id} is as it was");
        }
        self.0 = now;
    }
}

/// Kills so many slices. How many of them were cut off before they had ended by themselves.
async fn play(story: &Story, seed: u64, kills: usize) -> (usize, usize) {
    let mut entropy = Entropy::labelled(seed, "kills");
    let mut kept = Kept::default();
    let mut played = 0;
    let mut killed = 0;
    while killed < kills {
        let engine = willing(story).await;
        let stop = Stopper::default();
        let going = engine.background_slice(asked(story, 180), &stop);
        // Most are over within half a minute, where no sitting is due.
        let longest = [3_000, 20_000, 120_000][entropy.below(3) as usize];
        let is_killed =
            timeout(Duration::from_millis(entropy.below(longest)), going).await.is_err();
        drop(engine);
        killed += usize::from(is_killed);
        played += 1;
        if played % 5 == 0 || killed == kills {
            kept.look(story).await;
        }
        sleep(Duration::from_secs(60 + entropy.below(4 * 3600))).await;
    }
    assert_nothing_twice(story).await;
    for (input, its) in everything(story).await {
        let times = most_sittings_a_day(&its);
        assert!(times <= 2, "{input} sat {times} times in a day");
    }
    (played, kept.0.len())
}

fn played(seed: u64, kills: usize) -> (usize, usize) {
    arna_lab::runtime().unwrap().block_on(async {
        let story = Story::seeded(COUNTRY, seed);
        play(&story, seed, kills).await
    })
}

#[test]
fn thirty_kills_lose_nothing_and_double_nothing() {
    let (_, measured) = played(1, 30);
    assert!(measured > 20, "{measured}");
}

/// `ARNA_KILLS` says how many: `scripts/bench kills`.
#[test]
#[ignore = "a thousand kills take minutes"]
fn kills() {
    let of = |name: &str, usual: usize| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
    };
    let (kills, seed) = (of("ARNA_KILLS", 1000), of("ARNA_FIRST", 1) as u64);
    let (slices, measured) = played(seed, kills);
    println!(
        "KILLS seed {seed}: {kills} of {slices} slices killed, {measured} measurements kept, none lost, none twice"
    );
}

const COUNTRY: &str = r#"
    name = "kills"
    story = "Two names are dropped."
    profile = "lte"
    network = { country = "KZ", operator = "Beeline" }
    [[censors]]
    name = "sni"
    kind = "sni_drop"
    [[targets]]
    names = ["azattyq.org", "meduza.io"]
    censored_by = "sni"
    [[targets]]
    count = 18
"#;
