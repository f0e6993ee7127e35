//! What an answer says of other ways to the site (RFC 7838).

use http::header::ALT_SVC;

use super::Answer;

impl Answer {
    /// The port at which the same host says that it speaks HTTP/3, if it does.
    pub fn http3_port(&self) -> Option<u16> {
        let values = self.headers.get_all(ALT_SVC).iter();
        values.filter_map(|value| value.to_str().ok()).find_map(http3_port)
    }
}

/// The port of the first alternative that is HTTP/3 at the same host. Drafts (`h3-29`) are spoken by nobody any
/// more, and another host is another pair of name and address.
pub(super) fn http3_port(value: &str) -> Option<u16> {
    value.split(',').find_map(|alternative| {
        let (protocol, authority) = alternative.split(';').next()?.split_once('=')?;
        let authority = authority.trim().strip_prefix('"')?.strip_suffix('"')?;
        let port = authority.strip_prefix(':')?.parse().ok()?;
        (protocol.trim() == "h3" && port != 0).then_some(port)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_3_at_the_same_host_counts() {
        for (value, port) in [
            (r#"h3=":443"; ma=86400"#, Some(443)),
            (r#"h3-29=":443"; ma=3600, h3=":8443"; ma=3600; persist=1"#, Some(8443)),
            (r#"h2=":443", h3=":443""#, Some(443)),
            (r#"h3="alt.example.com:443""#, None),
            (r#"h3-29=":443""#, None),
            (r#"h3=":0""#, None),
            (r#"h3=":99999""#, None),
            ("h3=:443", None),
            ("clear", None),
            ("", None),
            (r#"h3=":44"#, None),
        ] {
            assert_eq!(http3_port(value), port, "{value}");
        }
    }
}
