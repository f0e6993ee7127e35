//! The page, as a browser outside would get it: redirects followed, and of the page itself as much as is compared.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use arna_model::{Failure, MOST_REDIRECTS, Micros};
use arna_net::{Answer, Carrier, Channel, Cookies, Limit, Net, tags_of, title_of};
use bytes::Bytes;
use http::header::{ALT_SVC, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, Request};
use http_body_util::Full;
use tokio::time::timeout;
use url::Url;

use crate::Helper;
use crate::protocol::HttpResult;
use crate::task::{Site, Task, plain};

/// Why there is no page.
pub(crate) enum NoPage {
    /// The network's or the site's doing.
    Failed(Failure),
    /// A site on the way was asked for too often lately; when it may be again.
    TooOften(Micros),
}

impl From<Failure> for NoPage {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Fetches the task's URL. `resolved` is what its name gave already, and counted for the site.
pub(crate) async fn fetch(
    helper: &Helper,
    net: &Net,
    task: &Task,
    resolved: Result<Vec<IpAddr>, Failure>,
) -> Result<HttpResult, NoPage> {
    let (mut url, mut site, mut addresses) = (task.url.clone(), task.host.clone(), resolved?);
    // As a browser keeps them: some sites send whoever has none in a circle.
    let mut cookies = Cookies::default();
    for followed in 0..=MOST_REDIRECTS {
        // After every lookup, so that no answer of a resolver leads inside.
        if let Some(refusal) = addresses.iter().find_map(|one| helper.fence.refusal(*one)) {
            return Err(astray(refusal, followed > 0).into());
        }
        let carrier = open(helper, net, &url, &site, &addresses).await?;
        let request = request(&url, &task.headers, &cookies)?;
        let mut channel = Channel::open(carrier, WINDOW);
        let limit = Limit { page: helper.settings.max_page, redirect: 0 };
        let answer = channel.exchange_within(net, request, limit).await?;
        cookies.take(&answer.headers, &url);
        let Some(next) = next(&url, &answer)? else {
            let page = result(&url, &answer);
            return Ok(if task.is_brief { brief(page, &answer, task) } else { page });
        };
        let next_site = Site::of(&next).ok_or(Failure::HttpInvalidRedirect)?;
        if next_site != site {
            let resolved = helper.resolve(net, &next_site).await;
            addresses = resolved.map_err(|failure| astray(failure, true))?;
            site = next_site;
        }
        let dialled = addresses.iter().take(helper.settings.max_addresses).copied();
        helper.count(&site, dialled).map_err(NoPage::TooOften)?;
        url = next;
    }
    Err(Failure::HttpTooManyRedirects.into())
}

/// What is said of a redirect that leads inside: it leads nobody to a page.
fn astray(failure: Failure, is_redirect: bool) -> Failure {
    match failure {
        Failure::DnsBogon if is_redirect => Failure::HttpInvalidRedirect,
        other => other,
    }
}

/// Connects to the first address that takes it, and makes a handshake for https.
async fn open(
    helper: &Helper,
    net: &Net,
    url: &Url,
    site: &Site,
    addresses: &[IpAddr],
) -> Result<Carrier, Failure> {
    let port = url.port_or_known_default().ok_or(Failure::HttpInvalidRedirect)?;
    let patience = helper.settings.dial_patience.into();
    let mut last = Failure::DnsNoAnswer;
    for address in addresses.iter().take(helper.settings.max_addresses) {
        let dialling = net.connect(SocketAddr::new(*address, port));
        let connection = match timeout(patience, dialling).await {
            Ok(seen) => seen.outcome,
            Err(_) => Err(Failure::GenericTimeout),
        };
        match connection {
            Err(failure) => last = failure,
            Ok(connection) if url.scheme() == "http" => return Ok(Carrier::Plain(connection)),
            Ok(connection) => {
                let secured = net.handshake(connection, &site.name()).await.outcome?;
                return Ok(Carrier::Tls(Box::new(secured)));
            }
        }
    }
    Err(last)
}

fn request(
    url: &Url,
    headers: &HeaderMap,
    cookies: &Cookies,
) -> Result<Request<Full<Bytes>>, Failure> {
    let mut request = Request::get(&url[..url::Position::AfterQuery])
        .body(Full::default())
        .map_err(|_| Failure::Unknown("not a request".into()))?;
    request.headers_mut().extend(headers.clone());
    if let Some(cookies) = cookies.of(url) {
        request.headers_mut().insert(COOKIE, cookies);
    }
    Ok(request)
}

/// Where a redirect leads; `None` when `answer` is the page.
fn next(url: &Url, answer: &Answer) -> Result<Option<Url>, Failure> {
    let Some(location) = answer.location() else { return Ok(None) };
    let next = url.join(&location).map_err(|_| Failure::HttpInvalidRedirect)?;
    if !matches!(next.scheme(), "http" | "https") {
        return Err(Failure::HttpInvalidRedirect);
    }
    Ok(Some(plain(next)))
}

fn result(url: &Url, answer: &Answer) -> HttpResult {
    let line = |name: &http::HeaderName| {
        let value = answer.headers.get(name).map(|value| value.as_bytes()).unwrap_or_default();
        (canonical(name.as_str()), String::from_utf8_lossy(value).into_owned())
    };
    HttpResult {
        body_length: length(answer),
        discovered_h3_endpoint: h3_endpoint(url, &answer.headers).unwrap_or_default(),
        failure: None,
        title: answer.page().as_deref().and_then(title_of).unwrap_or_default(),
        headers: answer.headers.keys().map(line).collect(),
        status_code: i64::from(answer.status),
        x_arna_tags: BTreeMap::new(),
    }
}

/// Bytes of the body: what was read of it, or what the answer says where not all of it was read.
fn length(answer: &Answer) -> i64 {
    let read = answer.body.len() as i64;
    let said = answer.headers.get(CONTENT_LENGTH).and_then(|said| said.to_str().ok()?.parse().ok());
    said.filter(|_| answer.is_truncated).map_or(read, |said: i64| said.max(read))
}

/// The same for a phone of ours: of a page in the clear what it is compared by, and of one over TLS, which needs no
/// comparing, no more than its title. OONI's probes know no such answer.
fn brief(mut page: HttpResult, answer: &Answer, task: &Task) -> HttpResult {
    let is_cleartext = task.url.scheme() == "http";
    let compared =
        [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING].map(|it| canonical(it.as_str()));
    page.headers.retain(|name, _| is_cleartext && compared.contains(name));
    let is_said = answer.headers.contains_key(CONTENT_LENGTH);
    if !is_cleartext {
        // Nobody compares it; a phone may want to know whether so much of it really comes.
        page.body_length = answer.body.len() as i64;
    } else if answer.is_truncated && (!is_said || answer.headers.contains_key(CONTENT_ENCODING)) {
        // What was read is not how long it is.
        page.body_length = -1;
    }
    if is_cleartext {
        page.x_arna_tags = answer.page().as_deref().map(tags_of).unwrap_or_default();
    }
    page
}

/// A header's name as Go writes it: `Content-Length`.
fn canonical(name: &str) -> String {
    let mut is_first = true;
    let upper = |c: char| {
        let written = if is_first { c.to_ascii_uppercase() } else { c };
        is_first = c == '-';
        written
    };
    name.chars().map(upper).collect()
}

/// Where `Alt-Svc` offers HTTP/3: `h3=":443"; ma=86400` on example.com is `example.com:443`.
fn h3_endpoint(url: &Url, headers: &HeaderMap) -> Option<String> {
    let offers = headers.get(ALT_SVC)?.to_str().ok()?;
    let offer = offers.split(',').find_map(|offer| offer.trim().strip_prefix("h3="))?;
    let authority = offer.split(';').next()?.trim().trim_matches('"');
    let (host, port) = authority.rsplit_once(':')?;
    let host = if host.is_empty() { url.host_str()? } else { host };
    Some(format!("{host}:{port}"))
}

/// What may come of a page before it is read.
const WINDOW: u32 = 256 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, lines: &[(&'static str, &'static str)]) -> Answer {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.insert(*name, value.parse().unwrap());
        }
        let (body, first_byte) = (Vec::new(), Micros(0));
        Answer { status, headers, body, is_truncated: false, broken: None, first_byte }
    }

    #[test]
    fn redirects_stay_on_the_web() {
        let url = Url::parse("http://a.kz/x/y?z").unwrap();
        let to = |location| next(&url, &answer(302, &[("location", location)]));
        assert_eq!(to("/q").unwrap().unwrap().as_str(), "http://a.kz/q");
        assert_eq!(to("https://b.kz").unwrap().unwrap().as_str(), "https://b.kz/");
        assert_eq!(to("https://a:b@c.kz/#d").unwrap().unwrap().as_str(), "https://c.kz/");
        for bad in ["file:///etc/passwd", "http://", "javascript:1"] {
            assert_eq!(to(bad), Err(Failure::HttpInvalidRedirect), "{bad}");
        }
        assert_eq!(next(&url, &answer(302, &[])), Ok(None));
        assert_eq!(next(&url, &answer(200, &[("location", "/q")])), Ok(None));
    }

    #[test]
    fn headers_look_as_gos_do() {
        assert_eq!(canonical("x-frame-options"), "X-Frame-Options");
        let url = Url::parse("https://a.kz/").unwrap();
        let h3 = |value| h3_endpoint(&url, &answer(200, &[("alt-svc", value)]).headers);
        assert_eq!(h3("h3=\":443\"; ma=86400").as_deref(), Some("a.kz:443"));
        assert_eq!(h3("h2=\":443\", h3=\"q.a.kz:8443\"").as_deref(), Some("q.a.kz:8443"));
        assert_eq!(h3("clear"), None);
    }
}
