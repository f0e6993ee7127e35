//! Where a test helper is, as people type it.

use url::Url;

use crate::Error;

/// A helper's URL.
///
/// # Errors
/// `BadHelper`: why it is none.
pub fn helper(text: &str) -> Result<Url, Error> {
    let bad = |why: String| Error::BadHelper { url: text.to_owned(), why };
    let url = Url::parse(text).map_err(|error| bad(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(bad("a helper is reached over http or https".to_owned()));
    }
    Ok(url)
}
