//! Cookies, kept within one measurement and nowhere else: some sites redirect for ever without theirs.

use cookie_store::CookieStore;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};
use url::Url;

/// The cookies of one measurement, as RFC 6265 keeps them. Begins empty.
#[derive(Default)]
pub struct Cookies(CookieStore);

impl Cookies {
    /// Those that belong to a request for `url`, as one header.
    pub fn of(&self, url: &Url) -> Option<HeaderValue> {
        let all = self.0.get_request_values(url).map(|(name, value)| format!("{name}={value}"));
        let all: Vec<String> = all.collect();
        if all.is_empty() { None } else { HeaderValue::from_str(&all.join("; ")).ok() }
    }

    /// Keeps what an answer from `url` sets; what is malformed or another site's is passed over.
    pub fn take(&mut self, headers: &HeaderMap, url: &Url) {
        for line in headers.get_all(SET_COOKIE).iter().take(MOST_COOKIES) {
            if let Ok(line) = line.to_str() {
                // Whether it was kept is the site's business.
                drop(self.0.parse(line, url));
            }
        }
    }
}

/// A browser keeps 50 for a site (RFC 6265, section 6.1).
const MOST_COOKIES: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_go_back_to_their_own_site_only() {
        let url = |text: &str| Url::parse(text).expect("a URL");
        let mut headers = HeaderMap::new();
        for line in ["a=1; Path=/", "b=2; Secure; Path=/", "c=3; Domain=evil.example", "\u{7f}"] {
            if let Ok(line) = HeaderValue::from_bytes(line.as_bytes()) {
                headers.append(SET_COOKIE, line);
            }
        }
        let mut cookies = Cookies::default();
        cookies.take(&headers, &url("https://site.example/door"));
        let sent = |to: &str| cookies.of(&url(to)).unwrap_or(HeaderValue::from_static("nothing"));
        assert_eq!(sent("https://site.example/"), "a=1; b=2");
        assert_eq!(sent("http://site.example/"), "a=1", "b is for TLS");
        assert_eq!(sent("https://evil.example/"), "nothing");
        assert_eq!(sent("https://www.site.example/"), "nothing", "a host's cookie is its own");
    }
}
