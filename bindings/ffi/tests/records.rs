//! Records and enums of other crates cross as they are. That their fields are the same, the compiler sees; here, that they
//! are told with the same words.

#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every record and enum of a folder's sources, with its description and its lines, attributes left out.
fn types(folder: &Path, found: &mut BTreeMap<String, Vec<String>>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            types(&entry, found);
        } else if entry.extension().is_some_and(|kind| kind == "rs") {
            of(&fs::read_to_string(entry).unwrap(), found);
        }
    }
}

fn of(text: &str, found: &mut BTreeMap<String, Vec<String>>) {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with("#[")).collect();
    for (at, line) in lines.iter().enumerate() {
        let rest = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum "));
        let Some(name) = rest.and_then(|rest| rest.strip_suffix(" {")) else { continue };
        let above = lines[..at].iter().rev().take_while(|line| line.starts_with("///"));
        let body = lines[at..].iter().take_while(|line| **line != "}");
        let all = above.chain(body).map(|line| (*line).to_owned()).collect::<Vec<_>>();
        found.entry(name.to_owned()).or_default().push(all.join("\n"));
    }
}

#[test]
fn what_crosses_is_told_as_the_core_tells_it() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut told = BTreeMap::new();
    types(&here.join("../../core/screens/src"), &mut told);
    types(&here.join("../../core/model/src"), &mut told);
    let mut crossing = BTreeMap::new();
    let screens = here.join("src/screens");
    let mut remote = 0;
    for entry in fs::read_dir(&screens).unwrap().map(|entry| entry.unwrap().path()) {
        let text = fs::read_to_string(&entry).unwrap();
        remote += text.matches("#[uniffi::remote(").count();
        for part in text.split("#[uniffi::remote(").skip(1) {
            let name = part.split_whitespace().skip_while(|word| *word != "pub").nth(2).unwrap();
            crossing.insert(name.to_owned(), entry.clone());
        }
    }
    assert!(remote > 40 && crossing.len() == remote, "{remote} of {}", crossing.len());
    let mut here = BTreeMap::new();
    types(&screens, &mut here);
    for (name, file) in crossing {
        let mine = &here[&name][0];
        let is_same = told.get(&name).is_some_and(|all: &Vec<String>| all.contains(mine));
        assert!(is_same, "{name} in {} is told otherwise in the core:\n{mine}", file.display());
    }
}
