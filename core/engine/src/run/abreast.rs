//! Two runs of the same targets at the same time, each over a network of its own: neither gets far ahead of the other,
//! and each hears from the other which sites open there.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arna_model::{
    Bytes, ControlAnswer, ControlHttp, ControlTls, Event, HelperExchange, Observation, Place,
    RunId, media_type,
};
use arna_net::Net;
use async_trait::async_trait;
use tokio::sync::watch;
use tokio::time::Instant;

use super::{Control, Post, Question};

/// What two runs know of each other.
pub(crate) struct Abreast {
    /// How many targets each has looked at; all there are, once it looks at no more.
    looked: [watch::Sender<usize>; 2],
    opened: [Mutex<Opened>; 2],
}

/// When each target opened last, and what was seen of it.
type Opened = BTreeMap<String, (Instant, ControlAnswer)>;

impl Abreast {
    /// For two runs that have done nothing yet: one end for each, in their order.
    pub(crate) fn ends(runs: [&RunId; 2]) -> [End; 2] {
        let both = Arc::new(Self {
            looked: [watch::Sender::new(0), watch::Sender::new(0)],
            opened: Default::default(),
        });
        let end = |own: usize, other: &RunId| {
            End(Arc::new(Own { both: both.clone(), own, other: other.clone() }))
        };
        [end(0, runs[1]), end(1, runs[0])]
    }
}

/// One run's end of it. The other one waits for nothing any more once this one looks at no more, or is gone.
#[derive(Clone)]
pub(crate) struct End(Arc<Own>);

struct Own {
    both: Arc<Abreast>,
    own: usize,
    other: RunId,
}

impl Drop for Own {
    fn drop(&mut self) {
        self.both.looked[self.own].send_replace(usize::MAX);
    }
}

impl End {
    /// Whether one more target may be looked at while `under_way` are.
    pub(super) fn may_look(&self, under_way: usize) -> bool {
        let Own { both, own, .. } = self.0.as_ref();
        let ahead = both.looked[*own].borrow().saturating_add(under_way);
        ahead < both.looked[1 - own].borrow().saturating_add(LEAD)
    }

    /// Waits until the other run has come as far.
    pub(super) async fn turn(&self) {
        let Own { both, own, .. } = self.0.as_ref();
        let mut other = both.looked[1 - own].subscribe();
        while !self.may_look(0) {
            // Its sender lives as long as this end does.
            if other.changed().await.is_err() {
                return;
            }
        }
    }

    /// One more target was looked at.
    pub(super) fn looked(&self) {
        let Own { both, own, .. } = self.0.as_ref();
        both.looked[*own].send_modify(|looked| *looked = looked.saturating_add(1));
    }

    /// No target is looked at for the first time any more.
    pub(super) fn looks_no_more(&self) {
        let Own { both, own, .. } = self.0.as_ref();
        both.looked[*own].send_replace(usize::MAX);
    }

    /// A target opened here.
    pub(super) fn opened(&self, input: &str, observations: &[Observation]) {
        let Some(answer) = shown(observations) else { return };
        let Own { both, own, .. } = self.0.as_ref();
        both.opened(*own).insert(input.to_owned(), (Instant::now(), answer));
    }

    /// So many targets were looked at before it went on.
    pub(crate) fn looked_before(&self, targets: usize) {
        let Own { both, own, .. } = self.0.as_ref();
        both.looked[*own].send_replace(targets);
    }

    /// A target opened here so long ago, before it went on.
    pub(crate) fn opened_before(&self, input: &str, observations: &[Observation], ago: Duration) {
        let Own { both, own, .. } = self.0.as_ref();
        if let (Some(at), Some(answer)) = (Instant::now().checked_sub(ago), shown(observations)) {
            both.opened(*own).insert(input.to_owned(), (at, answer));
        }
    }

    /// What the other run saw of a target that opened there by now.
    fn seen(&self, question: &Question) -> Option<ControlAnswer> {
        let Own { both, own, .. } = self.0.as_ref();
        let opened = both.opened(1 - own);
        let (at, answer) = opened.get(&question.url).filter(|_| !question.is_hop)?;
        Abreast::is_of_now(at.elapsed()).then(|| answer.clone())
    }
}

impl Abreast {
    /// Whether what was seen so long ago says something of now.
    pub(crate) fn is_of_now(ago: Duration) -> bool {
        ago < FRESH
    }

    fn opened(&self, side: usize) -> MutexGuard<'_, Opened> {
        self.opened[side].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Helpers, and the other network where none of them says anything: who opens there at the same time is up.
pub(crate) struct WithOther {
    pub(crate) helpers: Arc<dyn Control>,
    pub(crate) end: End,
}

#[async_trait]
impl Control for WithOther {
    async fn ask(&self, net: &Net, question: &Question) -> Option<ControlAnswer> {
        if let Some(answer) = self.helpers.ask(net, question).await {
            return Some(answer);
        }
        let answer = self.end.seen(question)?;
        let exchange = HelperExchange {
            helper: String::new(),
            about: None,
            answer: Some(answer.clone()),
            beside: Some(self.end.0.other.clone()),
            clock_ahead_s: None,
            come_back_s: None,
        };
        net.record(net.now(), Event::HelperExchange(exchange), None, Bytes::default());
        Some(answer)
    }

    async fn posts(&self, net: &Net) -> Vec<Post> {
        self.helpers.posts(net).await
    }
}

/// What looks show of a site that opened, as a helper would tell of it: only what nobody but the site can have said.
/// `None`: nothing of that kind.
fn shown(observations: &[Observation]) -> Option<ControlAnswer> {
    let is_look = |one: &&Observation| matches!(one.place, Place::Look { .. }) && one.is_success();
    let looks = || observations.iter().filter(is_look);
    let handshakes = looks().filter_map(|one| match &one.event {
        Event::TlsHandshake(tls) => Some(tls).filter(|tls| tls.is_complete),
        _ => None,
    });
    let mut answer = ControlAnswer::default();
    // Behind it come those of the sites that it leads to.
    let name = handshakes.clone().next()?.server_name.clone();
    for tls in handshakes.filter(|tls| tls.server_name == name) {
        let verified = ControlTls { server_name: name.clone(), failure: None, chain: Vec::new() };
        answer.tcp.insert(tls.address, None);
        answer.tls.insert(tls.address, verified);
        answer.addresses.entry(tls.address.ip()).or_default().is_valid_for_name = true;
    }
    answer.dns_addresses = answer.addresses.keys().copied().collect();
    let page = looks().rev().find_map(|one| match &one.event {
        Event::HttpTransaction(http) => Some(http).filter(|http| http.is_authentic),
        _ => None,
    })?;
    let mut lines = page.headers.iter();
    let kind = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    answer.http = Some(ControlHttp {
        status: Some(page.status?),
        title: page.title.clone().unwrap_or_default(),
        body_length: (!page.is_truncated).then_some(page.body_bytes),
        content_type: kind.and_then(|(_, value)| media_type(value)),
        ..ControlHttp::default()
    });
    Some(answer)
}

/// By how many targets a run may be ahead: what both say of a site is then of the same minute.
const LEAD: usize = 4;
/// What was seen longer ago says nothing of now: as long as a sitting of several takes (**ours**).
const FRESH: Duration = Duration::from_secs(600);
