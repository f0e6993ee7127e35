//! The screens on which something is chosen, as the terminal prints them.

use crate::command::Home;

fn records(said: &str) -> Vec<serde_json::Value> {
    said.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn lists_are_seen_before_anything_was_measured() {
    let home = Home::new();
    home.run("screen lists --db none.db").exits(0).prints(&[
        "What is tested",
        "[x] News: 25 of 25",
        "Off until you choose",
        "[ ] Political criticism: 0 of 1",
        "[Test these",
    ]);
    home.run("screen lists news --db none.db").exits(0).prints(&["[x] meduza.io"]);
    home.run("screen lists ANON --db none.db").exits(0).prints(&[
        "These sites offer ways around blocking",
        "[ ] psiphon.ca",
        "[Leave them off]",
    ]);
    home.run("screen lists example.org --db none.db")
        .exits(0)
        .prints(&["[Add https://example.org/] To your list “My sites”"]);
    home.run("screen lists --language ru --db none.db").exits(0).prints(&["Выключено, пока вы не"]);
}

#[test]
fn what_is_switched_is_seen_on_the_screen() {
    let home = Home::new();
    home.write("mine.txt", "https://mine.example/\nwhat is this\n");
    home.run("lists add mine.txt --db kept.db").exits(0);
    home.run("lists off built-in --db kept.db").exits(0);
    home.run("screen lists --db kept.db").exits(0).prints(&[
        "[ ] News: 0 of 25",
        "Yours: 1 of 1",
        "[x] mine: 1 of 1",
        "[Test 1 site]",
    ]);
    home.run("screen lists mine --db kept.db")
        .exits(0)
        .prints(&["mine: 1 of 1", "[Remove this list]"]);
    home.run("screen adding mine.txt --db kept.db").exits(0).prints(&[
        "1 site can be added",
        "1 line is left out",
        "- Line 2: ",
        "[Add 1 site]",
    ]);
    home.run("screen adding --db kept.db").exits(2).tells(&["name a file"]);
    home.run("screen adding nowhere.txt --db kept.db").exits(2).tells(&["nowhere.txt"]);
}

#[test]
fn settings_say_what_is_set_and_what_can_be() {
    let home = Home::new();
    home.run("settings --db none.db").exits(0).prints(&[
        "battery_floor = 30 (not set: this is the usual value)",
        "cellular_month = 50000000 (not set: this is the usual value)",
    ]);
    assert!(!home.path("none.db").exists(), "looking keeps nothing");
    home.run("settings battery_floor 42 --db kept.db").exits(0);
    home.run("settings battery_floor --db kept.db").exits(0).prints(&["battery_floor = 42\n"]);
    let data = home.run("settings --json --db kept.db").exits(0);
    let of = |key: &str| records(&data.out).into_iter().find(|one| one["key"] == key).unwrap();
    assert_eq!(
        (&of("battery_floor")["value"], &of("rates")["usual"]),
        (&"42".into(), &"off".into())
    );
    assert!(!data.out.contains("null"), "{data}");
    home.run("screen settings --db kept.db").exits(0).prints(&[
        "- Language: English",
        "- Automatic tests: Off",
        "(x) Not below 42 %, unless charging",
        "[Wipe everything] Hold for 3 seconds.",
    ]);
    home.run("screen settings data --db kept.db").exits(0).prints(&["(x) 50 MB at most"]);
    home.run("screen settings closer --db kept.db").exits(0).prints(&["Up to 950 kB a site"]);
    home.run("screen settings nowhere --db kept.db").exits(2).tells(&["main, data, closer"]);
    home.run("screen auto-why Xiaomi --db kept.db").exits(0).prints(&[
        "Automatic tests are off",
        "[ ] Automatic tests are on",
        "[Switch them on]",
    ]);
}

#[test]
fn the_other_pages_and_all_records_can_be_read() {
    let home = Home::new();
    home.run("screen contacts --db none.db").exits(0).prints(&["Whom this contacts"]);
    home.run("screen about --db none.db")
        .exits(0)
        .prints(&[concat!("Version ", env!("CARGO_PKG_VERSION")), "Apache-2.0 or MIT"]);
    home.run("screen risks --db none.db").exits(0).prints(&["Risks and rights"]);
    home.run("screen notices --db none.db").exits(0).prints(&["Arna is working", "[Stop]"]);
    for name in ["lists", "settings", "auto-why", "contacts", "risks", "notices", "about"] {
        let said = home.run(&format!("screen {name} --json --db none.db")).exits(0);
        let [record] = &records(&said.out)[..] else { panic!("{said}") };
        assert_eq!(record["type"], "screen");
        assert_eq!(record["name"], name.replace('-', "_"));
        assert!(!said.out.contains(":null"), "{said}");
    }
}
