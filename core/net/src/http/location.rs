//! Where a redirect leads, as browsers read it.

use http::HeaderValue;
use http::header::LOCATION;

use super::{Answer, is_redirect};

impl Answer {
    /// Where a redirect leads, as it is written there; `None`: it is none, and what came is the page.
    ///
    /// As browsers do (Chromium's `HttpResponseHeaders::IsRedirect`): five statuses are redirects, the first
    /// `Location` that is not empty counts, and bytes that are no ASCII are escaped, whatever they mean.
    pub fn location(&self) -> Option<String> {
        let mut lines = self.headers.get_all(LOCATION).iter().filter(|_| is_redirect(self.status));
        let line = lines.find(|line| !line.as_bytes().trim_ascii().is_empty())?;
        Some(escaped(line.as_bytes().trim_ascii()))
    }
}

fn escaped(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        match byte.is_ascii() {
            true => text.push(char::from(*byte)),
            false => text.push_str(&format!("%{byte:02X}")),
        }
        text
    })
}

/// The text of a header's value: UTF-8, or else what HTTP once meant (latin-1).
pub(super) fn text_of(value: &HeaderValue) -> String {
    let latin_1 = |bytes: &[u8]| bytes.iter().copied().map(char::from).collect();
    std::str::from_utf8(value.as_bytes()).map_or_else(|_| latin_1(value.as_bytes()), str::to_owned)
}

#[cfg(test)]
mod tests {
    use arna_model::Micros;
    use http::HeaderMap;
    use url::Url;

    use super::*;

    fn location(status: u16, lines: &[&[u8]]) -> Option<String> {
        let value = |line: &&[u8]| HeaderValue::from_bytes(line).expect("a value");
        let headers = lines.iter().map(|line| (LOCATION, value(line)));
        let (headers, body) = (headers.collect::<HeaderMap>(), Vec::new());
        let first_byte = Micros(0);
        Answer { status, headers, body, is_truncated: false, broken: None, first_byte }.location()
    }

    fn from_here(to: &[u8]) -> String {
        let here = Url::parse("https://site.example/a/b?c").expect("a URL");
        let to = location(302, &[to]).expect("a redirect");
        here.join(&to).expect("it leads somewhere").into()
    }

    #[test]
    fn raw_bytes_and_spaces_are_followed_as_browsers_do() {
        for (to, wanted) in [
            ("/жаңа".as_bytes(), "https://site.example/%D0%B6%D0%B0%D2%A3%D0%B0"),
            // Cyrillic of windows-1251: the server gets its own bytes back.
            (b"/\xe6\xe0", "https://site.example/%E6%E0"),
            (b"/two words", "https://site.example/two%20words"),
            (b"  /c ", "https://site.example/c"),
            (b"?d", "https://site.example/a/b?d"),
            (b"//www.site.example:8443", "https://www.site.example:8443/"),
            ("https://сайт.қаз/".as_bytes(), "https://xn--80aswg.xn--80ao21a/"),
            (b"http://[2001:db8::1]/", "http://[2001:db8::1]/"),
        ] {
            assert_eq!(from_here(to), wanted);
        }
    }

    #[test]
    fn what_browsers_show_as_a_page_is_a_page() {
        assert_eq!(location(302, &[]), None);
        assert_eq!(location(302, &[b"", b" "]), None);
        assert_eq!(location(302, &[b"", b"/there"]).as_deref(), Some("/there"));
        for status in [200, 300, 304, 305, 399, 404] {
            assert_eq!(location(status, &[b"/there"]), None, "{status}");
        }
    }

    #[test]
    fn values_are_read_as_utf_8_or_else_as_latin_1() {
        let text = |bytes: &[u8]| text_of(&HeaderValue::from_bytes(bytes).expect("a value"));
        assert_eq!(text("/жаңа".as_bytes()), "/жаңа");
        assert_eq!(text(b"caf\xe9"), "café");
    }
}
