//! Whether two pages are the same one: by title, by length, and by structure.
//!
//! Pages change from one visitor to the next (advertisements, counters, dates), and a blockpage may have the
//! status and the length of what it stands for. Structure tells these apart: B. Jones et al., IMC 2014.

use std::collections::BTreeSet;

use arna_model::Tags;

/// What is compared of a page.
pub(crate) struct Features<'a> {
    /// In lower case; empty when there is none.
    pub(crate) title: String,
    /// Bytes of the body, where all of it is known.
    pub(crate) length: Option<u64>,
    /// Empty when nobody counted.
    pub(crate) tags: &'a Tags,
}

impl Features<'_> {
    /// Whether `self` and `other` are the same page (docs/method.md, "Cleartext pages").
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let is_near = self.length.zip(other.length).map(|(one, other)| near(one, other));
        let likeness = cosine(self.tags, other.tags);
        let is_alike = likeness.map(|likeness| likeness >= LEAST_COSINE);
        let says_much = [self.tags, other.tags].iter().all(|tags| total(tags) >= TELLING_TAGS);
        if !self.title.is_empty() && !other.title.is_empty() {
            return if shares_words(&self.title, &other.title) {
                // A blockpage may quote the site's name: then nothing else fits.
                is_alike != Some(false) || is_near != Some(false)
            } else {
                // Headlines change, and languages.
                says_much && is_alike == Some(true) && is_near == Some(true)
            };
        }
        match (is_near, is_alike) {
            (Some(is_near), is_alike) => is_near && is_alike != Some(false),
            // Cut off, so that nobody knows its length.
            (None, is_alike) => says_much && is_alike == Some(true),
        }
    }
}

/// At least half of the words of the longer title are in the other one.
fn shares_words(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    let most = one.len().max(other.len());
    most > 0 && shared as f64 >= LEAST_SHARED_WORDS * most as f64
}

fn words(title: &str) -> BTreeSet<&str> {
    title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

fn near(one: u64, other: u64) -> bool {
    let (less, more) = (one.min(other) as f64, one.max(other) as f64);
    more == 0.0 || less / more >= LEAST_LENGTH_RATIO
}

/// The cosine of the angle between two pages' counts of elements, 0 to 1; `None`: one of them has none.
fn cosine(one: &Tags, other: &Tags) -> Option<f64> {
    let norm =
        |tags: &Tags| tags.values().map(|count| f64::from(*count).powi(2)).sum::<f64>().sqrt();
    let product: f64 = one
        .iter()
        .filter_map(|(name, count)| Some(f64::from(*count) * f64::from(*other.get(name)?)))
        .sum();
    let norms = norm(one) * norm(other);
    (norms > 0.0).then(|| product / norms)
}

fn total(tags: &Tags) -> u64 {
    tags.values().map(|count| u64::from(*count)).sum()
}

/// Titles carry counters and dates: half of the words must be there.
const LEAST_SHARED_WORDS: f64 = 0.5;
/// OONI's proportion for "the same length", and that of Jones et al.
const LEAST_LENGTH_RATIO: f64 = 0.7;
/// Other advertisements change a few of many elements; a blockpage has hardly any.
const LEAST_COSINE: f64 = 0.9;
/// Fewer elements are in every page.
const TELLING_TAGS: u64 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(counts: &[(&str, u32)]) -> Tags {
        counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    }

    /// A front page as they are, with so many advertisements.
    fn front(advertisements: u32) -> Tags {
        let ads = advertisements;
        tags(&[
            ("html", 1),
            ("head", 1),
            ("body", 1),
            ("meta", 9),
            ("link", 6),
            ("script", 12 + 2 * ads),
            ("div", 140 + 2 * ads),
            ("a", 95 + ads),
            ("img", 38 + ads),
            ("iframe", ads),
            ("p", 30),
            ("li", 44),
            ("ul", 9),
            ("span", 60),
        ])
    }

    /// A blockpage of commerce, by its elements.
    fn blockpage() -> Tags {
        tags(&[
            ("html", 1),
            ("head", 1),
            ("meta", 1),
            ("body", 1),
            ("div", 3),
            ("p", 4),
            ("img", 1),
        ])
    }

    fn is_like(one: (&str, Option<u64>, &Tags), other: (&str, Option<u64>, &Tags)) -> bool {
        let of = |(title, length, tags): (&str, Option<u64>, _)| Features {
            title: title.to_owned(),
            length,
            tags,
        };
        let (one, other) = (of(one), of(other));
        assert_eq!(one.is_like(&other), other.is_like(&one), "likeness is mutual");
        one.is_like(&other)
    }

    #[test]
    fn other_advertisements_are_the_same_page() {
        let (few, many) = (front(1), front(9));
        assert!(is_like(("news", Some(50_000), &few), ("news", Some(58_000), &many)));
        assert!(is_like(("", Some(50_000), &few), ("", Some(58_000), &many)));
        assert!(is_like(("", None, &few), ("", Some(90_000), &many)), "its end was cut off");
        assert!(is_like(("one story", Some(50_000), &few), ("another", Some(58_000), &many)));
    }

    #[test]
    fn a_blockpage_of_the_same_length_without_a_title_is_another_page() {
        let (site, blockpage) = (front(3), blockpage());
        assert!(!is_like(("", Some(5_000), &blockpage), ("", Some(5_000), &site)));
        assert!(!is_like(("", None, &blockpage), ("", Some(5_000), &site)));
        assert!(!is_like(("no entry", Some(5_000), &blockpage), ("news", Some(5_000), &site)));
        // It quotes the site's name.
        assert!(!is_like(
            ("example.org: no entry", Some(900), &blockpage),
            ("example.org", Some(5_000), &site)
        ));
    }

    #[test]
    fn where_nobody_counted_the_rest_decides() {
        let (none, site) = (Tags::new(), front(3));
        assert!(is_like(("", Some(1_000), &none), ("", Some(950), &site)));
        assert!(!is_like(("", Some(1_000), &none), ("", Some(600), &site)));
        assert!(!is_like(("", None, &none), ("", Some(600), &site)));
        assert!(is_like(("news", None, &none), ("news", Some(600), &site)));
    }

    #[test]
    fn a_title_shares_words_as_often_as_it_has_different_ones() {
        assert!(!shares_words("a a a a", "a b c d") && !shares_words("a b c d", "a a a a"));
        assert!(shares_words("news of today", "news of yesterday"));
    }

    #[test]
    fn a_handful_of_elements_is_no_likeness_against_other_titles() {
        let small = tags(&[("html", 1), ("head", 1), ("title", 1), ("body", 1), ("p", 1)]);
        assert!(!is_like(("welcome", Some(200), &small), ("no entry", Some(210), &small)));
        assert!(!is_like(("", None, &small), ("", Some(210), &small)));
    }
}
