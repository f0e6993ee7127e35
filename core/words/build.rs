//! Makes JSON of the words: who writes them has TOML, and a phone need not carry a parser of it. What the terminal
//! alone says goes into a file of its own, which a phone need not carry either. In the file of all others each language
//! stands by itself, which compresses better in an app: 60 kB, and 69 with the languages of each word side by side.

#![allow(clippy::print_stdout, reason = "that is how cargo is spoken to")]

use std::path::PathBuf;
use std::{env, fs};

use toml::{Table, Value};

fn main() {
    println!("cargo::rerun-if-changed={DATA}");
    let mut words = Table::new();
    let mut files: Vec<_> = fs::read_dir(DATA)
        .expect("the words are beside this program")
        .map(|file| file.expect("a file of words").path())
        .collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).expect("a file of words");
        let table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        merge(&mut words, table);
    }
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    let lines = words.remove("line").expect("there are lines of the terminal");
    let write = |name, json| fs::write(folder.join(name), json).expect("cargo's own folder");
    write("words.json", serde_json::to_vec(&columns(&words)).expect("words and tables of them"));
    write("lines.json", serde_json::to_vec(&lines).expect("a table of lines"));
}

/// Sections may stand in several files, a name in one of them alone.
fn merge(words: &mut Table, file: Table) {
    for (section, texts) in file {
        let Value::Table(texts) = texts else { panic!("[{section}] is no section") };
        let kept = words.entry(&section).or_insert_with(|| Value::Table(Table::new()));
        let kept = kept.as_table_mut().expect("sections are tables");
        for (name, text) in texts {
            assert!(kept.insert(name.clone(), text).is_none(), "[{section}.{name}] is there twice");
        }
    }
}

/// The names of each section, and what each language says, in the order of the names.
fn columns(words: &Table) -> Table {
    let mut columns: Vec<_> = LANGUAGES.iter().map(|code| (*code, Vec::new())).collect();
    let mut names = Vec::new();
    for (section, texts) in words {
        let texts = texts.as_table().expect("sections are tables");
        for (name, text) in texts {
            let text = text.as_table().filter(|text| text.len() == LANGUAGES.len());
            for (code, column) in &mut columns {
                let said = text.and_then(|text| text.get(*code));
                let said =
                    said.unwrap_or_else(|| panic!("[{section}.{name}] is not in {LANGUAGES:?}"));
                column.push(said.clone());
            }
        }
        let all = texts.keys().cloned().map(Value::String).collect();
        names.push(Value::Array(vec![Value::String(section.clone()), Value::Array(all)]));
    }
    let all = columns.into_iter().map(|(code, column)| (code.to_owned(), Value::Array(column)));
    all.chain([("names".to_owned(), Value::Array(names))]).collect()
}

const DATA: &str = "data";
const LANGUAGES: &[&str] = &["en", "kk", "ru"];
