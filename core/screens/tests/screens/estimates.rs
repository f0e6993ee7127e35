//! What a run is said to take before it begins, beside what it took.

use arna_engine::{Outcome, RunEvent};
use arna_screens::home::likely;

use crate::country::{Phone, Seen, in_country};

/// What was said, and what was so, in bytes.
async fn measured(phone: &Phone) -> (u64, u64) {
    let said = likely(&phone.facts().await).bytes;
    let took = phone.measure().await.into_iter().find_map(|Seen { event, .. }| match event {
        RunEvent::Finished(Outcome::Whole(summary)) => Some(summary.bytes.total()),
        _ => None,
    });
    (said, took.expect("it ends"))
}

#[test]
fn what_a_run_takes_is_said_before_within_a_fifth() {
    let first = ["open-lte", "open-poor3g", "open-lte-edge", "open-wired", "broken-ipv6"];
    // What is blocked costs sittings, which nobody knows before the first run.
    let second = ["kz-2024-sni-drop", "sni-reset", "dns-dropped", "two-filters", "ip-drop"];
    let mut far = Vec::new();
    for name in first.into_iter().chain(second) {
        let (said, took) = in_country(name, Some(20), async |phone| {
            let before = measured(phone).await;
            if first.contains(&name) {
                return before;
            }
            phone.wait(25 * 60).await;
            measured(phone).await
        });
        let part = said as f64 / took as f64;
        println!("{name}: {said} bytes said, {took} taken, {part:.2}");
        if !(0.8..=1.2).contains(&part) {
            far.push((name, said, took));
        }
    }
    assert!(far.len() <= 1, "{far:?}");
}
