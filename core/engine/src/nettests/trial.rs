//! Nettests that measure nothing, for tests of shells: never in what is shipped.

use arna_model::{Micros, Target};
use arna_net::Net;
use async_trait::async_trait;

use super::{Abort, InputKind, Nettest, Spec, Surroundings};

/// Looks at nothing, or makes a mistake.
pub(super) struct Trial {
    name: &'static str,
    story: &'static str,
    panics: bool,
}

pub(super) const NOTHING: Trial =
    Trial { name: "nothing", story: "Looks at nothing.", panics: false };
pub(super) const PANICS: Trial = Trial { name: "panics", story: "Makes a mistake.", panics: true };

#[async_trait]
impl Nettest for Trial {
    fn spec(&self) -> Spec {
        Spec {
            name: self.name,
            version: "0.1.0",
            story: self.story,
            input: InputKind::Url,
            usual_bytes: 1,
            usual_time: Micros::from_millis(1),
        }
    }

    async fn look(
        &self,
        _target: Option<&Target>,
        _net: &Net,
        _around: &Surroundings<'_>,
    ) -> Result<(), Abort> {
        assert!(!self.panics, "as it was asked to");
        Ok(())
    }
}
