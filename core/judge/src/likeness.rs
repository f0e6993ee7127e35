//! Whether two bodies are the same page: by title, by length, and by structure; and of what is no page, by what there is.
//!
//! Pages change from one visitor to the next (advertisements, counters, dates), and a blockpage may have the
//! status and the length of what it stands for. Structure tells these apart: B. Jones et al., IMC 2014.

use std::collections::BTreeSet;

use arna_model::{Tags, is_page};

/// What is compared of a body.
pub(crate) struct Features<'a> {
    /// In lower case; empty when there is none that could be read.
    pub(crate) title: String,
    /// Bytes of the body, where all of it is known.
    pub(crate) length: Option<u64>,
    /// Empty when nobody counted.
    pub(crate) tags: &'a Tags,
    /// Its media type, if it is known.
    pub(crate) kind: Option<String>,
}

/// How two bodies compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compared {
    /// They are the same.
    Same,
    /// They are not.
    Other,
    /// Too little of them is known.
    Unknown,
}

use Compared::{Other, Same, Unknown};

/// What two pages have in common; `None`: one of them has none of it, or nobody knows.
#[derive(Clone, Copy)]
struct Common {
    title: Option<bool>,
    length: Option<bool>,
    structure: Option<bool>,
    /// Whether there are so many elements in both that a structure says something by itself.
    is_telling: bool,
}

impl Features<'_> {
    /// How `self` and `other` compare (docs/method.md, "Cleartext pages").
    pub(crate) fn compared(&self, other: &Self) -> Compared {
        let common = self.common(other);
        if !self.is_page() || !other.is_page() {
            return self.compared_as_files(other, common.length);
        }
        match common {
            // A blockpage may quote the site's name: then nothing else fits.
            Common { title: Some(true), length: Some(false), structure: Some(false), .. } => Other,
            Common { title: Some(true), .. } => Same,
            // Headlines change, and languages.
            Common {
                title: Some(false),
                length: Some(true),
                structure: Some(true),
                is_telling: true,
            } => Same,
            Common { title: Some(false), .. } => Other,
            Common { length: Some(true), structure, .. } => {
                if structure == Some(false) {
                    Other
                } else {
                    Same
                }
            }
            Common { length: Some(false), .. } | Common { structure: Some(false), .. } => Other,
            // Cut off, so that nobody knows its length.
            Common { structure: Some(true), is_telling: true, .. } => Same,
            Common { .. } => Unknown,
        }
    }

    /// The same where much hangs on it: of title, length and structure two must say so, and none of them alone.
    pub(crate) fn compared_surely(&self, other: &Self, is_same_status: bool) -> Compared {
        let common = self.common(other);
        if !self.is_page() || !other.is_page() {
            // A page in place of a download is no matter of degree.
            let is_other = self.compared_as_files(other, None) == Other;
            return if is_other { Other } else { Unknown };
        }
        let marks = [common.title, common.length, common.structure];
        let says = |what| marks.iter().filter(|mark| **mark == Some(what)).count();
        let is_structure_alike = common.structure == Some(true) && common.is_telling;
        let is_alike = says(true) >= 2 && common.structure != Some(false) || is_structure_alike;
        let differs = says(false) + usize::from(!is_same_status);
        match self.compared(other) {
            Same if is_same_status && is_alike => Same,
            Other | Unknown if differs >= 2 => Other,
            _ => Unknown,
        }
    }

    /// How many elements it opens, as far as they are counted.
    pub(crate) fn elements(&self) -> u64 {
        total(self.tags)
    }

    /// Who does not say what it is means a page.
    pub(crate) fn is_page(&self) -> bool {
        self.kind.as_deref().is_none_or(is_page)
    }

    fn common(&self, other: &Self) -> Common {
        let has_titles = !self.title.is_empty() && !other.title.is_empty();
        Common {
            title: has_titles.then(|| shares_words(&self.title, &other.title)),
            length: self.length.zip(other.length).map(|(one, other)| near(one, other)),
            structure: cosine(self.tags, other.tags).map(|likeness| likeness >= LEAST_COSINE),
            is_telling: [self, other].iter().all(|page| page.elements() >= TELLING_TAGS),
        }
    }

    /// Downloads, pictures, text without markup: of one kind and one length.
    fn compared_as_files(&self, other: &Self, is_near: Option<bool>) -> Compared {
        let kinds = self.kind.as_deref().zip(other.kind.as_deref());
        match (kinds, is_near) {
            (Some((one, other)), _) if is_page(one) != is_page(other) => Other,
            (Some((one, other)), Some(false)) if one == other => Other,
            (_, Some(true)) => Same,
            // Nobody puts a message into an archive or a film.
            (Some((one, other)), None) if one == other && !one.starts_with("text/") => Same,
            _ => Unknown,
        }
    }
}

/// At least half of the words of the longer title are in the other one; or they are the same, words or not.
fn shares_words(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    let most = one.len().max(other.len());
    most > 0 && shared as f64 >= LEAST_SHARED_WORDS * most as f64
}

/// The words of a title.
pub(crate) fn words(title: &str) -> BTreeSet<&str> {
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
mod tests;
