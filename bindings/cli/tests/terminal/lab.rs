//! Scenarios in words, scenarios of one's own, and the mistakes in them.

use std::fs;

use crate::command::Home;
use crate::network::alone;
use crate::system;

#[test]
fn a_scenario_is_shown_in_words() {
    let home = Home::new();
    let said = home.run("lab show kz-2019-qaznet").exits(0);
    said.prints(&[
        "Kazakhstan, July 2019",
        "Beeline in KZ",
        "2019-07-20T12:00:00Z",
        "tls_mitm",
        "\"Qaznet Trust Network\"",
        "Sites, 40 in all",
        "8 × a page like any other (facebook.com,",
        "“Blocked by the network” is right",
        "32 × ",
        "arna demo kz-2019-qaznet",
    ]);
    let said = home.run("lab show captcha").exits(0);
    said.prints(&["none: whatever fails here", "a challenge instead", "The site itself refuses"]);
    home.run("lab show qaznet-2019").exits(2).tells(&["there is no scenario", "arna lab list"]);
    for columns in [40, 60, 80, 100] {
        let show = home.arna("lab show helper-unreachable").env("COLUMNS", columns.to_string());
        let said = show.start().end().exits(0);
        assert!(said.out.lines().all(|line| line.chars().count() <= columns), "{said}");
    }
}

#[test]
fn a_new_scenario_runs_as_it_is() {
    let home = Home::new();
    let said = home.run("lab new mine").exits(0);
    said.tells(&["mine.toml", "arna demo mine.toml"]);
    home.run("lab show mine.toml").exits(0).prints(&["mine\n", "arna demo mine.toml"]);
    let said = home.run("demo mine.toml").exits(0);
    let said = said.prints(&["12 of 12 verdicts are right", "news.example.org"]);
    said.tells(&["mine: What happens here"]);
    home.run("demo mine").exits(2).tells(&["no scenario “mine”", "asked for as mine.toml"]);
}

#[test]
fn a_changed_scenario_is_another_one() {
    let home = Home::new();
    home.run("lab new mine").exits(0);
    let demo = "demo mine.toml --db kept.db";
    home.run(demo).exits(0);
    home.run(demo).exits(0).tells(&["in the database already"]);
    let text = fs::read_to_string(home.path("mine.toml")).unwrap();
    home.write("mine.toml", text.replace("sni_drop", "sni_reset"));
    home.run(demo).exits(2).tells(&["another", "another --seed"]);
    home.run("demo first-light --db kept.db").exits(2).tells(&["with seed 1", "another --seed"]);
    home.run(&format!("{demo} --seed 2")).exits(0);
}

#[test]
fn a_new_scenario_overwrites_nothing() {
    let home = Home::new();
    home.write("mine.toml", "precious");
    home.run("lab new mine").exits(2).tells(&["mine.toml is there already"]);
    assert_eq!(fs::read(home.path("mine.toml")).unwrap(), b"precious");
    home.run("lab new ../mine").exits(2).tells(&["no name for a scenario"]);
    home.run("lab new captcha").exits(2).tells(&["comes with Arna already"]);
    assert_eq!(fs::read_dir(home.path(".")).unwrap().count(), 1);
}

#[test]
fn a_mistake_is_told_with_file_line_and_column() {
    let home = Home::new();
    home.run("lab new mine").exits(0);
    let good = fs::read_to_string(home.path("mine.toml")).unwrap();
    let place = |text: &str, of: &str| {
        let at = text.find(of).unwrap();
        let line = text[..at].rsplit('\n').next().unwrap();
        format!(
            "bad.toml, line {}, column {}: ",
            text[..at].matches('\n').count() + 1,
            line.len() + 1
        )
    };
    for (from, to, at, why) in [
        ("count = 8", "cuont = 8", "cuont", "did you mean \"count\"?"),
        ("count = 8", "count = \"8\"", "\"8\"", "a whole number that is not negative is wanted"),
        (
            "\"site_down\"\n# The",
            "\"sitedown\"\n# The",
            "\"sitedown\"",
            "did you mean \"site_down\"",
        ),
        ("\"lte\"", "\"5g\"", "\"5g\"", "poor3g, good3g"),
        ("kind = \"sni_drop\"", "kind = \"sni_drop\"\nresidual = 1", "residual = 1", "residual_s"),
        ("kind = \"sni_drop\"", "kind = \"sni_reset\"", "[[censors]]", "nothing to do"),
        ("operator =", "operator", "\"Beeline\"", "="),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        home.write("bad.toml", &bad);
        for command in ["demo", "lab show"] {
            let said = home.run(&format!("{command} bad.toml")).exits(2);
            let said = said.tells(&[&format!("error: {}", place(&bad, at)), why]);
            assert!(said.out.is_empty(), "{said}");
        }
    }
    home.run("demo none.toml").exits(2).tells(&["cannot read none.toml: "]);
    home.write("bytes.toml", b"name = \"a\"\nstory = \"\xff\"\n");
    home.run("demo bytes.toml").exits(2).tells(&["bytes.toml: line 2 is not text"]);
    fs::create_dir(home.path("folder.toml")).unwrap();
    home.run("lab show folder.toml").exits(2).tells(&["cannot read folder.toml: "]);
}

#[test]
fn a_stored_measurement_is_played_again() {
    let home = Home::new();
    let demo = home.run("demo first-light --json --db kept.db").exits(0);
    let lines = demo.json();
    let of = |code: &str| {
        let meant = |one: &&serde_json::Value| one["verdict"]["code"] == code;
        lines.measurements.iter().find(meant).unwrap()
    };
    let dropped = of("likely_blocked")["id"].as_str().unwrap();
    let said = home.run(&format!("lab replay {dropped} --db kept.db --output again.toml")).exits(0);
    let said = said.tells(&["arna demo again.toml"]);
    assert!(said.out.is_empty(), "{said}");
    let again = home.run("demo again.toml --json").exits(0).json();
    assert!(again.codes().contains(&("https://azattyq.org/", "likely_blocked")));
    home.run(&format!("lab replay {dropped} --db kept.db --output again.toml")).exits(2);

    let line = of("blocked").to_string();
    home.write("one.json", line);
    let printed = home.run("lab replay one.json").exits(0);
    printed.prints(&["kind = \"tls_mitm\"", "root = \"Qaznet Trust Network\"", "# Not known:"]);
    let run = lines.run["id"].as_str().unwrap();
    home.run(&format!("lab replay {run} --db kept.db")).exits(2).tells(&["is a run"]);
    let latency = of("measured")["id"].as_str().unwrap();
    home.run(&format!("lab replay {latency} --db kept.db")).exits(2).tells(&["no site"]);
    home.write("none.json", "{}");
    home.run("lab replay none.json").exits(2).tells(&["no measurement in it"]);
}

#[test]
fn a_scenario_that_finds_no_room_leaves_nothing_in_the_way() {
    alone(|| {
        let home = Home::new();
        let disk = home.path("disk");
        fs::create_dir(&disk).unwrap();
        system::small_disk(&disk, 64);
        fs::write(disk.join("fill"), vec![0; 1 << 20]).unwrap_err();
        let new = || {
            let mut arna = home.arna("lab new mine");
            arna.0.current_dir(&disk);
            arna.start().end()
        };
        new().exits(1).tells(&["cannot write mine.toml"]);
        fs::remove_file(disk.join("fill")).unwrap();
        new().exits(0).tells(&["mine.toml is a small scenario"]);
    });
}
