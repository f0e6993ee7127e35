//! `run` on a real network of one machine: a web server of its own, and a real helper.

use crate::certificates::Certificates;
use crate::command::{Home, Running, text};
use crate::lines::{is_measurement, is_run};
use crate::network::alone;
use crate::site::{PUBLIC, Site, closed_port, parrot};

/// A helper at a port of its own, and its URL.
pub(crate) fn helper(home: &Home, options: &str) -> (Running, String) {
    let mut helper = home.arna(&format!("helper --listen 127.0.0.1:0 {options}")).start();
    let line = helper.await_line("listening on http://");
    (helper, url(&line))
}

/// The URL in a line like "listening on http://127.0.0.1:80/, echo on …".
pub(crate) fn url(line: &str) -> String {
    let url = line.strip_prefix("listening on ").and_then(|rest| rest.split_once(','));
    url.unwrap_or_else(|| panic!("no URL in {line:?}")).0.to_owned()
}

#[test]
fn a_local_site_opens_and_a_real_helper_says_so_too() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let root = text(&certificates.root);
        let (_helper, helper) = helper(&home, &format!("--ca {root} --allow-private"));
        let page = site.public_page("");
        let said = home.run(&format!(
        "run web_connectivity --input {page} --ca {root} --helper {helper} --yes --json --db kept.db"
    ));
        let said = said.exits(0);
        let lines = said.json();
        assert_eq!(lines.codes(), [(page.as_str(), "accessible")], "{said}");
        lines.measurements.iter().for_each(is_measurement);
        is_run(&lines.run);
        for part in ["virtual_s", "score"] {
            assert!(lines.run.get(part).is_none(), "{part} is for the lab: {said}");
        }
        let one = &lines.measurements[0];
        assert!(one.get("truth").is_none(), "nobody knows the truth here: {said}");
        let mut seen = one["observations"].as_array().unwrap().iter();
        let exchange =
            seen.find(|one| one["operation"] == "helper_exchange").expect("it was asked");
        assert_eq!(exchange["answer"]["http"]["status"], 200, "{said}");
        assert_eq!(
            site.visits(),
            3,
            "the phone, and the helper once for TLS and once for the page"
        );
        assert_eq!(home.run("show --db kept.db --json").exits(0).out, said.out);
    });
}

#[test]
fn a_helper_makes_a_certificate_of_its_own_that_can_be_trusted() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let options =
            format!("--tls 127.0.0.1:0 --ca {} --allow-private", text(&certificates.root));
        let (mut helper, _) = helper(&home, &options);
        let print = helper.await_line("self-made certificate, SHA-256 ");
        assert_eq!(print.rsplit_once(' ').unwrap().1.len(), 64, "{print}");
        let line = helper.await_line("arna run --ca ");
        let (_, file) = line.rsplit_once(' ').unwrap();
        let secure = url(&helper.await_line("listening on https://"));
        let kept = std::fs::read_to_string(file).unwrap();
        assert!(kept.contains("BEGIN CERTIFICATE") && !kept.contains("PRIVATE"), "{kept}");
        let root = std::fs::read_to_string(&certificates.root).unwrap();
        let both = home.write("both.pem", root + &kept);
        // The site is trusted both times, the helper only where its own certificate is named too.
        for (trusted, answers) in [(&both, true), (&certificates.root, false)] {
            let said = home.run(&format!(
                "run web_connectivity --input {} --ca {} --helper {secure} --yes --json",
                site.public_page(""),
                text(trusted)
            ));
            let said = said.exits(0);
            let lines = said.json();
            let seen = lines.measurements[0]["observations"].as_array().unwrap();
            let is_answer = |one: &serde_json::Value| one["answer"]["http"]["status"] == 200;
            assert_eq!(seen.iter().any(is_answer), answers, "{said}");
        }
    });
}

#[test]
fn a_helper_over_tls_is_reached_by_its_name() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let (root, chain, key) =
            (text(&certificates.root), text(&certificates.chain), text(&certificates.key));
        let options =
            format!("--tls 127.0.0.1:0 --cert {chain} --key {key} --ca {root} --allow-private");
        let (mut helper, _) = helper(&home, &options);
        let secure = url(&helper.await_line("listening on https://"));
        let port = secure.rsplit_once(':').unwrap().1;
        let said = home.run(&format!(
        "run web_connectivity --input {} --ca {root} --helper https://localhost:{port} --yes --json",
        site.public_page("")
    ));
        let said = said.exits(0);
        let lines = said.json();
        assert_eq!(lines.measurements[0]["verdict"]["code"], "accessible", "{said}");
        let seen = lines.measurements[0]["observations"].as_array().unwrap();
        let answered = |one: &&serde_json::Value| one["operation"] == "helper_exchange";
        let exchange = seen.iter().find(answered).expect("it was asked");
        assert_eq!(exchange["answer"]["http"]["status"], 200, "{said}");
        let names = |one: &&serde_json::Value| {
            one["operation"] == "tls_handshake" && one["place"]["stage"] == "helper"
        };
        assert_eq!(seen.iter().filter(names).count(), 1, "over TLS: {said}");
    });
}

#[test]
fn what_is_typed_plainly_is_measured_and_shown_in_words() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let (page, root) = (site.page("about"), text(&certificates.root));
        let line = format!("run web_connectivity --input {page} --ca {root} --no-helper --yes");
        let said = home.run(&line).exits(0);
        let short = page.strip_prefix("https://").unwrap();
        let said = said.prints(&[short, "Opens normally", "1 × Opens normally"]);
        let said = said.tells(&[&format!("1/1 {short}: Opens normally")]);
        assert!(!said.out.contains("Truth") && !said.out.contains("simulated"), "{said}");
        assert!(home.path(".local/share/arna/arna.db").exists(), "the folder for application data");
        home.run("show").exits(0).prints(&["Opens normally"]);
    });
}

#[test]
fn a_helper_that_is_not_there_is_complained_of_and_nobody_is_accused() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let helper = format!("http://127.0.0.1:{}", closed_port());
        let (page, root) = (site.public_page(""), text(&certificates.root));
        let said = home.run(&format!(
            "run web_connectivity --input {page} --ca {root} --helper {helper} --yes --json"
        ));
        let said = said.exits(0).tells(&["no test helper answered", &helper, "turned away"]);
        assert_eq!(said.json().codes(), [(page.as_str(), "accessible")], "{said}");
    });
}

#[test]
fn a_helper_that_talks_nonsense_is_complained_of_and_nobody_is_accused() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        // There is Internet as far as the anchors go; the site's port is closed.
        crate::system::loopback(1, [1, 1, 1, 1].into());
        crate::system::loopback(2, PUBLIC);
        parrot("1.1.1.1:443", b"");
        let page = format!("https://{PUBLIC}:{}/", closed_port());
        let root = text(&certificates.root);
        for nonsense in [
            &b"SSH-2.0-OpenSSH_9.9\r\n"[..],
            b"HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n<html>no</html",
            b"HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n",
            b"",
        ] {
            let helper = format!("http://{}", parrot("127.0.0.1:0", nonsense));
            let said = home.run(&format!(
                "run web_connectivity --input {page} --ca {root} --helper {helper} --yes --json"
            ));
            let said = said.exits(0).tells(&["no test helper answered", &helper]);
            let lines = said.json();
            assert_eq!(lines.codes(), [(page.as_str(), "inconclusive")], "{said}");
            let reason = &lines.measurements[0]["verdict"]["reason"];
            assert_eq!(reason, "no_outside_control", "{said}");
        }
    });
}

#[test]
fn a_budget_of_bytes_stops_a_run_with_words() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let pages: Vec<_> =
            (0..8).map(|n| format!("--input {}", site.page(&n.to_string()))).collect();
        let (pages, root) = (pages.join(" "), text(&certificates.root));
        let line = format!(
            "run web_connectivity {pages} --ca {root} --no-helper --yes --at-once 1 --max-bytes 8000"
        );
        let said = home.run(&format!("{line} --json")).exits(0);
        let lines = said.json();
        let codes: Vec<_> = lines.codes().into_iter().map(|(_, code)| code).collect();
        assert!(codes.contains(&"accessible"), "{said}");
        assert!(codes.len() < 8, "what was never begun is no measurement: {said}");
        let by_code = lines.run["by_code"].as_object().unwrap().values();
        assert_eq!(by_code.filter_map(|many| many.as_u64()).sum::<u64>(), 8, "{said}");
        let unbegun = format!("{} of 8", 8 - codes.len());
        home.run("show").exits(0).prints(&["Not tested"]).tells(&["Not begun", &unbegun]);
        assert!(site.visits() <= codes.len(), "{said}");
        home.run(&format!("{line} --resume")).exits(0).tells(&["is whole"]);
    });
}

#[test]
fn a_long_list_ends_with_its_seconds() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let root = text(&certificates.root);
        let pages = (0..40_000).map(|n| site.page(&n.to_string()) + "\n");
        home.write("long.txt", pages.collect::<String>());
        let line = format!(
            "run web_connectivity --input-file long.txt --ca {root} --no-helper --yes --max-seconds 1"
        );
        // Nobody else is there, so that the second is over before the first page's turn.
        let said = home.run(&line).exits(3).tells(&["Not begun", "40000 of 40000"]);
        assert!(said.err.lines().count() < 10, "no line for each that was not begun: {said}");
        assert_eq!(site.visits(), 0);
        home.run("show").exits(0).prints(&["40000 × Not tested"]);
    });
}

#[test]
fn what_cannot_be_used_is_refused_before_anything_is_sent() {
    alone(|| {
        let home = Home::new();
        home.write("none.pem", "nothing");
        for (line, parts) in [
            ("run --helper nonsense --yes", &["nonsense", "https://helper.example/"][..]),
            ("run --ca missing.pem --yes", &["missing.pem"]),
            ("run --ca none.pem --yes", &["none.pem", "no certificate"]),
            ("run --resolver dns.google --yes", &["1.1.1.1"]),
            ("run --no-helper --helper http://localhost/ --yes", &["--no-helper"]),
            ("helper --listen 127.0.0.1:0 --tls 127.0.0.1:0 --cert a.pem", &["--key"]),
            ("helper --listen localhost", &["--listen"]),
        ] {
            home.run(line).exits(2).tells(parts);
        }
        assert!(!home.path(".local").exists(), "nothing is made for it");
    });
}
