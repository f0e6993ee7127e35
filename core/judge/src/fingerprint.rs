//! What a page says of itself: known blockpages, challenges, refusals.

use std::borrow::Cow;

use arna_model::HttpTransaction;

use crate::data::{BLOCKPAGES, Blockpage, CHALLENGES, Marks};
use crate::likeness::words;
use crate::reading::{Reading, normal, says};

/// An answer as fingerprints see it.
pub(crate) struct Page<'a> {
    title: String,
    headers: Vec<String>,
    body: Cow<'a, str>,
    markup: Option<&'a str>,
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
            body: body.map_or(Cow::Borrowed(""), |body| Cow::Owned(normal(body))),
            markup: body.map(String::as_str),
        }
    }

    /// What a reader sees of it.
    pub(crate) fn reading(&self) -> Reading {
        self.markup.map(Reading::of).unwrap_or_default()
    }

    /// The name of the known blockpage that says what this one, of which `reading` is seen, says itself: what stands in
    /// quotation marks, or where nobody sees it, is another's.
    pub(crate) fn blockpage(&self, reading: &Reading) -> Option<&'static str> {
        let has = |page: &&Blockpage| {
            page.titles.iter().any(|piece| says(&self.title, piece))
                || page.bodies.iter().any(|piece| reading.says(piece))
                || page.frames.iter().any(|piece| reading.frames(piece))
        };
        BLOCKPAGES.blockpage.iter().find(has).map(|page| page.name.as_str())
    }

    /// Whether its title is that of a known blockpage and says nothing else, but for the name of the site.
    pub(crate) fn is_titled_as_blockpage(&self, site: &str) -> bool {
        title_of_blockpage(&self.title).is_some_and(|piece| {
            let (piece, site) = (words(piece), words(site));
            words(&self.title).iter().all(|word| piece.contains(word) || site.contains(word))
        })
    }

    /// Whether it has no title.
    pub(crate) fn is_untitled(&self) -> bool {
        self.title.is_empty()
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

/// Whether `host` is one that operators send people to from what they block.
pub(crate) fn is_host_of_blockpage(host: &str) -> bool {
    let mut hosts = BLOCKPAGES.blockpage.iter().flat_map(|page| &page.hosts);
    hosts.any(|known| host.strip_suffix(known).is_some_and(|it| it.is_empty() || it.ends_with('.')))
}

/// Whether a title is that of a known blockpage, a challenge or a question for consent: then whoever saw it did not see
/// the site.
pub(crate) fn is_title_of_a_wall(title: &str) -> bool {
    let title = normal(title);
    let own = [&CHALLENGES.challenge, &CHALLENGES.refusal, &CHALLENGES.consent];
    title_of_blockpage(&title).is_some() || own.iter().any(|wall| wall.titles.contains(&title))
}

/// The title of a known blockpage within this one.
fn title_of_blockpage(title: &str) -> Option<&'static str> {
    let mut titles = BLOCKPAGES.blockpage.iter().flat_map(|page| &page.titles);
    titles.find(|piece| title.contains(piece.as_str())).map(String::as_str)
}

/// A title as it is compared: lower case, with single spaces; empty if it is in a charset that its reader did not
/// know. OONI's helpers tell it as it is written in the page.
pub(crate) fn readable(title: &str) -> String {
    match title {
        _ if title.contains(char::REPLACEMENT_CHARACTER) => String::new(),
        _ if title.contains('&') => Reading::of(title).text,
        _ => normal(title),
    }
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
        Page { title, headers, body: Cow::Owned(normal(body)), markup: None }
    }

    #[test]
    fn blockpages() {
        let known = |title, body| page(title, "", "").blockpage(&Reading::of(body));
        assert_eq!(known("Доступ  к Интернет-Ресурсу ограничен", ""), Some("kz-restricted"));
        assert_eq!(known("", "<iframe src=\"http://10.10.34.35:80\">"), Some("ir-national"));
        let over_lines =
            "Доступ к информационному ресурсу\n ограничен на основании Федерального закона";
        assert_eq!(known("", over_lines), Some("ru-register"));
        // What firewalls of ordinary sites say, too.
        let ordinary = "Доступ к запрашиваемому ресурсу ограничен";
        assert_eq!(known("Доступ к ресурсу ограничен", ordinary), None);
        assert_eq!(known("News of access restrictions", "a page about blocking"), None);
        assert_eq!(known("«Доступ к интернет-ресурсу ограничен»: кто так пишет", ""), None);
    }

    #[test]
    fn a_title_that_says_nothing_else() {
        let is_all = |title| page(title, "", "").is_titled_as_blockpage("www.news.kz");
        assert!(is_all("Доступ к интернет-ресурсу ограничен"));
        assert!(is_all("news.kz: доступ к интернет-ресурсу ограничен!"));
        assert!(!is_all("Почему доступ к интернет-ресурсу ограничен: разбор"));
        assert!(!is_all(""));
    }

    #[test]
    fn hosts_of_blockpages() {
        for host in ["warning.rt.ru", "10.10.34.34", "a.blocked.mts.ru"] {
            assert!(is_host_of_blockpage(host), "{host}");
        }
        for host in ["rt.ru", "warning.rt.ru.example.kz", "notblocked.mts.ru", "110.10.34.34"] {
            assert!(!is_host_of_blockpage(host), "{host}");
        }
    }

    #[test]
    fn titles_that_could_not_be_read_are_none() {
        assert_eq!(readable("\u{fffd}\u{fffd} News"), "");
        assert_eq!(readable(" The  Page"), "the page");
        assert_eq!(readable("&#1040;рна &amp; жел&#1110;"), "арна & желі");
        assert!(
            is_title_of_a_wall("Just a Moment...") && !is_title_of_a_wall("Just a moment of joy")
        );
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
