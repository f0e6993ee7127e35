//! What servers say over HTTP: pages, challenges, refusals.

use std::time::Duration;

use arna_net::Entropy;
use h2::Reason;
use http::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SERVER, STRICT_TRANSPORT_SECURITY,
    TRANSFER_ENCODING, VARY,
};

use super::super::cast::Site;
use super::super::scenario::Kind;
use super::content::{Content, WHOLE, Whole, challenge, forbidden};
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
    /// What its whole page is.
    whole: Whole,
    /// What is wrong with the page's way to the visitor.
    flaw: Option<Flaw>,
    /// Whether that is so only for visitors from the country.
    spares_others: bool,
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
            whole: Whole::Page { bytes: WHOLE },
            flaw: None,
            spares_others: false,
            farewell: None,
            has_large_headers: false,
        }
    }

    /// This site's, in the history of this seed.
    pub(in super::super) fn of(site: &Site, seed: u64) -> Self {
        let bytes = site.page_bytes.map_or(WHOLE, |bytes| bytes as usize);
        let ordinary = Self { whole: Whole::Page { bytes }, ..Self::ordinary() };
        let to_country = |flaw| Self { flaw: Some(flaw), spares_others: true, ..Self::ordinary() };
        match site.kind {
            Kind::LongCut => to_country(Flaw::CutLate),
            Kind::LongDrips => to_country(Flaw::DripsLate),
            Kind::LongStutters => to_country(Flaw::Stutters),
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
            Kind::Article => Self { whole: Whole::Article, ..ordinary },
            // Every other one says how long it is, or what its letters are, where others do not.
            Kind::Download => Self {
                whole: Whole::Download { is_long_said: site.index.is_multiple_of(2) },
                ..ordinary
            },
            Kind::Windows1251 => {
                let is_in_header = site.index.is_multiple_of(2);
                Self { whole: Whole::Windows1251 { is_in_header }, ..ordinary }
            }
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

    /// How its page does not come whole to such a visitor, if it does not.
    pub(super) fn flaw_for(&self, is_domestic: bool) -> Option<Flaw> {
        self.flaw.filter(|_| is_domestic || !self.spares_others)
    }

    /// How its page does not come whole to somebody, if it does not.
    pub(in super::super) fn flaw(&self) -> Option<Flaw> {
        self.flaw
    }

    /// The whole answer of the site `host` to a visitor. No `Date`: it would tell the real time.
    pub(super) fn answer(&self, host: &str, is_domestic: bool) -> Response<Vec<u8>> {
        let page = if is_domestic { self.to_country } else { self.to_others };
        let (status, server, content) = match page {
            Page::Whole | Page::Silence | Page::Shun(_) => (200, "nginx", self.whole.content(host)),
            Page::Challenge(status) => (status, "ddos-guard", Content::html(challenge())),
            Page::Forbidden(status) => (status, "nginx", Content::html(forbidden())),
        };
        let mut response = Response::builder().status(status);
        for number in 0..if self.has_large_headers { 60 } else { 0 } {
            response = response.header(format!("x-trace-{number}"), "t".repeat(400));
        }
        response = match content.is_chunked {
            true => response.header(TRANSFER_ENCODING, "chunked"),
            false => response.header(CONTENT_LENGTH, content.body.len()),
        };
        response
            .header(SERVER, server)
            .header(CONTENT_TYPE, content.kind)
            .header(CACHE_CONTROL, "max-age=60")
            .header(VARY, "Accept-Encoding")
            .header(STRICT_TRANSPORT_SECURITY, "max-age=31536000")
            .body(content.body)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_page_has_60_kb_and_no_date() {
        let answer = Manner::ordinary().answer("a.example", true);
        assert_eq!((answer.status().as_u16(), answer.body().len()), (200, 60_000));
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
