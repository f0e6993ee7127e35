//! What the helper says about sites that work, fail, lie and lead inside.

use crate::common::{Loopback, PUBLIC, WALL, ask, certificate, exchange, helper, open, post, site};
use rustls::RootCertStore;
use serde_json::json;

#[tokio::test]
async fn a_site_that_works() {
    let (roots, config) = certificate("site.kz");
    let port = site(Some(config)).await;
    let (wire, endpoint) = (Loopback::new(), format!("{PUBLIC}:{port}"));
    let seen = ask(&helper(&wire, roots), &format!("https://site.kz:{port}/"), &[&endpoint]).await;
    let expected = json!({
        "tcp_connect": {&endpoint: {"status": true, "failure": null}},
        "tls_handshake": {&endpoint: {"server_name": "site.kz", "status": true, "failure": null}},
        "quic_handshake": {},
        "http_request": {
            "body_length": 100_021, "discovered_h3_endpoint": "site.kz:443", "failure": null,
            "title": "A site", "status_code": 200,
            "headers": {"X-Kind": "test", "Content-Length": "100021", "Alt-Svc": "h3=\":443\""},
        },
        "http3_request": null,
        "dns": {"failure": null, "addrs": [PUBLIC]},
        "ip_info": {PUBLIC.to_string(): {"asn": 0, "flags": 1 | 2 | 8}},
    });
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_cleartext_site_and_a_brief_answer() {
    let port = site(None).await;
    let helper = helper(&Loopback::new(), RootCertStore::empty());
    let body = format!(r#"{{"http_request":"http://site.kz:{port}/","x_arna_brief":true}}"#);
    let seen = exchange(&mut open(&helper), &post(&body)).await.unwrap();
    assert!(seen.body.len() < 500, "{} bytes: {}", seen.body.len(), seen.body);
    assert_eq!(seen.json()["http_request"]["title"], "A site");
    assert_eq!(seen.json()["tls_handshake"], json!({}));
}

#[tokio::test]
async fn a_phone_of_ours_is_told_what_pages_in_the_clear_are_compared_by() {
    let port = site(None).await;
    let helper = helper(&Loopback::new(), RootCertStore::empty());
    let asked = async |path: &str, is_brief: bool| {
        let url = format!("http://site.kz:{port}{path}");
        let body = format!(r#"{{"http_request":"{url}","x_arna_brief":{is_brief}}}"#);
        exchange(&mut open(&helper), &post(&body)).await.unwrap().json()["http_request"].clone()
    };
    let page = asked("/cyrillic", true).await;
    assert_eq!(page["title"], "Новости", "in our letters: {page}");
    assert_eq!(page["x_arna_tags"], json!({"title": 1, "p": 3}));
    let headers =
        json!({"Content-Type": "text/html; charset=windows-1251", "Content-Length": "31"});
    assert_eq!(page["headers"], headers);
    assert_eq!(asked("/cyrillic", false).await["title"], "Новости");

    let file = asked("/file", true).await;
    assert_eq!((&file["title"], &file["x_arna_tags"]), (&json!(""), &json!(null)), "{file}");
    let headers = json!({"Content-Type": "application/zip", "Content-Length": "23"});
    assert_eq!((&file["headers"], &file["body_length"]), (&headers, &json!(23)));
}

#[tokio::test]
async fn certificates_are_judged() {
    let (roots, config) = certificate("site.kz");
    let port = site(Some(config)).await;
    let wire = Loopback::new();
    let endpoint = format!("{PUBLIC}:{port}");
    for (name, roots, failure) in [
        ("other.kz", roots, "ssl_invalid_hostname"),
        ("site.kz", RootCertStore::empty(), "ssl_unknown_authority"),
        ("site.kz", certificate("rogue.kz").0, "ssl_unknown_authority"),
    ] {
        let seen = ask(&helper(&wire, roots), &format!("https://{name}:{port}/"), &[]).await;
        assert_eq!(seen["tls_handshake"][&endpoint]["failure"], failure, "{seen}");
        assert_eq!(seen["tls_handshake"][&endpoint]["server_name"], name);
        assert_eq!(seen["http_request"]["failure"], failure, "{seen}");
        assert_eq!(seen["ip_info"][PUBLIC.to_string()]["flags"], 2);
    }
}

#[tokio::test]
async fn whose_a_refused_chain_is_is_told_to_our_own_phones_alone() {
    let (roots, config) = certificate("site.kz");
    let port = site(Some(config)).await;
    let endpoint = format!("{PUBLIC}:{port}");
    let url = format!("https://site.kz:{port}/");
    for (roots, is_brief, is_told) in [
        (RootCertStore::empty(), true, true),
        (RootCertStore::empty(), false, false),
        (roots, true, false),
    ] {
        let body = format!(r#"{{"http_request":"{url}","x_arna_brief":{is_brief}}}"#);
        let helper = helper(&Loopback::new(), roots);
        let seen = exchange(&mut open(&helper), &post(&body)).await.unwrap().json();
        let handshake = &seen["tls_handshake"][&endpoint];
        let chain = handshake["x_arna_chain"].as_array();
        assert_eq!(chain.is_some(), is_told, "{seen}");
        if let Some([leaf, ..]) = chain.map(Vec::as_slice) {
            assert_eq!(leaf["sha256"].as_str().map(str::len), Some(64), "{leaf}");
            assert!(leaf["issuer"]["common_name"].is_string(), "{leaf}");
        }
    }
}

#[tokio::test]
async fn what_fails_has_its_older_word() {
    let helper = helper(&Loopback::new(), RootCertStore::empty());
    let closed = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().port()
    };
    let seen = ask(&helper, &format!("http://site.kz:{closed}/"), &[]).await;
    let endpoint = format!("{PUBLIC}:{closed}");
    assert_eq!(seen["tcp_connect"][&endpoint]["failure"], "connection_refused_error");
    assert_eq!(seen["http_request"]["failure"], "connection_refused_error");
    assert_eq!(seen["http_request"]["status_code"], -1);

    let seen = ask(&helper, "http://nowhere.kz/", &[&endpoint]).await;
    assert_eq!(seen["dns"], json!({"failure": "dns_name_error", "addrs": []}));
    assert_eq!(seen["http_request"]["failure"], "dns_lookup_error");
    assert_eq!(seen["tcp_connect"][&endpoint]["status"], false);

    let seen = ask(&helper, "http://silent.kz/", &[]).await;
    assert_eq!(seen["dns"]["failure"], "dns_server_failure");

    let port = site(None).await;
    let seen = ask(&helper, &format!("http://site.kz:{port}/silence"), &[]).await;
    assert_eq!(seen["http_request"]["failure"], "generic_timeout_error");
    assert_eq!(seen["tcp_connect"][format!("{PUBLIC}:{port}")]["status"], true);
    let seen = ask(&helper, &format!("http://site.kz:{port}/round"), &[]).await;
    assert_eq!(seen["http_request"]["failure"], "http_too_many_redirects");
    let seen = ask(&helper, &format!("http://site.kz:{port}/inside"), &[]).await;
    assert_eq!(seen["http_request"]["failure"], "http_invalid_redirect_location_host");
}

#[tokio::test]
async fn a_cookie_opens_the_wall_and_raw_bytes_lead_on() {
    let port = site(None).await;
    let helper = helper(&Loopback::new(), RootCertStore::empty());
    for path in ["/wall", "/raw"] {
        let seen = ask(&helper, &format!("http://site.kz:{port}{path}"), &[]).await;
        assert_eq!(seen["http_request"]["status_code"], 200, "{path}: {seen}");
    }
}

#[tokio::test]
async fn nothing_inside_is_ever_dialled() {
    let (wire, port) = (Loopback::new(), site(None).await);
    let helper = helper(&wire, RootCertStore::empty());
    for url in [
        "http://127.0.0.1/".to_owned(),
        "http://localhost/".to_owned(),
        "http://router.local/".to_owned(),
        "http://2130706433/".to_owned(),
        "https://[::1]/".to_owned(),
        "https://[::ffff:192.168.1.1]/".to_owned(),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        format!("http://rebound.kz:{port}/"),
        format!("http://half-rebound.kz:{port}/"),
        format!("http://site.kz:{port}/inside"),
    ] {
        let inside = ["10.0.0.1:80", "[fd00::1]:443", "127.0.0.1:22"];
        let seen = ask(&helper, &url, &inside).await;
        assert_eq!(seen["http_request"]["status_code"], -1, "{url}: {seen}");
        assert!(seen["http_request"]["failure"].is_string(), "{url}: {seen}");
        assert_eq!(seen["ip_info"]["10.0.0.1"]["flags"], 1 | 4, "{url}: {seen}");
        assert!(seen["tcp_connect"].get("10.0.0.1:80").is_none(), "{url}: {seen}");
    }
    let dialled = wire.dialled.lock().unwrap();
    assert!(!dialled.is_empty() && dialled.iter().all(|d| d.ip() == PUBLIC), "{dialled:?}");
}

#[tokio::test]
async fn a_lab_may_be_private() {
    let port = site(None).await;
    let settings = arna_helper::Settings { allow_private: true, ..Default::default() };
    let wire = std::sync::Arc::new(arna_net::OsWire::new());
    let helper = arna_helper::Helper::new(wire, settings);
    let seen = ask(&helper, &format!("http://127.0.0.1:{port}/"), &[]).await;
    assert_eq!(seen["http_request"]["status_code"], 200, "{seen}");
    assert_eq!(seen["ip_info"]["127.0.0.1"]["flags"], 2 | 4);
}

#[tokio::test]
async fn any_name_gets_a_handshake() {
    let (_, config) = certificate("th.kz");
    let wire = Loopback::new();
    let helper = helper(&wire, RootCertStore::empty());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (stream, phone) = listener.accept().await.unwrap();
        helper.serve_tls(stream, phone.ip(), config).await;
    });
    let settings = arna_net::Settings {
        roots: RootCertStore::empty().into(),
        epoch: arna_model::Micros(0),
        before: arna_model::Micros(0),
        platform: arna_net::Platform::default(),
    };
    let recorder = arna_net::Recorder::new(arna_model::RunId::new("r"), 0);
    let net = arna_net::Net::new(wire, settings, recorder);
    let connection = net.connect(address).await.outcome.unwrap();
    let (secured, _) =
        net.handshake_unverified(connection, "forbidden.example").await.outcome.unwrap();
    let mut channel = arna_net::Channel::open(arna_net::Carrier::Tls(Box::new(secured)), 65_535);
    let greeting = http::Request::get("https://th/").body(Default::default()).unwrap();
    let answer = channel.exchange(&net, greeting, 1000).await.unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["date"], "Wed, 01 May 2024 00:00:00 GMT", "{WALL}");
}
