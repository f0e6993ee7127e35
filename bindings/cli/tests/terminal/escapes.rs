//! What others chose, a certificate's names, a page's title, an operator's name, never steers the terminal.

use arna_model::is_unseen;

use crate::certificates::Certificates;
use crate::command::{Home, Said, text};
use crate::network::alone;
use crate::site::Site;

#[test]
fn nothing_of_the_networks_reaches_the_terminal_as_it_came() {
    alone(|| {
        let home = Home::new();
        let certificates = Certificates::by(&home, EVIL);
        let site = Site::open(&certificates.server);
        let (page, root) = (site.page("escapes"), text(&certificates.root));
        let said = home.run(&format!(
            "run web_connectivity --input {page} --ca {root} --no-helper --yes --operator {EVIL}"
        ));
        is_harmless(&said.exits(0));
        for command in ["show", "show --why", "history", "history localhost"] {
            let said = home.run(command).exits(0);
            is_harmless(&said);
            if command != "show" {
                assert!(said.out.contains("\u{fffd}]0;owned\u{fffd}"), "{command}: {said}");
            }
        }
        let said = home.run("show --why --json").exits(0);
        is_harmless(&said);
        let lines = said.json();
        assert_eq!(lines.measurements[0]["vantage"]["operator"], EVIL, "the same once it is read");
        let page = lines.measurements[0]["observations"].as_array().unwrap().iter();
        let titles: Vec<_> = page.filter_map(|one| one["title"].as_str()).collect();
        assert!(titles.iter().any(|title| title.contains("\u{1b}[2J")), "{titles:?}");
        is_harmless(&home.run("history --json").exits(0));
        let id = lines.measurements[0]["id"].as_str().unwrap();
        is_harmless(&home.run(&format!("lab replay {id}")));
    });
}

#[test]
fn what_was_typed_is_not_thrown_back_as_it_came() {
    let home = Home::new();
    for line in [
        "show --db \u{1b}]0;x\u{7}.db",
        "run --input \u{9b}2J --yes",
        "run --input-file \u{1b}[2J.txt --yes",
        "run \u{1b}[2J",
        "demo \u{1b}[2J\u{202e}",
        "demo --profile \u{1b}[2J",
        "demo --seed \u{1b}[2J",
        "\u{1b}[2J\u{202e}",
    ] {
        is_harmless(&home.run(line).exits(2));
    }
    let said = home.run("demo first-light --color always").exits(0);
    for part in said.out.split('\u{1b}').skip(1) {
        let colour = part.strip_prefix('[').and_then(|rest| rest.split_once('m')).unwrap().0;
        assert!(colour.chars().all(|one| one.is_ascii_digit() || one == ';'), "{part:?}");
    }
}

#[track_caller]
fn is_harmless(said: &Said) {
    for text in [&said.out, &said.err] {
        let odd: Vec<char> = text.chars().filter(|one| *one != '\n' && is_unseen(*one)).collect();
        assert!(odd.is_empty(), "{odd:?} in {said}");
    }
}

/// A title for the window, a clean screen in two dialects, and a line from right to left.
const EVIL: &str = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}2J\u{202e}Tele2";
