//! The walls of the house: which crate and which module of the engine may use what.
//!
//! Cargo keeps a crate from using what its manifest does not name, so manifests are checked; inside the
//! engine every path in every file is.

#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A crate of the workspace: the crates of ours that it may use.
const CRATES: &[(&str, &[&str])] = &[
    ("core/model", &[]),
    ("core/words", &["arna-model"]),
    ("core/lists", &["arna-model"]),
    ("core/judge", &["arna-model"]),
    ("core/means", &["arna-model"]),
    ("core/net", &["arna-model"]),
    ("core/net/jni", &[]),
    ("core/helper", &["arna-model", "arna-net"]),
    ("core/lab", &["arna-model", "arna-net", "arna-helper"]),
    ("core/engine", &["arna-model", "arna-net", "arna-judge", "arna-lists", "arna-means"]),
    ("core/screens", &["arna-model", "arna-words", "arna-lists", "arna-engine"]),
    (
        "bindings/cli",
        &[
            "arna-model",
            "arna-words",
            "arna-lists",
            "arna-net",
            "arna-engine",
            "arna-screens",
            "arna-lab",
            "arna-helper",
        ],
    ),
    (
        "bindings/ffi",
        &[
            "arna-model",
            "arna-words",
            "arna-lists",
            "arna-net",
            "arna-engine",
            "arna-screens",
            "arna-lab",
        ],
    ),
];

/// Packages that only these crates may name, whatever for.
const ONLY_THERE: &[(&str, &[&str])] = &[
    ("rusqlite", &["core/engine"]),
    ("reqwest", &["core/engine"]),
    ("smoltcp", &["core/lab"]),
    ("tun-rs", &["core/lab"]),
    ("quinn", &["core/lab"]),
    ("quinn-proto", &["core/net"]),
    ("h3", &["core/lab"]),
    ("h3-quinn", &["core/lab"]),
    ("rtnetlink", &["core/lab"]),
    ("nix", &["bindings/cli"]),
    ("uniffi", &["bindings/ffi"]),
    (
        "tokio",
        &["core/net", "core/helper", "core/lab", "core/engine", "bindings/cli", "bindings/ffi"],
    ),
    ("rustls", &["core/net", "core/helper", "core/lab", "core/engine", "bindings/cli"]),
    ("clap", &["bindings/cli"]),
];

/// A module of the engine: the crates of ours, what of the engine, and the packages with a wall of
/// their own that it may use. `run::Control` stands for that item alone, `run` for all of the module.
struct Room {
    name: &'static str,
    ours: &'static [&'static str],
    engine: &'static [&'static str],
    packages: &'static [&'static str],
}

const ROOMS: &[Room] = &[
    Room {
        name: "nettests",
        ours: &["arna_model", "arna_net"],
        engine: &["nettests", "run::Control", "run::Question"],
        packages: &["tokio::time", "tokio::join"],
    },
    Room {
        name: "run",
        ours: &["arna_model", "arna_net", "arna_judge"],
        engine: &["run", "nettests"],
        packages: &[
            "tokio::time",
            "tokio::sync",
            "tokio::select",
            "tokio::join",
            "tokio::task::JoinSet",
        ],
    },
    Room {
        name: "store",
        ours: &["arna_model"],
        engine: &["store", "run"],
        packages: &[
            "rusqlite",
            "rusqlite_migration",
            "tokio::sync",
            "tokio::task",
            "tokio::runtime",
            "tokio::time",
            "std::thread",
        ],
    },
    Room {
        name: "report",
        ours: &["arna_model", "arna_net"],
        engine: &["report", "run::Control", "run::Post", "run::Question"],
        packages: &["http", "http_body_util", "tokio::sync"],
    },
];

/// Packages and parts of the standard library with a wall of their own: sockets, SQL, HTTP, threads.
const WALLED: &[&str] = &[
    "tokio",
    "rusqlite",
    "rusqlite_migration",
    "reqwest",
    "hyper",
    "http",
    "http_body_util",
    "std::thread",
    "std::net::TcpStream",
    "std::net::UdpSocket",
    "std::net::TcpListener",
];

#[test]
fn manifests_keep_the_walls_between_crates() {
    let mut broken = Vec::new();
    for (folder, may_use) in CRATES {
        for package in dependencies(folder) {
            if package.starts_with("arna-") && !may_use.contains(&package.as_str()) {
                broken.push(format!("{folder} may not use {package}; it may use {may_use:?}"));
            }
            let only = ONLY_THERE.iter().find(|(name, _)| *name == package);
            if let Some((_, homes)) = only.filter(|(_, homes)| !homes.contains(folder)) {
                broken.push(format!("{folder} may not use {package}; only {homes:?} may"));
            }
        }
    }
    let root = fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let members = root.parse::<toml::Table>().unwrap()["workspace"]["members"].clone();
    for member in members.as_array().unwrap().iter().filter_map(|member| member.as_str()) {
        if !CRATES.iter().any(|(folder, _)| *folder == member) {
            broken.push(format!("{member} is new: say in CRATES what it may use"));
        }
    }
    assert!(broken.is_empty(), "{}\n\n{MEND}", broken.join("\n"));
}

#[test]
fn modules_of_the_engine_keep_to_their_rooms() {
    let mut broken = Vec::new();
    for room in ROOMS {
        for (file, inside) in sources(&Path::new("src").join(room.name)) {
            let tokens: TokenStream = fs::read_to_string(&file).unwrap().parse().unwrap();
            let mut paths = BTreeSet::new();
            collect(tokens, &mut Vec::new(), &mut paths);
            for path in paths.into_iter().map(|path| absolute(path, &inside)) {
                if let Some(why) = room.refuses(&path) {
                    broken.push(format!("{}: {} ({why})", file.display(), path.join("::")));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}\n\n{}\n{MEND}", broken.join("\n"), table());
}

#[test]
fn the_walls_are_seen_through_groups_macros_and_supers() {
    let text = "use crate::{store::Store, run::{self, Control}};
        fn f() { tokio::select! { x = super::super::report::ask() => {} } arna_judge::judge(); }";
    let mut paths = BTreeSet::new();
    collect(text.parse().unwrap(), &mut Vec::new(), &mut paths);
    let inside = ["nettests".to_owned(), "latency".to_owned()];
    let seen: Vec<_> = paths.into_iter().map(|path| absolute(path, &inside)).collect();
    let refused: BTreeSet<_> = seen
        .iter()
        .filter(|path| ROOMS[0].refuses(path).is_some())
        .map(|path| path.join("::"))
        .collect();
    let expected = [
        "arna_judge::judge",
        "crate::report::ask",
        "crate::run",
        "crate::run::self",
        "crate::store::Store",
        "tokio::select",
    ];
    for path in expected.iter().filter(|path| **path != "crate::run") {
        assert!(refused.contains(*path), "{path} was let through: {refused:?}");
    }
    assert!(!refused.contains("crate::run::Control"));
}

impl Room {
    /// Why this room may not name `path`; `None`: it may.
    fn refuses(&self, path: &[String]) -> Option<&'static str> {
        let is_below = |allowed: &str| {
            let mut parts = allowed.split("::");
            path.iter().skip(usize::from(path[0] == "crate")).zip(&mut parts).all(|(a, b)| a == b)
                && parts.next().is_none()
        };
        if path[0] == "crate" {
            return (!self.engine.iter().any(|allowed| is_below(allowed)))
                .then_some("a module it may not use");
        }
        if path[0].starts_with("arna_") && path.len() > 1 {
            return (!self.ours.contains(&path[0].as_str())).then_some("a crate it may not use");
        }
        let is_walled = path.len() > 1 && WALLED.iter().any(|walled| is_below(walled));
        (is_walled && !self.packages.iter().any(|allowed| is_below(allowed)))
            .then_some("a package it may not use")
    }
}

/// Every path that stands in the tokens, groups of `use` opened up.
fn collect(tokens: TokenStream, prefix: &mut Vec<String>, paths: &mut BTreeSet<Vec<String>>) {
    let base = prefix.len();
    let mut colons = 0;
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
            TokenTree::Ident(ident) => {
                if colons != 2 {
                    end(prefix, base, paths);
                }
                prefix.push(ident.to_string());
                colons = 0;
            }
            TokenTree::Group(group) => {
                let goes_on = colons == 2 && group.delimiter() == Delimiter::Brace;
                if goes_on {
                    collect(group.stream(), prefix, paths);
                    prefix.truncate(base);
                } else {
                    end(prefix, base, paths);
                    collect(group.stream(), &mut Vec::new(), paths);
                }
                colons = 0;
            }
            _ => {
                end(prefix, base, paths);
                colons = 0;
            }
        }
    }
    end(prefix, base, paths);
}

fn end(prefix: &mut Vec<String>, base: usize, paths: &mut BTreeSet<Vec<String>>) {
    if prefix.len() > base && prefix.len() > 1 {
        paths.insert(prefix.clone());
    }
    prefix.truncate(base);
}

/// A path from the crate's root, seen from the module `inside`.
fn absolute(path: Vec<String>, inside: &[String]) -> Vec<String> {
    let supers = path.iter().take_while(|part| *part == "super").count();
    if supers == 0 {
        return path;
    }
    let up = inside.len().saturating_sub(supers);
    let mut absolute = vec!["crate".to_owned()];
    absolute.extend_from_slice(&inside[..up]);
    absolute.extend_from_slice(&path[supers..]);
    absolute
}

/// The files of a module with the modules they are; its tests may use anything.
fn sources(folder: &Path) -> Vec<(PathBuf, Vec<String>)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                if path.iter().any(|part| part == "tests" || part == "tests.rs") {
                    continue;
                }
                let below =
                    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().with_extension("");
                let parts = below.iter().skip(1).map(|part| part.to_str().unwrap().to_owned());
                let inside = parts.filter(|part| part != "mod").collect();
                found.push((path, inside));
            }
        }
    }
    assert!(!found.is_empty(), "a room without a file");
    found
}

/// What a crate's manifest names, tests' own dependencies left out.
fn dependencies(folder: &str) -> Vec<String> {
    let manifest = fs::read_to_string(workspace().join(folder).join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let names = |table: &toml::Value| table.as_table().unwrap().keys().cloned().collect::<Vec<_>>();
    let targets = manifest.get("target").and_then(|targets| targets.as_table());
    let targets = targets.into_iter().flat_map(|targets| targets.values());
    let whole = toml::Value::Table(manifest.clone());
    let tables = targets.chain([&whole]);
    tables.filter_map(|table| table.get("dependencies")).flat_map(names).collect()
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn table() -> String {
    let line = |room: &Room| {
        let (name, ours, engine) = (room.name, room.ours.join(", "), room.engine.join(", "));
        format!("{name:9} may use {ours}; of the engine {engine}; {}", room.packages.join(", "))
    };
    ROOMS.iter().map(line).collect::<Vec<_>>().join("\n")
}

const MEND: &str = "How to mend it: hand the thing over through a port (`run::Ledger`, `run::Control`) and let \
engine.rs put both ends together; or, if the wall itself is wrong, move it in this file and in \
ARCHITECTURE.md, and say why in DECISIONS.md.";
