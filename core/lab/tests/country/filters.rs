//! Filters of names in TLS and in QUIC, one or several on a path, as a phone without an opinion finds them.

use std::io;
use std::time::Duration;

use arna_lab::Lab;
use arna_model::{Code, Micros, Target};
use tokio::time::{sleep, timeout};

use super::http3::{fetch_at, fetch_saying, fetch_three};
use super::phone::*;

/// Whether a connection to the address of `name` opens.
async fn is_connected(lab: &Lab, name: &str) -> bool {
    let dial = dial(lab, name, 443);
    matches!(timeout(Duration::from_secs(5), dial).await, Ok(Ok(_)))
}

#[test]
fn each_of_two_filters_has_its_own_names_place_and_residue() {
    within("two-filters", async |lab| {
        let listed = ["azattyq.org", "meduza.io", "kloop.kg", "holanews.kz"];
        for name in listed {
            let stream = dial(lab, name, 443).await.expect("TCP opens");
            let error = shake(lab, stream, name).await.err().expect("nothing comes back");
            assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{name}");
            assert!(!is_connected(lab, name).await, "{name}");
        }
        // The border's filter reads nothing of what stays in the country.
        let stream = dial(lab, "kolesa.kz", 443).await.expect("TCP opens");
        let error = shake(lab, stream, "meduza.io").await.err().expect("another's name");
        assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
        let stream = dial(lab, "kolesa.kz", 443).await.expect("TCP opens");
        let error = shake(lab, stream, "azattyq.org").await.err().expect("nothing comes back");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        // A name that nobody answers is said again for a while, and is heard each time.
        sleep(Duration::from_secs(130)).await;
        for (name, is_open) in listed.into_iter().zip([true, false, true, true]) {
            assert_eq!(is_connected(lab, name).await, is_open, "{name}");
        }
        sleep(Duration::from_secs(300)).await;
        assert!(is_connected(lab, "meduza.io").await);
    });
}

#[test]
fn a_filter_of_quic_leaves_tcp_alone() {
    within("quic-dropped", async |lab| {
        let mut dropped = 0;
        for name in names(lab, |_| true) {
            let page = fetch(lab, &name).await.expect("opens over TCP");
            let is_missing = fetch_three(lab, &name).await.is_none();
            dropped += u32::from(page.contains("alt-svc: h3") && is_missing);
        }
        assert_eq!(dropped, 2);
    });
}

#[test]
fn a_filter_of_names_in_quic_leaves_tcp_and_other_names_alone() {
    within("quic-filtered-by-name", async |lab| {
        let mut dropped = Vec::new();
        let mut opened = 0;
        for name in names(lab, |_| true) {
            let page = fetch(lab, &name).await.expect("opens over TCP");
            match fetch_three(lab, &name).await {
                Some(page) => opened += u32::from(page == (200, 60_000)),
                None if page.contains("alt-svc: h3") => dropped.push(name),
                None => {}
            }
        }
        dropped.sort();
        assert_eq!(
            (&dropped[..], opened),
            (&["egov.press".to_owned(), "holanews.kz".to_owned()][..], 11)
        );
        // What is left at that address takes every name, for three minutes. Then there is an answer at
        // once, though with another's certificate.
        let there = address(lab, "egov.press").await;
        let lasts = async || {
            let begins = lab.now();
            assert_eq!(fetch_at(lab, there, "www.example.org").await, None);
            lab.now().since(begins)
        };
        assert_eq!(lasts().await, Micros::from_secs(15));
        sleep(Duration::from_secs(180)).await;
        assert!(lasts().await < Micros::from_secs(2));
    });
}

/// How many of the pages of censored sites open over HTTP/3 for a visitor with a ClientHello in two packets.
fn opened_by_two_packets(scenario: &str) -> (usize, usize) {
    within(scenario, async |lab| {
        let (mut all, mut opened) = (0, 0);
        for name in ["egov.press", "holanews.kz"] {
            for more in 100..110 {
                let page = fetch_saying(lab, address(lab, name).await, name, more).await;
                assert!(matches!(page, None | Some((200, 60_000))), "{page:?}");
                all += 1;
                opened += usize::from(page.is_some());
                // Until nothing is left of it.
                sleep(Duration::from_secs(181)).await;
            }
        }
        (opened, all)
    })
}

#[test]
fn a_name_in_the_second_packet_passes_unless_packets_are_put_together() {
    let (opened, all) = opened_by_two_packets("quic-filtered-by-name");
    assert!(opened > 0 && opened < all, "{opened} of {all}");
    assert_eq!(opened_by_two_packets("name-filtered-in-tls-and-quic").0, 0);
}

#[test]
fn a_name_that_is_filtered_in_both_opens_in_neither() {
    within("name-filtered-in-tls-and-quic", async |lab| {
        let is_censored = |target: &Target| is_right(target, Code::LikelyBlocked);
        for name in names(lab, is_censored) {
            let error = fetch(lab, &name).await.expect_err("nothing comes back");
            assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{name}");
            assert_eq!(fetch_three(lab, &name).await, None, "{name}");
        }
        let innocent = names(lab, |target| !is_censored(target));
        assert_eq!(innocent.len(), 16);
        for name in innocent {
            fetch(lab, &name).await.expect("opens");
        }
    });
}
