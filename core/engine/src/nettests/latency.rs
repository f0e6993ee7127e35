//! `latency`: how long a small packet takes, and how many are lost. About 3 kB.
//!
//! Twenty echoes over ten seconds to the test helper, or to a public resolver where no helper echoes.
//! The delay from idle to active is seen by the run's warm-up, which comes first; this comes when every target was
//! looked at and the network is quiet.

use arna_model::{Micros, Target};
use arna_net::Net;
use async_trait::async_trait;

use super::{Abort, InputKind, Nettest, Spec, Surroundings};

/// The nettest.
pub(super) struct Latency;

#[async_trait]
impl Nettest for Latency {
    fn spec(&self) -> Spec {
        Spec {
            name: "latency",
            version: "0.1.0",
            story: "How long a small packet takes to a server and back, and how many get lost",
            input: InputKind::None,
            usual_bytes: 3_000,
            usual_time: Micros::from_secs(10),
        }
    }

    async fn look(
        &self,
        _target: Option<&Target>,
        net: &Net,
        around: &Surroundings<'_>,
    ) -> Result<(), Abort> {
        let (address, transport) =
            around.echo.ok_or(Abort::Missing("neither a helper nor a resolver to ask"))?;
        net.ping(address, transport, INTERVAL, tokio::time::sleep(LENGTH.into())).await;
        Ok(())
    }
}

const INTERVAL: Micros = Micros::from_millis(500);

/// Twenty intervals, less a little: no twenty-first echo.
const LENGTH: Micros = Micros::from_millis(9_900);
