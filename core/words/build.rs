//! Makes JSON of the words: who writes them has TOML, and a phone need not carry a parser of it. What the terminal
//! alone says goes into a file of its own, which a phone need not carry either.

#![allow(clippy::print_stdout, reason = "that is how cargo is spoken to")]

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed={WORDS}");
    let text = fs::read_to_string(WORDS).expect("the words are beside this program");
    let mut words: toml::Table = text.parse().unwrap_or_else(|error| panic!("{WORDS}: {error}"));
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    let lines = words.remove("line").unwrap_or_else(|| panic!("{WORDS}: there is no [line]"));
    let write = |name, json| fs::write(folder.join(name), json).expect("cargo's own folder");
    write("words.json", serde_json::to_vec(&words).expect("words and tables of them"));
    write("lines.json", serde_json::to_vec(&lines).expect("a table of lines"));
}

const WORDS: &str = "data/words.toml";
