//! What is in an answer: pages, downloads, and what censors show in a site's place.

use encoding_rs::WINDOWS_1251;

/// A body, and what its server says of it.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
    /// Whether it is written in chunks, its length unsaid.
    pub(super) is_chunked: bool,
}

/// What a site's whole page is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Whole {
    /// HTML, of so many bytes.
    Page { bytes: usize },
    /// An article about blockpages, which quotes one.
    Article,
    /// A file for download.
    Download { is_long_said: bool },
    /// A page in Russian, in windows-1251; its charset stands in the header or in the page.
    Windows1251 { is_in_header: bool },
}

impl Content {
    pub(super) fn html(page: String) -> Self {
        Self { kind: "text/html; charset=utf-8", body: page.into_bytes(), is_chunked: false }
    }
}

impl Whole {
    /// At the site `host`.
    pub(super) fn content(self, host: &str) -> Content {
        match self {
            Self::Page { bytes } => Content::html(whole(host, bytes)),
            Self::Article => Content::html(article(host)),
            Self::Download { is_long_said } => {
                let kind = "application/octet-stream";
                let (body, is_chunked) = (file(), !is_long_said);
                Content { kind, body: if is_chunked { chunked(&body) } else { body }, is_chunked }
            }
            Self::Windows1251 { is_in_header } => {
                let (kind, meta) = match is_in_header {
                    true => ("text/html; charset=windows-1251", ""),
                    false => ("text/html", "<meta charset=\"windows-1251\">"),
                };
                Content { kind, body: in_windows_1251(&russian(host, meta)), is_chunked: false }
            }
        }
    }
}

fn whole(host: &str, bytes: usize) -> String {
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\n\
         <title>{host}: news and stories</title></head>\n<body>\n<h1>{host}</h1>\n"
    );
    let end = "</body>\n</html>\n";
    let mut number = 1;
    while page.len() < bytes {
        page.push_str(&format!("<p>{number}. {host} writes about {}.</p>\n", TOPICS[number % 6]));
        number += 1;
    }
    page.truncate(bytes - end.len());
    page.push_str(end);
    page
}

fn article(host: &str) -> String {
    let paragraphs: String = (1..=40)
        .map(|it| format!("<p><a href=\"/{it}\">{it}</a> {}</p>\n", TOPICS[it % 6]))
        .collect();
    format!(
        "<!DOCTYPE html>\n<html><head><title>Почему доступ к интернет-ресурсу ограничен: разбор {host}\
         </title></head>\n<body>\n<h1>Разбор</h1>\n<p>Пользователи видят надпись: {WORDS}</p>\n\
         {paragraphs}</body></html>\n"
    )
}

fn russian(host: &str, meta: &str) -> String {
    let paragraphs: String = (1..=40)
        .map(|it| format!("<p><a href=\"/{it}\">{it}</a> Погода в степи и цены на яблоки.</p>\n"))
        .collect();
    format!(
        "<html><head>{meta}<title>{host}: новости Алматы сегодня</title></head>\n<body>\n\
         {paragraphs}</body></html>\n"
    )
}

/// Bytes of all values, among them many that look like tags.
fn file() -> Vec<u8> {
    let byte = |at: usize| (at.wrapping_mul(2_654_435_761) >> 11) as u8;
    (0..FILE).map(|at| if at % 9 == 0 { b'<' } else { byte(at) }).collect()
}

fn chunked(body: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", body.len()).as_bytes(), body, b"\r\n0\r\n\r\n"].concat()
}

fn in_windows_1251(text: &str) -> Vec<u8> {
    let (bytes, _, failed) = WINDOWS_1251.encode(text);
    assert!(!failed, "{text} has letters that windows-1251 has not");
    bytes.into_owned()
}

pub(super) fn challenge() -> String {
    "<!DOCTYPE html>\n<html><head><title>Just a moment...</title></head>\n<body>\n\
     <h1>Verify you are human</h1>\n<p>This site uses a security service. Complete the captcha \
     below to go on.</p>\n<form id=\"challenge-form\" method=\"POST\"></form>\n</body></html>\n"
        .to_owned()
}

pub(super) fn forbidden() -> String {
    "<!DOCTYPE html>\n<html><head><title>403 Forbidden</title></head>\n<body>\n\
     <h1>Forbidden</h1>\n<p>We are sorry: this service is not available in your country.</p>\n\
     </body></html>\n"
        .to_owned()
}

/// What a censor answers in a site's place: a page in UTF-8.
pub(in super::super) fn blockpage() -> Vec<u8> {
    format!("{OK}; charset=utf-8{CLOSE}{}", blockpage_body()).into_bytes()
}

/// The same in windows-1251, as old boxes have it.
pub(in super::super) fn blockpage_in_windows_1251() -> Vec<u8> {
    in_windows_1251(&format!("{OK}; charset=windows-1251{CLOSE}{}", blockpage_body()))
}

/// The way to where an operator has its page.
pub(in super::super) fn way_to_blockpage() -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nLocation: {BLOCKPAGE_URL}\r\nContent-Length: 0{CLOSE}")
        .into_bytes()
}

fn blockpage_body() -> String {
    format!(
        "<html><head><title>Доступ к интернет-ресурсу ограничен</title></head><body><p>{WORDS}</p>\
         </body></html>\n"
    )
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html";
const CLOSE: &str = "\r\nConnection: close\r\n\r\n";
const WORDS: &str =
    "Доступ к данному интернет-ресурсу ограничен на территории Республики Казахстан.";
/// An operator's own place for it, which cannot be had here.
const BLOCKPAGE_URL: &str = "http://warning.rt.ru/?id=17";
/// Bytes of an ordinary page.
pub(super) const WHOLE: usize = 60_000;
const FILE: usize = 400_000;
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
    fn a_blockpage_fits_into_one_segment() {
        for answer in [blockpage(), blockpage_in_windows_1251(), way_to_blockpage()] {
            assert!(answer.len() < 1200, "{} bytes", answer.len());
            assert!(answer.windows(4).any(|four| four == b"\r\n\r\n"));
        }
    }

    #[test]
    fn what_a_site_has_is_what_it_says_that_it_has() {
        for bytes in [1_000, 20_000, WHOLE] {
            assert_eq!(Whole::Page { bytes }.content("www.amnesty.org").body.len(), bytes);
        }
        let said = |is_in_header| Whole::Windows1251 { is_in_header }.content("a.kz");
        for content in [said(true), said(false)] {
            assert!(std::str::from_utf8(&content.body).is_err());
            let page = arna_net::markup_of(Some(content.kind), &content.body).expect("a page");
            assert_eq!(arna_net::title_of(&page).as_deref(), Some("a.kz: новости Алматы сегодня"));
        }
        let download = Whole::Download { is_long_said: false }.content("a.kz");
        assert!(download.is_chunked && download.body.starts_with(b"61a80\r\n"));
        assert!(arna_net::text_of(None, &file()).is_none());
    }
}
