//! Sites of every kind, as a phone without an opinion finds them.

use std::io;
use std::time::Duration;

use arna_lab::Lab;
use arna_model::Target;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;

use super::phone::*;

/// The awkward sites of a scenario: the first ones of its cast.
fn awkward(lab: &Lab, count: usize) -> Vec<String> {
    let all = names(lab, |_| true);
    let ordinary = ["www.amnesty.org", "www.hrw.org", "www.torproject.org", "psiphon.ca"];
    let found: Vec<_> = all.into_iter().filter(|name| ordinary.contains(&&name[..])).collect();
    assert_eq!(found.len(), count, "the cast begins with others");
    found
}

/// All of an answer that comes within `patience`, and whether it came to an end.
async fn read(lab: &Lab, name: &str, patience: Duration) -> (Vec<u8>, bool) {
    let stream = dial(lab, name, 443).await.expect("TCP opens");
    let mut stream = shake(lab, stream, name).await.expect("TLS opens");
    let request = format!("GET / HTTP/1.1\r\nHost: {name}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sends");
    let mut heard = Vec::new();
    let ending = timeout(patience, stream.read_to_end(&mut heard)).await;
    (heard, ending.is_ok())
}

#[test]
fn certificates_that_the_web_does_not_take_are_not_taken() {
    for scenario in ["certificate-wrong-name", "certificate-incomplete", "national-pki"] {
        within(scenario, async |lab| {
            for name in awkward(lab, 4) {
                let stream = dial(lab, &name, 443).await.expect("TCP opens");
                let error = shake(lab, stream, &name).await.err().expect("nobody trusts it");
                assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{scenario}: {error}");
                let chain = chain(lab, &name).await;
                let (_, leaf) = x509_parser::parse_x509_certificate(&chain[0]).expect("DER");
                let is_own = leaf.subject().to_string() == format!("CN={name}");
                assert_eq!(is_own, scenario != "certificate-wrong-name", "{scenario}");
                assert_eq!(chain.len() == 1, scenario == "certificate-incomplete", "{scenario}");
            }
        });
    }
}

#[test]
fn a_waf_takes_the_connection_and_answers_no_hello_but_the_helper_s() {
    within("waf-drops-handshake", async |lab| {
        let name = &awkward(lab, 4)[0];
        let stream = dial(lab, name, 443).await.expect("TCP opens");
        let error = shake(lab, stream, name).await.err().expect("nothing comes back");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        let answer = ask(lab, "helper-one.arna.example", &format!("https://{name}/")).await;
        assert!(answer.expect("the helper answers").contains("\"status_code\":200"));
    });
}

#[test]
fn a_site_that_refuses_for_the_law_says_451() {
    within("geo-block-451", async |lab| {
        let page = fetch(lab, &awkward(lab, 4)[0]).await.expect("answers");
        assert!(page.starts_with("HTTP/1.1 451 "), "{page}");
    });
}

#[test]
fn a_name_that_is_gone_is_nobody_s() {
    within("name-gone", async |lab| {
        let error = lab.wire().resolve(&awkward(lab, 4)[0]).await.expect_err("there is none");
        assert_eq!(error, arna_net::ResolveError::NoName);
    });
}

#[test]
fn the_first_of_two_addresses_is_dead_and_the_second_opens() {
    within("dead-first-address", async |lab| {
        for name in awkward(lab, 4) {
            let addresses = lab.wire().resolve(&name).await.expect("two addresses");
            assert_eq!(addresses.len(), 2, "{name}");
            let dial = async |address| {
                let dial = arna_net::Dial { address, receive_buffer: None };
                timeout(PATIENCE, lab.wire().connect(dial)).await
            };
            assert!(dial((addresses[0], 443).into()).await.is_err(), "{name}");
            assert!(dial((addresses[1], 443).into()).await.expect("in time").is_ok(), "{name}");
        }
    });
}

#[test]
fn a_cut_body_ends_early_and_a_dripping_one_never() {
    for (scenario, ends) in [("cut-body", true), ("dripping-body", false)] {
        within(scenario, async |lab| {
            let (heard, is_over) = read(lab, &awkward(lab, 4)[0], Duration::from_secs(30)).await;
            let head = heard.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
            assert!(heard.starts_with(b"HTTP/1.1 200 OK\r\n"), "{scenario}");
            let body = heard.len() - head;
            assert_eq!(is_over, ends, "{scenario}");
            assert!((1024..2048).contains(&body), "{scenario}: {body} of 60,000 bytes");
        });
    }
}

#[test]
fn large_headers_come_before_a_whole_page() {
    within("large-headers", async |lab| {
        let (heard, _) = read(lab, &awkward(lab, 4)[0], Duration::from_secs(20)).await;
        let head = heard.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
        assert!(head > 24_000, "{head} bytes");
        assert_eq!(heard.len() - head, 60_000);
    });
}

#[test]
fn a_site_without_tls_has_its_page_on_port_80_only() {
    within("cleartext-sites", async |lab| {
        let is_clear = |target: &Target| target.input.starts_with("http://");
        for url in names(lab, is_clear) {
            let name = url.trim_start_matches("http://");
            let error = dial(lab, name, 443).await.err().expect("closed");
            assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
            let mut stream = dial(lab, name, 80).await.expect("opens");
            stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.expect("sends");
            let mut heard = vec![0; 15];
            stream.read_exact(&mut heard).await.expect("answers");
            assert_eq!(heard, b"HTTP/1.1 200 OK");
        }
    });
}

#[test]
fn a_rotating_name_has_other_addresses_each_time_and_most_of_them_answer() {
    within("rotating-dns", async |lab| {
        let name = &awkward(lab, 4)[0];
        let mut all = std::collections::BTreeMap::new();
        for _ in 0..4 {
            let two = lab.wire().resolve(name).await.expect("addresses");
            assert_eq!(two.len(), 2);
            for address in two {
                let dial = arna_net::Dial { address: (address, 443).into(), receive_buffer: None };
                let is_open =
                    matches!(timeout(PATIENCE, lab.wire().connect(dial)).await, Ok(Ok(_)));
                all.insert(address, is_open);
            }
        }
        let open = all.values().filter(|is_open| **is_open).count();
        assert_eq!((all.len(), open), (4, 3));
    });
}

#[test]
fn behind_a_proxy_even_nobody_takes_a_connection_and_pages_come_all_the_same() {
    within("transparent-proxy", async |lab| {
        let dead = arna_net::Dial { address: ([192, 0, 2, 1], 443).into(), receive_buffer: None };
        assert!(timeout(PATIENCE, lab.wire().connect(dead)).await.expect("in time").is_ok());
        for name in names(lab, |target| is_right(target, arna_model::Code::Accessible)) {
            fetch(lab, &name).await.expect("opens");
        }
    });
}

#[test]
fn a_proxy_writes_into_cleartext_and_the_page_comes_whole() {
    within("header-writing-proxy", async |lab| {
        let is_clear = |target: &Target| target.input.starts_with("http://");
        let url = &names(lab, is_clear)[0];
        let name = url.trim_start_matches("http://");
        let mut stream = dial(lab, name, 80).await.expect("opens");
        let request = format!("GET / HTTP/1.1\r\nhost: {name}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("sends");
        let mut heard = vec![0; 60_000];
        timeout(PATIENCE, stream.read_exact(&mut heard)).await.expect("in time").expect("comes");
        let head = heard.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
        assert!(String::from_utf8_lossy(&heard[..head]).contains("Via: 1.1 proxy"));
        let mut rest = vec![0; head];
        timeout(PATIENCE, stream.read_exact(&mut rest)).await.expect("in time").expect("comes");
        assert!(rest.ends_with(b"\n"), "the page's end");
    });
}

#[test]
fn a_company_s_proxy_shows_its_own_issuer_to_whomever_it_serves() {
    within("company-proxy", async |lab| {
        for name in ["helper-one.arna.example", "www.iana.org", &names(lab, |_| true)[0]] {
            let chain = chain(lab, name).await;
            let (_, leaf) = x509_parser::parse_x509_certificate(&chain[0]).expect("DER");
            assert_eq!(leaf.issuer().to_string(), "O=Company, CN=Company Root CA", "{name}");
        }
    });
}

#[test]
fn sites_at_one_edge_share_an_address_and_each_has_its_own_page() {
    within("shared-edge", async |lab| {
        let mut addresses = std::collections::BTreeSet::new();
        for name in awkward(lab, 4) {
            addresses.insert(address(lab, &name).await);
            let page = fetch(lab, &name).await.expect("opens");
            assert!(page.contains(&format!("<title>{name}")), "{page}");
        }
        assert_eq!(addresses.len(), 1);
    });
}

/// The first line and the location of an answer to a request for `name`.
async fn head(mut stream: impl AsyncRead + AsyncWrite + Unpin, name: &str) -> String {
    let request = format!("GET / HTTP/1.1\r\nHost: {name}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sends");
    let mut heard = vec![0; 2048];
    let read = timeout(PATIENCE, stream.read(&mut heard)).await.expect("in time").expect("comes");
    let text = String::from_utf8_lossy(&heard[..read]);
    let lines =
        text.lines().filter(|line| line.starts_with("HTTP") || line.starts_with("location"));
    lines.collect::<Vec<_>>().join(" ")
}

#[test]
fn visitors_are_sent_to_the_name_with_www_and_find_the_page_there() {
    within("www-redirects", async |lab| {
        let is_clear = |target: &Target| target.input.starts_with("http://");
        let clear = names(lab, is_clear).into_iter();
        let clear: Vec<_> = clear.map(|url| url.trim_start_matches("http://").to_owned()).collect();
        assert_eq!(clear.len(), 2);
        let short = ["amnesty.org", "hrw.org", "torproject.org", "psiphon.ca"].map(str::to_owned);
        for name in short.iter().chain(&clear) {
            let moved = format!("HTTP/1.1 301 Moved Permanently location: https://www.{name}/");
            let stream = dial(lab, name, 80).await.expect("opens");
            assert_eq!(head(stream, name).await, moved);
            let stream = dial(lab, name, 443).await.expect("TCP opens");
            let stream = shake(lab, stream, name).await.expect("TLS opens");
            assert_eq!(head(stream, name).await, moved);
            let page = fetch(lab, &format!("www.{name}")).await.expect("opens");
            assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
        }
    });
}

#[test]
fn where_the_name_with_www_is_filtered_the_short_one_leads_nowhere() {
    within("www-name-filtered", async |lab| {
        for name in ["azattyq.org", "meduza.io", "kloop.kg"] {
            let stream = dial(lab, name, 443).await.expect("TCP opens");
            let stream = shake(lab, stream, name).await.expect("TLS opens");
            let moved = format!("HTTP/1.1 301 Moved Permanently location: https://www.{name}/");
            assert_eq!(head(stream, name).await, moved);
            let error = fetch(lab, &format!("www.{name}")).await.expect_err("silence");
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        }
    });
}
