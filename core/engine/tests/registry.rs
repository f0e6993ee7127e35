//! Whatever stands in the registry is whole: its file, its words, its place in the pages, and a run in
//! the simulated country that gives it a verdict.

#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

mod country;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use arna_engine::nettests::{ALL, InputKind, Spec, named};
use arna_model::Code;

#[test]
fn names_and_words_are_in_order() {
    let mut names = BTreeSet::new();
    for Spec { name, version, story, usual_bytes, .. } in specs() {
        assert!(names.insert(name), "{name} is there twice: rename one in its spec()");
        assert!(
            name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'),
            "{name}: spell it like OONI's, in lower case with underscores"
        );
        let parts = version.split('.').filter(|part| part.parse::<u16>().is_ok()).count();
        assert_eq!(parts, 3, "{name}: its version has to be like 0.1.0");
        assert!(
            story.len() > 20 && !story.ends_with('.'),
            "{name}: tell people in one line, without a full stop, what it looks at"
        );
        assert!(usual_bytes > 0, "{name}: say what it usually costs");
        assert!(named(name).is_some(), "{name} is not found by its name");
    }
}

#[test]
fn every_file_is_registered_under_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/nettests");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|stem| !["mod", "trial"].contains(&stem.as_str()))
        .collect();
    let registered: BTreeSet<String> = specs().map(|spec| spec.name.to_owned()).collect();
    assert_eq!(
        files, registered,
        "src/nettests has one file per nettest, named like it, and one line in ALL for each"
    );
}

#[test]
fn the_pages_know_every_nettest() {
    let (readme, method) = (page("README.md"), page("docs/method.md"));
    for Spec { name, story, .. } in specs() {
        let row = format!("| `{name}` | {story} |");
        assert!(readme.contains(&row), "README.md, \"Nettests\", lacks this row:\n{row}");
        assert!(
            method.contains(&format!("`{name}`")),
            "docs/method.md does not say how {name} measures: give it a section"
        );
    }
}

#[test]
fn every_nettest_gets_a_verdict_in_the_country() {
    for spec in specs() {
        let (measurements, _) = country::run("first-light", Some("wired"), 1, &[spec.name], None);
        let name = spec.name;
        assert!(!measurements.is_empty(), "{name}: its run measured nothing");
        let expected = match spec.input {
            InputKind::None => Code::Measured,
            InputKind::Url => Code::Accessible,
        };
        let good: Vec<_> = measurements.iter().filter(|one| one.verdict.code == expected).collect();
        let codes: Vec<_> = measurements.iter().map(|one| one.verdict.code).collect();
        assert!(
            !good.is_empty(),
            "{name} never gets {expected:?} in the scenario first-light, but {codes:?}: does \
             arna-judge have a rule for it?"
        );
        for measurement in good {
            assert_eq!(measurement.figures.is_some(), expected == Code::Measured, "{name}");
            let (cost, usual) = (measurement.bytes.total(), spec.usual_bytes);
            assert!(
                cost <= 2 * usual && usual <= 4 * cost,
                "{name} cost {cost} bytes and says that {usual} are usual: mend usual_bytes"
            );
        }
    }
}

fn specs() -> impl Iterator<Item = Spec> {
    ALL.iter().map(|nettest| nettest.spec())
}

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)).unwrap()
}
