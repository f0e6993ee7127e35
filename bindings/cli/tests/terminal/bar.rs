//! On a terminal: a bar that goes away, colours, and a table that fits.

use std::process::Stdio;

use crate::command::Home;
use crate::system;

#[test]
fn a_bar_on_the_terminal_below_a_line_for_each_verdict() {
    let home = Home::new();
    let (person, program) = system::terminal();
    let mut arna = home.arna("demo --targets 40");
    arna.0.stdout(Stdio::null()).stderr(program);
    let mut child = arna.0.spawn().unwrap();
    // The command holds the other end too, and would keep the terminal open.
    drop(arna);
    let seen = system::read_all(&person);
    assert_eq!(child.wait().unwrap().code(), Some(0), "{seen}");
    assert!(seen.contains("/43 "), "no bar: {seen:?}");
    let lines = plain(&seen);
    for part in ["1/43 ", "/43 latency: Measured (", "43/43 ", ": Opens normally"] {
        assert!(lines.contains(part), "{part:?} is no line above the bar: {lines}");
    }
    let (first, latency) = (lines.find("1/43 ").unwrap(), lines.find("/43 latency: ").unwrap());
    assert!(first < latency, "the first site does not wait for the latency: {lines}");
    assert!(lines.contains("double check "), "nobody is told what is waited for: {lines}");
    let last = seen.trim_end_matches(['\r', '\n']).rsplit('\r').next().unwrap();
    assert!(last.trim().trim_start_matches("\u{1b}[2K").is_empty(), "the bar stays: {seen:?}");
}

#[test]
fn a_table_on_the_terminal_has_colours_and_fits() {
    let home = Home::new();
    for (colour, wanted) in [(None, true), (Some("1"), false)] {
        let (person, program) = system::terminal();
        let mut arna = home.arna("demo first-light");
        if let Some(no) = colour {
            arna = arna.env("NO_COLOR", no);
        }
        arna.0.stdout(program).stderr(Stdio::null());
        let mut child = arna.0.spawn().unwrap();
        drop(arna);
        let seen = system::read_all(&person);
        assert_eq!(child.wait().unwrap().code(), Some(0), "{seen}");
        assert_eq!(seen.contains('\u{1b}'), wanted, "{seen:?}");
        assert!(seen.contains("Probably blocked"), "{seen}");
        for line in seen.lines() {
            assert!(plain(line).chars().count() <= 80, "{line:?}");
        }
    }
}

/// A text without its colours, and without what moves the cursor.
fn plain(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    let is_end = |one: char| one != '[' && ('@'..='~').contains(&one);
    parts.fold(first, |text, part| text + part.find(is_end).map_or("", |end| &part[end + 1..]))
}
