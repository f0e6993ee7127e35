//! `arna wipe`: what is erased is said, asked about, and gone.

use std::fs;
use std::fs::File;
use std::io::Write as _;

use crate::command::{Home, Said};
use crate::system;

fn stored() -> Home {
    let home = Home::new();
    home.run("demo first-light --db kept.db").exits(0);
    home.write("kept.db.damaged-1", "what was set aside");
    home.write("kept.db.bak", "somebody's own copy");
    home
}

fn names(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(home.path(".")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

fn answered(home: &Home, answer: &str) -> Said {
    let (mut person, program): (File, File) = system::terminal();
    person.write_all(answer.as_bytes()).unwrap();
    home.arna("wipe --db kept.db").stdin(program).start().end()
}

#[test]
fn it_says_what_it_erases_and_erases_nothing_else() {
    let home = stored();
    let said = home.run("wipe --db kept.db").exits(2);
    said.tells(&["erased for good", "kept.db.damaged-1", "Runs in it: 1.", "add --yes"]);
    answered(&home, "n\n").exits(0).tells(&["Erase all of it?", "Nothing was erased."]);
    assert_eq!(names(&home), ["kept.db", "kept.db.bak", "kept.db.damaged-1"]);
    let said = answered(&home, "y\n").exits(0).tells(&["Erased."]);
    assert!(!said.err.contains("kept.db.bak"), "{said}");
    assert_eq!(names(&home), ["kept.db.bak"]);
    home.run("wipe --yes --db kept.db").exits(0).tells(&["Nothing is stored in kept.db."]);
    assert_eq!(names(&home), ["kept.db.bak"], "nothing is made");
}

#[test]
fn what_cannot_be_read_can_be_erased() {
    let home = stored();
    let mut bytes = fs::read(home.path("kept.db")).unwrap();
    bytes[100..4096].fill(0xa5);
    home.write("kept.db", bytes);
    home.run("wipe --yes --db kept.db").exits(0).tells(&["kept.db", "Erased."]);
    assert_eq!(names(&home), ["kept.db.bak"]);
    // What is left of one that somebody removed by hand.
    home.write("kept.db.damaged-1", "what was set aside");
    home.run("wipe --yes --db kept.db").exits(0).tells(&["kept.db.damaged-1", "Erased."]);
    assert_eq!(names(&home), ["kept.db.bak"]);
}
