//! What one client, or many against one site, can have of a helper: no more than its share.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::common::{
    Loopback, PHONE, PUBLIC, ask, certificate, exchange, helper, open, open_as, post, site,
};
use arna_helper::{Helper, Settings};
use arna_model::Micros;
use arna_net::echo;
use rustls::RootCertStore;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::time::timeout;

const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 8));

fn of(settings: Settings) -> Arc<Helper> {
    Helper::new(Loopback::new(), settings)
}

#[test]
fn two_echoes_are_not_tied_together_by_a_forged_datagram() {
    let helpers = [of(Settings::default()), of(Settings::default())];
    let ends: [SocketAddr; 2] =
        ["192.0.2.1:443".parse().unwrap(), "192.0.2.2:8443".parse().unwrap()];
    for forged in [&echo::question(*b"forged")[..], b"!Aforged", b"anything", &[0; 1200]] {
        let (mut said, mut turn) = (Some(forged.to_vec()), 0);
        while let Some(datagram) = said.take() {
            assert!(turn < 3, "they go on and on");
            let answer = helpers[turn % 2].echo(&datagram, ends[(turn + 1) % 2]);
            said = answer.map(|answer| answer.to_vec());
            turn += 1;
        }
    }
}

#[test]
fn a_question_is_answered_as_it_was_asked_but_never_at_a_servers_port() {
    let helper = of(Settings::default());
    let from = |port| SocketAddr::new(PHONE, port);
    let question = echo::question(*b"123456");
    let answer = helper.echo(&question, from(40_000)).expect("an answer");
    assert_eq!((answer.len(), echo::answered(&answer)), (question.len(), Some(*b"123456")));
    for port in [0, 7, 19, 53, 123, 443, 1023] {
        assert_eq!(helper.echo(&question, from(port)), None, "{port}");
    }
    for other in [&question[..7], b"?A1234567", b"12345678", b""] {
        assert_eq!(helper.echo(other, from(40_000)), None, "{other:?}");
    }
}

#[test]
fn a_flood_of_questions_has_few_answers() {
    let helper = of(Settings { max_echoes: 50, max_echoes_of_one: 20, ..Settings::default() });
    let answers = |client: [u8; 4]| {
        let from = SocketAddr::from((client, 40_000));
        (0..1_000).filter(|_| helper.echo(&echo::question(*b"123456"), from).is_some()).count()
    };
    // Less than a second passes here, or one of them begins anew.
    let clients = (1..=4).map(|last| answers([192, 0, 2, last]));
    let clients: Vec<_> = clients.collect();
    assert!(clients.iter().all(|one| *one <= 40), "{clients:?}");
    assert!(clients.iter().sum::<usize>() <= 100, "{clients:?}");
    assert!(clients[0] >= 20, "{clients:?}");
}

#[tokio::test]
async fn its_own_addresses_are_no_targets_wherever_they_are_named() {
    let (wire, port) = (Loopback::new(), site(None).await);
    let helper = helper(&wire, RootCertStore::empty());
    let open = ask(&helper, &format!("http://own.kz:{port}/page"), &[]).await;
    assert_eq!(open["http_request"]["status_code"], 200, "nobody told it yet: {open}");
    wire.dialled.lock().unwrap().clear();
    helper.set_own_addresses([crate::common::OWN, "2001:4860::7".parse().unwrap()]);
    let own = format!("{}:{port}", crate::common::OWN);
    for url in [
        format!("http://own.kz:{port}/page"),
        format!("http://{own}/page"),
        format!("http://[::ffff:{}]:{port}/", crate::common::OWN),
        format!("http://[2001:4860::7]:{port}/"),
        format!("http://site.kz:{port}/own/{port}"),
    ] {
        let seen =
            ask(&helper, &url, &[&own, &format!("[64:ff9b::{}]:{port}", crate::common::OWN)]).await;
        assert_eq!(seen["http_request"]["status_code"], -1, "{url}: {seen}");
        // Ours reads it as trouble of the helper's, and so as nothing about the site.
        assert_eq!(seen["http_request"]["failure"], "permission_denied", "{url}: {seen}");
        assert!(seen["tcp_connect"].get(&own).is_none(), "{url}: {seen}");
    }
    let dialled = wire.dialled.lock().unwrap();
    assert!(!dialled.is_empty() && dialled.iter().all(|d| d.ip() == PUBLIC), "{dialled:?}");
}

/// A site without an end: where, and how much of it was taken. `/round` sends on to itself, with a body without end.
async fn endless() -> (u16, Arc<AtomicU64>) {
    let socket = TcpSocket::new_v4().unwrap();
    // What waits in the system counts as taken.
    socket.set_send_buffer_size(8 * 1024).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(64).unwrap();
    let port = listener.local_addr().unwrap().port();
    let taken = Arc::new(AtomicU64::new(0));
    let count = taken.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let count = count.clone();
            tokio::spawn(async move {
                let mut head = vec![0; 4096];
                let read = stream.read(&mut head).await.unwrap_or(0);
                let (status, location) = match head[..read].starts_with(b"GET /round ") {
                    true => ("302 Found", "location: /round\r\n"),
                    false => ("200 OK", ""),
                };
                let head = format!("HTTP/1.1 {status}\r\n{location}connection: close\r\n\r\n");
                drop(stream.write_all(head.as_bytes()).await);
                while let Ok(written) = stream.write(&[b'x'; 4096]).await {
                    count.fetch_add(written as u64, Ordering::Relaxed);
                }
            });
        }
    });
    (port, taken)
}

#[tokio::test]
async fn of_a_page_without_end_it_takes_little_and_of_redirects_nothing_that_it_need_not() {
    let (port, taken) = endless().await;
    let settings = Settings { patience: Micros::from_secs(20), ..Settings::default() };
    let helper = of(settings);
    let seen = ask(&helper, &format!("http://site.kz:{port}/page"), &[]).await;
    assert_eq!(seen["http_request"]["body_length"], 256 * 1024, "{seen}");
    let page = taken.swap(0, Ordering::Relaxed);
    assert!(page < 700_000, "{page} bytes of a page");
    let seen = ask(&helper, &format!("http://site.kz:{port}/round"), &[]).await;
    assert_eq!(seen["http_request"]["status_code"], -1, "{seen}");
    // Eleven windows, of which nothing is read.
    let hops = taken.load(Ordering::Relaxed);
    assert!(hops < 11 * 200_000, "{hops} bytes of redirects");
}

#[tokio::test]
async fn of_a_page_over_tls_a_phone_of_ours_is_told_how_much_really_came() {
    let (roots, config) = certificate("site.kz");
    let port = site(Some(config)).await;
    let roots = Arc::new(roots);
    let helper = of(Settings { max_page: 50_000, roots, ..Settings::default() });
    let url = format!("https://site.kz:{port}/page");
    for (is_brief, told) in [(true, 50_000), (false, 100_021)] {
        let body = format!(r#"{{"http_request":"{url}","x_arna_brief":{is_brief}}}"#);
        let seen = exchange(&mut open(&helper), &post(&body)).await.unwrap().json();
        assert_eq!(seen["http_request"]["body_length"], told, "{seen}");
    }
}

#[tokio::test]
async fn a_page_that_is_longer_than_what_is_read_says_itself_how_long_it_is() {
    let port = site(None).await;
    let settings = Settings { max_page: 50_000, ..Settings::default() };
    let seen = ask(&of(settings), &format!("http://site.kz:{port}/page"), &[]).await;
    assert_eq!(seen["http_request"]["body_length"], 100_021, "{seen}");
    assert_eq!(seen["http_request"]["title"], "A site");
}

#[tokio::test]
async fn one_site_is_visited_only_so_often_whoever_asks() {
    let port = site(None).await;
    let settings = Settings { max_visits: 4, ..Settings::default() };
    let helper = of(settings);
    let about = async |url: &str, client| {
        let body = serde_json::json!({"http_request": url}).to_string();
        exchange(&mut open_as(&helper, client), &post(&body)).await.unwrap()
    };
    let (page, hop) = (format!("http://site.kz:{port}/page"), format!("http://site.kz:{port}/"));
    assert_eq!(about(&page, PHONE).await.status, 200);
    assert_eq!(about(&hop, OTHER).await.status, 200, "a redirect is a visit too");
    assert_eq!(about(&page, PHONE).await.status, 200);
    for (url, client) in [(&page, PHONE), (&hop, OTHER)] {
        let refused = about(url, client).await;
        assert_eq!(refused.status, 429, "{refused:?}");
        assert!(refused.head.contains("retry-after: 3"), "{refused:?}");
        assert!(refused.head.contains("x-arna-about: site\r\n"), "{refused:?}");
    }
    let other = about(&format!("http://other.kz:{port}/page"), PHONE).await;
    assert_eq!(other.status, 200, "another site is none of that");
}

#[tokio::test]
async fn many_names_do_not_bring_more_visits_to_one_address() {
    let settings = Settings { max_visits_of_address: 2, ..Settings::default() };
    let helper = of(settings);
    let about = async |name: &str| {
        let url = format!("http://{name}/");
        let body = serde_json::json!({"http_request": url, "tcp_connect": ["93.184.216.34:1"]});
        exchange(&mut open(&helper), &post(&body.to_string())).await.unwrap().status
    };
    assert_eq!(about("one.kz").await, 200);
    assert_eq!(about("two.kz").await, 200);
    assert_eq!(about("three.kz").await, 429);
}

#[tokio::test]
async fn connections_are_bounded_for_one_client_and_in_all() {
    let settings =
        Settings { max_connections: 3, max_connections_of_one: 2, ..Settings::default() };
    let helper = of(settings);
    let third = IpAddr::from([192, 0, 2, 9]);
    let request = b"GET / HTTP/1.1\r\nhost: th\r\n\r\n";
    let (mut one, mut two) = (open(&helper), open(&helper));
    assert!(exchange(&mut one, request).await.is_some());
    assert!(exchange(&mut two, request).await.is_some());
    assert!(exchange(&mut open(&helper), request).await.is_none(), "a third of one client");
    let mut other = open_as(&helper, OTHER);
    assert!(exchange(&mut other, request).await.is_some(), "another client has its own share");
    assert!(exchange(&mut open_as(&helper, third), request).await.is_none(), "a fourth in all");
    drop(one);
    // It hears of the end when it next looks.
    let again = async {
        while exchange(&mut open(&helper), request).await.is_none() {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(5), again).await.expect("a place that is free again");
}

#[tokio::test]
async fn one_client_does_not_take_every_place() {
    let settings = Settings {
        max_measurements: 3,
        max_measurements_of_one: 2,
        dns_patience: Micros::from_millis(500),
        ..Settings::default()
    };
    let helper = of(settings);
    let request = post(r#"{"http_request":"http://silent.kz/"}"#);
    let ask = async |client| exchange(&mut open_as(&helper, client), &request).await.unwrap();
    let (one, two, three, other) = tokio::join!(ask(PHONE), ask(PHONE), ask(PHONE), ask(OTHER));
    assert_eq!([one.status, two.status, three.status, other.status], [200, 200, 503, 200]);
    assert!(three.head.contains("retry-after: 5\r\n"), "{three:?}");
}

#[tokio::test]
async fn who_asks_nothing_at_first_is_dropped_soon_and_who_asked_may_think() {
    let settings = Settings { first: Micros::from_millis(300), ..Settings::default() };
    let helper = of(settings);
    for said in [&b""[..], b"GET / HT", b"\x16\x03\x01"] {
        let mut stream = open(&helper);
        stream.write_all(said).await.unwrap();
        let dropped = timeout(Duration::from_secs(5), stream.read_to_end(&mut Vec::new())).await;
        assert!(dropped.is_ok(), "{said:?}: still waiting for a first request");
    }
    // The same before TLS is through.
    let (mut ours, theirs) = tokio::io::duplex(4096);
    let (serving, config) = (helper.clone(), certificate("th.kz").1);
    tokio::spawn(async move { serving.serve_tls(theirs, PHONE, config).await });
    ours.write_all(b"\x16\x03\x01").await.unwrap();
    let dropped = timeout(Duration::from_secs(5), ours.read_to_end(&mut Vec::new())).await;
    assert!(dropped.is_ok(), "still waiting for a hello");

    let mut stream = open(&helper);
    let request = b"GET / HTTP/1.1\r\nhost: th\r\n\r\n";
    assert!(exchange(&mut stream, request).await.is_some());
    let closed = timeout(Duration::from_millis(700), stream.read_u8()).await;
    assert!(closed.is_err(), "it may take its time for the second: {closed:?}");
    assert!(exchange(&mut stream, request).await.is_some());
}

#[tokio::test]
async fn who_takes_nothing_of_an_answer_is_dropped() {
    let settings = Settings { stuck: Micros::from_millis(300), ..Settings::default() };
    let (helper, (mut ours, theirs)) = (of(settings), tokio::io::duplex(1024));
    let serving = tokio::spawn(async move { helper.serve_http(theirs, PHONE).await });
    ours.write_all(b"GET /bytes/262144 HTTP/1.1\r\nhost: th\r\n\r\n").await.unwrap();
    timeout(Duration::from_secs(5), serving).await.expect("it gives up").unwrap();
}

#[tokio::test]
async fn of_thousands_of_addresses_the_first_are_asked() {
    let helper = of(Settings { dial_patience: Micros::from_millis(300), ..Settings::default() });
    let addresses: Vec<_> =
        (0..4_000_u32).map(|n| format!("93.184.{}.{}:1", n / 250, n % 250)).collect();
    let addresses: Vec<_> = addresses.iter().map(String::as_str).collect();
    let seen = ask(&helper, "http://nowhere.kz/", &addresses).await;
    let asked = seen["tcp_connect"].as_object().unwrap();
    assert_eq!(asked.len(), 8, "{seen}");
    assert!(addresses[..8].iter().all(|first| asked.contains_key(*first)), "{seen}");
}
