//! Watching a network, and the journal of it.

use serde_json::Value;

use crate::command::{Home, Said};
use crate::exec::is_possible;
use crate::network::alone;
use crate::system;

fn objects(said: &Said) -> Vec<Value> {
    said.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

#[test]
fn a_week_of_january_2022_passes_in_seconds() {
    let home = Home::new();
    let said = home.run("watch --scenario kz-2022-shutdown --for 7d --db kept.db").exits(0);
    let said = said.prints(&[
        "2022-01-04 06:00:00 UTC  The Internet works",
        "UTC  Shutdown: only state services and banks answer",
        "2022-01-04       ......",
        "wwwwwwwwwwwwwwwwwwwwwwww",
        "- # No network: nothing answers",
    ]);
    let kept = home.run("journal --db kept.db").exits(0);
    assert!(said.out.ends_with(&kept.out), "the journal is what was told: {kept}");
    let json = objects(&home.run("journal --json --db kept.db").exits(0));
    let states: Vec<_> = json.iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states.len(), 9, "{states:?}");
    assert_eq!((states[0], states[7]), ("online", "whitelist_shutdown"));
    assert!(json.iter().all(|one| one["type"] == "interval" && one["schema"] == 0));
    assert!(json[7]["shown"]["asked"].as_array().unwrap().len() >= 5);
    home.run("journal --since 1d --db kept.db").exits(2).tells(&["nobody watched in that time"]);
}

#[test]
fn the_same_seed_gives_the_same_journal_and_every_look_is_a_line() {
    let home = Home::new();
    let line = "watch --scenario border-cut --for 2h --json --profile poor3g --seed 4";
    let first = home.run(line).exits(0);
    assert_eq!(first.out, home.run(line).exits(0).out);
    let looks = objects(&first);
    assert_eq!(looks.len(), 8);
    for (number, look) in looks.iter().enumerate() {
        assert_eq!((&look["type"], &look["state"]), (&"look".into(), &"international_cut".into()));
        assert_eq!(look["is_change"], number == 0);
    }
}

#[test]
fn a_journal_fits_40_columns_in_every_language_and_has_no_colours_unasked() {
    let home = Home::new();
    home.run("watch --scenario kz-2022-shutdown --for 4d --db kept.db").exits(0);
    for (language, words) in [("en", "Shutdown"), ("ru", "Отключение"), ("kk", "Ажырату")]
    {
        for columns in [40, 60, 100] {
            let line = format!("journal --db kept.db --language {language}");
            let said = home.arna(&line).env("COLUMNS", columns.to_string()).start().end().exits(0);
            let wide: Vec<_> =
                said.out.lines().filter(|row| row.chars().count() > columns).collect();
            assert!(wide.is_empty(), "{language} {columns}: {wide:?}");
            assert!(said.out.contains(words), "{said}");
            assert!(!said.out.contains('\u{1b}'), "{said}");
        }
    }
    let said = home.run("journal --db kept.db --color always").exits(0);
    assert!(said.out.contains('\u{1b}'), "{said}");
}

#[test]
fn without_any_network_it_is_told_and_ctrl_c_ends_it_well() {
    alone(|| {
        let home = Home::new();
        home.run("watch --db kept.db").exits(2).tells(&["no terminal to ask on", "8.8.8.8:53"]);
        home.run("journal --db kept.db").exits(2).tells(&["nobody has watched yet"]);
        let line = "watch --every 10s --country KZ --db kept.db --yes";
        let mut running = home.arna(line).start();
        running.await_line("No network: nothing answers");
        system::interrupt(running.id());
        running.end().exits(0).tells(&["looks, "]);
        home.run("journal --db kept.db").exits(0).prints(&["No network: nothing answers"]);
    });
}

#[test]
fn wrong_durations_are_told() {
    let home = Home::new();
    home.run("watch --every 15").exits(2).tells(&["like 15m or 3d"]);
    home.run("watch --every 5s").exits(2).tells(&["ten seconds at least"]);
    home.run("watch --scenario border-cut").exits(2).tells(&["--for"]);
    home.run("watch --country Kazakhstan").exits(2).tells(&["two letters, like KZ"]);
}

#[test]
fn the_real_command_watches_inside_the_lab() {
    let home = Home::new();
    if !is_possible(&home, "a watch inside the lab") {
        return;
    }
    let arna = env!("CARGO_BIN_EXE_arna");
    let line =
        format!("lab exec open-lte -- {arna} watch --yes --every 10s --for 15s --db kept.db");
    home.run(&line).exits(0).prints(&["The Internet works"]).tells(&["2 looks, "]);
    home.run("journal --db kept.db").exits(0).prints(&["The Internet works"]);
}
