//! Makes JSON of the words: who writes them has TOML, and a phone need not carry a parser of it.

#![allow(clippy::print_stdout, reason = "that is how cargo is spoken to")]

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed={WORDS}");
    let text = fs::read_to_string(WORDS).expect("the words are beside this program");
    let words: toml::Table = text.parse().unwrap_or_else(|error| panic!("{WORDS}: {error}"));
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    let json = serde_json::to_vec(&words).expect("words and tables of them");
    fs::write(folder.join("words.json"), json).expect("cargo's own folder");
}

const WORDS: &str = "data/words.toml";
