//! Blocks that repeat a lookup which nobody answered, and ask a public resolver as well.

use super::*;

/// What a public resolver does in a block: by default it leaves the name unanswered in the clear, and answers
/// everything else.
#[derive(Clone, Debug)]
pub struct Public {
    /// Whether the system's resolver answers for the name.
    pub system: bool,
    /// With what it fails, if not by silence.
    pub denies: Option<Failure>,
    pub innocent: bool,
    pub name: Option<&'static [&'static str]>,
    /// Milliseconds until the answer over HTTPS, if there is one.
    pub secure: Option<u64>,
    /// Who answers over HTTPS.
    pub secure_at: &'static str,
}

impl Default for Public {
    fn default() -> Self {
        let (innocent, secure) = (true, Some(600));
        Self { system: false, denies: None, innocent, name: None, secure, secure_at: RESOLVER }
    }
}

impl Story {
    pub fn public_blocks(self, times: usize, public: &Public) -> Self {
        (0..times).fold(self, |story, _| story.public_block(public))
    }

    fn public_block(mut self, public: &Public) -> Self {
        let honest: &[&str] = &["151.101.1.57"];
        let start = self.clock + 5_000;
        self = self.lookup_block(public.system.then_some(honest), Some(honest));
        if let Some(failure) = &public.denies {
            let place = self.in_block(Arm::Target);
            let target = self.dossier.observations.iter_mut().rfind(|one| one.place == place);
            target.expect("a block has a target").failure = Some(failure.clone());
        }
        let end = self.clock.max(start + 7_000);
        let plain = |answer: Option<&[&str]>| {
            let answers: Vec<&[&str]> = answer.into_iter().collect();
            (at_resolver(udp_lookup(&answers), "9.9.9.9:53"), answer.is_none())
        };
        for (arm, (event, is_silent), took) in [
            (Arm::InnocentAtResolver, plain(public.innocent.then_some(honest)), 600),
            (
                Arm::NameAtResolver,
                plain(public.name),
                if public.name.is_some() { 600 } else { 7_000 },
            ),
        ] {
            self.clock = start;
            let failure = is_silent.then_some(Failure::GenericTimeout);
            self.in_arm(arm, took, event, failure);
        }
        self.clock = start;
        let addresses: &[&str] = if public.secure.is_some() { honest } else { &[] };
        let event = at_resolver(lookup(DnsEngine::Doh, addresses), public.secure_at);
        let failure = public.secure.is_none().then_some(Failure::GenericTimeout);
        self.in_arm(Arm::NameOverHttps, public.secure.unwrap_or(10_000), event, failure);
        self.canary(start, end.max(self.clock), None);
        self.clock = end.max(self.clock);
        self
    }

    fn in_arm(&mut self, arm: Arm, took: u64, event: Event, failure: Option<Failure>) {
        let place = self.in_block(arm);
        let before = std::mem::replace(&mut self.place, place);
        self.note(took, event, failure);
        self.place = before;
    }
}

fn at_resolver(event: Event, resolver: &str) -> Event {
    let Event::Dns(mut lookup) = event else { unreachable!("a lookup is a lookup") };
    lookup.resolver = Some(at(resolver));
    Event::Dns(lookup)
}
