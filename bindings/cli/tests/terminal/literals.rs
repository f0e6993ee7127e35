//! No sentence stands in the terminal's own source: what people read is in the file of words, in every language.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

#[test]
fn no_sentence_of_one_language_is_in_the_source() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut odd = Vec::new();
    for file in files(&source) {
        let name = file.strip_prefix(&source).unwrap().to_str().unwrap().to_owned();
        if EXEMPT.iter().any(|exempt| name.starts_with(exempt)) {
            continue;
        }
        let tokens: TokenStream = fs::read_to_string(&file).unwrap().parse().unwrap();
        let mut found = Vec::new();
        collect(tokens, &mut found);
        odd.extend(found.into_iter().map(|text| format!("{name}: {text}")));
    }
    assert!(odd.is_empty(), "these belong into core/words/data/lines.toml:\n{}", odd.join("\n"));
}

#[test]
fn a_sentence_would_be_found() {
    let found = |source: &str| {
        let mut found = Vec::new();
        collect(source.parse().unwrap(), &mut found);
        found.len()
    };
    assert_eq!(found(r#"fn f() { out::tell(format_args!("Going on with run {}.", id)); }"#), 1);
    assert_eq!(found(r#"fn f() { Trouble::usage("there is no URL") }"#), 1);
    assert_eq!(found(r##"/// Some words. #[x(reason = "not read by people")] fn f() {}"##), 0);
    assert_eq!(
        found(r#"fn f() { one.expect("a reason why"); words("arna run --db", "a_b", "b") }"#),
        0
    );
    assert_eq!(found(r#"#[cfg(test)] mod tests { const A: &str = "three small words"; }"#), 0);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    all.sort();
    all
}

/// Literals with two words of English or more, but for attributes, tests, and what only a panic says.
fn collect(tokens: TokenStream, found: &mut Vec<String>) {
    let (mut is_attribute, mut is_test, mut is_reason) = (false, false, false);
    for token in tokens {
        match token {
            TokenTree::Punct(mark) => {
                is_attribute = mark.as_char() == '#' || is_attribute && mark.as_char() == '!'
            }
            TokenTree::Group(group) if is_attribute && group.delimiter() == Delimiter::Bracket => {
                is_test |= group.to_string().replace(' ', "") == "[cfg(test)]";
                is_attribute = false;
            }
            TokenTree::Group(group) => {
                let is_body = group.delimiter() == Delimiter::Brace;
                if !(is_reason || is_test && is_body) {
                    collect(group.stream(), found);
                }
                is_reason = false;
                is_test &= !is_body;
            }
            TokenTree::Ident(name) => {
                is_reason = REASONS.contains(&name.to_string().as_str());
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if text.starts_with(['"', 'r']) && is_sentence(text.trim_matches(['r', '#', '"'])) {
                    found.push(text);
                }
            }
        }
    }
}

/// Whether two words of letters stand beside each other, outside of a command.
fn is_sentence(text: &str) -> bool {
    let plain: String = text.split('`').step_by(2).collect();
    if plain.trim_start().starts_with("arna ") {
        return false;
    }
    let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|one| one.is_ascii_alphabetic());
    let words: Vec<&str> = plain
        .split(' ')
        .map(|word| word.trim_matches([',', '.', ':', ';', '?', '(', ')']))
        .collect();
    words.windows(2).any(|pair| pair.iter().all(&is_word))
}

/// Help is clap's and in English. The simulated country is described in English, and what is run inside it meets a
/// person who writes tests.
const EXEMPT: &[&str] = &["args", "exec", "lab.rs", "score.rs", "self_made.rs"];

/// What only somebody reads who looks for a mistake of ours.
const REASONS: &[&str] =
    &["expect", "unreachable", "panic", "assert", "debug_assert", "debug_assert_eq"];
