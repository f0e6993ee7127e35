//! Makes JSON of the tables of data: who keeps them has TOML, and a phone need not carry a parser of it.

#![allow(clippy::print_stdout, reason = "that is how cargo is spoken to")]

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    for name in ["addresses", "blockpages", "challenges", "roots"] {
        let file = format!("data/{name}.toml");
        println!("cargo::rerun-if-changed={file}");
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
        let json = serde_json::to_vec(&table).expect("tables of text");
        fs::write(folder.join(format!("{name}.json")), json).expect("cargo's own folder");
    }
}
