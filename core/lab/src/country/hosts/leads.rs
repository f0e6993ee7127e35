//! Where a site's answers lead its visitors, if they are not its page.

use http::header::{CONTENT_LENGTH, LOCATION, SERVER, SET_COOKIE};
use http::{HeaderValue, Response};

use super::super::cast::Site;
use super::super::scenario::Kind;
use super::talk::Asked;

/// Where a site sends its visitors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Leads {
    /// Nowhere: it shows its page.
    Stays,
    /// To another site's page.
    To(String),
    /// Round in a circle of so many pages.
    Round(usize),
    /// To the same page, until a visitor has its cookie.
    UntilCookie,
    /// To a page whose path is written in raw UTF-8.
    Raw,
    /// To what is written here, which is no page on the Internet.
    Nowhere(&'static str),
}

impl Leads {
    /// This site's.
    pub(in super::super) fn of(site: &Site) -> Self {
        match (&site.leads_to, site.kind) {
            (Some(url), _) => Self::To(url.clone()),
            (None, Kind::RedirectLoop | Kind::CleartextLoop) => Self::Round(1),
            (None, Kind::RedirectPingPong) => Self::Round(2),
            (None, Kind::CookieWall) => Self::UntilCookie,
            (None, Kind::RawLocation) => Self::Raw,
            (None, Kind::LeadsInside) => Self::Nowhere("http://192.168.1.1/admin"),
            (None, Kind::LeadsNowhere) => Self::Nowhere("https://[/"),
            _ => Self::Stays,
        }
    }

    /// The answer that leads on; `None`: the page is due.
    pub(super) fn answer(&self, asked: &Asked) -> Option<Response<Vec<u8>>> {
        let on = |to: &[u8]| {
            let mut answer = Response::builder()
                .status(302)
                .header(SERVER, "nginx")
                .header(CONTENT_LENGTH, 0)
                .body(Vec::new())
                .expect("the lab's own headers");
            let to = HeaderValue::from_bytes(to).expect("no control characters are in it");
            answer.headers_mut().insert(LOCATION, to);
            answer
        };
        match self {
            Self::Stays => None,
            Self::To(url) => Some(on(url.as_bytes())),
            Self::Round(pages) => {
                let here = asked.path.trim_start_matches("/round/").parse().unwrap_or(0);
                Some(on(format!("/round/{}", (here + 1) % pages).as_bytes()))
            }
            Self::UntilCookie if asked.has_cookie => None,
            Self::UntilCookie => {
                let mut answer = on(asked.path.as_bytes());
                let cookie = HeaderValue::from_static("seen=1; Path=/");
                answer.headers_mut().insert(SET_COOKIE, cookie);
                Some(answer)
            }
            Self::Raw if asked.path == "/" => Some(on("/жаңалық".as_bytes())),
            Self::Raw => None,
            Self::Nowhere(to) => Some(on(to.as_bytes())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(leads: &Leads, path: &str, has_cookie: bool) -> Option<String> {
        let asked =
            Asked { is_head: false, host: "a.example".into(), path: path.into(), has_cookie };
        let answer = leads.answer(&asked)?;
        Some(String::from_utf8_lossy(answer.headers()[LOCATION].as_bytes()).into_owned())
    }

    #[test]
    fn circles_close_and_walls_open() {
        let on = |kind: &Leads, path| leads(kind, path, false);
        assert_eq!(on(&Leads::Round(1), "/").as_deref(), Some("/round/0"));
        assert_eq!(on(&Leads::Round(1), "/round/0").as_deref(), Some("/round/0"));
        assert_eq!(on(&Leads::Round(2), "/round/0").as_deref(), Some("/round/1"));
        assert_eq!(on(&Leads::Round(2), "/round/1").as_deref(), Some("/round/0"));
        assert_eq!(on(&Leads::UntilCookie, "/a").as_deref(), Some("/a"));
        assert_eq!(leads(&Leads::UntilCookie, "/a", true), None);
        assert_eq!(on(&Leads::Raw, "/").as_deref(), Some("/жаңалық"));
        assert_eq!(on(&Leads::Raw, "/%D0%B6"), None);
        assert_eq!(on(&Leads::Stays, "/"), None);
    }
}
