//! Scenarios as they are asked for: by the name of one that comes with Arna, or as a file.

use std::path::Path;

use arna_lab::Scenario;
use arna_words::{Language, Line};

use crate::exits::Trouble;
use crate::words::{line, words};
use crate::{lists, out};

/// The scenario of this name, or in this file.
pub(crate) fn find(asked: &str) -> Result<Scenario, Trouble> {
    if is_file(asked) {
        return read(asked);
    }
    Scenario::named(asked).cloned().map_err(|unknown| {
        let said = line(Line::NoScenario, &[("name", &asked)]);
        let file = format!("{asked}.toml");
        Trouble::usage(match unknown.nearest {
            // The file that was probably meant comes before a name that is only like it.
            _ if Path::new(&file).is_file() => {
                line(Line::FileAskedAs, &[("said", &said), ("file", &file)])
            }
            Some(name) => line(Line::Meant, &[("said", &said), ("what", &name)]),
            None => said,
        })
    })
}

/// Says what happens in a scenario. Its story is told in English alone.
pub(crate) fn tell(scenario: &Scenario) {
    let name = &scenario.name;
    match words().language() {
        Language::En => out::tell(format_args!("{name}: {}", scenario.story.trim())),
        Language::Ru | Language::Kk => out::tell(line(Line::ScenarioTold, &[("name", name)])),
    }
}

/// Whether a file is meant: no scenario's name has a dot.
fn is_file(asked: &str) -> bool {
    Path::new(asked).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

fn read(path: &str) -> Result<Scenario, Trouble> {
    let bytes = std::fs::read(path).map_err(|error| lists::cannot_read(Path::new(path), &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let number = error.as_bytes()[..good].split(|&byte| byte == b'\n').count();
        let why = line(Line::LineNoText, &[("n", &number)]);
        Trouble::usage(line(Line::CannotRead, &[("path", &path), ("why", &why)]))
    })?;
    Scenario::parse(&text).map_err(|mistake| Trouble::usage(format_args!("{path}, {mistake}")))
}
