//! The client of the test helper: the outside control, over Net like everything that is measured.
//!
//! Connections are kept open for the run, so that a question costs one exchange and no handshake; as many
//! as questions are asked at once. A helper that fails twice in a row is left alone for a minute, one that
//! says when to come back until then; the next one is asked.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use arna_model::{Bytes, ControlAnswer, Event, Failure, HelperExchange, Micros};
use arna_net::{Answer, Carrier, Channel, Net};
use async_trait::async_trait;
use bytes::Bytes as Buffer;
use http::Request;
use http::header::{CONTENT_TYPE, DATE};
use http_body_util::Full;
use url::{Host, Url};

use super::answer::{self, Asked};
use super::refusal::{Refusal, read_date};
use crate::run::{Control, Post, Question};

/// A client of several helpers.
pub(crate) struct HelperClient {
    helpers: Vec<Helper>,
}

struct Helper {
    url: Url,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Where it is; resolved once per run.
    address: Option<SocketAddr>,
    /// Connections that nobody uses just now.
    idle: Vec<Channel>,
    failures: u32,
    has_answered: bool,
    /// When it failed last, relative to the run.
    failed_at: Micros,
    /// Until when it wants to be left alone, relative to the run.
    refuses_until: Micros,
}

impl HelperClient {
    /// For helpers reached over http or https.
    pub(crate) fn new(urls: Vec<Url>) -> Self {
        let helper = |url| Helper { url, state: Mutex::default() };
        Self { helpers: urls.into_iter().map(helper).collect() }
    }
}

#[async_trait]
impl Control for HelperClient {
    async fn ask(&self, net: &Net, question: &Question) -> Option<ControlAnswer> {
        // Spread over the helpers, so that none of them hears of every site.
        let count = self.helpers.len();
        let first = net.entropy("helper").below(count.max(1) as u64) as usize;
        for turn in 0..count {
            let helper = &self.helpers[(first + turn) % count];
            if helper.is_left_alone(net.now()) {
                continue;
            }
            if let Some(answer) = helper.ask(net, question).await {
                return Some(answer);
            }
        }
        None
    }

    async fn posts(&self, net: &Net) -> Vec<Post> {
        let mut posts = Vec::new();
        for helper in &self.helpers {
            if helper.url.scheme() == "https"
                && helper.is_there(net.now())
                && let Ok(address) = helper.locate(net).await
            {
                posts.push(Post { name: helper.name(), address });
            }
        }
        posts
    }
}

impl Helper {
    fn name(&self) -> String {
        self.url.host_str().unwrap_or_default().to_owned()
    }

    /// Never held across an `await`.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_left_alone(&self, now: Micros) -> bool {
        let state = self.state();
        let is_down = state.failures >= FAILURES && now.since(state.failed_at) < LEFT_ALONE;
        is_down || now < state.refuses_until
    }

    /// Whether it can lend its address: not where it never answered, or is left alone. What answered before is
    /// there again after a minute: a handover fails it twice, too.
    fn is_there(&self, now: Micros) -> bool {
        let state = self.state();
        let (has_failed, has_answered) = (state.failures > 0, state.has_answered);
        drop(state);
        !has_failed || has_answered && !self.is_left_alone(now)
    }

    /// Asks once, and once more if the connection that was kept turns out to be dead. Every exchange is
    /// recorded, whatever comes of it.
    async fn ask(&self, net: &Net, question: &Question) -> Option<ControlAnswer> {
        let kept = self.kept().await;
        let was_kept = kept.is_some();
        match self.ask_over(kept, net, question).await {
            Err(failure) if was_kept && is_dead_line(&failure) => {
                self.ask_over(None, net, question).await.ok()
            }
            said => said.ok(),
        }
    }

    /// A connection that nobody uses just now. Helpers let those go that are idle for long.
    async fn kept(&self) -> Option<Channel> {
        loop {
            let popped = self.state().idle.pop();
            let mut channel = popped?;
            if channel.is_usable().await {
                return Some(channel);
            }
        }
    }

    async fn ask_over(
        &self,
        kept: Option<Channel>,
        net: &Net,
        question: &Question,
    ) -> Result<ControlAnswer, Failure> {
        let t0 = net.now();
        let mut channel = match kept {
            Some(channel) => Ok(channel),
            None => self.open(net).await,
        };
        let outcome = match (&mut channel, self.request(question)) {
            (Ok(channel), Ok(request)) => channel.exchange(net, request, ANSWER_LIMIT).await,
            (Err(failure), _) => Err(failure.clone()),
            (_, Err(failure)) => Err(failure),
        };
        let bytes = channel.as_mut().map_or(Bytes::default(), Channel::take_bytes);
        let clock_ahead_s = outcome.as_ref().ok().and_then(|answer| clock_ahead(net, answer));
        let refused =
            outcome.as_ref().ok().and_then(|answer| Refusal::of(answer, net.wire().wall()));
        let said = outcome.and_then(|answer| read(&answer));
        match &refused {
            Some(refusal) => self.respect(refusal, channel.ok(), net.now()),
            // That a kept connection has ended is no failure of the helper's.
            None if said.as_ref().err() == Some(&Failure::ConnectionAlreadyClosed) => {}
            None => self.learn(said.is_ok(), channel.ok(), net.now()),
        }
        let (helper, answer) = (self.url.to_string(), said.as_ref().ok().cloned());
        let about = question.is_hop.then(|| question.url.clone());
        let come_back_s = refused.map(|refusal| refusal.seconds);
        let exchange =
            HelperExchange { helper, about, answer, beside: None, clock_ahead_s, come_back_s };
        net.record(t0, Event::HelperExchange(exchange), said.as_ref().err().cloned(), bytes);
        said
    }

    /// Keeps a good connection for the next question, and count of failures in a row.
    fn learn(&self, is_good: bool, channel: Option<Channel>, now: Micros) {
        let mut state = self.state();
        if is_good {
            state.failures = 0;
            state.has_answered = true;
            state.idle.extend(channel.filter(Channel::is_open));
        } else {
            (state.failures, state.failed_at) = (state.failures + 1, now);
        }
    }

    /// Leaves it alone until it wants to be asked again: it works, so that is no failure. Where it is only about
    /// one site, others may be asked about.
    fn respect(&self, refusal: &Refusal, channel: Option<Channel>, now: Micros) {
        let mut state = self.state();
        state.failures = 0;
        state.has_answered = true;
        if !refusal.is_about_site {
            state.refuses_until = now + Micros::from_secs(u64::from(refusal.seconds));
        }
        state.idle.extend(channel.filter(Channel::is_open));
    }

    async fn open(&self, net: &Net) -> Result<Channel, Failure> {
        let address = self.locate(net).await?;
        let connection = net.connect(address).await.outcome?;
        let carrier = if self.url.scheme() == "https" {
            let secured = net.handshake(connection, &self.name()).await.outcome?;
            Carrier::Tls(Box::new(secured))
        } else {
            Carrier::Plain(connection)
        };
        Ok(Channel::open(carrier, ANSWER_WINDOW))
    }

    async fn locate(&self, net: &Net) -> Result<SocketAddr, Failure> {
        let known = self.state().address;
        if let Some(address) = known {
            return Ok(address);
        }
        let port = self.url.port_or_known_default().unwrap_or(443);
        let ip = match self.url.host() {
            Some(Host::Ipv4(ip)) => ip.into(),
            Some(Host::Ipv6(ip)) => ip.into(),
            _ => {
                let found = net.dialled(&net.resolve(&self.name()).await.outcome?);
                let v4 = found.iter().find(|ip| ip.is_ipv4());
                *v4.or(found.first()).ok_or(Failure::DnsNoAnswer)?
            }
        };
        let address = net.dialled_at(SocketAddr::new(ip, port));
        self.state().address = Some(address);
        Ok(address)
    }

    fn request(&self, question: &Question) -> Result<Request<Full<Buffer>>, Failure> {
        let asked = Asked {
            http_request: &question.url,
            http_request_headers: BTreeMap::from([("Accept-Language", ["en-US,en;q=0.8"])]),
            tcp_connect: asked_about(&question.endpoints).map(SocketAddr::to_string).collect(),
            x_quic_enabled: false,
            x_arna_brief: true,
        };
        let body = serde_json::to_vec(&asked).map_err(|_| Failure::JsonParse)?;
        let request = Request::post(&self.url[..url::Position::AfterQuery])
            .header(CONTENT_TYPE, "application/json")
            .body(Full::from(body));
        request.map_err(|_| Failure::Unknown("not a request".to_owned()))
    }
}

/// A helper looks at no more, and a name with thousands of addresses would only cost bytes.
fn asked_about(endpoints: &[SocketAddr]) -> impl Iterator<Item = &SocketAddr> {
    endpoints.iter().take(MOST_ENDPOINTS)
}

/// An answer counts if it is whole and the helper was not overloaded.
fn read(answer: &Answer) -> Result<ControlAnswer, Failure> {
    if answer.status != 200 || answer.is_truncated {
        return Err(Failure::Unknown("the helper would not answer".to_owned()));
    }
    answer::parse(&answer.body)
}

/// How far the helper's `Date` is ahead of the phone's clock, in seconds.
fn clock_ahead(net: &Net, answer: &Answer) -> Option<i64> {
    let date = read_date(answer.headers.get(DATE)?.to_str().ok()?)?;
    Some(date - net.wire().wall().unix_seconds())
}

fn is_dead_line(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Eof
            | Failure::ConnectionReset
            | Failure::ConnectionAborted
            | Failure::ConnectionAlreadyClosed
            | Failure::GenericTimeout
    )
}

/// A million addresses are a lie; a real answer has one or two kilobytes, some ten with a page's headers.
const ANSWER_LIMIT: usize = 64 * 1024;

/// What may come of an answer before it is read.
const ANSWER_WINDOW: u32 = 64 * 1024;

const MOST_ENDPOINTS: usize = 8;

/// So many in a row are no accident.
const FAILURES: u32 = 2;

const LEFT_ALONE: Micros = Micros::from_secs(60);
