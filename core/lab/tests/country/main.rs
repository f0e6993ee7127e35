//! The country as a phone sees it, scenario by scenario.

mod begun;
mod families;
mod filters;
mod handovers;
mod http3;
mod kinds;
mod phone;
mod resolvers;
mod split;

use std::io;
use std::net::SocketAddr;

use arna_lab::{Direction, Lab, LabError, Options, Scenario, runtime, scenarios};
use arna_model::Code;
use arna_net::echo;
use phone::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;

#[test]
fn a_fine_site_opens_and_its_chain_verifies() {
    within("open-wired", async |lab| {
        for name in names(lab, |_| true) {
            let page = fetch(lab, &name).await.expect("opens");
            assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
            assert!(page.contains(&format!("<title>{name}")), "{page}");
            assert!(!page.to_lowercase().contains("\r\ndate:"), "{page}");
        }
    });
}

#[test]
fn an_onlooker_sees_what_the_meter_counts() {
    within("first-light", async |lab| {
        let (tell, seen) = std::sync::mpsc::channel();
        lab.capture(move |at, direction, packet| {
            tell.send((at, direction, packet.len() as u64)).unwrap_or_default();
        });
        let open = &names(lab, |target| is_right(target, Code::Accessible))[0];
        fetch(lab, open).await.expect("opens");
        let dropped = &names(lab, |target| is_right(target, Code::LikelyBlocked))[0];
        let stream = dial(lab, dropped, 443).await.expect("TCP opens");
        shake(lab, stream, dropped).await.err().expect("nothing comes back");
        let all: Vec<_> = seen.try_iter().collect();
        let bytes = |way| -> u64 { all.iter().filter(|one| one.1 == way).map(|one| one.2).sum() };
        let meter = lab.phone_bytes();
        assert_eq!((bytes(Direction::Up), bytes(Direction::Down)), (meter.sent, meter.received));
        assert!(all.len() > 20 && all.is_sorted_by_key(|one| one.0));
        assert_eq!(all[0].0.unix_seconds(), 1_714_550_400, "the story's own clock");
    });
}

#[test]
fn cleartext_leads_to_https() {
    within("open-wired", async |lab| {
        let name = &names(lab, |_| true)[0];
        let mut stream = dial(lab, name, 80).await.expect("opens");
        stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.expect("takes it");
        let mut heard = vec![0; 2048];
        let read = stream.read(&mut heard).await.expect("answers");
        let head = String::from_utf8_lossy(&heard[..read]);
        assert!(head.starts_with("HTTP/1.1 301"), "{head}");
        assert!(head.contains(&format!("location: https://{name}/")), "{head}");
    });
}

#[test]
fn a_dropped_name_gets_silence_after_tcp_and_an_innocent_one_a_page() {
    within("kz-2024-sni-drop", async |lab| {
        for name in names(lab, |target| is_right(target, Code::LikelyBlocked)) {
            let stream = dial(lab, &name, 443).await.expect("TCP opens");
            let error = shake(lab, stream, &name).await.err().expect("nothing comes back");
            assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{name}");
            // The same address under another name is as before.
            let stream = dial(lab, &name, 443).await.expect("TCP opens");
            let error = shake(lab, stream, "www.example.org").await.err().expect("another's name");
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{name}: {error}");
        }
        let innocent = &names(lab, |target| is_right(target, Code::Accessible))[0];
        fetch(lab, innocent).await.expect("opens");
    });
}

#[test]
fn a_reset_comes_at_once() {
    within("sni-reset", async |lab| {
        let name = &names(lab, |target| is_right(target, Code::LikelyBlocked))[0];
        let stream = dial(lab, name, 443).await.expect("TCP opens");
        let error = shake(lab, stream, name).await.err().expect("a reset");
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    });
}

#[test]
fn an_interceptor_shows_the_state_s_root_for_listed_names_only() {
    within("kz-2019-qaznet", async |lab| {
        for name in names(lab, |target| is_right(target, Code::Blocked)) {
            let stream = dial(lab, &name, 443).await.expect("TCP opens");
            let error = shake(lab, stream, &name).await.err().expect("nobody trusts it");
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
            let chain = chain(lab, &name).await;
            let (_, leaf) = x509_parser::parse_x509_certificate(&chain[0]).expect("DER");
            assert_eq!(leaf.issuer().to_string(), "C=KZ, CN=Qaznet Trust Network");
            assert_eq!(leaf.subject().to_string(), format!("CN={name}"));
        }
        for name in names(lab, |target| is_right(target, Code::Accessible)) {
            fetch(lab, &name).await.expect(&name);
        }
    });
}

#[test]
fn forged_names_have_a_bogon_from_everybody_and_the_others_the_truth() {
    within("dns-forged", async |lab| {
        for name in names(lab, |target| is_right(target, Code::Blocked)) {
            assert_eq!(address(lab, &name).await.to_string(), "10.10.34.36");
        }
        let innocent = &names(lab, |target| is_right(target, Code::Accessible))[0];
        fetch(lab, innocent).await.expect("opens");
    });
}

#[test]
fn dropped_addresses_and_servers_that_drop_the_country_look_the_same() {
    for scenario in ["ip-drop", "server-drops-country"] {
        within(scenario, async |lab| {
            for name in names(lab, |target| is_right(target, Code::Unreachable)) {
                let error = dial(lab, &name, 443).await.err().expect("silence");
                assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{name}");
            }
        });
    }
}

#[test]
fn innocent_ones_that_look_guilty() {
    within("site-down", async |lab| {
        let mut kinds = Vec::new();
        for name in names(lab, |target| is_right(target, Code::SiteDown)) {
            kinds.push(dial(lab, &name, 443).await.err().expect("down").kind());
        }
        kinds.sort();
        let [refused, silent] = [io::ErrorKind::ConnectionRefused, io::ErrorKind::TimedOut];
        assert_eq!(kinds, [refused, refused, refused, silent, silent, silent]);
    });
    within("expired-certificate", async |lab| {
        let name = &names(lab, |target| is_right(target, Code::SiteDown))[0];
        let error = fetch(lab, name).await.expect_err("expired");
        assert!(error.to_string().to_lowercase().contains("expired"), "{error}");
    });
    within("geo-block-403", async |lab| {
        let name = &names(lab, |target| is_right(target, Code::SiteRefuses))[0];
        let page = fetch(lab, name).await.expect("an authentic answer");
        assert!(page.starts_with("HTTP/1.1 403 ") && page.contains("in your country"), "{page}");
    });
    within("captcha", async |lab| {
        let mut statuses = Vec::new();
        for name in names(lab, |target| is_right(target, Code::SiteRefuses)) {
            let page = fetch(lab, &name).await.expect("an authentic answer");
            assert!(page.contains("captcha"), "{page}");
            statuses.push(page[9..12].to_owned());
        }
        statuses.sort();
        assert_eq!(statuses, ["403", "403", "503", "503"]);
    });
    within("slow-server", async |lab| {
        let page = lab.now();
        fetch(lab, "www.amnesty.org").await.expect("opens in the end");
        let seconds = lab.now().since(page).as_secs_f64();
        assert!((5.0..9.0).contains(&seconds), "{seconds}");
    });
}

#[test]
fn a_name_with_two_servers_has_the_nearer_one_here() {
    within("geo-variant-dns", async |lab| {
        let name = &names(lab, |_| true)
            .into_iter()
            .find(|name| name == "www.amnesty.org")
            .expect("the first name of the list");
        assert!(address(lab, name).await.to_string().starts_with("2.74."));
        fetch(lab, name).await.expect("opens");
    });
}

#[test]
fn the_helper_looks_from_outside() {
    for (scenario, expected) in [
        ("server-drops-country", "\"status_code\":200"),
        ("geo-block-403", "\"status_code\":200"),
        ("kz-2024-sni-drop", "\"status_code\":200"),
        ("site-down", "\"status_code\":-1"),
        ("expired-certificate", "\"status_code\":-1"),
    ] {
        within(scenario, async |lab| {
            let target = lab.targets().into_iter().find(|one| !is_right(one, Code::Accessible));
            let url = target.expect("a guilty one").input;
            for helper in lab.helpers() {
                let name = helper.trim_start_matches("https://").trim_end_matches('/');
                let answer = ask(lab, name, &url).await.expect("the helper answers");
                assert!(answer.contains(expected), "{scenario}: {answer}");
            }
        });
    }
}

#[test]
fn the_helper_echoes_and_takes_any_name() {
    within("first-light", async |lab| {
        for helper in lab.helpers() {
            let name = helper.trim_start_matches("https://").trim_end_matches('/').to_owned();
            let peer = SocketAddr::new(address(lab, &name).await, 443);
            let socket = lab.wire().datagrams(peer).await.expect("a socket");
            socket.send(&echo::question(*b"canary")).await.expect("sends");
            let answer = timeout(PATIENCE, socket.receive()).await.expect("in time");
            assert_eq!(echo::answered(&answer.expect("an answer")), Some(*b"canary"));
            let stream = dial(lab, &name, 443).await.expect("TCP opens");
            let error =
                shake(lab, stream, "innocent.example.org").await.err().expect("not its name");
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "a certificate came: {error}");
        }
    });
}

#[test]
fn silent_helpers_are_silent() {
    within("helper-unreachable", async |lab| {
        let error = dial(lab, "helper-one.arna.example", 443).await.err().expect("silence");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        let name = &names(lab, |_| true)[0];
        fetch(lab, name).await.expect("opens");
    });
}

#[test]
fn the_anchors_answer() {
    within("kz-2024-sni-drop", async |lab| {
        assert_eq!(lab.anchors().len(), 4);
        for anchor in lab.anchors() {
            assert_eq!(address(lab, &anchor.name).await, anchor.address.ip());
            fetch(lab, &anchor.name).await.expect(&anchor.name);
        }
    });
}

#[test]
fn one_seed_gives_one_country() {
    let look = |seed| {
        runtime().expect("a runtime").block_on(async {
            let scenario = Scenario::named("kz-2019-qaznet").expect("there");
            let lab = Lab::open(scenario, &options(seed)).expect("opens");
            let mut seen = Vec::new();
            for name in ["facebook.com", "www.amnesty.org"] {
                let started = lab.now();
                seen.push((address(&lab, name).await, chain(&lab, name).await, started, lab.now()));
            }
            (lab.targets(), seen, lab.phone_bytes())
        })
    };
    assert_eq!(look(7), look(7));
    let (one, other) = (look(7), look(8));
    assert_ne!(one.0, other.0, "another order");
    assert_ne!(one.1[1].1, other.1[1].1, "other certificates");
}

#[test]
fn every_scenario_opens_at_any_size() {
    for scenario in scenarios() {
        for targets in [None, Some(3), Some(300)] {
            runtime().expect("a runtime").block_on(async {
                let lab = Lab::open(scenario, &Options { targets, ..options(1) }).expect("opens");
                let count = lab.targets().len();
                match targets {
                    None => assert!((5..=100).contains(&count), "{}", scenario.name),
                    Some(wanted) => assert!((wanted..=wanted + 2).contains(&count), "{count}"),
                }
                let expected = format!("{} {} seed 1", scenario.name, scenario.profile);
                assert_eq!(lab.vantage().lab.as_deref(), Some(expected.as_str()));
                assert!(matches!(lab.vantage().country.as_deref(), Some("KZ" | "RU")));
            });
        }
    }
}

#[test]
fn an_unknown_profile_is_answered_with_the_known_ones() {
    runtime().expect("a runtime").block_on(async {
        let options = Options { profile: Some("5g".into()), ..Options::default() };
        let error = Lab::open(&scenarios()[0], &options).err().expect("there is none");
        assert!(matches!(error, LabError::UnknownProfile { .. }));
        assert!(error.to_string().contains("edge, poor3g, good3g, lte, lte_edge, wired"));
    });
}
