//! Residual censorship: what a forbidden name leaves behind at the helper's address.
//!
//! Some filters silence the whole address and port for a minute or three once they have seen a name.
//! Blocks a few seconds apart would then find the innocent name silent at the helper, and the name
//! itself would never be tried again: so the blocks wait until the address can speak again. Nothing
//! here decides anything, and on networks without such a filter nothing waits.

use arna_model::{Arm, Event, Micros, Observation, Place};

/// What a run knows of residues.
#[derive(Debug, Default)]
pub(crate) struct Residue {
    /// When a name was last cut off at the helper's address; where none was tried, at the target's.
    cut_at: Option<Micros>,
    /// Whether addresses were seen to stay silent afterwards.
    is_known: bool,
}

impl Residue {
    /// Learns from a block. After a cut it takes both addresses that saw the name to call it a residue,
    /// the target's and the helper's, while both controls are connected: a stall hits all four. Without a helper
    /// the target's has to stay silent twice.
    pub(crate) fn note(&mut self, block: &[Observation]) {
        let of = |wanted: Arm| {
            block
                .iter()
                .filter(move |one| matches!(one.place, Place::Block { arm, .. } if arm == wanted))
        };
        let is_unconnected = |arm| {
            let mut seen = of(arm);
            // Over QUIC the name is in the first datagram.
            let opens =
                |event: &Event| matches!(event, Event::TcpConnect(_) | Event::QuicHandshake(_));
            seen.any(|one| opens(&one.event) && is_silent(one))
        };
        let is_connected = |arm| {
            let mut seen = of(arm);
            seen.any(|one| matches!(one.event, Event::TcpConnect(_)) && one.is_success())
        };
        if self.cut_at.is_some()
            && is_connected(Arm::Control)
            && is_connected(Arm::SecondControl)
            && is_unconnected(Arm::Target)
            && (is_unconnected(Arm::InnocentAtHelper) || is_unconnected(Arm::InnocentAtTarget))
        {
            self.is_known = true;
        }
        let has_cut = |arm| of(arm).find(|one| is_cut(one));
        let is_tried_there =
            of(Arm::InnocentAtHelper).chain(of(Arm::NameAtHelper)).next().is_some();
        let cut = if is_tried_there { has_cut(Arm::NameAtHelper) } else { has_cut(Arm::Target) };
        self.cut_at = cut.map(|one| one.t).or(self.cut_at);
    }

    /// Learns when a look last said a name in vain: its target's address may be silent when the blocks begin.
    pub(crate) fn note_looks(&mut self, seen: &[Observation]) {
        let is_look = |one: &&Observation| matches!(one.place, Place::Look { .. });
        let cut = seen.iter().filter(is_look).filter(|one| is_cut(one)).map(|one| one.t).max();
        self.cut_at = self.cut_at.max(cut);
    }

    /// That a name was cut off at `at`, and the address silenced.
    pub(crate) fn cut(&mut self, at: Micros) {
        self.cut_at = self.cut_at.max(Some(at));
    }

    /// Whether addresses stay silent here once a name was cut off.
    pub(crate) fn is_known(&self) -> bool {
        self.is_known
    }

    /// How long the next block has to wait at `now`, so that the helper's address can speak.
    pub(crate) fn rest(&self, now: Micros) -> Micros {
        let cut_at = self.cut_at.filter(|_| self.is_known);
        cut_at.map_or(Micros::default(), |at| LONGEST.since(now.since(at)))
    }
}

/// Whether a name was said, and not as it should be answered.
fn is_cut(observation: &Observation) -> bool {
    let says_name = matches!(
        observation.event,
        Event::TlsHandshake(_) | Event::QuicHandshake(_) | Event::HttpTransaction(_)
    );
    says_name && !observation.is_success()
}

fn is_silent(observation: &Observation) -> bool {
    observation.failure.as_ref().is_some_and(arna_model::Failure::is_timeout)
}

/// The longest residue that is known (docs/method.md, "Confirmation"), and a moment for what was under way:
/// a connection that is given up ends with a reset, and nobody says its name again.
const LONGEST: Micros = Micros::from_secs(180 + 5);

#[cfg(test)]
mod tests {
    use arna_model::{Bytes, Failure, ObservationId, RunId, TcpConnect, TlsHandshake};

    use super::*;

    fn seen(arm: Arm, event: Event, is_silent: bool) -> Observation {
        Observation {
            id: ObservationId::of(&RunId::new("r"), 0),
            t0: Micros::from_secs(90),
            t: Micros::from_secs(100),
            place: Place::Block { sitting: 1, block: 1, arm },
            event,
            failure: is_silent.then_some(Failure::GenericTimeout),
            bytes: Bytes::default(),
        }
    }

    fn connect(arm: Arm, is_silent: bool) -> Observation {
        let address = ([192, 0, 2, 1], 443).into();
        seen(arm, Event::TcpConnect(TcpConnect { address, info: None }), is_silent)
    }

    fn name_is_cut() -> Observation {
        let handshake = TlsHandshake {
            address: ([192, 0, 2, 2], 443).into(),
            server_name: "forbidden.example".into(),
            is_complete: false,
            first_byte: None,
            version: None,
            cipher_suite: None,
            alpn: None,
            client_hello: None,
            cut_at: None,
            hop_limit: None,
            record_cut_at: None,
            ja4: None,
            chain: Vec::new(),
            is_accepted_here: None,
            info: None,
        };
        seen(Arm::NameAtHelper, Event::TlsHandshake(handshake), true)
    }

    fn rest_after(blocks: &[Vec<Observation>]) -> Micros {
        let mut residue = Residue::default();
        blocks.iter().for_each(|block| residue.note(block));
        residue.rest(Micros::from_secs(110))
    }

    #[test]
    fn only_a_cut_and_then_two_silent_addresses_are_a_residue() {
        let block = |target, innocent, second| {
            vec![
                connect(Arm::Control, false),
                connect(Arm::SecondControl, second),
                connect(Arm::Target, target),
                connect(Arm::InnocentAtHelper, innocent),
            ]
        };
        let silent = block(true, true, false);
        let (half, stalled) = (block(true, false, false), block(true, true, true));
        assert_eq!(rest_after(&[vec![name_is_cut()], silent.clone()]), Micros::from_secs(175));
        assert_eq!(rest_after(&[vec![name_is_cut()], half]), Micros(0), "one address may be down");
        assert_eq!(rest_after(&[vec![name_is_cut()], stalled]), Micros(0), "it may be the radio");
        assert_eq!(rest_after(&[vec![name_is_cut()]]), Micros(0), "a cut alone poisons nothing");
        assert_eq!(rest_after(&[silent.clone(), silent]), Micros(0), "nobody said a name");
    }

    #[test]
    fn without_a_helper_the_targets_own_address_tells() {
        let mut cut = name_is_cut();
        cut.place = Place::Block { sitting: 1, block: 1, arm: Arm::Target };
        let block = |innocent| {
            vec![
                connect(Arm::Control, false),
                connect(Arm::SecondControl, false),
                connect(Arm::Target, true),
                connect(Arm::InnocentAtTarget, innocent),
            ]
        };
        assert_eq!(rest_after(&[vec![cut.clone()], block(true)]), Micros::from_secs(175));
        assert_eq!(rest_after(&[vec![cut], block(false)]), Micros(0));
        assert_eq!(rest_after(&[block(true), block(true)]), Micros(0), "nobody said a name");
        let mut look = name_is_cut();
        look.place = Place::Look { attempt: 2 };
        let mut residue = Residue::default();
        residue.note_looks(&[look]);
        residue.note(&block(true));
        assert_eq!(residue.rest(Micros::from_secs(110)), Micros::from_secs(175), "a look said it");
    }
}
