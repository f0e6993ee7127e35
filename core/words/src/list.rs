//! Lists of pages: what sites are about, and what is wrong with a line.

use arna_model::{BUILT_IN, Category, Flaw, Mistake};

use crate::file::FILE;
use crate::said::Said;
use crate::{Phrase, Words, fill};

impl Words {
    /// What sites of a category are about.
    pub fn category(self, category: Category) -> &'static str {
        self.pick(FILE.category.get(&category))
    }

    /// The same of whatever a list has for a category: its own word, where the test lists have none of that name.
    pub fn category_of(self, code: &str) -> String {
        match Category::of_code(code) {
            Some(known) => self.category(known).to_owned(),
            None => arna_model::shown(code).into_owned(),
        }
    }

    /// What a list is called: the user's own word, or that for the one that comes with Arna.
    pub fn list(self, name: &str) -> String {
        match name {
            BUILT_IN => self.phrase(Phrase::BuiltIn).to_owned(),
            own => arna_model::shown(own).into_owned(),
        }
    }

    /// What is wrong, without the line that it is in: to stand behind whatever names the place.
    pub fn mistake(self, mistake: &Mistake) -> String {
        let said = fill::filled(self.flaw(mistake.flaw), &[("text", &mistake.text)]);
        match &mistake.meant {
            Some(url) => self.tell(Said::MeantUrl, &[("said", &said), ("what", url)]),
            None => said,
        }
    }

    /// The same with the line that it is in, where it is in one.
    pub fn mistake_in_line(self, mistake: &Mistake) -> String {
        let said = self.mistake(mistake);
        match mistake.line {
            Some(n) => self.tell(Said::InLine, &[("n", &self.thousands(n)), ("said", &said)]),
            None => said,
        }
    }

    fn flaw(self, flaw: Flaw) -> &'static str {
        self.pick(FILE.flaw.get(&flaw))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn a_mistake_says_its_line_and_what_was_meant() {
        let mistake = Mistake {
            line: Some(1_204),
            flaw: Flaw::Name,
            text: "azattyq.org\u{1b}[2J".into(),
            meant: Some("https://azattyq.org/".into()),
        };
        let words = Words::of(Language::En);
        assert_eq!(
            words.mistake_in_line(&mistake),
            "Line 1,204: \"azattyq.org\u{fffd}[2J\" is a name, not a URL; did you mean https://azattyq.org/ ?"
        );
        let whole = Mistake { line: None, flaw: Flaw::TooLong, text: String::new(), meant: None };
        assert_eq!(words.mistake(&whole), words.mistake_in_line(&whole));
        for language in [Language::Ru, Language::Kk] {
            let said = Words::of(language).mistake_in_line(&mistake);
            assert!(said.contains("1\u{a0}204") && said.contains("azattyq.org"), "{said}");
        }
    }

    #[test]
    fn categories_and_lists_have_names_or_keep_their_own() {
        let words = Words::of(Language::Ru);
        assert_eq!(words.category_of("news"), "Новости");
        assert_eq!(words.category_of("мои\u{202e}"), "мои\u{fffd}");
        assert_eq!(words.list("built-in"), "встроенный список");
        assert_eq!(words.list("News"), "News");
    }
}
