//! What is nobody's business: who logs in, what stands at home, cookies, and networks that a redirect points into.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use crate::command::{Home, Said};
use crate::network::alone;
use crate::site::{PUBLIC, listener};

/// A page with a cookie.
fn page(_: &str) -> String {
    "HTTP/1.1 200 OK\r\nset-cookie: visitor=5e884898da; Path=/\r\ncontent-length: 2\r\n\r\nhi"
        .into()
}

/// Whoever is asked and says nothing.
fn refuses(_: &str) -> String {
    "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n".into()
}

fn is_anywhere(heard: &Arc<Mutex<Vec<String>>>, word: &str) -> bool {
    heard.lock().unwrap().iter().any(|head| head.contains(word))
}

/// Every byte that is kept, the log's too.
fn kept(home: &Home) -> Vec<u8> {
    let files = ["kept.db", "kept.db-wal"].map(|name| std::fs::read(home.path(name)));
    files.into_iter().flatten().flatten().collect()
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

fn measure(home: &Home, input: &str, helper: &str) -> Said {
    home.run(&format!("run web_connectivity --input {input} {helper} --yes --json --db kept.db"))
}

#[test]
fn who_logs_in_is_sent_to_nobody_and_kept_nowhere() {
    alone(|| {
        let home = Home::new();
        crate::system::loopback(1, PUBLIC);
        let (site, asked) = listener((PUBLIC, 0), page);
        let (helper, told) = listener((Ipv4Addr::LOCALHOST, 0), refuses);
        let input = format!("http://guest:secret@{site}/a#part");
        let said = measure(&home, &input, &format!("--helper http://{helper}/"));
        let lines = said.json();
        assert_eq!(lines.measurements[0]["input"], format!("http://{site}/a"), "{said}");
        assert!(is_anywhere(&asked, &format!("host: {site}")) || is_anywhere(&asked, "Host: "));
        assert!(is_anywhere(&told, "POST "), "a public address is compared");
        let all = [said.out.clone(), said.err.clone(), asked.lock().unwrap().concat()].concat();
        let kept = kept(&home);
        assert!(holds(&kept, "http"), "it is kept in the clear here");
        for word in ["guest", "secret", "part", "Authorization", "authorization"] {
            assert!(word == "part" || !all.contains(word), "{word} in {all}");
            assert!(word == "part" || !holds(&kept, word), "{word} is kept");
        }
        assert!(!all.contains("#part") && !holds(&kept, "#part"));
        // Of the cookie its name.
        assert!(said.out.contains("visitor") && !all.contains("5e884898da"), "{said}");
        assert!(holds(&kept, "visitor") && !holds(&kept, "5e884898da"));
    });
}

#[test]
fn who_would_log_in_at_a_helper_is_shown_and_kept_nowhere() {
    alone(|| {
        let home = Home::new();
        crate::system::loopback(1, PUBLIC);
        let (site, _) = listener((PUBLIC, 0), page);
        let (helper, told) = listener((Ipv4Addr::LOCALHOST, 0), refuses);
        let named = format!("http://guest:secret@{helper}/");
        let run = format!("run web_connectivity --input http://{site}/ --db kept.db");
        let mut all = Vec::new();
        // Whom it contacts is shown before it asks.
        all.push(home.run(&format!("{run} --helper {named}")));
        all.push(home.run(&format!("{run} --yes --helper {named}")));
        all.push(home.run(&format!("{run} --yes --json --helper {named}")));
        all.push(home.run(&format!("settings helpers {named} --db kept.db")).exits(0));
        for line in ["settings", "settings --json", "show --why", "show --json"] {
            all.push(home.run(&format!("{line} --db kept.db")));
        }
        all.push(home.run(&format!("{run} --helper ftp://guest:secret@{helper}/")).exits(2));
        assert!(is_anywhere(&told, "POST "), "it was asked");
        let helper = helper.to_string();
        let tells = |said: &&Said| said.out.contains(&helper) || said.err.contains(&helper);
        assert!(all.iter().filter(tells).count() > 3, "without them it is told of");
        for word in ["guest", "secret"] {
            for said in &all {
                assert!(!said.out.contains(word) && !said.err.contains(word), "{word} in {said}");
            }
            assert!(!is_anywhere(&told, word) && !holds(&kept(&home), word), "{word}");
        }
    });
}

#[test]
fn what_stands_at_home_is_told_to_no_helper() {
    alone(|| {
        let home = Home::new();
        crate::system::loopback(1, [192, 168, 1, 1].into());
        let (router, asked) = listener((Ipv4Addr::UNSPECIFIED, 0), page);
        let (helper, told) = listener((Ipv4Addr::LOCALHOST, 0), refuses);
        for host in ["192.168.1.1", "localhost"] {
            let host = format!("{host}:{}", router.port());
            let helper = format!("--helper http://{helper}/");
            let said = measure(&home, &format!("http://{host}/admin"), &helper);
            let lines = said.json();
            let verdict = &lines.measurements[0]["verdict"];
            assert_eq!(verdict["code"], "inconclusive", "{said}");
        }
        assert!(is_anywhere(&asked, "/admin"), "its owner may look at it");
        let told = told.lock().unwrap();
        assert!(!told.iter().any(|head| head.starts_with("POST")), "{told:?}");
    });
}

#[test]
fn a_redirect_inside_is_noted_and_not_fetched() {
    alone(|| {
        let home = Home::new();
        crate::system::loopback(1, PUBLIC);
        crate::system::loopback(2, [192, 168, 1, 1].into());
        crate::system::loopback(3, [100, 64, 0, 1].into());
        let insides: [Ipv4Addr; 3] =
            [Ipv4Addr::LOCALHOST, [192, 168, 1, 1].into(), [100, 64, 0, 1].into()];
        for inside in insides {
            let (inside, visits) = listener((inside, 0), page);
            let to = format!("http://{inside}/serial");
            let leads = move |_: &str| {
                format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n")
            };
            let (site, asked) = listener((PUBLIC, 0), leads);
            let said = measure(&home, &format!("http://{site}/"), "--no-helper");
            let lines = said.json();
            let verdict = &lines.measurements[0]["verdict"];
            assert_eq!(verdict["code"], "inconclusive", "{said}");
            assert_eq!(verdict["reason"], "redirects_nowhere", "{said}");
            assert!(said.out.contains(&format!("http://{inside}/serial")), "it is noted: {said}");
            assert!(!asked.lock().unwrap().is_empty());
            assert!(visits.lock().unwrap().is_empty(), "{inside} was visited");
        }
    });
}
