//! Sites that are typed, pasted, read from a file or shared into Arna: what of them can be added, and what is wrong with
//! the rest, line by line. Nothing is kept before somebody says so.

use arna_lists::Read;
use arna_model::{ListEntry, WallTime};
use arna_words::{OnLists, Words};
use serde::Serialize;

use crate::results::name;
use crate::spoken::{action, check_mark, row, sentences};
use crate::{Action, Does, Mark, Row, trouble};

/// Sites to add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddingSites {
    /// Its title.
    pub heading: String,
    /// In the field in which addresses are typed.
    pub hint: String,
    /// What was given, as the field holds it; nothing: it is too long for a field, or no text.
    #[serde(skip)] // whoever reads a screen as JSON gave it, and has it
    pub text: Option<String>,
    /// Stands in the place of the field then. It is emptied by giving nothing.
    pub held: Option<String>,
    /// Opens a file.
    pub open: Action,
    /// In the field with the list's name.
    pub name_hint: String,
    /// The name that the list gets unless another one is typed; nothing as long as there is no site.
    pub name: Option<String>,
    /// How many sites were found in what was given.
    pub answer: Option<String>,
    /// What else is to be known of them.
    pub notes: Vec<String>,
    /// The first of them.
    pub rows: Vec<Row>,
    /// How many more there are.
    pub more: Option<String>,
    /// What is wrong with the rest.
    pub wrong: Option<WrongLines>,
    /// Keeps them as a list.
    pub add: Action,
}

/// Lines that are left out, each with what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WrongLines {
    /// How many there are.
    pub heading: String,
    /// The first of them.
    pub rows: Vec<Row>,
    /// How many more there are.
    pub more: Option<String>,
}

/// What was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The text or the file, as it is.
    pub content: Vec<u8>,
    /// What the file is called, without what is behind its last dot.
    pub name: Option<String>,
    /// Whether another app shared it: then it may be a sentence with addresses in it.
    pub is_shared: bool,
}

impl Given {
    /// What it holds.
    pub fn read(&self) -> Read {
        match self.is_shared {
            true => arna_lists::shared(&self.content),
            false => arna_lists::read(&self.content),
        }
    }

    /// It as a field can hold it: a longer one would be laid out letter by letter, and read again with each that is typed.
    fn text(&self) -> Option<String> {
        // No encoding takes more bytes for a letter.
        if self.content.len() > 4 * MOST_TYPED {
            return None;
        }
        arna_lists::text(&self.content).filter(|text| text.encode_utf16().count() <= MOST_TYPED)
    }
}

/// What can be added of what was given.
pub fn adding(given: &Given, words: Words, now: WallTime) -> AddingSites {
    let is_empty = given.content.trim_ascii().is_empty();
    let read = if is_empty { Read::default() } else { given.read() };
    let n = read.entries.len() as u64;
    let own = [given.name.as_deref(), read.name.as_deref()].into_iter().flatten();
    let mut own = own.map(str::trim).filter(|name| !name.is_empty());
    let named = own.next().map(|name| arna_model::shown(name).chars().take(LONGEST_NAME).collect());
    let list = named.unwrap_or_else(|| {
        words.lists(OnLists::ListOf, &[("day", &words.date_in_words(now, now))])
    });
    let rows: Vec<_> = read.entries.iter().take(MOST_SHOWN).map(|one| found(one, words)).collect();
    let more = n.saturating_sub(rows.len() as u64);
    let text = given.text();
    let size = words.bytes(given.content.len() as u64);
    AddingSites {
        heading: words.on_lists(OnLists::AddSites).to_owned(),
        hint: words.on_lists(OnLists::PasteHere).to_owned(),
        held: text.is_none().then(|| words.lists(OnLists::NotInField, &[("size", &size)])),
        text,
        open: action(words.on_lists(OnLists::OpenFile), None, Does::OpenFile),
        name_hint: words.on_lists(OnLists::NameHint).to_owned(),
        answer: (!is_empty).then(|| words.counted_lists(OnLists::CanBeAdded, n, &[])),
        notes: notes(&read, words),
        rows,
        more: (more > 0).then(|| words.counted_lists(OnLists::AndMore, more, &[])),
        wrong: wrong(&read, words),
        add: add(n, &list, is_empty, words),
        name: (n > 0).then_some(list),
    }
}

fn found(entry: &ListEntry, words: Words) -> Row {
    let about = entry.category.as_deref().map(|code| words.category_of(code));
    row(Mark::None, &name(&entry.url), about)
}

fn notes(read: &Read, words: Words) -> Vec<String> {
    let risky = read.entries.iter().filter(|entry| entry.is_risky()).count() as u64;
    let notes = [
        (read.names, OnLists::NamesTaken),
        (read.doubles, OnLists::Doubles),
        (risky, OnLists::RiskyStayOff),
    ];
    let notes = notes.into_iter().filter(|(n, _)| *n > 0);
    notes.map(|(n, text)| words.counted_lists(text, n, &[])).collect()
}

fn wrong(read: &Read, words: Words) -> Option<WrongLines> {
    let all = read.mistakes.len() as u64 + read.more_mistakes;
    let row = |mistake| row(check_mark(false), &words.mistake_in_line(mistake), None);
    let rows: Vec<_> = read.mistakes.iter().take(MOST_SHOWN).map(row).collect();
    let more = all - rows.len() as u64;
    (all > 0).then(|| WrongLines {
        heading: words.counted_lists(OnLists::LeftOut, all, &[]),
        rows,
        more: (more > 0).then(|| words.counted_lists(OnLists::MoreLeftOut, more, &[])),
    })
}

/// Off as long as there is nothing, or more than a list holds.
fn add(n: u64, list: &str, is_empty: bool, words: Words) -> Action {
    let does = Does::AddList { name: list.to_owned() };
    let most = arna_engine::MOST_ENTRIES as u64;
    if n == 0 || n > most {
        let label = words.on_lists(OnLists::AddNothing);
        let too_many = arna_engine::ListTrouble::TooMany(usize::try_from(n).unwrap_or(usize::MAX));
        let why = (!is_empty && n > most).then(|| trouble::of_list(&too_many, words));
        let spoken = sentences([label].into_iter().chain(why.as_deref()));
        return Action { is_enabled: false, spoken, ..action(label, why, does) };
    }
    let detail = words.lists(OnLists::ToList, &[("name", &list)]);
    action(&words.counted_lists(OnLists::AddThese, n, &[]), Some(detail), does)
}

/// Rows of each kind that are shown: nobody reads more before adding them.
const MOST_SHOWN: usize = 100;
/// Letters that a field takes, as phones count them (in UTF-16): some 300 addresses. What is longer is given as a file is.
pub const MOST_TYPED: usize = 10_000;
/// As long as a list's name may be.
const LONGEST_NAME: usize = arna_engine::LONGEST_NAME;

#[cfg(test)]
mod tests {
    use arna_words::Language;

    use super::*;

    fn given(content: &[u8]) -> AddingSites {
        let given = Given { content: content.to_vec(), ..Given::default() };
        adding(&given, Words::of(Language::En), WallTime(0))
    }

    #[test]
    fn what_a_field_can_hold_stands_in_it() {
        let short = "https://a.example/\n".repeat(500);
        for text in ["", "что это", &short] {
            let shown = given(text.as_bytes());
            assert_eq!((shown.text.as_deref(), shown.held), (Some(text), None));
        }
        // "https://a.example/" in UTF-16, as Notepad writes it.
        let wide = "\u{feff}https://a.example/".encode_utf16().flat_map(u16::to_le_bytes);
        let shown = given(&wide.collect::<Vec<_>>());
        assert_eq!(shown.text.as_deref(), Some("https://a.example/"));
    }

    #[test]
    fn what_it_cannot_is_read_all_the_same() {
        let long: String = (0..5_000).map(|n| format!("https://{n}.example/\n")).collect();
        let shown = given(long.as_bytes());
        assert_eq!((shown.text, shown.held.as_deref()), (None, Some("108.9 kB, not shown here")));
        assert_eq!(shown.answer.as_deref(), Some("5,000 sites can be added"));
        // In the old encoding of Russian systems: whoever changed it would take the doubt out of it.
        let old = given(b"https://\xef\xf0\xe8\xec\xe5\xf0.\xf0\xf4/ \n");
        assert_eq!((old.text, old.held.is_some(), old.rows.len()), (None, true, 1));
        let picture = given(&[0xff, 0xd8, 0xff, 0xe0, 0, 0x10, b'J', b'F', b'I', b'F']);
        assert!(picture.text.is_none() && picture.held.is_some() && !picture.add.is_enabled);
        // A letter outside of the plane that most are in counts twice, as phones count.
        assert!(given("😀".repeat(MOST_TYPED / 2).as_bytes()).text.is_some());
        assert!(given("😀".repeat(MOST_TYPED / 2 + 1).as_bytes()).text.is_none());
    }
}
