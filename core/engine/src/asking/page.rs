//! URLs as people type them.

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

/// A page's URL.
///
/// # Errors
/// It is none.
pub fn page(text: &str) -> Result<Url, NoPage> {
    let (text, shown) = (text.trim(), shorten(text));
    // The parser drops some of these in silence, and writes others into the path.
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(NoPage { text: shown, meant: None, is_url: false });
    }
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
        // "example.com:8080/" parses as a scheme with a path.
        Ok(url) if url.has_host() || !url.scheme().contains('.') => {
            let meant = (url.scheme() == "localhost").then(|| meant(text)).flatten();
            Err(NoPage { text: shown, meant, is_url: true })
        }
        _ => Err(NoPage { text: shown, meant: meant(text), is_url: false }),
    }
}

/// What a bare host name was probably meant to be.
fn meant(text: &str) -> Option<Url> {
    let url = Url::parse(&format!("https://{text}")).ok()?;
    let host = url.host_str()?;
    let is_likely = (host.contains('.') || host == "localhost") && !text.starts_with('/');
    (is_likely && !text.contains(char::is_whitespace)).then_some(url)
}

fn shorten(text: &str) -> String {
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
}
