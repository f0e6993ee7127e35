//! What a phone's app shows, as the terminal prints it.

use crate::command::{Home, Said};

fn stored() -> (Home, Said) {
    let home = Home::new();
    let said = home.run("demo first-light --json --db kept.db").exits(0);
    (home, said)
}

#[test]
fn home_tells_what_gets_through_and_names_no_site() {
    let (home, _) = stored();
    let said = home.run("screen home --db kept.db").exits(0);
    let said = said.prints(&[
        "Beeline · 4G · Simulated network",
        "1 site is blocked, 1 more probably",
        "- Blocked by the network: 1",
        "- Probably blocked: 1",
        "[Test again]",
    ]);
    assert!(!said.out.contains("azattyq") && !said.out.contains("facebook"), "{said}");
    home.run("screen home --language ru --db kept.db")
        .exits(0)
        .prints(&["1 сайт заблокирован, ещё 1 — вероятно", "[Проверить снова]"]);
    home.run("screen home --language kk --db kept.db").exits(0).prints(&["тағы 1 сайт — ықтимал"]);
}

#[test]
fn records_are_one_object_a_line_without_null() {
    let (home, demo) = stored();
    let mut measurements = demo.json().measurements.into_iter();
    let blocked = measurements.find(|one| one["verdict"]["code"] == "blocked").unwrap();
    let id = blocked["id"].as_str().unwrap();
    for (asked, name) in
        [("home", "home"), ("run", "run"), (&format!("card {}", &id[..12]), "card")]
    {
        let said = home.run(&format!("screen {asked} --json --db kept.db")).exits(0);
        let record: serde_json::Value = serde_json::from_str(said.out.trim()).unwrap();
        assert_eq!(
            (record["type"].as_str(), record["name"].as_str()),
            (Some("screen"), Some(name))
        );
        assert!(!said.out.contains(":null"), "{said}");
    }
    let steps = home.run("screen first-run --json --db kept.db").exits(0);
    assert_eq!(steps.out.lines().count(), 5, "{steps}");
}

#[test]
fn a_card_and_the_steps_of_the_first_run_can_be_read() {
    let (home, demo) = stored();
    let measurements = demo.json().measurements;
    let of = |code: &str| {
        let one = measurements.iter().find(|one| one["verdict"]["code"] == code).unwrap();
        one["id"].as_str().unwrap().to_owned()
    };
    home.run(&format!("screen card {} --db kept.db", of("likely_blocked"))).exits(0).prints(&[
        "azattyq.org",
        "Probably blocked",
        "Not certain yet",
        "since 1 May",
    ]);
    home.run("screen first-run 3 --db kept.db").exits(0).prints(&[
        "3/5",
        "( ) My mobile operator",
        "(Next)",
        "[No, leave]",
    ]);
    home.run("screen run --db kept.db").exits(0).prints(&[
        "The test is over",
        "5 sites are complete and kept",
        "(Stop)",
    ]);
}

#[test]
fn what_is_not_there_is_told() {
    let (home, demo) = stored();
    home.run("screen hme --db kept.db").exits(2).tells(&["home"]);
    home.run("screen first-run 6 --db kept.db").exits(2).tells(&["no step 6"]);
    home.run("screen card --db kept.db").exits(2).tells(&["a measurement is needed"]);
    home.run("screen card zzz --db kept.db").exits(2).tells(&["no run and no measurement"]);
    home.run("screen home --db nowhere.db").exits(2).tells(&["nowhere.db"]);
    let measurements = demo.json().measurements;
    let measured = measurements.iter().find(|one| one["verdict"]["code"] == "measured").unwrap();
    let id = measured["id"].as_str().unwrap();
    home.run(&format!("screen card {id} --db kept.db")).exits(2).tells(&["claims nothing"]);
}

#[test]
fn results_a_site_and_the_history_can_be_read() {
    let (home, _) = stored();
    home.run("screen results --db kept.db").exits(0).prints(&[
        "[All 5] · Blocked 1 · Probably 1",
        "Blocked by the network: 1",
        "- azattyq.org",
        "1 site opens normally",
    ]);
    home.run("screen site azattyq.org --db kept.db").exits(0).prints(&[
        "Probably blocked",
        "The way to azattyq.org probably ends in the network Beeline.",
        "- [x] It did not open.",
        "- [ ] Not seen again yet.",
        "[Share]",
    ]);
    home.run("screen site azattyq.org --language ru --db kept.db")
        .exits(0)
        .prints(&["Вероятно, заблокировано", "Пока не точно"]);
    home.run("screen site nowhere.example --db kept.db").exits(2);
    home.run("screen history --db kept.db").exits(0).prints(&["Nobody has watched"]);
    home.run("screen history sites --db kept.db").exits(0).prints(&["No site changed so far"]);
    for name in ["results", "site azattyq.org", "history"] {
        let said = home.run(&format!("screen {name} --json --db kept.db")).exits(0);
        let record: serde_json::Value = serde_json::from_str(said.out.trim()).unwrap();
        assert_eq!(record["type"], "screen", "{name}");
    }
}
