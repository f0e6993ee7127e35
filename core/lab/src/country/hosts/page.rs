//! What servers say over HTTP: pages, challenges, refusals.

use std::time::Duration;

use arna_net::Entropy;
use h2::Reason;
use http::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SERVER, STRICT_TRANSPORT_SECURITY, VARY,
};

use super::super::cast::Site;
use super::super::scenario::Kind;
use super::talk::{Farewell, Flaw, Shun};

/// How a site answers a request.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Manner {
    /// Until the answer begins.
    delay: Duration,
    /// What visitors from the country get.
    to_country: Page,
    /// What everybody else gets.
    to_others: Page,
    /// What is wrong with the page's way to the visitor.
    flaw: Option<Flaw>,
    /// What it says over HTTP/2 instead of answering.
    farewell: Option<Farewell>,
    has_large_headers: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Page {
    Whole,
    Challenge(u16),
    Forbidden(u16),
    /// Nobody answers a ClientHello.
    Silence,
    /// No answer to a request in the clear; over TLS no answer to its own name.
    Shun(Shun),
}

impl Manner {
    /// An ordinary site's.
    pub(in super::super) fn ordinary() -> Self {
        Self {
            delay: Duration::ZERO,
            to_country: Page::Whole,
            to_others: Page::Whole,
            flaw: None,
            farewell: None,
            has_large_headers: false,
        }
    }

    /// This site's, in the history of this seed.
    pub(in super::super) fn of(site: &Site, seed: u64) -> Self {
        let ordinary = Self::ordinary();
        match site.kind {
            Kind::Captcha if site.index.is_multiple_of(2) => Self {
                to_country: Page::Challenge(403),
                to_others: Page::Challenge(403),
                ..ordinary
            },
            Kind::Captcha => Self { to_country: Page::Challenge(503), ..ordinary },
            Kind::GeoBlock403 => Self { to_country: Page::Forbidden(403), ..ordinary },
            Kind::GeoBlock451 => Self { to_country: Page::Forbidden(451), ..ordinary },
            Kind::CleartextHangsUp => Self { to_country: Page::Shun(Shun::HangsUp), ..ordinary },
            Kind::CleartextShunsCountry | Kind::NameShunsCountry => {
                Self { to_country: Page::Shun(Shun::OwnName), ..ordinary }
            }
            Kind::NameRefusesCountry => Self { to_country: Page::Shun(Shun::Refuses), ..ordinary },
            Kind::WafDropsHandshake => Self { to_country: Page::Silence, ..ordinary },
            Kind::CutBody => Self { flaw: Some(Flaw::Cut), ..ordinary },
            Kind::DrippingBody => Self { flaw: Some(Flaw::Drips), ..ordinary },
            Kind::AnswersOddly => Self { flaw: Some(Flaw::Odd), ..ordinary },
            Kind::Floods => Self { flaw: Some(Flaw::Floods), ..ordinary },
            Kind::GoAway => ordinary.farewell_of(Farewell::GoAway(Reason::NO_ERROR)),
            Kind::GoAwayCalm => ordinary.farewell_of(Farewell::GoAway(Reason::ENHANCE_YOUR_CALM)),
            Kind::StreamReset => ordinary.farewell_of(Farewell::Reset(Reason::INTERNAL_ERROR)),
            Kind::LargeHeaders => Self { has_large_headers: true, ..ordinary },
            Kind::SlowCleartext => {
                let mut entropy = Entropy::labelled(seed, &format!("slow/{}", site.name));
                Self { delay: Duration::from_millis(4000 + entropy.below(2001)), ..ordinary }
            }
            Kind::SlowServer => {
                let mut entropy = Entropy::labelled(seed, &format!("slow/{}", site.name));
                Self { delay: Duration::from_millis(5000 + entropy.below(3001)), ..ordinary }
            }
            _ => ordinary,
        }
    }

    fn farewell_of(self, farewell: Farewell) -> Self {
        Self { farewell: Some(farewell), ..self }
    }

    /// What it says over HTTP/2 instead of answering, if it does not answer.
    pub(in super::super) fn farewell(&self) -> Option<Farewell> {
        self.farewell
    }

    /// How long it thinks.
    pub(super) fn delay(&self) -> Duration {
        self.delay
    }

    /// Whether it answers no ClientHello of such a visitor.
    pub(super) fn is_deaf(&self, is_domestic: bool) -> bool {
        is_domestic && self.to_country == Page::Silence
    }

    /// How it treats requests of such a visitor in the clear, or its name in TLS, if not by an answer.
    pub(super) fn shuns(&self, is_domestic: bool) -> Option<Shun> {
        match self.to_country {
            Page::Shun(shun) if is_domestic => Some(shun),
            _ => None,
        }
    }

    /// How its page does not come whole, if it does not.
    pub(in super::super) fn flaw(&self) -> Option<Flaw> {
        self.flaw
    }

    /// The whole answer of the site `host` to a visitor. No `Date`: it would tell the real time.
    pub(super) fn answer(&self, host: &str, is_domestic: bool) -> Response<Vec<u8>> {
        let page = if is_domestic { self.to_country } else { self.to_others };
        let (status, server, body) = match page {
            Page::Whole | Page::Silence | Page::Shun(_) => (200, "nginx", whole(host)),
            Page::Challenge(status) => (status, "ddos-guard", challenge()),
            Page::Forbidden(status) => (status, "nginx", forbidden()),
        };
        let mut response = Response::builder().status(status);
        for number in 0..if self.has_large_headers { 60 } else { 0 } {
            response = response.header(format!("x-trace-{number}"), "t".repeat(400));
        }
        response
            .header(SERVER, server)
            .header(CONTENT_TYPE, "text/html; charset=utf-8")
            .header(CONTENT_LENGTH, body.len())
            .header(CACHE_CONTROL, "max-age=60")
            .header(VARY, "Accept-Encoding")
            .header(STRICT_TRANSPORT_SECURITY, "max-age=31536000")
            .body(body.into_bytes())
            .expect("the lab's own headers")
    }
}

/// The answer of a page that is elsewhere now.
pub(super) fn moved(url: &str) -> Response<Vec<u8>> {
    Response::builder()
        .status(301)
        .header(SERVER, "nginx")
        .header(LOCATION, url)
        .header(CONTENT_LENGTH, 0)
        .body(Vec::new())
        .expect("names of sites fit into headers")
}

fn whole(host: &str) -> String {
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\n\
         <title>{host}: news and stories</title></head>\n<body>\n<h1>{host}</h1>\n"
    );
    let end = "</body>\n</html>\n";
    let mut number = 1;
    while page.len() < WHOLE {
        page.push_str(&format!("<p>{number}. {host} writes about {}.</p>\n", TOPICS[number % 6]));
        number += 1;
    }
    page.truncate(WHOLE - end.len());
    page.push_str(end);
    page
}

fn challenge() -> String {
    "<!DOCTYPE html>\n<html><head><title>Just a moment...</title></head>\n<body>\n\
     <h1>Verify you are human</h1>\n<p>This site uses a security service. Complete the captcha \
     below to go on.</p>\n<form id=\"challenge-form\" method=\"POST\"></form>\n</body></html>\n"
        .to_owned()
}

fn forbidden() -> String {
    "<!DOCTYPE html>\n<html><head><title>403 Forbidden</title></head>\n<body>\n\
     <h1>Forbidden</h1>\n<p>We are sorry: this service is not available in your country.</p>\n\
     </body></html>\n"
        .to_owned()
}

/// What a censor answers in a site's place.
pub(in super::super) const BLOCKPAGE: &str = "HTTP/1.1 200 OK\r\n\
    Content-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n\
    <html><head><title>Доступ к интернет-ресурсу ограничен</title></head><body>\
    <p>Доступ к данному интернет-ресурсу ограничен на территории Республики Казахстан.</p>\
    </body></html>\n";
const WHOLE: usize = 60_000;
const TOPICS: [&str; 6] = [
    "the weather over the steppe",
    "the price of apples in Almaty",
    "trains across the desert",
    "a library by the Caspian Sea",
    "songs for the dombra",
    "the ice on lake Balqash",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_page_has_60_kb_and_no_date() {
        assert_eq!(whole("www.amnesty.org").len(), WHOLE);
        let answer = Manner::ordinary().answer("a.example", true);
        assert_eq!((answer.status().as_u16(), answer.body().len()), (200, WHOLE));
        assert_eq!(answer.headers()[CONTENT_LENGTH], "60000");
        assert!(!answer.headers().contains_key("date"));
    }

    #[test]
    fn who_asks_matters_where_it_should() {
        let manner = Manner { to_country: Page::Forbidden(403), ..Manner::ordinary() };
        let status = |is_domestic| manner.answer("a.example", is_domestic).status().as_u16();
        assert_eq!((status(true), status(false)), (403, 200));
    }
}
