//! Where a test helper is, as people type it.

use arna_lists::plain_input;
use url::Url;

use crate::Error;

/// A helper's URL, as of any page without user and password: Arna logs in nowhere, and what it contacts is shown and kept.
///
/// # Errors
/// `BadHelper`: why it is none.
pub fn helper(text: &str) -> Result<Url, Error> {
    let plain = plain_input(text);
    let bad = |why: String| Error::BadHelper { url: plain.clone(), why };
    let url = Url::parse(&plain).map_err(|error| bad(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(bad("a helper is reached over http or https".to_owned()));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_would_log_in_is_nowhere_in_a_helper_s_url() {
        let url = |text: &str| helper(text).map(String::from);
        let plain = "https://h.example/a?b";
        assert_eq!(url("https://me:secret@h.example/a?b#c").ok().as_deref(), Some(plain));
        for text in ["ftp://me:secret@h.example", "https://me:secret@", "me:secret@h.example:x"] {
            let Err(Error::BadHelper { url, why }) = helper(text) else { panic!("{text}") };
            assert!(!url.contains("secret") && !why.contains("secret"), "{text}: {url}, {why}");
        }
    }
}
