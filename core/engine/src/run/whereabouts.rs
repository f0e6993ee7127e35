//! Where the phone was last, so that a run can say when it came elsewhere.

use arna_model::{Event, Observation, RadioSample};

/// The last that was heard of the phone's network.
#[derive(Debug, Default)]
pub(super) struct Whereabouts(Option<RadioSample>);

impl Whereabouts {
    /// Takes in what was seen. Gives where the phone is now, if it is elsewhere than before.
    pub(super) fn moved(&mut self, seen: &[Observation]) -> Option<RadioSample> {
        let mut moved = None;
        for one in seen {
            let Event::Radio(sample) = &one.event else { continue };
            let is_elsewhere = self.0.as_ref().is_some_and(|before| is_another(before, sample));
            moved = if is_elsewhere { Some(sample.clone()) } else { moved };
            self.0 = Some(sample.clone());
        }
        moved
    }
}

/// Whether two samples are of different places. What one of them does not know says nothing, and neither does the signal.
fn is_another(one: &RadioSample, other: &RadioSample) -> bool {
    fn differs<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
        one.as_ref().zip(other.as_ref()).is_some_and(|(one, other)| one != other)
    }
    differs(&one.technology, &other.technology)
        || differs(&one.operator, &other.operator)
        || differs(&one.cell, &other.cell)
        || differs(&one.address, &other.address)
}

#[cfg(test)]
mod tests {
    use arna_model::{Bytes, Micros, ObservationId, Place};

    use super::*;

    fn seen(cell: Option<u32>, signal_dbm: i16) -> Observation {
        let sample = RadioSample { cell, signal_dbm: Some(signal_dbm), ..RadioSample::default() };
        Observation {
            id: ObservationId::new("r-1"),
            t0: Micros(0),
            t: Micros(0),
            place: Place::WarmUp,
            event: Event::Radio(sample),
            failure: None,
            bytes: Bytes::default(),
        }
    }

    #[test]
    fn another_cell_is_a_move_and_another_signal_is_none() {
        let mut whereabouts = Whereabouts::default();
        assert!(whereabouts.moved(&[seen(Some(0), -80), seen(Some(0), -110)]).is_none());
        assert!(whereabouts.moved(&[seen(None, -80)]).is_none(), "nothing is known");
        assert!(whereabouts.moved(&[seen(Some(1), -80)]).is_none(), "compared with nothing");
        let moved = whereabouts.moved(&[seen(Some(2), -80), seen(Some(1), -80)]);
        assert_eq!(moved.and_then(|sample| sample.cell), Some(1), "the latest");
        assert!(whereabouts.moved(&[]).is_none());
    }
}
