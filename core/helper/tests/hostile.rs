//! Requests that nobody friendly sends: each is answered in words or dropped, and costs little.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests say so by failing")]

mod common;

use std::time::Duration;

use arna_helper::{Helper, Settings};
use common::{Loopback, exchange, helper, open, post};
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
