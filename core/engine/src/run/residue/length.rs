//! How long a residue lasts, by what innocent names meet at silenced addresses.

use arna_model::Micros;

/// What they have told.
#[derive(Debug, Default)]
pub(super) struct Length {
    /// The shortest time after a cut after which one was answered.
    at_most: Option<Micros>,
    /// The longest after which none was.
    more_than: Option<Micros>,
    /// When the first one was silent.
    since: Option<Micros>,
    /// Whether one was silent again, at another time.
    is_sure: bool,
}

impl Length {
    /// How long to wait after a cut.
    pub(super) fn wait(&self) -> Micros {
        self.at_most.map_or(LONGEST, |most| LONGEST.min(most + MOMENT))
    }

    /// Whether there is nothing more to ask: one silence may have been the radio's.
    pub(super) fn is_known(&self) -> bool {
        self.at_most.is_some() && (self.is_sure || self.more_than.is_none())
    }

    /// Learns from a name that was said `after` a cut, at `at`. `false`: it was answered sooner than another one was
    /// silent, so that silence was no residue.
    pub(super) fn learn(&mut self, (at, after): (Micros, Micros), is_answered: bool) -> bool {
        if is_answered {
            if self.more_than.is_some_and(|least| after <= least) {
                *self = Self::default();
                return false;
            }
            let most = self.at_most.get_or_insert(after);
            *most = after.min(*most);
            return true;
        }
        let since = *self.since.get_or_insert(at);
        self.is_sure |= at.since(since) >= ANOTHER_TIME;
        if self.at_most.is_some_and(|most| after >= most) {
            // It lasts longer once more, or it was the radio: it is asked anew.
            self.at_most = None;
        } else {
            let least = self.more_than.get_or_insert(after);
            *least = after.max(*least);
        }
        true
    }
}

/// For what was under way: a connection that is given up ends with a reset, and nobody says its name again.
const MOMENT: Micros = Micros::from_secs(5);

/// The longest residue that is known (docs/method.md, "Confirmation"), and a moment.
pub(super) const LONGEST: Micros = Micros(Micros::from_secs(180).0 + MOMENT.0);

/// Two silences so far apart are no single stall of the radio (ours: most stalls are shorter).
const ANOTHER_TIME: Micros = Micros::from_secs(8);
