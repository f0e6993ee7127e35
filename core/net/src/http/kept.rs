//! What is kept of an answer: no more than a decision needs, and nothing that lets somebody in.

use http::HeaderMap;
use http::header::{LOCATION, SET_COOKIE};

use super::location::text_of;

/// Header lines, in their order. Of a cookie its name is all that is kept: its value is a key to whatever the
/// site keeps of its visitor. An address in `Location` loses its user and password.
pub(super) fn kept_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let line = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        let text = text_of(value);
        let text = if *name == SET_COOKIE || name.as_str() == SET_COOKIE_2 {
            name_of_cookie(&text)
        } else if *name == LOCATION {
            without_user(&text)
        } else {
            text
        };
        (name.to_string(), text)
    };
    headers.iter().map(line).collect()
}

/// As much of a body as is compared and searched for marks: it may have been packed a thousandfold.
pub(super) fn kept_body(body: &[u8], is_authentic: bool) -> &[u8] {
    let most = if is_authentic { AUTHENTIC_KEPT } else { super::page::COMPARED };
    &body[..body.len().min(most)]
}

/// Without a `=` all of it is a value (RFC 6265bis, section 5.6).
fn name_of_cookie(line: &str) -> String {
    let pair = line.split(';').next().unwrap_or_default();
    pair.split_once('=').map_or("", |(name, _)| name.trim()).to_owned()
}

/// An absolute or protocol-relative address without what stands before the `@` of its host.
fn without_user(location: &str) -> String {
    let Some((scheme, rest)) = location.split_once("//") else { return location.to_owned() };
    let is_scheme = scheme.is_empty() || scheme.ends_with(':') && !scheme.contains(['/', '?', '#']);
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    match rest[..end].rfind('@').filter(|_| is_scheme) {
        Some(at) => format!("{scheme}//{}", &rest[at + 1..]),
        None => location.to_owned(),
    }
}

/// Four times what is read of a page over verified TLS (4 KiB): text packs three- to fourfold.
const AUTHENTIC_KEPT: usize = 16 * 1024;
const SET_COOKIE_2: &str = "set-cookie2";

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn kept(name: HeaderName, value: &'static str) -> String {
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
        kept_headers(&headers).remove(0).1
    }

    #[test]
    fn of_a_cookie_the_name_is_kept_alone() {
        assert_eq!(kept(SET_COOKIE, "session=5e884898da; Path=/; Secure"), "session");
        assert_eq!(kept(SET_COOKIE, " a = b=c"), "a");
        assert_eq!(kept(SET_COOKIE, "5e884898da"), "");
        assert_eq!(kept(SET_COOKIE, "5e884898da; Domain=x.example"), "");
        assert_eq!(kept(http::header::SERVER, "nginx; a=b"), "nginx; a=b");
    }

    #[test]
    fn of_an_address_nobody_is_kept_who_would_log_in() {
        for (written, wanted) in [
            ("https://guest:secret@site.example/a@b", "https://site.example/a@b"),
            ("//guest@site.example:8080?x=a@b", "//site.example:8080?x=a@b"),
            ("https://a:b@c@site.example", "https://site.example"),
            ("/login?next=https://a:b@c.example/", "/login?next=https://a:b@c.example/"),
            ("https://site.example/#a@b", "https://site.example/#a@b"),
            ("mailto:somebody@site.example", "mailto:somebody@site.example"),
            ("https://site.example\\@x", "https://site.example\\@x"),
        ] {
            assert_eq!(kept(LOCATION, written), wanted);
        }
    }

    #[test]
    fn a_body_that_was_packed_a_thousandfold_is_kept_in_part() {
        let body = vec![b' '; 512 * 1024];
        assert_eq!(kept_body(&body, true).len(), 16 * 1024);
        assert_eq!(kept_body(&body, false).len(), 64 * 1024);
        assert_eq!(kept_body(b"short", true), b"short");
    }
}
