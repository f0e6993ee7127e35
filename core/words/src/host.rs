//! Names of hosts as people write them: пример.қаз for xn--e1afmkfd.xn--80ao21a.
//!
//! Data has the form that goes over the network; this is for eyes alone. Where letters of two alphabets stand in
//! one part of a name, or all of a part could be taken for Latin ones, it stays in the form that deceives nobody.

use std::borrow::Cow;

use idna::AsciiDenyList;
use idna::uts46::{Hyphens, Uts46};

/// A URL with its host as people write it.
pub fn as_written(url: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = url.split_once("://") else { return url.into() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let (user, address) = match authority.rsplit_once('@') {
        Some((user, address)) => (Some(user), address),
        None => (None, authority),
    };
    let (name, port) = match address.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (address, None),
    };
    if !name.contains("xn--") {
        return url.into();
    }
    let user = user.map(|user| format!("{user}@")).unwrap_or_default();
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    format!("{scheme}://{user}{}{port}{rest}", host(name)).into()
}

/// A host's name as people write it.
fn host(name: &str) -> Cow<'_, str> {
    let (written, made) = Uts46::new().to_user_interface(
        name.as_bytes(),
        AsciiDenyList::URL,
        Hyphens::Allow,
        |label, tld, _| is_honest(label, tld),
    );
    if made.is_ok() { written } else { name.into() }
}

fn is_honest(label: &[char], tld: &[char]) -> bool {
    let letters: Vec<char> = label.iter().copied().filter(|c| c.is_alphabetic()).collect();
    let is_latin =
        |c: &char| matches!(*c, 'a'..='z' | '\u{df}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    let is_cyrillic = |c: &char| matches!(*c, '\u{400}'..='\u{52f}');
    let is_cyrillic_only = letters.iter().all(is_cyrillic);
    let is_other = || !letters.iter().any(|c| is_latin(c) || is_cyrillic(c));
    // Under a Cyrillic ending nobody expects Latin letters.
    let is_among_its_own = tld.iter().any(is_cyrillic);
    let could_be_latin = letters.iter().all(|c| LOOK_LATIN.contains(*c));
    letters.iter().all(is_latin)
        || is_cyrillic_only && (is_among_its_own || !could_be_latin)
        || is_other()
}

/// Cyrillic letters that cannot be told from Latin ones.
const LOOK_LATIN: &str = "асеһіјӏорԛѕԝхуү";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_as_people_write_them() {
        for (url, shown) in [
            ("https://xn--e1afmkfd.xn--80ao21a/a?b", "https://пример.қаз/a?b"),
            ("http://xn--e1afmkfd.com:8080/", "http://пример.com:8080/"),
            ("https://xn--bcher-kva.example/", "https://bücher.example/"),
            ("https://site.example/xn--e1afmkfd", "https://site.example/xn--e1afmkfd"),
            ("xn--e1afmkfd", "xn--e1afmkfd"),
        ] {
            assert_eq!(as_written(url), shown);
        }
    }

    #[test]
    fn what_could_deceive_stays_as_it_is_sent() {
        for url in [
            "https://xn--80ak6aa92e.com/", // аррӏе, all of it Cyrillic
            "https://xn--pple-43d.com/",   // а of аpple is Cyrillic
            "https://xn--a.com/",          // no name at all
        ] {
            assert_eq!(as_written(url), url);
        }
    }
}
