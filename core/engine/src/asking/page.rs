//! URLs as people type them.

use url::Url;

/// A page's URL.
///
/// # Errors
/// Why it is none, in a sentence for whoever typed it, with what was probably meant.
pub fn page(text: &str) -> Result<Url, String> {
    let shown = shorten(text);
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
        // "example.com:8080/" parses as a scheme with a path.
        Ok(url) if url.has_host() || !url.scheme().contains('.') => {
            let scheme = url.scheme();
            let is_local = scheme == "localhost";
            let hint = is_local.then(|| hint(text)).flatten().unwrap_or_default();
            Err(format!("{shown:?} is not a web page: only http and https can be looked at{hint}"))
        }
        _ => match hint(text) {
            Some(hint) => Err(format!("{shown:?} is a name, not a URL{hint}")),
            None => Err(format!("{shown:?} is not a URL")),
        },
    }
}

/// What a bare host name was probably meant to be.
fn hint(text: &str) -> Option<String> {
    let url = Url::parse(&format!("https://{text}")).ok()?;
    let host = url.host_str()?;
    let is_likely = (host.contains('.') || host == "localhost") && !text.starts_with('/');
    (is_likely && !text.contains(char::is_whitespace)).then(|| format!("; did you mean {url} ?"))
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
            let complaint = page(text).expect_err(text);
            assert!(complaint.contains(&format!("did you mean {meant} ?")), "{complaint}");
        }
        for text in ["", "what is this", "/etc/passwd", "javascript:alert(1)", "-"] {
            assert!(!page(text).expect_err(text).contains("did you mean"), "{text:?}");
        }
        assert!(page(&"x".repeat(10_000)).expect_err("long").len() < 200);
    }
}
