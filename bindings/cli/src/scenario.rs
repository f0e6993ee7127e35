//! Scenarios as they are asked for: by the name of one that comes with Arna, or as a file.

use std::path::Path;

use arna_lab::Scenario;

use crate::exits::Trouble;

/// The scenario of this name, or in this file.
pub(crate) fn find(asked: &str) -> Result<Scenario, Trouble> {
    if is_file(asked) {
        return read(asked);
    }
    Scenario::named(asked).cloned().map_err(|error| {
        Trouble::usage(format_args!("{error} (`arna lab list` names them all{})", hint(asked)))
    })
}

/// Whether a file is meant: no scenario's name has a dot.
fn is_file(asked: &str) -> bool {
    Path::new(asked).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

fn read(path: &str) -> Result<Scenario, Trouble> {
    let cannot =
        |why: &dyn std::fmt::Display| Trouble::usage(format_args!("cannot read {path}: {why}"));
    let bytes = std::fs::read(path).map_err(|error| cannot(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].split(|&byte| byte == b'\n').count();
        cannot(&format_args!("line {line} is not text (UTF-8)"))
    })?;
    Scenario::parse(&text).map_err(|mistake| Trouble::usage(format_args!("{path}, {mistake}")))
}

/// A word on the file that was probably meant.
fn hint(asked: &str) -> String {
    let file = format!("{asked}.toml");
    if Path::new(&file).is_file() {
        format!("; the file here is asked for as {file}")
    } else {
        String::new()
    }
}
