//! Readers that go away, and outputs that cannot be written.

use std::fs::OpenOptions;
use std::io::{BufRead as _, BufReader, Read as _};

use crate::command::Home;

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let home = Home::new();
    for line in ["demo --json", "demo kz-2019-qaznet --targets 40", "lab list --json"] {
        let mut child = home.arna(line).0.spawn().unwrap();
        let mut out = BufReader::with_capacity(1, child.stdout.take().unwrap());
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        assert!(!first.is_empty());
        drop(out);
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        let code = child.wait().unwrap().code();
        assert_eq!(code, Some(0), "{line}: {err}");
        assert!(!err.contains("panicked") && !err.contains("error"), "{line}: {err}");
    }
}

#[test]
fn a_reader_that_leaves_a_demo_early_loses_nothing_that_is_stored() {
    let home = Home::new();
    let mut child = home.arna("demo --json --db kept.db").0.spawn().unwrap();
    let mut out = BufReader::with_capacity(1, child.stdout.take().unwrap());
    let mut first = String::new();
    out.read_line(&mut first).unwrap();
    drop(out);
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{err}");
    let said = home.run("show --db kept.db --json").exits(0);
    assert!(said.out.starts_with(&first), "what was printed is stored");
}

#[test]
fn an_output_without_room_is_an_error() {
    let home = Home::new();
    for line in
        ["lab list", "demo first-light", "demo first-light --json", "--version", "run --help"]
    {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut arna = home.arna(line);
        arna.0.stdout(full);
        let said = arna.start().end().exits(1);
        said.tells(&["the output cannot be written"]);
    }
}
