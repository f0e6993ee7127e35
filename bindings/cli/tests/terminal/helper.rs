//! `arna helper`: what it refuses, and how it ends.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::sync::Barrier;

use serde_json::Value;

use crate::certificates::Certificates;
use crate::command::{Home, text};
use crate::local::helper;
use crate::network::alone;
use crate::site::Site;
use crate::system;

#[test]
fn a_helper_looks_at_no_private_address_unless_told() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let root = text(&certificates.root);
        let (_shy, shy) = helper(&home, &format!("--ca {root}"));
        let (_bold, bold) = helper(&home, &format!("--ca {root} --allow-private"));
        let answer = ask(&shy, &site);
        assert_eq!(site.visits(), 0, "{answer}");
        assert_ne!(answer["http_request"]["status_code"], 200, "{answer}");
        let tcp = answer["tcp_connect"].as_object().unwrap();
        assert!(tcp.values().all(|one| one["status"] == false), "{answer}");
        let answer = ask(&bold, &site);
        assert_eq!(answer["http_request"]["status_code"], 200, "{answer}");
        assert!(site.visits() > 0);
    });
}

#[test]
fn a_helper_looks_at_no_address_of_its_own_machine() {
    alone(|| {
        let home = Home::new();
        // As if they were the machine's public ones: of an interface, and behind a router that nobody sees here.
        let (seen, named) = (Ipv4Addr::new(93, 184, 216, 34), Ipv4Addr::new(93, 184, 216, 35));
        system::loopback(1, seen);
        let (_helper, helper) = helper(&home, &format!("--own-address {named}"));
        let site = TcpListener::bind((seen, 0)).unwrap();
        site.set_nonblocking(true).unwrap();
        let port = site.local_addr().unwrap().port();
        for own in [seen, named] {
            let (_, body) = posted(&helper, &format!("http://{own}:{port}/"), port);
            let answer: Value = serde_json::from_str(&body).unwrap();
            assert_eq!(answer["http_request"]["failure"], "permission_denied", "{answer}");
            assert!(answer["tcp_connect"].as_object().unwrap().is_empty(), "{answer}");
        }
        assert_eq!(site.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "nobody called");
    });
}

#[test]
fn a_shy_helper_makes_no_difference_to_what_opens() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let (page, root) = (site.page(""), text(&certificates.root));
        let (_helper, helper) = helper(&home, "");
        let said = home.run(&format!(
            "run web_connectivity --input {page} --ca {root} --helper {helper} --yes --json"
        ));
        let said = said.exits(0);
        assert_eq!(said.json().codes(), [(page.as_str(), "accessible")], "{said}");
        assert_eq!(site.visits(), 1);
    });
}

#[test]
fn a_helper_that_is_asked_too_much_is_quoted_with_when_to_come_back() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let (site, helper) =
            (Site::open(&certificates.server), TcpListener::bind("127.0.0.1:0").unwrap());
        let at = helper.local_addr().unwrap();
        std::thread::spawn(move || {
            while let Ok((mut stream, _)) = helper.accept() {
                let answer = "HTTP/1.1 429 Too Many Requests\r\nretry-after: 2040\r\n\
                              content-length: 0\r\nconnection: close\r\n\r\n";
                drop(stream.read(&mut [0; 4096]).and_then(|_| stream.write(answer.as_bytes())));
            }
        });
        // What stands at home is told to no helper, so there is another one.
        let (page, root) = (site.page(""), text(&certificates.root));
        let line = format!(
            "run web_connectivity --input {page} --input https://site.example/ --ca {root} \
             --helper http://{at}/ --yes --db kept.db"
        );
        let wanted = [&at.to_string()[..], "too much was asked of it", "in 34 min"];
        home.run(&line).exits(0).tells(&wanted);
        home.run("show --db kept.db").exits(0).tells(&wanted);
        let why = home.arna("show --why --db kept.db").env("COLUMNS", "200").start().end().exits(0);
        why.prints(&["it may be asked again in 34 min"]);
        let russian = home.run("show --db kept.db --language ru").exits(0);
        russian.tells(&["просил вернуться через 34 мин"]);
    });
}

#[test]
fn datagrams_are_echoed_on_the_same_port() {
    alone(|| {
        let home = Home::new();
        let (_helper, helper) = helper(&home, "");
        let address = helper.strip_prefix("http://").unwrap().trim_end_matches('/');
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.connect(address).unwrap();
        // What is no question comes first and stays without an answer.
        for said in [b"12345678", b"!A123456", b"?A123456"] {
            socket.send(said).unwrap();
        }
        let mut back = [0; 64];
        assert_eq!(socket.recv(&mut back).unwrap(), 8);
        assert_eq!(&back[..8], b"!A123456");
    });
}

#[test]
fn an_interrupt_ends_it_and_a_taken_port_is_said() {
    alone(|| {
        let home = Home::new();
        let (first, url) = helper(&home, "");
        let address = url.strip_prefix("http://").unwrap().trim_end_matches('/');
        let second = home.run(&format!("helper --listen {address}")).exits(1);
        second.tells(&["cannot listen on", address]);
        system::interrupt(first.id());
        first.end().exits(0);
    });
}

#[test]
fn keys_that_are_none_are_refused() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let (chain, key) = (text(&certificates.chain), text(&certificates.key));
        let line = "helper --listen 127.0.0.1:0 --tls 127.0.0.1:0";
        for (chain, key, bad) in [
            (chain, chain, "chain.pem"),
            (key, key, "key.pem"),
            (chain, "absent.pem", "absent.pem"),
        ] {
            let said = home.run(&format!("{line} --cert {chain} --key {key}")).exits(2);
            said.tells(&[bad]);
        }
    });
}

#[test]
fn two_hundred_phones_at_once_are_answered_or_told_to_try_another() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let root = text(&certificates.root);
        let (_helper, helper) = helper(&home, &format!("--ca {root} --allow-private"));
        let (page, port, start) = (site.page(""), site.port, Barrier::new(PHONES));
        let statuses: Vec<String> = std::thread::scope(|scope| {
            let phone = || {
                start.wait();
                let (head, body) = posted(&helper, &page, port);
                if head.starts_with("HTTP/1.1 200") {
                    let answer: Value = serde_json::from_str(&body).unwrap();
                    assert_eq!(answer["http_request"]["status_code"], 200, "{answer}");
                }
                head.lines().next().unwrap().to_owned()
            };
            let phones: Vec<_> = (0..PHONES).map(|_| scope.spawn(phone)).collect();
            phones.into_iter().map(|phone| phone.join().unwrap()).collect()
        });
        let count = |status: &str| statuses.iter().filter(|one| one.contains(status)).count();
        let (answered, refused) = (count(" 200 "), count(" 503 "));
        assert_eq!(answered + refused, PHONES, "{statuses:?}");
        // All of them are one client, which has a quarter of the places.
        assert!(answered >= 16, "{answered} of {PHONES}");
        let (_, health) =
            exchange(&helper, "GET /health HTTP/1.1\r\nhost: helper\r\nconnection: close\r\n\r\n");
        assert_eq!(health, "0 of 64 measurements under way\n");
    });
}

/// Asks a helper about a site, as a phone does.
fn ask(helper: &str, site: &Site) -> Value {
    let (head, body) = posted(helper, &site.page(""), site.port);
    assert!(head.starts_with("HTTP/1.1 200"), "{head} {body}");
    serde_json::from_str(&body).unwrap()
}

/// What a helper answers to a question about a site: head and body.
fn posted(helper: &str, page: &str, port: u16) -> (String, String) {
    let body = serde_json::json!({
        "http_request": page,
        "http_request_headers": {},
        "tcp_connect": [format!("127.0.0.1:{port}")],
    });
    let body = body.to_string();
    let length = body.len();
    exchange(
        helper,
        &format!(
            "POST / HTTP/1.1\r\nhost: helper\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        ),
    )
}

fn exchange(helper: &str, request: &str) -> (String, String) {
    let address = helper.strip_prefix("http://").unwrap().trim_end_matches('/');
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

const PHONES: usize = 200;
