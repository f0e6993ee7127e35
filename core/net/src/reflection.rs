//! Which ClientHello did a helper see? Where it is not the one that was sent, somebody on the way holds the
//! connection and made one of its own, whatever its certificate looks like.

use arna_model::{Event, Failure, Reflection};
use http::Request;

use crate::connection::Secured;
use crate::http::{Carrier, Channel};
use crate::{Net, Seen};

impl Net {
    /// Asks the helper at the other end of `secured` which ClientHello it saw on it. The chain need not verify: what
    /// is asked is no secret. `None`: this end's own hello cannot be told, and nothing was asked.
    pub async fn reflection(&self, mut secured: Secured) -> Option<Seen<Reflection>> {
        let t0 = self.now();
        let (address, sent) = (secured.address, secured.hello.take()?);
        let mut channel = Channel::open(Carrier::Tls(Box::new(secured)), MOST as u32);
        // The helper serves every host.
        let request = Request::get(format!("https://{HOST}{PATH}")).body(Default::default());
        let request = request.expect("it is well formed");
        let (seen, failure) = match channel.exchange(self, request, MOST).await {
            Ok(answer) => (serde_json::from_slice(&answer.body).ok(), None),
            Err(failure) => (None, Some(failure)),
        };
        let reflection = Reflection { address, sent, seen };
        let event = Event::Reflection(reflection.clone());
        let id = self.record(t0, event, failure.clone(), channel.take_bytes());
        Some(Seen { id, outcome: failure.map_or(Ok(reflection), Err::<_, Failure>) })
    }
}

/// Where helpers say it.
const PATH: &str = "/hello";
const HOST: &str = "helper";
/// A name has 253 letters at most, and the rest is short.
const MOST: usize = 1024;
