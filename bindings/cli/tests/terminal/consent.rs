//! Before the first run people are told whom it contacts, and asked.

use std::fs::File;
use std::io::Write as _;

use crate::certificates::Certificates;
use crate::command::{Home, Said, text};
use crate::network::alone;
use crate::site::Site;
use crate::system;

#[test]
fn without_a_terminal_nothing_is_sent_before_a_yes() {
    alone(|| {
        let home = Home::new();
        let (site, line) = asked_for(&home);
        let said = home.run(&line).exits(2);
        is_told(&said, &site);
        let said = said.tells(&["there is no terminal to ask on; add --yes"]);
        assert!(said.out.is_empty(), "{said}");
        assert_eq!(site.visits(), 0);
        home.run("show --db kept.db").exits(2).tells(&["nothing is stored"]);
        home.run(&format!("{line} --yes")).exits(0);
        assert_eq!(site.visits(), 1);
        home.run(&line).exits(2).tells(&["no terminal to ask on"]);
        assert_eq!(site.visits(), 1, "--yes is no answer for the next time");
    });
}

#[test]
fn a_yes_is_kept() {
    alone(|| {
        let home = Home::new();
        let (site, line) = asked_for(&home);
        let said = answered(&home, &line, "y\n").exits(0);
        is_told(&said, &site);
        let said = said.tells(&["May these be contacted?", "1/1 "]);
        assert_eq!(site.visits(), 1, "{said}");
        let said = home.run(&line).exits(0);
        assert!(!said.err.contains("May these be contacted?"), "{said}");
        assert_eq!(site.visits(), 2, "{said}");
    });
}

#[test]
fn only_what_is_new_is_asked_for() {
    alone(|| {
        let home = Home::new();
        let (site, line) = asked_for(&home);
        answered(&home, &line, "y\n").exits(0).tells(&["Measuring contacts"]);
        assert_eq!(site.visits(), 1);
        let other = site.page("other");
        let more = format!("{line} --input {other}");
        let said = home.run(&more).exits(2);
        let said =
            said.tells(&["Beyond what you agreed to", named(&other), "no terminal to ask on"]);
        let told = said.err.lines().filter(|line| line.trim_start().starts_with("- "));
        assert_eq!(told.count(), 1, "only the new site: {said}");
        assert_eq!(site.visits(), 1, "nothing was sent: {said}");
        for option in
            ["--quic", "--long", "--trace", "--rates all", "--resolver 9.9.9.9", "--country KZ"]
        {
            let said = home.run(&format!("{line} {option}")).exits(2);
            let said = said.tells(&["Beyond what you agreed to"]);
            assert!(!said.err.contains("The sites themselves"), "{option}: {said}");
        }
        let helped = line.replace("--no-helper", "--helper https://helper.example/");
        let said = home.run(&helped).exits(2).tells(&["helper.example", "Beyond what you"]);
        assert!(!said.err.contains("8.8.8.8"), "{said}");
        answered(&home, &more, "y\n").exits(0);
        home.run(&line).exits(0);
        home.run(&more).exits(0);
        let kept = std::fs::read(home.path("kept.db")).unwrap();
        let setting = kept.windows(10).filter(|some| some == b"cli.agreed").count();
        assert!(setting > 0, "the answer is in the file");
    });
}

#[test]
fn anything_else_is_a_no_and_is_not_kept() {
    alone(|| {
        let home = Home::new();
        let (site, line) = asked_for(&home);
        for no in ["n\n", "\n", "what?\n", "\u{4}"] {
            let said = answered(&home, &line, no).exits(0);
            let said = said.tells(&["May these be contacted?", "Nothing was sent."]);
            assert!(said.out.is_empty(), "{said}");
        }
        assert_eq!(site.visits(), 0);
        home.run("show --db kept.db").exits(2).tells(&["nothing is stored"]);
    });
}

#[test]
fn the_whole_list_and_every_helper_are_told() {
    alone(|| {
        let home = Home::new();
        let said = home.run("run").exits(2);
        said.tells(&[
            "meduza.io, ",
            " more",
            "https://0.th.ooni.org",
            "https://3.th.ooni.org",
            "8.8.8.8:53",
            "1.1.1.1:443",
            "full address",
            "Nothing is uploaded",
        ]);
    });
}

/// A site, and a command line that measures it.
fn asked_for(home: &Home) -> (Site, String) {
    let certificates = Certificates::mint(home);
    let site = Site::open(&certificates.server);
    let (page, root) = (site.page(""), text(&certificates.root));
    let line = format!(
        "run web_connectivity --input {page} --ca {root} --no-helper --max-bytes 50000 --db kept.db"
    );
    (site, line)
}

#[track_caller]
fn is_told(said: &Said, site: &Site) {
    let page = site.page("");
    for part in [
        "Measuring contacts",
        named(&page),
        "8.8.8.8:53",
        "No test helper",
        "1.1.1.1:443",
        "Your operator, or whoever runs the Wi-Fi, can see",
        "Once 50.0 kB are used",
        "kept.db",
    ] {
        assert!(said.err.contains(part), "{part:?} is not told: {said}");
    }
}

/// A page as it is shown to whoever is asked.
fn named(url: &str) -> &str {
    url.trim_start_matches("https://").trim_end_matches('/')
}

/// Runs with a person at the keyboard who answers so.
fn answered(home: &Home, line: &str, answer: &str) -> Said {
    let (mut person, program): (File, File) = system::terminal();
    // The terminal keeps it until it is read.
    person.write_all(answer.as_bytes()).unwrap();
    home.arna(line).stdin(program).start().end()
}
