//! Artefacts: marks that contradict a control that worked, and that no radio and no site can make.
//!
//! They enter the sequential test with start values of their own and without its floor: one state root
//! decides, two blockpages, three forged answers.

use arna_model::{Arm, Cause, Code, DnsEngine, Dossier, How, Observation, Place, Verdict};

use crate::blockpage::{self, Meaning, Sighting};
use crate::blocks::Block;
use crate::control::Outside;
use crate::dns::{self, Answer, Carriers};
use crate::look::Look;
use crate::opinion::Opinion;
use crate::race::Race;
use crate::sequential::{Test, false_positive_bound, start};
use crate::serving::Serving;
use crate::target::Target;
use crate::{http, tls};

/// Sightings of one kind of artefact, and of the real thing in its stead.
pub(crate) struct Marks<'a> {
    start: f64,
    cause: Cause,
    how: How,
    pub(crate) seen: Vec<&'a Observation>,
    pub(crate) honest: usize,
    /// The innocent neighbours that the marks contradict.
    controls: Vec<&'a Observation>,
    /// Whether the outside control contradicts them.
    is_contradicted: bool,
    outside: Option<Outside<'a>>,
}

impl<'a> Marks<'a> {
    /// The evidence in nats.
    pub(crate) fn nats(&self) -> f64 {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Test::against(self.start)
            .map_or(0.0, |test| test.nats(count(self.seen.len()), count(self.honest)))
    }

    /// Whether they decide.
    pub(crate) fn is_confirmed(&self) -> bool {
        let is_enough = Test::against(self.start).is_some_and(|test| self.nats() >= test.upper());
        self.is_contradicted && is_enough && !self.seen.is_empty()
    }

    /// The name in the handshake that showed them.
    pub(crate) fn name(&self) -> Option<&'a str> {
        self.seen.first().and_then(|one| tls::handshake(one)).map(|it| it.server_name.as_str())
    }

    /// `blocked`, if they decide.
    pub(crate) fn verdict(&self) -> Option<Verdict> {
        self.is_confirmed().then(|| {
            Opinion::new(Code::Blocked)
                .cause(self.cause)
                .how(self.how)
                .nats(self.nats())
                .bound(false_positive_bound(self.nats()))
                .on(self.seen.iter().copied())
                .basis(self.outside.iter().map(|outside| outside.id))
                .on(self.controls.iter().copied())
                .verdict()
        })
    }
}

/// Chains to a known state root for the target's name, at its own address or at the helper's. Sightings
/// of one interceptor are not independent, so the first one is all that counts. A chain that the web
/// PKI accepts is none, whatever it says of itself.
pub(crate) fn state_root(dossier: &Dossier) -> Marks<'_> {
    let is_of_target = |place: &Place| {
        matches!(
            place,
            Place::Look { .. } | Place::Block { arm: Arm::Target | Arm::NameAtHelper, .. }
        )
    };
    let carriers = Carriers::of(dossier);
    let seen = dossier
        .observations
        .iter()
        .find(|one| {
            is_of_target(&one.place)
                && !carriers.has(one)
                && !one.is_success()
                && tls::handshake(one).is_some_and(|it| tls::state_root(&it.chain).is_some())
        })
        .into_iter()
        .collect::<Vec<_>>();
    let first = seen.first().and_then(|one| tls::handshake(one));
    let is_trusted = first.is_some_and(|it| it.is_accepted_here == Some(true));
    let name = first.map(|it| it.server_name.as_str());
    let outside = name.map_or_else(|| Outside::of(dossier), |name| Outside::naming(dossier, name));
    Marks {
        start: start::STATE_ROOT,
        cause: Cause::TlsMitm,
        how: if is_trusted { How::TrustedStateRoot } else { How::StateRoot },
        seen,
        honest: 0,
        controls: Vec::new(),
        is_contradicted: outside.as_ref().is_some_and(|outside| {
            !outside.shows_state_root() && (outside.is_verified() || outside.shows_another_chain())
        }),
        outside,
    }
}

/// Known blockpages in place of the page that the helper gets, one for each look. A look whose page quotes one that
/// everybody gets is an honest one.
pub(crate) fn blockpages(dossier: &Dossier) -> Marks<'_> {
    let outside = Outside::of(dossier);
    let (mut seen, mut honest) = (Vec::new(), 0);
    for look in Look::all(dossier) {
        match blockpage::seen(dossier, &look, outside.as_ref()) {
            Some(Sighting { at, meaning: Meaning::Shown, .. }) => seen.push(at),
            Some(Sighting { meaning: Meaning::Unclear, .. }) => {}
            Some(Sighting { meaning: Meaning::Quoted, .. }) | None => {
                honest += usize::from(look.opened());
            }
        }
    }
    Marks {
        start: start::BLOCKPAGE,
        cause: Cause::Http,
        how: How::Blockpage,
        // What is shown to this phone is contradicted, or it is not shown.
        is_contradicted: !seen.is_empty(),
        seen,
        honest,
        controls: Vec::new(),
        outside,
    }
}

/// Forged answers of the system's resolver (and forged answers that raced an honest one to the same
/// send), each in a block in which an innocent name got an honest answer.
///
/// An answer is not forged if the helper gets it too, and it contradicts nothing unless the helper's
/// addresses serve the name: over TLS, or in the clear where the site has no TLS. Answers that the phone's owner may have asked for (a hosts file, an
/// ad-blocker, a VPN app) count only if a direct query to a public resolver was forged as well.
pub(crate) fn forged_answers(dossier: &Dossier) -> Marks<'_> {
    let outside = Outside::of(dossier);
    let race = Race::of(dossier, outside.as_ref());
    let is_on_path = dossier
        .observations
        .iter()
        .filter(|one| is_about_target(&one.place))
        .filter_map(dns::lookup)
        .any(dns::is_forged_on_the_path);
    let (mut seen, mut honest, mut controls) = (Vec::new(), 0, Vec::new());
    for block in Block::all(dossier).iter().filter(|block| block.is_lookup()) {
        let Some(control) = block.honest_lookup(Arm::Control) else { continue };
        if block.is_disturbed() {
            continue;
        }
        let system = block.arm(Arm::Target).iter().copied().find_map(|one| {
            let lookup = dns::lookup(one)?;
            let answer = dns::answer(lookup, one.failure.as_ref());
            let is_system = lookup.engine == DnsEngine::System;
            is_system.then_some((one, lookup, answer))
        });
        let twice = block
            .arm(Arm::Target)
            .iter()
            .copied()
            .find(|one| dns::lookup(one).is_some_and(dns::is_answered_twice));
        let gives = |address| outside.as_ref().is_some_and(|outside| outside.gives(address));
        let is_forged = |answer: Answer| match answer {
            Answer::Forged => true,
            Answer::MaybeOwn => is_on_path,
            _ => false,
        };
        match (system, twice) {
            (Some((one, lookup, answer)), _)
                if is_forged(answer) && !lookup.addresses.iter().any(|it| gives(*it)) =>
            {
                seen.push(one);
                controls.push(control);
            }
            (Some((one, lookup, Answer::Honest)), _) if race.is_forged(&lookup.addresses) => {
                seen.push(one);
                controls.push(control);
            }
            (Some((.., Answer::Honest)), _) => honest += 1,
            (_, Some(one)) => {
                seen.push(one);
                controls.push(control);
            }
            _ => {}
        }
    }
    let known = |one: &&Observation| {
        dns::lookup(one)
            .is_some_and(|it| it.addresses.iter().any(|at| dns::is_known_block_address(*at)))
    };
    let is_sure = is_on_path || seen.iter().any(known);
    let is_contradicted = outside
        .as_ref()
        .is_some_and(|outside| outside.serves_name() || is_served(dossier, outside, is_sure));
    Marks {
        start: start::FORGED_ANSWER,
        cause: Cause::Dns,
        how: How::ForgedAnswer,
        seen,
        honest,
        controls,
        is_contradicted,
        outside,
    }
}

/// Whether the phone itself found the site at an address that the helper's resolver gives: by verified TLS; or, where
/// the site has none, by the page that the helper gets. If the forgery is sure enough, any page of either will do.
fn is_served(dossier: &Dossier, outside: &Outside<'_>, is_sure: bool) -> bool {
    let target = Target::of(dossier);
    let serving = Serving::of(dossier, &target.host, Some(outside));
    if serving.verified_here(outside.addresses()).is_some() {
        return true;
    }
    let opens = |status: Option<u16>| status.is_some_and(|status| status < ERRORS);
    let is_there = || {
        let looks = Look::all(dossier);
        let mut answers = looks.iter().flat_map(Look::answers);
        answers.any(|it| {
            let is_whole = is_sure || http::is_same_page(it.http, outside);
            outside.gives(it.http.address.ip()) && opens(it.http.status) && is_whole
        })
    };
    !target.is_https && (is_sure && opens(outside.status()) || is_there())
}

/// The first answer of the system's resolver in the looks, if it was forged and the helper does not give
/// it too.
pub(crate) fn first_forged<'a>(
    looks: &[Look<'a>],
    outside: Option<&Outside<'_>>,
) -> Option<&'a Observation> {
    let mut answers = looks.iter().flat_map(Look::system_lookups);
    let (one, answer) =
        answers.find(|(_, answer)| !matches!(answer, Answer::Silent | Answer::Local))?;
    let lookup = dns::lookup(one)?;
    let is_given = lookup
        .addresses
        .iter()
        .any(|address| outside.is_some_and(|outside| outside.gives(*address)));
    (matches!(answer, Answer::Forged | Answer::MaybeOwn) && !is_given).then_some(one)
}

/// A send of the looks that was answered twice, forged and honest, where the system's resolver gave no
/// honest answer.
pub(crate) fn answered_twice<'a>(looks: &[Look<'a>]) -> Option<&'a Observation> {
    let mut answers = looks.iter().flat_map(Look::system_lookups);
    if answers.any(|(_, answer)| answer == Answer::Honest) {
        return None;
    }
    let mut all = looks.iter().flat_map(|look| look.observations.iter().copied());
    all.find(|one| dns::lookup(one).is_some_and(dns::is_answered_twice))
}

/// Statuses from here on are a server's own trouble.
const ERRORS: u16 = 500;

fn is_about_target(place: &Place) -> bool {
    matches!(place, Place::Look { .. } | Place::Block { arm: Arm::Target, .. })
}
