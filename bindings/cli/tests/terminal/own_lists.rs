//! Lists of one's own: kept, looked through, switched, and measured.

use std::fs::File;

use crate::certificates::Certificates;
use crate::command::{Home, text};
use crate::network::alone;
use crate::site::Site;

#[test]
fn data_of_a_page_leaves_out_what_nobody_says_of_it() {
    let home = Home::new();
    home.write("plain.txt", "https://a.example/\n");
    home.run("lists add plain.txt").exits(0);
    let said = home.run("lists show plain --json").exits(0);
    assert!(said.out.contains("https://a.example/") && !said.out.contains("category"), "{said}");
}

#[test]
fn a_list_is_kept_looked_through_and_changed_without_a_network() {
    let home = Home::new();
    let table = "url,category_code\nhttps://a.example/,NEWS\nhttps://b.example/,GMB\nme@example.com,NEWS\nc.example,NEWS\nhttps://a.example/,NEWS\n";
    home.write("Mine.csv", table);
    home.run("lists").exits(0).prints(&["built-in list (built-in)", "yes"]);
    assert!(!home.path(".local").exists(), "looking makes nothing");
    home.run("lists add Mine.csv").exits(0).tells(&[
        "error: Mine.csv, line 4: \"example.com\" is a name, not a URL; did you mean https://example.com/ ?",
        "“Mine” has 3 pages.",
        "1 name is taken with https:// before it.",
        "1 line names a page that was there before.",
        "1 of them is off: risky pages are tested only if you choose them",
    ]);
    home.run("lists show Mine").exits(0).prints(&[
        "Gambling (!)",
        "0 of 1",
        "https://b.example/",
        "Opening such sites may bring trouble",
    ]);
    home.run("lists on Mine --category gmb")
        .exits(0)
        .tells(&["“Mine” is on: 3 of 3 pages are tested."]);
    home.run("lists off Mine --page https://a.example").exits(0).tells(&["2 of 3 pages"]);
    home.run("lists rename Mine News").exits(0).tells(&["“Mine” is called “News” now."]);
    home.run("lists order News built-in").exits(0);
    let said = home.run("lists --json").exits(0);
    let names: Vec<_> = said.out.lines().map(|line| line.contains("\"name\":\"News\"")).collect();
    assert_eq!(names, [true, false], "{said}");
    let said = home.run("lists show News --text").exits(0);
    assert_eq!(
        said.out,
        "url,category_code\nhttps://a.example/,NEWS\nhttps://b.example/,GMB\nhttps://c.example/,NEWS\n"
    );
    let again = home.write("again.txt", "https://b.example/\nhttps://c.example/\n");
    let stdin = File::open(again).unwrap();
    home.arna("lists replace News -").stdin(stdin).start().end().exits(0).tells(&["has 2 pages"]);
    home.run("lists remove News").exits(0).tells(&["“News” is removed."]);
    let said = home.run("lists --json").exits(0);
    assert_eq!(said.out.lines().count(), 1, "{said}");
}

#[test]
fn what_a_list_cannot_be_is_said() {
    let home = Home::new();
    home.write("good.txt", "https://a.example/\n");
    home.write("bad.txt", "ftp://a.example/\n");
    home.run("lists add good.txt").exits(0);
    home.run("lists add good.txt").exits(2).tells(&["there is a list of this name already: good"]);
    home.run("lists add good.txt --name built-in").exits(2).tells(&["a list's name has 1 to 80"]);
    let said = home.run("lists add bad.txt").exits(2);
    said.tells(&["bad.txt, line 1", "there is no page in it; nothing was changed"]);
    home.run("lists show god")
        .exits(2)
        .tells(&["there is no list called “god”; did you mean good?"]);
    home.run("lists remove built-in").exits(2).tells(&["the built-in list comes with Arna"]);
    home.run("lists on good --page https://b.example/").exits(2).tells(&["no such page"]);
    home.run("run --list good --input https://a.example/ --yes").exits(2);
    home.run("lists off good").exits(0);
    home.run("lists off built-in").exits(0);
    home.run("run --yes").exits(2).tells(&["no page is switched on"]);
    home.run("--language ru lists remove built-in").exits(2).tells(&["Встроенный список входит"]);
}

#[test]
fn a_run_looks_at_a_list_and_its_measurements_say_so() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::mint(&home);
        let site = Site::open(&certificates.server);
        let (one, two, root) = (site.page("1"), site.page("2"), text(&certificates.root));
        home.write("Mine.csv", format!("url,category_code\n{one},NEWS\n{two},PORN\n"));
        home.run("lists add Mine.csv").exits(0);
        let line = format!("run web_connectivity --ca {root} --no-helper --yes --json");
        let said = home.run(&format!("{line} --list Mine")).exits(0);
        let lines = said.json();
        assert_eq!(lines.codes(), [(one.as_str(), "accessible")], "the other one is off: {said}");
        let measurement = &lines.measurements[0];
        assert_eq!(
            (&measurement["list"], &measurement["category"]),
            (&"Mine".into(), &"NEWS".into())
        );
        home.run("lists remove Mine").exits(0);
        home.run("show --why").exits(0).prints(&["List: Mine.", "About: News."]);
        home.run("runs").exits(0).prints(&["Mine, 1"]);
        home.run(&format!("{line} --list Mine"))
            .exits(2)
            .tells(&["there is no list called “Mine”"]);
    });
}
