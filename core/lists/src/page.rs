//! URLs as people type them.

use std::borrow::Cow;
use std::fmt;

use url::Url;

/// A text that is no page's URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoPage {
    /// The text, cut where it is long.
    pub text: String,
    /// What was probably meant.
    pub meant: Option<Url>,
    /// Whether it is the URL of something else.
    pub is_url: bool,
}

/// In a sentence for whoever typed it.
impl fmt::Display for NoPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, meant, is_url } = self;
        match (is_url, meant) {
            (true, _) => {
                write!(f, "{text:?} is not a web page: only http and https can be looked at")?;
            }
            (false, Some(_)) => write!(f, "{text:?} is a name, not a URL")?,
            (false, None) => write!(f, "{text:?} is not a URL")?,
        }
        meant.as_ref().map_or(Ok(()), |url| write!(f, "; did you mean {url} ?"))
    }
}

/// A page's URL, without user, password and fragment: measuring needs none of them, and nobody is to find them in
/// what is stored.
///
/// # Errors
/// It is none.
pub fn page(text: &str) -> Result<Url, NoPage> {
    // A complaint is shown, and may be logged.
    let (text, shown) = (text.trim(), shorten(&without_users(text.trim())));
    // The parser drops some of these in silence, and writes others into the path.
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(NoPage { text: shown, meant: None, is_url: false });
    }
    match Url::parse(text).map(plain) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
        // "example.com:8080/" parses as a scheme with a path.
        Ok(url) if url.has_host() || !url.scheme().contains('.') => {
            let meant = (url.scheme() == "localhost").then(|| meant(text)).flatten();
            Err(NoPage { text: shown, meant, is_url: true })
        }
        _ => Err(NoPage { text: shown, meant: meant(text), is_url: false }),
    }
}

/// A URL without user, password and fragment.
fn plain(mut url: Url) -> Url {
    // Neither fails where there is a host; what has none has no user.
    url.set_username("").and_then(|()| url.set_password(None)).ok();
    url.set_fragment(None);
    url
}

/// A request's input without user, password and fragment, however the request was put together.
pub fn plain_input(input: &str) -> String {
    match Url::parse(input) {
        Ok(url) if url.has_authority() || url.fragment().is_some() => {
            let is_plain =
                url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
            // As it was written, where there is nothing to cut.
            if is_plain { input.to_owned() } else { plain(url).into() }
        }
        _ => without_user(input).into_owned(),
    }
}

/// A text with what may be a user and a password left out.
fn without_user(text: &str) -> Cow<'_, str> {
    let from = text.find("//").map_or(0, |at| at + 2);
    let end = text[from..].find(['/', '\\', '?', '#']).map_or(text.len(), |at| from + at);
    match text[from..end].rfind('@') {
        Some(at) => Cow::Owned(format!("{}{}", &text[..from], &text[from + at + 1..])),
        None => Cow::Borrowed(text),
    }
}

/// The same of every URL in a text: a line may hold several, and a complaint shows it.
pub(crate) fn without_users(text: &str) -> String {
    let Some((before, rest)) = text.split_once("//") else {
        return without_user(text).into_owned();
    };
    let pieces = rest.split("//").map(|piece| {
        let is_end = |one: char| matches!(one, '/' | '\\' | '?' | '#') || one.is_whitespace();
        let end = piece.find(is_end).unwrap_or(piece.len());
        piece[..end].rfind('@').map_or(piece, |at| &piece[at + 1..])
    });
    std::iter::once(before).chain(pieces).collect::<Vec<_>>().join("//")
}

/// What a bare host name was probably meant to be.
fn meant(text: &str) -> Option<Url> {
    let url = plain(Url::parse(&format!("https://{text}")).ok()?);
    let host = url.host_str()?;
    let is_likely = (host.contains('.') || host == "localhost") && !text.starts_with('/');
    (is_likely && !text.contains(char::is_whitespace)).then_some(url)
}

/// A page's URL, and whether the text was a site's name alone ("example.com", with a port or a path or without): that is taken
/// with https, as browsers open it. What may be something else (a mail address, a number, a file at hand) is no name.
pub(crate) fn page_or_name(text: &str) -> Result<(Url, bool), NoPage> {
    let refused = match page(text) {
        Ok(url) => return Ok((url, false)),
        Err(refused) => refused,
    };
    match &refused.meant {
        Some(url) if !refused.is_url && !text.contains('@') && has_name(url) => {
            Ok((url.clone(), true))
        }
        _ => Err(refused),
    }
}

/// Whether its host is a name of several parts.
fn has_name(url: &Url) -> bool {
    let is_label = |label: &str| {
        let is_of_names = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !label.is_empty() && label.bytes().all(is_of_names)
    };
    url.domain().is_some_and(|name| name.contains('.') && name.split('.').all(is_label))
}

pub(crate) fn shorten(text: &str) -> String {
    if text.chars().count() <= LONGEST_SHOWN {
        return text.to_owned();
    }
    text.chars().take(LONGEST_SHOWN).chain(std::iter::once('…')).collect()
}

const LONGEST_SHOWN: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_logs_in_is_cut_at_the_door() {
        for (text, wanted) in [
            ("https://guest:secret@a.example/b?c=d@e#f", "https://a.example/b?c=d@e"),
            ("http://guest@a.example:8080", "http://a.example:8080/"),
            ("https://a.example/#top", "https://a.example/"),
        ] {
            assert_eq!(page(text).expect(text).as_str(), wanted);
        }
        for text in [
            "ftp://guest:secret@a.example/",
            "guest:secret@a.example",
            "//x:secret@y z",
            "https://a.example/ https://guest:secret@b.example/",
            "ftp://a.example/https://guest:secret@b.example/",
        ] {
            let complaint = page(text).expect_err(text).to_string();
            assert!(!complaint.contains("secret"), "{complaint}");
        }
    }

    #[test]
    fn names_with_ports_and_paths_get_the_hint_too() {
        for (text, meant) in [
            ("example.com:8080", "https://example.com:8080/"),
            ("example.com/a", "https://example.com/a"),
            ("localhost:8443", "https://localhost:8443/"),
            ("пример.қаз", "https://xn--e1afmkfd.xn--80ao21a/"),
        ] {
            let complaint = page(text).expect_err(text).to_string();
            assert!(complaint.contains(&format!("did you mean {meant} ?")), "{complaint}");
        }
        for text in ["", "what is this", "/etc/passwd", "javascript:alert(1)", "-"] {
            assert!(!page(text).expect_err(text).to_string().contains("did you mean"), "{text:?}");
        }
        for text in ["https://a.example/b c", "https://a.exa\tmple/", "https://a.example/\u{a0}x"] {
            assert!(page(text).expect_err(text).to_string().contains("is not a URL"), "{text:?}");
        }
        assert_eq!(
            page(" https://a.example/\r\n").expect("spaces around").as_str(),
            "https://a.example/"
        );
        assert!(page(&"x".repeat(10_000)).expect_err("long").to_string().len() < 200);
    }

    #[test]
    fn a_name_alone_is_a_page_and_what_looks_like_one_is_not() {
        for (text, url) in [
            ("azattyq.org", "https://azattyq.org/"),
            ("Example.COM:8080/a?b#c", "https://example.com:8080/a?b"),
            ("пример.қаз", "https://xn--e1afmkfd.xn--80ao21a/"),
        ] {
            let (page, is_name) = page_or_name(text).expect(text);
            assert_eq!((page.as_str(), is_name), (url, true));
        }
        assert!(page_or_name("https://a.example/").is_ok_and(|(_, is_name)| !is_name));
        for text in [
            "me@a.example",
            "1.2.3.4",
            "12.05.2024",
            "3.5",
            "a.example,NEWS",
            "..",
            "a..example",
            ".bashrc",
            "word",
            "localhost",
            "/etc/a.conf",
            "mailto:a.example",
        ] {
            assert!(page_or_name(text).is_err(), "{text}");
        }
    }
}
