//! `arna history`: several days, several operators, one database.

use serde_json::Value;

use crate::command::{Home, Said};

/// A country in which azattyq.org is open, or blocked by its name.
fn country(operator: &str, is_blocked: bool) -> String {
    let censored = if is_blocked { "censored_by = \"sni_drop\"\n" } else { "" };
    format!(
        "name = \"days\"\nstory = \"One of many days.\"\nprofile = \"lte\"\n\
         network = {{ country = \"KZ\", operator = \"{operator}\" }}\n\
         censors = [{{ kind = \"sni_drop\" }}]\n\
         [[targets]]\nnames = [\"azattyq.org\"]\n{censored}\
         [[targets]]\nnames = [\"www.amnesty.org\"]\n\
         [[targets]]\nnames = [\"kloop.kg\"]\ncensored_by = \"sni_drop\"\n"
    )
}

/// A home with demos of these days of May 2024: the operator, the day and hour, and whether it is blocked.
fn measured(days: &[(&str, &str, bool)]) -> (Home, Said) {
    let home = Home::new();
    let mut last = Said::default();
    for (operator, at, is_blocked) in days {
        home.write("days.toml", country(operator, *is_blocked));
        last = home.run(&format!("demo days.toml --at 2024-05-{at}:00Z --db kept.db")).exits(0);
    }
    (home, last)
}

const BLOCKED_ON_TUESDAY: &[(&str, &str, bool)] = &[
    ("Beeline", "12T08:00", false),
    ("Tele2", "12T09:00", false),
    ("Beeline", "13T08:00", false),
    ("Tele2", "13T09:00", false),
    ("Beeline", "14T08:00", true),
    ("Tele2", "14T09:00", false),
    ("Beeline", "15T08:00", true),
];

#[test]
fn a_site_stops_working_on_one_operator_on_a_tuesday() {
    let (home, last) = measured(BLOCKED_ON_TUESDAY);
    let change =
        "azattyq.org (Beeline lte): Stopped working: probably blocked since Tue 2024-05-14 08:0";
    let told = last.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(&format!("What changed: - {change}")), "{last}");
    assert!(!told.contains("kloop.kg ("), "blocked all along is no news: {last}");

    let all = home.run("history --db kept.db").exits(0);
    let all = all.prints(&["Site", "Network", "Since", "Timeline", "▁▁██", "▁▁▁", "████"]);
    let row = |site: &str, network: &str| {
        let is_meant = |line: &&str| line.starts_with(site) && line.contains(network);
        all.out.lines().find(is_meant).unwrap_or_else(|| panic!("{site} {network}: {all}"))
    };
    let changed = row("azattyq.org", "Beeline");
    assert!(changed.contains("blocked") && changed.contains("Tue 2024-05-14"), "{all}");
    assert_eq!(all.out.lines().nth(2), Some(changed), "what changed comes first: {all}");
    assert!(row("azattyq.org", "Tele2").contains("opens"), "{all}");
    assert!(row("kloop.kg", "Beeline").contains("≤ Sun 2024-05-12"), "{all}");
    // No run was certain, so the history is not either.
    assert!(row("kloop.kg", "Beeline").contains("probably blocked"), "{all}");
    all.prints(&["≤ so when it was first looked at"]);

    let one = home.run("history azattyq.org --db kept.db --operator Beeline").exits(0);
    let told = one.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("It last opened Mon 2024-05-13 08:0"), "{one}");
    assert!(!one.out.contains("Tele2") && !one.out.contains("kloop"), "{one}");
    home.run("history azatyq.org --db kept.db").exits(2).tells(&["did you mean azattyq.org?"]);
}

#[test]
fn one_odd_day_is_no_change_and_works_again_after_two() {
    let days = |states: &[bool]| {
        let at: Vec<_> = (0..states.len()).map(|day| format!("{}T08:00", 12 + day)).collect();
        let days: Vec<_> = states
            .iter()
            .zip(&at)
            .map(|(is_blocked, at)| ("Beeline", at.as_str(), *is_blocked))
            .collect();
        measured(&days)
    };
    let (_, last) = days(&[false, false, true]);
    let last = last.prints(&["What changed:", "Seen otherwise"]);
    assert!(!last.out.contains("Stopped working"), "{last}");
    let told = last.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, news) = told.split_once("Seen otherwise").expect("just seen");
    let news = news.split(" That is no change").next().unwrap_or_default();
    assert!(news.ends_with(": probably blocked."), "one look is no certain block: {last}");

    let (home, last) = days(&[false, false, true, false, true, true, false, false]);
    last.prints(&["Works again since"]);
    let line = home.run("history azattyq.org --json --db kept.db").exits(0).out;
    let history: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(history["type"], "history");
    assert_eq!(history["settled"]["state"], "open");
    let changes = history["changes"].as_array().unwrap();
    let steps: Vec<_> =
        changes.iter().map(|one| (one["from"].as_str(), one["to"].as_str())).collect();
    assert_eq!(steps, [(Some("open"), Some("blocked")), (Some("blocked"), Some("open"))]);
    let odd = history["sightings"].as_array().unwrap().iter().map(|one| one.get("odd").is_some());
    let odd: Vec<_> = odd.collect();
    assert_eq!(odd, [false, false, true, false, false, false, false, false]);
    assert_eq!(history["seen"]["blocked"]["times"], 3);
    assert!(!line.contains("null"), "{line}");
}

#[test]
fn a_clock_that_was_set_back_is_said_and_orders_nothing() {
    let (home, _) = measured(&[
        ("Beeline", "12T08:00", false),
        ("Beeline", "13T08:00", false),
        ("Beeline", "30T08:00", true), // written before what follows
        ("Beeline", "14T08:00", true),
        ("Beeline", "15T08:00", true),
    ]);
    let said = home.run("history azattyq.org --db kept.db").exits(0);
    let said = said.prints(&["≈Thu 2024-05-30", "may have been wrong", "▁▁███"]);
    let told = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("blocked since ≈Thu 2024-05-30 08:0"), "{said}");
    assert!(told.contains("It last opened Mon 2024-05-13"), "{said}");
}

#[test]
fn histories_fit_narrow_terminals_in_every_language() {
    let (home, _) = measured(&BLOCKED_ON_TUESDAY[2..]);
    for language in ["en", "ru", "kk"] {
        for columns in [40, 60, 80, 100] {
            for line in ["history --db kept.db", "history azattyq.org --db kept.db"] {
                let line = format!("{line} --language {language}");
                let said = home.arna(&line).env("COLUMNS", columns.to_string());
                let said = said.start().end().exits(0).prints(&["azattyq.org", "█"]);
                for row in said.out.lines() {
                    assert!(row.chars().count() <= columns, "{line}, {columns}: {row}\n{said}");
                }
            }
        }
    }
    let english = home.run("history --json --db kept.db").exits(0).out;
    assert_eq!(home.run("history --json --db kept.db --language kk").exits(0).out, english);
    home.run("history --db nothing.db").exits(2).tells(&["nothing is stored in nothing.db yet"]);
}

#[test]
fn demos_of_one_seed_fit_into_one_database_on_different_days_only() {
    let home = Home::new();
    home.run("demo first-light --db kept.db").exits(0);
    home.run("demo first-light --at 2024-05-02T08:00:00Z --db kept.db").exits(0);
    home.run("demo first-light --at 2024-05-02T08:00:00Z --db kept.db")
        .exits(0)
        .tells(&["already"]);
    // Another scenario with a time of its own has the same ids all the same.
    home.run("demo kz-2019-qaznet --db kept.db").exits(2).tells(&["another --seed"]);
    for wrong in ["yesterday", "1985-01-01T00:00:00Z", "02.05.2024"] {
        home.run(&format!("demo --at {wrong}")).exits(2).tells(&["2024-05-14T08:00:00Z"]);
    }
}
