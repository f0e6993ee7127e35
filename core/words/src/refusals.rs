//! What helpers said that refused to answer.

use std::collections::BTreeMap;

use arna_model::{Event, Measurement};

use crate::said::Said;
use crate::{Words, short};

impl Words {
    /// A sentence for each helper that turned questions away and said when to come back.
    pub fn refusals<'a>(self, measured: impl IntoIterator<Item = &'a Measurement>) -> Vec<String> {
        let mut waits = BTreeMap::new();
        for seen in measured.into_iter().flat_map(|one| &one.observations) {
            if let Event::HelperExchange(exchange) = &seen.event
                && let Some(seconds) = exchange.come_back_s
            {
                // What it said last is what counts.
                waits.insert(exchange.helper.as_str(), (seen.t, seconds));
            }
        }
        let sentence = |(helper, (_, seconds)): (&str, (_, u32))| {
            let wait = self.wait(seconds);
            self.tell(Said::HelperRefused, &[("helper", &short(helper)), ("wait", &wait)])
        };
        waits.into_iter().map(sentence).collect()
    }
}
