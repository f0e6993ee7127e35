//! What is stored: shown as it was printed, explained, judged again.

use crate::command::{Home, Said};

/// A home in which a demo is stored, and what it printed.
fn stored() -> (Home, Said) {
    let home = Home::new();
    let said = home.run("demo first-light --json --db kept.db").exits(0);
    (home, said)
}

#[test]
fn show_prints_the_lines_that_the_run_printed() {
    let (home, demo) = stored();
    assert_eq!(home.run("show --db kept.db --json").exits(0).out, demo.out);
    let run = demo.json().run["id"].as_str().unwrap().to_owned();
    assert_eq!(home.run(&format!("show {run} --db kept.db --json")).exits(0).out, demo.out);
    home.run("show --db kept.db").exits(0).prints(&["5 of 5 verdicts are right", &run]);
}

#[test]
fn the_same_demo_is_not_measured_twice_into_one_database() {
    let (home, demo) = stored();
    let again = home.run("demo first-light --json --db kept.db").exits(0);
    assert_eq!(again.out, demo.out);
    again.tells(&["in the database already"]);
    home.run("demo first-light --targets 9 --db kept.db").exits(2).tells(&["another --seed"]);
    home.run("demo first-light --seed 2 --db kept.db").exits(0);
}

#[test]
fn a_measurement_is_found_by_the_beginning_of_its_id() {
    let (home, demo) = stored();
    for one in demo.json().measurements {
        let id = one["id"].as_str().unwrap();
        let said = home.run(&format!("show {} --db kept.db --json", &id[..12])).exits(0);
        assert_eq!(said.out.lines().count(), 1, "{said}");
        assert!(demo.out.contains(&said.out), "{said}");
    }
    home.run("show 0123456789abcdef0 --db kept.db").exits(2).tells(&["no run and no measurement"]);
    home.run("judge zzz --db kept.db").exits(2).tells(&["no run and no measurement"]);
}

#[test]
fn why_shows_the_evidence_and_the_blocks() {
    let (home, demo) = stored();
    let said = home.run("show --why --db kept.db").exits(0);
    let said = said.prints(&["Weight of the evidence", "look 2", "opens from outside, status 200"]);
    let said = said.prints(&["Double checks, sitting 1:", "Innocents", "Nats", "yes"]);
    let dropped = demo.json().measurements.into_iter();
    let dropped = dropped.filter(|one| one["verdict"]["code"] == "likely_blocked");
    let dropped: Vec<_> = dropped.collect();
    assert_eq!(dropped.len(), 1);
    // Its table: a row a block, and the weight never falls while every block fails.
    let id = dropped[0]["id"].as_str().unwrap();
    let one = home.run(&format!("show {id} --why --db kept.db")).exits(0);
    let rows: Vec<_> = one.out.lines().skip_while(|line| !line.starts_with("Block")).collect();
    let rows = rows.iter().skip(2).take_while(|line| !line.is_empty());
    let nats: Vec<f64> =
        rows.map(|row| row.split_whitespace().last().unwrap().parse().unwrap()).collect();
    assert!(nats.len() >= 4, "{one}");
    assert!(nats.is_sorted() && nats[0] < nats[nats.len() - 1], "{one}");
    let weight = dropped[0]["verdict"]["nats"].as_f64().unwrap();
    assert!((nats.last().unwrap() - weight).abs() < 0.051, "{weight} is the last one: {one}");
    // Each test with its sum beside the bounds, and where p0 comes from; the same as data.
    let told = one.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "Decided at +9.16 (yes) or -3.00 (no) nats.",
        "- the site fails here: yes; failed",
        "- its name is stopped on the way to a helper: yes; failed",
        "how often innocent sites failed on this network",
        "Innocent sites and echoes: 0 of",
    ] {
        assert!(told.contains(part), "{part}: {one}");
    }
    let line = home.run(&format!("show {id} --why --json --db kept.db")).exits(0).out;
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    let sitting = &line["account"]["sittings"][0];
    assert_eq!(sitting["tests"][0]["outcome"], "fails");
    assert_eq!(sitting["blocks"].as_array().unwrap().len(), nats.len());
    assert_eq!(sitting["tests"][0]["nats"], dropped[0]["verdict"]["nats"]);
    assert!(said.out.lines().all(|line| line.chars().count() <= 100), "{said}");
}

#[test]
fn judging_again_adds_opinions_and_changes_none() {
    let (home, demo) = stored();
    let before = home.run("show --why --db kept.db").exits(0);
    assert!(!before.out.contains("Judged before"), "{before}");
    let said = home.run("judge --db kept.db").exits(0);
    let said = said.prints(&["6 judged again, 0 changed"]);
    assert!(!said.out.contains("new "), "{said}");
    assert_eq!(home.run("show --db kept.db --json").exits(0).out, sorted_like(&home, &demo));
    let after = home.run("show --why --db kept.db").exits(0);
    assert_eq!(after.out.matches("Judged before").count(), 6, "{after}");
}

/// The verdicts are those of `demo`; the order of the lines may be that of the newer opinions.
fn sorted_like(home: &Home, demo: &Said) -> String {
    let now = home.run("show --db kept.db --json").exits(0).out;
    let sorted = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    assert_eq!(sorted(&now), sorted(&demo.out));
    now
}

#[test]
fn runs_are_listed_with_what_became_of_them() {
    let (home, _) = stored();
    home.run("demo kz-2024-sni-drop --targets 8 --db kept.db --seed 5").exits(0);
    let said = home.run("runs --db kept.db").exits(0);
    let said = said.prints(&["Run", "Network", "List", "8 sites", "5 sites", "2024-", "UTC"]);
    let said = said.prints(&["Probably blocked", "Opens normally", "kz-2024-sni-drop"]);
    let rows = said.out.lines().filter(|line| line.contains("2024-05-01 ")).count();
    assert_eq!(rows, 2, "{said}");
    let lines = home.run("runs --db kept.db --json").exits(0).out;
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["type"], &lines[0]["sites"]), (&"stored_run".into(), &8.into()));
    assert!(lines[0]["vantage"]["software"].as_str().unwrap().starts_with("arna "), "{lines:?}");
    assert_eq!(home.run("runs --db kept.db --limit 1 --json").exits(0).out.lines().count(), 1);
    home.run("runs --db nothing.db").exits(2).tells(&["nothing is stored"]);
    for (columns, language) in [(40, "en"), (40, "kk"), (80, "ru"), (120, "en")] {
        for line in ["runs", "show", "history"] {
            let line = format!("{line} --db kept.db --language {language}");
            let said = home.arna(&line).env("COLUMNS", columns.to_string()).start().end().exits(0);
            for row in said.out.lines() {
                assert!(row.chars().count() <= columns, "{line}, {columns}: {row}");
            }
        }
    }
}

#[test]
fn a_run_is_shown_with_when_and_where_by_the_readers_clock() {
    let (home, demo) = stored();
    let id = demo.json().run["id"].as_str().unwrap().to_owned();
    let shown = |zone: &str| {
        let show = home.arna("show --db kept.db").env("TZ", zone);
        show.start().end().exits(0).out
    };
    let utc = shown("UTC");
    let head: Vec<_> = utc.lines().take(4).collect();
    assert!(head[0].starts_with(&format!("Run {id}, ")) && head[0].ends_with(" UTC"), "{utc}");
    assert!(head[1].starts_with("Network: ") && head[1].contains("KZ"), "{utc}");
    assert!(head[2].starts_with("List: ") && head[2].contains("5 sites"), "{utc}");
    assert!(head[3].starts_with("Measured by arna ") && head[3].contains("judge"), "{utc}");
    // A zone that needs no file of the system's, and one that nobody knows.
    let almaty = shown("<+05>-5");
    assert!(almaty.lines().next().unwrap().ends_with(" UTC+5"), "{almaty}");
    assert!(shown("Nowhere/Land").lines().next().unwrap().ends_with(" UTC"));
    let hour = |text: &str| -> i32 {
        let time = text.split(", ").nth(1).unwrap().split(' ').nth(1).unwrap();
        time[..2].parse().unwrap()
    };
    assert_eq!((hour(&utc) + 5) % 24, hour(&almaty), "{utc} {almaty}");
}

#[test]
fn with_nothing_stored_reading_says_so_and_makes_no_file() {
    let home = Home::new();
    for line in ["show", "show --json", "show --why", "judge"] {
        let said = home.run(&format!("{line} --db nothing.db")).exits(2);
        let said = said.tells(&["nothing is stored in nothing.db yet", "arna run"]);
        assert!(said.out.is_empty(), "{said}");
        home.run(line).exits(2).tells(&["nothing is stored in ", "arna.db yet"]);
    }
    assert_eq!(std::fs::read_dir(home.path(".")).unwrap().count(), 0);
}
