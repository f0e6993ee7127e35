//! Long flows on real sockets: what comes whole, what its server ends, and what freezes on the way.

use std::net::SocketAddr;

use crate::support::{net, tls_server};
use arna_model::{Event, Failure, Micros, Transfer};
use arna_net::{Net, Patience};
use rustls::RootCertStore;
use tokio::io::{AsyncReadExt, copy};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

const WANTED: u64 = 32_000;

fn page(bytes: usize) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {bytes}\r\n\r\n");
    [head.into_bytes(), vec![b'x'; bytes]].concat()
}

/// Somebody between the phone and `server` who lets so many bytes of a connection come down, and then nothing pass.
async fn freezing(server: SocketAddr, most: u64) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut phone, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut behind = TcpStream::connect(server).await.unwrap();
                let (from_phone, to_phone) = phone.split();
                let (from_server, mut to_server) = behind.split();
                let mut from_phone = from_phone;
                let up = copy(&mut from_phone, &mut to_server);
                let down = async {
                    let mut to_phone = to_phone;
                    drop(copy(&mut from_server.take(most), &mut to_phone).await);
                    std::future::pending::<()>().await;
                };
                tokio::select! {
                    _ = up => {}
                    () = down => {}
                }
            });
        }
    });
    address
}

/// The long flow of `server`'s page, at `address`.
async fn flow(address: SocketAddr, roots: RootCertStore) -> (Transfer, Option<Failure>, Micros) {
    let net: Net = net(roots);
    let url = Url::parse("https://localhost/").unwrap();
    let patience = Patience { silent: Micros::from_millis(900), longest: Micros::from_secs(20) };
    let seen = net.long_page(address, &url, WANTED, patience).await.unwrap();
    let recorded = net.take();
    let one = recorded.observations.into_iter().find(|one| one.id == seen.id).unwrap();
    assert!(one.bytes.total() > 0);
    match one.event {
        Event::Transfer(transfer) => (transfer, one.failure, one.t),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_long_page_comes_whole_and_no_more_of_it_than_is_wanted() {
    let (address, roots) = tls_server(page(400_000)).await;
    let (transfer, failure, _) = flow(address, roots).await;
    assert_eq!((failure, transfer.wanted), (None, WANTED));
    assert_eq!((transfer.server_name.as_str(), transfer.address), ("localhost", address));
    let came = transfer.marks.last().unwrap().bytes;
    assert!((WANTED..200_000).contains(&came), "{came}");
}

#[tokio::test]
async fn a_page_that_its_server_ends_is_no_freeze() {
    for answer in [page(9_000), page(60_000)[..12_000].to_vec()] {
        let (address, roots) = tls_server(answer).await;
        let (transfer, failure, _) = flow(address, roots).await;
        assert_eq!(failure, Some(Failure::Eof), "{transfer:?}");
    }
}

#[tokio::test]
async fn another_answer_is_not_the_page() {
    let answer = b"HTTP/1.1 429 Slow Down\r\nContent-Length: 3\r\n\r\nno\n".to_vec();
    let (address, roots) = tls_server(answer).await;
    let (_, failure, _) = flow(address, roots).await;
    assert!(matches!(failure, Some(Failure::Unknown(_))), "{failure:?}");
}

#[tokio::test]
async fn what_freezes_in_the_middle_of_a_record_is_seen_as_far_as_it_came() {
    let (server, roots) = tls_server(page(60_000)).await;
    // The first record of 16 KiB is whole, the second is not; and not even the first.
    for most in [20_000, 12_000] {
        let address = freezing(server, most).await;
        let (transfer, failure, end) = flow(address, roots.clone()).await;
        assert_eq!(failure, Some(Failure::GenericTimeout), "{transfer:?}");
        let last = transfer.marks.last().unwrap();
        assert!((4_096..=most + 2_000).contains(&last.bytes), "{most}: {transfer:?}");
        assert!(end.since(last.t) >= Micros::from_millis(900), "{transfer:?}");
    }
}
