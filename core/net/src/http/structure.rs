//! The structure of a page: how often it opens each element.

use arna_model::Tags;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

/// How often `page` opens each element.
pub fn tags_of(page: &str) -> Tags {
    let mut tags = Tags::new();
    let mut emitter = DefaultEmitter::<()>::default();
    // What stands in scripts and styles is no element.
    emitter.naively_switch_states(true);
    for Ok(token) in Tokenizer::new_with_emitter(page, emitter) {
        let Token::StartTag(tag) = token else { continue };
        let Ok(name) = std::str::from_utf8(&tag.name) else { continue };
        if let Some(count) = tags.get_mut(name) {
            *count += 1;
        } else if name.len() <= LONGEST_NAME && tags.len() < MOST_NAMES {
            tags.insert(name.to_owned(), 1);
        }
    }
    tags
}

/// `blockquote` has ten letters; the rest are a site's own elements.
const LONGEST_NAME: usize = 24;
/// A page of ordinary size has some thirty.
const MOST_NAMES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(page: &str) -> Vec<(String, u32)> {
        tags_of(page).into_iter().collect()
    }

    #[test]
    fn elements_are_counted_whatever_the_soup() {
        let wanted = [("a", 1), ("br", 2), ("p", 3)].map(|(name, count)| (name.to_owned(), count));
        assert_eq!(
            tags("<P class='<b>'>one<p>two<br><br/></p><!-- <i> --><p>&lt;u><a href=x"),
            wanted[1..]
        );
        assert_eq!(
            tags("<P class='<b>'>one<p>two<br><br/></p><!-- <i> --><p>&lt;u><a href=x>"),
            wanted
        );
        assert_eq!(tags(""), []);
        assert_eq!(tags("{\"a\": \"1 < 2\"}"), []);
        assert_eq!(tags("<p>\u{fffd}<\u{fffd}>").len(), 1);
    }

    #[test]
    fn what_a_script_writes_is_not_the_pages_own() {
        assert_eq!(tags("<script>document.write('<b>')</script>").len(), 1);
    }

    #[test]
    fn a_hostile_page_fills_nothing() {
        let many: String = (0..5_000).map(|number| format!("<x{number}>")).collect();
        assert_eq!(tags_of(&many).len(), MOST_NAMES);
        assert_eq!(tags_of(&format!("<{}>", "y".repeat(9_000))).len(), 0);
    }
}
