//! Why a block does not pass the gate: each thing by its own name, so that it can be told.

use arna_model::{Arm, Gate, Micros, Observation};

use crate::blocks::Block;

impl Block<'_> {
    /// What holds the block back; empty: nothing, and it counts.
    pub(crate) fn held_by(&self, limit: Micros) -> Vec<Gate> {
        let mut held = Vec::new();
        for (arm, silent, slow) in [
            (Arm::Control, Gate::ControlSilent, Gate::ControlSlow),
            (Arm::SecondControl, Gate::SecondControlSilent, Gate::SecondControlSlow),
        ] {
            if !self.control_counts(arm, limit) {
                held.push(if self.control_answers(arm) { slow } else { silent });
            }
        }
        if !self.has_echoes() {
            held.push(Gate::NoEchoes);
        } else if !self.canary_lives(self.start(), self.exposure_end()) {
            held.push(Gate::EchoGap);
        }
        if self.has_local_trouble() {
            held.push(Gate::LocalTrouble);
        } else if self.is_disturbed() {
            held.push(Gate::NetworkChanged);
        }
        held
    }

    /// Whether a control did what is asked of it. Systems ask a silent resolver again after five seconds, so
    /// a lookup as control may be late where the other one, a handshake, was not.
    fn control_counts(&self, arm: Arm, limit: Micros) -> bool {
        if !self.is_lookup() {
            return self.control_works(arm, limit);
        }
        let second = self.answered_in(Arm::SecondControl).is_some_and(|took| took < limit);
        let first = self.honest_lookup(Arm::Control);
        arm == Arm::SecondControl || first.is_some_and(|one| second || one.duration() < limit)
    }

    /// How long the slowest control took; `None`: not all were answered.
    pub(crate) fn slowest_control(&self) -> Option<Micros> {
        let took = |arm| match self.is_lookup() {
            true => self.honest_lookup(arm).map(Observation::duration),
            false => self.answered_in(arm),
        };
        let first = took(Arm::Control)?;
        if self.is_lookup() { Some(first) } else { Some(first.max(took(Arm::SecondControl)?)) }
    }
}
