//! Requests that nobody friendly sends: each is answered in words or dropped, and costs little.

use std::time::Duration;

use crate::common::{Loopback, exchange, helper, open, open_as, post};
use arna_helper::{Helper, Settings};
use rustls::RootCertStore;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

#[tokio::test]
async fn one_connection_takes_several_requests() {
    let mut stream = open(&helper(&Loopback::new(), RootCertStore::empty()));
    for (request, status) in [
        (b"GET / HTTP/1.1\r\nhost: th\r\n\r\n".to_vec(), 200),
        (post("not json"), 400),
        (b"DELETE / HTTP/1.1\r\nhost: th\r\n\r\n".to_vec(), 405),
        (post(r#"{"http_request":"http://nowhere.kz/"}"#), 200),
        (post(r#"{"http_request":"ftp://a.kz/"}"#), 400),
    ] {
        let answer = exchange(&mut stream, &request).await.expect("the connection stays open");
        assert_eq!(answer.status, status, "{answer:?}");
        assert!(answer.head.contains("date: Wed, 01 May 2024 00:00:00 GMT\r\n"), "{answer:?}");
        assert!(!answer.body.is_empty());
    }
}

#[tokio::test]
async fn garbage_is_no_http() {
    let mut stream = open(&helper(&Loopback::new(), RootCertStore::empty()));
    let answer = exchange(&mut stream, b"\x16\x03\x01\x02\0\x01 garbage\r\n\r\n").await;
    assert!(answer.is_none_or(|answer| answer.status == 400));
}

#[tokio::test]
async fn a_million_addresses_are_too_many() {
    let helper = helper(&Loopback::new(), RootCertStore::empty());
    let addresses = vec!["\"93.184.216.34:443\""; 1_000_000].join(",");
    let body = format!(r#"{{"http_request":"http://site.kz/","tcp_connect":[{addresses}]}}"#);
    let mut stream = open(&helper);
    let answer = timeout(Duration::from_secs(5), exchange(&mut stream, &post(&body))).await;
    let answer = answer.expect("it does not wait for the rest");
    assert!(answer.is_none_or(|answer| answer.status == 413));

    // A length that is a lie costs nothing either.
    let mut stream = open(&helper);
    let lie = b"POST / HTTP/1.1\r\nhost: th\r\ncontent-length: 99999999999\r\n\r\n{";
    assert_eq!(exchange(&mut stream, lie).await.expect("a refusal").status, 413);
}

#[tokio::test]
async fn whoever_dawdles_is_dropped() {
    let mut stream = open(&helper(&Loopback::new(), RootCertStore::empty()));
    stream.write_all(b"POST / HT").await.unwrap();
    let mut rest = Vec::new();
    let dropped = timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await;
    assert!(dropped.is_ok(), "still waiting for a head that never ends");
}

#[tokio::test]
async fn too_many_phones_are_told_so() {
    let settings = Settings { max_measurements: 0, ..Settings::default() };
    let helper = Helper::new(Loopback::new(), settings);
    let request = post(r#"{"http_request":"http://site.kz/"}"#);
    let answer = exchange(&mut open(&helper), &request).await.unwrap();
    assert_eq!(answer.status, 503);
}

#[tokio::test]
async fn who_asks_for_too_much_is_told_when_to_come_again() {
    let settings = Settings { max_targets: 2, ..Settings::default() };
    let helper = Helper::new(Loopback::new(), settings);
    let request = post(r#"{"http_request":"http://nowhere.kz/"}"#);
    for expected in [200, 200, 429, 429] {
        let answer = exchange(&mut open(&helper), &request).await.unwrap();
        assert_eq!(answer.status, expected);
        assert_eq!(answer.head.contains("retry-after: 36"), expected == 429, "{}", answer.head);
    }
    // What cannot be measured at all is no target.
    let nonsense = exchange(&mut open(&helper), &post("{}")).await.unwrap();
    assert_eq!(nonsense.status, 400);
}

#[tokio::test]
async fn its_health_is_on_a_page() {
    for (most, expected) in [(2, 200), (0, 503)] {
        let settings = Settings { max_measurements: most, ..Settings::default() };
        let helper = Helper::new(Loopback::new(), settings);
        let request = b"GET /health HTTP/1.1\r\nhost: th\r\n\r\n";
        let answer = exchange(&mut open(&helper), request).await.unwrap();
        assert_eq!(answer.status, expected);
        assert_eq!(answer.body, format!("0 of {most} measurements under way\n"));
    }
}

#[tokio::test]
async fn two_hundred_phones_at_once_are_answered_or_told_to_try_another() {
    let settings = Settings { max_measurements: 64, ..Settings::default() };
    let helper = Helper::new(Loopback::new(), settings);
    let request = post(r#"{"http_request":"http://silent.kz/"}"#);
    let mut phones = tokio::task::JoinSet::new();
    for phone in 0..200 {
        let (helper, request) = (helper.clone(), request.clone());
        phones.spawn(async move {
            let mut stream = open_as(&helper, [192, 0, 2, phone].into());
            exchange(&mut stream, &request).await.unwrap().status
        });
    }
    let statuses = phones.join_all().await;
    let count = |wanted| statuses.iter().filter(|status| **status == wanted).count();
    // All of them wait for a resolver that is silent: 64 have a place, and nobody hangs.
    assert_eq!((count(200), count(503)), (64, 136));
}

#[tokio::test]
async fn bytes_are_as_many_as_were_asked_for_up_to_a_limit_and_cannot_be_compressed() {
    let settings = Settings { max_targets: 2, ..Settings::default() };
    let helper = Helper::new(Loopback::new(), settings);
    let ask = async |many: &str| {
        let request = format!("GET /bytes/{many} HTTP/1.1\r\nhost: helper\r\n\r\n");
        let mut stream = open(&helper);
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut heard = vec![0; 70_000];
        let mut all = Vec::new();
        while let Ok(Ok(read)) = timeout(Duration::from_millis(500), stream.read(&mut heard)).await
            && read > 0
        {
            all.extend_from_slice(&heard[..read]);
        }
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        let status: u16 = std::str::from_utf8(&all[9..12]).unwrap().parse().unwrap();
        (status, all.split_off(end))
    };
    for refused in ["", "many", "-1", "262145", "65536/x"] {
        assert_eq!(ask(refused).await.0, 404, "{refused}");
    }
    let ((status, one), (_, other)) = (ask("65536").await, ask("65536").await);
    assert_eq!((status, one.len()), (200, 65_536));
    assert_ne!(one, other, "a cache on the way would make the second one fast");
    let mut counts = [0_u32; 256];
    one.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
    assert!(counts.iter().all(|count| (150..400).contains(count)), "{counts:?}");
    // They are counted as everything that a client asks for.
    assert_eq!(ask("65536").await.0, 429);
}
