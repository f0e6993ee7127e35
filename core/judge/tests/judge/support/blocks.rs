//! Blocks of sittings.

use super::*;

impl Story {
    /// So many seconds after the last block another sitting begins.
    pub fn later(mut self, seconds: u64) -> Self {
        self.clock += seconds * 1_000;
        self.sitting += 1;
        self.block = 0;
        self
    }

    /// From here on so many sit together.
    pub fn together(mut self, targets: u16) -> Self {
        self.targets = targets;
        self
    }

    pub fn pairs(mut self, times: usize, pair: &Pair) -> Self {
        for _ in 0..times {
            self = self.pair(pair);
        }
        self
    }

    pub fn pair(mut self, pair: &Pair) -> Self {
        self.block += 1;
        self.clock += 5_000;
        let begin = self.clock;
        self.arm(Arm::InnocentAtTarget, SITE, pair.there);
        self.arm(Arm::SplitAtTarget, SITE, pair.halves);
        self.arm(Arm::InnocentInRecords, SITE, pair.innocent_records);
        self.arm(Arm::RecordsAtTarget, SITE, pair.records);
        self.clock += pair.wait;
        let start = self.clock;
        let mut end = start;
        let innocent_took = match pair.innocent {
            Ends::Done(took)
            | Ends::Alert(took)
            | Ends::Begun(took)
            | Ends::Plain(took)
            | Ends::Untrusted(took) => took,
            _ => 10_000,
        };
        for (arm, to, ends, later) in [
            (Arm::Target, SITE, pair.target, 0),
            (Arm::Control, INNOCENT, pair.control, 0),
            (Arm::SecondControl, INNOCENT2, pair.second, 0),
            (Arm::InnocentAtHelper, HELPER, pair.innocent, 0),
            (Arm::NameAtHelper, HELPER, pair.name, innocent_took),
            (Arm::InnocentAfterNames, HELPER, pair.after, innocent_took + 8),
        ] {
            self.clock = start + later;
            self.arm(arm, to, ends);
            end = end.max(self.clock);
        }
        self.sing((begin, end), pair);
        self.clock = end;
        self
    }

    pub(super) fn arm(&mut self, arm: Arm, to: &str, ends: Ends) {
        let place = self.in_block(arm);
        let before = std::mem::replace(&mut self.place, place);
        match ends {
            Ends::Absent => {}
            Ends::NoConnect => self.note(10_000, connect(to), Some(Failure::GenericTimeout)),
            Ends::Refused => self.note(100, connect(to), Some(Failure::ConnectionRefused)),
            Ends::Local => self.note(100, connect(to), Some(Failure::NetworkDown)),
            Ends::Done(took) | Ends::Untrusted(took) => {
                self.note(took / 3, connect(to), None);
                let event = self.handshake(to, true, took / 3, Vec::new());
                // Neither a helper nor the site has a certificate for anybody else's name.
                let is_ours = matches!(
                    arm,
                    Arm::InnocentAtHelper
                        | Arm::NameAtHelper
                        | Arm::InnocentAfterNames
                        | Arm::InnocentAtTarget
                );
                let failure = match ends {
                    Ends::Untrusted(_) => Some(Failure::SslUnknownAuthority),
                    _ => is_ours.then_some(Failure::SslInvalidHostname),
                };
                self.note(took - took / 3, event, failure);
            }
            Ends::Alert(took) | Ends::Begun(took) | Ends::Plain(took) => {
                self.note(took / 3, connect(to), None);
                let mut event = self.handshake(to, false, 0, Vec::new());
                if let Event::TlsHandshake(tls) = &mut event {
                    tls.first_byte = Some(Micros::from_millis(self.clock + took - took / 3));
                    (tls.answer, tls.alert) = match ends {
                        Ends::Alert(_) => (Some(TlsAnswer::Alert), Some(112)),
                        Ends::Begun(_) => (Some(TlsAnswer::Handshake), None),
                        _ => (Some(TlsAnswer::NotTls), None),
                    };
                }
                let failure = match ends {
                    Ends::Begun(_) => Failure::ConnectionReset,
                    _ => Failure::SslFailedHandshake,
                };
                self.note(took - took / 3, event, Some(failure));
            }
            Ends::Silence => {
                self.note(150, connect(to), None);
                let event = self.handshake(to, false, 0, Vec::new());
                self.note(10_000, event, Some(Failure::GenericTimeout));
            }
            Ends::Reset => {
                self.note(150, connect(to), None);
                let event = self.handshake(to, false, 0, Vec::new());
                self.note(160, event, Some(Failure::ConnectionReset));
            }
        }
        self.place = before;
        if ends != Ends::Absent
            && let Some(Event::TlsHandshake(tls)) =
                self.dossier.observations.last_mut().map(|one| &mut one.event)
        {
            match arm {
                Arm::InnocentAtTarget => tls.server_name = "wwwww.example.com".into(),
                Arm::SplitAtTarget => tls.cut_at = Some(120),
                Arm::RecordsAtTarget => tls.record_cut_at = Some(115),
                Arm::InnocentInRecords => {
                    tls.server_name = "wwwww.example.com".into();
                    tls.record_cut_at = Some(115);
                }
                _ => {}
            }
        }
    }

    pub(super) fn in_block(&self, arm: Arm) -> Place {
        let (sitting, block) = (self.sitting, self.block);
        let number = u32::from(block);
        let round =
            (self.targets > 1).then_some(Round { number, targets: self.targets, is_named: true });
        Place::Block { sitting, block, round, arm }
    }

    pub(super) fn canary(&mut self, start: u64, end: u64, gap: Option<(u64, u64)>) {
        self.sing((start, end), &Pair { gap, ..Pair::default() });
    }

    /// Echoes from the start of a block to its end.
    fn sing(&mut self, (start, end): (u64, u64), pair: &Pair) {
        let place = self.in_block(Arm::Canary);
        let before = std::mem::replace(&mut self.place, place);
        let (from, long) = pair.gap.unwrap_or((0, 0));
        let over = start + from + long;
        let pings = (start..=end).step_by(250).map(|t| {
            let rtt = match t >= start + from && t < over {
                true if pair.is_held => Some(over - t + pair.echo),
                true => None,
                false => Some(pair.echo),
            };
            Ping { t: Micros::from_millis(t), rtt: rtt.map(Micros::from_millis) }
        });
        let pings = pings.collect();
        let event =
            Event::Pings(Pings { address: at(HELPER), transport: Transport::UdpEcho, pings });
        self.push(Micros::from_millis(start), Micros::from_millis(end), event, None);
        self.place = before;
    }

    /// What the phone knew of its radio at the end of the last block.
    pub fn radio(self, sample: RadioSample) -> Self {
        self.radio_before(0, sample)
    }

    /// The same, so many milliseconds earlier.
    pub fn radio_before(mut self, ms: u64, sample: RadioSample) -> Self {
        let place = self.in_block(Arm::Canary);
        let before = std::mem::replace(&mut self.place, place);
        let now = self.clock;
        self.clock = now.saturating_sub(ms);
        self.note(0, Event::Radio(sample), None);
        (self.clock, self.place) = (now, before);
        self
    }

    /// One block of a lookup: what the system's resolver says of the name, and of an innocent one.
    pub fn lookup_block(mut self, target: Option<&[&str]>, control: Option<&[&str]>) -> Self {
        self.block += 1;
        self.clock += 5_000;
        let start = self.clock;
        let mut end = start;
        for (arm, said) in [(Arm::Target, target), (Arm::Control, control)] {
            self.clock = start;
            let place = self.in_block(arm);
            let before = std::mem::replace(&mut self.place, place);
            let event = lookup(DnsEngine::System, said.unwrap_or_default());
            let failure = said.is_none().then_some(Failure::DnsTemporary);
            self.note(if said.is_some() { 60 } else { 5_000 }, event, failure);
            self.place = before;
            end = end.max(self.clock);
        }
        self.canary(start, end, None);
        self.clock = end;
        self
    }
}
