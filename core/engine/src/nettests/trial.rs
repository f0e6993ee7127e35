//! Nettests that measure nothing, for tests of shells: never in what is shipped.

use arna_model::{Micros, Target};
use arna_net::Net;
use async_trait::async_trait;

use super::{Abort, InputKind, Nettest, Spec, Surroundings};

/// Looks at nothing.
pub(super) struct Nothing;

/// Makes a mistake.
pub(super) struct Panics;

#[async_trait]
impl Nettest for Nothing {
    fn spec(&self) -> Spec {
        Spec { name: "nothing", story: "Looks at nothing.", ..SPEC }
    }

    async fn look(
        &self,
        _target: Option<&Target>,
        _net: &Net,
        _around: &Surroundings<'_>,
    ) -> Result<(), Abort> {
        Ok(())
    }
}

#[async_trait]
impl Nettest for Panics {
    fn spec(&self) -> Spec {
        Spec { name: "panics", story: "Makes a mistake.", ..SPEC }
    }

    async fn look(
        &self,
        _target: Option<&Target>,
        _net: &Net,
        _around: &Surroundings<'_>,
    ) -> Result<(), Abort> {
        panic!("as it was asked to")
    }
}

const SPEC: Spec = Spec {
    name: "",
    version: "0.1.0",
    story: "",
    input: InputKind::Url,
    usual_bytes: 1,
    usual_time: Micros::from_millis(1),
};
