//! `web_connectivity`: does a web page open, and if not, at which step does it fail?
//!
//! One cheap look (docs/method.md, "One look"): the system's resolver and, beside it, a public one;
//! then TCP, TLS with the whole presented chain, and the first 4 KiB of the answer, while the test
//! helper looks at the same endpoints from outside. A redirect is followed, hop by hop. The look never
//! accuses.

mod hop;
mod journey;

use arna_model::{Micros, Target};
use arna_net::Net;
use async_trait::async_trait;

use self::hop::Hop;
use self::journey::Journey;
use super::{Abort, InputKind, Nettest, Spec, Surroundings};

/// The nettest.
pub(super) struct WebConnectivity;

#[async_trait]
impl Nettest for WebConnectivity {
    fn spec(&self) -> Spec {
        Spec {
            name: "web_connectivity",
            version: "0.1.0",
            story: "Whether web pages open, and if not, how they fail",
            input: InputKind::Url,
            usual_bytes: 16_500,
            usual_time: Micros::from_millis(1_200),
        }
    }

    async fn look(
        &self,
        target: Option<&Target>,
        net: &Net,
        around: &Surroundings<'_>,
    ) -> Result<(), Abort> {
        let target = target.ok_or(Abort::Missing("a URL to look at"))?;
        let hop = Hop::parse(&target.input)?;
        Journey::new(net, around).go(hop).await;
        Ok(())
    }
}
