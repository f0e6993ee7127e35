//! Blocks that repeat a request in the clear.

use super::*;

pub const CLEAR_SITE: &str = "93.184.216.34:80";
const CLEAR_HELPER: &str = "185.199.108.7:80";

/// One block of a request: by default the target and its name are silent, everything else works.
#[derive(Clone, Debug)]
pub struct Asked {
    pub target: Ends,
    /// An innocent host at the target's own address.
    pub there: Ends,
    pub innocent: Ends,
    pub name: Ends,
    /// As in [`Pair`].
    pub gap: Option<(u64, u64)>,
}

impl Default for Asked {
    fn default() -> Self {
        let (silence, done) = (Ends::Silence, Ends::Done(700));
        Self { target: silence, there: done, innocent: done, name: silence, gap: None }
    }
}

impl Story {
    /// The usual suspect in the clear: honest DNS, a connection, and `failure` after the request.
    pub fn unanswered_request(failure: Failure) -> Self {
        let mut story = Self::cleartext().resolves(&["93.184.216.34"]).connects(CLEAR_SITE);
        story.note(10_000, request(CLEAR_SITE, None), Some(failure));
        story
    }

    pub fn asks(self, times: usize, asked: &Asked) -> Self {
        (0..times).fold(self, |story, _| story.ask(asked))
    }

    fn ask(mut self, asked: &Asked) -> Self {
        self.block += 1;
        self.clock += 5_000;
        let start = self.clock;
        let mut end = start;
        self.arm(Arm::Control, INNOCENT, Ends::Done(800));
        self.clock = start;
        self.arm(Arm::SecondControl, INNOCENT2, Ends::Done(900));
        let innocent_took = match asked.innocent {
            Ends::Done(took) => took,
            _ => 10_000,
        };
        for (arm, to, ends, later) in [
            (Arm::Target, CLEAR_SITE, asked.target, 0),
            (Arm::InnocentAtTarget, CLEAR_SITE, asked.there, 0),
            (Arm::InnocentAtHelper, CLEAR_HELPER, asked.innocent, 0),
            (Arm::NameAtHelper, CLEAR_HELPER, asked.name, innocent_took),
        ] {
            self.clock = start + later;
            self.request_arm(arm, to, ends);
            end = end.max(self.clock);
        }
        self.canary(start, end, asked.gap);
        self.clock = end;
        self
    }

    fn request_arm(&mut self, arm: Arm, to: &str, ends: Ends) {
        let place = self.in_block(arm);
        let before = std::mem::replace(&mut self.place, place);
        let (took, failure) = match ends {
            Ends::Done(took) => (took, None),
            Ends::Silence => (10_000, Some(Failure::GenericTimeout)),
            Ends::Reset => (300, Some(Failure::ConnectionReset)),
            _ => (0, None),
        };
        match ends {
            Ends::Absent => {}
            Ends::Refused => self.note(100, connect(to), Some(Failure::ConnectionRefused)),
            Ends::NoConnect => self.note(10_000, connect(to), Some(Failure::GenericTimeout)),
            _ => {
                self.note(took / 3, connect(to), None);
                let status = failure.is_none().then_some(404);
                self.note(took - took / 3, request(to, status), failure);
            }
        }
        self.place = before;
    }
}

fn request(to: &str, status: Option<u16>) -> Event {
    http(to, "http://forbidden.example/", false, status, "", "")
}
