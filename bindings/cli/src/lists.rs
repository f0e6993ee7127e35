//! What is to be looked at: URLs as people type them, and lists of them, which `arna-lists` reads. Here is where they
//! come from, and where their mistakes are said.

mod command;
mod near;

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use arna_engine::{NoPage, page};
use arna_lists::{MOST_BYTES, Read};
use arna_model::{Mistake, Target};
use arna_words::{Line, Phrase};

use crate::exits::Trouble;
use crate::words::{line, words};
pub(crate) use command::{lists, named};
pub(crate) use near::or_meant;

/// The good ones, and what is wrong with the others.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// Targets, each once, in the order given.
    pub(crate) targets: Vec<Target>,
    /// Sentences about the rest.
    pub(crate) complaints: Vec<String>,
    known: HashSet<String>,
}

impl Inputs {
    /// Takes the URLs of a command line.
    pub(crate) fn take_urls(&mut self, urls: &[String]) {
        if !urls.is_empty() {
            self.take(arna_lists::typed(urls), "--input");
        }
    }

    /// Takes a file, or standard input for `-`.
    pub(crate) fn take_file(&mut self, path: &Path) -> Result<(), Trouble> {
        let (content, name) = content(path)?;
        self.take(arna_lists::read(&content), &name);
        Ok(())
    }

    fn take(&mut self, read: Read, name: &str) {
        self.complaints.extend(complaints(&read, name));
        for entry in read.entries {
            if self.known.insert(entry.url.clone()) {
                let (input, category) = (entry.url, entry.category);
                self.targets.push(Target { input, category, list: None, truth: None });
            }
        }
    }
}

/// What a file holds, or standard input for `-`, and what it is called. Of what is too long for a list only so much is
/// read as shows that.
pub(crate) fn content(path: &Path) -> Result<(Vec<u8>, String), Trouble> {
    let mut content = Vec::new();
    let most = MOST_BYTES as u64 + 1;
    if path == Path::new("-") {
        let name = line(Line::StandardInput, &[]);
        let read = io::stdin().lock().take(most).read_to_end(&mut content);
        read.map_err(|error| cannot_read(Path::new(&name), &error))?;
        return Ok((content, name));
    }
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut content));
    read.map_err(|error| cannot_read(path, &error))?;
    Ok((content, path.display().to_string()))
}

/// What is wrong with a list of this name, a sentence a line.
pub(crate) fn complaints(read: &Read, name: &str) -> Vec<String> {
    let place = |number: Option<u64>| match number {
        Some(n) => line(Line::AtLine, &[("path", &name), ("n", &n)]),
        None => name.to_owned(),
    };
    let said = |one: &Mistake| format!("{}: {}", place(one.line), words().mistake(one));
    // A file without a page is another one than was meant: a picture, say, which has thousands.
    let shown = if read.entries.is_empty() { MOST_OF_NO_LIST } else { read.mistakes.len() };
    let mut all: Vec<_> = read.mistakes.iter().take(shown).map(said).collect();
    let more = read.more_mistakes + read.mistakes.len().saturating_sub(shown) as u64;
    if more > 0 {
        let more = words().counted(Phrase::MoreMistakes, more, &[]);
        all.push(format!("{name}: {more}"));
    }
    all
}

/// The URL that a word stands for which is no nettest: a page's, or a host's.
pub(crate) fn meant_as_page(word: &str) -> Option<String> {
    match page(word) {
        Ok(url) => Some(url.into()),
        Err(NoPage { meant, .. }) => meant.map(String::from),
    }
}

/// A file cannot be read.
pub(crate) fn cannot_read(path: &Path, error: &io::Error) -> Trouble {
    let why = words().system(error);
    Trouble::usage(line(Line::CannotRead, &[("path", &path.display()), ("why", &why)]))
}

/// So many mistakes show what kind of file it is.
const MOST_OF_NO_LIST: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_said_with_their_place_and_the_rest_is_taken_once() {
        let mut inputs = Inputs::default();
        inputs.take_urls(&["https://a.example/".into(), "nonsense".into()]);
        let text = b"https://a.example/\nme@b.example\nhttps://b.example/ x\nhttps://c.example/\n";
        inputs.take(arna_lists::read(text), "list.txt");
        let urls: Vec<_> = inputs.targets.iter().map(|target| target.input.as_str()).collect();
        assert_eq!(urls, ["https://a.example/", "https://c.example/"]);
        let [typed, bare, space] = &inputs.complaints[..] else { panic!("{inputs:?}") };
        assert_eq!(typed, "--input: \"nonsense\" is not a URL");
        assert!(bare.starts_with("list.txt, line 2: \"b.example\" is a name"), "{bare}");
        assert!(bare.ends_with("did you mean https://b.example/ ?"), "{bare}");
        assert!(
            space.starts_with("list.txt, line 3: ") && space.contains("white space"),
            "{space}"
        );
    }

    #[test]
    fn what_nobody_would_read_is_counted() {
        let wrong = "what is this\n".repeat(2_500);
        let said = |text: &str| complaints(&arna_lists::read(text.as_bytes()), "list.txt");
        let all = said(&format!("https://a.example/\n{wrong}"));
        assert_eq!(all.len(), arna_lists::MOST_MISTAKES + 1);
        assert_eq!(all[1_000], "list.txt: 1,500 more lines like these are left out");
        let no_list = said(&wrong);
        assert_eq!(no_list.len(), MOST_OF_NO_LIST + 1);
        assert_eq!(no_list[5], "list.txt: 2,495 more lines like these are left out");
    }
}
