//! What a page says of itself: known blockpages, challenges, refusals.

use std::borrow::Cow;

use arna_model::HttpTransaction;

use crate::data::{BLOCKPAGES, CHALLENGES, Marks};

/// An answer as fingerprints see it.
pub(crate) struct Page<'a> {
    title: String,
    headers: Vec<String>,
    body: Cow<'a, str>,
}

impl<'a> Page<'a> {
    /// The answer of `http`, whose body (as far as it was read) is `body`.
    pub(crate) fn of(http: &HttpTransaction, body: Option<&'a String>) -> Self {
        Self {
            title: normal(http.title.as_deref().unwrap_or_default()),
            headers: http
                .headers
                .iter()
                .map(|(name, value)| format!("{}: {}", name.trim(), value.trim()).to_lowercase())
                .collect(),
            body: body.map_or(Cow::Borrowed(""), |body| Cow::Owned(body.to_lowercase())),
        }
    }

    /// The name of the known blockpage that this is.
    pub(crate) fn blockpage(&self) -> Option<&'static str> {
        BLOCKPAGES
            .blockpage
            .iter()
            .find(|page| self.has_any(&page.marks))
            .map(|page| page.name.as_str())
    }

    /// Whether the site asks for a challenge. Words of the body count only with a status that refuses:
    /// ordinary pages speak of captchas too.
    pub(crate) fn is_challenge(&self, status_refuses: bool) -> bool {
        let marks = &CHALLENGES.challenge;
        if status_refuses { self.has_any(marks) } else { self.is_exactly(marks) }
    }

    /// Whether the site says that it does not serve this visitor.
    pub(crate) fn is_refusal(&self, status_refuses: bool) -> bool {
        let marks = &CHALLENGES.refusal;
        if status_refuses { self.has_any(marks) } else { self.is_exactly(marks) }
    }

    fn has_any(&self, marks: &Marks) -> bool {
        self.has_header(marks)
            || marks.titles.iter().any(|piece| self.title.contains(piece))
            || marks.bodies.iter().any(|piece| self.body.contains(piece))
    }

    fn is_exactly(&self, marks: &Marks) -> bool {
        self.has_header(marks) || marks.titles.contains(&self.title)
    }

    fn has_header(&self, marks: &Marks) -> bool {
        marks.headers.iter().any(|piece| self.headers.iter().any(|line| line.starts_with(piece)))
    }
}

/// Whether a title is that of a known blockpage: then the helper saw the blockpage too.
pub(crate) fn is_blockpage_title(title: &str) -> bool {
    let title = normal(title);
    let mut titles = BLOCKPAGES.blockpage.iter().flat_map(|page| &page.marks.titles);
    titles.any(|piece| title.contains(piece))
}

/// Lower case, with single spaces.
pub(crate) fn normal(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str, header: &str, body: &str) -> Page<'static> {
        let headers = header
            .split_once(": ")
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into_iter()
            .collect();
        let http = HttpTransaction {
            address: ([5, 6, 7, 8], 80).into(),
            url: "http://example.org/".into(),
            is_authentic: false,
            status: Some(200),
            headers,
            title: Some(title.into()),
            tags: arna_model::Tags::default(),
            body: None,
            body_bytes: 0,
            is_truncated: false,
            first_byte: None,
        };
        let Page { title, headers, .. } = Page::of(&http, None);
        Page { title, headers, body: Cow::Owned(body.to_lowercase()) }
    }

    #[test]
    fn blockpages() {
        let known = |page: Page<'_>| page.blockpage();
        assert_eq!(
            known(page("Доступ  к Интернет-Ресурсу ограничен", "", "")),
            Some("kz-restricted")
        );
        assert_eq!(known(page("", "Location: http://10.10.34.34?type=x", "")), Some("ir-national"));
        assert_eq!(known(page("", "", "<iframe src=\"http://10.10.34.35:80")), Some("ir-national"));
        // What firewalls of ordinary sites say, too.
        let ordinary = "Доступ к запрашиваемому ресурсу ограничен";
        assert_eq!(known(page("Доступ к ресурсу ограничен", "", ordinary)), None);
        assert_eq!(known(page("News of access restrictions", "", "a page about blocking")), None);
    }

    #[test]
    fn challenges() {
        assert!(page("Just a moment...", "", "").is_challenge(false));
        assert!(page("", "CF-Mitigated: challenge", "").is_challenge(false));
        assert!(page("", "", "Please solve the CAPTCHA").is_challenge(true));
        assert!(!page("How captchas work", "", "A captcha is").is_challenge(false));
        assert!(!page("Why is this not available in your country?", "", "").is_refusal(false));
    }
}
