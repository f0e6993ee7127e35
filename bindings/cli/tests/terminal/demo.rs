//! `demo`, and the lists that lead to it.

use serde_json::Value;

use crate::command::Home;

#[test]
fn a_demo_ends_with_its_table_and_its_score() {
    let home = Home::new();
    let said = home.run("demo first-light").exits(0);
    let last = said.out.lines().last().unwrap();
    assert_eq!(
        last, "5 of 5 verdicts are right (0 wrongly accused, 0 blocks missed, 0 left open)",
        "{said}"
    );
    let said = said.prints(&["Site", "Verdict", "How", "Time", "Bytes", "Truth"]);
    let said = said.prints(&["Probably blocked", "Opens normally", "✓ blocked", "✓ opens"]);
    let said = said.tells(&["first-light: ", "/6 latency: Measured (", "6/6 "]);
    assert!(said.out.lines().all(|line| line.chars().count() <= 100), "{said}");
    assert!(
        !said.out.contains('\u{1b}') && !said.err.contains('\u{1b}'),
        "colours in a pipe: {said}"
    );
    let left: Vec<_> = std::fs::read_dir(home.path(".")).unwrap().collect();
    assert!(left.is_empty(), "a demo without --db leaves nothing behind: {left:?}");
}

#[test]
fn the_table_fits_narrow_terminals() {
    let home = Home::new();
    for columns in [40, 60, 72, 80, 96, 120] {
        let demo = home.arna("demo first-light").env("COLUMNS", columns.to_string());
        let said = demo.start().end().exits(0);
        for line in said.out.lines() {
            assert!(line.chars().count() <= columns, "{columns}: {line}\n{said}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let home = Home::new();
    let demo = |seed: &str| {
        let line =
            format!("demo kz-2024-sni-drop --profile good3g --targets 12 --json --seed {seed}");
        home.run(&line).exits(0).out
    };
    let (one, again, other) = (demo("7"), demo("7"), demo("8"));
    assert!(one == again, "two runs of one seed differ");
    assert_ne!(one, other);
    assert_eq!(one.lines().count(), 15, "12 targets, a decoy, the latency, the run");
}

#[test]
fn more_targets_than_the_scenario_has_are_scaled() {
    let home = Home::new();
    let lines = home.run("demo first-light --json --targets 11").exits(0).json();
    assert_eq!(lines.run["score"]["targets"], 11);
}

#[test]
fn what_does_not_exist_is_named_with_what_does() {
    let home = Home::new();
    for (line, parts) in [
        ("demo kz-2024-sni-dorp", &["kz-2024-sni-dorp", "kz-2024-sni-drop", "lab list"][..]),
        ("demo --profile lte-edge", &["lte-edge", "did you mean lte_edge?", "good3g", "wired"]),
        ("demo --profile 5g", &["5g", "edge, poor3g, good3g, lte, lte_edge, wired"]),
        ("demo --targets 0", &["from 1 to 10,000"]),
        ("demo --targets several", &["whole number"]),
        ("demo --targets 100000000000", &["from 1 to 10,000"]),
        ("runs --limit 0", &["whole number from 1"]),
        ("demo --seed one", &["--seed"]),
        ("demo --at tomorrow", &["2024-05-14"]),
        ("run --max-bytes 50kg", &["50kB"]),
        ("run --max-seconds ten", &["10m"]),
        ("watch --max-bytes much", &["50kB"]),
        ("journal --since lately", &["7d", "2024-05-14"]),
        ("run https://example.com/ --yes", &["arna run --input https://example.com/"]),
        ("run example.com --yes", &["arna run --input https://example.com/"]),
        ("run latancy --yes", &["latancy", "did you mean latency?", "arna nettests"]),
        ("measure", &["measure", "--help"]),
    ] {
        let said = home.run(line).exits(2).tells(parts);
        assert!(said.out.is_empty(), "{line}: {said}");
    }
}

#[test]
fn scenarios_are_listed() {
    let home = Home::new();
    let said = home.run("lab list --json").exits(0);
    let mut names = Vec::new();
    for line in said.out.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let keys: Vec<_> = line.as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["name", "profile", "story"], "{line}");
        assert!(line.as_object().unwrap().values().all(|one| !one.as_str().unwrap().is_empty()));
        names.push(line["name"].as_str().unwrap().to_owned());
    }
    for name in
        ["kz-2024-sni-drop", "kz-2019-qaznet", "open-poor3g", "captcha", "helper-unreachable"]
    {
        assert!(names.iter().any(|one| one == name), "{name} is missing in {names:?}");
    }
    let said = home.run("lab list").exits(0);
    assert!(names.iter().all(|name| said.out.contains(name)), "{said}");
}

#[test]
fn nettests_are_listed_with_their_cost() {
    let home = Home::new();
    home.run("nettests").exits(0).prints(&["latency", "web_connectivity", "16.5 kB"]);
}

#[test]
fn a_shutdown_is_measured_while_it_lasts() {
    let home = Home::new();
    let said = home.run("demo kz-2022-shutdown").exits(0);
    let said = said.prints(&["9 sites", "only state services and", "0 blocks missed"]);
    assert!(!said.out.contains('✗'), "{said}");
    // Before it, everything opens.
    let before = home.run("demo kz-2022-shutdown --at 2022-01-04T06:00:00Z").exits(0);
    before.prints(&["All 10 sites open."]);
}

#[test]
fn a_country_without_internet_is_nothing_measured() {
    let home = Home::new();
    let line = "demo no-service --targets 4 --db kept.db --at 2024-05-14";
    for _ in 0..2 {
        home.run(line).exits(3).prints(&["No Internet on this network"]);
    }
}

#[test]
fn help_says_what_to_try_first() {
    let home = Home::new();
    home.run("--help").exits(0).prints(&["arna demo", "Exit codes"]);
    home.run("").exits(2).tells(&["Usage"]);
}

#[test]
fn what_is_so_of_the_whole_network_is_one_sentence() {
    let home = Home::new();
    let flat = |out: &str| out.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = home.run("demo company-proxy --db kept.db").exits(0);
    let told = "Of the whole network: every certificate that came is by “Company Root CA”";
    assert!(flat(&said.out).contains(told), "{said}");
    assert!(said.out.contains("10 sites"), "nor a row for each: {said}");
    assert!(flat(&home.run("show --db kept.db").exits(0).out).contains(told), "stored, too");
    let said = home.run("demo kz-2019-qaznet --targets 12").exits(0);
    assert!(!said.out.contains("Of the whole network"), "others are themselves: {said}");
}
