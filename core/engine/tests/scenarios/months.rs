//! Months of slices at odd times: what a phone gives, a third of it cut off, and what became of it all.
//!
//! `scripts/bench months` plays thirty days of several seeds; the test plays three days of one.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use arna_engine::{SliceRequest, Stopper};
use arna_model::{Code, Ended, Measurement, Micros, NetworkState, Purse, WallTime};
use arna_net::Entropy;
use tokio::time::sleep;

use crate::sittings::{Story, sittings};
use crate::slices::{asked, assert_nothing_twice, everything, made_willing, most_sittings_a_day};

/// What a month of it came to.
#[derive(Debug, Default)]
struct Month {
    slices: u64,
    cut: u64,
    killed: u64,
    /// Slices with nothing to do, and what they sent.
    idle: (u64, u64),
    /// How long each that sent nothing took this machine, from opening the store to its answer: milliseconds.
    still_ms: Vec<f64>,
    /// What passed the phone's interface, and what the means count.
    bytes: (u64, u64),
    /// The hours after which each blocked name was accused first, and called blocked.
    found: BTreeMap<String, (Option<f64>, Option<f64>)>,
    /// Innocent names that were accused.
    accused: Vec<String>,
    /// Most sittings of one name within a day.
    sittings_a_day: usize,
    measured: usize,
    /// The journal's shutdown: hours after the true one, and how many slices had looked in between.
    shutdown: Option<(f64, usize)>,
}

/// A country with a filter by day and night, one in the evenings alone, and a shutdown if so many days go by.
fn country(days: u64) -> String {
    let later = if days > 14 {
        r#"later = [
            { at = "2024-05-13T02:00:00Z", condition = "no_service" },
            { at = "2024-05-15T02:00:00Z", condition = "open" },
        ]"#
    } else {
        ""
    };
    format!(
        r#"
        name = "kz-2024-evenings"
        story = "kz-2024-sni-drop with a filter by evening."
        profile = "lte"
        [network]
        country = "KZ"
        operator = "Beeline"
        starts = "2024-04-30T19:00:00Z"
        {later}
        [[censors]]
        name = "always"
        kind = "sni_drop"
        [[censors]]
        name = "evenings"
        kind = "sni_drop"
        only = {{ hours = "{EVENINGS}" }}
        [[targets]]
        names = ["azattyq.org", "meduza.io", "kloop.kg", "fergana.media", "www.change.org"]
        censored_by = "always"
        [[targets]]
        names = ["vk.com", "facebook.com", "instagram.com"]
        right = ["accessible", "blocked", "likely_blocked", "inconclusive"]
        censored_by = "evenings"
        [[targets]]
        count = 52
        "#
    )
}

fn is_meant(input: &str) -> bool {
    let names = ["azattyq.org", "meduza.io", "kloop.kg", "fergana.media", "change.org", "vk.com"];
    names.iter().chain(&["facebook.com", "instagram.com"]).any(|name| input.contains(name))
}

/// Plays so many days: ten to forty slices a day of 20 s to 3 min, a third of them cut off, half of those by a kill.
async fn play(story: &Story, seed: u64, (days, most): (u64, u64)) -> Month {
    let mut entropy = Entropy::labelled(seed, "months");
    let mut month = Month::default();
    let begin = story.lab.wire().wall();
    let mut looks = Vec::new();
    for day in 0..days {
        let count = 10 + entropy.below(31);
        let mut starts: Vec<u64> = (0..count).map(|_| entropy.below(86_400 - 200)).collect();
        starts.sort_unstable();
        for start in starts {
            let at = begin.after(Micros::from_secs(day * 86_400 + start));
            let now = story.lab.wire().wall();
            let Some(wait) = at.since(now) else { continue };
            sleep(wait.into()).await;
            let seconds = 20 + entropy.below(161);
            // Half of them in the first seconds, since a slice with little to do is over soon.
            let first = if entropy.below(2) == 0 { seconds } else { 8 };
            let cut = (entropy.below(3) == 0).then(|| entropy.below(first * 1_000));
            let is_kill = entropy.below(2) == 0;
            month.slices += 1;
            let began = machine_time();
            let engine = story.engine();
            let opened = began.elapsed();
            let engine = made_willing(engine).await;
            engine.set("cellular_month", &most.to_string()).await.unwrap();
            engine.set("cellular_run", "2000000").await.unwrap();
            let before = story.lab.phone_bytes().total();
            let stop = Stopper::default();
            let request: SliceRequest = asked(story, seconds);
            let began = machine_time();
            let mut going = Box::pin(engine.background_slice(request, &stop));
            let done = match cut {
                None => going.as_mut().await.ok(),
                Some(after) => {
                    month.cut += 1;
                    match tokio::time::timeout(Duration::from_millis(after), &mut going).await {
                        Ok(done) => done.ok(),
                        Err(_) if is_kill => {
                            month.killed += 1;
                            None
                        }
                        Err(_) => {
                            stop.cancel();
                            going.as_mut().await.ok()
                        }
                    }
                }
            };
            let took = (opened + began.elapsed()).as_secs_f64() * 1e3;
            drop(going);
            drop(engine);
            // What is on its way arrives, or is given up.
            sleep(Duration::from_secs(1)).await;
            let end = done.and_then(|done| done.end);
            if std::env::var_os("ARNA_TELL").is_some() {
                println!(
                    "day {day} {:.1} h, {seconds} s, cut {cut:?}: {end:?}",
                    start as f64 / 3600.0
                );
            }
            let Some(end) = end else { continue };
            if end.state.is_some() {
                looks.push(at);
            }
            let sent = story.lab.phone_bytes().total() - before;
            if sent == 0 {
                month.still_ms.push(took);
            }
            if end.why == Ended::NothingDue {
                month.idle.0 += 1;
                month.idle.1 += sent;
            }
        }
    }
    let engine = story.engine();
    month.bytes.0 = story.lab.phone_bytes().total();
    month.bytes.1 = engine.spent(Purse::Cellular, 300).await.unwrap().month;
    sum_up(story, begin, &mut month).await;
    let journal = engine.journal(None).await.unwrap();
    let dark = story.lab.states().iter().find(|(_, state)| *state == NetworkState::NoService);
    let told = journal.iter().find(|one| one.state == Some(NetworkState::NoService));
    if let (Some((from, _)), Some(told)) = (dark, told) {
        let late = told.from.since(*from).expect("not before it was so").as_secs_f64() / 3600.0;
        let between = looks.iter().filter(|at| **at >= *from && **at < told.from).count();
        month.shutdown = Some((late, between));
    }
    month
}

#[allow(clippy::disallowed_methods, reason = "what it costs the machine, not the simulated phone")]
fn machine_time() -> Instant {
    Instant::now()
}

async fn sum_up(story: &Story, begin: WallTime, month: &mut Month) {
    let all = everything(story).await;
    let after =
        |one: &Measurement| one.started.since(begin).unwrap_or_default().as_secs_f64() / 3600.0;
    for (input, its) in &all {
        month.measured += its.len();
        let code = |code: Code| its.iter().find(|one| one.verdict.code == code).map(&after);
        let (likely, blocked) = (code(Code::LikelyBlocked), code(Code::Blocked));
        if is_meant(input) && std::env::var_os("ARNA_TELL").is_some() {
            for one in its {
                println!(
                    "{input} {:.1} h {:?} {:?} {:?}",
                    after(one),
                    one.verdict.code,
                    one.verdict.reason,
                    sittings(one)
                );
            }
        }
        if is_meant(input) {
            let first = [likely, blocked].into_iter().flatten().reduce(f64::min);
            month.found.insert(input.clone(), (first, blocked));
        } else if its.iter().any(|one| one.verdict.code.is_accusation()) {
            month.accused.push(input.clone());
        }
        month.sittings_a_day = month.sittings_a_day.max(most_sittings_a_day(its));
    }
    assert_nothing_twice(story).await;
}

fn played(seed: u64, days: u64, most: u64) -> Month {
    let text = country(days);
    let month = arna_lab::runtime().unwrap().block_on(async {
        let story = Story::seeded(&text, seed);
        play(&story, seed, (days, most)).await
    });
    println!("seed {seed}, {days} days: {month:#?}");
    assert!(month.accused.is_empty(), "{:?}", month.accused);
    assert_eq!(month.idle.1, 0, "nothing to do sends nothing");
    assert!(month.sittings_a_day <= 2, "{}", month.sittings_a_day);
    assert!(month.bytes.1 <= most, "{} of {most}", month.bytes.1);
    month
}

#[test]
fn three_days_of_slices_find_what_is_blocked_and_keep_to_the_means() {
    let month = played(1, 3, 25_000_000);
    // Three days of a month's thirty-one, what first looks take of three to come, and double checks.
    assert!(month.bytes.1 <= 25_000_000 * 6 / 29, "{:?}", month.bytes);
    let found = month.found.values().filter(|(first, _)| first.is_some()).count();
    assert!(found >= 4, "{:#?}", month.found);
    assert!(month.found.values().any(|(_, blocked)| blocked.is_some()), "{:#?}", month.found);
}

#[test]
fn means_that_are_spent_end_all_but_what_they_paid_for() {
    let month = played(2, 2, 20_000);
    assert!(month.bytes.1 >= 8_000, "the journal goes on: {:?}", month.bytes);
}

/// `ARNA_DAYS` and `ARNA_SEEDS` say how much, `ARNA_FIRST` from which seed on: `scripts/bench months`.
#[test]
#[ignore = "a month of simulated days takes minutes"]
fn months() {
    let of = |name: &str, usual: u64| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
    };
    let (days, seeds, first) = (of("ARNA_DAYS", 30), of("ARNA_SEEDS", 1), of("ARNA_FIRST", 1));
    for seed in first..first + seeds {
        let mut month = played(seed, days, 25_000_000);
        let hours = |found: Option<f64>| found.map_or("never".to_owned(), |h| format!("{h:.1} h"));
        for (input, (first, blocked)) in &month.found {
            println!("{input}: accused after {}, blocked after {}", hours(*first), hours(*blocked));
        }
        let late = month.found.iter().filter(|(_, (first, blocked))| {
            first.is_none_or(|hours| hours > 72.0) || blocked.is_none_or(|hours| hours > 96.0)
        });
        let late: Vec<_> = late.map(|(input, _)| input).collect();
        println!(
            "MONTH seed {seed}: {} slices, {} killed, {} MB, late {late:?}, shutdown {:?}",
            month.slices,
            month.killed,
            month.bytes.0 as f64 / 1e6,
            month.shutdown
        );
        month.still_ms.sort_by(f64::total_cmp);
        let (half, longest) = (month.still_ms.len() / 2, month.still_ms.len().saturating_sub(1));
        let ms = [half, longest].map(|at| month.still_ms.get(at).copied().unwrap_or_default());
        let count = month.still_ms.len();
        println!(
            "sent nothing: {count} slices, half of them in {:.1} ms, all in {:.1}",
            ms[0], ms[1]
        );
        if days > 14 {
            let (_, between) = month.shutdown.expect("the shutdown is in the journal");
            assert!(between <= 1, "to within one slice");
        }
        assert!(late.is_empty(), "seed {seed}: {late:?}");
    }
}

/// Local time of the simulated country is UTC+5; its filters go by it.
const EVENINGS: &str = "18:00-24:00";
